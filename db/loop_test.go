package db_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// Files that are merged in a circle, by a flipped bit or a foreign hand, refuse what leads through them, and
// nothing else (finding 12): the writer goes on, and verify ends and names the complaint.
func TestALoopOfMergedFilesIsDamageAndHoldsNobodyUp(t *testing.T) {
	for name, loop := range map[string]string{"itself": "UPDATE customer SET into_file = id WHERE id = ?1 AND ?2 > 0",
		"another": "UPDATE customer SET into_file = CASE id WHEN ?1 THEN ?2 ELSE ?1 END WHERE id IN (?1, ?2)"} {
		t.Run(name, func(t *testing.T) {
			s := dbtest.New(t)
			by := dbtest.Actor(t, s, "u01")
			phone := func(n string) func(*huiyin.Intake) { return func(in *huiyin.Intake) { in.Phone = n } }
			c := dbtest.Complaint(t, s, by, phone("13877712345"))
			other := dbtest.Complaint(t, s, by, phone("13877712346"))
			file, err := s.CustomerOf(t.Context(), by, c.Number)
			if err != nil || file == 0 {
				t.Fatalf("file %d, %v", file, err)
			}
			if _, err := raw(t, s.Dir()).Exec(loop, file, fileOf(t, s, other.Number)); err != nil {
				t.Fatal(err)
			}
			before := rowCounts(t, s)
			in := dbtest.Intake()
			in.Phone = "13877712345"
			_, err = s.Record(t.Context(), db.Once{}, by, dbtest.Now, in)
			if f := s.Fault(err); f == nil || f.Kind != huiyin.KindUnavailable || f.Remedy == "" {
				t.Errorf("recording for a damaged file: %v", err)
			}
			if got := rowCounts(t, s); got["complaint"] != before["complaint"] || got["journal"] != before["journal"] {
				t.Errorf("something was stored: %v, before %v", got, before)
			}
			if err := s.Healthy(t.Context(), time.Now()); err != nil {
				t.Errorf("all others are held up: %v", err)
			}
			dbtest.Complaint(t, s, by, phone("13877712399"))
			v, err := s.Verify(t.Context())
			if err != nil || !strings.Contains(strings.Join(v.Wrong, "\n"), c.Number+": customer's file") {
				t.Errorf("verify: %q, %v", v.Wrong, err)
			}
		})
	}
}

// A change that does not end is told: a portal that reads and cannot record is not well.
func TestAChangeThatDoesNotEndIsNotHealthy(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	if s.UnderWay(time.Now()) != 0 {
		t.Error("something is under way")
	}
	begun, end, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		_, err := s.ChangeComplaint(context.WithoutCancel(t.Context()), db.Once{}, c.Number, 0,
			func(*huiyin.Complaint) error { close(begun); <-end; return huiyin.NotFound() })
		done <- err
	}()
	<-begun
	now := time.Now()
	if err := s.Healthy(t.Context(), now.Add(db.MostUnderWay-time.Minute)); err != nil {
		t.Errorf("at once: %v", err)
	}
	err := s.Healthy(t.Context(), now.Add(db.MostUnderWay+time.Second))
	if f := s.Fault(err); f == nil || f.Kind != huiyin.KindUnavailable || s.Damaged() {
		t.Errorf("after half a minute: %v", err)
	}
	close(end)
	if err := <-done; huiyin.KindOf(err) != huiyin.KindNotFound {
		t.Errorf("the change: %v", err)
	}
	if err := s.Healthy(t.Context(), now.Add(time.Hour)); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
