package huiyin

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Letter is one version of the answer letter 答复函: a draft until it is frozen (rule W16). An older version stays.
type Letter struct {
	ID        int64
	N         int // from 1
	At        time.Time
	By        string
	For       string // in whose place (rule P6)
	Text      string
	Basis     string // digest of what it was written from
	FrozenAt  time.Time
	FrozenBy  string
	FrozenFor string
	Reference string // 文号, as it was frozen
	CopiesTo  string // 抄送
}

// Frozen tells whether the version may go out.
func (l *Letter) Frozen() bool { return l != nil && !l.FrozenAt.IsZero() }

// Letter is the newest version, nil where there is none.
func (c *Complaint) Letter() *Letter {
	if n := len(c.Letters); n > 0 {
		return &c.Letters[n-1]
	}
	return nil
}

// FrozenLetter is the newest version that was frozen, nil where none was.
func (c *Complaint) FrozenLetter() *Letter {
	for i := len(c.Letters) - 1; i >= 0; i-- {
		if c.Letters[i].Frozen() {
			return &c.Letters[i]
		}
	}
	return nil
}

// LetterOutdated tells whether the answer, the offer or the matter has changed since a version was written.
func (c *Complaint) LetterOutdated(l *Letter) bool {
	return l != nil && c.AnonymisedAt.IsZero() && l.Basis != c.letterBasis()
}

// letterBasis digests what a letter is written from.
func (c *Complaint) letterBasis() string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %d", c.Matter, c.Demand, len(c.Answers))
	if a := c.lastAnswer(); a != nil {
		fmt.Fprintf(h, " %q %s %t %q", a.Said, c.SaysFacts(len(c.Answers)), a.Declines, a.Ground)
	}
	if p := c.offer(); p != nil {
		fmt.Fprintf(h, " %d %q %q %d %d", p.N, p.Text, p.Ground, p.Payable(), p.GiftValue())
		for _, k := range c.MeasuresOf(p.N) {
			fmt.Fprintf(h, " %s %q %d", k.Remedy, k.Who, k.Due.UnixMilli())
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// offer is the newest proposal that went through its chain and was not declined: the one that a paper for the
// customer tells (rules C3, C5).
func (c *Complaint) offer() *Proposal {
	for i := len(c.Proposals) - 1; i >= 0; i-- {
		if p := &c.Proposals[i]; p.Binding() {
			return p
		}
	}
	return nil
}

// LetterContact is whom the letter names: the handler, else whoever is in charge.
func (c *Complaint) LetterContact() string {
	if c.Handler != "" && !c.AcceptedAt.IsZero() {
		return c.Handler
	}
	return c.Owner
}

// LetterText is what the letter reads: the frozen version, else the newest draft, else what would be drafted.
func (c *Complaint) LetterText(o *Org, t func(string) string) string {
	switch l := c.FrozenLetter(); {
	case l != nil:
		return l.Text
	case c.Letter() != nil:
		return c.Letter().Text
	}
	return c.LetterDraft(o, t)
}

// writesLetter: whoever works on it drafts.
func writesLetter(by Actor, c *Complaint) bool { return works(by, c) || freezes(by, c) }

// answersOrFreezes: whoever answers, and whoever may freeze the letter as it stands; the sum decides between them.
func answersOrFreezes(by Actor, c *Complaint) bool { return answers(by, c) || freezes(by, c) }

// freezes: whoever answers freezes the letter; above their authority whoever approved the offer, or anyone of that
// authority where these have left (rules W16, C2, C8).
func freezes(by Actor, c *Complaint) bool {
	p := c.offer()
	if p == nil || !p.Climbs() {
		return answers(by, c)
	}
	if !covers(by, p.submitted()) || by.Role < Supervisor {
		return false
	}
	if answers(by, c) || c.approvedBy(p, by.Account) {
		return true
	}
	gone := !slices.ContainsFunc(by.Org.Active(func(q *Person) bool {
		return c.approvedBy(p, q.Account) && covers(Actor{Person: q, Org: by.Org}, p.submitted()) ||
			q.Account == c.Owner &&
				covers(Actor{Person: q, Org: by.Org}, p.submitted())
	}), func(*Person) bool { return true })
	return gone && by.AnswersFor(c.Site)
}

// approvedBy tells whether a person gave their word for a proposal, or it was given in their name.
func (c *Complaint) approvedBy(p *Proposal, account string) bool {
	return slices.ContainsFunc(c.Steps, func(s Step) bool {
		return s.Proposal == p.N && s.Chain == p.Chain && s.Decision == Approve && s.Function == "" &&
			(s.By == account || s.For == account)
	})
}

// checkLetter refuses a letter's text that promises money beyond what was approved (rules W16, C7).
func (c *Complaint) checkLetter(text string) error {
	if err := needed("text", text, longText); err != nil {
		return err
	}
	given := []string{c.Matter, c.Demand} // these are the customer's words, and what was approved
	if p := c.offer(); p != nil {
		given = append(given, p.Text, fullStop(p.Text), p.Ground, fullStop(p.Ground))
	}
	text = "\n" + text + "\n"
	for _, s := range given {
		text = strings.ReplaceAll(text, "\n"+strings.TrimSpace(s)+"\n", "\n\n")
	}
	if err := refuseBargain("text", c.withoutOwn(text)); err != nil { // rule C12
		return err
	}
	if sum := c.beyond(text, c.approvedSum()); sum > 0 {
		return Invalid("text", "%s 超出已批准的 %s，不能写入答复函；须先提出方案并经批准。", sum, c.approvedSum())
	}
	return nil
}

var phoneNumbers = regexp.MustCompile(`1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|0[0-9]{2,3}[ -][0-9]{3,4}[ -]?[0-9]{4}`)

// LetterHints lists the names of staff and the phone numbers that a text holds beside the contact's and the site's:
// they are asked to be looked at, not refused (rule W16).
func (c *Complaint) LetterHints(o *Org, text string) []string {
	var out []string
	text = strings.NewReplacer(nonEmpty(c.Matter), "\n", nonEmpty(c.Demand), "\n").Replace(text)
	for i := range o.People {
		p := &o.People[i]
		if p.Account != c.LetterContact() && utf8.RuneCountInString(p.Name) > 1 && strings.Contains(text, p.Name) &&
			!strings.Contains(c.Name, p.Name) {
			out = append(out, p.Name)
		}
	}
	known := ""
	if s := o.Site(c.Site); s != nil {
		known = s.Phone
	}
	for _, b := range c.Turns() {
		known += "\n" + o.OutsideLine(b).Phone
	}
	for _, number := range phoneNumbers.FindAllString(text, -1) {
		if !strings.Contains(known, number) {
			out = append(out, Mask(number))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// nonEmpty keeps an empty text from standing everywhere.
func nonEmpty(s string) string {
	if s == "" {
		return "\x00"
	}
	return s
}

// DraftLetter saves a version of the letter that is not frozen yet (rule W16).
func (c *Complaint) DraftLetter(by Actor, now time.Time, text string) error {
	m, err := c.begin(by, ActionDraftLetter, now)
	if err := Every(err, c.LetterPrintable(), c.checkLetter(text)); err != nil {
		return err
	}
	if l := c.Letter(); l != nil && l.Text == text && l.Basis == c.letterBasis() {
		return Invalid("text", "没有改动任何内容。")
	}
	n := len(c.Letters) + 1
	if err := m.stay(Note("letter", strconv.Itoa(n)), Note("text", text)); err != nil {
		return err
	}
	c.Letters = append(c.Letters, Letter{N: n, At: now, By: m.by.Account, For: m.by.For, Text: text,
		Basis: c.letterBasis()})
	if p := c.offer(); p != nil && !freezes(by, c) {
		told := by.Org.Active(func(q *Person) bool { return freezes(Actor{Person: q, Org: by.Org}, c) })
		c.tell(by.Org, NoticeLetterWaiting, "", now, by.Account, accounts(told)...)
	}
	return nil
}

// MayFreezeLetter tells why a person may not freeze the letter as it stands, nil when they may.
func (c *Complaint) MayFreezeLetter(by Actor) error {
	if err := c.mayBegin(by, ActionFreezeLetter); err != nil {
		return err
	}
	by.For = ""
	if _, ok := by.inName(c, func(as Actor) bool { return freezes(as, c) }); !ok {
		return Forbidden(grants[ActionFreezeLetter].why)
	}
	return c.freezable()
}

func (c *Complaint) freezable() error {
	l := c.Letter()
	switch {
	case l.Frozen() && !c.LetterOutdated(l):
		return Conflict("这一版答复函已经定稿；要改动，请先保存新的一版。")
	case l != nil && c.LetterOutdated(l):
		return Conflict("这一版写成之后，答复、方案或诉求有变，请先核对并保存新的一版。")
	}
	return c.LetterPrintable()
}

// FreezeLetter freezes the newest version; where nobody saved one, the text as it was drafted. From then on it
// prints unmarked, and a correction is a new version (rule W16).
func (c *Complaint) FreezeLetter(by Actor, now time.Time, drafted string, out LetterDispatch) error {
	m, err := c.begin(by, ActionFreezeLetter, now)
	if err != nil {
		return err
	}
	if !m.actsFor(func(as Actor) bool { return freezes(as, c) }) {
		return Forbidden(grants[ActionFreezeLetter].why)
	}
	if err := c.freezable(); err != nil {
		return err
	}
	text, n := drafted, len(c.Letters)+1
	if l := c.Letter(); l != nil {
		text, n = l.Text, l.N
	}
	if err := Every(c.checkLetter(text), out.check()); err != nil {
		return err
	}
	if err := m.stay(append([]Change{Note("letter", strconv.Itoa(n)), Note("text", text)},
		changes("reference", "", out.Reference, "copies_to", "", out.CopiesTo)...)...); err != nil {
		return err
	}
	if n > len(c.Letters) {
		c.Letters = append(c.Letters, Letter{N: n, At: now, By: m.by.Account, For: m.by.For, Text: text,
			Basis: c.letterBasis()})
	}
	l := c.Letter()
	l.FrozenAt, l.FrozenBy, l.FrozenFor = now, m.by.Account, m.by.For
	l.Reference, l.CopiesTo = out.Reference, out.CopiesTo
	c.answeredInWriting(now)
	c.waitUnheard(by.Org)
	return nil
}
