package huiyin

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// holding is a hold of everything that is asked for in a test.
func holding(over HoldOver) Holding {
	return Holding{Over: over, Site: "HY", Account: "a01", Customer: 7, Case: "TS-HY-20250303-001", Reason: "法院通知保全"}
}

func TestT2_WhoHoldsEverythingOfWhom(t *testing.T) {
	for _, over := range HoldOvers() {
		for _, account := range []string{"a01", "s01", "p01", "x02", "f01", "admin"} {
			o := demo()
			if err := o.HoldAll(o.as(account), monday, holding(over)); KindOf(err) != KindForbidden ||
				len(o.StandingHolds)+len(o.Journal()) != 0 {
				t.Errorf("%s by %s: %v", over, account, err)
			}
		}
		for _, account := range []string{"v01", legalOf(t)} {
			o := demo()
			if err := o.HoldAll(o.as(account), monday, holding(over)); err != nil {
				t.Fatal(err)
			}
			h := o.StandingHolds[0]
			if h.ID != 1 || h.Over != over || h.Key != map[HoldOver]string{HoldOverSite: "HY", HoldOverPerson: "a01",
				HoldOverCustomer: "7"}[over] || h.By != account || !h.Since.Equal(monday) || !h.Stands() ||
				(h.Case != "") != (over == HoldOverCustomer) {
				t.Errorf("%+v", h)
			}
			if j := o.Journal(); len(j) != 1 || j[0].Action != ActionHoldAll || j[0].Subject != "hold:1" {
				t.Errorf("%+v", j)
			}
			if err := o.HoldAll(o.as("v02"), monday, holding(over)); KindOf(err) != KindConflict {
				t.Errorf("twice: %v", err)
			}
			if err := o.EndHoldAll(o.as(account), monday.Add(time.Hour), 1, "已了结"); err != nil {
				t.Fatal(err)
			}
			if err := o.EndHoldAll(o.as(account), monday.Add(time.Hour), 1, "再解除"); KindOf(err) != KindConflict {
				t.Errorf("lifted twice: %v", err)
			}
			if h := o.StandingHolds[0]; h.Stands() || h.EndedBy != account || h.EndReason != "已了结" || len(o.Journal()) != 2 {
				t.Errorf("%+v", h)
			}
			if err := o.HoldAll(o.as("v02"), monday, holding(over)); err != nil || o.StandingHolds[1].ID != 2 {
				t.Errorf("again: %v", err)
			}
		}
	}
}

// legalOf is somebody of the legal department.
func legalOf(t *testing.T) string {
	t.Helper()
	o := demo()
	for i := range o.People {
		if o.Has(&o.People[i], Legal) && !o.People[i].Disabled {
			return o.People[i].Account
		}
	}
	t.Fatal("no legal department")
	return ""
}

func TestT2_WhatAStandingHoldRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*Holding)
		field  string
	}{
		"over what":      {func(h *Holding) { h.Over = "house" }, "over"},
		"no site":        {func(h *Holding) { h.Over, h.Site = HoldOverSite, "XX" }, "site"},
		"nobody":         {func(h *Holding) { h.Over, h.Account = HoldOverPerson, "nobody" }, "account"},
		"no case":        {func(h *Holding) { h.Over, h.Case = HoldOverCustomer, "" }, "number"},
		"without a file": {func(h *Holding) { h.Over, h.Customer = HoldOverCustomer, 0 }, "number"},
		"no reason":      {func(h *Holding) { h.Reason = "  " }, "reason"},
		"a phone":        {func(h *Holding) { h.Reason = "客户 13912345678 起诉" }, "reason"},
	} {
		t.Run(name, func(t *testing.T) {
			o, f := demo(), holding(HoldOverSite)
			tt.change(&f)
			if err := o.HoldAll(o.as("v01"), monday, f); fieldOfError(err) != tt.field ||
				len(o.StandingHolds)+len(o.Journal()) != 0 {
				t.Errorf("%v", err)
			}
		})
	}
	o := demo()
	f := holding(HoldOverPerson)
	f.Account = "v01"
	if err := o.HoldAll(o.as("v02"), monday, f); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		account string
		id      int64
		reason  string
		kind    Kind
	}{{"v01", 1, "我说了算", KindForbidden}, {"s01", 1, "了结", KindForbidden}, {"v02", 9, "了结", KindNotFound},
		{"v02", 1, "", KindInvalid}, {"v02", 1, "电话 13912345678", KindInvalid}} {
		if err := o.EndHoldAll(o.as(tt.account), monday, tt.id, tt.reason); KindOf(err) != tt.kind ||
			!o.StandingHolds[0].Stands() || len(o.Journal()) != 1 {
			t.Errorf("%+v: %v", tt, err)
		}
	}
}

// fieldOfError is the form field that a refusal belongs to.
func fieldOfError(err error) string {
	e, ok := err.(*Error)
	if !ok || e == nil {
		return ""
	}
	return e.Field
}

// What a standing hold covers is neither archived nor anonymised; lifted, what waited happens, never as of a day on
// which it was held.
func TestT2_AStandingHoldKeepsAndLetsGo(t *testing.T) {
	for _, over := range HoldOvers() {
		w := reached(t, Closed)
		w.Over = []StandingHold{{ID: 1, Over: over, Key: "k", Since: w.ClosedAt, By: "v01"}}
		if g := w.HoldGrounds(); !slices.Equal(g, []HoldGround{over.ground()}) || g[0].Label() == "" || over.Label() == "" {
			t.Fatalf("%s: %v", over, g)
		}
		w.saved()
		w.now = w.ClosedAt.AddDate(12, 0, 0)
		if w.Run(w.o, w.now); w.State != Closed || !w.OverdueAt.IsZero() || !w.KeptUntil(w.o).IsZero() {
			t.Fatalf("%s: %s, due %s", over, w.State, w.OverdueAt)
		}
		w.saved()
		w.refused("s01", KindConflict, w.Archive)
		w.refused("v01", KindConflict, w.endHold("结束"))
		if KindOf(w.MayErase(w.o.as("x02"))) != KindConflict {
			t.Error("it can be erased")
		}
		lifted := w.now
		w.Over[0].EndedAt, w.Over[0].EndedBy = lifted, "v01"
		w.now = lifted.Add(24 * time.Hour)
		w.Run(w.o, w.now)
		if w.Held() || w.OverdueAt.Before(lifted) {
			t.Errorf("%s: held %v, due %s", over, w.Held(), w.OverdueAt)
		}
	}
	if fmt.Sprint(HoldOvers()) == "" {
		t.Error("nothing")
	}
}
