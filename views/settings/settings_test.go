package settings

import (
	"testing"

	"huiyin/huiyin"
)

func TestEveryFigureStandsUnderATitle(t *testing.T) {
	n := 0
	for _, g := range groups() {
		if g.title == "" {
			t.Errorf("no title for %v", g.figures)
		}
		n += len(g.figures)
	}
	if n != len(huiyin.ParameterList) {
		t.Errorf("%d figures shown of %d", n, len(huiyin.ParameterList))
	}
}

func TestEntriesAreInWords(t *testing.T) {
	o := huiyin.DemoCompany()
	v := View{Org: o}
	for _, tt := range [][3]string{
		{"role", "manager", "经理"}, {"site", "HY", "海悦府"}, {"sites", "JY LT", "景园、龙庭店"}, {"department", "legal", "法务部"},
		{"manager", "p01", "郑海涛"}, {"kind", "agency_store", "门店"}, {"function", "finance", "财务"},
		{"parent", "repair", "工程维修"},
		{"admin", "1", "是"}, {"disabled", "", "否"}, {"phone", "", "无"}, {"name", "周敏", "周敏"},
		{"authority_manager", "20000.00", "¥20,000.00"}, {"d2_urgent", "4", "4 小时"},
	} {
		if got := v.fieldValue(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%s %q reads %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
	for _, i := range huiyin.ParameterList {
		if v.fieldName(string(i.Figure)) != i.Label {
			t.Errorf("%s has no word", i.Figure)
		}
	}
}
