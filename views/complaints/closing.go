package complaints

import (
	"strconv"
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// outcomes are the ways to close that fit where the complaint stands.
func (v View) outcomes() []ui.Option {
	if v.C.State == huiyin.Executing {
		return ui.Labelled(v.Lang, huiyin.Outcomes())
	}
	fits := []huiyin.Outcome{huiyin.Withdrawn, huiyin.InvalidCase}
	if v.C.State == huiyin.Proposing || v.C.State == huiyin.Answering {
		fits = append([]huiyin.Outcome{huiyin.NotAccepted, huiyin.FollowedUp}, fits...)
	}
	return ui.Labelled(v.Lang, fits)
}

// lackingLabels name what a written reason stands in for (rule W7).
var lackingLabels = map[huiyin.Lacking]string{
	huiyin.LacksAnswer: "没有客户意见的原因", huiyin.LacksResult: "没有告知结果的原因", huiyin.LacksForm: "没有签字表单的原因",
}

// upheld says in words how an objection was decided (rule K10).
var upheld = map[huiyin.Decision]string{huiyin.Approve: "异议成立，已重开", huiyin.Refuse: "异议不成立"}

// place1 is a place in a list as people count, from 1.
func (v View) place1(i int) string { return strconv.Itoa(i + 1) }

// happened says in a word whether something has happened.
func (v View) happened(at time.Time) string {
	if at.IsZero() {
		return "no"
	}
	return "yes"
}

// followUpAnswer says in a word how a follow-up was answered (rule W9).
func followUpAnswer(r huiyin.FollowUp) string {
	if r.Reopened {
		return "reopen"
	}
	return "keep"
}

// closingTitle counts what closing still needs.
func (v View) closingTitle(missing []huiyin.Gap) string {
	if len(missing) == 0 {
		return v.T("结案条件")
	}
	return v.T("结案还差 %d 项", len(missing))
}
