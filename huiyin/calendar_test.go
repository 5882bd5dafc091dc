package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"
)

// clock reads an instant in a zone.
func clock(s string, zone *time.Location) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return at
}

func place(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

func TestD9_WorkingTimeByTheCalendar(t *testing.T) {
	rest := SeedDays()
	rest["2025-02-08"] = Holiday // a make-up Saturday given free after all
	night := Week{5: {{22 * 60, 24 * 60}}, 6: {{0, 6 * 60}}}
	sunday := Week{0: {{10 * 60, 16 * 60}}}
	for name, tt := range map[string]struct {
		k    Calendar
		from string
		add  string
		to   string
	}{
		"inside a morning":           {Calendar{}, "2025-03-03 09:00", "1h", "2025-03-03 10:00"},
		"over lunch":                 {Calendar{}, "2025-03-03 11:30", "1h", "2025-03-03 13:30"},
		"to the very end of a day":   {Calendar{}, "2025-03-03 17:00", "1h", "2025-03-03 18:00"},
		"a whole day":                {Calendar{}, "2025-03-03 09:00", "8h", "2025-03-03 18:00"},
		"from an evening":            {Calendar{}, "2025-03-03 18:00", "1m", "2025-03-04 09:01"},
		"over a weekend":             {Calendar{}, "2025-03-07 17:00", "2h", "2025-03-10 10:00"},
		"from 23:59":                 {Calendar{}, "2025-03-09 23:59", "1h", "2025-03-10 10:00"},
		"from 00:00":                 {Calendar{}, "2025-03-10 00:00", "1h", "2025-03-10 10:00"},
		"over a month's end":         {Calendar{}, "2025-03-31 17:30", "1h", "2025-04-01 09:30"},
		"over a year's end":          {Calendar{}, "2025-12-31 17:30", "1h", "2026-01-01 09:30"},
		"over a leap day":            {Calendar{}, "2024-02-28 17:30", "9h", "2024-03-01 09:30"},
		"no leap day":                {Calendar{}, "2025-02-28 17:30", "1h", "2025-03-03 09:30"},
		"a make-up Sunday":           {Calendar{Days: SeedDays()}, "2025-01-25 12:00", "1h", "2025-01-26 10:00"},
		"over the Spring Festival":   {Calendar{Days: SeedDays()}, "2025-01-27 17:00", "2h", "2025-02-05 10:00"},
		"a make-up Saturday":         {Calendar{Days: SeedDays()}, "2025-02-07 17:00", "2h", "2025-02-08 10:00"},
		"a holiday on a make-up day": {Calendar{Days: rest}, "2025-02-07 17:00", "2h", "2025-02-10 10:00"},
		"a made-up day with own hours": {Calendar{Weeks: map[string]Week{"HY": sunday}, Days: SeedDays()},
			"2025-01-25 12:00", "1h", "2025-01-26 11:00"},
		"a made-up day takes others'": {Calendar{Weeks: map[string]Week{"HY": sunday}, Days: SeedDays()},
			"2025-02-07 12:00", "1h", "2025-02-08 11:00"},
		"through midnight": {Calendar{Weeks: map[string]Week{"HY": night}}, "2025-03-07 23:30", "1h",
			"2025-03-08 00:30"},
		"to midnight": {Calendar{Weeks: map[string]Week{"HY": night}}, "2025-03-07 23:30", "30m",
			"2025-03-08 00:00"},
		"another site's week": {Calendar{Weeks: map[string]Week{"JY": night}}, "2025-03-07 17:00", "2h",
			"2025-03-10 10:00"},
		"the company's week": {Calendar{Weeks: map[string]Week{"": night}}, "2025-03-03 09:00", "1h",
			"2025-03-07 23:00"},
		"a site's week without hours": {Calendar{Weeks: map[string]Week{"HY": {}, "": night}}, "2025-03-03 09:00",
			"1h", "2025-03-07 23:00"},
		"no week with any hours": {Calendar{Weeks: map[string]Week{"HY": {}, "": {}}}, "2025-03-07 17:00",
			"2h", "2025-03-10 10:00"},
		"nothing to add on a day of rest": {Calendar{}, "2025-03-08 12:00", "0s", "2025-03-08 12:00"},
	} {
		d, _ := time.ParseDuration(tt.add)
		from, to := clock(tt.from, shanghai), clock(tt.to, shanghai)
		if got := tt.k.Add("HY", shanghai, from.UTC(), d); !got.Equal(to) { // stored in UTC, counted on the spot
			t.Errorf("%s: %s and %s is %s, want %s", name, tt.from, tt.add, got.In(shanghai), tt.to)
		}
		if got := tt.k.Between("HY", shanghai, from, to); got != d {
			t.Errorf("%s: from %s to %s are %s, want %s", name, tt.from, tt.to, got, tt.add)
		}
		if got := tt.k.Between("HY", shanghai, to, from); got != 0 {
			t.Errorf("%s: backwards %s", name, got)
		}
	}
}

// anyWeek draws a week; its shifts lie between two minutes of the day.
func anyWeek(rt *rapid.T, first, last int) (w Week) {
	for d := range w {
		edges := rapid.SliceOfNDistinct(rapid.IntRange(first/5, last/5), 0, 6, rapid.ID[int]).Draw(rt, "edges")
		slices.Sort(edges)
		for ; len(edges) > 1; edges = edges[2:] {
			w[d] = append(w[d], Shift{edges[0] * 5, edges[1] * 5})
		}
	}
	return w
}

// anyCalendar draws a calendar, a zone and an instant near one of the days that stand out.
func anyCalendar(rt *rapid.T, first, last int) (*Calendar, *time.Location, func(name string) time.Time) {
	zone := rapid.SampledFrom([]*time.Location{
		shanghai, time.UTC, place("America/New_York"), place("Europe/Berlin"), place("America/Sao_Paulo"),
		place("Australia/Lord_Howe"), place("Asia/Kathmandu"),
	}).Draw(rt, "zone")
	k := &Calendar{Weeks: map[string]Week{"": anyWeek(rt, first, last)}, Days: map[string]DayOff{}}
	around := rapid.SampledFrom([]string{
		"2018-11-02", "2018-02-16", "2016-02-27", "2025-03-07", "2025-03-28", "2025-10-24", "2025-10-31", "2025-04-04",
		"2025-12-30", "2024-02-28",
	}).Draw(rt, "around")
	day := clock(around+" 00:00", zone)
	for i := range 12 {
		if d := rapid.SampledFrom([]DayOff{"", "", Holiday, MadeUpDay}).Draw(rt, "day off"); d != "" {
			k.Days[day.AddDate(0, 0, i).Format(time.DateOnly)] = d
		}
	}
	return k, zone, func(name string) time.Time {
		at := day.Add(time.Duration(rapid.Int64Range(-2*86400, 12*86400).Draw(rt, name)) * time.Second)
		if rapid.Bool().Draw(rt, name+" on the minute") {
			at = at.Truncate(time.Minute)
		}
		return at
	}
}

func TestD9_ArithmeticOfWorkingTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k, zone, instant := anyCalendar(rt, 0, 24*60)
		add := func(t time.Time, d time.Duration) time.Time { return k.Add("HY", zone, t, d) }
		back := func(t time.Time, d time.Duration) time.Time { return k.Back("HY", zone, t, d) }
		between := func(a, b time.Time) time.Duration { return k.Between("HY", zone, a, b) }
		length := func(name string) time.Duration {
			return time.Duration(rapid.Int64Range(1, 30*3600*1000).Draw(rt, name)) * time.Millisecond
		}
		s, t, a, b := instant("s"), instant("t"), length("a"), length("b")
		if t.Before(s) {
			s, t = t, s
		}
		switch {
		case add(s, a).After(add(t, a)):
			rt.Fatal("later begun, earlier done")
		case !add(t, a).Before(add(t, a+b)):
			rt.Fatal("more work, done no later")
		case !add(t, a).After(t):
			rt.Fatal("done before it began")
		case !add(add(t, a), b).Equal(add(t, a+b)):
			rt.Fatalf("in two steps %s, in one %s", add(add(t, a), b), add(t, a+b))
		case !back(back(t, a), b).Equal(back(t, a+b)):
			rt.Fatalf("back in two steps %s, in one %s", back(back(t, a), b), back(t, a+b))
		case between(t, add(t, a)) != a:
			rt.Fatalf("added %s, between are %s", a, between(t, add(t, a)))
		case between(back(t, a), t) != a:
			rt.Fatalf("went back %s, between are %s", a, between(back(t, a), t))
		case between(t, add(t, a).Add(-1)) >= a:
			rt.Fatal("done later than need be")
		case between(add(back(t, a), a), t) != 0 || add(back(t, a), a).After(t):
			rt.Fatal("back and forth leads past work")
		case between(t, back(add(t, a), a)) != 0 || back(add(t, a), a).Before(t):
			rt.Fatal("forth and back leads past work")
		case between(s, t)+between(t, add(t, a)) != between(s, add(t, a)):
			rt.Fatal("parts do not make the whole")
		}
	})
}

// TestD9_WorkingTimeMinuteByMinute counts by looking at the wall clock every minute.
func TestD9_WorkingTimeMinuteByMinute(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		// clocks are put back at night: then the wall clock shows an hour twice
		k, zone, instant := anyCalendar(rt, 5*60, 22*60)
		w := k.Week("HY")
		a := instant("a").Truncate(time.Minute)
		b := a.Add(time.Duration(rapid.IntRange(0, 5*24*60).Draw(rt, "minutes")) * time.Minute)
		var want time.Duration
		for at := a; at.Before(b); at = at.Add(time.Minute) {
			l := at.In(zone)
			hours := w[l.Weekday()]
			switch k.Days[l.Format(time.DateOnly)] {
			case Holiday:
				hours = nil
			case MadeUpDay:
				for i := 1; len(hours) == 0; i++ {
					hours = w[i%7]
				}
			}
			now := l.Hour()*60 + l.Minute()
			if slices.ContainsFunc(hours, func(s Shift) bool { return s.From <= now && now < s.To }) {
				want += time.Minute
			}
		}
		if got := k.Between("HY", zone, a, b); got != want {
			rt.Fatalf("from %s to %s are %s, want %s", a, b, got, want)
		}
	})
}

func TestD9_ClocksPutForwardOrBack(t *testing.T) {
	always := Week{}
	for d := range always {
		always[d] = []Shift{{0, 24 * 60}}
	}
	k := Calendar{Weeks: map[string]Week{"": always}}
	early := Calendar{Weeks: map[string]Week{"": {0: {{110, 115}, {130, 140}, {170, 190}}}}}
	for name, tt := range map[string]struct {
		k        Calendar
		zone     string
		from, to string
		want     time.Duration
	}{
		"a short day":              {k, "America/New_York", "2025-03-09 00:00", "2025-03-10 00:00", 23 * time.Hour},
		"a long day":               {k, "America/New_York", "2025-11-02 00:00", "2025-11-03 00:00", 25 * time.Hour},
		"a short day further east": {k, "Europe/Berlin", "2025-03-30 00:00", "2025-03-31 00:00", 23 * time.Hour},
		"a day without midnight":   {k, "America/Sao_Paulo", "2018-11-03 00:00", "2018-11-05 00:00", 47 * time.Hour},
		"half an hour": {k, "Australia/Lord_Howe", "2025-10-05 00:00", "2025-10-06 00:00",
			23*time.Hour + 30*time.Minute},
		// 01:50 to 01:55, 03:00 to 03:10
		"hours that did not happen": {early, "America/New_York", "2025-03-09 00:00", "2025-03-10 00:00",
			15 * time.Minute},
		"nor further east": {early, "Europe/Berlin", "2025-03-30 00:00", "2025-03-31 00:00", 15 * time.Minute},
	} {
		zone := place(tt.zone)
		from, to := clock(tt.from, zone), clock(tt.to, zone)
		if got := tt.k.Between("HY", zone, from, to); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
		if got := tt.k.Between("HY", zone, tt.k.Back("HY", zone, to, tt.want), to); got != tt.want {
			t.Errorf("%s: going back %s, want %s", name, got, tt.want)
		}
	}
}

func TestD9_AFullDay(t *testing.T) {
	for want, w := range map[time.Duration]Week{
		8 * time.Hour:  (&Calendar{}).Week("HY"),
		6 * time.Hour:  {0: {{600, 960}}, 3: {{600, 660}}},
		24 * time.Hour: {2: {{0, 720}, {720, 1440}}},
	} {
		if got := w.Day(); got != want {
			t.Errorf("%s: got %s, want %s", w, got, want)
		}
	}
}

func TestD9_HoursAreReadAsTheyAreWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := anyWeek(rt, 0, 24*60)
		lines := strings.Split(w.String(), "\n")
		if len(lines) != 7 {
			rt.Fatalf("%d lines", len(lines))
		}
		for i, line := range lines {
			day, hours, _ := strings.Cut(line, " ")
			got, err := ParseShifts("week", hours)
			if day != string(rune('1'+i)) || err != nil || !slices.Equal(got, w[(i+1)%7]) {
				rt.Fatalf("%q reads as %v: %v", line, got, err)
			}
		}
	})
}

func TestD9_HoursAsTyped(t *testing.T) {
	for text, want := range map[string][]Shift{
		"": nil, "  ": nil, "00:00-24:00": {{0, 1440}}, "9:00-12:00": {{540, 720}},
		"09：00－12：00，13:00—18:00": {{540, 720}, {780, 1080}}, "09:00-12:00,12:00-18:00": {{540, 720}, {720, 1080}},
	} {
		if got, err := ParseShifts("week", text); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"9-12", "09:00", "09:00-", "-09:00", "12:00-09:00", "09:00-09:00", "09:00-12:00 11:59-13:00",
		"13:00-18:00 09:00-12:00", "00:00-24:01", "25:00-26:00",
		"09:60-10:00", "-1:00-02:00", "09:-5-10:00", "a:b-c:d", "09:00-12:00 随时", "09:00-12:00-13:00",
	} {
		if got, err := ParseShifts("week", text); KindOf(err) != KindInvalid || err.(*Error).Field != "week" {
			t.Errorf("%q reads as %v: %v", text, got, err)
		}
	}
}

// The public holidays come to 28 days in 2025 and 33 in 2026; who makes up for one does so on a day of rest.
func TestD9_SeededDays(t *testing.T) {
	holidays := map[int]int{}
	for date, d := range SeedDays() {
		day, err := time.Parse(time.DateOnly, date)
		switch {
		case err != nil:
			t.Error(err)
		case d == Holiday:
			holidays[day.Year()]++
		case d != MadeUpDay || day.Weekday() != time.Saturday && day.Weekday() != time.Sunday:
			t.Errorf("%s, a %s, is %s", date, day.Weekday(), d)
		}
	}
	if len(holidays) != 2 || holidays[2025] != 28 || holidays[2026] != 33 {
		t.Errorf("holidays %v", holidays)
	}
	for _, d := range DayOffs() {
		if d.Label() == string(d) {
			t.Errorf("%s has no label", d)
		}
	}
}
