// Package print sets the printed papers of a complaint (RULES.md §13) as PDF: in Simplified Chinese,
// black on white, for signing. A paper can be printed in every state: what is known is filled in,
// what is unknown is left to write by hand, what does not apply is struck. The same record and stamp
// give the same bytes.
package print

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// paper is a sheet about one complaint.
type paper struct {
	*sheet
	c   *huiyin.Complaint
	org *huiyin.Org
}

func newPaper(f format, s Stamp, title, notes string, c *huiyin.Complaint, org *huiyin.Org) *paper {
	return &paper{newSheet(f, headingOf(title, notes, c, org), s), c, org}
}

// newOutgoing is a paper for the customer: it bears the name of the site's legal person, not the group's (rule C11).
func newOutgoing(f format, s Stamp, title string, c *huiyin.Complaint, org *huiyin.Org) *paper {
	h := headingOf(title, personal, c, org)
	h.look.Name = org.LegalPerson(c.Site)
	return &paper{newSheet(f, h, s), c, org}
}

func headingOf(title, notes string, c *huiyin.Complaint, org *huiyin.Org) heading {
	h := heading{
		company: org.Company, title: title, place: org.SiteName(c.Site), number: c.Number, notes: notes, zone: org.Zone,
		look: org.Letterhead,
	}
	if c.Version > 0 {
		h.version = fmt.Sprint(c.Version)
	}
	return h
}

// when gives an instant to the minute, "" for none.
func (p *paper) when(t time.Time) string { return p.format(t, "2006-01-02 15:04") }

// date gives the day of an instant, "" for none.
func (p *paper) date(t time.Time) string { return p.format(t, "2006-01-02") }

// day gives the day as a letter has it, with room to write it by hand where it is unknown.
func (p *paper) day(t time.Time) string {
	if t.IsZero() {
		return blank4 + "年" + blank2 + "月" + blank2 + "日"
	}
	return p.format(t, "2006年1月2日")
}

func (p *paper) format(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.zone).Format(layout)
}

// Room to write by hand inside a sentence.
const (
	blank2 = "____"
	blank4 = "______"
	blank8 = "__________________"
)

// who gives a person's name, "" for nobody.
func (p *paper) who(account string) string {
	if account == "" {
		return ""
	}
	return p.org.PersonName(account)
}

// whoFor names who decided, and in whose place (rule P6).
func (p *paper) whoFor(account, place string) string {
	if place == "" {
		return p.who(account)
	}
	return p.who(account) + " 代 " + p.who(place)
}

// masked gives a protected field as the stamp allows (rule P5).
func (p *paper) masked(field, value string) string {
	if p.stamp.Revealed[field] {
		return value
	}
	return huiyin.Mask(value)
}

// department is the one the complaint is about, or the one asked for its opinion.
func (p *paper) department() string {
	return p.org.DepartmentName(cmp.Or(p.c.ResponsibleDepartment, p.c.Department))
}

// accused names those complained about.
func (p *paper) accused() string {
	names := make([]string, len(p.c.Accused))
	for i, a := range p.c.Accused {
		names[i] = p.who(a)
	}
	return strings.Join(names, "、")
}

// ended tells whether nothing will be added to the case by hand any more.
func (p *paper) ended() bool { return !p.c.State.Open() }

// orStruck gives the text, or "/" where the case is over and nothing will come.
func (p *paper) orStruck(s string) string {
	if s == "" && p.ended() {
		return "/"
	}
	return s
}

// of makes the options of a list, one of them ticked.
func of[T comparable](list []T, name func(T) string, ticked T) []option {
	out := make([]option, len(list))
	for i, v := range list {
		out[i] = option{name(v), v == ticked}
	}
	return out
}

// findings writes what was found and what the person complained about says (rule W15), and lists
// the evidence.
func (p *paper) findings() string {
	var out []string
	for _, f := range p.c.Findings {
		line := p.entry(f.At, f.By, f.Finding)
		if f.Asked != "" {
			line += p.t("\n问了谁：") + f.Asked
		}
		if f.Conclusion != "" {
			line += p.t("\n结论：") + f.Conclusion
		}
		if f.Ground != "" {
			line += p.t("\n依据：") + f.Ground
		}
		out = append(out, line)
	}
	for _, s := range p.c.Statements {
		out = append(out, p.t("当事人陈述：")+p.entry(s.At, s.By, s.Statement))
	}
	var evidence []string
	for _, a := range p.c.Attachments {
		if a.WithdrawnAt.IsZero() && !signedHere(&a) {
			evidence = append(evidence, p.t(a.Kind.Label())+"“"+a.Name+"”")
		}
	}
	if len(evidence) > 0 {
		out = append(out, p.t(fmt.Sprintf("证据清单（%d 件）：", len(evidence)))+strings.Join(evidence, "、")+"。")
	}
	return strings.Join(out, "\n")
}

// signedHere tells the case's own signed papers, which prove what was said and are no evidence of what happened.
func signedHere(a *huiyin.Attachment) bool {
	return a.Paper != "" || a.Kind == huiyin.SignedForm || a.Kind == huiyin.HouseForm || a.Kind == huiyin.SignedAgreement
}

// entry writes one dated saying: 2025-03-04 10:00 李四：……
func (p *paper) entry(at time.Time, by, text string) string {
	return strings.TrimSpace(p.when(at)+" "+p.who(by)) + "：" + text
}

// opinions writes the department's opinion and the proposals (rules W2, W3).
func (p *paper) opinions() string {
	var out []string
	for _, o := range p.c.Opinions {
		name := p.org.DepartmentName(o.Department)
		out = append(out, strings.TrimSpace(p.when(o.At)+" "+name+" "+p.who(o.By))+"："+o.Opinion)
	}
	for i := range p.c.Proposals {
		if q := &p.c.Proposals[i]; shown(q) {
			out = append(out, p.t(fmt.Sprintf("方案%d（%s，%s）：", q.N, strings.Join(q.Labels(), "、"), q.Status.Label()))+
				p.proposal(q))
		}
	}
	return strings.Join(out, "\n")
}

// proposal writes a proposal's text, money and ground.
func (p *paper) proposal(q *huiyin.Proposal) string {
	text := q.Text
	if q.Money() {
		text += p.t("\n金额：" + q.Amount.String() + "（大写：" + q.Amount.Capitals() + "）")
		if gift := q.GiftValue(); gift > 0 && q.Has(huiyin.Compensation) {
			text += p.t("，其中礼品 ") + gift.String()
		}
	}
	if q.Ground != "" {
		text += p.t("\n依据：") + q.Ground
	}
	return text
}

// shown tells whether a proposal still means something: it was not refused, replaced or withdrawn.
func shown(q *huiyin.Proposal) bool {
	switch q.Status {
	case huiyin.ProposalRefused, huiyin.ProposalReplaced, huiyin.ProposalWithdrawn:
		return false
	}
	return q.Mandate == 0 // which never goes out (rule T1)
}

// binding tells whether only such a proposal may reach the customer (rule C3).
func binding(q *huiyin.Proposal) bool { return q.Binding() }

// last finds the newest proposal that fits, nil when there is none.
func (p *paper) last(fits func(*huiyin.Proposal) bool) *huiyin.Proposal {
	for i := len(p.c.Proposals) - 1; i >= 0; i-- {
		if q := &p.c.Proposals[i]; fits(q) {
			return q
		}
	}
	return nil
}

// answers writes every answer with the customer's word, and the results told (rule W6).
func (p *paper) answers() string {
	var out []string
	for i, a := range p.c.Answers {
		line := strings.TrimSpace(p.when(a.At)+" "+p.whoFor(a.By, a.For)) + " " + p.t(a.Way.Label()+"答复：") + a.Said +
			p.wants(a.Wants)
		out = append(out, line+p.t("（客户意见："+accepted[p.c.WordOn(i+1)]+"）"))
	}
	for _, r := range p.c.Results {
		out = append(out, strings.TrimSpace(p.when(r.At)+" "+p.who(r.By))+" "+p.t(r.Way.Label()+"告知结果：")+r.Said+
			p.wants(r.Wants)+p.t("（"+r.Satisfaction.Label()+"）"))
	}
	return strings.Join(out, "\n")
}

func (p *paper) wants(s string) string {
	if s == "" {
		return ""
	}
	return p.t("客户另提出：") + s
}

// accepted names the customer's word on an answer.
var accepted = map[string]string{"yes": "接受", "no": "不接受", "pending": "未定"}

// word is the customer's word on the newest answer: yes, no, pending or "".
func (p *paper) word() string { return p.c.Word() }

// measures writes the corrective or the preventive actions (rule A1).
func (p *paper) measures(kind huiyin.MeasureKind) string {
	var out []string
	for _, m := range p.c.Measures {
		if m.Kind != kind {
			continue
		}
		line := m.What + p.t("（责任单位：") + m.Unit + p.t("；责任人：") + p.who(m.Person)
		if !m.Due.IsZero() {
			line += p.t("；期限：") + p.date(m.Due)
		}
		if !m.DoneAt.IsZero() {
			line += "；" + p.date(m.DoneAt) + p.t("完成：") + m.Done
		}
		out = append(out, line+"）")
	}
	return numbered(out)
}

// numbered joins entries, numbering them where there are several.
func numbered(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	for i := range list {
		list[i] = fmt.Sprintf("%d. %s", i+1, list[i])
	}
	return strings.Join(list, "\n")
}

// cause writes the newest root cause (rule A1).
func (p *paper) cause() string {
	n := len(p.c.Causes)
	if n == 0 {
		return ""
	}
	k := p.c.Causes[n-1]
	if k.Class == "" {
		return k.Cause
	}
	return "（" + p.t(k.Class.Label()) + "）" + k.Cause
}

// level is one rank of those who decide on paper.
type level int

const (
	bySupervisor level = iota
	byManager
	byVP
	byGeneral
)

// level gives the rank at which a step is decided; an opinion has none.
func (p *paper) level(s *huiyin.Step) (level, bool) {
	role := s.Role
	switch {
	case s.General:
		return byGeneral, true
	case s.Function != "":
		return 0, false
	case s.Account != "":
		return p.rank(s.Account)
	}
	return level(role - huiyin.Supervisor), role >= huiyin.Supervisor
}

// rank gives the rank of a person.
func (p *paper) rank(account string) (level, bool) {
	q := p.org.Person(account)
	switch {
	case q == nil || q.Role < huiyin.Supervisor:
		return 0, false
	case q.GeneralManager:
		return byGeneral, true
	}
	return level(q.Role - huiyin.Supervisor), true
}

// levels says which ranks have a word in the case: those of the chain and of whoever is in charge.
// Before a chain is known everyone may still have one, but the general manager only where the
// figures ask for them.
func (p *paper) levels() (used [4]bool, chain []*huiyin.Step) {
	used, chain, known := p.asked()
	if known {
		return used, chain
	}
	if !p.ended() && !p.c.State.Settled() {
		used[bySupervisor], used[byManager], used[byVP] = true, true, true
		used[byGeneral] = used[byGeneral] || p.org.Parameters.Money(huiyin.VPLimit) > 0
	}
	return used, nil
}

// asked says which ranks do have a word: that of whoever is in charge and, where it is known, those of
// the chain. Their places to sign stand on every form (rule C3).
func (p *paper) asked() (ranks [4]bool, chain []*huiyin.Step, known bool) {
	if l, ok := p.rank(p.c.Owner); ok {
		ranks[l] = true
	}
	q := p.last(func(q *huiyin.Proposal) bool { return q.Chain > 0 && shown(q) })
	if q == nil {
		return ranks, nil, false
	}
	chain = p.c.Chain(q.N)
	for _, s := range chain {
		if l, ok := p.level(s); ok {
			ranks[l] = true
		}
	}
	return ranks, chain, true
}

// words writes the words given in a chain, in their order.
func (p *paper) words(chain []*huiyin.Step) string {
	var out []string
	given := slices.DeleteFunc(slices.Clone(chain), func(s *huiyin.Step) bool { return s.Decision == "" })
	slices.SortStableFunc(given, func(a, b *huiyin.Step) int { return a.At.Compare(b.At) })
	for _, s := range given {
		line := p.when(s.At) + " " + p.t(s.Label()) + " " + p.whoFor(s.By, s.For) + "：" + p.t(s.Decision.Label())
		if s.Words != "" {
			line += "。" + s.Words
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}
