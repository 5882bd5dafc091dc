package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// ClosingRequest asks the next role to agree that a complaint is closed as not accepted, or an important or major one
// as invalid (rules W8, K10).
type ClosingRequest struct {
	ID        int64
	At        time.Time
	By        string
	For       string // in whose place (rule P6)
	Outcome   Outcome
	Reason    string
	Group     bool // asked at the top: another VP or the supervision group
	AgreedAt  time.Time
	AgreedBy  string
	AgreedFor string
	Words     string
	Due       time.Time // when it closes by itself, once agreed; zero for invalid
	EndedAt   time.Time
	EndedBy   string // "" for the clock
	Done      bool   // it was closed so; else something came in between
}

// OpenClosing is the request that waits for a word, or for the clock; nil where none does.
func (c *Complaint) OpenClosing() *ClosingRequest {
	if n := len(c.ClosingRequests); n > 0 && c.State.Open() && c.ClosingRequests[n-1].EndedAt.IsZero() {
		return &c.ClosingRequests[n-1]
	}
	return nil
}

// doneClosing is the request by which the complaint was closed, nil where there was none.
func (c *Complaint) doneClosing() *ClosingRequest {
	for i := range slices.Backward(c.ClosingRequests) {
		if r := &c.ClosingRequests[i]; r.Done && !c.ClosedAt.IsZero() && r.EndedAt.Equal(c.ClosedAt) {
			return r
		}
	}
	return nil
}

// nextRole is the role above a person's, at least a manager's; at the top it stays, and the supervision group may
// stand in (rules W8, K10).
func nextRole(seat Role) (next Role, top bool) {
	if seat >= VP {
		return VP, true
	}
	return max(Manager, seat+1), false
}

// ownerRole is the role of whoever is in charge.
func (c *Complaint) ownerRole(o *Org) Role {
	if p := o.Person(c.Owner); p != nil {
		return max(p.Role, Supervisor)
	}
	return c.Seat(o)
}

// ofNextRole tells whether a person holds the next role over a case, and stands apart from those who spoke before.
func (c *Complaint) ofNextRole(o *Org, p *Person, seat Role, before ...string) bool {
	role, top := nextRole(seat)
	switch {
	case p.Disabled || slices.Contains(before, p.Account) || c.Excluded(p.Account) ||
		c.Restricted && !c.opens(p.Account):
		return false
	case top && p.Role >= Supervisor && o.Has(p, Supervision):
		return true
	}
	return p.Role >= role && p.AnswersFor(c.Site)
}

// agrees tells whether a person may give the next role's word on a request.
func (c *Complaint) agrees(o *Org, r *ClosingRequest, p *Person) bool {
	return c.ofNextRole(o, p, c.ownerRole(o), c.Owner, c.Handler, r.By, r.For)
}

// agreesClosing: the request waits for this person's word.
func agreesClosing(by Actor, c *Complaint) bool {
	r := c.OpenClosing()
	return r != nil && r.AgreedAt.IsZero() && c.agrees(by.Org, r, by.Person) &&
		(by.deputy == nil || !slices.Contains([]string{r.By, r.For, c.Owner, c.Handler}, by.deputy.Account))
}

// asksClosing tells whether closing so is only asked for (rules W8, K10).
func (c *Complaint) asksClosing(o Outcome) bool {
	return o == NotAccepted || o == InvalidCase && (c.Grade == Important || c.Grade == Major)
}

// tellsWays tells whether a letter names where else the customer may turn: the draft does, with 12315 (rule W16).
func tellsWays(text string) bool { return strings.Contains(text, "12315") }

// askClosing asks the next role to agree (rules W8, K10).
func (c *Complaint) askClosing(m *move, outcome Outcome, reason string, kept []StandIn, detail []Change) error {
	o := m.by.Org
	if r := c.OpenClosing(); r != nil && r.Outcome == outcome {
		return Conflict("已申请以“%s”结案。", outcome.Label())
	}
	if outcome == NotAccepted {
		switch l := c.FrozenLetter(); {
		case l == nil || l != c.Letter() || c.LetterOutdated(l):
			return Conflict("以“客户不接受”结案，须先把最近一次答复的答复函定稿。")
		case !tellsWays(l.Text):
			return Conflict("答复函没有写明客户还可以走的其他途径，须补写后定稿。")
		}
	}
	r := ClosingRequest{At: m.now, By: m.by.Account, For: m.by.For, Outcome: outcome, Reason: reason}
	_, r.Group = nextRole(c.ownerRole(o))
	asked := o.Active(func(p *Person) bool { return c.agrees(o, &r, p) })
	if len(asked) == 0 {
		return Invalid("outcome", "没有可以同意的上一级人员，须先任命。")
	}
	if err := m.stay(detail...); err != nil {
		return err
	}
	c.endClosing(o, m.now, m.by.Account)
	c.StandIns = append(c.StandIns, kept...)
	c.ClosingRequests = append(c.ClosingRequests, r)
	least, _ := nextRole(c.ownerRole(o))
	var told []string
	for role := least; role <= VP && len(told) == 0; role++ {
		for _, p := range asked {
			if p.Role == role || r.Group {
				told = append(told, p.Account)
			}
		}
	}
	c.tell(o, NoticeClosingAsked, "", m.now, m.by.Account, told...)
	return nil
}

// MayAgreeClosing tells why a person may not give the next role's word, nil when they may.
func (c *Complaint) MayAgreeClosing(by Actor) error {
	if r := c.OpenClosing(); r == nil || !r.AgreedAt.IsZero() {
		return Conflict("没有等待同意的结案申请。")
	}
	return c.mayBegin(by, ActionAgreeClosing)
}

// AgreeClosing is the next role's word: invalid closes at once, not accepted when the customer has said nothing more
// for so long since the letter (rules W8, K10).
func (c *Complaint) AgreeClosing(by Actor, now time.Time, words string) error {
	if !c.Visible(by) {
		return NotFound()
	}
	c.Run(by.Org, now)
	if r := c.OpenClosing(); r == nil || !r.AgreedAt.IsZero() { // also for who comes too late
		return Conflict("没有等待同意的结案申请。")
	}
	m, err := c.begin(by, ActionAgreeClosing, now)
	if err := Every(err, needed("words", words, longText)); err != nil {
		return err
	}
	r := c.OpenClosing()
	to := c.State
	if r.Outcome == InvalidCase {
		to = Closed
	}
	if err := m.to(to, Note("outcome", string(r.Outcome)), Note("words", words)); err != nil {
		return err
	}
	r.AgreedAt, r.AgreedBy, r.AgreedFor, r.Words = now, m.by.Account, m.by.For, words
	if to == Closed {
		c.closeAsked(m.by, r, now)
	} else {
		c.waitUnheard(by.Org)
	}
	c.tell(by.Org, NoticeClosingAgreed, "", now, by.Account, r.By, c.Owner)
	return nil
}

// waitUnheard gives the day on which the complaint closes by itself: so long after the newest frozen letter (rule W8).
func (c *Complaint) waitUnheard(o *Org) {
	r, l := c.OpenClosing(), c.FrozenLetter()
	if r == nil || r.Outcome != NotAccepted || r.AgreedAt.IsZero() || l == nil {
		return
	}
	r.Due = latest(r.AgreedAt, l.FrozenAt.Add(o.Parameters.Span(UnheardDays)))
}

// closeAsked closes as it was asked; by the clock, or with the next role's word.
func (c *Complaint) closeAsked(by Actor, r *ClosingRequest, at time.Time) {
	r.EndedAt, r.EndedBy, r.Done = at, by.Account, true
	c.Outcome, c.CloseReason, c.ClosedAt, c.ClosedBy, c.ClosedFor = r.Outcome, r.Reason, at, r.By, r.For
	c.UnprovenSince = time.Time{}
	if r.Outcome == InvalidCase {
		c.Validity = NotValid
	} else {
		c.UnprovenSince = at // never settled in the sense of D5
	}
	c.settleProposal(ProposalDeclined, at)
	c.settled(by, at)
	c.openGifts(by, at)
	if r.Outcome == NotAccepted { // the month ends here without having been kept (rule G8)
		c.waive(D6)
	}
}

// closingDue adds when a complaint closes by itself as not accepted (rule W8).
func (c *Complaint) closingDue(o *Org, add func(time.Time, func(time.Time))) {
	r := c.OpenClosing()
	if r == nil || r.Due.IsZero() {
		return
	}
	add(r.Due, func(at time.Time) {
		c.note(System(o), ActionClose, Closed, at, Note("outcome", string(r.Outcome)), Note("reason", r.Reason))
		c.closeAsked(System(o), r, at)
		c.tell(o, NoticeClosedUnheard, "", at, "", c.Owner, c.Handler, r.By, r.AgreedBy)
	})
}

// heardAgain are the words of the customer, and what the house does anew, that end a closing as not accepted.
var heardAgain = []Action{ActionLogContact, ActionRemind, ActionCounterRemind, ActionLeaveMessage, ActionGiveAnswer,
	ActionTellResult, ActionPropose, ActionStartDispute, ActionEndDispute, ActionSettle}

// interrupt ends a request that waits when the customer is heard again, or an invalid one is assessed anew
// (rules W8, K10).
func (c *Complaint) interrupt(m *move) {
	r := c.OpenClosing()
	if r == nil || r.Outcome == NotAccepted && !slices.Contains(heardAgain, m.action) ||
		r.Outcome == InvalidCase && m.action != ActionAssess {
		return
	}
	c.endClosing(m.by.Org, m.now, m.by.Account)
}

// endClosing ends a request that waits, and tells who asked and who is in charge.
func (c *Complaint) endClosing(o *Org, at time.Time, by string) {
	if r := c.OpenClosing(); r != nil {
		r.EndedAt, r.EndedBy = at, by
		c.tell(o, NoticeClosingEnded, "", at, "", c.Owner, r.By, r.AgreedBy)
	}
}

// dropClosing ends a request because the complaint is closed in another way.
func (c *Complaint) dropClosing(m *move) {
	if n := len(c.ClosingRequests); n > 0 && c.ClosingRequests[n-1].EndedAt.IsZero() {
		c.ClosingRequests[n-1].EndedAt, c.ClosingRequests[n-1].EndedBy = m.now, m.by.Account
	}
}

// Objection is the customer's, against a complaint being closed as invalid (rule K10).
type Objection struct {
	ID         int64
	At         time.Time
	By         string // who wrote it down
	Said       string
	Seat       Role // of whoever has closed it
	DecidedAt  time.Time
	DecidedBy  string
	DecidedFor string
	Decision   Decision // approve: it is upheld
	Words      string
}

// objectable tells why the customer cannot object any more, nil when they can: once, within its time.
func (c *Complaint) objectable(o *Org, now time.Time) error {
	switch {
	case c.Outcome != InvalidCase:
		return Conflict("只有以“无效”结案的投诉，客户可以提出异议。")
	case slices.ContainsFunc(c.Objections, func(x Objection) bool { return !x.At.Before(c.ClosedAt) }):
		return Conflict("客户对无效认定的异议只能提出一次。")
	case now.Sub(c.ClosedAt) > o.Parameters.Span(InvalidObjection):
		return Conflict("结案已超过 %d 天，不能再提出异议。", o.Parameters.Get(InvalidObjection))
	}
	return nil
}

// MayObject tells why a person may not write down the customer's objection, nil when they may.
func (c *Complaint) MayObject(by Actor, now time.Time) error {
	return Every(c.mayBegin(by, ActionObjectInvalid), c.objectable(by.Org, now))
}

// Object writes down the customer's objection to "invalid": one role higher decides (rule K10).
func (c *Complaint) Object(by Actor, now time.Time, said string) error {
	m, err := c.begin(by, ActionObjectInvalid, now)
	if err := Every(err, c.objectable(by.Org, now), needed("said", said, longText)); err != nil {
		return err
	}
	o := by.Org
	seat := c.ownerRole(o)
	for _, account := range c.invalidators() {
		if p := o.Person(account); p != nil {
			seat = max(seat, p.Role)
		}
	}
	x := Objection{At: now, By: m.by.Account, Said: said, Seat: seat}
	if err := m.stay(Note("said", said)); err != nil {
		return err
	}
	c.Objections = append(c.Objections, x)
	told := o.Active(func(p *Person) bool { return c.hearsObjector(o, &x, p) })
	c.tell(o, NoticeInvalidObjected, "", now, by.Account, accounts(told)...)
	return nil
}

// invalidators are those whose word it was that the complaint is invalid.
func (c *Complaint) invalidators() []string {
	out := []string{c.ClosedBy, c.ClosedFor}
	if r := c.doneClosing(); r != nil {
		out = append(out, r.AgreedBy, r.AgreedFor)
	}
	return slices.DeleteFunc(out, func(a string) bool { return a == "" })
}

func (c *Complaint) hearsObjector(o *Org, x *Objection, p *Person) bool {
	return c.ofNextRole(o, p, x.Seat, c.invalidators()...)
}

// openObjection is the place, from 1, of the objection that waits to be decided, 0 for none.
func (c *Complaint) openObjection() int {
	if n := len(c.Objections); n > 0 && c.State == Closed && c.Objections[n-1].DecidedAt.IsZero() {
		return n
	}
	return 0
}

// hearsInvalid: the objection waits for this person.
func hearsInvalid(by Actor, c *Complaint) bool {
	n := c.openObjection()
	return n > 0 && c.hearsObjector(by.Org, &c.Objections[n-1], by.Person) &&
		(by.deputy == nil || !slices.Contains(c.invalidators(), by.deputy.Account))
}

// MayDecideInvalid tells why a person may not decide on an objection, nil when they may.
func (c *Complaint) MayDecideInvalid(by Actor, n int) error {
	if n == 0 || n != c.openObjection() {
		return Conflict("这项异议已经裁定。")
	}
	return c.mayBegin(by, ActionDecideInvalid)
}

// DecideInvalid decides on the customer's objection: upheld, the complaint is taken up again as valid (rule K10).
func (c *Complaint) DecideInvalid(by Actor, now time.Time, n int, d Decision, words string) error {
	if !c.Visible(by) || n < 1 || n > len(c.Objections) {
		return NotFound()
	}
	if n != c.openObjection() { // also for who comes too late
		return Conflict("这项异议已经裁定。")
	}
	m, err := c.begin(by, ActionDecideInvalid, now)
	if err != nil {
		return err
	}
	if err := Every(when(d != Approve && d != Refuse, "decision", "请选择审批意见。"),
		needed("words", words, longText)); err != nil {
		return err
	}
	to := Closed
	if d == Approve {
		to = Investigating
	}
	if err := m.to(to, Note("objection_n", strconv.Itoa(n)), Note("decision", string(d)),
		Note("words", words)); err != nil {
		return err
	}
	x := &c.Objections[n-1]
	x.DecidedAt, x.DecidedBy, x.DecidedFor, x.Decision, x.Words = now, m.by.Account, m.by.For, d, words
	owner := c.Owner
	if d == Approve {
		c.takenUp(m, now)
		c.Validity = Valid
	}
	c.tell(by.Org, NoticeInvalidDecided, "", now, by.Account, owner, c.Owner, x.By)
	return nil
}

// AwaitsNextRole is since when the next role's word is waited for, and of which role at least; zero where it is not.
func (c *Complaint) AwaitsNextRole(o *Org) (since time.Time, role Role) {
	if r := c.OpenClosing(); r != nil && r.AgreedAt.IsZero() {
		role, _ = nextRole(c.ownerRole(o))
		return r.At, role
	}
	if n := c.openObjection(); n > 0 {
		role, _ = nextRole(c.Objections[n-1].Seat)
		return c.Objections[n-1].At, role
	}
	return time.Time{}, 0
}
