package huiyin

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestC1_Capitals(t *testing.T) {
	for amount, want := range map[Money]string{
		0:                        "零元整",
		5:                        "伍分",
		50:                       "伍角整",
		55:                       "伍角伍分",
		10_00:                    "壹拾元整",
		10_05:                    "壹拾元零伍分",
		325_04:                   "叁佰贰拾伍元零肆分",
		1_010_10:                 "壹仟零壹拾元壹角整",
		1_234_50:                 "壹仟贰佰叁拾肆元伍角整",
		1_680_32:                 "壹仟陆佰捌拾元叁角贰分",
		6_007_14:                 "陆仟零柒元壹角肆分",
		16_409_02:                "壹万陆仟肆佰零玖元零贰分",
		45_000_00:                "肆万伍仟元整",
		100_000_05:               "壹拾万元零伍分",
		107_000_53:               "壹拾万零柒仟元伍角叁分",
		1_0000_0001_00:           "壹亿零壹元整",
		1_0005_0000_00:           "壹亿零伍万元整",
		1_1000_0000_00:           "壹亿壹仟万元整",
		10_2000_3000_00:          "壹拾亿零贰仟万零叁仟元整",
		1_0000_0000_0000_00:      "壹万亿元整",
		1_2345_6789_0123_45:      "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分",
		9_0000_0000_0000_0000_00: "玖亿亿元整",
		-20_00:                   "负贰拾元整",
	} {
		if got := amount.Capitals(); got != want {
			t.Errorf("%s: got %s, want %s", amount, got, want)
		}
	}
}

// readCapitals reads an amount in capitals by its grammar, independently of how it is written: every
// unit closes the digits before it, 零 says nothing.
func readCapitals(t *rapid.T, s string) Money {
	s = strings.TrimSuffix(strings.ReplaceAll(s, "零", ""), "整")
	yuan, rest, found := strings.Cut(s, "元")
	if !found {
		yuan, rest = "", s
	}
	var read func(string) int64
	read = func(s string) int64 {
		for _, u := range []struct {
			name  string
			value int64
		}{{"亿", 1e8}, {"万", 1e4}, {"仟", 1000}, {"佰", 100}, {"拾", 10}} {
			if i := strings.LastIndex(s, u.name); i >= 0 {
				return read(s[:i])*u.value + read(s[i+len(u.name):])
			}
		}
		if s == "" {
			return 0
		}
		i := strings.Index("壹贰叁肆伍陆柒捌玖", s)
		if i < 0 || i%3 != 0 || len(s) != 3 {
			t.Fatalf("not a digit: %q", s)
		}
		return int64(i/3 + 1)
	}
	m := Money(read(yuan)) * 100
	if jiao, fen, ok := strings.Cut(rest, "角"); ok {
		m += Money(read(jiao)) * 10
		rest = fen
	}
	return m + Money(read(strings.TrimSuffix(rest, "分")))
}

func TestC1_CapitalsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Digits are drawn with many zeros: gaps are where capitals go wrong.
		m := Money(0)
		for range rapid.IntRange(1, 18).Draw(t, "length") {
			m = m*10 + Money(rapid.SampledFrom([]int64{0, 0, 0, 1, 2, 5, 9}).Draw(t, "digit"))
		}
		s := m.Capitals()
		if got := readCapitals(t, s); got != m {
			t.Fatalf("%s is written %s, which reads %s", m, s, got)
		}
		if strings.Contains(s, "零零") || strings.Contains(s, "零元") && m >= Yuan || strings.HasSuffix(s, "零整") {
			t.Fatalf("%s is written %s: a 零 too many", m, s)
		}
		if strings.HasSuffix(s, "整") == (m%10 != 0) {
			t.Fatalf("%s is written %s: 整 stands exactly when no fen follow", m, s)
		}
	})
}

func TestC1_Shown(t *testing.T) {
	for amount, want := range map[Money]string{
		0: "¥0.00", 5: "¥0.05", 99_99: "¥99.99", 999_00: "¥999.00", 1_234_50: "¥1,234.50",
		1_234_567_01: "¥1,234,567.01", -1_000_00: "-¥1,000.00",
	} {
		if got := amount.String(); got != want {
			t.Errorf("%d: got %s, want %s", int64(amount), got, want)
		}
	}
}

func TestC1_ParseMoney(t *testing.T) {
	for text, want := range map[string]Money{
		"0": 0, "5": 500, "0.5": 50, "0.05": 5, "1234.5": 1_234_50, "1,234.50": 1_234_50, "¥1,234.50": 1_234_50,
		"￥1，234，567": 1_234_567_00,
		" 20 ":       20_00, "007": 7_00, "100000000000": maxMoney,
	} {
		if got, err := ParseMoney("amount", text); err != nil || got != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", " ", ".", ".5", "5.", "1.234", "-1", "+1", "1e3", "1.2.3", "0x10", "NaN",
		"100000000000.01", "1000000000000", "99999999999999999999",
		"1,5", "12,50", "1,2345", ",100", "1,,000", "1,000,000,000,000,000", "1¥2",
	} {
		m, err := ParseMoney("amount", text)
		if KindOf(err) != KindInvalid || err.(*Error).Field != "amount" || m != 0 {
			t.Errorf("%q: got %v, %v, want a refusal on the field", text, m, err)
		}
	}
}

func TestC1_ParseReadsWhatIsShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Money(rapid.Int64Range(0, int64(maxMoney)).Draw(t, "fen"))
		for _, text := range []string{m.String(), m.Plain()} {
			if got, err := ParseMoney("", text); err != nil || got != m {
				t.Fatalf("%q reads %v, %v", text, got, err)
			}
		}
	})
}
