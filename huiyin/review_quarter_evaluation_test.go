package huiyin

import (
	"strings"
	"testing"
	"time"
)

func TestM3_QuartersAndTheirNumbers(t *testing.T) {
	o := demo()
	for _, tt := range []struct {
		at   string
		want int
	}{{"2026-01-01", 20261}, {"2026-03-31", 20261}, {"2026-04-01", 20262}, {"2025-12-31", 20254}} {
		at, _ := time.ParseInLocation("2006-01-02", tt.at, o.Zone)
		if got := QuarterOf(at, o.Zone); got != tt.want {
			t.Errorf("%s: %d", tt.at, got)
		}
	}
	if QuarterBefore(20261, 1) != 20254 || QuarterBefore(20263, 4) != 20253 ||
		QuarterMonths(20254) != [3]Month{202510, 202511, 202512} {
		t.Error("quarters are counted wrongly")
	}
	if q, err := ParseQuarter("JB-2026Q1"); q != 20261 || err != nil {
		t.Error(q, err)
	}
	for _, number := range []string{"", "JB-", "JB-2026Q5", "JB-2026Q0", "JB-02026Q1", "2026Q1", "JB-2026Q01"} {
		if _, err := ParseQuarter(number); KindOf(err) != KindNotFound {
			t.Errorf("%q: %v", number, err)
		}
	}
}

func TestM3_EvaluationIsWrittenByOneAndReleasedByAnother(t *testing.T) {
	o := demo()
	now := time.Date(2026, 4, 2, 10, 0, 0, 0, o.Zone)
	x, v := o.as("x02"), o.as("v01")
	e := &Evaluation{Figures: NewAnalysis(202603, "", nil)}
	q := NewQuarter(20261)
	for i := range o.People {
		by := o.as(o.People[i].Account)
		sees := strings.Contains(" x02 v01 v02 g01 ", " "+by.Account+" ")
		if q.Visible(by) != sees || q.Offers(by, ActionWriteQuarter, now) != (by.Account == "x02") ||
			q.Offers(by, ActionAssignJob, now) != (by.Account == "x02") || q.Offers(by, ActionReleaseQuarter, now) {
			t.Errorf("%s: sees %v", by.Account, q.Visible(by))
		}
	}
	docRefused(t, q, KindConflict, "", func() error { return q.Write(x, now.AddDate(0, 0, -2), "好", "差") })
	docRefused(t, q, KindForbidden, "", func() error { return q.Write(v, now, "好", "差") })
	docRefused(t, q, KindForbidden, "", func() error { return q.Write(o.as("p01"), now, "好", "差") })
	docRefused(t, q, KindInvalid, "strengths", func() error { return q.Write(x, now, " ", "差") })
	docRefused(t, q, KindInvalid, "weaknesses", func() error { return q.Write(x, now, "好", "") })
	docRefused(t, q, KindConflict, "", func() error { return q.Release(v, now, "", e) })
	if err := q.Write(x, now, "响应快了", "部门意见慢了"); err != nil || q.State != DocWritten {
		t.Fatal(err)
	}
	docRefused(t, q, KindConflict, "", func() error { return q.Release(v, now, "", e) }) // no measures
	job := Job{What: "每周对账", Who: "e01", Due: now.AddDate(0, 1, 0)}
	for field, bad := range map[string]Job{
		"what": {Who: "e01", Due: job.Due}, "who": {What: "x", Who: "admin", Due: job.Due},
		"due": {What: "x", Who: "e01", Due: now.AddDate(0, 0, -1)},
	} {
		docRefused(t, q, KindInvalid, field, func() error { return q.Measure(x, now, bad) })
	}
	if err := q.Measure(x, now, job); err != nil || len(q.Jobs) != 1 {
		t.Fatal(err)
	}
	docRefused(t, q, KindForbidden, "", func() error { return q.Release(x, now, "", e) })
	if err := q.Release(v, now, "同意", e); err != nil || q.State != DocReleased {
		t.Fatal(err)
	}
	docRefused(t, q, KindConflict, "", func() error { return q.Write(x, now, "又", "又") })
	docRefused(t, q, KindConflict, "", func() error { return q.Measure(x, now, job) })
	docRefused(t, q, KindConflict, "", func() error { return q.Release(o.as("v02"), now, "", e) })

	// the measure is done by whom it was given to, though they do not see the evaluation
	end := func(account, done, dropped string, n int) func() error {
		return func() error { return EndJob(q, o.as(account), now, n, done, dropped) }
	}
	docRefused(t, q, KindNotFound, "", end("a01", "好了", "", 1))
	docRefused(t, q, KindNotFound, "", end("e01", "好了", "", 2))
	docRefused(t, q, KindForbidden, "", end("v01", "好了", "", 1))
	docRefused(t, q, KindInvalid, "done", end("e01", " ", "", 1))
	docRefused(t, q, KindInvalid, "dropped", end("e01", "好了", "不用了", 1))
	if err := end("e01", "已对账四周", "", 1)(); err != nil || q.Jobs[0].EndedBy != "e01" || q.Jobs[0].Dropped {
		t.Fatal(err)
	}
	docRefused(t, q, KindConflict, "", end("e01", "再来", "", 1))
	got, err := q.Evaluated(nil)
	if err != nil || got.Figures == nil {
		t.Error(err)
	}
}

func TestM3_TheDraftNamesWhatChangedMost(t *testing.T) {
	a := NewAnalysis(202603, "", nil)
	add := func(k int, d DeadlineKind, met, missed int) {
		a.Counts[k].Add(onTime(d), string(Met), met, 0)
		a.Counts[k].Add(onTime(d), string(Missed), missed, 0)
	}
	add(0, D2, 9, 1) // 90 %, was 50 %
	add(1, D2, 5, 5)
	add(0, D4, 2, 8) // 20 %, was 80 %
	add(1, D4, 8, 2)
	a.Counts[0].Add(CountReceived, "", 10, 0)
	a.Counts[1].Add(CountReceived, "", 10, 0)
	a.Counts[1].Add(CountRepeated, "", 3, 0) // fewer repeat
	e := &Evaluation{Figures: a}
	strengths, weaknesses := e.Draft()
	for _, want := range []string{"首次响应按时率：90.0%，好于上季度的 50.0%，相差 40.0 个百分点。", "重复投诉占比：0.0%，好于上季度的 30.0%"} {
		if !strings.Contains(strengths, want) {
			t.Errorf("%q lacks %q", strengths, want)
		}
	}
	if weaknesses != "部门处理意见按时率：20.0%，差于上季度的 80.0%，相差 60.0 个百分点。" {
		t.Errorf("%q", weaknesses)
	}
}
