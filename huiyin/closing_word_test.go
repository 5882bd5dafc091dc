package huiyin

import (
	"testing"
	"time"
)

// lettered freezes a letter that names the other ways, as of now (rule W16).
func (w *walk) lettered() *walk {
	w.Letters = append(w.Letters, Letter{N: len(w.Letters) + 1, At: w.now, By: "s01",
		Text: "您还可以拨打 12315 或向人民法院起诉。", Basis: w.letterBasis(), FrozenAt: w.now, FrozenBy: "s01"})
	return w
}

func (w *walk) agreeing() func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.AgreeClosing(by, now, "同意") }
}

func (w *walk) objecting() func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Object(by, now, "确有其事") }
}

func (w *walk) rule(d Decision) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.DecideInvalid(by, now, len(w.Objections), d, "已核对")
	}
}

// unmet is a minor complaint whose customer has said no, with the letter frozen, ready to be closed so.
func unmet(t *testing.T) *walk {
	w := reached(t, Answering).explained()
	return w.must("s01", w.answer("no")).lettered()
}

// From the "no" to the closing: the letter, the next role's word, 15 days; D5 is missed and the month runs (H7).
func TestW8_D5G8_NotAcceptedTakesTheNextRoleAndTime(t *testing.T) {
	w := reached(t, Answering).explained()
	w.must("s01", w.answer("no"))
	w.refused("s01", KindConflict, w.close(NotAccepted, "多次沟通未果")) // no letter
	w.lettered()
	w.Letters[0].Text = "答复如上。"
	w.saved()
	w.refused("s01", KindConflict, w.close(NotAccepted, "多次沟通未果")) // without the ways out
	w.Letters = nil
	w.lettered().saved()
	at := w.Letters[0].FrozenAt
	w.must("s01", w.close(NotAccepted, "多次沟通未果"))
	r := w.OpenClosing()
	if w.State != Proposing || r == nil || r.By != "s01" {
		t.Fatalf("%s, %+v", w.State, r)
	}
	w.refused("s01", KindConflict, w.close(NotAccepted, "多次沟通未果"))
	w.refused("s01", KindForbidden, w.agreeing())
	w.refused("s02", KindForbidden, w.agreeing())
	w.refused("p01", KindInvalid, func(by Actor, now time.Time) error { return w.AgreeClosing(by, now, " ") })
	w.must("p01", w.agreeing())
	if w.State != Proposing || !w.OpenClosing().Due.Equal(at.AddDate(0, 0, 15)) {
		t.Errorf("%s, due %s", w.State, w.OpenClosing().Due)
	}
	w.refused("p01", KindConflict, w.agreeing())
	if w.Run(w.o, at.AddDate(0, 0, 15).Add(-1)); w.State.Settled() {
		t.Error("closed before its time")
	}
	w.Run(w.o, at.AddDate(0, 0, 15))
	if w.State != Closed || w.Outcome != NotAccepted || w.ClosedBy != "s01" || !w.ClosedAt.Equal(at.AddDate(0, 0, 15)) {
		t.Fatalf("%s %s by %s", w.State, w.Outcome, w.ClosedBy)
	}
	if w.Deadline(D5).Status != Missed {
		t.Errorf("counts as settled: %+v", w.Deadline(D5))
	}
	if w.Run(w.o, month.AddDate(0, 1, 0)); w.Grade != Minor {
		t.Error("the month runs though it is closed")
	}
	if w.Deadline(D6).Status != Waived {
		t.Errorf("the month: %+v", w.Deadline(D6))
	}
	w.now = month.AddDate(0, 1, 0)
	w.must("s01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "客户又来") })
	if w.Run(w.o, w.now); w.Grade != Major {
		t.Error("taken up again after the month, it does not rise")
	}
}

// A further word of the customer ends it, and so does the rise by the month.
func TestW8_AFurtherWordEndsIt(t *testing.T) {
	for name, word := range map[string]func(w *walk) func(Actor, time.Time) error{
		"contact": func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.LogContact(by, now, Contact{Way: "phone", Said: "客户来电"})
			}
		},
		"proposal": func(w *walk) func(Actor, time.Time) error { return w.propose(0, Help) },
		"message": func(w *walk) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.LeaveMessage(by, now, "请回电", nil, ByNumber) }
		},
	} {
		w := unmet(t)
		w.must("s01", w.close(NotAccepted, "多次沟通未果")).must("p01", w.agreeing()).must("a01", word(w))
		if w.OpenClosing() != nil || w.ClosingRequests[0].Done {
			t.Errorf("%s: goes on", name)
		}
		if w.Run(w.o, w.now.AddDate(0, 0, 20)); w.State.Settled() {
			t.Errorf("%s: closed", name)
		}
	}
	w := unmet(t)
	w.now = month.AddDate(0, 0, -3)
	w.Measures[0].DoneAt = w.now
	w.Letters[0].FrozenAt = w.now
	w.must("s01", w.close(NotAccepted, "多次沟通未果")).must("p01", w.agreeing())
	if w.Run(w.o, month.AddDate(0, 0, 20)); w.Grade != Major || w.State.Settled() {
		t.Errorf("G8 does not run until it is closed: %s, %s", w.Grade, w.State)
	}
}

// Invalid: ruled by whoever is in charge alone; an important one closes with the next role's word (H6).
func TestK10_G8_InvalidTakesWhoeverIsInCharge(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("attitude"))) // important, in charge x02
	w.refused("s01", KindForbidden, w.assess(func(f *Assessing) { f.Validity, f.Reason = NotValid, "重复" }))
	w.refused("s01", KindForbidden, w.close(InvalidCase, "重复"))
	w.must("x02", w.close(InvalidCase, "重复"))
	if w.State != Received || w.OpenClosing() == nil {
		t.Fatalf("%s, %+v", w.State, w.ClosingRequests)
	}
	w.refused("x02", KindForbidden, w.agreeing())
	w.refused("p01", KindForbidden, w.agreeing()) // of the same role
	w.must("v01", w.agreeing())
	if w.State != Closed || w.Outcome != InvalidCase || w.ClosedBy != "x02" {
		t.Errorf("%s, %s by %s", w.State, w.Outcome, w.ClosedBy)
	}
	if w.Run(w.o, month); w.Grade == Major {
		t.Error("closed as invalid, and yet it rises")
	}
	w = record(t, demo(), "a01", intake()) // found invalid and left open: the month runs
	w.must("s01", w.assess(func(f *Assessing) { f.Validity, f.Reason = NotValid, "重复" }))
	old := w.clone()
	old.Quiet = true // before the rule (D13)
	if old.Run(w.o, month); old.Grade == Major {
		t.Error("an old one is alarmed")
	}
	if w.Run(w.o, month); w.Grade != Major {
		t.Error("left open, it sleeps")
	}
	w = record(t, demo(), "a01", intake()) // at the top: another VP
	w.must("s01", w.assess(func(f *Assessing) { f.Fraud = true }))
	w.must("v01", w.close(InvalidCase, "重复"))
	w.refused("v01", KindForbidden, w.agreeing())
	w.refused("x02", KindForbidden, w.agreeing())
	w.must("v02", w.agreeing())
}

func TestK10_TheCustomerObjects(t *testing.T) {
	invalid := func() *walk {
		w := record(t, demo(), "a01", intake())
		return w.must("s01", w.close(InvalidCase, "重复"))
	}
	w := invalid()
	w.refused("a01", KindInvalid, func(by Actor, now time.Time) error { return w.Object(by, now, " ") })
	w.must("a01", w.objecting())
	w.refused("a01", KindConflict, w.objecting())
	w.refused("s01", KindForbidden, w.rule(Refuse))
	w.refused("s02", KindForbidden, w.rule(Approve))
	w.refused("p01", KindInvalid, w.rule(Return))
	w.must("p01", w.rule(Refuse))
	if w.State != Closed || w.Validity != NotValid {
		t.Errorf("refused, yet %s", w.State)
	}
	w.refused("p01", KindConflict, w.rule(Approve))
	w.refused("a01", KindConflict, w.objecting()) // once
	w = invalid()
	w.must("a01", w.objecting()).must("p01", w.rule(Approve))
	if w.State != Investigating || w.Validity != Valid || w.Outcome != "" || w.Deadline(D5).Start.IsZero() {
		t.Errorf("upheld, yet %s %s", w.State, w.Validity)
	}
	w = invalid()
	w.now = w.ClosedAt.AddDate(0, 0, 16)
	w.refused("a01", KindConflict, w.objecting()) // too late
	w = reached(t, Closed)
	w.refused("a01", KindConflict, w.objecting()) // it was not invalid
}
