package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// covered are complaints of HY, and one of JY.
func coverable(t *testing.T, o *Org) func(number string) (*Complaint, error) {
	t.Helper()
	all := map[string]*Complaint{}
	for _, n := range []string{"TS-HY-20250303-001", "TS-HY-20250303-002", "TS-HY-20250303-003", "TS-HY-20250303-004",
		"TS-JY-20250303-001"} {
		by := "v01"
		in := intake()
		in.Site = strings.Split(n, "-")[1]
		switch n[len(n)-1:] + in.Site {
		case "3HY":
			in.Name, in.Phone = "匿名", ""
		case "4HY":
			in.Accused = []string{"s02"}
		}
		c, err := RecordComplaint(o.as(by), monday, in)
		if err != nil {
			t.Fatal(n, err)
		}
		c.Numbered(n)
		all[n] = c
	}
	return func(number string) (*Complaint, error) {
		if c := all[number]; c != nil {
			return c, nil
		}
		return nil, NotFound()
	}
}

func planForm(changes ...func(*ImprovementPlanForm)) ImprovementPlanForm {
	f := ImprovementPlanForm{Site: "HY", Category: "repair", Cause: "外墙渗漏", Aim: "每月不超过一件",
		Covered: []string{"TS-HY-20250303-001", " TS-HY-20250303-002", "TS-HY-20250303-001", ""}}
	for _, change := range changes {
		change(&f)
	}
	return f
}

// planned is a plan of HY that s01 opened.
func planned(t *testing.T, o *Org, find func(string) (*Complaint, error), covered ...string) *ImprovementPlan {
	t.Helper()
	f := planForm()
	if covered != nil {
		f.Covered = covered
	}
	p, err := OpenImprovementPlan(o.as("s01"), monday, f, find)
	if err != nil {
		t.Fatal(err)
	}
	p.Numbered(o.as("s01"), "ZG-HY-20250303-001")
	p.Loaded()
	return p
}

func TestA2_PlanIsOpenedByWhoAnswersForTheSite(t *testing.T) {
	o := demo()
	find := coverable(t, o)
	for site, opens := range map[string]string{"HY": "s01 s02 p01 x02 v01 v02 g01", "JY": "u01 q01 x02 v01 v02 g01",
		"": "x02 v01 v02 g01"} {
		for i := range o.People {
			by := o.as(o.People[i].Account)
			want := slices.Contains(strings.Fields(opens), by.Account)
			p, err := OpenImprovementPlan(by, monday, planForm(func(f *ImprovementPlanForm) {
				f.Site = site
				if site == "JY" {
					f.Covered = []string{"TS-JY-20250303-001", "TS-HY-20250303-001"}
				}
			}), find)
			if site == "JY" && want { // they may, but one of them is of another site
				if e, ok := err.(*Error); !ok || e.Field != "number" || p != nil {
					t.Errorf("%s: %v", by.Account, err)
				}
			} else if (err == nil) != want || Opens(by, site) != want || (p != nil) != want {
				t.Errorf("%s opens %q: %v", by.Account, site, err)
			}
		}
	}
	for name, tt := range map[string]struct {
		change func(*ImprovementPlanForm)
		field  string
	}{
		"no site":     {func(f *ImprovementPlanForm) { f.Site = "XX" }, "site"},
		"no category": {func(f *ImprovementPlanForm) { f.Category = "" }, "category"},
		"no cause":    {func(f *ImprovementPlanForm) { f.Cause = " " }, "cause"},
		"no aim":      {func(f *ImprovementPlanForm) { f.Aim = "" }, "aim"},
		"long":        {func(f *ImprovementPlanForm) { f.Aim = strings.Repeat("长", longText+1) }, "aim"},
		"none":        {func(f *ImprovementPlanForm) { f.Covered = nil }, "number"},
		"one, twice": {func(f *ImprovementPlanForm) {
			f.Covered = []string{"TS-HY-20250303-001",
				"TS-HY-20250303-001"}
		}, "number"},
		"unknown":      {func(f *ImprovementPlanForm) { f.Covered[1] = "TS-HY-20250303-099" }, "number"},
		"another site": {func(f *ImprovementPlanForm) { f.Covered[1] = "TS-JY-20250303-001" }, "number"},
		"about them":   {func(f *ImprovementPlanForm) { f.Covered[1] = "TS-HY-20250303-004" }, "number"},
	} {
		p, err := OpenImprovementPlan(o.as("s02"), monday, planForm(tt.change), find)
		if e, ok := err.(*Error); !ok || e.Kind != KindInvalid || e.Field != tt.field || p != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := planned(t, o, find)
	if !slices.Equal(p.Covered, []string{"TS-HY-20250303-001", "TS-HY-20250303-002"}) || p.State != DocPlanned ||
		p.Version != 1 {
		t.Errorf("%+v", p)
	}
}

func TestA2_PlanGoesThroughMeasuresThatOthersCheck(t *testing.T) {
	o := demo()
	p := planned(t, o, coverable(t, o))
	s, q := o.as("s01"), o.as("p01")
	later := monday.Add(24 * time.Hour)
	docRefused(t, p, KindForbidden, "", func() error { return p.End(s, later, "好了") })
	docRefused(t, p, KindConflict, "", func() error { return p.End(q, later, "好了") })
	docRefused(t, p, KindNotFound, "",
		func() error { return AssignJob(p, o.as("u01"), later, Job{What: "查", Who: "e01", Due: later}) })
	docRefused(t, p, KindNotFound, "",
		func() error { return AssignJob(p, o.as("e01"), later, Job{What: "查", Who: "e01", Due: later}) })
	docRefused(t, p, KindInvalid, "unit", func() error {
		return AssignJob(p, s, later, Job{What: "查", Who: "e01", Unit: "none", Due: later})
	})
	if err := AssignJob(p, s, later,
		Job{What: "更换防水层", Unit: "engineering", Who: "s02", Due: later.Add(48 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if p.State != DocInWork || p.journal[0].To != State(DocInWork) || p.journal[0].From != State(DocPlanned) {
		t.Errorf("%s %+v", p.State, p.journal)
	}
	docRefused(t, p, KindConflict, "", func() error { return p.CheckEffect(s, later, 1, "yes", "看过") })
	docRefused(t, p, KindConflict, "", func() error { return p.End(q, later, "好了") })
	docRefused(t, p, KindConflict, "", func() error { return p.Tell(q, later, "phone", "好了", nil) })
	if err := EndJob(p, o.as("s02"), later, 1, "换好", ""); err != nil {
		t.Fatal(err)
	}
	docRefused(t, p, KindForbidden, "", func() error { return p.CheckEffect(o.as("s02"), later, 1, "yes", "看过") })
	docRefused(t, p, KindNotFound, "", func() error { return p.CheckEffect(s, later, 2, "yes", "看过") })
	docRefused(t, p, KindInvalid, "effective", func() error { return p.CheckEffect(s, later, 1, "maybe", "看过") })
	docRefused(t, p, KindInvalid, "found", func() error { return p.CheckEffect(s, later, 1, "yes", " ") })
	docRefused(t, p, KindConflict, "", func() error { return p.End(q, later, "好了") })
	if err := p.CheckEffect(s, later, 1, "yes", "雨后未渗"); err != nil || p.Jobs[0].CheckedBy != "s01" {
		t.Fatal(err)
	}
	docRefused(t, p, KindConflict, "", func() error { return p.CheckEffect(s, later, 1, "no", "再看") })
	docRefused(t, p, KindInvalid, "result", func() error { return p.End(q, later, "") })
	if err := p.End(q, later, "三个月没有再渗"); err != nil || p.State != DocEnded || p.EndedBy != "p01" {
		t.Fatal(err)
	}
	docRefused(t, p, KindConflict, "", func() error { return p.End(q, later, "好了") })
	docRefused(t, p, KindConflict, "",
		func() error { return AssignJob(p, s, later, Job{What: "查", Who: "e01", Due: later}) })
}

func TestA2W4_CustomersAreToldOnce(t *testing.T) {
	o := demo()
	find := coverable(t, o)
	later := monday.Add(24 * time.Hour)
	covered := []string{"TS-HY-20250303-001", "TS-HY-20250303-003", "TS-HY-20250303-004"}
	f := planForm(func(f *ImprovementPlanForm) { f.Covered = covered })
	p, err := OpenImprovementPlan(o.as("p01"), monday, f, find)
	if err != nil {
		t.Fatal(err)
	}
	p.State = DocEnded
	change := func(number string, fn func(*Complaint) error) error {
		c, err := find(number)
		if err == nil {
			err = fn(c)
		}
		return err
	}
	contacts := func() (n int) {
		for _, number := range covered {
			c, _ := find(number)
			n += len(c.Contacts)
		}
		return n
	}
	s2 := o.as("s02")
	docRefused(t, p, KindInvalid, "way", func() error { return p.Tell(s2, later, "drum", "已整改", change) })
	docRefused(t, p, KindInvalid, "said", func() error { return p.Tell(s2, later, "phone", "", change) })
	docRefused(t, p, KindNotFound, "", func() error { return p.Tell(o.as("u01"), later, "phone", "已整改", change) })
	if contacts() != 0 {
		t.Fatal("refused, yet told")
	}
	if err := p.Tell(s2, later, "phone", "已整改", change); err != nil {
		t.Fatal(err)
	}
	why := func(n string) Untold { return p.ToldOf(n).Why }
	if contacts() != 1 || why(covered[0]) != WasTold || why(covered[1]) != Nameless || why(covered[2]) != Denied {
		t.Errorf("%d %+v", contacts(), p.Told)
	}
	if err := p.Tell(o.as("p01"), later, "phone", "已整改", change); err != nil || contacts() != 2 ||
		why(covered[2]) != WasTold {
		t.Errorf("%v %d %+v", err, contacts(), p.Told)
	}
	docRefused(t, p, KindConflict, "", func() error { return p.Tell(o.as("p01"), later, "phone", "再说一次", change) })
	if contacts() != 2 {
		t.Error("told twice")
	}
}

func TestA2_PlanIsProposedWhenACategoryRises(t *testing.T) {
	o := demo()
	for _, tt := range []struct {
		n, before int
		want      bool
	}{{0, 0, false}, {1, 0, false}, {2, 0, true}, {2, 3, true}, {2, 4, false}, {3, 90, true}} {
		if got := RiseOf(o, "HY", "repair", tt.n, tt.before) != nil; got != tt.want {
			t.Errorf("%d after %d: %v", tt.n, tt.before, got)
		}
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, o.Zone)
	lately, before := RiseMonths(o, now)
	if !slices.Equal(lately, []Month{202601, 202602, 202603}) ||
		!slices.Equal(before, []Month{202510, 202511, 202512}) {
		t.Errorf("%v %v", lately, before)
	}
	p := &ImprovementPlan{Document: Document{At: time.Date(2025, 11, 5, 0, 0, 0, 0, o.Zone)}}
	e := p.NewEffect(o, now)
	if len(e.Points) != 11 || e.Points[0].Month != 202505 {
		t.Errorf("%+v", e)
	}
	e.Add(202505, 3)
	e.Add(202511, 9)
	e.Add(202512, 2)
	e.Add(202401, 2)
	if b, s := e.Means(); b != "0.5" || s != "0.5" {
		t.Error(b, s)
	}
}
