package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
)

// outsideRoutes are what happens between the house and who passed a case on (rules K12, D16).
func (s *Server) outsideRoutes() []route {
	return []route{
		s.onCase("outside", huiyin.ActionRefer, s.refer),
		s.onCase("outside/return", huiyin.ActionReturnOutside, s.returnOutside),
		s.onCase("outside/returned", huiyin.ActionAnswerReturn, s.answerReturn),
		s.onCase("outside/extend", huiyin.ActionExtendOutside, s.extendOutside),
		s.onCase("outside/extended", huiyin.ActionGrantOutside, s.grantOutside),
		s.onCase("outside/send", huiyin.ActionSendOutside, s.sendOutside),
		s.onCase("outside/again", huiyin.ActionTakeAgain, s.takeAgain),
		s.onCase("outside/verdict", huiyin.ActionNoteVerdict, s.noteVerdict),
	}
}

type outsideForm struct {
	Source   huiyin.OutsideSource `form:"source"`
	Number   string               `form:"number"`
	Received time.Time            `form:"received"`
	Handed   time.Time            `form:"handed"`
	Due      time.Time            `form:"due"`
	Category string               `form:"category"`
	Secret   bool                 `form:"secret"`
}

func (s *Server) refer(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f outsideForm) error {
		return k.Refer(by, now, huiyin.OutsideReference(f))
	})
}

func (s *Server) returnOutside(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.ReturnOutside(by, now, f.Reason)
	})
}

type answerReturnForm struct {
	Accepted string `form:"accepted"`
}

func (s *Server) answerReturn(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f answerReturnForm) error {
		return k.AnswerReturn(by, now, f.Accepted)
	})
}

type extendOutsideForm struct {
	Until  time.Time `form:"until"`
	Reason string    `form:"reason"`
}

func (s *Server) extendOutside(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f extendOutsideForm) error {
		return k.ExtendOutside(by, now, f.Until, f.Reason)
	})
}

type grantOutsideForm struct {
	Until time.Time `form:"until"`
}

func (s *Server) grantOutside(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f grantOutsideForm) error {
		return k.GrantOutside(by, now, f.Until)
	})
}

type sendOutsideForm struct {
	Kind huiyin.OutsideKind `form:"kind"`
	Text string             `form:"text"`
}

func (s *Server) sendOutside(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f sendOutsideForm) error {
		return k.SendOutside(by, now, f.Kind, f.Text)
	})
}

type takeAgainForm struct {
	Reason string    `form:"reason"`
	Due    time.Time `form:"due"`
}

func (s *Server) takeAgain(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f takeAgainForm) error {
		return k.TakeAgain(by, now, f.Reason, f.Due)
	})
}

type verdictForm struct {
	Contacted string    `form:"contacted"`
	Solved    string    `form:"solved"`
	Satisfied string    `form:"satisfied"`
	At        time.Time `form:"at"`
}

// noteVerdict keeps what they found themselves, beside ours.
func (s *Server) noteVerdict(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f verdictForm) error {
		return k.NoteVerdict(by, now, huiyin.OutsideEvent{Contacted: f.Contacted, Solved: f.Solved,
			Satisfied: f.Satisfied, On: f.At})
	})
}
