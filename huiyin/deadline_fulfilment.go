package huiyin

import (
	"slices"
	"time"
)

// Fulfilment is something that the customer was promised or has agreed to: a measure or a payment, with the
// date by which it is owed (rule D14). It is read off the task or the proposal that holds it.
type Fulfilment struct {
	Deadline        // D14; Told is the percent of the rung last climbed
	What     string // in the words of the task, "" for a payment
	Who      string // whose task it is, "" for a payment
	Proposal int    // whose payment, 0 for a task
	gift     bool   // runs from the closing on (rule C9)
	climbed  *int
}

// Open tells whether it is still owed.
func (f *Fulfilment) Open() bool { return f.MetAt.IsZero() }

// fulfilment judges what is owed from an instant until a date: missed once the date has passed, whatever
// comes later (rule D13).
func fulfilment(from, due, ended time.Time, dropped bool, climbed *int) Fulfilment {
	if due.Before(from) {
		from = due
	}
	d := Deadline{Kind: D14, Status: Running, From: from, Due: due, Span: due.Sub(from), MetAt: ended, Told: *climbed}
	switch {
	case *climbed >= 100 || dropped || ended.After(due):
		d.Status = Missed
	case !ended.IsZero():
		d.Status = Met
	}
	return Fulfilment{Deadline: d, climbed: climbed}
}

// Fulfilments lists what the customer was promised or has agreed to, tasks before payments. A promise made
// before the customer's acceptance counts where it was still open then (rule D14).
func (c *Complaint) Fulfilments() []Fulfilment {
	var out []Fulfilment
	for i := range c.Tasks {
		t := &c.Tasks[i]
		outlasts := !c.SettledAt.IsZero() && (t.EndedAt.IsZero() || t.EndedAt.After(c.SettledAt))
		if !t.ForCustomer && !(t.Promise && outlasts) || c.withdrawn(t) || c.giftWaits(t) {
			continue
		}
		from := t.At
		if !t.ForCustomer {
			from = latest(t.At, c.SettledAt)
		}
		f := fulfilment(from, t.Due, t.EndedAt, t.Dropped, &t.Climbed)
		f.What, f.Who, f.gift = t.What, t.Who, t.Gift > 0
		out = append(out, f)
	}
	for i := range c.Proposals {
		p := &c.Proposals[i]
		if p.Status != ProposalAgreed || p.PayBy.IsZero() || p.Payable() == 0 {
			continue
		}
		f := fulfilment(p.EndedAt, p.PayBy, c.paidOffAt(p), false, &p.Climbed)
		f.Proposal = p.N
		out = append(out, f)
	}
	return out
}

// paidOffAt is when the last of a proposal's money was paid and released, zero while some is owed (rule C6).
func (c *Complaint) paidOffAt(p *Proposal) time.Time {
	var at time.Time
	if c.Paid(p.N) < p.Payable() {
		return at
	}
	for _, k := range c.Payments {
		if k.Proposal == p.N {
			at = latest(at, k.ReleasedAt)
		}
	}
	return at
}

// datePayments gives money that the customer has agreed to the date by which it is to be paid (rule D14). A
// later change of the parameter moves none (rule D13).
func (c *Complaint) datePayments(o *Org, now time.Time) {
	for i := range c.Proposals {
		if p := &c.Proposals[i]; p.Status == ProposalAgreed && p.Has(Compensation) && p.PayBy.IsZero() {
			if p.PayBy = c.payDate(p); p.PayBy.IsZero() {
				p.PayBy = latest(p.EndedAt, c.ReceivedAt).Add(o.Parameters.Span(PayWithin))
			}
		}
	}
}

// NextFulfilment is what is owed to the customer next, late or not, nil when nothing is (rule D14).
func (c *Complaint) NextFulfilment() *Fulfilment {
	var next *Fulfilment
	for _, f := range c.Fulfilments() {
		if c.runs(&f) && (next == nil || f.Due.Before(next.Due)) {
			next = &f
		}
	}
	return next
}

// runs tells whether the clock looks at what is owed: while the complaint is open, a gift once it is closed
// (rules D14, C9).
func (c *Complaint) runs(f *Fulfilment) bool {
	return f.Open() && (c.State.Open() && !f.gift || c.State == Closed && f.gift)
}

// broken tells whether something agreed is overdue (rules D14, G1).
func (c *Complaint) broken() bool {
	return slices.ContainsFunc(c.Fulfilments(), func(f Fulfilment) bool { return f.Open() && f.Status == Missed })
}

// urged is how many reminders count since the customer has accepted (rules D7, D14).
func (c *Complaint) urged() int {
	n := 0
	for _, r := range c.Reminders {
		if r.Counts && !c.SettledAt.IsZero() && !r.At.Before(c.SettledAt) {
			n++
		}
	}
	return n
}

// fulfilmentsDue adds the rungs of what is owed to the customer (rules D14, D8).
func (c *Complaint) fulfilmentsDue(o *Org, add func(time.Time, func(time.Time))) {
	for _, f := range c.Fulfilments() {
		if c.runs(&f) {
			add(c.urgesAt(&f), func(at time.Time) { c.urge(o, &f, at) })
		}
	}
}

// nextRung is the rung that is climbed next; what has no time left before its date begins at the date.
func (f *Fulfilment) nextRung(g Grade) *Rung {
	if f.Span <= 0 {
		return g.nextRung(max(f.Told, 99))
	}
	return g.nextRung(f.Told)
}

func (c *Complaint) urgesAt(f *Fulfilment) time.Time {
	r := f.nextRung(c.Grade)
	switch {
	case r == nil:
		return time.Time{}
	case r.Percent == 100:
		return f.Due
	}
	return f.From.Add(f.Span / 100 * time.Duration(r.Percent))
}

// urge takes what is owed one rung up; at its date the verdict falls (rules D8, D13, D14).
func (c *Complaint) urge(o *Org, f *Fulfilment, at time.Time) {
	r := f.nextRung(c.Grade)
	if r.Percent == 100 {
		c.note(System(o), ActionMissDeadline, c.State, at, Note("deadline", string(D14)))
	}
	*f.climbed = r.Percent
	who := []string{f.Who}
	for _, t := range r.Tell {
		who = append(who, c.tier(o, t)...)
	}
	c.alert(o, r.Kind, string(D14), at, who...)
}
