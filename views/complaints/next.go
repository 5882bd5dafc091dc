package complaints

import (
	"slices"

	"huiyin/huiyin"
)

// next is the one most likely thing that this person has to do now, "" for nothing.
func (v View) next() huiyin.Action {
	c := v.C
	if c.OpenClosing() != nil { // it waits for the next role, or for the clock
		if c.MayAgreeClosing(v.By) == nil {
			return huiyin.ActionAgreeClosing
		}
		return ""
	}
	var likely []huiyin.Action
	switch c.State {
	case huiyin.Received:
		likely = []huiyin.Action{huiyin.ActionAccept, huiyin.ActionAssign, huiyin.ActionSettle}
		if c.Handler != "" {
			likely = []huiyin.Action{huiyin.ActionAccept, huiyin.ActionSettle}
		}
	case huiyin.Investigating:
		likely = []huiyin.Action{huiyin.ActionAccept, huiyin.ActionFind, huiyin.ActionGiveOpinion, huiyin.ActionPropose}
		if len(c.Findings) > 0 {
			likely = []huiyin.Action{huiyin.ActionAccept, huiyin.ActionPropose}
		}
		if v.asked() && len(c.Opinions) == 0 {
			likely = []huiyin.Action{huiyin.ActionGiveOpinion}
		}
	case huiyin.Proposing:
		likely = []huiyin.Action{huiyin.ActionPropose}
		for i := range c.Proposals {
			if c.MaySubmit(v.By, c.Proposals[i].N) == nil {
				likely = []huiyin.Action{huiyin.ActionSubmit}
			}
		}
	case huiyin.Approving:
		likely = []huiyin.Action{huiyin.ActionDecide}
	case huiyin.Answering:
		likely = []huiyin.Action{huiyin.ActionGiveAnswer}
	case huiyin.Executing:
		if v.can(huiyin.ActionGiveAnswer) { // the acceptance did not hold
			return huiyin.ActionGiveAnswer
		}
		if v.can(huiyin.ActionPay) && len(v.owing()) > 0 {
			return huiyin.ActionPay
		}
		if slices.ContainsFunc(c.Tasks, func(t huiyin.Task) bool { return c.MayEndTask(v.By, t.ID) == nil }) {
			return huiyin.ActionEndTask
		}
		if len(c.Results) == 0 {
			likely = append(likely, huiyin.ActionTellResult)
		}
		for _, g := range c.Missing(v.Now) {
			likely = append(likely, g.Action)
		}
		likely = append(likely, huiyin.ActionClose)
	case huiyin.InDispute:
		likely = []huiyin.Action{huiyin.ActionEndDispute}
	case huiyin.Closed:
		likely = []huiyin.Action{huiyin.ActionFollowUp}
		if n := len(c.FollowUps); n > 0 {
			likely = nil
			if last := c.FollowUps[n-1]; last.Satisfaction == huiyin.Unsatisfied || last.Recurred { // rule W9
				likely = []huiyin.Action{huiyin.ActionReopen}
			}
		}
		if len(c.Ungiven()) > 0 && c.MayGive(v.By, c.Ungiven()[0].N) == nil {
			return huiyin.ActionGiveGift
		}
	}
	for _, a := range likely {
		if v.can(a) {
			return a
		}
	}
	return ""
}

// asked tells whether the person belongs to the responsible department.
func (v View) asked() bool { return v.C.Department != "" && v.By.Department == v.C.Department }

// deeds are the further things that the person may do now, under one head of 更多操作.
type deeds struct {
	name    string
	actions []huiyin.Action
}

// groups are all that have a form on the page, in the order of the way, under the four heads of UI.md.
var groups = []deeds{
	{"沟通", []huiyin.Action{
		huiyin.ActionLogContact, huiyin.ActionRemind, huiyin.ActionGiveAnswer, huiyin.ActionDraftLetter,
		huiyin.ActionTellResult, huiyin.ActionFollowUp, huiyin.ActionObjectInvalid,
		huiyin.ActionSendOutside, huiyin.ActionGrantOutside, huiyin.ActionExtendOutside, huiyin.ActionAnswerReturn,
		huiyin.ActionReturnOutside, huiyin.ActionTakeAgain, huiyin.ActionNoteVerdict,
	}},
	{"办理", []huiyin.Action{
		huiyin.ActionAccept, huiyin.ActionAssign, huiyin.ActionAssess, huiyin.ActionRequestStatement, huiyin.ActionFind,
		huiyin.ActionGiveOpinion, huiyin.ActionPropose, huiyin.ActionAddTask, huiyin.ActionPay,
		huiyin.ActionWaivePayment, huiyin.ActionAskGesture, huiyin.ActionFindCause, huiyin.ActionAddMeasure,
		huiyin.ActionSettle, huiyin.ActionStartDispute, huiyin.ActionLogDispute, huiyin.ActionEndDispute,
		huiyin.ActionProposeSanction, huiyin.ActionClose, huiyin.ActionReopen,
	}},
	{"材料", []huiyin.Action{
		huiyin.ActionAttach, huiyin.ActionSign, huiyin.ActionCorrect, huiyin.ActionNoteSensitive,
		huiyin.ActionHandOnData, huiyin.ActionPackEvidence,
	}},
	{"管理", []huiyin.Action{
		huiyin.ActionPause, huiyin.ActionResume, huiyin.ActionExtend, huiyin.ActionRefer, huiyin.ActionAcceptTransfer,
		huiyin.ActionSendBack, huiyin.ActionTransfer, huiyin.ActionMerge, huiyin.ActionUnmerge, huiyin.ActionSetPhase,
		huiyin.ActionChangeAccused, huiyin.ActionRecuse, huiyin.ActionRestrict, huiyin.ActionLiftRestriction,
		huiyin.ActionHold, huiyin.ActionEndHold,
	}},
}

// others are the further things that the person may do now, by their heads.
func (v View) others() []deeds {
	next := v.next()
	var out []deeds
	for _, g := range groups {
		d := deeds{name: g.name}
		for _, a := range g.actions {
			if a != next && v.formed(a) {
				d.actions = append(d.actions, a)
			}
		}
		if len(d.actions) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// formed tells whether the page holds the form of an action that the person may do.
func (v View) formed(a huiyin.Action) bool {
	switch a {
	case huiyin.ActionPay:
		return v.can(a) && len(v.owing()) > 0
	case huiyin.ActionRequestStatement:
		return v.can(a) && len(v.C.Barred()) > 0
	case huiyin.ActionPause:
		return v.can(a) && v.C.Paused() == nil && len(v.extendable()) > 0
	case huiyin.ActionResume:
		return v.can(a) && v.C.Paused() != nil
	case huiyin.ActionExtend:
		return v.can(a) && len(v.extendable()) > 0
	case huiyin.ActionTransfer:
		return v.can(a) && v.C.Transferring() == nil
	case huiyin.ActionAcceptTransfer, huiyin.ActionSendBack:
		return v.can(a) && v.C.Transferring() != nil
	case huiyin.ActionRefer:
		return v.can(a) && !v.C.CallsForOutside()
	case huiyin.ActionLiftRestriction:
		return v.can(a) && v.C.Restricted
	case huiyin.ActionObjectInvalid:
		return v.C.MayObject(v.By, v.Now) == nil
	}
	return v.can(a)
}

// seconds are the two most likely besides the next: to write down a talk, and that the customer asked again.
func (v View) seconds() []huiyin.Action {
	next := v.next()
	var out []huiyin.Action
	for _, a := range []huiyin.Action{huiyin.ActionLogContact, huiyin.ActionRemind, huiyin.ActionAttach} {
		if a != next && len(out) < 2 && v.formed(a) {
			out = append(out, a)
		}
	}
	return out
}

// asks is what a link to a form says: with fields to come it ends in … (UI.md).
func (v View) asks(a huiyin.Action) string { return v.T(a.Label()) + "…" }

// submittable is the number of the proposal that the person may submit, 0 for none.
func (v View) submittable() int {
	for i := range v.C.Proposals {
		if v.C.MaySubmit(v.By, v.C.Proposals[i].N) == nil {
			return v.C.Proposals[i].N
		}
	}
	return 0
}

// place is the id of what an action's link leads to: its form, or the part that holds several.
func (v View) place(a huiyin.Action) string {
	switch a {
	case huiyin.ActionSubmit, huiyin.ActionDecide:
		return "#proposals"
	case huiyin.ActionAgreeClosing:
		return "#closing-asked"
	case huiyin.ActionEndTask:
		return "#tasks"
	case huiyin.ActionEndDispute, huiyin.ActionLogDispute:
		return "#dispute"
	case huiyin.ActionDecideFacts:
		return "#answers"
	case huiyin.ActionDraftLetter:
		return v.URL("letter")
	case huiyin.ActionCorrect:
		return v.URL("corrections")
	case huiyin.ActionGiveGift, huiyin.ActionDecideGift:
		return "#gifts"
	case huiyin.ActionDoMeasure, huiyin.ActionVerify:
		return "#improvement"
	}
	return "#form-" + string(a)
}

// archiving says when the closed complaint is archived, or what it waits for (rule W10).
func (v View) archiving() string {
	if e := v.C.Loose(); e != nil {
		return v.T("已结案。%s", v.Lang.Err(e))
	}
	return v.T("已结案。%s 起由系统归档，此前可以重开。", v.Clock().Date(v.C.ArchivesAt(v.By.Org)))
}

// waitingFor says whom the case waits for, by name and since when.
func (v View) waitingFor() string {
	if v.C.Merged() {
		return v.T("已并入另一件投诉")
	}
	if r := v.C.OpenClosing(); r != nil && r.AgreedAt.IsZero() {
		return v.T("等上一级同意")
	} else if r != nil {
		return v.T("到 %s 客户没有新的意见，自动结案；在此之前办结时限和满月升级照常计时。", v.Clock().Full(r.Due))
	}
	switch v.C.State {
	case huiyin.Received:
		return v.T("等待分派或接收。")
	case huiyin.Approving:
		if people, since := v.C.ApprovalWaits(v.By.Org); len(people) > 0 {
			return v.T("等 %s 审批，已等 %s。", v.names(people), v.Clock().Span(v.Now.Sub(since)))
		}
		return v.T("方案正在审批。")
	case huiyin.Answering:
		return v.T("等 %s 答复客户。", v.owner())
	case huiyin.Archived:
		return v.T("已归档，只能查看。")
	case huiyin.Closed:
		return ""
	}
	if v.C.Handler == "" {
		return v.T("等 %s 继续办理。", v.owner())
	}
	return v.T("等 %s 继续办理。", v.person(v.C.Handler))
}

func icon(a huiyin.Action) string {
	switch a {
	case huiyin.ActionLogContact, huiyin.ActionGiveAnswer, huiyin.ActionTellResult, huiyin.ActionSendOutside:
		return "message"
	case huiyin.ActionRemind:
		return "bell"
	case huiyin.ActionAssign, huiyin.ActionAccept:
		return "user-check"
	case huiyin.ActionDecide, huiyin.ActionSubmit:
		return "rubber-stamp"
	case huiyin.ActionPay:
		return "coin"
	case huiyin.ActionAttach:
		return "paperclip"
	case huiyin.ActionClose, huiyin.ActionSettle:
		return "check"
	case huiyin.ActionRestrict:
		return "lock"
	case huiyin.ActionStartDispute, huiyin.ActionEndDispute, huiyin.ActionLogDispute:
		return "scale"
	case huiyin.ActionAssess:
		return "flag"
	case huiyin.ActionReopen:
		return "refresh"
	case huiyin.ActionMerge, huiyin.ActionUnmerge:
		return "git-merge"
	}
	return "edit"
}
