package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ImprovementPlan is a special improvement plan 专项整改方案 (rule A2): it covers many complaints of one cause, and
// its measures are jobs whose effect somebody else checks.
type ImprovementPlan struct {
	Document
	Category string // of the first level
	Cause    string
	Aim      string
	Covered  []string // numbers of complaints
	Result   string
	EndedAt  time.Time
	EndedBy  string
	Way      Way // in which customers were told last
	Said     string
	Told     []Told
}

// Told is one customer who was told the result of a plan, or why they were not.
type Told struct {
	ID     int64
	At     time.Time
	By     string
	Number string
	Why    Untold
}

// Untold says why a customer was not told.
type Untold string

// The reasons.
const (
	WasTold   Untold = ""
	Nameless  Untold = "anonymous"
	Phoneless Untold = "no_phone"
	Denied    Untold = "denied"
)

var untold = words[Untold]{{WasTold, "已告知"}, {Nameless, "略过：匿名投诉"}, {Phoneless, "略过：没有留电话"},
	{Denied, "略过：您不能变更这件投诉，或它现在不能登记沟通"}}

// Label says on pages what became of telling a customer.
func (u Untold) Label() string { return untold.label(u) }

// ImprovementPlanForm is what opens a plan.
type ImprovementPlanForm struct {
	Site     string // "" for the company
	Category string
	Cause    string
	Aim      string
	Covered  []string
}

// Covering is one complaint of a plan, as its reader may know it.
type Covering struct {
	Listed
	Told *Told // nil where nobody has tried to tell the customer
}

// MostCovered is how many complaints a plan covers.
const MostCovered = 200

// ImprovementPlanNumber is the number of a plan, ZG-HY-20260302-001.
func ImprovementPlanNumber(site string, day time.Time, n int) string {
	if site != "" {
		site += "-"
	}
	return fmt.Sprintf("ZG-%s%s-%03d", site, day.Format("20060102"), n)
}

// OpenImprovementPlan opens a plan (rule A2). find gives a complaint by its number, an error where there is none.
func OpenImprovementPlan(by Actor, now time.Time, f ImprovementPlanForm,
	find func(number string) (*Complaint, error)) (*ImprovementPlan, error) {
	trimmed(&f.Site, &f.Category, &f.Cause, &f.Aim)
	p := &ImprovementPlan{Document: Document{Record: Record{Version: 1}, Kind: DocImprovementPlan, Site: f.Site,
		State: DocPlanned, At: now, By: by.Account}, Category: f.Category, Cause: f.Cause, Aim: f.Aim}
	if err := by.may(ActionOpenImprovementPlan, nil); err != nil {
		return nil, err
	}
	c := by.Org.Category(f.Category)
	// nor is a site told from one that is not theirs
	foreign := !p.lets(by, ActionOpenImprovementPlan) || f.Site != "" && by.Org.Site(f.Site) == nil
	wrong := Every(when(foreign, "site", "请选择您负责的项目。"),
		when(c == nil || c.Parent != "", "category", "请选择第一级类别。"), needed("cause", f.Cause, longText),
		needed("aim", f.Aim, longText))
	for _, n := range strings.Fields(strings.Join(f.Covered, " ")) {
		if !slices.Contains(p.Covered, n) {
			p.Covered = append(p.Covered, n)
		}
	}
	wrong = Every(wrong, when(len(p.Covered) < 2, "number", "专项整改方案至少涉及两件投诉。"),
		when(len(p.Covered) > MostCovered, "number", "一个方案最多涉及 %d 件投诉。", MostCovered))
	if foreign || len(p.Covered) > MostCovered {
		return nil, wrong
	}
	for _, n := range p.Covered {
		c, err := find(n)
		if err == nil {
			err = by.may(ActionRead, c)
		}
		if k := KindOf(err); err != nil && k != KindNotFound && k != KindForbidden {
			return nil, err
		}
		if err != nil || p.Site != "" && c.Site != p.Site {
			wrong = Every(wrong, Invalid("number", "这个项目没有您能查看的投诉“%s”。", short(n)))
		}
	}
	if wrong != nil {
		return nil, wrong
	}
	slices.Sort(p.Covered)
	return p, nil
}

// short is as much of what was typed as is said again.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// Numbered gives a new plan its number, and notes that it was opened.
func (p *ImprovementPlan) Numbered(by Actor, number string) {
	p.Number = number
	p.note(by, ActionOpenImprovementPlan, DocPlanned, p.At, Note("category", p.Category), Note("cause", p.Cause),
		Note("aim", p.Aim), Note("covered", strings.Join(p.Covered, " ")))
	p.journal[0].From = ""
}

// Visible tells whether a person may see the plan: whoever sees the figures of its site. Which of the
// complaints that it covers they see is another matter (rule P3).
func (p *ImprovementPlan) Visible(by Actor) bool { return over(by, p.Site) }

// lets: a supervisor or above who answers for the site opens a plan, gives its work and tells customers; a
// manager ends it.
func (p *ImprovementPlan) lets(by Actor, a Action) bool {
	if a == ActionEndImprovementPlan && by.Role < Manager {
		return false
	}
	return by.Role >= Supervisor && by.answersForAll(p.Site)
}

func (p *ImprovementPlan) takesPlace(a Action) error {
	ended := p.State == DocEnded
	switch {
	case ended != (a == ActionTellImprovementPlan):
		return Conflict("专项整改方案“%s”，不能%s。", p.State.Label(), a.Label())
	case a == ActionEndImprovementPlan && len(p.Jobs) == 0:
		return Conflict("还没有整改措施，不能办结。")
	case a != ActionEndImprovementPlan:
		return nil
	}
	for _, j := range p.Jobs {
		switch {
		case j.EndedAt.IsZero():
			return Conflict("还有整改措施没有办结，不能办结方案。")
		case !j.Dropped && j.CheckedAt.IsZero():
			return Conflict("还有整改措施没有核实效果，不能办结方案。")
		}
	}
	return nil
}

// Offers tells whether an action is open to a person on the plan as it stands (rule W1).
func (p *ImprovementPlan) Offers(by Actor, a Action) bool { return readyOn(by, a, p) == nil }

// busy: the first measure puts a plan in work.
func (p *ImprovementPlan) busy() DocState { return DocInWork }

// MayCheck tells why a person may not check the effect of a measure, nil when they may: somebody other than
// who did it.
func (p *ImprovementPlan) MayCheck(by Actor, n int) error {
	if err := readyOn(by, ActionCheckJob, p); err != nil {
		return err
	}
	switch j := p.Job(n); {
	case j == nil:
		return NotFound()
	case j.EndedAt.IsZero():
		return Conflict("这项措施还没有办结，不能核实效果。")
	case j.Dropped:
		return Conflict("这项措施不再办理，没有效果可以核实。")
	case !j.CheckedAt.IsZero():
		return Conflict("这项措施的效果已经核实。")
	case j.Who == by.Account || j.EndedBy == by.Account:
		return Forbidden("效果由没有承办这项措施的人员核实。")
	}
	return nil
}

// CheckEffect says whether a measure had the effect that it was meant to have.
func (p *ImprovementPlan) CheckEffect(by Actor, now time.Time, n int, effective, found string) error {
	trimmed(&effective, &found)
	if err := Every(p.MayCheck(by, n),
		when(effective != "yes" && effective != "no", "effective", "请选择有效或无效。"),
		needed("found", found, longText)); err != nil {
		return err
	}
	j := p.Job(n)
	p.note(by, ActionCheckJob, p.State, now, Note("what", j.What), Note("effective", effective), Note("found", found))
	j.CheckedAt, j.CheckedBy, j.Effective, j.Found = now, by.Account, effective, found
	return nil
}

// End closes the plan with its result in words: all its measures are done and checked.
func (p *ImprovementPlan) End(by Actor, now time.Time, result string) error {
	trimmed(&result)
	if err := Every(readyOn(by, ActionEndImprovementPlan, p),
		needed("result", result, longText)); err != nil {
		return err
	}
	p.note(by, ActionEndImprovementPlan, DocEnded, now, Note("result", result))
	p.Result, p.EndedAt, p.EndedBy = result, now, by.Account
	return nil
}

// Tell tells the customers concerned the result (rule A2): a contact in each complaint covered that the
// person may change (rule W4), once. change lets a function change one complaint by its own way.
func (p *ImprovementPlan) Tell(by Actor, now time.Time, way Way, said string,
	change func(number string, fn func(*Complaint) error) error) error {
	trimmed(&said)
	if err := Every(readyOn(by, ActionTellImprovementPlan, p),
		when(!ways.has(way), "way", "请选择联系方式。"),
		needed("said", said, longText)); err != nil {
		return err
	}
	var told []string
	var all []Told
	left := p.Untold()
	for _, n := range left {
		t := Told{At: now, By: by.Account, Number: n}
		err := change(n, func(c *Complaint) error {
			if err := c.mayBegin(by, ActionLogContact); err != nil {
				t.Why = Denied
				return err
			}
			switch {
			case c.Anonymous():
				t.Why = Nameless
			case c.Phone == "":
				t.Why = Phoneless
			default:
				return c.LogContact(by, now, Contact{Way: way, Said: said})
			}
			return Conflict("没有可以告知的客户。")
		})
		switch {
		case err == nil:
			told = append(told, n)
		case KindOf(err) == 0:
			return err
		case t.Why == WasTold:
			t.Why = Denied
		}
		all = append(all, t)
	}
	switch {
	case len(left) == 0:
		return Conflict("涉及的客户都已告知。")
	case len(told) == 0:
		return Conflict("没有可以告知的客户：匿名的、没有留电话的、已归档的和您不能变更的投诉都已略过。")
	}
	p.note(by, ActionTellImprovementPlan, p.State, now, Note("way", string(way)), Note("said", said),
		Note("told", strings.Join(told, " ")))
	p.Way, p.Said = way, said
	p.Told = append(p.Told, all...)
	return nil
}

// Untold are the complaints covered whose customers were not told yet.
func (p *ImprovementPlan) Untold() []string {
	var out []string
	for _, n := range p.Covered {
		if t := p.ToldOf(n); t == nil || t.Why != WasTold {
			out = append(out, n)
		}
	}
	return out
}

// ToldOf is what became last of telling the customer of a complaint, nil where nobody has tried.
func (p *ImprovementPlan) ToldOf(number string) *Told {
	for i := range slices.Backward(p.Told) {
		if p.Told[i].Number == number {
			return &p.Told[i]
		}
	}
	return nil
}

// Rise is a category that has risen at a site, for which a plan is proposed (rule A2).
type Rise struct {
	Site, Category string
	N              int // complaints of the last 30 days
	Before         int // of the three months before them
}

// riseDays is the span in which complaints are counted for a proposal.
const riseDays = 30

// RiseSince is from when on complaints count towards a proposal, to the minute.
func RiseSince(now time.Time) time.Time { return now.AddDate(0, 0, -riseDays).Truncate(time.Minute) }

// RiseMonths are the months in which the last 30 days lie, and the three whole months before them.
func RiseMonths(o *Org, now time.Time) (lately, before []Month) {
	first := MonthOf(RiseSince(now), o.Zone)
	for m := first; m <= MonthOf(now, o.Zone); m = m.Add(1) {
		lately = append(lately, m)
	}
	return lately, []Month{first.Add(-3), first.Add(-2), first.Add(-1)}
}

// HasHistory tells whether there are figures of the three months with which a site's are compared: without them
// everything has risen.
func HasHistory(o *Org, now time.Time, since Month) bool {
	_, before := RiseMonths(o, now)
	return since > 0 && since <= before[0]
}

// RiseOf proposes a plan where so many complaints of a site and category are as many as those of a group
// (rule K8), or at least two and double the mean of the three months before; nil for none.
func RiseOf(o *Org, site, category string, n, before int) *Rise {
	if int64(n) < o.Parameters.Get(GroupComplaints) && (n < 2 || 3*n < 2*before) {
		return nil
	}
	return &Rise{Site: site, Category: category, N: n, Before: before}
}

// Why puts the proposal in words, a format with its arguments.
func (r *Rise) Why(o *Org) (string, []any) {
	return "%s近 %d 天有 %d 件“%s”投诉，此前三个月平均每月 %s 件。",
		[]any{o.SiteName(r.Site), riseDays, r.N, o.CategoryName(r.Category), perMonth(r.Before, 3)}
}

// RiseCounts says when a plan is proposed.
func RiseCounts(o *Org) (string, []any) {
	return "同一项目同一类别近 %d 天受理 %d 件以上，或者至少 2 件并达到此前三个整月平均数的两倍，又没有在办的方案时，提示立项；此前三个整月没有数据的项目不提示。已并入其他投诉的和您不能查看的不计。",
		[]any{riseDays, o.Parameters.Get(GroupComplaints)}
}

// Opens tells whether a person may open a plan for a site, "" for the company.
func Opens(by Actor, site string) bool {
	p := &ImprovementPlan{Document: Document{Site: site}}
	return by.may(ActionOpenImprovementPlan, nil) == nil && p.lets(by, ActionOpenImprovementPlan)
}

// perMonth writes a share of a sum with one decimal.
func perMonth(sum, parts int) string {
	if parts == 0 {
		return "–"
	}
	n := (20*sum + parts) / (2 * parts)
	return fmt.Sprintf("%d.%d", n/10, n%10)
}

// The months of an effect: before the one in which a plan was opened, and from it on at most.
const (
	monthsBefore = 6
	mostMonths   = 18
)

// Effect is how many complaints of a plan's site and category came in, month by month (rule A2).
type Effect struct {
	Opened Month
	Points []TrendPoint // the oldest first; only received
}

// NewEffect is the effect of a plan as of an instant, with nothing counted.
func (p *ImprovementPlan) NewEffect(o *Org, now time.Time) *Effect {
	e := &Effect{Opened: MonthOf(p.At, o.Zone)}
	last := min(MonthOf(now, o.Zone), e.Opened.Add(mostMonths-1))
	for m := e.Opened.Add(-monthsBefore); m <= last; m = m.Add(1) {
		e.Points = append(e.Points, TrendPoint{Month: m})
	}
	return e
}

// Add counts complaints of a month in, or out where n is negative.
func (e *Effect) Add(m Month, n int) {
	for i := range e.Points {
		if e.Points[i].Month == m {
			e.Points[i].Received += n
		}
	}
}

// Means are the complaints per month before the plan was opened and in the months after that one, "–" while
// there is none.
func (e *Effect) Means() (before, since string) {
	var sums, months [2]int
	for _, t := range e.Points {
		switch {
		case t.Month < e.Opened:
			sums[0], months[0] = sums[0]+t.Received, months[0]+1
		case t.Month > e.Opened:
			sums[1], months[1] = sums[1]+t.Received, months[1]+1
		}
	}
	return perMonth(sums[0], months[0]), perMonth(sums[1], months[1])
}

// Plot is the field of the effect's picture.
func (e *Effect) Plot(width, height float64) Plot {
	most := 0
	for _, t := range e.Points {
		most = max(most, t.Received)
	}
	return NewPlot(width, height, most)
}

// URL is where a plan for it is opened, with the complaints behind it.
func (r *Rise) URL() string { return "/figures/plans/new?category=" + r.Category + "&site=" + r.Site }

// Phase says whether a month lies before the plan was opened.
func (e *Effect) Phase(m Month) string {
	switch {
	case m < e.Opened:
		return "立项前"
	case m == e.Opened:
		return "立项当月"
	}
	return "立项后"
}
