package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// statusRoutes are how the portal fares (rule D10).
func (s *Server) statusRoutes() []route {
	return []route{
		{get, "/status", huiyin.ActionManage, s.status, nil, 0},
	}
}

// status tells administrators how the portal fares (rule D10). Of complaints it says only how many.
func (s *Server) status(c echo.Context) error {
	v, err := s.store.Status(c.Request().Context(), s.Now())
	if err != nil {
		return err
	}
	begun, err := s.store.Installation(c.Request().Context())
	if err != nil {
		return err
	}
	left, secure := s.certificateLeft()
	page := settings.Status{
		Unset: huiyin.Unset(s.setup(c)), Unsaved: begun.Unsaved(s.Wall()),
		Secure: secure, Certificate: s.Wall().Add(left),
		View: s.settingsView(c, "status", "运行状态", "", ui.Form{Lang: s.lang(c)}, nil), Wall: s.Wall(),
		Started: s.started, Version: s.version(),
		ClockRan: v.ClockRan, Touched: v.Touched, NextDue: v.NextDue, DueSoon: v.DueSoon, Waiting: v.Waiting,
		Failed: v.Failed, GivenUp: v.GivenUp,
		Database: v.Database, Files: v.Files, Free: v.Free, LastBackup: v.Backups.Good, BackupFailed: v.Backups.Failed,
		Lost: v.Lost, Damaged: v.Damaged, Anchor: v.Anchor, Secrets: v.Secrets,
	}
	for _, f := range v.Failures {
		page.Failures = append(page.Failures, settings.Failure(f))
	}
	return s.render(c, http.StatusOK, settings.StatusPage(page))
}
