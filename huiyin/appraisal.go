package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// PointsState is where points stand (rule A4).
type PointsState string

// The states of points. Only confirmed ones count.
const (
	PointsProposed  PointsState = "proposed"
	PointsObjected  PointsState = "objected"
	PointsConfirmed PointsState = "confirmed"
	PointsDropped   PointsState = "dropped"
	PointsUndone    PointsState = "undone"
)

var pointsStates = words[PointsState]{
	{PointsProposed, "待确认"}, {PointsObjected, "有异议，待确认"}, {PointsConfirmed, "已确认"}, {PointsDropped, "不扣分"},
	{PointsUndone, "已撤销"},
}

// Label is the state's name on pages.
func (s PointsState) Label() string { return pointsStates.label(s) }

// Deduction is points of a person's appraisal of a month, which a closed complaint found to be their own responsibility
// proposes: told to them with the reason, objected to, confirmed by somebody else, undone visibly (rule A4).
type Deduction struct {
	ID          int64
	N           int
	Person      string
	Month       string // of the proposal: 2026-03
	Grade       Grade
	Points      int
	State       PointsState
	Reason      string // as the person is told; nothing of the customer
	At          time.Time
	By          string // by whose act it was proposed
	ObjectBy    time.Time
	Objection   string
	ObjectedAt  time.Time
	Words       string // of who confirmed or dropped it
	ConfirmedAt time.Time
	ConfirmedBy string
	UndoneAt    time.Time
	Undone      string // why: reopened, invalid, responsibility, person, merged, card
}

// before tells whether points were taken before anybody had to confirm them.
func (d *Deduction) before() bool { return d.ObjectBy.IsZero() }

// Waits tells whether points still wait for a word.
func (d *Deduction) Waits() bool { return d.State == PointsProposed || d.State == PointsObjected }

// Counts tells whether points count on the sheet and in figures.
func (d *Deduction) Counts() bool { return d.State == PointsConfirmed }

// IsMonth tells whether a text names a month as appraisals do.
func IsMonth(text string) bool {
	_, err := time.Parse("2006-01", text)
	return err == nil
}

// AppraisalMonth is the month of an instant, as appraisals name it.
func AppraisalMonth(at time.Time, zone *time.Location) string { return at.In(zone).Format("2006-01") }

// deductionPoints is what a grade costs (rule A4); an internal one counts like a minor.
func (g Grade) deductionPoints(f Parameters) int {
	figure := PointsMinor
	switch g {
	case Important:
		figure = PointsImportant
	case Major:
		figure = PointsMajor
	}
	return int(f.Get(figure))
}

// justified tells whether the complaint has points for the person responsible: settled, valid, and the company's own
// responsibility; never for whom the customer merely accused (rule A4). The reason says what is missing.
func (c *Complaint) justified() (ok bool, why string) {
	switch {
	case c.Validity != Valid:
		return false, "invalid"
	case !c.Responsibility.own():
		return false, "responsibility"
	case c.Merged():
		return false, "merged"
	case c.SettledAt.IsZero():
		return false, "reopened"
	}
	return true, ""
}

// appraise proposes the points of a closed complaint, once a person, and undoes them when its ground falls, or where a
// consequence was put to a decision for the same fact (rule A4). What was proposed does not follow a later grade.
func (c *Complaint) appraise(by Actor, now time.Time) {
	ok, why := c.justified()
	person := c.ResponsiblePerson
	carded := slices.ContainsFunc(c.Sanctions, func(k Sanction) bool {
		return k.Person == person && k.State != SanctionWithdrawn
	})
	settled := false
	for i := range c.Deductions {
		d := &c.Deductions[i]
		undone := ""
		switch {
		case d.State == PointsUndone || d.State == PointsDropped && ok && d.Person != person:
			continue
		case !ok:
			undone = why
		case d.Person != person && !c.countedBefore(d):
			undone = "person"
		case carded && !d.before():
			undone = "card"
		}
		if undone == "" {
			settled = settled || d.Person == person
			continue
		}
		c.note(by, ActionAppraise, c.State, now, Note("person", d.Person), Note("month", d.Month),
			Change{"points", strconv.Itoa(d.Points), "0"}, Note("why", undone))
		d.State, d.UndoneAt, d.Undone = PointsUndone, now, undone
		c.tellOfPoints(by.Org, d, now)
	}
	p := by.Org.Person(person)
	points := c.Grade.deductionPoints(by.Org.Parameters)
	if !ok || c.State.Open() || carded || settled || points == 0 || p == nil || p.Disabled {
		return
	}
	d := Deduction{N: len(c.Deductions) + 1, Person: person, Month: AppraisalMonth(now, by.Org.Zone), Grade: c.Grade,
		Points: points, State: PointsProposed, Reason: c.pointsReason(by.Org), At: now, By: by.Account,
		ObjectBy: c.workingDays(by.Org, now, by.Org.Parameters.Get(PointsObjectWithin))}
	c.note(by, ActionAppraise, c.State, now, Note("person", person), Note("month", d.Month),
		Note("points", strconv.Itoa(points)), Note("grade", string(d.Grade)))
	c.Deductions = append(c.Deductions, d)
	c.tellOfPoints(by.Org, &d, now)
}

// countedBefore tells whether points were taken before anybody had to confirm them, from whom the complaint was against
// where nobody was found responsible: they stay until the finding falls (rule D13).
func (c *Complaint) countedBefore(d *Deduction) bool {
	return d.before() && c.ResponsiblePerson == "" && slices.Contains(c.Accused, d.Person)
}

// pointsReason says to the person what the points are for, in the matter as it was put to them, else in the
// complaint's category and day; nothing of the customer.
func (c *Complaint) pointsReason(o *Org) string {
	what := c.withoutCustomer(c.Wording)
	if what == "" {
		what = o.CategoryName(c.Category) + "，" + c.ActAt().In(o.Zone).Format(time.DateOnly)
	}
	return what + "\n投诉已结案，认定有效，属我方责任，责任人为您。"
}

// tellOfPoints tells a person of points of theirs, which lead to their own sheet.
func (c *Complaint) tellOfPoints(o *Org, d *Deduction, at time.Time) {
	if p := o.Person(d.Person); p != nil && !p.Disabled {
		c.notices = append(c.notices, Notice{Account: d.Person, Kind: NoticePoints, Number: c.Number, At: at})
	}
}

// deducted: points of it are about this person.
func deducted(by Actor, c *Complaint) bool {
	return slices.ContainsFunc(c.Deductions, func(d Deduction) bool { return d.Person == by.Account })
}

// confirmsPoints: who reads the person's sheet, is not the person, did not bring the points about, and has no part in
// the complaint that keeps them from judging (rules A4, C4, P4).
func confirmsPoints(by Actor, c *Complaint) bool {
	return slices.ContainsFunc(c.Deductions, func(d Deduction) bool { return c.ConfirmsPoints(by, &d) })
}

const whyNotConfirmed = "扣分须由提出的人、本人和经办人以外，可以查看本人考评的主管以上人员确认。"

// ConfirmsPoints tells whether a person may decide on points that wait.
func (c *Complaint) ConfirmsPoints(by Actor, d *Deduction) bool {
	return !c.Excluded(by.Account) && d.ConfirmedByOthers(by, c.Handler)
}

// ConfirmedByOthers tells whether a person is somebody else than who proposed points that wait, whom they are of, and
// who handled the complaint, and appraises that person.
func (d *Deduction) ConfirmedByOthers(by Actor, handler string) bool {
	return d.Waits() && by.Account != d.Person && by.Account != d.By && by.Account != handler &&
		by.Role >= Supervisor && by.MayAppraise(by.Org.Person(d.Person))
}

// Points finds points by their number, nil when there are none.
func (c *Complaint) Points(n int) *Deduction {
	i := slices.IndexFunc(c.Deductions, func(d Deduction) bool { return d.N == n })
	if i < 0 {
		return nil
	}
	return &c.Deductions[i]
}

// ObjectPoints is the person's one objection to points, within its time (rule A4).
func (c *Complaint) ObjectPoints(by Actor, now time.Time, n int, objection string) error {
	m, err := c.begin(by, ActionObjectPoints, now)
	if err != nil {
		return err
	}
	d := c.Points(n)
	switch {
	case d == nil || d.Person != by.Account:
		return NotFound()
	case !d.ObjectedAt.IsZero():
		return Conflict("对一次扣分只能提出一次异议。")
	case d.State != PointsProposed:
		return Conflict("这次扣分%s，不能再提出异议。", d.State.Label())
	case !now.Before(d.ObjectBy):
		return Conflict("提出异议的期限已过：须在告知之后 %d 个工作日内提出。", by.Org.Parameters.Get(PointsObjectWithin))
	}
	if err := needed("objection", objection, longText); err != nil {
		return err
	}
	if err := m.stay(Note("month", d.Month), Note("objection", objection)); err != nil {
		return err
	}
	d.Objection, d.ObjectedAt, d.State = objection, now, PointsObjected
	return nil
}

// ConfirmPoints confirms points, or drops them, after the person has had their time or has objected (rule A4).
func (c *Complaint) ConfirmPoints(by Actor, now time.Time, n int, decision, words string) error {
	c.Run(by.Org, now)
	d := c.Points(n)
	if d == nil || !by.MayAppraise(by.Org.Person(d.Person)) || !c.Visible(by) {
		return NotFound()
	}
	if !d.Waits() {
		return Conflict("这次扣分已有决定：%s。", d.State.Label())
	}
	m, err := c.begin(by, ActionConfirmPoints, now)
	switch {
	case err != nil:
		return err
	case !c.ConfirmsPoints(by, d):
		return Forbidden(whyNotConfirmed)
	case decision == "confirm" && d.State == PointsProposed && now.Before(d.ObjectBy):
		return Conflict("本人的异议期限还没有过，之后才能确认扣分。")
	}
	mustSay := d.State == PointsObjected || decision == "drop"
	if err := Every(when(decision != "confirm" && decision != "drop", "decision", "请选择确认扣分或不扣分。"),
		when(mustSay && strings.TrimSpace(words) == "", "words", "此项必填。"), within("words", words, longText), noFine("words", words)); err != nil {
		return err
	}
	state := PointsConfirmed
	if decision == "drop" {
		state = PointsDropped
	}
	if err := m.stay(Note("person", d.Person), Note("month", d.Month), Note("decision", decision),
		Note("words", words)); err != nil {
		return err
	}
	d.State, d.Words, d.ConfirmedAt, d.ConfirmedBy = state, words, now, by.Account
	c.tellOfPoints(by.Org, d, now)
	return nil
}

// Undoing says in words why a deduction was undone.
func (d *Deduction) Undoing() string {
	switch d.Undone {
	case "reopened":
		return "投诉已重开，扣分撤销"
	case "invalid":
		return "投诉不再认定为有效，扣分撤销"
	case "responsibility":
		return "不再认定为我方责任，扣分撤销"
	case "merged":
		return "投诉已并入另一件，扣分撤销"
	case "card":
		return "同一事实已有处罚，不再扣分"
	}
	return "责任人已改变，扣分撤销"
}

// Deducted is a deduction on a sheet. Number is "" where the reader may not learn which complaint it was
// (rules P3, P4, P8); Open where they may open it.
type Deducted struct {
	Deduction
	Number   string
	Open     bool
	Confirms bool // the reader may decide on them
}

// Praised is praise that adds points to a sheet (rules A4, B2).
type Praised struct {
	At     time.Time
	About  string
	Points int // what it adds, or will once it is confirmed

	Unconfirmed bool // adds nothing yet
}

// Sheet is a person's appraisal of a month (rule A4). What they handled counts in the month in which it
// was settled, as far as the reader may see it.
type Sheet struct {
	Person   string
	Deducted []Deducted
	Praised  []Praised

	Handled                      int
	Satisfied, Fair, Unsatisfied int
	FirstKept, FirstMissed       int // rule D2
	SettleKept, SettleMissed     int // rule D5
	Outcomes                     map[Outcome]int
}

// Listed tells whether the sheet stands in the list of a month: management and administrators, whom nobody appraises, only
// where something counts.
func (s *Sheet) Listed(p *Person) bool {
	return p == nil || p.Role < VP && !p.Admin || len(s.Deducted)+len(s.Praised)+s.Handled+s.FirstKept+s.FirstMissed > 0
}

// Minus is how many points are taken.
func (s *Sheet) Minus() int {
	n := 0
	for _, d := range s.Deducted {
		if d.Counts() {
			n += d.Points
		}
	}
	return n
}

// Plus is how many points praise adds.
func (s *Sheet) Plus() int {
	n := 0
	for _, p := range s.Praised {
		if !p.Unconfirmed {
			n += p.Points
		}
	}
	return n
}

// Sum is the month's result.
func (s *Sheet) Sum() int { return s.Plus() - s.Minus() }

// MayAppraise tells whether a person reads another's sheet: everyone their own, a supervisor those below
// them at their site, a manager those below them at their sites, a VP all (rules A4, P3).
func (by Actor) MayAppraise(p *Person) bool {
	switch {
	case p == nil:
		return false
	case p.Account == by.Account || by.Role == VP:
		return true
	case by.Role == Manager && by.AllSites:
		return p.Role < by.Role
	}
	return by.Role >= Supervisor && p.Role < by.Role && p.Site != "" && by.AnswersFor(p.Site)
}

// Appraised lists whose sheets a person reads, at one site or at all, themselves first. Those who left
// stay on the list of the months in which they worked.
func (by Actor) Appraised(site string) []*Person {
	var out []*Person
	if me := by.Org.Person(by.Account); me != nil && (site == "" || me.Site == site) {
		out = append(out, me)
	}
	for i := range by.Org.People {
		if p := &by.Org.People[i]; p.Account != by.Account && by.MayAppraise(p) && (site == "" || p.Site == site) {
			out = append(out, p)
		}
	}
	return out
}
