package print

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
)

func TestF7M5_MonthlyAnalysis(t *testing.T) {
	o := company().Index()
	for name, of := range map[string]struct {
		period Period
		sites  []string
		must   []string
	}{
		"all sites": {Period{Site: "", Words: "2026年3月", Number: "TJ-202603"}, []string{"HY", "JY"},
			[]string{"所管全部项目", "类别与项目", "海悦府", "景园"}},
		"a site": {Period{Site: "JY", Words: "2026年3月", Number: "TJ-JY-202603"}, []string{"JY"}, []string{"项目：景园"}},
	} {
		a := huiyin.NewAnalysis(202603, of.period.Site, of.sites)
		for _, k := range o.Categories {
			if k.Parent == "" {
				a.Add(202603, "JY", huiyin.CountCategory, k.Code, 2, 0)
			}
		}
		for _, i := range []huiyin.Indicator{huiyin.CountReceived, huiyin.CountSettled} {
			a.Add(202603, "JY", i, "", 7, 0)
			a.Add(202602, "JY", i, "", 12, 0)
		}
		for i, class := range huiyin.CauseClasses() {
			a.Add(202603, "JY", huiyin.CountCause, string(class), i+1, 0)
		}
		a.Add(202603, "JY", huiyin.CountPaid, "", 1, 123_450)
		var out bytes.Buffer
		if err := Monthly(&out, Stamp{At: time.Date(2026, 4, 1, 2, 0, 0, 0, time.UTC), By: "李主管", QR: of.period.Number},
			of.period, a, o); err != nil {
			t.Fatal(err)
		}
		got := read(t, out.Bytes())
		for _, want := range append(of.must, "月度统计分析", of.period.Number, "2026年3月", "2025-03", "¥1,234.50", "13 个月趋势",
			"原因排列图", "人员", "主管点评", "经理审阅", "统计口径", "按受理时间归入月份。") {
			if !strings.Contains(squeeze(got), squeeze(want)) {
				t.Errorf("%s: lacks %s", name, want)
			}
		}
	}
	var out bytes.Buffer
	if err := Monthly(&out, Stamp{}, Period{}, huiyin.NewAnalysis(202603, "", nil), o); err != nil {
		t.Errorf("of nothing: %v", err)
	}
}
