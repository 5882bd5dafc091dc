package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// DutyKind is a task of whoever answers for personal data 个人信息保护负责人 (rule K13).
type DutyKind string

// The kinds.
const (
	DutyAssessment DutyKind = "assessment" // before a door is opened or a processing begins
	DutyAudit      DutyKind = "audit"      // each year
	DutyDrill      DutyKind = "drill"      // each year
)

var dutyKinds = words[DutyKind]{{DutyAudit, "个人信息保护合规审计"}, {DutyDrill, "个人信息事件应急演练"},
	{DutyAssessment, "个人信息保护影响评估"}}

// Label is the kind's name on pages.
func (k DutyKind) Label() string { return dutyKinds.label(k) }

// DutyKinds lists the kinds.
func DutyKinds() []DutyKind { return dutyKinds.all() }

// yearlyDuties are due by the end of every year.
var yearlyDuties = []DutyKind{DutyAudit, DutyDrill}

// keepAssessment is for how many years an assessment is kept (rule K13).
const keepAssessment = 3

// DataDutyDone is one of them as it was done.
type DataDutyDone struct {
	Kind   DutyKind
	What   string // of an assessment, which door or processing
	Day    string // on which it was done, 2026-03-31
	Doer   string // who did it, inside the house or outside
	Result string // what was found, and what follows
	At     time.Time
	By     string
}

// KeptUntil is until when an assessment is kept, "" for the others.
func (d *DataDutyDone) KeptUntil() string {
	day, err := time.Parse(time.DateOnly, d.Day)
	if d.Kind != DutyAssessment || err != nil {
		return ""
	}
	return day.AddDate(keepAssessment, 0, 0).Format(time.DateOnly)
}

// DataDuties are what was done, the newest last. Nothing of it is taken away.
type DataDuties struct {
	Done []DataDutyDone

	journal
}

// Note writes down what was done (rule K13).
func (l *DataDuties) Note(by Actor, now time.Time, d DataDutyDone) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	trimmed(&d.What, &d.Doer, &d.Result, &d.Day)
	check := func(wrong bool, field, text string) error {
		if wrong {
			return Invalid(field, text)
		}
		return nil
	}
	day, err := time.ParseInLocation(time.DateOnly, d.Day, by.Org.Zone)
	if d.Kind != DutyAssessment {
		d.What = ""
	}
	if err := Every(check(!dutyKinds.has(d.Kind), "kind", "请选择列表中的一项。"),
		check(d.Kind == DutyAssessment && d.What == "", "what", "请写明评估的是哪一项处理或哪个对外通道。"),
		check(err != nil, "day", "日期须写成 2026-03-31 的样子。"), check(err == nil && day.After(now), "day", "完成日期不能晚于今天。"),
		needed("doer", d.Doer, 100), needed("result", d.Result, longText), within("what", d.What, shortText)); err != nil {
		return err
	}
	d.At, d.By = now, by.Account
	l.Done = append(l.Done, d)
	l.logManaged(by, "settings", now, []Change{Note("data_duty", string(d.Kind)), Note("data_duty_what", d.What),
		Note("data_duty_day", d.Day), Note("data_duty_doer", d.Doer), Note("data_duty_result", d.Result)})
	return nil
}

// In tells whether a kind was done in a year.
func (l *DataDuties) In(k DutyKind, year int) bool {
	return slices.ContainsFunc(l.Done, func(d DataDutyDone) bool {
		return d.Kind == k && strings.HasPrefix(d.Day, fmt.Sprintf("%04d-", year))
	})
}

// DataDutyDue is a yearly task that is not done.
type DataDutyDue struct {
	Kind DutyKind
	Year int
	Late bool // its year is over
}

// Key names it among what was told.
func (d DataDutyDue) Key() string {
	late := ""
	if d.Late {
		late = "!"
	}
	return fmt.Sprintf("%d/%s%s", d.Year, d.Kind, late)
}

// Due lists this year's tasks that are open, and last year's that were missed, where the house was at work then; first
// is the year in which it was founded.
func (l *DataDuties) Due(o *Org, now time.Time, first int) (out []DataDutyDue) {
	year := now.In(o.Zone).Year()
	for _, k := range yearlyDuties {
		if !l.In(k, year) {
			if year > first && !l.In(k, year-1) {
				out = append(out, DataDutyDue{k, year - 1, true})
			}
			out = append(out, DataDutyDue{k, year, false})
		}
	}
	return out
}

// dutyNotice is how many days before the year's end those who answer for personal data are told.
const dutyNotice = 30

// ToTell are those of which administrators and VPs are told now: 30 days before the year's end, and once it is over.
func (d DataDutyDue) ToTell(o *Org, now time.Time) bool {
	local := now.In(o.Zone)
	return d.Late || !local.Before(time.Date(d.Year+1, 1, 1, 0, 0, 0, 0, o.Zone).AddDate(0, 0, -dutyNotice))
}

// DutiesDue tells the administrators and VPs of them (rule K13).
func DutiesDue(o *Org, list []DataDutyDue, now time.Time) *News {
	k := &News{}
	for _, p := range o.Active(func(p *Person) bool { return p.Admin || p.Role == VP }) {
		for _, d := range list {
			k.notices = append(k.notices, Notice{Account: p.Account, Kind: NoticeDataDuty,
				Number: fmt.Sprintf("%d %s", d.Year, d.Kind.Label()), At: now})
		}
	}
	return k
}
