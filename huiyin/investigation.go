package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Finding is what was found, and on what ground (rules W2, W15).
type Finding struct {
	ID      int64
	At      time.Time
	By      string
	Finding string
	Ground  string

	Asked      string // who was asked
	Conclusion string
}

// Opinion is the responsible department's (rule W2).
type Opinion struct {
	ID         int64
	At         time.Time
	By         string
	Department string
	Opinion    string
}

// Statement is what the person complained about says (rules P4, W15).
type Statement struct {
	ID        int64
	At        time.Time
	By        string
	Statement string
}

// Contact is one contact with the customer (rule W4).
type Contact struct {
	ID         int64
	At         time.Time
	By         string
	Way        Way
	Who        string // spoken to
	Said       string
	Promised   string
	PromisedAt time.Time
	Unreached  bool // a try that did not reach the customer (rule W4)
	Private    bool // on somebody's own chat account: it becomes a task to export it (rule W4), and is not kept here
	Confirmed  bool // recorded though an unapproved sum was said (rule C7); asked with the form, not kept
}

// Reminder is the customer asking again 催办 (rule D7); Counts is false within two hours of the last.
type Reminder struct {
	ID     int64
	At     time.Time
	By     string
	Way    Way
	Caller string
	Counts bool

	Recognised []string // at the counter, by what the caller was recognised (rule P9)
}

// Assign gives the complaint to a handler, who still has to accept it, and names the responsible
// department, which is thereby asked for its opinion (rules G5, G7, W14).
func (c *Complaint) Assign(by Actor, now time.Time, handler, department string) error {
	m, err := c.begin(by, ActionAssign, now)
	if err != nil {
		return err
	}
	// rule P4
	// rule P4
	if err := Every(assignable(by.Org, handler, department),
		when(c.Recused(handler), "handler", "这个人已在这件投诉中回避。"),
		when(c.Bars(handler), "handler", "被投诉人不能经办这件投诉。"),
		when(department != "" && c.Restricted &&
			len(by.Org.Active(func(p *Person) bool { return p.Department == department && c.opens(p.Account) })) == 0, "department", "这件投诉受限，须先把%s的人员列入可以查看的人员。", by.Org.DepartmentName(department))); err != nil {
		return err
	}
	detail := changes("handler", c.Handler, handler)
	if department != "" {
		detail = append(detail, changes("department", c.Department, department)...)
	}
	if err := m.stay(detail...); err != nil {
		return err
	}
	if handler != c.Handler {
		c.Handler, c.AssignedAt, c.AcceptedAt = handler, now, time.Time{}
		c.tell(by.Org, NoticeAssigned, "", now, by.Account, handler)
		if t := c.Transferring(); t != nil { // who assigns it has accepted it (rule K11)
			t.AcceptedAt, t.AcceptedBy = now, by.Account
		}
	}
	if department != "" {
		c.Department = department
	}
	return nil
}

// Accept takes the complaint over; from here on the handler is answerable (rules W14, D2).
func (c *Complaint) Accept(by Actor, now time.Time) error {
	m, err := c.begin(by, ActionAccept, now)
	if err != nil {
		return err
	}
	to := c.State
	if to == Received {
		to = Investigating
	}
	if err := m.to(to, changes("first_contact", c.FirstContact, c.Handler)...); err != nil {
		return err
	}
	c.AcceptedAt, c.FirstContact, c.UnassignedRung = now, c.Handler, 0
	c.meet(D2, now)
	return nil
}

// Find adds what was found, who was asked and what follows from it; an earlier finding stays readable
// (rules W2, W11, W15).
func (c *Complaint) Find(by Actor, now time.Time, f Finding) error {
	m, err := c.begin(by, ActionFind, now)
	if err != nil {
		return err
	}
	if err := Every(needed("finding", f.Finding, longText), within("ground", f.Ground, longText),
		within("asked", f.Asked, longText), within("conclusion", f.Conclusion, longText)); err != nil {
		return err
	}
	if err := m.stay(Note("asked", f.Asked), Note("finding", f.Finding), Note("conclusion", f.Conclusion),
		Note("ground", f.Ground)); err != nil {
		return err
	}
	f.ID, f.At, f.By = 0, now, by.Account
	c.Findings = append(c.Findings, f)
	return nil
}

// GiveOpinion writes the responsible department's opinion (rules W2, D4), or legal's advice (rule G1).
func (c *Complaint) GiveOpinion(by Actor, now time.Time, opinion string) error {
	m, err := c.begin(by, ActionGiveOpinion, now)
	if err != nil {
		return err
	}
	if err := needed("opinion", opinion, longText); err != nil {
		return err
	}
	if err := m.stay(Note("opinion", opinion)); err != nil {
		return err
	}
	speaks := c.speaksFor(by)
	department := by.Department
	if speaks && c.Department != "" {
		department = c.Department
	}
	c.Opinions = append(c.Opinions, Opinion{At: now, By: by.Account, Department: department, Opinion: opinion})
	if speaks {
		c.meet(D4, now)
	}
	return nil
}

// speaksFor tells whether a person's opinion is that of the responsible department: a member's; or,
// where none was named or nobody is in it, that of whoever decides over the complaint (rules W2, D4).
func (c *Complaint) speaksFor(by Actor) bool {
	if asked(by, c) {
		return true
	}
	empty := c.Department == "" || len(by.Org.Active(func(p *Person) bool { return p.Department == c.Department })) == 0
	return empty && decides(by, c)
}

// made dates a contact now unless it says when, and refuses one that was not made in a way or at a time that
// can be: since the customer first came (rule W4).
func (k *Contact) made(now, since time.Time) error {
	if k.At.IsZero() {
		k.At = now
	}
	return Every(when(!ways.has(k.Way), "way", "请选择联系方式。"),
		when(k.At.After(now), "at", "联系时间不能晚于现在。"),
		when(predates(k.At, since), "at", "联系时间不能早于受理时间。"))
}

// written refuses a contact of which nothing is said.
func (k *Contact) written() error {
	return Every(needed("said", k.Said, longText), within("who", k.Who, shortText))
}

// notes tells a contact in the journal.
func (k *Contact) notes(now time.Time) []Change {
	return []Change{
		Note("way", string(k.Way)), Note("at", earlier(k.At, now)), Note("spoken_to", k.Who), Note("said", k.Said),
		Note("unreached", flag(k.Unreached)),
	}
}

// LogContact notes a contact with the customer; a promise becomes a task with its date (rules W4, D3).
func (c *Complaint) LogContact(by Actor, now time.Time, k Contact) error {
	m, err := c.begin(by, ActionLogContact, now)
	if err != nil {
		return err
	}
	// rule C7
	if err := Every(k.made(now, c.ReceivedAt),
		when(k.Promised != "" && k.PromisedAt.IsZero(), "promised_at", "承诺须写明完成时间。"),
		when(k.Promised == "" && !k.PromisedAt.IsZero(), "promised", "请写明承诺了什么。"),
		when(k.Promised != "" && predates(k.PromisedAt, k.At), "promised_at", "完成时间不能早于联系时间。"),
		when(c.State == Closed && k.Promised != "", "promised", "投诉已结案，新的承诺须先重开。"),
		when(k.Unreached && k.Promised != "", "promised", "没有联系上客户，不能写承诺。"),
		when(k.Private && k.Way == FaceToFace, "private", "面谈没有聊天记录，请不要勾选。"),
		when(k.Private && c.State == Closed, "private", "投诉已结案：请先导出聊天记录并上传，再记录这次沟通。"),
		k.written(),
		k.tried(),
		within("promised", k.Promised, 1000),
		c.mayPromise(k.Promised)); err != nil {
		return err
	}
	sum, err := c.mayHaveSaid(k.Said, k.Confirmed)
	if err != nil {
		return err
	}
	k.By, k.Confirmed = by.Account, false
	promise := []Change{Note("promised", k.Promised), Note("promised_at", stamp(k.PromisedAt)), Note("private", flag(k.Private)),
		noteSaid(sum)}
	touched := len(touches(append(slices.Clone(c.Contacts), k), by.Org.Zone)) > len(touches(c.Contacts, by.Org.Zone))
	if k.Unreached && touched {
		promise = append(promise, Note("tries_count", "1"))
	}
	if err := m.stay(append(k.notes(now), promise...)...); err != nil {
		return err
	}
	m.tellSaid(sum)
	private := k.Private
	k.Private = false
	c.Contacts = append(c.Contacts, k)
	if k.Promised != "" {
		c.Tasks = append(c.Tasks, Task{At: now, By: by.Account, What: k.Promised, Who: by.Account, Due: k.PromisedAt,
			Promise: true})
	}
	if private {
		c.Tasks = append(c.Tasks, Task{At: now, By: by.Account, What: exportChat, Who: by.Account, Due: latest(now, k.At.Add(chatKept))})
	}
	if touched {
		c.meet(D3, now)
	}
	return nil
}

// What is to be done with words on a private chat account, and within which time (rule W4).
const (
	exportChat = "把私人账号上的沟通记录导出，作为材料上传，再从手机上删除客户的信息"
	chatKept   = 24 * time.Hour
)

// repeatWindow is how close two reminders must be to count once (rule D7).
const repeatWindow = 2 * time.Hour

// Remind counts the customer asking again; the third may make the complaint major (rules D7, G1).
func (c *Complaint) Remind(by Actor, now time.Time, r Reminder) error {
	m, err := c.begin(by, ActionRemind, now)
	if err != nil {
		return err
	}
	return m.remind(r)
}

// check refuses a reminder that cannot have been.
func (r *Reminder) check(c *Complaint, now time.Time) error {
	return Every(when(!ways.has(r.Way), "way", "请选择联系方式。"),
		when(r.At.After(now), "at", "催办时间不能晚于现在。"),
		when(!r.At.IsZero() && predates(r.At, c.ReceivedAt), "at", "催办时间不能早于受理时间。"),
		within("caller", r.Caller, shortText))
}

// remind ends a move by which the customer asked again.
func (m *move) remind(r Reminder) error {
	c, by, now := m.c, m.by, m.now
	if r.At.IsZero() {
		r.At = now
	}
	if err := r.check(c, now); err != nil {
		return err
	}
	r.By, r.Counts = by.Account, true
	for _, before := range c.Reminders {
		if before.Counts && r.At.Sub(before.At).Abs() < repeatWindow {
			r.Counts = false
		}
	}
	detail := []Change{Note("way", string(r.Way)), Note("at", earlier(r.At, now)), Note("caller", r.Caller),
		Note("counts", strconv.FormatBool(r.Counts))}
	if len(r.Recognised) > 0 {
		detail = append(detail, Note("recognised", strings.Join(r.Recognised, " ")))
	}
	if err := m.stay(detail...); err != nil {
		return err
	}
	before := c.ProposedGrade(by.Org)
	c.Reminders = append(c.Reminders, r)
	if p := c.ProposedGrade(by.Org); c.outgrown(before, p) {
		former := c.Owner
		c.raise(by.Org, p.Grade, p.Rule, now)
		c.setDates(by.Org, D4, D5)
		c.tell(by.Org, NoticeRaised, "", now, by.Account, append(c.tier(by.Org, TierManager), former, c.Owner)...)
	} else if r.Counts && (c.broken() || int64(max(c.unheeded(), c.urged())) >=
		by.Org.Parameters.Get(RemindersForMajor)) { // rules G1, D14: elsewhere, and before, the manager is warned
		c.tell(by.Org, NoticeReminded, "", now, by.Account, append(c.tier(by.Org, TierManager), c.Owner)...)
	}
	return nil
}

// Counted is how many reminders count (rule D7).
func (c *Complaint) Counted() int {
	n := 0
	for _, r := range c.Reminders {
		if r.Counts {
			n++
		}
	}
	return n
}

// unheeded is how many of them came while the complaint was not settled (rule G1).
func (c *Complaint) unheeded() int {
	n := 0
	for _, r := range c.Reminders {
		if r.Counts && (!c.State.Settled() || r.At.Before(c.SettledAt)) {
			n++
		}
	}
	return n
}
