package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// dutyRoutes are the yearly tasks about personal data (rule K13).
func (s *Server) dutyRoutes() []route {
	return []route{
		{get, "/settings/data", huiyin.ActionReadCompanyJournal, emptyForm(s, s.dutiesPage), nil, 0},
		{post, "/settings/data", huiyin.ActionManage, s.noteDuty, s.dutiesPage, 0},
	}
}

func (s *Server) dutiesPage(c echo.Context, status int, f ui.Form) error {
	l, err := s.store.DataDuties(c.Request().Context())
	if err != nil {
		return err
	}
	due, err := s.store.DutiesDue(c.Request().Context(), s.Now())
	if err != nil {
		return err
	}
	v := settings.DataDuties{View: s.settingsView(c, "data", "个人信息保护", "duty", f, len(l.Done)), Done: l.Done, Due: due}
	v.Path = "/settings/data"
	return s.render(c, status, settings.DataDutiesPage(v))
}

func (s *Server) noteDuty(c echo.Context) error {
	type form struct {
		Kind   huiyin.DutyKind `form:"kind"`
		What   string          `form:"what"`
		Day    string          `form:"day"`
		Doer   string          `form:"doer"`
		Result string          `form:"result"`
	}
	return changeSetting(s, c, "/settings/data", func(l *huiyin.DataDuties) any { return len(l.Done) },
		s.store.ChangeDataDuties, func(by huiyin.Actor, now time.Time, l *huiyin.DataDuties, f form) error {
			return l.Note(by, now, huiyin.DataDutyDone{Kind: f.Kind, What: f.What, Day: f.Day, Doer: f.Doer, Result: f.Result})
		})
}
