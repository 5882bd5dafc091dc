package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
)

// restrictionRoutes are who alone may see a case (rule P8).
func (s *Server) restrictionRoutes() []route {
	return []route{
		s.onCase("restrict", huiyin.ActionRestrict, s.restrict),
		s.onCase("lift", huiyin.ActionLiftRestriction, s.lift),
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
