package huiyin

import (
	"slices"
	"time"
)

// Deadline is one date that a complaint has to keep (RULES.md §5). Due is From plus Span, in natural or in
// working time (rule D9); a pause moves From, an extension lengthens Span.
type Deadline struct {
	ID       int64
	Kind     DeadlineKind
	Due      time.Time
	Status   DeadlineStatus
	MetAt    time.Time // when it was met, in time or late
	From     time.Time
	Span     time.Duration
	Working  bool          // counts working hours
	FirstDue time.Time     // before the first extension, zero without one (rule D11)
	Told     int           // percent of the rung last climbed (rule D8)
	OwnSpan  time.Duration // its own where that of a complaint merged in is shorter, else zero (rule K7)
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

var deadlineKinds = words[DeadlineKind]{{D2, "首次响应"}, {D3, "首次反馈"}, {D4, "部门处理意见"}, {D5, "办结"}}

// D1 is the deadline of an inquiry, which no complaint has.
const D1 DeadlineKind = "D1"

// Label is the deadline's name on pages.
func (k DeadlineKind) Label() string {
	if k == D1 {
		return "答复咨询"
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

// Overdue tells whether the deadline is missed, or is by now; the clock job writes the verdict down
// within a minute.
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
			d.From = c.ReceivedAt
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
		if !d.FirstDue.IsZero() && granted.After(d.Due) {
			d.Due, d.Span = granted, c.between(o, d, d.From, granted)
		}
		if borrowed && granted.Before(d.Due) { // of what is merged in (rule K7)
			c.shorten(o, d, granted)
		}
	}
}

// recount gives the instant from which a deadline would run if it had always counted in its present
// kind of time: the receipt, moved by every pause.
func (c *Complaint) recount(o *Org, d *Deadline) time.Time {
	from := c.ReceivedAt
	for _, p := range c.Pauses {
		if !p.EndedAt.IsZero() {
			from = c.before(o, d, p.EndedAt, c.between(o, d, from, p.At))
		}
	}
	return from
}

// Deadline finds a deadline by its kind, nil when there is none.
func (c *Complaint) Deadline(k DeadlineKind) *Deadline {
	i := slices.IndexFunc(c.Deadlines, func(d Deadline) bool { return d.Kind == k })
	if i < 0 {
		return nil
	}
	return &c.Deadlines[i]
}

// meet lets the verdict fall on a deadline that still runs (rule D13).
func (c *Complaint) meet(k DeadlineKind, now time.Time) {
	d := c.Deadline(k)
	if d == nil || !d.MetAt.IsZero() || d.Status == Waived {
		return
	}
	d.MetAt = now
	if d.Status == Paused { // what stands still cannot be late
		d.Status = Met
	}
	if d.Status == Running {
		if d.Overdue(now) {
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
