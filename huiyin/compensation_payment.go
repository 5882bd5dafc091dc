package huiyin

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Payment is money paid for an agreed proposal or an award (rules C6, T1), or the counter-entry of one
// (rule W17). It is numbered by its place in the complaint, from 1.
type Payment struct {
	ID       int64
	Proposal int
	Dispute  int // of an award, a judgment or a mediated sum; 0 where it is a proposal's
	Amount   Money
	PaidAt   time.Time
	Way      string
	Receipt  string // the slip's number, or empty where its picture is there
	Slip     int64  // the attachment that is the picture
	By       string
	At       time.Time

	Payee       string // who got it, empty for the claimant's own account as agreed
	Instruction int64  // what the claimant signed for another payee or for cash
	// By another person: from here on it is paid. Of a counter-entry, from when it takes something back.
	ReleasedAt time.Time
	ReleasedBy string

	Reverses int // of a counter-entry: which payment it takes back
	Reason   string
	AgreedAt time.Time // by a second person; before that it does not count
	AgreedBy string
}

// Pay records a payment, which counts once another person has released it (rule W17); more than approved or awarded
// is impossible, and from a sum on the signed agreement or the award comes first (rule C6).
func (c *Complaint) Pay(by Actor, now time.Time, k Payment) error {
	m, err := c.begin(by, ActionPay, now)
	if err != nil {
		return err
	}
	d := c.debt(k.Proposal, k.Dispute)
	if d == nil && c.State == Closed && len(c.Debts()) == 0 {
		return c.refuse(ActionPay)
	}
	alone := Every(when(d == nil, "proposal", "请选择客户已接受、含经济补偿的方案，或有应付金额的争议结果。"),
		when(k.Amount <= 0, "amount", "付款金额须大于零。"), when(k.PaidAt.IsZero(), "paid_at", "请填写付款时间。"),
		when(k.PaidAt.After(now), "paid_at", "付款时间不能晚于现在。"), needed("way", k.Way, shortText), c.proveSlip(&k),
		within("payee", k.Payee, shortText))
	if d == nil {
		return alone
	}
	left, recorded := c.Payable(*d), c.PaidFor(*d)+c.waiting(*d, 0)
	if err := Every(alone, when(k.Amount > left && d.Dispute > 0, "amount",
		"超出应付金额：争议%d应付 %s，已付 %s，最多还可付 %s。", d.Dispute, d.Sum, recorded, left),
		when(k.Amount > left, "amount", "超出批准金额：方案%d批准 %s，已付 %s，最多还可付 %s。", d.Proposal, d.Sum, recorded, left),
		when(predates(k.PaidAt, d.Since), "paid_at", "付款时间不能早于方案提出或争议开始的时间。"),
		c.provePayee(&k, *d),
		c.mayPayNow(by.Org, *d, k.Amount, 0)); err != nil {
		return err
	}
	k.By, k.At, k.Reverses, k.Reason, k.AgreedAt, k.AgreedBy = by.Account, now, 0, "", time.Time{}, ""
	k.ReleasedAt, k.ReleasedBy = time.Time{}, ""
	if err := m.stay(
		d.noted(), Note("amount", k.Amount.Plain()), Note("way", k.Way), Note("payee", k.Payee),
		Note("receipt", k.Receipt), c.noteFile("slip", k.Slip), c.noteFile("instruction", k.Instruction),
	); err != nil {
		return err
	}
	c.Payments = append(c.Payments, k)
	c.tell(by.Org, NoticePaymentToRelease, "", now, by.Account, c.releasers(by.Org, by.Account)...)
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
	if slices.ContainsFunc(c.Proposals, func(p Proposal) bool { return p.Climbs() && p.Mandate == 0 }) {
		return nil
	}
	return Conflict("没有经济补偿、礼品或有价值的方案，无需补偿审批表。")
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

// Received lists the payments that another person released and nobody took back: what the customer has got (rule C10).
func (c *Complaint) Received() []Payment {
	var out []Payment
	for i := range c.Payments {
		k := &c.Payments[i]
		if r := c.Reversal(i + 1); k.Reverses == 0 && !k.ReleasedAt.IsZero() && (r == nil || r.AgreedAt.IsZero()) {
			out = append(out, *k)
		}
	}
	return out
}

// PaidPrintable refuses the customer's receipt before money has been paid (rule C10).
func (c *Complaint) PaidPrintable() error {
	if len(c.Received()) == 0 {
		return Conflict("还没有放行的付款，收条在付款之后打印。")
	}
	return nil
}
