package huiyin

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// mostDays bounds how many dates are changed at once: a little more than the longest list there is, of
// twenty years.
const mostDays = 1000

// SetDays says what dates are apart from their weekday (rule D9); an empty kind makes a date an ordinary
// one again. Dates not named stay. Verdicts and dates already set stay as well (rule D13).
func (o *Org) SetDays(by Actor, now time.Time, days map[string]DayOff) error {
	return o.setDays(by, now, "date", days)
}

// ImportDays is SetDays with the dates of a file, which only adds and corrects.
func (o *Org) ImportDays(by Actor, now time.Time, days map[string]DayOff) error {
	return o.setDays(by, now, "file", days)
}

func (o *Org) setDays(by Actor, now time.Time, field string, days map[string]DayOff) error {
	if err := by.may(Manage, nil); err != nil {
		return err
	}
	switch {
	case len(days) == 0:
		return Invalid(field, "没有日期。")
	case len(days) > mostDays:
		return Invalid(field, "一次最多 %d 个日期。", mostDays)
	}
	next := maps.Clone(o.Calendar.Days)
	if next == nil {
		next = map[string]DayOff{}
	}
	became := map[DayOff][]string{}
	for _, date := range slices.Sorted(maps.Keys(days)) {
		kind := days[date]
		if t, err := time.Parse(time.DateOnly, date); err != nil || t.Year() < 2000 || t.Year() > 2099 {
			return Invalid(field, "日期须为 2000 至 2099 年，写成 2027-01-01 的样子。")
		}
		if kind != "" && !dayOffs.has(kind) {
			return Invalid("kind", "请选择列表中的一项。")
		}
		if next[date] == kind {
			continue
		}
		became[kind] = append(became[kind], date)
		next[date] = kind
		if kind == "" {
			delete(next, date)
		}
	}
	var detail []Change
	for _, kind := range []DayOff{Holiday, MadeUpDay, ""} {
		if dates := became[kind]; len(dates) > 0 {
			name := string(kind)
			if kind == "" {
				name = "ordinary"
			}
			detail = append(detail, Note(name, strings.Join(dates, " ")))
		}
	}
	o.Calendar.Days = next
	o.note(by, now, "calendar", detail)
	return nil
}

// SetWeek gives a site its working hours, or with "" every site that has none of its own. A week without
// an hour takes a site's own away.
func (o *Org) SetWeek(by Actor, now time.Time, site string, w Week) error {
	if err := by.may(Manage, nil); err != nil {
		return err
	}
	if site != "" && o.Site(site) == nil {
		return NotFound()
	}
	if !w.works() && site == "" {
		return Invalid("day1", "至少填一天的工作时间。")
	}
	for i, shifts := range w {
		last := 0
		for _, s := range shifts {
			if s.From < last || s.To <= s.From || s.To > 24*60 {
				return Invalid(dayField(time.Weekday(i)), wrongShifts)
			}
			last = s.To
		}
	}
	before, after := "", ""
	if old, ok := o.Calendar.Weeks[site]; ok {
		before = old.String()
	}
	weeks := maps.Clone(o.Calendar.Weeks)
	if weeks == nil {
		weeks = map[string]Week{}
	}
	delete(weeks, site)
	if w.works() {
		weeks[site], after = w, w.String()
	}
	detail := changes("hours", before, after)
	if site != "" && len(detail) > 0 {
		detail = append([]Change{Note("site", site)}, detail...)
	}
	o.Calendar.Weeks = weeks
	o.note(by, now, "calendar", detail)
	return nil
}

// ParseDays reads the hours of a week as a form gives them: one line a weekday, day1 for Monday to day7
// for Sunday.
func ParseDays(line func(field string) string) (w Week, err error) {
	for d := range w {
		field := dayField(time.Weekday(d))
		if w[d], err = ParseShifts(field, line(field)); err != nil {
			return Week{}, err
		}
	}
	return w, nil
}

// ParseWeek reads what Week.String writes.
func ParseWeek(text string) (Week, error) {
	lines := map[string]string{}
	for line := range strings.Lines(text) {
		day, hours, _ := strings.Cut(strings.TrimSpace(line), " ")
		lines["day"+day] = hours
	}
	return ParseDays(func(field string) string { return lines[field] })
}

// dayField names the field of a weekday, counted from Monday.
func dayField(d time.Weekday) string { return "day" + string(rune('1'+(d+6)%7)) }

// DayText is the hours of one weekday as one types them.
func (w Week) DayText(d time.Weekday) string {
	_, hours, _ := strings.Cut(strings.Split(w.String(), "\n")[(d+6)%7], " ")
	return hours
}

// Reach is the last year of which special days are known, 0 for none.
func (k *Calendar) Reach() int {
	last := ""
	for date := range k.Days {
		last = max(last, date)
	}
	t, err := time.Parse(time.DateOnly, last)
	if err != nil {
		return 0
	}
	return t.Year()
}
