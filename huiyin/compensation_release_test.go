package huiyin

import (
	"slices"
	"testing"
	"time"
)

func (w *walk) payAs(change func(*Payment)) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		k := Payment{Proposal: 1, Amount: 500 * Yuan, PaidAt: now, Way: "转账", Receipt: "R-1"}
		change(&k)
		return w.Pay(by, now, k)
	}
}

func TestW17_OneRecordsAndAnotherReleases(t *testing.T) {
	w := reached(t, Executing) // ¥500 agreed
	w.must("f01", w.record(1, 500*Yuan))
	if a := w.Account(); w.Unpaid() != 500*Yuan || a.Paid != 0 || a.Recorded != 500*Yuan || !w.Releasing() {
		t.Errorf("unpaid %s, %+v", w.Unpaid(), a)
	}
	if !slices.ContainsFunc(w.Missing(w.now), func(g Gap) bool { return g.Action == ActionPay }) {
		t.Error("closing does not wait for the release")
	}
	w.wrong("f01", "amount", w.record(1, 1)) // nothing is left to record
	for _, account := range []string{"f01", "a01", "s01"} {
		w.refused(account, KindForbidden, w.release(1))
	}
	w.refused("p01", KindNotFound, w.release(0))
	w.refused("p01", KindNotFound, w.release(2))
	if marks := w.Indicators(w.o, nil); slices.ContainsFunc(marks, func(k Counted) bool { return k.Base == ByPayment }) {
		t.Error("it counts in the figures before it is released")
	}
	w.must("p01", w.release(1))
	if a := w.Account(); w.Unpaid() != 0 || a.Paid != 500*Yuan || a.Recorded != 0 || w.Payments[0].ReleasedBy != "p01" {
		t.Errorf("unpaid %s, %+v", w.Unpaid(), a)
	}
	w.refused("p01", KindConflict, w.release(1))
}

func TestW17_AManagerReleasesOnlyWhereFinanceIsOnePerson(t *testing.T) {
	w := reached(t, Executing).second()
	w.must("f01", w.record(1, 500*Yuan))
	w.refused("p01", KindForbidden, w.release(1))
	w.must("f02", w.release(1))
	w = reached(t, Executing)
	if err := w.record(1, 500*Yuan)(w.o.as("f01"), w.now); err != nil {
		t.Fatal(err)
	}
	told := w.Notices()
	if !slices.ContainsFunc(told, func(n Notice) bool { return n.Kind == NoticePaymentToRelease && n.Account == "p01" }) {
		t.Errorf("the manager is not told: %+v", told)
	}
}

func TestW17_AnotherPayeeOrCashTakesASignedInstruction(t *testing.T) {
	for _, way := range []string{"现金", "付现", "現金", "現鈔", "现款", "Cash"} {
		w := reached(t, Executing)
		cash := w.payAs(func(k *Payment) { k.Way = way })
		w.wrong("f01", "instruction", cash)
		w.must("f01", w.attach(PayInstruction)).must("f01", cash)
	}
	w := reached(t, Executing)
	w.must("f01", w.attach(PaymentSlip)).must("f01", w.attach(PayInstruction)).must("f01", w.attach(PayInstruction))
	for i := range w.Attachments {
		w.Attachments[i].ID = int64(i + 1)
	}
	brother := func(instruction int64) func(Actor, time.Time) error {
		return w.payAs(func(k *Payment) { k.Payee, k.Instruction, k.Amount = "王大明", instruction, 100*Yuan })
	}
	n := int64(len(w.Attachments))
	w.wrong("f01", "instruction", brother(0)) // which of the two
	w.wrong("f01", "instruction", brother(n-2))
	w.wrong("f01", "instruction", brother(n+1))
	w.must("f01", brother(n))
	if k := w.Payments[0]; k.Instruction != n || k.Payee != "王大明" {
		t.Errorf("%+v", k)
	}
	w.must("s01", func(by Actor, now time.Time) error { return w.WithdrawAttachment(by, now, n, "签错") })
	w.refused("p01", KindConflict, w.release(1))
	w.must("f01", w.payAs(func(k *Payment) { k.Payee, k.Amount = " "+w.Name+" ", Yuan })) // their own account
	// the slip's picture does for its number
	w.wrong("f01", "receipt", w.payAs(func(k *Payment) { k.Receipt, k.Amount = "", Yuan }))
	w.wrong("f01", "slip", w.payAs(func(k *Payment) { k.Receipt, k.Slip, k.Amount = "", n-1, Yuan }))
	w.must("f01", w.payAs(func(k *Payment) { k.Receipt, k.Slip, k.Amount = "", n-2, Yuan }))
}

// The account that a signed, binding settlement names needs no further instruction; before it is signed it does.
func TestW17C11_ThePayeeOfTheSettlement(t *testing.T) {
	w := reached(t, Executing)
	n := len(w.Proposals)
	w.must("s01", func(by Actor, now time.Time) error {
		return w.NameParty(by, now, n, Party{Name: w.Name, Role: PartySelf, Seen: true, Holder: "王大明", Bank: "某银行",
			Account: "6222000000000000"}, false)
	})
	son := w.payAs(func(k *Payment) { k.Payee, k.Amount = "王大明", Yuan })
	w.wrong("f01", "instruction", son)
	w.must("f01", w.attach(SignedAgreement))
	w.must("f01", son)
	w.must("f01", w.payAs(func(k *Payment) { k.Amount = Yuan })) // nobody named is the account as agreed
	for _, k := range w.Payments {
		if k.Payee != "王大明" || k.Instruction != 0 {
			t.Errorf("%+v", k)
		}
	}
	w.wrong("f01", "instruction", w.payAs(func(k *Payment) { k.Payee, k.Amount = "王小明", Yuan }))
	w.wrong("f01", "instruction", w.payAs(func(k *Payment) { k.Way, k.Amount = "现金", Yuan }))
}

func TestW17C6_WhatAPaymentRestsOnIsLookedAtAgainWhenItIsReleased(t *testing.T) {
	w := agreedFor(t, 1_500*Yuan)
	w.must("s01", w.attach(SignedAgreement))
	w.Attachments[0].ID = 1
	w.must("f01", w.record(1, 1_500*Yuan))
	w.must("s01", func(by Actor, now time.Time) error { return w.WithdrawAttachment(by, now, 1, "签错") })
	w.refused("p01", KindConflict, w.release(1))
	w.must("v01", w.waive("原件在途")).must("p01", w.release(1))

	w = reached(t, Executing) // two below the sum, recorded one after the other, are as one
	w.o.Parameters = demo(figure(AgreementFrom, int64(400*Yuan))).Parameters
	w.must("f01", w.record(1, 300*Yuan))
	w.wrong("f01", "amount", w.record(1, 200*Yuan))
}

func TestW17_WhatIsReversedBeforeItsReleaseTakesNothingBack(t *testing.T) {
	w := reached(t, Executing)
	w.must("f01", w.record(1, 500*Yuan)).must("f01", w.reverse(1, "金额录错"))
	w.refused("p01", KindConflict, w.release(1))
	w.wrong("f01", "amount", w.record(1, 1)) // until another has agreed
	w.must("p01", w.agreeReversal(1))
	if a := w.Account(); a.Paid != 0 || a.Reversed != 0 || w.Unpaid() != 500*Yuan || w.Releasing() {
		t.Errorf("%+v, unpaid %s", a, w.Unpaid())
	}
	w.must("f01", w.pay(1, 500*Yuan))
	if w.Unpaid() != 0 {
		t.Errorf("unpaid %s", w.Unpaid())
	}
}

// Until it is released it is not paid: what was owed by a date is kept by the release (rules W17, D14).
func TestW17D14_TheReleaseKeepsTheDate(t *testing.T) {
	w := reached(t, Executing)
	w.must("f01", w.record(1, 500*Yuan))
	w.now = w.Proposals[0].PayBy.Add(time.Minute)
	w.must("p01", w.release(1))
	if f := w.Fulfilments(); len(f) != 1 || f[0].Status != Missed {
		t.Errorf("%+v", f)
	}
}
