package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// The company's own number of a paper is set by an administrator, whole or not at all, and taken off by leaving
// everything empty; each change is on record (rules F6, J1).
func TestF6_FormControls(t *testing.T) {
	put := func(by string, f FormControl) func(*Org) error {
		return func(o *Org) error { return o.SetFormControl(o.as(by), monday, f) }
	}
	good := FormControl{Paper: "receipt", Number: "CS-07", Edition: "第3版", Effective: "2025-01-01", Drafted: "张三",
		Reviewed: "李四", Approved: "王五"}
	with := func(change func(*FormControl)) FormControl { f := good; change(&f); return f }
	for name, tt := range map[string]struct {
		by    string
		f     FormControl
		kind  Kind
		field string
	}{
		"a manager":        {"x02", good, KindForbidden, ""},
		"no paper":         {"admin", with(func(f *FormControl) { f.Paper = "" }), KindInvalid, "paper"},
		"the old form":     {"admin", with(func(f *FormControl) { f.Paper = PaperForm }), KindInvalid, "paper"},
		"no number":        {"admin", with(func(f *FormControl) { f.Number = "" }), KindInvalid, "number"},
		"a long number":    {"admin", with(func(f *FormControl) { f.Number = strings.Repeat("9", 21) }), KindInvalid, "number"},
		"no edition":       {"admin", with(func(f *FormControl) { f.Edition = " " }), KindInvalid, "edition"},
		"no day":           {"admin", with(func(f *FormControl) { f.Effective = "2025-02-30" }), KindInvalid, "effective"},
		"two lines":        {"admin", with(func(f *FormControl) { f.Drafted = "张\n三" }), KindInvalid, "drafted"},
		"a long name":      {"admin", with(func(f *FormControl) { f.Approved = strings.Repeat("长", 13) }), KindInvalid, "approved"},
		"an invisible one": {"admin", with(func(f *FormControl) { f.Reviewed = "\u200B" }), KindInvalid, "reviewed"},
	} {
		t.Run(name, func(t *testing.T) { orgRefused(t, demo(), tt.kind, tt.field, put(tt.by, tt.f)) })
	}
	o := demo()
	orgChanged(t, o, "settings", []string{"form_control"}, put("admin", good))
	orgChanged(t, o, "settings", nil, put("admin", good))
	orgChanged(t, o, "settings", []string{"form_control"}, put("admin", FormControl{Paper: PaperCustomer, Number: "1",
		Edition: "B"}))
	if got := o.Letterhead.Control("receipt"); got == nil || *got != good {
		t.Errorf("%+v", got)
	}
	if got := o.Letterhead.Control(PaperForm); got == nil || got.Number != "1" {
		t.Error("the form from before its parts has not the number of the customer's part")
	}
	if err := o.SetLetterhead(o.as("admin"), monday, Letterhead{Footer: "x"}); err != nil ||
		len(o.Letterhead.Controls) != 2 {
		t.Error("the print settings took the numbers away", err)
	}
	orgChanged(t, o, "settings", []string{"form_control"}, put("admin", FormControl{Paper: "receipt"}))
	if o.Letterhead.Control("receipt") != nil {
		t.Error("still there")
	}
}

// A print is on record with what was printed on it; what the paper has not is refused (rules F6, J3).
func TestJ3_APrintSaysHowItWasPrinted(t *testing.T) {
	w := answering(t, func(*Assessing) {})
	prints := func(p Paper, how PrintChoice) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.Printed(by, now, string(p), how) }
	}
	w.wrong("x02", "mark", prints("receipt", PrintChoice{Mark: "stamp"}))
	w.wrong("x02", "copy", prints("receipt", PrintChoice{Copy: "3"}))
	w.wrong("x02", "copy", prints("approval", PrintChoice{Copy: "1"}))
	noted := func(p Paper, how PrintChoice) (out []Change, reveals int) {
		if err := prints(p, how)(w.o.as("x02"), w.now); err != nil {
			t.Fatal(err)
		}
		for _, e := range w.Journal() {
			if out = e.Detail; e.Action == ActionReveal {
				reveals++
			}
		}
		w.saved()
		return out, reveals
	}
	if got, _ := noted("receipt", PrintChoice{Mark: MarkVoid, Copy: "both"}); !slices.Equal(got,
		[]Change{Note("paper", "receipt"), Note("mark", "void"), Note("copy", "both")}) {
		t.Errorf("%v", got)
	}
	if _, reveals := noted(PaperSettlement, PrintChoice{Masked: true}); reveals != 0 {
		t.Error("a masked settlement is a reveal")
	}
	if _, reveals := noted(PaperSettlement, PrintChoice{}); reveals == 0 {
		t.Error("a whole settlement is none")
	}
}

// A letter that is frozen bears its number and whom a copy goes to, for good (rule W16).
func TestW16_TheLettersNumberIsFrozenWithIt(t *testing.T) {
	w := answering(t, func(*Assessing) {})
	w.must("x02", w.says("", false))
	as := func(d LetterDispatch) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.FreezeLetter(by, now, "您好", d) }
	}
	w.wrong("x02", "reference", as(LetterDispatch{Reference: strings.Repeat("号", 41)}))
	w.wrong("x02", "reference", as(LetterDispatch{Reference: "一\n二"}))
	w.wrong("x02", "copies_to", as(LetterDispatch{CopiesTo: strings.Repeat("局", 121)}))
	w.must("x02", as(LetterDispatch{Reference: "海悦客函〔2025〕12号", CopiesTo: "区住建局"}))
	if l := w.FrozenLetter(); l.Reference != "海悦客函〔2025〕12号" || l.CopiesTo != "区住建局" {
		t.Errorf("%+v", l)
	}
	w.o.Letterhead.LetterWord = "海悦客函"
	prefix := w.o.ReferencePrefix(monday)
	for _, tt := range []struct {
		given []string
		want  string
	}{
		{nil, "海悦客函〔2025〕1号"}, {[]string{"海悦客函〔2025〕12号", "海悦客函〔2025〕9号", "海悦客函〔2025〕甲号"}, "海悦客函〔2025〕13号"},
		{[]string{"海悦客函〔2024〕99号"}, "海悦客函〔2025〕1号"},
	} {
		if got := NextReference(prefix, tt.given); got != tt.want {
			t.Errorf("after %v: %q", tt.given, got)
		}
	}
	if NextReference("", []string{"1号"}) != "" {
		t.Error("a number without a word")
	}
}
