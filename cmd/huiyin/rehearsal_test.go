package main

import (
	"cmp"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

func TestRehearsalLetsWhatIsDueHappenInOrder(t *testing.T) {
	s := dbtest.New(t)
	clerk := dbtest.Actor(t, s, "w01")
	quick := dbtest.Complaint(t, s, clerk, func(in *huiyin.Intake) { in.Urgency = huiyin.Urgent })
	slow := dbtest.Complaint(t, s, clerk, nil)
	clock, err := newRehearsal(t.Context(), s, dbtest.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if !clock.Now().Equal(dbtest.Now) {
		t.Fatalf("starts at %v, want %v", clock.Now(), dbtest.Now)
	}
	to := dbtest.Now.AddDate(0, 1, 1)
	if err := clock.Move(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	if !clock.Now().Equal(to) {
		t.Errorf("moved to %v, want %v", clock.Now(), to)
	}
	var previous huiyin.Entry
	for _, e := range entries(t, s, quick.Number, slow.Number) {
		if !e.Logged.Equal(e.At) {
			t.Errorf("%s of %s at %v was written at %v", e.Action, e.Subject, e.At, e.Logged)
		}
		if e.At.Before(previous.At) {
			t.Errorf("%s of %s at %v comes after %s of %s at %v", e.Action, e.Subject, e.At, previous.Action, previous.Subject, previous.At)
		}
		previous = e
	}
	if previous.Action != huiyin.ActionRaiseGrade {
		t.Errorf("the last thing to happen is %s, want the month's rise", previous.Action)
	}
	if v, err := s.Status(t.Context(), to); err != nil || !v.ClockRan.Equal(to) || v.Touched == 0 {
		t.Errorf("the clock ran at %v and touched %d, %v", v.ClockRan, v.Touched, err)
	}
}

// entries gives the journal of several subjects in the order in which it was written.
func entries(t *testing.T, s *db.Store, subjects ...string) []huiyin.Entry {
	t.Helper()
	var all []huiyin.Entry
	for _, subject := range subjects {
		es, err := s.Journal(t.Context(), subject, true, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, es...)
	}
	slices.SortFunc(all, func(a, b huiyin.Entry) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

func TestRehearsalNeverGoesBack(t *testing.T) {
	s := dbtest.New(t)
	later := dbtest.Now.Add(48 * time.Hour)
	clock, err := newRehearsal(t.Context(), s, later, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := clock.Move(t.Context(), dbtest.Now); err != nil || !clock.Now().Equal(later) {
		t.Errorf("moved back to %v, %v", clock.Now(), err)
	}
	if err := s.Note(t.Context(), huiyin.Entry{At: later, Logged: later, Action: huiyin.ActionExport, Subject: "account:s01"}); err != nil {
		t.Fatal(err)
	}
	again, err := newRehearsal(t.Context(), s, dbtest.Now, slog.New(slog.DiscardHandler))
	if err != nil || !again.Now().Equal(later) {
		t.Errorf("started again at %v, %v; want %v", again.Now(), err, later)
	}
}

func TestRehearsalMovesOneAtATime(t *testing.T) {
	s := dbtest.New(t)
	for range 5 {
		dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	}
	clock, err := newRehearsal(t.Context(), s, dbtest.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	var moves sync.WaitGroup
	for i := range 8 {
		moves.Go(func() {
			if err := clock.Move(t.Context(), dbtest.Now.Add(time.Duration(i)*24*time.Hour)); err != nil {
				t.Error(err)
			}
			if clock.Now().Before(dbtest.Now.Add(time.Duration(i) * 24 * time.Hour)) {
				t.Errorf("before %d days after its own move", i)
			}
		})
	}
	moves.Wait()
	if want := dbtest.Now.Add(7 * 24 * time.Hour); !clock.Now().Equal(want) {
		t.Errorf("at %v, want %v", clock.Now(), want)
	}
}
