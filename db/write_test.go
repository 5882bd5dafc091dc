package db_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// together keeps the writer busy until all of fns wait for it and then has done, so that they are
// written in one transaction.
func together(t *testing.T, s *db.Store, then func(), fns ...func()) {
	t.Helper()
	begun, free := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		if err := s.Together(t.Context(), func(*db.Batch) error { close(begun); <-free; return nil }); err != nil {
			t.Error(err)
		}
	})
	<-begun
	for i, fn := range fns {
		all.Go(fn)
		s.AwaitQueue(i + 1)
	}
	then()
	close(free)
	all.Wait()
}

// Of changes that are written together, one that fails, panics or was taken back leaves no trace, and
// the others none of its marks.
func TestChangesWrittenTogetherFailAlone(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "w01")
	c := dbtest.Complaint(t, s, by, nil)
	wrong := errors.New("wrong")
	gone, leave := context.WithCancel(t.Context())
	record := func(ctx context.Context, key string) (string, error) {
		return s.Record(ctx, db.Once{Key: key, At: dbtest.Now}, by, dbtest.Now, dbtest.Intake())
	}
	change := func(what string, fail error) (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = r.(error)
			}
		}()
		_, err = s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
			if err := c.LogContact(by, dbtest.Now, huiyin.Contact{Way: "phone", Said: what}); err != nil {
				return err
			}
			if what == "panics" {
				panic(fail)
			}
			return fail
		})
		return err
	}
	var first, second, third string
	var err1, err2, err3, err4, err5, err6, err7 error
	together(t, s, func() { leave(); s.AwaitQueue(6) },
		func() { err1 = change("kept", nil) },
		func() { first, err2 = record(t.Context(), "form") },
		func() { err3 = change("fails", wrong) },
		func() { err4 = change("panics", wrong) },
		func() { _, err5 = record(gone, "") },
		func() { second, err6 = record(t.Context(), "form") },
		func() { third, err7 = record(t.Context(), "") },
	)
	if err := errors.Join(err1, err2, err6, err7); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(err3, wrong) || !errors.Is(err4, wrong) || !errors.Is(err5, context.Canceled) {
		t.Errorf("got %v, %v, %v", err3, err4, err5)
	}
	if first != second || first == third {
		t.Errorf("W12: recorded %s, %s with the same form, %s with another", first, second, third)
	}
	if p, err := s.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{}); err != nil || p.Total != 3 {
		t.Errorf("%d complaints, %v", p.Total, err)
	}
	c, err := s.Complaint(t.Context(), by, c.Number)
	if err != nil || len(c.Contacts) != 1 || c.Contacts[0].Said != "kept" {
		t.Errorf("contacts %v, %v", c.Contacts, err)
	}
	if v, err := s.Verify(t.Context()); err != nil || len(v.Wrong) > 0 {
		t.Errorf("%v, %v", v.Wrong, err)
	}
}
