package complaints

import (
	"strconv"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

func taskStatus(t huiyin.Task, v View) string {
	switch {
	case t.Dropped:
		return "dropped"
	case !t.EndedAt.IsZero():
		return "done"
	case v.Now.After(t.Due):
		return "late"
	}
	return "open"
}

// payable are the proposals that money can be paid for.
func (v View) payable() []ui.Option {
	var out []ui.Option
	for i := range v.C.Proposals {
		p := &v.C.Proposals[i]
		if left := p.Payable() - v.C.Paid(p.N); p.Status == huiyin.ProposalAgreed && p.Has(huiyin.Compensation) &&
			left > 0 {
			out = append(out, ui.Option{Value: strconv.Itoa(p.N), Label: v.T("方案%d，尚可付 %s", p.N, left)})
		}
	}
	return out
}

// leftToPay is what the first payable proposal still owes, as a form shows it.
func (v View) leftToPay() string {
	for i := range v.C.Proposals {
		p := &v.C.Proposals[i]
		if left := p.Payable() - v.C.Paid(p.N); p.Status == huiyin.ProposalAgreed && p.Has(huiyin.Compensation) &&
			left > 0 {
			return left.Plain()
		}
	}
	return ""
}
