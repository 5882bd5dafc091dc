package huiyin

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Calendar says when a site works (rule D9): its week, and the days on which the whole company rests
// or makes up for it 调休.
type Calendar struct {
	Weeks map[string]Week   // by site; "" for every other
	Days  map[string]DayOff // by local date, 2006-01-02
}

// Week is the working hours of each weekday, from Sunday.
type Week [7][]Shift

// Shift is a stretch of a working day, in minutes from midnight; To may be 24 hours.
type Shift struct{ From, To int }

// DayOff is what a date is apart from its weekday.
type DayOff string

// The special days.
const (
	Holiday   DayOff = "holiday" // 放假
	MadeUpDay DayOff = "workday" // 调休上班
)

var dayOffs = words[DayOff]{{Holiday, "放假"}, {MadeUpDay, "调休上班"}}

// Label is the day's name on pages.
func (d DayOff) Label() string { return dayOffs.label(d) }

// DayOffs lists the special days.
func DayOffs() []DayOff { return dayOffs.all() }

// standardWeek is Monday to Friday, 9 to 12 and 13 to 18 o'clock.
var standardWeek = func() (w Week) {
	for d := time.Monday; d <= time.Friday; d++ {
		w[d] = []Shift{{9 * 60, 12 * 60}, {13 * 60, 18 * 60}}
	}
	return w
}()

// Week gives the working hours of a site.
func (k *Calendar) Week(site string) Week {
	for _, code := range []string{site, ""} {
		if w, ok := k.Weeks[code]; ok && w.works() {
			return w
		}
	}
	return standardWeek
}

// works tells whether there is any working hour in a week; without one no clock would ever end.
func (w Week) works() bool {
	return slices.ContainsFunc(w[:], func(s []Shift) bool { return len(s) > 0 })
}

// Day is how long a full working day of the week is: the longest there is.
func (w Week) Day() time.Duration {
	var longest time.Duration
	for _, shifts := range w {
		var d time.Duration
		for _, s := range shifts {
			d += time.Duration(s.To-s.From) * time.Minute
		}
		longest = max(longest, d)
	}
	return longest
}

// shifts gives the working hours of one local date. A made-up workday on a day of rest takes the
// hours of the first working weekday.
func (k *Calendar) shifts(w Week, day time.Time) []Shift {
	switch k.Days[day.Format(time.DateOnly)] {
	case Holiday:
		return nil
	case MadeUpDay:
		if len(w[day.Weekday()]) == 0 {
			for _, d := range []time.Weekday{1, 2, 3, 4, 5, 6, 0} {
				if len(w[d]) > 0 {
					return w[d]
				}
			}
		}
	}
	return w[day.Weekday()]
}

// stretches calls use for each stretch of working time after (or, going back, before) an instant, in
// that order, until use returns false. It looks at most far days.
func (k *Calendar) stretches(site string, zone *time.Location, at time.Time, back bool,
	use func(from, to time.Time) bool) {
	w := k.Week(site)
	l := at.In(zone)
	// only a date: not every zone has every midnight
	day := time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, time.UTC)
	const far = 20 * 366
	for range far {
		shifts := k.shifts(w, day)
		for i := range shifts {
			s := shifts[i]
			if back {
				s = shifts[len(shifts)-1-i]
			}
			from, to := clockAt(zone, day, s.From), clockAt(zone, day, s.To)
			if back {
				if to.After(at) {
					to = at
				}
			} else if from.Before(at) {
				from = at
			}
			if from.Before(to) && !use(from, to) {
				return
			}
		}
		if back {
			day = day.AddDate(0, 0, -1)
		} else {
			day = day.AddDate(0, 0, 1)
		}
	}
}

// clockAt is the instant at which a local clock shows so many minutes from midnight; where it is put
// forward past them, the instant of that.
func clockAt(zone *time.Location, day time.Time, minutes int) time.Time {
	y, m, d := day.Date()
	t := time.Date(y, m, d, 0, minutes, 0, 0, zone)
	_, offset := t.Zone()
	start, end := t.ZoneBounds()
	switch asked := day.Add(time.Duration(minutes) * time.Minute).Unix(); {
	case t.Unix()+int64(offset) < asked:
		return end
	case t.Unix()+int64(offset) > asked:
		return start
	}
	return t
}

// Add gives the instant at which a length of working time has passed (rule D9).
func (k *Calendar) Add(site string, zone *time.Location, at time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return at
	}
	end := at.Add(d) // if the calendar never works again
	k.stretches(site, zone, at, false, func(from, to time.Time) bool {
		if l := to.Sub(from); l < d {
			d -= l
			return true
		}
		end = from.Add(d)
		return false
	})
	return end
}

// Back gives the instant from which a length of working time leads to another.
func (k *Calendar) Back(site string, zone *time.Location, at time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return at
	}
	start := at.Add(-d)
	k.stretches(site, zone, at, true, func(from, to time.Time) bool {
		if l := to.Sub(from); l < d {
			d -= l
			return true
		}
		start = to.Add(-d)
		return false
	})
	return start
}

// Between gives the working time from one instant to a later one, 0 if it is not later.
func (k *Calendar) Between(site string, zone *time.Location, a, b time.Time) time.Duration {
	var sum time.Duration
	if !a.Before(b) {
		return 0
	}
	k.stretches(site, zone, a, false, func(from, to time.Time) bool {
		if !from.Before(b) {
			return false
		}
		if to.After(b) {
			to = b
		}
		sum += to.Sub(from)
		return true
	})
	return sum
}

// String writes a week as it is typed: one line a weekday from Monday, 1 09:00-12:00 13:00-18:00.
func (w Week) String() string {
	var lines []string
	for _, d := range []time.Weekday{1, 2, 3, 4, 5, 6, 0} {
		line := strconv.Itoa((int(d)+6)%7 + 1)
		for _, s := range w[d] {
			line += fmt.Sprintf(" %02d:%02d-%02d:%02d", s.From/60, s.From%60, s.To/60, s.To%60)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

const wrongShifts = "工作时间须写成 09:00-12:00 13:00-18:00 的样子，按先后，不重叠。"

// ParseShifts reads the hours of one weekday: 09:00-12:00 13:00-18:00, "" for none.
func ParseShifts(field, text string) ([]Shift, error) {
	wrong := Invalid(field, wrongShifts)
	var out []Shift
	last := 0
	for _, part := range strings.Fields(strings.NewReplacer("，", " ", ",", " ", "：", ":", "－", "-", "—",
		"-").Replace(text)) {
		a, b, ok := strings.Cut(part, "-")
		from, ok1 := minuteOf(a)
		to, ok2 := minuteOf(b)
		if !ok || !ok1 || !ok2 || from < last || to <= from {
			return nil, wrong
		}
		out, last = append(out, Shift{from, to}), to
	}
	return out, nil
}

func minuteOf(s string) (int, bool) {
	h, m, ok := strings.Cut(s, ":")
	hour, err1 := strconv.Atoi(h)
	minute, err2 := strconv.Atoi(m)
	n := hour*60 + minute
	return n, ok && err1 == nil && err2 == nil && hour >= 0 && minute >= 0 && minute < 60 && n <= 24*60
}

// SeedDays are the public holidays and make-up workdays known so far (chinese-days 1.5.7): 2025 and
// 2026; later years are not yet published.
func SeedDays() map[string]DayOff {
	days := map[string]DayOff{}
	add := func(year string, d DayOff, dates string) {
		for _, date := range strings.Fields(dates) {
			days[year+"-"+date] = d
		}
	}
	add("2025", Holiday, `01-01 01-28 01-29 01-30 01-31 02-01 02-02 02-03 02-04 04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05
		05-31 06-01 06-02 10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08`)
	add("2025", MadeUpDay, "01-26 02-08 04-27 09-28 10-11")
	add("2026", Holiday, `01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 05-01 05-02 05-03
		05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07`)
	add("2026", MadeUpDay, "01-04 02-14 02-28 05-09 09-20 10-10")
	return days
}

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
	if err := Every(by.may(ActionManage, nil),
		when(len(days) == 0, field, "没有日期。"),
		when(len(days) > mostDays, field, "一次最多 %d 个日期。", mostDays)); err != nil {
		return err
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
	if err := by.may(ActionManage, nil); err != nil {
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
		hours, wrong := ParseShifts(field, line(field))
		w[d], err = hours, Every(err, wrong)
	}
	return w, err
}

// ParseWeek reads what Week.String writes, and nothing else.
func ParseWeek(text string) (Week, error) {
	lines := map[string]string{}
	for line := range strings.Lines(text) {
		day, hours, _ := strings.Cut(strings.TrimSpace(line), " ")
		if len(day) != 1 || day < "1" || day > "7" {
			return Week{}, Invalid("hours", "须为 1 至 7 的工作日。")
		}
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
