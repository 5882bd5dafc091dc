package huiyin

import (
	"maps"
	"testing"
	"time"
)

func TestD9_OnlyAnAdministratorChangesTheCalendar(t *testing.T) {
	for what, do := range map[string]func(*Org, Actor) error{
		"day": func(o *Org, by Actor) error {
			return o.SetDays(by, monday,
				map[string]DayOff{"2027-01-01": Holiday})
		},
		"file":   func(o *Org, by Actor) error { return o.ImportDays(by, monday, map[string]DayOff{"x": "y"}) },
		"week":   func(o *Org, by Actor) error { return o.SetWeek(by, monday, "", standardWeek) },
		"figure": func(o *Org, by Actor) error { return o.DropParameter(by, monday, FirstFeedback, monday) },
	} {
		t.Run(what, func(t *testing.T) {
			for _, p := range demo().People {
				if o := demo(); !p.Admin {
					orgRefused(t, o, KindForbidden, "", func(o *Org) error { return do(o, o.as(p.Account)) })
				}
			}
		})
	}
}

func TestD9_SpecialDays(t *testing.T) {
	many := map[string]DayOff{}
	for i := range mostDays + 1 {
		many[monday.AddDate(0, 0, i).Format(time.DateOnly)] = Holiday
	}
	for name, tt := range map[string]struct {
		field string
		days  map[string]DayOff
	}{
		"none":               {"date", nil},
		"no date":            {"date", map[string]DayOff{"": Holiday}},
		"one right":          {"date", map[string]DayOff{"2027-01-01": Holiday, "2027-02-30": Holiday}},
		"before all records": {"date", map[string]DayOff{"1999-12-31": Holiday}},
		"too far":            {"date", map[string]DayOff{"2100-01-01": Holiday}},
		"unknown kind":       {"kind", map[string]DayOff{"2027-01-01": "party"}},
		"too many":           {"date", many},
	} {
		t.Run(name, func(t *testing.T) {
			orgRefused(t, demo(), KindInvalid, tt.field,
				func(o *Org) error { return o.SetDays(o.as("admin"), monday, tt.days) })
		})
	}
	orgRefused(t, demo(), KindInvalid, "file", func(o *Org) error {
		return o.ImportDays(o.as("admin"), monday, map[string]DayOff{"tomorrow": Holiday})
	})

	o := demo()
	set := func(days map[string]DayOff) func(*Org) error {
		return func(o *Org) error { return o.SetDays(o.as("admin"), monday, days) }
	}
	orgChanged(t, o, "calendar", []string{"holiday", "workday"},
		set(map[string]DayOff{"2027-01-02": Holiday, "2027-01-01": Holiday, "2027-01-10": MadeUpDay}))
	if got := o.journal[0].Detail; got[0] != Note("holiday", "2027-01-01 2027-01-02") ||
		got[1] != Note("workday", "2027-01-10") {
		t.Errorf("the entry says %v", got)
	}
	if o.Calendar.Reach() != 2027 {
		t.Errorf("reaches %d", o.Calendar.Reach())
	}
	orgChanged(t, o, "calendar", nil, set(map[string]DayOff{"2027-01-01": Holiday, "2027-03-03": ""}))
	orgChanged(t, o, "calendar", []string{"ordinary"}, set(map[string]DayOff{"2027-01-01": ""}))
	if want := map[string]DayOff{"2027-01-02": Holiday, "2027-01-10": MadeUpDay}; !maps.Equal(o.Calendar.Days, want) {
		t.Errorf("days %v", o.Calendar.Days)
	}
}

func TestD9_WorkingHours(t *testing.T) {
	day := func(s ...Shift) (w Week) { w[time.Monday] = s; return w }
	for name, tt := range map[string]struct {
		kind  Kind
		field string
		site  string
		w     Week
	}{
		"no hour at all":  {KindInvalid, "day1", "", Week{}},
		"unknown site":    {KindNotFound, "", "XX", standardWeek},
		"overlapping":     {KindInvalid, "day1", "HY", day(Shift{540, 720}, Shift{719, 1080})},
		"backwards":       {KindInvalid, "day1", "HY", day(Shift{720, 540})},
		"beyond midnight": {KindInvalid, "day1", "", day(Shift{720, 24*60 + 1})},
		"negative":        {KindInvalid, "day1", "", day(Shift{-1, 60})},
	} {
		t.Run(name, func(t *testing.T) {
			orgRefused(t, demo(), tt.kind, tt.field,
				func(o *Org) error { return o.SetWeek(o.as("admin"), monday, tt.site, tt.w) })
		})
	}
	o := demo()
	set := func(site string, w Week) func(*Org) error {
		return func(o *Org) error { return o.SetWeek(o.as("admin"), monday, site, w) }
	}
	all := day(Shift{0, 24 * 60})
	orgChanged(t, o, "calendar", []string{"hours"}, set("", all))
	orgChanged(t, o, "calendar", []string{"site", "hours"}, set("HY", standardWeek))
	orgChanged(t, o, "calendar", nil, set("HY", standardWeek))
	for site, want := range map[string]Week{"HY": standardWeek, "JY": all} {
		if got := o.Calendar.Week(site); got.String() != want.String() {
			t.Errorf("%s works\n%s", site, got)
		}
	}
	orgChanged(t, o, "calendar", []string{"site", "hours"}, set("HY", Week{}))
	if got := o.Calendar.Week("HY"); got.String() != all.String() {
		t.Errorf("without its own hours HY works\n%s", got)
	}
}

func TestD9_AWeekIsReadAsItIsWritten(t *testing.T) {
	odd := standardWeek
	odd[time.Saturday], odd[time.Sunday] = []Shift{{0, 24 * 60}}, []Shift{{1, 2}, {2, 3}}
	for _, w := range []Week{standardWeek, {}, odd} {
		got, err := ParseWeek(w.String())
		if err != nil || got.String() != w.String() {
			t.Errorf("%s\nbecame\n%s, %v", w, got, err)
		}
	}
	if got := odd.DayText(time.Sunday); got != "00:01-00:02 00:02-00:03" {
		t.Errorf("Sunday reads %q", got)
	}
	if _, err := ParseWeek("3 nine to five"); KindOf(err) != KindInvalid || err.(*Error).Field != "day3" {
		t.Errorf("nonsense gave %v", err)
	}
}

// A figure has the value that was said for the instant, whenever one asks; what is past stays.
func TestD13_FiguresChangeFromAnInstantOn(t *testing.T) {
	june, july := monday.AddDate(0, 3, 0), monday.AddDate(0, 4, 0)
	o := demo()
	set := func(from time.Time, values map[Parameter]int64) func(*Org) error {
		return func(o *Org) error { return o.SetParameters(o.as("admin"), monday, from, values) }
	}
	orgChanged(t, o, "settings", []string{"d3", "from"}, set(july, map[Parameter]int64{FirstFeedback: 12}))
	orgChanged(t, o, "settings", []string{"d3", "from"}, set(june, map[Parameter]int64{FirstFeedback: 24}))
	orgChanged(t, o, "settings", []string{"d3"}, set(time.Time{}, map[Parameter]int64{FirstFeedback: 36}))
	orgChanged(t, o, "settings", nil, set(june, map[Parameter]int64{FirstFeedback: 24}))
	for _, tt := range []struct {
		at   time.Time
		want int64
	}{
		{monday.Add(-time.Millisecond), 48}, {monday, 36}, {june.Add(-time.Millisecond), 36}, {june, 24},
		{july.Add(-1), 24}, {july, 12}, {july.AddDate(9, 0, 0), 12},
	} {
		if got := o.At(tt.at).Parameters.Get(FirstFeedback); got != tt.want {
			t.Errorf("at %v it is %d, want %d", tt.at, got, tt.want)
		}
	}
	if o.Parameters.Get(FirstFeedback) != 36 || !o.NextStart().Equal(june) || !o.At(june).NextStart().Equal(july) ||
		!o.At(july).NextStart().IsZero() {
		t.Errorf("now %d, next %v", o.Parameters.Get(FirstFeedback), o.NextStart())
	}
	if !o.Holds(june.Add(-1)) || o.Holds(june) || o.At(july).Holds(june) {
		t.Error("when the figures hold is wrong")
	}

	for name, from := range map[string]time.Time{"past": monday.Add(-time.Second), "now": monday,
		"too far": monday.AddDate(10, 0, 1)} {
		t.Run(name, func(t *testing.T) {
			orgRefused(t, demo(), KindInvalid, "from", set(from, map[Parameter]int64{FirstFeedback: 24}))
		})
	}
	// Limits keep their order at every instant from then on (rule C2).
	orgChanged(t, o, "settings", []string{"authority_supervisor", "authority_manager", "from"},
		set(july, map[Parameter]int64{SupervisorLimit: int64(25_000 * Yuan), ManagerLimit: int64(30_000 * Yuan)}))
	orgRefused(t, o, KindInvalid, string(ManagerLimit),
		set(june, map[Parameter]int64{SupervisorLimit: int64(22_000 * Yuan)}))

	drop := func(now, from time.Time, f Parameter) func(*Org) error {
		return func(o *Org) error { return o.DropParameter(o.as("admin"), now, f, from) }
	}
	orgRefused(t, o, KindConflict, "", drop(june, june, FirstFeedback))
	orgRefused(t, o, KindNotFound, "", drop(monday, june, FirstResponse))
	orgRefused(t, o, KindInvalid, string(ManagerLimit), drop(monday, july, ManagerLimit))
	orgChanged(t, o, "settings", []string{"d3", "from"}, drop(monday, july, FirstFeedback))
	if got := o.At(july).Parameters.Get(FirstFeedback); got != 24 {
		t.Errorf("taken back, yet it becomes %d", got)
	}
}
