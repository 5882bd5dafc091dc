package print

import (
	"fmt"
	"io"
	"strings"

	"huiyin/huiyin"
)

// Settlement writes the 《和解协议》 that customer and company sign (F4, C6). Money stands in it only once
// its proposal is approved (rule C3); until then, and where there is none, the sums are left to write.
func Settlement(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newPaper(a4, s, "和解协议", personal, c, org)
	q := p.last(binding)
	p.row(0, label(2, "甲方"), value(10, org.PaperName()))
	p.row(0, label(2, "乙方"), value(4, c.Name), label(2, "联系电话"), value(4, p.masked("phone", c.Phone)))
	p.row(0, label(2, "证件号码"), value(4, p.masked("identity", c.Identity)), label(2, "房号/合同"),
		value(4, strings.TrimSpace(c.Unit+" "+c.Contract)))
	p.row(0, label(2, "住址"), value(10, p.masked("address", c.Address)))
	p.gap(3)
	for _, text := range p.terms(q) {
		p.par(clean(text))
		p.gap(1.2)
	}
	p.keep(52)
	p.gap(4)
	p.row(38,
		cell{span: 6, title: p.sealed("甲方", "settlement"), text: clean(org.PaperName())}.signed("授权代表"),
		cell{span: 6, title: "乙方（签字）", text: clean(c.Name)}.signed("签字"))
	return p.write(w)
}

// terms writes the articles of the agreement: the sum once, each duty once, and nothing but what was approved for the
// customer (rules W16, C10).
func (p *paper) terms(q *huiyin.Proposal) []string {
	c := p.c
	sum, other := p.t("人民币（大写）"+blank8+"（小写 ¥"+blank4+"）"), blank8+blank8
	if q != nil {
		sum = "/"
		if q.Has(huiyin.Compensation) {
			sum = p.t("人民币（大写）" + q.Payable().Capitals() + "（小写 " + q.Payable().String() + "）")
		}
		other = q.BesideMoney()
		if gift := q.GiftValue(); gift > 0 {
			other = sentence(other) + p.t("赠送礼品，价值"+gift.String()+"（大写："+gift.Capitals()+"），不折现。")
		}
		if other == "" {
			other = p.t("无")
		}
	}
	valid := "七、本协议一式两份，双方各执一份，自双方签字或盖章之日起生效。"
	if !p.look.Seal("settlement") {
		valid = "七、本协议一式两份，双方各执一份，自双方签字之日起生效。"
	}
	return []string{
		p.t(fmt.Sprintf("乙方于%s就下列事项向甲方提出投诉（编号 %s）：", p.day(c.ReceivedAt), c.Number)) + sentence(c.Matter) +
			p.t("双方经平等协商，自愿达成如下协议："),
		p.t("一、甲方向乙方支付补偿：") + sum + "。",
		p.t("二、付款方式：" + blank8 + "；甲方于本协议签订后" + blank2 + "个工作日内付清。收款人及账号：" + blank8 + blank4 + "。"),
		p.t("三、甲方另行采取的措施：") + sentence(other),
		p.t("四、本协议为协商解决，不构成责任认定。甲方履行完毕第一条至第三条后，双方就上述投诉事项的争议即告解决。本协议不影响乙方就其他事项，以及法律规定的保修和质量责任享有的权利。"),
		p.t("五、双方对本协议内容及在处理中知悉的对方信息保密，法律另有规定的除外。"),
		p.t("六、因履行本协议发生争议的，双方协商解决；协商不成的，可以申请调解，也可以依法向有管辖权的人民法院起诉。"),
		p.t(valid),
	}
}

// sentence ends a text with a full stop where it has no end of its own.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, "。") || strings.HasSuffix(s, "！") || strings.HasSuffix(s, "？") {
		return s
	}
	return strings.TrimRight(s, "；;，,.") + "。"
}

// bare is a text without its full stop, to go on in the same sentence.
func bare(s string) string { return strings.TrimRight(strings.TrimSpace(s), "。；;，,.") }
