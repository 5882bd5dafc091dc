package huiyin

import (
	"slices"
	"time"
)

// Pause is a stretch in which the clock stands still, with its reason (rule D9). The month does not
// pause (rule G8).
type Pause struct {
	ID      int64
	At      time.Time
	By      string
	Reason  string
	EndedAt time.Time
	EndedBy string
}

// Extension is a later date asked for, and granted or not by the role in charge (rule D11).
type Extension struct {
	ID         int64
	N          int
	At         time.Time
	By         string
	Deadline   DeadlineKind
	Until      time.Time
	Reason     string
	DecidedAt  time.Time
	DecidedBy  string
	Granted    string // yes, no
	DecidedFor string // in whose place (rule P6)
}

// paused gives the pause that lasts, nil when the clock runs.
func (c *Complaint) paused() *Pause {
	if n := len(c.Pauses); n > 0 && c.Pauses[n-1].EndedAt.IsZero() {
		return &c.Pauses[n-1]
	}
	return nil
}

// Paused gives the pause that lasts, nil when the clock runs.
func (c *Complaint) Paused() *Pause { return c.paused() }

// Pause stops the clocks for a reason: waiting for the customer, a third party, a court (rule D9).
func (c *Complaint) Pause(by Actor, now time.Time, reason string) error {
	m, err := c.begin(by, ActionPause, now)
	if err != nil {
		return err
	}
	if c.paused() != nil {
		return Conflict("计时已经暂停。")
	}
	if err := needed("reason", reason, 1000); err != nil {
		return err
	}
	if err := m.stay(Note("reason", reason)); err != nil {
		return err
	}
	c.Pauses = append(c.Pauses, Pause{At: now, By: by.Account, Reason: reason})
	for i := range c.Deadlines {
		if d := &c.Deadlines[i]; d.Status == Running {
			d.Status = Paused
		}
	}
	return nil
}

// Resume lets the clocks run on with what was left (rule D9).
func (c *Complaint) Resume(by Actor, now time.Time) error {
	m, err := c.begin(by, ActionResume, now)
	if err != nil {
		return err
	}
	if c.paused() == nil {
		return Conflict("计时没有暂停。")
	}
	if err := m.stay(); err != nil {
		return err
	}
	p := c.paused()
	p.EndedAt, p.EndedBy = now, by.Account
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if d.Status != Paused && !d.late() {
			continue
		}
		d.From = c.before(by.Org, d, now, c.between(by.Org, d, d.From, p.At))
		switch {
		case d.Status == Missed: // its date stands, only what is told later moves
		case d.FirstDue.IsZero():
			d.Due, d.Status = c.after(by.Org, d, d.From, d.Span), Running
		default: // a date that was granted is a date: it moves by the length of the pause
			d.Due, d.Status = d.Due.Add(now.Sub(p.At)), Running
			d.Span = c.between(by.Org, d, d.From, d.Due)
		}
	}
	return nil
}

// late tells whether the deadline is missed and what it waits for has still not come.
func (d *Deadline) late() bool { return d.Status == Missed && d.MetAt.IsZero() }

// Extend asks for a later date; whoever is in charge thereby grants it, others wait for their word
// (rule D11).
func (c *Complaint) Extend(by Actor, now time.Time, kind DeadlineKind, until time.Time, reason string) error {
	m, err := c.begin(by, ActionExtend, now)
	if err != nil {
		return err
	}
	d := c.Deadline(kind)
	switch {
	case d == nil || d.Status != Running:
		return Invalid("deadline", "请选择仍在计时的时限。")
	case !until.After(d.Due):
		return Invalid("until", "延期须晚于现在的期限。")
	case until.After(c.ReceivedAt.AddDate(3, 0, 0)):
		return Invalid("until", "延期过长，请核对。")
	}
	if err := needed("reason", reason, 1000); err != nil {
		return err
	}
	granted := governs(by, c)
	if !granted && slices.ContainsFunc(c.Extensions,
		func(e Extension) bool { return e.Deadline == kind && e.Granted == "" }) {
		return Conflict("这一时限已有延期申请在等答复。")
	}
	if err := m.stay(Note("deadline", string(kind)), Note("until", stamp(until)), Note("reason", reason)); err != nil {
		return err
	}
	e := Extension{N: len(c.Extensions) + 1, At: now, By: by.Account, Deadline: kind, Until: until, Reason: reason}
	if granted {
		e.DecidedAt, e.DecidedBy, e.Granted = now, by.Account, "yes"
		c.extend(by.Org, d, until)
	} else {
		c.tell(by.Org, NoticeExtension, string(kind), now, by.Account, c.Owner)
	}
	c.Extensions = append(c.Extensions, e)
	return nil
}

// extend gives a deadline its later date; the first stays on record.
func (c *Complaint) extend(o *Org, d *Deadline, until time.Time) {
	if d.FirstDue.IsZero() {
		d.FirstDue = d.Due
	}
	d.Due, d.Span, d.OwnSpan = until, c.between(o, d, d.From, until), 0
}

// DecideExtension grants or denies a later date that was asked for (rule D11).
func (c *Complaint) DecideExtension(by Actor, now time.Time, n int, granted string) error {
	if n < 1 || n > len(c.Extensions) || !c.Visible(by) {
		return NotFound()
	}
	m, err := c.begin(by, ActionGrantExtension, now)
	if err != nil {
		return err
	}
	e := &c.Extensions[n-1]
	d := c.Deadline(e.Deadline)
	switch {
	case e.Granted != "":
		return Conflict("这一申请已经答复。")
	case m.by.For != "" && (e.By == by.Account || e.By == m.by.For): // rule C4, through a delegate too
		return Forbidden("不能代他人答复自己或对方提出的延期申请。")
	case granted != "yes" && granted != "no":
		return Invalid("granted", "请选择同意或不同意。")
	case granted == "yes" && (d.Status != Running || !e.Until.After(d.Due)):
		return Conflict("这一时限已不能延期。")
	}
	if err := m.stay(
		Note("deadline", string(e.Deadline)), Note("until", stamp(e.Until)), Note("granted", granted),
	); err != nil {
		return err
	}
	e.DecidedAt, e.DecidedBy, e.DecidedFor, e.Granted = now, by.Account, m.by.For, granted
	if granted == "yes" {
		c.extend(by.Org, d, e.Until)
	}
	c.tell(by.Org, NoticeExtended, string(e.Deadline), now, by.Account, e.By)
	return nil
}
