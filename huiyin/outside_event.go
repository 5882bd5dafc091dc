package huiyin

import (
	"slices"
	"time"
)

// OutsideKind is what happened between the house and who passed a complaint on (rule K12).
type OutsideKind string

// The kinds of events.
const (
	OutsideReturned       OutsideKind = "returned"
	OutsideTakenBack      OutsideKind = "taken_back"
	OutsideReturnRefused  OutsideKind = "return_refused"
	OutsideExtensionAsked OutsideKind = "extension_asked"
	OutsideExtended       OutsideKind = "extended"
	OutsideProgress       OutsideKind = "progress"
	OutsideFinal          OutsideKind = "final"
	OutsideAgain          OutsideKind = "again"
	OutsideVerdict        OutsideKind = "verdict"
)

var outsideKinds = words[OutsideKind]{
	{OutsideReturned, "退回"}, {OutsideTakenBack, "对方收回"}, {OutsideReturnRefused, "对方不同意退回"},
	{OutsideExtensionAsked, "申请对方延期"}, {OutsideExtended, "对方同意延期"}, {OutsideProgress, "报送进展"},
	{OutsideFinal, "报送最终答复"}, {OutsideAgain, "再办"}, {OutsideVerdict, "对方回访"},
}

// Label is the kind's name on pages.
func (k OutsideKind) Label() string { return outsideKinds.label(k) }

// OutsideEvent is one thing that happened between the house and who passed the complaint on (rule K12).
type OutsideEvent struct {
	ID        int64
	At        time.Time
	By        string
	For       string // in whose place (rule P6)
	Kind      OutsideKind
	Text      string    // the reason, or what was sent
	Until     time.Time // the later date asked for or granted, that of 再办, or by when it could be returned
	On        time.Time // of their verdict
	Contacted string    // their verdict, yes, no or "" where they say nothing of it
	Solved    string
	Satisfied string
}

// lastOutside is the last event of these kinds since the complaint was last passed on, nil for none.
func (c *Complaint) lastOutside(kinds ...OutsideKind) *OutsideEvent {
	for i := range slices.Backward(c.OutsideEvents) {
		e := &c.OutsideEvents[i]
		if e.Kind == OutsideAgain {
			return nil
		}
		if slices.Contains(kinds, e.Kind) {
			return e
		}
	}
	return nil
}

// ReturnPending tells whether a return waits for their answer (rule K12).
func (c *Complaint) ReturnPending() bool {
	e := c.lastOutside(OutsideReturned, OutsideTakenBack, OutsideReturnRefused)
	return e != nil && e.Kind == OutsideReturned
}

// ExtensionPending is the later date that was asked for and not yet granted, nil for none (rule K12).
func (c *Complaint) ExtensionPending() *OutsideEvent {
	if e := c.lastOutside(OutsideExtensionAsked, OutsideExtended); e != nil && e.Kind == OutsideExtensionAsked {
		return e
	}
	return nil
}

// OffersOutside tells whether an action between the house and who passed the complaint on is open to a person as it
// stands, for pages (rules W1, K12).
func (c *Complaint) OffersOutside(by Actor, a Action) bool {
	if !c.Offers(by, a) || !c.AnonymisedAt.IsZero() {
		return false
	}
	open := c.AwaitedOutside() != nil
	switch a {
	case ActionRefer:
		return !c.Referred()
	case ActionReturnOutside:
		return open && !c.ReturnPending()
	case ActionAnswerReturn:
		return c.ReturnPending()
	case ActionGrantOutside:
		return open && c.ExtensionPending() != nil
	case ActionExtendOutside, ActionSendOutside:
		return open
	}
	return c.Referred()
}

// TheirVerdict is what they found last when they asked the caller themselves, nil for nothing (rule K12).
func (c *Complaint) TheirVerdict() *OutsideEvent {
	for i := range slices.Backward(c.OutsideEvents) {
		if e := &c.OutsideEvents[i]; e.Kind == OutsideVerdict {
			return e
		}
	}
	return nil
}

// SendsFinal tells whether a person may send them the final answer (rules K12, G7).
func (c *Complaint) SendsFinal(by Actor) bool {
	_, ok := by.inName(c, func(as Actor) bool { return answers(as, c) })
	return ok
}

// outsideMove is begin for what happens between the house and who passed the complaint on.
func (c *Complaint) outsideMove(by Actor, a Action, now time.Time) (*move, error) {
	m, err := c.begin(by, a, now)
	switch {
	case err != nil:
		return nil, err
	case !c.Referred():
		return nil, Conflict("这件投诉没有外部编号。")
	case !c.AnonymisedAt.IsZero():
		return nil, Conflict("客户资料已匿名化，不能再登记。")
	}
	return m, nil
}

// awaits refuses where no answer is owed any more.
func (c *Complaint) awaits() error {
	if c.AwaitedOutside() == nil {
		return Conflict("最终答复已经报送，或对方已经收回。")
	}
	return nil
}

// happened ends a move with its event.
func (m *move) happened(e OutsideEvent, detail ...Change) error {
	e.At, e.By, e.For = m.now, m.by.Account, m.by.For
	if err := m.stay(append([]Change{Note("outside", string(e.Kind))}, detail...)...); err != nil {
		return err
	}
	m.c.OutsideEvents = append(m.c.OutsideEvents, e)
	return nil
}

// ReturnOutside sends the complaint back to who passed it on, as not the house's own (rule K12). The date of their
// answer goes on until they take it back (rule D16).
func (c *Complaint) ReturnOutside(by Actor, now time.Time, reason string) error {
	m, err := c.outsideMove(by, ActionReturnOutside, now)
	if err := Every(err, c.awaits()); err != nil {
		return err
	}
	if c.ReturnPending() {
		return Conflict("已经退回，正等对方答复。")
	}
	if err := needed("reason", reason, 1000); err != nil {
		return err
	}
	return m.happened(OutsideEvent{Kind: OutsideReturned, Text: reason, Until: c.OutsideReturnBy},
		Note("reason", reason))
}

// AnswerReturn notes whether they took the complaint back: then no answer is owed to them, else the date goes on
// (rules K12, D16).
func (c *Complaint) AnswerReturn(by Actor, now time.Time, accepted string) error {
	m, err := c.outsideMove(by, ActionAnswerReturn, now)
	if err != nil {
		return err
	}
	switch {
	case !c.ReturnPending():
		return Conflict("没有等待对方答复的退回。")
	case accepted != "yes" && accepted != "no":
		return Invalid("accepted", "请选择对方是否同意退回。")
	}
	kind := OutsideReturnRefused
	if accepted == "yes" {
		kind = OutsideTakenBack
	}
	if err := m.happened(OutsideEvent{Kind: kind}); err != nil {
		return err
	}
	if accepted == "yes" {
		c.endOutside(now)
	}
	return nil
}

// endOutside lets their date go: what is late already stays so and climbs no further (rules D13, D16).
func (c *Complaint) endOutside(now time.Time) {
	if d := c.AwaitedOutside(); d != nil && d.Status == Missed {
		d.MetAt = now
	}
	c.waive(D16)
}

// ExtendOutside asks them for a later date, with a reason (rule K12).
func (c *Complaint) ExtendOutside(by Actor, now, until time.Time, reason string) error {
	m, err := c.outsideMove(by, ActionExtendOutside, now)
	if err := Every(err,
		c.awaits(),
		c.laterOutside(until),
		needed("reason", reason, 1000)); err != nil {
		return err
	}
	return m.happened(OutsideEvent{Kind: OutsideExtensionAsked, Text: reason, Until: until},
		Note("until", stamp(until)), Note("reason", reason))
}

func (c *Complaint) laterOutside(until time.Time) error {
	switch d := c.AwaitedOutside(); {
	case until.IsZero():
		return Invalid("until", "请填写延至何时。")
	case d == nil: // which awaits says
		return nil
	case !until.After(d.Due):
		return Invalid("until", "延期须晚于现在的期限。")
	case until.After(d.Due.AddDate(3, 0, 0)):
		return Invalid("until", "延期过长，请核对。")
	}
	return nil
}

// GrantOutside notes the later date that they granted: the first stays visible and decides (rules D11, D16). The
// caller is to be told, and whoever handles it hears so (rule K12).
func (c *Complaint) GrantOutside(by Actor, now, until time.Time) error {
	m, err := c.outsideMove(by, ActionGrantOutside, now)
	if err := Every(err, c.awaits()); err != nil {
		return err
	}
	if c.ExtensionPending() == nil {
		return Conflict("没有等待对方答复的延期申请。")
	}
	if err := c.laterOutside(until); err != nil {
		return err
	}
	if err := m.happened(OutsideEvent{Kind: OutsideExtended, Until: until}, Note("until", stamp(until))); err != nil {
		return err
	}
	c.extend(by.Org, c.AwaitedOutside(), until)
	c.tell(by.Org, NoticeOutsideExtended, string(D16), now, "", append(c.tier(by.Org, TierHandler), c.Owner)...)
	return nil
}

// SendOutside notes an answer that was sent to them: progress, or the final one, which alone meets their date
// (rules K12, D16). The final one is given by who answers the customer (rule G7); neither gives a sum that nobody
// approved (rule C7).
func (c *Complaint) SendOutside(by Actor, now time.Time, kind OutsideKind, text string) error {
	m, err := c.outsideMove(by, ActionSendOutside, now)
	if err := Every(err, c.awaits()); err != nil {
		return err
	}
	if kind == OutsideFinal && !m.actsFor(func(as Actor) bool { return answers(as, c) }) {
		return Forbidden("最终答复由答复客户的人报送。")
	}
	var beyond error
	if sum := c.givenBeyond(text, c.promisable()); sum > 0 {
		beyond = overPromised("text", sum, c.promisable())
	}
	if err := Every(when(kind != OutsideProgress && kind != OutsideFinal, "kind", "请选择报送进展或最终答复。"),
		needed("text", text, longText), beyond); err != nil {
		return err
	}
	if err := m.happened(OutsideEvent{Kind: kind, Text: text}, Note("text", text)); err != nil {
		return err
	}
	if kind == OutsideFinal {
		c.meet(D16, now)
	}
	return nil
}

// TakeAgain notes that they passed it on once more: their date begins anew, and a closed complaint is taken up
// again, whenever it was closed (rules K12, D15, D16).
func (c *Complaint) TakeAgain(by Actor, now time.Time, reason string, due time.Time) error {
	m, err := c.outsideMove(by, ActionTakeAgain, now)
	if err := Every(err,
		needed("reason", reason, 1000),
		when(!due.IsZero() && !due.After(now), "due", "新的答复期限须晚于现在。"),
		when(due.After(now.AddDate(3, 0, 0)), "due", "答复期限过远，请核对。")); err != nil {
		return err
	}
	closed := !c.State.Open()
	to := c.State
	if closed {
		to = Investigating
	}
	if err := m.to(to, Note("outside", string(OutsideAgain)), Note("reason", reason),
		Note("due", stamp(due))); err != nil {
		return err
	}
	c.OutsideEvents = append(c.OutsideEvents, OutsideEvent{At: now, By: m.by.Account, For: m.by.For, Kind: OutsideAgain,
		Text: reason, Until: due})
	if closed {
		c.takenUp(m, now)
	}
	c.endOutside(now)
	c.expect(by.Org, now, now, due)
	c.tell(by.Org, NoticeOutsideAgain, string(D16), now, by.Account,
		append(append(c.tier(by.Org, TierHandler), c.tier(by.Org, TierSupervisor)...), c.Owner)...)
	return nil
}

// NoteVerdict keeps what they found when they asked the caller themselves; ours stands apart (rule K12).
func (c *Complaint) NoteVerdict(by Actor, now time.Time, v OutsideEvent) error {
	m, err := c.outsideMove(by, ActionNoteVerdict, now)
	if err != nil {
		return err
	}
	said := []string{v.Contacted, v.Solved, v.Satisfied}
	var wrong error
	for i, field := range []string{"contacted", "solved", "satisfied"} {
		wrong = Every(wrong, when(said[i] != "" && said[i] != "yes" && said[i] != "no", field, "请选择列表中的一项。"))
	}
	if err := Every(wrong, when(v.Contacted == "" && v.Solved == "" && v.Satisfied == "", "contacted", "请至少选择一项回访结果。"),
		when(v.On.IsZero(), "at", "请填写对方回访的时间。"),
		when(v.On.After(now), "at", "回访时间不能晚于现在。"),
		when(predates(v.On, c.OutsideReceived) || predates(v.On, c.OutsideHanded), "at",
			"回访时间不能早于转来的时间。")); err != nil {
		return err
	}
	return m.happened(OutsideEvent{Kind: OutsideVerdict, On: v.On, Contacted: v.Contacted, Solved: v.Solved,
		Satisfied: v.Satisfied}, Note("verdict_contacted", v.Contacted), Note("verdict_solved", v.Solved),
		Note("verdict_satisfied", v.Satisfied), Note("verdict_at", stamp(v.On)))
}
