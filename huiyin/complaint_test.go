package huiyin

import (
	"strings"
	"testing"
	"time"
)

func TestW12_AStalePageIsRefused(t *testing.T) {
	w := reached(t, Investigating)
	if err := w.Check(w.Version - 1); KindOf(err) != KindStale {
		t.Errorf("got %v", err)
	}
	if err := w.Check(w.Version); err != nil {
		t.Error(err)
	}
	if err := w.Check(0); err != nil {
		t.Error(err)
	}
}

func TestW12_TwoActsOfOneChangeMakeOneVersion(t *testing.T) {
	w := reached(t, Investigating)
	before := w.Version
	for range 2 {
		if err := w.Find(w.o.as("a01"), w.now, Finding{Finding: "属实"}); err != nil {
			t.Fatal(err)
		}
	}
	if w.Version != before+1 || len(w.Journal()) != 2 {
		t.Errorf("version %d became %d with %d entries", before, w.Version, len(w.Journal()))
	}
}

func TestP5_Masked(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "13812345678": "138****5678", "138 1234 5678": "138****5678", "44030019900101123X": "440****123X",
		"0755-2345": "07****45", "1234567": "12****67", "123456": "****",
		"海悦府三栋二单元1201": "海悦府****1201",
	} {
		if got := Mask(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
	for _, n := range []int{1, 2, 6, 7, 10, 11, 18} {
		s := "abcdefghijklmnopqrst"[:n]
		if got := Mask(s); !strings.Contains(got, "****") || strings.Contains(got, s) || n < 7 && got != "****" {
			t.Errorf("%q is shown as %q", s, got)
		}
	}
}

func TestP5_RevealIsJournalled(t *testing.T) {
	w := reached(t, Investigating)
	w.wrong("a01", "field", func(by Actor, now time.Time) error { return w.RevealField(by, now, "name") })
	for _, field := range Protected {
		if err := w.RevealField(w.o.as("a01"), w.now, field); err != nil {
			t.Fatal(err)
		}
	}
	j := w.Journal()
	if len(j) != 3 || j[0].Action != ActionReveal || j[0].By != "a01" || j[0].Detail[0] != Note("field", "phone") ||
		w.Changed() {
		t.Errorf("journal %+v", j)
	}
}
