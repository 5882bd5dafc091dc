package db_test

import (
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

func TestM2_ReleasedReportNeverFollowsTheFigures(t *testing.T) {
	s := dbtest.New(t)
	ctx := t.Context()
	in := func(site string, accused ...string) *huiyin.Complaint {
		return dbtest.Complaint(t, s, dbtest.Actor(t, s, "v02"),
			func(in *huiyin.Intake) { in.Site, in.Accused = site, accused })
	}
	in("HY")
	in("HY")
	in("HY", "s02") // a reader's: in nobody's report
	in("HY", "a02")
	later := dbtest.Now.AddDate(0, 1, 0)
	by := func(account string) huiyin.Actor { return dbtest.Actor(t, s, account) }
	received := func(account string) int {
		t.Helper()
		_, a, _, err := s.Report(ctx, by(account), "TJ-HY-202503")
		if err != nil {
			t.Fatal(err)
		}
		return a.Counts[0].Of(huiyin.CountReceived).N
	}
	for _, account := range []string{"s01", "s02", "p01", "v01"} {
		if n := received(account); n != 3 {
			t.Errorf("%s reads %d complaints in the draft, want 3", account, n)
		}
	}
	if duties, err := s.Duties(ctx, by("s01"), later); err != nil || len(duties) != 1 ||
		duties[0].Number != "TJ-HY-202503" {
		t.Errorf("%+v %v", duties, err)
	}
	if duties, err := s.Duties(ctx, by("p01"), later); err != nil || len(duties) != 0 {
		t.Errorf("%+v %v", duties, err)
	}
	change := func(account string, fn func(*huiyin.Report, *huiyin.Analysis) error) {
		t.Helper()
		if err := s.ChangeReport(ctx, db.Once{}, by(account), "TJ-HY-202503", 0, fn); err != nil {
			t.Fatal(err)
		}
	}
	change("s01", func(r *huiyin.Report, _ *huiyin.Analysis) error { return r.CommentOn(by("s01"), later, "点评") })
	if duties, err := s.Duties(ctx, by("p01"), later); err != nil || len(duties) != 1 ||
		duties[0].State != huiyin.DocCommented {
		t.Errorf("%+v %v", duties, err)
	}
	in("HY")
	if n := received("s01"); n != 4 {
		t.Errorf("%d: a draft follows the figures", n)
	}
	change("p01", func(r *huiyin.Report, a *huiyin.Analysis) error { return r.Sign(by("p01"), later, "同意", a) })
	in("HY")
	if n := received("s01"); n != 4 {
		t.Errorf("%d: what was released has changed", n)
	}
	rows, err := s.Reports(ctx, by("s01"), later, "HY")
	if err != nil || len(rows) != 1 || rows[0].State != huiyin.DocReleased || rows[0].SignedBy != "p01" {
		t.Errorf("%+v %v", rows, err)
	}
	if _, err := s.Reports(ctx, by("s01"), later, "JY"); huiyin.KindOf(err) != huiyin.KindNotFound {
		t.Error(err)
	}
	verified(t, s)
	if _, err := raw(t, s.Dir()).Exec("UPDATE report SET frozen = replace(frozen, '4', '5')"); err != nil {
		t.Fatal(err)
	}
	if v, err := s.Verify(ctx); err != nil || len(v.Wrong) != 1 {
		t.Errorf("%v %v", v.Wrong, err)
	}
}
