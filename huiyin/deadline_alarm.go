package huiyin

import (
	"slices"
	"time"
)

// MonthAfter is the same day and clock time one calendar month later, or that month's last day where
// it is shorter (rule G8).
func MonthAfter(t time.Time, zone *time.Location) time.Time {
	l := t.In(zone)
	day := min(l.Day(), time.Date(l.Year(), l.Month()+2, 0, 0, 0, 0, 0, zone).Day())
	return time.Date(l.Year(), l.Month()+1, day, l.Hour(), l.Minute(), l.Second(), l.Nanosecond(), zone)
}

// risesAt is when the complaint becomes major by itself, zero when it never will (rule G8).
func (c *Complaint) risesAt(o *Org) time.Time {
	if c.Grade == Major || !c.Risen.IsZero() || c.counts(D6) || c.silenced() {
		return time.Time{}
	}
	at := c.monthEnds(o)
	if c.UnsettledSince.After(at) {
		return c.UnsettledSince
	}
	return at
}

// silenced tells whether invalidity keeps the month still: only once it is closed so, but for what was found invalid
// before that was the rule (rules K10, D13).
func (c *Complaint) silenced() bool { return c.Quiet && c.Validity == NotValid }

// alarm is something that happens to the complaint by itself at an instant.
type alarm struct {
	at  time.Time
	act func(at time.Time)
}

// alarms lists what may happen by itself, each thing once: the month (G8), the rungs of every
// deadline (D8), a hand-over nobody accepted (W14), a customer left alone (D12), and the dates of
// tasks, measures, payments and follow-up calls. A merged complaint has only the dates of the work that
// was given out before; what fell due until it was parted takes effect then (rule K7).
func (c *Complaint) alarms(o *Org) []alarm {
	var out []alarm
	add := func(at time.Time, act func(time.Time)) {
		if !at.IsZero() {
			out = append(out, alarm{latest(at, c.UnmergedAt), act})
		}
	}
	c.reviewsDue(o, add)
	add(c.archivesAt(o), func(at time.Time) { c.note(System(o), ActionArchive, Archived, at) }) // rule W10
	if c.Wording != "" && !c.HearingTold && c.State.Open() {                                    // put off (rule P4)
		add(c.HearingAt, func(at time.Time) {
			c.HearingTold = true
			c.note(System(o), ActionAlert, c.State, at, Note("notice", string(NoticeStatementAsked)))
			c.summonAbout(o, NoticeStatementAsked, at, c.Barred()...)
		})
	}
	c.readingEnds(o, add)
	c.recordingsDue(o, add)
	if c.Merged() {
		c.workDue(o, add)
		if d := c.Deadline(D16); d != nil { // who passed it on wants an answer all the same
			add(c.climbsAt(o, d), func(at time.Time) { c.rise(o, d, at) })
		}
		return out
	}
	add(c.risesAt(o), func(at time.Time) {
		c.Risen = at
		before := c.Owner
		c.endClosing(o, at, "")
		c.raise(o, Major, "G8", at)
		if d := c.Deadline(D6); d != nil && d.Status == Running { // said by the rise itself (rule D6)
			d.Status, d.Told = Missed, silenced
		}
		c.tell(o, NoticeRaised, "", at, "", append(c.tier(o, TierManager), before, c.Owner)...)
	})
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		add(c.climbsAt(o, d), func(at time.Time) { c.rise(o, d, at) })
		add(c.lateAt(d), func(at time.Time) { // rules D9, D13
			d.LateAt = at
			c.note(System(o), ActionMissDeadline, c.State, at, Note("deadline", string(d.Kind)))
		})
	}
	if p := c.paused(); p != nil { // rule D9
		add(p.Until, func(at time.Time) {
			c.note(System(o), ActionResume, c.State, at)
			c.runOn(o, at, "")
			c.tell(o, NoticeResumed, "", at, "", append(c.tier(o, TierHandler), c.Owner)...)
		})
	}
	c.reportsDue(o, add)
	c.lawDatesDue(o, add)
	c.acceptanceDue(o, add)
	c.wordDue(o, add)
	c.closingDue(o, add)
	if t := c.Transferring(); t != nil && !t.Told && c.State.Open() { // rule K11
		add(t.Due, func(at time.Time) {
			t.Told = true
			c.alert(o, NoticeTransferLate, "", at,
				append(append(c.tier(o, TierSupervisor), c.tier(o, TierManager)...), c.Owner, t.By)...)
		})
	}
	if c.State.Open() && !(c.Anonymous() && c.Phone == "") { // rule D12; nobody can be in touch with who left nothing
		add(c.lastTouch(o).Add(o.Parameters.Span(SilentAfter)), func(at time.Time) {
			c.SilentTold = at
			c.alert(o, NoticeSilent, "", at, append(c.tier(o, TierHandler), c.Owner)...)
		})
	}
	c.fulfilmentsDue(o, add)
	if c.State != Archived {
		c.workDue(o, add)
		for i := range c.Proposals {
			if p := &c.Proposals[i]; p.Status == ProposalAgreed && p.Has(Compensation) && !p.Told &&
				c.Paid(p.N) < p.Payable() {
				add(p.PayBy, func(at time.Time) {
					p.Told = true
					payers := accounts(o.Active(func(who *Person) bool { return o.Has(who, Finance) }))
					c.alert(o, NoticePaymentDue, "", at, append(payers, c.Owner)...)
				})
			}
		}
		for i := range c.Disputes { // rule T1: an award is payable like an approved sum
			d := &c.Disputes[i]
			if d.Amount > 0 && !d.PayTold && c.PaidFor(Debt{Dispute: d.N}) < d.Amount {
				add(d.EndedAt.Add(o.Parameters.Span(PayWithin)), func(at time.Time) {
					d.PayTold = true
					payers := accounts(o.Active(func(who *Person) bool { return o.Has(who, Finance) }))
					c.alert(o, NoticePaymentDue, "", at, append(payers, c.Owner)...)
				})
			}
		}
	}
	for i := range c.Disputes {
		d := &c.Disputes[i]
		// rule T3
		if day, at := d.nextConfirmReminder(); !at.IsZero() && at.Before(d.ConfirmUntil()) && c.State != Archived &&
			!c.hasEvent(d.N, Confirmation) {
			add(at, func(at time.Time) {
				d.Reminded, d.Told = day, day == confirmRemind[len(confirmRemind)-1]
				c.alert(o, NoticeConfirm, "", at, append(c.tier(o, TierHandler), c.Owner)...)
			})
		}
	}
	add(c.blockDue(o), func(at time.Time) { c.block(System(o), at, "B1", "") })
	add(c.outlived(o), func(at time.Time) { c.overdue(o, at) })                   // rule B1
	if c.State == Closed && c.FollowUpTold.Before(c.ClosedAt) && c.awaitsCall() { // rule W9
		add(c.ClosedAt.Add(o.Parameters.Span(FollowUpWithin)), func(at time.Time) {
			c.FollowUpTold = at
			callers := []string{c.RecordedBy, c.Owner}
			if c.Owner == c.Handler { // who handled it does not call
				callers = append(callers, c.tier(o, TierSupervisor)...)
			}
			c.alert(o, NoticeFollowUpDue, "", at,
				slices.DeleteFunc(callers, func(a string) bool { return a == c.Handler })...)
		})
	}
	return out
}

// lateAt is when the first date of a deadline passes that was moved, or that stands still, zero where it does
// not (rules D9, D11).
func (c *Complaint) lateAt(d *Deadline) time.Time {
	if d.LateAt.IsZero() && d.MetAt.IsZero() && !c.counts(d.Kind) &&
		(d.Status == Paused || d.Status == Running && d.Due.After(d.First())) {
		return d.First()
	}
	return time.Time{}
}

// AcceptUntil is by when what was given to somebody at an instant is to be accepted, and by when what nobody
// handles is to be given to somebody: in working hours of the site, an emergency's in natural ones (rule W14).
func (c *Complaint) AcceptUntil(o *Org, since time.Time) time.Time {
	within := o.Parameters.Span(AcceptWithin)
	if c.Urgency == Emergency || o.Parameters.Get(AcceptWorking) != 1 {
		return since.Add(within)
	}
	return o.Calendar.Add(c.Site, o.Zone, since, within)
}

// acceptanceDue adds when a hand-over that nobody has accepted returns, and the alarm about what nobody
// handles, one role higher each time; at the vice president it repeats daily (rule W14).
func (c *Complaint) acceptanceDue(o *Org, add func(time.Time, func(time.Time))) {
	if c.Handler != "" && c.AcceptedAt.IsZero() && c.State.Open() {
		add(c.AcceptUntil(o, c.AssignedAt), func(at time.Time) {
			handler := c.Handler
			c.note(System(o), ActionReturn, c.State, at, changes("handler", handler, "")...)
			if !slices.Contains(c.Offered, handler) {
				c.Offered = append(c.Offered, handler)
			}
			c.Handler, c.AssignedAt = "", at
			if c.UnassignedRung == 0 { // whoever is in charge hears of it here
				c.climbUnassigned(o, at)
			}
			c.tell(o, NoticeReturned, "", at, "", handler, c.FirstContact, c.Owner)
		})
	}
	if c.Handler != "" || c.State.Settled() {
		return
	}
	since := latest(c.RecordedAt, c.AssignedAt, c.UnsettledSince, c.UnassignedTold)
	due := c.AcceptUntil(o, since)
	if c.UnassignedRung == daily {
		due = since.Add(24 * time.Hour)
	}
	add(due, func(at time.Time) {
		who := []string{c.FirstContact, c.Owner}
		if c.UnassignedRung > 0 {
			who = append(who, c.tier(o, tierOf(c.unassignedRole(o)))...)
		}
		c.climbUnassigned(o, at)
		c.alert(o, NoticeUnassigned, "", at, who...)
	})
}

// daily is the rung on which the vice president hears every day that nobody handles it (rule W14).
const daily = 100

// unassignedRole is the role that the next alarm reaches.
func (c *Complaint) unassignedRole(o *Org) Role { return min(VP, c.Seat(o)+Role(c.UnassignedRung)) }

// climbUnassigned notes that this role was told.
func (c *Complaint) climbUnassigned(o *Org, at time.Time) {
	c.UnassignedTold = at
	if c.UnassignedRung++; c.UnassignedRung > daily || c.Seat(o)+Role(c.UnassignedRung-1) >= VP {
		c.UnassignedRung = daily
	}
}

// tierOf is who is told of a role.
func tierOf(r Role) Tier {
	switch r {
	case VP:
		return TierVP
	case Manager:
		return TierManager
	}
	return TierSupervisor
}

// workDue adds the dates of tasks and measures.
func (c *Complaint) workDue(o *Org, add func(time.Time, func(time.Time))) {
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.EndedAt.IsZero() && !t.Told && !c.giftWaits(t) {
			add(t.Due, func(at time.Time) { t.Told = true; c.alert(o, NoticeTaskDue, "", at, t.Who, c.Owner) })
		}
	}
	for i := range c.Measures {
		if m := &c.Measures[i]; m.DoneAt.IsZero() && !m.Told {
			add(m.Due, func(at time.Time) { m.Told = true; c.alert(o, NoticeMeasureDue, "", at, m.Person, c.Owner) })
		}
	}
}

// lastTouch is the last contact with the customer, or the last time that its absence was told of (rule D12).
func (c *Complaint) lastTouch(o *Org) time.Time {
	last := latest(append(touches(c.Contacts, o.Zone), c.ReceivedAt, c.SilentTold, c.UnsettledSince)...)
	for _, a := range c.Answers {
		last = latest(last, a.At)
	}
	for _, r := range c.Results {
		last = latest(last, r.At)
	}
	return last
}

// climbsAt is when a deadline reaches its next rung, zero when it does not: met, waived and paused ones
// stand, and so does one whose case is settled. One still late when its case is taken up again climbs
// from then on.
func (c *Complaint) climbsAt(o *Org, d *Deadline) time.Time {
	stands := c.paused() != nil
	if d.Kind.Fixed() { // no pause (rules D6, D16)
		stands = false
	}
	if d.Kind == D6 { // what is settled or silenced does not rise (rules D6, G8, K10)
		if c.counts(D6) || c.silenced() {
			return time.Time{}
		}
	}
	owed := !c.counts(d.Kind) || d.Kind == D16 && c.State.Open() || d.Kind == D17 && c.State != Archived
	if late := d.late() && owed && !stands; d.Status != Running && !late {
		return time.Time{}
	}
	r := c.Grade.nextRung(d.Told)
	switch {
	case r == nil && d.Status == Running:
		return d.Due
	case r == nil:
		return time.Time{}
	case r.Percent == 100:
		return d.Due
	}
	at := c.after(o, d, d.From, d.Span/100*time.Duration(r.Percent)) // three years times 150 would not fit
	if d.Status == Running {
		return at
	}
	return latest(at, d.Due, c.UnsettledSince)
}

// rise takes a deadline one rung up: the verdict at its date, and those who are told (rules D8, D13).
func (c *Complaint) rise(o *Org, d *Deadline, at time.Time) {
	r := c.Grade.nextRung(d.Told)
	if d.Status == Running && !at.Before(d.Due) {
		d.Status = Missed
		if d.LateAt.IsZero() {
			c.note(System(o), ActionMissDeadline, c.State, at, Note("deadline", string(d.Kind)))
		}
		if d.Kind == D17 {
			c.lapsed(o, at)
		}
	}
	if r == nil {
		return
	}
	d.Told = r.Percent
	var who []string
	for _, t := range r.Tell {
		who = append(who, c.tier(o, t)...)
	}
	c.alert(o, r.Kind, string(d.Kind), at, who...)
}

// alert tells people something by the clock, on record.
func (c *Complaint) alert(o *Org, kind NoticeKind, what string, at time.Time, accounts ...string) {
	c.note(System(o), ActionAlert, c.State, at, Note("notice", string(kind)), Note("deadline", what))
	c.tell(o, kind, what, at, "", accounts...)
}

// NextDue is the next instant at which something happens to the complaint by itself, zero for never.
// The store keeps it in an index, so that the clock finds what is due (rule D10).
func (c *Complaint) NextDue(o *Org) time.Time {
	var next time.Time
	for _, a := range c.alarms(o) {
		if next.IsZero() || a.at.Before(next) {
			next = a.at
		}
	}
	if c.stranded(o) { // at once
		return sooner(next, c.RecordedAt)
	}
	return next
}

func sooner(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// Run does what is due by now, each thing once and as of its own instant, in their order, however
// late the clock comes (rules D10, D13, G8). Where figures have changed meanwhile, each stretch of time
// is run with its own: a late clock does what a punctual one would have done.
func (c *Complaint) Run(o *Org, now time.Time) {
	c.adopt(o, now)
	var begins time.Time
	for _, t := range o.Terms {
		if t.From.After(c.RecordedAt) && t.From.After(begins) && !t.From.After(now) {
			ends := t.From.Add(-time.Millisecond)
			c.run(o.At(ends), begins, ends, now)
			begins = t.From
		}
	}
	c.run(o, begins, now, now)
	if c.stranded(o) {
		c.reseat(System(o), now, false)
	}
}

// mostAlarms is far more than a record can have between two looks of the clock.
const mostAlarms = 10_000

// run is Run for a stretch of time with the same figures. What new figures would have had happen before
// it happens as it begins: they do not rule backwards. What is due and stays so, as in a damaged record, ends; the
// store says which.
func (c *Complaint) run(o *Org, begins, until, now time.Time) {
	for range mostAlarms {
		first := alarm{}
		for _, a := range c.alarms(o) {
			if a.at = latest(a.at, begins); !a.at.After(until) && (first.act == nil || a.at.Before(first.at)) {
				first = a
			}
		}
		if first.act == nil {
			return
		}
		written := len(c.journal)
		first.act(first.at)
		if c.stranded(o) { // what a rise has left without anybody
			c.reseat(System(o), first.at, false)
		}
		for i := range c.journal[written:] {
			c.journal[written+i].Logged = now
		}
	}
}

// NextToKeep is the earliest date that still has to be kept, late ones included: once settled, of what the
// customer has agreed to, of the answer in writing and of who passed it on (rules D14, D16, D17, D18). Its zero value
// when the complaint waits for nothing. Lists show and sort by it.
func (c *Complaint) NextToKeep() Deadline {
	var next Deadline
	if c.Merged() || !c.State.Open() {
		return next
	}
	if f := c.NextFulfilment(); f != nil {
		next = f.Deadline
	}
	for i := range c.LawReports { // rule D18
		if r := &c.LawReports[i]; r.Open() && (next.Due.IsZero() || r.Due.Before(next.Due)) {
			next = r.Deadline()
		}
	}
	for _, d := range c.LawDatesOpen() { // rule T3
		if next.Due.IsZero() || d.Due.Before(next.Due) {
			next = d.Deadline()
		}
	}
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if c.counts(d.Kind) && d.Kind != D16 && d.Kind != D17 {
			continue
		}
		if d.MetAt.IsZero() && d.Status != Waived && !c.Earlier(d) &&
			(next.Due.IsZero() || d.Due.Before(next.Due)) {
			next = *d
		}
	}
	return next
}
