package web

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// calendarRoutes are the working calendar (rule D9).
func (s *Server) calendarRoutes() []route {
	manage := huiyin.ActionManage
	return []route{
		{get, "/settings/calendar", manage, emptyForm(s, s.calendarPage), nil, 0},
		{post, "/settings/calendar/add", manage, s.addDays, s.calendarPage, 0},
		{post, "/settings/calendar/remove", manage, s.removeDays, s.calendarPage, 0},
		{post, "/settings/calendar/week", manage, s.setWeek, s.calendarPage, 0},
		{post, "/settings/calendar/import", manage, s.importDays, s.calendarPage, 0},
	}
}

func (s *Server) calendarPage(c echo.Context, status int, f ui.Form) error {
	org := s.store.Org()
	year, site := s.calendarPlace(c)
	v := settings.Calendar{View: s.settingsView(c, "calendar", "工作日历", path.Base(c.Path()), f, org.Calendar),
		Year: year, Site: site}
	v.Seed = missing(org.Calendar.Days, huiyin.SeedDays())
	return s.render(c, status, settings.CalendarPage(v))
}

// missing tells whether a list has a date that another lacks.
func missing(have, want map[string]huiyin.DayOff) bool {
	for date := range want {
		if have[date] == "" {
			return true
		}
	}
	return false
}

// calendarPlace is what the page shows: a year and a site's hours, by default this year and every site's.
func (s *Server) calendarPlace(c echo.Context) (year int, site string) {
	value := func(name string) string { return cmp.Or(postedText(c, name), c.QueryParam(name)) }
	org := s.store.Org()
	year, err := strconv.Atoi(value("year"))
	if err != nil || year < 2000 || year > 2099 {
		year = s.Now().In(org.Zone).Year()
	}
	if site = value("site"); org.Site(site) == nil {
		site = ""
	}
	return year, site
}

// changeCalendar changes the company and leads back to the year and the site that were shown.
func changeCalendar[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, o *huiyin.Org, f F) error) error {
	year, site := s.calendarPlace(c)
	to := "/settings/calendar?year=" + strconv.Itoa(year)
	if site != "" {
		to += "&site=" + url.QueryEscape(site)
	}
	return changeCompany(s, c, to, func(o *huiyin.Org) any { return o.Calendar }, fn)
}

type daysForm struct {
	Date  time.Time `form:"date"`
	Until time.Time `form:"until"`
	Kind  string    `form:"kind"`
}

// mostAdded bounds one entry by hand, in days.
const mostAdded = 31

// days are the days that the form marks, in the company's zone.
func (f daysForm) days(zone *time.Location) (map[string]huiyin.DayOff, error) {
	if f.Until.IsZero() {
		f.Until = f.Date
	}
	switch {
	case f.Date.IsZero():
		return nil, huiyin.Invalid("date", "此项必填。")
	case f.Kind == "":
		return nil, huiyin.Invalid("kind", "请选择列表中的一项。")
	case f.Until.Before(f.Date):
		return nil, huiyin.Invalid("until", "不能早于第一天。")
	case f.Until.Sub(f.Date) > mostAdded*24*time.Hour:
		return nil, huiyin.Invalid("until", "一次最多 %d 天。", mostAdded)
	}
	days := map[string]huiyin.DayOff{}
	for at := f.Date.In(zone); !at.After(f.Until); at = at.AddDate(0, 0, 1) {
		days[at.Format(time.DateOnly)] = huiyin.DayOff(f.Kind)
	}
	return days, nil
}

func (s *Server) addDays(c echo.Context) error {
	return changeCalendar(s, c, func(by huiyin.Actor, now time.Time, o *huiyin.Org, f daysForm) error {
		days, err := f.days(o.Zone)
		if err != nil {
			return err
		}
		return o.SetDays(by, now, days)
	})
}

func (s *Server) removeDays(c echo.Context) error {
	days := map[string]huiyin.DayOff{}
	for _, date := range postedValues(c)["day"] {
		days[date] = ""
	}
	if len(days) == 0 {
		return huiyin.Invalid("", "请勾选要恢复的日期。")
	}
	return changeCalendar(s, c, func(by huiyin.Actor, now time.Time, o *huiyin.Org,
		_ struct{}) error {
		return o.SetDays(by, now, days)
	})
}

func (s *Server) setWeek(c echo.Context) error {
	w, err := huiyin.ParseDays(func(field string) string { return postedText(c, field) })
	if err != nil {
		return err
	}
	return changeCalendar(s, c, func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ struct{}) error {
		return o.SetWeek(by, now, postedText(c, "site"), w)
	})
}

func (s *Server) importDays(c echo.Context) error {
	days := huiyin.SeedDays()
	file, err := calendarFile(c)
	if err != nil {
		return err
	}
	if postedText(c, "seed") == "" {
		if days, err = readDays(file, s.store.Org().Zone); err != nil {
			return err
		}
	}
	return changeCalendar(s, c, func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ struct{}) error {
		return o.ImportDays(by, now, days)
	})
}

// calendarFile reads the file of a form, nil when it has none.
func calendarFile(c echo.Context) ([]byte, error) {
	r := c.Request()
	large := huiyin.Invalid("file", "文件超过 1 MB。")
	err := r.ParseMultipartForm(mostCalendarFile)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, http.ErrNotMultipart):
		return nil, nil
	case errors.As(err, &tooLarge):
		return nil, large
	case err != nil:
		return nil, huiyin.Invalid("", "提交的内容无法读取。")
	}
	f, header, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("calendar file: %w", err)
	}
	defer func() { _ = f.Close() }()
	if header.Size > mostCalendarFile {
		return nil, large
	}
	return io.ReadAll(f)
}
