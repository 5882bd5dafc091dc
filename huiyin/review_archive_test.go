package huiyin

import (
	"errors"
	"slices"
	"testing"
	"time"
)

// boxed is a complaint that the clock has archived, and the list of its site and year before it is drawn.
func boxed(t *testing.T) (*walk, *ArchiveList) {
	t.Helper()
	w := reached(t, Closed).shelve()
	l, err := NewArchiveList(System(w.o), w.now, ArchiveNumber(w.now, 1), "HY", w.ClosedAt.In(w.o.Zone).Year())
	if err != nil {
		t.Fatal(err)
	}
	return w, l
}

// The number of the file says class, year of closing, term, site and place in the series, the company's own first where it
// has one, and is given once for ever (rule W10, DA/T 22).
func TestW10_AFileGetsItsNumberOnce(t *testing.T) {
	w, l := boxed(t)
	w.o.Letterhead.Fonds = "Q001"
	before := len(w.Journal())
	if err := l.File(System(w.o), w.now, w.Complaint, 41); err != nil {
		t.Fatal(err)
	}
	year := w.ClosedAt.In(w.o.Zone).Format("2006")
	if want := "Q001-TS·" + year + "-D10-HY-0042"; w.FileNumber != want || l.Lines[0].FileNumber != want ||
		l.Lines[0].Seq != 42 || l.Lines[0].N != 1 || len(w.Journal()) != before+1 || w.State != Archived {
		t.Errorf("%s, %+v", w.FileNumber, l.Lines)
	}
	number := w.FileNumber
	if err := l.File(System(w.o), w.now, w.Complaint, 42); KindOf(err) != KindConflict || w.FileNumber != number ||
		len(l.Lines) != 1 {
		t.Errorf("filed twice: %v", err)
	}
	// reopened and archived again it keeps the number
	w.now = w.now.Add(time.Hour)
	w.must("v01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "新证据") })
	if w.FileNumber != number {
		t.Error("the number is gone")
	}
}

// Only what is archived, at the site of the list, gets a number; a paid one is kept for ten years (rules W10, B1).
func TestW10_OnlyWhatIsArchivedIsListed(t *testing.T) {
	for name, spoil := range map[string]func(*walk, *ArchiveList){
		"closed":        func(w *walk, _ *ArchiveList) { w.State = Closed },
		"another site":  func(_ *walk, l *ArchiveList) { l.Site = "LT" },
		"a full list":   func(_ *walk, l *ArchiveList) { l.Lines = make([]ArchiveLine, MostArchived) },
		"numbered once": func(w *walk, _ *ArchiveList) { w.FileNumber = "TS·2024-D3-HY-0001" },
	} {
		w, l := boxed(t)
		spoil(w, l)
		journal, lines, number := len(w.Journal()), len(l.Lines), w.FileNumber
		if err := l.File(System(w.o), w.now, w.Complaint, 0); KindOf(err) != KindConflict || len(w.Journal()) != journal ||
			len(l.Lines) != lines || w.FileNumber != number {
			t.Errorf("%s: %v", name, err)
		}
	}
	w, l := boxed(t)
	w.Payments = []Payment{{Amount: 1, PaidAt: w.ClosedAt}}
	if err := l.File(System(w.o), w.now, w.Complaint, 0); err != nil || l.Lines[0].Years != 10 {
		t.Errorf("%v, %+v", err, l.Lines)
	}
}

// Of a restricted file the list counts nothing (rules W10, P8).
func TestW10P8_ARestrictedFileIsNotCounted(t *testing.T) {
	for _, restricted := range []bool{false, true} {
		w, l := boxed(t)
		w.Restricted, w.Attachments = restricted, append(w.Attachments, Attachment{ID: 99, Kind: SignedForm})
		err := l.File(System(w.o), w.now, w.Complaint, 0)
		if x := l.Lines[0]; err != nil || (x.Files == 0) != restricted || (x.Originals == 0) != restricted {
			t.Errorf("restricted %v: %v, %+v", restricted, err, x)
		}
	}
}

// A manager of the site hands over and the archive receives; nobody signs for both, nobody else signs, and who is
// complained about in something on the list knows nothing of it (rules W10, P4).
func TestW10P4_BothSidesSign(t *testing.T) {
	w, l := boxed(t)
	if err := l.Draw(System(w.o), w.now); KindOf(err) != KindConflict || len(l.Journal()) > 0 {
		t.Errorf("an empty list: %v", err)
	}
	if err := errors.Join(l.File(System(w.o), w.now, w.Complaint, 0), l.Draw(System(w.o), w.now)); err != nil {
		t.Fatal(err)
	}
	keeper := signersFor(w.o, forArchive)[0]
	var told []string
	for _, n := range l.Notices() {
		told = append(told, n.Account)
	}
	if !slices.Contains(told, "p01") || !slices.Contains(told, keeper) {
		t.Errorf("told: %v", told)
	}
	refused := func(who string) {
		t.Helper()
		journal := len(l.Journal())
		if err := l.Sign(w.o.as(who), w.now); KindOf(err) != KindForbidden && KindOf(err) != KindNotFound || len(l.Journal()) != journal {
			t.Errorf("%s: %v", who, err)
		}
	}
	for _, who := range []string{"a01", "s01", "q01", "f01", "v01"} {
		refused(who)
	}
	if err := l.Sign(w.o.as("p01"), w.now); err != nil || l.FirstBy != "p01" || l.State != DocListed {
		t.Fatalf("%v, %+v", err, l)
	}
	refused("p01")
	if err := l.Sign(w.o.as(keeper), w.now.Add(time.Hour)); err != nil || l.State != DocHandedOver ||
		l.Seats()[1].By != keeper {
		t.Fatalf("%v, %+v", err, l)
	}
	refused("v01")

	w, l = boxed(t)
	w.Accused = []string{"p01", keeper}
	if err := l.File(w.o.as(keeper), w.now, w.Complaint, 0); KindOf(err) != KindNotFound || len(l.Lines) > 0 || w.FileNumber != "" {
		t.Errorf("listed by the accused: %v", err)
	}
	if err := errors.Join(l.File(System(w.o), w.now, w.Complaint, 0), l.Draw(System(w.o), w.now)); err != nil {
		t.Fatal(err)
	}
	for _, n := range l.Notices() {
		if n.Account == "p01" || n.Account == keeper {
			t.Errorf("%s is told", n.Account)
		}
	}
	for _, who := range []string{"p01", keeper} {
		if l.Visible(w.o.as(who)) {
			t.Errorf("%s sees it", who)
		}
	}
	if err := l.Sign(w.o.as("v01"), w.now); err != nil || l.FirstBy+l.KeeperBy != "v01" {
		t.Errorf("the VP in their place: %v", err)
	}
}

// The clock lists from April on what was closed in the year before (rule W10).
func TestW10_TheClockListsFromAprilOn(t *testing.T) {
	o := demo()
	for day, want := range map[string]string{"2026-03-31": "", "2026-04-01": "2025-01-01 2026-01-01",
		"2026-12-31": "2025-01-01 2026-01-01"} {
		at, _ := time.ParseInLocation(time.DateOnly, day, o.Zone)
		got := ""
		if since, before, due := ArchiveDue(o, at); due {
			got = since.Format(time.DateOnly) + " " + before.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%s: %q", day, got)
		}
	}
}
