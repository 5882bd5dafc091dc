package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/ui"
)

// promiseRoutes are the register of what customers were promised (rule W4).
func (s *Server) promiseRoutes() []route {
	return []route{
		{get, "/promises", huiyin.ActionRead, s.promises, nil, 0},
	}
}

type promiseQuery struct {
	Site string               `form:"site"`
	Kept huiyin.PromiseStatus `form:"kept"`
	From time.Time            `form:"from"`
	To   time.Time            `form:"to"`
	Page string               `form:"page"`
}

// promises is the register of what customers were promised (rule W4).
func (s *Server) promises(c echo.Context) error {
	var q promiseQuery
	wrong := s.bind(c, &q)
	f := huiyin.PromiseFilter(q)
	if to := c.QueryParam("to"); len(to) == len(time.DateOnly) { // a day is meant whole
		f.To = f.To.Add(24 * time.Hour)
	}
	v := complaints.Promises{Page: s.page(c, "承诺登记"), By: actor(c), Query: c.QueryParams(),
		Form: ui.Form{Lang: s.lang(c)}}
	if wrong == nil {
		v.Found, wrong = s.store.Promises(c.Request().Context(), actor(c), s.Now(), f)
	}
	v.Filter = f
	status := http.StatusOK
	if wrong != nil {
		e := refusal(wrong)
		if e == nil {
			return wrong
		}
		status, v.Form.Wrong, v.Form.Typed = statuses[e.Kind], e, postedValues(c)
	}
	return s.render(c, status, complaints.PromisesPage(v))
}
