package huiyin

import (
	"strings"
	"testing"
)

func TestCommonPasswordsAreRefused(t *testing.T) {
	firm := &Org{Company: "示例地产", Sites: []Site{{Code: "HY", Name: "海悦府", Phone: "0755-88886666"}},
		People: []Person{{Account: "zhangwei", Name: "章伟"}}}
	spelled := func(name string) []string {
		return map[string][]string{"示例地产": {"shilidichan", "sldc"}, "海悦府": {"haiyuefu", "hyf"}}[name]
	}
	for _, bad := range []string{
		"12345678", "87654321", "11111111", "abcabcabc", "abcd1234", "ABCD-1234", "password", "Password1", "p@ssw0rd",
		"P@ssw0rd2025", "qwertyui", "1qaz2wsx", "q1w2e3r4",
		"woaini1314", "woaini1314520", "iloveyou", "admin123", "Admin@2025", "huiyin2026", "88888888", "5201314520",
		"a12345678", "12345abcde", "x02x02x02", "qwertyuiopas", "xyqwertyuiop", "好好好好好好好好好好好好", "zhangwei1", "ZhangWei", "12341234",
	} {
		account := "zhangwei"
		if !CommonPassword(account, bad) {
			t.Errorf("%s is taken", bad)
		}
		if firm.CheckPassword("new", account, bad, spelled) == nil {
			t.Errorf("%s passes", bad)
		}
	}
	for _, short := range []string{"long-enough", "huiyin-demo", "海悦府三号楼", "a     b     c     d",
		strings.Repeat("长话", 65), "示例地产示例地产示例地产", "示例地产示例地产2025",
		"shilidichan1", "ShiLiDiChan-2026", "haiyuefu-sldc", "章伟章伟章伟章伟章伟章伟", "海悦府海悦府示例地产2026", "075588886666", "0755-88886666!a", "shi li di chan 88"} {
		if firm.CheckPassword("new", "zhangwei", short, spelled) == nil {
			t.Errorf("%q passes", short)
		}
	}
	for _, right := range []string{"neues-passwort", "四个不相干的汉字词也可以。", "tea with a  friend", strings.Repeat("四个不相干的汉字", 16), "示例地产的猫爱吃鱼和西瓜"} {
		if err := firm.CheckPassword("new", "zhangwei", right, spelled); err != nil {
			t.Errorf("%q: %v", right, err)
		}
	}
	for _, good := range []string{"neues-passwort", "ein neues Passwort", "long-enough", "first-password", "四个不相干的汉字词",
		"correct horse battery staple", "k7fd-m2qs-x9wp", "zhangwei likes tea", "huiyin-demo", "海悦府三号楼"} {
		if CommonPassword("zhangwei", good) {
			t.Errorf("%s is refused", good)
		}
	}
	if CommonPassword("", "tangerine sky") || CommonPassword("a", "a tangerine") {
		t.Error("a short or empty account name refuses everything")
	}
}
