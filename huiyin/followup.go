package huiyin

import "time"

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
	switch {
	case f.At.IsZero():
		return Invalid("at", "请填写回访时间。")
	case f.At.After(now):
		return Invalid("at", "回访时间不能晚于现在。")
	case predates(f.At, c.ClosedAt):
		return Invalid("at", "回访时间不能早于结案时间。")
	case !satisfactions.has(f.Satisfaction):
		return Invalid("satisfaction", "请选择客户满意度。")
	}
	if err := needed("said", f.Said, longText); err != nil {
		return err
	}
	f.By = by.Account
	if err := m.stay(Note("satisfaction", string(f.Satisfaction)), Note("said", f.Said)); err != nil {
		return err
	}
	c.FollowUps = append(c.FollowUps, f)
	return nil
}
