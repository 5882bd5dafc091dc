package web

import (
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
)

// deadlineRoutes are pauses and extensions.
func (s *Server) deadlineRoutes() []route {
	return []route{
		s.onCase("pause", huiyin.ActionPause, s.pause),
		s.onCase("resume", huiyin.ActionResume, s.resume),
		s.onCase("extend", huiyin.ActionExtend, s.extend),
		s.onCase("extensions/:n/decide", huiyin.ActionGrantExtension, s.decideExtension),
	}
}

func (s *Server) pause(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f pauseForm) error {
		return k.Pause(by, now, f.Until, f.Reason)
	})
}

type pauseForm struct {
	Reason string    `form:"reason"`
	Until  time.Time `form:"until"`
}

func (s *Server) resume(c echo.Context) error {
	return s.change(c, func(k *huiyin.Complaint) error { return k.Resume(actor(c), s.Now()) })
}

type extendForm struct {
	Deadline huiyin.DeadlineKind `form:"deadline"`
	Until    time.Time           `form:"until"`
	Reason   string              `form:"reason"`
}

func (s *Server) extend(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f extendForm) error {
		return k.Extend(by, now, f.Deadline, f.Until, f.Reason)
	})
}

type grantForm struct {
	Granted string `form:"granted"`
}

func (s *Server) decideExtension(c echo.Context) error {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil {
		return huiyin.NotFound()
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f grantForm) error {
		return k.DecideExtension(by, now, n, f.Granted)
	})
}
