package web

import (
	"net/http"
	"slices"
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
	prefix := v.By.Org.ReferencePrefix(s.Now())
	if prefix != "" && v.C.MayFreezeLetter(v.By) == nil {
		given, err := s.store.References(c.Request().Context(), prefix)
		if err != nil {
			return err
		}
		v.Reference = huiyin.NextReference(prefix, given)
	}
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

type freezeForm struct {
	Reference string `form:"reference"`
	CopiesTo  string `form:"copies_to"`
}

func (s *Server) freezeLetter(c echo.Context) error {
	ctx := c.Request().Context()
	return changeAs(s, c, huiyin.ActionRead, "/complaints/"+numberOf(c)+"/letter",
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f freezeForm) error {
			if err := k.MayFreezeLetter(by); err == nil && f.Reference != "" {
				given, err := s.store.References(ctx, f.Reference)
				if err != nil {
					return err
				}
				if slices.Contains(given, f.Reference) {
					return huiyin.ReferenceTaken()
				}
			}
			return k.FreezeLetter(by, now, k.LetterDraft(by.Org, print.LetterScript(by.Org)),
				huiyin.LetterDispatch{Reference: f.Reference, CopiesTo: f.CopiesTo})
		})
}
