package complaints

import (
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// saidFor is how long the page says what the reader has just done.
const saidFor = 10 * time.Minute

// Said says what the reader has done on a page of a version, and what others did meanwhile (rule W12); "" for nothing.
func (v View) Said(version int64) string {
	var own string
	var others []string
	for _, e := range huiyin.Since(v.Journal, version) {
		switch {
		case e.By != v.By.Account:
			others = append(others, v.T("%s：%s", v.person(e.By), v.T(e.Action.Label())))
		case own == "" && v.Now.Sub(e.At) < saidFor:
			own = v.did(&e)
		}
	}
	if own == "" || len(others) == 0 {
		return own
	}
	slices.Reverse(others)
	return own + " " + v.T("您打开页面之后还有别人的改动：%s。", strings.Join(slices.Compact(others), v.T("、")))
}

// did says what an entry was, with the names that matter.
func (v View) did(e *huiyin.Entry) string {
	after := func(field string) string {
		for _, d := range e.Detail {
			if d.Field == field {
				return d.After
			}
		}
		return ""
	}
	switch e.Action {
	case huiyin.ActionAssign:
		if who := after("handler"); who != "" {
			return v.T("已分派给 %s。", v.person(who))
		}
	case huiyin.ActionUrge:
		return v.T("已提醒 %s。", v.names(strings.Fields(after("people"))))
	case huiyin.ActionSubmit:
		if people, _ := v.C.ApprovalWaits(v.By.Org); len(people) > 0 {
			return v.T("已提交审批，等 %s。", v.names(people))
		}
	case huiyin.ActionDecide:
		return v.T("已审批：%s。", v.T(huiyin.Decision(after("decision")).Label()))
	case huiyin.ActionAddTask:
		return v.T("已交办给 %s。", v.person(after("who")))
	}
	return v.T("已保存：%s。", v.T(e.Action.Label()))
}

// kindAsked is the kind of file that the page was opened to ask for (rule W7).
func (v View) kindAsked() string {
	if slices.Contains(huiyin.EvidenceKinds(), v.Asked) {
		return string(v.Asked)
	}
	return "photo"
}

// signedFormURL leads to the form for files, with the kind that closing asks for.
func (v View) signedFormURL() string {
	return "/complaints/" + v.C.Number + "?kind=" + string(huiyin.SignedForm) + "#form-attachments"
}

// looksSigned tells whether a picture that the reader has just brought may be the signed form that closing still asks for.
func (v View) looksSigned(a huiyin.Attachment) bool {
	return a.Kind == "photo" && a.By == v.By.Account && v.Now.Sub(a.At) < saidFor && a.WithdrawnAt.IsZero() &&
		v.can(huiyin.ActionAttach) && slices.ContainsFunc(v.C.Missing(v.Now),
		func(g huiyin.Gap) bool { return g.Lacks == huiyin.LacksForm })
}
