package print

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"huiyin/huiyin"
)

// Form writes 《客户投诉意见处理表》, the complaint form from intake to filing (F1): one page where the
// text allows.
func Form(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	return newForm(s, c, org).write(w)
}

func newForm(s Stamp, c *huiyin.Complaint, org *huiyin.Org) *paper {
	p := newPaper(a4, s, "客户投诉意见处理表", internal, c, org)
	p.fill(slices.Concat(p.formIntake(), p.formHandling(), p.formEnd()))
	return p
}

func (p *paper) formIntake() []gridRow {
	c := p.c
	unit := c.Unit
	if c.Contract != "" {
		unit = strings.TrimPrefix(unit+"\n合同 "+c.Contract, "\n")
	}
	told := choices(option{"已复述，经投诉人确认", c.ReadBack}, option{"已致歉安抚", c.Apologised})
	rows := []gridRow{
		{cells: []cell{label(1.3, "投诉人"), value(2.7, p.customer()), label(1.3, "联系电话"),
			value(2.7, p.masked("phone", c.Phone)), label(1.3, "房号合同"), value(2.7, unit)}},
		{cells: []cell{label(1.3, "投诉时间"), value(2.7, p.when(c.ReceivedAt)), label(1.3, "登记时间"),
			value(2.7, p.when(c.RecordedAt)), label(1.3, "受理人"), value(2.7, p.who(c.RecordedBy))}},
		{cells: []cell{label(1.3, "投诉方式"), raw(6.7, choices(channels(c.Channel)...)), label(1.3, "客户情绪"),
			value(2.7, p.t(c.Emotion.Label()))}},
		{cells: []cell{label(1.3, "发生时间"), value(2.7, p.when(c.EventAt)), label(1.3, "发生地点"), value(2.7, c.EventPlace),
			label(1.3, "承诺答复"), value(2.7, p.when(c.PromisedAt))}},
		{cells: []cell{label(1.3, "被投诉部门").sized(9), value(2.7, p.department()), label(1.3, "被投诉人"),
			value(2.7, p.orStruck(p.accused())), label(1.3, "投诉类别"),
			value(2.7, strings.ReplaceAll(p.org.CategoryName(c.Category), " / ", "/"))}},
	}
	if c.Involved != "" {
		rows = append(rows, gridRow{cells: []cell{label(1.3, "涉及人员"), value(10.7, c.Involved)}})
	}
	return append(rows,
		gridRow{cells: []cell{
			label(1.3, "投诉等级"), raw(3.5, choices(of(huiyin.Grades(), huiyin.Grade.Label, c.Grade)...)),
			label(1.3, "紧急程度"), raw(2.7, choices(of(huiyin.Urgencies(), huiyin.Urgency.Label, c.Urgency)...)),
			label(1.2, "有效性"),
			raw(2, choices(of([]huiyin.Validity{huiyin.Valid, huiyin.NotValid}, huiyin.Validity.Label, c.Validity)...)),
		}},
		gridRow{want: 40, cells: []cell{
			label(1.3, "投诉内容"),
			raw(10.7, strings.TrimPrefix(clean(c.Matter)+"\n"+told,
				"\n")).signed(p.marks(mark{huiyin.BoxComplainant, "投诉人签字"}, mark{huiyin.BoxRecorder, "记录人签字"})...),
		}},
		gridRow{want: 13, cells: []cell{label(1.3, "客户诉求"), value(10.7, c.Demand)}},
	)
}

func (p *paper) formHandling() []gridRow {
	rows := []gridRow{
		{want: 35, cells: []cell{label(1.3, "调查核实\n情况及\n证据清单"),
			value(10.7, p.findings()).signed(p.marks(mark{huiyin.BoxInvestigator, "调查人签字"})...)}},
		{want: 30, cells: []cell{label(1.3, "部门\n处理意见\n（含金额\n及依据）"),
			value(10.7, p.opinions()).signed(p.marks(mark{huiyin.BoxDepartment, "部门负责人签字"})...)}},
	}
	used, chain := p.levels()
	if words := p.words(chain); words != "" {
		rows = append(rows, gridRow{cells: []cell{label(1.3, "审批意见"), value(10.7, words)}})
	}
	if boxes := p.ranks(used, 10.7); len(boxes) > 0 {
		rows = append(rows, gridRow{want: 24, cells: append([]cell{label(1.3, "审批")}, boxes...)})
	}
	return rows
}

// titles names the four ranks as the site does.
func (p *paper) titles() [4]string {
	titles := [4]string{"主管", "经理", "副总经理", "总经理"}
	if s := p.org.Site(p.c.Site); s != nil && s.Kind == huiyin.SalesOffice {
		titles[bySupervisor], titles[byManager] = "售楼主管", "销管部经理"
	}
	return titles
}

func (p *paper) formEnd() []gridRow {
	word, satisfaction := p.word(), p.c.Satisfaction()
	said := choices(option{"接受", word == "yes"}, option{"不接受", word == "no"})
	pleased := choices(of(huiyin.Satisfactions(), huiyin.Satisfaction.Label, satisfaction)...)
	answer := strings.TrimPrefix(clean(p.answers())+p.t("\n客户意见：")+said+p.t("\u3000\u3000满意度：")+pleased, "\n")

	var effective, by string
	for _, m := range p.c.Measures {
		if m.Effective != "" {
			effective, by = m.Effective, p.who(m.VerifiedBy)
		}
	}
	verified := choices(option{"有效", effective == "yes"}, option{"无效", effective == "no"})
	if by != "" {
		verified += "\n" + clean(p.t("验证人：")+by)
	}
	improve := p.t("原因分析：") + p.cause() +
		p.t("\n纠正措施：") + p.measures(huiyin.Corrective) + p.t("\n预防措施：") + p.measures(huiyin.Preventive)
	last := []cell{
		label(1.3, "整改验证"), raw(3, verified).signed(p.marks(mark{huiyin.BoxVerifier, "验证人"})...),
		label(1.3, "处罚或\n奖励建议"), value(3.1, ""), cell{span: 3.3, title: p.archive()}.signed("签字"),
	}
	if !p.look.Shows(huiyin.BoxFiling) {
		last[3].span += last[4].span
		last = last[:4]
	}
	customer := p.marks(mark{huiyin.BoxCustomer, "客户签字"})
	if p.c.NeedsCustomer() {
		customer = []string{"客户签字"}
	}
	return []gridRow{
		{want: 27, cells: []cell{label(1.3, "答复情况"), raw(10.7, answer).signed(customer...)}},
		{want: 32, cells: []cell{label(1.3, "原因分析\n及整改\n措施"),
			value(10.7, improve).noted("责任单位").signed(p.marks(mark{huiyin.BoxResponsible, "责任人签字"})...)}},
		{want: 24, cells: last},
	}
}

// archive names where the form is filed.
func (p *paper) archive() string {
	if s := p.org.Site(p.c.Site); s != nil && s.Kind == huiyin.SalesOffice {
		return "归档（销管部）"
	}
	return "归档"
}

// customer is the complainant, with the number of people where there are several.
func (p *paper) customer() string {
	name := p.c.Name
	if r := p.c.Relation; r != "" {
		name += "（" + p.t(r.Label()) + "）"
	}
	if p.c.Complainants > 1 {
		name += p.t(fmt.Sprintf("等 %d 人", p.c.Complainants))
	}
	return name
}

// ways are the seven ways of the form.
var ways = []string{"现场", "电话", "微信", "邮件", "信函", "转办", "其他"}

// way is the form's way for one of the record's finer channels.
func way(c huiyin.Channel) string {
	switch c {
	case "":
		return ""
	case "visit":
		return "现场"
	case "phone", "hotline":
		return "电话"
	case "wechat":
		return "微信"
	case "email":
		return "邮件"
	case "letter":
		return "信函"
	case "government", "developer", "manager":
		return "转办"
	}
	return "其他"
}

// channels makes the options of the form; what lies behind 转办 and 其他 is named.
func channels(c huiyin.Channel) []option {
	out := of(ways, func(s string) string { return s }, way(c))
	for i := range out[5:] {
		if o := &out[5+i]; o.ticked && c.Label() != o.text {
			o.text += "（" + c.Label() + "）"
		}
	}
	return out
}
