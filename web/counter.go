package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/ui"
)

// counterRoutes are the look-up at the counter and what may be left there (rule P9).
func (s *Server) counterRoutes() []route {
	return []route{
		{get, "/counter", huiyin.ActionLookUp, s.counter, nil, 0},
		{post, "/counter/:counter/reminders", huiyin.ActionCounterRemind, s.counterRemind, s.counterPage, 0},
		{post, "/counter/:counter/messages", huiyin.ActionLeaveMessage, s.leaveMessage, s.counterPage, 0},
	}
}

func (s *Server) counterView(c echo.Context, f ui.Form) complaints.Counter {
	return complaints.Counter{Page: s.page(c, "柜台查询"), By: actor(c), Form: f}
}

// counter looks up a whole number or a whole phone, on record and counted (rules P9, P11).
func (s *Server) counter(c echo.Context) error {
	v := s.counterView(c, ui.Form{Lang: s.lang(c), Typed: postedValues(c), Once: newID()})
	v.Q, v.Left = v.Form.Value("q", ""), v.Form.Value("left", "")
	if v.Q == "" {
		return s.render(c, http.StatusOK, complaints.CounterPage(v))
	}
	ask, wrong := huiyin.AskCounter(v.Q)
	if wrong == nil {
		v.Asked, v.Looked = ask.By(), true
		v.Rows, wrong = s.store.LookUp(c.Request().Context(), v.By, s.Now(), ask)
	}
	status := http.StatusOK
	if wrong != nil {
		e := refusal(wrong)
		if e == nil {
			return wrong
		}
		status, v.Form.Wrong, v.Looked = statuses[e.Kind], e, false
	}
	return s.render(c, status, complaints.CounterPage(v))
}

// counterPage shows again what a refused form stood on.
func (s *Server) counterPage(c echo.Context, status int, f ui.Form) error {
	f.Once = newID()
	f.Action += "-" + c.Param("counter")
	v := s.counterView(c, f)
	v.Asked, v.Looked = huiyin.Caller(postedText(c, "asked")), true
	r, err := s.store.AtCounter(c.Request().Context(), v.By, c.Param("counter"))
	if err != nil {
		return err
	}
	f.Action = f.Action[:len(f.Action)-len(c.Param("counter"))] + r.Number
	v.Form, v.Rows = f, []huiyin.CounterRow{r}
	return s.render(c, status, complaints.CounterPage(v))
}

// askedBy is what the row was found by that a form stood on; the number, where nothing is said.
func askedBy(asked huiyin.Caller) huiyin.Caller {
	if asked == huiyin.ByPhone {
		return asked
	}
	return huiyin.ByNumber
}

type counterReminderForm struct {
	Way        huiyin.Way    `form:"way"`
	Caller     string        `form:"caller"`
	Recognised []string      `form:"recognised"`
	Asked      huiyin.Caller `form:"asked"`
}

func (s *Server) counterRemind(c echo.Context) error {
	return changeAtCounter(s, c, "reminder",
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f counterReminderForm) error {
			return k.RemindAtCounter(by, now, huiyin.Reminder{Way: f.Way, Caller: f.Caller, Recognised: f.Recognised},
				askedBy(f.Asked))
		})
}

type counterMessageForm struct {
	Said       string        `form:"said"`
	Recognised []string      `form:"recognised"`
	Asked      huiyin.Caller `form:"asked"`
}

func (s *Server) leaveMessage(c echo.Context) error {
	return changeAtCounter(s, c, "message",
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f counterMessageForm) error {
			return k.LeaveMessage(by, now, f.Said, f.Recognised, askedBy(f.Asked))
		})
}

// changeAtCounter is how the counter leaves something on a complaint that it may not open (rule P9).
func changeAtCounter[F any](s *Server, c echo.Context, left string,
	fn func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f F) error) error {
	return submit(s, c, "/counter?left="+left, func(p posted[F]) error {
		return s.store.ChangeAtCounter(c.Request().Context(), p.Once, p.By, c.Param("counter"),
			func(k *huiyin.Complaint) error { return fn(p.By, s.Now(), k, p.Form) })
	})
}
