package huiyin

import (
	"slices"
	"strings"
	"time"
)

// Praise is what a customer says in favour of people of the company 表扬 (rule B2).
type Praise struct {
	ContactRecord
	Persons       []string // accounts praised
	Presents      []Gift
	Commendations []Commendation

	Unconfirmed bool // adds no points yet; what was recorded before confirming began never was (rule A4)
	ConfirmedAt time.Time
	ConfirmedBy string
	ConfirmWay  Way // in which the customer was asked, "" where that was not written down
	Confirmed   string

	Elsewhere []CountedAt // what stands otherwise of its customer or unit; the store gives it, and keeps none (rule C2)

	Cases []*Complaint // the customer's that are open, whoever may see them; the store gives them, and keeps none
}

// Commendation is a word of the company to one who was praised.
type Commendation struct {
	ID     int64
	At     time.Time
	By     string
	Person string
	Words  string
}

// PraiseForm is what praise is recorded on.
type PraiseForm struct {
	ContactRecordForm
	Persons []string
}

// RecordPraise takes praise in (rule B2) and tells those it is for.
func RecordPraise(by Actor, now time.Time, f PraiseForm) (*Praise, error) {
	if err := by.may(ActionRecordPraise, nil); err != nil {
		return nil, err
	}
	persons := slices.Compact(slices.Sorted(slices.Values(f.Persons)))
	unknown := slices.ContainsFunc(persons, func(account string) bool { return by.Org.Person(account) == nil })
	if err := Every(f.Check(by.Org, "请写明表扬的内容。"), when(len(persons) == 0, "persons", "请选择受表扬的人员。"),
		when(unknown, "persons", "受表扬的人员须从列表中选择。")); err != nil {
		return nil, err
	}
	p := &Praise{ContactRecord: newContactRecord(by, now, f.ContactRecordForm, ContactNoted), Persons: persons,
		Unconfirmed: true}
	p.note(by, ActionRecordPraise, ContactNoted, now, Note("channel", string(p.Channel)),
		Note("persons", strings.Join(persons, " ")), Note("matter", p.Matter))
	p.tell(by.Org, NoticePraised, now, by.Account, persons...)
	p.tell(by.Org, NoticePraiseWaiting, now, by.Account, lowest(by.Org, p.confirms)...)
	return p, nil
}

// confirms: a supervisor or above of the site, who is neither praised nor recorded it (rule A4).
func (p *Praise) confirms(by Actor) bool {
	return by.Role >= Supervisor && by.AnswersFor(p.Site) && by.Account != p.RecordedBy && !p.praises(by.Account)
}

// Confirm notes that somebody else has asked the customer and heard the praise; from then on it adds points (rule A4).
func (p *Praise) Confirm(by Actor, now time.Time, way Way, words string) error {
	if err := Every(readyOn(by, ActionConfirmPraise, p),
		when(way != "" && !ways.has(way), "way", "请选择列表中的一项。"),
		needed("words", words, 1000)); err != nil {
		return err
	}
	p.note(by, ActionConfirmPraise, p.State, now, Note("way", string(way)), Note("words", words))
	p.Unconfirmed, p.ConfirmedAt, p.ConfirmedBy, p.ConfirmWay, p.Confirmed = false, now, by.Account, way, words
	return nil
}

// Visible tells whether a person may see the praise (rules P3, P4): who recorded it, those with the say
// over its site, and those whom it praises; whoever is complained about in what it became, no longer. The
// same rule stands as SQL in db; a test proves them equal.
func (p *Praise) Visible(by Actor) bool {
	return !p.hidden(by) && (p.takes(by) || p.praises(by.Account))
}

func (p *Praise) praises(account string) bool { return slices.Contains(p.Persons, account) }

// awaits: a gift waits for this person's word.
func (p *Praise) awaits(by Actor) bool {
	return slices.ContainsFunc(p.Presents, func(g Gift) bool { return g.Status == GiftAsked && p.decides(by, &g) })
}

// decides: a supervisor or above of the site whose authority covers the sum, who neither asked for the gift
// nor is praised (rules C2, C4).
func (p *Praise) decides(by Actor, g *Gift) bool {
	return by.Account != g.By && !p.praises(by.Account) && by.AnswersFor(p.Site) && covers(by, p.sumWith(by.Org, g))
}

// sumWith is the sum that counts for a gift: those for this praise, and what stands of the customer's within the months
// (rules C2, C9), and in their open complaint from before; of several, in the one with most.
func (p *Praise) sumWith(o *Org, g *Gift) CountedSum {
	with := recent(o, p.Elsewhere, g.At)
	for _, c := range p.Cases {
		beside := c.beside(o, 0, g.At)
		with.Sum = max(with.Sum, beside.Sum-c.thanked("")+c.thanked(p.Number))
		with.Unpriced = with.Unpriced || beside.Unpriced
	}
	with.Sum += p.Standing(g.N) + g.Value
	return with
}

// MustWait tells why gifts of thanks cannot be given yet: the customer has an open complaint (rule C9). Who may not see
// that learns no more than that they have to wait (rule P3); nil when nothing is open.
func (p *Praise) MustWait(by Actor) error {
	for _, c := range p.Cases {
		if c.Visible(by) {
			return Conflict("客户的投诉 %s 还没有结案，答谢礼品须等结案之后送出。", c.Number)
		}
	}
	if len(p.Cases) > 0 {
		return Conflict("这位客户还有事项没有办结，答谢礼品须等办结之后送出。")
	}
	return nil
}

func (p *Praise) lets(by Actor, a Action) bool {
	switch a {
	case ActionReveal: // rule P5
		return p.reveals(by)
	case ActionDecideGift:
		return p.awaits(by)
	case ActionConfirmPraise:
		return p.confirms(by)
	case ActionCommend:
		return by.Role >= Supervisor && by.AnswersFor(p.Site)
	}
	return p.takes(by)
}

func (p *Praise) takesPlace(a Action) error {
	if err := p.gone(a); err != nil {
		return err
	}
	open := func(g Gift) bool { return g.Status == GiftAsked || g.Status == GiftApproved }
	switch {
	case a == ActionReveal:
		return nil
	case a == ActionConvert && slices.ContainsFunc(p.Presents, open):
		return Conflict("还有答谢礼品没有办完，不能转为投诉。")
	case a == ActionConfirmPraise && !p.Unconfirmed:
		return Conflict("这条表扬已经核实，不用再核实。")
	case p.State == ContactNoted:
		return nil
	}
	return Conflict("表扬“%s”，不能%s。", p.State.Label(), a.Label())
}

// Offers tells whether an action is open to a person on the praise as it stands (rule W1).
func (p *Praise) Offers(by Actor, a Action) bool { return readyOn(by, a, p) == nil }

// Standing is the value of all gifts for this praise that stand besides gift n (rule C2).
func (p *Praise) Standing(n int) Money { return standing(p.Presents, n) }

// Thank asks for a gift of thanks with its value (rule B2); it is never cash (rule C9).
func (p *Praise) Thank(by Actor, now time.Time, what string, value Money) error {
	if err := readyOn(by, ActionThank, p); err != nil {
		return err
	}
	g, err := newGift(by, now, len(p.Presents)+1, what, value)
	if err != nil {
		return err
	}
	p.note(by, ActionThank, p.State, now, Note("gift", g.What), Note("value", value.Plain()))
	p.Presents = append(p.Presents, g)
	p.tell(by.Org, NoticeApprovalWaiting, now, by.Account,
		lowest(by.Org, func(who Actor) bool { return p.decides(who, &g) })...)
	return nil
}

// Present finds a gift by its number, nil when there is none.
func (p *Praise) Present(n int) *Gift { return presentOf(p.Presents, n) }

// DecideGift gives the word on a gift of thanks (rules B2, C2, C4).
func (p *Praise) DecideGift(by Actor, now time.Time, n int, d Decision, words string) error {
	g := p.Present(n)
	if g == nil || !p.Visible(by) {
		return NotFound()
	}
	if g.Status != GiftAsked {
		return Conflict("礼品“%s”，不能%s。", g.Status.Label(), ActionDecideGift.Label())
	}
	if err := readyOn(by, ActionDecideGift, p); err != nil {
		return err
	}
	if !p.decides(by, g) {
		return Forbidden(notYourGift)
	}
	if err := g.check(d, words); err != nil {
		return err
	}
	p.note(by, ActionDecideGift, p.State, now, Note("gift", g.What), Note("decision", string(d)), Note("words", words))
	g.decided(by, now, d, words)
	p.tell(by.Org, NoticeApprovalDecided, now, by.Account, g.By)
	return nil
}

// Give notes that an approved gift of thanks was sent.
func (p *Praise) Give(by Actor, now time.Time, n int, f Giving) error {
	g := p.Present(n)
	if g == nil || !p.Visible(by) {
		return NotFound()
	}
	if err := readyOn(by, ActionGiveGift, p); err != nil {
		return err
	}
	if g.Status == GiftApproved && strings.TrimSpace(f.Dropped) == "" {
		if err := p.MustWait(by); err != nil {
			return err
		}
	}
	if err := g.give(by, now, f); err != nil {
		return err
	}
	p.note(by, ActionGiveGift, p.State, now, g.told(now)...)
	return nil
}

// Waits tells whether a gift of thanks waits for a person: for their word, or to be given by who asked for it.
func (p *Praise) Waits(by Actor, g *Gift) bool {
	return g.Status == GiftAsked && p.Offers(by, ActionDecideGift) && p.decides(by, g) ||
		g.Status == GiftApproved && len(p.Cases) == 0 && p.Offers(by, ActionGiveGift)
}

// MayDecideGift tells whether a gift of thanks waits for this person's word.
func (p *Praise) MayDecideGift(by Actor, g *Gift) bool {
	return g.Status == GiftAsked && p.Offers(by, ActionDecideGift) && p.decides(by, g)
}

// CommendPerson says in the company's name that one of those praised did well (rule B2), once each.
func (p *Praise) CommendPerson(by Actor, now time.Time, person, words string) error {
	if err := Every(readyOn(by, ActionCommend, p),
		when(!p.praises(person), "person", "请选择受表扬的人员。"),
		when(person == by.Account, "person", "不能表彰自己。"),
		when(slices.ContainsFunc(p.Commendations, func(c Commendation) bool { return c.Person == person }), "person",
			"这位员工已经因此受到表彰。"),
		needed("words", words, 1000)); err != nil {
		return err
	}
	p.note(by, ActionCommend, p.State, now, Note("person", person), Note("words", words))
	p.Commendations = append(p.Commendations, Commendation{At: now, By: by.Account, Person: person, Words: words})
	p.tell(by.Org, NoticeCommended, now, by.Account, person)
	return nil
}

// Convert makes a complaint of the praise, with everything carried over, once.
func (p *Praise) Convert(by Actor, now time.Time, f Converting) (*Complaint, error) {
	if err := readyOn(by, ActionConvert, p); err != nil {
		return nil, err
	}
	c, err := p.complaint(by, now, f, nil)
	if err != nil {
		return nil, err
	}
	p.note(by, ActionConvert, ContactConverted, now)
	p.Accused = c.Accused
	return c, nil
}

// FoundByPhone is ContactRecord.foundBy.
func (p *Praise) FoundByPhone(by Actor, now time.Time) error { return p.foundBy(by, p, now) }

// RevealField notes that the phone was looked at (rule P5).
func (p *Praise) RevealField(by Actor, now time.Time, field string) error {
	return p.revealOn(by, p, now, field)
}

func (p *Praise) tell(o *Org, kind NoticeKind, at time.Time, causer string, accounts ...string) {
	p.tellThose(o, p.Visible, kind, "", at, causer, accounts...)
}

// Messages gives what goes out of the house about the praise's new notices.
func (p *Praise) Messages(o *Org, d *Delivery, reach map[string]NotificationPreferences) []Message {
	return p.messages(o, d, reach, p.Visible)
}
