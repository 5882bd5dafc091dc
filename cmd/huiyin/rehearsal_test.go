package main

import (
	"bytes"
	"cmp"
	"errors"
	"log/slog"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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
	rose := false
	for _, e := range entries(t, s, quick.Number, slow.Number) {
		if !e.Logged.Equal(e.At) {
			t.Errorf("%s of %s at %v was written at %v", e.Action, e.Subject, e.At, e.Logged)
		}
		if e.At.Before(previous.At) {
			t.Errorf("%s of %s at %v comes after %s of %s at %v", e.Action, e.Subject, e.At, previous.Action,
				previous.Subject, previous.At)
		}
		previous, rose = e, rose || e.Action == huiyin.ActionRaiseGrade
	}
	if !rose {
		t.Error("the month has raised nothing")
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
	if err := s.Note(t.Context(), huiyin.Entry{At: later, Logged: later, Action: huiyin.ActionExport,
		Subject: "account:s01"}); err != nil {
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

// A rehearsal writes to nobody: what it would have sent lies in a folder, and no mail server is called.
func TestRehearsalKeepsItsMessagesInTheHouse(t *testing.T) {
	office, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var called atomic.Int32
	var listening sync.WaitGroup
	listening.Go(func() {
		for {
			conn, err := office.Accept()
			if err != nil {
				return
			}
			called.Add(1)
			_ = conn.Close()
		}
	})
	defer func() { _ = office.Close(); listening.Wait() }()
	s := dbtest.New(t)
	admin := dbtest.Actor(t, s, "admin")
	server := huiyin.MailServer{On: true, Host: "127.0.0.1", Port: office.Addr().(*net.TCPAddr).Port,
		Security: huiyin.Plain, From: "huiyin@example.com"}
	wishes := huiyin.NotificationPreferences{Mail: "u01@example.com", Daily: true, Digest: 17 * 60}
	if err := errors.Join(
		s.ChangeDelivery(t.Context(), db.Once{}, dbtest.Now,
			func(d *huiyin.Delivery) error { return d.SetMail(admin, dbtest.Now, "http://portal:8080", server) }),
		s.SetNotificationPreferences(t.Context(), db.Once{}, dbtest.Actor(t, s, "u01"), dbtest.Now, wishes),
	); err != nil {
		t.Fatal(err)
	}
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	clock, err := newRehearsal(t.Context(), s, dbtest.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := clock.Move(t.Context(), dbtest.Now.AddDate(0, 0, 3)); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(s.Dir(), "rehearsal-messages", "*.eml"))
	if err != nil || len(files) != 3 || called.Load() != 0 {
		t.Fatalf("%d files, %d calls, %v", len(files), called.Load(), err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if m, err := mail.ReadMessage(bytes.NewReader(b)); err != nil ||
			!strings.Contains(m.Header.Get("Date"), "17:00:00 +0800") {
			t.Errorf("%s: %v, %v", name, m.Header, err)
		}
	}
}
