package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// A change that does not end is an error in the log, with what to do, once and again after a while.
func TestTheWatchdogSaysThatAChangeDoesNotEnd(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	var out strings.Builder
	log, w := slog.New(slog.NewTextHandler(&out, nil)), stallWatch{}
	begun, end, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		_, _ = s.ChangeComplaint(context.WithoutCancel(t.Context()), db.Once{}, c.Number, 0,
			func(*huiyin.Complaint) error { close(begun); <-end; return huiyin.NotFound() })
	}()
	<-begun
	now := time.Now()
	for after, want := range []int{0, 1, 1, 1, 1, 1, 2} { // minutes
		w.look(s, now.Add(time.Duration(after)*time.Minute), log)
		if got := strings.Count(out.String(), "level=ERROR msg=stalled"); got != want {
			t.Errorf("after %d minutes %d shouts, want %d", after, got, want)
		}
	}
	if !strings.Contains(out.String(), "remedy=") || !strings.Contains(out.String(), "restart huiyin") {
		t.Errorf("no remedy: %s", &out)
	}
	close(end)
	<-done
	w.look(s, now.Add(time.Hour), log)
	if !strings.Contains(out.String(), "changes go on") {
		t.Errorf("the end is not told: %s", &out)
	}
}

// A directory into which a restore was cut off is refused by every command, each in one line that says what to do.
func TestNoCommandTakesACutOffRestoreForAnInstallation(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".restoring-1"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"admin", "--user", "x"}, {"verify"}, {"demo"},
		{"backup", filepath.Join(t.TempDir(), "b.zip")}, {"export", filepath.Join(t.TempDir(), "x.csv")}} {
		var errs strings.Builder
		con := console{strings.NewReader(""), io.Discard, &errs, func(string) string { return "" }}
		if run(t.Context(), con, append(args, "--data", dir)) != 1 ||
			!strings.Contains(errs.String(), "run huiyin restore again") {
			t.Errorf("%s said %q", args[0], &errs)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("something was made: %v, %v", entries, err)
	}
}
