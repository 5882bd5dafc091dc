package settings

import (
	"slices"
	"strconv"
	"strings"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// WordsWait tells whoever asked that nothing has changed yet (rule P10).
const WordsWait = "已提交，等待另一位管理员或副总经理确认，确认之前不生效。"

// Confirmations are the changes of rights that wait for a second word, and the latest that have ended (rule P10).
type Confirmations struct {
	View
	By   huiyin.Actor
	Most int
}

var wordStates = map[huiyin.State]string{huiyin.WordAsked: "等待确认", huiyin.WordGiven: "已确认",
	huiyin.WordRefused: "未同意", huiyin.WordWithdrawn: "已撤回", huiyin.WordLapsed: "已失效"}

// all lists them, those that wait first, newest first.
func (v Confirmations) all() []*huiyin.SecondWord {
	out := v.Org.SecondWordsAsked("", v.Now)
	for i := range slices.Backward(v.Org.SecondWords) {
		w := &v.Org.SecondWords[i]
		if w.Status(v.Org, v.Now) != huiyin.WordAsked && len(out) < v.Most {
			out = append(out, w)
		}
	}
	return out
}

// what says what is asked for, and for whom.
func (v View) what(w *huiyin.SecondWord) string {
	name := v.Org.PersonName(w.Account)
	if w.Was == "" {
		return v.T("新增账号 %s（%s）", w.Asked().Name, w.Account)
	}
	return v.T("%s（%s）：%s", name, w.Account, v.T(w.On.Label()))
}

// confirmers names those who may give their word.
func (v View) confirmers(w *huiyin.SecondWord) string {
	var out []string
	for _, p := range v.Org.Confirmers(w) {
		out = append(out, p.Name)
	}
	return strings.Join(out, v.T("、"))
}

func (v Confirmations) formOf(w *huiyin.SecondWord, do string) ui.Form {
	n := strconv.FormatInt(w.ID, 10)
	f := v.Form.For(n)
	f.ID = do + "-" + n
	return f
}

func (v Confirmations) target(w *huiyin.SecondWord, do string, a huiyin.Action) ui.Target {
	return ui.Target{URL: "/confirmations/" + strconv.FormatInt(w.ID, 10) + "/" + do, Action: string(a), Region: "-"}
}
