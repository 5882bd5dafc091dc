package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"huiyin"
	"huiyin/views/figures"
	"huiyin/views/ui"
)

// jobRoutes are the work that documents give people.
func (s *Server) jobRoutes() []route {
	return []route{
		{get, "/jobs", huiyin.SeeJobs, fresh(s, s.jobsPage), nil},
		{post, "/jobs/:job", huiyin.EndWork, s.endJob, s.jobsPage},
	}
}

// mostJobs is how many jobs of a person are listed.
const mostJobs = 200

func (s *Server) jobsPage(c echo.Context, status int, f ui.Form) error {
	v := figures.JobsView{DocView: figures.DocView{Page: s.page(c, "交办工作"), By: actor(c), Form: f}, Done: c.QueryParam("done") == "1"}
	if n := c.Param("job"); n != "" {
		v.Form.Action += "-" + n
		v.Path = "/jobs"
	}
	var err error
	if v.Rows, err = s.store.Jobs(c.Request().Context(), v.By, v.Done, mostJobs); err != nil {
		return err
	}
	return s.render(c, status, figures.JobsPage(v))
}

func (s *Server) endJob(c echo.Context) error {
	var f struct {
		Done    string `form:"done"`
		Dropped string `form:"dropped"`
	}
	wrong := s.bind(c, &f)
	once, wrong1 := s.once(c)
	v, wrong2 := version(c)
	n, err := id(c, "job")
	if err != nil {
		return err
	}
	by := actor(c)
	err = s.store.EndJob(c.Request().Context(), once, n, v, func(d huiyin.Dossier, n int) error {
		return rather(huiyin.EndJob(d, by, s.Now(), n, f.Done, f.Dropped), firstOf(wrong, wrong1, wrong2))
	})
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/jobs")
}
