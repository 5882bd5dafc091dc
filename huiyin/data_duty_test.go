package huiyin

import (
	"testing"
	"time"
)

// Audit and drill are due each year: told 30 days before its end and once it is over; an assessment says of what it is and
// is kept for three years (rule K13).
func TestK13_TheYearlyTasks(t *testing.T) {
	o := demo()
	admin := o.as("admin")
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 10, 0, 0, 0, o.Zone) }
	l := &DataDuties{}
	good := DataDutyDone{Kind: DutyAudit, Day: "2025-11-30", Doer: "内审", Result: "无重大问题"}
	for name, tt := range map[string]struct {
		who    string
		change func(*DataDutyDone)
		kind   Kind
		field  string
	}{
		"not an administrator": {"v01", func(*DataDutyDone) {}, KindForbidden, ""},
		"no kind":              {"admin", func(d *DataDutyDone) { d.Kind = "x" }, KindInvalid, "kind"},
		"tomorrow":             {"admin", func(d *DataDutyDone) { d.Day = "2025-12-02" }, KindInvalid, "day"},
		"no day":               {"admin", func(d *DataDutyDone) { d.Day = "30 Nov" }, KindInvalid, "day"},
		"nobody":               {"admin", func(d *DataDutyDone) { d.Doer = " " }, KindInvalid, "doer"},
		"no result":            {"admin", func(d *DataDutyDone) { d.Result = "" }, KindInvalid, "result"},
		"of nothing":           {"admin", func(d *DataDutyDone) { d.Kind = DutyAssessment }, KindInvalid, "what"},
	} {
		d := good
		tt.change(&d)
		err := l.Note(o.as(tt.who), day(2025, 12, 1), d)
		if KindOf(err) != tt.kind || fieldOfError(err) != tt.field || len(l.Done)+len(l.Journal()) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if due := l.Due(o, day(2025, 12, 1), 2025); len(due) != 2 || due[0].ToTell(o, day(2025, 12, 1)) || !due[0].ToTell(o, day(2025, 12, 2)) {
		t.Errorf("%+v", due)
	}
	if err := l.Note(admin, day(2025, 12, 1), good); err != nil {
		t.Fatal(err)
	}
	if due := l.Due(o, day(2025, 12, 1), 2025); len(due) != 1 || due[0].Kind != DutyDrill {
		t.Errorf("%+v", due)
	}
	due := l.Due(o, day(2026, 1, 1), 2025)
	if len(due) != 3 || due[1] != (DataDutyDue{DutyDrill, 2025, true}) || due[0].Late {
		t.Errorf("%+v", due)
	}
	if n := len(DutiesDue(o, due[1:2], day(2026, 1, 1)).Notices()); n < 2 {
		t.Errorf("%d are told", n)
	}
	good.Kind, good.What = DutyAssessment, "客户通道"
	if err := l.Note(admin, day(2025, 12, 1), good); err != nil || l.Done[1].KeptUntil() != "2028-11-30" || l.Done[0].KeptUntil() != "" {
		t.Error(err, l.Done)
	}
}
