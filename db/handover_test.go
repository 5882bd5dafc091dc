package db_test

import (
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// What a person still has in hand is exactly what the rulebook says.
func TestP7_OpenWorkAgreesWithInHand(t *testing.T) {
	s := dbtest.New(t)
	all := fillStore(t, s, 7, 300)
	l := newLife(8, s.Org())
	var more []*huiyin.Complaint
	for _, c := range l.complaints(100, 40, 6) {
		l.entangle(c)
		if c.State == huiyin.Closed {
			c.ClosedAt = c.ReceivedAt.Add(time.Hour + 20*time.Second)
			if l.chance(50) {
				c.FollowUps = []huiyin.FollowUp{{At: c.ClosedAt.Add(time.Duration(l.IntN(3)-1) * 30 * time.Second),
					Said: "x"}}
			}
		}
		more = append(more, c)
	}
	if err := s.RecordAll(t.Context(), more); err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Org().People {
		var want []string
		for _, c := range append(all[:len(all):len(all)], more...) {
			if c.InHand(p.Account) {
				want = append(want, c.Number)
			}
		}
		got, err := s.OpenWork(t.Context(), p.Account)
		if err != nil {
			t.Fatal(err)
		}
		sameSet(t, p.Account, want, got)
	}
}

// A handover that one complaint refuses moves nothing; one that goes through is all on record.
func TestP7_HandOverIsAllOrNothing(t *testing.T) {
	s := dbtest.New(t)
	ctx, admin := t.Context(), dbtest.Actor(t, s, "admin")
	by := dbtest.Actor(t, s, "w01")
	free := dbtest.Complaint(t, s, by, nil)
	dbtest.Complaint(t, s, by, nil)
	about := dbtest.Complaint(t, s, dbtest.Actor(t, s, "v01"), func(in *huiyin.Intake) { in.Accused = []string{"q01"} })
	if _, err := s.ChangeComplaint(ctx, db.Once{}, about.Number, 0, func(c *huiyin.Complaint) error {
		return c.AddTask(dbtest.Actor(t, s, "v01"), dbtest.Now,
			huiyin.Task{What: "x", Who: "u01", Due: dbtest.Now.Add(time.Hour)})
	}); err != nil {
		t.Fatal(err)
	}
	before, _ := s.OpenWork(ctx, "u01")
	if err := s.HandOver(ctx, db.Once{}, admin, dbtest.Now, "u01", "q01",
		nil); huiyin.KindOf(err) != huiyin.KindInvalid {
		t.Fatal(err)
	}
	if after, _ := s.OpenWork(ctx, "u01"); len(before) != 3 || len(after) != 3 {
		t.Fatalf("%v became %v", before, after)
	}
	if err := s.HandOver(ctx, db.Once{}, admin, dbtest.Now, "u01", "q01",
		[]string{free.Number, before[1]}); err != nil {
		t.Fatal(err)
	}
	if err := s.HandOver(ctx, db.Once{}, admin, dbtest.Now, "u01", "v02", nil); err != nil {
		t.Fatal(err)
	}
	if after, _ := s.OpenWork(ctx, "u01"); len(after) != 0 {
		t.Fatal(after)
	}
	if n, err := s.Notices(ctx, dbtest.Actor(t, s, "q01"), 0, 10); err != nil || len(n) != 2 ||
		n[0].Kind != huiyin.NoticeHandedOver {
		t.Errorf("%v %v", n, err)
	}
	clean(t, s)
}
