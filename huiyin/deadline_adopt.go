package huiyin

import "time"

// adopt gives a complaint that was open before there were such dates its month, the dates of what its
// customer has agreed to, and a last day to a pause without one (rules D6, D9, D14, W14). What lies behind is
// told to nobody.
func (c *Complaint) adopt(o *Org, now time.Time) {
	if !c.State.Open() || c.Merged() || len(c.Deadlines) == 0 || c.Deadline(D6) != nil {
		return
	}
	due := latest(c.monthEnds(o), c.UnsettledSince)
	d := Deadline{Kind: D6, Status: Running, From: c.ReceivedAt, Due: due, Span: due.Sub(c.ReceivedAt)}
	switch {
	case !c.Risen.IsZero() || !c.State.Settled() && !due.After(now) && c.Validity != NotValid:
		d.Status, d.Told = Missed, silenced
	case c.State.Settled():
		d.Status, d.MetAt = Met, c.SettledAt
	}
	c.Deadlines = append(c.Deadlines, d)
	c.hush(o, c.Deadline(D6), now)
	c.datePayments(o, now)
	for _, f := range c.Fulfilments() {
		for r := f.nextRung(c.Grade); f.Open() && r != nil && !c.urgesAt(&f).After(now); r = f.nextRung(c.Grade) {
			f.Told, *f.climbed = r.Percent, r.Percent
		}
	}
	if p := c.paused(); p != nil && p.Until.IsZero() {
		p.Until = now.Add(o.Parameters.Span(PauseDays))
	}
	if c.Handler == "" && !c.UnassignedTold.IsZero() {
		c.UnassignedTold = now
	}
	c.note(System(o), ActionSetDates, c.State, now, Note("deadline", string(D6)))
}

// silenced is above every rung.
const silenced = 1000
