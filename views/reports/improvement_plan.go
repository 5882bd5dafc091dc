package reports

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// ImprovementPlansView is the list of the improvement plans, with what is proposed.
type ImprovementPlansView struct {
	layout.Page
	By    huiyin.Actor
	Rows  []huiyin.ImprovementPlan
	Rises []huiyin.Rise
}

// NewImprovementPlanView is the form that opens a plan.
type NewImprovementPlanView struct {
	DocView
	Site, Category string
	Behind         []huiyin.Listed // complaints of the last 30 days
}

// ImprovementPlanView is one improvement plan.
type ImprovementPlanView struct {
	DocView
	P       *huiyin.ImprovementPlan
	Covered []huiyin.Covering // that the reader may see
	E       *huiyin.Effect
}

// opensAny tells whether a person may open a plan for any site.
func opensAny(by huiyin.Actor) bool { return len(planSites(by)) > 0 }

func planSites(by huiyin.Actor) []string {
	var out []string
	for _, s := range by.SitesOf() {
		if huiyin.Opens(by, s) {
			out = append(out, s)
		}
	}
	return out
}

func (v NewImprovementPlanView) sites() []ui.Option {
	var all []ui.Option
	for _, code := range planSites(v.By) {
		all = append(all, ui.Option{Value: code, Label: v.By.Org.SiteName(code)})
	}
	return all
}

// wide is the first choice among sites, for those who may choose the whole company.
func (v NewImprovementPlanView) wide() string {
	if huiyin.Opens(v.By, "") {
		return "全公司"
	}
	return "请选择"
}

// chosen tells whether the form knows what it is about.
func (v NewImprovementPlanView) chosen() bool {
	c := v.By.Org.Category(v.Category)
	return v.Form.Wrong != nil || c != nil && c.Parent == "" && huiyin.Opens(v.By, v.Site)
}

func (v NewImprovementPlanView) categories() []ui.Option {
	var all []ui.Option
	for _, c := range v.By.Org.Categories {
		if c.Parent == "" {
			all = append(all, ui.Option{Value: c.Code, Label: c.Name})
		}
	}
	return all
}

func (v NewImprovementPlanView) complaints() (numbers []string, options []ui.Option) {
	for _, l := range v.Behind {
		numbers = append(numbers, l.Number)
		options = append(options, ui.Option{Value: l.Number, Label: l.Number, Hint: v.Clock().Full(l.ReceivedAt) +
			" · " + v.By.Org.CategoryName(l.Category) + " · " + l.Matter})
	}
	for _, n := range v.Form.Typed["number"] { // which was typed into another page
		if n != "" && !slices.Contains(numbers, n) {
			options = append(options, ui.Option{Value: n, Label: n})
		}
	}
	return numbers, options
}

func (v ImprovementPlanView) framed() layout.Page {
	v.Main = docAttrs(&v.P.Document)
	return v.Page
}

func (v ImprovementPlanView) can(a huiyin.Action) bool { return v.P.Offers(v.By, a) }

func (v ImprovementPlanView) target(a huiyin.Action, path string) ui.Target {
	return target(&v.P.Document, "/figures/plans/", a, path)
}

// placed tells whether the refused form stands on the page.
func (v ImprovementPlanView) placed() bool {
	action, n, checks := strings.Cut(v.Form.Action, "-")
	if v.endsHere(v.P, v.P.Jobs) {
		return true
	}
	if checks && action == string(huiyin.ActionCheckJob) {
		k, _ := strconv.Atoi(n)
		return v.P.MayCheck(v.By, k) == nil
	}
	return v.Form.Wrong == nil || v.can(huiyin.Action(v.Form.Action))
}

func (v DocView) effect(value string) string {
	if value == "yes" {
		return v.T("有效果")
	}
	return v.T("没有效果")
}

func (v DocView) departments() []ui.Option {
	var all []ui.Option
	for _, d := range v.By.Org.Departments {
		all = append(all, ui.Option{Value: d.Code, Label: d.Name})
	}
	return all
}

// list is the address of the complaints behind a month of the effect (rule M4).
func (v ImprovementPlanView) list(m huiyin.Month) string {
	q := url.Values{"figure": {string(huiyin.CountCategory)}, "of": {v.P.Category}, "month": {m.String()}}
	if v.P.Site != "" {
		q.Set("site", v.P.Site)
	}
	return "/complaints?" + q.Encode()
}

// effectWords says in words what the picture shows.
func (v ImprovementPlanView) effectWords() string {
	before, since := v.E.Means()
	return v.T("立项前六个月平均每月 %s 件，立项后（不含当月）平均每月 %s 件。", before, since)
}

func (v ImprovementPlanView) points(p huiyin.Plot) string {
	var b strings.Builder
	for i, t := range v.E.Points {
		_, x, _ := p.Slot(i, len(v.E.Points))
		b.WriteString(num(plotLeft+x) + "," + num(plotTop+p.Y(t.Received)) + " ")
	}
	return strings.TrimSpace(b.String())
}

// untold counts the shown complaints whose customers were not told yet.
func (v ImprovementPlanView) untold() (n int) {
	for _, c := range v.Covered {
		if c.Told == nil || c.Told.Why != huiyin.WasTold {
			n++
		}
	}
	return n
}

func ways(v DocView) []ui.Option {
	var all []ui.Option
	for _, w := range huiyin.Ways() {
		all = append(all, ui.Option{Value: string(w), Label: v.T(w.Label())})
	}
	return all
}
