package huiyin

import (
	"cmp"
	"fmt"
	"time"
)

// openGifts gives every gift that is still to be given its task as the complaint closes: the person and the date of
// its measure, else the handler, and as long as a payment has (rules C9, D14). One that waits since an earlier closing
// starts anew, unless its verdict has fallen (rule D13).
func (c *Complaint) openGifts(by Actor, now time.Time) {
	if c.State != Closed {
		return
	}
	for _, g := range c.Ungiven() {
		t := c.giftTask(g.N)
		switch {
		case t != nil && t.Climbed >= 100:
			continue
		case t == nil:
			c.Tasks = append(c.Tasks, c.taskOfGift(by, g))
			t = &c.Tasks[len(c.Tasks)-1]
		}
		t.At, t.Due, t.Climbed, t.Told = now, c.giftDate(by.Org, g, now), 0, false
		if c.mayWork(by.Org, "who", t.Who) != nil {
			t.Who = c.MeasureDoer(by.Org)
		}
		c.note(by, ActionAddTask, c.State, now, Note("what", t.What), Note("who", t.Who), Note("due", stamp(t.Due)))
	}
}

// taskOfGift is the task before it has a date; a gesture is given by who asked for it.
func (c *Complaint) taskOfGift(by Actor, g *Gift) Task {
	t := Task{By: cmp.Or(by.Account, g.By), What: "送出礼品：" + g.What, Who: g.By, ForCustomer: true, Gift: g.N}
	if g.Proposal > 0 {
		t.What, t.Who = fmt.Sprintf("送出礼品（方案%d）", g.Proposal), c.MeasureDoer(by.Org)
		if m := c.giftMeasure(g); m != nil {
			t.Who = m.Who
		}
	}
	return t
}

// giftDate is by when a gift is to be given once the complaint is closed: as offered, where that is still to come.
func (c *Complaint) giftDate(o *Org, g *Gift, now time.Time) time.Time {
	if m := c.giftMeasure(g); m != nil && m.Due.After(now) {
		return m.Due
	}
	return now.Add(o.Parameters.Span(PayWithin))
}

// giftMeasure is the measure by which a gift was offered, nil for a gesture and for what was offered before measures
// were kept.
func (c *Complaint) giftMeasure(g *Gift) *OfferedMeasure {
	for _, m := range c.MeasuresOf(g.Proposal) {
		if m.Remedy == RemedyGift {
			return m
		}
	}
	return nil
}

// giftTask is the open task by which a gift is to be given, nil where there is none.
func (c *Complaint) giftTask(n int) *Task {
	for i := range c.Tasks {
		if t := &c.Tasks[i]; n > 0 && t.Gift == n && t.EndedAt.IsZero() {
			return t
		}
	}
	return nil
}

// GivesGift tells whether the task to give a gift is a person's, so that it stands among their tasks.
func (c *Complaint) GivesGift(by Actor, n int) bool {
	t := c.giftTask(n)
	return t != nil && t.Who == by.Account
}

// giftWaits tells whether the gift of a task cannot be given, as the complaint was taken up again; a verdict that has
// fallen stays (rules C9, D13).
func (c *Complaint) giftWaits(t *Task) bool {
	return t.Gift > 0 && t.EndedAt.IsZero() && c.State.Open() && t.Climbed < 100
}

// endGiftTask ends the task of a gift that was given, or is not given in the end (rule C9).
func (c *Complaint) endGiftTask(by Actor, now time.Time, g *Gift) {
	t := c.giftTask(g.N)
	if t == nil {
		return
	}
	t.EndedAt, t.EndedBy, t.Result, t.Dropped = now, by.Account, cmp.Or(g.Reason, g.What), g.Status == GiftDropped
	if g.Status == GiftGiven {
		t.EndedAt = g.GivenAt
	}
}
