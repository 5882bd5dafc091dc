package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
)

// restrictionRoutes are who alone may see a case (rule P8), and whose it is (rule K11).
func (s *Server) restrictionRoutes() []route {
	return []route{
		s.onCase("restrict", huiyin.ActionRestrict, s.restrict),
		s.onCase("lift", huiyin.ActionLiftRestriction, s.lift),
		s.onCase("transfer", huiyin.ActionTransfer, s.transfer),
		s.onCase("transfer/accept", huiyin.ActionAcceptTransfer, s.acceptTransfer),
		s.onCase("transfer/back", huiyin.ActionSendBack, s.sendBack),
	}
}

type restrictForm struct {
	People []string `form:"people"`
	Reason string   `form:"reason"`
}

func (s *Server) restrict(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f restrictForm) error {
		return k.Restrict(by, now, f.People, f.Reason)
	})
}

func (s *Server) lift(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.Lift(by, now, f.Reason)
	})
}

type transferForm struct {
	Site   string `form:"site"`
	Reason string `form:"reason"`
}

// transfer hands a case to another site (rule K11).
func (s *Server) transfer(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f transferForm) error {
		return k.Transfer(by, now, f.Site, f.Reason)
	})
}

func (s *Server) acceptTransfer(c echo.Context) error {
	return s.change(c, func(k *huiyin.Complaint) error { return k.AcceptTransfer(actor(c), s.Now()) })
}

func (s *Server) sendBack(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.SendBack(by, now, f.Reason)
	})
}
