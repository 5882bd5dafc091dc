package complaints

import (
	"slices"
	"strconv"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

func (v View) agreements() []ui.Option {
	var out []ui.Option
	for _, a := range v.C.Attachments {
		if a.WithdrawnAt.IsZero() {
			out = append(out, ui.Option{Value: strconv.FormatInt(a.ID, 10), Label: a.Name})
		}
	}
	return out
}

// lastEvents are the events that may be recorded of any stage.
func (v View) lastEvents() (out []huiyin.EventKind) {
	for _, d := range v.C.Disputes {
		out = append(out, v.C.EventsFor(d.N, v.Now)...)
	}
	return out
}

// confirmable says until when a mediation agreement can be confirmed by the court (rule T3).
func (v View) confirmable(d huiyin.Dispute) string {
	until := d.ConfirmUntil()
	switch {
	case until.IsZero():
		return ""
	case slices.ContainsFunc(v.C.EventsOf(d.N),
		func(e huiyin.DisputeEvent) bool { return e.Kind == huiyin.Confirmation }):
		return ""
	case v.Now.After(until):
		return v.T("司法确认的期限已过：%s。", v.Clock().Full(until))
	}
	return v.T("双方可以在 %s 之前共同向法院申请司法确认。", v.Clock().Full(until))
}

// basisLabel says what the paper is on which a stage rests (rule T3).
func basisLabel(d huiyin.Dispute) string {
	switch {
	case d.Stage != huiyin.Mediation:
		return "仲裁协议"
	case d.Consent:
		return "客户书面同意"
	}
	return "客户的调解申请"
}

// mandateHint says what a mandate is for (rule T1).
const mandateHint = "调解、和解中公司最多可以同意的金额，逐级审批；超出的不能登记为达成协议。"
