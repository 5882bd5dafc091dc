package print

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"huiyin/huiyin"
)

// Settlement writes the 《和解协议》 that customer and company sign (F4, C6). Money stands in it only once
// its proposal is approved (rule C3); until then, and where there is none, the sums are left to write.
func Settlement(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newOutgoing(a4, s, "和解协议", c, org)
	p.inSeam = true
	q := p.last(binding)
	if !p.whole() {
		p.mark("【副本，个人信息已遮盖，不供签署】")
	}
	if q != nil {
		p.lacks(q)
		if c.OnPaperOnly(org, huiyin.PaperSettlement) != nil { // rule F8
			p.par(p.t("本协议须在纸上签字，屏幕签名无效。"))
		}
	}
	p.row(0, label(2, "甲方"), value(10, cmp.Or(p.legalPerson(), org.PaperName())))
	p.row(0, label(2, "乙方"), value(4, c.Name), label(2, "联系电话"), value(4, p.masked("phone", c.Phone)))
	p.row(0, label(2, "证件号码"), value(4, p.masked("identity", c.Identity)), label(2, "房号/合同"),
		value(4, strings.TrimSpace(c.Unit+" "+c.Contract)))
	p.row(0, label(2, "住址"), value(10, p.masked("address", c.Address)))
	if q != nil {
		for _, who := range c.Parties(q.N) {
			p.row(0, label(2, "签署人"), value(10, p.party(who)))
		}
	}
	p.gap(3)
	terms := p.terms(q)
	for i, t := range terms {
		if i == len(terms)-1 { // what is initialled stays with the signatures
			p.keep(56)
		}
		if t.bold {
			p.strong(clean(t.text))
		} else {
			p.par(clean(t.text))
		}
		p.gap(0.6)
	}
	p.keep(42)
	p.gap(4)
	p.row(38,
		cell{span: 6, title: p.sealed("甲方", "settlement"), text: clean(org.LegalPerson(c.Site))}.signed("授权代表"),
		p.hand(cell{span: 6, title: "乙方（签字）", text: clean(p.signers(q))}, "签字"))
	return p.write(w)
}

// signers names the customer and whoever else signs for them: an agent signs with their own name (rule C11).
func (p *paper) signers(q *huiyin.Proposal) string {
	text := p.c.Name
	if q == nil {
		return text
	}
	for _, who := range p.c.Parties(q.N) {
		if who.Name != p.c.Name {
			text += "\n" + who.Name + "（" + p.t(who.Role.Label()) + "）"
		}
	}
	return text
}

// term is an article of the agreement; those that burden the customer are bold (rule C10).
type term struct {
	text string
	bold bool
}

// whole tells whether the paper names the customer in full, as one that is signed must (rule C10).
func (p *paper) whole() bool {
	for field, text := range map[string]string{"phone": p.c.Phone, "identity": p.c.Identity, "address": p.c.Address} {
		if text != "" && !p.stamp.Revealed[field] {
			return false
		}
	}
	return true
}

// terms writes the articles of the agreement: the sum once, each duty once, and nothing but what was approved for the
// customer (rules W16, C10).
func (p *paper) terms(q *huiyin.Proposal) []term {
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
	when, account := p.t("付款日期待定"), p.t("收款账户待定")
	own := ""
	if q != nil {
		if at := c.PayBy(q.N); !at.IsZero() {
			when = p.t("甲方于") + p.day(at) + p.t("前付清")
		}
		if to := c.Payee(q.N); to != nil {
			account = p.t("收款人") + cmp.Or(to.Holder, to.Name) + "，" +
				strings.TrimSpace(to.Bank+" "+p.masked("identity", to.Account))
		}
		if !q.Has(huiyin.Compensation) {
			when, account = p.t("无须付款"), "/"
		}
		if q.Clause != "" {
			own = p.t("另行约定：") + sentence(q.Clause)
		}
	}
	valid := "八、本协议一式两份，双方各执一份，双方沿每页右侧虚线骑缝签章，自双方签字或盖章之日起生效。"
	if !p.look.Seal("settlement") {
		valid = "八、本协议一式两份，双方各执一份，双方沿每页右侧虚线骑缝签章，自双方签字之日起生效。"
	}
	list := []term{
		{p.t(fmt.Sprintf("乙方于%s就下列事项向甲方提出投诉（编号 %s）：", p.day(c.ReceivedAt), c.Number)) + sentence(c.Matter) +
			p.t("双方经平等协商，自愿达成如下协议："), false},
		{p.t("一、甲方向乙方支付补偿：") + sum + "。", false},
		{p.t("二、付款日期和账户：") + when + "；" + account + "。", false},
		{p.t("三、甲方另行采取的措施：") + sentence(other), false},
		{p.t("四、本协议为协商解决，不构成责任认定。甲方履行完毕第一条至第三条后，双方就上述投诉事项的争议即告解决。" +
			"本协议不影响乙方就其他事项，以及法律规定的保修和质量责任、以后发现或当时不能知道的损害享有的权利，也不影响第三人的权利。"), true},
		{p.t("五、双方只对个人信息和商业秘密保密。乙方向机关、法院、消费者组织、律师、医生和家人投诉、举报、陈述，" +
			"以及法律要求的披露，不受本协议限制。"), true},
		{p.t("六、甲方逾期付款的，按逾期时一年期贷款市场报价利率（LPR）向乙方支付逾期利息。依法应缴的税费各自承担，甲方付款不另扣费用；" +
			"乙方可向甲方索取付款凭证。收条另行签写，款项到账时才签署。"), false},
		{p.t("七、因履行本协议发生争议的，双方协商；协商不成的，依法解决。"), false},
		{p.t(valid), false},
	}
	if own != "" {
		list = append(list, term{own, true})
	}
	return append(list, term{p.t("以上加粗条款限制乙方的权利，甲方已提示并说明；乙方已阅读全文并留有本协议一份，请乙方在此小签：") +
		blank8, true})
}

// lacks marks an agreement that does not bind, and says on it what is missing (rules C10, C11).
func (p *paper) lacks(q *huiyin.Proposal) {
	why := p.c.Unbinding(q.N)
	missing := p.c.SettlementMissing(p.org, q.N)
	if len(why) > 0 {
		p.mark("【对客户不具约束力】")
		for _, e := range why {
			p.par(p.t(e.Error()))
		}
	}
	if len(missing) > 0 {
		words := make([]string, len(missing))
		for i, m := range missing {
			words[i] = p.t(m.Text)
		}
		p.par(p.t("草稿，尚缺：") + strings.Join(words, "、") + "。")
	}
}

// legalPerson names the company as party, with its code and address, "" where none is set (rule C11).
func (p *paper) legalPerson() string {
	s := p.org.Site(p.c.Site)
	if s == nil || s.LegalName == "" {
		return ""
	}
	text := s.LegalName + p.t("，统一社会信用代码：") + s.CreditCode + p.t("，地址：") + s.LegalAddress
	if s.LegalRepresentative != "" {
		text += p.t("，法定代表人：") + s.LegalRepresentative
	}
	return text
}

// party says who signs, by what right (rule C11).
func (p *paper) party(who *huiyin.Party) string {
	text := who.Name + "（" + p.t(who.Role.Label()) + "）"
	if who.For != "" {
		text += p.t("，代") + who.For + p.t("签署")
	}
	if who.Identity != "" {
		text += p.t("，证件号码：") + p.masked("identity", who.Identity)
	}
	for _, power := range who.Powers {
		text += "，" + p.t(huiyin.Power(power).Label())
	}
	if who.File != 0 {
		text += p.t("，证明材料附后")
	}
	return text
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
