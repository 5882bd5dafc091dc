package complaints

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// Views is the page of the lists that a person keeps under a name.
type Views struct {
	layout.Page
	By    huiyin.Actor
	List  []huiyin.View
	Form  ui.Form
	Query string // of the list that is to be kept, "" for none
}

// shares are with whom one may share.
func (v Views) shares() []ui.Option {
	var all []ui.Option
	for _, r := range v.By.Shares() {
		label := v.T("%s及以下", v.T(r.Label()))
		if r == huiyin.Agent {
			label = v.T(r.Label())
		}
		all = append(all, ui.Option{Value: r.Code(), Label: label})
	}
	return all
}

// conditions say what a view is narrowed to, by what it is sorted and which columns it shows.
func (v Views) conditions(query string) []string {
	q, err := url.ParseQuery(query)
	if err != nil {
		return nil
	}
	f := huiyin.Filter{
		Q: q.Get("q"), Grade: huiyin.Grade(q.Get("grade")), State: huiyin.State(q.Get("state")), Site: q.Get("site"),
		Category: q.Get("category"), Channel: huiyin.Channel(q.Get("channel")),
		Urgency: huiyin.Urgency(q.Get("urgency")), Owner: q.Get("owner"), Late: q.Get("late") == "1",
		Open: q.Get("open") == "1", Moved: q.Get("transferred") == "1",
		Figure: huiyin.Indicator(q.Get("figure")), Of: q.Get("of"), Month: q.Get("month"),
	}
	for name, at := range map[string]*time.Time{"from": &f.From, "to": &f.To} {
		if q.Get(name) != "" {
			*at = v.Now
		}
	}
	var out []string
	for _, c := range (List{Page: v.Page, By: v.By, Filter: f, Query: q}).conditions() {
		out = append(out, c.words)
	}
	if q.Get("sort") == "due" {
		out = append(out, v.T("期限在前"))
	}
	if cols := q["col"]; len(cols) > 0 {
		var names []string
		for _, c := range huiyin.ListColumns() {
			if slices.Contains(cols, string(c)) {
				names = append(names, v.T(c.Label()))
			}
		}
		out = append(out, v.T("列：%s", strings.Join(names, v.T("、"))))
	}
	return out
}

// shared says whose a view is.
func (v List) shared(w huiyin.View) string {
	if w.Owner == v.By.Account {
		return ""
	}
	return v.T("%s共享", v.By.Org.PersonName(w.Owner))
}
