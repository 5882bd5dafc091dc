package db_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// A write-ahead log that was cut short or spoilt after a kill loses the changes from there on and no
// other: what is left is a state that once was, the first so many changes whole, and everything fits.
func TestACutLogLosesOnlyItsEnd(t *testing.T) {
	s := dbtest.New(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	dir := copied(t, s.Dir())
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	by := dbtest.Actor(t, s, "u01")
	var numbers []string
	record := func(n int) {
		for range n {
			numbers = append(numbers, dbtest.Complaint(t, s, by, nil).Number)
		}
	}
	record(5)
	if err := s.Close(); err != nil { // which brings the log into the database
		t.Fatal(err)
	}
	if s, err = db.Open(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	by = dbtest.Actor(t, s, "u01")
	record(12)
	killed := copied(t, dir) // as a kill leaves it
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(filepath.Join(killed, "huiyin.db-wal"))
	if err != nil || len(log) < 100_000 {
		t.Fatalf("a log of %d bytes, %v", len(log), err)
	}
	lost := false
	for i := range 8 {
		at := rand.IntN(len(log))
		broken := append([]byte{}, log...)
		how := "cut"
		switch {
		case i == 0:
			at = len(log) // whole
		case i%2 == 0:
			broken[at] ^= 0x40
			how = "spoilt"
		}
		if how == "cut" {
			broken = broken[:at]
		}
		trial := copied(t, killed)
		if err := os.WriteFile(filepath.Join(trial, "huiyin.db-wal"), broken, 0o600); err != nil {
			t.Fatal(err)
		}
		_ = os.Remove(filepath.Join(trial, "huiyin.db-shm"))
		again, err := db.Open(t.Context(), trial)
		if err != nil {
			t.Errorf("%s at %d: %v", how, at, err)
			continue
		}
		by := dbtest.Actor(t, again, "u01")
		there := 0
		for n, number := range numbers {
			_, err := again.Complaint(t.Context(), by, number)
			if err == nil && there < n {
				t.Errorf("%s at %d: %s is there and one before it is not", how, at, number)
			}
			if err == nil {
				there = n + 1
			}
		}
		if there < 5 || i == 0 && there != len(numbers) {
			t.Errorf("%s at %d: %d of %d are left", how, at, there, len(numbers))
		}
		lost = lost || there < len(numbers)
		if v := clean(t, again); v.Complaints != there {
			t.Errorf("%s at %d: verify counts %d, %d are there", how, at, v.Complaints, there)
		}
		next := dbtest.Complaint(t, again, by, nil) // it goes on, with the next number
		if want := fmt.Sprintf("TS-JY-20250303-%03d", there+1); next.Number != want {
			t.Errorf("%s at %d: the next is %s, want %s", how, at, next.Number, want)
		}
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	}
	if !lost {
		t.Error("no log was cut where it hurts")
	}
}

// Whatever the machine's clock says, numbers stay unique, the chain holds in the order of writing, no
// figure is negative, and what the clock did while it was wrong is done once.
func TestAClockThatJumps(t *testing.T) {
	s := dbtest.New(t)
	day := 24 * time.Hour
	seen := map[string]bool{}
	var first, last string
	for i, ahead := range []time.Duration{0, 9 * time.Hour, -9 * time.Hour, 365 * day, -365 * day, 20 * day, 0,
		-400 * day, 3 * time.Minute} {
		now := dbtest.Now.Add(ahead)
		o := s.At(now)
		by := huiyin.Actor{Person: o.Person("u01"), Org: o}
		in := dbtest.Intake()
		in.ReceivedAt = now
		number, err := s.Record(t.Context(), db.Once{}, by, now, in)
		if err != nil || seen[number] {
			t.Fatalf("%v: %q, %v", ahead, number, err)
		}
		seen[number] = true
		if first == "" {
			first = number
		}
		for _, of := range []string{first, number} {
			_, err = s.ChangeComplaint(t.Context(), db.Once{}, of, 0, func(c *huiyin.Complaint) error {
				return c.LogContact(by, now, huiyin.Contact{Way: "phone", At: now, Said: "已联系"})
			})
			if err != nil && huiyin.KindOf(err) == 0 {
				t.Errorf("%v: contact: %v", ahead, err)
			}
		}
		// which was received a year later
		_, err = s.ChangeComplaint(t.Context(), db.Once{}, last, 0, func(c *huiyin.Complaint) error {
			return c.Settle(by, now, huiyin.Settling{Class: "process", Cause: "施工超时", Measure: "已制止", Said: "同意",
				Satisfaction: "satisfied"})
		})
		if err != nil && (ahead < 0 || huiyin.KindOf(err) == 0) {
			t.Errorf("%v: settle: %v", ahead, err)
		}
		last = number
		if _, err := s.RunDue(t.Context(), now); err != nil {
			t.Errorf("%v: clock: %v", ahead, err)
		}
		if n, err := s.RunDue(t.Context(), now); err != nil || n != 0 {
			t.Errorf("%v: the clock acts twice: %d, %v", ahead, n, err)
		}
		if v := clean(t, s); v.Complaints != i+1 {
			t.Errorf("%v: %d complaints", ahead, v.Complaints)
		}
	}
	if got := column(t, raw(t, s.Dir()), "SELECT count(*) FROM tally WHERE adds < 0"); got[0] != "0" {
		t.Errorf("%s sums are negative", got[0])
	}
}

// A backup by plan that lacks a file is kept and counts, and says what it lacks.
func TestABackupByPlanThatLacksAFile(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	var hashes []string
	for _, content := range []string{"第一份", "第二份"} {
		hash, size, err := s.KeepFile(strings.NewReader(content), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, hash)
		if _, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
			return c.Attach(by, dbtest.Now, huiyin.Attachment{Name: "a.txt", Hash: hash, Size: size, Type: "text/plain",
				Kind: "document"})
		}); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(s.Dir(), "files", hashes[0][:2], hashes[0])
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	err := s.BackUp(t.Context(), huiyin.DefaultBackupPlan(), dbtest.Now)
	var lacking *db.Lacking
	if !errors.As(err, &lacking) || len(lacking.Files) != 1 || !strings.Contains(err.Error(), hashes[0]) {
		t.Errorf("the backup says %v", err)
	}
	v, err := s.Backups(t.Context())
	if err != nil || !v.Good.Equal(dbtest.Now) || !strings.Contains(v.Failed, hashes[0]) {
		t.Errorf("%+v, %v", v, err)
	}
	again, err := db.Restore(t.Context(), v.File, filepath.Join(t.TempDir(), "again"))
	if err != nil || again.Files != 2 || len(again.Wrong) != 1 {
		t.Errorf("%+v, %v", again, err)
	}
	if _, err := s.OpenFile(hashes[0], 0); !errors.Is(err, db.ErrFile) {
		t.Errorf("open: %v", err)
	}
	if err := os.WriteFile(path, []byte("第一份"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.BackUp(t.Context(), huiyin.DefaultBackupPlan(), dbtest.Now.Add(time.Hour)); err != nil {
		t.Errorf("with the file back: %v", err)
	}
	if v, err := s.Backups(t.Context()); err != nil || v.Failed != "" {
		t.Errorf("%+v, %v", v, err)
	}
}
