package huiyin

import (
	"slices"
	"time"
)

// D18 is a report that the law wants from an accident or a leak: never paused, and each for itself (rule D18).
const D18 DeadlineKind = "D18"

// ReportKind is a report that the law wants, or an act that its clock is for (rules D18, B4, B7).
type ReportKind string

// The reports.
const (
	ReportAccident ReportKind = "accident"
	ReportDevice   ReportKind = "device"
	ReportStop     ReportKind = "leak_stop"
	ReportLeak     ReportKind = "leak_authority"
	ReportPersons  ReportKind = "leak_persons"
)

var reportKinds = words[ReportKind]{
	{ReportAccident, "书面报告应急管理和住建部门"}, {ReportDevice, "书面报告市场监管部门（特种设备）"}, {ReportStop, "制止泄露、保全证据"},
	{ReportLeak, "报告网信部门"}, {ReportPersons, "告知资料被泄露的客户"},
}

// Label is the report's name on pages.
func (k ReportKind) Label() string { return reportKinds.label(k) }

// spans are how long the law, or the company's own rule under it, leaves from when the firm knew. The level of a
// leak is set within four hours, and the authority hears of it within four more (rule B7).
var spans = map[ReportKind]time.Duration{ReportAccident: time.Hour, ReportDevice: time.Hour, ReportStop: time.Hour,
	ReportLeak: 8 * time.Hour, ReportPersons: 72 * time.Hour}

// LawReport is one of them, with its deadline and what became of it (rule D18).
type LawReport struct {
	ID         int64
	N          int
	Kind       ReportKind
	From       time.Time // when the firm knew
	Due        time.Time
	Told       int // percent of the rung last climbed (rule D8)
	ReportedAt time.Time
	To         string
	Way        string
	RegNo      string // under which the office took it
	Reason     string // why it was not needed
	At         time.Time
	By         string
}

// Deadline gives the report's own (rule D18): its verdict falls once (rule D13).
func (r *LawReport) Deadline() Deadline {
	d := Deadline{Kind: D18, Status: Running, From: r.From, Due: r.Due, Span: r.Due.Sub(r.From), MetAt: r.ReportedAt,
		Told: r.Told}
	switch {
	case r.Reason != "":
		d.Status = Waived
	case r.ReportedAt.After(r.Due), r.ReportedAt.IsZero() && r.Told >= 100:
		d.Status = Missed
	case !r.ReportedAt.IsZero():
		d.Status = Met
	}
	return d
}

// Open tells whether it still has to be made.
func (r *LawReport) Open() bool { return r.ReportedAt.IsZero() && r.Reason == "" }

// accidents and lifts are the categories from which a report is owed whether or not somebody was hurt.
const (
	safetyAccident = "safety_accident"
	liftTrapped    = "lift_trapped"
)

// owesReports starts what the law wants reported: of an accident or an injury, of a lift also to its own office, and
// of a leak. Each counts from when the firm knew, which is never later than the receipt (rules D18, K2, B7).
func (c *Complaint) owesReports(now time.Time) {
	if c.Category == safetyAccident || c.Injury {
		c.oweReport(now, ReportAccident)
	}
	if c.Category == liftTrapped && c.Injury {
		c.oweReport(now, ReportDevice)
	}
	if c.Category == DataLeak {
		c.oweReport(now, ReportStop, ReportLeak, ReportPersons)
	}
}

func (c *Complaint) oweReport(now time.Time, kinds ...ReportKind) {
	for _, k := range kinds {
		if slices.ContainsFunc(c.LawReports, func(r LawReport) bool { return r.Kind == k }) {
			continue
		}
		r := LawReport{N: len(c.LawReports) + 1, Kind: k, From: c.ReceivedAt, Due: c.ReceivedAt.Add(spans[k])}
		if !r.Due.After(now) { // nobody is told now that half of it has gone long ago
			r.Told = 80
		}
		c.LawReports = append(c.LawReports, r)
	}
}

// LawReporting is what is written down of a report: to whom, when, how, under which number; or why it was not needed.
type LawReporting struct {
	To     string
	At     time.Time
	Way    string
	RegNo  string
	Reason string
}

// ReportLaw notes that a report was made, which meets its deadline, or why it was not needed, which whoever is in
// charge says (rule D18).
func (c *Complaint) ReportLaw(by Actor, now time.Time, n int, f LawReporting) error {
	if n < 1 || n > len(c.LawReports) || !c.Visible(by) {
		return NotFound()
	}
	m, err := c.begin(by, ActionReportLaw, now)
	if err != nil {
		return err
	}
	r := &c.LawReports[n-1]
	if !r.Open() {
		return Conflict("这项报告已经登记。")
	}
	if f.Reason != "" {
		if !governs(by, c) {
			return Forbidden("无须报告由负责人认定。")
		}
		f.To, f.At, f.Way, f.RegNo = "", time.Time{}, "", ""
		if err := needed("not_needed", f.Reason, 1000); err != nil {
			return err
		}
	} else if err := f.check(r, now); err != nil {
		return err
	}
	if err := m.stay(Note("report", string(r.Kind)), Note("to_office", f.To), Note("reported_at", stamp(f.At)),
		Note("reported_way", f.Way), Note("reg_no", f.RegNo), Note("not_needed", f.Reason)); err != nil {
		return err
	}
	r.ReportedAt, r.To, r.Way, r.RegNo, r.Reason, r.At, r.By = f.At, f.To, f.Way, f.RegNo, f.Reason, now, m.by.Account
	return nil
}

func (f *LawReporting) check(r *LawReport, now time.Time) error {
	return Every(when(f.At.IsZero(), "at", "请填写时间。"),
		when(f.At.After(now), "at", "时间不能晚于现在。"),
		when(predates(f.At, r.From), "at", "时间不能早于得知的时间。"),
		needed("to", f.To, shortText),
		within("way", f.Way, shortText),
		within("number", f.RegNo, shortText))
}

// reportsDue adds the rungs of what is still to be reported (rules D18, D8).
func (c *Complaint) reportsDue(o *Org, add func(time.Time, func(time.Time))) {
	for i := range c.LawReports {
		if r := &c.LawReports[i]; r.Open() {
			c.climbs(o, D18, r.From, r.Due, &r.Told, add)
		}
	}
}

// climbs adds the next rung of a date that the law sets, told being the last one climbed; none is told of before the
// complaint was recorded (rules D8, D18, T3).
func (c *Complaint) climbs(o *Org, k DeadlineKind, from, due time.Time, told *int,
	add func(time.Time, func(time.Time))) {
	rung := c.Grade.nextRung(*told)
	if rung == nil {
		return
	}
	at := from.Add(due.Sub(from) / 100 * time.Duration(rung.Percent))
	if rung.Percent == 100 {
		at = due
	}
	add(latest(at, c.RecordedAt), func(at time.Time) {
		*told = rung.Percent
		if rung.Percent == 100 {
			c.note(System(o), ActionMissDeadline, c.State, at, Note("deadline", string(k)))
		}
		who := []string{c.Owner}
		for _, t := range rung.Tell {
			who = append(who, c.tier(o, t)...)
		}
		c.alert(o, rung.Kind, string(k), at, who...)
	})
}
