package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/approvals"
	"huiyin/views/ui"
)

// compensationRoutes are proposals, their approval and payments (rule C8).
func (s *Server) compensationRoutes() []route {
	return []route{
		{get, "/approvals", huiyin.ActionSeeApprovals, s.approvals, nil, 0},
		s.onCase("proposals", huiyin.ActionPropose, s.propose),
		s.onCase("proposals/:n/submit", huiyin.ActionSubmit, s.submit),
		s.onCase("urge", huiyin.ActionUrge, s.urge),
		s.onCase("proposals/:n/withdraw", huiyin.ActionWithdraw, s.withdrawProposal),
		{post, "/complaints/:number/proposals/:n/decide", huiyin.ActionDecide, s.decide, s.decidePage, 0},
		s.onCase("proposals/:n/parties", huiyin.ActionNameParty, s.nameParty),
		s.onCase("payments", huiyin.ActionPay, s.pay),
		s.onCase("payments/waive", huiyin.ActionWaivePayment, s.waivePaper),
		s.onCase("payments/:n/release", huiyin.ActionReleasePayment, s.releasePayment),
		s.onCase("payments/:n/reverse", huiyin.ActionReversePayment, s.reversePayment),
		s.onCase("payments/:n/reverse/agree", huiyin.ActionAgreeReversal, s.agreeReversal),
	}
}

type proposalForm struct {
	Remedies rows         `form:"measure"`
	Who      rows         `form:"who"`
	Due      moments      `form:"due"`
	Owed     rows         `form:"owed"`
	Worth    yuans        `form:"worth"`
	Text     string       `form:"text"`
	Ground   string       `form:"ground"`
	Amount   huiyin.Money `form:"amount"`
	Gift     huiyin.Money `form:"gift"`

	Clause    string `form:"clause"`
	Reckoning string `form:"reckoning"`
	Company   int    `form:"share_company"`
	Customer  int    `form:"share_customer"`
	Other     int    `form:"share_other"`
	Submit    bool   `form:"submit"` // at once
}

type partyForm struct {
	Name     string           `form:"name"`
	Identity string           `form:"identity"`
	Role     huiyin.PartyRole `form:"role"`
	For      string           `form:"for"`
	Powers   []string         `form:"powers"`
	Until    time.Time        `form:"until"`
	Seen     bool             `form:"seen"`
	File     int64            `form:"file"`
	Owners   string           `form:"owners"`
	Holder   string           `form:"holder"`
	Bank     string           `form:"bank"`
	Account  string           `form:"account"`
	Ends     bool             `form:"ends"`
}

// nameParty says who signs the settlement for the customer (rule C11).
func (s *Server) nameParty(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f partyForm) error {
		f.Powers = huiyin.PowersIn(strings.Join(f.Powers, " "))
		return k.NameParty(by, now, n, huiyin.Party{Name: f.Name, Identity: f.Identity, Role: f.Role, For: f.For,
			Powers: f.Powers, Until: f.Until, Seen: f.Seen, File: f.File, Owners: f.Owners, Holder: f.Holder,
			Bank: f.Bank, Account: f.Account}, f.Ends)
	})
}

func (s *Server) propose(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f proposalForm) error {
		var owed []bool // nil for a form that does not ask it
		var wrong error
		for i, text := range f.Owed {
			if text != "" && text != "0" && text != "1" {
				wrong = huiyin.Every(wrong, huiyin.Invalid("owed", "请选择列表中的一项。").InRow(i))
			}
			owed = append(owed, text == "1")
		}
		err := ruleFirst(k.Propose(by, now, huiyin.ProposalForm{Remedies: f.Remedies, Who: f.Who, Due: f.Due, Owed: owed,
			Worth: f.Worth, Text: f.Text, Ground: f.Ground, Amount: f.Amount, Gift: f.Gift,
			Clause: f.Clause, Reckoning: f.Reckoning,
			Shares: huiyin.Shares{Company: f.Company, Customer: f.Customer, Other: f.Other}}), wrong)
		if err == nil && f.Submit {
			err = k.Submit(by, now, len(k.Proposals))
		}
		return err
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

// urge reminds the approvers (rule C8).
func (s *Server) urge(c echo.Context) error {
	return s.change(c, func(k *huiyin.Complaint) error { return k.Urge(actor(c), s.Now()) })
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
}

// decide gives an approver's word; from the approvals desk it goes on to the next (rule C8).
func (s *Server) decide(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	back := "/complaints/" + numberOf(c)
	if postedText(c, "next") == "approvals" {
		back = "/approvals"
	}
	return changeAs(s, c, huiyin.ActionRead, back,
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f decideForm) error {
			return k.Decide(by, now, n, f.Decision, f.Words)
		})
}

type paymentForm struct {
	Proposal string       `form:"proposal"` // or, in the same field of the page, "dispute-1"
	Dispute  int          `form:"dispute"`
	Amount   huiyin.Money `form:"amount"`
	PaidAt   time.Time    `form:"paid_at"`
	Way      string       `form:"way"`
	Receipt  string       `form:"receipt"`

	Payee       string `form:"payee"`
	Slip        int64  `form:"slip"`
	Instruction int64  `form:"instruction"`
}

func (s *Server) pay(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f paymentForm) error {
		p := huiyin.Payment{Dispute: f.Dispute, Amount: f.Amount, PaidAt: f.PaidAt, Way: f.Way, Receipt: f.Receipt,
			Payee: f.Payee, Slip: f.Slip, Instruction: f.Instruction}
		if n, ok := strings.CutPrefix(f.Proposal, "dispute-"); ok {
			p.Dispute, _ = strconv.Atoi(n) // what is no number is no dispute
		} else {
			p.Proposal, _ = strconv.Atoi(f.Proposal)
		}
		return k.Pay(by, now, p)
	})
}

// releasePayment is the second person's word on a payment (rule W17).
func (s *Server) releasePayment(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, _ struct{}) error {
		return k.ReleasePayment(by, now, n)
	})
}

// waivePaper lets money be paid before the signed agreement or the award is on file (rule C6).
func (s *Server) waivePaper(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.WaivePaper(by, now, f.Reason)
	})
}

// reversePayment asks for a wrong payment to be taken back, agreeReversal is the second person's word (rule W17).
func (s *Server) reversePayment(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.ReversePayment(by, now, n, f.Reason)
	})
}

func (s *Server) agreeReversal(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, _ struct{}) error {
		return k.AgreeReversal(by, now, n)
	})
}

// mostApprovals is how many proposals the approvals desk shows at once.
const mostApprovals = 50

func (s *Server) approvals(c echo.Context) error {
	return s.approvalsPage(c, http.StatusOK, ui.Form{Lang: s.lang(c)})
}

// decidePage shows a refused word again where it was given: on the approvals desk or on the case.
func (s *Server) decidePage(c echo.Context, status int, f ui.Form) error {
	if f.Value("next", "") == "approvals" {
		return s.approvalsPage(c, status, f)
	}
	return s.complaintPage(c, status, f)
}

func (s *Server) approvalsPage(c echo.Context, status int, f ui.Form) error {
	done := c.QueryParam("done") == "1"
	list, count := s.store.Waiting, s.store.WaitingCount
	if done {
		list, count = s.store.Decided, s.store.DecidedCount
	}
	rows, err := list(c.Request().Context(), actor(c), mostApprovals)
	if err != nil {
		return err
	}
	gifts, facts, err := s.store.OpenBeside(c.Request().Context(), actor(c), mostApprovals)
	if err != nil {
		return err
	}
	total, err := count(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	v := approvals.View{Page: s.page(c, "审批"), By: actor(c), Done: done, Rows: rows, Total: total, Gifts: gifts,
		Facts: facts, Form: f}
	if !done && len(rows) > 0 {
		v.Chosen = chosenRow(c, rows, f)
		v.Case = s.wholeCase(c, rows[v.Chosen].Number)
	}
	return s.render(c, status, approvals.ApprovalsPage(v))
}

// chosenRow is the one of those waiting that the form or the address names, else the first.
func chosenRow(c echo.Context, rows []huiyin.Waiting, f ui.Form) int {
	number, n := f.Value("number", c.QueryParam("number")), cmp.Or(c.Param("n"), c.QueryParam("n"))
	return max(0, slices.IndexFunc(rows, func(w huiyin.Waiting) bool {
		return w.Number == number && strconv.Itoa(w.Proposal) == n
	}))
}

// wholeCase is the case of a proposal to decide on, nil where the reader may not read all of it (rules C8, P3).
func (s *Server) wholeCase(c echo.Context, number string) *huiyin.Complaint {
	k, err := s.store.Complaint(c.Request().Context(), actor(c), number)
	if err != nil {
		return nil // what the list holds is shown
	}
	return k
}
