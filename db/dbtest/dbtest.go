// Package dbtest gives any test a real database with the demo company in it.
package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// Now is the instant at which tests begin: Monday, 3 March 2025, 10:00 in Shanghai.
var Now = time.Date(2025, 3, 3, 2, 0, 0, 0, time.UTC)

// New opens a store with the demo company (huiyin.DemoCompany) and no complaint in a directory of its
// own; it is closed with the test.
func New(t testing.TB) *db.Store {
	t.Helper()
	content, err := founded()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, database), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, dir)
}

const database = "huiyin.db" // in the directory of an installation

// founded is the database of the demo company, which each test gets a copy of: founding takes many times as
// long as copying.
var founded = sync.OnceValues(func() (content []byte, err error) {
	dir, err := os.MkdirTemp("", "huiyin-dbtest-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := db.Open(context.Background(), dir, db.Unsynced)
	if err != nil {
		return nil, err
	}
	company := huiyin.DemoCompany()
	// tests let hours go by between two clicks
	company.Parameters = huiyin.Parameters{huiyin.SessionIdle: 720, huiyin.SessionLimit: 168}
	file := filepath.Join(dir, database)
	if err := errors.Join(found(context.Background(), s, company), s.Close(), withoutStatistics(file)); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

// withoutStatistics makes SQLite forget what it found out of the tables at closing, which a company just
// founded does not have.
func withoutStatistics(file string) error {
	pool, err := sql.Open("sqlite", "file:"+filepath.ToSlash(file))
	if err != nil {
		return err
	}
	for _, table := range []string{"sqlite_stat1", "sqlite_stat4"} {
		_, err = pool.Exec("DROP TABLE IF EXISTS " + table)
		if err != nil {
			break
		}
	}
	return errors.Join(err, pool.Close())
}

func found(ctx context.Context, s *db.Store, company *huiyin.Org) error {
	return s.ChangeOrg(ctx, db.Once{}, func(o *huiyin.Org) error { return o.Found(Now, company) })
}

// Found is New with another company.
func Found(t testing.TB, company *huiyin.Org) *db.Store {
	t.Helper()
	s := open(t, t.TempDir())
	if err := found(t.Context(), s, company); err != nil {
		t.Fatal(err)
	}
	return s
}

// open does not wait for the disk, but where the time is taken.
func open(t testing.TB, dir string) *db.Store {
	t.Helper()
	options := []db.Option{db.Unsynced}
	if _, timed := t.(*testing.B); timed {
		options = nil
	}
	s, err := db.Open(t.Context(), dir, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return s
}

// Actor is a person of the demo company acting.
func Actor(t testing.TB, s *db.Store, account string) huiyin.Actor {
	t.Helper()
	p := s.Org().Person(account)
	if p == nil {
		t.Fatalf("no account %s", account)
	}
	return huiyin.Actor{Person: p, Org: s.Org()}
}

// Intake is a minor complaint of JY by phone that lacks nothing, received now.
func Intake() huiyin.Intake {
	return huiyin.Intake{
		Site: "JY", Channel: huiyin.ChannelPhone, ReceivedAt: Now, Name: "王小明", Phone: "13800138000", Relation: "owner",
		Unit:   "3栋2单元1201",
		Matter: "楼上夜间装修噪音很大，无法休息。", Demand: "请物业制止夜间装修。", Emotion: "dissatisfied", Complainants: 1,
		Category: "noise", Urgency: huiyin.Normal, Scope: "household",
	}
}

// Complaint records an Intake, changed by change where it is not nil, when it was received, and gives
// it as stored.
func Complaint(t testing.TB, s *db.Store, by huiyin.Actor, change func(*huiyin.Intake)) *huiyin.Complaint {
	t.Helper()
	in := Intake()
	if change != nil {
		change(&in)
	}
	number, err := s.Record(t.Context(), db.Once{}, by, in.ReceivedAt, in)
	if err != nil {
		t.Fatalf("record: %v", err)
	}
	c, err := s.Complaint(t.Context(), by, number)
	if err != nil {
		t.Fatalf("load %s: %v", number, err)
	}
	return c
}

// Whole leaves a test out of make quick: one that needs a browser, another process, a fault or a long time.
func Whole(t testing.TB) {
	t.Helper()
	if os.Getenv("HUIYIN_QUICK") != "" {
		t.Skip("left out of the quick run")
	}
}

// Destroy lets the personal data go whose time is over by then: the clock draws up the list, legal and the archive
// sign it, and 30 days pass (rule B1). It gives the time at which they went.
func Destroy(t testing.TB, s *db.Store, at time.Time) time.Time {
	t.Helper()
	s.At(at)
	run := func(at time.Time) {
		t.Helper()
		_, err := s.RunDue(t.Context(), at)
		if err == nil {
			_, err = s.RunLists(t.Context(), at)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	run(at)
	lists, err := s.DestructionLists(t.Context(), Actor(t, s, "v01"), 1)
	if err != nil || len(lists) == 0 {
		t.Fatalf("no list: %v", err)
	}
	for _, who := range []string{"l01", "h01"} {
		by := Actor(t, s, who)
		if err := s.ChangeDestruction(t.Context(), db.Once{}, lists[0].Number, 0,
			func(l *huiyin.DestructionList) error { return l.Sign(by, at) }); err != nil {
			t.Fatal(who, err)
		}
	}
	at = lists[0].At.AddDate(0, 0, 30)
	s.At(at)
	run(at)
	return at
}
