package huiyin

import "time"

// OpenPayment is money of a complaint that waits for a person: to be paid, or to be released (rules C6, W17).
type OpenPayment struct {
	Number, Site, Name, Matter string
	Urgency                    Urgency
	Grade                      Grade
	Sum                        Money
	Due                        time.Time
	Release                    bool
}

// OpenPayments lists what a person has to pay of a complaint, or to let go as the second person.
func (c *Complaint) OpenPayments(by Actor) (out []OpenPayment) {
	add := func(d Debt, sum Money, release bool) {
		out = append(out, OpenPayment{Number: c.Number, Site: c.Site, Name: c.Name, Matter: c.Matter, Urgency: c.Urgency,
			Grade: c.Grade, Sum: sum, Due: c.payDue(by.Org, d), Release: release})
	}
	for _, d := range c.Debts() {
		if left := c.Payable(d); left > 0 && c.mayBegin(by, ActionPay) == nil {
			add(d, left, false)
		}
	}
	for i := range c.Payments {
		p := &c.Payments[i]
		if d := c.debt(p.Proposal, p.Dispute); d != nil && c.unreleased(i+1) && c.MayRelease(by, i+1) == nil {
			add(*d, p.Amount, true)
		}
	}
	return out
}

// payDue is by when a debt is to be paid (rule D14).
func (c *Complaint) payDue(o *Org, d Debt) time.Time {
	if p := c.Proposal(d.Proposal); p != nil && !p.PayBy.IsZero() {
		return p.PayBy
	}
	return d.Due.Add(o.Parameters.Span(PayWithin))
}

// tellPayers tells finance at once that there is something to be paid, not only when it is late (rule C6).
func (c *Complaint) tellPayers(by Actor, now time.Time) {
	for _, d := range c.Debts() {
		if c.Payable(d) > 0 && d.Due.Equal(now) {
			c.tell(by.Org, NoticePaymentOwed, "", now, by.Account,
				accounts(by.Org.Active(func(p *Person) bool { return by.Org.Has(p, Finance) }))...)
			return
		}
	}
}
