package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// delegationRoutes are how people hand on their decisions (rule P6).
func (s *Server) delegationRoutes() []route {
	return []route{
		{get, "/account/delegations", huiyin.ActionDelegate, emptyForm(s, s.delegationsPage), nil, 0},
		{post, "/account/delegations", huiyin.ActionDelegate, s.handOn, s.delegationsPage, 0},
		{post, "/account/delegations/:n/end", huiyin.ActionEndDelegation, s.endDelegation, s.delegationsPage, 0},
	}
}

func (s *Server) delegationsPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status,
		settings.DelegationsPage(settings.Delegations{Page: s.page(c, "代理"), By: actor(c), Form: f,
			Proof: s.needsProof(c)}))
}

type delegationForm struct {
	To    string    `form:"to"`
	From  time.Time `form:"from"`
	Until time.Time `form:"until"`
}

// handOn hands the decisions of whoever asks to a delegate (rule P6).
func (s *Server) handOn(c echo.Context) error {
	if err := s.proven(c); err != nil {
		return err
	}
	return changeDelegations(s, c, func(by huiyin.Actor, now time.Time, o *huiyin.Org, f delegationForm) error {
		return o.Delegate(by, now, f.To, f.From, f.Until)
	})
}

func (s *Server) endDelegation(c echo.Context) error {
	n, err := id(c, "n")
	if err != nil {
		return err
	}
	return changeDelegations(s, c, func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ struct{}) error {
		return o.EndDelegation(by, now, n)
	})
}

// changeDelegations is how a form of one's own delegations changes them.
func changeDelegations[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, o *huiyin.Org, f F) error) error {
	return submit(s, c, "/account/delegations", func(p posted[F]) error {
		return s.store.ChangeOrg(c.Request().Context(), p.Once,
			func(o *huiyin.Org) error { return fn(p.By, s.Now(), o, p.Form) })
	})
}
