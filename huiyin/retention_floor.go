package huiyin

import (
	"strings"
	"time"
)

// FloorGround is why the law has personal data kept, whatever the settings and the customer say (rule B1).
type FloorGround string

// The grounds.
const (
	FloorPayment  FloorGround = "payment"
	FloorStore    FloorGround = "store"
	FloorDemand   FloorGround = "demand"
	FloorSanction FloorGround = "sanction"
)

var floorGrounds = words[FloorGround]{
	{FloorPayment, "有付款或和解，结案后保存 10 年"}, {FloorStore, "经纪门店，结案后保存 5 年"},
	{FloorDemand, "客户最后一次提出要求后 3 年"}, {FloorSanction, "处罚仍在生效"},
}

// Label is the ground's name on pages.
func (g FloorGround) Label() string { return floorGrounds.label(g) }

// Years of the floors, which no setting changes (rule B1).
const (
	floorPayment = 10
	floorStore   = 5
	floorDemand  = 3
)

// Floor is until when the law has the complaint's personal data kept, and why; the zero time before it is closed
// (rule B1).
func (c *Complaint) Floor(o *Org) (until time.Time, why FloorGround) {
	if c.ClosedAt.IsZero() {
		return time.Time{}, ""
	}
	least := func(at time.Time, g FloorGround) {
		if at.After(until) {
			until, why = at, g
		}
	}
	closed := c.ClosedAt.In(o.Zone)
	least(c.lastDemand().In(o.Zone).AddDate(floorDemand, 0, 0), FloorDemand)
	if s := o.Site(c.Site); s != nil && s.Kind == AgencyStore {
		least(closed.AddDate(floorStore, 0, 0), FloorStore)
	}
	if len(c.Payments) > 0 || len(c.SettlementParties) > 0 {
		least(closed.AddDate(floorPayment, 0, 0), FloorPayment)
	}
	for i := range c.Sanctions {
		if k := &c.Sanctions[i]; len(k.Decided()) > 0 && !k.EffectiveAt.IsZero() {
			least(k.LapsesAt, FloorSanction)
		}
	}
	return until, why
}

// lastDemand is when the customer last asked for something (rule B1).
func (c *Complaint) lastDemand() time.Time {
	at := c.ReceivedAt
	for _, r := range c.Reminders {
		at = latest(at, r.At)
	}
	for _, m := range c.CounterMessages {
		at = latest(at, m.At)
	}
	for _, x := range c.Objections {
		at = latest(at, x.At)
	}
	for _, a := range c.Answers {
		if a.Accepted == "no" || a.Wants != "" {
			at = latest(at, a.At)
		}
	}
	return at
}

// Blocked tells whether the data are blocked 封存: stored because the law has them kept, and for nothing else
// (rule B1).
func (c *Complaint) Blocked() bool { return !c.BlockedAt.IsZero() && c.AnonymisedAt.IsZero() }

// blockedUse is what can still be done with blocked data: what the law has them kept for.
func blockedUse(a Action) bool {
	return a == ActionRead || a == ActionPrint || a == ActionHold || a == ActionEndHold || a == ActionStartDispute ||
		a == ActionPackEvidence || a == ActionHandOnData || a == ActionEraseSensitive || a == ActionAnonymise
}

// block keeps the data for whoever is in charge and legal alone, until the floor has passed (rule B1). Others of the
// site know that the complaint exists, as of a restricted one (rule P8).
func (c *Complaint) block(by Actor, at time.Time, ground, reason string) {
	until, why := c.Floor(by.Org)
	c.note(by, ActionBlock, c.State, at, Note("block_ground", ground), Note("floor", string(why)), Note("until", stamp(until)),
		Note("reason", reason))
	c.shutBlocked(by.Account, at)
}

// blockedReason is why a blocked complaint is restricted.
const blockedReason = "封存"

func (c *Complaint) shutBlocked(account string, at time.Time) {
	c.BlockedAt, c.Named = at, nil
	if !c.Restricted {
		c.Restricted, c.RestrictedBy, c.RestrictReason = true, account, blockedReason
	}
}

// blockDue is when the time of the settings is over while the floor has yet to pass, zero where that does not come.
func (c *Complaint) blockDue(o *Org) time.Time {
	if c.KeptUntil(o).IsZero() || c.Blocked() {
		return time.Time{}
	}
	until, _ := c.Floor(o)
	if at := c.ClosedAt.In(o.Zone).AddDate(c.keeps(o), 0, 0); at.Before(until) {
		return at
	}
	return time.Time{}
}

// Erasure is how the answer to a request lets data go.
type Erasure struct {
	Reason string
	Told   bool // the customer is told that some are only blocked, why, and of their right to sue
}

// erasure is what an answer says of what is only blocked (rule B1).
func (a DataAnswer) erasure() Erasure {
	return Erasure{Reason: a.Reason, Told: a.Outcome == DataPartly && strings.Contains(a.Answer, "起诉")}
}

// blockInstead blocks data at the customer's request whose floor has yet to pass, and refuses an answer that does not
// say so (rule B1).
func (c *Complaint) blockInstead(by Actor, now, until time.Time, e Erasure) error {
	if !e.Told {
		return Invalid("answer", "%s 依法须保存到 %s，只能封存：请选“部分满足”，并写明原因和客户可以向人民法院起诉。",
			c.Number, until.In(by.Org.Zone).Format("2006-01-02"))
	}
	if !c.Blocked() {
		c.block(by, now, "request", e.Reason)
	}
	return nil
}

// BlockWith blocks a merged complaint together with the one it is merged into (rules B1, K7).
func (c *Complaint) BlockWith(o *Org, target *Complaint) {
	if c.MergedInto == target.Number && c.AnonymisedAt.IsZero() && !c.Blocked() {
		c.note(System(o), ActionBlock, c.State, target.BlockedAt, Note("into", target.Number))
		c.shutBlocked("", target.BlockedAt)
	}
}
