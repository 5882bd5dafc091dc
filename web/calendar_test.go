package web

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
)

func TestD9_CalendarFilesAreRead(t *testing.T) {
	zone := time.FixedZone("", 8*3600)
	event := func(summary, start, end string) string {
		e := "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:" + summary + "\r\nDTSTART" + start + "\r\n"
		if end != "" {
			e += "DTEND" + end + "\r\n"
		}
		return e + "END:VEVENT\r\n"
	}
	ical := func(events ...string) string {
		return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + strings.Join(events, "") + "END:VCALENDAR\r\n"
	}
	for name, tt := range map[string]struct {
		file string
		want map[string]huiyin.DayOff // nil: refused
	}{
		"chinese-days": {`{"holidays":{"2027-01-01":"New Year's Day,元旦,1"},"workdays":{"2027-01-10":"x"},"inLieuDays":{"2027-01-02":"x"}}`,
			map[string]huiyin.DayOff{"2027-01-01": huiyin.Holiday, "2027-01-10": huiyin.MadeUpDay}},
		"with a mark before it": {"\uFEFF" + ` {"holidays":{"2027-01-01":1}}`,
			map[string]huiyin.DayOff{"2027-01-01": huiyin.Holiday}},
		"days of events": {ical(event("春节（休）", ";VALUE=DATE:20270206", ";VALUE=DATE:20270209"),
			event("春节（班）", ";VALUE=DATE:20270220", ""), event("植树节", ";VALUE=DATE:20270312", "")),
			map[string]huiyin.DayOff{"2027-02-06": huiyin.Holiday, "2027-02-07": huiyin.Holiday,
				"2027-02-08": huiyin.Holiday, "2027-02-20": huiyin.MadeUpDay}},
		"hours of events": {ical(event("调休上班", ":20270109T160000Z", ":20270110T100000Z"),
			event("假期", ":20261231T160000Z", ":20270101T160000Z")),
			map[string]huiyin.DayOff{"2027-01-10": huiyin.MadeUpDay, "2027-01-01": huiyin.Holiday}},
		"nothing":            {"", nil},
		"a letter":           {"2027-01-01 holiday", nil},
		"half a JSON":        {`{"holidays":{"2027-01-01":`, nil},
		"a list":             {`{"holidays":["2027-01-01"]}`, nil},
		"no days":            {`{"holidays":{},"weather":"fine"}`, nil},
		"both":               {`{"holidays":{"2027-01-01":""},"workdays":{"2027-01-01":""}}`, nil},
		"half a calendar":    {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:休", nil},
		"no events":          {ical(), nil},
		"no beginning":       {ical("BEGIN:VEVENT\r\nSUMMARY:休\r\nEND:VEVENT\r\n"), nil},
		"an odd beginning":   {ical(event("休", ";VALUE=DATE:2027XX01", "")), nil},
		"a holiday for ever": {ical(event("休", ";VALUE=DATE:20270101", ";VALUE=DATE:21270101")), nil},
		"events that differ": {ical(event("休", ";VALUE=DATE:20270101", ""), event("班", ";VALUE=DATE:20270101", "")),
			nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := readDays([]byte(tt.file), zone)
			if tt.want == nil {
				if e := refusal(err); e == nil || e.Field != "file" || e.Kind != huiyin.KindInvalid {
					t.Errorf("taken as %v, %v", got, err)
				}
				return
			}
			if err != nil || !maps.Equal(got, tt.want) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func FuzzD9_CalendarFiles(f *testing.F) {
	f.Add([]byte(`{"holidays":{"2027-01-01":"x"}}`))
	f.Add([]byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:休\r\nDTSTART:20270101\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		days, err := readDays(data, time.UTC)
		if (err == nil) != (len(days) > 0) || err != nil && refusal(err) == nil {
			t.Errorf("%v, %v", days, err)
		}
	})
}

func TestD9_TheCalendarIsKeptOnItsPage(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	kind := func(date string) huiyin.DayOff { return p.store.Org().Calendar.Days[date] }
	boxes := func(path string) []string {
		return admin.get(path).page().Find("[name=day]").Map(valueOf)
	}
	if got := boxes("/settings/calendar?year=2026"); !slices.Contains(got, "2026-10-01") ||
		!slices.Contains(got, "2026-10-10") ||
		slices.ContainsFunc(got, func(d string) bool { return d[:4] != "2026" }) {
		t.Errorf("2026 shows %v", got)
	}

	if to := admin.must("/settings/calendar/add", "date", "2027-12-30", "until", "2028-01-02", "kind", "holiday",
		"year", "2027"); to != "/settings/calendar?year=2027&done=1" {
		t.Errorf("leads to %s", to)
	}
	for date, want := range map[string]huiyin.DayOff{"2027-12-29": "", "2027-12-30": huiyin.Holiday,
		"2028-01-02": huiyin.Holiday, "2028-01-03": ""} {
		if kind(date) != want {
			t.Errorf("%s became %q", date, kind(date))
		}
	}
	admin.must("/settings/calendar/remove", "day", "2027-12-30", "day", "2027-12-31")
	if kind("2027-12-30") != "" || kind("2028-01-01") != huiyin.Holiday {
		t.Error("the wrong days were taken back")
	}

	hours := []string{"day1", "8:00-12:00", "day2", "", "day3", "", "day4", "", "day5", "", "day6", "", "day7",
		"09:00－24:00"}
	admin.must("/settings/calendar/week", append([]string{"site", "HY"}, hours...)...)
	o := p.store.Org()
	if w := o.Calendar.Week("HY"); w.DayText(time.Monday) != "08:00-12:00" || w.DayText(time.Sunday) != "09:00-24:00" ||
		w.DayText(time.Tuesday) != "" {
		t.Errorf("HY works\n%s", w)
	}
	if w := o.Calendar.Week("JY"); w.DayText(time.Tuesday) != "09:00-12:00 13:00-18:00" {
		t.Errorf("JY works\n%s", w)
	}

	file := []byte(`{"holidays":{"2028-02-01":"x"},"workdays":{"2028-02-05":"x"}}`)
	if a := admin.upload("/settings/calendar/import", "2028.json", file, "year",
		"2028"); a.status != http.StatusSeeOther {
		t.Fatalf("import: %d %s", a.status, sentences(a))
	}
	if kind("2028-02-01") != huiyin.Holiday || kind("2028-02-05") != huiyin.MadeUpDay ||
		kind("2028-01-01") != huiyin.Holiday {
		t.Error("not what the file says, or what it does not say is lost")
	}
	admin.must("/settings/calendar/remove", "day", "2025-10-01")
	if admin.get("/settings/calendar").page().Find("[name=seed]").Length() != 1 {
		t.Error("nothing offers to add what is known")
	}
	admin.must("/settings/calendar/import", "seed", "1")
	if kind("2025-10-01") != huiyin.Holiday ||
		admin.get("/settings/calendar").page().Find("[name=seed]").Length() != 0 {
		t.Error("what is known was not added")
	}
	p.check(row{"admin", "GET", "/settings/journal?subject=calendar", nil, 200,
		[]string{"2027-12-30、2027-12-31", "调休上班", "周一 08:00-12:00；周日 09:00-24:00", "海悦府"}, nil})

	for _, tt := range []struct {
		path  string
		form  []string
		field string
	}{
		{"add", []string{"kind", "holiday"}, "date"},
		{"add", []string{"date", "soon", "kind", "holiday"}, "date"},
		{"add", []string{"date", "2027-05-01"}, "kind"},
		{"add", []string{"date", "2027-05-01", "kind", "party"}, "kind"},
		{"add", []string{"date", "2027-05-02", "until", "2027-05-01", "kind", "holiday"}, "until"},
		{"add", []string{"date", "2027-05-01", "until", "2027-07-01", "kind", "holiday"}, "until"},
		{"remove", nil, ""},
		{"week", []string{"day1", "nine to five"}, "day1"},
		{"week", nil, "day1"},
		{"import", nil, "file"},
	} {
		before := p.store.Org()
		a := admin.post("/settings/calendar/"+tt.path, tt.form...)
		if a.status != http.StatusUnprocessableEntity || p.store.Org() != before {
			t.Errorf("%s %v: %d", tt.path, tt.form, a.status)
		}
		if tt.field != "" && a.page().Find("#"+tt.field+"-wrong").Length() != 1 ||
			tt.field == "" && a.page().Find("main [role=alert]").Length() != 1 {
			t.Errorf("%s %v: nothing at %q: %s", tt.path, tt.form, tt.field, sentences(a))
		}
	}
	for _, size := range []int{mostCalendarFile + 1, mostForm + 1} {
		if a := admin.upload("/settings/calendar/import", "big.json",
			make([]byte, size)); a.status != http.StatusUnprocessableEntity ||
			a.page().Find("#file-wrong").Length() != 1 {
			t.Errorf("%d bytes: %d %s", size, a.status, sentences(a))
		}
	}
	p.verified()
}

// The page says plainly which year nobody has announced yet, until its days are in.
func TestD9_ThePageSaysHowFarTheDaysReach(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	says := func() string {
		return strings.TrimSpace(admin.get("/settings/calendar").page().Find(".alert-title").Text())
	}
	year := p.server.Now().In(p.store.Org().Zone).Year()
	var later []string // all that is known of next year
	for date := range huiyin.SeedDays() {
		if date > strconv.Itoa(year+1) {
			later = append(later, "day", date)
		}
	}
	if len(later) == 0 {
		t.Fatalf("nothing is known of %d", year+1)
	}
	admin.must("/settings/calendar/remove", later...)
	if want := strconv.Itoa(year+1) + " 年的放假安排尚未公布"; says() != want {
		t.Errorf("it says %q, want %q", says(), want)
	}
	admin.must("/settings/calendar/add", "date", strconv.Itoa(year+1)+"-05-01", "kind", "holiday")
	if says() != "" {
		t.Errorf("all is in, yet it says %q", says())
	}
}
