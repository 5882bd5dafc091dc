package huiyin

import (
	"slices"
	"strings"
	"time"
)

// HoldGround is why a complaint is under legal hold 法律留存 (rule T2).
type HoldGround string

// The grounds.
const (
	HoldDispute   HoldGround = "dispute"
	HoldLetter    HoldGround = "letter" // of a lawyer, an arbitrator or a court
	HoldFraud     HoldGround = "fraud"
	HoldInjury    HoldGround = "injury"
	HoldAuthority HoldGround = "authority"
	HoldLeak      HoldGround = "leak"
	HoldSanction  HoldGround = "consequence" // in dispute
	HoldByHand    HoldGround = "hand"
	HoldSite      HoldGround = "site" // everything of its site, its customer, one of its people
	HoldCustomer  HoldGround = "customer"
	HoldPerson    HoldGround = "person"
)

var holdGrounds = words[HoldGround]{
	{HoldDispute, "争议处理中"}, {HoldLetter, "收到律师函或法院、仲裁机构文书"}, {HoldFraud, "涉嫌欺诈"}, {HoldInjury, "有人受伤"},
	{HoldAuthority, "政府部门来办"}, {HoldLeak, "客户资料泄露"}, {HoldSanction, "处罚有争议"}, {HoldByHand, "法务要求留存"},
	{HoldSite, "整个项目留存"}, {HoldCustomer, "该客户的投诉一并留存"}, {HoldPerson, "相关员工的投诉一并留存"},
}

// Label is the ground's name on pages.
func (g HoldGround) Label() string { return holdGrounds.label(g) }

// byItself tells whether a ground ends with what it is about, and nobody ends it on the case (rule T2).
func (g HoldGround) byItself() bool {
	return g == HoldDispute || g == HoldSanction || g == HoldSite || g == HoldCustomer || g == HoldPerson
}

// Hold is a word by hand about the legal hold: that it is set, or which grounds have ended (rule T2).
type Hold struct {
	ID     int64
	At     time.Time
	By     string
	Reason string
	Ended  []string // the grounds that ended with it, nil where it was set
}

// Disputed tells whether a dispute lasts (rule T1).
func (c *Complaint) Disputed() bool {
	return slices.ContainsFunc(c.Disputes, func(d Dispute) bool { return d.EndedAt.IsZero() })
}

// released is when a ground was last ended by hand, zero where it never was.
func (c *Complaint) released(g HoldGround) time.Time {
	var at time.Time
	for _, h := range c.Holds {
		if slices.Contains(h.Ended, string(g)) {
			at = latest(at, h.At)
		}
	}
	return at
}

// HoldGrounds lists why the complaint is under legal hold now. What was archived before is held by hand, or by what
// is in dispute since (rules T2, D13).
func (c *Complaint) HoldGrounds() []HoldGround {
	var out []HoldGround
	add := func(g HoldGround, is bool, since time.Time) {
		if ended := c.released(g); is && (ended.IsZero() || since.After(ended)) {
			out = append(out, g)
		}
	}
	add(HoldDispute, c.Disputed(), time.Time{})
	add(HoldSanction, slices.ContainsFunc(c.Sanctions, func(k Sanction) bool { return k.State == SanctionObjected }),
		time.Time{})
	if c.State != Archived && c.Imported == "" {
		for _, a := range slices.Backward(c.Attachments) {
			if a.Kind == LawLetter && a.WithdrawnAt.IsZero() {
				add(HoldLetter, true, a.At)
				break
			}
		}
		add(HoldFraud, c.Fraud, c.FraudAt)
		add(HoldInjury, c.Injury, c.InjuryAt)
		add(HoldAuthority, c.Channel == ChannelGovernment, time.Time{})
		add(HoldLeak, c.Category == DataLeak, time.Time{})
	}
	if at := c.HeldByHand(); at != nil {
		add(HoldByHand, true, at.At)
	}
	return append(out, c.standingGrounds()...)
}

// HeldByHand is the word that set the hold, nil where none stands.
func (c *Complaint) HeldByHand() *Hold {
	for i := range slices.Backward(c.Holds) {
		switch h := &c.Holds[i]; {
		case slices.Contains(h.Ended, string(HoldByHand)):
			return nil
		case h.Ended == nil:
			return h
		}
	}
	return nil
}

// Held tells whether the complaint is under legal hold: it is neither archived nor anonymised (rule T2).
func (c *Complaint) Held() bool { return len(c.HoldGrounds()) > 0 }

// endableHold lists the grounds that somebody can end.
func (c *Complaint) endableHold() []string {
	var out []string
	for _, g := range c.HoldGrounds() {
		if !g.byItself() {
			out = append(out, string(g))
		}
	}
	return out
}

// MayEndHold tells why a person may not end the legal hold, nil when they may (rule T2).
func (c *Complaint) MayEndHold(by Actor) error {
	if err := c.mayBegin(by, ActionEndHold); err != nil {
		return err
	}
	return c.holdEnds()
}

func (c *Complaint) holdEnds() error {
	if len(c.endableHold()) == 0 {
		return Conflict("没有可以在这里解除的法律留存；争议和处罚异议结束之后自动解除，项目、客户和员工的留存由法务另行解除。")
	}
	return nil
}

// Hold puts the complaint under legal hold by hand (rule T2).
func (c *Complaint) Hold(by Actor, now time.Time, reason string) error {
	m, err := c.begin(by, ActionHold, now)
	if err != nil {
		return err
	}
	switch {
	case !c.AnonymisedAt.IsZero():
		return Conflict("客户资料已匿名化，无从留存。")
	case c.HeldByHand() != nil:
		return Conflict("这件投诉已由法务要求留存。")
	}
	if err := needed("reason", reason, 1000); err != nil {
		return err
	}
	if err := m.stay(Note("reason", reason)); err != nil {
		return err
	}
	c.Holds = append(c.Holds, Hold{At: now, By: m.by.Account, Reason: reason})
	return nil
}

// EndHold ends the legal hold on every ground that does not end with what it is about; one that comes up later
// holds anew (rule T2).
func (c *Complaint) EndHold(by Actor, now time.Time, reason string) error {
	m, err := c.begin(by, ActionEndHold, now)
	if err != nil {
		return err
	}
	if err := Every(c.holdEnds(), needed("reason", reason, 1000)); err != nil {
		return err
	}
	ended := c.endableHold()
	if err := m.stay(Note("grounds", strings.Join(ended, " ")), Note("reason", reason)); err != nil {
		return err
	}
	c.Holds = append(c.Holds, Hold{At: now, By: m.by.Account, Reason: reason, Ended: ended})
	return nil
}
