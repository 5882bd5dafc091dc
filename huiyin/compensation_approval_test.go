package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// way writes the chain of a proposal's latest submission: stages apart by spaces, steps of one stage by +.
func (c *Complaint) way(n int) string {
	var out []string
	stage := 0
	for _, s := range c.Chain(n) {
		who := s.Role.Code()
		switch {
		case s.General:
			who = "general"
		case s.Function != "":
			who = string(s.Function)
		case s.Account != "":
			who = "owner"
		}
		if s.Stage == stage {
			out[len(out)-1] += "+" + who
		} else {
			out, stage = append(out, who), s.Stage
		}
	}
	return strings.Join(out, " ")
}

// investigated is a complaint that can be proposed on by everyone of its site.
func investigated(t *testing.T, o *Org, in Intake, handler string, form func(*Assessing)) *walk {
	t.Helper()
	w := record(t, o, handler, in)
	if form != nil {
		w.must(w.Owner, w.assess(form))
	}
	return w.handled(w.Owner, handler)
}

func TestC2C3_Chain(t *testing.T) {
	graded := func(g Grade) func(*Assessing) {
		return func(f *Assessing) { f.Grade, f.GradeReason = g, "依事实" }
	}
	fraud := func(f *Assessing) { f.Fraud = true }
	for name, tt := range map[string]struct {
		o      *Org
		site   string
		form   func(*Assessing)
		by     string
		amount Money
		want   string
	}{
		"no money, by the owner":          {demo(), "HY", nil, "s01", 0, ""},
		"no money, by the handler":        {demo(), "HY", nil, "a01", 0, "owner"},
		"no money, by another supervisor": {demo(), "HY", nil, "s02", 0, "owner"},
		"no money, major":                 {demo(), "HY", graded(Major), "a01", 0, "owner"},
		"one yuan, by an agent":           {demo(), "HY", nil, "a01", Yuan, "supervisor"},
		"to the supervisor's limit":       {demo(), "HY", nil, "a01", 2_000 * Yuan, "supervisor"},
		"a fen above":                     {demo(), "HY", nil, "a01", 2_000*Yuan + 1, "supervisor manager"},
		"to the manager's limit":          {demo(), "HY", nil, "a01", 20_000 * Yuan, "supervisor manager"},
		"a fen above that": {demo(), "HY", nil, "a01", 20_000*Yuan + 1,
			"supervisor manager vp"},
		"45,000": {demo(), "HY", nil, "a01", 45_000 * Yuan, "supervisor manager vp"},
		"a fen below opinions": {demo(), "HY", nil, "a01", 50_000*Yuan - 1,
			"supervisor manager vp"},
		"opinions": {demo(), "HY", nil, "a01", 50_000 * Yuan,
			"supervisor manager legal+finance vp"},
		"important ends at the manager": {demo(), "HY", graded(Important), "a01", Yuan,
			"supervisor manager"},
		"important, a large sum": {demo(), "HY", graded(Important), "a01", 30_000 * Yuan,
			"supervisor manager vp"},
		"major ends at the VP": {demo(), "HY", graded(Major), "a01", Yuan, "supervisor manager vp"},
		"fraud hears legal and finance": {demo(), "HY", fraud, "a01", Yuan,
			"supervisor manager legal+finance vp"},
		"a supervisor's begins at the manager":   {demo(), "HY", nil, "s01", Yuan, "manager"},
		"a supervisor's where there is no other": {demo(), "LT", nil, "t01", Yuan, "manager"},
		"a manager's begins at the VP":           {demo(), "HY", nil, "p01", Yuan, "vp"},
		"a manager's, a large sum":               {demo(), "HY", nil, "p01", 60_000 * Yuan, "legal+finance vp"},
		"a VP's begins at another":               {demo(), "HY", nil, "v01", Yuan, "vp"},
		"a VP's with opinions":                   {demo(), "HY", nil, "v01", 60_000 * Yuan, "legal+finance vp"},
		"no manager above the supervisor": {demo(disabled("p01", "x02")), "HY", nil, "a01", 5_000 * Yuan,
			"supervisor vp"},
		"no supervisor, nor another manager": {demo(disabled("x02")), "LT", nil, "q01", Yuan, "vp"},
		"own limits": {demo(figure(SupervisorLimit, 0),
			figure(ManagerLimit, int64(100*Yuan))), "HY", nil, "a01", 101 * Yuan, "supervisor manager vp"},
		"within a limit for the VP": {demo(figure(VPLimit, int64(40_000*Yuan))), "HY", nil, "a01",
			40_000 * Yuan, "supervisor manager vp"},
		"beyond it": {demo(figure(VPLimit, int64(40_000*Yuan))), "HY", nil, "a01",
			40_001 * Yuan, "supervisor manager vp general"},
		"beyond it, the general the only other VP": {demo(figure(VPLimit, int64(40_000*Yuan)), disabled("v02")), "HY",
			nil, "v01", 41_000 * Yuan, "general"},
	} {
		t.Run(name, func(t *testing.T) {
			handler := map[string]string{"HY": "a01", "LT": "b01"}[tt.site]
			w := investigated(t, tt.o, intake(at(tt.site)), handler, tt.form).offered(tt.by, tt.amount)
			if got := w.way(1); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			want := Approving
			if tt.want == "" {
				want = Answering
			}
			if w.State != want {
				t.Errorf("state is %s, want %s", w.State, want)
			}
		})
	}
}

func TestC3_EveryWordInItsTurn(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil).offered("a01", 60_000*Yuan)
	yes := w.decide(1, Approve, "")
	for _, step := range []struct {
		can, cannot []string
	}{
		{[]string{"s01", "s02"}, []string{"a01", "p01", "x02", "v01", "g01"}},
		{[]string{"p01", "x02"}, []string{"a01", "s01", "s02", "v01"}},
		{[]string{"l01"}, []string{"p01", "s01", "v01", "v02"}},
		{[]string{"f01"}, []string{"l01", "v01", "x02"}},
		{[]string{"v02", "v01", "g01"}, []string{"l01", "f01", "p01"}},
	} {
		if KindOf(w.LetterPrintable()) != KindConflict || KindOf(w.SettlementPrintable()) != KindConflict {
			t.Error("the answer can be printed before it is approved")
		}
		w.refused("s01", KindConflict, w.answer("yes"))
		for _, account := range step.cannot {
			w.refused(account, KindForbidden, yes)
		}
		for _, account := range step.can {
			if w.OpenStep(w.o, w.o.Person(account), 1) == nil {
				t.Errorf("nothing waits for %s", account)
			}
		}
		w.must(step.can[0], yes)
	}
	if w.State != Answering || w.Proposal(1).Status != ProposalApproved || w.LetterPrintable() != nil ||
		w.SettlementPrintable() != nil {
		t.Errorf("%s, proposal %s, letter %v, settlement %v", w.State, w.Proposal(1).Status, w.LetterPrintable(),
			w.SettlementPrintable())
	}
	for _, s := range w.Steps {
		if s.By == "" || s.At.IsZero() || s.OpenedAt.IsZero() || s.At.Before(s.OpenedAt) {
			t.Errorf("step %+v", s)
		}
	}
}

func TestC3_OtherSitesDoNotDecide(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil).offered("a01", 5_000*Yuan)
	for _, account := range []string{"t01", "u01", "q01", "h01", "f01", "l01", "admin"} {
		w.refused(account, KindNotFound, w.decide(1, Approve, ""))
	}
	w.refused("a02", KindNotFound, w.decide(1, Approve, ""))
}

func TestC3_ReturnAndRefuse(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil).offered("a01", 5_000*Yuan)
	w.wrong("s01", "words", w.decide(1, Return, " "))
	w.wrong("s01", "words", w.decide(1, Refuse, ""))
	w.wrong("s01", "decision", w.decide(1, "perhaps", "字"))
	w.refused("s01", KindNotFound, w.decide(2, Approve, ""))
	w.must("s01", w.decide(1, Return, "请补充依据"))
	if w.State != Proposing || w.Proposal(1).Status != ProposalReturned || w.Round != 1 {
		t.Errorf("returned: %s, %s, round %d", w.State, w.Proposal(1).Status, w.Round)
	}
	// A new submission is a new chain: the same person may be asked again.
	w.must("a01", w.submit(1)).approved("s01").must("x02", w.decide(1, Refuse, "不符合标准"))
	if w.State != Proposing || w.Proposal(1).Status != ProposalRefused || w.Round != 1 {
		t.Errorf("refused: %s, %s, round %d", w.State, w.Proposal(1).Status, w.Round)
	}
	w.refused("a01", KindConflict, w.submit(1))
	w.refused("p01", KindConflict, w.decide(1, Approve, ""))
}

func TestC3_TheOnlyOneOfARoleIsAskedAgain(t *testing.T) {
	w := investigated(t, demo(), intake(at("LT")), "b01", nil).offered("b01", 500*Yuan)
	w.must("t01", w.decide(1, Return, "请补充依据")).must("b01", w.submit(1))
	if got := w.way(1); got != "supervisor" {
		t.Errorf("submitted again it climbs %q", got)
	}
	w.must("t01", w.decide(1, Approve, ""))
}

func TestC3_WhoComesTooLateHearsIt(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil).offered("a01", 500*Yuan).approved("s01")
	for _, account := range []string{"s02", "s01", "x02"} {
		w.refused(account, KindConflict, w.decide(1, Approve, ""))
	}
}

func TestC3_TheOwnersWord(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil).offered("a01", 0)
	for _, account := range []string{"a01", "s02", "x02", "v01"} {
		w.refused(account, KindForbidden, w.decide(1, Approve, ""))
	}
	if w.approved("s01"); w.State != Answering {
		t.Errorf("state is %s", w.State)
	}
}

func TestC3_WhatBecomesMajorOnTheWayEndsAtTheVP(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil).offered("a01", 500*Yuan)
	w.must("s01", w.assess(func(f *Assessing) { f.Injury, f.Responsibility = true, ByCompany }))
	w.approved("s01")
	if w.State != Approving || w.way(1) != "supervisor manager vp" {
		t.Fatalf("%s, %q", w.State, w.way(1))
	}
	if w.approved("x02", "v01"); w.State != Answering {
		t.Errorf("state is %s", w.State)
	}
}

func TestC3_FraudSuspectedOnTheWayIsHeard(t *testing.T) {
	for name, before := range map[string][]string{"before the VP's turn": {"s01"}, "in it": {"s01", "x02"}} {
		t.Run(name, func(t *testing.T) {
			w := investigated(t, demo(), intake(), "a01", nil).offered("a01", 30_000*Yuan).approved(before...)
			w.must("s01", w.assess(func(f *Assessing) { f.Fraud = true }))
			w.approved([]string{"s01", "x02", "v01"}[len(before):]...)
			if w.State != Approving || !strings.HasSuffix(w.way(1), "legal+finance") {
				t.Fatalf("%s, %q", w.State, w.way(1))
			}
			if w.approved("f01", "l01"); w.State != Answering {
				t.Errorf("state is %s", w.State)
			}
		})
	}
}

func TestC4_NobodyApprovesWhatTheyProposed(t *testing.T) {
	for name, tt := range map[string]struct {
		o            *Org
		site, by     string
		amount       Money
		other, never []string
	}{
		"a supervisor, one yuan":   {demo(), "HY", "s01", Yuan, []string{"p01", "x02"}, []string{"s01", "s02"}},
		"a lone supervisor":        {demo(), "LT", "t01", Yuan, []string{"q01", "x02"}, []string{"t01"}},
		"a manager":                {demo(), "HY", "x02", Yuan, []string{"v01", "v02"}, []string{"x02", "p01", "s01"}},
		"a VP":                     {demo(), "HY", "v01", Yuan, []string{"v02", "g01"}, []string{"v01", "x02"}},
		"the general manager":      {demo(), "HY", "g01", Yuan, []string{"v01", "v02"}, []string{"g01"}},
		"an agent of legal's rank": {demo(), "HY", "a01", Yuan, []string{"s01", "s02"}, []string{"a01"}},
	} {
		t.Run(name, func(t *testing.T) {
			handler := map[string]string{"HY": "a01", "LT": "b01"}[tt.site]
			w := investigated(t, tt.o, intake(at(tt.site)), handler, nil).offered(tt.by, tt.amount)
			for _, account := range tt.never {
				w.refused(account, KindForbidden, w.decide(1, Approve, ""))
			}
			for _, account := range tt.other {
				if w.OpenStep(w.o, w.o.Person(account), 1) == nil {
					t.Errorf("%s is not asked", account)
				}
			}
		})
	}
}

func TestC4_NobodySpeaksTwiceInOneChain(t *testing.T) {
	// One person is legal and a VP: who gave the opinion does not decide after it.
	o := demo(func(o *Org) {
		for i := range o.People {
			if o.People[i].Account == "v02" {
				o.People[i].Department = "legal"
			}
		}
	})
	w := investigated(t, o, intake(), "a01", nil).offered("a01", 60_000*Yuan).approved("s01", "x02", "v02")
	w.refused("v02", KindForbidden, w.decide(1, Approve, ""))
	w.approved("f01")
	w.refused("v02", KindForbidden, w.decide(1, Approve, ""))
	w.approved("v01")
}

func TestC4_TheAccusedDecideNothing(t *testing.T) {
	w := investigated(t, demo(), intake(against("s01")), "a01", nil).offered("a01", 500*Yuan)
	w.refused("s01", KindNotFound, w.decide(1, Approve, ""))
	w.approved("s02", "p01")

	w = investigated(t, demo(), intake(at("LT"), against("t01")), "b01", nil).offered("b01", 500*Yuan)
	if got := w.way(1); got != "manager" { // the only supervisor being the subject
		t.Errorf("against the only supervisor it climbs %q", got)
	}
}

func TestC4_WhoMustBeAppointed(t *testing.T) {
	for name, tt := range map[string]struct {
		o      *Org
		by     string
		amount Money
		says   string
	}{
		"another VP":        {demo(disabled("v02", "g01")), "v01", Yuan, "副总经理"},
		"legal":             {demo(disabled("l01")), "a01", 60_000 * Yuan, "法务"},
		"finance":           {demo(disabled("f01")), "a01", 60_000 * Yuan, "财务"},
		"a general manager": {demo(disabled("g01"), figure(VPLimit, int64(40_000*Yuan))), "a01", 45_000 * Yuan, "总经理"},
		"finance proposes":  {demo(), "f01", 60_000 * Yuan, "财务"},
	} {
		t.Run(name, func(t *testing.T) {
			w := investigated(t, tt.o, intake(), "a01", nil)
			w.Handler = tt.by // may work on it, whoever they are
			w.must(tt.by, w.propose(tt.amount, Compensation))
			var err error
			w.refused(tt.by, KindConflict, func(by Actor, now time.Time) error {
				err = w.Submit(by, now, 1)
				return err
			})
			if err == nil || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "任命") {
				t.Errorf("got %v, want who must be appointed: %s", err, tt.says)
			}
		})
	}
}

// TestC2C3C4_EveryChainIsSound walks chains of any proposer, sum and grade with any of those whose word
// is open, and looks at who spoke.
func TestC2C3C4_EveryChainIsSound(t *testing.T) {
	o := demo()
	rapid.Check(t, func(rt *rapid.T) {
		w := investigated(t, o, intake(), "a01", nil)
		grade := rapid.SampledFrom([]Grade{Minor, Important, Major}).Draw(rt, "grade")
		if grade != Minor {
			w.must("s01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = grade, "依事实" }))
		}
		by := rapid.SampledFrom([]string{"a01", "s01", "s02", "p01", "x02", "v01", "g01"}).Draw(rt, "by")
		sum := Money(rapid.Int64Range(1, int64(80_000*Yuan)).Draw(rt, "sum"))
		w.offered(by, sum)
		for w.State == Approving {
			asked := o.Active(func(p *Person) bool { return w.OpenStep(o, p, 1) != nil })
			if len(asked) == 0 {
				rt.Fatalf("nobody is asked on %q", w.way(1))
			}
			w.approved(rapid.SampledFrom(asked).Draw(rt, "word").Account)
		}
		spoke, last := []string{by}, Role(0)
		for _, s := range w.Chain(1) {
			if slices.Contains(spoke, s.By) {
				rt.Fatalf("%s spoke twice, or on their own: %v", s.By, spoke)
			}
			spoke = append(spoke, s.By)
			if s.Function == "" {
				if r := o.Person(s.By).Role; r < last {
					rt.Fatalf("%q goes down", w.way(1))
				} else {
					last = r
				}
			}
		}
		need := Supervisor
		if sum > 2_000*Yuan || grade == Important {
			need = Manager
		}
		if sum > 20_000*Yuan || grade == Major {
			need = VP
		}
		if last < need {
			rt.Fatalf("%s of a %s complaint was approved by a %s", sum, grade, last.Code())
		}
		if (sum >= 50_000*Yuan) != strings.Contains(w.way(1), "legal+finance") {
			rt.Fatalf("%s: %q", sum, w.way(1))
		}
	})
}

func TestC5_WhatWasApprovedIsFrozen(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil).offered("a01", 500*Yuan).approved("s01")
	frozen := *w.Proposal(1)
	w.refused("a01", KindConflict, w.propose(900*Yuan, Compensation))
	w.refused("a01", KindConflict, w.submit(1))
	w.must("s01", w.answer("no")).must("a01", w.propose(900*Yuan, Compensation)).must("a01", w.submit(2))
	p := *w.Proposal(1)
	if p.Text != frozen.Text || p.Amount != frozen.Amount || p.Ground != frozen.Ground || p.Status != ProposalDeclined {
		t.Errorf("was %+v, is %+v", frozen, p)
	}
	if w.Proposal(2).Status != ProposalPending || w.way(2) != "supervisor" || w.Round != 2 {
		t.Errorf("the change is %s on %q in round %d", w.Proposal(2).Status, w.way(2), w.Round)
	}
}
