package huiyin

import "time"

// Call is one line of a follow-up record 回访记录 (rules W9, F7): a call that was made or, where At is
// zero, one that is still to be made by Due.
type Call struct {
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
