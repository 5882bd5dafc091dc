package db_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
)

// What a list of alarms says is what the rule says, for everybody.
func TestR15_ListsOfAlarmsFollowTheRule(t *testing.T) {
	t.Parallel()
	s := dbtest.New(t)
	for _, r := range []struct{ who, site string }{{"a01", "HY"}, {"w01", "JY"}, {"k01", "LT"}, {"a02", "HY"}} {
		if _, err := s.RaiseAlarm(t.Context(), db.Once{}, dbtest.Actor(t, s, r.who), dbtest.Now,
			crisis.AlarmForm{Site: r.site, Place: "大门", People: 12}); err != nil {
			t.Fatal(err)
		}
	}
	numbers := []string{"BJ-HY-20250303-1", "BJ-JY-20250303-1", "BJ-LT-20250303-1"}
	for _, p := range s.Org().People {
		by := dbtest.Actor(t, s, p.Account)
		var want, got, open []string
		for _, n := range numbers {
			if _, err := s.Alarm(t.Context(), by, n); err == nil {
				want = append(want, n)
			} else if huiyin.KindOf(err) != huiyin.KindNotFound {
				t.Error(err)
			}
		}
		rows, err := s.CrisisAlarms(t.Context(), by)
		list, err2 := s.OpenAlarms(t.Context(), by)
		n, err3 := s.Counts(t.Context(), by, dbtest.Now)
		if err != nil || err2 != nil || err3 != nil {
			t.Fatal(err, err2, err3)
		}
		for _, r := range rows {
			got = append(got, r.Number)
		}
		for i := range list {
			open = append(open, list[i].Number)
		}
		slices.Sort(got)
		slices.Sort(open)
		if !slices.Equal(got, want) || !slices.Equal(open, want) || n.Crowds != len(want) {
			t.Errorf("%s sees %v, lists %v, open %v, counts %d", p.Account, want, got, open, n.Crowds)
		}
	}
}

// Of two who raise it at once, the second joins the first.
func TestR15_TwoAtOnceAreOneAlarm(t *testing.T) {
	t.Parallel()
	s := dbtest.New(t)
	var wg sync.WaitGroup
	numbers := make([]string, 8)
	for i := range numbers {
		by := dbtest.Actor(t, s, []string{"a01", "a02", "s01", "p01"}[i%4])
		wg.Go(func() {
			var err error
			if numbers[i], err = s.RaiseAlarm(t.Context(), db.Once{}, by, dbtest.Now,
				crisis.AlarmForm{Site: "HY", Place: "大门", People: 10 + i}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if slices.Sort(numbers); numbers[0] != numbers[7] {
		t.Errorf("they made %v", numbers)
	}
	a, err := s.Alarm(t.Context(), dbtest.Actor(t, s, "v01"), numbers[0])
	if err != nil || len(a.Reports) != 8 || a.Reporters() != 4 || a.People != 17 {
		t.Errorf("the alarm is %+v, %v", a, err)
	}
	v, err := s.Verify(t.Context())
	if err != nil || len(v.Wrong) > 0 {
		t.Errorf("verify: %v %v", v.Wrong, err)
	}
}

// A stop over the times at which it rings loses none, and rings for each person once.
func TestR15_RingsMissedDuringAStop(t *testing.T) {
	t.Parallel()
	s := dbtest.New(t)
	number, err := s.RaiseAlarm(t.Context(), db.Once{}, dbtest.Actor(t, s, "a01"), dbtest.Now,
		crisis.AlarmForm{Site: "HY", Place: "大门", People: 30})
	if err != nil {
		t.Fatal(err)
	}
	if next, err := s.NextDue(t.Context()); err != nil || !next.Equal(dbtest.Now.Add(15*time.Minute)) {
		t.Errorf("the clock is due at %v, %v", next, err)
	}
	for range 2 {
		if _, err := s.RunDue(t.Context(), dbtest.Now.Add(9*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	by := dbtest.Actor(t, s, "v01")
	rows, err := s.Notices(t.Context(), by, 0, 10)
	if err != nil || len(rows) != 2 || rows[0].Number != number || !rows[0].At.Equal(dbtest.Now.Add(time.Hour)) {
		t.Errorf("v01 is told %+v, %v", rows, err)
	}
}
