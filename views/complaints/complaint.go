package complaints

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// attrs are the attributes of <main> that outside programs read (CONTRACT.md).
func (v View) attrs() templ.Attributes {
	c := v.C
	return templ.Attributes{
		"data-number": c.Number, "data-state": string(c.State), "data-grade": string(c.Grade), "data-owner": c.Owner,
		"data-handler": c.Handler,
		"data-urgency": string(c.Urgency), "data-validity": string(c.Validity), "data-round": strconv.Itoa(c.Round),
		"data-version": strconv.FormatInt(c.Version, 10),
		"data-paid":    strconv.FormatInt(int64(c.Account().Net()), 10),
		"data-owed":    strconv.FormatInt(int64(c.Unpaid()), 10),
	}
}

func (v View) framed() layout.Page {
	v.Main = v.attrs()
	return v.Page
}

// URL is an address below the complaint's.
func (v View) URL(path string) string { return "/complaints/" + v.C.Number + "/" + path }

// can tells whether an action is offered: allowed to the person and by the state (rule W1).
func (v View) can(a huiyin.Action) bool {
	switch a {
	case huiyin.ActionProposeSanction:
		return v.C.MayProposeSanction(v.By) == nil
	case huiyin.ActionDraftLetter:
		return v.C.LetterPrintable() == nil && v.C.Offers(v.By, a)
	case huiyin.ActionEndDispute:
		return v.C.Disputed() && v.C.Offers(v.By, a)
	case huiyin.ActionLogDispute:
		return v.lastEvents() != nil && v.C.Offers(v.By, a)
	case huiyin.ActionPay:
		return len(v.C.Debts()) > 0 && v.C.Offers(v.By, a)
	case huiyin.ActionWaivePayment:
		return v.C.MayWaive(v.By) == nil
	case huiyin.ActionReopen:
		return v.C.MayReopen(v.By, v.Now) == nil
	case huiyin.ActionHold:
		return !slices.Contains(v.C.HoldGrounds(), huiyin.HoldByHand) && v.C.AnonymisedAt.IsZero() &&
			v.C.Offers(v.By, a)
	case huiyin.ActionEndHold:
		return v.C.MayEndHold(v.By) == nil
	case huiyin.ActionMerge:
		return v.C.MayMerge(v.By) == nil
	case huiyin.ActionRefer, huiyin.ActionReturnOutside, huiyin.ActionAnswerReturn, huiyin.ActionExtendOutside,
		huiyin.ActionGrantOutside, huiyin.ActionSendOutside, huiyin.ActionTakeAgain, huiyin.ActionNoteVerdict:
		return v.C.OffersOutside(v.By, a)
	case huiyin.ActionUnmerge:
		return v.C.MayUnmerge(v.By, v.Beside.Into) == nil
	}
	return v.C.Offers(v.By, a)
}

// form is the form of an action with what was typed, if that one was sent.
func (v View) form(name string) ui.Form { return v.Form.For(name) }

// open tells whether an action's fold stands open: its form was refused.
func (v View) open(name string) bool {
	_, kept := v.Form.Kept[name]
	return kept || v.Form.Action == name && v.Form.Wrong != nil || name == string(huiyin.ActionRemind) && v.Reminding != nil
}

// target says where an action's form goes; part is what is shown to have changed.
func (v View) target(a huiyin.Action, path, part string) ui.Target {
	return ui.Target{URL: v.URL(path), Action: string(a), Version: int(v.C.Version), Part: part}
}

func (v View) partTarget(a huiyin.Action, url, part string) ui.Target {
	return ui.Target{URL: url, Action: string(a), Version: int(v.C.Version), Part: part}
}

// unplaced is a refusal whose form is no longer on the page, to be said above it.
func (v View) unplaced() *huiyin.Error {
	e, action := v.Form.Wrong, huiyin.Action(v.Form.Action)
	switch {
	case e == nil:
		return nil
	case action == huiyin.ActionReveal, action == huiyin.ActionMarkItem, action == huiyin.ActionPay &&
		len(v.owing()) == 0, action == huiyin.ActionRequestStatement && len(v.C.Barred()) == 0, e.Field == "" &&
		!v.shown(v.Form.Action):
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
	huiyin.ActionAssign: true, huiyin.ActionAssess: true, huiyin.ActionFind: true, huiyin.ActionGiveOpinion: true,
	huiyin.ActionLogContact: true, huiyin.ActionRemind: true, huiyin.ActionPropose: true,
	huiyin.ActionGiveAnswer: true, huiyin.ActionTellResult: true, huiyin.ActionAddTask: true, huiyin.ActionPay: true,
	huiyin.ActionFindCause: true, huiyin.ActionAddMeasure: true, huiyin.ActionAttach: true, huiyin.ActionSign: true,
	huiyin.ActionSettle: true, huiyin.ActionClose: true, huiyin.ActionFollowUp: true, huiyin.ActionReopen: true,
	huiyin.ActionStartDispute: true, huiyin.ActionRequestStatement: true, huiyin.ActionPause: true,
	huiyin.ActionResume: true, huiyin.ActionExtend: true, huiyin.ActionAccept: true,
	huiyin.ActionMerge: true, huiyin.ActionUnmerge: true, huiyin.ActionRestrict: true, huiyin.ActionSetPhase: true,
	huiyin.ActionWaivePayment: true, huiyin.ActionAskGesture: true, huiyin.ActionProposeSanction: true,
	huiyin.ActionChangeAccused: true, huiyin.ActionRefer: true, huiyin.ActionReturnOutside: true,
	huiyin.ActionAnswerReturn: true, huiyin.ActionExtendOutside: true, huiyin.ActionGrantOutside: true,
	huiyin.ActionSendOutside: true, huiyin.ActionTakeAgain: true, huiyin.ActionNoteVerdict: true,
	huiyin.ActionHold: true, huiyin.ActionEndHold: true, huiyin.ActionRecuse: true,
}

// accusable are those who can be named as complained about (rule P4).
func (v View) accusable() []ui.Option {
	return v.colleagues(func(p *huiyin.Person) bool { return !slices.Contains(v.C.Accused, p.Account) })
}

// accusedNow are those who are.
func (v View) accusedNow() []ui.Option {
	var out []ui.Option
	for _, a := range v.C.Accused {
		out = append(out, ui.Option{Value: a, Label: v.By.Org.PersonName(a)})
	}
	return out
}

// people are those who can be given work here, those of the site first (rule P4).
func (v View) people() []ui.Option {
	return v.colleagues(func(p *huiyin.Person) bool { return !v.C.Excluded(p.Account) && !p.Admin })
}

// colleagues are those who fit, those of the site first.
func (v View) colleagues(fits func(*huiyin.Person) bool) []ui.Option {
	var here, elsewhere []ui.Option
	for _, p := range v.By.Org.Active(fits) {
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
