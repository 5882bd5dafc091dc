package db_test

import (
	"fmt"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// The register holds every promise of every complaint that the reader sees, and no other (rules W4, P3);
// what it counts is what Task.Kept says.
func TestW4_TheRegisterShowsWhatMayBeSeen(t *testing.T) {
	s := dbtest.New(t)
	if err := s.RecordAll(t.Context(), newLife(7, s.Org()).complaints(60, 60, 8)); err != nil {
		t.Fatal(err)
	}
	at := dbtest.Now
	by := dbtest.Actor(t, s, "s01")
	for i := range 60 {
		c := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Site = []string{"HY", "JY", "LT"}[i%3] })
		_, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
			return c.LogContact(by, at, huiyin.Contact{Way: "phone", Said: "回电", Promised: fmt.Sprint("承诺", i),
				PromisedAt: at.Add(time.Duration(i) * time.Hour)})
		})
		if err != nil {
			t.Fatal(err)
		}
		task := reload(t, s, c.Number).Tasks[0]
		if i%4 > 0 {
			done, dropped := "办了", ""
			if i%4 == 2 {
				done, dropped = "", "不要了"
			}
			_, err = s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
				return c.EndTask(by, at.Add(20*time.Hour), task.ID, done, dropped)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	now := at.Add(30 * time.Hour)
	everything, err := s.Whole(t.Context(), dbtest.Actor(t, s, "v01"), now, huiyin.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, account := range []string{"a01", "a02", "s01", "u01", "q01", "x02", "v01", "g01", "f01", "admin"} {
		who := dbtest.Actor(t, s, account)
		for _, f := range []huiyin.PromiseFilter{{}, {Site: "HY"}, {Kept: huiyin.PromiseOpen},
			{Kept: huiyin.PromiseKept}, {Kept: huiyin.PromiseMissed},
			{From: at.Add(10 * time.Hour), To: at.Add(40 * time.Hour)}} {
			want, counts := map[int64]bool{}, map[huiyin.PromiseStatus]int{}
			for _, c := range everything {
				if huiyin.Can(who, huiyin.ActionRead, c) != nil || f.Site != "" && f.Site != c.Site {
					continue
				}
				for i := range c.Tasks {
					k := &c.Tasks[i]
					if !k.Promise || !f.From.IsZero() && (k.Due.Before(f.From) || !k.Due.Before(f.To)) {
						continue
					}
					kept := k.PromiseStatus(now)
					if kept != huiyin.PromiseOpen && kept != huiyin.PromiseKept {
						kept = huiyin.PromiseMissed
					}
					counts[kept]++
					if f.Kept == "" || f.Kept == kept {
						want[k.ID] = true
					}
				}
			}
			got := map[int64]bool{}
			for {
				p, err := s.Promises(t.Context(), who, now, f)
				if err != nil {
					t.Fatal(err)
				}
				if p.Open != counts[huiyin.PromiseOpen] || p.Kept != counts[huiyin.PromiseKept] ||
					p.Missed != counts[huiyin.PromiseMissed] {
					t.Errorf("%s %+v: counted %d %d %d, want %v", account, f, p.Open, p.Kept, p.Missed, counts)
				}
				for _, r := range p.Rows {
					if got[r.Task.ID] || !want[r.Task.ID] {
						t.Errorf("%s %+v: %s %q twice or not to be seen", account, f, r.Number, r.What)
					}
					got[r.Task.ID] = true
				}
				if f.Page = p.Next; f.Page == "" {
					break
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s %+v: %d promises, want %d", account, f, len(got), len(want))
			}
		}
	}
	for _, f := range []huiyin.PromiseFilter{{Kept: "x"}, {Page: "x"}, {Page: "0"}} {
		if _, err := s.Promises(t.Context(), by, now, f); huiyin.KindOf(err) != huiyin.KindInvalid {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

func reload(t *testing.T, s *db.Store, number string) *huiyin.Complaint {
	t.Helper()
	c, err := s.Complaint(t.Context(), dbtest.Actor(t, s, "v01"), number)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
