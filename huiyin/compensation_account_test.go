package huiyin

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func (w *walk) waive(reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.WaivePaper(by, now, reason) }
}

func (w *walk) reverse(n int, reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.ReversePayment(by, now, n, reason) }
}

func (w *walk) agreeReversal(n int) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.AgreeReversal(by, now, n) }
}

func (w *walk) payAward(n int, amount Money) func(Actor, time.Time) error {
	return w.released(func(by Actor, now time.Time) error {
		return w.Pay(by, now, Payment{Dispute: n, Amount: amount, PaidAt: now, Way: "转账", Receipt: "R-1"})
	})
}

func (w *walk) endFor(n int, r DisputeResult, amount Money) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.EndDispute(by, now, n, DisputeEnd{Result: r, Words: "结果说明", Amount: amount, At: now})
	}
}

// agreedFor is a minor complaint at HY whose customer has agreed to a sum, and its owner x02's word was asked.
func agreedFor(t *testing.T, sum Money) *walk {
	t.Helper()
	w := reached(t, Investigating)
	w.must("a01", w.propose(sum, Compensation)).must("a01", w.submit(1))
	for w.State == Approving {
		s := w.Chain(1)[w.Proposal(1).Stage-1]
		for _, who := range w.o.Active(func(p *Person) bool { return w.OpenStep(w.o, p, 1) != nil }) {
			w.must(who.Account, w.decide(1, Approve, ""))
			break
		}
		if s.Decision == "" {
			t.Fatal("nobody decides")
		}
	}
	return w.must("s01", w.answer("yes"))
}

// second puts another person into finance.
func (w *walk) second() *walk {
	w.o.People = append(w.o.People,
		Person{Account: "f02", Name: "财务二", Role: Agent, Department: w.o.Person("f01").Department})
	w.o.Index()
	return w
}

func TestT1_AnAwardIsPayableLikeAnApprovedSum(t *testing.T) {
	w := reached(t, Answering)
	w.must("s01", w.attach("agreement")).must("s01",
		w.start(Dispute{Stage: Arbitration, Agreement: w.Attachments[0].ID}))
	w.Attachments[0].ID = 1
	w.refused("f01", KindNotFound, w.payAward(1, Yuan)) // nothing is to be paid
	w.wrong("s01", "amount", w.endFor(1, GivenUp, Yuan))
	w.wrong("s01", "amount", w.endFor(1, Awarded, -1))
	w.wrong("s01", "amount", w.endFor(1, Awarded, maxMoney+1))
	w.must("s01", w.endFor(1, Awarded, 15_000*Yuan))
	if w.State != Executing || w.Unpaid() != 15_000*Yuan || w.Account().Awarded != 15_000*Yuan {
		t.Fatalf("%s, unpaid %s", w.State, w.Unpaid())
	}
	if !w.Visible(w.o.as("f01")) {
		t.Fatal("finance does not see what it has to pay (rule P3)")
	}
	for _, account := range []string{"a01", "s01", "p01", "v01"} {
		w.refused(account, KindForbidden, w.payAward(1, Yuan))
	}
	w.wrong("f01", "proposal", w.pay(1, Yuan)) // what was offered was declined
	w.wrong("f01", "amount", w.payAward(1, 15_000*Yuan+1))
	w.wrong("f01", "amount", w.payAward(1, 1_000*Yuan)) // rule C6: the award is not on file
	w.must("f01", w.payAward(1, 999*Yuan))
	w.must("s01", w.attach(AwardPaper)).must("f01", w.payAward(1, 14_001*Yuan))
	w.wrong("f01", "amount", w.payAward(1, 1))
	if a := w.Account(); a.Paid != 15_000*Yuan || a.Outstanding != 0 {
		t.Errorf("%+v", a)
	}
}

func TestT1W7_ClosingWaitsForAnAwardToBePaid(t *testing.T) {
	w := reached(t, Answering)
	w.must("s01", w.start(Dispute{Stage: Court})).must("s01", w.endFor(1, JudgedCourt, 800*Yuan)).explained()
	w.refused("s01", KindConflict, w.close(Judged, ""))
	w.must("f01", w.payAward(1, 800*Yuan))
	if slices.ContainsFunc(w.Missing(w.now), func(g Gap) bool { return g.Action == ActionPay }) {
		t.Error("it still waits")
	}
}

func TestT1C3_WhatTheCompanyAgreesToWasApprovedBefore(t *testing.T) {
	for name, tt := range map[string]struct {
		by     string
		amount Money
		ok     bool
	}{
		"what was approved":             {"s01", 500 * Yuan, true},
		"within their own authority":    {"s01", 2_000 * Yuan, false},
		"a vice president's, by itself": {"v01", 1_000 * Yuan, false},
		"a court's":                     {"s01", 50_000 * Yuan, true},
	} {
		w := reached(t, Answering)
		r, stage := Agreed, Mediation
		if name == "a court's" {
			r, stage = JudgedCourt, Court
		}
		if stage == Mediation {
			w.must("s01", w.mediate())
		} else {
			w.must("s01", w.start(Dispute{Stage: stage}))
		}
		if !tt.ok {
			w.wrong(tt.by, "amount", w.endFor(1, r, tt.amount))
			continue
		}
		w.must(tt.by, w.endFor(1, r, tt.amount))
		if stands := w.StandingSum(0); r == Agreed && stands != tt.amount {
			t.Errorf("%s: %s stand", name, stands)
		}
	}
	w := reached(t, Investigating) // what was approved before the mediation may be agreed to there
	w.must("a01", w.propose(5_000*Yuan, Compensation)).must("a01", w.submit(1)).approved("s02").approved("p01")
	w.must("s01", w.mediate()).wrong("s01", "amount",
		w.endFor(1, Agreed, 5_001*Yuan))
	w.must("s01", w.endFor(1, Agreed, 5_000*Yuan))
}

func TestT1C6_FinanceIsToldOfAnAwardThatIsNotPaid(t *testing.T) {
	w := reached(t, Answering)
	w.must("s01", w.start(Dispute{Stage: Court})).must("s01", w.endFor(1, JudgedCourt, 800*Yuan))
	w.Loaded()
	w.Run(w.o, w.now.AddDate(0, 0, 8))
	told := slices.ContainsFunc(w.notices,
		func(n Notice) bool { return n.Kind == NoticePaymentDue && n.Account == "f01" })
	if !told {
		t.Error("f01 was not told")
	}
}

func TestC6_TheSignedAgreementComesBeforeThePayment(t *testing.T) {
	w := agreedFor(t, 1_500*Yuan)
	w.wrong("f01", "amount", w.pay(1, 1_000*Yuan))
	w.must("f01", w.pay(1, 600*Yuan))
	w.wrong("f01", "amount", w.pay(1, 400*Yuan)) // splitting does not help
	w.must("f01", w.pay(1, 399*Yuan))
	w.must("s01", w.attach("photo")).wrong("f01", "amount", w.pay(1, Yuan))
	w.must("s01", w.attach(SignedAgreement)).must("f01", w.pay(1, 501*Yuan))
	if w.Unpaid() != 0 {
		t.Errorf("unpaid %s", w.Unpaid())
	}
}

func TestC6_WhatIsNoSignedAgreement(t *testing.T) {
	for name, change := range map[string]func(w *walk, a *Attachment){
		"withdrawn":         func(w *walk, a *Attachment) { a.WithdrawnAt = w.now },
		"of an earlier day": func(w *walk, a *Attachment) { a.At = w.Proposals[0].At.AddDate(0, 0, -1) },
		"outdated": func(w *walk, a *Attachment) {
			a.Paper, a.Page, a.Pages, a.Outdated = "settlement", 1, 1, []string{"decide"}
		},
		"one page of two": func(w *walk, a *Attachment) { a.Paper, a.Page, a.Pages = "settlement", 1, 2 },
		"for arbitration": func(w *walk,
			a *Attachment) {
			w.Disputes = []Dispute{{N: 1, Agreement: a.ID, EndedAt: w.now}}
		},
	} {
		w := agreedFor(t, 1_500*Yuan)
		w.must("s01", w.attach(SignedAgreement))
		w.Attachments[0].ID = 7
		change(w, &w.Attachments[0])
		t.Log(name)
		w.wrong("f01", "amount", w.pay(1, 1_500*Yuan))
	}
	w := agreedFor(t, 1_500*Yuan)
	for page := 1; page <= 2; page++ {
		w.must("s01", w.attach(SignedAgreement))
		a := &w.Attachments[page-1]
		a.Paper, a.Edition, a.Page, a.Pages = "settlement", 9, page, 2
	}
	w.must("f01", w.pay(1, 1_500*Yuan))
}

func TestC6_AManagerWhoDidNotApproveLetsItBePaid(t *testing.T) {
	w := agreedFor(t, 5_000*Yuan) // p01 or x02 approved
	approver := w.Chain(1)[len(w.Chain(1))-1].By
	other := map[string]string{"p01": "x02", "x02": "p01"}[approver]
	for _, account := range []string{"a01", "s01", "f01"} {
		w.refused(account, KindForbidden, w.waive("已电话确认"))
	}
	w.refused(approver, KindForbidden, w.waive("已电话确认"))
	w.wrong(other, "reason", w.waive(" "))
	w.must(other, w.waive("客户在外地，协议原件在邮寄中")).must("f01", w.pay(1, 5_000*Yuan))
	if last := w.Waivers[0]; last.By != other || last.Proposal != 1 {
		t.Errorf("%+v", last)
	}
	w.refused(other, KindConflict, w.waive("再放行一次"))
}

func TestC6_AParameterSaysFromWhichSum(t *testing.T) {
	w := agreedFor(t, 1_500*Yuan)
	w.o.Parameters = demo(figure(AgreementFrom, int64(2_000*Yuan))).Parameters
	w.must("f01", w.pay(1, 1_500*Yuan))
}

func TestW17_AWrongPaymentIsReversedByTwo(t *testing.T) {
	w := reached(t, Executing).second()
	w.must("f01", w.pay(1, 500*Yuan))
	for _, account := range []string{"a01", "s01", "p01", "v01"} {
		w.refused(account, KindForbidden, w.reverse(1, "付错账户"))
	}
	w.refused("f01", KindNotFound, w.reverse(0, "付错账户"))
	w.refused("f01", KindNotFound, w.reverse(2, "付错账户"))
	w.wrong("f01", "reason", w.reverse(1, ""))
	w.refused("p01", KindNotFound, w.agreeReversal(1))
	w.must("f01", w.reverse(1, "付错账户"))
	if w.Paid(1) != 500*Yuan || w.Unpaid() != 0 || w.Account().Asked != 500*Yuan {
		t.Errorf("it counts before a second person agreed: paid %s", w.Paid(1))
	}
	w.wrong("f01", "amount", w.pay(1, 500*Yuan)) // and makes no room
	w.refused("f01", KindConflict, w.reverse(1, "再冲正"))
	w.refused("f01", KindForbidden, w.agreeReversal(1))
	w.refused("s01", KindForbidden, w.agreeReversal(1))
	w.refused("a01", KindForbidden, w.agreeReversal(1))
	w.must("f02", w.agreeReversal(1))
	a := w.Account()
	if w.Paid(1) != 0 || w.Unpaid() != 500*Yuan || a.Paid != 500*Yuan || a.Reversed != 500*Yuan || a.Net() != 0 {
		t.Errorf("%+v", a)
	}
	w.refused("p01", KindConflict, w.agreeReversal(1))
	w.refused("f01", KindConflict, w.reverse(2, "冲正冲正"))
	w.refused("f02", KindConflict, w.reverse(1, "再冲正"))
	if p := w.Payments[0]; p.Amount != 500*Yuan || p.Reverses != 0 {
		t.Errorf("the payment was edited: %+v", p)
	}
	w.must("f01", w.pay(1, 500*Yuan))
	w.must("f02", w.reverse(3, "重复")).must("p01", w.agreeReversal(3)) // or a manager
}

func TestW17W7_AReversalThatWaitsHoldsClosingUp(t *testing.T) {
	w := reached(t, Executing).second()
	w.explained().must("f01", w.pay(1, 500*Yuan)).must("f01", w.reverse(1, "付错账户"))
	w.refused("s01", KindConflict, w.close(Solved, ""))
	w.must("f02", w.agreeReversal(1)).refused("s01", KindConflict, w.close(Solved, ""))
	w.must("f01", w.pay(1, 500*Yuan)).must("s01", w.close(Solved, ""))
	// also after closing
	w.must("f01", w.reverse(3, "退票")).must("f02", w.agreeReversal(3)).must("f01", w.pay(1, 500*Yuan))
}

func TestW17C2_AReversalMakesNoRoomForMore(t *testing.T) {
	w := reached(t, Executing).second() // ¥500 agreed
	w.must("f01", w.pay(1, 400*Yuan)).must("s01",
		func(by Actor, now time.Time) error { return w.WithdrawProposal(by, now, 1) })
	w.must("f01", w.reverse(1, "退回")).must("f02", w.agreeReversal(1))
	if got := w.StandingSum(0); got != 400*Yuan {
		t.Errorf("%s stand once it was reversed, want what was ever paid", got)
	}
}

func TestW17M2_AReversalTakesFromWhatWasPaidInItsMonth(t *testing.T) {
	w := reached(t, Executing).second()
	paid := func() int64 {
		var sum int64
		for _, k := range w.Indicators(w.o, nil) {
			for _, m := range k.Marks {
				if k.Base == ByPayment {
					sum += m.Adds
				}
			}
		}
		return sum
	}
	w.must("f01", w.pay(1, 500*Yuan)).must("f01", w.reverse(1, "付错"))
	if paid() != int64(500*Yuan) {
		t.Errorf("paid %d while the reversal waits", paid())
	}
	w.must("f02", w.agreeReversal(1))
	if paid() != 0 {
		t.Errorf("paid %d once it was reversed", paid())
	}
}

// Whatever finance, managers and owners do in whatever order, what was paid and not reversed is never more than
// what was agreed or awarded, and nothing is paid on which nobody decided (rules C6, W17, T1).
func TestC6W17_NeverMoreThanApprovedOrAwarded(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := agreedFor(t, Money(rapid.Int64Range(1, 30).Draw(rt, "sum"))*100*Yuan).second()
		people := []string{"f01", "f02", "s01", "p01", "x02", "a01", "v01"}
		stood := w.StandingSum(0)
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			by := w.o.as(rapid.SampledFrom(people).Draw(rt, "by"))
			n := rapid.IntRange(0, len(w.Payments)+1).Draw(rt, "n")
			amount := Money(rapid.Int64Range(-1, int64(4_000*Yuan)).Draw(rt, "amount"))
			do := map[string]func() error{
				"pay": func() error {
					return w.Pay(by, w.now, Payment{Proposal: n, Amount: amount, PaidAt: w.now, Way: "转账", Receipt: "R",
						Reverses: n, AgreedAt: w.now})
				},
				"pay an award": func() error { return w.payAward(n, amount)(by, w.now) },
				"release":      func() error { return w.release(n)(by, w.now) },
				"reverse":      func() error { return w.reverse(n, "付错")(by, w.now) },
				"agree":        func() error { return w.agreeReversal(n)(by, w.now) },
				"waive":        func() error { return w.waive("原件在途")(by, w.now) },
				"attach":       func() error { return w.attach(SignedAgreement)(by, w.now) },
				"withdraw":     func() error { return w.WithdrawProposal(by, w.now, n) },
				"dispute":      func() error { return w.mediate()(by, w.now) },
				"end":          func() error { return w.endFor(n, Agreed, amount)(by, w.now) },
				"propose":      func() error { return w.propose(amount, Compensation)(by, w.now) },
				"close":        func() error { return w.close(Withdrawn, "撤诉")(by, w.now) },
				"reopen":       func() error { return w.Reopen(by, w.now, "复发") },
			}
			what := rapid.SampledFrom([]string{"pay", "pay", "pay", "release", "release", "release", "pay an award", "reverse", "agree", "agree",
				"waive",
				"attach", "withdraw", "dispute", "end", "propose", "close", "reopen"}).Draw(rt, "what")
			before := w.Account().Paid
			err := do[what]()
			a := w.Account()
			allowed := a.Awarded
			for i := range w.Proposals {
				if p := &w.Proposals[i]; p.Status == ProposalAgreed || p.Status == ProposalWithdrawn && p.Chain > 0 {
					allowed += p.Payable()
				}
			}
			switch {
			case a.Net() < 0 || a.Net() > allowed || a.Outstanding < 0 || a.Reversed > a.Paid:
				rt.Fatalf("after %s by %s (%v): %+v of %s", what, by.Account, err, a, allowed)
			case a.Paid != before && (what != "release" && what != "pay an award" || !w.o.Has(by.Person, Finance)):
				rt.Fatalf("%s by %s paid", what, by.Account)
			case (what == "reverse" || what == "agree") && w.StandingSum(0) < stood &&
				w.Proposal(1).Status != ProposalWithdrawn:
				rt.Fatalf("%s made room: %s of %s", what, w.StandingSum(0), stood)
			}
			stood = w.StandingSum(0)
			w.now = w.now.Add(time.Minute)
		}
	})
}
