package huiyin

import (
	"testing"

	"pgregory.net/rapid"
)

// No path pays, or binds the house to money's worth, without a chain that covers the sum: whoever proposes whatever in
// whatever order, what is approved was approved by others, up to a role whose authority covers what counts with it, and
// from above the proposer (rules C2, C3, C4).
func TestC2C3C4_NoPathPaysWithoutAChainThatCoversIt(t *testing.T) {
	o := demo()
	people := []string{"a01", "s01", "s02", "p01", "x02", "v01", "v02", "g01", "f01", "l01"}
	rapid.Check(t, func(rt *rapid.T) {
		w := investigated(t, o, intake(), "a01", nil)
		amounts := []Money{0, 1, 1_999 * Yuan, 2_000 * Yuan, 2_001 * Yuan, 15_000 * Yuan, 20_001 * Yuan, 60_000 * Yuan}
		if rapid.Bool().Draw(rt, "elsewhere") {
			w.Elsewhere = []CountedAt{{CountedSum{rapid.SampledFrom(amounts).Draw(rt, "sum"),
				rapid.Bool().Draw(rt, "unpriced")}, w.now}}
		}
		for range rapid.IntRange(5, 40).Draw(rt, "steps") {
			by := w.o.as(rapid.SampledFrom(people).Draw(rt, "who"))
			n := len(w.Proposals)
			switch rapid.IntRange(0, 7).Draw(rt, "what") {
			case 0:
				f := ProposalForm{Remedies: []string{string(Help)}, Text: "方案", Ground: "合同",
					Owed:  []bool{rapid.Bool().Draw(rt, "owed")},
					Worth: []Money{rapid.SampledFrom(amounts).Draw(rt, "worth")}}
				if m := rapid.SampledFrom(amounts).Draw(rt, "amount"); m > 0 {
					f.Remedies, f.Amount = append(f.Remedies, string(Compensation)), m
				}
				_ = w.Propose(by, w.now, f)
			case 1:
				_ = w.Submit(by, w.now, n)
			case 2:
				_ = w.GiveAnswer(by, w.now, Answer{Way: FaceToFace, Said: "说明了方案", Accepted: "yes"})
			case 3:
				_ = w.Pay(by, w.now, Payment{Proposal: n, Amount: 500 * Yuan, PaidAt: w.now, Way: "转账", Receipt: "1"})
			default:
				_ = w.Decide(by, w.now, n, Approve, "")
			}
			for i := range w.Proposals {
				p := &w.Proposals[i]
				if p.Climbs() && (p.Binding() || w.Paid(p.N) > 0) {
					covered(rt, w, p)
				}
			}
		}
	})
}

// covered fails where a proposal's chain does not cover what counts with it.
func covered(rt *rapid.T, w *walk, p *Proposal) {
	proposer, top := w.o.Person(p.By).Role, Role(0)
	for _, s := range w.Chain(p.N) {
		if s.Decision != Approve || s.By == p.By {
			rt.Fatalf("proposal %d of %s was decided %q by %s", p.N, p.By, s.Decision, s.By)
		}
		if s.Function == "" {
			top = max(top, w.o.Person(s.By).Role)
		}
	}
	elsewhere := recent(w.o, w.Elsewhere, w.now)
	unpriced := p.Unpriced || elsewhere.Unpriced
	switch {
	case p.Sum < p.Counted()+elsewhere.Sum:
		rt.Fatalf("the sum of proposal %d is %s, with %s elsewhere", p.N, p.Sum, elsewhere.Sum)
	case !covers(Actor{Person: &Person{Role: top}, Org: w.o}, CountedSum{p.Sum, unpriced}):
		rt.Fatalf("proposal %d of %s was approved by a %s alone", p.N, p.Sum, top.Code())
	case top <= proposer && top < VP:
		rt.Fatalf("proposal %d of a %s was approved by a %s", p.N, proposer.Code(), top.Code())
	}
}
