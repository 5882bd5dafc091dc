package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// clausesPage is the company's rules, on which consequences rest (rule A3).
func (s *Server) clausesPage(c echo.Context, status int, f ui.Form) error {
	form := "clause"
	if c.Path() == "/settings/clauses/end" {
		form = "clause_end"
	}
	return s.render(c, status,
		settings.ClausesPage(s.settingsView(c, "clauses", "制度条款", form, f, s.store.Org().Clauses)))
}

type clauseForm struct {
	Code      string   `form:"code"`
	Text      string   `form:"text"`
	From      string   `form:"from"`
	Discussed string   `form:"discussed"`
	Announced string   `form:"announced"`
	BlackCard string   `form:"black_card"`
	Allows    []string `form:"allows"`
}

func (s *Server) putClause(c echo.Context) error {
	return changeCompany(s, c, "/settings/clauses", func(o *huiyin.Org) any { return o.Clauses },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, f clauseForm) error {
			return o.PutClause(by, now, huiyin.ClauseForm(f))
		})
}

func (s *Server) endClause(c echo.Context) error {
	type form struct {
		Clause string `form:"clause"`
		Until  string `form:"until"`
	}
	return changeCompany(s, c, "/settings/clauses", func(o *huiyin.Org) any { return o.Clauses },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, f form) error {
			return o.EndClause(by, now, f.Clause, f.Until)
		})
}

// rulesPage is the company's rules for everybody, each with the button that says that one has read it (rules A3, B3).
func (s *Server) rulesPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status, complaints.RulesPage(complaints.Rules{Page: s.page(c, "制度条款"), By: actor(c), Form: f}))
}

func (s *Server) readClause(c echo.Context) error {
	type form struct {
		Clause string `form:"clause"`
	}
	return submit(s, c, "/rules", func(p posted[form]) error {
		return s.store.ChangeOrg(c.Request().Context(), p.Once, func(o *huiyin.Org) error {
			return o.ReadClause(p.By, s.Now(), p.Form.Clause)
		})
	})
}

// circularsPage is what a person is to learn from (rule F7).
func (s *Server) circularsPage(c echo.Context, status int, f ui.Form) error {
	list, err := s.store.Circulars(c.Request().Context(), actor(c), s.Now())
	if err != nil {
		return err
	}
	return s.render(c, status,
		complaints.CircularsPage(complaints.Circulars{Page: s.page(c, "通报"), By: actor(c), Rows: list, Form: f}))
}

func (s *Server) readCircular(c echo.Context) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	return submit(s, c, "/circulars", func(p posted[struct{}]) error {
		return s.store.ReadCircular(c.Request().Context(), p.Once, p.By, s.Now(), n)
	})
}

type circularForm struct {
	Roles      []string `form:"roles"`
	Sites      []string `form:"sites"`
	Named      bool     `form:"named"`
	NameReason string   `form:"name_reason"`
	Facts      string   `form:"facts"`
	Lesson     string   `form:"lesson"`
}

func (s *Server) circulate(c echo.Context) error {
	n := whichOf(c)
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f circularForm) error {
		return k.Circulate(by, now, n, huiyin.CircularForm(f))
	})
}

type dismissalForm struct {
	LegalBy      string `form:"legal_by"`
	LegalOpinion string `form:"legal_opinion"`
	UnionToldOn  string `form:"union_told_on"`
	UnionHeardOn string `form:"union_heard_on"`
	UnionReply   string `form:"union_reply"`
}

func (s *Server) prepareDismissal(c echo.Context) error {
	n := whichOf(c)
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f dismissalForm) error {
		return k.PrepareDismissal(by, now, n, huiyin.DismissalForm(f))
	})
}

type deliveryForm struct {
	At    time.Time `form:"delivered_at"`
	Way   string    `form:"way"`
	Proof string    `form:"proof"`
}

func (s *Server) deliverSanction(c echo.Context) error {
	n := whichOf(c)
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f deliveryForm) error {
		return k.DeliverSanction(by, now, n, huiyin.DeliveryForm(f))
	})
}

func (s *Server) liftSanction(c echo.Context) error {
	n := whichOf(c)
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.LiftSanction(by, now, n, f.Reason)
	})
}

// ownEvidence opens a file that is evidence of a consequence, for the person it is about (rules A3, P4).
func (s *Server) ownEvidence(c echo.Context) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	k, err := s.store.OwnEvidence(c.Request().Context(), actor(c), c.Param("number"), whichOf(c), n)
	if err != nil {
		return err
	}
	return s.content(c, k.Hash, k.Type, k.Name, k.Size)
}

// The forms about points stand on the sheet of their person (rule A4).
func (s *Server) pointsRoutes() []route {
	const one = "/appraisals/:account/:number/:n"
	return []route{
		{post, one + "/objection", huiyin.ActionObjectPoints, s.objectPoints, s.pointsPage, 0},
		{post, one + "/confirm", huiyin.ActionConfirmPoints, s.confirmPoints, s.pointsPage, 0},
	}
}

func (s *Server) objectPoints(c echo.Context) error {
	type form struct {
		Objection string `form:"objection"`
	}
	n := whichOf(c)
	return changeAs(s, c, huiyin.ActionObjectPoints, s.sheetOf(c),
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f form) error {
			return k.ObjectPoints(by, now, n, f.Objection)
		})
}

func (s *Server) confirmPoints(c echo.Context) error {
	type form struct {
		Decision string `form:"decision"`
		Words    string `form:"words"`
	}
	n := whichOf(c)
	return changeAs(s, c, huiyin.ActionRead, s.sheetOf(c),
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f form) error {
			return k.ConfirmPoints(by, now, n, f.Decision, f.Words)
		})
}

// sheetOf is the sheet on which a form about points stands.
func (s *Server) sheetOf(c echo.Context) string {
	to := "/appraisals/" + c.Param("account")
	if m := postedText(c, "month"); huiyin.IsMonth(m) {
		to += "?month=" + m
	}
	return to
}
