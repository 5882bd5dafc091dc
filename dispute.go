package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// StartDispute takes the complaint to mediation, arbitration or court, in the law's order (rules T1, T3).
func (c *Complaint) StartDispute(by Actor, now time.Time, d Case) error {
	if err := c.begin(by, StartCase, now); err != nil {
		return err
	}
	if !stages.has(d.Stage) {
		return Invalid("stage", "请选择争议途径。")
	}
	if err := firstErr(needed("body", d.Body, shortText), within("file_number", d.File, shortText), within("mediator", d.Mediator, shortText), within("lawyer", d.Lawyer, shortText), within("claim", d.Claim, longText)); err != nil {
		return err
	}
	if c.Held() {
		return Conflict("先前的争议还没有结束，须先结束它。")
	}
	if err := c.outOfOrder(d.Stage); err != nil {
		return err
	}
	switch {
	case d.Stage == Court && d.Agreement != 0:
		return Invalid("agreement", "有仲裁协议的，不能向法院起诉。")
	case d.Stage == Mediation && !d.Consent:
		return Invalid("consent", "调解须有客户的书面同意。")
	case d.Stage == Arbitration:
		if a := c.Attachment(d.Agreement); a == nil || !a.WithdrawnAt.IsZero() {
			return Invalid("agreement", "仲裁须先上传仲裁协议，并在此选择。")
		}
	case d.Agreement != 0 && c.Attachment(d.Agreement) == nil:
		return Invalid("agreement", "请选择本案的附件。")
	}
	by, _ = by.nameFor(StartCase, c)
	d.N, d.StartedAt, d.StartedBy, d.StartedFor = len(c.Disputes)+1, now, by.Account, by.For
	if err := c.act(by, StartCase, Dispute, now, Note("stage", string(d.Stage)), Note("body", d.Body), Note("file_number", d.File), Note("claim", d.Claim)); err != nil {
		return err
	}
	c.settleProposal(ProposalDeclined, now)
	c.Disputes = append(c.Disputes, d)
	return nil
}

// EndDispute ends a stage: an agreement or award is carried out, given up goes back to proposing (rule T1).
func (c *Complaint) EndDispute(by Actor, now time.Time, n int, r DisputeResult, words string) error {
	if n < 1 || n > len(c.Disputes) {
		return NotFound()
	}
	if err := c.begin(by, EndCase, now); err != nil {
		return err
	}
	by, _ = by.nameFor(EndCase, c)
	d := &c.Disputes[n-1]
	fits := d.Stage.Results()
	switch {
	case !d.EndedAt.IsZero():
		return Conflict("这一争议已经结束。")
	case !slices.Contains(fits, r):
		return Invalid("result", "请选择与“%s”相符的结果。", d.Stage.Label())
	}
	if err := needed("words", words, longText); err != nil {
		return err
	}
	to := Executing
	switch {
	case c.State != Dispute: // closed or taken up again while it went on
		to = c.State
	case r == GivenUp:
		to = Proposing
	}
	if err := c.act(by, EndCase, to, now, Note("dispute", strconv.Itoa(n)), Note("result", string(r)), Note("words", words)); err != nil {
		return err
	}
	from := c.journal[len(c.journal)-1].From
	d.EndedAt, d.EndedBy, d.EndedFor, d.Result, d.Words = now, by.Account, by.For, r, words
	switch {
	case from != Dispute:
	case to == Executing:
		c.settled(by, now)
	default:
		c.Round++
	}
	return nil
}

// Results lists how a stage may end (rule T1).
func (s Stage) Results() []DisputeResult {
	switch s {
	case Arbitration:
		return []DisputeResult{Agreed, Awarded, GivenUp}
	case Court:
		return []DisputeResult{Agreed, JudgedCourt, GivenUp}
	}
	return []DisputeResult{Agreed, GivenUp}
}
