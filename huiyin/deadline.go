package huiyin

import (
	"slices"
	"time"
)

// Deadline is one date that a complaint has to keep (RULES.md §5). Due is From plus Span, in natural or in
// working time (rule D9); a pause moves From, an extension lengthens Span. Whether it was kept is judged by
// the first date, whatever moved it since (rules D9, D11). Taking a complaint up again adds a second one of
// its kind; the verdict on the first stands (rules D13, D15).
type Deadline struct {
	ID       int64
	Kind     DeadlineKind
	Due      time.Time
	Status   DeadlineStatus
	MetAt    time.Time // when it was met, in time or late
	From     time.Time
	Span     time.Duration
	Working  bool          // counts working hours
	FirstDue time.Time     // before the first pause or extension that moved it, zero where none did
	Told     int           // percent of the rung last climbed (rule D8)
	OwnSpan  time.Duration // its own where that of a complaint merged in is shorter, else zero (rule K7)
	Start    time.Time     // when the complaint was taken up again, zero for the receipt (rule D15)
	LateAt   time.Time     // when its first date passed while a moved one was still to come (rules D9, D13)
}

// DeadlineKind names a deadline by its rule.
type DeadlineKind string

// The deadlines of the main way.
const (
	D2 DeadlineKind = "D2"
	D3 DeadlineKind = "D3"
	D4 DeadlineKind = "D4"
	D5 DeadlineKind = "D5"
)

// D6 is the month of rule G8, D14 what the customer was promised or has agreed to, and D16 the date of who passed
// the complaint on.
const (
	D6  DeadlineKind = "D6"
	D14 DeadlineKind = "D14"
	D16 DeadlineKind = "D16"
)

// D17 is the statutory date for the answer in writing, which nothing moves (rule D17).
const D17 DeadlineKind = "D17"

// Fixed tells whether no pause and no extension of the house moves the deadline (rules D6, G8, D16, D17).
func (k DeadlineKind) Fixed() bool { return k == D6 || k == D16 || k == D17 }

var deadlineKinds = words[DeadlineKind]{{D2, "首次响应"}, {D3, "首次反馈"}, {D4, "部门处理意见"}, {D5, "办结"}}

// D1 is the deadline of an inquiry, which no complaint has.
const D1 DeadlineKind = "D1"

// Label is the deadline's name on pages.
func (k DeadlineKind) Label() string {
	switch k {
	case D1:
		return "答复咨询"
	case D6:
		return "满月升级"
	case D14:
		return "履行约定"
	case D16:
		return "外部答复"
	case D17:
		return "法定书面答复"
	case D18:
		return "法定报告"
	case LawDue:
		return "法定期限"
	}
	return deadlineKinds.label(k)
}

// DeadlineStatus is where a deadline stands; met and missed are verdicts and never change (rule D13).
type DeadlineStatus string

// The statuses. Waived: the case went on without what was waited for.
const (
	Running DeadlineStatus = "running"
	Met     DeadlineStatus = "met"
	Missed  DeadlineStatus = "missed"
	Waived  DeadlineStatus = "waived"
	Paused  DeadlineStatus = "paused"
)

// First is the date by which it is judged whether the deadline was kept (rules D9, D11).
func (d *Deadline) First() time.Time {
	if !d.FirstDue.IsZero() {
		return d.FirstDue
	}
	return d.Due
}

// Late tells whether the deadline was missed, or is by now, judged by its first date; one that was moved
// may be late and still run (rules D9, D13).
func (d *Deadline) Late(now time.Time) bool {
	unmet := d.Status == Running || d.Status == Paused
	return d.Status == Missed || !d.LateAt.IsZero() || unmet && !now.Before(d.First())
}

// Overdue tells whether the deadline is missed, or is by now, by the date that it has at present; the clock
// job writes the verdict down within a minute.
func (d *Deadline) Overdue(now time.Time) bool {
	return d.Status == Missed || d.Status == Running && !now.Before(d.Due)
}

// Shown is the status to show at an instant.
func (d *Deadline) Shown(now time.Time) DeadlineStatus {
	if d.Overdue(now) {
		return Missed
	}
	return d.Status
}

// span is how long a deadline runs from receipt (rules D2 to D5).
func (c *Complaint) span(o *Org, k DeadlineKind) time.Duration {
	byGrade := func(minor, important, major Parameter) Parameter {
		switch c.Grade {
		case Major:
			return major
		case Minor:
			return minor
		}
		return important
	}
	figure := FirstFeedback
	switch k {
	case D2:
		figure = map[Urgency]Parameter{Normal: FirstResponse, Urgent: FirstResponseUrgent,
			Emergency: FirstResponseNow}[c.Urgency]
	case D4:
		figure = byGrade(OpinionMinor, OpinionImportant, OpinionMajor)
	case D5:
		figure = byGrade(SettleMinor, SettleImportant, SettleMajor)
	}
	return o.Parameters.Span(figure)
}

// working tells whether a deadline counts working hours (rule D9); an emergency's first response never does.
func (c *Complaint) working(o *Org, k DeadlineKind) bool {
	if k == D2 && c.Urgency == Emergency {
		return false
	}
	return o.Parameters.Get(workingFigure[k]) == 1
}

var workingFigure = map[DeadlineKind]Parameter{D2: FirstResponseWorking, D3: FirstFeedbackWorking, D4: OpinionWorking,
	D5: SettleWorking}

// after, before and between reckon in the deadline's own time.
func (c *Complaint) after(o *Org, d *Deadline, at time.Time, span time.Duration) time.Time {
	if d.Working {
		return o.Calendar.Add(c.Site, o.Zone, at, span)
	}
	return at.Add(span)
}

func (c *Complaint) before(o *Org, d *Deadline, at time.Time, span time.Duration) time.Time {
	if d.Working {
		return o.Calendar.Back(c.Site, o.Zone, at, span)
	}
	return at.Add(-span)
}

func (c *Complaint) between(o *Org, d *Deadline, a, b time.Time) time.Duration {
	if d.Working {
		return o.Calendar.Between(c.Site, o.Zone, a, b)
	}
	return max(0, b.Sub(a))
}

// setDates gives deadlines that still run their dates by the present grade and urgency; verdicts stay
// (rule D13). What did not change keeps its date, whatever the settings have become since. A day
// counts 24 hours, or the site's full working day. A date that was granted stays where it is later.
func (c *Complaint) setDates(o *Org, kinds ...DeadlineKind) {
	for _, k := range kinds {
		d := c.Deadline(k)
		if d == nil || d.Status != Running && d.Status != Paused {
			continue
		}
		if d.From.IsZero() {
			d.From = c.begun(d)
		}
		if working := c.working(o, k); working != d.Working {
			d.Working = working
			d.From = c.recount(o, d)
		}
		granted, borrowed := d.Due, d.OwnSpan != 0
		d.OwnSpan = 0
		d.Span = c.span(o, k)
		if days := d.Span / (24 * time.Hour); d.Working && k == D5 {
			d.Span = days * o.Calendar.Week(c.Site).Day()
		}
		d.Due = c.after(o, d, d.From, d.Span)
		if !d.FirstDue.IsZero() && d.LateAt.IsZero() {
			d.FirstDue = c.after(o, d, c.begun(d), d.Span)
		}
		if c.extended(d) && granted.After(d.Due) {
			d.Due, d.Span = granted, c.between(o, d, d.From, granted)
		}
		if borrowed && granted.Before(d.Due) { // of what is merged in (rule K7)
			c.shorten(o, d, granted)
		}
	}
}

// recount gives the instant from which a deadline would run if it had always counted in its present
// kind of time: its beginning, moved by every pause since.
func (c *Complaint) recount(o *Org, d *Deadline) time.Time {
	from := c.begun(d)
	for _, p := range c.Pauses {
		if !p.EndedAt.IsZero() && !p.At.Before(from) {
			from = c.before(o, d, p.EndedAt, c.between(o, d, from, p.At))
		}
	}
	return from
}

// begun is the instant from which a deadline counts before anything moved it.
func (c *Complaint) begun(d *Deadline) time.Time {
	if !d.Start.IsZero() {
		return d.Start
	}
	return c.ReceivedAt
}

// Deadline finds the present deadline of a kind, nil when there is none: after the complaint was taken up
// again, that of the new round (rule D15).
func (c *Complaint) Deadline(k DeadlineKind) *Deadline {
	for i := range slices.Backward(c.Deadlines) {
		if c.Deadlines[i].Kind == k {
			return &c.Deadlines[i]
		}
	}
	return nil
}

// Earlier tells whether a deadline is that of a round which is over (rule D15).
func (c *Complaint) Earlier(d *Deadline) bool { return c.Deadline(d.Kind).Start.After(d.Start) }

// restart gives a complaint that is taken up again its first dates anew, and an opinion that was never given (rule D15).
func (c *Complaint) restart(o *Org, now time.Time) {
	kinds := []DeadlineKind{D2, D3, D5}
	if d := c.Deadline(D4); d != nil && d.MetAt.IsZero() {
		kinds = []DeadlineKind{D2, D3, D4, D5}
	}
	for _, k := range kinds {
		c.Deadlines = append(c.Deadlines, Deadline{Kind: k, Status: Running, Start: now})
	}
	c.setDates(o, kinds...)
	c.startMonth(o, now)
}

// startMonth lets the month stand among the deadlines of a complaint that is not settled; one that has had
// its effect, or that has none, is not started anew (rules D6, G8).
func (c *Complaint) startMonth(o *Org, now time.Time) {
	due := latest(c.monthEnds(o), c.UnsettledSince)
	d := c.Deadline(D6)
	if d != nil && d.Status != Met && d.Status != Waived || !c.Risen.IsZero() || c.Grade == Major && !due.After(now) {
		return
	}
	c.Deadlines = append(c.Deadlines,
		Deadline{Kind: D6, Status: Running, From: c.ReceivedAt, Due: due, Span: due.Sub(c.ReceivedAt)})
	if d != nil {
		again := c.Deadline(D6)
		again.Start = now
		c.hush(o, again, now)
	}
}

// setMonth moves the month's date to that of what is merged in, or back (rules D6, K7).
func (c *Complaint) setMonth(o *Org) {
	if d := c.Deadline(D6); d != nil && d.Status == Running {
		d.Due = latest(c.monthEnds(o), c.UnsettledSince)
		d.Span = d.Due.Sub(d.From)
	}
}

// hush passes over the rungs below the date that lie behind: nobody is told now that half of it has gone
// long ago.
func (c *Complaint) hush(o *Org, d *Deadline, now time.Time) {
	for r := c.Grade.nextRung(d.Told); r != nil && r.Percent < 100 && d.Status == Running &&
		!c.climbsAt(o, d).After(now); r = c.Grade.nextRung(d.Told) {
		d.Told = r.Percent
	}
}

// meet lets the verdict fall on a deadline that still runs, judged by its first date (rules D9, D13).
func (c *Complaint) meet(k DeadlineKind, now time.Time) {
	d := c.Deadline(k)
	if d == nil || !d.MetAt.IsZero() || d.Status == Waived {
		return
	}
	d.MetAt = now
	if d.Status == Running || d.Status == Paused {
		if d.Late(now) || k == D5 && c.unanswered(now) {
			d.Status = Missed
		} else {
			d.Status = Met
		}
	}
}

func (c *Complaint) waive(k DeadlineKind) {
	if d := c.Deadline(k); d != nil && (d.Status == Running || d.Status == Paused) {
		d.Status = Waived
	}
}

func latest(times ...time.Time) time.Time { return slices.MaxFunc(times, time.Time.Compare) }
