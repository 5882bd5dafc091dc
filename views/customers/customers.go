// Package customers shows customers' files, who looked at their data, and requests about it (rule B1).
package customers

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// List is the list of customers, or what was found.
type List struct {
	layout.Page
	By     huiyin.Actor
	Query  string
	Cursor string
	Rows   []huiyin.CustomerRow
	Others []huiyin.CustomerRow // of whom the reader sees inquiries or praise alone, on the first page
	Next   string
	Form   ui.Form
}

// View is one customer's file, or one unit's; a unit has the ID 0.
type View struct {
	Homes []Home // where they stand in the register of units (rule B11)

	layout.Page
	By       huiyin.Actor
	ID       int64
	F        *huiyin.CustomerFile
	Site     string // of a unit
	Unit     string
	Register string // the unit's page in the register of units, "" where it has none (rule B11)
	Form     ui.Form
	Version  int
	Revealed map[string]bool // "NUMBER field", what this person has revealed lately (rule P5)
}

// Access is who looked at a customer's data, newest first, one more than is shown when there are more.
type Access struct {
	layout.Page
	By      huiyin.Actor
	ID      int64
	Name    string
	Entries []huiyin.Entry
	Most    int
}

// Requests is the list of requests about personal data.
type Requests struct {
	layout.Page
	By       huiyin.Actor
	Answered bool
	Cursor   string
	Rows     []huiyin.ListedRequest
	Next     string
	Form     ui.Form
}

// Request is one request.
type Request struct {
	layout.Page
	By      huiyin.Actor
	F       *huiyin.CustomerFile
	R       *huiyin.DataRequest
	Form    ui.Form
	Version int
}

// extract tells how the extract of an open request is put together (rule B1).
func (v Request) extract() huiyin.Extract { return v.F.ExtractOf(v.R.ID) }

// extract tells what is missing from it.
func (v Extract) extract() huiyin.Extract { return v.F.ExtractOf(v.R.ID) }

// Extract is what is held on a customer, to be printed for them.
type Extract struct {
	layout.Page
	By huiyin.Actor
	F  *huiyin.CustomerFile
	R  *huiyin.DataRequest
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

func address(id int64, more ...string) string {
	return strings.Join(append([]string{"/customers", text(id)}, more...), "/")
}

func requestAddress(id int64, more ...string) string {
	return strings.Join(append([]string{"/data-requests", text(id)}, more...), "/")
}

func unitAddress(site, unit string) string {
	return "/customers/unit?" + url.Values{"site": {site}, "unit": {unit}}.Encode()
}

func (v List) pages() ui.Pages {
	with := func(page string) string {
		q := url.Values{}
		if v.Query != "" {
			q.Set("q", v.Query)
		}
		if page != "" {
			q.Set("page", page)
		}
		return strings.TrimSuffix("/customers?"+q.Encode(), "?")
	}
	p := ui.Pages{}
	if v.Next != "" {
		p.Older = with(v.Next)
	}
	if v.Cursor != "" {
		p.First = with("")
	}
	return p
}

func (v Requests) pages() ui.Pages {
	base := "/data-requests?"
	if v.Answered {
		base += "done=1&"
	}
	p := ui.Pages{}
	if v.Next != "" {
		p.Older = base + "page=" + url.QueryEscape(v.Next)
	}
	if v.Cursor != "" {
		p.First = strings.TrimRight(base, "?&")
	}
	return p
}

// name is the customer's name: as corrected, else as in the newest complaint.
func (v View) name() string {
	if v.F.Customer != nil && v.F.Customer.Name != "" {
		return v.F.Customer.Name
	}
	if len(v.F.Seen) == 0 {
		return v.F.Slips[0].Name
	}
	return v.F.Seen[0].Name
}

// names are those in the complaints, inquiries and praise that the reader sees, each once.
func (v View) names() []string {
	out := v.distinct(func(k *huiyin.Complaint) string { return k.Name })
	for _, s := range v.F.Slips {
		if !slices.Contains(out, s.Name) {
			out = append(out, s.Name)
		}
	}
	return out
}

// slipUnits are the units of inquiries and praise that stand in no complaint the reader sees.
func (v View) slipUnits() []string {
	known := v.distinct(func(k *huiyin.Complaint) string { return k.Unit })
	var out []string
	for _, s := range v.F.Slips {
		if s.Unit != "" && !slices.Contains(known, s.Unit) {
			known, out = append(known, s.Unit), append(out, s.Unit)
		}
	}
	return out
}

// distinct lists the values of a field over the complaints that the reader sees, each once.
func (v View) distinct(of func(*huiyin.Complaint) string) []string {
	var out []string
	for _, k := range v.F.Seen {
		if s := of(k); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// secret is a protected value as this person may see it, and the complaint by which they may reveal it.
type secret struct{ shown, number string }

// secrets lists the values of a protected field, each once, masked unless the person has revealed it by a
// complaint that they handle (rule P5).
func (v View) secrets(field string) []secret {
	of := func(k *huiyin.Complaint) string {
		return map[string]string{"phone": k.Phone, "address": k.Address, "identity": k.Identity}[field]
	}
	key := func(s string) string {
		if field == "phone" {
			return fmt.Sprint(huiyin.Phones(s))
		}
		return s
	}
	type found struct {
		value, number string
		open          bool
	}
	var all []found
	look := func(value string, k *huiyin.Complaint) {
		i := slices.IndexFunc(all, func(f found) bool { return key(f.value) == key(value) })
		if i < 0 {
			i, all = len(all), append(all, found{value: value})
		}
		if k != nil && k.Offers(v.By, huiyin.ActionReveal) {
			all[i].number = k.Number
			all[i].open = all[i].open || v.Revealed[k.Number+" "+field]
		}
	}
	if c := v.F.Customer; c != nil {
		if corrected := map[string]string{"phone": c.Phone, "address": c.Address}[field]; corrected != "" {
			look(corrected, nil)
			for _, k := range v.F.Seen {
				look(corrected, k)
			}
		}
	}
	for _, k := range v.F.Seen {
		if s := of(k); s != "" {
			look(s, k)
		}
	}
	if field == "phone" { // of inquiries and praise, which reveal it on their own pages
		for _, s := range v.F.Slips {
			if s.Phone != "" {
				look(s.Phone, nil)
			}
		}
	}
	var out []secret
	for _, f := range all {
		if f.open {
			out = append(out, secret{f.value, ""})
		} else {
			out = append(out, secret{huiyin.Mask(f.value), f.number})
		}
	}
	return out
}

// course is what happened in one complaint, newest first.
func course(f *huiyin.CustomerFile, id int64) []huiyin.TimelineEvent {
	var out []huiyin.TimelineEvent
	for _, h := range f.Happened {
		if h.Complaint == id {
			out = append(out, h)
		}
	}
	return out
}

// paid is what a complaint, or with 0 all of them, cost in compensation.
func paid(f *huiyin.CustomerFile, id int64) huiyin.Money {
	var sum huiyin.Money
	for _, h := range f.Happened {
		if h.Kind == "payment" && (id == 0 || h.Complaint == id) {
			sum += h.Amount
		}
	}
	return sum
}

// satisfaction is the customer's newest word on what came of a complaint.
func satisfaction(f *huiyin.CustomerFile, id int64) huiyin.Satisfaction {
	for _, h := range f.Happened { // newest first
		if h.Complaint == id && (h.Kind == "result" || h.Kind == "follow_up") {
			return huiyin.Satisfaction(h.Code)
		}
	}
	return ""
}

var accepted = map[string]string{"yes": "接受", "no": "不接受", "pending": "未定"}

func code(p layout.Page, h huiyin.TimelineEvent) string {
	switch {
	case h.Code == "":
		return ""
	case h.Kind == "answer":
		return p.T(accepted[h.Code])
	}
	return p.T(huiyin.Satisfaction(h.Code).Label())
}

func who(p layout.Page, o *huiyin.Org, account string) string {
	if account == "" {
		return p.T("系统")
	}
	return o.PersonName(account)
}

// sites are those at which the reader sees a complaint.
func (v View) sites() []ui.Option {
	var out []ui.Option
	for _, code := range v.distinct(func(k *huiyin.Complaint) string { return k.Site }) {
		out = append(out, ui.Option{Value: code, Label: v.By.Org.SiteName(code)})
	}
	return out
}

// handlers are those who may handle a request of one of the sites.
func (v View) handlers() []ui.Option {
	var out []ui.Option
	for _, s := range v.sites() {
		for _, o := range handlers(v.Page, v.By.Org, s.Value) {
			if !slices.ContainsFunc(out, func(have ui.Option) bool { return have.Value == o.Value }) {
				out = append(out, o)
			}
		}
	}
	return out
}

func handlers(p layout.Page, o *huiyin.Org, site string) []ui.Option {
	var out []ui.Option
	for _, person := range huiyin.DataHandlers(o, site) {
		out = append(out, ui.Option{Value: person.Account, Label: person.Name + " · " + p.T(person.Title())})
	}
	return out
}

func (v View) target(a huiyin.Action, path, part string) ui.Target {
	return ui.Target{URL: address(v.ID, path), Action: string(a), Version: v.Version, Part: part}
}

func (v View) form(a huiyin.Action) ui.Form { return v.Form.For(string(a)) }

func (v Request) form(a huiyin.Action) ui.Form { return v.Form.For(string(a)) }

func (v Request) target(a huiyin.Action, path, part string) ui.Target {
	return ui.Target{URL: requestAddress(v.R.ID, path), Action: string(a), Version: v.Version, Part: part}
}

// open tells whether a fold stays open: the form in it came back.
func (v View) open(a huiyin.Action) bool { return v.Form.Action == string(a) }

// due is the date by which a request is to be answered.
func due(r *huiyin.DataRequest, p layout.Page) ui.Deadline {
	status := "running"
	if !p.Now.Before(r.Due) {
		status = "missed"
	}
	return ui.Deadline{Code: "data_request", Due: r.Due, Near: r.Due.Add(-3 * 24 * 3600e9), Status: status}
}

// looked says what a look at the data showed: the field, the paper, or how much an export held.
func (v Access) looked(e huiyin.Entry) string {
	var out []string
	for _, c := range e.Detail {
		switch c.Field {
		case "field", "fields":
			for _, f := range strings.Fields(c.After) {
				name, _ := huiyin.FieldName(huiyin.OfCustomer, f)
				out = append(out, v.T(name))
			}
		case "paper":
			out = append(out, v.T(huiyin.Paper(c.After).Label()))
		case "rows":
			n, _ := strconv.Atoi(c.After)
			out = append(out, v.T("台账，共 %d 件", n))
		}
	}
	return strings.Join(out, v.T("、"))
}

// about is the complaint that an entry is about, "" for an export or an extract.
func about(e huiyin.Entry) string {
	if strings.Contains(e.Subject, ":") {
		return ""
	}
	return e.Subject
}

// Home is a unit at which a customer stands now.
type Home struct{ Number, URL, Relation, Since string }
