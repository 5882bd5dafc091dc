package desk

import (
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// governs tells whether the person has the say over any site.
func (v View) governs() bool {
	return slices.ContainsFunc(v.By.Org.Sites, func(s huiyin.Site) bool { return v.By.AnswersFor(s.Code) })
}

// decides tells whether proposals may come to the person: for a decision, or for the opinion of a
// function (rule C3).
func (v View) decides() bool {
	return v.governs() || len(v.Waiting) > 0 || v.By.Org.Has(v.By.Person, huiyin.Legal) ||
		v.By.Org.Has(v.By.Person, huiyin.Finance)
}

// delegations are those that run now, handed to the person or by them (rule P6).
func (v View) delegations() []huiyin.Delegation {
	return slices.DeleteFunc(slices.Clone(v.By.Org.Delegations), func(d huiyin.Delegation) bool {
		return !d.RunsAt(v.Now) || d.From != v.By.Account && d.To != v.By.Account
	})
}

// standsFor tells whether the person has a complaint on the desk in its owner's place (rule P6).
func (v View) standsFor(l huiyin.Listed) bool {
	return l.Owner != v.By.Account && l.Handler != v.By.Account &&
		slices.ContainsFunc(v.By.Org.StandsFor(v.By.Person),
			func(p *huiyin.Person) bool { return p.Account == l.Owner })
}

// near is how long before its date a complaint is called near on the desk.
const near = 24 * time.Hour

// pressing are the late and nearly late complaints of others, the latest first.
func (v View) pressing() []huiyin.Listed {
	var out []huiyin.Listed
	for _, l := range v.Due {
		own := slices.ContainsFunc(v.Mine, func(m huiyin.Listed) bool { return m.Number == l.Number })
		if !own && l.Late(v.Now.Add(near)) {
			out = append(out, l)
		}
	}
	return out
}

// due is the next date that a complaint has to keep.
func (v View) due(l huiyin.Listed) ui.Deadline {
	d := ui.Deadline{Code: string(l.DueKind), Name: v.T(l.DueKind.Label()), Due: l.DueAt,
		Near: l.DueAt.Add(-l.DueAt.Sub(l.ReceivedAt) / 5), Status: string(huiyin.Running)}
	if l.Late(v.Now) {
		d.Status = string(huiyin.Missed)
	}
	return d
}

// ends is when a task has to be done.
func (v View) ends(t huiyin.DueTask) ui.Deadline {
	return ui.Deadline{Code: "task", Due: t.Due, Near: t.Due.Add(-near), Status: string(huiyin.Running)}
}

// remedies names what a proposal consists of.
func (v View) remedies(w huiyin.Waiting) string {
	words := make([]string, len(w.Remedies))
	for i, r := range w.Remedies {
		words[i] = v.T(huiyin.Remedy(r).Label())
	}
	return strings.Join(words, v.T("、"))
}

// shown is how many rows a part shows whose full list is a click away.
const shown = 5

func first[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// place is where on the complaint's page a task is done.
func place(t huiyin.DueTask) string {
	if t.Measure {
		return "#improvement"
	}
	return "#tasks"
}

func (v View) newestTitle() string {
	if v.governs() {
		return v.T("最新受理")
	}
	return v.T("与我有关的投诉")
}
