package print

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// Letter writes the 《投诉答复函》: result, measures, dates and ground in plain words, and, unless the
// customer has accepted, where else they may turn (rule W16). Only an approved proposal is told
// (rule C3).
func Letter(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newPaper(a4, s, "投诉答复函", personal, c, org)
	p.gap(2)
	name := c.Name
	if name == "" || c.Anonymous() {
		name = p.t("客户")
	}
	p.par(clean(p.t("尊敬的") + name + "："))
	p.gap(1)
	p.say(p.t(fmt.Sprintf("您于%s通过%s向我们提出的投诉（编号 %s）已经处理，现答复如下：", p.day(c.ReceivedAt), orBlank(c.Channel.Label()),
		c.Number)))
	for _, part := range p.letterParts() {
		p.gap(1.5)
		p.keep(14)
		p.set(0, false, []cell{{span: p.columns, title: part[0]}})
		for par := range strings.SplitSeq(part[1], "\n") {
			p.say(par)
		}
	}
	p.gap(1.5)
	p.say(p.t("如有疑问，请与我们联系：") + orBlank(p.phone()) + p.t("。给您带来的不便，我们深表歉意，感谢您的理解和监督。"))
	p.keep(34)
	p.gap(8)
	p.seal()
	return p.write(w)
}

// letterParts writes the numbered parts of the letter, heading and text.
func (p *paper) letterParts() [][2]string {
	c := p.c
	var parts [][2]string
	add := func(heading, text string) {
		n := []string{"一", "二", "三", "四", "五", "六"}[len(parts)]
		parts = append(parts, [2]string{n + "、" + heading, text})
	}
	add("您反映的事项", orBlank(c.Matter))

	q := p.last(binding)
	found, ground := blank8+blank8+blank8, ""
	if n := len(c.Findings); n > 0 {
		found, ground = sentence(c.Findings[n-1].Finding), c.Findings[n-1].Ground
	}
	switch c.Validity {
	case huiyin.Valid:
		found = p.t("经核实，您反映的情况属实。") + found
	case huiyin.NotValid:
		found = p.t("经核实，您反映的情况未能成立。") + found
	}
	add("调查结果", found)

	result := blank8 + blank8 + blank8
	if n := len(c.Answers); n > 0 {
		result = sentence(c.Answers[n-1].Said)
	}
	if n := len(c.Answers); n > 0 && c.Answers[n-1].Declines { // rule W15
		ground = c.Answers[n-1].Ground
	} else if q != nil {
		ground = q.Ground
	} else if n > 0 {
		// what was offered and not accepted rests on it too
		if offered := c.Proposal(c.Answers[n-1].Proposal); offered != nil {
			ground = offered.Ground
		}
	}
	if q != nil {
		result = sentence(q.Text)
		if q.Has(huiyin.Compensation) {
			result += p.t("补偿金额：" + q.Payable().String() + "（大写：" + q.Payable().Capitals() + "）。")
		}
		if gift := q.GiftValue(); gift > 0 {
			result += p.t("礼品价值：") + gift.String() + "。"
		}
		if n := len(c.Answers); n > 0 {
			result = sentence(c.Answers[n-1].Said) + "\n" + result
		}
	}
	add("处理结果", result)
	add("措施和时间", p.schedule())
	add("依据", orBlank(sentence(ground)))
	if c.Unmet() {
		add("如您不满意以上答复", p.turns())
	}
	return parts
}

// turns says where else the customer may turn, with the local names and numbers (rules W16, T3).
func (p *paper) turns() string {
	ways := map[huiyin.Outside]string{
		huiyin.ToConsumers: "向消费者协会投诉", huiyin.To12315: "拨打 12315 热线或登录全国 12315 平台投诉",
		huiyin.ToHousing:   "向当地住房和城乡建设部门反映",
		huiyin.ToMediation: "申请人民调解，调解须双方自愿", huiyin.ToArbitration: "双方有仲裁协议的，依据协议申请仲裁", huiyin.ToCourt: "向人民法院提起诉讼",
	}
	if p.c.Arbitrated() {
		ways[huiyin.ToArbitration] = "依据双方的仲裁协议申请仲裁（已有仲裁协议的，不能再向法院起诉）"
	}
	out := []string{p.t("继续与我们协商")}
	for _, b := range p.c.Turns() {
		line := p.t(ways[b])
		if l := p.org.OutsideLine(b); l.Name != "" || l.Phone != "" {
			local := l.Name
			if l.Phone != "" {
				local = strings.TrimSpace(local + p.t(" 电话 ") + l.Phone)
			}
			line += "：" + local
		}
		out = append(out, line)
	}
	switch {
	case p.c.DisputeEnded(huiyin.Awarded):
		out = append(out, p.t("对已作出的仲裁裁决，依法申请撤销或者申请执行"))
	case p.c.DisputeEnded(huiyin.JudgedCourt):
		out = append(out, p.t("对已作出的判决，在法定期限内上诉"))
	}
	for i := range out {
		out[i] = sentence(out[i])
	}
	return p.t("您可以：\n") + numbered(out)
}

// schedule lists what is done for the customer, by whom and when.
func (p *paper) schedule() string {
	var out []string
	for _, t := range p.c.Tasks {
		switch {
		case t.Dropped:
		case !t.EndedAt.IsZero():
			out = append(out, bare(t.What)+p.t("，已于")+p.day(t.EndedAt)+p.t("完成"))
		case p.stamp.At.After(t.Due): // no letter promises a day that has gone by
			out = append(out, bare(t.What)+"，由"+p.who(t.Who)+p.t("负责，原定")+p.day(t.Due)+p.t("前完成，尚在办理"))
		default:
			out = append(out, bare(t.What)+"，由"+p.who(t.Who)+p.t("负责，")+p.day(t.Due)+"前完成")
		}
	}
	for _, m := range p.c.Measures {
		if m.DoneAt.IsZero() {
			out = append(out, bare(m.What)+"，"+p.day(m.Due)+"前完成")
		} else {
			out = append(out, bare(m.What)+p.t("，已于")+p.day(m.DoneAt)+"完成")
		}
	}
	for i := range out {
		out[i] = sentence(out[i])
	}
	if len(out) == 0 {
		return blank8 + p.t("，于") + p.day(p.c.PromisedAt) + "前完成。"
	}
	return numbered(slices.Compact(out))
}

// say sets a paragraph indented by two characters, as in a letter.
func (p *sheet) say(text string) { p.par("\u3000\u3000" + clean(text)) }

// seal sets the place for the company's seal and the date at the right.
func (p *paper) seal() {
	lines := regular().lines(p.company, thousandths(p.right-p.left, bodySize))
	if p.look.Seal("letter") {
		lines = append(lines, p.t("（盖章）"))
	}
	lines = append(lines, p.day(p.letterDate()))
	widest := 0
	for _, l := range lines {
		widest = max(widest, regular().width(l))
	}
	for _, l := range lines {
		p.centred(p.right-mm(widest, bodySize)/2, p.y, bodySize, false, l)
		p.y += lead(bodySize) + 2
	}
}

// letterDate is when the answer was given; where it was not yet, the date is left to write.
func (p *paper) letterDate() (t time.Time) {
	if n := len(p.c.Answers); n > 0 {
		return p.c.Answers[n-1].At
	}
	return t
}

// orBlank leaves room to write what is missing.
func orBlank(s string) string {
	if s == "" {
		return blank8
	}
	return s
}
