package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Each line is one thing in several spellings; no two lines are the same thing.
var phoneSpellings = [][]string{
	{"13922220001", "139 2222 0001", "139-2222-0001", "+86 13922220001", "+86-139-2222-0001", "0086 139 2222 0001", "86 13922220001",
		"8613922220001", "008613922220001", "013922220001", "１３９２２２２０００１", "（+86）139 2222 0001", "139－2222－0001", "139—2222—0001",
		"139\u00a02222\u00a00001", "139.2222.0001", "手机：13922220001", "13922220001（妻子）", "tel:+8613922220001", "139\u200b2222\u200b0001", "139 22220001 "},
	{"13922220002", "(139)22220002"},
	{"02162345678", "021-62345678", "(021)62345678", "（021）6234-5678", "021 6234 5678", "+86 21 6234 5678", "+86-021-62345678", "0086-21-62345678",
		"86-21-62345678", "862162345678", "０２１－６２３４５６７８", "021—62345678"},
	{"02162345678转801", "021-62345678-801", "021-62345678转801", "(021)62345678 转 801", "021-62345678 ext. 801", "02162345678x801", "021-62345678分机801",
		"+86 21 62345678-801", "021-62345678轉801", "021-62345678（转801）", "021-62345678#801"},
	{"02162345678转802", "021-62345678转802"},
	{"05718800123", "0571-8800123", "0571 880 0123"},
	{"057188001234", "0571-88001234", "0571-8800-1234"},
	{"01062345678", "010-62345678", "+86 10 6234 5678", "86-10-62345678"},
	{"+85291234567", "+852 9123 4567", "+852-91234567"},
	{"62345678", "6234-5678", "6234 5678"},
	{"4008208820", "400-820-8820", "400 8208 820"},
	{"95588"}, {"110"},
}

func TestI8_OnePhoneHoweverItIsTyped(t *testing.T) {
	seen := map[string]string{}
	for _, same := range phoneSpellings {
		for _, s := range same {
			got := Phones(s)
			if len(got) != 1 || got[0].String() != same[0] {
				t.Errorf("%q is %v, want %s", s, got, same[0])
			}
			if len(same[0]) >= 5 && phoneWrong("phone", s) != nil {
				t.Errorf("%q is refused: %v", s, phoneWrong("phone", s))
			}
		}
		if other, twice := seen[same[0]]; twice {
			t.Errorf("%s and %s are one", same[0], other)
		}
		seen[same[0]] = same[0]
	}
	for _, two := range []string{"13922220001、13922220002", "13922220001/13922220002", "13922220001 13922220002", "13922220001\n13922220002",
		"13922220001，13922220002", "139 2222 0001 139 2222 0002", "13922220001或13922220002", "+8613922220001;+86 139 2222 0002", "１３９２２２２０００１　１３９２２２２０００２",
		"13922220001-13922220002", "13922220001（本人）13922220002（妻子）", "139-2222-0001 / 139-2222-0002"} {
		if got := Phones(two); !slices.Equal(got, []Phone{{Base: "13922220001"}, {Base: "13922220002"}}) {
			t.Errorf("%q is %v", two, got)
		}
	}
	if got := Phones("021-62345678-801 13922220001"); !slices.Equal(got, []Phone{{"02162345678", "801"}, {Base: "13922220001"}}) {
		t.Errorf("a line and a mobile phone are %v", got)
	}
}

// What is typed in a group, with signs between the digits, is the number; two numbers are two.
func TestI8_PhonesAlwaysHold(t *testing.T) {
	digit := rapid.SampledFrom([]rune("0123456789"))
	mobile := rapid.Custom(func(t *rapid.T) string {
		return "1" + string(rapid.SampledFrom([]rune("3456789")).Draw(t, "second")) + string(rapid.SliceOfN(digit, 9, 9).Draw(t, "rest"))
	})
	landline := rapid.Custom(func(t *rapid.T) string {
		return rapid.SampledFrom([]string{"010", "021", "0755", "0571"}).Draw(t, "area") +
			string(rapid.SampledFrom([]rune("2345678")).Draw(t, "first")) + string(rapid.SliceOfN(digit, 7, 7).Draw(t, "rest"))
	})
	sign := rapid.SampledFrom([]string{" ", "-", "－", "—", "\u3000", "\u00a0"})
	written := func(t *rapid.T, n string) string {
		cuts := []int{3, 7}
		if n[0] == '0' {
			cuts = []int{len(n) - 8}
		}
		var b strings.Builder
		b.WriteString(rapid.SampledFrom([]string{"", "+86 ", "0086-", "＋８６"}).Draw(t, "country"))
		s := sign.Draw(t, "sign")
		wide := rapid.Bool().Draw(t, "wide")
		for i, r := range n {
			if slices.Contains(cuts, i) {
				b.WriteString(s)
			}
			if wide {
				r += 0xFEE0
			}
			b.WriteRune(r)
		}
		return b.String()
	}
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.OneOf(mobile, landline)
		a, b := number.Draw(t, "a"), number.Draw(t, "b")
		x, y := written(t, a), written(t, b)
		if got := Phones(x); len(got) != 1 || got[0].String() != a {
			t.Fatalf("%q is %v", x, got)
		}
		if (PhoneKey(x) == PhoneKey(y)) != (a == b) {
			t.Fatalf("%q and %q", x, y)
		}
		between := rapid.SampledFrom([]string{"、", "/", "，", "\n", "; ", " 或 "}).Draw(t, "between")
		want := []string{a}
		if b != a {
			want = append(want, b)
		}
		var got []string
		for _, p := range Phones(x + between + y) {
			got = append(got, p.String())
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q is %v", x+between+y, got)
		}
		for _, p := range Phones(rapid.StringMatching(`[0-9+\-、() 转a-z]{0,30}`).Draw(t, "anything")) {
			if again := Phones(p.String()); len(again) != 1 || again[0] != p {
				t.Fatalf("%v read again is %v", p, again)
			}
		}
	})
}

// Numbers that identify nobody join nobody (I9).
func TestI9_WhoIdentifiesNobody(t *testing.T) {
	o := demo()
	o.OwnPhones = []string{"0755-26001234", "13800000000"}
	for _, n := range []string{"110", "12345", "95588", "10086", "00000000", "11111111111", "400-820-8820", "1234567", "12345678901",
		"(0755)2600-1234", "26001234", "0755-26001234转8", "138 0000 0000"} {
		a, b := Intake{Site: "HY", Name: "王芳", Phone: n}, Intake{Site: "HY", Name: "李强", Phone: n}
		if k := a.CustomerKeys(o); len(k.All()) > 0 || o.SamePhone(n, n) || a.sameHousehold(o, &b) {
			t.Errorf("%q joins strangers: %v", n, k)
		}
		a.Unit = "9-901"
		if k := a.CustomerKeys(o).Own; len(k) != 1 || k[0] != "name:HY/王芳/9-901" {
			t.Errorf("%q: %v", n, k)
		}
	}
	if k := (&Intake{Phone: "12345、13922220001"}).CustomerKeys(o).Own; !slices.Equal(k, []string{"phone:13922220001"}) {
		t.Errorf("a short code beside a number: %v", k)
	}
	if k := (&Intake{Phone: "13922220001/13922220002"}).CustomerKeys(o).Own; !slices.Equal(k, []string{"phone:13922220001", "phone:13922220002"}) {
		t.Errorf("two numbers: %v", k)
	}
}

var unitSpellings = [][]string{
	{"9-901", "9栋901", "9 栋 901", "9#901", "9# 901室", "9幢901", "9号楼901", "九栋901", "９栋９０１室", "9-901室", "9－901", "9—901", "09-0901", "9栋9层901", "九栋九零一",
		"9座901房", "9号901室", "9 - 901", "9/901", "9栋0901", "9#楼901", "九号楼九〇一室", "9栋9层01室", "9.901"},
	{"9-1-901", "9号楼1单元901室", "9栋1单元901", "9-1-901", "9栋一单元901", "九号楼一单元九零一", "9#1单元901", "9幢1门901", "9号楼 1单元 901 室"},
	{"9-2-901", "9栋2单元901"},
	{"19-901", "19栋901", "十九栋901"}, {"9-1901", "9栋1901"}, {"9-902", "9栋902"}, {"9-9001"}, {"91-901", "九十一栋901"},
	{"901", "901室", "901房", "0901"}, {"1单元-901", "1单元901", "一单元901"}, {"a-901", "A座901", "A901", "a-901", "Ａ座９０１", "A栋901室"},
	{"b-901", "B座901"}, {"9-901-a", "9栋901A", "9-901A"}, {"21-2103", "二十一栋2103", "21号楼2103"}, {"一期-9-901", "1期9栋901", "一期9栋901室"},
	{"二期-9-901", "2期9栋901"}, {"12-3-1502"}, {"1-23-1502"}, {"三湘世纪-9-901", "三湘世纪9栋901"},
}

func TestI8_OneUnitHoweverItIsTyped(t *testing.T) {
	seen := map[string]string{}
	for _, same := range unitSpellings {
		key := UnitKey(same[0])
		for _, s := range same {
			if got := UnitKey(s); got != key {
				t.Errorf("%q is %q, %q is %q", s, got, same[0], key)
			}
		}
		if other, twice := seen[key]; twice {
			t.Errorf("%q and %q are one: %q", same[0], other, key)
		}
		seen[key] = same[0]
	}
	for _, two := range [][2]string{{"9-901", "9栋1单元901"}, {"一期9-901", "9栋901"}, {"9栋1单元901", "9-901室"}} {
		if !SameUnit(two[0], two[1]) || UnitRoom(two[0]) != UnitRoom(two[1]) {
			t.Errorf("%q may be %q: %q, %q", two[0], two[1], UnitRoom(two[0]), UnitRoom(two[1]))
		}
	}
	for _, two := range [][2]string{{"9-1-901", "9-2-901"}, {"一期9-901", "二期9-901"}, {"901", "9-901"}, {"1单元901", "1栋901"}, {"", ""}, {"9-901", ""},
		{"12-3-1502", "1-23-1502"}, {"9楼901", "9栋901"}} {
		if SameUnit(two[0], two[1]) {
			t.Errorf("%q is taken for %q", two[0], two[1])
		}
	}
}

func TestI8_UnitsAlwaysHold(t *testing.T) {
	number := rapid.IntRange(1, 99)
	rapid.Check(t, func(t *rapid.T) {
		write := func() (string, [3]int) {
			b, u, r := number.Draw(t, "building"), rapid.IntRange(0, 4).Draw(t, "part"), rapid.IntRange(1, 40).Draw(t, "floor")*100+rapid.IntRange(1, 20).Draw(t, "door")
			text := itoa(b) + rapid.SampledFrom([]string{"栋", "幢", "号楼", "-", "#", " 栋 ", "－"}).Draw(t, "sign")
			if u > 0 {
				text += itoa(u) + rapid.SampledFrom([]string{"单元", "-", "单元 "}).Draw(t, "part sign")
			}
			return text + itoa(r) + rapid.SampledFrom([]string{"", "室", "房", "号", " "}).Draw(t, "end"), [3]int{b, u, r}
		}
		x, a := write()
		y, b := write()
		if (UnitKey(x) == UnitKey(y)) != (a == b) {
			t.Fatalf("%q is %q, %q is %q", x, UnitKey(x), y, UnitKey(y))
		}
		s := rapid.StringMatching(`[0-9一二十a-c栋单元室层楼号期#\- ]{0,12}`).Draw(t, "anything")
		if k := UnitKey(s); UnitKey(k) != k {
			t.Fatalf("%q is %q, and that is %q", s, k, UnitKey(k))
		}
	})
}

func itoa(n int) string { return strconv.Itoa(n) }

func TestI11_TextsAreFolded(t *testing.T) {
	for _, same := range [][]string{
		{"王芳", "王　芳", "王 芳", "王\u00a0芳", "王\n芳", "⺩芳", "王·芳", "王\u200b芳"}, {"门", "⻔", "門"}, {"龙", "⻰", "龍", "⿓"}, {"金", "⾦", "金"},
		{"b2", "Ｂ２", "B2", "𝐁𝟐", "ⓑ②"}, {"m2", "㎡"}, {"株", "㈱"}, {"cafe", "café", "cafe\u0301", "CAFÉ"}, {"李强", "李強"},
	} {
		for _, s := range same {
			if got := NameKey(s); got != same[0] {
				t.Errorf("%q is %q, want %q", s, got, same[0])
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		if f := Fold(s); Fold(f) != f {
			t.Fatalf("%q folds to %q and that to %q", s, f, Fold(f))
		}
		if k := NameKey(s); NameKey(k) != k {
			t.Fatalf("%q is %q and that %q", s, k, NameKey(k))
		}
	})
}

// Amounts are read as they are meant, and refused only where two meanings are possible (I12).
func TestI12_AmountsAsTheyAreMeant(t *testing.T) {
	for text, want := range map[string]Money{
		"1200": 1200 * Yuan, "1200元": 1200 * Yuan, "￥1,200.00": 1200 * Yuan, "¥1200": 1200 * Yuan, "１２００": 1200 * Yuan, "1.2万": 12_000 * Yuan,
		"1.2万元": 12_000 * Yuan, "１．２万": 12_000 * Yuan, "1，200": 1200 * Yuan, "1,200元": 1200 * Yuan, "1 200": 1200 * Yuan, "RMB 1200": 1200 * Yuan,
		"人民币1200元整": 1200 * Yuan, "1200块": 1200 * Yuan, "1200.5": 1200*Yuan + 50, "\u00a01200\u00a0": 1200 * Yuan, "3千": 3000 * Yuan,
		"一千二百元": 1200 * Yuan, "壹仟贰佰元整": 1200 * Yuan, "伍万元整": 50_000 * Yuan, "0.05万": 500 * Yuan, "2亿": 200_000_000 * Yuan, "10元": 10 * Yuan,
		"十": 10 * Yuan, "三万五千": 35_000 * Yuan, "0": 0, "一千零五": 1005 * Yuan,
	} {
		if m, err := ParseMoney("amount", text); err != nil || m != want {
			t.Errorf("%q is %v (%v), want %v", text, m, err, want)
		}
	}
	for text, shows := range map[string]string{
		"1万2": "1万2", "一千二": "一千二", "12x0": "x", "1200美元": "美", "-5": "-", "约1200": "约", "1.234": "", "12,34": "", "": "", "元": "", "1.2.3": "",
		"1200～1500": "～", "9999999999999999": "", "12元5": "", "0.000001千": "分",
	} {
		m, err := ParseMoney("amount", text)
		if err == nil || !strings.Contains(err.Error(), shows) || m != 0 {
			t.Errorf("%q is %v, %v; want the message to show %q", text, m, err, shows)
		}
	}
}

// The message shows the very character that could not be read (I12).
func TestI12_PhonesShowWhatIsWrong(t *testing.T) {
	for text, shows := range map[string]string{"1392222O001": "o", "139****0001": "*", "1392222$0001": "$", "1234": "5", "一三九22220001": "一"} {
		if err := phoneWrong("phone", text); err == nil || !strings.Contains(strings.ToLower(err.Error()), shows) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
