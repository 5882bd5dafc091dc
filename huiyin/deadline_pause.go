package huiyin

import (
	"slices"
	"time"
)

// Pause is a stretch in which the clock stands still, with its reason and its last day (rule D9). The
// month does not pause (rule G8).
type Pause struct {
	ID      int64
	At      time.Time
	By      string
	Reason  string
	Until   time.Time // the clock runs on by itself
	EndedAt time.Time
	EndedBy string // "" for the clock
}

// Length is how long the pause has lasted by now.
func (p *Pause) Length(now time.Time) time.Duration {
	if !p.EndedAt.IsZero() {
		now = p.EndedAt
	}
	return max(0, now.Sub(p.At))
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

// PausedFor is how often the clock has stood since the complaint was received, or taken up again, and how
// long in all, reckoning the pause that lasts to its last day (rule D9).
func (c *Complaint) PausedFor() (n int, together time.Duration) {
	for i := range c.Pauses {
		if p := &c.Pauses[i]; !p.At.Before(c.UnsettledSince) {
			n++
			together += p.Length(latest(p.At, p.Until))
		}
	}
	return n, together
}

// pausesLonger tells whether somebody may stop the clock more often or longer than the limits allow: the role
// next above the one in charge, at the top another seat of the same (rule D9).
func (c *Complaint) pausesLonger(by Actor) bool {
	return by.Role >= min(VP, c.Seat(by.Org)+1) && by.AnswersFor(c.Site)
}

// Pause stops the clocks until a day, for a reason: waiting for the customer, a third party, a court. The
// owner is told; beyond the limits the next role does it (rule D9).
func (c *Complaint) Pause(by Actor, now, until time.Time, reason string) error {
	m, err := c.begin(by, ActionPause, now)
	if err != nil {
		return err
	}
	if c.paused() != nil {
		return Conflict("计时已经暂停。")
	}
	o := by.Org
	if err := Every(needed("reason", reason, 1000), when(until.IsZero(), "until", "请填写暂停到哪一天。"),
		when(!until.After(now), "until", "暂停的最后一天须晚于现在。"),
		when(until.Sub(now) > o.Parameters.Span(PauseDays), "until", "一次最多暂停 %d 天。",
			o.Parameters.Get(PauseDays))); err != nil {
		return err
	}
	n, stood := c.PausedFor()
	beyond := int64(n) >= o.Parameters.Get(PauseTimes) || stood+until.Sub(now) > o.Parameters.Span(PauseTotal)
	if beyond && !m.actsFor(c.pausesLonger) {
		return Forbidden("已暂停 %d 次，最多 %d 次、合计 %d 天；再暂停须由负责人的上一级决定。", n, o.Parameters.Get(PauseTimes),
			o.Parameters.Get(PauseTotal))
	}
	if err := m.stay(Note("reason", reason), Note("until", stamp(until))); err != nil {
		return err
	}
	c.Pauses = append(c.Pauses, Pause{At: now, By: by.Account, Reason: reason, Until: until})
	for i := range c.Deadlines {
		if d := &c.Deadlines[i]; d.Status == Running && !d.Kind.Fixed() {
			d.Status = Paused
		}
	}
	c.tell(o, NoticePaused, "", now, by.Account, c.Owner)
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
	c.runOn(by.Org, now, by.Account)
	return nil
}

// runOn ends the pause that lasts: what was left runs on from now, beside the first date (rule D9).
func (c *Complaint) runOn(o *Org, now time.Time, by string) {
	p := c.paused()
	p.EndedAt, p.EndedBy = now, by
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if d.Kind.Fixed() || d.Status != Paused && !d.late() {
			continue
		}
		d.From = c.before(o, d, now, c.between(o, d, d.From, p.At))
		due := d.Due
		switch {
		case d.Status == Missed: // its date stands, only what is told later moves
			continue
		case c.extended(d): // a date that was granted is a date: it moves by the length of the pause
			d.Due = d.Due.Add(now.Sub(p.At))
			d.Span = c.between(o, d, d.From, d.Due)
		default:
			d.Due = c.after(o, d, d.From, d.Span)
		}
		if d.Status = Running; d.FirstDue.IsZero() && d.Due.After(due) {
			d.FirstDue = due
		}
	}
}

// extended tells whether a later date was granted for a deadline (rule D11).
func (c *Complaint) extended(d *Deadline) bool {
	return slices.ContainsFunc(c.Extensions, func(e Extension) bool {
		return e.Deadline == d.Kind && e.Granted == "yes" && !e.At.Before(d.Start)
	})
}

// ToldSince is when the customer first heard from the house since an instant, such as that of a new date,
// zero where they have not (rule D9).
func (c *Complaint) ToldSince(at time.Time) time.Time {
	var first time.Time
	heard := func(when time.Time) {
		if !when.Before(at) && (first.IsZero() || when.Before(first)) {
			first = when
		}
	}
	for _, k := range c.Contacts {
		if !k.Unreached {
			heard(k.At)
		}
	}
	for _, a := range c.Answers {
		heard(a.At)
	}
	return first
}

// late tells whether the deadline is missed and what it waits for has still not come.
func (d *Deadline) late() bool { return d.Status == Missed && d.MetAt.IsZero() }

// Extend asks for a later date; whoever is in charge thereby grants it, others and who does the work themselves
// wait for their word (rule D11).
func (c *Complaint) Extend(by Actor, now time.Time, kind DeadlineKind, until time.Time, reason string) error {
	m, err := c.begin(by, ActionExtend, now)
	if err != nil {
		return err
	}
	d := c.Deadline(kind)
	if err := Every(when(d == nil || d.Status != Running || kind.Fixed(), "deadline", "请选择仍在计时的时限。"),
		when(!until.After(now) || d != nil && !until.After(d.Due), "until", "延期须晚于现在的期限。"),
		when(until.After(c.ReceivedAt.AddDate(3, 0, 0)), "until", "延期过长，请核对。"),
		needed("reason", reason, 1000)); err != nil {
		return err
	}
	granted := governs(by, c) && !c.does(by.Account)
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

// does tells whether the work is a person's own: the handler's, until they have accepted who was first asked; nobody
// grants themselves a later date for it (rule D11).
func (c *Complaint) does(account string) bool {
	return account != "" && (account == c.Handler || c.AcceptedAt.IsZero() && account == c.FirstContact)
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
	case c.does(by.Account): // rule D11
		return Forbidden("不能同意自己所办事项的延期，须由负责人或上一级答复。")
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
