// Package units shows a site's units and whose they are when (rule B11).
package units

import (
	"net/url"
	"time"

	"huiyin/huiyin"
	"huiyin/huiyin/units"
	"huiyin/views/layout"
	"huiyin/views/ui"

	"github.com/a-h/templ"
)

// List is the units of a site.
type List struct {
	layout.Page
	By     huiyin.Actor
	Sites  []huiyin.Site
	Site   string
	State  units.State
	Rows   []*units.Unit
	Total  int
	Next   string
	First  bool // it is the first page
	Filter url.Values
	Form   ui.Form
}

func (v List) sites() []ui.Option {
	var out []ui.Option
	for _, s := range v.Sites {
		out = append(out, ui.Option{Value: s.Code, Label: s.Name})
	}
	return out
}

func (v List) pages() ui.Pages {
	with := func(page string) string {
		q := url.Values{}
		for name, values := range v.Filter {
			q[name] = values
		}
		if page != "" {
			q.Set("page", page)
		}
		return "/units?" + q.Encode()
	}
	p := ui.Pages{}
	if v.Next != "" {
		p.Older = with(v.Next)
	}
	if !v.First {
		p.First = with("")
	}
	return p
}

func (v List) imports() bool { return huiyin.Can(v.By, huiyin.ActionImportUnits, nil) == nil }

// Address is where a unit's page lies.
func Address(site, code string) string {
	return "/units/" + url.PathEscape(site) + "/" + url.PathEscape(code)
}

// View is one unit.
type View struct {
	layout.Page
	By    huiyin.Actor
	U     *units.Unit
	At    time.Time
	Cases []*huiyin.Complaint // that the reader sees
	Open  bool                // the reader has lately seen the phones (rule P5)
	Form  ui.Form
}

// Attrs are what tests and interfaces read of the page.
func (v View) Attrs() templ.Attributes {
	price := ""
	if v.U.Price != 0 {
		price = v.U.Price.Plain()
	}
	return templ.Attributes{"data-unit": v.U.Code, "data-state": string(v.U.State), "data-held": "", "data-until": "",
		"data-price": price, "data-permit": v.U.Permit, "data-charges": string(v.U.Charges),
		"data-version": number(v.U.Version)}
}

func (v View) path(more string) string { return Address(v.U.Site, v.U.Code) + more }

func (v View) phone(p units.Period) string {
	if v.Open {
		return p.Phone
	}
	return huiyin.Mask(p.Phone)
}

// names tells whether the reader is told whose the unit is.
func (v View) names() bool { return v.U.NamesOwner(v.By) || v.Open }

// turns are the changes of owner of the open cases that began before: answers go to who complained (rule B11).
func (v View) turned(c *huiyin.Complaint) time.Time {
	owner := v.U.Owned(v.At)
	if owner == nil || owner.From.IsZero() || !c.ReceivedAt.Before(owner.From) || len(v.U.Past(v.At)) == 0 {
		return time.Time{}
	}
	return owner.From
}

func (v View) fields() []ui.Option {
	var out []ui.Option
	for _, f := range units.Fields() {
		out = append(out, ui.Option{Value: f.Name, Label: f.Title})
	}
	return out
}

func (v View) relations() []ui.Option { return ui.Labelled(v.Lang, units.Relations()) }

func (v View) form(part string) ui.Form { return v.Form.For(part) }

// Batch is an import that is over.
type Batch struct {
	layout.Page
	By                                                      huiyin.Actor
	Form                                                    ui.Form
	ID, Name, Who                                           string
	From                                                    string // where files of its kind come in
	At, Done                                                time.Time
	New, Changed, Owners, Same, Refused, Conflicts, Missing int
	Left                                                    int // lines that are handed out again
	Stopped                                                 bool
	Undone                                                  time.Time
	UndoneBy, Reason                                        string
	Undoable                                                bool
}

func (v Batch) path(more string) string { return v.From + "/" + v.ID + more }

// Look is what a press has found.
type Look struct {
	layout.Page
	By    huiyin.Actor
	Found []*units.Unit
	At    time.Time
}
