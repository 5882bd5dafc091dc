package reports

import (
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// DocView is what the pages of all documents have in common.
type DocView struct {
	layout.Page
	By      huiyin.Actor
	Form    ui.Form
	Journal []huiyin.Entry // newest first
	Signed  []huiyin.Scan  // the signed pages that came home, newest first (rule F6)
}

func docAttrs(d *huiyin.Document) templ.Attributes {
	return templ.Attributes{"data-number": d.Number, "data-state": string(d.State),
		"data-version": strconv.FormatInt(d.Version, 10)}
}

// target is where a form of a document goes.
func target(d *huiyin.Document, base string, a huiyin.Action, path string) ui.Target {
	return ui.Target{URL: base + d.Number + "/" + path, Action: string(a), Version: int(d.Version)}
}

func (v DocView) form(name string) ui.Form { return v.Form.For(name) }

// open tells whether a form's fold stands open: it was refused.
func (v DocView) open(name string) bool { return v.Form.Action == name && v.Form.Wrong != nil }

func (v DocView) who(account string) string {
	if account == "" {
		return v.T("系统")
	}
	return v.By.Org.PersonName(account)
}

// place names a site, or the company where it is "".
func (v DocView) place(site string) string {
	if site == "" {
		return v.T("公司")
	}
	return v.By.Org.SiteName(site)
}

// refused is a refusal that no form on the page says.
func (v DocView) refused(shown bool) *huiyin.Error {
	if shown {
		return nil
	}
	return v.Form.Wrong
}

func wrongID(e *huiyin.Error) templ.Attributes {
	if e.Field == "" {
		return nil
	}
	return templ.Attributes{"id": e.Field + "-wrong"}
}

// event puts a journal entry into words.
func (v DocView) event(e *huiyin.Entry) ui.Event {
	out := ui.Event{What: v.T(e.Action.Label()), Who: v.who(e.By), At: e.At}
	if e.From != e.To && e.From != "" {
		out.From, out.To = v.T(huiyin.DocState(e.From).Label()), v.T(huiyin.DocState(e.To).Label())
	}
	for _, c := range e.Detail {
		if name, shown := huiyin.FieldName(huiyin.OfReview, c.Field); shown && c.Before+c.After != "" {
			out.Changes = append(out.Changes,
				ui.Changed{Name: v.T(name), Before: v.value(c.Field, c.Before), After: v.value(c.Field, c.After)})
		}
	}
	return out
}

func (v DocView) value(field, value string) string {
	if value == "" {
		return ""
	}
	switch field {
	case "category":
		return v.By.Org.CategoryName(value)
	case "unit":
		return v.By.Org.DepartmentName(value)
	case "way":
		return v.T(huiyin.Way(value).Label())
	case "effective":
		return v.effect(value)
	case "kept_why":
		return v.T(huiyin.KeptLabel(value))
	case "seat":
		return v.T(huiyin.SeatLabel(value))
	case "who", "checker":
		return v.By.Org.PersonName(value)
	case "people":
		names := strings.Fields(value)
		for i := range names {
			names[i] = v.By.Org.PersonName(names[i])
		}
		return strings.Join(names, "、")
	case "due", "at", "held_at":
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			return v.Clock().Full(t)
		}
	}
	return value
}

// due is a date to keep.
func due(code string, at, now time.Time) ui.Deadline {
	d := ui.Deadline{Code: code, Due: at, Near: at.Add(-2 * 24 * time.Hour), Status: string(huiyin.Running)}
	if !now.Before(at) {
		d.Status = string(huiyin.Missed)
	}
	return d
}

// places are the figures and the pages around them.
var places = []struct {
	href, label string
	action      huiyin.Action
}{
	{"/figures", "统计", huiyin.ActionSeeStatistics},
	{"/figures/reports", "月度报告", huiyin.ActionSeeReports},
	{"/figures/quarters", "季度评估", huiyin.ActionSeeQuarters},
	{"/figures/meetings", "分析会", huiyin.ActionSeeMeetings},
	{"/figures/plans", "专项整改", huiyin.ActionSeeImprovementPlans},
	{"/figures/samples", "监督检查", huiyin.ActionSeeSamples},
}

func current(here bool) templ.Attributes {
	if !here {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}
