package crisis

import (
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// SeatKind is one of the three seats of a crisis (rule R14).
type SeatKind string

// The seats.
const (
	Highest SeatKind = "highest"
	Duty    SeatKind = "duty"
	Scene   SeatKind = "scene"
)

var seatKinds = huiyin.Words[SeatKind]{{Highest, "最高领导"}, {Duty, "值班领导"}, {Scene, "现场领导"}}

// Label is the seat's name on pages.
func (k SeatKind) Label() string { return seatKinds.Label(k) }

// SeatKinds lists the seats in their order.
func SeatKinds() []SeatKind { return seatKinds.All() }

// Seat is held by exactly one person; its deputy, or for the highest any vice president, may act in it (rule R14).
type Seat struct {
	ID             int64
	Kind           SeatKind
	Holder, Deputy string
	Acting         string // who acts in the holder's place, "" for the holder
	Since          time.Time
	Reason         string // why somebody acts
}

// Who acts in the seat: whoever took over, the holder, and where that person left or was demoted, the deputy; "" for
// nobody (rule R14).
func (s Seat) Who(o *huiyin.Org) string {
	for _, account := range []string{s.Acting, s.Holder, s.Deputy} {
		if fits(o, s.Kind, account) {
			return account
		}
	}
	return ""
}

// fits tells whether a person is of the rank that a seat needs.
func fits(o *huiyin.Org, kind SeatKind, account string) bool {
	p := o.Person(account)
	least := huiyin.Supervisor
	if kind == Highest {
		least = huiyin.VP
	}
	return p != nil && !p.Disabled && p.Role >= least
}

// MayHold lists who may hold a seat, or stand in.
func MayHold(o *huiyin.Org, kind SeatKind) []*huiyin.Person {
	return o.Active(func(p *huiyin.Person) bool { return fits(o, kind, p.Account) })
}

func checkSeat(o *huiyin.Org, kind SeatKind, n Named, holder, deputy string) error {
	var h, d error
	why := "须为主管或以上的人员。"
	if kind == Highest {
		why = "须为副总经理。"
	}
	switch {
	case n.Holder == "":
		h = huiyin.Invalid(holder, "请选择%s。", kind.Label())
	case !fits(o, kind, n.Holder):
		h = huiyin.Invalid(holder, why)
	}
	switch {
	case n.Deputy == "":
	case n.Deputy == n.Holder:
		d = huiyin.Invalid(deputy, "副手须为另一个人。")
	case !fits(o, kind, n.Deputy):
		d = huiyin.Invalid(deputy, why)
	}
	return huiyin.Every(h, d)
}

// seated are those who hold, act in or stand in for the seats.
func (c *Crisis) seated(o *huiyin.Org) []string {
	var out []string
	for _, s := range c.Seats {
		out = append(out, s.Holder, s.Deputy, s.Who(o))
	}
	return out
}

func (c *Crisis) seat(kind SeatKind) *Seat {
	for i := range c.Seats {
		if c.Seats[i].Kind == kind {
			return &c.Seats[i]
		}
	}
	return nil
}

// Acting is who acts in a seat now, "" for nobody.
func (c *Crisis) Acting(o *huiyin.Org, kind SeatKind) string {
	if s := c.seat(kind); s != nil {
		return s.Who(o)
	}
	return ""
}

// given finds the seat that a form names.
func (c *Crisis) given(kind SeatKind) (*Seat, error) {
	if s := c.seat(kind); s != nil {
		return s, nil
	}
	return nil, huiyin.Invalid("seat", "请选择列表中的一项。")
}

// free refuses a second seat, or one that goes with no part the person has (rule R14).
func (c *Crisis) free(kind SeatKind, field, account string) error {
	for _, s := range c.Seats {
		if s.Kind != kind && account != "" && (s.Holder == account || s.Acting == account) {
			return huiyin.Invalid(field, "一个人只能担任一个席位。")
		}
	}
	if kind == Scene && c.has(account, Spokesperson) {
		return huiyin.Invalid(field, "现场领导和发言人不能是同一个人。")
	}
	return nil
}

// SetSeat gives a seat to a person, with a deputy (rule R14). The leaders on duty and on site do so with their own alone.
func (c *Crisis) SetSeat(by huiyin.Actor, now time.Time, kind SeatKind, n Named) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionSetSeat, c); err != nil {
		return err
	}
	s, err := c.given(kind)
	if err != nil {
		return huiyin.Every(err, checkSeat(by.Org, Duty, n, "person", "deputy"))
	}
	if by.Role != huiyin.VP && !c.holds(by.Org, by.Account, Highest) && !c.holds(by.Org, by.Account, kind) {
		return huiyin.Forbidden("%s由其本人、最高领导或副总经理安排。", kind.Label())
	}
	if err := huiyin.Every(checkSeat(by.Org, kind, n, "person", "deputy"), c.free(kind, "person", n.Holder)); err != nil {
		return err
	}
	if s.Holder == n.Holder && s.Deputy == n.Deputy {
		return nil
	}
	c.note(by, huiyin.ActionSetSeat, now, huiyin.Note("seat", string(kind)),
		huiyin.Change{Field: "person", Before: s.Holder, After: n.Holder}, huiyin.Change{Field: "deputy", Before: s.Deputy, After: n.Deputy})
	if s.Holder != n.Holder {
		s.Acting, s.Since, s.Reason = "", now, ""
		c.dropHandOvers(kind, now)
	}
	was := s.Holder
	s.Holder, s.Deputy = n.Holder, n.Deputy
	c.tell(by.Org, now, huiyin.NoticeCrisisSeat, string(kind), by.Account, append(c.seated(by.Org), was)...)
	return nil
}

// TakeOver lets a deputy, or for the highest any vice president, act at once (代为指挥, rule R14).
func (c *Crisis) TakeOver(by huiyin.Actor, now time.Time, kind SeatKind, reason string) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionTakeOver, c); err != nil {
		return err
	}
	s, err := c.given(kind)
	if err := huiyin.Every(err, huiyin.Needed("reason", reason, mostSaid)); err != nil {
		return err
	}
	if by.Account != s.Deputy && (kind != Highest || by.Role != huiyin.VP) {
		return huiyin.Forbidden("代为指挥由副手进行；最高领导可由任何副总经理代理。")
	}
	if s.Who(by.Org) == by.Account {
		return huiyin.Conflict("您已在指挥。")
	}
	if err := c.free(kind, "seat", by.Account); err != nil {
		return err
	}
	c.note(by, huiyin.ActionTakeOver, now, huiyin.Note("seat", string(kind)), huiyin.Note("person", s.Holder), huiyin.Note("reason", reason))
	s.Acting, s.Since, s.Reason = by.Account, now, reason
	c.dropHandOvers(kind, now)
	c.tell(by.Org, now, huiyin.NoticeCrisisSeat, string(kind), by.Account, c.everybody(by.Org)...)
	return nil
}

// TakeBack ends the acting: 我已到岗 (rule R14).
func (c *Crisis) TakeBack(by huiyin.Actor, now time.Time, kind SeatKind) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionTakeBack, c); err != nil {
		return err
	}
	s, err := c.given(kind)
	if err != nil {
		return err
	}
	switch {
	case by.Account != s.Holder:
		return huiyin.Forbidden("只有%s本人可以到岗。", kind.Label())
	case s.Acting == "":
		return huiyin.Conflict("没有人代您指挥。")
	}
	c.note(by, huiyin.ActionTakeBack, now, huiyin.Note("seat", string(kind)), huiyin.Note("person", s.Acting))
	was := s.Acting
	s.Acting, s.Since, s.Reason = "", now, ""
	c.tell(by.Org, now, huiyin.NoticeCrisisSeat, string(kind), by.Account, append(c.everybody(by.Org), was)...)
	return nil
}

// HandOver 交接 gives a seat on, by a brief that the other accepts; until then the giver remains (rule R14).
type HandOver struct {
	ID           int64
	N            int
	Kind         SeatKind
	From, To     string
	Brief        string
	At           time.Time
	AcceptedAt   time.Time
	DroppedAt    time.Time // the seat went another way
	RemindedAt   time.Time
	Force        int // the statement in force when it was written
	People       int
	Phase        huiyin.Phase
	PromisedNext time.Time // the next word promised
}

// HandOverSeat offers a seat to another, with a brief (rule R14).
func (c *Crisis) HandOverSeat(by huiyin.Actor, now time.Time, kind SeatKind, to, brief string) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionHandOverSeat, c); err != nil {
		return err
	}
	s, err := c.given(kind)
	if err == nil && s.Who(by.Org) != by.Account {
		return huiyin.Forbidden("只有正在指挥的人可以交接。")
	}
	who := err
	switch {
	case to == "" || to == by.Account || !fits(by.Org, kind, to):
		who = huiyin.Every(err, huiyin.Invalid("to", "请选择接班的人。"))
	case err == nil:
		who = c.free(kind, "to", to)
	}
	if err := huiyin.Every(who, huiyin.Needed("words", brief, mostBrief)); err != nil {
		return err
	}
	c.dropHandOvers(kind, now)
	h := HandOver{N: len(c.HandOvers) + 1, Kind: kind, From: by.Account, To: to, Brief: brief, At: now, Force: c.Force,
		People: c.People(), Phase: c.Phase}
	if f := c.InForce(); f != nil {
		h.PromisedNext = f.NextAt
	}
	c.HandOvers = append(c.HandOvers, h)
	c.note(by, huiyin.ActionHandOverSeat, now, huiyin.Note("seat", string(kind)), huiyin.Note("to", to), huiyin.Note("words", brief))
	c.Tell(by.Org, huiyin.Notice{Kind: huiyin.NoticeSeatOffered, State: huiyin.State(c.State), What: string(kind), At: now},
		by.Account, func(p huiyin.Actor) bool { return p.Account == to || c.Visible(p) }, to)
	return nil
}

func (c *Crisis) dropHandOvers(kind SeatKind, now time.Time) {
	for i := range c.HandOvers {
		if h := &c.HandOvers[i]; h.Kind == kind && h.Waits() {
			h.DroppedAt = now
		}
	}
}

// Waits tells whether the hand-over still waits for the other's word.
func (h HandOver) Waits() bool { return h.AcceptedAt.IsZero() && h.DroppedAt.IsZero() }

// AcceptSeat takes a seat over by a hand-over: the other holds it from now on (rule R14).
func (c *Crisis) AcceptSeat(by huiyin.Actor, now time.Time, n int) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionAcceptSeat, toTaker{c}); err != nil {
		return err
	}
	if n < 1 || n > len(c.HandOvers) || c.HandOvers[n-1].To != by.Account {
		return huiyin.NotFound()
	}
	h := &c.HandOvers[n-1]
	if !h.Waits() {
		return huiyin.Conflict("这次交接已经结束。")
	}
	if err := c.free(h.Kind, "", by.Account); err != nil {
		return huiyin.Conflict("一个人只能担任一个席位。")
	}
	s := c.seat(h.Kind)
	c.note(by, huiyin.ActionAcceptSeat, now, huiyin.Note("seat", string(h.Kind)),
		huiyin.Change{Field: "person", Before: h.From, After: by.Account})
	h.AcceptedAt = now
	s.Holder, s.Acting, s.Since, s.Reason = by.Account, "", now, ""
	if s.Deputy == by.Account {
		s.Deputy = ""
	}
	c.tell(by.Org, now, huiyin.NoticeCrisisSeat, string(h.Kind), by.Account, append(c.everybody(by.Org), h.From)...)
	return nil
}

// toTaker is the case as one sees it to whom a seat is offered.
type toTaker struct{ *Crisis }

// Visible tells whether a person may answer a hand-over.
func (t toTaker) Visible(by huiyin.Actor) bool {
	return t.Crisis.Visible(by) || t.Offered(by.Account) > 0
}

// Lets: whose hand-over it is, the move asks.
func (toTaker) Lets(huiyin.Actor, huiyin.Action) bool { return true }

// Offered is the hand-over that waits for a person, 0 for none.
func (c *Crisis) Offered(account string) int {
	for _, h := range c.HandOvers {
		if h.To == account && h.Waits() {
			return h.N
		}
	}
	return 0
}

// PartKind is a part that somebody has in the case (rule R14).
type PartKind string

// The parts.
const (
	Study        PartKind = "study"
	Negotiator   PartKind = "negotiator"
	Spokesperson PartKind = "spokesperson"
	LegalPart    PartKind = "legal"
	Recorder     PartKind = "recorder"
	Observer     PartKind = "observer"
)

var partKinds = huiyin.Words[PartKind]{{Spokesperson, "发言人"}, {LegalPart, "法务"}, {Negotiator, "谈判专员"}, {Study, "研究小组"},
	{Recorder, "记录员"}, {Observer, "观察员"}}

// Label is the part's name on pages.
func (k PartKind) Label() string { return partKinds.Label(k) }

// PartKinds lists the parts.
func PartKinds() []PartKind { return partKinds.All() }

// Part is somebody's part in the case; somebody from outside has no account and reads nothing.
type Part struct {
	ID                   int64
	Kind                 PartKind
	Person               string
	Outside, Firm, Phone string // of an adviser from outside
	At                   time.Time
	By                   string
	EndedAt              time.Time
	Reason               string
}

// Name is who has the part.
func (p Part) Name(o *huiyin.Org) string {
	if p.Person == "" {
		return p.Outside
	}
	return o.PersonName(p.Person)
}

// NamePart gives somebody a part (rule R14).
func (c *Crisis) NamePart(by huiyin.Actor, now time.Time, p Part) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionNameParts, c); err != nil {
		return err
	}
	var kind, person, outside, twice error
	if !partKinds.Has(p.Kind) {
		kind = huiyin.Invalid("part", "请选择列表中的一项。")
	}
	who := by.Org.Person(p.Person)
	switch {
	case p.Person == "" && strings.TrimSpace(p.Outside) == "":
		person = huiyin.Invalid("person", "请选择人员，或填写外部人员的姓名。")
	case p.Person != "" && (who == nil || who.Disabled):
		person = huiyin.Invalid("person", "请选择列表中的一项。")
	case p.Person != "" && p.Outside != "":
		outside = huiyin.Invalid("outside", "人员和外部人员只填一项。")
	case p.Kind == Spokesperson && c.seat(Scene).Holder == p.Person && p.Person != "":
		person = huiyin.Invalid("person", "现场领导和发言人不能是同一个人。")
	case p.Person != "" && c.has(p.Person, p.Kind):
		twice = huiyin.Invalid("part", "%s已担任这一角色。", by.Org.PersonName(p.Person))
	}
	if err := huiyin.Every(kind, person, outside, twice, huiyin.AtMost("outside", p.Outside, mostPlace),
		huiyin.AtMost("firm", p.Firm, mostTitle), huiyin.AtMost("phone", p.Phone, 50)); err != nil {
		return err
	}
	p.ID, p.At, p.By, p.EndedAt, p.Reason = 0, now, by.Account, time.Time{}, ""
	c.Team = append(c.Team, p)
	c.note(by, huiyin.ActionNameParts, now, huiyin.Note("part", string(p.Kind)), huiyin.Note("person", p.Person),
		huiyin.Note("outside", p.Outside), huiyin.Note("firm", p.Firm))
	c.tell(by.Org, now, huiyin.NoticeCrisisNamed, string(p.Kind), by.Account, p.Person)
	return nil
}

// EndPart takes somebody's parts away; what they wrote stays (rule R1).
func (c *Crisis) EndPart(by huiyin.Actor, now time.Time, who, reason string) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionEndPart, c); err != nil {
		return err
	}
	mine := func(p Part) bool {
		return p.EndedAt.IsZero() && (p.Person == who || p.Person == "" && p.Outside == who)
	}
	var person error
	if who == "" || !slices.ContainsFunc(c.Team, mine) {
		person = huiyin.Invalid("person", "请选择列表中的一项。")
	}
	if err := huiyin.Every(person, huiyin.Needed("reason", reason, mostSaid)); err != nil {
		return err
	}
	for i := range c.Team {
		if mine(c.Team[i]) {
			c.Team[i].EndedAt, c.Team[i].Reason = now, reason
		}
	}
	c.note(by, huiyin.ActionEndPart, now, huiyin.Change{Field: "person", Before: who}, huiyin.Note("reason", reason))
	return nil
}

// Parts are the parts that run.
func (c *Crisis) Parts() []Part {
	return slices.DeleteFunc(slices.Clone(c.Team), func(p Part) bool { return !p.EndedAt.IsZero() })
}
