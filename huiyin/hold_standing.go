package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// HoldOver is whose complaints a standing hold covers (rule T2).
type HoldOver string

// What a standing hold covers: every complaint of a site, of a customer, or in which a member of staff is complained
// about, found responsible, in charge, handling or recording.
const (
	HoldOverSite     HoldOver = "site"
	HoldOverCustomer HoldOver = "customer"
	HoldOverPerson   HoldOver = "person"
)

var holdOvers = words[HoldOver]{{HoldOverSite, "项目"}, {HoldOverCustomer, "客户"}, {HoldOverPerson, "员工"}}

// Label is its name on pages.
func (w HoldOver) Label() string { return holdOvers.label(w) }

// HoldOvers lists what a standing hold can cover.
func HoldOvers() []HoldOver { return holdOvers.all() }

// ground is why a complaint is held that it covers.
func (w HoldOver) ground() HoldGround {
	switch w {
	case HoldOverSite:
		return HoldSite
	case HoldOverCustomer:
		return HoldCustomer
	}
	return HoldPerson
}

// StandingHold keeps all complaints of a site, a customer or a member of staff, those that come later too, until it is
// lifted (rule T2).
type StandingHold struct {
	ID        int64
	Over      HoldOver
	Key       string // the site's code, the customer's file, the account
	Case      string // the complaint by which the customer was named
	Since     time.Time
	By        string
	Reason    string // names no customer, and no way to reach one
	EndedAt   time.Time
	EndedBy   string
	EndReason string
}

// Stands tells whether it has not been lifted.
func (h *StandingHold) Stands() bool { return h.EndedAt.IsZero() }

// About tells whether it covers what the person is in: they neither see, set nor lift it (rule P4).
func (h *StandingHold) About(by Actor) bool { return h.Over == HoldOverPerson && h.Key == by.Account }

// Holding is a standing hold as it is asked for.
type Holding struct {
	Over     HoldOver
	Site     string
	Account  string
	Customer int64  // of the complaint that names the customer, 0 where it has no file
	Case     string // its number
	Reason   string
}

// key is what the hold covers, as it is kept.
func (o *Org) key(f Holding) (string, error) {
	switch f.Over {
	case HoldOverSite:
		if o.Site(f.Site) == nil {
			return "", Invalid("site", "请选择项目。")
		}
		return f.Site, nil
	case HoldOverPerson:
		if o.Person(f.Account) == nil {
			return "", Invalid("account", "请选择人员。")
		}
		return f.Account, nil
	case HoldOverCustomer:
		switch {
		case f.Case == "":
			return "", Invalid("number", "请填写这位客户的一件投诉的编号。")
		case f.Customer == 0:
			return "", Invalid("number", "这件投诉没有客户档案，请在该投诉上留存。")
		}
		return strconv.FormatInt(f.Customer, 10), nil
	}
	return "", Invalid("over", "请选择留存的范围。")
}

// HoldAll puts all complaints of a site, a customer or a member of staff under legal hold (rule T2).
func (o *Org) HoldAll(by Actor, now time.Time, f Holding) error {
	if err := by.may(ActionHoldAll, nil); err != nil {
		return err
	}
	trimmed(&f.Reason)
	key, err := o.key(f)
	// nor does the refusal tell whether there is one
	if err := Every(err,
		holdReason("reason", f.Reason),
		when(f.Over == HoldOverPerson && key == by.Account, "account", "涉及本人的法律留存由他人设定。")); err != nil {
		return err
	}
	id := int64(0)
	for i := range o.StandingHolds {
		h := &o.StandingHolds[i]
		id = max(id, h.ID)
		if h.Stands() && h.Over == f.Over && h.Key == key {
			return Conflict("这项法律留存已经设定。")
		}
	}
	h := StandingHold{ID: id + 1, Over: f.Over, Key: key, Since: now, By: by.Account, Reason: f.Reason}
	if f.Over == HoldOverCustomer {
		h.Case = f.Case
	}
	o.StandingHolds = append(slices.Clone(o.StandingHolds), h)
	o.log(by, ActionHoldAll, h.subject(), now, append(h.covered(), Note("reason", h.Reason))...)
	return nil
}

// subject is the hold's own in the company's journal.
func (h *StandingHold) subject() string { return "hold:" + strconv.FormatInt(h.ID, 10) }

// covered says in the journal what is held.
func (h *StandingHold) covered() []Change {
	out := []Change{Note("hold_over", string(h.Over)), Note("hold_key", h.Key)}
	if h.Case != "" {
		out = append(out, Note("hold_case", h.Case))
	}
	return out
}

// holdReason refuses a reason that holds what customers' data does: it outlasts theirs.
func holdReason(field, text string) error {
	if err := needed(field, text, 1000); err != nil {
		return err
	}
	if MaskText(text) != text {
		return Invalid(field, "不要写客户的电话和证件号码：这段文字不随个人信息删除。")
	}
	return nil
}

// EndHoldAll lifts a standing hold. Nobody lifts what is held about themselves (rules T2, P4).
func (o *Org) EndHoldAll(by Actor, now time.Time, id int64, reason string) error {
	if err := by.may(ActionEndHoldAll, nil); err != nil {
		return err
	}
	trimmed(&reason)
	i := slices.IndexFunc(o.StandingHolds, func(h StandingHold) bool { return h.ID == id })
	if i < 0 {
		return NotFound()
	}
	switch h := &o.StandingHolds[i]; {
	case !h.Stands():
		return Conflict("这项法律留存已经解除。")
	case h.About(by):
		return Forbidden("涉及本人的法律留存由他人解除。")
	}
	if err := holdReason("reason", reason); err != nil {
		return err
	}
	o.StandingHolds = slices.Clone(o.StandingHolds)
	h := &o.StandingHolds[i]
	h.EndedAt, h.EndedBy, h.EndReason = now, by.Account, reason
	o.log(by, ActionEndHoldAll, h.subject(), now, append(h.covered(), Note("reason", reason))...)
	return nil
}

// standingGrounds are those by which everything of the complaint's site, customer or people is held (rule T2).
func (c *Complaint) standingGrounds() []HoldGround {
	var out []HoldGround
	for i := range c.Over {
		if h := &c.Over[i]; h.Stands() && !slices.Contains(out, h.Over.ground()) {
			out = append(out, h.Over.ground())
		}
	}
	return out
}

// holdLifted is when a hold by hand was last lifted, zero for never: what was due before it waited for that.
func (c *Complaint) holdLifted() time.Time {
	var at time.Time
	for i := range c.Over {
		at = latest(at, c.Over[i].EndedAt)
	}
	for i := range c.Holds {
		if c.Holds[i].Ended != nil {
			at = latest(at, c.Holds[i].At)
		}
	}
	return at
}
