package huiyin

import (
	"strings"
	"testing"
	"time"
)

func (w *walk) show(p Paper) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.Show(by, now, Signing{Paper: p, Edition: w.Version, Hash: "aa", Size: 1})
	}
}

// signature is one on a screen with all that rule F8 asks for.
func signature() Signature {
	return Signature{Signer: "王小明", Witness: "p01", Drawing: "bb", Copy: "cc", Size: 9, ScreenProof: ScreenProof{Agreed: true,
		Whole: true, IDKind: "id_card", IDLast4: "123x", CopyWay: "printed", Strokes: "dd"}}
}

func (w *walk) sign(n int, s Signature) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Sign(by, now, n, s) }
}

// What was shown is what is signed: by whom it was taken, who witnessed it and which PDF it was stand in
// the record and the journal, and the form counts as signed (rules F6, W7).
func TestF6_SignedOnTheSpot(t *testing.T) {
	good := signature()
	w := reached(t, Executing)
	w.must("a01", w.show(PaperCustomer))
	if w.Signed() {
		t.Fatal("what was only shown counts as signed")
	}
	for _, tt := range map[string]struct {
		field string
		put   func(*Signature)
	}{
		"no name":             {"signer", func(s *Signature) { s.Signer = " " }},
		"a long name":         {"signer", func(s *Signature) { s.Signer = strings.Repeat("长", 51) }},
		"no witness":          {"witness", func(s *Signature) { s.Witness = "" }},
		"an unknown witness":  {"witness", func(s *Signature) { s.Witness = "nobody" }},
		"their own witness":   {"witness", func(s *Signature) { s.Witness = "a01" }},
		"the accused (P4)":    {"witness", func(s *Signature) { s.Witness = "s02" }},
		"a disabled account":  {"witness", func(s *Signature) { s.Witness = "k01" }},
		"no yes to this way":  {"agreed", func(s *Signature) { s.Agreed = false }},
		"not shown whole":     {"whole", func(s *Signature) { s.Whole = false }},
		"no identity seen":    {"id_kind", func(s *Signature) { s.IDKind = "" }},
		"an odd document":     {"id_kind", func(s *Signature) { s.IDKind = "library card" }},
		"three signs":         {"id_last4", func(s *Signature) { s.IDLast4 = "123" }},
		"odd signs":           {"id_last4", func(s *Signature) { s.IDLast4 = "1*34" }},
		"no copy":             {"copy", func(s *Signature) { s.CopyWay = "" }},
		"no strokes":          {"drawing", func(s *Signature) { s.Strokes = "" }},
		"of head office":      {"witness", func(s *Signature) { s.Witness = "v02" }},
		"of another site":     {"witness", func(s *Signature) { s.Witness = "b01" }},
		"the owner":           {"witness", func(s *Signature) { s.Witness = "s01" }},
		"nothing was written": {"drawing", func(s *Signature) { s.Drawing = "" }},
	} {
		s := good
		tt.put(&s)
		w.Accused = []string{"s02"}
		w.o.Person("k01").Disabled = true
		w.wrong("a01", tt.field, w.sign(1, s))
	}
	w.Accused = nil
	for _, by := range []string{"b01", "u01"} { // who do not see it
		w.refused(by, KindNotFound, w.sign(1, good))
	}
	w.refused("a01", KindNotFound, w.sign(2, good))
	w.refused("a01", KindNotFound, w.sign(0, good))
	if err := w.Sign(w.o.as("a01"), w.now, 1, good); err != nil {
		t.Fatal(err)
	}
	s, a := w.Signings[0], w.Attachments[len(w.Attachments)-1]
	if s.SignedBy != "a01" || s.Witness != "p01" || s.Signer != "王小明" || !s.SignedAt.Equal(w.now) ||
		a.Kind != SignedForm || a.Hash != "cc" || a.Edition != s.Edition || a.Signing != 1 || !w.Signed() {
		t.Errorf("%+v %+v", s, a)
	}
	e := w.Journal()[0]
	found := map[string]string{}
	for _, d := range e.Detail {
		found[d.Field] = d.After
	}
	if e.Action != ActionSign || found["original"] != "aa" || found["witness"] != "p01" || found["drawing"] != "bb" ||
		found["strokes"] != "dd" || found["identity_end"] != "123X" || found["seen_by"] != "a01" || found["copy_given"] != "printed" ||
		found["signer"] != "王小明" || !e.Personal() {
		t.Errorf("%+v", e)
	}
	w.saved()
	w.refused("a01", KindConflict, w.sign(1, good)) // once
}

// A record that has changed since is not signed; the refusal names both versions.
func TestF6_WhatHasChangedIsNotSigned(t *testing.T) {
	w := reached(t, Investigating)
	w.must("a01", w.show(PaperCustomer))
	w.must("a01", func(by Actor, now time.Time) error { return w.Find(by, now, Finding{Finding: "又查明一处"}) })
	w.refused("a01", KindConflict, w.sign(1, signature()))
	err := w.Sign(w.o.as("a01"), w.now, 1, signature())
	if e, ok := err.(*Error); !ok || len(e.Args) != 2 || e.Args[0] != w.Signings[0].Edition || e.Args[1] != w.Version {
		t.Errorf("%v", err)
	}
	w.must("a01", w.show(PaperCustomer)).must("a01",
		w.sign(2, signature()))
}

// Only what a customer signs is shown for it, and a settlement only once it was approved (rule C3).
func TestF6_WhatIsShownToBeSigned(t *testing.T) {
	w := reached(t, Proposing)
	for _, p := range []Paper{"", "report", "letter", "approval", "nonsense"} {
		w.wrong("a01", "paper", w.show(p))
	}
	w.refused("a01", KindConflict, w.show("settlement"))
	w.must("a01", w.show("receipt")).must("a01",
		w.sign(1, signature()))
	if w.Signed() || w.Attachments[0].Kind != "receipt" {
		t.Errorf("%+v", w.Attachments)
	}
	w.refused("s01", KindConflict, func(by Actor, now time.Time) error {
		return w.Show(by, now, Signing{Paper: PaperCustomer, Edition: w.Version - 1, Hash: "aa"})
	})
}

// A settlement from ¥1,000 on is signed on paper, whatever is chosen; below, on the screen too (rule F8).
func TestF8_SettlementsFromAThousandAreSignedOnPaper(t *testing.T) {
	for _, tt := range []struct {
		amount Money
		screen bool
	}{{999 * Yuan, true}, {1000 * Yuan, false}, {45_000 * Yuan, false}} {
		w := reached(t, Investigating)
		w.Proposals = []Proposal{{N: 1, Status: ProposalAgreed, Remedies: []string{"compensation"}, Amount: tt.amount}}
		if !tt.screen {
			w.wrong("a01", "paper", w.show(PaperSettlement))
			w.Signings = []Signing{{N: 1, Paper: PaperSettlement, Edition: w.Version, Hash: "aa"}} // shown before the limit fell
			w.wrong("a01", "paper", w.sign(1, signature()))
			continue
		}
		w.must("a01", w.show(PaperSettlement)).must("a01", w.sign(1, signature()))
		if a := w.Attachments[0]; a.Kind != SignedAgreement || !w.Signings[0].Full() {
			t.Errorf("%+v", a)
		}
	}
	w := reached(t, Investigating)
	w.Proposals = []Proposal{{N: 1, Status: ProposalAgreed, Remedies: []string{"compensation"}, Amount: 10 * Yuan, Worth: 990 * Yuan}}
	w.wrong("a01", "paper", w.show(PaperSettlement))
	w.o.Parameters = Parameters{ScreenSignBelow: int64(2000 * Yuan)}
	w.must("a01", w.show(PaperSettlement))
}

// A page of the tray is discarded once, with a reason, and not when it is filed (rule W11).
func TestF6_Discard(t *testing.T) {
	o := demo()
	now := monday
	for name, tt := range map[string]struct {
		k      Scan
		reason string
		want   Kind
	}{
		"no reason":     {Scan{Status: ScanTray}, " ", KindInvalid},
		"a long reason": {Scan{Status: ScanTray}, strings.Repeat("长", 201), KindInvalid},
		"filed":         {Scan{Status: ScanFiled}, "空白", KindConflict},
		"twice":         {Scan{Status: ScanGone}, "空白", KindConflict},
		"right":         {Scan{Status: ScanTray}, "空白", 0},
	} {
		before := tt.k.Status
		if err := tt.k.Discard(o.as("a01"), now, tt.reason); KindOf(err) != tt.want {
			t.Errorf("%s: %v", name, err)
		}
		switch {
		case tt.want != 0 && (tt.k.Status != before || tt.k.Reason != ""):
			t.Errorf("%s: %+v", name, tt.k)
		case tt.want == 0 && (tt.k.Status != ScanGone || tt.k.DiscardedBy != "a01" || tt.k.Reason != tt.reason ||
			!tt.k.DiscardedAt.Equal(now)):
			t.Errorf("%s: %+v", name, tt.k)
		}
	}
}

func FuzzParsePaperCode(f *testing.F) {
	for _, s := range []string{"TS-HY-20250303-001/form/1#1/1", "TS-HY-20250303-001/receipt/4294967296#2/2", "",
		"TS-A/form/0#1/1", "TS-A/form/1#9999/1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := ParsePaperCode(s)
		if ok && (c.Text()+"#"+c.place() != s || c.Version < 1 || c.Page < 1 || c.Page > c.Pages ||
			!papers.has(c.Paper)) {
			t.Errorf("%q is read as %+v", s, c)
		}
	})
}

// What a paper says is outdated by what changes it and by nothing else, before and after it came home (rule F6).
func TestF6_PapersThatTheRecordOvertook(t *testing.T) {
	at := func(m int) time.Time { return monday.Add(time.Duration(m) * time.Minute) }
	entry := func(a Action, version int64, m int) Entry {
		return Entry{Action: a, Version: version, At: at(m), Logged: at(m)}
	}
	printed := func(p Paper, version int64, m int) Entry {
		e := entry(ActionPrint, version, m)
		e.Detail = []Change{Note("paper", string(p))}
		return e
	}
	trail := []Entry{entry(ActionFind, 6, 9), entry(ActionLogContact, 5, 8), printed("receipt", 4, 7),
		entry(ActionFind, 4, 6), printed(PaperForm, 3, 5), entry(ActionAssess, 3, 4), printed(PaperForm, 2, 3)}
	c := &Complaint{}
	got := c.Printouts(trail)
	if len(got) != 1 || got[0].Paper != PaperForm || got[0].Edition != 3 || len(got[0].Since) != 2 ||
		got[0].Since[0].Version != 6 {
		t.Errorf("%+v", got)
	}
	c.Attachments = []Attachment{{Paper: PaperForm, Edition: 3, At: at(7), Outdated: []string{string(ActionFind)}}}
	if got := c.Printouts(trail); len(got) != 0 {
		t.Errorf("it came home: %+v", got)
	}
	for i, want := range []string{"later", "", "", "before", "", "", ""} {
		a, got := &c.Attachments[0], ""
		switch {
		case a.Changed(&trail[i]):
			got = "before"
		case a.ChangedLater(&trail[i]):
			got = "later"
		}
		if got != want {
			t.Errorf("entry %d: %q, want %q", i, got, want)
		}
	}
	c.Attachments[0].WithdrawnAt = at(8)
	if got := c.Printouts(trail); len(got) != 1 {
		t.Errorf("withdrawn: %+v", got)
	}
	still := Entry{Action: ActionFind, Version: 9, At: monday, Logged: monday}
	if a := (&Attachment{Paper: PaperForm, Edition: 8, At: monday}); !a.ChangedLater(&still) {
		t.Error("on a clock that stands still nothing is later")
	}
}
