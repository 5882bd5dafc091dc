package db_test

import (
	"fmt"
	"strings"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

func TestSearchFindsWhatPeopleType(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) {
		in.Name, in.Phone, in.Unit, in.Contract = "单庆明", "138 0013-8000", "3栋2单元1201室", "HT-2024-0088A"
		in.Matter = "楼上夜间装修噪音很大，ＡＢＣ电梯也停运；請盡快處理漏水。𠮷"
		in.Demand = "赔偿损失"
	})
	other := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) {
		in.Name, in.Phone, in.Unit, in.Matter, in.Demand = "赵四", "13900139000", "13栋2单元1101", "楼下音响扰民", "停止扰民"
	})
	for _, tt := range []struct {
		q         string
		one, both bool // finds c; finds the other too
	}{
		{"噪音", true, true}, {"装修噪音", true, false}, {"修噪", true, false}, {"噪装", false, false},
		{"音", true, true}, {"𠮷", true, false}, {"庆", true, false}, {"明", true, false},
		{"噪音 电梯", true, false}, {"噪音　电梯", true, false}, {"噪音 扰民", false, true},
		{"夜間裝修", true, false}, {"请尽快处理", true, false}, {"請盡快處理", true, false}, // Traditional and Simplified, both ways
		{"abc", true, false}, {"ＡＢＣ", true, false}, {"Abc电梯", true, false},
		{"8000", true, false}, {"13800138000", true, false}, {"1380013", false, false}, {"138", false, false},
		{"13800138", false, false}, {"p13800138000", true, false}, {"8-000", false, false},
		{"138 0013 8000", true, false}, {"１３８００１３８０００", true, false},
		{"3栋2单元1201", true, false}, {"3栋2单元1201室", true, false}, {"2单元1201", true, false}, {"单元1201", true, false},
		{"1201", true, false}, {"3栋", true, false}, {"2单元", true, true},
		{"dqm", true, false}, {"sqm", true, false}, {"DQ", true, false}, {"qm", false, false},
		{c.Number, true, false}, {"20250303", true, true}, {"ht-2024-0088a", true, false}, {"0088", true, false},
		{"王小明", false, false}, {"，。！", false, false}, {"   ", false, false},
	} {
		p, err := s.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{Q: tt.q})
		if err != nil {
			t.Errorf("%q: %v", tt.q, err)
			continue
		}
		found := map[string]bool{}
		for _, r := range p.Rows {
			found[r.Number] = true
		}
		if found[c.Number] != tt.one || found[other.Number] != tt.both || p.Total != len(p.Rows) {
			t.Errorf("%q finds %v, total %d", tt.q, found, p.Total)
		}
	}
}

// What is added to a complaint later is found, and the old text no longer twice.
func TestSearchFollowsTheComplaint(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	for i := range 3 {
		if _, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0,
			contact(by, fmt.Sprintf("第%d次回访谈到门禁", i))); err != nil {
			t.Fatal(err)
		}
	}
	for _, q := range []string{"门禁", "噪音", "第2次"} {
		if p, err := s.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{Q: q}); err != nil || p.Total != 1 ||
			len(p.Rows) != 1 {
			t.Errorf("%s: %d, %v", q, p.Total, err)
		}
	}
}

// A whole pasted letter is found by its beginning, and costs no more than that.
func TestSearchReadsTheBeginningOfALongText(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	letter := strings.Repeat("夜间装修噪音扰民", 30)
	dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Matter = letter })
	for q, want := range map[string]int{letter + strings.Repeat("另有其他", 10_000): 1, "停车" + letter: 0} {
		if p, err := s.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{Q: q}); err != nil || p.Total != want {
			t.Errorf("%.12s… finds %d, %v, want %d", q, p.Total, err, want)
		}
	}
}

// Whatever is typed, searching answers.
func FuzzSearchNeverFails(f *testing.F) {
	for _, q := range []string{
		`"`, `""`, `"a`, `a"b"c`, `*`, `a*`, `^a`, `a OR b`, `AND`, `NOT a`, `a NEAR b`, `NEAR(a b, 2)`, `t:a`, `{t}:a`,
		`(`, `)`, `a + b`, `-a`, `'`, `\`, `%_`,
		"a\x00b", "\x00", "\xff", "噪\x00音", "𠮷", "\U000323AF", "ⅷ①½", "e\u0301", "İı", "👍", "\u200b音", "ﬀ", "ͅ",
		"一 二 三 四 五 六 七 八 九 十 十一 十二", "000000000000000000000000000000000000000000000000000000000000",
	} {
		f.Add(q)
	}
	s := dbtest.New(f)
	by := dbtest.Actor(f, s, "u01")
	dbtest.Complaint(f, s, by, nil)
	f.Fuzz(func(t *testing.T, q string) {
		for _, ask := range []huiyin.Filter{{Q: q}, {Q: q, Site: "JY", Late: true}} {
			if _, err := s.Complaints(t.Context(), by, dbtest.Now, ask); err != nil {
				t.Fatalf("%q: %v", q, err)
			}
		}
	})
}

// Every complaint is found by any piece of its own matter.
func TestSearchFindsEveryPieceOfAText(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	const matter = "9月12日晚B座3号梯停运，业主群里300多人反映；物业称“正在维修”。"
	dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Matter = matter })
	r := []rune(matter)
	for i := range r {
		for j := i + 1; j <= min(len(r), i+9); j++ {
			q := string(r[i:j])
			if inside(r, i) || inside(r, j) || q == "；" || q == "，" || q == "“" || q == "”" || q == "。" || q == "”。" {
				continue
			}
			if p, err := s.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{Q: q}); err != nil || p.Total != 1 {
				t.Errorf("%q is not found: %v", q, err)
			}
		}
	}
}

// inside tells whether position i splits a number, which is found whole or by its beginning only.
func inside(r []rune, i int) bool {
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	return i > 0 && i < len(r) && digit(r[i-1]) && digit(r[i])
}
