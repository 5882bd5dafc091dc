package huiyin

import (
	"slices"
	"time"
)

// SetupStep is one thing that an installation needs before a complaint can be answered (rule D10).
type SetupStep string

// The steps, in the order in which one goes.
const (
	SetupCompany     SetupStep = "company"
	SetupSites       SetupStep = "sites"
	SetupDepartments SetupStep = "departments"
	SetupPeople      SetupStep = "people"
	SetupMajor       SetupStep = "major"
	SetupLeads       SetupStep = "leads"
	SetupFinance     SetupStep = "finance"
	SetupEmergency   SetupStep = "emergency"
	SetupLetterhead  SetupStep = "letterhead"
	SetupCalendar    SetupStep = "calendar"
	SetupBackup      SetupStep = "backup"
	SetupHTTPS       SetupStep = "https"
	SetupTrial       SetupStep = "trial"
)

var setupSteps = words[SetupStep]{
	{SetupCompany, "公司名称"}, {SetupSites, "项目和门店"}, {SetupDepartments, "部门"}, {SetupPeople, "人员"},
	{SetupMajor, "谁负责重大投诉"}, {SetupLeads, "每个项目的主管和经理"}, {SetupFinance, "财务"}, {SetupEmergency, "应急电话"},
	{SetupLetterhead, "打印抬头"}, {SetupCalendar, "工作日历"}, {SetupBackup, "备份"}, {SetupHTTPS, "HTTPS"},
	{SetupTrial, "试登记一件"},
}

// Label is the step's name on pages.
func (s SetupStep) Label() string { return setupSteps.label(s) }

// Setup is how one step stands, in words.
type Setup struct {
	Step  SetupStep
	Done  bool
	First bool // nobody may complain, or nobody comes, until this is there
	Why   string
	Args  []any
	Site  string // that lacks it, the first of several
	Waits int    // changes of accounts that wait for somebody's second word, where it is about people (rule P10)
}

// Installation is what the rule cannot know of the company itself.
type Installation struct {
	Since    time.Time // its first entry
	Backup   time.Time // the last that is whole, zero for none
	Plain    bool      // passwords go through the network unprotected
	Recorded bool      // a complaint, ever
	Unreal   bool      // a demo or a rehearsal, which needs neither HTTPS nor backups
}

// LateBackup is how old the last whole backup may be.
const LateBackup = 48 * time.Hour

// Unsaved tells whether a backup is overdue: none for two days, counted from the beginning where there never was one.
func (i Installation) Unsaved(now time.Time) bool {
	last := i.Backup
	if last.IsZero() {
		last = i.Since
	}
	return now.Sub(last) > LateBackup
}

// calendarKnown is the day of the year by which the holidays of the next have been announced.
const calendarKnown = time.December

// Setup says what is missing for a complaint to be taken in and answered, step by step (rules D10, G6, W17, K2, B5).
func (o *Org) Setup(now time.Time, in Installation) []Setup {
	out := []Setup{o.setCompany(), o.setSites(), o.setDepartments(), o.setPeople(), o.setMajor(), o.setLeads(),
		o.setFinance(), o.setEmergency(), o.setLetterhead(), o.setCalendar(now), setBackup(now, in), setHTTPS(in),
		setTrial(in)}
	waits := len(o.SecondWordsAsked("", now))
	for i := range out {
		switch out[i].Step {
		case SetupPeople, SetupMajor, SetupLeads, SetupFinance:
			if !out[i].Done {
				out[i].Waits = waits
			}
		}
	}
	return out
}

// Unset are the steps that are not done.
func Unset(all []Setup) []Setup {
	return slices.DeleteFunc(slices.Clone(all), func(s Setup) bool { return s.Done })
}

// step makes a step: done with the one sentence, else open with the other.
func step(of SetupStep, done bool, yes string, yesArgs []any, no string, noArgs ...any) Setup {
	if done {
		return Setup{Step: of, Done: true, Why: yes, Args: yesArgs}
	}
	return Setup{Step: of, Why: no, Args: noArgs}
}

// first marks a step without which nothing else is of use.
func (s Setup) first(yes bool) Setup {
	s.First = yes && !s.Done
	return s
}

func (o *Org) setCompany() Setup {
	return step(SetupCompany, o.Company != "", "%s", []any{o.Company}, "还没有名称；印在登录页和每张单据上")
}

// OpenSites are those that take complaints.
func (o *Org) OpenSites() []Site {
	return slices.DeleteFunc(slices.Clone(o.Sites), func(s Site) bool { return s.Closed })
}

func (o *Org) setSites() Setup {
	var names List
	for _, s := range o.OpenSites() {
		names = append(names, s.Name)
	}
	return step(SetupSites, len(names) > 0, "%s", []any{names}, "没有项目，不能登记投诉").first(true)
}

func (o *Org) setDepartments() Setup {
	var lacks List
	for _, f := range []Function{Finance, Legal, Administration} {
		if !slices.ContainsFunc(o.Departments, func(d Department) bool { return d.Function == f }) {
			lacks = append(lacks, f.Label())
		}
	}
	return step(SetupDepartments, len(lacks) == 0, "财务、法务、行政都有", nil, "还缺%s", lacks)
}

func (o *Org) setPeople() Setup {
	n := len(o.Active(func(*Person) bool { return true }))
	return step(SetupPeople, n > 1, "在用 %d 个账号", []any{n}, "只有您一个账号，没有人登记和办理")
}

// namesOf are the names of the enabled people that fit.
func (o *Org) namesOf(fits func(*Person) bool) (names List) {
	for _, p := range o.Active(fits) {
		names = append(names, p.Name)
	}
	return names
}

func (o *Org) setMajor() Setup {
	names := o.namesOf(func(p *Person) bool { return p.Role == VP })
	return step(SetupMajor, len(names) > 0, "%s", []any{names}, "没有副总经理，重大投诉没有人负责").first(true)
}

func (o *Org) setLeads() Setup {
	var supervisors, managers List
	sites := o.OpenSites()
	for _, s := range sites {
		if len(o.Active(func(p *Person) bool { return p.Role == Supervisor && p.AnswersFor(s.Code) })) == 0 {
			supervisors = append(supervisors, s.Name)
		}
		if len(o.ManagersOf(s.Code)) == 0 {
			managers = append(managers, s.Name)
		}
	}
	switch {
	case len(sites) == 0:
		return Setup{Step: SetupLeads, Why: "先建立项目"}
	case len(supervisors) > 0 && len(managers) > 0:
		return Setup{Step: SetupLeads, Why: "缺主管：%s；缺经理：%s", Args: []any{supervisors, managers}}
	case len(supervisors) > 0:
		return Setup{Step: SetupLeads, Why: "缺主管：%s", Args: []any{supervisors}}
	}
	return step(SetupLeads, len(managers) == 0, "每个项目都有", nil, "缺经理：%s", managers)
}

func (o *Org) setFinance() Setup {
	names := o.namesOf(func(p *Person) bool { return o.Has(p, Finance) })
	return step(SetupFinance, len(names) > 0, "%s", []any{names}, "没有人付款，补偿批准后无人经办")
}

func (o *Org) setEmergency() Setup {
	all, have, at := o.OpenSites(), 0, ""
	for _, s := range all {
		if len(o.Emergency(s.Code)) > 0 {
			have++
		} else if at == "" {
			at = s.Code
		}
	}
	s := step(SetupEmergency, len(all) > 0 && have == len(all), "%d 个项目都有", []any{have},
		"%d / %d 个项目；电梯、供水、派出所", have, len(all)).first(len(all) > 0)
	s.Site = at
	return s
}

// setLetterhead asks for what the customer reads on a receipt: whom to call, and whose paper it is (rule F3).
func (o *Org) setLetterhead() Setup {
	h, at := o.Letterhead, ""
	for _, s := range o.OpenSites() {
		if s.Phone == "" && at == "" {
			at = s.Code
		}
	}
	own := h.Logo.Hash != "" || h.Name != "" || h.Footer != ""
	if own && at != "" {
		return Setup{Step: SetupLetterhead, Site: at, Why: "%s没有客户联系电话，回执上是空的", Args: []any{o.SiteName(at)}}
	}
	return step(SetupLetterhead, own, "标志、名称或页脚已有", nil, "没有徽标、公司全称和页脚")
}

func (o *Org) setCalendar(now time.Time) Setup {
	local := now.In(o.Zone)
	need := local.Year()
	if local.Month() >= calendarKnown {
		need++
	}
	reach := o.Calendar.Reach()
	return step(SetupCalendar, reach >= need, "至 %d 年", []any{reach}, "%d 年的放假和调休还没有录入", max(reach+1, local.Year()))
}

func setBackup(now time.Time, in Installation) Setup {
	switch {
	case in.Unreal:
		return Setup{Step: SetupBackup, Done: true, Why: unreal}
	case !in.Backup.IsZero() && !in.Unsaved(now):
		return Setup{Step: SetupBackup, Done: true, Why: "最近一次备份完好"}
	case in.Backup.IsZero():
		return Setup{Step: SetupBackup, Why: "还没有备份过"}
	}
	return Setup{Step: SetupBackup, First: true, Why: "超过两天没有完好的备份"}
}

const unreal = "演示或演练，不需要"

func setHTTPS(in Installation) Setup {
	if in.Unreal && in.Plain {
		return Setup{Step: SetupHTTPS, Done: true, Why: unreal}
	}
	return step(SetupHTTPS, !in.Plain, "已加密", nil, "没有证书，密码和客户资料在网络上不加密")
}

func setTrial(in Installation) Setup {
	return step(SetupTrial, in.Recorded, "已经登记过", nil, "登记一件，打印受理回执；试完按客户撤回结案")
}
