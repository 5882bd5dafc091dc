package main

import (
	"path/filepath"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// demoComplaints reads the complaints of a data directory as a VP, who sees all but those about themselves.
func demoComplaints(t *testing.T, dir string) []*huiyin.Complaint {
	t.Helper()
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	all, err := s.Whole(t.Context(), huiyin.Actor{Person: s.Org().Person("g01"), Org: s.Org()}, time.Now(),
		huiyin.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestCrowdLivesItsLives(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	dir := filepath.Join(t.TempDir(), "data")
	if status, _, errs := commandLine(t, nil, "demo", "--data", dir); status != 0 {
		t.Fatal(errs)
	}
	before, began := len(demoComplaints(t, dir)), time.Now()
	if status, _, errs := commandLine(t, nil, "demo", "--data", dir, "--complaints", "600"); status != 0 {
		t.Fatal(errs)
	}
	now, all := time.Now(), demoComplaints(t, dir)
	if n := len(all) - before; n != 600 {
		t.Errorf("%d more complaints, want 600", n)
	}
	states, texts, oldest := map[huiyin.State]int{}, map[string]bool{}, now
	for _, c := range all {
		states[c.State]++
		texts[c.Matter] = true
		if c.ReceivedAt.Before(oldest) {
			oldest = c.ReceivedAt
		}
	}
	if states[huiyin.Archived] < 450 || len(states) < 6 || len(texts) < 600 || now.Sub(oldest) < 1000*24*time.Hour {
		t.Errorf("states %v, %d texts, since %v", states, len(texts), oldest)
	}
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if v, err := s.Verify(t.Context()); err != nil || len(v.Wrong) > 0 {
		t.Errorf("verify: %v %v", v.Wrong, err)
	}
	if next, err := s.NextDue(t.Context()); err != nil || !next.IsZero() && next.Before(began.Add(-time.Minute)) {
		t.Errorf("left over for the clock: %v, %v", next, err)
	}
}
