package units

import (
	"maps"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// Unit is one of a site's: what is known of it, and the periods of its people (rule B11).
type Unit struct {
	huiyin.Record // its number is SITE/CODE
	Site          string
	Code          string // the one form in which units of a site are the same (I8); it stands in the address
	Room          string // under which it is looked up: the code without the part of the building
	Typed         string // as the file wrote it
	Building      string
	Floor         string
	Plan          string
	Area          string // m², 98.50
	Inner         string
	Use           string
	Price         huiyin.Money
	PriceFrom     time.Time
	Filed         huiyin.Money
	Permit        string
	Charges       Charges
	ChargesAt     time.Time
	State         State
	Delivered     time.Time
	Hand          []string // fields that were corrected by hand: field=what the last file said
	ImportedAt    time.Time
	MissingAt     time.Time // when it was marked as missing in a file
	Gone          bool      // the import that brought it was undone
	Periods       []Period
}

// Period is a person at a unit, from a day to a day (rule B11).
type Period struct {
	ID       int64
	Relation Relation
	Name     string
	Phone    string
	Share    string
	Contract string
	Signed   time.Time
	From     time.Time // zero where no day is known: since always
	To       time.Time // zero while it lasts
	Void     bool      // the import that brought it was undone
}

// State says whether a unit is for sale.
type State string

// The states.
const (
	ForSale    State = "for_sale"
	NotForSale State = "not_for_sale"
	Subscribed State = "subscribed"
	Contracted State = "contracted"
	Sold       State = "sold"
	Own        State = "own"
)

var states = huiyin.Words[State]{{ForSale, "待售"}, {NotForSale, "不可售"}, {Subscribed, "已认购"}, {Contracted, "已签约"},
	{Sold, "已售"}, {Own, "自持"}}

// Label is the state's name on pages.
func (s State) Label() string { return states.Label(s) }

// States lists them.
func States() []State { return states.All() }

// Charges are mortgage and seal 抵押查封.
type Charges string

// The charges.
const (
	Free      Charges = "none"
	Mortgaged Charges = "mortgaged"
	Sealed    Charges = "sealed"
)

var charges = huiyin.Words[Charges]{{Free, "无"}, {Mortgaged, "抵押"}, {Sealed, "查封"}}

// Label is their name on pages.
func (c Charges) Label() string { return charges.Label(c) }

// AllCharges lists them.
func AllCharges() []Charges { return charges.All() }

// Relation is what a person is to a unit.
type Relation string

// The relations.
const (
	Owner   Relation = "owner"
	CoOwner Relation = "co_owner"
	Tenant  Relation = "tenant"
	Family  Relation = "family"
)

var relations = huiyin.Words[Relation]{{Owner, "业主"}, {CoOwner, "共有人"}, {Tenant, "租户"}, {Family, "家属"}}

// Label is its name on pages.
func (r Relation) Label() string { return relations.Label(r) }

// Relations lists them.
func Relations() []Relation { return relations.All() }

// CodeOf is a unit's code as units of a site are compared (I8); letters are capitals, as they stand on doors.
func CodeOf(text string) string { return strings.ToUpper(huiyin.UnitKey(text)) }

// Number is the subject under which a unit stands in the journal.
func Number(site, code string) string { return site + "/" + code }

// Visible tells whether a person reads the unit for their work: of its site, who answers for it, the contracts'
// department (rule B11). The same stands as SQL in db.
func (u *Unit) Visible(by huiyin.Actor) bool {
	return !u.Gone && SeesSite(by, u.Site)
}

// SeesSite tells whether a person reads a site's units.
func SeesSite(by huiyin.Actor, site string) bool {
	return by.AtSite(site) || by.AnswersFor(site) || by.Org.Has(by.Person, huiyin.Contracts)
}

// Lets: those of the site look up and reveal; its manager imports and corrects (rule B11).
func (u *Unit) Lets(by huiyin.Actor, act huiyin.Action) bool {
	switch act {
	case huiyin.ActionImportUnits, huiyin.ActionChangeUnit:
		return by.Role >= huiyin.Manager && by.AnswersFor(u.Site)
	}
	return true
}

// TakesPlace: a unit always does.
func (u *Unit) TakesPlace(huiyin.Action) error { return nil }

// Offers tells whether an action is open to a person (rule W1).
func (u *Unit) Offers(by huiyin.Actor, act huiyin.Action) bool {
	return huiyin.ReadyOn(by, act, u) == nil
}

// NamesOwner tells whether a person reads whose the unit is without looking it up: supervisors and above of the site; an
// agent looks up the whole unit or the whole phone, counted (rules B11, P11).
func (u *Unit) NamesOwner(by huiyin.Actor) bool { return NamesOwners(by, u.Site) }

// NamesOwners is NamesOwner for a site.
func NamesOwners(by huiyin.Actor, site string) bool {
	return by.Role >= huiyin.Supervisor && SeesSite(by, site)
}

// Now are the periods of an instant, the owner first.
func (u *Unit) Now(now time.Time) []Period {
	var out []Period
	for _, p := range u.Periods {
		if !p.Void && !p.From.After(now) && (p.To.IsZero() || p.To.After(now)) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b Period) int { return rank(a.Relation) - rank(b.Relation) })
	return out
}

func rank(r Relation) int { return slices.Index(Relations(), r) }

// Past are the periods that are over, the newest first: only supervisors and above see that there are any (rule B11).
func (u *Unit) Past(now time.Time) []Period {
	var out []Period
	for _, p := range slices.Backward(u.Periods) {
		if !p.Void && !p.To.IsZero() && !p.To.After(now) {
			out = append(out, p)
		}
	}
	return out
}

// owner is the period of the owner that lasts, nil for none.
func (u *Unit) owner() *Period {
	for i := range u.Periods {
		if p := &u.Periods[i]; !p.Void && p.Relation == Owner && p.To.IsZero() {
			return p
		}
	}
	return nil
}

// Owned is the owner at an instant, nil where none is known.
func (u *Unit) Owned(now time.Time) *Period {
	for _, p := range u.Now(now) {
		if p.Relation == Owner {
			return &p
		}
	}
	return nil
}

// hand are the fields that were corrected by hand, with what the last file said of each.
func (u *Unit) hand() map[string]string {
	out := map[string]string{}
	for _, h := range u.Hand {
		field, was, _ := strings.Cut(h, "=")
		out[field] = was
	}
	return out
}

func (u *Unit) setHand(m map[string]string) {
	u.Hand = nil
	for _, field := range slices.Sorted(maps.Keys(m)) {
		u.Hand = append(u.Hand, field+"="+m[field])
	}
}

// ByHand tells whether a field was corrected by hand.
func (u *Unit) ByHand(field string) bool { _, ok := u.hand()[field]; return ok }

// noted writes down what was done; the unit has always a state, by which it is sealed (rule J2).
func (u *Unit) noted(by huiyin.Actor, a huiyin.Action, now time.Time, detail ...huiyin.Change) {
	u.Note(by, a, huiyin.State("unit"), huiyin.State("unit"), now, detail...)
}

// Correction is a correction by hand.
type Correction struct{ Field, Value, Reason string }

// Correct changes a field by hand, with a reason. The correction wins until a file brings a third value (rule B11).
func (u *Unit) Correct(by huiyin.Actor, now time.Time, c Correction) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionChangeUnit, u); err != nil {
		return err
	}
	f := fieldNamed(c.Field)
	var value string
	var named, parsed error
	if f == nil {
		named, parsed = huiyin.Invalid("field", "请选择列表中的一项。"), huiyin.AtMost("value", c.Value, 500)
	} else {
		value, parsed = f.parse(by.Org, "value", c.Value)
	}
	if err := huiyin.Every(named, parsed, huiyin.Needed("reason", c.Reason, 500)); err != nil {
		return err
	}
	was := f.get(u)
	if value == was {
		return huiyin.Invalid("value", "与现在的内容相同。")
	}
	f.set(u, value)
	hand := u.hand()
	if _, ok := hand[f.Name]; !ok {
		hand[f.Name] = was
	}
	u.setHand(hand)
	u.noted(by, huiyin.ActionChangeUnit, now, huiyin.Change{Field: f.Name, Before: was, After: value},
		huiyin.Note("reason", c.Reason))
	return nil
}

// OwnerForm is a change of owner, or a further person, by hand.
type OwnerForm struct {
	Name     string
	Phone    string
	Share    string
	Relation Relation
	From     time.Time
}

// SetOwner closes the period of the owner on a day and opens one for the next; another relation is added beside it
// (rule B11).
func (u *Unit) SetOwner(by huiyin.Actor, now time.Time, f OwnerForm) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionChangeUnit, u); err != nil {
		return err
	}
	if f.Relation == "" {
		f.Relation = Owner
	}
	var related, from error
	if !relations.Has(f.Relation) {
		related = huiyin.Invalid("relation", "请选择列表中的一项。")
	}
	switch last := u.owner(); {
	case f.From.IsZero():
		from = huiyin.Invalid("from", "此项必填。")
	case f.From.After(now):
		from = huiyin.Invalid("from", "不能晚于现在。")
	case f.Relation == Owner && last != nil && !f.From.After(last.From):
		from = huiyin.Invalid("from", "须晚于现业主开始的日期。")
	}
	if err := huiyin.Every(huiyin.Needed("name", f.Name, 200), huiyin.AtMost("phone", f.Phone, 100),
		huiyin.AtMost("share", f.Share, 40), related, from); err != nil {
		return err
	}
	u.put(Period{Relation: f.Relation, Name: f.Name, Phone: f.Phone, Share: f.Share, From: f.From})
	u.noted(by, huiyin.ActionChangeUnit, now, huiyin.Note("relation", string(f.Relation)),
		huiyin.Note("from", f.From.In(by.Org.Zone).Format(time.DateOnly)))
	return nil
}

// put opens a period; a new owner ends those of the one before.
func (u *Unit) put(p Period) {
	if p.Relation == Owner {
		for i := range u.Periods {
			if old := &u.Periods[i]; !old.Void && old.To.IsZero() && (p.From.After(old.From) || old.From.IsZero()) {
				old.To = p.From
			}
		}
	}
	u.Periods = append(u.Periods, p)
}

// Revealed notes that a person has seen the phones of those at the unit (rules P5, P11).
func (u *Unit) Revealed(by huiyin.Actor, now time.Time) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionRevealOwner, u); err != nil {
		return err
	}
	u.noted(by, huiyin.ActionRevealOwner, now, huiyin.Note("field", "phone"))
	return nil
}

// Messages gives what goes out of the house: a unit tells nobody.
func (u *Unit) Messages(*huiyin.Org, *huiyin.Delivery, map[string]huiyin.NotificationPreferences) []huiyin.Message {
	return nil
}
