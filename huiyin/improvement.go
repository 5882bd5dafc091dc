package huiyin

import (
	"slices"
	"time"
)

// Cause is the root cause of a complaint; the newest counts, earlier ones stay (rules A1, W11).
type Cause struct {
	ID    int64
	At    time.Time
	By    string
	Class CauseClass
	Cause string
}

// Measure is a corrective or preventive action with the check of its effect (rule A1).
type Measure struct {
	ID         int64
	At         time.Time
	By         string
	Kind       MeasureKind
	What       string
	Unit       string // responsible unit
	Person     string
	Due        time.Time
	DoneAt     time.Time
	DoneBy     string
	Done       string // result
	VerifiedAt time.Time
	VerifiedBy string
	Effective  string // yes, no
	Words      string
	Told       bool // that it is due
}

// late tells whether a measure is not carried out though its date has passed.
func (m *Measure) late(now time.Time) bool {
	return m.DoneAt.IsZero() && !m.Due.IsZero() && !now.Before(m.Due)
}

// Ineffective lists the measures whose check found no effect and after which no new one was set (rule A1).
func (c *Complaint) Ineffective() []*Measure {
	var out []*Measure
	for i := range c.Measures {
		m := &c.Measures[i]
		replaced := slices.ContainsFunc(c.Measures[i+1:], func(n Measure) bool { return !n.At.Before(m.VerifiedAt) })
		if m.Effective == "no" && !replaced {
			out = append(out, m)
		}
	}
	return out
}

// MeasureAsked is since when a measure without effect waits for a new one, zero where none does (rule A1).
func (c *Complaint) MeasureAsked() time.Time {
	if failed := c.Ineffective(); len(failed) > 0 && c.State != Archived {
		return failed[0].VerifiedAt
	}
	return time.Time{}
}

// FindCauseOf writes the root cause (rule A1).
func (c *Complaint) FindCauseOf(by Actor, now time.Time, class CauseClass, cause string) error {
	m, err := c.begin(by, ActionFindCause, now)
	if err != nil {
		return err
	}
	if err := Every(when(!causeClasses.has(class), "class", "请选择原因类别。"),
		needed("cause", cause, longText)); err != nil {
		return err
	}
	if err := m.stay(Note("class", string(class)), Note("cause", cause)); err != nil {
		return err
	}
	c.Causes = append(c.Causes, Cause{At: now, By: by.Account, Class: class, Cause: cause})
	return nil
}

// AddMeasureTo adds a corrective or preventive action (rule A1).
func (c *Complaint) AddMeasureTo(by Actor, now time.Time, k Measure) error {
	m, err := c.begin(by, ActionAddMeasure, now)
	if err != nil {
		return err
	}
	if err := Every(when(!measureKinds.has(k.Kind), "kind", "请选择措施种类。"),
		needed("what", k.What, longText),
		needed("unit", k.Unit, shortText),
		c.mayWork(by.Org, "person", k.Person),
		when(k.Due.IsZero(), "due", "请填写完成期限。"),
		when(predates(k.Due, now), "due", "完成期限不能早于现在。")); err != nil {
		return err
	}
	k.At, k.By = now, by.Account
	if err := m.stay(
		Note("kind", string(k.Kind)), Note("what", k.What), Note("unit", k.Unit), Note("person", k.Person),
		Note("due", stamp(k.Due)),
	); err != nil {
		return err
	}
	c.Measures = append(c.Measures, k)
	return nil
}

// Measure finds a measure of this complaint, nil when there is none.
func (c *Complaint) Measure(id int64) *Measure {
	i := slices.IndexFunc(c.Measures, func(m Measure) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Measures[i]
}

// MayDoMeasure tells why a person may not report a measure done, nil when they may.
func (c *Complaint) MayDoMeasure(by Actor, id int64) error {
	return Every(c.mayBegin(by, ActionDoMeasure), c.doable(by, id))
}

func (c *Complaint) doable(by Actor, id int64) error {
	m := c.Measure(id)
	if m == nil {
		return NotFound()
	}
	switch {
	case by.Account != m.Person && by.Account != c.Handler && !c.inCharge(by.Org, by.Person):
		return Forbidden("只有责任人、经办人或负责人可以办结这项措施。")
	case !m.DoneAt.IsZero():
		return Conflict("这项措施已经办结。")
	}
	return nil
}

// DoMeasureOf records that a measure was carried out, with its result (rule A1).
func (c *Complaint) DoMeasureOf(by Actor, now time.Time, id int64, done string) error {
	m, err := c.begin(by, ActionDoMeasure, now)
	if err := Every(err,
		c.doable(by, id),
		needed("done", done, longText)); err != nil {
		return err
	}
	k := c.Measure(id)
	if err := m.stay(Note("what", k.What), Note("done", done)); err != nil {
		return err
	}
	k.DoneAt, k.DoneBy, k.Done = now, by.Account, done
	return nil
}

// MayVerify tells why a person may not check a measure's effect, nil when they may.
func (c *Complaint) MayVerify(by Actor, id int64) error {
	return Every(c.mayBegin(by, ActionVerify), c.verifiable(by, id))
}

func (c *Complaint) verifiable(by Actor, id int64) error {
	m := c.Measure(id)
	if m == nil {
		return NotFound()
	}
	switch {
	case m.DoneAt.IsZero():
		return Conflict("措施尚未办结，不能验证。")
	case !m.VerifiedAt.IsZero():
		return Conflict("这项措施的效果已经验证。")
	case by.Account == m.Person || by.Account == m.DoneBy:
		return Forbidden("效果须由执行人以外的人验证。")
	}
	return nil
}

// VerifyMeasure checks the effect, by someone other than the doer (rule A1).
func (c *Complaint) VerifyMeasure(by Actor, now time.Time, id int64, effective, words string) error {
	m, err := c.begin(by, ActionVerify, now)
	if err := Every(err,
		c.verifiable(by, id),
		when(effective != "yes" && effective != "no", "effective", "请选择是否有效。"),
		needed("words", words, longText)); err != nil {
		return err
	}
	k := c.Measure(id)
	if err := m.stay(Note("what", k.What), Note("effective", effective), Note("words", words)); err != nil {
		return err
	}
	k.VerifiedAt, k.VerifiedBy, k.Effective, k.Words = now, by.Account, effective, words
	if effective == "no" { // a new measure is asked for
		c.tell(by.Org, NoticeIneffective, "", now, by.Account, k.Person, c.Handler, c.Owner)
	}
	return nil
}

// MeasurePrinted notes that the notice that orders a measure was printed (rules F7, J3).
func (c *Complaint) MeasurePrinted(by Actor, now time.Time, id int64) error {
	m, err := c.begin(by, ActionPrint, now)
	if err != nil {
		return err
	}
	k := c.Measure(id)
	if k == nil {
		return NotFound()
	}
	what := []rune(k.What)
	return m.stay(Note("paper", string(PaperMeasure)), Note("what", string(what[:min(len(what), 60)])))
}

// MeasureNumber is which measure of its case an id is, from 1, as its notice says; 0 for none.
func (c *Complaint) MeasureNumber(id int64) int {
	return slices.IndexFunc(c.Measures, func(m Measure) bool { return id > 0 && m.ID == id }) + 1
}
