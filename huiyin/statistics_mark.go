package huiyin

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Nothing is the value of what is not known or not decided.
const Nothing = "-"

// Mark is what a complaint counts as under an indicator.
type Mark struct {
	Of    Indicator
	Value string // "" where the indicator has no values
	Adds  int64
}

// Counted is what a complaint adds to the figures of one month by one date.
type Counted struct {
	Base  Base
	Month Month
	Marks []Mark
	Site  string // where it counts, "" for the complaint's own (rule K11)
}

// StatisticsEdition counts how often the definitions have changed; figures stored by an earlier one are
// counted anew.
const StatisticsEdition = 3

// Indicators gives what the complaint adds to which months, from the facts and verdicts that it holds
// (rules M2, M6, D13). When it was reopened stands in its journal. One that is merged into another adds
// nothing (rule K7), nor does an internal one (rule M8).
func (c *Complaint) Indicators(o *Org, reopened []time.Time) []Counted {
	if c.Merged() || c.Internal(o) {
		return nil
	}
	out := []Counted{{Base: ByReceipt, Month: MonthOf(c.ReceivedAt, o.Zone), Marks: c.receivedMarks()}}
	if !c.SettledAt.IsZero() {
		out = append(out, Counted{Base: BySettling, Month: MonthOf(c.SettledAt, o.Zone), Marks: c.settledMarks()})
	}
	if !c.ClosedAt.IsZero() {
		marks := []Mark{{CountClosed, "", 0}, {CountOutcome, cmp.Or(string(c.Outcome), Nothing), 0}}
		if s := c.StoodIn(LacksForm); s != nil { // rule W7
			marks = append(marks, Mark{CountNoForm, string(s.Why), 0})
		}
		out = append(out, Counted{Base: ByClosing, Month: MonthOf(c.ClosedAt, o.Zone), Marks: marks})
	}
	var months []Month
	for _, at := range reopened {
		if m := MonthOf(at, o.Zone); !slices.Contains(months, m) {
			months = append(months, m)
			out = append(out, Counted{Base: ByReopening, Month: m,
				Marks: append([]Mark{{CountReopened, "", 0}}, c.againMarks(o, m)...)})
		}
	}
	paid := map[Month]Money{}
	months = nil
	for _, p := range c.Payments {
		if p.ReleasedAt.IsZero() {
			continue
		}
		m := MonthOf(p.ReleasedAt, o.Zone) // a counter-entry, in the month in which it was agreed (rule W17)
		if _, known := paid[m]; !known {
			months = append(months, m)
		}
		paid[m] += p.Counted()
	}
	for _, m := range months {
		out = append(out, Counted{Base: ByPayment, Month: m, Marks: []Mark{{CountPaid, "", int64(paid[m])}}})
	}
	return append(out, c.moved(o)...)
}

// moved counts a complaint that was handed to another site at both, once a month: at the one that had it first in
// that month, and at the one that had it last (rule K11). What was sent back does not count.
func (c *Complaint) moved(o *Org) []Counted {
	var out []Counted
	var months []Month
	ends := map[Month][2]string{}
	for i := range c.Transfers {
		t := &c.Transfers[i]
		if !t.BackAt.IsZero() {
			continue
		}
		m := MonthOf(t.At, o.Zone)
		first := ends[m][0]
		if first == "" {
			first, months = t.From, append(months, m)
		}
		ends[m] = [2]string{first, t.To}
	}
	for _, m := range months {
		if from, to := ends[m][0], ends[m][1]; from != to {
			out = append(out, Counted{Base: ByHandingOn, Month: m, Marks: []Mark{{CountHandedOn, "", 0}}, Site: from},
				Counted{Base: ByTakingOn, Month: m, Marks: []Mark{{CountTakenOn, "", 0}}, Site: to})
		}
	}
	return out
}

// Internal tells whether the complaint is staff's own, which never counts in customers' figures (rules G4, M8).
func (c *Complaint) Internal(o *Org) bool {
	k := o.Category(c.Category)
	return c.Grade == Internal || k != nil && k.Internal
}

func (c *Complaint) receivedMarks() []Mark {
	marks := []Mark{
		{CountReceived, "", 0}, {CountGrade, string(c.Grade), 0}, {CountCategory, c.Category, 0},
		{CountChannel, string(c.Channel), 0},
		{CountDepartment, cmp.Or(c.Department, Nothing), 0}, {CountHandler, cmp.Or(c.Handler, Nothing), 0},
		{CountValidity, string(c.Validity), 0},
	}
	for _, account := range c.Barred() { // rule M8
		marks = append(marks, Mark{CountAgainst, account, 0})
	}
	for i := range c.Deadlines { // of the first round; those after a reopening count by its date (rule D15)
		d := &c.Deadlines[i]
		if verdict := d.verdict(); verdict != "" && d.Start.IsZero() &&
			(deadlineKinds.has(d.Kind) || d.Kind == D16) {
			marks = append(marks, Mark{onTime(d.Kind), string(verdict), 0})
		}
		if d.Kind == D2 && d.Start.IsZero() && !d.MetAt.IsZero() {
			marks = append(marks, Mark{CountResponse, "", int64(max(0, d.MetAt.Sub(c.ReceivedAt)) / time.Minute)})
		}
	}
	if !c.Risen.IsZero() { // rule D6
		marks = append(marks, Mark{CountRisen, "", 0})
	}
	if n, stood := len(c.Pauses), c.stood(); n > 0 { // rule D9
		marks = append(marks, Mark{CountPaused, "", int64(n)}, Mark{CountPauseDays, "", tenthsOfDay(stood)})
	}
	if n := c.Counted(); n > 0 {
		marks = append(marks, Mark{CountReminded, "", int64(n)})
	}
	if c.Link != "" || slices.ContainsFunc(c.Mergings, func(m Merging) bool { return m.PartedAt.IsZero() }) {
		marks = append(marks, Mark{CountRepeated, "", 0})
	}
	if c.Channel == ChannelGovernment || c.Channel == "media" || len(c.Disputes) > 0 {
		marks = append(marks, Mark{CountOutside, "", 0})
	}
	if c.GradeRule == "person" {
		marks = append(marks, Mark{CountRegraded, "", 0})
	}
	return marks
}

// verdict is what has fallen on a deadline, judged by its first date, "" while nothing has (rules D9, D13).
func (d *Deadline) verdict() DeadlineStatus {
	switch {
	case d.Status == Missed || !d.LateAt.IsZero():
		return Missed
	case d.Status == Met:
		return Met
	}
	return ""
}

// stood is how long the clock has stood in pauses that are over (rule D9).
func (c *Complaint) stood() time.Duration {
	var sum time.Duration
	for i := range c.Pauses {
		sum += c.Pauses[i].Length(c.Pauses[i].At)
	}
	return sum
}

// againMarks count how what was taken up again in a month was settled (rule D15). Where that happened twice in
// it, missed counts.
func (c *Complaint) againMarks(o *Org, m Month) []Mark {
	var all DeadlineStatus
	for i := range c.Deadlines {
		d := &c.Deadlines[i]
		if d.Kind == D5 && !d.Start.IsZero() && MonthOf(d.Start, o.Zone) == m && all != Missed && d.verdict() != "" {
			all = d.verdict()
		}
	}
	if all == "" {
		return nil
	}
	return []Mark{{CountAgain, string(all), 0}}
}

// fulfilled counts what the customer was promised or had agreed to, kept and missed (rule D14).
func (c *Complaint) fulfilled() []Mark {
	n := map[DeadlineStatus]int64{}
	for _, f := range c.Fulfilments() {
		n[f.Status]++
	}
	var out []Mark
	for _, s := range []DeadlineStatus{Met, Missed} {
		if n[s] > 0 {
			out = append(out, Mark{CountFulfilled, string(s), n[s]})
		}
	}
	return out
}

func (c *Complaint) settledMarks() []Mark {
	days := tenthsOfDay(max(0, c.SettledAt.Sub(c.ReceivedAt)))
	marks := []Mark{{CountSettled, "", 0}, {CountDays, strconv.FormatInt(days, 10), days},
		{CountWord, cmp.Or(string(c.Satisfaction()), Nothing), 0}}
	class := CauseClass("")
	if n := len(c.Causes); n > 0 {
		class = c.Causes[n-1].Class
	}
	marks = append(marks, Mark{CountCause, cmp.Or(string(class), Nothing), 0})
	marks = append(marks, c.fulfilled()...)
	if c.onSpot() {
		marks = append(marks, Mark{CountOnSpot, "", 0})
	}
	var all, done, effective int64
	for _, m := range c.Measures {
		if m.Kind != Corrective {
			continue
		}
		all++
		if !m.DoneAt.IsZero() {
			done++
		}
		if m.Effective == "yes" {
			effective++
		}
	}
	for _, m := range []Mark{{CountCorrective, "", all}, {CountDone, "", done}, {CountEffective, "", effective}} {
		if m.Adds > 0 {
			marks = append(marks, m)
		}
	}
	return marks
}

// onSpot tells whether what settled it was no proposal: only a settlement on the spot is accepted without one.
func (c *Complaint) onSpot() bool {
	for _, a := range slices.Backward(c.Answers) {
		if a.Accepted == "yes" {
			return a.Proposal == 0
		}
	}
	return false
}

// tenthsOfDay rounds a span to tenths of a day.
func tenthsOfDay(d time.Duration) int64 {
	const tenth = 24 * time.Hour / 10
	return int64((max(0, d) + tenth/2) / tenth)
}
