package settings

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// Calendar is the working calendar: the special days of a year, and the hours of a site, "" for every
// site that has none of its own (rule D9).
type Calendar struct {
	View
	Year int
	Site string
	Seed bool // Huiyin knows special days that the calendar lacks
}

// month is what is special in one month.
type month struct {
	name     string
	holidays []time.Time
	workdays []time.Time
}

// months lists the months of the year that have a special day.
func (v Calendar) months() []month {
	all := make([]month, 12)
	for date, kind := range v.Org.Calendar.Days {
		at, err := time.Parse(time.DateOnly, date)
		if err != nil || at.Year() != v.Year {
			continue
		}
		m := &all[at.Month()-1]
		if kind == huiyin.Holiday {
			m.holidays = append(m.holidays, at)
		} else {
			m.workdays = append(m.workdays, at)
		}
	}
	var out []month
	for i, m := range all {
		if len(m.holidays)+len(m.workdays) > 0 {
			m.name = strconv.Itoa(i + 1)
			slices.SortFunc(m.holidays, time.Time.Compare)
			slices.SortFunc(m.workdays, time.Time.Compare)
			out = append(out, m)
		}
	}
	return out
}

// choices makes boxes of days: 1 日 周四.
func (v Calendar) choices(days []time.Time) []ui.Option {
	var out []ui.Option
	for _, d := range days {
		out = append(out, ui.Option{Value: d.Format(time.DateOnly), Label: v.T("%d 日", d.Day()) + " " +
			v.T(dayNames[d.Weekday()])})
	}
	return out
}

// years are those that the page leads to: all that are known, this one and the next.
func (v Calendar) years() []int {
	now := v.Now.In(v.Zone).Year()
	from, to := min(now, v.Year), max(now+1, v.Year, v.Org.Calendar.Reach())
	for date := range v.Org.Calendar.Days {
		if y, err := strconv.Atoi(date[:min(4, len(date))]); err == nil {
			from = min(from, y)
		}
	}
	var out []int
	for y := from; y <= to; y++ {
		out = append(out, y)
	}
	return out
}

// unknown is this year or the next, the first without a special day in the calendar; 0 for neither.
func (v Calendar) unknown() int {
	now := v.Now.In(v.Zone).Year()
	if reach := v.Org.Calendar.Reach(); reach <= now {
		return max(reach+1, now)
	}
	return 0
}

func (v Calendar) address(year int, site string) string {
	q := url.Values{"year": {strconv.Itoa(year)}}
	if site != "" {
		q.Set("site", site)
	}
	return "/settings/calendar?" + q.Encode()
}

// typedHours is what the field of a weekday shows.
func (v Calendar) typedHours(d time.Weekday) string {
	if w, own := v.Org.Calendar.Weeks[v.Site]; own {
		return w.DayText(d)
	}
	if v.Site == "" {
		return v.Org.Calendar.Week("").DayText(d)
	}
	return ""
}

func (v Calendar) ownHours() bool {
	_, own := v.Org.Calendar.Weeks[v.Site]
	return own
}

// part is the same form with ids of its own, for fields that stand in it several times.
func part(f ui.Form, id string) ui.Form {
	f.ID += "-" + id
	return f
}

func dayField(i int) string { return fmt.Sprintf("day%d", i+1) }
