package complaints

import (
	"strconv"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

func (v View) proposeLabel() string {
	if v.C.State == huiyin.Executing {
		return v.T("补充方案")
	}
	return v.T("提出方案")
}

// amountHint says what already stands, since only the sum counts (rule C2).
func (v View) amountHint() string {
	if standing := v.C.StandingSum(0); standing > 0 {
		return v.T("有经济补偿或礼品时填写。本案已有 %s，按累计金额审批。", standing)
	}
	return "有经济补偿或礼品时填写。"
}

// undecided tells whether a proposal can still be approved, so that it matters by whom.
func undecided(p *huiyin.Proposal) bool {
	return p.Status == huiyin.ProposalDraft || p.Status == huiyin.ProposalPending || p.Status == huiyin.ProposalReturned
}

func (v View) authority(p *huiyin.Proposal) string {
	sum := p.Sum
	if p.Status != huiyin.ProposalPending {
		sum = v.C.StandingSum(p.N) + p.Amount
	}
	words, args := v.C.Authority(v.By.Org, sum)
	return v.T(words, args...)
}

func stepTone(p *huiyin.Proposal, s *huiyin.Step) string {
	switch {
	case s.Decision == huiyin.Approve:
		return "done"
	case s.Decision != "":
		return "stopped"
	case p.Status == huiyin.ProposalPending && s.Stage == p.Stage:
		return "now"
	}
	return "later"
}

func (v View) withdrawTarget(p *huiyin.Proposal) ui.Target {
	t := v.target(huiyin.ActionWithdraw, "proposals/"+strconv.Itoa(p.N)+"/withdraw", "proposals")
	t.Confirm = "确定撤回这个方案吗？"
	return t
}

func (v View) title(o huiyin.Step) string { return v.T(o.Label()) }
