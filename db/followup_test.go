package db_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// The follow-up record holds every call of its time, and every one still to be made, of the complaints that
// its reader may open, and no other.
func TestW9P3_FollowUpsAgreeWithCan(t *testing.T) {
	s := dbtest.New(t)
	standIns(t, s)
	l := newLife(21, s.Org())
	all := l.complaints(300, 40, 0)
	now := dbtest.Now
	from, to := now.AddDate(0, -1, 0), now.Add(-24*time.Hour)
	for i, c := range all {
		l.entangle(c)
		c.State, c.ClosedAt, c.FollowUps = pick(l, huiyin.Closed, huiyin.Closed, huiyin.Archived, huiyin.Executing),
			time.Time{}, nil
		if !c.State.Open() {
			c.ClosedAt = now.Add(-time.Duration(i) * 5 * time.Hour)
			c.Outcome = pick(l, huiyin.Solved, huiyin.Solved, huiyin.InvalidCase)
		}
		for n := range i % 3 { // made before or after the closing: one reopened and closed again is to be called again
			c.FollowUps = append(c.FollowUps,
				huiyin.FollowUp{At: now.Add(-time.Duration(i*4+n*300) * time.Hour), By: "a01",
					Satisfaction: huiyin.Satisfied, Said: fmt.Sprint("说", i, n), Recurred: i%2 == 0})
		}
	}
	if err := s.RecordAll(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	sorts := map[bool]int{}
	for _, by := range actors(t, s) {
		for _, site := range []string{"", "HY", "JY"} {
			var want, got []string
			for _, c := range all {
				if huiyin.Can(by, huiyin.ActionRead, c) != nil || site != "" && c.Site != site {
					continue
				}
				called := false
				for _, f := range c.FollowUps {
					called = called || !f.At.Before(c.ClosedAt.Truncate(time.Minute))
					if !f.At.Before(from) && f.At.Before(to) {
						want = append(want, c.Number+f.Said+c.Name+fmt.Sprint(f.Recurred))
					}
				}
				weighty := c.Grade == huiyin.Important || c.Grade == huiyin.Major
				if c.State == huiyin.Closed && weighty && c.Outcome != huiyin.InvalidCase && !called &&
					c.ClosedAt.Before(to) && !c.ClosedAt.Before(now.AddDate(0, 0, -90)) {
					want = append(want, c.Number+c.ClosedAt.AddDate(0, 0, 3).String())
				}
			}
			calls, err := s.FollowUps(t.Context(), by, now, site, from, to)
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range calls {
				sorts[k.At.IsZero()]++
				if k.At.IsZero() {
					got = append(got, k.Number+k.Due.In(now.Location()).String())
				} else {
					got = append(got, k.Number+k.Said+k.Name+fmt.Sprint(k.Recurred))
				}
			}
			sameSet(t, by.Account+" at "+site, want, got)
			if !slices.IsSortedFunc(calls, func(a, b huiyin.FollowUpCall) int {
				if a.At.IsZero() != b.At.IsZero() {
					return map[bool]int{true: 1, false: -1}[a.At.IsZero()]
				}
				return a.At.Compare(b.At) + a.Due.Compare(b.Due)
			}) {
				t.Errorf("%s: not in the order of time", by.Account)
			}
		}
	}
	if sorts[true] < 30 || sorts[false] < 30 {
		t.Errorf("%d calls made, %d to make: too few to prove anything", sorts[false], sorts[true])
	}
	before := s.Ran()
	if _, err := s.FollowUps(t.Context(), dbtest.Actor(t, s, "v01"), now, "", from, to); err != nil ||
		s.Ran()-before != 2 {
		t.Errorf("%d statements, %v", s.Ran()-before, err)
	}
}
