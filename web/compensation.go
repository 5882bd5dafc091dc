package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin"
	"huiyin/views/approvals"
	"huiyin/views/ui"
)

type proposalForm struct {
	Remedies []string     `form:"measure"`
	Text     string       `form:"text"`
	Ground   string       `form:"ground"`
	Amount   huiyin.Money `form:"amount"`
}

func (s *Server) propose(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f proposalForm) error {
		return k.Propose(by, now, huiyin.ProposalForm(f))
	})
}

// proposalOf reads which proposal an address is about.
func proposalOf(c echo.Context) (int, error) {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil {
		return 0, huiyin.NotFound()
	}
	return n, nil
}

func (s *Server) submit(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return s.change(c, func(k *huiyin.Complaint) error { return k.Submit(actor(c), s.Now(), n) })
}

func (s *Server) withdrawProposal(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return s.change(c, func(k *huiyin.Complaint) error { return k.WithdrawProposal(actor(c), s.Now(), n) })
}

type decideForm struct {
	Decision huiyin.Decision `form:"decision"`
	Words    string          `form:"words"`
	Next     string          `form:"next"` // approvals: back to the desk of approvals
}

// decide gives an approver's word; from the approvals desk it goes on to the next (rule C8).
func (s *Server) decide(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	err = changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f decideForm) error {
		return k.DecideIt(by, now, n, f.Decision, f.Words)
	})
	if err == nil && first(typed(c)["next"]) == "approvals" {
		c.Response().Header().Set("Location", "/approvals")
	}
	return err
}

func first(vs []string) string {
	if len(vs) == 0 {
		return ""
	}
	return vs[0]
}

type paymentForm struct {
	Proposal int          `form:"proposal"`
	Amount   huiyin.Money `form:"amount"`
	PaidAt   time.Time    `form:"paid_at"`
	Way      string       `form:"way"`
	Receipt  string       `form:"receipt"`
}

func (s *Server) pay(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f paymentForm) error {
		return k.Pay(by, now, huiyin.Payment{Proposal: f.Proposal, Amount: f.Amount, PaidAt: f.PaidAt, Way: f.Way, Receipt: f.Receipt})
	})
}

// mostApprovals is how many proposals the approvals desk shows at once.
const mostApprovals = 50

func (s *Server) approvals(c echo.Context) error {
	done := c.QueryParam("done") == "1"
	list := s.store.Waiting
	if done {
		list = s.store.Decided
	}
	rows, err := list(c.Request().Context(), actor(c), mostApprovals)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, approvals.ApprovalsPage(approvals.View{Page: s.page(c, "审批"), By: actor(c), Done: done, Rows: rows, Form: ui.Form{Lang: s.lang(c)}}))
}
