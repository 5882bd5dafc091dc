package db_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// What is loaded together lies in the database as if each had been recorded by itself.
func TestLoadedAsRecorded(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	found := func() (*db.Store, []*huiyin.Complaint) {
		s := dbtest.New(t)
		dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), nil)
		cs := newLife(11, s.Org()).complaints(1030, 90, 9) // more than are loaded at once
		for _, c := range cs {
			c.Run(s.Org(), dbtest.Now.Add(40*24*time.Hour))
		}
		return s, cs
	}
	each, cs := found()
	if err := each.RecordEach(t.Context(), cs); err != nil {
		t.Fatal(err)
	}
	want := countedFiles(t, each)
	ways := map[string]func(s *db.Store, cs []*huiyin.Complaint) error{
		"all": func(s *db.Store, cs []*huiyin.Complaint) error { return s.RecordAll(t.Context(), cs) },
		"loaded": func(s *db.Store, cs []*huiyin.Complaint) error {
			i := 0
			return s.Load(t.Context(), func() (*huiyin.Complaint, error) {
				if i++; i > len(cs) {
					return nil, nil
				}
				return cs[i-1], nil
			})
		},
	}
	for name, record := range ways {
		t.Run(name, func(t *testing.T) {
			s, cs := found()
			if err := record(s, cs); err != nil {
				t.Fatal(err)
			}
			got := countedFiles(t, s)
			if len(want) < 30 {
				t.Fatalf("only %d tables", len(want))
			}
			for table, rows := range want {
				if !slices.Equal(got[table], rows) {
					t.Errorf("%s: %d rows, want %d; %s", table, len(got[table]), len(rows),
						difference(got[table], rows))
				}
			}
			pool := raw(t, copied(t, s.Dir()))
			defer pool.Close()
			if _, err := pool.Exec("REPLACE INTO journal SELECT * FROM journal WHERE id = 1"); err == nil ||
				!strings.Contains(err.Error(), "append-only") {
				t.Error("the journal may be written over:", err)
			}
			if v, err := s.Verify(t.Context()); err != nil || len(v.Wrong) > 0 {
				t.Error(v.Wrong, err)
			}
		})
	}
}

func difference(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("row %d is\n%s, want\n%s", i, a[i], b[i])
		}
	}
	return ""
}

// A failure on the way leaves what was stored before it, and nothing of what was on its way.
func TestLoadStopsAtAnError(t *testing.T) {
	s := dbtest.New(t)
	life := newLife(11, s.Org())
	n := 0
	err := s.Load(t.Context(), func() (*huiyin.Complaint, error) {
		if n++; n > 10 {
			return nil, fmt.Errorf("the eleventh")
		}
		return life.complaint(dbtest.Now.AddDate(0, -1, 0), 2), nil
	})
	if err == nil || err.Error() != "the eleventh" {
		t.Fatal(err)
	}
	if p, err := s.Complaints(t.Context(), dbtest.Actor(t, s, "v01"), dbtest.Now, huiyin.Filter{}); err != nil ||
		p.Total != 0 {
		t.Error(p.Total, err)
	}
}

// countedFiles is what a database holds, with customers' files numbered by their keys, since their own are drawn.
func countedFiles(t *testing.T, s *db.Store) map[string][]string {
	t.Helper()
	pool := raw(t, s.Dir())
	defer pool.Close()
	var pairs []string
	for i, id := range column(t, pool, "SELECT id FROM customer ORDER BY (SELECT min(key) FROM customer_key WHERE file = customer.id), id") {
		pairs = append(pairs, id, fmt.Sprintf("file %d", i))
	}
	counted, out := strings.NewReplacer(pairs...), s.Dump(t)
	for _, table := range []string{"customer", "complaint", "customer_key"} {
		for i := range out[table] {
			out[table][i] = counted.Replace(out[table][i])
		}
	}
	slices.Sort(out["customer"])
	slices.Sort(out["customer_key"])
	return out
}
