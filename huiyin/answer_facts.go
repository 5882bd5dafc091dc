package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Facts is what an answer says of the facts that the customer complains of. It is a choice, never read off the
// validity (rule W16).
type Facts string

// The choices; what was never chosen counts as not said.
const (
	FactsUnsaid      Facts = "unsaid"
	FactsAdmitted    Facts = "admitted"
	FactsPartly      Facts = "partly"
	FactsUnconfirmed Facts = "unconfirmed"
)

var factsChoices = words[Facts]{
	{FactsUnsaid, "不作表述"}, {FactsAdmitted, "属实"}, {FactsPartly, "部分属实"}, {FactsUnconfirmed, "未能证实"},
}

// Label is the choice's name on pages.
func (f Facts) Label() string { return factsChoices.label(f) }

// FactsChoices lists the choices.
func FactsChoices() []Facts { return factsChoices.all() }

// admits tells whether the facts are admitted, wholly or in part.
func (f Facts) admits() bool { return f == FactsAdmitted || f == FactsPartly }

// FactsWord is the word of the next role, or of legal, on an admission (rule W16).
type FactsWord struct {
	ID       int64
	At       time.Time
	By       string
	For      string // in whose place (rule P6)
	Answer   int    // which one, from 1
	Legal    bool   // as legal
	Decision Decision
	Words    string
}

// Answer finds an answer by its place, from 1; nil when there is none.
func (c *Complaint) Answer(n int) *Answer {
	if n < 1 || n > len(c.Answers) {
		return nil
	}
	return &c.Answers[n-1]
}

// lastAnswer is the newest answer, nil before there is one.
func (c *Complaint) lastAnswer() *Answer { return c.Answer(len(c.Answers)) }

// SaysFacts is what a paper for the customer says of the facts by an answer: an admission that still waits for a
// word, or was refused one, is not said (rule W16).
func (c *Complaint) SaysFacts(n int) Facts {
	a := c.Answer(n)
	switch {
	case a == nil || a.Facts == "":
		return FactsUnsaid
	case !a.Facts.admits() || a.FactsRole == 0:
		return a.Facts
	case a.FactsOpen ||
		slices.ContainsFunc(c.FactsWords, func(w FactsWord) bool { return w.Answer == n && w.Decision == Refuse }):
		return FactsUnsaid
	}
	for _, legal := range []bool{false, true} {
		if (!legal || a.FactsLegal) && !c.factsAgreed(n, legal) {
			return FactsUnsaid
		}
	}
	return a.Facts
}

func (c *Complaint) factsAgreed(n int, legal bool) bool {
	return slices.ContainsFunc(c.FactsWords, func(w FactsWord) bool {
		return w.Answer == n && w.Legal == legal && w.Decision == Approve
	})
}

// askFacts says whose words an admission needs: for important and major the next role's, and legal's too where
// there is injury, fraud or a demand above the manager's authority (rule W16). It refuses one that nobody could agree
// to.
func (c *Complaint) askFacts(m *move, a *Answer) error {
	if a.Facts == "" {
		a.Facts = FactsUnsaid
	}
	if !factsChoices.has(a.Facts) {
		return Invalid("facts", "请选择列表中的一项。")
	}
	if !a.Facts.admits() || c.Grade != Important && c.Grade != Major {
		return nil
	}
	o := m.by.Org
	seat := o.Person(c.Owner)
	if a.For == "" {
		seat = o.Person(a.By)
	} else if p := o.Person(a.For); p != nil {
		seat = p
	}
	a.FactsRole, a.FactsOpen = Manager, true
	if seat != nil {
		a.FactsRole = min(VP, max(Manager, seat.Role+1))
	}
	most := c.Loss
	for _, s := range SumsIn(c.Demand) {
		most = max(most, s.Amount)
	}
	a.FactsLegal = c.Injury || c.Fraud || most > o.Parameters.Money(ManagerLimit)
	if len(c.factsAsked(o, a, len(c.Answers)+1, false)) == 0 {
		return Invalid("facts", "没有可以同意承认事实的上一级人员，须先任命；现在请选择“不作表述”。")
	}
	if a.FactsLegal && len(c.factsAsked(o, a, len(c.Answers)+1, true)) == 0 {
		return Invalid("facts", "没有可以对承认事实发表意见的法务人员，须先任命；现在请选择“不作表述”。")
	}
	return nil
}

// factsAsked lists who may give a word on an admission.
func (c *Complaint) factsAsked(o *Org, a *Answer, n int, legal bool) []*Person {
	return o.Active(func(p *Person) bool { return c.mayWordFacts(o, p, a, n, legal) })
}

// mayWordFacts: of the role asked or above and answering for the site, or of legal; never who answered, who is
// complained about, or who had a word on it already (rules W16, C4, P4, P8).
func (c *Complaint) mayWordFacts(o *Org, p *Person, a *Answer, n int, legal bool) bool {
	switch {
	case c.barredFromFacts(p, a, n), c.Restricted && !c.opens(p.Account):
		return false
	case legal:
		return o.Has(p, Legal)
	}
	return p.Role >= a.FactsRole && p.AnswersFor(c.Site)
}

func (c *Complaint) barredFromFacts(p *Person, a *Answer, n int) bool {
	return p.Disabled || p.Account == a.By || p.Account == a.For || slices.Contains(c.Accused, p.Account) ||
		slices.ContainsFunc(c.FactsWords, func(w FactsWord) bool {
			return w.Answer == n && (w.By == p.Account || w.For == p.Account)
		})
}

// factsWordFor gives as what a person may now give a word on an admission, by the rights of as.
func (c *Complaint) factsWordFor(as Actor, n int) (legal, ok bool) {
	a := c.Answer(n)
	if a == nil || !a.FactsOpen || as.deputy != nil && c.barredFromFacts(as.deputy, a, n) {
		return false, false
	}
	for _, legal := range []bool{false, true} {
		if (!legal || a.FactsLegal) && !c.factsAgreed(n, legal) && c.mayWordFacts(as.Org, as.Person, a, n, legal) {
			return legal, true
		}
	}
	return false, false
}

// wordsFacts: an admission waits for this person's word.
func wordsFacts(by Actor, c *Complaint) bool {
	for n := range c.Answers {
		if _, ok := c.factsWordFor(by, n+1); ok {
			return true
		}
	}
	return false
}

// MayWordFacts tells why a person may not give a word on an admission, nil when they may.
func (c *Complaint) MayWordFacts(by Actor, n int) error {
	err := c.mayBegin(by, ActionDecideFacts)
	if err != nil {
		return err
	}
	by.For = ""
	if _, ok := by.inName(c, func(as Actor) bool { _, ok := c.factsWordFor(as, n); return ok }); !ok {
		return Forbidden(grants[ActionDecideFacts].why)
	}
	return nil
}

// DecideFacts gives a word on an admission: only when every word it needs agrees does the letter say it (rule W16).
func (c *Complaint) DecideFacts(by Actor, now time.Time, n int, d Decision, words string) error {
	a := c.Answer(n)
	if a != nil && !a.FactsOpen && c.Visible(by) { // also for who comes too late
		return Conflict("这次答复的事实表述不在审定中。")
	}
	m, err := c.begin(by, ActionDecideFacts, now)
	if err != nil {
		return err
	}
	if a == nil {
		return NotFound()
	}
	legal := false
	if !m.actsFor(func(as Actor) (ok bool) { legal, ok = c.factsWordFor(as, n); return ok }) {
		return Forbidden(grants[ActionDecideFacts].why)
	}
	if err := Every(when(d != Approve && d != Refuse, "decision", "请选择审批意见。"),
		when(d == Refuse && strings.TrimSpace(words) == "", "words", "不同意的须写明理由。"),
		within("words", words, longText)); err != nil {
		return err
	}
	if err := m.stay(Note("answer_n", strconv.Itoa(n)), Note("facts", string(a.Facts)), Note("as_legal", flag(legal)),
		Note("decision", string(d)), Note("words", words)); err != nil {
		return err
	}
	c.FactsWords = append(c.FactsWords, FactsWord{At: now, By: m.by.Account, For: m.by.For, Answer: n, Legal: legal,
		Decision: d, Words: words})
	a.FactsOpen = d == Approve && !(c.factsAgreed(n, false) && (!a.FactsLegal || c.factsAgreed(n, true)))
	if !a.FactsOpen {
		c.tell(by.Org, NoticeApprovalDecided, "", now, by.Account, a.By, c.Owner)
	}
	return nil
}

// tellFacts tells those whose word an admission needs (rule W16).
func (c *Complaint) tellFacts(m *move, n int) {
	a, o := c.Answer(n), m.by.Org
	if !a.FactsOpen {
		return
	}
	var told []string
	asked := c.factsAsked(o, a, n, false)
	for role := a.FactsRole; role <= VP && len(told) == 0; role++ {
		for _, p := range asked {
			if p.Role == role {
				told = append(told, p.Account)
			}
		}
	}
	if a.FactsLegal {
		told = append(told, accounts(c.factsAsked(o, a, n, true))...)
	}
	c.tell(o, NoticeApprovalWaiting, "", m.now, m.by.Account, told...)
}

// OpenFacts is an admission that waits for someone's word.
type OpenFacts struct {
	Number string
	Site   string
	N      int // which answer
	Facts  Facts
	By     string
	At     time.Time
}
