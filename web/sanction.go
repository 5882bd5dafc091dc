package web

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/print"
	"huiyin/views/ui"
)

// consequenceRoutes are the addresses of consequences: the register, the person's own page, the forms.
func (s *Server) consequenceRoutes() []route {
	const one = "/complaints/:number/consequences/:n"
	return []route{
		{get, "/consequences", huiyin.ActionListSanctions, s.register, nil, 0},
		{get, "/complaints/:number/consequences", huiyin.ActionReadOwnSanction, emptyForm(s, s.penaltyPage), nil, 0},
		{get, "/complaints/:number/consequences/:circular", huiyin.ActionPrint, s.circular, nil, heavy},
		{post, "/complaints/:number/consequences", huiyin.ActionProposeSanction, s.proposeSanction, s.complaintPage, 0},
		{post, one + "/decide", huiyin.ActionDecideSanction, s.decideSanction, s.complaintPage, 0},
		{post, one + "/objection/decide", huiyin.ActionDecideObjection, s.decideObjection, s.complaintPage, 0},
		{post, one + "/view", huiyin.ActionAnswerSanction, s.answerSanction, s.penaltyPage, 0},
		{post, one + "/objection", huiyin.ActionFileObjection, s.object, s.penaltyPage, 0},
		{post, one + "/review", huiyin.ActionWriteSelfReview, s.writeReview, s.penaltyPage, 0},
		{get, one + "/notice.pdf", huiyin.ActionPrint, s.sanctionNotice, nil, heavy},
		{get, one + "/evidence/:id", huiyin.ActionReadOwnSanction, s.ownEvidence, nil, 0},
		{post, one + "/dismissal", huiyin.ActionPrepareDismissal, s.prepareDismissal, s.complaintPage, 0},
		{post, one + "/delivery", huiyin.ActionDeliverSanction, s.deliverSanction, s.complaintPage, 0},
		{post, one + "/lift", huiyin.ActionLiftSanction, s.liftSanction, s.complaintPage, 0},
		{post, one + "/circular", huiyin.ActionCirculate, s.circulate, s.complaintPage, 0},
		{get, "/circulars", huiyin.ActionSeeCirculars, emptyForm(s, s.circularsPage), nil, 0},
		{post, "/circulars/:id/read", huiyin.ActionSeeCirculars, s.readCircular, s.circularsPage, 0},
		{get, "/rules", huiyin.ActionReadClause, emptyForm(s, s.rulesPage), nil, 0},
		{post, "/rules", huiyin.ActionReadClause, s.readClause, s.rulesPage, 0},
		{get, "/settings/clauses", huiyin.ActionManage, emptyForm(s, s.clausesPage), nil, 0},
		{post, "/settings/clauses", huiyin.ActionManage, s.putClause, s.clausesPage, 0},
		{post, "/settings/clauses/end", huiyin.ActionManage, s.endClause, s.clausesPage, 0},
	}
}

type registerQuery struct {
	State  huiyin.SanctionState `form:"state"`
	Before int64                `form:"before"`
}

func (s *Server) register(c echo.Context) error {
	var q registerQuery
	if err := s.bind(c, &q); err != nil {
		return err
	}
	if q.State != "" && !slices.Contains(huiyin.SanctionStates(), q.State) || q.Before < 0 {
		return huiyin.Invalid("state", "请选择列表中的一项。")
	}
	v := complaints.Register{Page: s.page(c, "处罚登记"), By: actor(c), State: q.State, Form: ui.Form{Lang: s.lang(c)}}
	var err error
	if v.Rows, v.Next, err = s.store.Sanctions(c.Request().Context(), actor(c), q.State, q.Before); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, complaints.RegisterPage(v))
}

// penaltyPage is all that the person a consequence is about sees of the complaint by it (rules A3, P4).
func (s *Server) penaltyPage(c echo.Context, status int, f ui.Form) error {
	h, err := s.store.SubjectView(c.Request().Context(), actor(c), c.Param("number"))
	if err != nil {
		return err
	}
	return s.render(c, status,
		complaints.SanctionPage(complaints.Sanctions{Page: s.page(c, "对您的处罚"), By: actor(c), Hearsay: h, Form: f}))
}

type penaltyForm struct {
	Kinds    []string  `form:"sanction"`
	Wording  string    `form:"wording"`
	Reason   string    `form:"reason"`
	ActAt    time.Time `form:"act_at"`
	Clause   string    `form:"clause"`
	Evidence []string  `form:"evidence"`
	Clean    []string  `form:"clean"`
}

func (s *Server) proposeSanction(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f penaltyForm) error {
		return k.ProposeSanction(by, now, huiyin.SanctionForm(f))
	})
}

type judgingForm struct {
	Decision string   `form:"decision"`
	Words    string   `form:"words"`
	Kinds    []string `form:"sanction"`
	Seen     string   `form:"seen"`
}

// judging is the form as the rules take it; a Seen that is no number asks nothing.
func (f judgingForm) judging() huiyin.SanctionDecision {
	seen, _ := strconv.Atoi(f.Seen)
	return huiyin.SanctionDecision{Decision: f.Decision, Words: f.Words, Kinds: f.Kinds, Seen: seen}
}

func (s *Server) decideSanction(c echo.Context) error {
	n := whichOf(c)
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f judgingForm) error {
		return k.DecideSanction(by, now, n, f.judging())
	})
}

func (s *Server) decideObjection(c echo.Context) error {
	n := whichOf(c)
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f judgingForm) error {
		return k.DecideObjection(by, now, n, f.judging())
	})
}

// whichOf is the number of a consequence inside its complaint, 0 for what is none.
func whichOf(c echo.Context) int {
	n, _ := strconv.Atoi(c.Param("n"))
	return n
}

type wordsForm struct {
	View      string `form:"view"`
	Waived    bool   `form:"waived"`
	Objection string `form:"objection"`
	Review    string `form:"review"`
}

// saysOwn takes down what the person says on their own page.
func (s *Server) saysOwn(c echo.Context, say func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, n int,
	f wordsForm) error) error {
	back := "/complaints/" + c.Param("number") + "/consequences"
	return changeAs(s, c, huiyin.ActionReadOwnSanction, back,
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f wordsForm) error {
			return say(by, now, k, whichOf(c), f)
		})
}

func (s *Server) answerSanction(c echo.Context) error {
	return s.saysOwn(c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, n int, f wordsForm) error {
		return k.AnswerSanction(by, now, n, f.View, f.Waived)
	})
}

func (s *Server) object(c echo.Context) error {
	return s.saysOwn(c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, n int, f wordsForm) error {
		return k.FileObjection(by, now, n, f.Objection)
	})
}

func (s *Server) writeReview(c echo.Context) error {
	return s.saysOwn(c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, n int, f wordsForm) error {
		return k.WriteSelfReview(by, now, n, f.Review)
	})
}

// circular prints 《处罚通报》 for those who may see the consequence (rule F7).
func (s *Server) circular(c echo.Context) error {
	text, pdf := strings.CutSuffix(c.Param("circular"), ".pdf")
	n, err := strconv.Atoi(text)
	if err != nil || !pdf {
		return huiyin.NotFound()
	}
	return s.sanctionPaper(c, n, "处罚通报", func(k *huiyin.Complaint) error {
		if k.CircularOf(n) == nil {
			return huiyin.Conflict("还没有发布通报：先由副总经理选定通报范围。")
		}
		return nil
	}, print.Circular)
}

// sanctionNotice prints 《处罚决定书》, which the person gets (rule A3).
func (s *Server) sanctionNotice(c echo.Context) error {
	return s.sanctionPaper(
		c,
		whichOf(c),
		"处罚决定书",
		func(*huiyin.Complaint) error { return nil },
		print.SanctionNotice,
	)
}

func (s *Server) sanctionPaper(c echo.Context, n int, name string, fits func(*huiyin.Complaint) error,
	write func(io.Writer, print.Stamp, *huiyin.Complaint, *huiyin.Sanction, *huiyin.Org) error) error {
	text := strconv.Itoa(n)
	by, now := actor(c), s.Now()
	once, err := s.once(c)
	if err != nil {
		return err
	}
	k, err := s.store.ChangeComplaint(c.Request().Context(), once, c.Param("number"), 0,
		func(k *huiyin.Complaint) error {
			if err := k.SanctionPrinted(by, now, n); err != nil {
				return err
			}
			return fits(k)
		})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	code := huiyin.PaperCode{Number: k.Number, Paper: huiyin.PaperConsequence, Part: int64(n), Version: k.Version}
	stamp := print.Stamp{At: now, By: by.Name, QR: code.Text()}
	if err := write(&b, stamp, k, k.Sanction(n), by.Org); err != nil {
		return err
	}
	return s.pdf(c, k.Number+"-"+name+"-"+text+".pdf", b.Bytes())
}
