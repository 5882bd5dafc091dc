package huiyin

import (
	"slices"
	"strings"
	"time"
)

// Circular is 通报批评: what those who must learn from a case are told of it, by role and site, for a time, and without
// the name unless a VP decides so with a reason (rules A3, F7).
type Circular struct {
	ID          int64
	N           int // of the consequence
	Roles       []string
	Sites       []string
	Person      string
	Function    string // 职务, under which the person stands in it
	Named       bool
	NameReason  string
	Facts       string
	Clause      string // its version
	ClauseText  string
	Lesson      string
	At          time.Time
	By          string
	For         string
	Until       time.Time
	Correction  string // what the circle is told once it was undone
	CorrectedAt time.Time
}

// Up tells whether readers still see it.
func (r *Circular) Up(now time.Time) bool { return now.Before(r.Until) }

// Reads tells whether a circular is for a person: of one of its roles at one of its sites. Who stands in it has a page
// of their own.
func (r *Circular) Reads(p *Person) bool {
	if p.Disabled || p.Admin || p.Account == r.Person || !slices.Contains(r.Roles, p.Role.Code()) {
		return false
	}
	return slices.ContainsFunc(r.Sites, p.AnswersFor) || slices.Contains(r.Sites, p.Site)
}

// CircularView is a circular as its readers see it: nothing of the complaint.
type CircularView struct {
	Circular
	ReadAt time.Time // when the reader confirmed to have read it
}

// CircularForm is a circular as it is typed.
type CircularForm struct {
	Roles, Sites  []string
	Named         bool
	NameReason    string
	Facts, Lesson string
}

// Circulate tells a circle of a consequence in effect (rules A3, F7).
func (c *Complaint) Circulate(by Actor, now time.Time, n int, f CircularForm) error {
	k, err := c.decidedSanction(by, now, n)
	if err != nil {
		return err
	}
	m, err := c.begin(by, ActionCirculate, now)
	if err != nil {
		return err
	}
	switch {
	case !k.Public(now):
		return Conflict("没有已生效的通报批评：异议期满、异议复议之后才能通报。")
	case !m.actsFor(func(as Actor) bool { return c.circulates(as, k) }):
		return Forbidden("通报由副总经理发布，当事人、提出人和经办人不能发布。")
	case c.CircularOf(n) != nil:
		return Conflict("这项处罚已经通报过一次。")
	}
	roles, err := chosen("roles", f.Roles, func(s string) bool { _, ok := ParseRole(s); return ok }, "请选择须从中吸取教训的职务。")
	sites, err2 := chosen("sites", f.Sites, func(s string) bool { return by.Org.Site(s) != nil }, "请选择项目。")
	name := by.Org.PersonName(k.Person)
	if err := Every(err, err2, c.circularText("facts", f.Facts),
		c.circularText("lesson", f.Lesson),
		when(f.Named && strings.TrimSpace(f.NameReason) == "", "name_reason", "写明姓名须说明理由。"),
		when(!f.Named && strings.TrimSpace(f.NameReason) != "", "named", "写了理由而没有勾选写明姓名。"),
		when(!f.Named && strings.Contains(f.Facts, name), "facts", "通报不写姓名，只写职务。"),
		when(!f.Named && strings.Contains(f.Lesson, name), "lesson", "通报不写姓名，只写职务。"),
		within("name_reason", f.NameReason, 500),
		noFine("name_reason", f.NameReason)); err != nil {
		return err
	}
	r := Circular{
		N:          n,
		Roles:      roles,
		Sites:      sites,
		Person:     k.Person,
		Function:   by.Org.FunctionOf(k.Person),
		Named:      f.Named,
		NameReason: f.NameReason,
		Facts:      f.Facts,
		Clause:     k.Clause,
		Lesson:     f.Lesson,
		At:         now,
		By:         m.by.Account,
		For:        m.by.For,
		Until:      now.Add(by.Org.Parameters.Span(CircularDays)),
	}
	if clause := by.Org.Clause(k.Clause); clause != nil {
		r.ClauseText = clause.Text
	}
	if !slices.ContainsFunc(by.Org.People, func(p Person) bool { return r.Reads(&p) }) {
		return Invalid("roles", "所选范围内没有人。")
	}
	if err := m.stay(k.notes(Note("role_circle", strings.Join(roles, " ")), Note("site_circle", strings.Join(sites, " ")),
		Note("with_name", yesNo(f.Named)), Note("name_reason", f.NameReason), Note("circular_facts", f.Facts),
		Note("lesson", f.Lesson))...); err != nil {
		return err
	}
	c.Circulars = append(c.Circulars, r)
	return nil
}

func (c *Complaint) circularText(field, text string) error {
	if err := Every(needed(field, text, longText), c.namesCustomer(field, text), noFine(field, text)); err != nil {
		return err
	}
	if judgement.MatchString(text) {
		return Invalid(field, "通报只写查明的事实和条款，不写对人的评价、健康、家庭和举报情况。")
	}
	return nil
}

// chosen takes codes of a form, each once.
func chosen(field string, list []string, known func(string) bool, missing string) (out []string, err error) {
	for _, s := range list {
		if !known(s) {
			return nil, Invalid(field, "请选择列表中的一项。")
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil, Invalid(field, "%s", missing)
	}
	return out, nil
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// FunctionOf says what a person is, without who: 海悦府 · 经办人.
func (o *Org) FunctionOf(account string) string {
	p := o.Person(account)
	if p == nil {
		return "员工"
	}
	switch {
	case p.Site != "":
		return o.SiteName(p.Site) + " · " + p.Title()
	case p.Department != "":
		return o.DepartmentName(p.Department) + " · " + p.Title()
	}
	return p.Title()
}

// CircularOf finds the circular of a consequence, nil when there is none.
func (c *Complaint) CircularOf(n int) *Circular {
	for i := range c.Circulars {
		if c.Circulars[i].N == n {
			return &c.Circulars[i]
		}
	}
	return nil
}

// correctCirculars tells the circle of a consequence that it was undone, for as long again as it was told of it.
func (c *Complaint) correctCirculars(o *Org, k *Sanction, now time.Time) {
	for i := range c.Circulars {
		if r := &c.Circulars[i]; r.N == k.N && r.CorrectedAt.IsZero() {
			r.Correction, r.CorrectedAt = k.LiftReason, now
			r.Until = latest(r.Until, now.Add(o.Parameters.Span(CircularDays)))
		}
	}
}
