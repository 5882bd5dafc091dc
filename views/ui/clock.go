package ui

import (
	"time"
)

// Clock says when it is and where, so that times can be shown the way people speak of them.
type Clock struct {
	Now  time.Time
	Zone *time.Location
	Lang Lang
}

func (c Clock) local(t time.Time) time.Time {
	if c.Zone == nil {
		return t.UTC()
	}
	return t.In(c.Zone)
}

// Short is how a time is said: 今天 14:05, 昨天 14:05, 11月21日 14:05, in other years 2025年11月21日 14:05.
func (c Clock) Short(t time.Time) string {
	return c.Day(t) + " " + c.local(t).Format("15:04")
}

// Day is how a day is said: 今天, 昨天, 明天, 11月21日, in other years 2025年11月21日.
func (c Clock) Day(t time.Time) string {
	now, day := c.local(c.Now), c.local(t)
	switch days(now, day) {
	case 0:
		return c.Lang.T("今天")
	case -1:
		return c.Lang.T("昨天")
	case 1:
		return c.Lang.T("明天")
	}
	layout := "1月2日"
	if c.Lang == English {
		layout = "2 Jan"
	}
	if now.Year() != day.Year() {
		if c.Lang == English {
			layout += " 2006"
		} else {
			layout = "2006年" + layout
		}
	}
	return day.Format(layout)
}

// days counts the calendar days from one day to another, whatever the hours.
func days(from, to time.Time) int {
	a := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, time.UTC)
	b := time.Date(to.Year(), to.Month(), to.Day(), 0, 0, 0, 0, time.UTC)
	return int(b.Sub(a).Hours() / 24)
}

// Full is the whole date and time to the minute: 2026-11-21 14:05.
func (c Clock) Full(t time.Time) string { return c.local(t).Format("2006-01-02 15:04") }

// Date is the whole date: 2026-11-21. It is also the value of a date field.
func (c Clock) Date(t time.Time) string { return c.local(t).Format(time.DateOnly) }

// Input is the value of a datetime-local field, "" for the zero time.
func (c Clock) Input(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return c.local(t).Format("2006-01-02T15:04")
}

// Span says how long something lasts: 3 天, 1 天 5 小时, 3 小时 12 分, 不到 1 分钟. app.js says it the same way.
func (c Clock) Span(d time.Duration) string {
	d = d.Abs()
	day, hour, minute := int(d/(24*time.Hour)), int(d/time.Hour)%24, int(d/time.Minute)%60
	switch {
	case day >= 3 || day > 0 && hour == 0:
		return c.Lang.T("%d 天", day)
	case day > 0:
		return c.Lang.T("%d 天 %d 小时", day, hour)
	case hour > 0 && minute == 0:
		return c.Lang.T("%d 小时", hour)
	case hour > 0:
		return c.Lang.T("%d 小时 %d 分", hour, minute)
	case minute > 0:
		return c.Lang.T("%d 分钟", minute)
	}
	return c.Lang.T("不到 1 分钟")
}
