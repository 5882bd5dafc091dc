package web

import (
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/views/reports"
	"huiyin/views/ui"
)

// quarterRoutes are the quarterly evaluations (rule M3).
func (s *Server) quarterRoutes() []route {
	return []route{
		{get, "/figures/quarters", huiyin.ActionSeeQuarters, s.listQuarters, nil, 0},
		{get, "/figures/quarters/:doc", huiyin.ActionSeeQuarters, emptyForm(s, s.quarterPage), nil, 0},
		{get, "/figures/quarters/:doc/report.pdf", huiyin.ActionSeeQuarters, s.quarterPDF, nil, bulky},
		{post, "/figures/quarters/:doc/write", huiyin.ActionWriteQuarter, s.writeQuarter, s.quarterPage, 0},
		{post, "/figures/quarters/:doc/jobs", huiyin.ActionAssignJob, s.measureQuarter, s.quarterPage, 0},
		{post, "/figures/quarters/:doc/release", huiyin.ActionReleaseQuarter, s.releaseQuarter, s.quarterPage, 0},
	}
}

func (s *Server) listQuarters(c echo.Context) error {
	by := actor(c)
	rows, err := s.store.Quarters(c.Request().Context(), by, s.Now())
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK,
		reports.QuartersPage(reports.QuartersView{Page: s.page(c, "季度评估"), By: by, Rows: rows}))
}

func (s *Server) quarterPage(c echo.Context, status int, f ui.Form) error {
	v := reports.QuarterView{}
	var err error
	if v.Q, v.E, err = s.store.Quarter(c.Request().Context(), actor(c), c.Param("doc")); err != nil {
		return err
	}
	if v.DocView, err = s.docView(c, v.Q.Number, "季度服务评估报告", f); err != nil {
		return err
	}
	return s.render(c, status, reports.QuarterPage(v))
}

// changeQuarter is how a form changes the evaluation it stands on, then goes back to it.
func changeQuarter[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, q *huiyin.Quarter, e *huiyin.Evaluation, f F) error) error {
	number := c.Param("doc")
	return submit(s, c, "/figures/quarters/"+number, func(p posted[F]) error {
		return s.store.ChangeQuarter(c.Request().Context(), p.Once, p.By, number, p.Version,
			func(q *huiyin.Quarter, e *huiyin.Evaluation) error {
				return fn(p.By, s.Now(), q, e, p.Form)
			})
	})
}

type quarterForm struct {
	Strengths  string `form:"strengths"`
	Weaknesses string `form:"weaknesses"`
}

func (s *Server) writeQuarter(c echo.Context) error {
	return changeQuarter(s, c, func(by huiyin.Actor, now time.Time, q *huiyin.Quarter, _ *huiyin.Evaluation,
		f quarterForm) error {
		return q.Write(by, now, f.Strengths, f.Weaknesses)
	})
}

type jobForm struct {
	What string    `form:"what"`
	Who  string    `form:"who"`
	Due  time.Time `form:"due"`
}

func (f jobForm) job() huiyin.Job { return huiyin.Job{What: f.What, Who: f.Who, Due: f.Due} }

func (s *Server) measureQuarter(c echo.Context) error {
	return changeQuarter(s, c, func(by huiyin.Actor, now time.Time, q *huiyin.Quarter, _ *huiyin.Evaluation,
		f jobForm) error {
		return q.Measure(by, now, f.job())
	})
}

func (s *Server) releaseQuarter(c echo.Context) error {
	return changeQuarter(s, c, func(by huiyin.Actor, now time.Time, q *huiyin.Quarter, e *huiyin.Evaluation,
		f signReportForm) error {
		return q.Release(by, now, f.Words, e)
	})
}

func (s *Server) quarterPDF(c echo.Context) error {
	ctx, by, now := c.Request().Context(), actor(c), s.Now()
	q, e, err := s.store.Quarter(ctx, by, c.Param("doc"))
	if err == nil {
		err = q.Printable()
	}
	if err != nil {
		return err
	}
	return s.documentPDF(c, now, q.Number,
		func(w io.Writer, stamp print.Stamp) error { return print.Quarterly(w, stamp, q, e, by.Org) })
}
