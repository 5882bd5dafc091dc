package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
)

// disputeRoutes are the stages of a dispute (rule T1).
func (s *Server) disputeRoutes() []route {
	return []route{
		s.onCase("disputes", huiyin.ActionStartDispute, s.startDispute),
		s.onCase("disputes/:n/end", huiyin.ActionEndDispute, s.endDispute),
		s.onCase("law-dates/:n", huiyin.ActionEndLawDate, s.endLawDate),
		s.onCase("disputes/:n/events", huiyin.ActionLogDispute, s.logDispute),
	}
}

type disputeForm struct {
	Stage     huiyin.Stage `form:"stage"`
	Body      string       `form:"body"`
	File      string       `form:"file_number"`
	Consent   bool         `form:"consent"`
	Agreement int64        `form:"agreement"`
	Mediator  string       `form:"mediator"`
	HearingAt time.Time    `form:"hearing_at"`
	Lawyer    string       `form:"lawyer"`
	Claim     string       `form:"claim"`
	Mandate   huiyin.Money `form:"mandate"`
}

func (s *Server) startDispute(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f disputeForm) error {
		err := k.StartDispute(by, now, huiyin.Dispute{Stage: f.Stage, Body: f.Body, File: f.File, Consent: f.Consent,
			Agreement: f.Agreement, Mediator: f.Mediator, HearingAt: f.HearingAt, Lawyer: f.Lawyer, Claim: f.Claim})
		if err == nil && f.Mandate != 0 {
			err = k.AskMandate(by, now, len(k.Disputes), f.Mandate, "")
		}
		return err
	})
}

type endDisputeForm struct {
	Result huiyin.DisputeResult `form:"result"`
	Words  string               `form:"words"`
	Amount huiyin.Money         `form:"amount"`
	At     time.Time            `form:"ended_at"`

	ServedAt  time.Time `form:"served_at"`
	PerformBy time.Time `form:"perform_by"`
	Ruling    bool      `form:"ruling"`
}

func (s *Server) endDispute(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f endDisputeForm) error {
		return k.EndDispute(by, now, n, huiyin.DisputeEnd(f))
	})
}

type lawDateForm struct {
	DoneAt  time.Time `form:"done_at"`
	Words   string    `form:"words"`
	NotDone string    `form:"not_done"`
}

// endLawDate notes that what a date of the law is for was done, or why not (rule T3).
func (s *Server) endLawDate(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f lawDateForm) error {
		return k.EndLawDate(by, now, n, f.DoneAt, f.Words, f.NotDone)
	})
}

type caseEventForm struct {
	Kind  huiyin.EventKind `form:"kind"`
	On    time.Time        `form:"on"`
	Words string           `form:"words"`
	Limit huiyin.Money     `form:"mandate"`
}

// logDispute asks for a mandate, or records a further hearing, or what follows a stage (rules T1, T3).
func (s *Server) logDispute(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f caseEventForm) error {
		if f.Kind == huiyin.Mandated {
			return k.AskMandate(by, now, n, f.Limit, f.Words)
		}
		return k.LogDispute(by, now, n, huiyin.DisputeEvent{Kind: f.Kind, On: f.On, Words: f.Words})
	})
}
