package print

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"huiyin/huiyin"
)

// PaidReceipt writes the 《收条》: the customer's own word that the money of the settlement or the award has come, and
// nothing else (rule C10). It is a paper apart from the agreement, signed when the money is there. A5.
func PaidReceipt(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newOutgoing(a5, s, "收条", c, org)
	p.row(0, label(2.2, "付款人"), value(9.8, cmp.Or(p.legalPerson(), org.PaperName())))
	p.row(0, label(2.2, "收款人"), value(3.8, c.Name), label(2.2, "联系电话"), value(3.8, p.masked("phone", c.Phone)))
	p.row(0, label(2.2, "证件号码"), value(9.8, p.masked("identity", c.Identity)))
	p.row(0, label(2.2, "款项依据"), value(9.8, p.paidUnder()))
	sum := huiyin.Money(0)
	for i, k := range c.Received() {
		sum += k.Amount
		p.row(0, label(2.2, fmt.Sprintf("第%d笔", i+1)), value(9.8, strings.Join([]string{p.day(k.PaidAt), k.Amount.String(),
			clean(k.Way), p.t("收款：") + cmp.Or(clean(k.Payee), p.t("约定的账户"))}, "　")))
	}
	if sum > 0 {
		p.row(0, label(2.2, "合计"), value(9.8, p.t("人民币（大写）"+sum.Capitals()+"（小写 "+sum.String()+"）")))
	}
	p.gap(2)
	p.par(p.t("以上款项本人已经收到。本收条只证明收到上列款项，不增减协议约定的权利和义务。"))
	p.par(p.t("请在款项到账之后签字；款项没有收到或者金额不符的，请不要签字，并拨打查询电话。"))
	p.row(0, label(2.2, "查询电话"), value(9.8, p.phone()))
	p.keep(30)
	p.gap(3)
	p.row(26, cell{span: 12, title: "收款人（签字）", text: clean(c.Name)}.signed("签字"))
	return p.write(w)
}

// paidUnder says on what the money rests.
func (p *paper) paidUnder() string {
	var out []string
	for _, k := range p.c.Received() {
		on := p.t("和解协议")
		if k.Dispute > 0 {
			on = p.t("裁决、判决或调解书")
		}
		if on = on + p.t("（投诉编号 "+p.c.Number+"）"); len(out) == 0 || out[len(out)-1] != on {
			out = append(out, on)
		}
	}
	return strings.Join(out, "、")
}
