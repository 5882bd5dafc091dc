package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

func (s *Server) delegationsPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status, settings.DelegationsPage(settings.Delegations{Page: s.page(c, "代理"), By: actor(c), Form: f}))
}

type delegationForm struct {
	To    string    `form:"to"`
	From  time.Time `form:"from"`
	Until time.Time `form:"until"`
}

// handOn hands the decisions of whoever asks to a delegate (rule P6).
func (s *Server) handOn(c echo.Context) error {
	var f delegationForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	return s.changeDelegations(c, func(o *huiyin.Org, by huiyin.Actor) error { return o.Delegate(by, s.Now(), f.To, f.From, f.Until) })
}

func (s *Server) endDelegation(c echo.Context) error {
	n, err := id(c, "n")
	if err != nil {
		return err
	}
	return s.changeDelegations(c, func(o *huiyin.Org, by huiyin.Actor) error { return o.EndDelegation(by, s.Now(), n) })
}

func (s *Server) changeDelegations(c echo.Context, fn func(o *huiyin.Org, by huiyin.Actor) error) error {
	once, err := s.once(c)
	if err != nil {
		return err
	}
	if err := s.store.ChangeOrg(c.Request().Context(), once, func(o *huiyin.Org) error { return fn(o, actor(c)) }); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account/delegations")
}
