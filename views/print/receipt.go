package print

import (
	"io"

	"huiyin/huiyin"
)

// Receipt writes 《投诉受理回执》, which the customer takes along: number, matter, promised time, and whom
// to call (F3). A5.
func Receipt(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newOutgoing(a5, s, "投诉受理回执", c, org)
	more := p.y - (top + codeSide + 1.5) + float64(len(p.footer))*lead(footSize) // that head and foot take up
	if p.legalPerson() != "" {
		more += 14
	}
	p.row(0, label(2.2, "投诉人"), value(3.8, c.Name), label(2.2, "联系电话"), value(3.8, p.masked("phone", c.Phone)))
	p.row(0, label(2.2, "房号/位置"), value(3.8, c.Unit), label(2.2, "投诉方式"), value(3.8, p.t(c.Channel.Label())))
	p.row(0, label(2.2, "受理时间"), value(3.8, p.when(c.ReceivedAt)), label(2.2, "受理人"), value(3.8, p.who(c.RecordedBy)))
	p.row(0, label(2.2, "承诺答复"), value(9.8, p.promise()))
	p.row(max(10, 24-more), label(2.2, "投诉事项"), value(9.8, c.Matter))
	p.row(9, label(2.2, "您的诉求"), value(9.8, c.Demand))
	p.row(0, label(2.2, "后续步骤"), value(9.8, c.NextSteps))
	p.row(0, label(2.2, "查询电话"), value(9.8, p.phone()))
	if who := p.legalPerson(); who != "" {
		p.row(0, label(2.2, "受理主体"), value(9.8, who))
	}
	hands := []cell{cell{span: 7, title: p.sealed("受理单位", "receipt")}.signed("经办人")}
	if p.look.Shows(huiyin.BoxCustomer) {
		hands = append(hands, p.hand(cell{span: 5, title: "客户签收"}, "签字"))
	} else {
		hands[0].span = 12
	}
	p.row(15, hands...)
	p.gap(0.5)
	p.par(p.t("您反映的事项我们已经受理。请保存本回执，查询进度时请告知上方编号。件件有回音，感谢您的监督。"))
	p.gap(0.5)
	notice := p.t("个人信息告知：") // rule K13
	for _, l := range p.dataNotice(org.DataNoticeOf(c.Site)) {
		notice += p.t(l[0]) + " " + clean(l[1]) + " "
	}
	p.set(0, false, []cell{{span: p.columns, text: notice, size: noticeSize}})
	return p.write(w)
}

// promise is the promised time of the answer, else the due time of the first feedback in words; there is room to
// write it where neither is known (rules F3, D3).
func (p *paper) promise() string {
	if !p.c.PromisedAt.IsZero() {
		return p.when(p.c.PromisedAt) + " 前"
	}
	if d := p.c.Deadline(huiyin.D3); d != nil && !d.Due.IsZero() {
		return p.when(d.Due) + p.t(" 前向您反馈进展")
	}
	return p.day(p.c.PromisedAt) + blank2 + p.t("时前")
}

// phone is the site's number for enquiries, with room to write it where none is set.
func (p *paper) phone() string {
	s := p.org.Site(p.c.Site)
	if s == nil || s.Phone == "" {
		return ""
	}
	return s.Name + " " + s.Phone
}

// noticeSize lets the notice about data stand on the receipt's one page (rule K13).
const noticeSize = 7
