package web

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/reports"
	"huiyin/views/ui"
)

// jobRoutes are the work that documents give people.
func (s *Server) jobRoutes() []route {
	return []route{
		{get, "/jobs", huiyin.ActionSeeJobs, emptyForm(s, s.jobsPage), nil, 0},
		{post, "/jobs/:job", huiyin.ActionEndJob, s.endJob, s.jobsPage, 0},
	}
}

// mostJobs is how many jobs of a person are listed.
const mostJobs = 200

func (s *Server) jobsPage(c echo.Context, status int, f ui.Form) error {
	v := reports.JobsView{DocView: reports.DocView{Page: s.page(c, "交办工作"), By: actor(c), Form: f},
		Done: c.QueryParam("done") == "1"}
	if n := c.Param("job"); n != "" {
		v.Form.Action += "-" + n
		v.Path = "/jobs"
		if number := v.Form.Typed["doc"]; len(number) == 1 {
			if page := s.docPage(docKind(number[0])); page != nil {
				c.SetParamNames("doc")
				c.SetParamValues(number[0])
				if err := page(c, status, v.Form); huiyin.KindOf(err) != huiyin.KindNotFound {
					return err
				}
			}
		}
	}
	var err error
	if v.Rows, err = s.store.Jobs(c.Request().Context(), v.By, v.Done, mostJobs); err != nil {
		return err
	}
	return s.render(c, status, reports.JobsPage(v))
}

// docKind tells from its number what a document is in which work is given, "" for none.
func docKind(number string) huiyin.DocKind {
	prefix, _, _ := strings.Cut(number, "-")
	return map[string]huiyin.DocKind{"ZG": huiyin.DocImprovementPlan, "FX": huiyin.DocMeeting,
		"JB": huiyin.DocQuarterlyReport, "JC": huiyin.DocSample}[prefix]
}

// docPage is the page of such a document.
func (s *Server) docPage(kind huiyin.DocKind) func(echo.Context, int, ui.Form) error {
	switch kind {
	case huiyin.DocImprovementPlan:
		return s.planPage
	case huiyin.DocMeeting:
		return s.meetingPage
	case huiyin.DocQuarterlyReport:
		return s.quarterPage
	case huiyin.DocSample:
		return s.samplePage
	}
	return nil
}

func (s *Server) endJob(c echo.Context) error {
	type form struct {
		Doc     string `form:"doc"`
		Done    string `form:"done"`
		Dropped string `form:"dropped"`
	}
	n, err := id(c, "job")
	if err != nil {
		return err
	}
	return submitTo(s, c, func(p posted[form]) (string, error) {
		f := p.Form
		err := s.store.EndJob(c.Request().Context(), p.Once, n, p.Version, func(d huiyin.WorkDocument, n int) error {
			return huiyin.EndJob(d, p.By, s.Now(), n, f.Done, f.Dropped)
		})
		if kind := docKind(f.Doc); kind != "" { // back to where the form stood
			return layout.DocumentURL(kind, url.PathEscape(f.Doc)), err
		}
		return "/jobs", err
	})
}
