package complaints

import (
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// deadlines are the dates of the complaint that still mean something, the one to keep next first.
func (v View) deadlines() []ui.Deadline {
	var out []ui.Deadline
	for _, d := range v.C.Deadlines {
		if d.Status == huiyin.Waived || v.C.Merged() && d.MetAt.IsZero() && d.Status != huiyin.Missed {
			continue
		}
		out = append(out, ui.Deadline{
			Code: string(d.Kind), Name: v.T(d.Kind.Label()), Due: d.Due,
			Near: d.Due.Add(-d.Due.Sub(v.C.ReceivedAt) / 5), Status: string(d.Shown(v.Now)), Done: d.MetAt,
		})
	}
	return out
}

func (v View) granted(e huiyin.Extension) string {
	switch e.Granted {
	case "yes":
		return v.T("%s已同意", v.whoFor(e.DecidedBy, e.DecidedFor))
	case "no":
		return v.T("%s未同意", v.whoFor(e.DecidedBy, e.DecidedFor))
	}
	return v.T("等负责人答复")
}

func (v View) firstDue(k huiyin.DeadlineKind) time.Time {
	if d := v.C.Deadline(k); d != nil {
		return d.FirstDue
	}
	return time.Time{}
}

// extendable are the deadlines that still run.
func (v View) extendable() []ui.Option {
	var out []ui.Option
	for _, d := range v.C.Deadlines {
		if d.Status == huiyin.Running {
			out = append(out,
				ui.Option{Value: string(d.Kind), Label: v.T("%s：%s", v.T(d.Kind.Label()), v.Clock().Full(d.Due))})
		}
	}
	return out
}
