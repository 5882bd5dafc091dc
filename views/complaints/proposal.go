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

// mostMeasures is how many rows the form has: one for each kind of measure.
const mostMeasures = 6

// rowsShown is how many rows stand open: those that were filled in, and the first two.
func rowsShown(f ui.Form) int {
	n := 2
	for _, name := range []string{"measure", "who", "due", "owed", "worth"} {
		for i, typed := range f.Typed[name] {
			if typed != "" {
				n = max(n, i+1)
			}
		}
	}
	return min(n, mostMeasures)
}

// dueHint says once which date holds where none is given (rule W3).
func (v View) dueHint(row int) string {
	if row > 0 {
		return ""
	}
	return v.T("不填的，由经办人在 %s 前完成。", v.Clock().Full(v.C.MeasureDue(v.By.Org, v.Now)))
}

// worthHint says once what has a worth, and what an empty one means (rules W3, C2).
func worthHint(row int) string {
	if row > 0 {
		return ""
	}
	return "协助解决和改进服务不是应做的，填写减免、差价、优惠或工料的价值；不填即价值未知，须由副总经理审批。"
}

// dueByRule says when money is paid and a gift is given for which nobody set a date (rules D14, C9).
func (v View) dueByRule(r huiyin.Remedy) string {
	if r == huiyin.Compensation {
		return v.T("客户接受后 %d 天内支付", v.By.Org.Parameters.Get(huiyin.PayWithin))
	}
	return v.T("结案之后 %d 天内送出", v.By.Org.Parameters.Get(huiyin.PayWithin))
}

// amountHint says what already stands, since only the sum counts (rule C2).
func (v View) amountHint() string {
	if beside := v.C.Beside(v.By.Org, v.Now); beside.Sum > 0 {
		return v.T("有经济补偿或礼品时填写。本案和同一客户、房号近期已有 %s，按累计金额审批。", beside.Sum)
	}
	return "有经济补偿或礼品时填写。"
}

// undecided tells whether a proposal can still be approved, so that it matters by whom.
func undecided(p *huiyin.Proposal) bool {
	return p.Status == huiyin.ProposalDraft || p.Status == huiyin.ProposalPending || p.Status == huiyin.ProposalReturned
}

func (v View) authority(p *huiyin.Proposal) string {
	words, args := v.C.Authority(v.By.Org, v.C.CountedWith(v.By.Org, p, v.Now))
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

// earlier tells whether a proposal is behind the newest and asks nothing of this person: it takes one line.
func (v View) earlier(p *huiyin.Proposal) bool {
	newest := p.N == len(v.C.Proposals)
	return !newest && p.Status != huiyin.ProposalPending && v.C.MaySubmit(v.By, p.N) != nil &&
		!v.refused("settlement")
}

// proposalLine is the one line of an earlier proposal.
func (v View) proposalLine(p *huiyin.Proposal) string {
	line := v.T("方案%d", p.N) + " · " + v.T("第%d轮", p.Round) + " · " + v.T(p.Status.Label())
	if p.Money() {
		line += " · " + p.Amount.String()
	}
	return line
}
