package huiyin

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Party is who signs a settlement for the customer, or gets its money (rule C11). The last entry of a name counts.
type Party struct {
	ID       int64
	N        int
	Proposal int
	At       time.Time
	By       string
	Name     string
	Identity string
	Role     PartyRole
	For      string   // whom they stand for; "" is the customer
	Powers   []string // of an agent: codes of Power
	Until    time.Time
	Seen     bool   // the identity papers were seen
	File     int64  // the attachment that proves it
	Owners   string // the other owners, one a line
	Holder   string // of the account, "" is the party
	Bank     string
	Account  string

	WithdrawnAt time.Time // replaced or no longer signing
	WithdrawnBy string
}

// PartyRole says by what right somebody signs.
type PartyRole string

// The roles.
const (
	PartySelf     PartyRole = "self"
	PartyAgent    PartyRole = "agent"
	PartyGuardian PartyRole = "guardian"
	PartyHeir     PartyRole = "heir"
)

var partyRoles = words[PartyRole]{
	{PartySelf, "本人或共有人"}, {PartyAgent, "代理人"}, {PartyGuardian, "监护人"}, {PartyHeir, "继承人"},
}

// Label is the role's name on pages.
func (r PartyRole) Label() string { return partyRoles.label(r) }

// PartyRoles lists the roles.
func PartyRoles() []PartyRole { return partyRoles.all() }

// Power is what an agent may do by the letter of attorney 授权委托书.
type Power string

// The powers.
const (
	PowerSettle  Power = "settle"
	PowerReceive Power = "receive"
)

var powers = words[Power]{{PowerSettle, "代为和解"}, {PowerReceive, "代为收款"}}

// Label is the power's name on pages and papers.
func (p Power) Label() string { return powers.label(p) }

// PowersIn reads which powers a letter of attorney gives: codes, or the words that stand on it. What is none of them is
// given back as it is, for the rule to refuse.
func PowersIn(text string) (out []string) {
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || partsNames(r) }) {
		known := false
		for _, p := range powers.all() {
			if s == string(p) || strings.Contains(s, strings.TrimPrefix(p.Label(), "代为")) {
				out, known = append(out, string(p)), true
			}
		}
		if !known {
			out = append(out, s)
		}
	}
	return out
}

// Parties lists who signs a proposal's settlement, as it stands now.
func (c *Complaint) Parties(n int) []*Party { return c.partiesAt(n, time.Time{}) }

// partiesAt lists who was to sign a proposal's settlement at a time, zero for now.
func (c *Complaint) partiesAt(n int, at time.Time) []*Party {
	var out []*Party
	for i := range c.SettlementParties {
		p := &c.SettlementParties[i]
		stood := p.WithdrawnAt.IsZero()
		if !at.IsZero() {
			stood = !p.At.After(at) && (stood || p.WithdrawnAt.After(at))
		}
		if p.Proposal == n && stood {
			out = append(out, p)
		}
	}
	return out
}

// NameParty says who signs the settlement of a proposal for the customer; the former entry of that name ends. With
// ends alone it ends (rule C11).
func (c *Complaint) NameParty(by Actor, now time.Time, n int, p Party, ends bool) error {
	q := c.Proposal(n)
	if q == nil || q.Mandate > 0 {
		return NotFound()
	}
	m, err := c.begin(by, ActionNameParty, now)
	if err != nil {
		return err
	}
	p.Name, p.Identity, p.For, p.Owners = strings.TrimSpace(p.Name), strings.TrimSpace(p.Identity),
		strings.TrimSpace(p.For), strings.TrimSpace(p.Owners)
	p.Powers = slices.Compact(slices.Sorted(slices.Values(p.Powers)))
	if !q.stands() {
		return Conflict("方案%d“%s”，不能登记签署人。", n, q.Status.Label())
	}
	if err := Every(when(!partyRoles.has(p.Role), "role", "请选择列表中的一项。"),
		when(slices.ContainsFunc(p.Powers, func(s string) bool { return !powers.has(Power(s)) }), "powers",
			"请选择列表中的一项。"),
		when(p.File != 0 && !c.filed(p.File), "file", "请选择本案的附件。"), needed("name", p.Name, shortText), within("identity", p.Identity, 50),
		within("for", p.For, shortText), within("owners", p.Owners, 1000),
		within("holder", p.Holder, shortText), within("bank", p.Bank, shortText),
		within("account", p.Account, 50)); err != nil {
		return err
	}
	former := slices.IndexFunc(c.SettlementParties, func(o Party) bool {
		return o.Proposal == n && o.WithdrawnAt.IsZero() && sameName(o.Name, p.Name)
	})
	if ends && former < 0 {
		return Invalid("name", "没有登记过这个签署人。")
	}
	if err := m.stay(Note("proposal", strconv.Itoa(n)), Note("signer", p.Name), Note("party_role", string(p.Role)),
		Note("stands_for", p.For), Note("powers", strings.Join(p.Powers, " ")), Note("proof", c.nameOf(p.File)),
		Note("account", Mask(p.Account)), Note("ended", flag(ends))); err != nil {
		return err
	}
	if former >= 0 {
		c.SettlementParties[former].WithdrawnAt, c.SettlementParties[former].WithdrawnBy = now, by.Account
	}
	if !ends {
		p.N, p.Proposal, p.At, p.By = len(c.SettlementParties)+1, n, now, by.Account
		c.SettlementParties = append(c.SettlementParties, p)
	}
	return nil
}

func sameName(a, b string) bool {
	return strings.Join(strings.Fields(a), "") == strings.Join(strings.Fields(b), "")
}

// takesAll are the measures that every owner has to agree to (rule C11).
var takesAll = regexp.MustCompile(`换购|换房|换号|调换|更换房|[退][房]|解除|撤销(?:合同|认购)|变更(?:合同|价款)|放弃|換購|換房|調換|更換房|退房|解除|放棄`)

// TakesAllOwners tells whether a proposal exchanges, rescinds or waives, which one owner cannot do alone.
func (c *Complaint) TakesAllOwners(n int) bool {
	p := c.Proposal(n)
	return p != nil && takesAll.MatchString(p.Text+"\n"+p.Clause)
}

// partsNames tells what stands between the names of owners.
func partsNames(r rune) bool {
	switch r {
	case '\n', '\r', '、', '，', ',', '；', ';':
		return true
	}
	return false
}

// OtherOwners lists the owners named beside the customer, each once.
func (c *Complaint) OtherOwners(n int) []string { return c.otherOwners(c.Parties(n)) }

func (c *Complaint) otherOwners(parties []*Party) (out []string) {
	for _, p := range parties {
		for _, name := range strings.FieldsFunc(p.Owners, partsNames) {
			name = strings.TrimSpace(name)
			if name != "" && !sameName(name, c.Name) &&
				!slices.ContainsFunc(out, func(o string) bool { return sameName(o, name) }) {
				out = append(out, name)
			}
		}
	}
	return out
}

// Unbinding lists why a settlement does not bind the customer, nothing where it does (rule C11). An agreement that was
// filed as signed is judged as at its signing: who is named afterwards may cure it, and never unbinds it.
func (c *Complaint) Unbinding(n int) []*Error {
	p := c.Proposal(n)
	if p == nil {
		return nil
	}
	for i := range c.Attachments {
		a := &c.Attachments[i]
		if a.Kind == SignedAgreement && a.WithdrawnAt.IsZero() && !a.At.Before(p.At) &&
			len(c.unbindingAt(n, a.At)) == 0 {
			return nil
		}
	}
	return c.unbindingAt(n, time.Time{})
}

// unbindingAt is Unbinding with those who were named at a time, zero for now. Where nobody is named the customer signs
// in person.
func (c *Complaint) unbindingAt(n int, at time.Time) (why []*Error) {
	parties := c.partiesAt(n, at)
	if len(parties) == 0 {
		return nil
	}
	bound := func(name string) bool {
		return slices.ContainsFunc(parties, func(p *Party) bool {
			if p.Role == PartySelf {
				return sameName(p.Name, name)
			}
			return sameName(p.For, name) || p.For == "" && sameName(name, c.Name)
		})
	}
	add := func(text string, args ...any) { why = append(why, Conflict(text, args...)) }
	for _, p := range parties {
		if p.Role == PartySelf {
			continue
		}
		proof := c.Attachment(p.File)
		proven := proof != nil && (proof.WithdrawnAt.IsZero() || !at.IsZero() && proof.WithdrawnAt.After(at))
		switch {
		case !proven && p.Role == PartyAgent:
			add("代理人%s没有授权委托书，请上传后登记。", p.Name)
		case !proven:
			add("%s没有监护或继承的证明，请上传后登记。", p.Name)
		}
		if p.Role == PartyAgent && !slices.Contains(p.Powers, string(PowerSettle)) {
			add("代理人%s的授权不含“代为和解”。", p.Name)
		}
		if p.Role == PartyAgent && p.Account != "" && !slices.Contains(p.Powers, string(PowerReceive)) &&
			(p.Holder == "" || sameName(p.Holder, p.Name)) {
			add("代理人%s的授权不含“代为收款”，款项不能付给代理人。", p.Name)
		}
		if signed := latest(at, c.signedAt(n)); !p.Until.IsZero() && signed.After(p.Until) {
			add("代理人%s的授权在签署时已经到期。", p.Name)
		}
		if !p.Seen && p.Identity == "" {
			add("%s的身份证件没有核对。", p.Name)
		}
	}
	if !bound(c.Name) {
		add("没有%s本人或其代理人、监护人、继承人签署。", c.Name)
	}
	if c.TakesAllOwners(n) {
		for _, name := range c.otherOwners(parties) {
			if !bound(name) {
				add("换房、解除合同或放弃权利须全体权利人签署，缺%s。", name)
			}
		}
	}
	return why
}

// signedAt is when the first signed agreement of a proposal came, zero before.
func (c *Complaint) signedAt(n int) (at time.Time) {
	for i := range c.Attachments {
		a := &c.Attachments[i]
		if a.Kind == SignedAgreement && a.WithdrawnAt.IsZero() && !a.At.Before(c.Proposal(n).At) &&
			(at.IsZero() || a.At.Before(at)) {
			at = a.At
		}
	}
	return at
}

// Payee is to whose account the money of a proposal goes, nil where nobody gave one (rule C10).
func (c *Complaint) Payee(n int) *Party {
	for _, p := range c.Parties(n) {
		if p.Account != "" {
			return p
		}
	}
	return nil
}

// PayBy is the day by which the money of a proposal is paid, zero where none is set (rules C10, D14).
func (c *Complaint) PayBy(n int) time.Time {
	p := c.Proposal(n)
	if p == nil {
		return time.Time{}
	}
	if !p.PayBy.IsZero() {
		return p.PayBy
	}
	for _, m := range c.MeasuresOf(n) {
		if m.Remedy == Compensation && !m.Due.IsZero() {
			return m.Due
		}
	}
	return time.Time{}
}

// Missing is something that a settlement agreement cannot be signed without, and where it is entered (rule C10).
type Missing struct {
	Text string
	Link string // of a page of the house, or of a place of the complaint's page
}

// SettlementMissing lists what the agreement of a proposal lacks (rule C10).
func (c *Complaint) SettlementMissing(o *Org, n int) (out []Missing) {
	p := c.Proposal(n)
	if p == nil {
		return nil
	}
	add := func(text, link string) { out = append(out, Missing{text, link}) }
	if s := o.Site(c.Site); s == nil || s.LegalName == "" || s.CreditCode == "" || s.LegalAddress == "" {
		add("本项目的合同主体（名称、统一社会信用代码、地址）", "/settings/sites/"+c.Site)
	}
	if p.Has(Compensation) && c.PayBy(n).IsZero() {
		add("付款日期", "#proposals")
	}
	if p.Has(Compensation) && c.Payee(n) == nil {
		add("收款账户", "#proposals")
	}
	if c.Identity == "" && !slices.ContainsFunc(c.Parties(n), func(q *Party) bool { return q.Identity != "" }) {
		add("签署人的证件号码", "#proposals")
	}
	if c.TakesAllOwners(n) && len(c.Parties(n)) == 0 {
		add("全体权利人（换房、解除合同或放弃权利须全体签署）", "#proposals")
	}
	return out
}

// creditForm and creditWeights are those of GB 32100-2015.
var (
	creditForm    = regexp.MustCompile(`^[0-9A-HJ-NP-RTUW-Y]{18}$`)
	creditWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
)

// ValidCreditCode tells whether a text is a 统一社会信用代码: its characters and its check digit (rule C11).
func ValidCreditCode(s string) bool {
	const signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	if !creditForm.MatchString(s) {
		return false
	}
	sum := 0
	for i, w := range creditWeights {
		sum += w * strings.IndexByte(signs, s[i])
	}
	return signs[(31-sum%31)%31] == s[17]
}

// checkLegal refuses a legal person that is only half there, or whose code is wrong (rule C11).
func (s *Site) checkLegal() error {
	s.LegalName, s.LegalAddress = strings.TrimSpace(s.LegalName), strings.TrimSpace(s.LegalAddress)
	s.CreditCode = strings.ToUpper(strings.Join(strings.Fields(s.CreditCode), ""))
	s.LegalRepresentative = strings.TrimSpace(s.LegalRepresentative)
	if s.LegalName+s.CreditCode+s.LegalAddress+s.LegalRepresentative == "" {
		return nil
	}
	return Every(needed("legal_name", s.LegalName, MostPaperName),
		needed("legal_address", s.LegalAddress, shortText),
		within("legal_representative", s.LegalRepresentative, mostName),
		when(!ValidCreditCode(s.CreditCode), "credit_code", "统一社会信用代码为 18 位，校验码不符，请核对。"))
}

// LegalPerson is whom the papers of a site name as party: its legal person, else the company (rule C11).
func (o *Org) LegalPerson(site string) string {
	if s := o.Site(site); s != nil && s.LegalName != "" {
		return s.LegalName
	}
	return o.PaperName()
}
