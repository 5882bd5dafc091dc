package print

import (
	"io"
	"strings"

	"huiyin/huiyin"
)

// Circular writes 《处罚通报》, the circular of a consequence (F7). It names the person only where a
// criticism to be circulated stands, and never the customer.
func Circular(w io.Writer, s Stamp, c *huiyin.Complaint, k *huiyin.Sanction, org *huiyin.Org) error {
	p := newPaper(a4, s, "处罚通报", "内部使用", c, org)
	name, whom := p.t("（不公开姓名）"), p.t("当事人")
	hidden := func(text string) string { return text }
	if k.Public() {
		name, whom = p.who(k.Person), p.who(k.Person)
	} else {
		hidden = func(text string) string { return strings.ReplaceAll(text, p.who(k.Person), whom) }
	}
	p.row(0, label(1.6, "当事人"), value(4.4, name), label(1.6, "所属项目"), value(4.4, org.SiteName(c.Site)))
	p.row(0, label(1.6, "投诉等级"), value(4.4, p.t(k.Grade.Label())), label(1.6, "认定"),
		value(4.4, p.t(c.Validity.Label()+"，责任："+c.Responsibility.Label())))
	p.row(24, label(1.6, "事项"), value(10.4, hidden(k.Wording)))
	p.row(14, label(1.6, "处罚"), value(10.4, p.t(huiyin.Names(k.Stands()).String())))
	p.row(18, label(1.6, "决定"), value(10.4, hidden(k.Words)+"\n"+p.whoFor(k.DecidedBy, k.DecidedFor)+" "+
		p.when(k.DecidedAt)))
	if !k.VerdictAt.IsZero() {
		p.row(18, label(1.6, "复议"),
			value(10.4, p.t(k.State.Label())+"。"+hidden(k.VerdictWords)+"\n"+p.whoFor(k.VerdictBy, k.VerdictFor)+" "+
				p.when(k.VerdictAt)))
	} else {
		until := ""
		if k.State == huiyin.SanctionObjected {
			until = p.t("当事人已提出异议，正在复议。")
		} else if !k.ObjectBy.IsZero() {
			until = whom + p.t("可以在 ") + p.when(k.ObjectBy) + p.t(" 之前提出异议。")
		}
		p.row(0, label(1.6, "异议"), value(10.4, until))
	}
	p.keep(30)
	p.row(24, cell{span: 4, title: "提出人"}.signed("签字"), cell{span: 4, title: "决定人"}.signed("签字"),
		cell{span: 4, title: "当事人（已阅）"}.signed("签字"))
	return p.write(w)
}

// consequences lists them on the closure report (rule F5).
func (p *paper) consequences() {
	if list := p.sanctioned(); len(list) > 0 {
		p.field("处罚", numbered(list))
	}
}

// sanctioned tells the consequences as far as the reader may see them, one a line (rules A3, F1, F5).
func (p *paper) sanctioned() (out []string) {
	for _, k := range p.stamp.Consequences {
		line := p.who(k.Person) + "：" + p.t(huiyin.Names(k.Kinds).String()+"（"+k.State.Label()+"）。") + p.who(k.By) +
			" " + p.date(k.At) + "提出"
		if !k.DecidedAt.IsZero() {
			line += "，" + p.whoFor(k.DecidedBy, k.DecidedFor) + " " + p.date(k.DecidedAt) + p.t("决定：") + bare(k.Words)
		}
		if !k.VerdictAt.IsZero() {
			line += "，" + p.whoFor(k.VerdictBy, k.VerdictFor) + " " + p.date(k.VerdictAt) + p.t("复议：") +
				bare(k.VerdictWords)
			if len(k.Changed) > 0 {
				line += p.t("，变更为" + huiyin.Names(k.Changed).String())
			}
		}
		out = append(out, line+"。")
	}
	return out
}
