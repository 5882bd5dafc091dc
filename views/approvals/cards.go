package approvals

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// remedies names what a proposal consists of.
func (v View) remedies(w huiyin.Waiting) string {
	words := make([]string, len(w.Remedies))
	for i, r := range w.Remedies {
		words[i] = v.T(huiyin.Remedy(r).Label())
	}
	return strings.Join(words, v.T("、"))
}

// form is the form on which one proposal is decided: with what was typed if that one was refused.
func (v View) form(w huiyin.Waiting) ui.Form {
	action := "decide-" + strconv.Itoa(w.Proposal)
	f := ui.Form{Lang: v.Lang}
	if v.Form.Value("number", "") == w.Number {
		f = v.Form.For(action)
	}
	f.ID = action + "-" + w.Number
	return f
}

// target sends a decision, then comes back to the next one (rule C8).
func (v View) target(w huiyin.Waiting) ui.Target {
	return ui.Target{URL: "/complaints/" + w.Number + "/proposals/" + strconv.Itoa(w.Proposal) + "/decide",
		Action: string(huiyin.ActionDecide), Part: "next"}
}

func (v View) decisions() []ui.Option {
	var all []ui.Option
	for _, d := range huiyin.Decisions() {
		all = append(all, ui.Option{Value: string(d), Label: v.T(d.Label())})
	}
	return all
}

// cardID marks the first card, which the focus goes to after a decision.
func cardID(i int) string {
	if i == 0 {
		return "next"
	}
	return "card-" + strconv.Itoa(i)
}

// tone is the colour of a decision.
func tone(d huiyin.Decision) string {
	switch d {
	case huiyin.Approve:
		return "valid"
	case huiyin.Refuse:
		return "major"
	}
	return "important"
}

func here(yes bool) templ.Attributes {
	if yes {
		return templ.Attributes{"aria-current": "page"}
	}
	return nil
}

// asked are the gifts that wait for this person's word.
func (v View) asked() []huiyin.OpenGift {
	return slices.DeleteFunc(slices.Clone(v.Gifts), func(g huiyin.OpenGift) bool { return !g.Asked })
}

func (v View) waitingGifts() int { return len(v.asked()) }

func giftPlace(g huiyin.OpenGift) string {
	if huiyin.IsPraise(g.Number) {
		return "/praises/" + g.Number + "#gifts"
	}
	return "/complaints/" + g.Number + "#gifts"
}
