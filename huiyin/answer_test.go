package huiyin

import (
	"testing"
	"time"
)

func TestW6_TheNewestWordIsTheSatisfaction(t *testing.T) {
	c := &Complaint{}
	if got := c.Satisfaction(); got != "" {
		t.Errorf("before any word: %q", got)
	}
	c.Results = []Result{{Satisfaction: Unsatisfied}, {Satisfaction: Fair}}
	if got := c.Satisfaction(); got != Fair {
		t.Errorf("after the results: %q", got)
	}
	c.FollowUps = []FollowUp{{Satisfaction: Satisfied}}
	if got := c.Satisfaction(); got != Satisfied {
		t.Errorf("after the follow-up call: %q", got)
	}
}

func TestW6_AnswerAndResult(t *testing.T) {
	w := reached(t, Answering)
	give := func(change func(*Answer)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			a := Answer{Way: FaceToFace, Said: "说明方案", Accepted: "yes"}
			change(&a)
			return w.GiveAnswer(by, now, a)
		}
	}
	w.wrong("s01", "way", give(func(a *Answer) { a.Way = "" }))
	w.wrong("s01", "said", give(func(a *Answer) { a.Said = "" }))
	w.wrong("s01", "accepted", give(func(a *Answer) { a.Accepted = "maybe" }))
	w.must("s01", give(func(a *Answer) { a.Accepted = "pending" })).must("s01", give(func(*Answer) {}))
	if len(w.Answers) != 2 || w.Answers[1].Proposal != 1 || w.Proposal(1).Status != ProposalAgreed ||
		w.SettledAt.IsZero() {
		t.Errorf("answers %+v, proposal %s", w.Answers, w.Proposal(1).Status)
	}
	tell := func(s Satisfaction) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.TellResult(by, now, Result{Way: "phone", Said: "已办", Satisfaction: s})
		}
	}
	w.wrong("a01", "satisfaction", tell("happy"))
	w.must("a01", tell(Unsatisfied)) // the handler may tell it (rule G7)
	if w.Results[0].Satisfaction != Unsatisfied || w.State != Executing {
		t.Errorf("result %+v in %s", w.Results, w.State)
	}
}

func TestG7_WhoAnswers(t *testing.T) {
	for _, tt := range []struct {
		grade    Grade
		yes, not []string
	}{
		{Minor, []string{"s01", "s02", "a01", "p01"}, []string{"e01"}},
		{Important, []string{"x02"}, []string{"a01", "s01", "p01", "v01"}},
		{Major, []string{"v01"}, []string{"a01", "s01", "x02", "v02"}},
		{Internal, []string{"x02"}, []string{"a01", "s01", "v01"}},
	} {
		for _, account := range tt.yes {
			w := graded(t, tt.grade)
			w.must(account, w.answer("yes"))
		}
		for _, account := range tt.not {
			w := graded(t, tt.grade)
			w.refused(account, KindForbidden, w.answer("yes"))
		}
	}
}

// graded is a complaint of a grade that may be answered, with engineering asked.
func graded(t *testing.T, g Grade) *walk {
	w := reached(t, Answering)
	w.must("s01", w.assign("a01", "engineering"))
	if g != Minor {
		w.must("s01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = g, "依事实" }))
	}
	return w
}

func TestW6_RoundsFollowTheCustomersWord(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	if w.Round != 0 {
		t.Errorf("before the first proposal: %d", w.Round)
	}
	for round := 1; round <= 3; round++ {
		if w.offered("s01", 0); w.Round != round || w.Proposals[len(w.Proposals)-1].Round != round {
			t.Errorf("round %d, want %d", w.Round, round)
		}
		w.must("s01", w.answer("no"))
	}
	w.offered("s01", 0).must("s01", w.answer("yes"))
	if w.must("a01", w.propose(0, Help)); w.Round != 5 || w.State != Proposing {
		t.Errorf("a supplementary proposal is of round %d", w.Round)
	}
	if w.Proposal(4).Status != ProposalAgreed {
		t.Errorf("what was agreed is %s", w.Proposal(4).Status)
	}
}
