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

// planRoutes are the special improvement plans (rule A2).
func (s *Server) planRoutes() []route {
	return []route{
		{get, "/figures/plans", huiyin.ActionSeeImprovementPlans, s.listImprovementPlans, nil, 0},
		{get, "/figures/plans/new", huiyin.ActionOpenImprovementPlan, emptyForm(s, s.newImprovementPlanPage), nil, 0},
		{post, "/figures/plans", huiyin.ActionOpenImprovementPlan, s.openImprovementPlan, s.newImprovementPlanPage, 0},
		{get, "/figures/plans/:doc", huiyin.ActionSeeImprovementPlans, emptyForm(s, s.planPage), nil, 0},
		{get, "/figures/plans/:doc/plan.pdf", huiyin.ActionSeeImprovementPlans, s.planPDF, nil, heavy},
		{post, "/figures/plans/:doc/jobs", huiyin.ActionAssignJob, s.measureImprovementPlan, s.planPage, 0},
		{post, "/figures/plans/:doc/jobs/:n/check", huiyin.ActionCheckJob, s.checkImprovementPlan, s.planPage, 0},
		{post, "/figures/plans/:doc/end", huiyin.ActionEndImprovementPlan, s.endImprovementPlan, s.planPage, 0},
		{post, "/figures/plans/:doc/tell", huiyin.ActionTellImprovementPlan, s.tellImprovementPlan, s.planPage, 0},
	}
}

func (s *Server) listImprovementPlans(c echo.Context) error {
	ctx, by := c.Request().Context(), actor(c)
	v := reports.ImprovementPlansView{Page: s.page(c, "专项整改"), By: by}
	var err error
	if v.Rows, err = s.store.ImprovementPlans(ctx, by); err != nil {
		return err
	}
	if v.Rises, err = s.store.Rises(ctx, by, s.Now(), by.SitesOf()); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, reports.ImprovementPlansPage(v))
}

type planForm struct {
	Site     string   `form:"site"`
	Category string   `form:"category"`
	Cause    string   `form:"cause"`
	Aim      string   `form:"aim"`
	Number   []string `form:"number"`
	More     string   `form:"more"`
}

func (f planForm) form() huiyin.ImprovementPlanForm {
	return huiyin.ImprovementPlanForm{Site: f.Site, Category: f.Category, Cause: f.Cause, Aim: f.Aim,
		Covered: append(f.Number, f.More)}
}

func (s *Server) newImprovementPlanPage(c echo.Context, status int, f ui.Form) error {
	var q planForm
	if err := s.bind(c, &q); err != nil && f.Wrong == nil {
		return err
	}
	v := reports.NewImprovementPlanView{DocView: reports.DocView{Page: s.page(c, "专项整改立项"), By: actor(c), Form: f},
		Site: q.Site, Category: q.Category}
	v.Path = "/figures/plans/new"
	var err error
	if v.Behind, err = s.store.Behind(c.Request().Context(), v.By, s.Now(), q.Site, q.Category); err != nil {
		return err
	}
	return s.render(c, status, reports.NewImprovementPlanPage(v))
}

func (s *Server) openImprovementPlan(c echo.Context) error {
	return submitTo(s, c, func(p posted[planForm]) (string, error) {
		number, err := s.store.OpenImprovementPlan(c.Request().Context(), p.Once, p.By, s.Now(), p.Form.form())
		return "/figures/plans/" + number, err
	})
}

func (s *Server) planPage(c echo.Context, status int, f ui.Form) error {
	v := reports.ImprovementPlanView{}
	var err error
	if v.P, v.Covered, v.E, err = s.store.ImprovementPlan(c.Request().Context(), actor(c), s.Now(),
		c.Param("doc")); err != nil {
		return err
	}
	if v.DocView, err = s.docView(c, v.P.Number, "专项整改方案", f); err != nil {
		return err
	}
	return s.render(c, status, reports.ImprovementPlanPage(v))
}

// changeImprovementPlan is how a form changes the plan it stands on, then goes back to it.
func changeImprovementPlan[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, p *huiyin.ImprovementPlan, f F) error) error {
	number := c.Param("doc")
	return submit(s, c, "/figures/plans/"+number, func(p posted[F]) error {
		return s.store.ChangeImprovementPlan(c.Request().Context(), p.Once, p.By, number, p.Version,
			func(k *huiyin.ImprovementPlan) error {
				return fn(p.By, s.Now(), k, p.Form)
			})
	})
}

type unitJobForm struct {
	What string    `form:"what"`
	Unit string    `form:"unit"`
	Who  string    `form:"who"`
	Due  time.Time `form:"due"`
}

func (s *Server) measureImprovementPlan(c echo.Context) error {
	return changeImprovementPlan(s, c, func(by huiyin.Actor, now time.Time, p *huiyin.ImprovementPlan,
		f unitJobForm) error {
		return huiyin.AssignJob(p, by, now, huiyin.Job{What: f.What, Unit: f.Unit, Who: f.Who, Due: f.Due})
	})
}

type checkForm struct {
	Effective string `form:"effective"`
	Found     string `form:"found"`
}

func (s *Server) checkImprovementPlan(c echo.Context) error {
	n, err := id(c, "n")
	if err != nil {
		return err
	}
	return changeImprovementPlan(s, c, func(by huiyin.Actor, now time.Time, p *huiyin.ImprovementPlan,
		f checkForm) error {
		return p.CheckEffect(by, now, int(n), f.Effective, f.Found)
	})
}

type planResult struct {
	Result string `form:"result"`
}

func (s *Server) endImprovementPlan(c echo.Context) error {
	return changeImprovementPlan(s, c, func(by huiyin.Actor, now time.Time, p *huiyin.ImprovementPlan,
		f planResult) error {
		return p.End(by, now, f.Result)
	})
}

func (s *Server) tellImprovementPlan(c echo.Context) error {
	type form struct {
		Way  huiyin.Way `form:"way"`
		Said string     `form:"said"`
	}
	number := c.Param("doc")
	return submit(s, c, "/figures/plans/"+number, func(p posted[form]) error {
		return s.store.TellImprovementPlan(c.Request().Context(), p.Once, p.By, s.Now(), number, p.Version, p.Form.Way,
			p.Form.Said, p.Once.Wrong)
	})
}

func (s *Server) planPDF(c echo.Context) error {
	ctx, by, now := c.Request().Context(), actor(c), s.Now()
	p, covered, e, err := s.store.ImprovementPlan(ctx, by, now, c.Param("doc"))
	if err != nil {
		return err
	}
	return s.documentPDF(c, now, p.Number, func(w io.Writer, stamp print.Stamp) error {
		return print.ImprovementPlan(w, stamp, p, covered, e, by.Org)
	})
}
