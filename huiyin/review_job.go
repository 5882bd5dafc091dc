package huiyin

import "time"

// Job is work assigned in a document: such as a measure of a quarter. What is to be done
// in a complaint is a Task.
type Job struct {
	ID      int64
	N       int
	At      time.Time
	By      string
	What    string
	Who     string
	Due     time.Time
	EndedAt time.Time
	EndedBy string
	Result  string // or, where it was dropped, the reason
	Dropped bool

	Unit      string // department, "" for none
	CheckedAt time.Time
	CheckedBy string
	Effective string // "yes" or "no", as somebody else found
	Found     string
}

// JobRow is a job in a list, with the document that it stands in.
type JobRow struct {
	Job
	Kind   DocKind
	Number string
	Site   string
	Period int
	Caller string   // who called the meeting, and
	People []string // who took part
}

// Opens tells whether a person may open the document that the job stands in.
func (r *JobRow) Opens(by Actor) bool {
	switch r.Kind {
	case DocMeeting:
		return readsMeeting(by, r.Site, r.Caller, r.People)
	case DocImprovementPlan:
		return over(by, r.Site)
	case DocSample: // whoever has work from one
		return true
	}
	return overAll(by)
}

// WorkDocument is a document in which work is assigned.
type WorkDocument interface {
	noted
	paper() *Document
	busy() DocState // where it stands once work is assigned in it
}

func (d *Document) paper() *Document { return d }

func (d *Document) busy() DocState { return d.State }

// Job finds a job by its number, nil when there is none.
func (d *Document) Job(n int) *Job {
	if n < 1 || n > len(d.Jobs) {
		return nil
	}
	return &d.Jobs[n-1]
}

// AssignJob assigns work in a document: what, who, by when.
func AssignJob(d WorkDocument, by Actor, now time.Time, j Job) error {
	trimmed(&j.What, &j.Unit)
	worker := by.Org.Person(j.Who)
	if err := Every(readyOn(by, ActionAssignJob, d), needed("what", j.What, longText),
		when(worker == nil || worker.Disabled || worker.Admin, "who", "请选择负责的人员。"),
		when(j.Unit != "" && by.Org.Department(j.Unit) == nil, "unit", "请选择列表中的一项。"),
		dueFrom(j.Due, now)); err != nil {
		return err
	}
	p := d.paper()
	p.note(by, ActionAssignJob, d.busy(), now, Note("what", j.What), Note("unit", j.Unit), Note("who", j.Who),
		Note("due", stamp(j.Due)))
	p.Jobs = append(p.Jobs, Job{N: len(p.Jobs) + 1, At: now, By: by.Account, What: j.What, Unit: j.Unit, Who: j.Who,
		Due: j.Due})
	return nil
}

// dueFrom refuses a date for work that is none.
func dueFrom(due, now time.Time) error {
	return Every(when(due.IsZero(), "due", "请填写完成期限。"), when(predates(due, now), "due", "完成期限不能早于现在。"))
}

// MayEndJob tells why a person may not end a job, nil when they may: who does it, who assigned it, and
// whoever may assign work in the document.
func MayEndJob(d WorkDocument, by Actor, n int) error {
	j := d.paper().Job(n)
	switch {
	case j == nil || j.Who != by.Account && !d.Visible(by):
		return NotFound()
	case j.Who != by.Account && j.By != by.Account && !d.lets(by, ActionAssignJob):
		return Forbidden("只有负责的人员和布置的人可以办结这项工作。")
	case !j.EndedAt.IsZero():
		return Conflict("这项工作已经办结。")
	}
	return nil
}

// EndJob reports a job done, or dropped with the reason.
func EndJob(d WorkDocument, by Actor, now time.Time, n int, done, dropped string) error {
	trimmed(&done, &dropped)
	if err := MayEndJob(d, by, n); err != nil {
		return err
	}
	field, result := "done", done
	if dropped != "" {
		field, result = "dropped", dropped
	}
	if err := Every(when(done == "" && dropped == "", "done", "请写明办理结果；不再办理的，写明原因。"),
		when(done != "" && dropped != "", "dropped", "办理结果和不再办理的原因只能填一项。"),
		within(field, result, longText)); err != nil {
		return err
	}
	p, j := d.paper(), d.paper().Job(n)
	p.note(by, ActionEndJob, p.State, now, Note("what", j.What), Note(field, result))
	j.EndedAt, j.EndedBy, j.Result, j.Dropped = now, by.Account, result, dropped != ""
	return nil
}
