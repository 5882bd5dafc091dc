package complaints

import (
	"strconv"
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// owing are the debts for which payments can still be recorded.
func (v View) owing() []huiyin.Debt {
	var out []huiyin.Debt
	for _, d := range v.C.Debts() {
		if v.C.Payable(d) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// payable are what money can be paid for.
func (v View) payable() []ui.Option {
	var out []ui.Option
	for _, d := range v.owing() {
		label := v.T("方案%d，尚可付 %s", d.Proposal, v.C.Payable(d))
		if d.Dispute > 0 {
			label = v.T("%s，尚可付 %s", v.award(d.Dispute), v.C.Payable(d))
		}
		out = append(out, ui.Option{Value: d.Code(), Label: label})
	}
	return out
}

// leftToPay is what the first debt still owes, as a form shows it.
func (v View) leftToPay() string {
	if list := v.owing(); len(list) > 0 {
		return v.C.Payable(list[0]).Plain()
	}
	return ""
}

// filed are the attachments of a kind, to choose from.
func (v View) filed(k huiyin.EvidenceKind) []ui.Option {
	var out []ui.Option
	for _, a := range v.C.Files(k, time.Time{}) {
		out = append(out, ui.Option{Value: strconv.FormatInt(a.ID, 10), Label: a.Name})
	}
	return out
}

// slipOf is the number of a payment's slip, where it has one.
func (v View) slipOf(p huiyin.Payment) string {
	if p.Receipt == "" {
		return ""
	}
	return " · " + v.T("凭证号") + " " + p.Receipt
}

// award names a dispute by its stage.
func (v View) award(n int) string {
	return v.T("争议%d（%s）", n, v.T(v.C.Disputes[n-1].Stage.Label()))
}

// paidFor names what a payment is for.
func (v View) paidFor(p huiyin.Payment) string {
	if p.Dispute > 0 {
		return v.award(p.Dispute)
	}
	return v.T("方案%d", p.Proposal)
}

// paperFrom is from which sum the signed paper has to be there before the money is paid (rule C6), as long as
// one of the debts lacks it; 0 when none does.
func (v View) paperFrom() huiyin.Money {
	for _, d := range v.owing() {
		if v.C.Unproven(d) {
			return v.By.Org.Parameters.Money(huiyin.AgreementFrom)
		}
	}
	return 0
}

func paymentName(prefix string, n int) string { return prefix + "-" + strconv.Itoa(n) }
