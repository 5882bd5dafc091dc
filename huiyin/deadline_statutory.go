package huiyin

import "time"

// startStatutory gives a complaint of a site where the law sets a time for the answer in writing that deadline, by
// what is set when it is recorded (rules D17, D13). Who left no way to be reached gets none.
func (c *Complaint) startStatutory(o *Org) {
	site := o.Site(c.Site)
	if site == nil || site.AnswerDays == 0 || c.Anonymous() && c.Phone == "" {
		return
	}
	span := time.Duration(site.AnswerDays) * 24 * time.Hour
	c.Deadlines = append(c.Deadlines, Deadline{Kind: D17, Status: Running, From: c.ReceivedAt,
		Due: c.ReceivedAt.Add(span), Span: span})
}

// answeredInWriting meets the statutory date: by the letter, or an answer on paper or by mail (rule D17).
func (c *Complaint) answeredInWriting(now time.Time) { c.meet(D17, now) }

// InWriting tells whether an answer in this way stands in writing (rule D17).
func (w Way) InWriting() bool { return w == "letter" || w == "email" }

// unanswered tells whether the statutory date was missed, so that the settling was not on time (rules D17, D5).
func (c *Complaint) unanswered(now time.Time) bool {
	d := c.Deadline(D17)
	return d != nil && d.Status != Waived && d.Late(now)
}

// lapsed lets what was settled in time no longer count as on time, as the statutory date is missed (rule D17).
func (c *Complaint) lapsed(o *Org, at time.Time) {
	if d := c.Deadline(D5); d != nil && d.Status == Met {
		d.Status = Missed
		c.note(System(o), ActionMissDeadline, c.State, at, Note("deadline", string(D5)))
	}
}
