package huiyin

import (
	"fmt"
	"regexp"
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

	// Of help and improvement (rule C2). All three are unset in what was written before it was asked, and in forms
	// that do not ask it.
	Owed     bool  // by contract or law, so that nothing is given away
	Worth    Money // what it is worth, where it is not owed
	Unpriced bool  // not owed, and nobody knows what it is worth
}

// Priced tells whether a remedy is money's worth unless it is owed: help or improvement (rules W3, C2).
func (r Remedy) Priced() bool { return r == Help || r == Improvement }

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
	var wrong error
	at := func(row int, err error) bool {
		wrong = Every(wrong, inRow(err, row))
		return err != nil
	}
	for i := range max(len(f.Remedies), len(f.Who), len(f.Due), len(f.Owed), len(f.Worth)) {
		code := entry(f.Remedies, i)
		m := OfferedMeasure{Proposal: n, Remedy: Remedy(code), Who: entry(f.Who, i), Due: entry(f.Due, i)}
		if code == "" {
			at(i, when(m.Who != "" || !m.Due.IsZero() || entry(f.Owed, i) || entry(f.Worth, i) != 0, "measure",
				"请选择这一行的措施，或把人员和时间也留空。"))
			continue
		}
		if m.Who == "" {
			m.Who = c.MeasureDoer(o)
		} else {
			at(i, c.mayWork(o, "who", m.Who))
		}
		at(i, when(!m.Due.IsZero() && predates(m.Due, now), "due", "完成时间不能早于现在。"))
		if at(i, when(!remedies.has(m.Remedy), "measure", "请选择列表中的一项。")) || at(i, f.price(&m, i)) {
			continue
		}
		if m.Due.IsZero() && m.Tasked() {
			m.Due = c.MeasureDue(o, now)
		}
		same := func(k OfferedMeasure) bool { return k == m }
		if slices.ContainsFunc(out, same) {
			continue
		}
		if !m.Tasked() && slices.ContainsFunc(out, func(k OfferedMeasure) bool { return k.Remedy == m.Remedy }) {
			at(i, Invalid("measure", "同一个方案里，经济补偿和礼品各只能有一项。"))
		}
		out = append(out, m)
	}
	return out, wrong
}

// price reads whether a measure is owed, or what it is worth (rules W3, C2). A form that does not ask it is taken at
// its word, that nothing is given away, unless its text says otherwise.
func (f *ProposalForm) price(m *OfferedMeasure, row int) error {
	owed, worth := entry(f.Owed, row), entry(f.Worth, row)
	switch {
	case !m.Remedy.Priced() && worth != 0:
		return Invalid("worth", "只有协助解决和改进服务在这里填写价值；经济补偿和礼品请填在金额里。")
	case !m.Remedy.Priced():
		return nil
	case owed && worth != 0:
		return Invalid("worth", "合同或法律规定应做的不填价值，请二选一。")
	case worth < 0 || worth > maxMoney:
		return Invalid("worth", "金额过大，请核对。")
	case f.Owed == nil && f.Worth == nil:
		m.Unpriced = !f.pays() && givesAway(f.Text)
		return nil
	}
	m.Owed, m.Worth, m.Unpriced = owed, worth, !owed && worth == 0
	return nil
}

// pays tells whether money or a gift is among the measures, so that somebody approves the text.
func (f *ProposalForm) pays() bool {
	return slices.Contains(f.Remedies, string(Compensation)) || slices.Contains(f.Remedies, string(RemedyGift))
}

// feeWaived and discounted find what is given away without being called money: fees waived, differences borne,
// discounts (rule C2).
var (
	feeWaived  = regexp.MustCompile(`[减減]免|免[收除交缴繳]|免.{0,4}年.{0,6}[费費]|免(?:物[业業]|管理|服[务務]|停[车車]|[车車]位|违[约約]|滞[纳納]|租)|\bwaive`)
	discounted = regexp.MustCompile(`差[价價額额].{0,6}(?:公司|我方|我司|承[担擔])|(?:公司|我方|我司|承[担擔]).{0,6}差[价價額额]|打[一二三四五六七八九\d.]+折|\bdiscount`)
)

// givesAway tells whether a text gives money's worth away.
func givesAway(text string) bool {
	text = strings.ToLower(text)
	return feeWaived.MatchString(text) || discounted.MatchString(text)
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
			t.EndedAt, t.EndedBy, t.Dropped = now, by.Account, true
			t.Result = fmt.Sprintf("方案%d：%s。", p.N, p.Status.Label())
		}
	}
}

// withdrawn tells whether a task came from a proposal that was taken back, so that nothing of it is owed.
func (c *Complaint) withdrawn(t *Task) bool {
	p := c.Proposal(t.Proposal)
	return p != nil && (p.Status == ProposalWithdrawn || p.Status == ProposalDeclined)
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
		switch {
		case m.Owed:
			rows[i] += " owed"
		case m.Worth > 0:
			rows[i] += " worth=" + m.Worth.Plain()
		case m.Unpriced:
			rows[i] += " unpriced"
		}
	}
	return Note("offered", strings.Join(rows, "\n"))
}
