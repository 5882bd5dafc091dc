package huiyin

import (
	"testing"
	"time"
)

func (w *walk) start(d Dispute) func(Actor, time.Time) error {
	if d.Body == "" {
		d.Body = "某机构"
	}
	return func(by Actor, now time.Time) error { return w.StartDispute(by, now, d) }
}

func (w *walk) end(n int, r DisputeResult) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.EndDispute(by, now, n, DisputeEnd{Result: r, Words: "结果说明", At: now})
	}
}

func (w *walk) attach(kind EvidenceKind) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.Attach(by, now, Attachment{Name: "扫描件.pdf", Kind: kind, Size: 10, Hash: "ab12"})
	}
}

// mediate starts a mediation on the customer's own application (rule T3).
func (w *walk) mediate() func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		id := int64(len(w.Attachments) + 1)
		if err := w.attach("agreement")(by, now); err != nil {
			return err
		}
		w.Attachments[id-1].ID = id
		return w.start(Dispute{Stage: Mediation, Agreement: id})(by, now)
	}
}

func TestT1_Stages(t *testing.T) {
	for name, tt := range map[string]struct {
		d     Dispute
		r     DisputeResult
		to    State
		round int
	}{
		"mediation agreed":      {Dispute{Stage: Mediation, Agreement: 1, Mediator: "赵调解员"}, Agreed, Executing, 1},
		"mediation given up":    {Dispute{Stage: Mediation, Agreement: 1}, GivenUp, Proposing, 2},
		"arbitration awarded":   {Dispute{Stage: Arbitration, Agreement: 1}, Awarded, Executing, 1},
		"arbitration agreed":    {Dispute{Stage: Arbitration, Agreement: 1}, Agreed, Executing, 1},
		"arbitration given up":  {Dispute{Stage: Arbitration, Agreement: 1}, GivenUp, Proposing, 2},
		"court judged":          {Dispute{Stage: Court, Lawyer: "钱律师", Claim: "退房"}, JudgedCourt, Executing, 1},
		"court, parties agreed": {Dispute{Stage: Court}, Agreed, Executing, 1},
		"court given up":        {Dispute{Stage: Court}, GivenUp, Proposing, 2},
	} {
		t.Run(name, func(t *testing.T) {
			w := reached(t, Answering)
			w.must("s01", w.attach("agreement")).must("s01", w.start(tt.d))
			if w.State != InDispute || w.Proposal(1).Status != ProposalDeclined {
				t.Errorf("%s, what was offered is %s", w.State, w.Proposal(1).Status)
			}
			w.must("s01", w.end(1, tt.r))
			if w.State != tt.to || w.Round != tt.round || w.Disputes[0].Result != tt.r {
				t.Errorf("%s in round %d, want %s in %d", w.State, w.Round, tt.to, tt.round)
			}
			if settled := !w.SettledAt.IsZero(); settled != (tt.to == Executing) {
				t.Errorf("settled: %v", settled)
			}
		})
	}
}

func TestT1_Refused(t *testing.T) {
	w := reached(t, Answering)
	w.wrong("s01", "stage", w.start(Dispute{Stage: "negotiation"}))
	w.wrong("s01", "body", w.start(Dispute{Stage: Court, Body: " "}))
	w.wrong("s01", "agreement", w.start(Dispute{Stage: Court, Agreement: 7}))
	w.refused("a01", KindForbidden, w.start(Dispute{Stage: Court}))
	w.must("s01", w.start(Dispute{Stage: Court}))
	w.wrong("s01", "result", w.end(1, Awarded))
	w.wrong("s01", "result", w.end(1, ""))
	w.wrong("s01", "words", func(by Actor, now time.Time) error {
		return w.EndDispute(by, now, 1, DisputeEnd{Result: GivenUp, At: now})
	})
	w.refused("s01", KindNotFound, w.end(2, GivenUp))
	w.refused("s01", KindNotFound, w.end(0, GivenUp))
	w.refused("a01", KindForbidden, w.end(1, GivenUp))
	w.must("s01", w.attach("agreement")).
		must("s01", w.end(1, GivenUp)).must("s01", w.start(Dispute{Stage: Mediation, Agreement: 1}))
	w.refused("s01", KindConflict, w.end(1, GivenUp))
}

func TestT3_TheLawsOrder(t *testing.T) {
	w := reached(t, Answering)
	w.wrong("s01", "agreement", w.start(Dispute{Stage: Mediation, Consent: true}))
	w.wrong("s01", "agreement", w.start(Dispute{Stage: Arbitration}))
	w.must("s01", w.attach("agreement")).must("s01", w.attach("agreement"))
	w.must("s01", func(by Actor, now time.Time) error { return w.WithdrawAttachment(by, now, 1, "文件有误") })
	w.wrong("s01", "agreement", w.start(Dispute{Stage: Arbitration, Agreement: 1}))

	// Mediation leaves every way open, arbitration closes the court's, an award all.
	w.must("s01", w.start(Dispute{Stage: Mediation, Agreement: 2})).must("s01", w.end(1, GivenUp))
	w.must("s01", w.start(Dispute{Stage: Arbitration, Agreement: 2})).must("s01", w.end(2, GivenUp))
	w.refused("s01", KindConflict, w.start(Dispute{Stage: Court}))
	w.must("s01", w.start(Dispute{Stage: Arbitration, Agreement: 2})).must("s01", w.end(3, Awarded))
	w.must("s01", w.propose(0, Explanation))
	for _, d := range []Dispute{{Stage: Mediation, Agreement: 2}, {Stage: Arbitration, Agreement: 2}, {Stage: Court}} {
		w.refused("s01", KindConflict, w.start(d))
	}
}

func TestW8_OutcomeOfADisputeNeedsOne(t *testing.T) {
	for outcome, d := range map[Outcome]Dispute{
		Mediated: {Stage: Mediation, Agreement: 1}, Arbitrated: {Stage: Arbitration, Agreement: 1},
		Judged: {Stage: Court},
	} {
		w := reached(t, Executing).explained()
		w.wrong("s01", "outcome", w.close(outcome, ""))

		w = reached(t, Answering).explained()
		w.must("s01", w.attach("agreement")).must("s01", w.start(d)).must("s01", w.end(1, GivenUp))
		w.must("s01", w.propose(0, Apology)).must("s01", w.submit(2)).must("s01", w.answer("yes"))
		w.must("a01", w.tellResult())
		w.wrong("s01", "outcome", w.close(outcome, ""))

		w = reached(t, Answering).explained()
		w.must("s01", w.attach("agreement")).must("s01", w.start(d)).must("s01", w.end(1, Agreed))
		w.must("a01", w.tellResult())
		w.refused("s01", KindConflict, w.close(outcome, "由调解书代替")) // no answer with the customer's word
		award := StandIn{Lacks: LacksAnswer, Why: LackAward, Words: "由调解书代替"}
		if w.must("s01", w.close(outcome, "", award)); w.Outcome != outcome || w.State != Closed {
			t.Errorf("%s: %s, %s", outcome, w.State, w.Outcome)
		}
	}
}
