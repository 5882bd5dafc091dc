package web

import (
	"slices"
	"strings"
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
		{post, "/crises/alarm/:alarm/seen", huiyin.ActionHearAlarm, s.hearCrowd, s.alarmPage, 0},
		{post, "/crises/alarm/:alarm/end", huiyin.ActionEndAlarm, s.endAlarm, s.alarmPage, 0},
	}
}

func (s *Server) raisePage(c echo.Context, status int, f ui.Form) error {
	v := crises.Raise{Page: s.page(c, "群体事件报警"), By: actor(c), Form: f}
	rows, err := s.store.CrisisAlarms(c.Request().Context(), v.By)
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
	return submitTo(s, c, func(p posted[alarmForm]) (string, error) {
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
	if c.Request().Method == get { // whoever opens it has read what the bell says of it; on a full disk too
		_ = s.store.SeeNoticesOn(ctx, by.Account, a.Number)
	}
	v := crises.AlarmView{Page: s.page(c, ""), By: by, A: a, Form: f}
	if a.State == crisis.AlarmOpen && crisis.MayOpen(by, a.Site) {
		if v.Open, err = s.store.Crises(ctx, by, crisis.Filter{Site: a.Site, State: crisis.Open}); err != nil {
			return err
		}
	}
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
			return fn(p.By, s.Now(), a, p.Form)
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

func (s *Server) hearCrowd(c echo.Context) error {
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

// crowds puts the open alarms that a person sees on their page, and gives a word about each that changes when its strip
// does (rule R15).
func (s *Server) crowds(c echo.Context, p *layout.Page) (codes []string, err error) {
	by := actor(c)
	open, err := s.store.OpenAlarms(c.Request().Context(), by)
	if err != nil {
		return nil, err
	}
	names := func(accounts []string) string {
		out := make([]string, len(accounts))
		for i, account := range accounts {
			out[i] = by.Org.PersonName(account)
		}
		return strings.Join(out, p.T("、"))
	}
	for i := range open {
		a, unheard := &open[i].Alarm, open[i].Unheard(by.Org)
		v := layout.Alarm{Notice: open[i].Notice, Number: a.Number, URL: layout.RecordURL(a.Number),
			What: p.T("群体事件"), Where: by.Org.SiteName(a.Site) + " " + a.Place(),
			Matter: p.T("约 %d 人", a.People) + " · " + p.T("%d 人上报", a.Reporters()), At: a.At,
			Unknown: names(slices.DeleteFunc(slices.Clone(unheard), func(who string) bool { return who == by.Account }))}
		var heard []string
		for _, h := range a.Hearers {
			heard = append(heard, h.By)
		}
		v.Known = names(heard)
		if slices.Contains(unheard, by.Account) {
			v.Hear = v.URL + "/seen"
		}
		if lines := by.Org.NumbersFor(a.Site, "group_disturbance", ""); len(lines) > 0 {
			v.Calls, v.Phone = lines[0].What, lines[0].Phone
		}
		p.Alarms, codes = append(p.Alarms, v), append(codes, open[i].Code())
	}
	return codes, nil
}
