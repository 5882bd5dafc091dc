package print

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// Process writes 《投诉处理过程记录表》, the course of one case step by step: when, what, by whom, what came
// next, and a place to sign for each (the second form of F2, the tracking grid of ISO 10002 annex E). What
// only few may read in a case, its consequences, is no part of it (rule A3). An open case ends with rows
// to go on by hand.
func Process(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newPaper(a4, s, "投诉处理过程记录表", internal, c, org)
	p.row(0, label(1.6, "投诉人"), value(4.4, p.customer()), label(1.6, "联系电话"), value(4.4, p.masked("phone", c.Phone)))
	p.row(0, label(1.6, "房号/位置"), value(4.4, c.Unit), label(1.6, "等级/紧急"),
		value(4.4, strings.Trim(p.t(c.Grade.Label())+" / "+p.t(c.Urgency.Label()), " /")))
	p.row(0, label(1.6, "负责人"), value(4.4, p.who(c.Owner)), label(1.6, "经办人"), value(4.4, p.who(c.Handler)))
	p.table([]cell{label(1.6, "时间"), label(1.5, "环节"), label(1.5, "处理人"), label(4.2, "内容"), label(1.9, "下一步"),
		label(1.3, "签字")})
	for _, e := range p.steps() {
		p.row(signHeight, p.stepRow(e)...)
	}
	if p.ended() {
		p.row(0, middle(12, p.t("以下空白")))
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

// withWords sets somebody's words behind their decision, and says it once where they begin with it.
func withWords(text, decision, words string) string {
	if rest, same := strings.CutPrefix(words, decision); same {
		if words = strings.TrimLeft(rest, "。，,；;：: "); words == "" {
			return text
		}
	}
	return strings.TrimRight(text, "。") + "。" + words
}

// assignments are who gave the case to whom: each that the journal has, else the one that the case itself knows.
func (p *paper) assignments() []huiyin.Assigning {
	all := p.stamp.Assigned
	c := p.c
	if !slices.ContainsFunc(all, func(a huiyin.Assigning) bool { return a.At.Equal(c.AssignedAt) }) {
		all = append(slices.Clone(all), huiyin.Assigning{At: c.AssignedAt, To: c.Handler, Department: c.Department})
	}
	return all
}

// adding takes a step; one without a time has not happened.
type adding func(at time.Time, name, who, text, next string)

// firstSteps are intake, contacts and investigation.
func (p *paper) firstSteps(add adding) {
	c := p.c
	next := p.t("分派经办人")
	if !c.PromisedAt.IsZero() {
		next += "；" + p.when(c.PromisedAt) + p.t(" 前答复")
	}
	add(c.ReceivedAt, p.t("受理"), p.who(c.RecordedBy), saying(p.t(c.Channel.Label()), c.Matter), next)
	for _, a := range p.assignments() {
		add(a.At, p.t("交办"), p.whoFor(a.By, a.For), strings.TrimSpace(p.who(a.To)+"\n"+p.org.DepartmentName(a.Department)),
			p.t("接收"))
	}
	add(c.AcceptedAt, p.t("接收"), p.who(c.Handler), "", p.t("调查核实"))
	for _, k := range c.Contacts {
		next := ""
		if k.Promised != "" {
			next = p.t("兑现承诺：") + k.Promised + "（" + p.date(k.PromisedAt) + "）"
		}
		step := p.t("沟通")
		if k.Unreached {
			step = p.t("没有联系上")
		}
		add(k.At, step, p.who(k.By), saying(strings.TrimSpace(p.t(k.Way.Label())+" "+k.Who), k.Said), next)
	}
	for _, r := range c.Reminders {
		add(r.At, p.t("催办"), p.who(r.By), strings.TrimSpace(p.t(r.Way.Label())+" "+r.Caller), "")
	}
	for _, f := range c.Findings {
		text := f.Finding
		if f.Ground != "" {
			text += p.t("\n依据：") + f.Ground
		}
		add(f.At, p.t("调查"), p.who(f.By), text, p.t("拟定方案"))
	}
	for _, s := range c.Statements {
		add(s.At, p.t("当事人陈述"), p.who(s.By), s.Statement, "")
	}
	for _, o := range c.Opinions {
		add(o.At, p.t("部门意见"), p.who(o.By), saying(p.org.DepartmentName(o.Department), o.Opinion), p.t("拟定方案"))
	}
	for _, k := range c.Pauses {
		until := ""
		if !k.Until.IsZero() {
			until = p.t("\n暂停至 ") + p.when(k.Until)
		}
		add(k.At, p.t("暂停计时"), p.who(k.By), k.Reason+until, p.t("恢复计时"))
		if !k.EndedAt.IsZero() {
			add(k.EndedAt, p.t("恢复计时"), cmp.Or(p.who(k.EndedBy), p.t("自动")), p.movedDates(), "")
		}
	}
	for _, e := range c.Extensions {
		add(e.At, p.t("申请延期"), p.who(e.By), p.t(e.Deadline.Label())+p.t("延至 ")+p.when(e.Until)+"："+e.Reason,
			p.t("负责人答复"))
		granted := map[string]string{"yes": p.t("同意"), "no": p.t("不同意")}[e.Granted]
		add(e.DecidedAt, p.t("答复延期"), p.whoFor(e.DecidedBy, e.DecidedFor), granted, "")
	}
}

// movedDates names every date that was moved, the first one before the present (rule D9).
func (p *paper) movedDates() string {
	var out []string
	for i := range p.c.Deadlines {
		d := &p.c.Deadlines[i]
		if !d.First().Equal(d.Due) {
			out = append(out, p.t(d.Kind.Label())+p.t("：原定 ")+p.when(d.First())+p.t("，改为 ")+p.when(d.Due))
		}
	}
	return strings.Join(out, "\n")
}

// remedySteps are the proposals, their chains and the answers.
func (p *paper) remedySteps(add adding) {
	c := p.c
	for i := range c.Proposals {
		q := &c.Proposals[i]
		next := p.t("答复客户")
		if q.Chain > 0 || q.Money() {
			next = p.t("审批")
		}
		add(q.At, p.t("拟定方案"), p.who(q.By), fmt.Sprintf(p.t("方案%d：%s\n%s"), q.N, strings.Join(q.Labels(), "、"),
			p.proposal(q)), next)
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		text := fmt.Sprintf(p.t("方案%d（%s）：%s"), s.Proposal, p.t(s.Label()), p.t(s.Decision.Label()))
		if s.Words != "" {
			text = withWords(text, p.t(s.Decision.Label()), s.Words)
		}
		next := map[huiyin.Decision]string{huiyin.Return: p.t("修改方案"), huiyin.Refuse: p.t("重新拟定方案")}[s.Decision]
		add(s.At, p.t("审批"), p.whoFor(s.By, s.For), text, next)
	}
	for i, a := range c.Answers {
		word := c.WordOn(i + 1)
		next := map[string]string{"yes": p.t("执行方案"), "no": p.t("重新拟定方案"), "pending": p.t("等待客户意见")}[word]
		add(a.At, p.t("答复"), p.whoFor(a.By, a.For), p.t(a.Way.Label())+"："+a.Said+p.wants(a.Wants)+p.t("\n客户意见：")+
			accepted[word], next)
	}
	for _, d := range c.Disputes {
		add(d.StartedAt, p.t(d.Stage.Label()), p.whoFor(d.StartedBy, d.StartedFor), d.Body+"\n"+d.Claim, "")
		add(d.EndedAt, p.t(d.Stage.Label())+p.t("结束"), p.whoFor(d.EndedBy, d.EndedFor),
			saying(p.t(d.Result.Label()), d.Words), "")
	}
	for _, e := range c.DisputeEvents {
		add(e.At, p.t(e.Kind.Label()), p.who(e.By), strings.TrimSpace(p.when(e.On)+" "+e.Words), "")
	}
}

// workSteps are what is carried out, paid and improved.
func (p *paper) workSteps(add adding) {
	c := p.c
	before := func(who string, due time.Time) string {
		if due.IsZero() {
			return p.who(who) + p.t("办理")
		}
		return p.who(who) + p.t("于 ") + p.when(due) + p.t(" 前完成")
	}
	for _, t := range c.Tasks {
		add(t.At, p.t("布置事项"), p.who(t.By), t.What, before(t.Who, t.Due))
		verb := p.t("完成：")
		if t.Dropped {
			verb = p.t("取消：")
		}
		add(t.EndedAt, p.t("执行"), p.who(t.EndedBy), sentence(t.What)+verb+t.Result, "")
	}
	for _, k := range c.Payments {
		what, sum := "付款", k.Amount
		switch {
		case k.Reverses > 0:
			what, sum = "冲正付款", -k.Amount
		case k.ReleasedAt.IsZero():
			what = "登记付款（未放行）"
		}
		add(k.At, p.t(what), p.who(k.By), sum.String()+"，"+k.Way+p.t("，凭证 ")+k.Receipt, "")
	}
	for _, g := range c.Gifts {
		if g.Status == huiyin.GiftGiven {
			add(g.GivenAt, p.t("送出礼品"), p.who(g.GivenBy), g.What+"，"+g.Value.String(), "")
		}
	}
	for _, k := range c.Causes {
		add(k.At, p.t("原因分析"), p.who(k.By), saying(p.t(k.Class.Label()), k.Cause), p.t("制定措施"))
	}
	for _, m := range c.Measures {
		add(m.At, p.t(m.Kind.Label()), p.who(m.By), m.What+"（"+m.Unit+"）", before(m.Person, m.Due))
		add(m.DoneAt, p.t("措施办结"), p.who(m.DoneBy), sentence(m.What)+p.t("结果：")+m.Done, p.t("他人验证效果"))
		add(m.VerifiedAt, p.t("效果验证"), p.who(m.VerifiedBy),
			saying(map[string]string{"yes": p.t("有效"), "no": p.t("无效")}[m.Effective], m.Words), "")
	}
}

// lastSteps are the results told, the closing and the calls after it.
func (p *paper) lastSteps(add adding) {
	c := p.c
	for _, r := range c.Results {
		add(r.At, p.t("告知结果"), p.who(r.By), p.t(r.Way.Label())+"："+r.Said+p.wants(r.Wants)+p.t("\n满意度：")+
			p.t(r.Satisfaction.Label()), p.t("结案"))
	}
	add(c.Risen, p.t("自动升级"), "", p.t("受理满一个月未办结，升为重大"), p.t("副总经理负责"))
	next := p.t("归档")
	if c.Grade == huiyin.Important || c.Grade == huiyin.Major {
		next = p.t("回访")
	}
	add(c.ClosedAt, p.t("结案"), p.whoFor(c.ClosedBy, c.ClosedFor), saying(p.t(c.Outcome.Label()), c.CloseReason), next)
	for _, f := range c.FollowUps {
		text := saying(p.t(f.Satisfaction.Label()), f.Said)
		if f.Recurred {
			text = p.t("问题再次发生。") + text
		}
		add(f.At, p.t("回访"), p.who(f.By), text, "")
	}
}
