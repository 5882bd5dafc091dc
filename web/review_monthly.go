package web

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/views/reports"
	"huiyin/views/sheet"
	"huiyin/views/ui"
)

// reportRoutes are the monthly analyses as documents (rule M2).
func (s *Server) reportRoutes() []route {
	return []route{
		{get, "/figures/reports", huiyin.ActionSeeReports, s.listReports, nil, 0},
		{get, "/figures/reports/:doc", huiyin.ActionSeeReports, emptyForm(s, s.reportPage), nil, 0},
		{get, "/figures/reports/:doc/report.pdf", huiyin.ActionSeeReports, s.reportPDF, nil, bulky},
		{get, "/figures/reports/:doc/report.xlsx", huiyin.ActionSeeReports, s.reportExcel, nil, bulky},
		{post, "/figures/reports/:doc/comment", huiyin.ActionCommentReport, s.commentReport, s.reportPage, 0},
		{post, "/figures/reports/:doc/return", huiyin.ActionReturnReport, s.returnReport, s.reportPage, 0},
		{post, "/figures/reports/:doc/sign", huiyin.ActionSignReport, s.signReport, s.reportPage, 0},
	}
}

func (s *Server) listReports(c echo.Context) error {
	var q ledgerQuery
	if err := s.bind(c, &q); err != nil {
		return err
	}
	ctx, by, now := c.Request().Context(), actor(c), s.Now()
	if q.Site == "" && !huiyin.NewReport(huiyin.MonthOf(now, by.Org.Zone), "").Visible(by) { // whose the company is not
		q.Site = by.SitesOf()[0]
	}
	v := reports.ReportsView{Page: s.page(c, "月度报告"), By: by, Site: q.Site, Form: ui.Form{Lang: s.lang(c)}}
	var err error
	if v.Rows, err = s.store.Reports(ctx, by, now, q.Site); err != nil {
		return err
	}
	if v.Waiting, err = s.store.Duties(ctx, by, now); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, reports.ReportsPage(v))
}

func (s *Server) reportPage(c echo.Context, status int, f ui.Form) error {
	ctx, by := c.Request().Context(), actor(c)
	v := reports.ReportView{}
	var err error
	if v.R, v.A, v.Names, err = s.store.Report(ctx, by, c.Param("doc")); err != nil {
		return err
	}
	if v.DocView, err = s.docView(c, v.R.Number, "月度统计分析", f); err != nil {
		return err
	}
	return s.render(c, status, reports.ReportPage(v))
}

// docView is what stands around every document.
func (s *Server) docView(c echo.Context, number, title string, f ui.Form) (v reports.DocView, err error) {
	v = reports.DocView{Page: s.page(c, title), By: actor(c), Form: f}
	v.Title += " " + number
	if v.Journal, err = s.store.Journal(c.Request().Context(), number, true, 0, mostLines); err != nil {
		return v, err
	}
	v.Signed, err = s.store.SignedPapers(c.Request().Context(), v.By, number)
	return v, err
}

// changeReport is how a form changes the report it stands on, then goes back to it.
func changeReport[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, r *huiyin.Report, a *huiyin.Analysis, f F) error) error {
	number := c.Param("doc")
	return submit(s, c, "/figures/reports/"+number, func(p posted[F]) error {
		return s.store.ChangeReport(c.Request().Context(), p.Once, p.By, number, p.Version,
			func(r *huiyin.Report, a *huiyin.Analysis) error {
				return fn(p.By, s.Now(), r, a, p.Form)
			})
	})
}

type commentForm struct {
	Comment string `form:"comment"`
}

func (s *Server) commentReport(c echo.Context) error {
	return changeReport(s, c, func(by huiyin.Actor, now time.Time, r *huiyin.Report, _ *huiyin.Analysis,
		f commentForm) error {
		return r.CommentOn(by, now, f.Comment)
	})
}

type reasonOnly struct {
	Reason string `form:"reason"`
}

func (s *Server) returnReport(c echo.Context) error {
	return changeReport(s, c, func(by huiyin.Actor, now time.Time, r *huiyin.Report, _ *huiyin.Analysis,
		f reasonOnly) error {
		return r.SendBack(by, now, f.Reason)
	})
}

type signReportForm struct {
	Words string `form:"words"`
}

func (s *Server) signReport(c echo.Context) error {
	return changeReport(s, c, func(by huiyin.Actor, now time.Time, r *huiyin.Report, a *huiyin.Analysis,
		f signReportForm) error {
		return r.Sign(by, now, f.Words, a)
	})
}

// released reads a released report for a file that leaves the portal, which the journal keeps (rule J3).
func (s *Server) released(c echo.Context) (*huiyin.Report, *huiyin.Analysis, *huiyin.Org, error) {
	ctx, by, now := c.Request().Context(), actor(c), s.Now()
	r, a, o, err := s.store.Report(ctx, by, c.Param("doc"))
	if err == nil {
		err = r.Printable()
	}
	if err != nil {
		return nil, nil, nil, err
	}
	return r, a, o, s.store.NoteExport(ctx, huiyin.NewEntry(by.Account, huiyin.ActionExport, r.Number, now), nil)
}

// documentPDF prints a document that is no case; the print is noted first (rule J3).
func (s *Server) documentPDF(c echo.Context, now time.Time, number string,
	draw func(w io.Writer, stamp print.Stamp) error) error {
	by := actor(c)
	e := huiyin.NewEntry(by.Account, huiyin.ActionExport, number, now)
	if err := s.store.NoteExport(c.Request().Context(), e, nil); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := draw(&b, print.Stamp{At: now, By: by.Name, QR: number}); err != nil {
		return err
	}
	return s.pdf(c, strings.ReplaceAll(number, "/", "-")+".pdf", b.Bytes())
}

func (s *Server) reportPDF(c echo.Context) error {
	r, a, o, err := s.released(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	of := print.Period{Site: r.Site, Words: monthWords(r.Month()), Number: r.Number}
	if err := print.MonthlyReport(&b, print.Stamp{At: s.Now(), By: actor(c).Name, QR: r.Number}, of, r, a,
		o); err != nil {
		return err
	}
	return s.pdf(c, r.Number+".pdf", b.Bytes())
}

func (s *Server) reportExcel(c echo.Context) error {
	r, a, o, err := s.released(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := sheet.Monthly(&b, a, o, r, s.Now()); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+r.Number+`.xlsx"`)
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
}
