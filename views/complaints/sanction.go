package complaints

import (
	"strconv"
	"strings"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// Sanctions is the page of the person that consequences of a complaint are about (rules A3, P4).
type Sanctions struct {
	layout.Page
	By      huiyin.Actor
	Hearsay huiyin.SubjectView
	Form    ui.Form
}

// Register is the register of consequences.
type Register struct {
	layout.Page
	By    huiyin.Actor
	Rows  []huiyin.ListedSanction
	State huiyin.SanctionState
	Next  int64 // of the next page, 0 at the end
	Form  ui.Form
}

func (v Register) older() string {
	url := "/consequences?before=" + strconv.FormatInt(v.Next, 10)
	if v.State != "" {
		url += "&state=" + string(v.State)
	}
	return url
}

// sanctionNames names sanctions in a language.
func sanctionNames(l ui.Lang, list []string) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = l.T(huiyin.SanctionKind(s).Label())
	}
	return strings.Join(words, l.T("、"))
}

// sanctionTone is the badge of a state.
func sanctionTone(s huiyin.SanctionState) string {
	switch s {
	case huiyin.SanctionProposed, huiyin.SanctionObjected:
		return "important"
	case huiyin.SanctionImposed, huiyin.SanctionUpheld, huiyin.SanctionChanged:
		return "major"
	}
	return "archived"
}

// decidesSanction tells whether the reader decides on a consequence now, and in whose place.
func (v View) decidesSanction(k *huiyin.Sanction) (place string, ok bool) {
	as, ok := v.C.SanctionDecider(v.By, k)
	return as.For, ok
}

// sanctionDeciderNames says who can decide, or that somebody has to be appointed (rule C4).
func (v View) sanctionDeciderNames(k *huiyin.Sanction) string {
	var names []string
	for _, p := range v.C.SanctionDeciders(v.By.Org, k) {
		names = append(names, p.Name)
	}
	if len(names) == 0 {
		return v.T("没有可以决定的人员，须先任命一位副总经理，或把其列入可以查看的人员。")
	}
	return v.T("等待决定：%s", strings.Join(names, v.T("、")))
}

func sanctionForm(a huiyin.Action, k *huiyin.Sanction) string {
	return string(a) + "-" + strconv.Itoa(k.N)
}

func (v Sanctions) form(a huiyin.Action, k *huiyin.Sanction) ui.Form {
	return v.Form.For(sanctionForm(a, k))
}

func (v Sanctions) target(a huiyin.Action, k *huiyin.Sanction, path string) ui.Target {
	return ui.Target{URL: "/complaints/" + v.Hearsay.Number + "/consequences/" + strconv.Itoa(k.N) + "/" + path,
		Action: string(a), Part: "consequence-" + strconv.Itoa(k.N)}
}

// unplaced is a refusal whose form the page no longer has.
func (v Sanctions) unplaced() *huiyin.Error {
	for i := range v.Hearsay.Sanctions {
		k := &v.Hearsay.Sanctions[i]
		for a, open := range map[huiyin.Action]bool{
			huiyin.ActionAnswerSanction: k.State == huiyin.SanctionProposed && k.ViewAt.IsZero(),
			huiyin.ActionFileObjection:  k.MayObject(v.Now), huiyin.ActionWriteSelfReview: k.OwesReview(),
		} {
			if open && v.Form.Action == sanctionForm(a, k) {
				return nil
			}
		}
	}
	return v.Form.Wrong
}
