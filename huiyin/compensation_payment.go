package huiyin

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

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
	return moneyPromise.MatchString(strings.NewReplacer("补偿方案", "", "赔偿方案", "", "補償方案", "", "賠償方案", "",
		"compensation proposal", "").Replace(strings.ToLower(text)))
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
	// what was answered in an earlier round was approved
	if c.State == Approving || c.State == Proposing && len(c.Answers) == 0 {
		return Conflict("方案尚未批准，不能打印答复函。")
	}
	if len(c.Answers) == 0 && c.current() == nil {
		return Conflict("还没有可以答复的方案。")
	}
	return nil
}
