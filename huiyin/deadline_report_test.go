package huiyin

import (
	"testing"
	"time"
)

func (w *walk) reports(n int, f LawReporting) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.ReportLaw(by, now, n, f) }
}

func TestD18_WhatIsToBeReportedAndByWhen(t *testing.T) {
	for category, want := range map[string]map[ReportKind]time.Duration{
		"safety_accident": {ReportAccident: time.Hour},
		"lift_trapped":    {},
		DataLeak:          {ReportStop: time.Hour, ReportLeak: 8 * time.Hour, ReportPersons: 72 * time.Hour},
	} {
		w := record(t, demo(), "a01", intake(about(category)))
		if len(w.LawReports) != len(want) {
			t.Fatalf("%s: %+v", category, w.LawReports)
		}
		for _, r := range w.LawReports {
			if !r.Due.Equal(w.ReceivedAt.Add(want[r.Kind])) || r.Kind.Label() == "" {
				t.Errorf("%s: %+v", category, r)
			}
		}
	}
	w := record(t, demo(), "a01", intake(about("lift_trapped")))
	w.must("v01", w.assess(func(f *Assessing) { f.Injury = true }))
	if len(w.LawReports) != 2 || w.LawReports[1].Kind != ReportDevice {
		t.Fatalf("%+v", w.LawReports)
	}
	w.must("v01", w.assess(func(f *Assessing) { f.Injury = true }))
	if len(w.LawReports) != 2 {
		t.Error("owed twice")
	}
}

func TestD18_ItClimbsIsNeverPausedAndIsMetByTheReport(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("safety_accident"))).handled("s01", "a01")
	due := w.LawReports[0].Due
	w.must("a01", w.pause("等应急局"))
	if w.Run(w.o, due.Add(-1)); w.LawReports[0].Told != 80 {
		t.Errorf("told %d", w.LawReports[0].Told)
	}
	w.saved()
	w.now = due.Add(-time.Minute)
	report := LawReporting{To: "区应急管理局", At: w.now, Way: "书面", RegNo: "应急收〔2025〕7 号"}
	w.refused("b01", KindNotFound, w.reports(1, report))
	w.refused("a01", KindNotFound, w.reports(2, report))
	w.wrong("a01", "to", w.reports(1, LawReporting{At: w.now}))
	w.wrong("a01", "at", w.reports(1, LawReporting{To: "区应急管理局"}))
	w.wrong("a01", "at", w.reports(1, LawReporting{To: "区应急管理局", At: w.now.Add(time.Hour)}))
	w.wrong("a01", "at", w.reports(1, LawReporting{To: "区应急管理局", At: monday.AddDate(0, 0, -1)}))
	w.refused("a01", KindForbidden, w.reports(1, LawReporting{Reason: "没有人受伤"}))
	w.must("a01", w.reports(1, report))
	if d := w.LawReports[0].Deadline(); d.Status != Met || w.LawReports[0].By != "a01" {
		t.Errorf("%+v", w.LawReports[0])
	}
	w.refused("a01", KindConflict, w.reports(1, report))

	late := record(t, demo(), "a01", intake(about("safety_accident")))
	if late.Run(late.o, due); late.LawReports[0].Deadline().Status != Missed {
		t.Errorf("%+v", late.LawReports[0])
	}
	late.now = due.Add(time.Minute)
	late.saved()
	late.must("s01", late.reports(1, LawReporting{To: "区应急管理局", At: due}))
	if d := late.LawReports[0].Deadline(); d.Status != Met { // it was made in time, and is written down late
		t.Errorf("%+v", d)
	}
	none := record(t, demo(), "a01", intake(about("safety_accident")))
	none.must("v01", none.reports(1, LawReporting{Reason: "没有人受伤，也没有危险"}))
	if d := none.LawReports[0].Deadline(); d.Status != Waived {
		t.Errorf("%+v", d)
	}
}
