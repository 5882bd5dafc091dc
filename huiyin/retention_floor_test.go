package huiyin

import (
	"slices"
	"testing"
	"time"
)

// No setting lets data go before the law does (rule B1).
func TestB1_NoSettingGoesBelowTheFloors(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*Complaint)
		years  int // after closing, or after the last demand
		why    FloorGround
	}{
		"a payment":    {func(c *Complaint) { c.Payments = []Payment{{Proposal: 1, Amount: 100}} }, 10, FloorPayment},
		"a settlement": {func(c *Complaint) { c.SettlementParties = []Party{{Name: "王小明"}} }, 10, FloorPayment},
		"agency store": {func(c *Complaint) { c.Site = "LT" }, 5, FloorStore},
		"asked again at closing": {func(c *Complaint) { c.Reminders = append(c.Reminders, Reminder{At: c.ClosedAt}) }, 3,
			FloorDemand},
	} {
		w := shelved(t)
		w.Payments, w.SettlementParties = nil, nil
		tt.change(w.Complaint)
		w.o.Parameters = Parameters{KeepMinor: 1}
		until, why := w.Floor(w.o)
		if want := w.ClosedAt.AddDate(tt.years, 0, 0); !until.Equal(want) || why != tt.why || why.Label() == "" {
			t.Errorf("%s: until %v by %s, want %v", name, until, why, want)
		}
		setting := w.ClosedAt.AddDate(1, 0, 0)
		w.Run(w.o, setting.Add(-time.Millisecond))
		if w.Blocked() || len(w.Journal()) != 0 {
			t.Errorf("%s: blocked too early", name)
		}
		if w.Run(w.o, setting); !w.Blocked() || !w.OverdueAt.IsZero() || w.Name == Anonymised {
			t.Errorf("%s: not blocked, gone %v", name, w.AnonymisedAt)
		}
		w.Run(w.o, until.Add(-time.Millisecond))
		if !w.Blocked() || !w.OverdueAt.IsZero() {
			t.Errorf("%s: gone before the floor has passed", name)
		}
		if w.Run(w.o, until); !w.OverdueAt.Equal(until) || !w.Blocked() {
			t.Errorf("%s: not due at %v", name, until)
		}
		if kept := w.destroy(w.o, until, "XH-1"); kept != "" || w.Blocked() || w.Name != Anonymised || w.Restricted {
			t.Errorf("%s: still there", name)
		}
		did := []Action{ActionBlock, ActionDataDue, ActionAnonymise}
		if !slices.EqualFunc(w.Journal(), did, func(e Entry, a Action) bool { return e.Action == a }) {
			t.Errorf("%s: %+v", name, w.Journal())
		}
	}
}

// What is blocked is read by whoever is in charge and legal, and used for nothing else (rule B1).
func TestB1_WhatIsBlockedHasNoOtherUse(t *testing.T) {
	w := reached(t, Closed)
	early := Erasure{Reason: "客户要求删除"}
	before := w.Name
	if err := w.Erase(w.o.as("p01"), w.now, early); KindOf(err) != KindInvalid || w.Blocked() || w.Name != before {
		t.Fatalf("the customer is not told: %v", err)
	}
	early.Told = true
	w.must("p01", func(by Actor, now time.Time) error { return w.Erase(by, now, early) })
	if !w.Blocked() || w.Name != before {
		t.Fatal("not blocked")
	}
	for who, sees := range map[string]bool{w.Owner: true, "l01": true, "a01": false, "v02": false, "p01": false} {
		if w.Visible(w.o.as(who)) != sees {
			t.Errorf("%s sees it: %v", who, !sees)
		}
	}
	w.refused(w.Owner, KindForbidden, func(by Actor, now time.Time) error { return w.Reopen(by, now, "又坏了") })
	w.refused(w.Owner, KindForbidden, func(by Actor, now time.Time) error { return w.Lift(by, now, "放开") })
	w.refused(w.Owner, KindForbidden, func(by Actor, now time.Time) error { return w.RevealField(by, now, "phone") })
}
