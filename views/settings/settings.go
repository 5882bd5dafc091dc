// Package settings shows a person's own account and the administration of the company.
package settings

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// Password is the page on which a person changes their password.
type Password struct {
	layout.Page
	Form   ui.Form
	Domain bool // they log in by the domain and have no password here
	Done   bool
	Given  bool // by somebody else, and to be replaced first of all
}

// About says what Huiyin is made of, and from what it was built.
type About struct {
	layout.Page
	Version, Runs string // Version "" for a build that does not say
	Parts         []Part
}

// Part is something that others made and Huiyin ships.
type Part struct {
	Name, Version, Licence string
	Text                   string // where its licence stands
}

// View is what every page of the administration shows. Version marks how the record stood when the
// form was made, 0 for a new one (rule W12).
type View struct {
	layout.Page
	Org     *huiyin.Org
	Form    ui.Form
	Tab     string // which of the tabs this is
	Version int
	Manages bool // else the reader is a vice president with the journal (rule P10)
	Slips   []Slip
}

// Slip is what a person is handed: their account and the password that lets them in the first time.
type Slip struct {
	Name, Title, Where string
	Account, Password  string
	Address, Company   string
	Waits              bool // for a second word (rule P10)
}

// Slips prints slips anew: Shown once, People those for whom more can be made.
type Slips struct {
	View
	Shown  []Slip
	People []huiyin.Person
	Most   int
}

// tabs are the pages of the administration in their groups: address below /settings and word.
var tabs = []struct {
	title string
	tabs  [][2]string
}{
	{"组织", [][2]string{{"", "概览"}, {"start", "开始使用"}, {"people", "人员"}, {"sites", "项目与门店"},
		{"departments", "职能部门"}, {"domain-login", "域账号登录"}}},
	{"规则", [][2]string{{"figures", "规则参数"}, {"categories", "投诉分类"}, {"calendar", "工作日历"},
		{"clauses", "制度条款"}, {"data", "个人信息保护"}}},
	{"单据与消息", [][2]string{{"printing", "打印设置"}, {"delivery", "外发消息"}, {"outside", "外部机构"}}},
	{"系统", [][2]string{{"backup", "备份"}, {"journal", "变更记录"}, {"status", "运行状态"}}},
}

func address(tab string) string {
	if tab == "status" { // which is no setting
		return "/status"
	}
	return strings.TrimSuffix("/settings/"+tab, "/")
}

// People is the list of accounts.
type People struct {
	View
	Query string // part of a name or account that is looked for
	All   bool   // the disabled ones too
	Found []*huiyin.Person
}

// Person is the form of one account.
type Person struct {
	View
	Person   huiyin.Person // Account "" for a new one
	Open     []string      // complaints in which they still have work (rule P7)
	Waiting  []string      // complaints of which a step waits for their word (rules C4, P7)
	Proposed string        // a password made up for them
	Second   bool          // they have a second factor
	Words    []*huiyin.SecondWord
}

func (v Person) isNew() bool { return v.Person.Account == "" }

// receivers are those who may take over what the person has in hand: of the same role or above, and no
// administrator (rules P1, P7).
func (v Person) receivers() []ui.Option {
	var out []ui.Option
	for _, p := range v.Org.Active(func(p *huiyin.Person) bool {
		return p.Role >= v.Person.Role && !p.Admin && p.Account != v.Person.Account
	}) {
		out = append(out, ui.Option{Value: p.Account, Label: p.Name + " · " + v.T(p.Title()) + " · " + v.where(p)})
	}
	return out
}

// delegations are those that the person made or took and that have not ended (rule P6).
func (v Person) delegations() []huiyin.Delegation {
	return slices.DeleteFunc(slices.Clone(v.Org.Delegations), func(d huiyin.Delegation) bool {
		return d.Over(v.Now) || d.From != v.Person.Account && d.To != v.Person.Account
	})
}

func (v Person) self() bool { return v.Person.Account == v.Account }

// Site is the form of one site, Code "" for a new one.
type Site struct {
	View
	Site huiyin.Site
}

// Department is the form of one department, Code "" for a new one.
type Department struct {
	View
	Department huiyin.Department
}

// Category is the form of one category, Code "" for a new one.
type Category struct {
	View
	Category huiyin.Category
}

// Parameters is the form of all figures, with the newest entry that changed each.
type Parameters struct {
	View
	Last map[huiyin.Parameter]huiyin.Entry
}

// DataDuties are the yearly tasks about personal data: what was done, and what is open (rule K13).
type DataDuties struct {
	View
	Done []huiyin.DataDutyDone
	Due  []huiyin.DataDutyDue
}

// Anchors are what each month's nights noted of the journal outside the database (rule J4).
type Anchors struct {
	View
	Sheets []huiyin.AnchorSheet
}

// Journal is the administration's journal: of all, or about one subject.
type Journal struct {
	View
	Subject string
	LogIns  bool
	Entries []huiyin.Entry
	Pages   ui.Pages
}

// where says where a person belongs and what they answer for (rule P2).
func (v View) where(p *huiyin.Person) string { return place(v.Org, p, v.Lang) }

// Place is the same in the words of papers.
func Place(o *huiyin.Org, p *huiyin.Person) string { return place(o, p, ui.Hans) }

func place(o *huiyin.Org, p *huiyin.Person, l ui.Lang) string {
	var parts []string
	if p.Site != "" {
		parts = append(parts, o.SiteName(p.Site))
	}
	if p.Department != "" {
		parts = append(parts, o.DepartmentName(p.Department))
	}
	if p.AllSites || p.Role == huiyin.VP {
		parts = append(parts, l.T("全部项目"))
	} else {
		for _, s := range p.Sites {
			parts = append(parts, o.SiteName(s))
		}
	}
	return strings.Join(parts, l.T("、"))
}

func (v View) sites() []ui.Option {
	var out []ui.Option
	for _, s := range v.Org.Sites {
		out = append(out, ui.Option{Value: s.Code, Label: s.Name})
	}
	return out
}

func (v View) departments() []ui.Option {
	var out []ui.Option
	for _, d := range v.Org.Departments {
		out = append(out, ui.Option{Value: d.Code, Label: d.Name})
	}
	return out
}

func (v View) roles() []ui.Option {
	var out []ui.Option
	for _, r := range huiyin.Roles() {
		out = append(out, ui.Option{Value: r.Code(), Label: v.T(r.Label())})
	}
	return out
}

// managers are those who may be in charge of the site.
func (v Site) managers() []ui.Option {
	var out []ui.Option
	for _, p := range v.Org.ManagersOf(v.Site.Code) {
		out = append(out, ui.Option{Value: p.Account, Label: p.Name})
	}
	return out
}

// parents are the categories of the first level under which this one may stand.
func (v Category) parents() []ui.Option {
	var out []ui.Option
	for _, c := range v.Org.Categories {
		if c.Parent == "" && c.Code != v.Category.Code {
			out = append(out, ui.Option{Value: c.Code, Label: c.Name})
		}
	}
	return out
}

// leastGrades are the grades that a category may carry as its least (rule G10).
func (v Category) leastGrades() []ui.Option { return ui.Labelled(v.Lang, huiyin.LeastGrades()) }

// family is a category of the first level with those below it.
type family struct {
	huiyin.Category
	children []huiyin.Category
}

func (v View) families() []family {
	var out []family
	for _, c := range v.Org.Categories {
		if c.Parent == "" {
			f := family{Category: c}
			for _, child := range v.Org.Categories {
				if child.Parent == c.Code {
					f.children = append(f.children, child)
				}
			}
			out = append(out, f)
		}
	}
	return out
}

// members counts the active people of a department.
func (v View) members(department string) string {
	return strconv.Itoa(len(v.Org.Active(func(p *huiyin.Person) bool { return p.Department == department })))
}

// active counts the people who can log in.
func (v View) active() int { return len(v.Org.Active(func(*huiyin.Person) bool { return true })) }

// changed counts the figures that differ from their default.
func (v View) changed() int {
	n := 0
	for _, i := range huiyin.ParameterList {
		if v.Org.Parameters.Get(i.Figure) != i.Default {
			n++
		}
	}
	return n
}

// reach says how far the calendar knows the special days.
func (v View) reach() string {
	if y := v.Org.Calendar.Reach(); y > 0 {
		return v.T("至 %d 年", y)
	}
	return v.T("没有放假安排")
}

// group is what the page of figures shows under one title.
type group struct {
	title   string
	figures []huiyin.ParameterInfo
}

// ruleWords say what the rules of the figures are about.
var ruleWords = map[string]string{
	"G1": "重大投诉", "G10": "等级", "D1": "办理时限", "D2": "办理时限", "D3": "办理时限", "D4": "办理时限", "D16": "办理时限",
	"D5": "办理时限", "§4": "结案之后", "W10": "结案之后", "P11": "登录", "P3": "受限与查看", "P5": "个人信息", "W9": "结案之后", "W6": "客户意见", "W8": "客户意见",
	"K10": "客户意见", "D9": "工作时间", "D10": "办理时限", "W14": "提醒", "K6": "上传文件", "K8": "群诉提示", "R15": "群体事件", "R1": "危机", "R3": "危机", "B11": "房源", "K11": "提醒",
	"D12": "提醒", "C6": "提醒", "C2": "审批权限", "C3": "审批权限", "C9": "审批权限",
	"F8": "现场签字", "B1": "个人信息", "A3": "处罚", "F7": "处罚", "A4": "考评", "P1": "登录", "M2": "统计报告", "A6": "监督检查",
}

// groups puts the figures under the words of their rules.
func groups() []group {
	var out []group
	for _, i := range huiyin.ParameterList {
		title := ruleWords[i.Rule]
		n := slices.IndexFunc(out, func(g group) bool { return g.title == title })
		if n < 0 {
			n = len(out)
			out = append(out, group{title: title})
		}
		out[n].figures = append(out[n].figures, i)
	}
	return out
}

// validity is a value of a figure with the time for which it is valid: From zero for the founding, To
// zero for as long as nothing else is said.
type validity struct {
	huiyin.ParameterInfo
	value    int64
	From, To time.Time
}

// planned lists the values that begin later, soonest first.
func (v Parameters) planned() []validity {
	return slices.DeleteFunc(v.validities(), func(d validity) bool { return !d.From.After(v.Now) })
}

// past lists the values that are no longer valid, the one that ended last first.
func (v Parameters) past() []validity {
	out := slices.DeleteFunc(v.validities(), func(d validity) bool { return d.To.IsZero() || d.To.After(v.Now) })
	slices.SortStableFunc(out, func(a, b validity) int { return b.To.Compare(a.To) })
	return out
}

// validities lists all values that figures have had or will have, by their beginning.
func (v Parameters) validities() []validity {
	var out []validity
	for _, i := range huiyin.ParameterList {
		spans := []validity{{ParameterInfo: i, value: i.Default}}
		for _, t := range v.Org.Terms {
			switch last := &spans[len(spans)-1]; {
			case t.Figure != i.Figure:
			case t.From.IsZero():
				last.value = t.Value
			default:
				last.To = t.From
				spans = append(spans, validity{ParameterInfo: i, value: t.Value, From: t.From})
			}
		}
		out = append(out, spans...)
	}
	slices.SortStableFunc(out, func(a, b validity) int { return a.From.Compare(b.From) })
	return out
}

// amount shows a figure with its unit.
func (v View) amount(i huiyin.ParameterInfo, value int64) string {
	switch {
	case i.Unit == huiyin.InYuan:
		return huiyin.Money(value).String()
	case i.Unit == huiyin.YesNo && value == 0:
		return v.T("否")
	case i.Unit == huiyin.YesNo:
		return v.T("是")
	}
	return strconv.FormatInt(value, 10) + " " + v.T(string(i.Unit))
}

// effects says in words what a category does when a complaint is recorded (rules K2, G1, G2, G4).
func (v View) effects(c huiyin.Category) string {
	var out []string
	for _, e := range []struct {
		on   bool
		word string
	}{{c.Emergency, "紧急"}, {c.Selling, "销售接待"}, {c.Promise, "承诺或合同"}, {c.Internal, "员工内部"},
		{c.LeastGrade() == huiyin.Important, "至少重要"}, {c.LeastGrade() == huiyin.Major, "至少重大"}} {
		if e.on {
			out = append(out, v.T(e.word))
		}
	}
	return strings.Join(out, v.T("、"))
}

// statutory shows the time for the answer in writing, "" where no law sets one (rule D17).
func (v Site) statutory(s huiyin.Site) string {
	if s.AnswerDays == 0 {
		return ""
	}
	return strconv.Itoa(s.AnswerDays)
}
