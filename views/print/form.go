package print

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"huiyin/huiyin"
)

// formTitle is the form's, whose parts are named behind it.
const formTitle = "客户投诉意见处理表"

// Form writes both parts of 《客户投诉意见处理表》, each with its own pages and code (rule F1).
func Form(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	write := func(w io.Writer) error {
		for _, part := range formParts {
			own := s
			own.Paper = part.paper
			if s.QR != "" {
				own.QR = huiyin.PaperCode{Number: c.Number, Paper: part.paper, Version: c.Version}.Text()
			}
			if err := part.write(w, own, c, org); err != nil {
				return err
			}
		}
		return nil
	}
	if _, bound := w.(*binder); bound {
		return write(w)
	}
	zone := org.Zone
	if zone == nil {
		zone = s.At.Location()
	}
	b := NewBook(w, inScript(org.Letterhead, formTitle), s.At.In(zone))
	if err := write(b.binder()); err != nil {
		return err
	}
	return b.Close()
}

// formParts are the parts of the form in their order.
var formParts = []struct {
	paper huiyin.Paper
	write func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error
}{{huiyin.PaperCustomer, FormCustomer}, {huiyin.PaperHouse, FormHouse}}

// FormCustomer writes the 客户联, the only part that the customer sees, signs and gets: who, matter, demand, the answer
// as a letter may hold it, their word and signature (rules F1, W16).
func FormCustomer(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newOutgoing(a4, s, formTitle+"（客户联）", c, org)
	p.fields(p.customerRows())
	return p.write(w)
}

// fields sets the rows of a part: over the whole page where something may still be written, else as low as they are
// and closed below, so that nothing can be added to an ended case (rule F1).
func (p *paper) fields(rows []gridRow) {
	if !p.ended() {
		p.fill(rows)
		return
	}
	for _, r := range rows {
		p.row(0, r.cells...)
	}
	p.row(0, middle(12, p.t("以下空白")))
}

// ticks are check boxes; an ended case shows those that are ticked, or that there is none.
func (p *paper) ticks(span float64, options ...option) cell {
	if !p.ended() {
		return raw(span, choices(options...))
	}
	ticked := slices.DeleteFunc(slices.Clone(options), func(o option) bool { return !o.ticked })
	if len(ticked) == 0 {
		return value(span, "/")
	}
	return raw(span, choices(options...))
}

// signedNote stands below the customer's signature.
const signedNote = "客户签字表示已阅看以上答复、并写明本人意见，不影响客户依法享有的权利。本联一式两份，客户留存一份。"

func (p *paper) customerRows() []gridRow {
	c := p.c
	name := p.customer()
	if c.Name == "" || c.Anonymous() {
		name = p.t("客户")
	}
	matter := raw(10.7, clean(p.orStruck(c.Matter)))
	if c.ReadBack {
		matter.text += "\n" + choices(option{"已复述，经投诉人确认", true})
	}
	if !p.ended() {
		matter = matter.signed(p.marks(mark{huiyin.BoxComplainant, "投诉人签字"})...)
	}
	said, answer := "", c.CustomerAnswer(p.org, p.t)
	if c.AnsweredNow() {
		a := c.Answers[len(c.Answers)-1]
		said = p.when(a.At) + " " + p.t(a.Way.Label()) + "\n"
	}
	rows := []gridRow{
		{cells: []cell{label(1.3, "投诉人"), value(2.7, name), label(1.3, "联系电话"),
			value(2.7, p.orStruck(p.masked("phone", c.Phone))), label(1.3, "房号合同"), value(2.7, p.orStruck(p.unit()))}},
		{cells: []cell{label(1.3, "投诉时间"), value(2.7, p.when(c.ReceivedAt)), label(1.3, "投诉方式"),
			value(2.7, p.t(c.Channel.Label())), label(1.3, "查询电话"), value(2.7, p.orStruck(p.phone()))}},
		{cells: []cell{label(1.3, "发生时间"), value(4.7, p.orStruck(p.when(c.EventAt))), label(1.3, "发生地点"),
			value(4.7, p.orStruck(c.EventPlace))}},
		{want: 40, cells: []cell{label(1.3, "投诉内容"), matter}},
		{want: 20, cells: []cell{label(1.3, "客户诉求"), value(10.7, p.orStruck(c.Demand))}},
		{want: 62, cells: []cell{label(1.3, "答复情况"), value(10.7, p.orStruck(said+answer))}},
		{want: 34, cells: []cell{label(1.3, "客户意见"), p.customerWord()}},
	}
	if word := rows[len(rows)-1].cells[1]; len(word.signs) > 0 || p.stamp.Screen {
		rows = append(rows, gridRow{cells: []cell{value(12, p.t(signedNote)).sized(9)}})
	}
	return rows
}

// customerWord is the customer's word on the answer, with the place to sign; an ended case leaves nothing open.
func (p *paper) customerWord() cell {
	c := p.c
	var word, wants string
	var pleased huiyin.Satisfaction
	if c.AnsweredNow() {
		a := c.Answers[len(c.Answers)-1]
		word, wants = c.Word(), a.Wants
	}
	if n := len(c.Results); n > 0 && c.AnsweredNow() {
		pleased = c.Results[n-1].Satisfaction
	}
	if p.ended() && word != "yes" && word != "no" {
		return value(10.7, "/")
	}
	text := choices(option{"接受", word == "yes"}, option{"不接受", word == "no"})
	if !p.ended() || pleased != "" {
		text += p.t("\u3000\u3000满意度：") + choices(of(huiyin.Satisfactions(), huiyin.Satisfaction.Label, pleased)...)
	}
	if wants != "" {
		text += "\n" + clean(p.wants(wants))
	}
	switch box := raw(10.7, text); {
	case p.ended() && c.FormSigned():
		box.text += "\n" + p.t("客户已签字，见已归档的客户联。")
		return box
	case p.ended() && c.StoodIn(huiyin.LacksForm) != nil:
		return box
	case c.NeedsCustomer() || p.look.Shows(huiyin.BoxCustomer):
		return p.hand(box, "客户签字")
	default:
		return box
	}
}

// hand adds the customer's place to sign; on what is signed on a screen it says where the signature stands (rule F8).
func (p *paper) hand(c cell, name string) cell {
	if !p.stamp.Screen {
		return c.signed(name)
	}
	c.text = strings.TrimPrefix(c.text+"\n"+p.t(name+"：见签字页"), "\n")
	return c
}

// unit is where the customer lives or what they bought, with the contract.
func (p *paper) unit() string {
	if p.c.Contract == "" {
		return p.c.Unit
	}
	return strings.TrimPrefix(p.c.Unit+"\n"+p.t("合同 ")+p.c.Contract, "\n")
}

// FormHouse writes the 内部联, which stays inside: investigation, opinion, decision, approval, cause, measures and
// consequences, with the places to sign of those who answer for it (rule F1).
func FormHouse(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newPaper(a4, s, formTitle+"（内部联）", insideOnly, c, org)
	p.fields(slices.Concat(p.formIntake(), p.formHandling(), p.formEnd()))
	return p.write(w)
}

func (p *paper) formIntake() []gridRow {
	c := p.c
	told := ""
	if c.ReadBack || c.Apologised || !p.ended() {
		told = choices(option{"已复述，经投诉人确认", c.ReadBack}, option{"已致歉安抚", c.Apologised})
	}
	rows := []gridRow{
		{cells: []cell{label(1.3, "投诉人"), value(2.7, p.customer()), label(1.3, "联系电话"),
			value(2.7, p.orStruck(p.masked("phone", c.Phone))), label(1.3, "房号合同"), value(2.7, p.orStruck(p.unit()))}},
		{cells: []cell{label(1.3, "投诉时间"), value(2.7, p.when(c.ReceivedAt)), label(1.3, "登记时间"),
			value(2.7, p.when(c.RecordedAt)), label(1.3, "受理人"), value(2.7, p.who(c.RecordedBy))}},
		{cells: []cell{label(1.3, "投诉方式"), raw(6.7, choices(channels(c.Channel)...)), label(1.3, "客户情绪"),
			value(2.7, p.orStruck(p.t(c.Emotion.Label())))}},
		{cells: []cell{label(1.3, "发生时间"), value(2.7, p.orStruck(p.when(c.EventAt))), label(1.3, "发生地点"),
			value(2.7, p.orStruck(c.EventPlace)), label(1.3, "承诺答复"), value(2.7, p.orStruck(p.when(c.PromisedAt)))}},
		{cells: []cell{label(1.3, "被投诉部门").sized(9), value(2.7, p.orStruck(p.department())), label(1.3, "被投诉人"),
			value(2.7, p.orStruck(p.accused())), label(1.3, "投诉类别"),
			value(2.7, strings.ReplaceAll(p.org.CategoryName(c.Category), " / ", "/"))}},
	}
	if c.Involved != "" {
		rows = append(rows, gridRow{cells: []cell{label(1.3, "涉及人员"), value(10.7, c.Involved)}})
	}
	return append(rows,
		gridRow{cells: []cell{
			label(1.3, "投诉等级"), p.ticks(3.5, of(huiyin.Grades(), huiyin.Grade.Label, c.Grade)...),
			label(1.3, "紧急程度"), p.ticks(2.7, of(huiyin.Urgencies(), huiyin.Urgency.Label, c.Urgency)...),
			label(1.2, "有效性"),
			p.ticks(2, of([]huiyin.Validity{huiyin.Valid, huiyin.NotValid}, huiyin.Validity.Label, c.Validity)...),
		}},
		gridRow{want: 32, cells: []cell{
			label(1.3, "投诉内容"),
			raw(10.7, strings.Trim(clean(c.Matter)+"\n"+told, "\n")).
				signed(p.marks(mark{huiyin.BoxRecorder, "记录人签字"})...),
		}},
		gridRow{want: 13, cells: []cell{label(1.3, "客户诉求"), value(10.7, p.orStruck(c.Demand))}},
	)
}

// part is a field of the house part with its places to sign; where the case is over and nothing was written, it is
// struck and nobody signs (rule F1).
func (p *paper) part(span float64, text string, signs ...string) cell {
	if text == "" && p.ended() {
		return value(span, "/")
	}
	return value(span, text).signed(signs...)
}

func (p *paper) formHandling() []gridRow {
	used, chain := p.levels()
	owner, others := p.ofOwner(chain)
	rows := []gridRow{
		{want: 34, cells: []cell{label(1.3, "调查核实\n情况及\n证据清单"),
			p.part(10.7, p.findings(), p.marks(mark{huiyin.BoxInvestigator, "调查人签字"})...)}},
		{want: 30, cells: []cell{label(1.3, "部门\n处理意见\n（含金额\n及依据）"),
			p.part(10.7, p.opinions(), p.marks(mark{huiyin.BoxDepartment, "部门负责人签字"})...)}},
		{want: 16, cells: []cell{label(1.3, "负责人\n决定"), p.part(10.7, p.ownersDecision(owner))}},
	}
	if words := p.words(others); words != "" {
		rows = append(rows, gridRow{cells: []cell{label(1.3, "审批意见"), value(10.7, words)}})
	}
	if boxes := p.ranks(used, 10.7); len(boxes) > 0 {
		rows = append(rows, gridRow{want: 22, cells: append([]cell{label(1.3, "审批")}, boxes...)})
	}
	return rows
}

// ofOwner divides a chain into the words of whoever is in charge and those of the others.
func (p *paper) ofOwner(chain []*huiyin.Step) (owner, others []*huiyin.Step) {
	for _, s := range chain {
		if o := p.c.Owner; o != "" && s.Decision != "" && (s.By == o || s.For == o) {
			owner = append(owner, s)
		} else {
			others = append(others, s)
		}
	}
	return owner, others
}

// ownersDecision is what whoever is in charge decided: whose fault, why the grade, and their word on the proposal.
func (p *paper) ownersDecision(steps []*huiyin.Step) string {
	var out []string
	if whose := p.blame(); whose != "" {
		out = append(out, p.t("责任界定：")+whose)
	}
	if p.c.GradeReason != "" {
		out = append(out, p.t("定级理由：")+p.c.GradeReason)
	}
	if words := p.words(steps); words != "" {
		out = append(out, words)
	}
	return strings.Join(out, "\n")
}

// blame says who is responsible: which side, which department, which person.
func (p *paper) blame() string {
	c, side := p.c, ""
	if c.Responsibility != huiyin.ByUnknown {
		side = p.t(c.Responsibility.Label())
	}
	return strings.TrimSpace(strings.Join([]string{side, p.org.DepartmentName(c.ResponsibleDepartment),
		p.who(c.ResponsiblePerson)}, " "))
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
	c := p.c
	var effective, by string
	for _, m := range c.Measures {
		if m.Effective != "" {
			effective, by = m.Effective, p.who(m.VerifiedBy)
		}
	}
	verified := raw(3.4, choices(option{"有效", effective == "yes"}, option{"无效", effective == "no"}))
	if by != "" {
		verified.text += "\n" + clean(p.t("验证人：")+by)
	}
	if effective == "" && p.ended() {
		verified = value(3.4, "/")
	} else {
		verified = verified.signed(p.marks(mark{huiyin.BoxVerifier, "验证人"})...)
	}
	corrective, preventive := p.measures(huiyin.Corrective), p.measures(huiyin.Preventive)
	improve := value(10.7, "/")
	if !p.ended() || p.cause()+corrective+preventive != "" {
		improve = value(10.7, p.t("原因分析：")+p.orStruck(p.cause())+p.t("\n纠正措施：")+p.orStruck(corrective)+
			p.t("\n预防措施：")+p.orStruck(preventive)).
			noted("责任单位").signed(p.marks(mark{huiyin.BoxResponsible, "责任人签字"})...)
	}
	last := []cell{
		label(1.3, "整改验证"), verified,
		label(1.3, "处罚或\n奖励"), value(3.1, p.orStruck(numbered(p.sanctioned()))),
		cell{span: 2.9, title: p.archive()}.signed("签字"),
	}
	if !p.look.Shows(huiyin.BoxFiling) {
		last[3].span += last[4].span
		last = last[:4]
	}
	rows := []gridRow{
		{want: 32, cells: []cell{label(1.3, "原因分析\n及整改\n措施"), improve}},
		{want: 24, cells: last},
	}
	if p.ended() && !c.ClosedAt.IsZero() {
		text := p.when(c.ClosedAt) + " " + p.whoFor(c.ClosedBy, c.ClosedFor) + "：" + p.t(c.Outcome.Label())
		if c.CloseReason != "" {
			text += "。" + c.CloseReason
		}
		rows = append(rows, gridRow{cells: []cell{label(1.3, "结案"), value(10.7, text)}})
	}
	return rows
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
