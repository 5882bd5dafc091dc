package units

import (
	"slices"
	"testing"
	"time"

	"huiyin/huiyin"
)

var now = time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC)

func company() *huiyin.Org {
	o := huiyin.DemoCompany()
	o.Zone = time.FixedZone("", 8*3600)
	return o.Index()
}

func as(t *testing.T, account string) huiyin.Actor {
	t.Helper()
	o := company()
	p := o.Person(account)
	if p == nil {
		t.Fatalf("no account %s", account)
	}
	return huiyin.Actor{Person: p, Org: o}
}

func line(area string, people ...Period) Line {
	return Line{Line: 2, Site: "HY", Code: "5-1-1203", Typed: "5栋1单元1203", Values: map[string]string{"area": area}, People: people}
}

func known(t *testing.T, l Line) *Unit {
	t.Helper()
	u, err := Begin(as(t, "p01"), now.AddDate(0, -2, 0), l, now)
	if err != nil {
		t.Fatal(err)
	}
	u.ID = 1
	u.Loaded()
	return u
}

func TestB11_OneFormOfACode(t *testing.T) {
	for typed, want := range map[string]string{"5栋1单元1203": "5-1-1203", "5-1-1203": "5-1-1203", "５－１－１２０３室": "5-1-1203",
		"A座1203": "A-1203", "5#1203": "5-1203", "05栋0302": "5-302"} {
		if got := CodeOf(typed); got != want {
			t.Errorf("%s is %s, want %s", typed, got, want)
		}
	}
}

func TestB11_WhatBecomesOfALine(t *testing.T) {
	owner := Period{Relation: Owner, Name: "郑一", Phone: "13811110001"}
	o := company()
	for name, tt := range map[string]struct {
		known, file Line
		hand        string // what area was corrected to by hand
		open        bool
		want        Will
	}{
		"the same":                {line("98.5", owner), line("98.5", owner), "", false, WillSame},
		"nothing said":            {line("98.5", owner), Line{Site: "HY", Code: "5-1-1203"}, "", false, WillSame},
		"changed":                 {line("98.5"), line("99"), "", false, WillChange},
		"another area":            {line("98.5"), line("120"), "", false, WillConflict},
		"corrected, file repeats": {line("98.5"), line("98.5"), "99", false, WillSame},
		"corrected, file agrees":  {line("98.5"), line("99"), "99", false, WillSame},
		"corrected, a third":      {line("98.5"), line("98"), "99", false, WillConflict},
		"a first owner":           {line("98.5"), line("98.5", owner), "", false, WillOwner},
		"another owner":           {line("98.5", owner), line("98.5", Period{Relation: Owner, Name: "孙新", Phone: "13811110002"}), "", false, WillOwner},
		"another name, same phone": {line("98.5", owner), line("98.5", Period{Relation: Owner, Name: "郑一一", Phone: "138-1111-0001"}), "",
			false, WillChange},
		"same name, no phone":       {line("98.5", owner), line("98.5", Period{Relation: Owner, Name: "郑一"}), "", false, WillSame},
		"a tenant":                  {line("98.5", owner), line("98.5", Period{Relation: Tenant, Name: "租客"}), "", false, WillChange},
		"another owner, open case":  {line("98.5", owner), line("98.5", Period{Relation: Owner, Name: "孙新", Phone: "13811110002"}), "", true, WillConflict},
		"the same owner, open case": {line("98.5", owner), line("98.5", owner), "", true, WillSame},
	} {
		u := known(t, tt.known)
		if tt.hand != "" {
			if err := u.Correct(as(t, "p01"), now, Correction{"area", tt.hand, "实测"}); err != nil {
				t.Fatal(err)
			}
		}
		if p := PlanLine(o, tt.file, u, tt.open); p.Will != tt.want {
			t.Errorf("%s: %s, want %s: %+v", name, p.Will, tt.want, p.Diff)
		}
	}
}

func TestB11_OnlyTheSitesManagerChanges(t *testing.T) {
	for account, want := range map[string]huiyin.Kind{"p01": 0, "x02": 0, "v01": 0, "a01": huiyin.KindForbidden, "s01": huiyin.KindForbidden,
		"q01": huiyin.KindNotFound, "w01": huiyin.KindForbidden, "admin": huiyin.KindForbidden} {
		u := known(t, line("98.5"))
		err := u.Correct(as(t, account), now, Correction{"plan", "三房", "实测"})
		if huiyin.KindOf(err) != want {
			t.Errorf("%s: %v", account, err)
		}
		if want != 0 && (u.Plan != "" || len(u.Journal()) > 0) {
			t.Errorf("%s changed it", account)
		}
	}
}

func TestB11_WrongCorrectionsChangeNothing(t *testing.T) {
	for _, c := range []Correction{{"nonsense", "1", "x"}, {"area", "大", "x"}, {"area", "99", ""}, {"price", "很多", "x"},
		{"state", "乱", "x"}, {"charges_at", "昨天", "x"}, {"area", "98.5", "x"}} {
		u := known(t, line("98.5"))
		if err := u.Correct(as(t, "p01"), now, c); huiyin.KindOf(err) != huiyin.KindInvalid || len(u.Journal()) > 0 || u.Area != "98.5" {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestB11_APeriodEndsWhereTheNextBegins(t *testing.T) {
	u := known(t, line("98.5", Period{Relation: Owner, Name: "郑一"}, Period{Relation: CoOwner, Name: "李二"}))
	by, day := as(t, "p01"), now.AddDate(0, 0, -3)
	for _, f := range []OwnerForm{{Name: "孙新"}, {Name: "孙新", From: now.AddDate(0, 0, 1)}, {From: day}, {Name: "孙新", From: day, Relation: "x"}} {
		if err := u.SetOwner(by, now, f); huiyin.KindOf(err) != huiyin.KindInvalid || len(u.Periods) != 2 || len(u.Journal()) > 0 {
			t.Errorf("%+v: %v", f, err)
		}
	}
	if err := u.SetOwner(by, now, OwnerForm{Name: "孙新", From: day}); err != nil {
		t.Fatal(err)
	}
	names := func(all []Period) (out []string) {
		for _, p := range all {
			out = append(out, p.Name)
		}
		return out
	}
	if got := names(u.Now(now)); !slices.Equal(got, []string{"孙新"}) {
		t.Errorf("now %q", got)
	}
	if got := names(u.Past(now)); !slices.Equal(got, []string{"李二", "郑一"}) {
		t.Errorf("past %q", got)
	}
	if got := u.Owned(day.Add(-time.Hour)); got == nil || got.Name != "郑一" {
		t.Errorf("before: %+v", got)
	}
	if err := u.SetOwner(by, now, OwnerForm{Name: "早", From: day.AddDate(0, 0, -1)}); huiyin.KindOf(err) != huiyin.KindInvalid {
		t.Errorf("an earlier one: %v", err)
	}
}

func TestB11_ChosenForAConflict(t *testing.T) {
	for do, want := range map[Do]string{Take: "120", Keep: "98.5"} {
		u := known(t, line("98.5"))
		by := as(t, "p01")
		p := PlanLine(by.Org, line("120"), u, false)
		if err := u.Import(by, now, p, do, now); err != nil {
			t.Fatal(err)
		}
		if u.Area != want {
			t.Errorf("%s: %s", do, u.Area)
		}
		if again := PlanLine(by.Org, line("120"), u, false); again.Will != WillSame {
			t.Errorf("%s is asked again: %s", do, again.Will)
		}
	}
}

func TestB11_UndoneIsAsBefore(t *testing.T) {
	u := known(t, line("98.5", Period{Relation: Owner, Name: "郑一", Phone: "13811110001"}))
	before := *u
	before.Periods = slices.Clone(u.Periods)
	by := as(t, "p01")
	p := PlanLine(by.Org, line("99", Period{Relation: Owner, Name: "孙新", Phone: "13811110002"}), u, false)
	if err := u.Import(by, now, p, "", now); err != nil {
		t.Fatal(err)
	}
	if err := u.Undo(by, now, &before); err != nil {
		t.Fatal(err)
	}
	if o := u.Owned(now); u.Area != "98.5" || o == nil || o.Name != "郑一" || len(u.Past(now)) != 0 {
		t.Errorf("%+v", u)
	}
	if err := u.Undo(by, now, nil); err != nil || u.Visible(by) {
		t.Errorf("%v %v", err, u.Gone)
	}
}
