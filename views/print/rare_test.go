package print

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"huiyin/static"
)

// Names that stand in household registers but in no common font: of the mainland, Hong Kong, Taiwan and Japan.
const rareNames = "𠮷𠀋𪚥𡈽𤆎𣲀𬀩𫟼﨑𡋤𬭬𠅘"

func TestF6_RareNamesArePrinted(t *testing.T) {
	if got := Lacks(rareNames); got != "" {
		t.Errorf("lacks %q", got)
	}
	for _, r := range "𠮷𠀋𡈽" {
		want, wide := outlineOf(t, parse(t, static.Font("rare")), r)
		f := faceOf(bold(), r)
		got, cut := outlineOf(t, parse(t, subset([]rune{'x', 0x200}, []glyphOf{
			{regular(), regular().find('回')}, {f, f.find(r)}})), 0x200)
		if len(want) == 0 || len(got) != len(want) || cut != wide || f.advance(r) != 1000 {
			t.Errorf("%c: %d of %d strokes, %v wide", r, len(got), len(want), cut)
		}
	}
	c, o := closed(), company()
	c.Name = "𠮷田・﨑"
	var b bytes.Buffer
	if err := Form(&b, stamped(), c, o); err != nil {
		t.Fatal(err)
	}
	if got := read(t, b.Bytes()); !strings.Contains(got, "𠮷田") || strings.Contains(got, "印不出") {
		t.Error("the name cannot be read back from the paper")
	}
}

// What is outside the mainland's and its neighbours' registers stays to be written by hand, and each page says so.
func TestF6_APageSaysWhatIsToBeWrittenByHand(t *testing.T) {
	c, o := closed(), company()
	c.Name = "甲\U00030000"
	for name, write := range map[string]func(*bytes.Buffer) error{
		"form":    func(b *bytes.Buffer) error { return FormCustomer(b, stamped(), c, o) },
		"receipt": func(b *bytes.Buffer) error { return Receipt(b, stamped(), c, o) },
		"report":  func(b *bytes.Buffer) error { return Report(b, stamped(), c, o) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(read(t, b.Bytes()), "\f")
		if !strings.Contains(first, "本页有印不出的字，请在横线处用笔补上") || !strings.Contains(first, "甲＿") {
			t.Errorf("%s: nothing says what to write by hand", name)
		}
	}
	c.Name = "甲乙"
	var b bytes.Buffer
	if err := FormCustomer(&b, stamped(), c, o); err != nil || strings.Contains(read(t, b.Bytes()), "印不出") {
		t.Error("a page that lacks nothing asks for a pen", err)
	}
}

// The cut costs the program at most 6 MB, and emoji do not unpack it.
func TestRareFontIsSmall(t *testing.T) {
	if f, err := os.Stat("../../static/fonts/Rare.ttf.gz"); err != nil || f.Size() > 6<<20 {
		t.Errorf("%v, %v", f, err)
	}
	for _, r := range "😀한ก" {
		if mayBeRare(r) {
			t.Errorf("%c unpacks the rare font", r)
		}
	}
}
