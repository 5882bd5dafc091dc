package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/ui"
)

// statementRoutes are what the person complained about says (rule P4).
func (s *Server) statementRoutes() []route {
	return []route{
		{get, "/complaints/:number/statement", huiyin.ActionGiveStatement, s.showStatement, nil, 0},
		{post, "/complaints/:number/statement", huiyin.ActionGiveStatement, s.makeStatement, s.statementPage, 0},
		s.onCase("hearing", huiyin.ActionRequestStatement, s.hear),
		s.onCase("accused", huiyin.ActionChangeAccused, s.changeAccused),
	}
}

type hearingForm struct {
	Wording string    `form:"wording"`
	PutOff  time.Time `form:"put_off"`
	Reason  string    `form:"reason"`
}

func (s *Server) hear(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f hearingForm) error {
		return k.RequestStatement(by, now, huiyin.StatementForm(f))
	})
}

type accusedForm struct {
	Add    string `form:"add"`
	Clear  string `form:"clear"`
	Reason string `form:"reason"`
}

// changeAccused names or clears somebody complained about (rule P4). Who names themselves has nothing to go back to.
func (s *Server) changeAccused(c echo.Context) error {
	back := "/complaints/" + numberOf(c)
	if f := postedValues(c)["add"]; len(f) > 0 && f[0] == actor(c).Account {
		back = "/"
	}
	return changeAs(s, c, huiyin.ActionRead, back,
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f accusedForm) error {
			return k.ChangeAccused(by, now, f.Add, f.Clear, f.Reason)
		})
}

func (s *Server) showStatement(c echo.Context) error {
	return s.statementPage(c, http.StatusOK, ui.Form{Lang: s.lang(c)})
}

// statementPage is all that the person complained about sees of a complaint (rule P4).
func (s *Server) statementPage(c echo.Context, status int, f ui.Form) error {
	h, err := s.store.Hearing(c.Request().Context(), actor(c), c.Param("number"))
	if err != nil {
		return err
	}
	return s.render(c, status,
		complaints.StatementPage(complaints.Statement{Page: s.page(c, "当事人陈述"), Hearing: h, Form: f}))
}

type statementForm struct {
	Statement string `form:"statement"`
}

func (s *Server) makeStatement(c echo.Context) error {
	back := "/complaints/" + c.Param("number") + "/statement"
	return changeAs(s, c, huiyin.ActionGiveStatement, back,
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f statementForm) error {
			return k.GiveStatement(by, now, f.Statement)
		})
}
