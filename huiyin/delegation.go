package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// Delegation hands a person's decisions to another for a period (rule P6).
type Delegation struct {
	ID      int64
	From    string // whose decisions
	To      string // who takes them
	Starts  time.Time
	Until   time.Time
	MadeAt  time.Time
	EndedAt time.Time // before its time; zero when it was not
	EndedBy string
}

// End is when the delegation ends, or ended.
func (d *Delegation) End() time.Time {
	if !d.EndedAt.IsZero() && d.EndedAt.Before(d.Until) {
		return d.EndedAt
	}
	return d.Until
}

// RunsAt tells whether the delegation is in force at an instant.
func (d *Delegation) RunsAt(at time.Time) bool { return !at.Before(d.Starts) && at.Before(d.End()) }

// Over tells whether it has ended, or was taken back before it began.
func (d *Delegation) Over(at time.Time) bool { return !at.Before(d.End()) || !d.EndedAt.IsZero() }

// longestDelegation is how far ahead decisions can be handed over.
const longestDelegation = 366 * 24 * time.Hour

// handed are the decisions that a delegation hands over: what a person may do because they are in
// charge, or by their seat (rules C3, G5, G7, W8, D11), and the look at the customer's number that an
// answer needs. Work — contacts, findings, tasks, proposals — is not a decision: it is handed over by
// assigning it.
var handed = map[Action]bool{
	ActionAssign: true, ActionAssess: true, ActionRequestStatement: true, ActionChangeAccused: true,
	ActionSubmit: true, ActionWithdraw: true, ActionAnswerFollowUp: true, ActionDecide: true, ActionGiveAnswer: true,
	ActionDecideFacts: true, ActionFreezeLetter: true, ActionClose: true, ActionReopen: true,
	ActionArchive: true, ActionGrantExtension: true, ActionStartDispute: true, ActionEndDispute: true,
	ActionReveal: true, ActionRestrict: true, ActionLiftRestriction: true, ActionSeeSanctions: true,
	ActionDecideSanction: true, ActionDecideObjection: true, ActionLiftSanction: true, ActionCirculate: true,
	ActionReturnOutside: true, ActionAnswerReturn: true, ActionGrantOutside: true, ActionSendOutside: true,
	ActionTakeAgain: true, ActionReleaseData: true,
}

// mayStandIn tells whether a person may take another's decisions: of the same role or above, and both
// still there (rules P6, P7).
func mayStandIn(to, from *Person) bool {
	return to != nil && from != nil && to.Account != from.Account && !to.Disabled && !from.Disabled &&
		from.Role >= Supervisor && to.Role >= from.Role
}

// deputise works out who stands in for whom at the instant that was asked for. A delegate's own delegate
// gets nothing of it: only who was named by the person themselves (rule P6).
func (o *Org) deputise() {
	o.standing = nil
	for i := range o.Delegations {
		d := &o.Delegations[i]
		if from, to := o.Person(d.From), o.Person(d.To); d.RunsAt(o.at) && mayStandIn(to, from) {
			if o.standing == nil {
				o.standing = map[string][]*Person{}
			}
			o.standing[d.To] = append(o.standing[d.To], from)
		}
	}
}

// StandsFor lists those whose decisions a person has in hand (rule P6).
func (o *Org) StandsFor(p *Person) []*Person { return o.standing[p.Account] }

// deputiesOf lists who has a person's decisions in hand.
func (o *Org) deputiesOf(account string) []*Person {
	var out []*Person
	for to, froms := range o.standing {
		if slices.ContainsFunc(froms, func(p *Person) bool { return p.Account == account }) {
			out = append(out, o.Person(to))
		}
	}
	return out
}

// HandedKeys are the names under which a complaint concerns whoever decides in a person's place: being in
// charge of it, and the functions that are asked in a chain (rules P3, P6).
func (o *Org) HandedKeys(p *Person) []string {
	keys := []string{decidesKey(p.Account)}
	if f := o.function(p); f == Legal || f == Finance {
		keys = append(keys, functionKey(f))
	}
	return keys
}

func decidesKey(account string) string { return "decides:" + account }

// inName gives in whose name a person may do something to a complaint: their own if they may, else that
// of someone they stand in for (rule P6). Whom it is about has no decision in it to hand over (rule P4),
// and of a restricted one only whoever is in charge (rule P8).
func (by Actor) inName(c *Complaint, fits func(as Actor) bool) (Actor, bool) {
	if by.For != "" || fits(by) {
		return by, true
	}
	for _, p := range by.Org.StandsFor(by.Person) {
		if !c.Excluded(p.Account) && (!c.Restricted || c.Owner == p.Account) &&
			fits(Actor{Person: p, Org: by.Org, deputy: by.Person}) {
			by.For = p.Account
			return by, true
		}
	}
	return by, false
}

// nameFor is inName for an action, by its grant; what is no decision is done in one's own name only.
func (by Actor) nameFor(a Action, c *Complaint) (Actor, bool) {
	g := grants[a]
	fits := func(as Actor) bool { return g.when == nil || g.when(as, c) }
	if !handed[a] {
		return by, fits(by)
	}
	return by.inName(c, fits)
}

// Delegate hands the decisions of whoever asks to someone of the same role or above for a period (rule
// P6). One person has one delegate at a time.
func (o *Org) Delegate(by Actor, now time.Time, to string, from, until time.Time) error {
	if err := by.may(ActionDelegate, nil); err != nil {
		return err
	}
	p := o.Person(to)
	if err := Every(when(p == nil || p.Disabled, "to", "请选择代理人。"),
		when(to == by.Account, "to", "不能由自己代理自己。"),
		when(!mayStandIn(p, o.Person(by.Account)), "to", "代理人的职务须与您相同或更高。"),
		when(from.IsZero(), "from", "请填写开始时间。"),
		when(predates(from, now), "from", "开始时间不能早于现在。"),
		when(until.IsZero(), "until", "请填写结束时间。"),
		when(!until.After(from) || !until.After(now), "until", "结束时间须晚于开始时间。"),
		when(until.Sub(from) > longestDelegation || from.Sub(now) > longestDelegation, "until",
			"最长一年，请核对。")); err != nil {
		return err
	}
	from = latest(from, now)
	id := int64(0)
	for i := range o.Delegations {
		d := &o.Delegations[i]
		id = max(id, d.ID)
		if d.Over(now) || !from.Before(d.End()) || !d.Starts.Before(until) {
			continue
		}
		if err := Every(when(d.From == by.Account, "from", "这段时间已由%s代理，须先结束。", o.PersonName(d.To)),
			when(d.From == to && d.To == by.Account, "to", "这段时间您正代理%s，不能再由对方代理您。", p.Name)); err != nil {
			return err
		}
	}
	o.Delegations = append(o.Delegations, Delegation{ID: id + 1, From: by.Account, To: to, Starts: from, Until: until,
		MadeAt: now})
	o.log(by, ActionDelegate, "account:"+by.Account, now,
		Note("delegate", to), Note("from", stamp(from)), Note("until", stamp(until)))
	o.Index()
	return nil
}

// EndDelegation takes decisions back, or gives them back, before the time is over (rule P6).
func (o *Org) EndDelegation(by Actor, now time.Time, id int64) error {
	if err := by.may(ActionEndDelegation, nil); err != nil {
		return err
	}
	i := slices.IndexFunc(o.Delegations, func(d Delegation) bool { return d.ID == id })
	if i < 0 || o.Delegations[i].From != by.Account && o.Delegations[i].To != by.Account {
		return NotFound()
	}
	if o.Delegations[i].Over(now) {
		return Conflict("这项代理已经结束。")
	}
	o.endDelegation(by, now, i)
	return nil
}

func (o *Org) endDelegation(by Actor, now time.Time, i int) {
	d := &o.Delegations[i]
	d.EndedAt, d.EndedBy = now, by.Account
	o.log(by, ActionEndDelegation, "account:"+d.From, now,
		Note("delegate", d.To), Note("delegation", strconv.FormatInt(d.ID, 10)))
	o.Index()
}

// endDelegationsOf ends what a person who leaves has handed over or taken (rule P7).
func (o *Org) endDelegationsOf(by Actor, now time.Time, account string) {
	for i := range o.Delegations {
		if d := &o.Delegations[i]; (d.From == account || d.To == account) && !d.Over(now) {
			o.endDelegation(by, now, i)
		}
	}
}

// holdsDelegations tells whether the same delegations run at an instant as when the company was asked for.
func (o *Org) holdsDelegations(at time.Time) bool {
	return !slices.ContainsFunc(o.Delegations, func(d Delegation) bool { return d.RunsAt(at) != d.RunsAt(o.at) })
}
