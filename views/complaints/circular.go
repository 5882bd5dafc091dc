package complaints

import (
	"strconv"
	"time"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// Rules is the company's rules for everybody, with the button that says that one has read them (rules A3, B3).
type Rules struct {
	layout.Page
	By   huiyin.Actor
	Form ui.Form
}

// inForce are the clauses that hold or will.
func (v Rules) inForce() []huiyin.Clause {
	day := v.Now.In(v.By.Org.Zone).Format(time.DateOnly)
	var out []huiyin.Clause
	for _, k := range v.By.Org.Clauses {
		if k.Until == "" || k.Until >= day {
			out = append(out, k)
		}
	}
	return out
}

func (v Rules) form(key string) ui.Form {
	f := ui.Form{Lang: v.Form.Lang, Once: v.Form.Once}
	if v.Form.Value("clause", "") == key {
		f = v.Form
	}
	f.ID = "read-" + key
	return f
}

// unplaced is a refusal whose form the page no longer has.
func (v Rules) unplaced() *huiyin.Error {
	for _, k := range v.inForce() {
		if v.By.Org.ReadAt(k.Key, v.By.Account).IsZero() && v.Form.Value("clause", "") == k.Key {
			return nil
		}
	}
	return v.Form.Wrong
}

// Circulars are what a person is to learn from (rule F7).
type Circulars struct {
	layout.Page
	By   huiyin.Actor
	Rows []huiyin.CircularView
	Form ui.Form
}

func (v Circulars) form(id int64) ui.Form {
	return v.Form.For(string(huiyin.ActionSeeCirculars) + "-" + strconv.FormatInt(id, 10))
}

// whom is under what a circular names the person: 职务, and the name where a VP decided so.
func (v Circulars) whom(r *huiyin.CircularView) string {
	if r.Named {
		return r.Function + " " + v.By.Org.PersonName(r.Person)
	}
	return r.Function
}

// clauses are those on which the proposal may rest.
func (v View) clauses() []ui.Option {
	var out []ui.Option
	for _, k := range v.By.Org.ClausesFor(v.C.ResponsiblePerson, v.C.ActAt()) {
		out = append(out, ui.Option{Value: k.Key, Label: k.Code + " · " + k.Text})
	}
	return out
}

// evidence lists what of the case may be shown to the person, and the files that are to be looked through first.
func (v View) evidence() (all, files []ui.Option) {
	for _, e := range v.C.EvidenceFor(v.C.ResponsiblePerson) {
		text := []rune(e.Text)
		if len(text) > 80 {
			text = append(text[:80], '…')
		}
		o := ui.Option{Value: e.Code, Label: v.T(e.Title()) + "：" + string(text)}
		all = append(all, o)
		if e.Attachment != 0 {
			files = append(files, o)
		}
	}
	return all, files
}

// offeredSanctions are the consequences that the grade proposes, as far as a clause has them.
func (v View) offeredSanctions() (on []string, all []huiyin.SanctionKind) {
	all = v.C.OfferedSanctions(v.By.Org)
	for _, k := range v.C.Grade.SanctionKinds() {
		for _, o := range all {
			if o == k {
				on = append(on, string(k))
			}
		}
	}
	return on, all
}

// allowedBy are the consequences of the clause on which one rests.
func (v View) allowedBy(k *huiyin.Sanction) []huiyin.SanctionKind {
	var out []huiyin.SanctionKind
	if clause := v.By.Org.Clause(k.Clause); clause != nil {
		for _, s := range clause.Allows {
			out = append(out, huiyin.SanctionKind(s))
		}
	}
	return out
}

// may tells whether the reader may do something about a decided consequence.
func (v View) mayOn(a huiyin.Action, k *huiyin.Sanction) bool {
	return v.C.MayOnSanction(v.By, v.Now, a, k)
}

func siteOptions(o *huiyin.Org) []ui.Option {
	var out []ui.Option
	for _, s := range o.Sites {
		if !s.Closed {
			out = append(out, ui.Option{Value: s.Code, Label: s.Name})
		}
	}
	return out
}

func roleOptions(l ui.Lang) []ui.Option {
	var out []ui.Option
	for _, r := range huiyin.Roles() {
		out = append(out, ui.Option{Value: r.Code(), Label: l.T(r.Label())})
	}
	return out
}

func deliveryOptions(l ui.Lang) []ui.Option {
	var out []ui.Option
	for _, w := range huiyin.Deliveries() {
		out = append(out, ui.Option{Value: w, Label: l.T(huiyin.DeliveryLabel(w))})
	}
	return out
}

// lawyers are who may have given the opinion on a dismissal.
func (v View) lawyers() []ui.Option {
	var out []ui.Option
	for _, p := range v.By.Org.Active(func(p *huiyin.Person) bool { return v.By.Org.Has(p, huiyin.Legal) }) {
		out = append(out, ui.Option{Value: p.Account, Label: p.Name})
	}
	return out
}

// clauseWords name the clause and version on which a consequence rests: 3.2（第 1 版）.
func clauseWords(l ui.Lang, o *huiyin.Org, key string) string {
	if k := o.Clause(key); k != nil {
		return k.Code + l.T("（第 %d 版）", k.Version) + " " + k.Text
	}
	return key
}
