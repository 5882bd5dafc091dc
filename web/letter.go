package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/print"
	"huiyin/views/ui"
)

// letterRoutes are the text of the answer letter, its versions and its freezing (rule W16).
func (s *Server) letterRoutes() []route {
	return []route{
		{get, "/complaints/:number/letter", huiyin.ActionRead, s.letter, nil, 0},
		{post, "/complaints/:number/letter", huiyin.ActionDraftLetter, s.draftLetter, s.letterPage, 0},
		{post, "/complaints/:number/letter/freeze", huiyin.ActionFreezeLetter, s.freezeLetter, s.letterPage, 0},
	}
}

func (s *Server) letter(c echo.Context) error {
	k, err := s.store.Complaint(c.Request().Context(), actor(c), numberOf(c))
	if err == nil {
		err = k.LetterPrintable()
	}
	if err != nil {
		return err
	}
	return s.letterPage(c, http.StatusOK, ui.Form{Lang: s.lang(c)})
}

func (s *Server) letterPage(c echo.Context, status int, f ui.Form) error {
	v, err := s.caseView(c, f, 0, 1)
	if err != nil {
		return err
	}
	v.Title = v.C.Number
	return s.render(c, status, complaints.LetterPage(v, print.LetterScript(v.By.Org)))
}

type letterForm struct {
	Text string `form:"text"`
}

func (s *Server) draftLetter(c echo.Context) error {
	return changeAs(s, c, huiyin.ActionRead, "/complaints/"+numberOf(c)+"/letter",
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f letterForm) error {
			return k.DraftLetter(by, now, f.Text)
		})
}

func (s *Server) freezeLetter(c echo.Context) error {
	return changeAs(s, c, huiyin.ActionRead, "/complaints/"+numberOf(c)+"/letter",
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, _ struct{}) error {
			return k.FreezeLetter(by, now, k.LetterDraft(by.Org, print.LetterScript(by.Org)))
		})
}
