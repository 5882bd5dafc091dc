package huiyin

import (
	"slices"
	"testing"
	"time"
)

func TestD10G6_AnInstallationSaysWhatItLacks(t *testing.T) {
	var first []SetupStep
	for _, s := range (&Org{Zone: shanghai}).Index().Setup(monday, Installation{Since: monday, Plain: true}) {
		if s.Done {
			t.Errorf("an empty installation has %s: %s", s.Step, s.Why)
		}
		if s.First {
			first = append(first, s.Step)
		}
		if s.Step.Label() == string(s.Step) {
			t.Errorf("%s has no name", s.Step)
		}
	}
	if !slices.Equal(first, []SetupStep{SetupSites, SetupMajor}) {
		t.Errorf("first of all: %v", first)
	}

	whole := Installation{Since: monday, Backup: monday, Recorded: true}
	for _, tt := range []struct {
		what   string
		change func(*Org)
		in     func(*Installation)
		now    time.Time
		lacks  SetupStep
		why    string
	}{
		{"nothing", nil, nil, monday, "", ""},
		{"no name", func(o *Org) { o.Company = "" }, nil, monday, SetupCompany, "还没有名称；印在登录页和每张单据上"},
		{"no finance", disabled("f01"), nil, monday, SetupFinance, "没有人付款，补偿批准后无人经办"},
		{"no vice president", disabled("v01", "v02", "g01"), nil, monday, SetupMajor, "没有副总经理，重大投诉没有人负责"},
		{"a site without supervisor", disabled("t01"), nil, monday, SetupLeads, "缺主管：龙庭店"},
		{"a site without manager", disabled("x02", "q01"), nil, monday, SetupLeads, "缺经理：龙庭店、景园"},
		{"a department", func(o *Org) {
			o.Departments = slices.DeleteFunc(o.Departments, func(d Department) bool { return d.Function == Legal })
		}, nil, monday, SetupDepartments, "还缺法务"},
		{"a number", func(o *Org) { delete(o.Directory, "LT") }, nil, monday, SetupEmergency, "2 / 3 个项目；电梯、供水、派出所"},
		{"a telephone", func(o *Org) { o.Sites[0].Phone = "" }, nil, monday, SetupLetterhead,
			"海悦府没有客户联系电话，回执上是空的"},
		{"next year", nil, nil, time.Date(2025, 12, 1, 9, 0, 0, 0, shanghai), SetupCalendar, "2026 年的放假和调休还没有录入"},
		{"backup", nil, func(i *Installation) { i.Backup = time.Time{} }, monday, SetupBackup, "还没有备份过"},
		{"old backup", nil, func(i *Installation) { i.Backup = monday.Add(-LateBackup - time.Second) }, monday, SetupBackup,
			"超过两天没有完好的备份"},
		{"certificate", nil, func(i *Installation) { i.Plain = true }, monday, SetupHTTPS, "没有证书，密码和客户资料在网络上不加密"},
		{"a demo", nil, func(i *Installation) { i.Backup, i.Plain, i.Unreal = time.Time{}, true, true }, monday, "", ""},
		{"trial", nil, func(i *Installation) { i.Recorded = false }, monday, SetupTrial, "登记一件，打印受理回执；试完按客户撤回结案"},
	} {
		in := whole
		in.Backup = tt.now
		o := demo(func(o *Org) {
			o.Letterhead.Footer = "示例地产"
			o.Calendar.Days = map[string]DayOff{"2025-10-01": Holiday}
			o.Directory = map[string][]DirectoryEntry{}
			for _, s := range o.Sites {
				o.Directory[s.Code] = []DirectoryEntry{{"电梯", "", "1"}}
			}
			if tt.change != nil {
				tt.change(o)
			}
		})
		if tt.in != nil {
			tt.in(&in)
		}
		open := Unset(o.Setup(tt.now, in))
		if tt.lacks == "" && len(open) > 0 || tt.lacks != "" && (len(open) != 1 || open[0].Step != tt.lacks) {
			t.Errorf("%s: open are %v", tt.what, open)
			continue
		}
		if tt.lacks != "" {
			if why := (&Error{Text: open[0].Why, Args: open[0].Args}).Error(); why != tt.why {
				t.Errorf("%s reads %q", tt.what, why)
			}
		}
	}
}

// A young installation without a backup is not late, one of three days is.
func TestD10_ABackupIsOverdueFromTheBeginning(t *testing.T) {
	for age, want := range map[time.Duration]bool{4 * time.Minute: false, 72 * time.Hour: true} {
		if (Installation{Since: monday}).Unsaved(monday.Add(age)) != want {
			t.Errorf("after %s: %v", age, !want)
		}
	}
}
