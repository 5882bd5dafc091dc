package huiyin

import (
	"fmt"
	"testing"
	"time"
)

func (w *walk) hold(reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Hold(by, now, reason) }
}

func (w *walk) endHold(reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.EndHold(by, now, reason) }
}

func TestT2_WhatHoldsByItselfAndUntilWhen(t *testing.T) {
	for name, tt := range map[string]struct {
		ground HoldGround
		do     func(*walk)
		end    func(*walk) // nil: by hand
	}{
		"dispute": {HoldDispute, func(w *walk) { w.Disputes = []Dispute{{N: 1, Stage: Court, StartedAt: w.ClosedAt}} },
			func(w *walk) { w.Disputes[0].EndedAt = w.now }},
		"consequence in dispute": {HoldSanction,
			func(w *walk) { w.Sanctions = []Sanction{{N: 1, Person: "a01", State: SanctionObjected}} },
			func(w *walk) { w.Sanctions[0].State = SanctionUpheld }},
		"lawyer's letter": {HoldLetter, func(w *walk) {
			w.Attachments = append(w.Attachments, Attachment{ID: 9, At: w.now, Kind: LawLetter})
		}, nil},
		"fraud":     {HoldFraud, func(w *walk) { w.Fraud, w.FraudAt = true, w.now }, nil},
		"injury":    {HoldInjury, func(w *walk) { w.Injury, w.InjuryAt = true, w.now }, nil},
		"authority": {HoldAuthority, func(w *walk) { w.Channel = ChannelGovernment }, nil},
		"leak":      {HoldLeak, func(w *walk) { w.Category = DataLeak }, nil},
		"by hand":   {HoldByHand, func(w *walk) { w.must("v01", w.hold("律师要求保存监控")) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := reached(t, Closed)
			tt.do(w)
			if got := fmt.Sprint(w.HoldGrounds()); got != fmt.Sprint([]HoldGround{tt.ground}) ||
				tt.ground.Label() == "" {
				t.Fatalf("held by %s", got)
			}
			w.saved()
			w.now = w.ClosedAt.AddDate(12, 0, 0)
			if w.Run(w.o, w.now); w.State != Closed || !w.OverdueAt.IsZero() || !w.KeptUntil(w.o).IsZero() {
				t.Fatalf("%s, gone %s", w.State, w.OverdueAt)
			}
			w.saved()
			w.refused("s01", KindConflict, w.Archive)
			if KindOf(w.MayErase(w.o.as("x02"))) != KindConflict {
				t.Error("it can be erased")
			}
			if tt.end != nil {
				w.refused("v01", KindConflict, w.endHold("结束"))
				tt.end(w)
			} else {
				w.must("v01", w.endHold("事情已了结"))
			}
			if w.Held() {
				t.Fatalf("still held by %s", w.HoldGrounds())
			}
			if w.Run(w.o, w.now.Add(time.Minute)); w.State != Archived {
				t.Errorf("%s after its end", w.State)
			}
		})
	}
}

func TestT2_WhoSetsAndEndsAHold(t *testing.T) {
	w := reached(t, Investigating)
	w.refused("s01", KindForbidden, w.hold("x"))
	w.refused("x02", KindForbidden, w.hold("x"))
	w.refused("b01", KindNotFound, w.hold("x"))
	w.wrong("v01", "reason", w.hold(" "))
	w.refused("v01", KindConflict, w.endHold("没有"))
	w.must("v01", w.hold("法院可能调取录像"))
	w.refused("v02", KindConflict, w.hold("再来一次"))
	w.refused("s01", KindForbidden, w.endHold("x"))
	w.wrong("v01", "reason", w.endHold(" "))
	w.must("v02", w.endHold("已无需要"))
	if w.Held() || len(w.Holds) != 2 || w.Holds[1].Ended[0] != string(HoldByHand) {
		t.Errorf("%+v", w.Holds)
	}
	w.must("v01", w.hold("又来函"))
	if !w.Held() {
		t.Error("not held anew")
	}
	w.Department, w.Fraud = "legal", true
	w.must("l01", w.endHold("法务核实")) // legal, who sees it because fraud is suspected
	w.AnonymisedAt = w.now
	w.refused("v01", KindConflict, w.hold("晚了"))
}

// What comes up after a hold was ended holds anew; what was known then does not.
func TestT2_ALaterGroundHoldsAnew(t *testing.T) {
	w := reached(t, Investigating)
	letter := func() { w.Attachments = append(w.Attachments, Attachment{ID: 9, At: w.now, Kind: LawLetter}) }
	letter()
	w.must("s01", w.assess(func(f *Assessing) { f.Injury, f.Responsibility = true, ByThird }))
	w.must("v01", w.endHold("已了结"))
	if w.Held() {
		t.Fatalf("held by %v", w.HoldGrounds())
	}
	w.must("s01", w.assess(func(f *Assessing) { f.Injury, f.Responsibility = true, ByThird })) // the same still
	if w.Held() {
		t.Fatalf("held by %v", w.HoldGrounds())
	}
	w.now = w.now.Add(time.Hour)
	letter()
	if got := fmt.Sprint(w.HoldGrounds()); got != "[letter]" {
		t.Errorf("held by %s", got)
	}
	w.Attachments[len(w.Attachments)-1].WithdrawnAt = w.now
	if w.Held() {
		t.Error("held by a letter that was withdrawn")
	}
}

// What was archived before keeps its dates (rule D13).
func TestT2D13_WhatWasArchivedBeforeIsNotHeldByOldFacts(t *testing.T) {
	w := reached(t, Archived)
	w.Fraud, w.Injury, w.Channel, w.Category = true, true, ChannelGovernment, DataLeak
	if w.Held() {
		t.Errorf("held by %v", w.HoldGrounds())
	}
	w.must("v01", w.hold("检察院来函"))
	if w.Run(w.o, w.now.AddDate(12, 0, 0)); !w.OverdueAt.IsZero() {
		t.Error("anonymised under hold")
	}
}
