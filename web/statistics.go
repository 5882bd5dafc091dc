package web

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/views/reports"
	"huiyin/views/sheet"
	"huiyin/views/ui"
)

func (s *Server) figuresRoutes() []route {
	return []route{
		{get, "/figures", huiyin.ActionSeeStatistics, s.figures, nil, 0},
		{get, "/figures/monthly.pdf", huiyin.ActionSeeStatistics, s.monthlyPDF, nil, bulky},
		{get, "/figures/monthly.xlsx", huiyin.ActionSeeStatistics, s.monthlyExcel, nil, bulky},
	}
}

// analysis reads of which month and site figures are asked for, and the figures.
func (s *Server) analysis(c echo.Context) (month huiyin.Month, site string, a *huiyin.Analysis, err error) {
	var q ledgerQuery
	if err := s.bind(c, &q); err != nil {
		return 0, "", nil, err
	}
	by := actor(c)
	month = huiyin.MonthOf(s.Now(), by.Org.Zone)
	if q.Month != "" {
		m, err := huiyin.ParseMonth(q.Month)
		if err != nil {
			return month, q.Site, nil, err
		}
		month = m
	}
	a, err = s.store.Analysis(c.Request().Context(), by, month, q.Site)
	return month, q.Site, a, err
}

// figures is the monthly analysis (rule M2).
func (s *Server) figures(c echo.Context) error {
	month, site, a, wrong := s.analysis(c)
	v := reports.View{Page: s.page(c, "统计"), By: actor(c), Month: month, Site: site, A: a,
		Form: ui.Form{Lang: s.lang(c)}}
	status := http.StatusOK
	// over all sites on the plans' own page
	if wrong == nil && month == huiyin.MonthOf(s.Now(), v.By.Org.Zone) && len(a.Sites) == 1 {
		var err error
		if v.Rises, err = s.store.Rises(c.Request().Context(), v.By, s.Now(), a.Sites); err != nil {
			return err
		}
	}
	if wrong == nil {
		var err error
		if v.Open, err = s.store.OpenByState(c.Request().Context(), v.By, s.Now(), site); err != nil {
			return err
		}
	}
	if wrong != nil {
		e := refusal(wrong)
		if e == nil || e.Kind != huiyin.KindInvalid {
			return wrong
		}
		status, v.Form.Wrong, v.Form.Typed = statuses[e.Kind], e, postedValues(c)
	}
	return s.render(c, status, reports.Page(v))
}

// monthly is the analysis for a file that leaves the portal, which the journal keeps (rule J3).
func (s *Server) monthly(c echo.Context) (print.Period, *huiyin.Analysis, error) {
	month, site, a, err := s.analysis(c)
	if err != nil {
		return print.Period{}, nil, err
	}
	number := "TJ-" + strings.ReplaceAll(month.String(), "-", "")
	if site != "" {
		number = "TJ-" + site + number[len("TJ"):]
	}
	by, now := actor(c), s.Now()
	if site == "" && len(by.SitesOf()) < len(by.Org.Sites) { // others' figures of all their sites are others
		number += "-" + by.InNumber()
	}
	return print.Period{Site: site, Words: monthWords(month), Number: number}, a,
		s.store.NoteExport(c.Request().Context(),
			huiyin.NewEntry(by.Account, huiyin.ActionExport, "figures:"+number, now), nil)
}

func (s *Server) monthlyPDF(c echo.Context) error {
	period, a, err := s.monthly(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := print.Monthly(&b, print.Stamp{At: s.Now(), By: actor(c).Name, QR: period.Number}, period, a,
		actor(c).Org); err != nil {
		return err
	}
	return s.pdf(c, period.Number+".pdf", b.Bytes())
}

func (s *Server) monthlyExcel(c echo.Context) error {
	period, a, err := s.monthly(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := sheet.Monthly(&b, a, actor(c).Org, nil, s.Now()); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+period.Number+`.xlsx"`)
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
}

// monthWords writes a month as papers have it, 2026年3月.
func monthWords(m huiyin.Month) string {
	return strconv.Itoa(int(m)/100) + "年" + strconv.Itoa(int(m)%100) + "月"
}
