package huiyin

import (
	"slices"
	"testing"
	"time"
)

func (w *walk) mandate(limit Money) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.AskMandate(by, now, 1, limit, "调解上限") }
}

// Whoever sits at the mediation table binds the company to what the file's mandate covers, and to no more (LAW.md H1).
func TestT1C3_AMandateClimbsAndBoundsWhatIsAgreed(t *testing.T) {
	w := reached(t, Answering)
	w.must("s01", w.mediate())
	n := len(w.Proposals) + 1
	w.must("s01", w.mandate(15_000*Yuan))
	if w.way(n) != "manager" || w.State != InDispute || w.StandingSum(0) != 15_000*Yuan || w.Proposal(n).Binding() {
		t.Fatalf("%q, %s, %s stands", w.way(n), w.State, w.StandingSum(0))
	}
	w.wrong("s01", "amount", w.endFor(1, Agreed, Yuan)) // not approved yet, though within s01's authority
	w.refused("s01", KindForbidden, w.decide(n, Approve, ""))
	w.must("x02", w.decide(n, Approve, ""))
	if w.State != InDispute || w.Proposal(n).Status != ProposalApproved || w.promisable() != 0 {
		t.Errorf("%s, %s, %s promisable", w.State, w.Proposal(n).Status, w.promisable())
	}
	w.wrong("s01", "amount", w.endFor(1, Agreed, 15_000*Yuan+1))
	w.must("s01", w.endFor(1, Agreed, 15_000*Yuan))
	if w.Unpaid() != 15_000*Yuan || w.StandingSum(0) != 15_000*Yuan {
		t.Errorf("%s to pay, %s stands", w.Unpaid(), w.StandingSum(0))
	}
}

func TestT1_AMandateIsAskedAgain(t *testing.T) {
	w := reached(t, Answering)
	w.must("s01", w.mediate())
	n := len(w.Proposals) + 1
	w.wrong("s01", "mandate", w.mandate(0))
	w.wrong("s01", "mandate", w.mandate(maxMoney+1))
	w.must("s01", w.mandate(5_000*Yuan)).must("x02", w.decide(n, Approve, ""))
	w.must("s01", w.mandate(30_000*Yuan)) // refused, the one before holds
	if w.Proposal(n).Status != ProposalReplaced || w.StandingSum(0) != 30_000*Yuan || w.way(n+1) != "manager vp" {
		t.Errorf("%s, %s, %q", w.Proposal(n).Status, w.StandingSum(0), w.way(n+1))
	}
	w.must("x02", w.decide(n+1, Refuse, "过高"))
	if limit, asked := w.MandateFor(1); limit != 5_000*Yuan || !asked || w.State != InDispute {
		t.Errorf("%s %t %s", limit, asked, w.State)
	}
	w.wrong("s01", "amount", w.endFor(1, Agreed, 5_001*Yuan))
	w.must("s01", w.end(1, GivenUp))
	if w.StandingSum(0) != 0 || w.current() != nil {
		t.Errorf("%s stands after it", w.StandingSum(0))
	}
	w.refused("s01", KindConflict, w.mandate(Yuan))
}

// An award is owed whatever the mandate says; one that no mandate was asked for is bounded by authority, as before.
func TestT1_AnAwardNeedsNoMandate(t *testing.T) {
	w := reached(t, Answering)
	w.must("s01", w.start(Dispute{Stage: Court}))
	w.must("s01", w.mandate(1_000*Yuan)).must("s01", w.endFor(1, JudgedCourt, 80_000*Yuan))
	stands := func(p Proposal) bool { return p.Mandate > 0 && p.stands() }
	if w.Unpaid() != 80_000*Yuan || slices.ContainsFunc(w.Proposals, stands) {
		t.Errorf("%s to pay", w.Unpaid())
	}
}
