package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/ui"
)

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
	return s.render(c, status, complaints.StatementPage(complaints.Statement{Page: s.page(c, "当事人陈述"), Hearing: h, Form: f}))
}

type statementForm struct {
	Statement string `form:"statement"`
}

func (s *Server) makeStatement(c echo.Context) error {
	var f statementForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	return s.changeAs(c, huiyin.ActionGiveStatement, "/complaints/"+c.Param("number")+"/statement", func(k *huiyin.Complaint) error {
		return k.GiveStatement(actor(c), s.Now(), f.Statement)
	})
}
