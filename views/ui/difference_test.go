package ui

import (
	"strings"
	"testing"
)

func TestDifferenceShowsEachCharacterThatChanged(t *testing.T) {
	for _, tt := range [][3]string{
		{"三楼漏水三天", "四楼漏水三天", "[-三-][+四+]楼漏水三天"},
		{"漏水", "漏水，墙皮脱落", "漏水[+，墙皮脱落+]"},
		{"甲乙丙", "甲丙", "甲[-乙-]丙"},
		{"", "新", "[+新+]"},
		{"旧", "", "[-旧-]"},
		{"一样", "一样", "一样"},
		{"3月2日上午停电", "3月3日下午停电", "3月[-2-][+3+]日[-上-][+下+]午停电"},
	} {
		var b strings.Builder
		for _, p := range difference([]rune(tt[0]), []rune(tt[1])) {
			switch {
			case p.struck:
				b.WriteString("[-" + p.text + "-]")
			case p.added:
				b.WriteString("[+" + p.text + "+]")
			default:
				b.WriteString(p.text)
			}
		}
		if b.String() != tt[2] {
			t.Errorf("%q to %q: %s, want %s", tt[0], tt[1], b.String(), tt[2])
		}
	}
	long, other := strings.Repeat("长", 20_000), strings.Repeat("短", 20_000)
	if got := difference([]rune(long), []rune(other)); len(got) != 2 {
		t.Errorf("two long texts give %d pieces", len(got))
	}
}
