package db_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// The counts by which lists count are those of the complaints, recorded and changed in any way.
func TestStockIsThatOfTheComplaints(t *testing.T) {
	t.Parallel()
	s := dbtest.New(t)
	l := newLife(23, s.Org())
	cs := l.complaints(80, 60, 2)
	if err := s.RecordAll(t.Context(), cs); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), nil)
	}
	at := dbtest.Now
	for _, c := range cs {
		for range 4 {
			at = at.Add(time.Hour)
			_, _ = s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
				l.happen(c, at)
				return nil
			})
		}
	}
	if _, err := s.RunDue(t.Context(), at.AddDate(0, 3, 0)); err != nil {
		t.Fatal(err)
	}
	pool := raw(t, copied(t, s.Dir()))
	defer pool.Close()
	const cols = "site, state, grade, urgency, channel, category, owner"
	read := func(query string) (out []string, moved int) {
		rows, err := pool.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var k [7]string
			var n int
			if err := rows.Scan(&k[0], &k[1], &k[2], &k[3], &k[4], &k[5], &k[6], &n); err != nil {
				t.Fatal(err)
			}
			if k[1] != "received" {
				moved += n
			}
			out = append(out, fmt.Sprint(k, n))
		}
		return out, moved
	}
	want, moved := read("SELECT " + cols +
		", count(*) FROM complaint GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7")
	got, _ := read("SELECT " + cols + ", n FROM stock WHERE n <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7")
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if moved < 50 {
		t.Errorf("only %d complaints have moved", moved)
	}
}
