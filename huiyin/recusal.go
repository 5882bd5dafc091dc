package huiyin

import (
	"slices"
	"strings"
	"time"
)

// Recusal 回避 keeps a person who is kin, partner or rival in the matter, or whose own act is in question, from
// handling it or deciding in it; they go on reading what they could read (rule P4).
type Recusal struct {
	ID        int64
	N         int
	At        time.Time
	By        string // who said so, or wrote down that customer or accused asked for it
	Who       string
	Reason    string
	DecidedAt time.Time
	DecidedBy string
	Decision  RecusalDecision
	Words     string // the words of whoever decided
}

// RecusalDecision is what became of a request, "" while it waits.
type RecusalDecision string

// The decisions.
const (
	RecusalGranted RecusalDecision = "grant"
	RecusalRefused RecusalDecision = "refuse"
)

var recusalDecisions = words[RecusalDecision]{{RecusalGranted, "同意回避"}, {RecusalRefused, "不予回避"}}

// Label is the decision's name on pages.
func (d RecusalDecision) Label() string { return recusalDecisions.label(d) }

// RecusalDecisions lists the decisions.
func RecusalDecisions() []RecusalDecision { return recusalDecisions.all() }

// Recused tells whether a person stands back from the complaint (rule P4).
func (c *Complaint) Recused(account string) bool {
	return slices.ContainsFunc(c.Recusals,
		func(r Recusal) bool { return r.Who == account && r.Decision == RecusalGranted })
}

// Excluded tells whether a person can have no part in handling or deciding: it is about them, or they stand back
// (rule P4).
func (c *Complaint) Excluded(account string) bool { return c.Bars(account) || c.Recused(account) }

// excluded lists them all.
func (c *Complaint) excluded() []string {
	out := c.Barred()
	for _, r := range c.Recusals {
		if r.Decision == RecusalGranted && !slices.Contains(out, r.Who) {
			out = append(out, r.Who)
		}
	}
	return out
}

// Recuse says that a person should stand back. Who says so of themselves is replaced at once; what the customer or
// an accused asks for is written down and decided one role higher (rule P4).
func (c *Complaint) Recuse(by Actor, now time.Time, who, reason string) error {
	m, err := c.begin(by, ActionRecuse, now)
	if err != nil {
		return err
	}
	p := by.Org.Person(who)
	unknown := p == nil || p.Disabled || !c.Visible(Actor{Person: p, Org: by.Org})
	if !unknown && !c.Excluded(who) &&
		slices.ContainsFunc(c.Recusals, func(r Recusal) bool { return r.Who == who && r.Decision == "" }) {
		return Conflict("这个人的回避申请已在等决定。")
	}
	if err := Every(when(unknown, "who", "请选择参与这件投诉的人员。"),
		when(c.Excluded(who), "who", "%s已不能办理这件投诉。", by.Org.PersonName(who)),
		needed("reason", reason, 1000)); err != nil {
		return err
	}
	detail := []Change{Note("recused", who), Note("reason", reason)}
	r := Recusal{N: len(c.Recusals) + 1, At: now, By: m.by.Account, Who: who, Reason: reason}
	themselves := who == by.Account
	if themselves {
		r.DecidedAt, r.DecidedBy, r.Decision = now, by.Account, RecusalGranted
		detail = append(detail, Note("granted", "yes"))
	}
	if err := m.stay(detail...); err != nil {
		return err
	}
	c.Recusals = append(c.Recusals, r)
	if themselves {
		c.replace(m.by, now, who)
		return nil
	}
	c.tell(by.Org, NoticeRecusalAsked, "", now, by.Account,
		accounts(by.Org.Active(func(p *Person) bool { return c.judgesRecusal(Actor{Person: p, Org: by.Org}, &r) }))...)
	return nil
}

// replace puts the work of who stands back into other hands, and tells whoever is in charge then.
func (c *Complaint) replace(by Actor, now time.Time, who string) {
	if !slices.Contains(c.Former, who) {
		c.Former = append(c.Former, who)
	}
	c.reseat(by, now, false)
	c.tell(by.Org, NoticeRecusalDecided, who, now, by.Account, c.Owner)
}

// judgesRecusal tells whether a person decides a request: one role above whom it is about, at the top another of the
// same, and never who asked for it (rule P4).
func (c *Complaint) judgesRecusal(by Actor, r *Recusal) bool {
	about := by.Org.Person(r.Who)
	return about != nil && by.Account != r.Who && by.Account != r.By &&
		!c.Excluded(by.Account) && by.Role >= min(VP, about.Role+1) && by.AnswersFor(c.Site)
}

// decidesRecusal: one of the requests waits for this person (rule P4).
func decidesRecusal(by Actor, c *Complaint) bool {
	return slices.ContainsFunc(c.Recusals, func(r Recusal) bool { return c.judgesRecusal(by, &r) })
}

// MayDecideRecusal tells why a person may not decide the n-th request, nil when they may (rule P4).
func (c *Complaint) MayDecideRecusal(by Actor, n int) error {
	if n < 1 || n > len(c.Recusals) {
		return NotFound()
	}
	if err := c.mayBegin(by, ActionDecideRecusal); err != nil {
		return err
	}
	return c.recusalWaits(by, n)
}

func (c *Complaint) recusalWaits(by Actor, n int) error {
	switch r := &c.Recusals[n-1]; {
	case r.Decision != "":
		return Conflict("这一回避申请已经决定。")
	case !c.judgesRecusal(by, r):
		return Forbidden(whyNoRecusal)
	}
	return nil
}

const whyNoRecusal = "回避由被申请人的上一级决定，申请人和本人不能决定。"

// DecideRecusal grants or refuses a request to stand back; who is to stand back is replaced, and all concerned are
// told (rule P4).
func (c *Complaint) DecideRecusal(by Actor, now time.Time, n int, d RecusalDecision, words string) error {
	if n < 1 || n > len(c.Recusals) || !c.Visible(by) {
		return NotFound()
	}
	m, err := c.begin(by, ActionDecideRecusal, now)
	if err := Every(err,
		c.recusalWaits(by, n),
		when(!recusalDecisions.has(d), "decision", "请选择同意或不同意。"),
		needed("words", words, 1000)); err != nil {
		return err
	}
	r := &c.Recusals[n-1]
	if err := m.stay(Note("recused", r.Who), Note("granted", yes(d == RecusalGranted)),
		Note("words", words)); err != nil {
		return err
	}
	r.DecidedAt, r.DecidedBy, r.Decision, r.Words = now, by.Account, d, strings.TrimSpace(words)
	c.tell(by.Org, NoticeRecusalDecided, r.Who, now, by.Account, r.By, r.Who)
	if d == RecusalGranted {
		c.replace(m.by, now, r.Who)
	}
	return nil
}

// fromRecused tells whether a person stands back, and wants more than to read or to answer for themselves.
func fromRecused(by Actor, a Action, c *Complaint) bool {
	return c.Recused(by.Account) && a != ActionRead && a != ActionPrint && a != ActionGiveStatement && !a.ofSanctioned()
}
