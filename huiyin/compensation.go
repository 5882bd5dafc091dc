package huiyin

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Proposal is one proposed settlement, frozen once it is submitted (rules W3, C5).
type Proposal struct {
	ID       int64
	N        int // counts from 1 inside the complaint
	Round    int
	At       time.Time
	By       string
	Remedies []string // codes of Remedy
	Text     string
	Ground   string
	Amount   Money // compensation and gifts together
	Gift     Money // of which the gift, where both are among them (rule C9); see GiftValue
	Status   ProposalStatus
	Sum      Money // cumulated over what stands, fixed at submission (rule C2)
	Chain    int   // counts submissions
	Stage    int   // the stage of the chain that is open
	EndedAt  time.Time
	Told     bool // that its payment is due
}

// ProposalStatus is where a proposal stands.
type ProposalStatus string

// The statuses. Draft, pending, approved and agreed proposals stand; the others do not.
const (
	ProposalDraft     ProposalStatus = "draft"
	ProposalPending   ProposalStatus = "pending"
	ProposalApproved  ProposalStatus = "approved"
	ProposalAgreed    ProposalStatus = "agreed"
	ProposalReturned  ProposalStatus = "returned"
	ProposalRefused   ProposalStatus = "refused"
	ProposalDeclined  ProposalStatus = "declined"
	ProposalReplaced  ProposalStatus = "replaced"
	ProposalWithdrawn ProposalStatus = "withdrawn"
)

var proposalStatuses = words[ProposalStatus]{
	{ProposalDraft, "草拟"}, {ProposalPending, "审批中"}, {ProposalApproved, "已批准"}, {ProposalAgreed, "客户已接受"}, {ProposalReturned, "已退回"},
	{ProposalRefused, "已驳回"}, {ProposalDeclined, "客户未接受"}, {ProposalReplaced, "已被替换"}, {ProposalWithdrawn, "已撤回"},
}

// Label is the status's name on pages.
func (s ProposalStatus) Label() string { return proposalStatuses.label(s) }

// Has tells whether the proposal contains a remedy.
func (p *Proposal) Has(r Remedy) bool { return slices.Contains(p.Remedies, string(r)) }

// Money tells whether the proposal has to climb the chain (rule C3).
func (p *Proposal) Money() bool { return p.Has(Compensation) || p.Has(RemedyGift) }

// Labels names the remedies on pages.
func (p *Proposal) Labels() []string {
	out := make([]string, len(p.Remedies))
	for i, r := range p.Remedies {
		out[i] = Remedy(r).Label()
	}
	return out
}

// Step is one word in the chain of a proposal (rule C3). Steps of one stage are open together.
type Step struct {
	ID       int64
	Proposal int // N
	Chain    int
	Stage    int
	Role     Role     // of that role and answering for the site
	Function Function // or: of that function, giving an opinion
	Account  string   // or: exactly this person
	General  bool     // or: the general manager
	OpenedAt time.Time
	Decision Decision
	Words    string
	By       string
	For      string // in whose place (rule P6)
	At       time.Time
}

// Decision is the word of one step.
type Decision string

// The decisions.
const (
	Approve Decision = "approve"
	Return  Decision = "return"
	Refuse  Decision = "refuse"
)

var decisions = words[Decision]{{Approve, "同意"}, {Return, "退回"}, {Refuse, "驳回"}}

// Label is the decision's name on pages.
func (d Decision) Label() string { return decisions.label(d) }

// Decisions lists the decisions.
func Decisions() []Decision { return decisions.all() }

// Label names who is asked.
func (s *Step) Label() string {
	switch {
	case s.General:
		return "总经理"
	case s.Function != "":
		return s.Function.Label()
	case s.Account != "":
		return "负责人"
	}
	return s.Role.Label()
}

// Payment is money paid for an agreed proposal (rule C6).
type Payment struct {
	ID       int64
	Proposal int
	Amount   Money
	PaidAt   time.Time
	Way      string
	Receipt  string
	By       string
	At       time.Time
}

// Proposal finds a proposal by its number inside the complaint, nil when there is none.
func (c *Complaint) Proposal(n int) *Proposal {
	if n < 1 || n > len(c.Proposals) {
		return nil
	}
	return &c.Proposals[n-1]
}

// current is the proposal that the round is about: the newest that has not fallen.
func (c *Complaint) current() *Proposal {
	for i := len(c.Proposals) - 1; i >= 0; i-- {
		switch p := &c.Proposals[i]; p.Status {
		case ProposalDraft, ProposalPending, ProposalApproved, ProposalReturned:
			return p
		}
	}
	return nil
}

// Chain lists the steps of a proposal's latest submission.
func (c *Complaint) Chain(n int) []*Step {
	var out []*Step
	for i := range c.Steps {
		if s := &c.Steps[i]; s.Proposal == n && s.Chain == c.Proposal(n).Chain {
			out = append(out, s)
		}
	}
	return out
}

// Paid is what was paid for a proposal.
func (c *Complaint) Paid(n int) Money {
	var sum Money
	for _, p := range c.Payments {
		if p.Proposal == n {
			sum += p.Amount
		}
	}
	return sum
}

// StandingSum is the sum of all compensation and gifts that stand besides proposal n (rule C2): what is
// pending, approved or agreed in full, and of the rest what was paid.
func (c *Complaint) StandingSum(n int) Money {
	var sum Money
	for i := range c.Proposals {
		p := &c.Proposals[i]
		switch {
		case p.N == n:
		case p.Status == ProposalPending || p.Status == ProposalApproved || p.Status == ProposalAgreed:
			sum += p.Amount
		default:
			sum += c.Paid(p.N)
		}
		switch g := c.presentFor(p.N); {
		case g == nil || p.N == n:
		case p.Status == ProposalAgreed && g.Status == GiftDropped:
			sum -= g.Value
		case p.Status != ProposalAgreed && g.Status == GiftGiven:
			sum += g.Value
		}
	}
	return sum + standing(c.Gifts, 0)
}

// Unpaid is the compensation agreed and not yet paid (rules C6, W7). Gifts are given, not paid.
func (c *Complaint) Unpaid() Money {
	var sum Money
	for i := range c.Proposals {
		if p := &c.Proposals[i]; p.Status == ProposalAgreed && p.Has(Compensation) {
			sum += p.Payable() - c.Paid(p.N)
		}
	}
	return sum
}

// ProposalForm is what a proposal is written on.
type ProposalForm struct {
	Remedies []string
	Text     string
	Ground   string
	Amount   Money // compensation and gift together; with Gift, the compensation alone; with only a gift, its value
	Gift     Money
}

// sums gives a proposal its amount and the gift's part in it (rule C9).
func (f *ProposalForm) sums(p *Proposal) error {
	pays, gives := p.Has(Compensation), p.Has(RemedyGift)
	switch {
	case pays && gives:
		p.Amount, p.Gift = f.Amount+f.Gift, f.Gift
	case gives && f.Gift > 0 && f.Amount > 0 && f.Gift != f.Amount:
		return Invalid("gift", "只有礼品的方案，金额就是礼品价值，两处须一致。")
	case gives:
		p.Amount = max(f.Amount, f.Gift)
		p.Gift = p.Amount
	default:
		p.Amount = f.Amount
	}
	switch {
	case p.Money() && (p.Amount <= 0 || pays && f.Amount <= 0):
		return Invalid("amount", "有经济补偿或礼品的方案须填写金额。")
	case !p.Money() && f.Amount != 0:
		return Invalid("amount", "填了金额的方案须选择“经济补偿”或“礼品”。")
	case !gives && f.Gift != 0:
		return Invalid("gift", "填了礼品价值的方案须选择“礼品”。")
	case p.Amount > maxMoney:
		return Invalid("amount", "金额过大，请核对。")
	}
	if !gives {
		return nil
	}
	return firstErr(refuseCash("text", f.Text, pays), refuseCash("ground", f.Ground, pays))
}

// Propose writes a proposal; it takes the place of an unsubmitted or returned one of its round, and
// after agreement it is a supplementary one (rules W3, C2; RULES.md §4).
func (c *Complaint) Propose(by Actor, now time.Time, f ProposalForm) error {
	m, err := c.begin(by, ActionPropose, now)
	if err != nil {
		return err
	}
	if len(f.Remedies) == 0 {
		return Invalid("measure", "请至少选择一项措施。")
	}
	f.Remedies = slices.Compact(slices.Sorted(slices.Values(f.Remedies)))
	for _, r := range f.Remedies {
		if !remedies.has(Remedy(r)) {
			return Invalid("measure", "请选择列表中的一项。")
		}
	}
	if err := firstErr(needed("text", f.Text, longText), needed("ground", f.Ground, longText)); err != nil {
		return err
	}
	p := Proposal{N: len(c.Proposals) + 1, Round: c.Round, At: now, By: by.Account, Remedies: f.Remedies, Text: f.Text, Ground: f.Ground, Status: ProposalDraft}
	if err := f.sums(&p); err != nil {
		return err
	}
	if c.State != Proposing {
		p.Round++
	}
	supplementary := c.State == Executing
	if err := m.to(Proposing, Note("proposal", strconv.Itoa(p.N)), Note("measure", strings.Join(f.Remedies, " ")),
		Note("text", f.Text), Note("ground", f.Ground), Note("amount", p.Amount.Plain()), noteGift(&p)); err != nil {
		return err
	}
	if old := c.current(); old != nil {
		old.Status, old.EndedAt = ProposalReplaced, now
	}
	if supplementary {
		c.UnsettledSince = now
	}
	c.Round = p.Round
	c.Proposals = append(c.Proposals, p)
	return nil
}

// noteGift says in the journal how much of a proposal is a gift.
func noteGift(p *Proposal) Change {
	if p.GiftValue() == 0 {
		return Note("gift_value", "")
	}
	return Note("gift_value", p.GiftValue().Plain())
}

// MaySubmit tells why a person may not submit a proposal as it stands, nil when they may.
func (c *Complaint) MaySubmit(by Actor, n int) error {
	return firstErr(c.mayBegin(by, ActionSubmit), c.submittable(by, n))
}

func (c *Complaint) submittable(by Actor, n int) error {
	p := c.Proposal(n)
	if p == nil {
		return NotFound()
	}
	_, submits := by.inName(c, c.submits(p))
	switch {
	case !submits:
		return Forbidden("只有拟定人或负责人可以提交方案。")
	case p.Status != ProposalDraft && p.Status != ProposalReturned:
		return Conflict("方案%d“%s”，不能提交。", n, p.Status.Label())
	}
	return nil
}

// submits tells whether a person submits a proposal: whoever wrote it, or is in charge.
func (c *Complaint) submits(p *Proposal) func(Actor) bool {
	return func(as Actor) bool { return as.Account == p.By && as.deputy == nil || as.Account == c.Owner }
}

// Submit sends a proposal up its chain, or straight to the answer where nobody is asked (rule C3).
func (c *Complaint) Submit(by Actor, now time.Time, n int) error {
	m, err := c.begin(by, ActionSubmit, now)
	if err := firstErr(err, c.submittable(by, n)); err != nil {
		return err
	}
	p := c.Proposal(n)
	sum := c.StandingSum(n) + p.Amount
	next := *p
	next.Sum, next.Chain = sum, p.Chain+1
	chain, err := c.chain(by.Org, &next)
	if err != nil {
		return err
	}
	to, status := Approving, ProposalPending
	if len(chain) == 0 {
		to, status = Answering, ProposalApproved
	}
	m.actsFor(c.submits(p))
	if err := m.to(
		to, Note("proposal", strconv.Itoa(n)), Note("amount", p.Amount.Plain()), Note("sum", sum.Plain()),
	); err != nil {
		return err
	}
	p.Status, p.Sum, p.Chain, p.Stage = status, sum, next.Chain, 1
	for _, s := range chain {
		s.Proposal, s.Chain = n, p.Chain
		c.Steps = append(c.Steps, s)
	}
	c.openStage(by.Org, p, now, by.Account)
	return nil
}

// chain lists the steps a proposal has to climb (rule C3).
func (c *Complaint) chain(o *Org, p *Proposal) ([]Step, error) {
	if !p.Money() {
		if p.By == c.Owner {
			return nil, nil
		}
		return []Step{{Stage: 1, Account: c.Owner}}, nil
	}
	from := Supervisor
	if proposer := o.Person(p.By); proposer != nil {
		from = max(from, proposer.Role)
	}
	return c.climb(o, p, from)
}

// climb lists the steps from a role up to where the chain stops. A role in which nobody may decide is
// skipped upwards (rule C4).
func (c *Complaint) climb(o *Org, p *Proposal, from Role) ([]Step, error) {
	var steps []Step
	stage, last := 0, c.lastRole(o, p.Sum)
	for role := from; role <= VP && (role <= last || stage == 0); role++ {
		if role == VP && c.hears(o, p.Sum) {
			stage++
			opinions, err := c.opinions(o, p, stage)
			if err != nil {
				return nil, err
			}
			steps = append(steps, opinions...)
		}
		s := Step{Stage: stage + 1, Role: role}
		switch {
		case c.someone(o, p, s):
			stage++
			steps = append(steps, s)
		case role < VP:
			last = max(last, role+1) // rule C4
		case !general(o, p.Sum):
			if c.Restricted {
				return nil, Conflict("这件投诉受限，可以查看的人员中没有能审批的人，须先列入。")
			}
			return nil, Conflict("没有可以审批的副总经理：须先任命另一位副总经理。")
		}
	}
	if general(o, p.Sum) {
		s := Step{Stage: stage + 1, General: true}
		if !c.someone(o, p, s) {
			if c.Restricted {
				return nil, Conflict("这件投诉受限，可以查看的人员中没有能审批的人，须先列入。")
			}
			return nil, Conflict("没有可以审批的总经理，须先任命一位。")
		}
		steps = append(steps, s)
	}
	return steps, nil
}

// opinions are the steps of legal and finance, one stage (rule C3).
func (c *Complaint) opinions(o *Org, p *Proposal, stage int) ([]Step, error) {
	steps := []Step{{Stage: stage, Function: Legal}, {Stage: stage, Function: Finance}}
	for _, s := range steps {
		if !c.someone(o, p, s) {
			if c.Restricted {
				return nil, Conflict("这件投诉受限，可以查看的人员中没有能会签的%s人员，须先列入。", s.Function.Label())
			}
			return nil, Conflict("没有可以会签的%s人员，须先任命一位。", s.Function.Label())
		}
	}
	return steps, nil
}

// lacking lists the steps that a chain on its way has come to need since it was submitted, because
// the grade has risen or fraud is suspected (rule C3).
func (c *Complaint) lacking(o *Org, p *Proposal) (more []Step, err error) {
	if !p.Money() {
		return nil, nil
	}
	top, heard := Role(0), false
	for _, s := range c.Chain(p.N) {
		top, heard = max(top, s.Role), heard || s.Function != ""
		if s.General {
			return nil, nil
		}
	}
	switch {
	case top < c.lastRole(o, p.Sum):
		more, err = c.climb(o, p, top+1)
	case !heard && c.hears(o, p.Sum):
		more, err = c.opinions(o, p, 1)
	}
	for i := range more {
		more[i].Proposal, more[i].Chain = p.N, p.Chain
		more[i].Stage += p.Stage
	}
	return more, err
}

// hears tells whether legal and finance are heard before the VP (rule C3).
func (c *Complaint) hears(o *Org, sum Money) bool {
	return sum >= o.Parameters.Money(OpinionsFrom) || c.Fraud
}

// general tells whether the sum is beyond the VP too (rule C3).
func general(o *Org, sum Money) bool {
	limit := o.Parameters.Money(VPLimit)
	return limit > 0 && sum > limit
}

// lastRole is where the chain stops: the first role whose authority covers the sum, for a major
// complaint always the VP, for an important one at least the manager (rules C2, C3).
func (c *Complaint) lastRole(o *Org, sum Money) Role {
	last := VP
	switch {
	case c.hears(o, sum):
	case sum <= o.Parameters.Money(SupervisorLimit):
		last = Supervisor
	case sum <= o.Parameters.Money(ManagerLimit):
		last = Manager
	}
	return max(last, c.Grade.seat())
}

// Authority says in words how far the sum has to climb (rule C2).
func (c *Complaint) Authority(o *Org, sum Money) (string, []any) {
	switch {
	case sum > o.Parameters.Money(ManagerLimit):
		return "金额累计 %s，超出经理审批权限 %s，须由副总经理审批。", []any{sum, o.Parameters.Money(ManagerLimit)}
	case sum > o.Parameters.Money(SupervisorLimit):
		return "金额累计 %s，超出主管审批权限 %s，须由经理审批。", []any{sum, o.Parameters.Money(SupervisorLimit)}
	}
	return "金额累计 %s，在主管审批权限 %s 之内。", []any{sum, o.Parameters.Money(SupervisorLimit)}
}

func (c *Complaint) someone(o *Org, p *Proposal, s Step) bool {
	return len(o.Active(func(who *Person) bool { return c.mayDecideStep(o, who, p, &s) })) > 0
}

// mayDecideStep is who may give the word of a step: of its role and answering for the site, or of
// its function, or the person named; never the proposer, nor who is complained about, nor anyone
// twice in one chain (rules C3, C4, P4).
func (c *Complaint) mayDecideStep(o *Org, who *Person, p *Proposal, s *Step) bool {
	if c.barred(who, p) || c.Restricted && !c.opens(who.Account) { // rule P8
		return false
	}
	switch {
	case s.Account != "":
		return who.Account == c.Owner
	case s.General:
		return who.Role == VP && who.GeneralManager
	case s.Function != "":
		return o.Has(who, s.Function)
	}
	spared := s.Role == VP && who.GeneralManager && general(o, p.Sum) // for the step above
	return who.Role == s.Role && who.AnswersFor(c.Site) && !spared
}

// barred tells whether a person has no word on a proposal, in nobody's name: their own, or about them, or
// they or their delegate had one in this chain (rules C4, P4, P6).
func (c *Complaint) barred(who *Person, p *Proposal) bool {
	return who.Disabled || who.Account == p.By || slices.Contains(c.Accused, who.Account) ||
		slices.ContainsFunc(c.Steps, func(s Step) bool {
			return s.Proposal == p.N && s.Chain == p.Chain && (s.By == who.Account || s.For == who.Account)
		})
}

// OpenStep is the step of a pending proposal on which the person may now give their word in their own
// name, nil when there is none.
func (c *Complaint) OpenStep(o *Org, who *Person, n int) *Step {
	return c.openStep(Actor{Person: who, Org: o}, n)
}

// StepFor is OpenStep in whosever name, and that name: their own first, else one of those they stand in
// for, "" for their own (rule P6).
func (c *Complaint) StepFor(by Actor, n int) (s *Step, name string) {
	by.For = ""
	by, _ = by.inName(c, func(as Actor) bool { s = c.openStep(as, n); return s != nil })
	return s, by.For
}

// openStep finds the step by the rights of as, which a deputy may use unless they are barred themselves.
func (c *Complaint) openStep(as Actor, n int) *Step {
	p := c.Proposal(n)
	if p == nil || p.Status != ProposalPending || as.deputy != nil && c.barred(as.deputy, p) {
		return nil
	}
	for _, s := range c.Chain(n) {
		if s.Stage == p.Stage && s.Decision == "" && c.mayDecideStep(as.Org, as.Person, p, s) {
			return s
		}
	}
	return nil
}

// Decide gives one step's word (rules C3, C4, C5). Refused or returned it goes back to proposing;
// the last approval opens the answer.
func (c *Complaint) Decide(by Actor, now time.Time, n int, d Decision, words string) error {
	p := c.Proposal(n)
	if p == nil || !c.Visible(by) {
		return NotFound()
	}
	if p.Status != ProposalPending { // also for who comes too late, and for whom nothing waits any more
		return Conflict("方案%d“%s”，不能审批。", n, p.Status.Label())
	}
	m, err := c.begin(by, ActionDecide, now)
	if err != nil {
		return err
	}
	s, name := c.StepFor(by, n)
	m.by.For = name
	switch {
	case s == nil:
		return Forbidden(grants[ActionDecide].why)
	case !decisions.has(d):
		return Invalid("decision", "请选择审批意见。")
	case d != Approve && strings.TrimSpace(words) == "":
		return Invalid("words", "退回或驳回须写明理由。")
	}
	if err := within("words", words, longText); err != nil {
		return err
	}
	to := Approving
	var more []Step
	switch {
	case d != Approve:
		to = Proposing
	case c.lastWord(p, s):
		var err error
		if more, err = c.lacking(by.Org, p); err != nil {
			return err
		}
		if len(more) == 0 {
			to = Answering
		}
	}
	if err := m.to(
		to, Note("proposal", strconv.Itoa(n)), Note("step", s.Label()), Note("decision", string(d)),
		Note("words", words),
	); err != nil {
		return err
	}
	s.Decision, s.Words, s.By, s.For, s.At = d, words, m.by.Account, m.by.For, now
	c.Steps = append(c.Steps, more...)
	switch {
	case d == Return:
		p.Status = ProposalReturned
		c.tell(by.Org, NoticeApprovalDecided, "", now, by.Account, p.By, c.Owner)
	case d == Refuse:
		p.Status, p.EndedAt = ProposalRefused, now
		c.tell(by.Org, NoticeApprovalDecided, "", now, by.Account, p.By, c.Owner)
	case to == Answering:
		p.Status = ProposalApproved
		c.tell(by.Org, NoticeApprovalDecided, "", now, by.Account, p.By, c.Owner)
	default:
		c.openStage(by.Org, p, now, by.Account)
	}
	return nil
}

// lastWord tells whether nobody else is asked once this step is given.
func (c *Complaint) lastWord(p *Proposal, s *Step) bool {
	return !slices.ContainsFunc(c.Chain(p.N), func(other *Step) bool { return other != s && other.Decision == "" })
}

// openStage moves the proposal to its first stage with an open step, and dates its steps.
func (c *Complaint) openStage(o *Org, p *Proposal, now time.Time, causer string) {
	steps := c.Chain(p.N)
	for _, s := range steps {
		if s.Decision == "" {
			p.Stage = s.Stage
			break
		}
	}
	for _, s := range steps {
		if s.Stage == p.Stage && s.OpenedAt.IsZero() {
			s.OpenedAt = now
			asked := o.Active(func(who *Person) bool { return c.mayDecideStep(o, who, p, s) })
			var deputies []string // rule P6
			for _, who := range asked {
				for _, d := range o.deputiesOf(who.Account) {
					if !c.barred(d, p) && (!c.Restricted || who.Account == c.Owner) && !c.about(o.StandsFor(d)) {
						deputies = append(deputies, d.Account)
					}
				}
			}
			slices.Sort(deputies)
			c.deputise(deputies...)
			c.tell(o, NoticeApprovalWaiting, "", now, causer, append(accounts(asked), deputies...)...)
		}
	}
}

// MayWithdraw tells why a person may not withdraw a proposal as it stands, nil when they may.
func (c *Complaint) MayWithdraw(by Actor, n int) error {
	return firstErr(c.mayBegin(by, ActionWithdraw), c.withdrawable(by, n))
}

func (c *Complaint) withdrawable(by Actor, n int) error {
	p := c.Proposal(n)
	if p == nil {
		return NotFound()
	}
	_, charged := by.inName(c, c.charges)
	if by.Account != p.By && !charged {
		return Forbidden("只有拟定人或负责人可以撤回方案。")
	}
	switch p.Status {
	case ProposalDraft, ProposalPending, ProposalReturned, ProposalApproved:
		if c.State == Executing {
			return c.refuse(ActionWithdraw)
		}
	case ProposalAgreed:
		switch {
		case c.State != Executing:
			return c.refuse(ActionWithdraw)
		case !charged:
			return Forbidden("客户已接受的方案只能由负责人撤回。")
		case c.Paid(n) == p.Payable() && !c.owed(n):
			return Conflict("方案%d已经付清或无需付款，不能撤回。", n)
		}
	default:
		return Conflict("方案%d“%s”，不能撤回。", n, p.Status.Label())
	}
	return nil
}

// charges tells whether the complaint belongs to a person's seat.
func (c *Complaint) charges(as Actor) bool { return c.inCharge(as.Org, as.Person) }

// WithdrawProposal takes a proposal back: before the customer's word it goes back to proposing,
// afterwards what is unpaid no longer stands (rules C2, W7).
func (c *Complaint) WithdrawProposal(by Actor, now time.Time, n int) error {
	m, err := c.begin(by, ActionWithdraw, now)
	if err := firstErr(err, c.withdrawable(by, n)); err != nil {
		return err
	}
	to := Proposing
	if !c.SettledAt.IsZero() { // what was agreed before still stands and goes on being carried out
		to = Executing
	}
	if p := c.Proposal(n); by.Account != p.By || p.Status == ProposalAgreed { // else they may as its author
		m.actsFor(c.charges)
	}
	if err := m.to(to, Note("proposal", strconv.Itoa(n))); err != nil {
		return err
	}
	p := c.Proposal(n)
	p.Status, p.EndedAt = ProposalWithdrawn, now
	if g := c.presentFor(n); g != nil && g.Status == GiftApproved {
		g.Status = GiftDropped
	}
	return nil
}

// settleProposal gives the approved proposal the customer's word.
func (c *Complaint) settleProposal(s ProposalStatus, now time.Time) {
	if p := c.current(); p != nil {
		if s == ProposalAgreed && p.Status != ProposalApproved {
			return
		}
		p.Status, p.EndedAt = s, now
		if s == ProposalAgreed {
			c.owe(p, now)
		}
	}
}

// Pay records a payment; more than approved is impossible (rule C6).
func (c *Complaint) Pay(by Actor, now time.Time, k Payment) error {
	m, err := c.begin(by, ActionPay, now)
	if err != nil {
		return err
	}
	p := c.Proposal(k.Proposal)
	if p == nil || p.Status != ProposalAgreed || !p.Has(Compensation) {
		return Invalid("proposal", "请选择客户已接受、含经济补偿的方案。")
	}
	left := p.Payable() - c.Paid(p.N)
	switch {
	case k.Amount <= 0:
		return Invalid("amount", "付款金额须大于零。")
	case k.Amount > left:
		return Invalid("amount", "超出批准金额：方案%d批准 %s，已付 %s，最多还可付 %s。", p.N, p.Payable(), c.Paid(p.N), left)
	case k.PaidAt.IsZero():
		return Invalid("paid_at", "请填写付款时间。")
	case k.PaidAt.After(now):
		return Invalid("paid_at", "付款时间不能晚于现在。")
	case predates(k.PaidAt, p.At):
		return Invalid("paid_at", "付款时间不能早于方案提出的时间。")
	}
	if err := firstErr(needed("way", k.Way, shortText), needed("receipt", k.Receipt, shortText)); err != nil {
		return err
	}
	k.By, k.At = by.Account, now
	if err := m.stay(
		Note("proposal", strconv.Itoa(p.N)), Note("amount", k.Amount.Plain()), Note("way", k.Way),
		Note("receipt", k.Receipt),
	); err != nil {
		return err
	}
	c.Payments = append(c.Payments, k)
	return nil
}

// moneyPromise finds an amount, or a word that gives money away, in each language of the interface.
var moneyPromise = regexp.MustCompile(`[¥￥]\s*[0-9]|[0-9０-９一二两三四五六七八九十百千万兩萬壹贰貳叁參肆伍陆陸柒捌玖拾佰仟][0-9０-９,，.百千万萬佰仟拾]*\s*(?:[元圆圓]|[块塊](?:[钱錢]|\PL|$))|[赔賠][偿償付]|[补補][偿償]|退款|退[还還]|返[还還]|[减減]免|免收|\b(?:compensat|refund|reimburs|waive)|\b(?:yuan|rmb|cny)\b`)

// namesMoney tells whether a text promises money; to promise a proposal about it is free.
func namesMoney(text string) bool {
	return moneyPromise.MatchString(strings.NewReplacer("补偿方案", "", "赔偿方案", "", "補償方案", "", "賠償方案", "", "compensation proposal", "").Replace(strings.ToLower(text)))
}

// mayPromise refuses a promise of money before it is approved (rule C7).
func (c *Complaint) mayPromise(promised string) error {
	if promised == "" || !namesMoney(promised) {
		return nil
	}
	if slices.ContainsFunc(c.Proposals, func(p Proposal) bool {
		return p.Money() && (p.Status == ProposalApproved || p.Status == ProposalAgreed)
	}) {
		return nil
	}
	return Invalid("promised", "补偿方案批准之前，不能记录为已承诺付款。")
}

// ApprovalPrintable refuses the approval paper of a complaint without money (F4).
func (c *Complaint) ApprovalPrintable() error {
	if slices.ContainsFunc(c.Proposals, func(p Proposal) bool { return p.Money() }) {
		return nil
	}
	return Conflict("没有经济补偿或礼品方案，无需补偿审批表。")
}

// SettlementPrintable refuses a settlement agreement before the money is approved (rules C3, C6).
func (c *Complaint) SettlementPrintable() error {
	if slices.ContainsFunc(c.Proposals, func(p Proposal) bool {
		return p.Money() && (p.Status == ProposalApproved || p.Status == ProposalAgreed)
	}) {
		return nil
	}
	return Conflict("没有已批准的补偿方案，不能打印和解协议。")
}

// LetterPrintable refuses the answer's print until what it offers is approved (rule C3).
func (c *Complaint) LetterPrintable() error {
	if c.State == Approving || c.State == Proposing && len(c.Answers) == 0 { // what was answered in an earlier round was approved
		return Conflict("方案尚未批准，不能打印答复函。")
	}
	if len(c.Answers) == 0 && c.current() == nil {
		return Conflict("还没有可以答复的方案。")
	}
	return nil
}
