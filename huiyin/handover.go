package huiyin

import (
	"slices"
	"time"
)

// InHand tells whether a person has work in the complaint that somebody must go on with when they leave:
// it is open and theirs to own, handle or answer for; a follow-up call that its owner sees to; a task or a
// measure to be done; or it is restricted, and nobody else could open it again (rules P7, W9, P8). The
// same stands as SQL in db.openWork; a test proves them equal.
func (c *Complaint) InHand(account string) bool {
	switch {
	case c.Owner == account && (c.State.Open() || c.Restricted || c.State == Closed && c.awaitsCall()):
		return true
	case c.State.Open() && (c.Handler == account || c.FirstContact == account):
		return true
	case c.State == Archived:
		return false
	}
	return slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Who == account && t.EndedAt.IsZero() }) ||
		slices.ContainsFunc(c.Measures, func(m Measure) bool { return m.Person == account && m.DoneAt.IsZero() })
}

// awaitsCall tells whether a closed complaint still needs its follow-up call (rule W9).
func (c *Complaint) awaitsCall() bool {
	return (c.Grade == Important || c.Grade == Major) && c.Outcome != InvalidCase && !c.followedUp()
}

// mayTake tells whether the work that one person has in hand may go to another: who is not complained
// about, belongs where the complaint or its giver does, sits in the seat that they are to take, opens what
// is restricted, and would not have to decide what they proposed (rules P3, P4, P8, G6, C4).
func (c *Complaint) mayTake(o *Org, from, to *Person) bool {
	by := Actor{Person: to, Org: o}
	owns := c.Owner == from.Account
	switch {
	case accused(by, c):
		return false
	case owns && (to.Role < c.Seat(o) || !to.AnswersFor(c.Site)):
		return false
	case c.Restricted && owns && to.Role != VP && !c.opens(to.Account): // rule P10
		return false
	case owns && slices.ContainsFunc(c.Proposals, func(p Proposal) bool {
		return p.Status == ProposalPending && p.By == to.Account &&
			slices.ContainsFunc(c.Chain(p.N), func(s *Step) bool { return s.Account != "" })
	}):
		return false
	}
	return to.AnswersFor(c.Site) || to.Site == c.Site || from.Department != "" && to.Department == from.Department ||
		c.Visible(by)
}

// HandOver gives all that a person has in hand in the complaint to another, who has to accept what they are
// to handle (rules P7, W14). It is done with the account, by who may open nothing of the complaint, and
// says nothing of it: not even why someone may not take it (rules P1, P4). What is restricted goes to nobody by it who
// could not open it: its work stays, and whoever is in charge is asked; being in charge of it goes to a VP, or to who
// opens it anyhow, and every VP is told (rules P8, P10).
func (c *Complaint) HandOver(by Actor, now time.Time, from, to *Person) error {
	if err := by.may(ActionHandOver, nil); err != nil {
		return err
	}
	c.Run(by.Org, now)
	switch {
	case !c.InHand(from.Account):
		return Conflict("%s在 %s 中已没有未办结的工作，请重新打开页面。", from.Name, c.Number)
	case accused(by, c):
		return Invalid("to", "不能移交。")
	case c.Restricted && c.Owner != from.Account && !c.opens(to.Account): // rule P10
		c.note(by, ActionAskHandOver, c.State, now, Note("who", from.Account))
		c.tell(by.Org, NoticeHandOverAsked, "", now, "", c.Owner)
		return nil
	case !c.mayTake(by.Org, from, to):
		return Invalid("to", "不能移交。")
	}
	if c.Restricted && c.Owner == from.Account {
		c.notices = append(c.notices, slices.DeleteFunc(by.Org.Warn(NoticeClosedHandedOver, from.Account, now, true),
			func(n Notice) bool { return c.Bars(n.Account) })...)
	}
	detail := c.held(from.Account, to.Account)
	c.note(by, ActionHandOver, c.State, now, detail...)
	c.move(from.Account, to.Account, now)
	c.tell(by.Org, NoticeHandedOver, "", now, "", to.Account)
	return nil
}

// held tells in words of the journal what a person has in hand that goes to another.
func (c *Complaint) held(from, to string) []Change {
	var detail []Change
	for _, f := range []struct{ field, account string }{{"owner", c.Owner}, {"handler", c.Handler},
		{"first_contact", c.FirstContact}} {
		if f.account == from && (f.field == "owner" || c.State.Open()) {
			detail = append(detail, Change{f.field, from, to})
		}
	}
	for _, t := range c.Tasks {
		if t.Who == from && t.EndedAt.IsZero() {
			detail = append(detail, Note("what", t.What), Change{"who", from, to})
		}
	}
	for _, m := range c.Measures {
		if m.Person == from && m.DoneAt.IsZero() {
			detail = append(detail, Note("what", m.What), Change{"person", from, to})
		}
	}
	return detail
}

func (c *Complaint) move(from, to string, now time.Time) {
	if c.Owner == from {
		c.handOver(to)
	}
	if c.FirstContact == from && c.State.Open() {
		c.FirstContact = to
	}
	if c.Handler == from && c.State.Open() {
		c.Handler, c.AssignedAt, c.AcceptedAt = to, now, time.Time{}
	}
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.Who == from && t.EndedAt.IsZero() {
			t.Who = to
		}
	}
	for i := range c.Measures {
		if m := &c.Measures[i]; m.Person == from && m.DoneAt.IsZero() {
			m.Person = to
		}
	}
}

// Receiver checks who is to take over what a person has in hand: of the same role or above, and no
// administrator, to whom a handover must not show what they may not see (rules P1, P7).
func (o *Org) Receiver(by Actor, from, to string) (giver, taker *Person, err error) {
	if err := by.may(ActionHandOver, nil); err != nil {
		return nil, nil, err
	}
	giver, taker = o.Person(from), o.Person(to)
	switch {
	case giver == nil:
		return nil, nil, NotFound()
	case taker == nil || taker.Disabled:
		return nil, nil, Invalid("to", "请选择接手的人员。")
	case taker.Account == from:
		return nil, nil, Invalid("to", "须移交给另一个人。")
	case taker.Admin:
		return nil, nil, Invalid("to", "系统管理员不因管理账号接手投诉，请选择别人。")
	case taker.Role < giver.Role:
		return nil, nil, Invalid("to", "接手人的职务不能低于%s。", giver.Role.Label())
	}
	return giver, taker, nil
}
