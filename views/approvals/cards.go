package approvals

import (
	"slices"
	"strconv"
	"strings"
	"time"

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

// longWaited tells whether a proposal has waited longer than a day.
func (v View) longWaited(w huiyin.Waiting) bool { return v.Now.Sub(w.Step.OpenedAt) > 24*time.Hour }

// contradictions are what does not fit together about the proposal (rule C8).
func (v View) contradictions(w huiyin.Waiting) []huiyin.Remark {
	if v.Case == nil {
		return nil
	}
	return v.Case.Contradictions(v.By.Org, w.Proposal)
}

// authority says beyond whose authority the sum lies.
func (v View) authority(w huiyin.Waiting) string {
	p := v.Case.Proposal(w.Proposal)
	if p == nil {
		return ""
	}
	words, args := v.Case.Authority(v.By.Org, v.Case.CountedWith(v.By.Org, p, v.Now))
	return v.T(words, args...)
}

// steps are those of the chain: all of it where the case may be read, else the reader's own.
func (v View) steps(w huiyin.Waiting) []*huiyin.Step {
	if v.Case == nil || v.Case.Proposal(w.Proposal) == nil {
		return []*huiyin.Step{&w.Step}
	}
	return v.Case.Chain(w.Proposal)
}

// decider is who gave a word, and in whose place (rule P6).
func (v View) decider(s *huiyin.Step) string {
	name := v.By.Org.PersonName(s.By)
	if s.For != "" {
		name += " " + v.T("代%s", v.By.Org.PersonName(s.For))
	}
	return name
}

// mostPictures is how many papers and pictures a card shows, and biggestPicture what a browser loads for one.
const (
	mostPictures   = 6
	biggestPicture = 3 << 20
)

// pictures are the newest that still stand.
func (v View) pictures() []huiyin.Attachment {
	var out []huiyin.Attachment
	for i := len(v.Case.Attachments) - 1; i >= 0 && len(out) < mostPictures; i-- {
		if a := v.Case.Attachments[i]; a.WithdrawnAt.IsZero() && a.RemovedAt.IsZero() {
			out = append(out, a)
		}
	}
	return out
}

// pictured tells whether a browser can show a file as a small picture.
func pictured(a huiyin.Attachment) bool {
	return (a.Type == "image/jpeg" || a.Type == "image/png") && a.Size <= biggestPicture
}
