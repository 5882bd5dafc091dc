package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
)

// improvementRoutes are causes and measures (rule A1).
func (s *Server) improvementRoutes() []route {
	return []route{
		{post, "/measures/:id", huiyin.ActionDoMeasure, s.doMeasure, s.complaintPage, 0},
		{post, "/measures/:id/verify", huiyin.ActionVerify, s.verifyMeasure, s.complaintPage, 0},
		s.onCase("cause", huiyin.ActionFindCause, s.cause),
		s.onCase("measures", huiyin.ActionAddMeasure, s.addMeasure),
	}
}

type causeForm struct {
	Class huiyin.CauseClass `form:"class"`
	Cause string            `form:"cause"`
}

func (s *Server) cause(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f causeForm) error {
		return k.FindCauseOf(by, now, f.Class, f.Cause)
	})
}

type measureForm struct {
	Kind   huiyin.MeasureKind `form:"kind"`
	What   string             `form:"what"`
	Unit   string             `form:"unit"`
	Person string             `form:"person"`
	Due    time.Time          `form:"due"`
}

func (s *Server) addMeasure(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f measureForm) error {
		return k.AddMeasureTo(by, now, huiyin.Measure{Kind: f.Kind, What: f.What, Unit: f.Unit, Person: f.Person,
			Due: f.Due})
	})
}

type doneForm struct {
	Done string `form:"done"`
}

func (s *Server) doMeasure(c echo.Context) error {
	return partOf(s, c, s.store.NumberOfMeasure,
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, id int64, f doneForm) error {
			return k.DoMeasureOf(by, now, id, f.Done)
		})
}

type verifyForm struct {
	Effective string `form:"effective"`
	Words     string `form:"words"`
}

func (s *Server) verifyMeasure(c echo.Context) error {
	return partOf(s, c, s.store.NumberOfMeasure,
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, id int64, f verifyForm) error {
			return k.VerifyMeasure(by, now, id, f.Effective, f.Words)
		})
}
