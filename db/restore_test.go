package db_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// waitingBackup is a backup of an installation with an attachment and a mail that waits.
func waitingBackup(t *testing.T) (file string) {
	t.Helper()
	s := dbtest.New(t)
	admin, by := dbtest.Actor(t, s, "admin"), dbtest.Actor(t, s, "u01")
	err := s.ChangeDelivery(t.Context(), db.Once{}, dbtest.Now, func(d *huiyin.Delivery) error {
		return d.SetMail(admin, dbtest.Now, "", huiyin.MailServer{On: true, Host: "mail.example.com", Port: 25,
			Security: huiyin.Plain, From: "h@example.com"})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetNotificationPreferences(t.Context(), db.Once{}, by, dbtest.Now,
		huiyin.NotificationPreferences{Mail: "u01@example.com"}); err != nil {
		t.Fatal(err)
	}
	c := dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	hash, size, err := s.KeepFile(strings.NewReader("合同扫描件"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
		return c.Attach(by, dbtest.Now, huiyin.Attachment{Name: "合同.pdf", Hash: hash, Size: size})
	}); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Outgoing(t.Context(), dbtest.Now.Add(time.Hour)); err != nil || len(list) == 0 {
		t.Fatalf("nothing waits: %v", err)
	}
	file = filepath.Join(t.TempDir(), "huiyin.zip")
	if err := db.Backup(t.Context(), s.Dir(), file); err != nil {
		t.Fatal(err)
	}
	return file
}

// A restore that was cut off is taken for an installation by nobody, and may begin again over what it left; over
// anything else it does not go (finding 12a).
func TestARestoreThatWasCutOffIsNoInstallation(t *testing.T) {
	file := waitingBackup(t)
	whole := filepath.Join(t.TempDir(), "whole")
	if v, err := db.Restore(t.Context(), file, whole); err != nil || len(v.Wrong) > 0 {
		t.Fatalf("%v, %v", v.Wrong, err)
	}
	stage := ".restoring-123"
	move := func(t *testing.T, dir string, names ...string) { // back into the folder
		t.Helper()
		if err := os.Mkdir(filepath.Join(dir, stage), 0o700); err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if err := os.Rename(filepath.Join(dir, name), filepath.Join(dir, stage, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, names := range map[string][]string{"while it unpacks": {"huiyin.db", "files", "anchors.log"},
		"while it moves": {"huiyin.db", "anchors.log"}, "before the database": {"huiyin.db"}} {
		t.Run(name, func(t *testing.T) {
			dir := copied(t, whole)
			move(t, dir, names...)
			_, opened := db.Open(t.Context(), dir)
			_, verified := db.Verify(t.Context(), dir)
			for _, err := range []error{opened, verified,
				db.Backup(t.Context(), dir, filepath.Join(t.TempDir(), "b.zip"))} {
				if err == nil || !strings.Contains(err.Error(), stage) || !strings.Contains(err.Error(), "restore again") {
					t.Errorf("taken for an installation: %v", err)
				}
			}
			mine := filepath.Join(dir, "mine.txt")
			if err := os.WriteFile(mine, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Restore(t.Context(), file, dir); err == nil || !strings.Contains(err.Error(), "not empty") {
				t.Errorf("over a foreign file: %v", err)
			}
			if _, err := os.Stat(filepath.Join(dir, stage, "huiyin.db")); err != nil {
				t.Errorf("a refused restore has removed something: %v", err)
			}
			if err := os.Remove(mine); err != nil {
				t.Fatal(err)
			}
			v, err := db.Restore(t.Context(), file, dir)
			if err != nil || len(v.Wrong) > 0 || v.Files != 1 {
				t.Fatalf("again: %+v, %v", v, err)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, ".restoring-*")); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
			opens(t, dir)
		})
	}
	dir := copied(t, whole)
	move(t, dir)
	opens(t, dir) // all of it is in its place
}

func opens(t *testing.T, dir string) {
	t.Helper()
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// What is restored sends nothing until an administrator says so, and never what waited in the backup (finding 12a).
func TestARestoredInstallationSendsNothingByItself(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "restored")
	v, err := db.Restore(t.Context(), waitingBackup(t), dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if v2, err := s.Verify(t.Context()); err != nil || len(v2.Wrong) > 0 || v2.Entries != v.Entries+1 {
		t.Errorf("%d entries, before %d; %v, %v", v2.Entries, v.Entries, v2.Wrong, err)
	}
	later := dbtest.Now.Add(time.Hour)
	waits := func() (n int) {
		list, err := s.Outgoing(t.Context(), later)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			n += len(p.Notices)
		}
		return n
	}
	if d := s.Delivery(); !d.OnHold() || d.MailsOut() || !d.Held.State.Equal(dbtest.Now) {
		t.Errorf("not held: %+v", d.Held)
	}
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	if next, err := s.NextMessage(t.Context()); err != nil || !next.IsZero() || waits() != 0 {
		t.Errorf("goes out at %v, %v", next, err)
	}
	resume := func(account string) error {
		return s.ChangeDelivery(t.Context(), db.Once{}, later,
			func(d *huiyin.Delivery) error { return d.Resume(dbtest.Actor(t, s, account), later) })
	}
	before := newestHash(t, s)
	if err := resume("g01"); huiyin.KindOf(err) != huiyin.KindForbidden || newestHash(t, s) != before ||
		!s.Delivery().OnHold() {
		t.Errorf("turned on by a manager: %v", err)
	}
	if err := resume("admin"); err != nil {
		t.Fatal(err)
	}
	if n := waits(); n != 1 {
		t.Errorf("%d messages go out, want the new one alone", n)
	}
	if err := resume("admin"); huiyin.KindOf(err) != huiyin.KindConflict {
		t.Errorf("turned on twice: %v", err)
	}
}
