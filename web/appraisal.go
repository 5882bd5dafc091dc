package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/appraisals"
	"huiyin/views/ui"
)

func (s *Server) appraisalRoutes() []route {
	return []route{
		{get, "/appraisals", huiyin.ActionSeeAppraisals, s.appraisals, nil, 0},
		{get, "/appraisals/:account", huiyin.ActionSeeAppraisals, s.appraisal, nil, 0},
	}
}

type appraisalQuery struct {
	Month string `form:"month"`
	Site  string `form:"site"`
}

// appraisalView reads which month and site are asked for; without a month it is the present one.
func (s *Server) appraisalView(c echo.Context) (appraisals.View, error) {
	var q appraisalQuery
	if err := s.bind(c, &q); err != nil {
		return appraisals.View{}, err
	}
	by, now := actor(c), s.Now()
	zone := by.Org.Zone
	month := time.Date(now.In(zone).Year(), now.In(zone).Month(), 1, 0, 0, 0, 0, zone)
	if q.Month != "" {
		var err error
		if month, err = time.ParseInLocation("2006-01", q.Month, zone); err != nil || month.Year() < 1900 ||
			month.Year() > 2200 {
			return appraisals.View{}, huiyin.Invalid("month", "月份须写成 2025-03 的样子。")
		}
	}
	if q.Site != "" && by.Org.Site(q.Site) == nil {
		return appraisals.View{}, huiyin.NotFound()
	}
	return appraisals.View{Page: s.page(c, "考评"), By: by, Month: month, Site: q.Site, Form: ui.Form{Lang: s.lang(c)}},
		nil
}

// appraisals lists the people whose sheets one may read; who may read only their own gets that (rule A4).
func (s *Server) appraisals(c echo.Context) error {
	v, err := s.appraisalView(c)
	if err != nil {
		return err
	}
	if v.By.Role < huiyin.Supervisor {
		return s.sheets(c, v, []*huiyin.Person{v.By.Person})
	}
	return s.sheets(c, v, v.By.Appraised(v.Site))
}

func (s *Server) appraisal(c echo.Context) error {
	return s.pointsPage(c, http.StatusOK, ui.Form{Lang: s.lang(c)})
}

// pointsPage is the sheet of one person, with the forms about its points.
func (s *Server) pointsPage(c echo.Context, status int, f ui.Form) error {
	v, err := s.appraisalView(c)
	if err != nil {
		return err
	}
	v.Form, v.Posted = f, c.Param("number")
	p := v.By.Org.Person(c.Param("account"))
	if !v.By.MayAppraise(p) {
		return huiyin.NotFound()
	}
	v.One = true
	return s.sheetsAs(c, status, v, []*huiyin.Person{p})
}

func (s *Server) sheets(c echo.Context, v appraisals.View, people []*huiyin.Person) error {
	return s.sheetsAs(c, http.StatusOK, v, people)
}

func (s *Server) sheetsAs(c echo.Context, status int, v appraisals.View, people []*huiyin.Person) error {
	var err error
	if v.Sheets, err = s.store.Appraisal(c.Request().Context(), v.By, v.Month, people); err != nil {
		return err
	}
	if v.One = v.One || v.By.Role < huiyin.Supervisor; v.One {
		return s.render(c, status, appraisals.AppraisalPage(v))
	}
	v.Sheets = slices.DeleteFunc(v.Sheets, func(k huiyin.Sheet) bool { return !k.Listed(v.By.Org.Person(k.Person)) })
	return s.render(c, status, appraisals.AppraisalsPage(v))
}
