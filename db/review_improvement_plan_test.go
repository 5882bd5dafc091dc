package db_test

import (
	"fmt"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// A category that rises is proposed over what its reader may see, the list behind it has as many, and a plan
// covers it until it ends (rules A2, P3, P4, P8, M4).
func TestA2P3P8_RisesAndEffectsFollowTheirReader(t *testing.T) {
	s := dbtest.New(t)
	ctx := t.Context()
	by := func(account string) huiyin.Actor { return dbtest.Actor(t, s, account) }
	in := func(category string, accused ...string) string {
		return dbtest.Complaint(t, s, by("v02"),
			func(in *huiyin.Intake) { in.Site, in.Category, in.Accused = "HY", category, accused }).Number
	}
	dbtest.Complaint(t, s, by("v02"), func(in *huiyin.Intake) { // else there were no figures to compare with
		in.Site, in.Category, in.ReceivedAt = "HY", "noise", dbtest.Now.AddDate(0, -5, 0)
	})
	first, second := in("leak"), in("repair")
	third := in("facilities", "s02") // which s02 may not know of
	secret := in("repair")
	owner := ""
	if _, err := s.ChangeComplaint(ctx, db.Once{}, secret, 0, func(c *huiyin.Complaint) error {
		owner = c.Owner
		return c.Restrict(by(c.Owner), dbtest.Now, nil, "涉及员工隐私")
	}); err != nil {
		t.Fatal(err)
	}
	count := func(account string) (n, effect int) {
		t.Helper()
		rises, err := s.Rises(ctx, by(account), dbtest.Now, by(account).SitesOf())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rises {
			if r.Site == "HY" && r.Category == "repair" {
				n = r.N
			}
		}
		behind, err := s.Behind(ctx, by(account), dbtest.Now, "HY", "repair")
		if err != nil || n > 0 && len(behind) != n {
			t.Errorf("%s: %d behind %d, %v", account, len(behind), n, err)
		}
		list, err := s.Complaints(ctx, by(account), dbtest.Now,
			huiyin.Filter{Figure: huiyin.CountCategory, Of: "repair", Month: "2025-03", Site: "HY"})
		if err != nil {
			t.Fatal(err)
		}
		return n, list.Total
	}
	want := map[string]int{"s01": 3, "p01": 3, "s02": 2, "u01": 0, "a01": 0, "x02": 3}
	want[owner] = 4
	for account, n := range want {
		if got, _ := count(account); got != n {
			t.Errorf("%s is shown %d, want %d", account, got, n)
		}
	}
	number, err := s.OpenImprovementPlan(ctx, db.Once{Key: "once"}, by("s01"), dbtest.Now,
		huiyin.ImprovementPlanForm{Site: "HY", Category: "repair", Cause: "渗漏", Aim: "减半",
			Covered: []string{first, second, third}})
	if err != nil || number != "ZG-HY-20250303-001" {
		t.Fatal(number, err)
	}
	if again, err := s.OpenImprovementPlan(ctx, db.Once{Key: "once"}, by("s01"), dbtest.Now,
		huiyin.ImprovementPlanForm{}); again != number || err != nil {
		t.Error(again, err)
	}
	if n, _ := count("s01"); n != 0 {
		t.Error("proposed though a plan covers it")
	}
	for account, shown := range map[string]int{"s01": 3, "s02": 2, "p01": 3} {
		_, covered, e, err := s.ImprovementPlan(ctx, by(account), dbtest.Now, number)
		_, list := count(account)
		if err != nil || len(covered) != shown || e.Points[len(e.Points)-1].Received != list || list == 0 {
			t.Errorf("%s: %d covered, effect %+v, list %d, %v", account, len(covered), e, list, err)
		}
	}
	if _, _, _, err := s.ImprovementPlan(ctx, by("u01"), dbtest.Now,
		number); huiyin.KindOf(err) != huiyin.KindNotFound {
		t.Error(err)
	}
	later := dbtest.Now.AddDate(0, 0, 1)
	change := func(account string, fn func(*huiyin.ImprovementPlan) error) {
		t.Helper()
		if err := s.ChangeImprovementPlan(ctx, db.Once{}, by(account), number, 0, fn); err != nil {
			t.Fatal(err)
		}
	}
	change("s01", func(p *huiyin.ImprovementPlan) error {
		return huiyin.AssignJob(p, by("s01"), later,
			huiyin.Job{What: "换防水层", Who: "e01", Unit: "engineering", Due: later})
	})
	jobs, err := s.Jobs(ctx, by("e01"), false, 9)
	if err != nil || len(jobs) != 1 || jobs[0].Unit != "engineering" || jobs[0].Opens(by("e01")) ||
		!jobs[0].Opens(by("s01")) {
		t.Fatalf("%+v %v", jobs, err)
	}
	if err := s.EndJob(ctx, db.Once{}, jobs[0].ID, 0, func(d huiyin.WorkDocument, n int) error {
		return huiyin.EndJob(d, by("e01"), later, n, "已换", "")
	}); err != nil {
		t.Fatal(err)
	}
	change("s01", func(p *huiyin.ImprovementPlan) error { return p.CheckEffect(by("s01"), later, 1, "yes", "未再渗") })
	change("p01", func(p *huiyin.ImprovementPlan) error { return p.End(by("p01"), later, "未再渗") })
	if n, _ := count("s01"); n != want["s01"] {
		t.Error("an ended plan still covers", n)
	}
	contacts := func() string {
		var out string
		for _, n := range []string{first, second, third} {
			c, err := s.Complaint(ctx, by("v01"), n)
			if err != nil {
				t.Fatal(err)
			}
			out += fmt.Sprint(len(c.Contacts))
		}
		return out
	}
	once := db.Once{Key: "tell"}
	for range 2 { // a double click
		if err := s.TellImprovementPlan(ctx, once, by("s02"), later, number, 0, "phone", "外墙已整改", nil); err != nil {
			t.Fatal(err)
		}
		if got := contacts(); got != "110" {
			t.Errorf("told %s", got)
		}
	}
	if err := s.TellImprovementPlan(ctx, db.Once{}, by("s02"), later, number, 0, "phone", "再说",
		nil); huiyin.KindOf(err) != huiyin.KindConflict || contacts() != "110" {
		t.Error(err)
	}
	if err := s.TellImprovementPlan(ctx, db.Once{}, by("s01"), later, number, 1, "phone", "再说",
		nil); huiyin.KindOf(err) != huiyin.KindStale || contacts() != "110" {
		t.Error("stale, yet told", err)
	}
	if err := s.TellImprovementPlan(ctx, db.Once{}, by("s01"), later, number, 0, "phone", "已整改", nil); err != nil ||
		contacts() != "111" {
		t.Error(err, contacts())
	}
	rows, err := s.ImprovementPlans(ctx, by("s02"))
	if err != nil || len(rows) != 1 || rows[0].State != huiyin.DocEnded {
		t.Errorf("%+v %v", rows, err)
	}
	if rows, err := s.ImprovementPlans(ctx, by("u01")); err != nil || len(rows) != 0 {
		t.Errorf("%+v %v", rows, err)
	}
	verified(t, s)
}
