package reports

import (
	"slices"
	"strconv"
	"strings"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// QuartersView is the list of the quarterly evaluations.
type QuartersView struct {
	layout.Page
	By   huiyin.Actor
	Rows []huiyin.Quarter
}

// QuarterView is one quarterly evaluation with what it rests on.
type QuarterView struct {
	DocView
	Q *huiyin.Quarter
	E *huiyin.Evaluation
}

// JobsView is the work of one person.
type JobsView struct {
	DocView
	Done bool
	Rows []huiyin.JobRow
}

func (v QuarterView) framed() layout.Page {
	v.Main = docAttrs(&v.Q.Document)
	return v.Page
}

func (v QuarterView) can(a huiyin.Action) bool { return v.Q.Offers(v.By, a, v.Now) }

func (v QuarterView) target(a huiyin.Action, path string) ui.Target {
	return target(&v.Q.Document, "/figures/quarters/", a, path)
}

func (v QuarterView) placed() bool {
	return v.Form.Wrong == nil || v.can(huiyin.Action(v.Form.Action)) || v.endsHere(v.Q, v.Q.Jobs)
}

// drafted gives what stands in the form: what was written, else what the figures propose.
func (v QuarterView) drafted() (strengths, weaknesses string) {
	if !v.Q.WrittenAt.IsZero() {
		return v.Q.Strengths, v.Q.Weaknesses
	}
	return v.E.Draft()
}

// gain is a key figure's way in a word.
func (v QuarterView) gain(k huiyin.Key) string {
	switch {
	case k.N == 0 || k.NLast == 0:
		return "–"
	case k.Gain > 0:
		return v.T("好转")
	case k.Gain < 0:
		return v.T("变差")
	}
	return v.T("持平")
}

// people are those who can be given work, in the order of the company.
func (v DocView) people() []ui.Option {
	var all []ui.Option
	for _, p := range v.By.Org.Active(func(p *huiyin.Person) bool { return !p.Admin }) {
		o := ui.Option{Value: p.Account, Label: p.Name + " · " + v.T(p.Title()), Group: v.T("公司")}
		switch {
		case p.Department != "":
			o.Group = v.By.Org.DepartmentName(p.Department)
		case p.Site != "":
			o.Group = v.By.Org.SiteName(p.Site)
		}
		all = append(all, o)
	}
	return all
}

func endJobForm(j *huiyin.Job) string {
	return string(huiyin.ActionEndJob) + "-" + strconv.FormatInt(j.ID, 10)
}

// endsJob tells whether a person may end a job of a document.
func (v DocView) endsJob(d huiyin.WorkDocument, n int) bool {
	return huiyin.MayEndJob(d, v.By, n) == nil
}

// endsHere tells whether the refused form is one that ends a job of the document, and stands on its page.
func (v DocView) endsHere(d huiyin.WorkDocument, jobs []huiyin.Job) bool {
	return slices.ContainsFunc(jobs, func(j huiyin.Job) bool {
		return v.Form.Action == endJobForm(&j) &&
			v.endsJob(d, j.N)
	})
}

// short is as much of a job as names it.
func short(what string) string {
	what, _, cut := strings.Cut(what, "\n")
	if r := []rune(what); len(r) > 24 {
		what, cut = string(r[:24]), true
	}
	if cut {
		what += "…"
	}
	return what
}

// plain are the jobs without their documents.
func (v JobsView) plain() []huiyin.Job {
	out := make([]huiyin.Job, len(v.Rows))
	for i, r := range v.Rows {
		out[i] = r.Job
	}
	return out
}

// listed tells whether the refused form stands on the page.
func (v JobsView) listed() bool {
	for _, r := range v.Rows {
		if v.Form.Action == endJobForm(&r.Job) && !v.Done {
			return true
		}
	}
	return false
}
