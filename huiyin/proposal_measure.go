package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// OfferedMeasure is one measure of a proposal: what is done for the customer, by whom and by when (rule W3).
// Proposals from before have none.
type OfferedMeasure struct {
	ID       int64
	Proposal int // N
	Remedy   Remedy
	Who      string
	Due      time.Time // zero for money and a gift whose date nobody set: these run by D14's own
}

// Tasked tells whether the measure becomes a task once the customer accepts. Money is owed as a payment and a gift
// is given after closing, each counted there and not twice (rules D14, C9).
func (m *OfferedMeasure) Tasked() bool { return m.Remedy != Compensation && m.Remedy != RemedyGift }

// MeasuresOf lists the measures of a proposal, in their order.
func (c *Complaint) MeasuresOf(n int) []*OfferedMeasure {
	var out []*OfferedMeasure
	for i := range c.OfferedMeasures {
		if m := &c.OfferedMeasures[i]; m.Proposal == n {
			out = append(out, m)
		}
	}
	return out
}

// mostMeasures is how many measures a proposal may have.
const mostMeasures = 20

// measuresOn reads the measures of a form: each with its person, else the handler, and its date, else that of D5
// (rule W3). Where D5 is over or none runs, the date is D5's time from now on.
func (c *Complaint) measuresOn(o *Org, now time.Time, f *ProposalForm, n int) ([]OfferedMeasure, error) {
	if len(f.Remedies) > mostMeasures {
		return nil, Invalid("measure", "一个方案最多 %d 项措施。", mostMeasures)
	}
	var out []OfferedMeasure
	for i := range max(len(f.Remedies), len(f.Who), len(f.Due)) {
		code := entry(f.Remedies, i)
		m := OfferedMeasure{Proposal: n, Remedy: Remedy(code), Who: entry(f.Who, i), Due: entry(f.Due, i)}
		if code == "" {
			if m.Who != "" || !m.Due.IsZero() {
				return nil, Invalid("measure", "请选择这一行的措施，或把人员和时间也留空。").InRow(i)
			}
			continue
		}
		if !remedies.has(m.Remedy) {
			return nil, Invalid("measure", "请选择列表中的一项。").InRow(i)
		}
		switch {
		case m.Who == "":
			m.Who = c.MeasureDoer(o)
		default:
			if err := c.mayWork(o, "who", m.Who); err != nil {
				return nil, inRow(err, i)
			}
		}
		switch {
		case !m.Due.IsZero() && predates(m.Due, now):
			return nil, Invalid("due", "完成时间不能早于现在。").InRow(i)
		case m.Due.IsZero() && m.Tasked():
			m.Due = c.MeasureDue(o, now)
		}
		same := func(k OfferedMeasure) bool { return k == m }
		if slices.ContainsFunc(out, same) {
			continue
		}
		if !m.Tasked() && slices.ContainsFunc(out, func(k OfferedMeasure) bool { return k.Remedy == m.Remedy }) {
			return nil, Invalid("measure", "同一个方案里，经济补偿和礼品各只能有一项。").InRow(i)
		}
		out = append(out, m)
	}
	return out, nil
}

func entry[T any](list []T, i int) (v T) {
	if i < len(list) {
		v = list[i]
	}
	return v
}

// MeasureDoer is who carries out what nobody else was named for: the handler, else whoever is in charge.
func (c *Complaint) MeasureDoer(o *Org) string {
	if c.Handler != "" && c.mayWork(o, "who", c.Handler) == nil {
		return c.Handler
	}
	return c.Owner
}

// MeasureDue is the date of a measure for which nobody sets one: that of D5, or D5's time from an instant on where
// that is over.
func (c *Complaint) MeasureDue(o *Org, now time.Time) time.Time {
	if d := c.Deadline(D5); d != nil && d.Due.After(now) {
		return d.Due
	}
	return now.Add(c.span(o, D5))
}

// undertake makes a task for the customer of each measure of a proposal that they have accepted (rules W3, D14). A
// date that has passed while they thought it over starts anew; who has left or is complained about hands on to the
// handler.
func (c *Complaint) undertake(by Actor, now time.Time, p *Proposal) {
	if p == nil || p.Status != ProposalAgreed {
		return
	}
	tasked := slices.DeleteFunc(c.MeasuresOf(p.N), func(m *OfferedMeasure) bool { return !m.Tasked() })
	for _, m := range tasked {
		t := Task{At: now, By: p.By, What: p.taskFor(m, len(tasked) == 1), Who: m.Who, Due: m.Due, ForCustomer: true,
			Proposal: p.N}
		if c.mayWork(by.Org, "who", t.Who) != nil {
			t.Who = c.MeasureDoer(by.Org)
		}
		if !t.Due.After(now) {
			t.Due = now.Add(c.span(by.Org, D5))
		}
		c.note(by, ActionAddTask, c.State, now, Note("what", t.What), Note("who", t.Who), Note("due", stamp(t.Due)))
		c.Tasks = append(c.Tasks, t)
	}
}

// taskFor words the task: the proposal's own words where they are about this measure alone.
func (p *Proposal) taskFor(m *OfferedMeasure, alone bool) string {
	words := []rune(strings.TrimSpace(p.BesideMoney()))
	if !alone || len(words) == 0 || len(words) > 900 {
		return fmt.Sprintf("%s（见方案%d）", m.Remedy.Label(), p.N)
	}
	return m.Remedy.Label() + "：" + string(words)
}

// release ends the tasks of a proposal that no longer stands (rules C2, W7).
func (c *Complaint) release(by Actor, now time.Time, p *Proposal) {
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.Proposal == p.N && t.EndedAt.IsZero() {
			t.EndedAt, t.EndedBy, t.Result, t.Dropped = now, by.Account, fmt.Sprintf("方案%d已撤回。", p.N), true
		}
	}
}

// withdrawn tells whether a task came from a proposal that was taken back, so that nothing of it is owed.
func (c *Complaint) withdrawn(t *Task) bool {
	p := c.Proposal(t.Proposal)
	return p != nil && p.Status == ProposalWithdrawn
}

// payDate is by when the money of an agreed proposal is due, as it was offered; zero where nobody set a date, or it
// has passed.
func (c *Complaint) payDate(p *Proposal) time.Time {
	for _, m := range c.MeasuresOf(p.N) {
		if m.Remedy == Compensation && m.Due.After(p.EndedAt) {
			return m.Due
		}
	}
	return time.Time{}
}

// noteMeasures writes into the journal who does what by when.
func noteMeasures(list []OfferedMeasure) Change {
	rows := make([]string, len(list))
	for i, m := range list {
		rows[i] = strings.TrimSpace(string(m.Remedy) + " " + m.Who + " " + stamp(m.Due))
	}
	return Note("offered", strings.Join(rows, "\n"))
}
