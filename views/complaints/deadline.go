package complaints

import (
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// deadlines are the dates of the complaint that still mean something, of the present round; the last is what is
// owed to the customer next (rules D6, D14, D15).
func (v View) deadlines() []ui.Deadline {
	var out []ui.Deadline
	for i := range v.C.Deadlines {
		d := &v.C.Deadlines[i]
		if d.Status == huiyin.Waived || v.C.Earlier(d) ||
			v.C.Merged() && d.MetAt.IsZero() && d.Status != huiyin.Missed && d.Kind != huiyin.D16 {
			continue
		}
		from := v.C.ReceivedAt
		switch {
		case d.Kind == huiyin.D16:
			from = d.From
		case !d.Start.IsZero():
			from = d.Start
		}
		out = append(out, v.deadline(d, from))
	}
	for i := range v.C.LawReports { // rule D18
		if r := &v.C.LawReports[i]; r.Open() && !v.C.Merged() {
			d := r.Deadline()
			out = append(out, v.deadline(&d, r.From))
		}
	}
	for _, l := range v.C.LawDatesOpen() { // rule T3
		if !v.C.Merged() {
			d := l.Deadline()
			out = append(out, v.deadline(&d, l.From))
		}
	}
	if f := v.C.NextFulfilment(); f != nil {
		out = append(out, v.deadline(&f.Deadline, f.From))
	}
	return out
}

func (v View) deadline(d *huiyin.Deadline, from time.Time) ui.Deadline {
	out := ui.Deadline{
		Code: string(d.Kind), Name: v.T(d.Kind.Label()), Due: d.Due,
		Near: d.Due.Add(-d.Due.Sub(from) / 5), Status: string(d.Shown(v.Now)), Done: d.MetAt,
	}
	if first := d.First(); !first.Equal(d.Due) {
		out.First = first
	}
	return out
}

// dated is a date with what became of it.
type dated struct {
	kind, name string
	first, due time.Time // first is zero where nothing moved it
	status     huiyin.DeadlineStatus
	verdict    string
	met        time.Time
}

// dates are all dates of the complaint with their verdicts, those of earlier rounds too (rules D13, D15), and
// then everything that is owed to the customer (rule D14).
func (v View) dates() []dated {
	var out []dated
	add := func(d *huiyin.Deadline, name string) {
		if d.Status == huiyin.Waived {
			return
		}
		row := dated{kind: string(d.Kind), name: name, due: d.Due, status: d.Shown(v.Now), met: d.MetAt}
		if first := d.First(); !first.Equal(d.Due) {
			row.first = first
		}
		switch {
		case d.Late(v.Now):
			row.verdict = v.T("超时")
		case d.Status == huiyin.Met:
			row.verdict = v.T("按时")
		case d.Status == huiyin.Paused:
			row.verdict = v.T("已暂停计时")
		default:
			row.verdict = v.T("未到期")
		}
		out = append(out, row)
	}
	for i := range v.C.Deadlines {
		d := &v.C.Deadlines[i]
		name := v.T(d.Kind.Label())
		if v.C.Earlier(d) {
			if name = v.T("%s（重开之前）", name); d.Kind == huiyin.D16 {
				name = v.T("%s（再办之前）", v.T(d.Kind.Label()))
			}
		}
		add(d, name)
	}
	for i := range v.C.LawReports {
		d := v.C.LawReports[i].Deadline()
		add(&d, v.T("%s：%s", v.T(d.Kind.Label()), v.T(v.C.LawReports[i].Kind.Label())))
	}
	for i := range v.C.LawDates {
		d := v.C.LawDates[i].Deadline()
		add(&d, v.T("%s：%s", v.T(d.Kind.Label()), v.T(v.C.LawDates[i].Kind.Label())))
	}
	for _, f := range v.C.Fulfilments() {
		name := f.What
		if f.Proposal > 0 {
			name = v.T("支付方案%d的补偿", f.Proposal)
		}
		add(&f.Deadline, v.T("%s：%s", v.T(f.Kind.Label()), name))
	}
	return out
}

// moved tells whether anything is to be said about the dates that their countdowns do not show.
func (v View) moved() bool {
	return len(v.C.Pauses) > 0 || len(v.C.Fulfilments()) > 0 || !v.C.UnsettledSince.IsZero() ||
		v.C.Deadline(huiyin.D6) != nil
}

// told says whether the customer has heard from the house since a date was moved (rule D9).
func (v View) told(since time.Time) string {
	if at := v.C.ToldSince(since); !at.IsZero() {
		return v.T("%s已联系客户", v.Clock().Full(at))
	}
	return v.T("尚未告知客户新的时限")
}

// pauseEnd says how a pause ended, or will.
func (v View) pauseEnd(p *huiyin.Pause) string {
	switch {
	case p.EndedAt.IsZero() && p.Until.IsZero():
		return v.T("仍在暂停")
	case p.EndedAt.IsZero():
		return v.T("至%s自动恢复", v.Clock().Full(p.Until))
	case p.EndedBy == "":
		return v.T("%s自动恢复", v.Clock().Full(p.EndedAt))
	}
	return v.T("%s由%s恢复", v.Clock().Full(p.EndedAt), v.who(p.EndedBy))
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
		if d.Status == huiyin.Running && !d.Kind.Fixed() {
			out = append(out,
				ui.Option{Value: string(d.Kind), Label: v.T("%s：%s", v.T(d.Kind.Label()), v.Clock().Full(d.Due))})
		}
	}
	return out
}
