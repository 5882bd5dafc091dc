package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// FollowUpCall is one line of a follow-up record 回访记录 (rules W9, F7): a call that was made or, where At is
// zero, one that is still to be made by Due.
type FollowUpCall struct {
	FollowUp
	Case   int64  // id of the complaint
	Number string // of the complaint
	Name   string
	Unit   string
	Due    time.Time
}

// FollowUpPrintable refuses the follow-up sheet of a complaint that is not yet closed (rule W9).
func (c *Complaint) FollowUpPrintable() error {
	if c.State.Open() && len(c.FollowUps) == 0 {
		return Conflict("结案之后才能打印回访记录表。")
	}
	return nil
}

// LogFollowUp records a call after closing, by someone other than the handler (rule W9).
func (c *Complaint) LogFollowUp(by Actor, now time.Time, f FollowUp) error {
	m, err := c.begin(by, ActionFollowUp, now)
	if err != nil {
		return err
	}
	if err := Every(when(f.At.IsZero(), "at", "请填写回访时间。"),
		when(f.At.After(now), "at", "回访时间不能晚于现在。"),
		when(predates(f.At, c.ClosedAt), "at", "回访时间不能早于结案时间。"),
		when(!satisfactions.has(f.Satisfaction), "satisfaction", "请选择客户满意度。"),
		needed("said", f.Said, longText)); err != nil {
		return err
	}
	f.By = by.Account
	if err := m.stay(Note("satisfaction", string(f.Satisfaction)), Note("recurred", flag(f.Recurred)),
		Note("said", f.Said)); err != nil {
		return err
	}
	c.FollowUps = append(c.FollowUps, f)
	if f.bad() {
		c.tell(by.Org, NoticeFollowUpBad, "", now, by.Account, append(c.tier(by.Org, TierSupervisor), c.Owner)...)
	}
	return nil
}

// bad tells whether a call found what asks for a word: not satisfied, or it happened again (rule W9).
func (f *FollowUp) bad() bool { return f.Satisfaction == Unsatisfied || f.Recurred }

// awaitsWord tells whether a follow-up of the closing that counts has not had the word that it asks for.
func (c *Complaint) awaitsWord(f *FollowUp) bool {
	return f.bad() && f.WordAt.IsZero() && !predates(f.At, c.ClosedAt)
}

// AwaitedWords lists the follow-ups, counted from 1, that ask for a word: reopen, or why not (rule W9).
func (c *Complaint) AwaitedWords() []int {
	var out []int
	for i := range c.FollowUps {
		if c.State == Closed && c.awaitsWord(&c.FollowUps[i]) {
			out = append(out, i+1)
		}
	}
	return out
}

// WordAsked is since when a follow-up waits for a word, zero where none does (rule W9).
func (c *Complaint) WordAsked() time.Time {
	for _, n := range c.AwaitedWords() {
		return c.FollowUps[n-1].At
	}
	return time.Time{}
}

// MayAnswerFollowUp tells why a person may not give the word on a follow-up, nil when they may.
func (c *Complaint) MayAnswerFollowUp(by Actor, n int) error {
	return Every(c.mayBegin(by, ActionAnswerFollowUp), c.wordAsked(n))
}

func (c *Complaint) wordAsked(n int) error {
	switch {
	case n < 1 || n > len(c.FollowUps):
		return NotFound()
	case !slices.Contains(c.AwaitedWords(), n):
		return Conflict("这次回访不须答复，或已经答复。")
	}
	return nil
}

// AnswerFollowUp gives the word on a follow-up that found the customer not satisfied, or the trouble back:
// the complaint is taken up again, or it says why not (rule W9).
func (c *Complaint) AnswerFollowUp(by Actor, now time.Time, n int, reopen bool, reason string) error {
	if reopen {
		if n >= 1 && n <= len(c.FollowUps) && strings.TrimSpace(reason) == "" { // the customer's own words say why
			reason = c.FollowUps[n-1].Said
		}
		return c.reopen(by, now, n, reason)
	}
	m, err := c.begin(by, ActionAnswerFollowUp, now)
	if err := Every(err, c.wordAsked(n), needed("reason", reason, longText)); err != nil {
		return err
	}
	if err := m.stay(Note("followup", strconv.Itoa(n)), Note("reason", reason)); err != nil {
		return err
	}
	f := &c.FollowUps[n-1]
	f.Word, f.WordAt, f.WordBy, f.WordFor = reason, now, m.by.Account, m.by.For
	return nil
}
