package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// proposing writes a proposal on a form.
func (w *walk) proposing(f ProposalForm) func(Actor, time.Time) error {
	if f.Text == "" {
		f.Text = "登门致歉"
	}
	if f.Ground == "" {
		f.Ground = "服务标准第三条"
	}
	return func(by Actor, now time.Time) error { return w.Propose(by, now, f) }
}

func TestC9_WhatAGiftIsWorth(t *testing.T) {
	both, only, pay := []string{"compensation", "gift"}, []string{"gift"}, []string{"compensation"}
	for name, tt := range map[string]struct {
		form                  ProposalForm
		amount, gift, payable Money
	}{
		"a gift alone, in amount": {ProposalForm{Remedies: only, Amount: 100}, 100, 100, 0},
		"a gift alone, in gift":   {ProposalForm{Remedies: only, Gift: 100}, 100, 100, 0},
		"a gift alone, in both":   {ProposalForm{Remedies: only, Amount: 100, Gift: 100}, 100, 100, 0},
		"money alone":             {ProposalForm{Remedies: pay, Amount: 100}, 100, 0, 100},
		"both apart":              {ProposalForm{Remedies: both, Amount: 100, Gift: 30}, 130, 30, 100},
		"both together in amount": {ProposalForm{Remedies: both, Amount: 100}, 100, 0, 100},
		"neither":                 {ProposalForm{Remedies: []string{"apology"}}, 0, 0, 0},
		"transfer beside a gift": {ProposalForm{Remedies: both, Amount: 100, Gift: 30, Text: "补偿转账，另送果篮"}, 130, 30,
			100},
		"a gift that is said not to": {ProposalForm{Remedies: only, Amount: 100, Text: "果篮一份，不折现"}, 100, 100, 0},
	} {
		w := investigated(t, demo(), intake(), "a01", nil)
		w.must("a01", w.proposing(tt.form))
		p := w.Proposal(1)
		if p.Amount != tt.amount || p.GiftValue() != tt.gift || p.Payable() != tt.payable {
			t.Errorf("%s: %s, gift %s, payable %s", name, p.Amount, p.GiftValue(), p.Payable())
		}
	}
	w := investigated(t, demo(), intake(), "a01", nil)
	for name, tt := range map[string]struct {
		field string
		form  ProposalForm
	}{
		"two values":                {"gift", ProposalForm{Remedies: only, Amount: 100, Gift: 90}},
		"no value":                  {"amount", ProposalForm{Remedies: only}},
		"a gift without ticking":    {"gift", ProposalForm{Remedies: pay, Amount: 100, Gift: 30}},
		"both, only the gift":       {"amount", ProposalForm{Remedies: both, Gift: 30}},
		"cash":                      {"text", ProposalForm{Remedies: only, Amount: 100, Text: "送现金 100 元"}},
		"a red packet":              {"text", ProposalForm{Remedies: only, Amount: 100, Text: "发个红包"}},
		"a red packet, traditional": {"text", ProposalForm{Remedies: only, Amount: 100, Text: "送紅包"}},
		"a transfer":                {"text", ProposalForm{Remedies: only, Amount: 100, Text: "转账"}},
		"a shopping card":           {"ground", ProposalForm{Remedies: only, Amount: 100, Ground: "惯例送购物卡"}},
		"a card beside money":       {"text", ProposalForm{Remedies: both, Amount: 100, Gift: 30, Text: "补偿并送购物卡"}},
		"English":                   {"text", ProposalForm{Remedies: only, Amount: 100, Text: "a Gift Card"}},
	} {
		t.Run(name, func(t *testing.T) { w.t = t; w.wrong("a01", tt.field, w.proposing(tt.form)) })
	}
}

// agreed is a complaint of a01's whose customer has accepted ¥100 and a gift of ¥30.
func agreed(t *testing.T) *walk {
	w := investigated(t, demo(), intake(), "a01", nil)
	return w.must("a01",
		w.proposing(ProposalForm{Remedies: []string{"compensation", "gift"}, Amount: 100 * Yuan, Gift: 30 * Yuan})).
		must("a01", w.submit(1)).approved("s01").must("s01", w.answer("yes"))
}

func (w *walk) give(n int, f Giving) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Give(by, now, n, f) }
}

func TestC9_AGiftIsGivenOnlyAfterClosing(t *testing.T) {
	w := agreed(t)
	if g := w.Present(1); g == nil || g.Status != GiftApproved || g.Value != 30*Yuan || w.Unpaid() != 100*Yuan ||
		len(w.Ungiven()) != 1 {
		t.Fatalf("%+v, unpaid %s", w.Gifts, w.Unpaid())
	}
	w.refused("a01", KindConflict, w.give(1, Giving{What: "果篮", At: w.now}))
	w.must("f01", w.pay(1, 100*Yuan))
	w.State, w.ClosedAt, w.FollowUps = Closed, w.now, []FollowUp{{At: w.now}}
	w.refused("s01", KindConflict, w.Archive)
	w.refused("b01", KindNotFound, w.give(1, Giving{What: "果篮", At: w.now}))
	w.refused("a01", KindNotFound, w.give(2, Giving{What: "果篮", At: w.now}))
	w.wrong("a01", "what", w.give(1, Giving{At: w.now}))
	w.wrong("a01", "what", w.give(1, Giving{What: "加油卡", At: w.now}))
	w.wrong("a01", "at", w.give(1, Giving{What: "果篮"}))
	w.wrong("a01", "at", w.give(1, Giving{What: "果篮", At: w.now.Add(time.Hour)}))
	w.wrong("a01", "at", w.give(1, Giving{What: "果篮", At: w.now.Add(-24 * time.Hour)}))
	w.wrong("a01", "attachment", w.give(1, Giving{What: "果篮", At: w.now, Attachment: 9}))
	w.must("a01", w.give(1, Giving{What: "果篮", At: w.now, Receipt: "签收"}))
	if g := w.Present(1); g.Status != GiftGiven || g.What != "果篮" || g.GivenBy != "a01" ||
		w.StandingSum(0) != 130*Yuan {
		t.Errorf("%+v, standing %s", g, w.StandingSum(0))
	}
	w.refused("a01", KindConflict, w.give(1, Giving{What: "果篮", At: w.now}))
	w.shelve()
}

func TestC9C2_AGiftThatTheCustomerDeclinesNoLongerStands(t *testing.T) {
	w := agreed(t)
	w.State, w.ClosedAt = Closed, w.now
	w.must("a01", w.give(1, Giving{Dropped: "客户谢绝"}))
	if w.Present(1).Status != GiftDropped || w.StandingSum(0) != 100*Yuan || len(w.Ungiven()) != 0 {
		t.Errorf("%+v, standing %s", w.Present(1), w.StandingSum(0))
	}
}

func TestC6_OnlyTheMoneyOfAProposalWithAGiftIsPaid(t *testing.T) {
	w := agreed(t)
	w.wrong("f01", "amount", w.pay(1, 100*Yuan+1))
	w.must("f01", w.pay(1, 100*Yuan))
	if w.Unpaid() != 0 {
		t.Errorf("unpaid %s", w.Unpaid())
	}
}

func (w *walk) gesture(value Money) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.AskGesture(by, now, "代叫出租车", value) }
}

func (w *walk) agree(n int, d Decision, words string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.AgreeGesture(by, now, n, d, words) }
}

func TestC9_AnEmergencyGestureNeedsTheSupervisorsWord(t *testing.T) {
	for name, tt := range map[string]struct {
		by, accused string
		value       Money
		before      Money // that stands elsewhere of the same customer
		want        string
	}{
		"an agent's":                      {"a01", "", 200 * Yuan, 0, "s01 s02 p01 x02 v01 v02 g01"},
		"a supervisor's needs another":    {"s01", "", 200 * Yuan, 0, "s02 p01 x02 v01 v02 g01"},
		"beyond the supervisor":           {"a01", "", 200 * Yuan, 1_800*Yuan + 1, "p01 x02 v01 v02 g01"},
		"beyond the manager":              {"a01", "", 200 * Yuan, 19_800*Yuan + 1, "v01 v02 g01"},
		"the sum counts":                  {"a01", "", 200 * Yuan, 1_900 * Yuan, "p01 x02 v01 v02 g01"},
		"the accused supervisor does not": {"a01", "s01", 200 * Yuan, 0, "s02 p01 x02 v01 v02 g01"},
	} {
		w := record(t, demo(), "a01", intake(func(in *Intake) {
			if tt.accused != "" {
				in.Accused = []string{tt.accused}
			}
		}))
		if tt.before > 0 {
			w.Elsewhere = []CountedAt{{CountedSum{Sum: tt.before}, w.now}}
		}
		n := len(w.Gifts) + 1
		w.must(tt.by, w.gesture(tt.value))
		var may []string
		for _, account := range everyone(w.o) {
			switch err := w.MayAgreeGift(w.o.as(account), n); {
			case err == nil:
				may = append(may, account)
			case w.Visible(w.o.as(account)):
				w.refused(account, KindForbidden, w.agree(n, Approve, ""))
			default:
				w.refused(account, KindNotFound, w.agree(n, Approve, ""))
			}
		}
		want := strings.Fields(tt.want)
		slices.Sort(may)
		slices.Sort(want)
		if !slices.Equal(may, want) {
			t.Errorf("%s: %v, want %v", name, may, want)
		}
	}
}

func TestC9_AnEmergencyGestureMayBeGivenBeforeClosing(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	w.wrong("a01", "what", func(by Actor, now time.Time) error { return w.AskGesture(by, now, "慰问金转账", Yuan) })
	w.wrong("a01", "value", w.gesture(0))
	w.refused("b01", KindNotFound, w.gesture(Yuan))
	w.must("a01", w.gesture(80*Yuan))
	if w.StandingSum(0) != 80*Yuan {
		t.Errorf("standing %s", w.StandingSum(0))
	}
	w.refused("a01", KindConflict, w.give(1, Giving{At: w.now}))
	w.wrong("s01", "words", w.agree(1, Refuse, ""))
	w.wrong("s01", "decision", w.agree(1, Return, "x"))
	w.must("s01", w.agree(1, Approve, "可以"))
	w.refused("s02", KindConflict, w.agree(1, Approve, ""))
	w.refused("s01", KindForbidden, w.give(1, Giving{At: w.now})) // not who agreed to it
	w.must("a01", w.give(1, Giving{At: w.now}))
	if w.State != Received || w.Present(1).Status != GiftGiven {
		t.Errorf("%s %+v", w.State, w.Present(1))
	}
	w.must("a01", w.gesture(50*Yuan)).must("s01", w.agree(2, Refuse, "不必"))
	if w.StandingSum(0) != 80*Yuan {
		t.Errorf("a refused gesture stands: %s", w.StandingSum(0))
	}
}
