package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// Mandated is the kind of entry in a dispute by which a mandate is asked for.
const Mandated EventKind = "mandate"

// AskMandate asks for the mandate 授权 to agree to a sum in mediation or a settlement in court: a proposal of its own
// kind that climbs as its limit does, and takes the place of the one asked for before (rules T1, C3).
func (c *Complaint) AskMandate(by Actor, now time.Time, n int, limit Money, words string) error {
	if n < 1 || n > len(c.Disputes) {
		return NotFound()
	}
	m, err := c.begin(by, ActionLogDispute, now)
	if err != nil {
		return err
	}
	switch {
	case !c.Disputes[n-1].EndedAt.IsZero() || c.State != InDispute:
		return Conflict("争议进行中才能申请授权。")
	case limit <= 0:
		return Invalid("mandate", "请填写授权的金额上限。")
	case limit > maxMoney:
		return Invalid("mandate", "金额过大，请核对。")
	}
	if err := within("words", words, 1000); err != nil {
		return err
	}
	p := Proposal{N: len(c.Proposals) + 1, Round: c.Round, At: now, By: by.Account, Text: words, Amount: limit,
		Mandate: n, Status: ProposalPending, Chain: 1, Stage: 1}
	before := slices.Clone(c.Proposals)
	c.endMandates(n, now)
	with := c.beside(by.Org, p.N, now)
	p.Sum, p.SumUnpriced = with.Sum+limit, with.Unpriced
	chain, err := c.chain(by.Org, &p)
	if err != nil {
		c.Proposals = before
		return err
	}
	if err := m.stay(Note("dispute", strconv.Itoa(n)), Note("event", string(Mandated)),
		Note("proposal", strconv.Itoa(p.N)), Note("mandate", limit.Plain()), Note("sum", p.Sum.Plain()),
		Note("words", words)); err != nil {
		c.Proposals = before
		return err
	}
	c.Proposals = append(c.Proposals, p)
	for _, s := range chain {
		s.Proposal, s.Chain = p.N, p.Chain
		c.Steps = append(c.Steps, s)
	}
	c.openStage(by.Org, c.Proposal(p.N), now, by.Account)
	return nil
}

// MandateFor is up to which sum the company may agree in a dispute, and whether a mandate was ever asked for (rule T1).
func (c *Complaint) MandateFor(n int) (limit Money, asked bool) {
	for i := range c.Proposals {
		p := &c.Proposals[i]
		if p.Mandate != n {
			continue
		}
		asked = true
		chain := c.Chain(p.N)
		if len(chain) > 0 && !slices.ContainsFunc(chain, func(s *Step) bool {
			return s.Decision != Approve && s.Decision != Passed
		}) && p.Status != ProposalPending {
			limit = max(limit, p.Amount)
		}
	}
	return limit, asked
}

// endMandates ends what was asked for in a dispute: its outcome counts from then on, or the mandate asked for next.
func (c *Complaint) endMandates(n int, now time.Time) {
	for i := range c.Proposals {
		if p := &c.Proposals[i]; p.Mandate == n && p.stands() {
			p.Status, p.EndedAt = ProposalReplaced, now
		}
	}
}
