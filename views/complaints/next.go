package complaints

import (
	"slices"

	"huiyin/huiyin"
)

// next is the one most likely thing that this person has to do now, "" for nothing.
func (v View) next() huiyin.Action {
	c := v.C
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

// others are the further things that the person may do now, in the order of the way.
func (v View) others() []huiyin.Action {
	next := v.next()
	var out []huiyin.Action
	for _, a := range []huiyin.Action{
		huiyin.ActionAccept, huiyin.ActionAssign, huiyin.ActionAssess, huiyin.ActionLogContact, huiyin.ActionRemind,
		huiyin.ActionRequestStatement, huiyin.ActionFind, huiyin.ActionGiveOpinion, huiyin.ActionPropose,
		huiyin.ActionGiveAnswer,
		huiyin.ActionDecideFacts, huiyin.ActionDraftLetter, huiyin.ActionTellResult, huiyin.ActionAddTask,
		huiyin.ActionPay, huiyin.ActionAskGesture,
		huiyin.ActionFindCause, huiyin.ActionAddMeasure, huiyin.ActionAttach, huiyin.ActionSign, huiyin.ActionSettle,
		huiyin.ActionSendOutside, huiyin.ActionMerge, huiyin.ActionUnmerge, huiyin.ActionStartDispute,
		huiyin.ActionLogDispute,
		huiyin.ActionEndDispute,
		huiyin.ActionClose, huiyin.ActionFollowUp, huiyin.ActionReopen, huiyin.ActionSetPhase,
		huiyin.ActionCorrect, huiyin.ActionRestrict, huiyin.ActionProposeSanction,
	} {
		if a != next && v.can(a) && !(a == huiyin.ActionPay && len(v.owing()) == 0) &&
			!(a == huiyin.ActionRequestStatement && len(v.C.Accused) == 0) {
			out = append(out, a)
		}
	}
	return out
}

// place is the id of what an action's link leads to: its form, or the part that holds several.
func (v View) place(a huiyin.Action) string {
	switch a {
	case huiyin.ActionSubmit, huiyin.ActionDecide:
		return "#proposals"
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

func (v View) waitingFor() string {
	if v.C.Merged() {
		return v.T("已并入另一件投诉")
	}
	switch v.C.State {
	case huiyin.Received:
		return v.T("等待分派或接收。")
	case huiyin.Approving:
		return v.T("方案正在审批。")
	case huiyin.Answering:
		return v.T("等待负责人答复客户。")
	}
	return v.T("等待经办人继续办理。")
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
