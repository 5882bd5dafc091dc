package huiyin

import (
	"testing"
	"time"
)

func TestW9_FollowUpSheetOnlyOnceClosed(t *testing.T) {
	for _, s := range States() {
		c := &Complaint{Standing: Standing{State: s}}
		if err := c.FollowUpPrintable(); (err == nil) == s.Open() || s.Open() && KindOf(err) != KindConflict {
			t.Errorf("%s: %v", s, err)
		}
		c.FollowUps = make([]FollowUp, 1) // reopened after a call
		if err := c.FollowUpPrintable(); err != nil {
			t.Errorf("%s, called: %v", s, err)
		}
	}
}

// Every paper of a complaint has a title, is filed as a kind of its own, and says when it is outdated.
func TestF6_EveryPaperIsKnownEverywhere(t *testing.T) {
	for _, p := range Papers() {
		if p.Label() == string(p) || !evidenceKinds.has(p.Kind()) || len(paperTexts[p]) == 0 {
			t.Errorf("%s: %s, filed as %s, outdated by %v", p, p.Label(), p.Kind(), paperTexts[p])
		}
		code := PaperCode{Number: "TS-HY-20250303-001", Paper: p, Version: 3}
		if got, ok := ParsePaperCode(code.Text() + "#1/2"); !ok || got.Paper != p {
			t.Errorf("%s: its code reads %+v", p, got)
		}
	}
}

func TestF7_NoticeOfAMeasureIsOnRecord(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a02")
	w.must("a02", func(by Actor, now time.Time) error {
		return w.AddMeasureTo(by, now, Measure{ID: 7, Kind: Corrective, What: "更换门机", Unit: "工程部", Person: "e01",
			Due: now.AddDate(0, 0, 7)})
	})
	w.Measures[0].ID = 7
	notice := func(id int64) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.MeasurePrinted(by, now, id) }
	}
	w.refused("a02", KindNotFound, notice(8))
	w.refused("b01", KindNotFound, notice(7)) // who does not see the case
	version := w.Version
	w.must("e01", notice(7)) // who has to do it
	if w.Version != version {
		t.Error("a print has changed the record")
	}
}

// A month's days are all there, with what the calendar says of each (rules B5, D9).
func TestB5_DutyDays(t *testing.T) {
	o := &Org{Calendar: Calendar{Days: map[string]DayOff{"2025-02-08": MadeUpDay, "2025-02-04": Holiday}}}
	for month, want := range map[Month]int{202502: 28, 202402: 29, 202504: 30, 202512: 31} {
		if got := len(o.DutyDays("HY", month)); got != want {
			t.Errorf("%d has %d days", month, got)
		}
	}
	days := o.DutyDays("HY", 202502)
	for n, want := range map[int]DutyDay{1: {Rest: true}, 3: {}, 4: {Rest: true, Special: Holiday},
		8: {Special: MadeUpDay}, 9: {Rest: true}} {
		if got := days[n-1]; got.Day.Day() != n || got.Rest != want.Rest || got.Special != want.Special {
			t.Errorf("%d: %+v", n, got)
		}
	}
}
