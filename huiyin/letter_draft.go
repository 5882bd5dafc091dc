package huiyin

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// letterParts are the numbers of the letter's headings.
var letterParts = []string{"一", "二", "三", "四", "五", "六", "七"}

// LetterDraft writes the letter's text from what was meant for the customer, and from nothing else: their matter
// and demand, the answer as given, the offer as approved, the ground, the ways out, the contact (rule W16). t writes
// fixed words in the company's script.
func (c *Complaint) LetterDraft(o *Org, t func(string) string) string {
	var b strings.Builder
	n := 0
	part := func(heading, text string) {
		b.WriteString("\n" + t(letterParts[n]+"、"+heading) + "\n" + text + "\n")
		n++
	}
	name := c.Name
	if name == "" || c.Anonymous() {
		name = t("客户")
	}
	b.WriteString(t("尊敬的") + name + "：\n")
	b.WriteString(t(fmt.Sprintf("您于%s通过%s向我们提出的投诉（编号 %s）已经处理，现答复如下：", letterDay(o, c.ReceivedAt),
		blankFor(c.Channel.Label()), c.Number)) + "\n")
	part("您反映的事项", blankFor(c.Matter))
	if c.Demand != "" {
		part("您的诉求", c.Demand)
	}
	told := c.toldCustomer(o, t)
	part("我们的答复", blankFor(told.said))
	if told.offer != "" {
		part("解决方案", told.offer)
	}
	if told.measures != "" {
		part("措施和时间", told.measures)
	}
	part("依据", blankFor(told.ground))
	if c.Unmet() {
		part("如您不满意以上答复", c.waysOut(o, t))
	}
	contact := o.PersonName(c.LetterContact())
	if c.LetterContact() == "" {
		contact = ""
	}
	phone := ""
	if s := o.Site(c.Site); s != nil {
		phone = strings.TrimSpace(s.Name + " " + s.Phone)
	}
	b.WriteString("\n" + t("如有疑问，请与我们联系：") + strings.TrimSpace(blankFor(phone)+" "+contact) +
		t("。给您带来的不便，我们深表歉意，感谢您的理解和监督。"))
	return b.String()
}

// told is what a paper for the customer tells of the answer; each is "" where there is nothing (rule W16).
type told struct{ said, offer, measures, ground string }

// toldCustomer is the answer as given, the offer as approved with its measures, and the ground: what every paper for
// the customer may hold of it (rules W16, F1).
func (c *Complaint) toldCustomer(o *Org, t func(string) string) (out told) {
	a, p := c.lastAnswer(), c.offer()
	ground := ""
	if a != nil {
		out.said = fullStop(a.Said)
		if f := c.SaysFacts(len(c.Answers)); f != FactsUnsaid {
			out.said = t(factsSentence[f]) + "\n" + out.said
		}
		switch offered := c.Proposal(a.Proposal); {
		case a.Declines: // rule W15
			ground = a.Ground
		case p == nil && offered != nil && offered.Status == ProposalDeclined:
			ground = offered.Ground // what was offered and not accepted rests on it too
		}
	}
	if p != nil && (a == nil || !a.Declines) {
		ground = p.Ground
	}
	if p != nil {
		out.offer, out.measures = c.letterOffer(p, t), c.letterMeasures(o, p, t)
	}
	out.ground = fullStop(ground)
	return out
}

// CustomerAnswer is the answer on the customer's part of the form, "" while there is none to tell. Words that hold a
// sum beyond what was approved are left out, as no letter holds them (rules F1, W16, C7).
func (c *Complaint) CustomerAnswer(o *Org, t func(string) string) string {
	if !c.AnsweredNow() && len(c.Answers) > 0 { // what an earlier round was told is no answer to this one
		return ""
	}
	told := c.toldCustomer(o, t)
	if a := c.lastAnswer(); a != nil && c.beyond(a.Said, c.approvedSum()) > 0 {
		told.said = t("答复的内容以书面答复函为准。")
	}
	out := []string{told.said}
	for _, part := range [][2]string{{"解决方案", told.offer}, {"措施和时间", told.measures}, {"依据", told.ground}} {
		if part[1] != "" {
			out = append(out, t(part[0]+"：")+part[1])
		}
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// AnsweredNow tells whether the newest answer was given since the complaint was last taken up again.
func (c *Complaint) AnsweredNow() bool {
	a := c.lastAnswer()
	return a != nil && c.fresh(a.At)
}

var factsSentence = map[Facts]string{
	FactsAdmitted: "经核实，您反映的情况属实。", FactsPartly: "经核实，您反映的情况部分属实。", FactsUnconfirmed: "经核实，您反映的情况未能证实。",
}

// letterOffer tells an approved offer: its words, its money once in figures and capitals, and what it is not.
func (c *Complaint) letterOffer(p *Proposal, t func(string) string) string {
	out := fullStop(p.Text)
	if p.Has(Compensation) {
		out += "\n" + t("补偿金额："+p.Payable().String()+"（大写：人民币"+p.Payable().Capitals()+"）。")
	}
	if gift := p.GiftValue(); gift > 0 {
		out += "\n" + t("礼品价值：") + gift.String() + "。"
	}
	return out + "\n" + t("以上方案为协商解决，不构成责任认定。")
}

// letterMeasures tells the measures of an offer with their dates and who answers for them by function; a person is
// named only where it is the letter's contact (rule W16).
func (c *Complaint) letterMeasures(o *Org, p *Proposal, t func(string) string) string {
	list := c.MeasuresOf(p.N)
	out := make([]string, len(list))
	for i, m := range list {
		line := fmt.Sprintf("%d. %s", i+1, t(m.Remedy.Label()))
		if who := c.letterDoer(o, m.Who, t); who != "" {
			line += t("，由") + who + t("负责")
		}
		switch {
		case !m.Due.IsZero():
			line += t(fmt.Sprintf("，于%s前完成", letterDay(o, m.Due)))
		case m.Remedy == Compensation:
			line += t(fmt.Sprintf("，于您接受方案后%d日内支付", o.Parameters.Get(PayWithin)))
		case m.Remedy == RemedyGift:
			line += t("，于结案之后送出")
		}
		out[i] = line + "。"
	}
	return strings.Join(out, "\n")
}

// letterDoer names who does something by function: the contact by name, else the department, else nobody.
func (c *Complaint) letterDoer(o *Org, account string, t func(string) string) string {
	if account == c.LetterContact() {
		return o.PersonName(account)
	}
	if q := o.Person(account); q != nil {
		return o.DepartmentName(q.Department)
	}
	return ""
}

// waysOut says where else the customer may turn, with the local names and numbers (rules W16, T3).
func (c *Complaint) waysOut(o *Org, t func(string) string) string {
	ways := map[Outside]string{
		ToConsumers: "向消费者协会投诉", To12315: "拨打 12315 热线或登录全国 12315 平台投诉", ToHousing: "向当地住房和城乡建设部门反映",
		ToMediation: "申请人民调解，调解须双方自愿", ToArbitration: "双方有仲裁协议的，依据协议申请仲裁", ToCourt: "向人民法院提起诉讼",
	}
	if c.Arbitrated() {
		ways[ToArbitration] = "依据双方的仲裁协议申请仲裁（已有仲裁协议的，不能再向法院起诉）"
	}
	out := []string{t("继续与我们协商")}
	for _, b := range c.Turns() {
		line := t(ways[b])
		if l := o.OutsideLine(b); l.Name != "" || l.Phone != "" {
			local := l.Name
			if l.Phone != "" {
				local = strings.TrimSpace(local + t(" 电话 ") + l.Phone)
			}
			line += "：" + local
		}
		out = append(out, line)
	}
	switch {
	case c.DisputeEnded(Awarded):
		out = append(out, t("对已作出的仲裁裁决，依法申请撤销或者申请执行"))
	case c.DisputeEnded(JudgedCourt):
		out = append(out, t("对已作出的判决，在法定期限内上诉"))
	}
	for i := range out {
		out[i] = fmt.Sprintf("%d. %s", i+1, fullStop(out[i]))
	}
	return t("您可以：\n") + strings.Join(out, "\n")
}

// letterDay gives the day as a letter has it, with room to write it by hand where it is unknown.
func letterDay(o *Org, at time.Time) string {
	if at.IsZero() {
		return "______年____月____日"
	}
	if o.Zone == nil {
		return at.UTC().Format("2006年1月2日")
	}
	return at.In(o.Zone).Format("2006年1月2日")
}

// blankFor leaves room to write what is missing.
func blankFor(s string) string {
	if s == "" {
		return "__________________"
	}
	return s
}

// fullStop ends a text with a full stop where it has no end of its own.
func fullStop(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, "。") || strings.HasSuffix(s, "！") || strings.HasSuffix(s, "？") {
		return s
	}
	return strings.TrimRight(s, "；;，,.") + "。"
}

// LetterHeading tells whether a line of a letter is a heading: 一、您反映的事项.
func LetterHeading(line string) bool {
	return letterHeading.MatchString(line) && utf8.RuneCountInString(line) <= 20
}

var letterHeading = regexp.MustCompile(`^[一二三四五六七八九]、[^。；，]+$`)

// BesideMoney is what an approved proposal gives beside money and gifts, in its own words: its clauses that name no
// sum and give no money, where one of its measures is of another kind; "" for nothing. So an agreement owes the sum
// once (rules W16, C10).
func (p *Proposal) BesideMoney() string {
	if !slices.ContainsFunc(p.Remedies,
		func(r string) bool { return Remedy(r) != Compensation && Remedy(r) != RemedyGift }) {
		return ""
	}
	if !p.Money() {
		return p.Text
	}
	var out []string
	for _, clause := range strings.FieldsFunc(p.Text,
		func(r rune) bool { return strings.ContainsRune("，,。；;！\n", r) }) {
		if clause = strings.TrimSpace(clause); clause != "" && len(SumsIn(clause)) == 0 && !namesMoney(clause) &&
			!strings.Contains(clause, "礼品") {
			out = append(out, clause)
		}
	}
	return strings.Join(out, "，")
}
