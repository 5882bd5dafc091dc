package huiyin

import (
	"slices"
	"testing"
	"time"
)

func TestP9_WhatMayBeAsked(t *testing.T) {
	number := "TS-HY-20250710-003"
	for typed, want := range map[string]Question{
		number: {Number: number}, " ts-hy-20250710-003 ": {Number: number}, "TS HY 20250710 003": {Number: number},
		"ＴＳ－ＨＹ－２０２５０７１０－００３": {Number: number}, "TSHY20250710003": {Number: number},
		"TS–HY–20250710–003":  {Number: number},
		"TS-N1-20250710-1003": {Number: "TS-N1-20250710-1003"},
		"13912300099":         {Phone: "13912300099"}, "+86 139 1230 0099": {Phone: "13912300099"},
		"139-1230-0099": {Phone: "13912300099"}, "１３９１２３０００９９": {Phone: "13912300099"},
		"0755-2345678":   {Phone: "07552345678"},
		"(0755) 2345678": {Phone: "07552345678"},
	} {
		if got, err := AskCounter(typed); err != nil || got != want {
			t.Errorf("%q: %+v, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "003", "0099", "TS-HY", "TS-HY-20250710", "王女士", "139123000a", "电梯", "12345%"} {
		if got, err := AskCounter(typed); KindOf(err) != KindInvalid {
			t.Errorf("%q: %+v, %v", typed, got, err)
		}
	}
}

// acts is must, and keeps what it caused.
func (w *walk) acts(by string, do func(by Actor, now time.Time) error) {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	if err := do(w.o.as(by), w.now); err != nil {
		w.t.Fatal(err)
	}
}

// Whoever is of the site learns the few words, the accused and strangers nothing, and of a restricted one the
// number alone brings an answer.
func TestP9_WhoLearnsWhatAtTheCounter(t *testing.T) {
	w := record(t, demo(), "a02", intake(func(in *Intake) { in.Accused = []string{"a01"} }))
	shows := func(account string, asked Caller) bool { return w.CounterShows(w.o.as(account), asked) }
	for account, want := range map[string]bool{"a02": true, "s01": true, "v01": true, "a01": false, "b01": false,
		"e01": false, "q01": false} {
		if shows(account, ByNumber) != want || shows(account, ByPhone) != want {
			t.Errorf("%s learns: %v", account, !want)
		}
	}
	w = reached(t, Investigating)
	r := w.CounterRow(w.o.as("a02"))
	if r.State != Investigating || r.Handler != "a01" || r.Opens || !r.Next.Equal(w.Deadline(D3).Due) || !r.Reminds {
		t.Errorf("%+v", r)
	}
	w.must("s01", w.restrict("s02"))
	if shows := w.CounterShows(w.o.as("a02"), ByPhone); shows {
		t.Error("the phone alone tells of a restricted one")
	}
	if r := w.CounterRow(w.o.as("a02")); r != (CounterRow{Number: w.Number, InHand: true, Reminds: true,
		Speaks: true}) {
		t.Errorf("%+v", r)
	}
	w.Loaded()
	w.acts("a02", func(by Actor, now time.Time) error { return w.LookedUp(by, now, ByNumber) })
	if len(w.Notices()) == 0 || w.Notices()[0].Account != "a01" || w.Notices()[0].Kind != NoticeAsked {
		t.Errorf("the handler was told %+v", w.Notices())
	}
}

func TestP9_ALookUpIsOnRecordAndChangesNothing(t *testing.T) {
	w := reached(t, Investigating)
	w.Loaded()
	before := w.Version
	w.acts("a02", func(by Actor, now time.Time) error { return w.LookedUp(by, now, ByPhone) })
	j := w.Journal()
	if len(j) != 1 || j[0].Action != ActionLookUp || j[0].By != "a02" || w.Version != before {
		t.Errorf("%+v, version %d", j, w.Version)
	}
	w.refused("b01", KindNotFound, func(by Actor, now time.Time) error { return w.LookedUp(by, now, ByPhone) })
}

func TestP9D7_TheCountersReminderCountsAndReachesHandlerAndOwner(t *testing.T) {
	w := reached(t, Investigating)
	remind := func(given ...string) func(by Actor, now time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.RemindAtCounter(by, now, Reminder{Way: "visit", Recognised: given}, ByNumber)
		}
	}
	w.wrong("a02", "recognised", remind("number"))
	w.wrong("a02", "recognised", remind("face"))
	w.wrong("a02", "way",
		func(by Actor, now time.Time) error { return w.RemindAtCounter(by, now, Reminder{}, ByNumber) })
	w.refused("b01", KindNotFound, remind("name", "number"))
	w.Loaded()
	w.acts("a02", remind("name"))
	told := map[string]bool{}
	for _, n := range w.Notices() {
		told[n.Account] = n.Kind == NoticeCounterReminder
	}
	r := w.Reminders[0]
	if !r.Counts || r.By != "a02" || !slices.Equal(r.Recognised, []string{"name", "number"}) ||
		!told["a01"] || !told[w.Owner] {
		t.Errorf("%+v, told %v", r, told)
	}
	w.must("a02", remind())
	if w.Reminders[1].Counts {
		t.Error("two within two hours count twice")
	}
}

func TestP9G1_TheThirdReminderAtTheCounterMakesABrokenPromiseMajor(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("promise_beyond_scope")))
	w.handled(w.Owner, "a01")
	for range 3 {
		w.now = w.now.Add(3 * time.Hour)
		w.must("a02", func(by Actor, now time.Time) error {
			return w.RemindAtCounter(by, now, Reminder{Way: "visit"}, ByPhone)
		})
	}
	if w.Grade != Major || w.GradeRule != "G1" {
		t.Errorf("%s by %s", w.Grade, w.GradeRule)
	}
}

func TestP9_AMessageReachesHandlerAndOwnerAndMeetsNoDate(t *testing.T) {
	w := reached(t, Investigating)
	leave := func(said string) func(by Actor, now time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.LeaveMessage(by, now, said, []string{"unit"}, ByPhone)
		}
	}
	w.wrong("a02", "said", leave(" "))
	w.refused("b01", KindNotFound, leave("请回电"))
	w.Loaded()
	w.acts("a02", leave("客户请下午三点后回电"))
	if len(w.CounterMessages) != 1 || len(w.Notices()) != 2 || !w.Deadline(D3).MetAt.IsZero() {
		t.Errorf("%+v, %+v", w.CounterMessages, w.Notices())
	}
}

// A restricted one says nothing of how it stands, not even by what it refuses.
func TestP9P8_ARefusalTellsNothingOfARestrictedOne(t *testing.T) {
	w := reached(t, Closed)
	w.must("s01", w.restrict("s02"))
	w.refused("a02", KindConflict, func(by Actor, now time.Time) error {
		err := w.RemindAtCounter(by, now, Reminder{Way: "visit"}, ByNumber)
		if err != nil && err.Error() != "这件投诉现在不能登记，请转告负责人。" {
			t.Error(err)
		}
		return err
	})
}

func TestP9_TooManyLookUpsAreRefusedAndToldOnce(t *testing.T) {
	o := demo()
	by := o.as("a01")
	for tried, want := range map[int]struct {
		kind Kind
		told int
	}{0: {0, 0}, 29: {0, 0}, 30: {KindTooMany, 1}, 31: {KindTooMany, 0}} {
		k := &Counter{Tried: tried}
		if err := k.Try(by, monday); KindOf(err) != want.kind || len(k.Notices()) != want.told {
			t.Errorf("%d tried: %v, told %+v", tried, err, k.Notices())
		}
		for _, n := range k.Notices() {
			if n.Account != "p01" || n.Number != "a01" || n.Kind != NoticeLookUps {
				t.Errorf("told %+v", n)
			}
		}
	}
}

func TestK7P9_WhatTheCounterKnowsMayBeLinked(t *testing.T) {
	w := reached(t, Investigating)
	if err := MayLink(w.o.as("a02"), w.Complaint); err != nil {
		t.Error(err)
	}
	if err := MayLink(w.o.as("b01"), w.Complaint); KindOf(err) != KindInvalid {
		t.Errorf("a stranger links: %v", err)
	}
	w.must("s01", w.restrict("s02"))
	if err := MayLink(w.o.as("a02"), w.Complaint); KindOf(err) != KindInvalid {
		t.Errorf("a restricted one is linked: %v", err)
	}
}
