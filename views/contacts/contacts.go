// Package slips shows inquiries and praise: their lists, the forms on which they are recorded, and one of
// each with all that can be done to it.
package contacts

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// List is a list of inquiries or of praise.
type List struct {
	layout.Page
	By        huiyin.Actor
	Filter    huiyin.ContactRecordFilter
	Query     url.Values // as it stands in the address
	Inquiries []huiyin.Inquiry
	Praises   []huiyin.Praise
	Total     int
	Next      string
	Form      ui.Form // carries what was wrong with the filter
}

// Recording is the form on which an inquiry or praise is recorded.
type Recording struct {
	layout.Page
	By   huiyin.Actor
	Form ui.Form
}

// View is what the page of an inquiry and that of praise have in common.
type View struct {
	layout.Page
	By         huiyin.Actor
	Form       ui.Form
	Journal    []huiyin.Entry  // newest first
	Revealed   map[string]bool // protected fields that this person has revealed lately (rule P5)
	SeesOrigin bool            // may open the inquiry that it came from
	SeesInto   bool            // may open what it became
}

// InquiryView is one inquiry.
type InquiryView struct {
	View
	Q *huiyin.Inquiry
}

// PraiseView is one piece of praise.
type PraiseView struct {
	View
	P *huiyin.Praise
}

func (l List) with(name, value string) string {
	q := maps.Clone(l.Query)
	if q == nil {
		q = url.Values{}
	}
	q.Set(name, value)
	if value == "" {
		q.Del(name)
	}
	path, _, _ := strings.Cut(l.Path, "?")
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func (l List) asked() bool { return l.Filter.Q != "" || l.Filter.Site != "" || l.Filter.State != "" }

func (l List) pages() ui.Pages {
	p := ui.Pages{}
	if l.Filter.Page != "" {
		p.First = l.with("page", "")
	}
	if l.Next != "" {
		p.Older = l.with("page", l.Next)
	}
	return p
}

func sites(o *huiyin.Org, closed bool) []ui.Option {
	var all []ui.Option
	for _, s := range o.Sites {
		if closed || !s.Closed {
			all = append(all, ui.Option{Value: s.Code, Label: s.Name})
		}
	}
	return all
}

// ownSite is the site to begin with.
func (r Recording) ownSite() string {
	if s := r.By.Org.Site(r.By.Site); s != nil && !s.Closed {
		return s.Code
	}
	return ""
}

// latest is the latest time at which an inquiry recorded now may be answered (rule D1).
func (r Recording) within() string {
	return r.Clock().Span(r.By.Org.Parameters.Span(huiyin.InquiryAnswer))
}

// others are the fields typed into another form of recording, so that going back loses none.
func (r Recording) others(own ...string) []string {
	var out []string
	for name := range r.Form.Typed {
		if !slices.Contains(own, name) && name != "once" && name != "version" && name != "beside" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// people are the active persons, those of a site first.
func people(o *huiyin.Org, t func(string, ...any) string, site string) []ui.Option {
	var here, elsewhere []ui.Option
	for _, p := range o.Active(func(p *huiyin.Person) bool { return !p.Admin }) {
		v := ui.Option{Value: p.Account, Label: p.Name + " · " + t(p.Title())}
		switch {
		case p.Site == site && site != "" || slices.Contains(p.Sites, site):
			v.Group = o.SiteName(site)
			here = append(here, v)
			continue
		case p.Department != "":
			v.Group = o.DepartmentName(p.Department)
		case p.Site != "":
			v.Group = o.SiteName(p.Site)
		default:
			v.Group = t("公司")
		}
		elsewhere = append(elsewhere, v)
	}
	return append(here, elsewhere...)
}

// named are some persons as choices.
func named(o *huiyin.Org, accounts []string) []ui.Option {
	out := make([]ui.Option, len(accounts))
	for i, a := range accounts {
		out[i] = ui.Option{Value: a, Label: o.PersonName(a)}
	}
	return out
}

// categories are those that take complaints, on two levels.
func categories(o *huiyin.Org, t func(string, ...any) string) []ui.Option {
	var all []ui.Option
	for _, top := range o.Categories {
		if top.Parent != "" || top.Closed {
			continue
		}
		var below []ui.Option
		for _, c := range o.Categories {
			if c.Parent == top.Code && !c.Closed {
				below = append(below, ui.Option{Value: c.Code, Label: c.Name, Group: top.Name})
			}
		}
		if below == nil {
			all = append(all, ui.Option{Value: top.Code, Label: top.Name})
			continue
		}
		all = append(append(all, below...), ui.Option{Value: top.Code, Label: t("%s（其他）", top.Name), Group: top.Name})
	}
	return all
}

func (v View) who(account string) string {
	if account == "" {
		return v.T("系统")
	}
	return v.By.Org.PersonName(account)
}

func (v View) names(accounts []string) string {
	out := make([]string, len(accounts))
	for i, a := range accounts {
		out[i] = v.By.Org.PersonName(a)
	}
	return strings.Join(out, v.T("、"))
}

func (v View) form(name string) ui.Form { return v.Form.For(name) }

// open tells whether a form's fold stands open: it was refused.
func (v View) open(name string) bool { return v.Form.Action == name && v.Form.Wrong != nil }

// unplaced is a refusal whose form is not on the page, to be said above it.
func (v View) unplaced(shown func(huiyin.Action) bool) *huiyin.Error {
	e := v.Form.Wrong
	if e == nil {
		return nil
	}
	action, _, part := strings.Cut(v.Form.Action, "-")
	if action == string(huiyin.ActionReveal) || part && e.Field == "" || !shown(huiyin.Action(action)) {
		return e
	}
	return nil
}

func wrongID(e *huiyin.Error) templ.Attributes {
	if e.Field == "" {
		return nil
	}
	return templ.Attributes{"id": e.Field + "-wrong"}
}

func attrs(s *huiyin.ContactRecord, handler string) templ.Attributes {
	return templ.Attributes{"data-number": s.Number, "data-state": string(s.State), "data-handler": handler,
		"data-version": strconv.FormatInt(s.Version, 10)}
}

func (v InquiryView) framed() layout.Page {
	v.Main = attrs(&v.Q.ContactRecord, v.Q.Handler)
	return v.Page
}

func (v InquiryView) can(a huiyin.Action) bool { return v.Q.Offers(v.By, a) }

func (v InquiryView) target(a huiyin.Action, path, part string) ui.Target {
	return ui.Target{URL: "/inquiries/" + v.Q.Number + "/" + path, Action: string(a), Version: int(v.Q.Version),
		Part: part}
}

// away is the target of a form that leads to another record.
func (v InquiryView) away(a huiyin.Action, path string) ui.Target {
	t := v.target(a, path, "")
	t.Region = "-"
	return t
}

// deadline is D1 as it stands (rules D1, D13).
func deadline(q *huiyin.Inquiry, name string, now time.Time) ui.Deadline {
	d := q.Deadline()
	return ui.Deadline{Code: string(d.Kind), Name: name, Due: d.Due, Near: q.Near, Status: string(d.Shown(now)),
		Done: d.MetAt}
}

// runs tells whether a deadline is to be shown: one that was waived is not.
func runs(q *huiyin.Inquiry) bool { return q.Status != huiyin.Waived }

func (v PraiseView) framed() layout.Page {
	v.Main = attrs(&v.P.ContactRecord, "")
	return v.Page
}

func (v PraiseView) can(a huiyin.Action) bool { return v.P.Offers(v.By, a) }

func (v PraiseView) target(a huiyin.Action, path, part string) ui.Target {
	return ui.Target{URL: "/praises/" + v.P.Number + "/" + path, Action: string(a), Version: int(v.P.Version),
		Part: part}
}

func (v PraiseView) away(a huiyin.Action, path string) ui.Target {
	t := v.target(a, path, "")
	t.Region = "-"
	return t
}

func revealTarget(t ui.Target) ui.Target {
	t.Version = 0
	return t
}

// uncommended are the persons praised who were not commended yet, without the reader.
func (v PraiseView) uncommended() []ui.Option {
	var left []string
	for _, account := range v.P.Persons {
		done := slices.ContainsFunc(v.P.Commendations, func(c huiyin.Commendation) bool { return c.Person == account })
		if !done && account != v.By.Account {
			left = append(left, account)
		}
	}
	return named(v.By.Org, left)
}

// mustWait says why gifts of thanks wait, "" where they need not (rule C9).
func (v PraiseView) mustWait() string {
	var e *huiyin.Error
	if errors.As(v.P.MustWait(v.By), &e) {
		return v.Lang.Err(e)
	}
	return ""
}

// event puts a journal entry into words.
func (v View) event(e *huiyin.Entry) ui.Event {
	out := ui.Event{What: v.T(e.Action.Label()), Who: v.who(e.By), At: e.At}
	if e.From != e.To && e.From != "" {
		out.From, out.To = v.T(huiyin.ContactRecordState(e.From).Label()), v.T(huiyin.ContactRecordState(e.To).Label())
	}
	for _, c := range e.Detail {
		name, shown := huiyin.FieldName(huiyin.OfContactRecord, c.Field)
		if !shown || c.Before == "" && c.After == "" || (c.Field == "into" || c.Field == "origin") && !v.sees(c.Field) {
			continue
		}
		out.Changes = append(out.Changes, ui.Changed{Name: v.T(name), Before: v.value(c.Field, c.Before),
			After: v.value(c.Field, c.After)})
	}
	return out
}

func (v View) sees(field string) bool {
	return field == "into" && v.SeesInto || field == "origin" && v.SeesOrigin
}

func (v View) value(field, value string) string {
	switch field {
	case "channel":
		return v.T(huiyin.Channel(value).Label())
	case "way":
		return v.T(huiyin.Way(value).Label())
	case "handler", "person":
		if value == "" {
			return ""
		}
		return v.By.Org.PersonName(value)
	case "persons":
		return v.names(strings.Fields(value))
	case "notice":
		return v.T(huiyin.NoticeKind(value).Label())
	case "deadline":
		return v.T(huiyin.DeadlineKind(value).Label())
	case "decision":
		return v.T(huiyin.Decision(value).Label())
	case "field":
		return v.T("电话")
	case "due", "at":
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			return v.Clock().Full(t)
		}
	}
	return value
}

// asksWhy tells whether the form asks why words that complain stay an inquiry (rule W13).
func (r Recording) asksWhy() bool {
	return r.Form.Wrong != nil && r.Form.Wrong.Field == "why" || r.Form.Value("why", "") != ""
}

// complains tells whether an open inquiry has a talk in which the customer complains (rule W13).
func (v InquiryView) complains() bool {
	return v.can(huiyin.ActionConvert) && slices.ContainsFunc(v.Q.Contacts,
		func(k huiyin.Contact) bool { return huiyin.Discontent(k.Said) != "" })
}
