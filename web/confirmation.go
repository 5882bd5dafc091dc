package web

import (
	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// mostConfirmations is how many changes that have ended the page shows.
const mostConfirmations = 50

func (s *Server) confirmationsPage(c echo.Context, status int, f ui.Form) error {
	v := settings.Confirmations{View: s.settingsView(c, "people", "权限变更", c.Param("n"), f, nil), By: actor(c),
		Most: mostConfirmations}
	v.Path = "/confirmations"
	v.Slips = s.slipsAfter(c, c.QueryParam("after"))
	if c.QueryParam("asked") == "1" && c.Request().Method == get {
		v.Flash = v.T(settings.WordsWait)
	}
	return s.render(c, status, settings.ConfirmationsPage(v))
}

type wordForm struct {
	Decision huiyin.Decision `form:"decision"`
	Reason   string          `form:"reason"`
}

// giveSecondWord confirms or refuses a change of rights; what is open is asked while the company is being changed, as
// for the form that asked for it (rules P7, P10).
func (s *Server) giveSecondWord(c echo.Context) error {
	n, err := id(c, "n")
	if err != nil {
		return err
	}
	return submit(s, c, "/confirmations?done=1", func(p posted[wordForm]) error {
		return s.store.ChangeOrgKnowing(c.Request().Context(), p.Once,
			func(o *huiyin.Org, open func(string) ([]string, error)) error {
				numbers, err := open(o.SecondWordOn(n))
				if err != nil {
					return err
				}
				return o.GiveSecondWord(p.By, s.Now(), n, huiyin.SecondWordDecision{Decision: p.Form.Decision,
					Reason: p.Form.Reason, Open: numbers, Wall: s.Wall()})
			})
	})
}

func (s *Server) withdrawSecondWord(c echo.Context) error {
	n, err := id(c, "n")
	if err != nil {
		return err
	}
	return submit(s, c, "/confirmations?done=1", func(p posted[struct{}]) error {
		return s.store.ChangeOrg(c.Request().Context(), p.Once, func(o *huiyin.Org) error {
			return o.WithdrawSecondWord(p.By, s.Now(), n)
		})
	})
}
