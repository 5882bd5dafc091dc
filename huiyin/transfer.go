package huiyin

import (
	"slices"
	"time"
)

// Transfer is the hand-over of a complaint to another site, which accepts it or sends it back once (rule K11).
type Transfer struct {
	ID         int64
	N          int
	At         time.Time
	By         string
	From, To   string // sites
	Reason     string
	Due        time.Time // by when the receiving site accepts
	Told       bool      // that it has not
	AcceptedAt time.Time
	AcceptedBy string
	BackAt     time.Time
	BackBy     string
	BackReason string
}

// Waits tells whether the receiving site has neither accepted it nor sent it back.
func (t *Transfer) Waits() bool { return t.AcceptedAt.IsZero() && t.BackAt.IsZero() }

// Transferring is the hand-over that waits for the receiving site, nil for none.
func (c *Complaint) Transferring() *Transfer {
	if n := len(c.Transfers); n > 0 && c.Transfers[n-1].Waits() {
		return &c.Transfers[n-1]
	}
	return nil
}

// Transfer hands the complaint to another site: the number stays and the clocks go on, owner and routing follow
// the new site, and the old one keeps what it had for reading (rules K11, P3).
func (c *Complaint) Transfer(by Actor, now time.Time, site, reason string) error {
	m, err := c.begin(by, ActionTransfer, now)
	if err != nil {
		return err
	}
	to := by.Org.Site(site)
	if c.Transferring() != nil {
		return Conflict("这件投诉正等接收项目确认，不能再转办。")
	}
	if err := Every(when(to == nil || to.Closed, "site", "请选择项目。"),
		when(site == c.Site, "site", "请选择另一个项目。"), needed("reason", reason, 1000)); err != nil {
		return err
	}
	from := c.Site
	owner := c.ownerAt(by.Org, site)
	if err := m.stay(append(changes("site", from, site, "owner", c.Owner, owner),
		Note("reason", reason))...); err != nil {
		return err
	}
	before := append(c.tier(by.Org, TierSupervisor), c.Owner)
	c.moveTo(by.Org, now, site, owner)
	c.Transfers = append(c.Transfers, Transfer{N: len(c.Transfers) + 1, At: now, By: by.Account, From: from, To: site,
		Reason: reason, Due: by.Org.Calendar.Add(site, by.Org.Zone, now, by.Org.Parameters.Span(AcceptTransfer))})
	c.tell(by.Org, NoticeTransfer, "", now, by.Account,
		append(append(before, c.tier(by.Org, TierSupervisor)...), c.Owner)...)
	return nil
}

// ownerAt is who would be in charge at another site, "" where somebody must be appointed (rule G6).
func (c *Complaint) ownerAt(o *Org, site string) string {
	there := *c
	there.Site = site
	return there.route(o)
}

// moveTo takes the complaint to a site with its owner. Who worked on it at the old one reads on (rule K11).
func (c *Complaint) moveTo(o *Org, now time.Time, site, owner string) {
	old := accounts(o.Active(func(p *Person) bool {
		return p.Role != VP && p.AnswersFor(c.Site) &&
			!p.AnswersFor(site)
	}))
	if c.Restricted { // those alone read on whom it was open to (rule P8)
		old = slices.DeleteFunc(old, func(a string) bool { return !c.opens(a) })
	}
	for _, a := range append(old, c.Handler, c.FirstContact, c.Owner) {
		if a != "" && !slices.Contains(c.Former, a) {
			c.Former = append(c.Former, a)
		}
	}
	if c.Restricted {
		for _, a := range []string{c.Handler} {
			if a != "" && !slices.Contains(c.Named, a) {
				c.Named = slices.Sorted(slices.Values(append(c.Named, a)))
			}
		}
	}
	c.Site = site
	c.handOver(owner)
	c.Handler, c.AssignedAt, c.AcceptedAt = "", now, time.Time{}
	c.FirstContact = owner
}

// AcceptTransfer takes the complaint over for the receiving site (rule K11).
func (c *Complaint) AcceptTransfer(by Actor, now time.Time) error {
	m, err := c.begin(by, ActionAcceptTransfer, now)
	if err != nil {
		return err
	}
	if c.Transferring() == nil {
		return Conflict("这件投诉没有等待接收的转办。")
	}
	if err := m.stay(); err != nil {
		return err
	}
	t := c.Transferring()
	t.AcceptedAt, t.AcceptedBy = now, by.Account
	c.tell(by.Org, NoticeTransferAccepted, "", now, by.Account, t.By)
	return nil
}

// SendBack returns the complaint to the site that it came from, once, with a reason (rule K11).
func (c *Complaint) SendBack(by Actor, now time.Time, reason string) error {
	m, err := c.begin(by, ActionSendBack, now)
	if err != nil {
		return err
	}
	t := c.Transferring()
	if t == nil {
		return Conflict("这件投诉没有等待接收的转办。")
	}
	if slices.ContainsFunc(c.Transfers, func(o Transfer) bool { return o.To == t.To && !o.BackAt.IsZero() }) {
		return Conflict("本项目已退回过一次，不能再退回。有异议的请报经理决定。")
	}
	if err := needed("reason", reason, 1000); err != nil {
		return err
	}
	owner := c.ownerAt(by.Org, t.From)
	if err := m.stay(append(changes("site", c.Site, t.From, "owner", c.Owner, owner),
		Note("reason", reason))...); err != nil {
		return err
	}
	before := append(c.tier(by.Org, TierSupervisor), c.Owner)
	t.BackAt, t.BackBy, t.BackReason = now, by.Account, reason
	c.moveTo(by.Org, now, t.From, owner)
	c.tell(by.Org, NoticeTransferBack, "", now, by.Account,
		append(append(before, c.tier(by.Org, TierSupervisor)...), c.Owner, t.By)...)
	return nil
}

// movedFrom tells whether the complaint went away from a person's site, so that they only read on (rule K11).
func (c *Complaint) movedFrom(by Actor) bool {
	return slices.ContainsFunc(c.Transfers, func(t Transfer) bool {
		left := t.From
		if !t.BackAt.IsZero() {
			left = t.To
		}
		return left == by.Site && left != c.Site
	})
}
