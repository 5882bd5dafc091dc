package huiyin

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestC2_SplittingDoesNotHelp(t *testing.T) {
	w := reached(t, Executing) // ¥500 agreed
	w.offered("a01", 1_500*Yuan)
	if p := w.Proposal(2); p.Sum != 2_000*Yuan || w.way(2) != "supervisor" {
		t.Fatalf("second: %s climbs %q", p.Sum, w.way(2))
	}
	w.approved("s02").must("s01", w.answer("yes")).offered("a01", Yuan)
	if p := w.Proposal(3); p.Sum != 2_001*Yuan || w.way(3) != "supervisor manager" {
		t.Fatalf("third: %s climbs %q", p.Sum, w.way(3))
	}
}

func TestC2_WhatStands(t *testing.T) {
	ask := func(w *walk) Money { return w.StandingSum(0) }
	w := reached(t, Approving)
	if ask(w) != 500*Yuan {
		t.Errorf("pending: %s", ask(w))
	}
	w.must("s02", w.decide(1, Refuse, "理由不足"))
	if ask(w) != 0 {
		t.Errorf("refused: %s", ask(w))
	}
	w.offered("a01", 700*Yuan).approved("s02")
	if ask(w) != 700*Yuan {
		t.Errorf("approved: %s", ask(w))
	}
	w.must("s01", w.answer("no"))
	if ask(w) != 0 {
		t.Errorf("declined by the customer: %s", ask(w))
	}
	w.offered("a01", 900*Yuan).approved("s02").must("s01", w.answer("yes"))
	if ask(w) != 900*Yuan {
		t.Errorf("agreed: %s", ask(w))
	}
	w.must("f01", w.pay(3, 400*Yuan)).must("s01",
		func(by Actor, now time.Time) error { return w.WithdrawProposal(by, now, 3) })
	if ask(w) != 400*Yuan || w.Unpaid() != 0 {
		t.Errorf("withdrawn after a payment of 400: %s stand, %s unpaid", ask(w), w.Unpaid())
	}
	if w.State != Executing {
		t.Errorf("withdrawing what was agreed made it %s", w.State)
	}
}

func TestC2_GiftsCountLikeMoney(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil)
	w.must("a01", w.propose(2_001*Yuan, Apology, RemedyGift)).must("a01", w.submit(1))
	if got := w.way(1); got != "supervisor manager" {
		t.Errorf("a gift climbs %q", got)
	}
}

func TestW3_Proposal(t *testing.T) {
	w := reached(t, Investigating)
	form := func(change func(*ProposalForm)) func(Actor, time.Time) error {
		f := ProposalForm{Remedies: []string{"apology"}, Text: "致歉", Ground: "服务标准"}
		change(&f)
		return func(by Actor, now time.Time) error { return w.Propose(by, now, f) }
	}
	for _, tt := range []struct {
		field  string
		change func(*ProposalForm)
	}{
		{"measure", func(f *ProposalForm) { f.Remedies = nil }},
		{"measure", func(f *ProposalForm) { f.Remedies = []string{"bribe"} }},
		{"text", func(f *ProposalForm) { f.Text = " " }},
		{"text", func(f *ProposalForm) { f.Text = strings.Repeat("长", longText+1) }},
		{"ground", func(f *ProposalForm) { f.Ground = "" }},
		{"amount", func(f *ProposalForm) { f.Remedies = []string{"compensation"} }},
		{"amount", func(f *ProposalForm) { f.Remedies = []string{"gift"} }},
		{"amount", func(f *ProposalForm) { f.Remedies, f.Amount = []string{"gift"}, -1 }},
		{"amount", func(f *ProposalForm) { f.Amount = 100 }},
	} {
		w.wrong("a01", tt.field, form(tt.change))
	}
	w.must("a01", form(func(f *ProposalForm) { f.Remedies = []string{"help", "apology", "help"} }))
	if p := w.Proposal(1); fmt.Sprint(p.Remedies) != "[apology help]" || p.Round != 1 || p.By != "a01" ||
		p.Status != ProposalDraft {
		t.Errorf("got %+v", p)
	}
	w.must("s01", w.propose(0, Explanation))
	if w.Proposal(1).Status != ProposalReplaced || w.Proposal(2).Status != ProposalDraft || w.Round != 1 {
		t.Errorf("a second draft: %s, %s, round %d", w.Proposal(1).Status, w.Proposal(2).Status, w.Round)
	}
	w.refused("a01", KindForbidden, w.submit(2)) // neither theirs, nor are they in charge
	w.refused("s01", KindConflict, w.submit(1))
	w.refused("s01", KindNotFound, w.submit(3))
}

func TestC6_Payments(t *testing.T) {
	w := reached(t, Executing) // ¥500 agreed
	paid := func(change func(*Payment)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			k := Payment{Proposal: 1, Amount: 500 * Yuan, PaidAt: now, Way: "转账", Receipt: "R-1"}
			change(&k)
			return w.Pay(by, now, k)
		}
	}
	for _, account := range []string{"a01", "s01", "x02", "v01"} {
		w.refused(account, KindForbidden, w.pay(1, 500*Yuan))
	}
	for _, tt := range []struct {
		field  string
		change func(*Payment)
	}{
		{"proposal", func(k *Payment) { k.Proposal = 0 }},
		{"proposal", func(k *Payment) { k.Proposal = 2 }},
		{"amount", func(k *Payment) { k.Amount = 0 }},
		{"amount", func(k *Payment) { k.Amount = -Yuan }},
		{"amount", func(k *Payment) { k.Amount = 500*Yuan + 1 }},
		{"paid_at", func(k *Payment) { k.PaidAt = time.Time{} }},
		{"paid_at", func(k *Payment) { k.PaidAt = k.PaidAt.Add(time.Hour) }},
		{"paid_at", func(k *Payment) { k.PaidAt = monday.AddDate(0, 0, -1) }},
		{"way", func(k *Payment) { k.Way = "" }},
		{"receipt", func(k *Payment) { k.Receipt = " " }},
	} {
		w.wrong("f01", tt.field, paid(tt.change))
	}
	w.must("f01", w.pay(1, 200*Yuan))
	w.wrong("f01", "amount", w.pay(1, 300*Yuan+1))
	w.must("f01", w.pay(1, 300*Yuan))
	w.wrong("f01", "amount", w.pay(1, 1))
	if w.Paid(1) != 500*Yuan || w.Unpaid() != 0 || w.Payments[0].By != "f01" {
		t.Errorf("paid %s, unpaid %s", w.Paid(1), w.Unpaid())
	}
}

func TestC6_ABeforeAgreementNothingIsPaid(t *testing.T) {
	for _, s := range []State{Proposing, Approving, Answering} {
		w := reached(t, s)
		w.Handler = "f01" // sees it
		w.wrong("f01", "proposal", w.pay(1, Yuan))
	}
}

func TestC6_PaidToTheMinuteOfTheProposal(t *testing.T) {
	w := reached(t, Executing)
	w.Proposals[0].At = w.now.Add(30 * time.Second)
	w.must("f01", func(by Actor, now time.Time) error { // forms give minutes
		return w.Pay(by, now, Payment{Proposal: 1, Amount: Yuan, PaidAt: w.Proposals[0].At.Truncate(time.Minute),
			Way: "转账", Receipt: "R-2"})
	})
}

func TestC6_PaymentsNeverExceedWhatWasApproved(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := reached(t, Executing)
		for range rapid.IntRange(1, 8).Draw(rt, "payments") {
			_ = w.pay(1, Money(rapid.Int64Range(-100, int64(600*Yuan)).Draw(rt, "amount")))(w.o.as("f01"), w.now)
			if paid := w.Paid(1); paid > 500*Yuan || paid < 0 || w.Unpaid() != 500*Yuan-paid {
				rt.Fatalf("paid %s of ¥500, unpaid %s", paid, w.Unpaid())
			}
		}
	})
}

func TestC6_GiftsAreGivenNotPaid(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil)
	w.must("a01", w.propose(100*Yuan, RemedyGift)).must("a01", w.submit(1)).approved("s01").must("s01", w.answer("yes"))
	w.Handler = "f01"
	w.wrong("f01", "proposal", w.pay(1, Yuan))
	if w.Unpaid() != 0 {
		t.Errorf("unpaid %s", w.Unpaid())
	}
}

func TestC7_NoPromiseOfMoneyBeforeApproval(t *testing.T) {
	promise := func(w *walk, words string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.LogContact(by, now,
				Contact{Way: "phone", Said: "沟通", Promised: words, PromisedAt: now.AddDate(0, 0, 3)})
		}
	}
	money := []string{
		"赔偿5000元", "补偿 3000 元", "给客户￥500", "¥ 1,000", "退还定金", "减免三个月物业费", "五百块钱", "赔两千块", "给五百块，本周内", "返还５００元", "赔付损失",
		"叁佰元整",
		"賠償五千圓", "給兩萬元", "給五百塊錢", "退還訂金", "補償損失", "Refund of the deposit", "we reimburse the taxi", "500 RMB by Friday",
		"compensates him",
	}
	free := []string{
		"三天内修好", "24小时内回电", "3日内给出补偿方案", "更换三块地砖", "重做第2块玻璃", "到3单元检查", "赔礼道歉", "两位师傅上门",
		"三天內提出補償方案", "更換三塊地磚", "賠禮道歉", "Compensation proposal by Monday", "call back at 5 pm", "repair within 3 days",
	}
	for _, s := range []State{Received, Investigating, Proposing, Approving} {
		w := reached(t, s)
		for _, words := range money {
			w.wrong("a01", "promised", promise(w, words))
		}
	}
	for _, words := range free {
		w := reached(t, Investigating)
		w.must("a01", promise(w, words))
	}
	w := reached(t, Answering)
	w.must("a01", promise(w, "赔偿500元"))
	w.must("a01", promise(w, "赔付损失"))
	w.wrong("a01", "promised", promise(w, money[0]))
}

func TestC7_OnTheSpotGivesNoMoney(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	settle := func(measure string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.Settle(by, now, Settling{Class: "product", Cause: "漏水", Measure: measure, Said: "已修好",
				Satisfaction: Satisfied})
		}
	}
	for _, measure := range []string{"compensation", "gift", "赔偿200元", "退还停车费"} {
		w.wrong("a01", "measure", settle(measure))
	}
	w.must("a01", settle("更换了两块瓷砖"))
}

func TestC2_WithdrawnProposals(t *testing.T) {
	withdraw := func(w *walk, n int) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.WithdrawProposal(by, now, n) }
	}
	for _, s := range []State{Proposing, Approving, Answering} {
		w := reached(t, s)
		w.refused("a02", KindNotFound, withdraw(w, 1))
		w.refused("a01", KindNotFound, withdraw(w, 2))
		w.must("a01", withdraw(w, 1))
		if w.State != Proposing || w.Proposal(1).Status != ProposalWithdrawn || w.StandingSum(0) != 0 {
			t.Errorf("from %s: %s, %s, %s stand", s, w.State, w.Proposal(1).Status, w.StandingSum(0))
		}
		w.refused("a01", KindConflict, withdraw(w, 1))
	}
	w := reached(t, Proposing)
	w.must("s01", w.propose(0, Apology))
	w.refused("a01", KindForbidden, withdraw(w, 2)) // neither theirs, nor in charge
	w = reached(t, Executing)
	w.refused("a01", KindForbidden, withdraw(w, 1)) // what the customer accepted only the one in charge takes back
	w.must("f01", w.pay(1, 500*Yuan))
	w.refused("s01", KindConflict, withdraw(w, 1))
}

func TestC2_AWithdrawnSupplementLeavesWhatWasAgreed(t *testing.T) {
	for name, further := range map[string]func(w *walk){
		"drafted":   func(*walk) {},
		"submitted": func(w *walk) { w.must("a01", w.submit(2)) },
		"approved":  func(w *walk) { w.must("a01", w.submit(2)).approved("s02") },
	} {
		w := reached(t, Executing)
		w.must("a01", w.propose(300*Yuan, Compensation))
		further(w)
		w.must("a01", func(by Actor, now time.Time) error { return w.WithdrawProposal(by, now, 2) })
		if w.State != Executing || w.StandingSum(0) != 500*Yuan || w.Unpaid() != 500*Yuan {
			t.Errorf("%s: %s, %s stands, %s unpaid", name, w.State, w.StandingSum(0), w.Unpaid())
		}
	}
}
