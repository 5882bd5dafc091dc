package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// Debt is money that the company owes the customer: of a proposal that they agreed to, or of what a dispute
// came to (rules C6, T1). One of Proposal and Dispute is set.
type Debt struct {
	Proposal int // N
	Dispute  int // N
	Sum      Money
	Since    time.Time // when it was proposed, or the dispute began
	Due      time.Time // when it became payable
}

// Debts lists what the company owes or owed in this complaint: agreed compensation, then awards. Gifts are
// given, not paid.
func (c *Complaint) Debts() []Debt {
	var out []Debt
	for i := range c.Proposals {
		if p := &c.Proposals[i]; p.Status == ProposalAgreed && p.Has(Compensation) {
			out = append(out, Debt{Proposal: p.N, Sum: p.Payable(), Since: p.At, Due: p.EndedAt})
		}
	}
	for i := range c.Disputes {
		if d := &c.Disputes[i]; d.Amount > 0 {
			out = append(out, Debt{Dispute: d.N, Sum: d.Amount, Since: d.StartedAt, Due: d.EndedAt})
		}
	}
	return out
}

// debt finds what a payment is for, nil when nothing of that kind is owed.
func (c *Complaint) debt(proposal, dispute int) *Debt {
	for _, d := range c.Debts() {
		if d.Proposal == proposal && d.Dispute == dispute {
			return &d
		}
	}
	return nil
}

// Code names a debt in the form of a payment: "2" the second proposal, "dispute-1" the first dispute.
func (d Debt) Code() string {
	if d.Dispute > 0 {
		return "dispute-" + strconv.Itoa(d.Dispute)
	}
	return strconv.Itoa(d.Proposal)
}

// Noted is a debt as the journal names it.
func (d Debt) noted() Change {
	if d.Dispute > 0 {
		return Note("dispute", strconv.Itoa(d.Dispute))
	}
	return Note("proposal", strconv.Itoa(d.Proposal))
}

// sumOf adds up payments: whatever was paid and released, less what was reversed by two (rule W17).
func (c *Complaint) sumOf(of func(p *Payment) bool) Money {
	var sum Money
	for i := range c.Payments {
		if p := &c.Payments[i]; of(p) {
			sum += p.Counted()
		}
	}
	return sum
}

// Counted is what a payment adds to what was paid, less than zero for a counter-entry, nothing while it waits for
// its second person (rule W17).
func (p *Payment) Counted() Money {
	switch {
	case p.ReleasedAt.IsZero():
		return 0
	case p.Reverses > 0:
		return -p.Amount
	}
	return p.Amount
}

// Paid is what was paid for a proposal and not reversed.
func (c *Complaint) Paid(n int) Money {
	return c.sumOf(func(p *Payment) bool { return p.Proposal == n && p.Dispute == 0 })
}

// PaidFor is what was paid for a debt and not reversed.
func (c *Complaint) PaidFor(d Debt) Money {
	return c.sumOf(func(p *Payment) bool { return p.Proposal == d.Proposal && p.Dispute == d.Dispute })
}

// Left is what is still to be paid of a debt.
func (c *Complaint) Left(d Debt) Money { return d.Sum - c.PaidFor(d) }

// everPaid is what was ever paid for a proposal, at most its money: a reversal makes no room (rule C2).
func (c *Complaint) everPaid(p *Proposal) Money {
	return min(p.Payable(), c.sumOf(func(k *Payment) bool {
		return k.Proposal == p.N && k.Dispute == 0 && k.Reverses == 0 // of these, what was released
	}))
}

// Unpaid is the money agreed or awarded and not yet paid (rules C6, T1, W7). Gifts are given, not paid.
func (c *Complaint) Unpaid() Money {
	var sum Money
	for _, d := range c.Debts() {
		sum += c.Left(d)
	}
	return sum
}

// Account is a complaint's whole money (rule W17), gifts apart.
type Account struct {
	Offered     Money // in proposals that were submitted and stand, whatever their status
	Approved    Money // of these, approved
	Agreed      Money // of these, agreed by the customer
	Awarded     Money // by an award, a judgment or in mediation (rule T1)
	Paid        Money // in all
	Reversed    Money // of that, taken back by counter-entries agreed by two
	Outstanding Money // agreed or awarded, and not paid
	Recorded    Money // payments that wait to be released
	Asked       Money // counter-entries that wait for a second person
}

// Account adds up the complaint's money, the one place where it stands (rule W17).
func (c *Complaint) Account() Account {
	var a Account
	for i := range c.Proposals {
		p := &c.Proposals[i]
		if !p.Has(Compensation) {
			continue
		}
		switch p.Status {
		case ProposalAgreed:
			a.Offered, a.Approved, a.Agreed = a.Offered+p.Payable(), a.Approved+p.Payable(), a.Agreed+p.Payable()
		case ProposalApproved:
			a.Offered, a.Approved = a.Offered+p.Payable(), a.Approved+p.Payable()
		case ProposalPending:
			a.Offered += p.Payable()
		}
	}
	for i := range c.Disputes {
		a.Awarded += c.Disputes[i].Amount
	}
	for i := range c.Payments {
		switch p := &c.Payments[i]; {
		case p.Reverses > 0 && p.AgreedAt.IsZero():
			a.Asked += p.Amount
		case p.Reverses > 0:
			a.Reversed -= p.Counted()
		case c.unreleased(i + 1):
			a.Recorded += p.Amount
		default:
			a.Paid += p.Counted()
		}
	}
	a.Outstanding = c.Unpaid()
	return a
}

// Net is what the customer has got and kept.
func (a Account) Net() Money { return a.Paid - a.Reversed }

// Any tells whether there is money at all.
func (a Account) Any() bool { return a.Offered+a.Awarded+a.Paid > 0 }

// Filed tells whether the paper that a debt rests on is on file (rule C6): the signed settlement agreement
// of a proposal, complete and not outdated, or the award.
func (c *Complaint) Filed(d Debt) bool {
	return slices.ContainsFunc(c.Attachments, func(a Attachment) bool {
		switch {
		case !a.WithdrawnAt.IsZero() || predates(a.At, d.Since):
			return false
		case d.Dispute > 0:
			return a.Kind == AwardPaper || a.Kind == SignedAgreement && c.Disputes[d.Dispute-1].Result == Agreed &&
				c.complete(&a)
		}
		if len(c.Unbinding(d.Proposal)) > 0 { // rule C11
			return false
		}
		arbitration := slices.ContainsFunc(c.Disputes, func(s Dispute) bool { return s.Agreement == a.ID })
		return a.Kind == SignedAgreement && !arbitration && c.complete(&a)
	})
}

// complete tells whether an attachment that is a page of a paper came home with all the others of its print,
// none of them outdated; one that no code was read from is taken as it is (rule F6).
func (c *Complaint) complete(a *Attachment) bool {
	if a.Paper == "" {
		return true
	}
	for page := 1; page <= a.Pages; page++ {
		if !slices.ContainsFunc(c.Attachments, func(o Attachment) bool {
			return o.Paper == a.Paper && o.Edition == a.Edition && o.Page == page && o.WithdrawnAt.IsZero() &&
				len(o.Outdated) == 0
		}) {
			return false
		}
	}
	return len(a.Outdated) == 0
}

// Waiver lets a debt be paid before its paper is on file (rule C6).
type Waiver struct {
	ID       int64
	Proposal int
	Dispute  int
	At       time.Time
	By       string
	Reason   string
}

func (c *Complaint) waived(d Debt) bool {
	return slices.ContainsFunc(c.Waivers, func(w Waiver) bool {
		return w.Proposal == d.Proposal && w.Dispute == d.Dispute
	})
}

// Unproven tells whether a debt is paid on nothing but word: neither its paper nor a waiver is there.
func (c *Complaint) Unproven(d Debt) bool { return !c.Filed(d) && !c.waived(d) }

// mayPayNow refuses a payment that needs the paper first (rule C6). What was paid or recorded before on word counts,
// but for the n-th: splitting does not help.
func (c *Complaint) mayPayNow(o *Org, d Debt, amount Money, n int) error {
	from := o.Parameters.Money(AgreementFrom)
	if !c.Unproven(d) {
		return nil
	}
	sum := amount
	for _, other := range c.Debts() {
		if c.Unproven(other) {
			sum += c.PaidFor(other) + c.waiting(other, n)
		}
	}
	switch {
	case sum < from:
		return nil
	case d.Dispute > 0:
		return Invalid("amount", "满 %s 的款项，须先上传裁决、判决或调解文书才能付，或由没有审批过这笔钱的经理写明原因放行。", from)
	}
	if why := c.Unbinding(d.Proposal); len(why) > 0 { // rule C11
		return Invalid("amount", "和解协议对客户不具约束力，不能付款。"+why[0].Text, why[0].Args...)
	}
	return Invalid("amount", "满 %s 的款项，须先上传客户签字的和解协议才能付，或由没有审批过这笔钱的经理写明原因放行。", from)
}

// MayWaive tells why a person may not let money be paid before its paper is there, nil when they may.
func (c *Complaint) MayWaive(by Actor) error {
	if err := c.mayBegin(by, ActionWaivePayment); err != nil {
		return err
	}
	_, err := c.waivable(by)
	return err
}

// waivable lists the debts that a person may let be paid: those that they neither proposed nor approved.
func (c *Complaint) waivable(by Actor) ([]Debt, error) {
	var out []Debt
	waits := false
	for _, d := range c.Debts() {
		if c.Left(d) <= 0 || !c.Unproven(d) {
			continue
		}
		waits = true
		if !c.decidedOn(by.Account, d) {
			out = append(out, d)
		}
	}
	switch {
	case !waits:
		return nil, Conflict("没有因缺少签字协议或裁决文书而不能付的款项。")
	case len(out) == 0:
		return nil, Forbidden("放行由没有提出、也没有审批过这笔钱的经理以上人员决定。")
	}
	return out, nil
}

// decidedOn tells whether a person proposed, approved or entered what a debt comes from.
func (c *Complaint) decidedOn(account string, d Debt) bool {
	if d.Dispute > 0 {
		s := &c.Disputes[d.Dispute-1]
		return account == s.EndedBy || account == s.EndedFor
	}
	return account == c.Proposals[d.Proposal-1].By || slices.ContainsFunc(c.Steps, func(s Step) bool {
		return s.Proposal == d.Proposal && (s.By == account || s.For == account)
	})
}

// WaivePaper lets what is owed be paid before the signed agreement or the award is on file (rule C6): by a
// manager or above of the site who neither proposed nor approved the sum.
func (c *Complaint) WaivePaper(by Actor, now time.Time, reason string) error {
	m, err := c.begin(by, ActionWaivePayment, now)
	if err != nil {
		return err
	}
	debts, err := c.waivable(by)
	if err := Every(err, needed("reason", reason, 1000)); err != nil {
		return err
	}
	detail := []Change{Note("reason", reason)}
	for _, d := range debts {
		detail = append(detail, d.noted(), Note("amount", c.Left(d).Plain()))
	}
	if err := m.stay(detail...); err != nil {
		return err
	}
	for _, d := range debts {
		c.Waivers = append(c.Waivers, Waiver{Proposal: d.Proposal, Dispute: d.Dispute, At: now, By: by.Account,
			Reason: reason})
	}
	return nil
}
