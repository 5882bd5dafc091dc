package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// holdRoutes are the legal holds of everything of a site, a customer or a member of staff (rule T2).
func (s *Server) holdRoutes() []route {
	return []route{
		{get, "/holds", huiyin.ActionHoldAll, emptyForm(s, s.holdsPage), nil, 0},
		{post, "/holds", huiyin.ActionHoldAll, s.holdAll, s.holdsPage, 0},
		{post, "/holds/:n/end", huiyin.ActionEndHoldAll, s.endHoldAll, s.holdsPage, 0},
	}
}

func (s *Server) holdsPage(c echo.Context, status int, f ui.Form) error {
	v := settings.Holds{Page: s.page(c, "法律留存"), By: actor(c), Form: f, Number: c.QueryParam("number")}
	var named []string
	for _, h := range v.By.Org.StandingHolds {
		if h.Case != "" {
			named = append(named, h.Case)
		}
	}
	var err error
	if v.Known, err = s.store.KnownAmong(c.Request().Context(), v.By, named); err != nil {
		return err
	}
	return s.render(c, status, settings.HoldsPage(v))
}

type holdAllForm struct {
	Over    huiyin.HoldOver `form:"over"`
	Site    string          `form:"site"`
	Number  string          `form:"number"`
	Account string          `form:"account"`
	Reason  string          `form:"reason"`
}

// holdAll sets a hold. Whose customer it is says a complaint that the person sees (rule P3).
func (s *Server) holdAll(c echo.Context) error {
	return changeHolds(s, c, func(by huiyin.Actor, now time.Time, f holdAllForm) (func(*huiyin.Org) error, error) {
		h := huiyin.Holding{Over: f.Over, Site: f.Site, Account: f.Account, Reason: f.Reason}
		if f.Over == huiyin.HoldOverCustomer && f.Number != "" {
			id, err := s.store.CustomerKnown(c.Request().Context(), by, f.Number)
			if huiyin.KindOf(err) == huiyin.KindNotFound {
				return nil, huiyin.Invalid("number", "没有这件投诉，或者您看不到。")
			}
			if err != nil {
				return nil, err
			}
			h.Customer, h.Case = id, f.Number
		}
		return func(o *huiyin.Org) error { return o.HoldAll(by, now, h) }, nil
	})
}

func (s *Server) endHoldAll(c echo.Context) error {
	n, err := id(c, "n")
	if err != nil {
		return err
	}
	return changeHolds(s, c, func(by huiyin.Actor, now time.Time, f reasonForm) (func(*huiyin.Org) error, error) {
		return func(o *huiyin.Org) error { return o.EndHoldAll(by, now, n, f.Reason) }, nil
	})
}

// changeHolds is how a form of the page changes them.
func changeHolds[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, f F) (func(*huiyin.Org) error, error)) error {
	return submit(s, c, "/holds", func(p posted[F]) error {
		do, err := fn(p.By, s.Now(), p.Form)
		if err != nil {
			return err
		}
		return s.store.ChangeOrg(c.Request().Context(), p.Once, do)
	})
}
