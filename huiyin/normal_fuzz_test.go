package huiyin

import (
	"strings"
	"testing"
)

// Whatever is typed as a phone, a unit, a sum or a text: reading it ends, and what it is compared as is compared as itself.
func FuzzNormalForms(f *testing.F) {
	for _, s := range []string{"139 2222 0001、021-62345678转801", "（０２１）６２３４５６７８", "+86-139-2222-0001/2", "00861392222000113922220002",
		"12号楼3单元1502室", "十二栋三单元一千五百零二", "B2-车位017", "9－901", "1.2万元", "壹万贰仟元整", "¥1,200.50", "王　芳", "⻔禁ﾊﾝ㍿", "4008-123-123",
		"12315", "\x00\xff", "1-1-1-1-1-1", "电话：无", "138****5678", "138001380001380013800"} {
		f.Add(s)
	}
	o := &Org{OwnPhones: []string{"0755-26001234"}}
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range Phones(text) {
			again := Phones(p.String())
			if len(again) != 1 || again[0] != p {
				t.Fatalf("%q has the phone %v, which is read as %v", text, p, again)
			}
		}
		if o.SamePhone(text, "13922220001") != o.SamePhone("13922220001", text) {
			t.Fatalf("%q is the same phone one way round", text)
		}
		if k := UnitKey(text); UnitKey(k) != k {
			t.Fatalf("the unit %q is %q, which is %q", text, k, UnitKey(k))
		}
		if SameUnit(text, "9-901") != SameUnit("9-901", text) {
			t.Fatalf("%q is the same unit one way round", text)
		}
		if k := Fold(text); strings.ToValidUTF8(text, "") == text && Fold(k) != k {
			t.Fatalf("%q folds to %q and that to %q", text, k, Fold(k))
		}
		if k := NameKey(text); NameKey(k) != k {
			t.Fatalf("the name %q is %q, which is %q", text, k, NameKey(k))
		}
		_ = PhonesAsked(text)
		if m, err := ParseMoney("amount", text); err == nil && m < 0 {
			t.Fatalf("%q is %v", text, m)
		} else if err != nil && KindOf(err) != KindInvalid {
			t.Fatal(err)
		}
	})
}

// The area code of the next number is no extension of the one before (I8).
func TestI8_AnAreaCodeIsNoExtension(t *testing.T) {
	for _, field := range []string{"１３８００００００５３　（0755）26001111", "13800000053 0755-26001111", "13800000053（0755）26001111",
		"13800000053-0755-26001111", "0755-26001111 13800000053", "13800000053 0755 2600 1111"} {
		got := Phones(field)
		if len(got) != 2 || got[0].Extension+got[1].Extension != "" || got[0].Base+got[1].Base != "13800000053"+"075526001111" &&
			got[1].Base+got[0].Base != "13800000053"+"075526001111" {
			t.Errorf("%q: %v", field, got)
		}
	}
	if got := Phones("0755-26001111-0801"); len(got) != 1 || got[0].Extension != "0801" {
		t.Errorf("an extension that begins with 0: %v", got)
	}
}

// Whatever a house writes as its own pattern is refused or can be looked for, and looking ends (I14).
func FuzzEmergencyWords(f *testing.F) {
	for _, s := range [][2]string{{"泳池 儿童池 × 溺水 呛水", "孩子在泳池呛水"}, {"(× [", "(坏"}, {"a.*x+ * \\E", "电梯困人"}, {"×", "。。。"},
		{"塔吊倾覆", "塔吊倾覆，快来"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, line, text string) {
		r, err := checkedRecognition(Recognition{EmergencyWords: []string{line}})
		if err != nil {
			return
		}
		o := &Org{EmergencyWords: r.EmergencyWords}
		if found := o.EmergencyReading().Find(text); found != "" && !strings.Contains(inSimplified(text), found) {
			t.Fatalf("%q has no %q", text, found)
		}
	})
}
