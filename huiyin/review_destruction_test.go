package huiyin

import (
	"slices"
	"testing"
	"time"
)

// listed draws up a list of one complaint whose time is over.
func listed(t *testing.T) (*walk, *DestructionList) {
	t.Helper()
	w := shelved(t)
	w.Payments, w.SettlementParties = nil, nil
	w.now = w.ClosedAt.AddDate(3, 0, 0)
	w.Run(w.o, w.now)
	l := NewDestructionList(w.o, w.now, DestructionNumber(w.now.In(w.o.Zone), 1), []DestructionLine{
		{Number: w.Number, Site: w.Site, Grade: w.Grade, ClosedAt: w.ClosedAt, DueAt: w.OverdueAt}})
	return w, l
}

// What is due stands on a list for 30 days and goes once legal and the archive have signed; the list stays (rule B1).
func TestB1_NothingGoesWithoutAListSignedByTwo(t *testing.T) {
	w, l := listed(t)
	if w.OverdueAt.IsZero() || w.Name == Anonymised || l.State != DocListed || len(l.Notices()) == 0 {
		t.Fatalf("%+v, %+v", w.OverdueAt, l)
	}
	settle := func(at time.Time) error { return l.Settle(w.o, at, w.Complaint) }
	refused := func(why string, k Kind, do func() error) {
		t.Helper()
		before, state := len(l.Journal()), l.State
		if err := do(); KindOf(err) != k || len(l.Journal()) != before || l.State != state || w.Name == Anonymised {
			t.Errorf("%s: %v, %s", why, err, l.State)
		}
	}
	late := w.now.AddDate(1, 0, 0)
	refused("unsigned", KindConflict, func() error { return settle(late) })
	for _, who := range []string{"a01", "s01", "p01", "f01"} {
		refused(who, KindForbidden, func() error { return l.Sign(w.o.as(who), w.now) })
	}
	archive := signersFor(w.o, forArchive)[0]
	if err := l.Sign(w.o.as("l01"), w.now); err != nil || l.FirstBy != "l01" || l.State != DocListed {
		t.Fatalf("%v, %+v", err, l)
	}
	refused("one signature", KindConflict, func() error { return settle(late) })
	refused("twice", KindForbidden, func() error { return l.Sign(w.o.as("l01"), w.now) })
	if err := l.Sign(w.o.as(archive), w.now.Add(time.Hour)); err != nil || l.KeeperBy != archive || l.State != DocListSigned {
		t.Fatalf("%v, %+v", err, l)
	}
	refused("signed already", KindForbidden, func() error { return l.Sign(w.o.as("v01"), w.now) })
	refused("too early", KindConflict, func() error { return settle(w.now.AddDate(0, 0, 30).Add(-time.Millisecond)) })
	if err := settle(w.now.AddDate(0, 0, 30)); err != nil || w.Name != Anonymised || l.State != DocDestroyed ||
		l.Lines[0].Kept != "" || l.Lines[0].Number != w.Number || !l.DoneAt.Equal(w.now.AddDate(0, 0, 30)) {
		t.Errorf("%v, %+v", err, l)
	}
	if gone, kept := l.Gone(); gone != 1 || kept != 0 {
		t.Errorf("%d gone, %d kept", gone, kept)
	}
	refused2 := l.Settle(w.o, late, w.Complaint)
	if KindOf(refused2) != KindConflict {
		t.Error("settled twice")
	}
}

// Nobody signs for both, where the house has no legal department and no administration (rule B1).
func TestB1_TwoVPsSignWhereTheHouseHasNobodyElse(t *testing.T) {
	w, l := listed(t)
	for i := range w.o.People {
		if p := &w.o.People[i]; w.o.Has(p, Legal) || w.o.Has(p, Administration) {
			p.Disabled = true
		}
	}
	if err := l.Sign(w.o.as("v01"), w.now); err != nil || l.FirstBy != "v01" || !l.KeeperAt.IsZero() {
		t.Fatalf("%v, %+v", err, l)
	}
	if err := l.Sign(w.o.as("v01"), w.now); KindOf(err) != KindForbidden || !l.KeeperAt.IsZero() {
		t.Errorf("one signs for both: %v", err)
	}
	if err := l.Sign(w.o.as("v02"), w.now); err != nil || l.State != DocListSigned {
		t.Error(err)
	}
}

// What something keeps after all stays, says why, and stands on a later list (rules B1, T2).
func TestB1T2_AListDoesNotTakeWhatIsKept(t *testing.T) {
	for why, do := range map[string]func(*walk){
		KeptHeld:    func(w *walk) { w.must("v01", w.hold("检察院来函")) },
		KeptRequest: func(w *walk) { w.OpenRequests = 1 },
		KeptOpen:    func(w *walk) { w.State = Investigating },
		KeptLonger:  func(w *walk) { w.Grade = Major },
	} {
		w, l := listed(t)
		l.FirstBy, l.FirstAt, l.KeeperBy, l.KeeperAt, l.State = "l01", w.now, "m01", w.now, DocListSigned
		do(w)
		at := w.now.AddDate(0, 0, 30)
		if err := l.Settle(w.o, at, w.Complaint); err != nil || l.Lines[0].Kept != why || w.Name == Anonymised ||
			!w.OverdueAt.IsZero() || l.State != DocDestroyed || KeptLabel(why) == "" {
			t.Errorf("%s: %v, %+v, %s", why, err, l.Lines[0], w.Name)
		}
		if last := w.Journal()[len(w.Journal())-1]; last.Action != ActionKeepData {
			t.Errorf("%s: %+v", why, last)
		}
	}
}

// A list is drawn up once a month, and sooner where one does not hold all (rule B1).
func TestB1_AListIsDrawnUpOnceAMonth(t *testing.T) {
	o, now := demo(), time.Date(2029, 3, 31, 15, 0, 0, 0, time.UTC) // the evening of the 31st
	for _, tt := range []struct {
		last    time.Time
		waiting int
		due     bool
	}{{time.Time{}, 0, false}, {time.Time{}, 1, true}, {now.AddDate(0, 0, -20), 1, false}, {now.AddDate(0, 0, -20), 500, true},
		{now.AddDate(0, 0, -31), 1, true}, {now.Add(-time.Hour), 499, false}} {
		if ListDue(o, now, tt.last, tt.waiting) != tt.due {
			t.Errorf("%+v", tt)
		}
	}
	if n := DestructionNumber(now, 7); n != "XH-20290331-07" || DestructionNumber(now, 112) != "XH-20290331-112" {
		t.Error(n)
	}
}

// The list says nothing of a person, and only those who answer for it read it (rules B1, P3).
func TestB1P3_WhoReadsTheList(t *testing.T) {
	w, l := listed(t)
	var reads []string
	for _, p := range w.o.People {
		if CanOn(w.o.as(p.Account), ActionRead, l) == nil {
			reads = append(reads, p.Account)
		}
	}
	for _, who := range []string{"l01", "v01", "admin"} {
		if !slices.Contains(reads, who) {
			t.Errorf("%s does not read it: %v", who, reads)
		}
	}
	for _, who := range []string{"a01", "s01", "p01", "x02", "f01"} {
		if slices.Contains(reads, who) {
			t.Errorf("%s reads it", who)
		}
	}
	if w.Name == Anonymised {
		t.Error("gone")
	}
}
