package complaints

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// attrs are the attributes of <main> that outside programs read (CONTRACT.md).
func (v View) attrs() templ.Attributes {
	c := v.C
	return templ.Attributes{
		"data-number": c.Number, "data-state": string(c.State), "data-grade": string(c.Grade), "data-owner": c.Owner, "data-handler": c.Handler,
		"data-urgency": string(c.Urgency), "data-validity": string(c.Validity), "data-round": strconv.Itoa(c.Round), "data-version": strconv.FormatInt(c.Version, 10),
	}
}

// URL is an address below the complaint's.
func (v View) URL(path string) string { return "/complaints/" + v.C.Number + "/" + path }

// can tells whether an action is offered: allowed to the person and by the state (rule W1).
func (v View) can(a huiyin.Action) bool {
	switch a {
	case huiyin.ActionProposeSanction:
		return v.C.MayProposeSanction(v.By) == nil
	case huiyin.ActionArchive:
		return v.C.MayArchive(v.By, v.Now) == nil
	case huiyin.ActionEndDispute:
		return v.C.Held() && v.C.Offers(v.By, a)
	case huiyin.ActionLogDispute:
		return v.lastEvents() != nil && v.C.Offers(v.By, a)
	case huiyin.ActionReopen:
		return v.C.MayReopen(v.By, v.Now) == nil
	case huiyin.ActionMerge:
		return v.C.MayMerge(v.By) == nil
	case huiyin.ActionUnmerge:
		return v.C.MayUnmerge(v.By, v.Beside.Into) == nil
	}
	return v.C.Offers(v.By, a)
}

func (v View) person(account string) string {
	if account == "" {
		return "—"
	}
	return v.By.Org.PersonName(account)
}

// who names who did something; the clock is the system.
func (v View) who(account string) string {
	if account == "" {
		return v.T("系统")
	}
	return v.By.Org.PersonName(account)
}

// whoFor names who decided, and in whose place (rule P6).
func (v View) whoFor(account, place string) string {
	if place == "" {
		return v.who(account)
	}
	return v.who(account) + " " + v.T("代") + " " + v.person(place)
}

func (v View) names(accounts []string) string {
	out := ""
	for i, a := range accounts {
		if i > 0 {
			out += v.T("、")
		}
		out += v.person(a)
	}
	return out
}

// protected gives a protected field as this person may see it (rule P5).
func (v View) protected(field, value string) string {
	if v.Revealed[field] {
		return value
	}
	return huiyin.Mask(value)
}

// step is where the complaint stands on the stepper of UI.md.
func (v View) step() int {
	switch v.C.State {
	case huiyin.Received:
		return 0
	case huiyin.Investigating:
		return 1
	case huiyin.Proposing, huiyin.InDispute:
		return 2
	case huiyin.Approving:
		return 3
	case huiyin.Answering:
		return 4
	case huiyin.Executing:
		return 5
	}
	return 7
}

func (v View) steps() []string {
	names := []string{"受理", "调查", "方案", "审批", "确认", "执行", "结案"}
	if v.C.State == huiyin.InDispute {
		names[2] = "争议处理"
	}
	for i, n := range names {
		names[i] = v.T(n)
	}
	return names
}

// deadlines are the dates of the complaint that still mean something, the one to keep next first.
func (v View) deadlines() []ui.Deadline {
	var out []ui.Deadline
	for _, d := range v.C.Deadlines {
		if d.Status == huiyin.Waived || v.C.Merged() && d.MetAt.IsZero() && d.Status != huiyin.Missed {
			continue
		}
		out = append(out, ui.Deadline{
			Code: string(d.Kind), Name: v.T(d.Kind.Label()), Due: d.Due, Near: d.Due.Add(-d.Due.Sub(v.C.ReceivedAt) / 5), Status: string(d.Shown(v.Now)), Done: d.MetAt,
		})
	}
	return out
}

// next is the one most likely thing that this person has to do now, "" for nothing.
func (v View) next() huiyin.Action {
	c := v.C
	var likely []huiyin.Action
	switch c.State {
	case huiyin.Received:
		likely = []huiyin.Action{huiyin.ActionAccept, huiyin.ActionAssign, huiyin.ActionSettle}
		if c.Handler != "" {
			likely = []huiyin.Action{huiyin.ActionAccept, huiyin.ActionSettle}
		}
	case huiyin.Investigating:
		likely = []huiyin.Action{huiyin.ActionAccept, huiyin.ActionFind, huiyin.ActionGiveOpinion, huiyin.ActionPropose}
		if len(c.Findings) > 0 {
			likely = []huiyin.Action{huiyin.ActionAccept, huiyin.ActionPropose}
		}
		if v.asked() && len(c.Opinions) == 0 {
			likely = []huiyin.Action{huiyin.ActionGiveOpinion}
		}
	case huiyin.Proposing:
		likely = []huiyin.Action{huiyin.ActionPropose}
		for i := range c.Proposals {
			if c.MaySubmit(v.By, c.Proposals[i].N) == nil {
				likely = []huiyin.Action{huiyin.ActionSubmit}
			}
		}
	case huiyin.Approving:
		likely = []huiyin.Action{huiyin.ActionDecide}
	case huiyin.Answering:
		likely = []huiyin.Action{huiyin.ActionGiveAnswer}
	case huiyin.Executing:
		if v.can(huiyin.ActionPay) && c.Unpaid() > 0 {
			return huiyin.ActionPay
		}
		if slices.ContainsFunc(c.Tasks, func(t huiyin.Task) bool { return c.MayEndTask(v.By, t.ID) == nil }) {
			return huiyin.ActionEndTask
		}
		if len(c.Results) == 0 {
			likely = append(likely, huiyin.ActionTellResult)
		}
		for _, g := range c.Missing("") {
			likely = append(likely, g.Action)
		}
		likely = append(likely, huiyin.ActionClose)
	case huiyin.InDispute:
		likely = []huiyin.Action{huiyin.ActionEndDispute}
	case huiyin.Closed:
		likely = []huiyin.Action{huiyin.ActionFollowUp, huiyin.ActionArchive}
		if n := len(c.FollowUps); n > 0 {
			likely = []huiyin.Action{huiyin.ActionArchive}
			if last := c.FollowUps[n-1]; last.Satisfaction == huiyin.Unsatisfied || last.Recurred { // rule W9
				likely = []huiyin.Action{huiyin.ActionReopen, huiyin.ActionArchive}
			}
		}
		if len(c.Ungiven()) > 0 && c.MayGive(v.By, c.Ungiven()[0].N) == nil {
			return huiyin.ActionGiveGift
		}
	}
	for _, a := range likely {
		if v.can(a) {
			return a
		}
	}
	return ""
}

// asked tells whether the person belongs to the responsible department.
func (v View) asked() bool { return v.C.Department != "" && v.By.Department == v.C.Department }

// others are the further things that the person may do now, in the order of the way.
func (v View) others() []huiyin.Action {
	next := v.next()
	var out []huiyin.Action
	for _, a := range []huiyin.Action{
		huiyin.ActionAccept, huiyin.ActionAssign, huiyin.ActionAssess, huiyin.ActionLogContact, huiyin.ActionRemind, huiyin.ActionRequestStatement, huiyin.ActionFind, huiyin.ActionGiveOpinion, huiyin.ActionPropose, huiyin.ActionGiveAnswer,
		huiyin.ActionTellResult, huiyin.ActionAddTask, huiyin.ActionPay, huiyin.ActionAskGesture, huiyin.ActionFindCause, huiyin.ActionAddMeasure, huiyin.ActionAttach, huiyin.ActionSign, huiyin.ActionSettle, huiyin.ActionMerge, huiyin.ActionUnmerge, huiyin.ActionStartDispute, huiyin.ActionLogDispute, huiyin.ActionEndDispute,
		huiyin.ActionClose, huiyin.ActionFollowUp, huiyin.ActionArchive, huiyin.ActionReopen, huiyin.ActionSetPhase, huiyin.ActionCorrect, huiyin.ActionRestrict, huiyin.ActionProposeSanction,
	} {
		if a != next && v.can(a) && !(a == huiyin.ActionPay && v.C.Unpaid() == 0) && !(a == huiyin.ActionRequestStatement && len(v.C.Accused) == 0) {
			out = append(out, a)
		}
	}
	return out
}

// place is the id of what an action's link leads to: its form, or the part that holds several.
func (v View) place(a huiyin.Action) string {
	switch a {
	case huiyin.ActionSubmit, huiyin.ActionDecide:
		return "#proposals"
	case huiyin.ActionEndTask:
		return "#tasks"
	case huiyin.ActionEndDispute, huiyin.ActionLogDispute:
		return "#dispute"
	case huiyin.ActionCorrect:
		return v.URL("corrections")
	case huiyin.ActionGiveGift, huiyin.ActionDecideGift:
		return "#gifts"
	}
	return "#form-" + string(a)
}

// form is the form of an action with what was typed, if that one was sent.
func (v View) form(name string) ui.Form { return v.Form.For(name) }

// open tells whether an action's fold stands open: its form was refused.
func (v View) open(name string) bool {
	return v.Form.Action == name && v.Form.Wrong != nil || name == string(huiyin.ActionRemind) && v.Reminding != nil
}

// target says where an action's form goes; part is what is shown to have changed.
func (v View) target(a huiyin.Action, path, part string) ui.Target {
	return ui.Target{URL: v.URL(path), Action: string(a), Version: int(v.C.Version), Part: part}
}

// unplaced is a refusal whose form is no longer on the page, to be said above it.
func (v View) unplaced() *huiyin.Error {
	e, action := v.Form.Wrong, huiyin.Action(v.Form.Action)
	switch {
	case e == nil:
		return nil
	case action == huiyin.ActionReveal, action == huiyin.ActionMarkItem, action == huiyin.ActionPay && v.C.Unpaid() == 0, action == huiyin.ActionRequestStatement && len(v.C.Accused) == 0, e.Field == "" && !v.shown(v.Form.Action):
		return e
	}
	return nil
}

// unplacedID is the id of the sentence about a field that has no place on the page.
func unplacedID(e *huiyin.Error) templ.Attributes {
	if e.Field == "" {
		return nil
	}
	return templ.Attributes{"id": e.Field + "-wrong"}
}

func (v View) shown(form string) bool {
	if form == string(huiyin.ActionLiftRestriction) {
		return v.C.Restricted && v.can(huiyin.ActionLiftRestriction)
	}
	for a := range actionForms {
		if form == string(a) {
			return v.can(a)
		}
	}
	return false
}

// actionForms are the actions whose form carries its own name and shows its refusals itself.
var actionForms = map[huiyin.Action]bool{
	huiyin.ActionAssign: true, huiyin.ActionAssess: true, huiyin.ActionFind: true, huiyin.ActionGiveOpinion: true, huiyin.ActionLogContact: true, huiyin.ActionRemind: true, huiyin.ActionPropose: true,
	huiyin.ActionGiveAnswer: true, huiyin.ActionTellResult: true, huiyin.ActionAddTask: true, huiyin.ActionPay: true, huiyin.ActionFindCause: true, huiyin.ActionAddMeasure: true, huiyin.ActionAttach: true, huiyin.ActionSign: true,
	huiyin.ActionSettle: true, huiyin.ActionClose: true, huiyin.ActionFollowUp: true, huiyin.ActionReopen: true, huiyin.ActionStartDispute: true, huiyin.ActionRequestStatement: true, huiyin.ActionPause: true, huiyin.ActionResume: true, huiyin.ActionExtend: true, huiyin.ActionAccept: true, huiyin.ActionArchive: true, huiyin.ActionMerge: true, huiyin.ActionUnmerge: true, huiyin.ActionRestrict: true, huiyin.ActionSetPhase: true, huiyin.ActionAskGesture: true, huiyin.ActionProposeSanction: true,
}

// people are those who can be given work here, those of the site first (rule P4).
func (v View) people() []ui.Option {
	var here, elsewhere []ui.Option
	for _, p := range v.By.Org.Active(func(p *huiyin.Person) bool { return !slices.Contains(v.C.Accused, p.Account) && !p.Admin }) {
		o := ui.Option{Value: p.Account, Label: p.Name + " · " + v.T(p.Title())}
		if p.Site == v.C.Site || slices.Contains(p.Sites, v.C.Site) {
			o.Group = v.By.Org.SiteName(v.C.Site)
			here = append(here, o)
			continue
		}
		switch {
		case p.Department != "":
			o.Group = v.By.Org.DepartmentName(p.Department)
		case p.Site != "":
			o.Group = v.By.Org.SiteName(p.Site)
		default:
			o.Group = v.T("公司")
		}
		elsewhere = append(elsewhere, o)
	}
	return append(here, elsewhere...)
}

func (v View) departments() []ui.Option {
	var out []ui.Option
	for _, d := range v.By.Org.Departments {
		out = append(out, ui.Option{Value: d.Code, Label: d.Name})
	}
	return out
}

// payable are the proposals that money can be paid for.
func (v View) payable() []ui.Option {
	var out []ui.Option
	for i := range v.C.Proposals {
		p := &v.C.Proposals[i]
		if left := p.Payable() - v.C.Paid(p.N); p.Status == huiyin.ProposalAgreed && p.Has(huiyin.Compensation) && left > 0 {
			out = append(out, ui.Option{Value: strconv.Itoa(p.N), Label: v.T("方案%d，尚可付 %s", p.N, left)})
		}
	}
	return out
}

// leftToPay is what the first payable proposal still owes, as a form shows it.
func (v View) leftToPay() string {
	for i := range v.C.Proposals {
		p := &v.C.Proposals[i]
		if left := p.Payable() - v.C.Paid(p.N); p.Status == huiyin.ProposalAgreed && p.Has(huiyin.Compensation) && left > 0 {
			return left.Plain()
		}
	}
	return ""
}

func (v View) agreements() []ui.Option {
	var out []ui.Option
	for _, a := range v.C.Attachments {
		if a.WithdrawnAt.IsZero() {
			out = append(out, ui.Option{Value: strconv.FormatInt(a.ID, 10), Label: a.Name})
		}
	}
	return out
}

// outcomes are the ways to close that fit where the complaint stands.
func (v View) outcomes() []ui.Option {
	if v.C.State == huiyin.Executing {
		return labelled(v.Lang, huiyin.Outcomes())
	}
	fits := []huiyin.Outcome{huiyin.Withdrawn, huiyin.InvalidCase}
	if v.C.State == huiyin.Proposing || v.C.State == huiyin.Answering {
		fits = append([]huiyin.Outcome{huiyin.NotAccepted, huiyin.FollowedUp}, fits...)
	}
	return labelled(v.Lang, fits)
}

// lastEvents are the events that may be recorded of any stage.
func (v View) lastEvents() (out []huiyin.EventKind) {
	for _, d := range v.C.Disputes {
		out = append(out, v.C.EventsFor(d.N, v.Now)...)
	}
	return out
}

// confirmable says until when a mediation agreement can be confirmed by the court (rule T3).
func (v View) confirmable(d huiyin.Dispute) string {
	until := d.ConfirmUntil()
	switch {
	case until.IsZero():
		return ""
	case slices.ContainsFunc(v.C.EventsOf(d.N), func(e huiyin.DisputeEvent) bool { return e.Kind == huiyin.Confirmation }):
		return ""
	case v.Now.After(until):
		return v.T("司法确认的期限已过：%s。", v.Clock().Full(until))
	}
	return v.T("双方可以在 %s 之前共同向法院申请司法确认。", v.Clock().Full(until))
}

func (v View) title(o huiyin.Step) string { return v.T(o.Label()) }

func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d kB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}

func icon(a huiyin.Action) string {
	switch a {
	case huiyin.ActionLogContact, huiyin.ActionGiveAnswer, huiyin.ActionTellResult:
		return "message"
	case huiyin.ActionRemind:
		return "bell"
	case huiyin.ActionAssign, huiyin.ActionAccept:
		return "user-check"
	case huiyin.ActionDecide, huiyin.ActionSubmit:
		return "rubber-stamp"
	case huiyin.ActionPay:
		return "coin"
	case huiyin.ActionAttach:
		return "paperclip"
	case huiyin.ActionClose, huiyin.ActionSettle:
		return "check"
	case huiyin.ActionArchive, huiyin.ActionRestrict:
		return "lock"
	case huiyin.ActionStartDispute, huiyin.ActionEndDispute, huiyin.ActionLogDispute:
		return "scale"
	case huiyin.ActionAssess:
		return "flag"
	case huiyin.ActionReopen:
		return "refresh"
	case huiyin.ActionMerge, huiyin.ActionUnmerge:
		return "git-merge"
	}
	return "edit"
}
