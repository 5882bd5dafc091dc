package web

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"huiyin/huiyin"
)

const (
	// mostCalendarFile is the largest calendar file that is read, in bytes; the dates of twenty years take 60 KiB.
	mostCalendarFile = 1 << 20
	// longestHoliday bounds one event of a calendar, in days.
	longestHoliday = 60
)

// readDays reads the public holidays and make-up workdays of a file: JSON as chinese-days publishes it,
// or iCalendar with the words of the events saying which is which.
func readDays(data []byte, zone *time.Location) (map[string]huiyin.DayOff, error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF")))
	days := map[string]huiyin.DayOff{}
	var err error
	switch {
	case len(data) == 0:
		err = huiyin.Invalid("file", "请选择一个文件。")
	case bytes.HasPrefix(data, []byte("{")):
		err = readJSONDays(data, days)
	case bytes.HasPrefix(bytes.ToUpper(data[:min(len(data), 15)]), []byte("BEGIN:VCALENDAR")):
		err = readEvents(data, zone, days)
	default:
		err = huiyin.Invalid("file", "无法识别：须为 chinese-days 的 JSON 文件或 iCalendar 文件。")
	}
	if err == nil && len(days) == 0 {
		err = huiyin.Invalid("file", "文件中没有放假或调休上班的日期。")
	}
	if err != nil {
		return nil, err
	}
	return days, nil
}

// note marks a date, once.
func note(days map[string]huiyin.DayOff, date string, kind huiyin.DayOff) error {
	if old, ok := days[date]; ok && old != kind {
		return huiyin.Invalid("file", "%s 在文件中既放假又上班。", date)
	}
	days[date] = kind
	return nil
}

func readJSONDays(data []byte, days map[string]huiyin.DayOff) error {
	var file struct{ Holidays, Workdays map[string]json.RawMessage }
	if err := json.Unmarshal(data, &file); err != nil {
		return huiyin.Invalid("file", "这个 JSON 文件无法读取，或不是 chinese-days 的格式。")
	}
	for date := range file.Holidays {
		days[date] = huiyin.Holiday
	}
	for date := range file.Workdays {
		if err := note(days, date, huiyin.MadeUpDay); err != nil {
			return err
		}
	}
	return nil
}

func readEvents(data []byte, zone *time.Location, days map[string]huiyin.DayOff) error {
	wrong := huiyin.Invalid("file", "这个 iCalendar 文件无法读取。")
	calendar, err := ics.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		return wrong
	}
	for _, e := range calendar.Events() {
		summary := e.GetProperty(ics.ComponentPropertySummary)
		if summary == nil {
			continue
		}
		kind := kindOfDay(summary.Value)
		if kind == "" {
			continue
		}
		from, ok := eventDay(e.GetProperty(ics.ComponentPropertyDtStart), e.GetStartAt, zone)
		if !ok {
			return wrong
		}
		to, ended := eventDay(e.GetProperty(ics.ComponentPropertyDtEnd), e.GetEndAt, zone)
		if !ended || !to.After(from) { // the end of a day's event is the day after
			to = from.AddDate(0, 0, 1)
		}
		if to.Sub(from) > longestHoliday*24*time.Hour {
			return huiyin.Invalid("file", "“%s”长于 %d 天。", shortened(summary.Value, 20), longestHoliday)
		}
		for ; from.Before(to); from = from.AddDate(0, 0, 1) {
			if err := note(days, from.Format(time.DateOnly), kind); err != nil {
				return err
			}
		}
	}
	return nil
}

// kindOfDay tells by an event's words what its day is: 国庆节（班）, 补班, 春节（休）, 假期.
func kindOfDay(summary string) huiyin.DayOff {
	switch {
	case strings.Contains(summary, "班"):
		return huiyin.MadeUpDay
	case strings.ContainsAny(summary, "休假"):
		return huiyin.Holiday
	case strings.Contains(summary, "补"):
		return huiyin.MadeUpDay
	}
	return ""
}

// eventDay is the day of an event's beginning or end; a time of day counts as its day.
func eventDay(p *ics.IANAProperty, instant func() (time.Time, error), zone *time.Location) (time.Time, bool) {
	if p == nil {
		return time.Time{}, false
	}
	if len(p.Value) == len("20060102") {
		t, err := time.Parse("20060102", p.Value)
		return t, err == nil
	}
	t, err := instant()
	if err != nil {
		return time.Time{}, false
	}
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), true
}

func shortened(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
