package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// Reversible tells why a payment cannot be reversed, nil when it can: one that is no counter-entry, and has
// none yet (rule W17). n counts the payments of the complaint from 1.
func (c *Complaint) reversible(n int) error {
	switch {
	case n < 1 || n > len(c.Payments):
		return NotFound()
	case c.Payments[n-1].Reverses > 0:
		return Conflict("这是一笔冲正，不能再冲正。")
	case c.Reversal(n) != nil:
		return Conflict("这笔付款已经登记过冲正。")
	}
	return nil
}

// Reversal is the counter-entry of a payment, nil where there is none.
func (c *Complaint) Reversal(n int) *Payment {
	i := slices.IndexFunc(c.Payments, func(p Payment) bool { return p.Reverses == n })
	if i < 0 {
		return nil
	}
	return &c.Payments[i]
}

// MayReverse tells why a person may not ask for a payment to be reversed, nil when they may.
func (c *Complaint) MayReverse(by Actor, n int) error {
	return Every(c.mayBegin(by, ActionReversePayment), c.reversible(n))
}

// ReversePayment takes a wrong payment back by a counter-entry with its reason; the payment itself stays as
// it was entered. It counts once a second person has agreed (rule W17).
func (c *Complaint) ReversePayment(by Actor, now time.Time, n int, reason string) error {
	m, err := c.begin(by, ActionReversePayment, now)
	if err := Every(err, c.reversible(n), needed("reason", reason, 1000)); err != nil {
		return err
	}
	p := c.Payments[n-1]
	if err := m.stay(Note("payment", strconv.Itoa(n)), Note("amount", p.Amount.Plain()), Note("receipt", p.Receipt),
		Note("reason", reason)); err != nil {
		return err
	}
	c.Payments = append(c.Payments, Payment{Proposal: p.Proposal, Dispute: p.Dispute, Amount: p.Amount, PaidAt: now,
		Way: p.Way, Receipt: p.Receipt, By: by.Account, At: now, Reverses: n, Reason: reason})
	c.tell(by.Org, NoticeReversalAsked, "", now, by.Account, c.releasers(by.Org, by.Account)...)
	return nil
}

// MayAgreeReversal tells why a person may not agree to the counter-entry of a payment, nil when they may:
// another of finance, or a manager, than who asked for it.
func (c *Complaint) MayAgreeReversal(by Actor, n int) error {
	return Every(c.mayBegin(by, ActionAgreeReversal), c.reversalAgreeable(by, n))
}

func (c *Complaint) reversalAgreeable(by Actor, n int) error {
	switch r := c.Reversal(n); {
	case n < 1 || n > len(c.Payments) || r == nil:
		return NotFound()
	case !r.AgreedAt.IsZero():
		return Conflict("这笔冲正已经同意。")
	case r.By == by.Account:
		return Forbidden("冲正须由另一位财务人员或经理同意，不能由申请人自己同意。")
	}
	return nil
}

// AgreeReversal is the second person's word: from here on the counter-entry counts, and what it takes back
// is owed again (rule W17).
func (c *Complaint) AgreeReversal(by Actor, now time.Time, n int) error {
	m, err := c.begin(by, ActionAgreeReversal, now)
	if err := Every(err, c.reversalAgreeable(by, n)); err != nil {
		return err
	}
	r := c.Reversal(n)
	if err := m.stay(Note("payment", strconv.Itoa(n)), Note("amount", r.Amount.Plain())); err != nil {
		return err
	}
	r.AgreedAt, r.AgreedBy, r.PaidAt = now, by.Account, now
	if !c.Payments[n-1].ReleasedAt.IsZero() { // what was never released takes nothing back
		r.ReleasedAt, r.ReleasedBy = now, by.Account
	}
	c.tell(by.Org, NoticePaymentReversed, "", now, by.Account, r.By, c.Owner, c.Handler)
	return nil
}

// reversing tells whether a counter-entry waits for its second person.
func (c *Complaint) reversing() bool {
	return slices.ContainsFunc(c.Payments, func(p Payment) bool { return p.Reverses > 0 && p.AgreedAt.IsZero() })
}
