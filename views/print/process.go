package print

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"huiyin"
)

// Process writes 《投诉处理过程记录表》, the course of one case step by step: when, what, by whom, what came
// next, and a place to sign for each (the second form of F2, the tracking grid of ISO 10002 annex E). What
// only few may read in a case, its consequences, is no part of it (rule A3). An open case ends with rows
// to go on by hand.
func Process(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newPaper(a4, s, "投诉处理过程记录表", internal, c, org)
	p.row(0, label(1.6, "投诉人"), value(4.4, p.customer()), label(1.6, "联系电话"), value(4.4, p.masked("phone", c.Phone)))
	p.row(0, label(1.6, "房号/位置"), value(4.4, c.Unit), label(1.6, "等级/紧急"), value(4.4, strings.Trim(c.Grade.Label()+" / "+c.Urgency.Label(), " /")))
	p.row(0, label(1.6, "负责人"), value(4.4, p.who(c.Owner)), label(1.6, "经办人"), value(4.4, p.who(c.Handler)))
	p.table([]cell{label(1.6, "时间"), label(1.5, "环节"), label(1.5, "处理人"), label(4.2, "内容"), label(1.9, "下一步"), label(1.3, "签字")})
	for _, e := range p.steps() {
		p.row(signHeight, p.stepRow(e)...)
	}
	if p.ended() {
		p.row(0, middle(12, "以下空白"))
	}
	for n := 0; !p.ended() && (n < leastByHand || p.bottom()-p.y >= byHand); n++ {
		p.row(byHand, p.stepRow(step{})...)
	}
	p.repeat = nil
	return p.write(w)
}

// Rows to write by hand: their height in mm, and how many there are at least.
const (
	byHand      = 14
	leastByHand = 3
)

// step is one line of the course and what came next.
type step struct {
	event
	next string
}

func (p *paper) stepRow(e step) []cell {
	when := strings.Replace(p.when(e.at), " ", "\n", 1)
	return []cell{
		middle(1.6, when).sized(9), middle(1.5, e.step).sized(9), middle(1.5, e.who).sized(9),
		value(4.2, e.text).sized(9), value(1.9, e.next).sized(9), value(1.3, ""),
	}
}

// steps collects the whole course in the order of time, each step with what it says and what it led to.
func (p *paper) steps() []step {
	var out []step
	add := func(at time.Time, name, who, text, next string) {
		if !at.IsZero() {
			out = append(out, step{event{at, name, who, text}, next})
		}
	}
	p.firstSteps(add)
	p.remedySteps(add)
	p.workSteps(add)
	p.lastSteps(add)
	slices.SortStableFunc(out, func(a, b step) int { return a.at.Compare(b.at) })
	return out
}

// saying sets a word before what was said, where there is both.
func saying(word, said string) string {
	if word == "" || said == "" {
		return word + said
	}
	return word + "：" + said
}

// adding takes a step; one without a time has not happened.
type adding func(at time.Time, name, who, text, next string)

// firstSteps are intake, contacts and investigation.
func (p *paper) firstSteps(add adding) {
	c := p.c
	next := "分派经办人"
	if !c.PromisedAt.IsZero() {
		next += "；" + p.when(c.PromisedAt) + " 前答复"
	}
	add(c.ReceivedAt, "受理", p.who(c.RecordedBy), saying(c.Channel.Label(), c.Matter), next)
	add(c.AssignedAt, "交办", "", strings.TrimSpace(p.who(c.Handler)+"\n"+p.org.DepartmentName(c.Department)), "接收")
	add(c.AcceptedAt, "接收", p.who(c.Handler), "", "调查核实")
	for _, k := range c.Contacts {
		next := ""
		if k.Promised != "" {
			next = "兑现承诺：" + k.Promised + "（" + p.date(k.PromisedAt) + "）"
		}
		add(k.At, "沟通", p.who(k.By), saying(strings.TrimSpace(k.Way.Label()+" "+k.Who), k.Said), next)
	}
	for _, r := range c.Reminders {
		add(r.At, "催办", p.who(r.By), strings.TrimSpace(r.Way.Label()+" "+r.Caller), "")
	}
	for _, f := range c.Findings {
		text := f.Finding
		if f.Ground != "" {
			text += "\n依据：" + f.Ground
		}
		add(f.At, "调查", p.who(f.By), text, "拟定方案")
	}
	for _, s := range c.Statements {
		add(s.At, "当事人陈述", p.who(s.By), s.Statement, "")
	}
	for _, o := range c.Opinions {
		add(o.At, "部门意见", p.who(o.By), saying(p.org.DepartmentName(o.Department), o.Opinion), "拟定方案")
	}
	for _, k := range c.Pauses {
		add(k.At, "暂停计时", p.who(k.By), k.Reason, "恢复计时")
		add(k.EndedAt, "恢复计时", p.who(k.EndedBy), "", "")
	}
	for _, e := range c.Extensions {
		add(e.At, "申请延期", p.who(e.By), e.Deadline.Label()+"延至 "+p.when(e.Until)+"："+e.Reason, "负责人答复")
		granted := map[string]string{"yes": "同意", "no": "不同意"}[e.Granted]
		add(e.DecidedAt, "答复延期", p.whoFor(e.DecidedBy, e.DecidedFor), granted, "")
	}
}

// remedySteps are the proposals, their chains and the answers.
func (p *paper) remedySteps(add adding) {
	c := p.c
	for i := range c.Proposals {
		q := &c.Proposals[i]
		next := "答复客户"
		if q.Chain > 0 || q.Money() {
			next = "审批"
		}
		add(q.At, "拟定方案", p.who(q.By), fmt.Sprintf("方案%d：%s\n%s", q.N, strings.Join(q.Labels(), "、"), p.proposal(q)), next)
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		text := fmt.Sprintf("方案%d（%s）：%s", s.Proposal, s.Label(), s.Decision.Label())
		if s.Words != "" {
			text += "。" + s.Words
		}
		next := map[huiyin.Decision]string{huiyin.Return: "修改方案", huiyin.Refuse: "重新拟定方案"}[s.Decision]
		add(s.At, "审批", p.whoFor(s.By, s.For), text, next)
	}
	for _, a := range c.Answers {
		next := map[string]string{"yes": "执行方案", "no": "重新拟定方案", "pending": "等待客户意见"}[a.Accepted]
		add(a.At, "答复", p.whoFor(a.By, a.For), a.Way.Label()+"："+a.Said+wants(a.Wants)+"\n客户意见："+accepted[a.Accepted], next)
	}
	for _, d := range c.Disputes {
		add(d.StartedAt, d.Stage.Label(), p.whoFor(d.StartedBy, d.StartedFor), d.Body+"\n"+d.Claim, "")
		add(d.EndedAt, d.Stage.Label()+"结束", p.whoFor(d.EndedBy, d.EndedFor), saying(d.Result.Label(), d.Words), "")
	}
	for _, e := range c.CaseEvents {
		add(e.At, e.Kind.Label(), p.who(e.By), strings.TrimSpace(p.when(e.On)+" "+e.Words), "")
	}
}

// workSteps are what is carried out, paid and improved.
func (p *paper) workSteps(add adding) {
	c := p.c
	before := func(who string, due time.Time) string {
		if due.IsZero() {
			return p.who(who) + "办理"
		}
		return p.who(who) + "于 " + p.when(due) + " 前完成"
	}
	for _, t := range c.Tasks {
		add(t.At, "布置事项", p.who(t.By), t.What, before(t.Who, t.Due))
		verb := "完成："
		if t.Dropped {
			verb = "取消："
		}
		add(t.EndedAt, "执行", p.who(t.EndedBy), sentence(t.What)+verb+t.Result, "")
	}
	for _, k := range c.Payments {
		add(k.At, "付款", p.who(k.By), k.Amount.String()+"，"+k.Way+"，凭证 "+k.Receipt, "")
	}
	for _, g := range c.Presents {
		if g.Status == huiyin.GiftGiven {
			add(g.GivenAt, "送出礼品", p.who(g.GivenBy), g.What+"，"+g.Value.String(), "")
		}
	}
	for _, k := range c.Causes {
		add(k.At, "原因分析", p.who(k.By), saying(k.Class.Label(), k.Cause), "制定措施")
	}
	for _, m := range c.Measures {
		add(m.At, m.Kind.Label(), p.who(m.By), m.What+"（"+m.Unit+"）", before(m.Person, m.Due))
		add(m.DoneAt, "措施办结", p.who(m.DoneBy), sentence(m.What)+"结果："+m.Done, "他人验证效果")
		add(m.VerifiedAt, "效果验证", p.who(m.VerifiedBy), saying(map[string]string{"yes": "有效", "no": "无效"}[m.Effective], m.Words), "")
	}
}

// lastSteps are the results told, the closing and the calls after it.
func (p *paper) lastSteps(add adding) {
	c := p.c
	for _, r := range c.Results {
		add(r.At, "告知结果", p.who(r.By), r.Way.Label()+"："+r.Said+wants(r.Wants)+"\n满意度："+r.Satisfaction.Label(), "结案")
	}
	add(c.Risen, "自动升级", "", "受理满一个月未办结，升为重大", "副总经理负责")
	next := "归档"
	if c.Grade == huiyin.Important || c.Grade == huiyin.Major {
		next = "回访"
	}
	add(c.ClosedAt, "结案", p.whoFor(c.ClosedBy, c.ClosedFor), saying(c.Outcome.Label(), c.CloseReason), next)
	for _, f := range c.FollowUps {
		text := saying(f.Satisfaction.Label(), f.Said)
		if f.Recurred {
			text = "问题再次发生。" + text
		}
		add(f.At, "回访", p.who(f.By), text, "")
	}
}
