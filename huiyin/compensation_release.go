package huiyin

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// inCash finds a way of paying that is cash, in each language of the interface.
var inCash = regexp.MustCompile(`[现現](?:金|[钞鈔]|款)|付[现現]|[钞鈔]票|\bcash\b`)

// InCash tells whether a payment was made in cash (rule W17).
func (p *Payment) InCash() bool { return inCash.MatchString(notCash.Replace(strings.ToLower(p.Way))) }

// proveSlip asks for the slip of a payment: its number or its picture (rule W17).
func (c *Complaint) proveSlip(k *Payment) error {
	switch {
	case k.Slip != 0 && !c.onFile(k.Slip, PaymentSlip):
		return Invalid("slip", "请选择列表中的一项。")
	case k.Slip != 0:
		return within("receipt", k.Receipt, shortText)
	}
	return needed("receipt", k.Receipt, shortText)
}

// provePayee asks for the claimant's signed instruction where money goes to somebody else than their own account as
// agreed, or in cash (rule W17). One that is the only one on file need not be chosen.
func (c *Complaint) provePayee(k *Payment, d Debt) error {
	k.Payee = strings.TrimSpace(k.Payee)
	if strings.EqualFold(k.Payee, strings.TrimSpace(c.Name)) {
		k.Payee = ""
	}
	if err := Every(within("payee", k.Payee, shortText),
		when(k.Instruction != 0 && !c.onFile(k.Instruction, PayInstruction), "instruction", "请选择列表中的一项。")); err != nil {
		return err
	}
	agreed := c.agreedPayee(d.Proposal)
	if k.Payee == "" && !k.InCash() && !strings.EqualFold(agreed, strings.TrimSpace(c.Name)) {
		k.Payee = agreed
	}
	if (k.Payee == "" || strings.EqualFold(k.Payee, agreed)) && !k.InCash() {
		return nil
	}
	signed := c.Files(PayInstruction, d.Since)
	switch {
	case k.Instruction != 0 && !slices.ContainsFunc(signed, func(a *Attachment) bool { return a.ID == k.Instruction }):
		return Invalid("instruction", "这份付款指示早于方案或争议，不能用于这笔付款。")
	case k.Instruction != 0:
		return nil
	case len(signed) == 0:
		return Invalid("instruction", "付到他人账户或付现金，须先上传客户签字的付款指示（材料类别“%s”）。", PayInstruction.Label())
	case len(signed) > 1:
		return Invalid("instruction", "请选择这笔付款依据哪一份付款指示。")
	}
	k.Instruction = signed[0].ID
	return nil
}

// agreedPayee is the holder of the account that a signed settlement names, "" where none binds (rules C10, C11, W17).
func (c *Complaint) agreedPayee(proposal int) string {
	to := c.Payee(proposal)
	if to == nil || c.signedAt(proposal).IsZero() || len(c.Unbinding(proposal)) > 0 {
		return ""
	}
	return cmp.Or(to.Holder, to.Name)
}

// Files lists the attachments of a kind that stand, filed from a moment on.
func (c *Complaint) Files(k EvidenceKind, since time.Time) []*Attachment {
	var out []*Attachment
	for i := range c.Attachments {
		if a := &c.Attachments[i]; a.Kind == k && a.WithdrawnAt.IsZero() && !predates(a.At, since) {
			out = append(out, a)
		}
	}
	return out
}

func (c *Complaint) onFile(id int64, k EvidenceKind) bool {
	a := c.Attachment(id)
	return a != nil && a.Kind == k && a.WithdrawnAt.IsZero()
}

// noteFile names a file of the complaint in its journal.
func (c *Complaint) noteFile(field string, id int64) Change {
	if a := c.Attachment(id); id != 0 && a != nil {
		return Note(field, a.Name)
	}
	return Note(field, "")
}

// unreleased tells whether the n-th payment waits for its second person: recorded, and not taken back since.
func (c *Complaint) unreleased(n int) bool {
	p := &c.Payments[n-1]
	r := c.Reversal(n)
	return p.Reverses == 0 && p.ReleasedAt.IsZero() && (r == nil || r.AgreedAt.IsZero())
}

// waiting is what is recorded for a debt and not released yet, but for the n-th payment.
func (c *Complaint) waiting(d Debt, n int) Money {
	var sum Money
	for i := range c.Payments {
		if p := &c.Payments[i]; i+1 != n && p.Proposal == d.Proposal && p.Dispute == d.Dispute && c.unreleased(i+1) {
			sum += p.Amount
		}
	}
	return sum
}

// Payable is what can still be recorded for a debt.
func (c *Complaint) Payable(d Debt) Money { return c.Left(d) - c.waiting(d, 0) }

// Releasing tells whether a payment waits for its second person (rule W17).
func (c *Complaint) Releasing() bool {
	for i := range c.Payments {
		if c.unreleased(i + 1) {
			return true
		}
	}
	return false
}

// releasers are those who give the second word on money: the others of finance, or where there are none the managers
// of the site (rule W17).
func (c *Complaint) releasers(o *Org, but string) []string {
	if finance := c.otherFinance(o, but); len(finance) > 0 {
		return finance
	}
	return accounts(o.Active(func(p *Person) bool {
		return p.Account != but && p.Role == Manager && p.AnswersFor(c.Site) && !c.Bars(p.Account)
	}))
}

func (c *Complaint) otherFinance(o *Org, but string) []string {
	return accounts(o.Active(func(p *Person) bool {
		return p.Account != but && o.Has(p, Finance) && !c.Bars(p.Account)
	}))
}

// MayRelease tells why a person may not release a payment, nil when they may: another of finance than who recorded
// it, or a manager where finance is one person (rule W17). n counts the payments of the complaint from 1.
func (c *Complaint) MayRelease(by Actor, n int) error {
	return Every(c.mayBegin(by, ActionReleasePayment), c.releasable(by, n))
}

func (c *Complaint) releasable(by Actor, n int) error {
	if n < 1 || n > len(c.Payments) {
		return NotFound()
	}
	p := &c.Payments[n-1]
	switch {
	case p.Reverses > 0:
		return Conflict("这是一笔冲正，不能放行。")
	case !p.ReleasedAt.IsZero():
		return Conflict("这笔付款已经放行。")
	case c.Reversal(n) != nil:
		return Conflict("这笔付款已登记冲正，不能放行。")
	case p.By == by.Account:
		return Forbidden("付款须由另一人放行，登记付款的人不能自己放行。")
	case !by.Org.Has(by.Person, Finance) && len(c.otherFinance(by.Org, p.By)) > 0:
		return Forbidden("这笔付款由另一位财务人员放行。")
	}
	return nil
}

// ReleasePayment is the second person's word on a payment: from here on it is paid (rule W17). What it rests on must
// still be there (rule C6).
func (c *Complaint) ReleasePayment(by Actor, now time.Time, n int) error {
	m, err := c.begin(by, ActionReleasePayment, now)
	if err := Every(err, c.releasable(by, n)); err != nil {
		return err
	}
	p := &c.Payments[n-1]
	d := c.debt(p.Proposal, p.Dispute)
	switch {
	case d == nil || p.Amount > c.Left(*d):
		return Conflict("这笔钱已不再应付，不能放行；请由财务冲正。")
	case c.mayPayNow(by.Org, *d, p.Amount, n) != nil:
		return Conflict("签字协议或裁决文书不在案，也没有放行付款的原因，不能放行。")
	case p.Instruction != 0 && !c.onFile(p.Instruction, PayInstruction):
		return Conflict("客户签字的付款指示已撤回，不能放行。")
	case p.Slip != 0 && p.Receipt == "" && !c.onFile(p.Slip, PaymentSlip):
		return Conflict("付款凭证的照片已撤回，不能放行。")
	}
	if err := m.stay(Note("payment", strconv.Itoa(n)), Note("amount", p.Amount.Plain()),
		Note("receipt", p.Receipt)); err != nil {
		return err
	}
	p.ReleasedAt, p.ReleasedBy = now, by.Account
	return nil
}
