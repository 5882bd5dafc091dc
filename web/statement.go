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
	}
}

type hearingForm struct {
	Wording string `form:"wording"`
}

func (s *Server) hear(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f hearingForm) error {
		return k.RequestStatement(by, now, f.Wording)
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
