package print

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"huiyin/huiyin"
)

// Approval writes 《补偿审批表》, the approval of the newest proposal with money, a gift or money's worth: what for, on
// what ground, how much in figures and capitals, and the chain with everyone's word (F4).
func Approval(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newPaper(a4, s, "补偿审批表", internal, c, org)
	q := p.last(func(q *huiyin.Proposal) bool { return q.Climbs() && shown(q) })
	if q == nil {
		q = p.last(func(q *huiyin.Proposal) bool { return q.Climbs() && q.Mandate == 0 })
	}
	if q == nil {
		q = &huiyin.Proposal{}
	}
	p.fill(slices.Concat(p.approvalFacts(q), p.approvalSum(q), p.approvalChain(q)))
	return p.write(w)
}

func (p *paper) approvalFacts(q *huiyin.Proposal) []gridRow {
	c := p.c
	name := ""
	if q.N > 0 {
		name = p.t(fmt.Sprintf("方案%d（第%d轮）", q.N, q.Round))
	}
	return []gridRow{
		{cells: []cell{label(1.5, "投诉人"), value(3, p.customer()), label(1.5, "投诉类别"),
			value(6, p.org.CategoryName(c.Category))}},
		{cells: []cell{label(1.5, "投诉等级"), value(3, p.t(c.Grade.Label())), label(1.5, "房号/合同"),
			value(6, strings.TrimSpace(c.Unit+" "+c.Contract))}},
		{cells: []cell{label(1.5, "经办人"), value(3, p.who(c.Handler)), label(1.5, "负责人"), value(6, p.who(c.Owner))}},
		{cells: []cell{label(1.5, "方案"), value(3, name), label(1.5, "提出人"),
			value(6, strings.TrimSpace(p.who(q.By)+" "+p.when(q.At)))}},
		{want: 24, cells: []cell{label(1.5, "事由"), value(10.5, c.Matter)}},
		{want: 18, cells: []cell{label(1.5, "责任划分"), raw(10.5, p.shares(q))}},
		{want: 18, cells: []cell{label(1.5, "方案内容"), raw(10.5, p.remedies(q))}},
		{want: 14, cells: []cell{label(1.5, "依据条款"), value(10.5, q.Ground)}},
		{want: 14, cells: []cell{label(1.5, "计算方法"), value(10.5, p.orStruck(q.Reckoning))}},
	}
}

// shares writes whose fault it was (rule K5); the percentages are for the hand.
func (p *paper) shares(q *huiyin.Proposal) string {
	r := p.c.Responsibility
	if r == huiyin.ByUnknown {
		r = ""
	}
	list := slices.DeleteFunc(huiyin.Responsibilities(),
		func(r huiyin.Responsibility) bool { return r == huiyin.ByUnknown })
	if q.Shares != (huiyin.Shares{}) {
		return choices(of(list, huiyin.Responsibility.Label, r)...) +
			p.t(fmt.Sprintf("\n比例：我方%d％\u3000客户%d％\u3000其他方%d％", q.Shares.Company, q.Shares.Customer, q.Shares.Other))
	}
	if p.ended() { // nobody said, and nobody adds it now
		return choices(of(list, huiyin.Responsibility.Label, r)...) + p.t("\n比例：/")
	}
	return choices(of(list, huiyin.Responsibility.Label, r)...) +
		p.t("\n比例：我方"+blank4+"％\u3000客户"+blank4+"％\u3000其他方"+blank4+"％")
}

func (p *paper) remedies(q *huiyin.Proposal) string {
	list := make([]option, 0, 6)
	for _, r := range huiyin.Remedies() {
		list = append(list, option{r.Label(), q.Has(r)})
	}
	return strings.TrimSuffix(choices(list...)+"\n"+clean(q.Text), "\n")
}

func (p *paper) approvalSum(q *huiyin.Proposal) []gridRow {
	var now, words, before, sum, sumWords, authority string
	if q.Climbs() {
		now, words = q.Amount.String(), inCapitals(q.Amount)
		if gift := q.GiftValue(); gift > 0 {
			words += "\n其中礼品 " + gift.String() + "（" + gift.Capitals() + "）"
		}
		switch {
		case q.Unpriced:
			words += "\n另有价值未知的措施，按超出经理审批权限处理"
		case q.Worth > 0:
			words += "\n另有措施，价值 " + q.Worth.String() + "（" + q.Worth.Capitals() + "）"
		}
		with := p.c.CountedWith(p.org, q, p.stamp.At)
		total := with.Sum
		before, sum, sumWords = (total - q.Counted()).String(), total.String(), inCapitals(total)
		text, args := p.c.Authority(p.org, with)
		authority = fmt.Sprintf(text, args...)
	}
	return []gridRow{
		{cells: []cell{label(1.5, "本次金额"), amount(3, now), label(1.5, "大写"), value(6, p.t(words))}},
		{cells: []cell{label(1.5, "此前有效"), amount(3, before), label(1.5, "审批权限"), value(6, p.t(authority))}},
		{cells: []cell{label(1.5, "累计金额"), amount(3, sum), label(1.5, "大写"), value(6, p.t(sumWords))}},
		{cells: []cell{
			label(1.5, "付款方式"), raw(5, p.payWays(q)), label(1.5, "收款人"), value(4, p.payee(q)),
		}},
		{cells: []cell{label(1.5, "和解协议"), value(3, p.orStruck(p.agreed(q))), label(1.5, "付款"),
			value(6, p.orStruck(p.payments(q)))}},
	}
}

// approvalChain makes a row for each step of the newest submission, or for those to expect where none
// was made: its word and a place to sign (rule C3).
func (p *paper) approvalChain(q *huiyin.Proposal) []gridRow {
	rows := []gridRow{{cells: []cell{label(12, "审批过程")}}}
	if q.Chain == 0 {
		for _, title := range []string{"主管", "经理", "法务会签", "财务会签", "副总经理"} {
			rows = append(rows, gridRow{cells: []cell{label(1.5, title), value(10.5, "").signed("签字")}})
		}
		return rows
	}
	for _, s := range p.c.Chain(q.N) {
		title := s.Label()
		if s.Function != "" {
			title += "会签"
		}
		said := ""
		if s.Decision != "" {
			said = p.t(s.Decision.Label()) + "\u3000" + p.whoFor(s.By, s.For) + "\u3000" + p.when(s.At)
			if s.Words != "" {
				said += "\n" + s.Words
			}
		}
		rows = append(rows, gridRow{cells: []cell{label(1.5, title), value(10.5, said).signed("签字")}})
	}
	return rows
}

// inCapitals is a sum in words as a contract has it.
func inCapitals(m huiyin.Money) string { return "人民币" + m.Capitals() }

// paidOf are the payments of a proposal that count.
func (p *paper) paidOf(q *huiyin.Proposal) (out []*huiyin.Payment) {
	for i := range p.c.Payments {
		k := &p.c.Payments[i]
		if k.Proposal == q.N && q.N > 0 && k.Dispute == 0 && k.Reverses == 0 && !k.ReleasedAt.IsZero() {
			out = append(out, k)
		}
	}
	return out
}

// payWays ticks how it was paid; before that it is for the hand.
func (p *paper) payWays(q *huiyin.Proposal) string {
	ways := []option{{"银行转账", false}, {"抵扣费用", false}, {"其他", false}}
	other := ""
	for _, k := range p.paidOf(q) {
		switch {
		case strings.Contains(k.Way, "转账"):
			ways[0].ticked = true
		case strings.Contains(k.Way, "抵"):
			ways[1].ticked = true
		default:
			ways[2].ticked, other = true, clean(k.Way)
		}
	}
	if p.ended() && other == "" {
		return choices(ways...)
	}
	return choices(ways...) + cmp.Or(other, blank4)
}

// payments lists what was paid on it, with day and slip.
func (p *paper) payments(q *huiyin.Proposal) string {
	var out []string
	for _, k := range p.paidOf(q) {
		out = append(out, strings.TrimSpace(p.date(k.PaidAt)+" "+k.Amount.String()+" "+k.Receipt))
	}
	return strings.Join(out, "\n")
}

// agreed is the number of the agreement that was signed on it.
func (p *paper) agreed(q *huiyin.Proposal) string {
	for i := range p.c.Attachments {
		a := &p.c.Attachments[i]
		if a.Kind == huiyin.SignedAgreement && a.WithdrawnAt.IsZero() && q.N > 0 && a.At.After(q.At) {
			return p.c.Number + p.t("，") + p.date(a.At) + p.t(" 归档")
		}
	}
	return ""
}

// payee names to whom the money goes, and the end of the account (F4).
func (p *paper) payee(q *huiyin.Proposal) string {
	to := p.c.Payee(q.N)
	if to == nil {
		if paid := p.paidOf(q); len(paid) > 0 {
			return cmp.Or(paid[len(paid)-1].Payee, p.c.Name)
		}
		return p.orStruck("")
	}
	name := to.Holder
	if name == "" {
		name = to.Name
	}
	return name + " " + huiyin.Mask(to.Account)
}
