package huiyin

import (
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
	Worth    Money // of help and improvement that is not owed; counts as money and is not paid (rules W3, C2)
	Unpriced bool  // among its measures is one that is not owed, of unknown worth
	Mandate  int   // of which dispute it is the mandate, whose limit is Amount, and no offer; 0 for none (rule T1)
	Sum      Money // cumulated over what stands, fixed at submission (rule C2)
	Chain    int   // counts submissions
	Stage    int   // the stage of the chain that is open
	EndedAt  time.Time
	PayBy    time.Time // by when its money is to be paid, once agreed (rule D14)
	Told     bool      // that its payment is due
	// SumUnpriced: something of unknown worth is in Sum, which counts as above the manager's authority (rule C2).
	SumUnpriced bool
	// A clause of the settlement that differs from the house's own: a matter for the VP (rule C10).
	Clause    string
	Reckoning string // how the sum was reckoned (F4)
	Shares    Shares // whose fault it was
	Climbed   int    // percent of the rung last climbed while it is owed (rules D14, D8)
}

// Shares are the parts of the fault in percent, all zero where nobody said (F4).
type Shares struct{ Company, Customer, Other int }

// check refuses parts that are not the whole.
func (s Shares) check() error {
	if s == (Shares{}) {
		return nil
	}
	if min(s.Company, s.Customer, s.Other) < 0 || max(s.Company, s.Customer, s.Other) > 100 ||
		s.Company+s.Customer+s.Other != 100 {
		return Invalid("share_company", "责任比例合计须为 100%%。")
	}
	return nil
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
	{ProposalDraft, "草拟"}, {ProposalPending, "审批中"}, {ProposalApproved, "已批准"}, {ProposalAgreed, "客户已接受"},
	{ProposalReturned, "已退回"},
	{ProposalRefused, "已驳回"}, {ProposalDeclined, "客户未接受"}, {ProposalReplaced, "已被替换"}, {ProposalWithdrawn, "已撤回"},
}

// Label is the status's name on pages.
func (s ProposalStatus) Label() string { return proposalStatuses.label(s) }

// Has tells whether the proposal contains a remedy.
func (p *Proposal) Has(r Remedy) bool { return slices.Contains(p.Remedies, string(r)) }

// Money tells whether the proposal has money or a gift.
func (p *Proposal) Money() bool { return p.Has(Compensation) || p.Has(RemedyGift) }

// Climbs tells whether the proposal has to climb the chain: for money, a gift, or their worth, or as a mandate (rules
// C2, C3, T1).
func (p *Proposal) Climbs() bool { return p.Money() || p.Worth > 0 || p.Unpriced || p.Mandate > 0 }

// Counted is all that the proposal gives, in money or its worth (rule C2).
func (p *Proposal) Counted() Money { return p.Amount + p.Worth }

// CountedSum is what counts for the authority over a sum (rule C2).
type CountedSum struct {
	Sum      Money
	Unpriced bool // with something of unknown worth, which counts as above the manager's authority
}

// submitted is what counted with a proposal when it was submitted.
func (p *Proposal) submitted() CountedSum { return CountedSum{p.Sum, p.SumUnpriced} }

// CountedWith is what counts with a proposal: as it was fixed at submission, before that as it is at an instant.
func (c *Complaint) CountedWith(o *Org, p *Proposal, at time.Time) CountedSum {
	if p.Status != ProposalDraft && p.Status != ProposalReturned && p.Chain > 0 {
		return p.submitted()
	}
	s := c.beside(o, p.N, at)
	return CountedSum{s.Sum + p.Counted(), s.Unpriced || p.Unpriced}
}

// beside is what counts at an instant besides proposal n, in this complaint and in others of the customer or unit (rule
// C2).
func (c *Complaint) beside(o *Org, n int, at time.Time) CountedSum {
	with := recent(o, c.Elsewhere, at)
	with.Sum += c.thanked("")
	for _, s := range c.counted(n) {
		with.Sum += s.Sum
		with.Unpriced = with.Unpriced || s.Unpriced
	}
	return with
}

// Beside is what counts at an instant for whatever is proposed next (rule C2). It tells the sum alone, not what it is
// of (rule P3).
func (c *Complaint) Beside(o *Org, at time.Time) CountedSum { return c.beside(o, 0, at) }

// stands tells whether the whole of a proposal counts (rule C2).
func (p *Proposal) stands() bool {
	return p.Status == ProposalPending || p.Status == ProposalApproved || p.Status == ProposalAgreed
}

// doneFor tells whether a measure of a proposal was carried out, so that what it is worth was given.
func (c *Complaint) doneFor(p *Proposal) bool {
	return slices.ContainsFunc(c.Tasks, func(t Task) bool {
		return t.Proposal == p.N && !t.EndedAt.IsZero() && !t.Dropped
	})
}

// Binding tells whether the proposal went through its chain and the customer has not declined it; only such a one
// may reach the customer (rule C3). A mandate never does.
func (p *Proposal) Binding() bool {
	return p.Mandate == 0 && (p.Status == ProposalApproved || p.Status == ProposalAgreed)
}

// Labels names the remedies on pages.
func (p *Proposal) Labels() []string {
	out := make([]string, len(p.Remedies))
	for i, r := range p.Remedies {
		out[i] = Remedy(r).Label()
	}
	return out
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
		p := &c.Proposals[i]
		if p.Mandate > 0 {
			continue
		}
		switch p.Status {
		case ProposalDraft, ProposalPending, ProposalApproved, ProposalReturned:
			return p
		}
	}
	return nil
}

// StandingSum is the sum of all compensation, gifts and money's worth that stand in this complaint besides proposal n
// (rule C2): what is pending, approved or agreed in full, of the rest what was ever paid or done, and what was agreed
// in mediation or settled in court (rule T1), and gifts of thanks while it was open (rule C9).
func (c *Complaint) StandingSum(n int) Money {
	sum := c.thanked("")
	for _, s := range c.counted(n) {
		sum += s.Sum
	}
	return sum
}

// CountedAt is a sum that stands, and since when it counts (rule C2).
type CountedAt struct {
	CountedSum
	At time.Time
}

// CountedSums lists what stands in this complaint, gifts of thanks apart, for the sums of its customer's others.
func (c *Complaint) CountedSums() []CountedAt { return c.counted(0) }

func (c *Complaint) counted(n int) (out []CountedAt) {
	for i := range c.Proposals {
		p := &c.Proposals[i]
		if p.N == n {
			continue
		}
		s := CountedAt{At: p.At}
		switch {
		case p.stands():
			s.Sum, s.Unpriced = p.Counted(), p.Unpriced
		case c.doneFor(p):
			s.Sum, s.Unpriced = c.everPaid(p)+p.Worth, p.Unpriced
		default:
			s.Sum = c.everPaid(p)
		}
		switch g := c.presentFor(p.N); {
		case g == nil:
		case p.Status == ProposalAgreed && g.Status == GiftDropped:
			s.Sum -= g.Value
		case p.Status != ProposalAgreed && g.Status == GiftGiven:
			s.Sum += g.Value
		}
		if s.Sum != 0 || s.Unpriced {
			out = append(out, s)
		}
	}
	for i := range c.Disputes {
		if d := &c.Disputes[i]; d.Result == Agreed && d.Amount > 0 {
			out = append(out, CountedAt{CountedSum{Sum: d.Amount}, d.EndedAt})
		}
	}
	return append(out, countedGifts(c.Gifts)...)
}

// recent adds up what counts of other complaints of the customer or unit at an instant: that of the last months.
func recent(o *Org, list []CountedAt, at time.Time) (with CountedSum) {
	from := at.In(o.Zone).AddDate(0, -int(o.Parameters.Get(SumMonths)), 0)
	for _, s := range list {
		if s.At.After(from) {
			with.Sum += s.Sum
			with.Unpriced = with.Unpriced || s.Unpriced
		}
	}
	return with
}

// ProposalForm is what a proposal is written on.
type ProposalForm struct {
	Remedies []string    // "" for a row that was left empty
	Who      []string    // in the order of Remedies; missing or "" is the handler
	Due      []time.Time // in the order of Remedies; missing or zero is D5's date
	// in the order of Remedies: owed by contract or law; nil with Worth is a form that does not ask
	Owed   []bool
	Worth  []Money // in the order of Remedies: what it is worth; 0 where it is not owed is unknown (rule C2)
	Text   string
	Ground string
	Amount Money // compensation and gift together; with Gift, the compensation alone; with only a gift, its value
	Gift   Money

	Clause    string // rule C10
	Reckoning string // F4
	Shares    Shares
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
	if err := Every(when(p.Money() && (p.Amount <= 0 || pays && f.Amount <= 0), "amount", "有经济补偿或礼品的方案须填写金额。"),
		when(!p.Money() && f.Amount != 0, "amount", "填了金额的方案须选择“经济补偿”或“礼品”。"),
		when(!gives && f.Gift != 0, "gift", "填了礼品价值的方案须选择“礼品”。"),
		when(p.Amount > maxMoney || p.Counted() > maxMoney, "amount", "金额过大，请核对。")); err != nil {
		return err
	}
	if !gives {
		return nil
	}
	return Every(refuseCash("text", f.Text, pays), refuseCash("ground", f.Ground, pays))
}

// Propose writes a proposal; it takes the place of an unsubmitted or returned one of its round, and
// after agreement it is a supplementary one (rules W3, C2; RULES.md §4).
func (c *Complaint) Propose(by Actor, now time.Time, f ProposalForm) error {
	m, err := c.begin(by, ActionPropose, now)
	if err != nil {
		return err
	}
	typed := f.Remedies
	measures, err := c.measuresOn(by.Org, now, &f, len(c.Proposals)+1)
	if err != nil && KindOf(err) != KindInvalid {
		return err
	}
	f.Remedies = nil
	for i := range measures {
		f.Remedies = append(f.Remedies, string(measures[i].Remedy))
	}
	f.Remedies = slices.Compact(slices.Sorted(slices.Values(f.Remedies)))
	if err != nil { // what was chosen otherwise says what sums there must be
		f.Remedies = typed
	}
	p := Proposal{N: len(c.Proposals) + 1, Round: c.Round, At: now, By: by.Account, Remedies: f.Remedies, Text: f.Text,
		Ground: f.Ground, Status: ProposalDraft, Clause: strings.TrimSpace(f.Clause),
		Reckoning: strings.TrimSpace(f.Reckoning), Shares: f.Shares, Unpriced: strings.TrimSpace(f.Clause) != ""}
	for i := range measures {
		p.Worth += measures[i].Worth
		p.Unpriced = p.Unpriced || measures[i].Unpriced
	}
	if err := Every(err, when(len(measures) == 0, "measure", "请至少选择一项措施。"), needed("text", f.Text, longText),
		needed("ground", f.Ground, longText), refuseBargain("text", f.Text), refuseBargain("ground", f.Ground), // rule C12
		c.checkTerms(by, &f), f.sums(&p)); err != nil {
		return err
	}
	if c.State != Proposing {
		p.Round++
	}
	supplementary := c.State == Executing
	if err := m.to(Proposing, Note("proposal", strconv.Itoa(p.N)), Note("measure", strings.Join(f.Remedies, " ")),
		Note("text", f.Text), Note("ground", f.Ground), Note("amount", p.Amount.Plain()), noteGift(&p),
		noteMeasures(measures), Note("clause", p.Clause), Note("reckoning", p.Reckoning)); err != nil {
		return err
	}
	if old := c.current(); old != nil {
		old.Status, old.EndedAt = ProposalReplaced, now
	}
	if supplementary {
		c.UnsettledSince = now
		c.startMonth(by.Org, now)
	}
	c.Round = p.Round
	c.Proposals = append(c.Proposals, p)
	c.OfferedMeasures = append(c.OfferedMeasures, measures...)
	return nil
}

// checkTerms refuses a clause of one's own by who is not in charge, and what the sheet cannot say (rules C10, C12, F4).
func (c *Complaint) checkTerms(by Actor, f *ProposalForm) error {
	if strings.TrimSpace(f.Clause) != "" {
		if _, charged := by.inName(c, c.charges); !charged && by.Account != c.Owner {
			return Invalid("clause", "改动或增加和解协议条款由负责人提出。")
		}
	}
	return Every(within("clause", f.Clause, longText), refuseBargain("clause", f.Clause),
		within("reckoning", f.Reckoning, 1000), f.Shares.check())
}

// noteWorth says in the journal what a proposal's measures are worth beside its amount.
func noteWorth(p *Proposal) Change {
	switch {
	case p.Unpriced:
		return Note("worth", "unpriced")
	case p.Worth > 0:
		return Note("worth", p.Worth.Plain())
	}
	return Note("worth", "")
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
	return Every(c.mayBegin(by, ActionSubmit), c.submittable(by, n))
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
	if err := Every(err, c.submittable(by, n)); err != nil {
		return err
	}
	p := c.Proposal(n)
	with := c.CountedWith(by.Org, p, now)
	next := *p
	next.Sum, next.SumUnpriced, next.Chain = with.Sum, with.Unpriced, p.Chain+1
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
		to, Note("proposal", strconv.Itoa(n)), Note("amount", p.Amount.Plain()), noteWorth(p),
		Note("sum", with.Sum.Plain()),
	); err != nil {
		return err
	}
	p.Status, p.Sum, p.SumUnpriced, p.Chain, p.Stage = status, with.Sum, with.Unpriced, next.Chain, 1
	for _, s := range chain {
		s.Proposal, s.Chain = n, p.Chain
		c.Steps = append(c.Steps, s)
	}
	c.openStage(by.Org, p, now, by.Account)
	return nil
}

// MayWithdraw tells why a person may not withdraw a proposal as it stands, nil when they may.
func (c *Complaint) MayWithdraw(by Actor, n int) error {
	return Every(c.mayBegin(by, ActionWithdraw), c.withdrawable(by, n))
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
	if err := Every(err, c.withdrawable(by, n)); err != nil {
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
	c.takeBack(by, now, c.Proposal(n), ProposalWithdrawn)
	if to == Executing && c.UnprovenSince.IsZero() {
		c.meet(D6, now)
	}
	return nil
}

// takeBack ends a proposal with what was to be done for it.
func (c *Complaint) takeBack(by Actor, now time.Time, p *Proposal, s ProposalStatus) {
	p.Status, p.EndedAt = s, now
	c.release(by, now, p)
	if g := c.presentFor(p.N); g != nil && g.Status == GiftApproved {
		g.Status = GiftDropped
		c.endGiftTask(by, now, g)
	}
}

// declineAgreed ends a proposal whose acceptance did not hold and that the customer now refuses; what was paid for it
// stays in the account (rules W6, C6).
func (c *Complaint) declineAgreed(by Actor, now time.Time, n int) {
	if p := c.Proposal(n); p != nil && p.Status == ProposalAgreed && c.Paid(n) == 0 {
		c.takeBack(by, now, p, ProposalDeclined)
	}
	if !slices.ContainsFunc(c.Proposals, func(p Proposal) bool { return p.Status == ProposalAgreed }) {
		c.SettledAt = time.Time{}
	}
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
