package huiyin

import (
	"slices"
	"strings"
	"time"
)

// Task is something to carry out (rule W5).
type Task struct {
	ID      int64
	At      time.Time
	By      string
	What    string
	Who     string
	Due     time.Time
	Promise bool // made to the customer in a contact (rule W4)

	ForCustomer bool // a measure that the customer has agreed to (rule D14)
	Proposal    int  // of which it is a measure, 0 for none (rule W3)
	Gift        int  // that is to be given, 0 for none; opened by closing, ended by the giving (rule C9)
	Climbed     int  // percent of the rung last climbed while it is owed (rules D14, D8)

	EndedAt time.Time
	EndedBy string
	Result  string
	Dropped bool
	Told    bool // that it is due
	Shut    bool // whoever did it read the case no longer by it before the case kept that for all (rules P3, P10)
}

// Owed tells whether the customer was promised it or has agreed to it: what the house does for itself is
// not (rules D14, W16).
func (t *Task) Owed() bool { return t.Promise || t.ForCustomer }

// AddTask gives someone something to carry out by a date (rule W5).
func (c *Complaint) AddTask(by Actor, now time.Time, t Task) error {
	m, err := c.begin(by, ActionAddTask, now)
	if err != nil {
		return err
	}
	if err := Every(needed("what", t.What, 1000),
		c.mayWork(by.Org, "who", t.Who),
		when(t.Due.IsZero(), "due", "请填写完成期限。"),
		when(predates(t.Due, now), "due", "完成期限不能早于现在。")); err != nil {
		return err
	}
	t.At, t.By = now, by.Account
	opened := !c.Visible(Actor{Person: by.Org.Person(t.Who), Org: by.Org})
	if err := m.stay(Note("what", t.What), Note("who", t.Who), Note("due", stamp(t.Due))); err != nil {
		return err
	}
	c.Tasks = append(c.Tasks, t)
	if opened {
		c.tell(by.Org, NoticeOpened, "", now, by.Account, c.Owner)
	}
	return nil
}

// mayWork refuses a person who cannot be given work here: unknown, disabled, or complained about (rule P4).
func (c *Complaint) mayWork(o *Org, field, account string) error {
	p := o.Person(account)
	switch {
	case p == nil || p.Disabled:
		return Invalid(field, "请选择人员。")
	case c.Recused(account): // rule P4
		return Invalid(field, "这个人已在这件投诉中回避。")
	case c.Bars(account):
		return Invalid(field, "被投诉人不能参与这件投诉。")
	}
	return c.mayOpen(o, field, account)
}

// MayEndTask tells why a person may not end a task as it stands, nil when they may.
func (c *Complaint) MayEndTask(by Actor, id int64) error {
	return Every(c.mayBegin(by, ActionEndTask), c.endable(by, id))
}

func (c *Complaint) endable(by Actor, id int64) error {
	t := c.Task(id)
	if t == nil {
		return NotFound()
	}
	switch {
	case t.Gift > 0:
		return Conflict("登记礼品已送出或未送出的原因，这件事项随之办结。")
	case by.Account != t.Who && by.Account != c.Handler && !c.inCharge(by.Org, by.Person):
		return Forbidden("只有执行人、经办人或负责人可以办结这件事项。")
	case !t.EndedAt.IsZero():
		return Conflict("这件事项已经办结。")
	}
	return nil
}

// EndTask closes a task: done with its result, or dropped with the reason (rule W5).
func (c *Complaint) EndTask(by Actor, now time.Time, id int64, done, dropped string) error {
	m, err := c.begin(by, ActionEndTask, now)
	if err := Every(err, c.endable(by, id)); err != nil {
		return err
	}
	t := c.Task(id)
	if strings.TrimSpace(done) == "" && strings.TrimSpace(dropped) == "" {
		return Invalid("done", "请写明结果；不再执行的，写明原因。")
	}
	result, field := done, "done"
	if strings.TrimSpace(done) == "" {
		result, field = dropped, "dropped"
	}
	if err := within(field, result, longText); err != nil {
		return err
	}
	if err := m.stay(Note("what", t.What), Note(field, result)); err != nil {
		return err
	}
	t.EndedAt, t.EndedBy, t.Result, t.Dropped = now, by.Account, result, field == "dropped"
	return nil
}

// Task finds a task of this complaint, nil when there is none.
func (c *Complaint) Task(id int64) *Task {
	i := slices.IndexFunc(c.Tasks, func(t Task) bool { return t.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Tasks[i]
}
