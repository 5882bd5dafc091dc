package huiyin

import (
	"testing"
)

func TestW12_AStaleFormIsRefusedInTheWordsOfItsKind(t *testing.T) {
	kept := Record{Version: 3}
	c, q, r := &Complaint{Record: kept}, &Inquiry{ContactRecord: ContactRecord{Record: kept}},
		&Report{Document: Document{Record: kept}}
	for name, k := range map[string]struct {
		check func(int64) error
		words string
	}{
		"complaint": {c.Check, Stale().Text}, "inquiry": {q.Check, StaleRecord().Text},
		"report": {r.Check, StaleRecord().Text},
	} {
		for _, version := range []int64{0, 3} {
			if err := k.check(version); err != nil {
				t.Errorf("%s, version %d: %v", name, version, err)
			}
		}
		for _, version := range []int64{2, 4} {
			if err := k.check(version); KindOf(err) != KindStale || err.Error() != k.words {
				t.Errorf("%s, version %d: %v", name, version, err)
			}
		}
	}
}

func TestJ1_EachKindNotesWhatItsEntryIsAbout(t *testing.T) {
	o := demo()
	by := o.as("admin")
	r := Record{Number: "X-1", Version: 4}
	r.Loaded()
	r.note(by, ActionReveal, Received, Received, monday)
	if r.Changed() || r.Version != 4 {
		t.Errorf("looking made version %d", r.Version)
	}
	r.note(by, ActionAssess, Received, Investigating, monday, Note("x", "y"))
	r.note(by, ActionFind, Investigating, Investigating, monday)
	if !r.Changed() || r.Version != 5 {
		t.Errorf("two moves made version %d, want 5", r.Version)
	}
	e := r.Journal()[1]
	want := NewEntry("admin", ActionAssess, "X-1", monday, Note("x", "y"))
	want.Version, want.From, want.To = 5, Received, Investigating
	if e.Seal("") != want.Seal("") {
		t.Errorf("%+v, want %+v", e, want)
	}
	r.notices = []Notice{{Number: "X-1"}}
	r.Numbered("X-2")
	for _, e := range r.Journal() {
		if e.Subject != "X-2" || r.Notices()[0].Number != "X-2" {
			t.Errorf("%s is not renumbered", e.Subject)
		}
	}
	if r.Loaded(); len(r.Journal())+len(r.Notices()) != 0 || r.Changed() {
		t.Error("what was done before the loading is kept")
	}
}
