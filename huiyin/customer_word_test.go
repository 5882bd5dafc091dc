package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func (w *walk) calls(n int, accepted string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.ConfirmWord(by, now, n, accepted, "电话中说的") }
}

// spoken is a complaint with money, handled by a01, in charge s01, whose customer is said to have accepted.
func spoken(t *testing.T) *walk {
	w := reached(t, Answering)
	return w.must("s01", w.answer("yes"))
}

// The case moves on at once, but D5 and the month count an acceptance only once it is proven (H8).
func TestW6_D5G8_AcceptanceCountsOnceProven(t *testing.T) {
	w := spoken(t)
	if w.State != Executing || w.OpenWord() == nil || !w.AwaitsCall().Equal(w.SettledAt.Add(72*time.Hour)) {
		t.Fatalf("%s, %+v", w.State, w.CustomerWords)
	}
	for _, d := range []*Deadline{w.Deadline(D5), w.Deadline(D6)} {
		if d.Status != Running {
			t.Errorf("counts unproven: %+v", d)
		}
	}
	if w.Deadline(D2).Status != Met || w.Deadline(D3).Status != Met {
		t.Error("the house did respond")
	}
	now := reached(t, Answering)
	if err := now.answer("yes")(now.o.as("s01"), now.now); err != nil {
		t.Fatal(err)
	}
	if told := now.told(NoticeCallAsked, ""); !strings.Contains(told, "s02") || strings.Contains(told, "s01") ||
		strings.Contains(told, "a01") {
		t.Errorf("told %s", told)
	}
	w.saved()
	for _, who := range []string{"s01", "a01"} { // in charge and handling
		w.refused(who, KindForbidden, w.calls(len(w.Answers), "yes"))
	}
	w.refused("s02", KindInvalid, w.calls(len(w.Answers), ""))
	w.refused("s02", KindNotFound, w.calls(99, "yes"))
	w.refused("s02", KindConflict, w.calls(0, "yes"))
	w.must("s02", w.calls(len(w.Answers), "yes"))
	if w.OpenWord() != nil || w.Deadline(D5).Status != Met || w.Deadline(D6).Status != Met ||
		w.CustomerWords[0].Proof != ProofCall {
		t.Errorf("proven, yet %+v", w.CustomerWords)
	}
	w.saved()
	w.refused("s02", KindConflict, w.calls(len(w.Answers), "no"))
	if w.Run(w.o, monday.AddDate(0, 3, 0)); w.Grade != Minor {
		t.Error("rose though proven")
	}
}

// A spoken yes that is denied on the second call, or that nobody proves: D5 and the month go on.
func TestW6_D5G8_DeniedOrUnprovenRunsOn(t *testing.T) {
	for name, denied := range map[string]bool{"denied": true, "unproven": false} {
		w := spoken(t)
		if denied {
			if err := w.calls(len(w.Answers), "no")(w.o.as("s02"), w.now); err != nil {
				t.Fatal(err)
			}
			if told := w.told(NoticeWordDenied, ""); told != "a01 s01" {
				t.Errorf("told %s", told)
			}
			w.saved()
		}
		w.must("f01", w.pay(1, 500*Yuan))
		var instead []StandIn // closing does not help
		if denied {
			w.explained().refused("s01", KindConflict, w.close(Solved, ""))
			instead = append(instead, StandIn{Lacks: LacksAnswer, Why: LackUnreachable, Words: "打三次未接"})
		} else {
			w.explained()
		}
		w.must("s01", w.close(Solved, "", instead...))
		w.Run(w.o, hour(72))
		if w.Deadline(D5).Status != Missed {
			t.Errorf("%s: %+v", name, w.Deadline(D5))
		}
		if told := slices.ContainsFunc(w.Notices(), func(n Notice) bool { return n.Kind == NoticeWordUnproven }); told {
			t.Errorf("%s: told before its time", name)
		}
		w.Run(w.o, month.Add(-1))
		if told := slices.ContainsFunc(w.Notices(),
			func(n Notice) bool { return n.Kind == NoticeWordUnproven }); told == denied {
			t.Errorf("%s: told %v that it was not proven", name, told)
		}
		if w.Run(w.o, month); w.Grade != Major || !w.Risen.Equal(month) {
			t.Errorf("%s: %s", name, w.Grade)
		}
	}
}

// A yes that did not hold is no yes anywhere: the word is open again, the customer is answered anew on the same proposal,
// and a no then ends it with what it owed (rules W6, C6).
func TestW6_ADeniedYesIsAskedForAnew(t *testing.T) {
	w := spoken(t)
	w.refused("s01", KindConflict, w.answer("yes")) // while it waits
	w.must("s02", w.calls(len(w.Answers), "no")).saved()
	if w.Word() != "pending" || !w.Unmet() || !slices.ContainsFunc(w.Missing(w.now), func(g Gap) bool { return g.Lacks == LacksAnswer }) {
		t.Errorf("denied, yet %s", w.Word())
	}
	tasks, owed := len(w.Tasks), w.Account().Outstanding
	w.must("s01", w.answer("pending")).saved()
	if w.State != Executing || w.OpenWord() == nil {
		t.Fatalf("%s", w.State)
	}
	w.must("s01", w.answer("yes")).saved()
	if w.State != Executing || w.Word() != "yes" || w.AwaitsCall().IsZero() || len(w.Tasks) != tasks || w.Account().Outstanding != owed {
		t.Errorf("accepted anew: %s %s, %d tasks, %v", w.State, w.Word(), len(w.Tasks), w.Account().Outstanding)
	}
	w.must("s02", w.calls(len(w.Answers), "yes")).saved()
	if w.Deadline(D5).Status != Met {
		t.Error("proven, yet D5 runs")
	}
	w.refused("s01", KindConflict, w.answer("no"))

	w = spoken(t)
	w.must("s02", w.calls(len(w.Answers), "no")).must("s01", w.answer("no")).saved()
	if w.State != Proposing || w.Proposals[0].Status != ProposalDeclined || w.Account().Outstanding != 0 || !w.SettledAt.IsZero() ||
		slices.ContainsFunc(w.Tasks, func(k Task) bool { return k.Proposal == 1 && k.EndedAt.IsZero() }) {
		t.Errorf("refused then: %s, %+v, owed %v", w.State, w.Proposals[0], w.Account().Outstanding)
	}
}

// Papers prove it: what the customer signed after the answer, a recording, a message kept; never what was there before.
func TestW6_PapersProveTheWord(t *testing.T) {
	for kind, proves := range map[EvidenceKind]bool{Audio: true, ContactPaper: false, "photo": false, SignedForm: false,
		SignedAgreement: false} {
		w := reached(t, Answering)
		w.must("a01", w.attach(kind)).must("s01", w.answer("yes"))
		if w.OpenWord() == nil {
			t.Errorf("%s: an older paper proves", kind)
		}
		if w.must("a01", w.attach(kind)); (w.OpenWord() == nil) != proves || (w.Deadline(D5).Status == Met) != proves {
			t.Errorf("%s: proven %v", kind, w.OpenWord() == nil)
		}
	}
	w := reached(t, Answering)
	w.must("s01", func(by Actor, now time.Time) error {
		return w.GiveAnswer(by, now, Answer{Way: "wechat", Said: "补偿", Accepted: "yes"})
	}).must("a01", w.attach(ContactPaper))
	if w.OpenWord() != nil || w.CustomerWords[0].Proof != ProofMessage {
		t.Errorf("a message kept: %+v", w.CustomerWords)
	}
	w = spoken(t) // taken back, it is unproven again; the verdict on D5 stands (rule D13)
	w.must("a01", w.attach(Audio))
	w.Attachments[len(w.Attachments)-1].ID = 7
	w.must("s01", func(by Actor, now time.Time) error { return w.WithdrawAttachment(by, now, 7, "录错了") })
	if w.OpenWord() == nil || w.Deadline(D5).Status != Met {
		t.Errorf("%+v", w.CustomerWords)
	}
	if w.Run(w.o, monday.AddDate(0, 2, 0)); w.Grade != Major {
		t.Error("the month does not run on")
	}
}

// A minor one without money or its worth counts at once, by word of mouth.
func TestW6_MinorWithoutMoneyCountsAtOnce(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	w.must("a01", w.propose(0, Explanation)).must("a01", w.submit(1)).approved("s01")
	w.must("s01", w.answer("yes"))
	if w.OpenWord() != nil || w.CustomerWords[0].Proof != Oral || w.Deadline(D5).Status != Met {
		t.Errorf("%+v", w.CustomerWords)
	}
	w.saved()
	w.refused("s02", KindConflict, w.calls(1, "no"))
}

// A withdrawal counts with the customer's own words or the same call (H9); what was only followed up does not.
func TestW6_G8_WithdrawalIsProven(t *testing.T) {
	w := reached(t, Investigating)
	w.must("s01", w.close(Withdrawn, "客户撤回"))
	if w.State != Closed || w.OpenWord() == nil {
		t.Fatalf("%s, %+v", w.State, w.CustomerWords)
	}
	called := w.must("s02", w.calls(0, "yes"))
	if called.OpenWord() != nil || called.Deadline(D5).Status != Met {
		t.Error("the call does not prove it")
	}
	w = reached(t, Investigating)
	w.must("s01", w.close(Withdrawn, "客户撤回")).must("s02", w.calls(0, "no"))
	if w.Run(w.o, month); w.Grade != Major {
		t.Error("denied, and yet it does not rise")
	}
	w = reached(t, Investigating)
	w.must("s01", w.close(Withdrawn, "客户撤回")).must("a01", w.attach(WithdrawalForm))
	if w.OpenWord() != nil {
		t.Error("the customer's own words do not prove it")
	}
}

// Satisfaction written down by the handler or the owner is marked.
func TestW6_OwnPraiseIsMarked(t *testing.T) {
	for who, own := range map[string]bool{"a01": true, "s01": true, "s02": false} {
		w := reached(t, Executing)
		w.must(who, func(by Actor, now time.Time) error {
			return w.TellResult(by, now, Result{Way: "phone", Said: "已付", Satisfaction: Satisfied})
		})
		if w.Results[0].Own != own {
			t.Errorf("%s: own %v", who, w.Results[0].Own)
		}
	}
}

// What was accepted before there were such proofs counts, and nobody is told (rule D13).
func TestW6_D13_OldAcceptancesCount(t *testing.T) {
	w := spoken(t)
	w.CustomerWords, w.UnprovenSince = nil, time.Time{}
	w.Deadline(D5).Status, w.Deadline(D5).MetAt = Met, w.SettledAt
	w.Deadline(D6).Status, w.Deadline(D6).MetAt = Met, w.SettledAt
	w.saved()
	if w.OpenWord() != nil || !w.AwaitsCall().IsZero() {
		t.Error("an old word is asked for")
	}
	if w.must("a01", w.attach(Audio)).Run(w.o, month); w.Grade != Minor {
		t.Error("an old one rises")
	}
}

// A waiver or works not owed are worth money, and a spoken yes to them waits for its proof like one to money.
func TestW6C2_AYesToWhatIsWorthMoneyWaitsForItsProof(t *testing.T) {
	for name, tt := range map[string]struct {
		owed  bool
		worth Money
		waits bool
	}{
		"owed":             {true, 0, false},
		"worth something":  {false, 300 * Yuan, true},
		"nobody says what": {false, 0, true},
	} {
		w := reached(t, Investigating)
		w.must("a01", w.priced("更换门锁", Help, []bool{tt.owed}, []Money{tt.worth})).must("a01", w.submit(1))
		for _, who := range []string{"s02", "s01", "x02", "v01"} {
			if w.State == Approving {
				_ = w.decide(1, Approve, "")(w.o.as(who), w.now)
			}
		}
		w.must("s01", w.answer("yes"))
		if waits := w.OpenWord() != nil; waits != tt.waits || waits == (w.Deadline(D5).Status == Met) {
			t.Errorf("%s: waits %v, D5 %s", name, waits, w.Deadline(D5).Status)
		}
	}
}
