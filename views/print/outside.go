package print

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// ReportOut writes the closure report for the customer, an authority or a court: what was asked, what was done when,
// what was answered, and which papers are on file. It holds nothing that was written for the house: no finding,
// statement, opinion, word of an approver, measure, consequence or limit, and of people nobody but the customer
// (rules F5, W16).
func ReportOut(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newOutgoing(a4, s, huiyin.PaperReportOut.Label(), c, org)
	p.outsideOverview()
	p.outsideCourse()
	p.section("三、答复与客户意见")
	p.field("答复情况", p.orStruck(c.CustomerAnswer(org, p.t)))
	p.row(0, label(1.6, "客户意见"), p.customerWord().unsigned(10.4))
	p.outsideIndex()
	p.section("五、校验与签章")
	p.field("日志校验码", halves(p.stamp.Hash))
	p.keep(34)
	p.row(26, cell{span: 6, title: "经办单位（盖章）", text: clean(org.LegalPerson(c.Site))}.signed("经办人"),
		cell{span: 6, title: "接收人"}.signed("签字"))
	p.gap(1.5)
	p.par(p.t("本件为外部版，只列客户提出的事项、办理经过、答复和材料目录，不含内部意见和他人信息。材料原件由公司保存，可以核对。"))
	return p.write(w)
}

// unsigned takes the places to sign away, for a copy, and sets the width.
func (c cell) unsigned(span float64) cell {
	c.signs, c.span = nil, span
	return c
}

// settledOn says whether the case is over, and since when.
func (p *paper) settledOn() string {
	if p.ended() && !p.c.ClosedAt.IsZero() {
		return p.t("已办结，") + p.day(p.c.ClosedAt)
	}
	return p.t("办理中")
}

func (p *paper) outsideOverview() {
	c := p.c
	p.section("一、概况")
	p.row(0, label(1.6, "投诉人"), value(4.4, p.customer()), label(1.6, "联系电话"), value(4.4, p.masked("phone", c.Phone)))
	p.row(0, label(1.6, "项目/房号"), value(4.4, strings.TrimSpace(p.place+" "+c.Unit)), label(1.6, "合同编号"),
		value(4.4, p.orStruck(c.Contract)))
	p.row(0, label(1.6, "受理时间"), value(4.4, p.when(c.ReceivedAt)), label(1.6, "投诉方式"),
		value(4.4, p.t(c.Channel.Label())))
	p.row(0, label(1.6, "办理状态"), value(4.4, p.settledOn()), label(1.6, "查询电话"), value(4.4, p.phone()))
	p.field("投诉事项", c.Matter)
	p.field("客户诉求", p.orStruck(c.Demand))
}

// outsideCourse is the course as the customer knows it: what reached them, and when.
func (p *paper) outsideCourse() {
	p.section("二、办理经过")
	p.table([]cell{label(3, "时间"), label(2.4, "环节"), label(6.6, "内容")})
	for _, e := range p.outsideEvents() {
		p.row(0, middle(3, p.when(e.at)), middle(2.4, p.t(e.step)), value(6.6, p.t(e.text)))
	}
	p.repeat = nil
}

// outsideEvents tells every step in fixed words: what was typed of it was typed for the house.
func (p *paper) outsideEvents() (out []event) {
	c := p.c
	add := func(at time.Time, step, text string) {
		if !at.IsZero() {
			out = append(out, event{at: at, step: step, text: text})
		}
	}
	add(c.ReceivedAt, "受理", c.Channel.Label())
	add(c.AcceptedAt, "办理", "已安排专人办理")
	if len(c.Findings) > 0 {
		add(c.Findings[0].At, "核查", "已对反映的事项进行核查")
	}
	for _, k := range c.Contacts {
		if !k.Unreached {
			add(k.At, "沟通", k.Way.Label())
		}
	}
	for _, r := range c.Reminders {
		add(r.At, "催办", r.Way.Label())
	}
	for i, a := range c.Answers {
		text := a.Way.Label()
		if word := accepted[c.WordOn(i+1)]; word != "" {
			text += "，客户意见：" + word
		}
		add(a.At, "答复", text)
	}
	for _, k := range c.Payments {
		switch {
		case k.Reverses == 0:
			add(k.At, "付款", k.Amount.String())
		case !k.AgreedAt.IsZero():
			add(k.At, "冲正付款", (-k.Amount).String())
		}
	}
	for _, r := range c.Results {
		add(r.At, "告知结果", strings.Trim(r.Way.Label()+"，"+r.Satisfaction.Label(), "，"))
	}
	for _, d := range c.Disputes {
		add(d.StartedAt, d.Stage.Label(), "提起")
		add(d.Effective(), d.Stage.Label(), strings.Trim("结束，"+d.Result.Label(), "，"))
	}
	add(c.ClosedAt, "结案", "")
	for _, f := range c.FollowUps {
		add(f.At, "回访", f.Satisfaction.Label())
	}
	slices.SortStableFunc(out, func(a, b event) int { return a.at.Compare(b.at) })
	return out
}

// outsideIndex lists what is on file by kind, date and hash. Names and notes were given by the house and may name
// others (rule F5).
func (p *paper) outsideIndex() {
	p.section("四、材料目录")
	var list []*huiyin.Attachment
	for i := range p.c.Attachments {
		if a := &p.c.Attachments[i]; a.GoesOutside() {
			list = append(list, a)
		}
	}
	if len(list) == 0 {
		p.row(8, middle(12, p.t("无")))
		return
	}
	p.table([]cell{label(0.8, "序号"), label(3, "类别"), label(2.4, "归入时间"), label(1.4, "大小"),
		label(4.4, "内容校验码（SHA-256）")})
	for i, a := range list {
		kind := p.t(a.Kind.Label())
		if a.Pages > 0 {
			kind += p.t(fmt.Sprintf("（第%d页，共%d页）", a.Page, a.Pages))
		}
		if from := a.Outward(p.org); from != "" {
			kind += "\n" + p.t(from)
		}
		if !a.RemovedAt.IsZero() {
			kind += p.t("，内容已" + p.whyRemoved())
		}
		p.row(0, middle(0.8, fmt.Sprint(i+1)), value(3, kind).sized(9), middle(2.4, p.when(a.At)).sized(9),
			middle(1.4, bytesOf(a.Size)).sized(9), value(4.4, halves(a.Hash)).sized(9))
	}
	p.repeat = nil
}

// boundOutside are the papers that the edition for outside holds: those that are for the customer anyway, and the
// report for outside.
var boundOutside = []boundPaper{
	{huiyin.PaperCustomer, FormCustomer}, {"receipt", Receipt}, {"settlement", Settlement},
	{huiyin.PaperPaid, PaidReceipt}, {"letter", Letter},
	{huiyin.PaperReportOut, ReportOut},
}

// hasOutside tells whether a paper of a case may go out: a letter only as it was frozen (rule W16), a settlement only
// when nothing of it is missing and it binds (rules C10, C11).
func hasOutside(p huiyin.Paper, c *huiyin.Complaint, org *huiyin.Org) bool {
	switch p {
	case "letter":
		if l := c.FrozenLetter(); l == nil || c.LetterOutdated(l) {
			return false
		}
	case huiyin.PaperSettlement:
		whole := false
		for i := range c.Proposals {
			if q := &c.Proposals[i]; q.Status == huiyin.ProposalAgreed {
				whole = len(c.Unbinding(q.N)) == 0 && len(c.SettlementMissing(org, q.N)) == 0
			}
		}
		if !whole {
			return false
		}
	}
	return p.Printable(c) == nil
}

// outsideCover names the case as the customer knows it.
func (d *Dossier) outsideCover(org *huiyin.Org, pages int) *sheet {
	p, c := d.sheet(huiyin.PaperDossierOut.Label(), org), d.C
	p.gap(8)
	field := func(low float64, name, text string) { p.row(low, label(2.4, name), value(9.6, text)) }
	field(16, "案卷题名", p.place+" "+c.Name+p.t(" 投诉办理材料"))
	field(10, "编号", c.Number)
	field(10, "投诉人", strings.TrimSpace(p.customer()+" "+p.masked("phone", c.Phone)))
	field(10, "房号/合同", strings.TrimSpace(c.Unit+" "+c.Contract))
	field(10, "受理时间", p.when(c.ReceivedAt))
	field(10, "办理状态", p.settledOn())
	field(10, "页数", p.t(fmt.Sprintf("共 %d 页", pages)))
	p.gap(8)
	p.row(28, cell{span: 6, title: "提供单位（盖章）", text: clean(org.LegalPerson(c.Site))}.signed("经办人"),
		cell{span: 6, title: "接收人"}.signed("签字"))
	return p.sheet
}

// signedOutside are the kinds of files that the customer, or whoever decided between both, has signed.
var signedOutside = []huiyin.EvidenceKind{huiyin.SignedAgreement, huiyin.AwardPaper, huiyin.WithdrawalForm, "receipt",
	"letter"}

// platedOutside tells whether a file is shown in the edition for outside: a signed paper that was for the customer. The
// form from before it had its parts holds what is the house's, and a file that nobody recognised may.
func platedOutside(a *huiyin.Attachment) bool {
	return a.Paper == huiyin.PaperCustomer || slices.Contains(signedOutside, a.Kind)
}
