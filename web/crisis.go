package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
	"huiyin/views/crises"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// crisisRoutes are the alarms of many people before a site (rule R15).
func (s *Server) crisisRoutes() []route {
	return []route{
		{get, "/crises/alarm", huiyin.ActionRaiseAlarm, emptyForm(s, s.raisePage), nil, 0},
		{post, "/crises/alarm", huiyin.ActionRaiseAlarm, s.raiseAlarm, s.raisePage, 0},
		{get, "/crises/alarm/:alarm", huiyin.ActionRead, emptyForm(s, s.alarmPage), nil, 0},
		{post, "/crises/alarm/:alarm/more", huiyin.ActionAddToAlarm, s.addToAlarm, s.alarmPage, 0},
		{post, "/crises/alarm/:alarm/seen", huiyin.ActionHearAlarm, s.hearAlarm, s.alarmPage, 0},
		{post, "/crises/alarm/:alarm/end", huiyin.ActionEndAlarm, s.endAlarm, s.alarmPage, 0},
	}
}

func (s *Server) raisePage(c echo.Context, status int, f ui.Form) error {
	v := crises.Raise{Page: s.page(c, "群体事件报警"), By: actor(c), Form: f}
	rows, err := s.store.Alarms(c.Request().Context(), v.By)
	if err != nil {
		return err
	}
	for _, r := range rows {
		v.Rows = append(v.Rows, crises.AlarmRow{Number: r.Number, Site: v.By.Org.SiteName(r.Site),
			When: v.Clock().Full(r.At), State: r.State, People: r.People, Reason: r.Reason})
	}
	return s.render(c, status, crises.RaisePage(v))
}

type alarmForm struct {
	Site   string `form:"site"`
	Place  string `form:"place"`
	People int    `form:"people"`
	Said   string `form:"said"`
}

func (s *Server) raiseAlarm(c echo.Context) error {
	return submitNew(s, c, func(p posted[alarmForm]) (string, error) {
		number, err := s.store.RaiseAlarm(c.Request().Context(), p.Once, p.By, s.Now(), crisis.AlarmForm(p.Form))
		return "/crises/alarm/" + number, err
	})
}

func (s *Server) alarmPage(c echo.Context, status int, f ui.Form) error {
	ctx, by := c.Request().Context(), actor(c)
	a, err := s.store.Alarm(ctx, by, c.Param("alarm"))
	if err != nil {
		return err
	}
	if status == http.StatusOK {
		if err := s.store.SeeNoticesOn(ctx, by.Account, a.Number); err != nil {
			return err
		}
	}
	v := crises.AlarmView{Page: s.page(c, ""), By: by, A: a, Form: f}
	v.Title = a.Number
	v.Main = v.Attrs()
	return s.render(c, status, crises.AlarmPage(v))
}

// changeAlarm is how a form changes the alarm it stands on, then goes back to it, or to where its strip stood.
func changeAlarm[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, a *crisis.Alarm, f F) error) error {
	number, back := c.Param("alarm"), postedText(c, "back")
	if back == "" {
		back = "/crises/alarm/" + number
	}
	return submit(s, c, localPath(back), func(p posted[F]) error {
		return s.store.ChangeAlarm(c.Request().Context(), p.Once, number, p.Version, func(a *crisis.Alarm) error {
			return p.after(fn(p.By, s.Now(), a, p.Form))
		})
	})
}

type moreForm struct {
	People int    `form:"people"`
	Said   string `form:"said"`
}

func (s *Server) addToAlarm(c echo.Context) error {
	return changeAlarm(s, c, func(by huiyin.Actor, now time.Time, a *crisis.Alarm, f moreForm) error {
		return a.Add(by, now, f.People, f.Said)
	})
}

func (s *Server) hearAlarm(c echo.Context) error {
	return changeAlarm(s, c, func(by huiyin.Actor, now time.Time, a *crisis.Alarm, _ struct{}) error {
		return a.Heard(by, now)
	})
}

func (s *Server) endAlarm(c echo.Context) error {
	type form struct {
		Reason crisis.EndReason `form:"reason"`
	}
	return changeAlarm(s, c, func(by huiyin.Actor, now time.Time, a *crisis.Alarm, f form) error {
		return a.End(by, now, f.Reason)
	})
}

// alarmStrips are the open alarms that stand on top of every page of those who see them (rule R15).
func (s *Server) alarmStrips(c echo.Context, p layout.Page) ([]layout.AlarmStrip, error) {
	by := actor(c)
	open, err := s.store.OpenAlarms(c.Request().Context(), by)
	if err != nil {
		return nil, err
	}
	var out []layout.AlarmStrip
	for i := range open {
		a := &open[i]
		strip := layout.AlarmStrip{Number: a.Number, Site: by.Org.SiteName(a.Site), Place: a.Place(), People: a.People,
			Reporters: a.Reporters(), At: a.At, By: by.Org.PersonName(a.By()), Heard: a.HeardBy(by.Account) ||
				!slices.Contains(crisis.Alarmed(by.Org, a.Site), by.Account)}
		for _, account := range a.Unheard(by.Org) {
			strip.Unheard = append(strip.Unheard, by.Org.PersonName(account))
		}
		if lines := by.Org.Emergency(a.Site); len(lines) > 0 {
			strip.Call = lines[0]
		}
		out = append(out, strip)
	}
	return out, nil
}
