package huiyin

import (
	"slices"
	"strings"
	"time"
)

// Phase is how far the conflict behind a complaint has come (rule K9).
type Phase string

// The phases, in their order.
const (
	Latent    Phase = "latent"
	Outbreak  Phase = "outbreak"
	Handling  Phase = "handling"
	Aftermath Phase = "aftermath"
)

var phases = words[Phase]{{Latent, "潜伏期"}, {Outbreak, "爆发期"}, {Handling, "处置期"}, {Aftermath, "善后期"}}

// Label is the phase's name on pages.
func (p Phase) Label() string { return phases.label(p) }

// Phases lists the phases in their order.
func Phases() []Phase { return phases.all() }

// Checklist is what to do and what to say in a phase (rule K9).
type Checklist struct {
	Steps []ChecklistItem
	Say   []string
}

// ChecklistItem is one line of a checklist.
type ChecklistItem struct{ Code, Text string }

// Checklist gives the checklist and talking points of a phase.
func (p Phase) Checklist() Checklist { return phaseSeed[p] }

// PhaseChange is a person's word on the phase (rule K9).
type PhaseChange struct {
	ID     int64
	At     time.Time
	By     string
	Phase  Phase
	Reason string
}

// ChecklistMark is a line of a checklist that somebody has ticked off (rules K2, K9).
type ChecklistMark struct {
	ID   int64
	At   time.Time
	By   string
	List string // a phase, or EmergencyList
	Item string
}

// Phase is the phase that was set last, "" before anyone did.
func (c *Complaint) Phase() Phase {
	if n := len(c.PhaseChanges); n > 0 {
		return c.PhaseChanges[n-1].Phase
	}
	return ""
}

// SetPhase says how far the conflict has come; back to an earlier phase needs a reason (rules K9, R7).
func (c *Complaint) SetPhase(by Actor, now time.Time, p Phase, reason string) error {
	m, err := c.begin(by, ActionSetPhase, now)
	if err != nil {
		return err
	}
	all := Phases()
	if err := Every(when(!phases.has(p), "phase", "请选择列表中的一项。"),
		when(p == c.Phase(), "phase", "现在就是这一阶段。"),
		when(slices.Index(all, p) < slices.Index(all, c.Phase()) && strings.TrimSpace(reason) == "", "reason",
			"退回先前的阶段须写明原因。"),
		within("reason", reason, 1000)); err != nil {
		return err
	}
	if err := m.stay(append(changes("phase", string(c.Phase()), string(p)), Note("reason", reason))...); err != nil {
		return err
	}
	c.PhaseChanges = append(c.PhaseChanges, PhaseChange{At: now, By: by.Account, Phase: p, Reason: reason})
	return nil
}

// Items gives a list that can be ticked off as the complaint stands: the checklist of its phase, the steps
// of an emergency; nil for any other.
func (c *Complaint) Items(list string) []ChecklistItem {
	switch {
	case list == EmergencyList && c.Urgency == Emergency:
		return emergencySteps
	case list != "" && list == string(c.Phase()):
		return c.Phase().Checklist().Steps
	}
	return nil
}

// MarkOf finds who ticked a line off, nil when nobody has.
func (c *Complaint) MarkOf(list, item string) *ChecklistMark {
	i := slices.IndexFunc(c.Marks, func(t ChecklistMark) bool { return t.List == list && t.Item == item })
	if i < 0 {
		return nil
	}
	return &c.Marks[i]
}

// MarkItem ticks a line of a checklist off, with who and when (rules K2, K9).
func (c *Complaint) MarkItem(by Actor, now time.Time, list, item string) error {
	m, err := c.begin(by, ActionMarkItem, now)
	if err != nil {
		return err
	}
	items := c.Items(list)
	i := slices.IndexFunc(items, func(s ChecklistItem) bool { return s.Code == item })
	switch {
	case items == nil:
		return Invalid("list", "现在没有这份清单。")
	case i < 0:
		return Invalid("item", "清单里没有这一项。")
	case c.MarkOf(list, item) != nil:
		return Conflict("这一项已经办过。")
	}
	if err := m.stay(Note("list", list), Note("ticked", items[i].Text)); err != nil {
		return err
	}
	c.Marks = append(c.Marks, ChecklistMark{At: now, By: by.Account, List: list, Item: item})
	return nil
}
