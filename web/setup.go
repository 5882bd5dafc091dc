package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

const startPath = "/settings/start"

// setup is how the installation stands, for who may set it up; nothing for others (rule D10).
func (s *Server) setup(c echo.Context) []huiyin.Setup {
	if huiyin.Can(actor(c), huiyin.ActionManage, nil) != nil {
		return nil
	}
	ctx := c.Request().Context()
	in, err := s.store.Installation(ctx)
	if err != nil {
		if ctx.Err() == nil { // else nobody reads the page
			s.Log.Error("setup", "id", requestID(c), "error", err)
		}
		return nil
	}
	_, secure := s.certificateLeft()
	in.Plain, in.Unreal = !secure, s.Demo || s.Rehearsal != nil
	return s.store.Org().Setup(s.Wall(), in)
}

// startPage is what is missing for a complaint to be answered, until all is there (rule D10).
func (s *Server) startPage(c echo.Context) error {
	return s.render(c, http.StatusOK, settings.StartPage(settings.Start{
		View: s.settingsView(c, "start", "开始使用", "", ui.Form{Lang: s.lang(c)}, nil), Steps: s.setup(c)}))
}
