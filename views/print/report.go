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

// Report writes 《投诉结案报告》, the closure report (F5): the case as a whole, its course, and the newest
// hash of the journal, which proves that nothing was changed afterwards (rule J2).
func Report(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newPaper(a4, s, "投诉结案报告", internal, c, org)
	p.notClosed()
	p.overview()
	p.course()
	p.investigation()
	p.execution()
	p.valuation()
	p.improvement()
	p.files()
	p.closing()
	return p.write(w)
}

// notClosed says above everything that the report of an open case is none yet.
func (p *paper) notClosed() {
	if !p.ended() {
		p.row(0, cell{span: p.columns, title: "【草稿】尚未结案，仅供查阅，不作为结案依据"})
		p.gap(2)
	}
}

// section sets a heading across the grid and keeps it with what follows.
func (p *sheet) section(text string) {
	p.keep(30)
	p.row(0, cell{span: p.columns, title: text})
}

// field sets one labelled row.
func (p *sheet) field(name, text string) { p.row(0, label(1.6, name), value(10.4, text)) }

func (p *paper) overview() {
	c := p.c
	p.section("一、概况")
	p.row(0, label(1.6, "投诉人"), value(4.4, p.customer()), label(1.6, "联系电话"), value(4.4, p.masked("phone", c.Phone)))
	p.row(0, label(1.6, "项目/房号"), value(4.4, strings.TrimSpace(p.place+" "+c.Unit)), label(1.6, "合同编号"),
		value(4.4, c.Contract))
	p.row(0, label(1.6, "受理时间"), value(4.4, p.when(c.ReceivedAt)), label(1.6, "投诉方式"),
		value(4.4, p.t(c.Channel.Label())))
	p.row(0, label(1.6, "投诉类别"), value(4.4, p.org.CategoryName(c.Category)), label(1.6, "等级/紧急"),
		value(4.4, p.t(strings.Trim(c.Grade.Label()+" / "+c.Urgency.Label(), " /"))))
	p.row(0, label(1.6, "负责人"), value(4.4, p.who(c.Owner)), label(1.6, "经办人"), value(4.4, p.who(c.Handler)))
	p.row(0, label(1.6, "结案状态"), value(4.4, p.conclusion()), label(1.6, "结案时间"), value(4.4, p.when(c.ClosedAt)))
	p.field("投诉事项", c.Matter)
	p.field("客户诉求", c.Demand)
	if c.CloseReason != "" {
		p.field("结案说明", c.CloseReason)
	}
	for _, s := range []huiyin.Lacking{huiyin.LacksAnswer, huiyin.LacksResult, huiyin.LacksForm} { // rule W7
		if in := c.StoodIn(s); in != nil {
			p.field(lackingTitles[s], p.t(in.Why.Label())+"："+in.Words+"（"+p.whoFor(in.By, in.For)+"）")
		}
	}
	if c.GradeReason != "" {
		p.field("定级理由", c.GradeReason)
	}
}

// lackingTitles name what a written reason stands in for (rule W7).
var lackingTitles = map[huiyin.Lacking]string{
	huiyin.LacksAnswer: "无客户意见", huiyin.LacksResult: "未告知结果", huiyin.LacksForm: "无签字表单",
}

// event is one line of the course.
type event struct {
	at              time.Time
	step, who, text string
}

// events collects everything that happened, in the order of time.
func (p *paper) events() []event {
	c := p.c
	var out []event
	addFor := func(at time.Time, step, by, place, text string) {
		if !at.IsZero() {
			out = append(out, event{at, step, p.whoFor(by, place), text})
		}
	}
	add := func(at time.Time, step, by, text string) { addFor(at, step, by, "", text) }
	add(c.ReceivedAt, "受理", c.RecordedBy, p.t(c.Channel.Label()))
	for _, a := range p.assignments() {
		addFor(a.At, "交办", a.By, a.For, strings.Trim(p.who(a.To)+"，"+p.org.DepartmentName(a.Department), "，"))
	}
	add(c.AcceptedAt, "接收", c.Handler, "")
	for _, k := range c.Contacts {
		text := p.t(k.Way.Label()) + "：" + k.Said
		if k.Unreached {
			text = p.t(k.Way.Label()) + p.t("（没有联系上）：") + k.Said
		}
		if k.Promised != "" {
			text += p.t("；承诺：") + k.Promised + "（" + p.date(k.PromisedAt) + "）"
		}
		add(k.At, "沟通", k.By, text)
	}
	for _, r := range c.Reminders {
		add(r.At, "催办", r.By, strings.TrimSpace(p.t(r.Way.Label())+" "+r.Caller))
	}
	for _, f := range c.Findings {
		add(f.At, "调查", f.By, p.t("记录调查情况"))
	}
	for _, s := range c.Statements {
		add(s.At, "当事人陈述", s.By, p.t("提交陈述"))
	}
	for _, o := range c.Opinions {
		add(o.At, "部门意见", o.By, p.t("提出处理意见"))
	}
	for i := range c.Proposals {
		q := &c.Proposals[i]
		text := fmt.Sprintf("方案%d：%s", q.N, strings.Join(q.Labels(), "、"))
		if q.Money() {
			text += "，" + q.Amount.String()
		}
		add(q.At, "拟定方案", q.By, p.t(text))
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		text := p.t(fmt.Sprintf("方案%d（%s）：%s", s.Proposal, s.Label(), s.Decision.Label()))
		if s.Words != "" {
			text = withWords(text, p.t(s.Decision.Label()), s.Words)
		}
		addFor(s.At, "审批", s.By, s.For, text)
	}
	for i, a := range c.Answers {
		addFor(a.At, "答复", a.By, a.For, p.t(a.Way.Label()+"，客户意见："+accepted[c.WordOn(i+1)]))
	}
	for _, t := range c.Tasks {
		verb := "完成："
		if t.Dropped {
			verb = "取消："
		}
		add(t.EndedAt, "执行", t.EndedBy, sentence(t.What)+p.t(verb)+t.Result)
	}
	for _, k := range c.Payments {
		what, sum := "付款", k.Amount
		switch {
		case k.Reverses > 0:
			what, sum = "冲正付款", -k.Amount
		case k.ReleasedAt.IsZero():
			what = "登记付款（未放行）"
		}
		add(k.At, what, k.By, sum.String()+"，"+k.Way)
	}
	for _, r := range c.Results {
		add(r.At, "告知结果", r.By, p.t(r.Satisfaction.Label()))
	}
	for _, d := range c.Disputes {
		addFor(d.StartedAt, d.Stage.Label(), d.StartedBy, d.StartedFor, d.Body)
		addFor(d.Effective(), d.Stage.Label()+"结束", d.EndedBy, d.EndedFor,
			strings.TrimSuffix(p.t(d.Result.Label())+"。"+d.Words, "。"))
	}
	add(c.Risen, "自动升级", "", p.t("受理满一个月未办结，升为重大"))
	addFor(c.ClosedAt, "结案", c.ClosedBy, c.ClosedFor, p.t(c.Outcome.Label()))
	for _, f := range c.FollowUps {
		text := p.t(f.Satisfaction.Label()) + "：" + f.Said
		if f.Recurred {
			text = p.t("问题再次发生。") + text
		}
		add(f.At, "回访", f.By, text)
		word := p.t("不重开。") + f.Word
		if f.Reopened {
			word = p.t("重开。") + f.Word
		}
		addFor(f.WordAt, "答复回访", f.WordBy, f.WordFor, word)
	}
	slices.SortStableFunc(out, func(a, b event) int { return a.at.Compare(b.at) })
	return out
}

func (p *paper) course() {
	p.section("二、处理经过")
	p.table([]cell{label(2.4, "时间"), label(1.6, "环节"), label(1.6, "处理人"), label(6.4, "内容")})
	for _, e := range p.events() {
		p.row(0, middle(2.4, p.when(e.at)), middle(1.6, p.t(e.step)), middle(1.6, e.who), value(6.4, e.text))
	}
	p.repeat = nil
	for _, d := range p.c.Deadlines {
		result := map[huiyin.DeadlineStatus]string{huiyin.Met: "按时", huiyin.Missed: "超时", huiyin.Waived: "不再等待",
			huiyin.Running: "未到期", huiyin.Paused: "暂停中"}[d.Status]
		if d.Late(p.stamp.At) {
			result = "超时"
		}
		p.deadline(d.Kind.Label(), &d, result)
	}
	for _, f := range p.c.Fulfilments() { // rule D14
		result := map[huiyin.DeadlineStatus]string{huiyin.Met: "按时", huiyin.Missed: "超时",
			huiyin.Running: "未到期"}[f.Status]
		p.deadline(f.Kind.Label(), &f.Deadline, result)
	}
	for i := range p.c.Pauses { // rule D9
		k := &p.c.Pauses[i]
		p.row(0, label(2.4, "暂停计时"), middle(3.6, p.t("自 ")+p.when(k.At)),
			middle(3.6, p.t("至 ")+cmp.Or(p.when(k.EndedAt), p.when(k.Until), "—")), middle(2.4, k.Reason))
	}
}

// deadline writes a date, the first one beside the moved one, and what became of it (rules D9, D11).
func (p *paper) deadline(name string, d *huiyin.Deadline, result string) {
	due := p.t("期限 ") + p.when(d.First())
	if !d.First().Equal(d.Due) {
		due += p.t("\n改为 ") + p.when(d.Due)
	}
	p.row(0, label(2.4, name), middle(3.6, due), middle(3.6, p.t("完成 ")+cmp.Or(p.when(d.MetAt), "—")),
		middle(2.4, p.t(result)))
}

func (p *paper) investigation() {
	c := p.c
	p.section("三、调查与责任")
	p.field("调查情况", p.findings())
	p.field("部门意见", p.said(c.Opinions))
	p.row(0, label(1.6, "有效性"), value(4.4, p.t(c.Validity.Label())), label(1.6, "责任界定"), value(4.4, p.blame()))
	if c.Loss > 0 {
		p.field("损失金额", p.t(c.Loss.String()+"（大写："+c.Loss.Capitals()+"）"))
	}
}

func (p *paper) said(list []huiyin.Opinion) string {
	var out []string
	for _, o := range list {
		out = append(out, p.entry(o.At, o.By, o.Opinion))
	}
	return strings.Join(out, "\n")
}

func (p *paper) execution() {
	c := p.c
	p.section("四、方案与执行")
	none := true
	for i := range c.Proposals {
		q := &c.Proposals[i]
		if !shown(q) {
			continue
		}
		none = false
		p.field(fmt.Sprintf("方案%d", q.N), p.t(strings.Join(q.Labels(), "、")+"（"+q.Status.Label()+"）\n")+p.proposal(q))
	}
	if none {
		p.field("方案", p.orStruck(""))
	}
	account := c.Account()
	var lines []string
	for n, k := range c.Payments {
		what, sum := "", k.Amount
		switch {
		case k.ReleasedAt.IsZero():
			continue
		case k.Reverses > 0:
			what, sum = p.t(fmt.Sprintf("冲正第%d笔 ", k.Reverses)), -k.Amount
		case account.Reversed > 0:
			what = p.t(fmt.Sprintf("第%d笔 ", n+1))
		}
		lines = append(lines, fmt.Sprintf("%s%s %s，%s，%s%s，%s%s", what, p.date(k.PaidAt), sum, k.Way, p.t("凭证 "),
			k.Receipt, p.t("经手 "), p.who(k.By)))
	}
	if len(lines) > 0 {
		lines = append(lines, p.t("合计 "+account.Net().String()+"（大写："+account.Net().Capitals()+"）"))
	}
	if account.Any() {
		lines = append(lines, p.account(account))
	}
	p.field("付款", p.orStruck(strings.Join(lines, "\n")))
	var gifts []string
	for _, g := range c.Gifts {
		if g.Status == huiyin.GiftGiven {
			gifts = append(gifts, fmt.Sprintf("%s %s，%s，%s%s", p.date(g.GivenAt), g.What, g.Value, p.t("经手 "),
				p.who(g.GivenBy)))
		}
	}
	if len(gifts) > 0 {
		p.field("礼品与慰问", numbered(gifts))
	}
	var tasks []string
	for _, t := range c.Tasks {
		state := p.t("未完成")
		switch {
		case t.Dropped:
			state = p.t("取消：") + t.Result
		case !t.EndedAt.IsZero():
			state = p.date(t.EndedAt) + p.t("完成：") + t.Result
		}
		tasks = append(tasks, t.What+"（"+p.who(t.Who)+p.t("，期限 ")+p.date(t.Due)+"）"+state)
	}
	p.field("执行事项", p.orStruck(numbered(tasks)))
}

func (p *paper) valuation() {
	p.section("五、答复与客户评价")
	p.field("答复情况", p.answers())
	satisfied := p.c.Satisfaction()
	p.row(0, label(1.6, "客户意见"), raw(4.4, choices(option{"接受", p.word() == "yes"}, option{"不接受", p.word() == "no"})),
		label(1.6, "满意度"), raw(4.4, choices(of(huiyin.Satisfactions(), huiyin.Satisfaction.Label, satisfied)...)))
}

func (p *paper) improvement() {
	p.section("六、原因与整改")
	p.field("原因分析", p.cause())
	p.field("纠正措施", p.orStruck(p.measures(huiyin.Corrective)))
	p.field("预防措施", p.orStruck(p.measures(huiyin.Preventive)))
	var checks []string
	for _, m := range p.c.Measures {
		if !m.VerifiedAt.IsZero() {
			effect := map[string]string{"yes": "有效", "no": "无效"}[m.Effective]
			checks = append(checks, strings.TrimRight(m.What, "。；")+"："+p.t(effect)+"。"+m.Words+"（"+p.who(m.VerifiedBy)+" "+p.date(m.VerifiedAt)+
				"）")
		}
	}
	p.field("效果验证", numbered(checks))
	p.consequences()
}

// files lists the attachments with their hashes (rule K6).
func (p *paper) files() {
	p.section("七、附件目录")
	if len(p.c.Attachments) == 0 {
		p.row(8, middle(12, p.orStruck("")))
		return
	}
	p.table([]cell{label(0.8, "序号"), label(4.4, "文件"), label(1.6, "类别"), label(5.2, "内容校验码（SHA-256）")})
	for i, a := range p.c.Attachments {
		name := a.Name + "\n" + p.who(a.By) + " " + p.when(a.At)
		if from := p.provenance(&a); from != "" {
			name += "\n" + from
		}
		if !a.WithdrawnAt.IsZero() {
			name += p.t("\n已撤回：") + p.who(a.WithdrawnBy) + " " + p.when(a.WithdrawnAt) + "，" + a.WithdrawReason
		}
		p.row(0, middle(0.8, fmt.Sprint(i+1)), value(4.4, name).sized(9), middle(1.6, p.t(a.Kind.Label())).sized(9),
			value(5.2, halves(a.Hash)).sized(9))
	}
	p.repeat = nil
}

// halves sets a hash on two lines.
func halves(hash string) string {
	if len(hash) != 64 {
		return hash
	}
	return hash[:32] + "\n" + hash[32:]
}

// conclusion is how the case ended, or that it has not.
func (p *paper) conclusion() string {
	if p.ended() {
		return p.t(p.c.Outcome.Label())
	}
	return p.t("未结案（" + p.c.State.Label() + "）")
}

func (p *paper) closing() {
	p.section("八、结论与签字")
	said := p.conclusion()
	if p.ended() {
		said = strings.TrimSpace(p.when(p.c.ClosedAt)+" "+p.whoFor(p.c.ClosedBy, p.c.ClosedFor)) + "：" + said
		if p.c.CloseReason != "" {
			said = strings.TrimRight(said, "。") + "。" + p.c.CloseReason
		}
	}
	p.field("结论", said)
	p.field("日志校验码", halves(p.stamp.Hash))
	used, _ := p.levels()
	p.keep(50)
	hands := []cell{cell{title: "经办人"}.signed("签字")}
	if p.look.Shows(huiyin.BoxDepartment) {
		hands = append(hands, cell{title: "责任部门负责人"}.signed("签字"))
	}
	if p.look.Shows(huiyin.BoxFiling) {
		hands = append(hands, cell{title: p.archive()}.signed("签字"))
	}
	p.row(24, shared(12, hands)...)
	if boxes := p.ranks(used, 12); len(boxes) > 0 {
		p.row(24, boxes...)
	}
}

// shared divides a width among cells.
func shared(span float64, cells []cell) []cell {
	for i := range cells {
		cells[i].span = span / float64(len(cells))
	}
	return cells
}

// ranks makes a signature box for each rank, the unused ones struck. A rank that the company leaves out
// has one only where it has a word in this case.
func (p *paper) ranks(used [4]bool, span float64) (row []cell) {
	asked, _, _ := p.asked()
	for l, title := range p.titles() {
		box := []huiyin.Box{huiyin.BoxSupervisor, huiyin.BoxManager, huiyin.BoxVP, huiyin.BoxGeneral}[l]
		if asked[l] || p.look.Shows(box) {
			row = append(row, cell{title: title, text: struckOut(used[l]), strike: !used[l]}.signed("签字"))
		}
	}
	return shared(span, row)
}

// account is the whole money of a complaint in one line (rule W17).
func (p *paper) account(a huiyin.Account) string {
	parts := []string{p.t("提出 ") + a.Offered.String(), p.t("批准 ") + a.Approved.String(),
		p.t("客户接受 ") + a.Agreed.String()}
	if a.Awarded > 0 {
		parts = append(parts, p.t("裁决、判决或调解 ")+a.Awarded.String())
	}
	parts = append(parts, p.t("已付 ")+a.Paid.String())
	if a.Reversed > 0 {
		parts = append(parts, p.t("已冲正 ")+a.Reversed.String())
	}
	return strings.Join(append(parts, p.t("尚未付 ")+a.Outstanding.String()), "；")
}

// struckOut is the text of a cell that a stroke goes through, for whoever does not see the stroke.
func struckOut(used bool) string {
	if used {
		return ""
	}
	return "/"
}
