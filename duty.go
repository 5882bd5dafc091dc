package huiyin

import "time"

// DutyDay is one day of a duty roster 值班表 (rule B5).
type DutyDay struct {
	Day     time.Time // a date, at midnight UTC
	Rest    bool      // nobody works at the site by its calendar
	Special DayOff    // "" on an ordinary day
}

// DutyDays lists the days of a month at a site as its calendar has them (rules B5, D9).
func (o *Org) DutyDays(site string, m Month) []DutyDay {
	first := time.Date(int(m)/100, time.Month(int(m)%100), 1, 0, 0, 0, 0, time.UTC)
	week := o.Calendar.Week(site)
	var out []DutyDay
	for day := first; day.Month() == first.Month(); day = day.AddDate(0, 0, 1) {
		out = append(out, DutyDay{day, len(o.Calendar.shifts(week, day)) == 0, o.Calendar.Days[day.Format(time.DateOnly)]})
	}
	return out
}
