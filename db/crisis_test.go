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

func crisisOf(site string, seats [3]crisis.Named) crisis.Opening {
	return crisis.Opening{Site: site, Title: "延期交付", People: 30, Place: "大门", Seats: seats}
}

var seatsOfHY = [3]crisis.Named{{Holder: "v01", Deputy: "v02"}, {Holder: "x02", Deputy: "p01"}, {Holder: "s01", Deputy: "s02"}}

// holding writes and approves a holding statement.
func holding(t *testing.T, s *db.Store) string {
	t.Helper()
	if err := s.WriteHolding(t.Context(), db.Once{}, dbtest.Actor(t, s, "p01"), dbtest.Now, "聚集", "请到"+crisis.BlankPlace+"登记。"); err != nil {
		t.Fatal(err)
	}
	all, err := s.Holdings(t.Context())
	if err != nil || len(all) == 0 {
		t.Fatal(err)
	}
	if err := s.ChangeHolding(t.Context(), db.Once{}, all[0].Number, func(h *crisis.Holding) error {
		return h.Approve(dbtest.Actor(t, s, "v01"), dbtest.Now)
	}); err != nil {
		t.Fatal(err)
	}
	return all[0].Number
}

// Of two who open at once, the second is told of the first; nothing is half made (rule R1).
func TestR1_TwoAtOnceAreOneCrisis(t *testing.T) {
	t.Parallel()
	s := dbtest.New(t)
	alarm, err := s.RaiseAlarm(t.Context(), db.Once{}, dbtest.Actor(t, s, "a01"), dbtest.Now,
		crisis.AlarmForm{Site: "HY", Place: "大门", People: 30})
	if err != nil {
		t.Fatal(err)
	}
	var w sync.WaitGroup
	numbers, errs := make([]string, 4), make([]error, 4)
	for i, who := range []string{"p01", "v02", "x02", "v01"} {
		by := dbtest.Actor(t, s, who)
		from := ""
		if i < 2 {
			from = alarm
		}
		w.Go(func() {
			numbers[i], errs[i] = s.OpenCrisis(t.Context(), db.Once{}, by, dbtest.Now, crisisOf("HY", seatsOfHY), from)
		})
	}
	w.Wait()
	opened := 0
	for i, err := range errs {
		switch {
		case err == nil && numbers[i] == "CR-HY-20250303-1":
			opened++
		case huiyin.KindOf(err) != huiyin.KindConflict:
			t.Errorf("%q, %v", numbers[i], err)
		}
	}
	if opened != 1 {
		t.Errorf("%d crises were opened: %q", opened, numbers)
	}
	clean(t, s)
}

// What a list of crises says is what the rule says, for everybody; so does what is to be said (rules R1, R3).
func TestR1R3_ListsFollowTheRule(t *testing.T) {
	t.Parallel()
	s := dbtest.New(t)
	v01, x02 := dbtest.Actor(t, s, "v01"), dbtest.Actor(t, s, "x02")
	template := holding(t, s)
	var numbers []string
	for _, site := range []string{"HY", "JY", "LT"} {
		n, err := s.OpenCrisis(t.Context(), db.Once{}, v01, dbtest.Now, crisisOf(site, seatsOfHY), "")
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, n)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	on := func(n string, fn func(c *crisis.Crisis) error) {
		t.Helper()
		must(s.ChangeCrisis(t.Context(), db.Once{}, n, fn))
	}
	on(numbers[0], func(c *crisis.Crisis) error {
		return c.NamePart(v01, dbtest.Now, crisis.Part{Kind: crisis.LegalPart, Person: "k01"})
	})
	on(numbers[1], func(c *crisis.Crisis) error { return c.Extend(v01, dbtest.Now, "LT") })
	for _, n := range numbers[:2] {
		must(s.HoldStatement(t.Context(), db.Once{}, n, template, func(c *crisis.Crisis, h *crisis.Holding) error {
			return c.HoldStatement(x02, dbtest.Now, h, "会议室", "", "")
		}))
	}
	on(numbers[0], func(c *crisis.Crisis) error { return c.ReadStatement(dbtest.Actor(t, s, "a01"), dbtest.Now, 1) })
	on(numbers[1], func(c *crisis.Crisis) error { return c.WithdrawStatement(v01, dbtest.Now, 1, "有误") })
	for _, p := range s.Org().People {
		by := dbtest.Actor(t, s, p.Account)
		var want, got, hears, heard []string
		for _, n := range numbers {
			if _, err := s.Crisis(t.Context(), by, n); err == nil {
				want = append(want, n)
			} else if huiyin.KindOf(err) != huiyin.KindNotFound {
				t.Error(err)
			}
			if c, _ := s.Crisis(t.Context(), v01, n); c.Hears(by) && (c.Force > 0 || c.Withdrawn) {
				hears = append(hears, n)
			}
		}
		rows, err := s.Crises(t.Context(), by, crisis.Filter{})
		said, err2 := s.StatementsInForce(t.Context(), by)
		n, err3 := s.Counts(t.Context(), by, dbtest.Now)
		if err != nil || err2 != nil || err3 != nil {
			t.Fatal(err, err2, err3)
		}
		for _, r := range rows {
			got = append(got, r.Number)
		}
		for _, f := range said {
			heard = append(heard, f.Number)
			if (p.Account == "a01") != f.Read || f.Front != (p.Role < huiyin.Manager && (p.Site == f.Site || f.Site == "JY" && p.Site == "LT")) {
				t.Errorf("%s: %+v", p.Account, f)
			}
		}
		slices.Sort(got)
		slices.Sort(heard)
		if !slices.Equal(got, want) || !slices.Equal(heard, hears) || n.Spoken != len(hears) {
			t.Errorf("%s reads %v, lists %v; hears %v, is shown %v, counts %d", p.Account, want, got, hears, heard, n.Spoken)
		}
	}
	clean(t, s)
}

// A stop over the times at which something is due loses none, each once and at its own time (rules R3, D10).
func TestR3_WhatFallsDueDuringAStop(t *testing.T) {
	t.Parallel()
	s := dbtest.New(t)
	number, err := s.OpenCrisis(t.Context(), db.Once{}, dbtest.Actor(t, s, "v01"), dbtest.Now, crisisOf("HY", seatsOfHY), "")
	if err != nil {
		t.Fatal(err)
	}
	if next, err := s.NextDue(t.Context()); err != nil || !next.Equal(dbtest.Now.Add(2*time.Hour)) {
		t.Errorf("the clock is due at %v, %v", next, err)
	}
	for range 2 {
		if _, err := s.RunDue(t.Context(), dbtest.Now.Add(9*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := s.Notices(t.Context(), dbtest.Actor(t, s, "v02"), 0, 10)
	if err != nil || len(rows) != 2 || rows[0].Kind != huiyin.NoticeStatementNone || rows[0].Number != number ||
		!rows[0].At.Equal(dbtest.Now.Add(2*time.Hour)) {
		t.Errorf("v02 is told %+v, %v", rows, err)
	}
	clean(t, s)
}
