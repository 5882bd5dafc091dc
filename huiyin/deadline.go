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
		figure = map[Urgency]Parameter{Normal: FirstResponse, Urgent: FirstResponseUrgent, Emergency: FirstResponseNow}[c.Urgency]
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

var workingFigure = map[DeadlineKind]Parameter{D2: FirstResponseWorking, D3: FirstFeedbackWorking, D4: OpinionWorking, D5: SettleWorking}

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
	if !granted && slices.ContainsFunc(c.Extensions, func(e Extension) bool { return e.Deadline == kind && e.Granted == "" }) {
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
	at := c.monthEnds(o)
	if c.UnsettledSince.After(at) {
		return c.UnsettledSince
	}
	return at
}

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
	if c.Merged() {
		c.workDue(o, add)
		return out
	}
	add(c.risesAt(o), func(at time.Time) {
		c.Risen = at
		before := c.Owner
		c.raise(o, Major, "G8", at)
		c.tell(o, NoticeRaised, "", at, "", append(c.tier(o, TierManager), before, c.Owner)...)
	})
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		add(c.climbsAt(o, d), func(at time.Time) { c.rise(o, d, at) })
	}
	if c.Handler != "" && c.AcceptedAt.IsZero() && c.State.Open() { // rule W14
		add(c.AssignedAt.Add(o.Parameters.Span(AcceptWithin)), func(at time.Time) {
			handler := c.Handler
			c.note(System(o), ActionReturn, c.State, at, changes("handler", handler, "")...)
			c.Handler, c.AssignedAt = "", at
			c.tell(o, NoticeReturned, "", at, "", handler, c.FirstContact, c.Owner)
		})
	}
	if since := latest(c.RecordedAt, c.AssignedAt, c.UnsettledSince); c.Handler == "" && !c.State.Settled() && c.UnassignedTold.Before(since) { // rule W14
		add(since.Add(o.Parameters.Span(AcceptWithin)), func(at time.Time) {
			c.UnassignedTold = at
			c.alert(o, NoticeUnassigned, "", at, c.FirstContact, c.Owner)
		})
	}
	if c.State.Open() && !(c.Anonymous() && c.Phone == "") { // rule D12; nobody can be in touch with who left nothing
		add(c.lastTouch().Add(o.Parameters.Span(SilentAfter)), func(at time.Time) {
			c.SilentTold = at
			c.alert(o, NoticeSilent, "", at, append(c.tier(o, TierHandler), c.Owner)...)
		})
	}
	if c.State != Archived {
		c.workDue(o, add)
		for i := range c.Proposals {
			if p := &c.Proposals[i]; p.Status == ProposalAgreed && p.Has(Compensation) && !p.Told && c.Paid(p.N) < p.Payable() && !p.EndedAt.IsZero() {
				add(p.EndedAt.Add(o.Parameters.Span(PayWithin)), func(at time.Time) {
					p.Told = true
					payers := accounts(o.Active(func(who *Person) bool { return o.Has(who, Finance) }))
					c.alert(o, NoticePaymentDue, "", at, append(payers, c.Owner)...)
				})
			}
		}
	}
	for i := range c.Disputes {
		d := &c.Disputes[i]
		if at := d.ConfirmRemindAt(); !d.Told && !at.IsZero() && c.State != Archived && !c.hasEvent(d.N, Confirmation) { // rule T3
			add(at, func(at time.Time) {
				d.Told = true
				c.alert(o, NoticeConfirm, "", at, append(c.tier(o, TierHandler), c.Owner)...)
			})
		}
	}
	add(c.KeptUntil(o), func(at time.Time) { c.anonymise(System(o), at, Note("ground", "B1")) }) // rule B1
	if c.State == Closed && c.FollowUpTold.Before(c.ClosedAt) && c.awaitsCall() {                // rule W9
		add(c.ClosedAt.Add(o.Parameters.Span(FollowUpWithin)), func(at time.Time) {
			c.FollowUpTold = at
			callers := []string{c.RecordedBy, c.Owner}
			if c.Owner == c.Handler { // who handled it does not call
				callers = append(callers, c.tier(o, TierSupervisor)...)
			}
			c.alert(o, NoticeFollowUpDue, "", at, slices.DeleteFunc(callers, func(a string) bool { return a == c.Handler })...)
		})
	}
	return out
}

// workDue adds the dates of tasks and measures.
func (c *Complaint) workDue(o *Org, add func(time.Time, func(time.Time))) {
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.EndedAt.IsZero() && !t.Told {
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
func (c *Complaint) lastTouch() time.Time {
	last := latest(c.ReceivedAt, c.SilentTold, c.UnsettledSince)
	for _, k := range c.Contacts {
		last = latest(last, k.At)
	}
	for _, a := range c.Answers {
		last = latest(last, a.At)
	}
	for _, r := range c.Results {
		last = latest(last, r.At)
	}
	return last
}

func latest(times ...time.Time) time.Time { return slices.MaxFunc(times, time.Time.Compare) }

// climbsAt is when a deadline reaches its next rung, zero when it does not: met, waived and paused ones
// stand, and so does one whose case is settled. One still late when its case is taken up again climbs
// from then on.
func (c *Complaint) climbsAt(o *Org, d *Deadline) time.Time {
	if late := d.late() && !c.State.Settled() && c.paused() == nil; d.Status != Running && !late {
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
		c.note(System(o), ActionMissDeadline, c.State, at, Note("deadline", string(d.Kind)))
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
	return next
}

// Run does what is due by now, each thing once and as of its own instant, in their order, however
// late the clock comes (rules D10, D13, G8). Where figures have changed meanwhile, each stretch of time
// is run with its own: a late clock does what a punctual one would have done.
func (c *Complaint) Run(o *Org, now time.Time) {
	var begins time.Time
	for _, t := range o.Terms {
		if t.From.After(c.RecordedAt) && t.From.After(begins) && !t.From.After(now) {
			ends := t.From.Add(-time.Millisecond)
			c.run(o.At(ends), begins, ends, now)
			begins = t.From
		}
	}
	c.run(o, begins, now, now)
}

// run is Run for a stretch of time with the same figures. What new figures would have had happen before
// it happens as it begins: they do not rule backwards.
func (c *Complaint) run(o *Org, begins, until, now time.Time) {
	for {
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
		for i := range c.journal[written:] {
			c.journal[written+i].Logged = now
		}
	}
}

// NextToKeep is the earliest date that still has to be kept, late ones included; its zero value when
// the complaint waits for nothing, or is settled. Lists show and sort by it.
func (c *Complaint) NextToKeep() Deadline {
	var next Deadline
	if c.State.Settled() || c.Merged() {
		return next
	}
	for _, d := range c.Deadlines {
		if d.MetAt.IsZero() && d.Status != Waived && (next.Due.IsZero() || d.Due.Before(next.Due)) {
			next = d
		}
	}
	return next
}
