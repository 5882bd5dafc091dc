package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// Deduction takes points from a person's appraisal of a month, because a complaint against them was found
// justified (rule A4). It is fixed then, and undone visibly.
type Deduction struct {
	ID       int64
	Person   string
	Month    string // of the finding: 2026-03
	Grade    Grade
	Points   int
	At       time.Time
	UndoneAt time.Time
	Undone   string // why: reopened, invalid, responsibility, person, merged
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

// answerable lists the agents that the complaint counts against: the one found responsible, or where
// none was named those complained about (rule A4).
func (c *Complaint) answerable(o *Org) []string {
	people := c.Accused
	if c.ResponsiblePerson != "" {
		people = []string{c.ResponsiblePerson}
	}
	return slices.DeleteFunc(slices.Clone(people), func(a string) bool {
		p := o.Person(a)
		return p == nil || p.Role != Agent
	})
}

// justified tells whether the complaint is found justified: valid, the company's own responsibility, and
// settled or closed (rule A4). The reason says what is missing.
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

// appraise takes the points of a complaint found justified, once a person, in the month of the finding,
// and undoes them when the finding falls (rule A4). What was taken does not follow a later grade.
func (c *Complaint) appraise(by Actor, now time.Time) {
	ok, why := c.justified()
	people := c.answerable(by.Org)
	standing := map[string]bool{}
	for i := range c.Deductions {
		d := &c.Deductions[i]
		if !d.UndoneAt.IsZero() {
			continue
		}
		if ok && slices.Contains(people, d.Person) {
			standing[d.Person] = true
			continue
		}
		undone := why
		if ok {
			undone = "person"
		}
		c.note(by, ActionAppraise, c.State, now, Note("person", d.Person), Note("month", d.Month),
			Change{"points", strconv.Itoa(d.Points), "0"}, Note("why", undone))
		d.UndoneAt, d.Undone = now, undone
	}
	if !ok {
		return
	}
	for _, account := range people {
		points := c.Grade.deductionPoints(by.Org.Parameters)
		if standing[account] || points == 0 {
			continue
		}
		d := Deduction{Person: account, Month: AppraisalMonth(now, by.Org.Zone), Grade: c.Grade, Points: points,
			At: now}
		c.note(by, ActionAppraise, c.State, now, Note("person", account), Note("month", d.Month),
			Note("points", strconv.Itoa(points)), Note("grade", string(d.Grade)))
		c.Deductions = append(c.Deductions, d)
	}
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
	}
	return "责任人已改变，扣分撤销"
}

// Deducted is a deduction on a sheet. Number is "" where the reader may not learn which complaint it was
// (rules P3, P4, P8); Open where they may open it.
type Deducted struct {
	Deduction
	Number string
	Open   bool
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

// Minus is how many points are taken.
func (s *Sheet) Minus() int {
	n := 0
	for _, d := range s.Deducted {
		if d.UndoneAt.IsZero() {
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
