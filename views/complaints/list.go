package complaints

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// narrowing are the parameters that narrow the list, in the order of the form.
var narrowing = []string{"q", "site", "state", "grade", "late", "open", "transferred", "category", "channel",
	"urgency", "owner", "from", "to", "figure"}

// folded are those that stand in the fold.
var folded = []string{"category", "channel", "urgency", "owner", "from", "to", "transferred"}

// with is the address of the list with one parameter changed, from the first page on; "" takes it away.
func (v List) with(name, value string) string {
	q := maps.Clone(v.Query)
	if q == nil {
		q = url.Values{}
	}
	q.Del("page")
	q.Del("all")
	q.Set(name, value)
	if name == "figure" && value == "" { // its value and month go with it
		q.Del("of")
		q.Del("month")
	}
	maps.DeleteFunc(q, func(_ string, vs []string) bool { return strings.Join(vs, "") == "" })
	if len(q) == 0 {
		return "/complaints"
	}
	return "/complaints?" + q.Encode()
}

func (v List) pages() ui.Pages {
	p := ui.Pages{}
	if v.Found.Next != "" {
		p.Older = v.with("page", v.Found.Next)
	}
	if v.Filter.Page != "" {
		p.First = v.with("page", "")
	}
	return p
}

// condition is something that the list is narrowed to, in words, and the address without it.
type condition struct{ words, without string }

func (v List) conditions() []condition {
	f, o := v.Filter, v.By.Org
	words := map[string]string{}
	say := func(name, value, text, word string) {
		if value != "" {
			words[name] = v.T(text, word)
		}
	}
	say("q", f.Q, "含“%s”", f.Q)
	say("site", f.Site, "项目：%s", o.SiteName(f.Site))
	say("state", string(f.State), "状态：%s", v.T(f.State.Label()))
	say("grade", string(f.Grade), "等级：%s", v.T(f.Grade.Label()))
	say("category", f.Category, "类别：%s", o.CategoryName(f.Category))
	say("channel", string(f.Channel), "投诉方式：%s", v.T(f.Channel.Label()))
	say("urgency", string(f.Urgency), "紧急程度：%s", v.T(f.Urgency.Label()))
	say("owner", f.Owner, "负责人：%s", o.PersonName(f.Owner))
	if f.Late {
		words["late"] = v.T("已逾期")
	}
	if f.Open {
		words["open"] = v.T("未办结")
	}
	if f.Moved {
		words["transferred"] = v.T("项目之间转办过")
	}
	if !f.From.IsZero() {
		say("from", "from", "%s 起", strings.Replace(v.Query.Get("from"), "T", " ", 1))
	}
	if !f.To.IsZero() {
		say("to", "to", "到 %s", strings.Replace(v.Query.Get("to"), "T", " ", 1))
	}
	if f.Figure != "" {
		words["figure"] = v.figure()
	}
	var all []condition
	for _, name := range narrowing {
		if w := words[name]; w != "" {
			all = append(all, condition{w, v.with(name, "")})
		}
	}
	return all
}

// figure says which number of the analysis the list stands behind (rule M4).
func (v List) figure() string {
	f, o := v.Filter, v.By.Org
	of := f.Of
	switch f.Figure {
	case huiyin.CountCategory:
		of = o.CategoryName(of)
	case huiyin.CountDepartment:
		of = o.DepartmentName(of)
	case huiyin.CountHandler, huiyin.CountAgainst:
		of = o.PersonName(of)
	default:
		of = v.T(f.Figure.Said(of))
	}
	if f.Of == "" {
		return v.T("统计：%s，%s", v.T(f.Figure.Label()), f.Month)
	}
	if f.Of == huiyin.Nothing {
		of = v.T("未填写")
	}
	return v.T("统计：%s（%s），%s", v.T(f.Figure.Label()), of, f.Month)
}

// unfold tells whether a condition of the fold is set or wrong.
func (v List) unfold() bool {
	return slices.ContainsFunc(folded, func(name string) bool {
		return v.Query.Get(name) != "" ||
			v.Form.Wrong.On(name) != nil
	})
}

// ledger is the address of the month's ledger (F2) for the site and month that the list shows.
func (v List) ledger(file string) string {
	q := url.Values{}
	for _, p := range v.ledgerOf() {
		q.Set(p[0], p[1])
	}
	return "/complaints/" + file + "?" + q.Encode()
}

// ledgerOf are the month and the site of the ledger beside the list.
func (v List) ledgerOf() [][2]string {
	month := v.Clock().Date(v.Now)[:len("2006-01")]
	if !v.Filter.From.IsZero() {
		month = v.Clock().Date(v.Filter.From)[:len("2006-01")]
	}
	out := [][2]string{{"month", month}}
	if v.Filter.Site != "" {
		out = append(out, [2]string{"site", v.Filter.Site})
	}
	return out
}

func (v List) mayExport() bool { return huiyin.Can(v.By, huiyin.ActionExport, nil) == nil }

// sites are those that a person with the say over some may ask for; anyone else may have work anywhere.
func (v List) sites() []ui.Option {
	everywhere := !slices.ContainsFunc(v.By.Org.Sites, func(s huiyin.Site) bool { return v.By.AnswersFor(s.Code) })
	var all []ui.Option
	for _, s := range v.By.Org.Sites {
		if everywhere || v.By.AnswersFor(s.Code) || s.Code == v.Filter.Site {
			all = append(all, ui.Option{Value: s.Code, Label: s.Name})
		}
	}
	return all
}

// owners are those who can be in charge (rule G6), oneself first.
func (v List) owners() []ui.Option {
	people := v.By.Org.Active(func(p *huiyin.Person) bool {
		return p.Role >= huiyin.Supervisor ||
			p.Account == v.Filter.Owner
	})
	if i := slices.IndexFunc(people, func(p *huiyin.Person) bool { return p.Account == v.By.Account }); i > 0 {
		people = slices.Insert(slices.Delete(people, i, i+1), 0, v.By.Person)
	}
	all := make([]ui.Option, len(people))
	for i, p := range people {
		all[i] = ui.Option{Value: p.Account, Label: p.Name + " · " + v.T(p.Title())}
	}
	return all
}

// due is the next date that a listed complaint has to keep.
func (v List) due(l huiyin.Listed) ui.Deadline {
	d := ui.Deadline{Code: string(l.DueKind), Name: v.T(l.DueKind.Label()), Due: l.DueAt,
		Near: l.DueAt.Add(-l.DueAt.Sub(l.ReceivedAt) / 5), Status: string(huiyin.Running)}
	if l.Late(v.Now) {
		d.Status = string(huiyin.Missed)
	}
	return d
}

// day is the value of a field for a day; an address may say the time too.
func (v List) day(name string) (value string, o ui.Opt) {
	value = v.Query.Get(name)
	if strings.Contains(value, "T") {
		o.Type = "datetime-local"
	}
	return value, o
}

// categories are the choices of what a complaint is about, in two levels (rule K1). A first level with
// children stands in its group too; whole names it there. Without closed, those no longer offered are
// left out.
func categories(o *huiyin.Org, closed bool, whole func(name string) string) []ui.Option {
	var all []ui.Option
	for _, top := range o.Categories {
		if top.Parent != "" || top.Closed && !closed {
			continue
		}
		var below []ui.Option
		for _, c := range o.Categories {
			if c.Parent == top.Code && (!c.Closed || closed) {
				below = append(below, ui.Option{Value: c.Code, Label: c.Name, Group: top.Name})
			}
		}
		if below == nil {
			all = append(all, ui.Option{Value: top.Code, Label: top.Name})
		} else {
			all = append(append(all, below...), ui.Option{Value: top.Code, Label: whole(top.Name), Group: top.Name})
		}
	}
	return all
}

// before and after are the columns on either side of the matter. The usual ones are always there: a
// phone shows the same card whatever was chosen for the desk.
func (v List) before() []huiyin.Column {
	return v.sides(func(c huiyin.Column) bool {
		return c == huiyin.ColSite || c == huiyin.ColCustomer || c == huiyin.ColPhone
	})
}

func (v List) after() []huiyin.Column {
	before := v.before()
	return v.sides(func(c huiyin.Column) bool { return !slices.Contains(before, c) })
}

func (v List) sides(fits func(huiyin.Column) bool) []huiyin.Column {
	var out []huiyin.Column
	for _, c := range huiyin.ListColumns() {
		if fits(c) && (slices.Contains(v.Columns, c) || slices.Contains(huiyin.UsualColumns(), c)) {
			out = append(out, c)
		}
	}
	return out
}

// shows tells where a column is seen: everywhere, on phones only, or on desks only.
func (v List) shows(c huiyin.Column) string {
	switch {
	case !slices.Contains(v.Columns, c):
		return "unchosen"
	case !slices.Contains(huiyin.UsualColumns(), c):
		return "extra"
	}
	return ""
}

// rest is how many columns stand right of the site.
func (v List) rest() int {
	n := 1
	for _, c := range v.Columns {
		if c != huiyin.ColSite {
			n++
		}
	}
	return n
}

// columnChoices are the columns that one may choose.
func (v List) columnChoices() []ui.Option {
	all := make([]ui.Option, len(huiyin.ListColumns()))
	for i, c := range huiyin.ListColumns() {
		all[i] = ui.Option{Value: string(c), Label: v.T(c.Label())}
	}
	return all
}

// chosenColumns are those chosen, as the address has them.
func (v List) chosenColumns() []string {
	out := make([]string, len(v.Columns))
	for i, c := range v.Columns {
		out[i] = string(c)
	}
	return out
}

// kept are the parameters of the address that a form beside the filters carries on.
func (v List) kept(without string) [][2]string {
	var out [][2]string
	for _, name := range slices.Sorted(maps.Keys(v.Query)) {
		if name == without || name == "page" || name == "all" {
			continue
		}
		for _, value := range v.Query[name] {
			if value != "" {
				out = append(out, [2]string{name, value})
			}
		}
	}
	return out
}

// address is what the list is narrowed to, as a view keeps it.
func (v List) address() string {
	return strings.TrimPrefix(strings.TrimPrefix(v.with("page", ""), "/complaints"), "?")
}

// plain is what a column says that is a text and nothing more.
func (v List) plain(c huiyin.Column, l huiyin.Listed) string {
	switch c {
	case huiyin.ColPhone:
		return l.Phone
	case huiyin.ColDemand:
		return l.Demand
	case huiyin.ColChannel:
		return v.T(l.Channel.Label())
	case huiyin.ColDepartment:
		return v.By.Org.DepartmentName(l.Department)
	case huiyin.ColOutcome:
		return v.T(l.Outcome.Label())
	case huiyin.ColClosed:
		if !l.ClosedAt.IsZero() {
			return v.Clock().Date(l.ClosedAt)
		}
	}
	return ""
}

// mostNow is how many rows are exported while one waits; web has the same figure.
const mostNow = 2000

func (v List) long() bool { return v.Found.More || v.Found.Total > mostNow }

// asksExport tells whether the list may tell of more people than its reader takes out in clear (rule P5).
func (v List) asksExport() bool {
	return huiyin.Can(v.By, huiyin.ActionAskExport, nil) == nil && (v.Found.More || v.Found.Total > v.By.ClearUpTo())
}

// exportForm is one of the forms of the export, with what was typed when it was refused.
func (v List) exportForm(id string) ui.Form {
	f := v.Chosen
	if (id == "ask") != v.Asked { // the other one was refused
		f = ui.Form{Lang: f.Lang, Once: f.Once}
	}
	f.ID = id
	return f
}
