package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
)

// phaseRoutes are the phase of the project and its checklists.
func (s *Server) phaseRoutes() []route {
	return []route{
		s.onCase("phase", huiyin.ActionSetPhase, s.setPhase),
		s.onCase("ticks", huiyin.ActionMarkItem, s.tick),
	}
}

type phaseForm struct {
	Phase  huiyin.Phase `form:"phase"`
	Reason string       `form:"reason"`
}

func (s *Server) setPhase(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f phaseForm) error {
		return k.SetPhase(by, now, f.Phase, f.Reason)
	})
}

type tickForm struct {
	List string `form:"list"`
	Item string `form:"item"`
}

func (s *Server) tick(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f tickForm) error {
		return k.MarkItem(by, now, f.List, f.Item)
	})
}
