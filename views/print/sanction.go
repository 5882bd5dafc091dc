package print

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

// SanctionNotice writes 《处罚决定书》, which the person of a consequence in effect gets: facts, evidence, clause, their
// own view and the answer to it, from when to when, and where they may turn. Nothing of the customer (rule A3).
func SanctionNotice(w io.Writer, s Stamp, c *huiyin.Complaint, k *huiyin.Sanction, org *huiyin.Org) error {
	p := newPaper(a4, s, "处罚决定书", "送达本人", c, org)
	p.row(
		0,
		label(1.6, "当事人"),
		value(4.4, p.who(k.Person)),
		label(1.6, "职务"),
		value(4.4, p.function(org.FunctionOf(k.Person))),
	)
	p.row(0, label(1.6, "投诉编号"), value(4.4, c.Number), label(1.6, "行为时间"), value(4.4, p.actDay(k.ActAt, k.At)))
	p.row(18, label(1.6, "查明的事实"), value(10.4, k.Wording))
	p.row(12, label(1.6, "证据"), value(10.4, p.evidence(c, k)))
	if clause := org.Clause(k.Clause); clause != nil {
		p.row(12, label(1.6, "依据的条款"), value(10.4, clause.Code+p.t("（第 ")+strconv.Itoa(clause.Version)+p.t(" 版，")+
			clause.From+p.t(" 起施行）：")+clause.Text+"\n"+p.t("本人确认阅读：")+p.when(k.ReadAt)))
	}
	view := k.View
	switch {
	case k.Waived:
		view = p.t("放弃陈述")
	case view == "":
		view = p.t("期限内没有陈述")
	}
	p.row(10, label(1.6, "本人意见"), value(10.4, view))
	p.row(
		10,
		label(1.6, "答复和决定"),
		value(10.4, k.Words+"\n"+p.whoFor(k.DecidedBy, k.DecidedFor)+" "+p.when(k.DecidedAt)),
	)
	if !k.ObjectedAt.IsZero() {
		p.row(10, label(1.6, "本人异议"), value(10.4, k.Objection))
	}
	if !k.VerdictAt.IsZero() {
		p.row(10, label(1.6, "复议"), value(10.4, p.t(k.State.Label())+"。"+k.VerdictWords+"\n"+
			p.whoFor(k.VerdictBy, k.VerdictFor)+" "+p.when(k.VerdictAt)))
	}
	p.row(0, label(1.6, "处罚"), value(10.4, p.t(huiyin.Names(k.Decided()).String())))
	until := p.t("没有写明失效时间")
	if !k.LapsesAt.IsZero() {
		until = p.when(k.LapsesAt)
	}
	p.row(0, label(1.6, "生效"), value(4.4, p.when(k.EffectiveAt)), label(1.6, "失效"), value(4.4, until))
	p.row(0, label(1.6, "异议"), value(10.4, p.t("本人可以在 ")+p.when(k.ObjectBy)+
		p.t(" 之前向副总经理提出一次异议，由原决定人以外的人复议；异议期间处罚不生效。期限已过，现已生效。")))
	p.row(0, label(1.6, "其他途径"), value(10.4, p.t("可以请工会协助；对处罚有争议的，可以自知道或应当知道之日起一年内申请劳动争议仲裁。")))
	if slices.Contains(k.Decided(), string(huiyin.Dismissal)) {
		p.row(0, label(1.6, "法务意见"), value(10.4, k.LegalOpinion+"\n"+p.who(k.LegalBy)))
		p.row(0, label(1.6, "工会意见"), value(10.4, k.UnionReply+"\n"+k.UnionToldOn+p.t(" 书面通知，")+k.UnionHeardOn+
			p.t(" 收到意见。本决定只是提交人力资源办理，是否解除由人力资源依法书面通知。")))
	}
	delivery := ""
	if !k.DeliveredAt.IsZero() {
		delivery = p.t(huiyin.DeliveryLabel(k.DeliveryWay)) + "：" + k.DeliveryProof + " " + p.when(k.DeliveredAt)
	}
	p.row(10, label(1.6, "送达"), value(10.4, delivery))
	p.keep(24)
	p.row(20, cell{span: 4, title: "本人签收"}.signed("签字"), cell{span: 4, title: "送达人"}.signed("签字"),
		cell{span: 4, title: "拒收时的见证人"}.signed("签字"))
	p.keep(sealRoom)
	p.row(sealRoom, cell{span: 12, title: "决定单位（盖章）"}.signed("经办人"))
	return p.write(w)
}

// Circular writes 《处罚通报》, what a circle is told of a consequence: by function, and by name only where a VP decided
// so; facts, clause and lesson, never the customer (rule F7).
func Circular(w io.Writer, s Stamp, c *huiyin.Complaint, k *huiyin.Sanction, org *huiyin.Org) error {
	p := newPaper(a4, s, "处罚通报", "内部使用", c, org)
	r := c.CircularOf(k.N)
	if r == nil {
		r = &huiyin.Circular{}
	}
	whom := p.function(r.Function)
	if r.Named {
		whom += " " + p.who(r.Person)
	}
	p.row(0, label(1.6, "当事人"), value(10.4, whom))
	p.row(24, label(1.6, "查明的事实"), value(10.4, r.Facts))
	if clause := org.Clause(r.Clause); clause != nil {
		p.row(14, label(1.6, "适用条款"), value(10.4, clause.Code+p.t("（第 ")+strconv.Itoa(clause.Version)+p.t(" 版）：")+
			clause.Text))
	}
	p.row(0, label(1.6, "处理"), value(10.4, p.t(huiyin.Names(k.Decided()).String())))
	p.row(18, label(1.6, "教训"), value(10.4, r.Lesson))
	if !r.CorrectedAt.IsZero() {
		p.row(14, label(1.6, "更正"), value(10.4, p.t("这项处罚已撤销：")+r.Correction))
	}
	var roles, sites []string
	for _, code := range r.Roles {
		if role, ok := huiyin.ParseRole(code); ok {
			roles = append(roles, p.t(role.Label()))
		}
	}
	for _, code := range r.Sites {
		sites = append(sites, org.SiteName(code))
	}
	p.row(0, label(1.6, "范围"), value(10.4, strings.Join(sites, "、")+p.t("的")+strings.Join(roles, "、")))
	p.row(0, label(1.6, "张挂"), value(10.4, p.when(r.At)+" – "+p.when(r.Until)))
	p.row(0, label(1.6, "发布"), value(10.4, p.whoFor(r.By, r.For)+" "+p.when(r.At)))
	p.gap(3)
	p.par(p.t("只供上列范围内须从中吸取教训的人阅读，不得外传、投屏或转发到群；到期即取下。"))
	p.keep(24)
	p.row(18, cell{span: 6, title: "发布人"}.signed("签字"), cell{span: 6, title: "取下人"}.signed("签字"))
	return p.write(w)
}

// function is what a person is: the name of the site as it is typed, the role as the paper writes it.
func (p *paper) function(text string) string {
	if at, role, ok := strings.Cut(text, " · "); ok {
		return at + " · " + p.t(role)
	}
	return p.t(text)
}

// evidence lists what was shown to the person.
func (p *paper) evidence(c *huiyin.Complaint, k *huiyin.Sanction) string {
	var out []string
	for _, e := range c.EvidenceOf(k.N) {
		out = append(out, p.t(e.Title())+"："+e.Text)
	}
	if len(out) == 0 {
		return p.t("没有记载")
	}
	return numbered(out)
}

// actDay is when the act took place, as far as the record says.
func (p *paper) actDay(at, proposed time.Time) string {
	if at.IsZero() {
		return p.t("没有记载，提出于 ") + p.when(proposed)
	}
	return p.when(at)
}

// consequences lists them on the closure report, as far as the reader may see them (rule F5).
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

// sealRoom takes a company's seal, which is some 42 mm wide.
const sealRoom = 46
