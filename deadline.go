package huiyin

import (
	"slices"
	"time"
)

// Deadline is one date that a complaint has to keep (DOMAIN §5).
type Deadline struct {
	ID     int64
	Kind   DeadlineKind
	Due    time.Time
	Status DeadlineStatus
	MetAt  time.Time // when it was met, in time or late
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

// Label is the deadline's name on pages.
func (k DeadlineKind) Label() string { return deadlineKinds.label(k) }

// DeadlineStatus is where a deadline stands; met and missed are verdicts and never change (rule D13).
type DeadlineStatus string

// The statuses. Waived: the case went on without what was waited for.
const (
	Running DeadlineStatus = "running"
	Met     DeadlineStatus = "met"
	Missed  DeadlineStatus = "missed"
	Waived  DeadlineStatus = "waived"
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
	byGrade := func(minor, important, major Figure) Figure {
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
		figure = map[Urgency]Figure{Normal: FirstResponse, Urgent: FirstResponseUrgent, Emergency: FirstResponseNow}[c.Urgency]
	case D4:
		figure = byGrade(OpinionMinor, OpinionImportant, OpinionMajor)
	case D5:
		figure = byGrade(SettleMinor, SettleImportant, SettleMajor)
	}
	return o.Figures.Span(figure)
}

// setDates gives deadlines that still run their dates by the present grade and urgency; verdicts stay
// (rule D13). What did not change keeps its date, whatever the settings have become since.
func (c *Complaint) setDates(o *Org, kinds ...DeadlineKind) {
	for _, k := range kinds {
		if d := c.Deadline(k); d != nil && d.Status == Running {
			d.Due = c.ReceivedAt.Add(c.span(o, k))
		}
	}
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
	if d.Status == Running {
		if d.Overdue(now) {
			d.Status = Missed
		} else {
			d.Status = Met
		}
	}
}

func (c *Complaint) waive(k DeadlineKind) {
	if d := c.Deadline(k); d != nil && d.Status == Running {
		d.Status = Waived
	}
}

// MonthAfter is the same day and clock time one calendar month later, or that month's last day where
// it is shorter (rule G8).
func MonthAfter(t time.Time, zone *time.Location) time.Time {
	l := t.In(zone)
	day := min(l.Day(), time.Date(l.Year(), l.Month()+2, 0, 0, 0, 0, 0, zone).Day())
	return time.Date(l.Year(), l.Month()+1, day, l.Hour(), l.Minute(), l.Second(), l.Nanosecond(), zone)
}

// risesAt is when the complaint becomes major by itself, zero when it never will (rule G8).
func (c *Complaint) risesAt(o *Org) time.Time {
	if c.Grade == Major || !c.Risen.IsZero() || c.State.Settled() || c.Validity == NotValid {
		return time.Time{}
	}
	at := MonthAfter(c.ReceivedAt, o.Zone)
	if c.UnsettledSince.After(at) {
		return c.UnsettledSince
	}
	return at
}

// NextDue is the next instant at which something happens to the complaint by itself, zero for never.
// The store keeps it in an index, so that the clock finds what is due (rule D10).
func (c *Complaint) NextDue(o *Org) time.Time {
	next := c.risesAt(o)
	for _, d := range c.Deadlines {
		if d.Status == Running && (next.IsZero() || d.Due.Before(next)) {
			next = d.Due
		}
	}
	return next
}

// Run does what is due by now, each thing once and as of its own instant, in their order, however
// late the clock comes (rules D10, D13, G8).
func (c *Complaint) Run(o *Org, now time.Time) {
	for at := c.NextDue(o); !at.IsZero() && !at.After(now); at = c.NextDue(o) {
		if at.Equal(c.risesAt(o)) {
			c.Risen = at
			c.raise(o, Major, "G8", at)
			c.journal[len(c.journal)-1].Logged = now
			continue
		}
		for i := range c.Deadlines {
			if d := &c.Deadlines[i]; d.Status == Running && d.Due.Equal(at) {
				d.Status = Missed
				c.note(System(o), MissDate, c.State, at, Note("deadline", string(d.Kind)))
				c.journal[len(c.journal)-1].Logged = now
			}
		}
	}
}

// NextToKeep is the earliest date that still has to be kept, late ones included; its zero value when
// the complaint waits for nothing, or is settled. Lists show and sort by it.
func (c *Complaint) NextToKeep() Deadline {
	var next Deadline
	if c.State.Settled() {
		return next
	}
	for _, d := range c.Deadlines {
		if d.MetAt.IsZero() && d.Status != Waived && (next.Due.IsZero() || d.Due.Before(next.Due)) {
			next = d
		}
	}
	return next
}
