package huiyin

import (
	"slices"
	"strings"
	"time"
)

// Barred lists whom the complaint is kept from: those complained about, and who was found responsible
// (rules P4, K5).
func (c *Complaint) Barred() []string {
	out := slices.Clone(c.Accused)
	if c.ResponsiblePerson != "" && !slices.Contains(out, c.ResponsiblePerson) {
		out = append(out, c.ResponsiblePerson)
	}
	slices.Sort(out)
	return out
}

// Bars tells whether the complaint is kept from a person: they neither see it nor handle or decide anything in
// it (rules P4, K5).
func (c *Complaint) Bars(account string) bool {
	return account != "" && (account == c.ResponsiblePerson || slices.Contains(c.Accused, account))
}

// ChangeAccused names somebody as complained about, or clears one who was wrongly named, or both; either may be
// "" (rule P4). From then on rule G6 and every bar apply, and what the newly named had in hand goes back to
// whoever is in charge.
func (c *Complaint) ChangeAccused(by Actor, now time.Time, add, clear, reason string) error {
	m, err := c.begin(by, ActionChangeAccused, now)
	if err != nil {
		return err
	}
	if err := Every(when(add == "" && clear == "", "add", "请选择要增加或撤销的被投诉人。"),
		when(add != "" && by.Org.Person(add) == nil, "add", "被投诉人须从列表中选择。"),
		when(add != "" && slices.Contains(c.Accused, add), "add", "%s已是被投诉人。", by.Org.PersonName(add)),
		when(clear != "" && !slices.Contains(c.Accused, clear), "clear", "请选择现在的被投诉人。"),
		needed("reason", reason, 1000)); err != nil {
		return err
	}
	accused := slices.DeleteFunc(slices.Clone(c.Accused), func(a string) bool { return a == clear })
	if add != "" {
		accused = append(accused, add)
	}
	slices.Sort(accused)
	before, seat := c.ProposedGrade(by.Org), c.Seat(by.Org)
	if err := m.stay(append(changes("accused", strings.Join(c.Accused, " "), strings.Join(accused, " ")),
		Note("reason", strings.TrimSpace(reason)))...); err != nil {
		return err
	}
	c.Accused = accused
	if p := c.ProposedGrade(by.Org); c.State.Open() && c.outgrown(before, p) {
		former := c.Owner
		c.raise(by.Org, p.Grade, p.Rule, now)
		c.setDates(by.Org, D4, D5)
		c.tell(by.Org, NoticeRaised, "", now, by.Account, append(c.tier(by.Org, TierManager), former, c.Owner)...)
	}
	c.reseat(m.by, now, c.Seat(by.Org) < seat)
	if add != "" && c.Heard() { // what is asked of the others is asked of them too
		c.summonAbout(by.Org, NoticeStatementAsked, now, add)
	}
	c.appraise(m.by, now)
	return nil
}

// reseat puts the complaint in the hands of those who may have it (rules P4, G6): in charge of whom the rule
// names where the present one is barred, is below the seat, or there is none; anew also where the seat has
// sunk. What the barred have in hand goes to whoever is in charge then. Where nobody is left it stays without
// until somebody is appointed.
func (c *Complaint) reseat(by Actor, now time.Time, anew bool) {
	o := by.Org
	owner, sits := c.Owner, o.Person(c.Owner)
	open := c.State.Open()
	if c.Owner == "" && open || c.Excluded(c.Owner) || open && (anew || sits != nil && sits.Role < c.Seat(o)) {
		if next := c.route(o); next != "" || c.Excluded(c.Owner) {
			owner = next
		}
	}
	detail := changes("owner", c.Owner, owner)
	c.handOver(owner)
	c.Named = slices.DeleteFunc(c.Named, c.Bars)
	c.Deputies = slices.DeleteFunc(c.Deputies, c.Bars)
	kind := NoticeHandedOver
	if len(detail) > 0 {
		kind = NoticeAssigned
	}
	for _, account := range c.excluded() {
		if owner == "" || !c.holds(account) {
			continue
		}
		handled := c.Handler == account && open
		detail = append(detail, c.held(account, owner)...)
		c.move(account, owner, now)
		if handled { // who is in charge assigns it anew
			c.Handler = ""
		}
	}
	if len(detail) > 0 {
		c.note(by, ActionReseat, c.State, now, detail...)
		c.tell(o, kind, "", now, by.Account, owner)
	}
	c.restep(o, now)
}

// holds tells whether a person has work in the complaint, beside being in charge of it.
func (c *Complaint) holds(account string) bool {
	return c.State.Open() && (c.Handler == account || c.FirstContact == account) || c.State != Archived &&
		(slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Who == account && t.EndedAt.IsZero() }) ||
			slices.ContainsFunc(c.Measures, func(m Measure) bool { return m.Person == account && m.DoneAt.IsZero() }))
}

// stranded tells whether the complaint, or a step of its chain, waits for nobody and somebody could have it now:
// people came, left, moved, or were named in it (rules G6, P4, C4).
func (c *Complaint) stranded(o *Org) bool {
	switch {
	case !c.State.Open() || c.Merged():
		return false
	case c.Owner == "" && c.route(o) != "", c.Excluded(c.Owner):
		return true
	}
	return c.Owner != "" && slices.ContainsFunc(c.excluded(), c.holds) || c.stuck(o) != nil
}

// Unowned tells whether nobody is in charge, and somebody must be appointed (rule G6).
func (c *Complaint) Unowned() bool { return c.Owner == "" && c.State.Open() }

// Unappointed is the name under which a complaint without anybody in charge is found (rule G6).
const Unappointed = "unappointed"

// Heard tells whether the matter was put to the people complained about and they know (rule P4).
func (c *Complaint) Heard() bool { return c.Wording != "" && (c.HearingAt.IsZero() || c.HearingTold) }

// summonAbout tells barred people something that leads to their own page. The notice names the complaint and
// nothing of it (rule P4).
func (c *Complaint) summonAbout(o *Org, kind NoticeKind, at time.Time, people ...string) {
	for _, account := range people {
		if p := o.Person(account); p != nil && !p.Disabled {
			c.notices = append(c.notices, Notice{Account: account, Kind: kind, Number: c.Number, At: at})
		}
	}
}

// longestPutOff is how many working days a hearing may be put off at most (rule P4).
const longestPutOff = 3

// StatementForm asks those complained about for their statement: the matter in the owner's words, and until when
// they are not told yet, with the reason, so that evidence is kept first; zero tells them at once (rule P4).
type StatementForm struct {
	Wording string
	PutOff  time.Time
	Reason  string
}

// RequestStatement puts the matter to the people complained about, in the owner's words, and asks for their
// statement (rule P4).
func (c *Complaint) RequestStatement(by Actor, now time.Time, f StatementForm) error {
	m, err := c.begin(by, ActionRequestStatement, now)
	if err != nil {
		return err
	}
	if len(c.Barred()) == 0 {
		return Conflict("这件投诉没有被投诉人。")
	}
	if err := Every(needed("wording", f.Wording, longText), c.saysNobody("wording", f.Wording)); err != nil {
		return err
	}
	if !f.PutOff.IsZero() {
		if err := Every(when(c.Heard(), "put_off", "当事人已经知道要陈述，不能再推迟。"),
			when(!f.PutOff.After(now), "put_off", "须晚于现在。"),
			when(f.PutOff.After(c.workingDays(by.Org, now, longestPutOff)), "put_off", "最多推迟 %d 个工作日。", longestPutOff),
			needed("reason", f.Reason, 1000)); err != nil {
			return err
		}
	}
	if err := m.stay(append(changes("wording", c.Wording, f.Wording),
		Note("put_off", stamp(f.PutOff)), Note("reason", f.Reason))...); err != nil {
		return err
	}
	c.Wording = f.Wording
	c.HearingAt, c.HearingTold = latest(now, f.PutOff), f.PutOff.IsZero()
	if c.HearingTold {
		c.summonAbout(by.Org, NoticeStatementAsked, now, c.Barred()...)
	}
	return nil
}

// saysNobody refuses a text for the people complained about that tells how to reach the customer (rule P4).
func (c *Complaint) saysNobody(field, text string) error {
	if MaskText(text) != text || c.Phone != "" && strings.Contains(text, c.Phone) ||
		c.Identity != "" && strings.Contains(text, c.Identity) {
		return Invalid(field, "给当事人看的事项不能写客户的联系方式。")
	}
	return nil
}

// GiveStatement writes what a person complained about says, and tells whoever is in charge (rules P4, W15).
func (c *Complaint) GiveStatement(by Actor, now time.Time, statement string) error {
	m, err := c.begin(by, ActionGiveStatement, now)
	if err != nil {
		return err
	}
	if err := needed("statement", statement, longText); err != nil {
		return err
	}
	if err := m.stay(Note("statement", statement)); err != nil {
		return err
	}
	c.Statements = append(c.Statements, Statement{At: now, By: by.Account, Statement: statement})
	c.tell(by.Org, NoticeStatementGiven, "", now, by.Account, c.Owner)
	return nil
}
