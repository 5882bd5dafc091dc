package print

import (
	"io"
	"strings"

	"huiyin/huiyin"
)

// Receipt writes 《投诉受理回执》, which the customer takes along: number, matter, promised time, and whom
// to call (F3). It is one page of A5 always: what is long stands there in part, and whole on the form.
func Receipt(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	var p *paper
	for _, try := range []struct {
		most int
		seal float64
	}{{0, 42}, {0, 30}, {240, 42}, {240, 30}, {160, 42}, {160, 30}, {100, 42}, {100, 30}, {60, 30}, {36, 20}, {20, 15}} {
		if p = receipt(s, c, org, try.most, try.seal); len(p.pages) == 1 {
			break
		}
	}
	return p.write(w)
}

// receipt composes the receipt with no more than most characters of each text, 0 for all, and a place of seal mm for
// the seal; a company's is 42 mm wide.
func receipt(s Stamp, c *huiyin.Complaint, org *huiyin.Org, most int, seal float64) *paper {
	p := newOutgoing(a5, s, "投诉受理回执", c, org)
	more := p.y - (top + codeSide + 1.5) + float64(len(p.footer))*lead(footSize) // that head and foot take up
	if p.legalPerson() != "" {
		more += 14
	}
	part := func(text string) string {
		if most == 0 || len([]rune(text)) <= most {
			return text
		}
		return short(text, most) + p.t("（全文见《客户投诉意见处理表》）")
	}
	least := func(mm float64) float64 {
		if most > 0 {
			return 0
		}
		return mm
	}
	name := func(text string) string {
		if most == 0 {
			return text
		}
		return short(text, max(most/2, 13))
	}
	p.row(0, label(2.2, "投诉人"), value(3.8, name(c.Name)), label(2.2, "联系电话"), value(3.8, p.masked("phone", c.Phone)))
	p.row(0, label(2.2, "房号/位置"), value(3.8, name(c.Unit)), label(2.2, "投诉方式"), value(3.8, p.t(c.Channel.Label())))
	p.row(0, label(2.2, "受理时间"), value(3.8, p.when(c.ReceivedAt)), label(2.2, "受理人"), value(3.8, p.who(c.RecordedBy)))
	p.row(0, label(2.2, "承诺答复"), value(9.8, p.promise()))
	p.row(least(max(10, 24-more)), label(2.2, "投诉事项"), value(9.8, part(c.Matter)))
	p.row(least(9), label(2.2, "您的诉求"), value(9.8, part(c.Demand)))
	if c.NextSteps != "" || !p.ended() { // nothing is left open on an ended case
		p.row(0, label(2.2, "后续步骤"), value(9.8, part(c.NextSteps)))
	}
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
	p.row(seal, hands...)
	p.gap(0.5)
	if most == 0 {
		p.par(p.t("您反映的事项我们已经受理。请保存本回执，查询进度时请告知上方编号。件件有回音，感谢您的监督。"))
		p.gap(0.5)
	}
	notice := p.t("个人信息告知：") // rule K13
	for _, l := range p.dataNotice(org.DataNoticeOf(c.Site)) {
		notice += p.t(l[0]) + "：" + strings.TrimRight(clean(l[1]), "。") + p.t("。")
	}
	p.set(0, false, []cell{{span: p.columns, text: notice, size: noticeSize}})
	return p
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
const noticeSize = 9
