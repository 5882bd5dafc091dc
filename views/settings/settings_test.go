package settings

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"huiyin"
	"huiyin/static"
)

// Every library in the program, for Linux and Windows, is named with its licence and the version that is linked.
func TestEveryLibraryIsNamed(t *testing.T) {
	var linked []string
	for _, system := range []string{"linux", "windows"} {
		list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}} {{.Version}}{{end}}", "huiyin/cmd/huiyin")
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			if strings.Contains(m, ".") { // ours has no version
				linked = append(linked, m)
			}
		}
	}
	var named []string
	for _, p := range parts() {
		if p.Text == modulesText && strings.Contains(p.Name, ".") {
			named = append(named, p.Name+" "+p.Version)
		}
		if _, _, _, ok := static.Open(p.Text); !ok || p.Licence == "" {
			t.Errorf("%s has no licence text", p.Name)
		}
	}
	slices.Sort(linked)
	linked = slices.Compact(linked)
	slices.Sort(named)
	for _, m := range linked {
		if !slices.Contains(named, m) {
			t.Errorf("static/%s lacks %s", modulesText, m)
		}
	}
	for _, m := range named {
		if !slices.Contains(linked, m) {
			t.Errorf("static/%s names %s, which is not in the program", modulesText, m)
		}
	}
}

func TestEveryFigureStandsUnderATitle(t *testing.T) {
	n := 0
	for _, g := range groups() {
		if g.title == "" {
			t.Errorf("no title for %v", g.figures)
		}
		n += len(g.figures)
	}
	if n != len(huiyin.FigureList) {
		t.Errorf("%d figures shown of %d", n, len(huiyin.FigureList))
	}
}

func TestEntriesAreInWords(t *testing.T) {
	o := huiyin.DemoCompany()
	v := View{Org: o}
	for _, tt := range [][3]string{
		{"role", "manager", "经理"}, {"site", "HY", "海悦府"}, {"sites", "JY LT", "景园、龙庭店"}, {"department", "legal", "法务部"},
		{"manager", "p01", "郑海涛"}, {"kind", "agency_store", "门店"}, {"function", "finance", "财务"}, {"parent", "repair", "工程维修"},
		{"admin", "1", "是"}, {"disabled", "", "否"}, {"phone", "", "无"}, {"name", "周敏", "周敏"},
		{"authority_manager", "20000.00", "¥20,000.00"}, {"d2_urgent", "4", "4 小时"},
	} {
		if got := v.fieldValue(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%s %q reads %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
	for _, i := range huiyin.FigureList {
		if v.fieldName(string(i.Figure)) != i.Label {
			t.Errorf("%s has no word", i.Figure)
		}
	}
}
