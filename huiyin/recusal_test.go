package huiyin

import (
	"testing"
	"time"
)

func (w *walk) recuse(who, reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Recuse(by, now, who, reason) }
}

func (w *walk) decideRecusal(n int, d RecusalDecision, words string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.DecideRecusal(by, now, n, d, words) }
}

func TestP4_WhoSaysSoOfThemselvesIsReplacedAtOnce(t *testing.T) {
	w := reached(t, Investigating)
	w.wrong("a01", "reason", w.recuse("a01", " "))
	w.must("a01", w.recuse("a01", "客户是我的表姐"))
	if w.Handler != "" || !w.Recused("a01") || !w.Visible(w.o.as("a01")) {
		t.Fatalf("handler %q, sees %v", w.Handler, w.Visible(w.o.as("a01")))
	}
	w.refused("a01", KindForbidden, func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{Way: "phone", Said: "告知"})
	})
	w.wrong("s01", "handler", func(by Actor, now time.Time) error { return w.Assign(by, now, "a01", "") })
	w.must("s01", w.recuse("s01", "我与客户合伙开店")) // who is in charge: the next one of the same role, or above
	if w.Owner == "s01" || w.Owner == "" {
		t.Fatalf("in charge: %s", w.Owner)
	}
	if w.Recusals[1].Decision != RecusalGranted || w.Recusals[1].DecidedBy != "s01" {
		t.Errorf("%+v", w.Recusals)
	}
	w.refused("s01", KindForbidden, w.assess(func(*Assessing) {}))
	if w.Run(w.o, w.now.AddDate(0, 0, 2)); w.Owner == "s01" {
		t.Error("the clock has put them in charge again")
	}
}

func TestP4_WhatCustomerOrAccusedAskForIsDecidedOneRoleHigher(t *testing.T) {
	w := reached(t, Investigating)
	w.wrong("a01", "who", w.recuse("nobody", "亲属"))
	w.wrong("a01", "who", w.recuse("u01", "亲属")) // who has nothing to do with it
	w.refused("b01", KindNotFound, w.recuse("s01", "亲属"))
	if err := w.Recuse(w.o.as("a01"), w.now, "s01", "客户认为负责人偏袒"); err != nil {
		t.Fatal(err)
	}
	if told := w.told(NoticeRecusalAsked, ""); told != "g01 p01 v01 v02 x02" {
		t.Errorf("told %s", told)
	}
	w.saved()
	if w.Owner != "s01" {
		t.Error("replaced before it was decided")
	}
	w.refused("a01", KindConflict, w.recuse("s01", "再申请"))
	for _, who := range []string{"s01", "s02", "a01"} { // themselves, their like, who wrote it down
		w.refused(who, KindForbidden, w.decideRecusal(1, RecusalGranted, "同意"))
	}
	w.refused("b01", KindNotFound, w.decideRecusal(1, RecusalGranted, "同意"))
	w.refused("p01", KindNotFound, w.decideRecusal(2, RecusalGranted, "同意"))
	w.wrong("p01", "decision", w.decideRecusal(1, "maybe", "同意"))
	w.wrong("p01", "words", w.decideRecusal(1, RecusalGranted, " "))
	w.must("p01", w.decideRecusal(1, RecusalRefused, "没有利害关系"))
	if w.Owner != "s01" || w.Recused("s01") {
		t.Error("replaced though it was refused")
	}
	w.refused("p01", KindConflict, w.decideRecusal(1, RecusalGranted, "同意"))
	w.must("a01", w.recuse("s01", "客户补充了证据")).must("p01", w.decideRecusal(2, RecusalGranted, "情况属实"))
	if w.Owner == "s01" || !w.Recused("s01") {
		t.Errorf("in charge: %s", w.Owner)
	}
}

// A word in a chain, and a delegate's: who stands back has neither.
func TestP4P6_WhoStandsBackDecidesInNobodysName(t *testing.T) {
	w := reached(t, Approving) // s02 decides
	if !mayDecide(w.o.as("s02"), w.Complaint) {
		t.Fatal("s02 has no step")
	}
	w.must("s02", w.recuse("s02", "本人曾经办此事"))
	if mayDecide(w.o.as("s02"), w.Complaint) || Can(w.o.as("s02"), ActionDecide, w.Complaint) == nil {
		t.Error("they decide all the same")
	}
	if w.stuck(w.o) != nil {
		t.Error("the step waits for nobody")
	}
}
