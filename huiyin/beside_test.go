package huiyin

import (
	"strings"
	"testing"
	"time"
)

func TestW12_WhatStandsBesideWhat(t *testing.T) {
	did := func(actions ...Action) (out []Entry) {
		for _, a := range actions {
			out = append(out, Entry{By: "s01", Action: a, Version: 5})
		}
		return out
	}
	for _, tt := range []struct {
		done, since []Entry
		want        bool
	}{
		{did(ActionAssess), did(ActionLogContact), true},
		{did(ActionAssess), did(ActionLogContact, ActionAssign, ActionFind, ActionReveal), true},
		{did(ActionAssess), did(ActionAssess), false},
		{did(ActionAssess), did(ActionRaiseGrade), false},
		{did(ActionAssess), []Entry{{Action: ActionAlert, Version: 5}}, true}, // the clock told somebody, and moved nothing
		{did(ActionLogContact), did(ActionClose), true},                       // an entry of its own; the state is asked anew
		{did(ActionFind), did(ActionFind), false},
		{did(ActionDecide), did(ActionLogContact), false}, // who decides has seen all
		{did(ActionClose), did(ActionAttach), false},
		{did(ActionProposeSanction), did(ActionLogContact), false},
		{append(did(ActionAssess), Entry{Action: ActionRaiseGrade}), did(ActionLogContact), true}, // by the clock, within it
	} {
		if got := StandsBeside(tt.done, tt.since); got != tt.want {
			t.Errorf("%v after %v: %v", tt.done, tt.since, got)
		}
	}
	if got := Since(append(did(ActionAssess, ActionReveal), Entry{Action: ActionRaiseGrade, Version: 5},
		Entry{By: "s01", Action: ActionFind, Version: 4}), 4); len(got) != 1 || got[0].Action != ActionAssess {
		t.Errorf("since 4: %v", got)
	}
}

// Whoever works on a case reminds those it waits for, once in two hours.
func TestC8_AnApproverIsRemindedNowAndThen(t *testing.T) {
	w := reached(t, Approving)
	people, since := w.ApprovalWaits(w.o)
	if len(people) == 0 {
		t.Fatal("it waits for nobody")
	}
	at := func(d time.Duration) *walk { w.now = since.Add(d); return w }
	at(time.Hour).refused("a01", KindConflict, w.Urge)
	at(3*time.Hour).refused("e01", KindNotFound, w.Urge)
	if err := w.Urge(w.o.as("a01"), w.now); err != nil {
		t.Fatal(err)
	}
	if told := w.told(NoticeApprovalUrged, ""); told != strings.Join(people, " ") || len(w.Journal()) != 1 {
		t.Errorf("told %q of %v", told, people)
	}
	w.saved()
	at(4*time.Hour).refused("a01", KindConflict, w.Urge)
	at(6*time.Hour).must("s01", w.Urge)
	w = reached(t, Answering)
	w.refused("a01", KindConflict, w.Urge)
}
