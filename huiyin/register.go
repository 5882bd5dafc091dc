package huiyin

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// OldComplaint is a line of an old register 旧台账: an intake, and how it ended there if it did.
type OldComplaint struct {
	Intake
	Sheet        string // of its file, "" where that has one alone
	Line         int    // in its sheet, counted from 1
	Key          string // tells the line from every other, whichever file it stands in
	before       []string
	NumberKey    string // by its number alone, as lines were known before their day, name and matter counted
	unitParts    [3]string
	Number       string // in the old register
	Shut         bool   // the old register says that it has ended
	open         bool   // it says that it has not
	ClosedAt     time.Time
	Outcome      Outcome
	Ending       string // 处理结果, in the register's own words
	Grade        Grade  // of a case that has ended; an open one is graded by the rules
	Satisfaction Satisfaction
}

// Before are the sums by which the line was known before: lines that were imported then are not imported again.
func (old *OldComplaint) Before() []string { return old.before }

// unknownThen stands where an old register says nothing about a case that has ended.
const unknownThen = "（旧台账未记载）"

// TakeOver records a line of an old register. A case that is still open is recorded like any other, as of
// its day of receipt: its clocks have run since then, and the month too (rules G8, D2 to D5). One that
// had ended keeps its ending: no clock, alarm or deadline judges it afterwards, and after its time it is
// archived at once (rules D13, W10). Both say where they come from (rule J1).
func TakeOver(by Actor, now time.Time, old OldComplaint) (*Complaint, error) {
	old.Identity = "" // is asked for at a settlement and a payment alone (rule K13)
	if err := by.may(ActionImport, nil); err != nil {
		return nil, err
	}
	if by.Org.Site(old.Site) != nil && !by.AnswersFor(old.Site) { // rule P1
		return nil, Invalid("site", "您不负责%s，不能导入它的投诉。", by.Org.SiteName(old.Site))
	}
	if err := old.check(by, now); err != nil {
		return nil, err
	}
	if old.Shut {
		return old.closed(by, now)
	}
	c, err := takeIn(by, now, old.Intake)
	if err != nil {
		return nil, err
	}
	c.Imported, c.OldNumber = Received, old.Number
	e := &c.journal[0]
	e.Action, e.Detail = ActionImport,
		append(e.Detail, Note("imported", string(c.Imported)), Note("old_number", c.OldNumber))
	c.passed(by.Org, now)
	return c, nil
}

// passed marks the dates that passed before the import: deadlines as missed, the month as over. They are announced to
// nobody, and whoever would have been told of any of it is told of the import once, in one summary; the ladder goes on
// from here (rules D8, G8).
func (c *Complaint) passed(o *Org, now time.Time) {
	c.SilentTold = now
	c.Run(o, now)
	c.journal = slices.DeleteFunc(c.journal, func(e Entry) bool { return e.Action == ActionAlert })
}

// HushImport takes the notices of a case that is being imported away, and lists whom its import tells instead, beside all
// others of its lines, in one summary.
func (c *Complaint) HushImport() (accounts []string) {
	for _, n := range c.notices {
		if !slices.Contains(accounts, n.Account) {
			accounts = append(accounts, n.Account)
		}
	}
	c.notices = nil
	return accounts
}

// check refuses what an old register cannot say of a case.
func (old *OldComplaint) check(by Actor, now time.Time) error {
	if strings.ContainsRune(old.Phone, '*') {
		return Invalid("phone", "电话“%s”是脱敏的，请填写完整的号码。", old.Phone)
	}
	switch {
	case old.Shut && old.open:
		return Invalid("state", "状态是还没有结案，却有完成日期。")
	case old.Shut && old.ReceivedAt.IsZero():
		return Invalid("received_at", "已经结案的须写明受理时间。")
	case old.Shut && old.ClosedAt.IsZero():
		return Invalid("closed_at", "已经结案的须写明完成日期。")
	case !old.Shut && (old.Outcome != "" || old.Ending != "" || old.Satisfaction != ""):
		return Invalid("closed_at", "写了处理结果或满意度，却没有完成日期；还没有结案的，这两栏须留空。")
	case old.Shut && old.ClosedAt.After(now):
		return Invalid("closed_at", "完成日期不能晚于现在。")
	}
	return Every(within("old_number", old.Number, 64), within("result", old.Ending, longText))
}

// closed records a case that had ended in the old register.
func (old *OldComplaint) closed(by Actor, now time.Time) (*Complaint, error) {
	in := old.Intake
	in.Demand, in.Category = cmp.Or(in.Demand, unknownThen), cmp.Or(in.Category, "other")
	in.fill(now)
	if err := in.Check(by.Org, now); err != nil {
		return nil, err
	}
	at := old.ClosedAt
	if d := in.ReceivedAt.Sub(at); d > 0 && d < 24*time.Hour && wholeDay(at, by.Org.Zone) { // only the day is known
		at = in.ReceivedAt
	}
	if predates(at, in.ReceivedAt) {
		return nil, Invalid("closed_at", "完成日期不能早于受理时间。")
	}
	in.Accused = slices.Compact(slices.Sorted(slices.Values(in.Accused)))
	c := &Complaint{
		Intake: in, Assessment: Assessment{Validity: Undecided, Responsibility: ByUnknown},
		Provenance: Provenance{RecordedBy: by.Account, RecordedAt: now, Imported: Closed, OldNumber: old.Number},
		Assignment: Assignment{FirstContact: by.Account}, Standing: Standing{State: Received, SettledAt: at},
		Closure: Closure{Outcome: cmp.Or(old.Outcome, FollowedUp), CloseReason: cmp.Or(old.Ending, unknownThen),
			ClosedAt: at},
		Reminded: Reminded{FollowUpTold: now}, // nobody is asked to call about what ended elsewhere
	}
	if c.Outcome == InvalidCase { // rule K10
		c.Validity = NotValid
	}
	p := c.ProposedGrade(by.Org)
	c.Grade, c.GradeRule = p.Grade, p.Rule
	if old.Grade != "" && old.Grade != p.Grade {
		c.Grade, c.GradeRule = old.Grade, gradedThen
	}
	c.enter(by.Org)
	for _, k := range append(deadlineKinds.all(), D6, D17) { // whether they were kept nobody wrote down then
		c.waive(k)
	}
	if old.Satisfaction != "" {
		c.Results = append(c.Results, Result{At: at, Way: "other", Said: c.CloseReason, Satisfaction: old.Satisfaction})
	}
	to := Closed
	if now.Sub(at) >= by.Org.Parameters.Span(ReopenWithin) { // rule W10
		to = Archived
	}
	c.note(by, ActionImport, to, now,
		Note("channel", string(in.Channel)), Note("category", in.Category), Note("urgency", string(in.Urgency)),
		Note("grade", c.Grade.Label()), Note("owner", c.Owner), Note("matter", in.Matter), Note("demand", in.Demand),
		Note("outcome", c.Outcome.Label()), Note("reason", c.CloseReason),
		Note("satisfaction", string(old.Satisfaction)), Note("closed_at", stamp(at)),
		Note("imported", string(c.Imported)), Note("old_number", c.OldNumber))
	return c, nil
}

// gradedThen is the rule of a grade that the old register gave.
const gradedThen = "register"

func wholeDay(t time.Time, zone *time.Location) bool {
	l := t.In(zone)
	return l.Hour()+l.Minute()+l.Second() == 0
}

// GoesAtOnce tells whether the time to keep its personal data is over already (rule B1).
func (c *Complaint) GoesAtOnce(o *Org, now time.Time) bool {
	at := c.KeptUntil(o)
	return !at.IsZero() && !at.After(now)
}

// What follows reads one cell each.

// ExportTitles are the names of the columns that ExportRow writes.
func ExportTitles() []string {
	var out []string
	for _, c := range ImportColumns {
		if !c.importOnly() {
			out = append(out, c.Title())
		}
	}
	return out
}

// ExportRow writes what an import reads back of a complaint, under its number here.
func ExportRow(o *Org, c *Complaint) []string {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(o.Zone).Format("2006-01-02T15:04:05")
	}
	tick := func(b bool) string {
		if b {
			return "1"
		}
		return ""
	}
	row := []string{
		c.Number, c.Site, c.Channel.Label(), at(c.ReceivedAt), c.Name, c.Phone, c.Identity, c.Address,
		c.Relation.Label(), c.Unit, c.Contract,
		at(c.EventAt), c.EventPlace, c.Involved, strings.Join(c.Accused, "、"), c.Matter, c.Demand, c.Emotion.Label(),
		strconv.Itoa(c.Complainants),
		c.Category, c.Urgency.Label(), c.Scope.Label(), tick(c.ReadBack), tick(c.Apologised), c.NextSteps,
		at(c.PromisedAt), c.Grade.Label(), c.State.Label(),
	}
	if c.State.Open() {
		return append(row, "", "", "", "")
	}
	return append(row, at(c.ClosedAt), c.Outcome.Label(), c.CloseReason, c.Satisfaction().Label())
}
