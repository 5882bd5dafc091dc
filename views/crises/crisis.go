package crises

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// List is the page of all crises that a person reads.
type List struct {
	layout.Page
	By     huiyin.Actor
	Form   ui.Form
	Filter crisis.Filter
	Rows   []crisis.Listed
}

func (v List) opens() bool { return len(crisis.SitesToOpen(v.By)) > 0 }

func (v List) filtered() bool { return v.Filter != crisis.Filter{} }

func (v List) sites() []ui.Option {
	var out []ui.Option
	for _, s := range v.By.Org.Sites {
		out = append(out, ui.Option{Value: s.Code, Label: s.Name})
	}
	return out
}

func phaseOptions(p layout.Page, phases ...huiyin.Phase) []ui.Option {
	return ui.Labelled(p.Lang, phases)
}

// Opening is the page on which a crisis is opened (rule R1).
type Opening struct {
	layout.Page
	By                           huiyin.Actor
	Form                         ui.Form
	Site, Alarm, Place, Category string
	People                       int
	First                        []crisis.Listed // open at the site
}

// Attrs are what programs read: the crisis that is open already.
func (v Opening) attrs() templ.Attributes {
	if v.Form.Wrong == nil || len(v.First) == 0 {
		return nil
	}
	return templ.Attributes{"data-crisis": v.First[0].Number}
}

func (v Opening) sites() []ui.Option {
	var out []ui.Option
	for _, s := range crisis.SitesToOpen(v.By) {
		out = append(out, ui.Option{Value: s.Code, Label: s.Name})
	}
	return out
}

func (v Opening) site() string {
	if all := v.sites(); v.Site == "" && len(all) == 1 {
		return all[0].Value
	}
	return v.Site
}

func (v Opening) people() string {
	if v.People == 0 {
		return ""
	}
	return strconv.Itoa(v.People)
}

func (v Opening) categories() []ui.Option {
	var out []ui.Option
	for _, k := range v.By.Org.Categories {
		if !k.Closed && !k.Internal {
			o := ui.Option{Value: k.Code, Label: k.Name}
			if top := v.By.Org.Category(k.Parent); top != nil {
				o.Group = top.Name
			}
			out = append(out, o)
		}
	}
	return out
}

// holder proposes who holds a seat: whoever opens it where it is theirs, else the first of the site who may.
func (v Opening) holder(kind crisis.SeatKind) string {
	switch {
	case kind == crisis.Highest && v.By.Role == huiyin.VP, kind == crisis.Duty && v.By.Role == huiyin.Manager:
		return v.By.Account
	case kind == crisis.Highest:
		if all := crisis.MayHold(v.By.Org, kind); len(all) > 0 {
			return all[0].Account
		}
	case kind == crisis.Scene:
		for _, p := range crisis.MayHold(v.By.Org, kind) {
			if p.AtSite(v.site()) && p.Account != v.holder(crisis.Duty) {
				return p.Account
			}
		}
	}
	return ""
}

func seatOptions(p layout.Page, o *huiyin.Org, kind crisis.SeatKind) []ui.Option {
	return peopleOptions(p, o, crisis.MayHold(o, kind))
}

// deputyLabel is the title of the field for a seat's deputy.
func deputyLabel(kind crisis.SeatKind) string {
	name, _ := huiyin.FieldName(huiyin.OfCrisis, string(kind)+"_deputy")
	return name
}

// peopleOptions are people as choices, those of one place together.
func peopleOptions(p layout.Page, o *huiyin.Org, people []*huiyin.Person) []ui.Option {
	var out []ui.Option
	for _, x := range people {
		v := ui.Option{Value: x.Account, Label: x.Name + " · " + p.T(x.Title()), Group: p.T("公司")}
		switch {
		case x.Site != "":
			v.Group = o.SiteName(x.Site)
		case x.Department != "":
			v.Group = o.DepartmentName(x.Department)
		}
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b ui.Option) int { return strings.Compare(a.Group, b.Group) })
	return out
}

// View is one crisis.
type View struct {
	layout.Page
	By       huiyin.Actor
	C        *crisis.Crisis
	Form     ui.Form
	Holdings []*crisis.Holding
	Journal  []huiyin.Entry // newest first
}

// Attrs are what programs read of a crisis.
func (v View) Attrs() templ.Attributes {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(v.Zone).Format(time.RFC3339)
	}
	return templ.Attributes{"data-crisis": v.C.Number, "data-phase": string(v.C.Phase), "data-state": string(v.C.State),
		"data-version": strconv.FormatInt(v.C.Version, 10), "data-people": strconv.Itoa(v.C.People()), "data-complaints": "0",
		"data-opened": at(v.C.OpenedAt), "data-first-statement": at(v.C.FirstAt)}
}

func (v View) url() string { return "/crises/" + v.C.Number }

func (v View) target(act huiyin.Action, path string) ui.Target {
	return ui.Target{URL: v.url() + "/" + path, Action: string(act)}
}

func (v View) form(act huiyin.Action) ui.Form { return v.Form.For(string(act)) }

func (v View) formOf(act huiyin.Action, n int) ui.Form {
	return v.Form.For(string(act) + "-" + strconv.Itoa(n))
}

func (v View) can(act huiyin.Action) bool { return v.C.Offers(v.By, act) }

func (v View) name(account string) string {
	if account == "" {
		return v.T("系统")
	}
	return v.By.Org.PersonName(account)
}

func (v View) sites() string {
	var out []string
	for _, s := range v.C.AtSites() {
		out = append(out, v.By.Org.SiteName(s))
	}
	return strings.Join(out, v.T("、"))
}

// day says how long it has been open: 第 3 天 4 小时.
func (v View) day() string {
	gone := v.Now.Sub(v.C.OpenedAt)
	return v.T("第 %d 天 %d 小时", int(gone.Hours())/24+1, int(gone.Hours())%24)
}

func (v View) stepper() (names []string, at int) {
	for i, p := range huiyin.Phases() {
		names = append(names, v.T(p.Label()))
		if p == v.C.Phase {
			at = i
		}
	}
	return names, at
}

// next is the one sentence of what is to be done, and where on the page.
func (v View) next() (words, at string) {
	if v.C.State == crisis.Closed {
		return v.T("危机已结束。"), "#closed"
	}
	if n := v.C.Offered(v.By.Account); n > 0 {
		return v.T("席位交接待您接收。"), "#seats"
	}
	for i := range v.C.Statements {
		s := &v.C.Statements[i]
		card := "#statement-" + strconv.Itoa(s.N)
		switch {
		case s.Status == crisis.Waiting && v.can(huiyin.ActionDecideStatement) && s.By != v.By.Account:
			return v.T("第 %d 版口径待您批准。", s.N), card
		case s.Status == crisis.Waiting && v.can(huiyin.ActionReviewStatement) && len(v.C.OpinionsOn(s.N)) == 0:
			return v.T("第 %d 版口径等您的法务意见。", s.N), card
		case s.Status == crisis.Approved && !s.Stale(v.Now) && v.can(huiyin.ActionIssueStatement):
			return v.T("第 %d 版口径已批准，请发布。", s.N), card
		}
	}
	if f := v.C.InForce(); f == nil {
		return v.T("还没有生效的口径，请先发布首发口径或起草。"), "#say"
	} else if !f.NextAt.IsZero() && f.NextAt.Before(v.Now) {
		return v.T("承诺的下次发布已到时，请起草新的一版。"), "#say"
	}
	return v.T("更新人数，记录进展。"), "#people"
}

// usable are the holding statements that may be issued.
func (v View) usable() []*crisis.Holding {
	return slices.DeleteFunc(slices.Clone(v.Holdings), func(h *crisis.Holding) bool { return !h.Usable() })
}

func (v View) templates() []ui.Option {
	var out []ui.Option
	for _, h := range v.usable() {
		out = append(out, ui.Option{Value: h.Number, Label: h.Name, Hint: h.Text})
	}
	return out
}

// others are the statements that are not in force, the newest first.
func (v View) others() []*crisis.Statement {
	var out []*crisis.Statement
	for i := range v.C.Statements {
		if s := &v.C.Statements[len(v.C.Statements)-1-i]; s.N != v.C.Force {
			out = append(out, s)
		}
	}
	return out
}

// takes are the seats that the person could act in.
func (v View) takes() []ui.Option {
	var out []ui.Option
	for _, s := range v.C.Seats {
		if s.Who(v.By.Org) != v.By.Account && (s.Deputy == v.By.Account || s.Kind == crisis.Highest && v.By.Role == huiyin.VP) {
			out = append(out, ui.Option{Value: string(s.Kind), Label: v.T(s.Kind.Label())})
		}
	}
	return out
}

// mine are the seats that the person acts in now.
func (v View) mine() []ui.Option {
	var out []ui.Option
	for _, s := range v.C.Seats {
		if s.Who(v.By.Org) == v.By.Account {
			out = append(out, ui.Option{Value: string(s.Kind), Label: v.T(s.Kind.Label())})
		}
	}
	return out
}

// first is the code of the first of some choices, "" for none.
func first(options []ui.Option) string {
	if len(options) == 0 {
		return ""
	}
	return options[0].Value
}

// brief is what a hand-over begins with: the situation, what is in force, what is promised.
func (v View) brief() string {
	lines := []string{v.T("现状：%s，约 %d 人", v.T(v.C.Phase.Label()), v.C.People())}
	if f := v.C.InForce(); f != nil {
		lines = append(lines, v.T("对外口径：第 %d 版，%s发布", f.N, v.Clock().Full(f.IssuedAt)))
		if !f.NextAt.IsZero() {
			lines = append(lines, v.T("已承诺：%s再次发布", v.Clock().Full(f.NextAt)))
		}
	} else {
		lines = append(lines, v.T("对外口径：没有生效的口径"))
	}
	return strings.Join(append(lines, v.T("12 小时内到期："), v.T("注意事项：")), "\n")
}

func (v View) everyone() []ui.Option {
	return peopleOptions(v.Page, v.By.Org, v.By.Org.Active(func(p *huiyin.Person) bool { return !p.Admin }))
}

func (v View) moreSites() []ui.Option {
	var out []ui.Option
	for _, s := range v.By.Org.Sites {
		if !s.Closed && !slices.Contains(v.C.AtSites(), s.Code) {
			out = append(out, ui.Option{Value: s.Code, Label: s.Name})
		}
	}
	return out
}

// endable are those whose part may be ended.
func (v View) endable() []ui.Option {
	var out []ui.Option
	for _, p := range v.C.Parts() {
		value := p.Person
		if value == "" {
			value = p.Outside
		}
		if !slices.ContainsFunc(out, func(o ui.Option) bool { return o.Value == value }) {
			out = append(out, ui.Option{Value: value, Label: p.Name(v.By.Org)})
		}
	}
	return out
}

func (v View) names(accounts []string) string {
	out := make([]string, len(accounts))
	for i, a := range accounts {
		out[i] = v.By.Org.PersonName(a)
	}
	return strings.Join(out, v.T("、"))
}

// peak is the highest count, by which the course is drawn.
func (v View) peak() int {
	most := 1
	for _, n := range v.C.Counts {
		most = max(most, n.People)
	}
	return most
}

// event puts a journal entry into words.
func (v View) event(e *huiyin.Entry) ui.Event {
	out := ui.Event{What: v.T(e.Action.Label()), Who: v.name(e.By), At: e.At}
	for _, c := range e.Detail {
		if name, shown := huiyin.FieldName(huiyin.OfCrisis, c.Field); shown && c.Before+c.After != "" {
			out.Changes = append(out.Changes, ui.Changed{Name: v.T(name), Before: v.value(c.Field, c.Before), After: v.value(c.Field, c.After)})
		}
	}
	return out
}

func (v View) value(field, value string) string {
	if value == "" {
		return ""
	}
	switch field {
	case "site":
		return v.By.Org.SiteName(value)
	case "category":
		return v.By.Org.CategoryName(value)
	case "phase":
		return v.T(huiyin.Phase(value).Label())
	case "seat":
		return v.T(crisis.SeatKind(value).Label())
	case "part":
		return v.T(crisis.PartKind(value).Label())
	case "channel":
		return v.T(crisis.ChannelKind(value).Label())
	case "how":
		return v.T(crisis.Counting(value).Label())
	case "decision":
		return v.T(huiyin.Decision(value).Label())
	case "kind":
		return v.T(huiyin.NoticeKind(value).Label())
	case "outcome":
		return v.T(crisis.Outcome(value).Label())
	case "agree":
		return v.T("是")
	case "person", "deputy", "to", "highest", "duty", "scene", "highest_deputy", "duty_deputy", "scene_deputy":
		return v.By.Org.PersonName(value)
	case "at":
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			return v.Clock().Full(t)
		}
	}
	return value
}

// Holdings is the page of holding statements.
type Holdings struct {
	layout.Page
	By   huiyin.Actor
	Form ui.Form
	Rows []*crisis.Holding
}
