package huiyin

import (
	"slices"
	"testing"
	"time"
)

// readyToClose is an important complaint at HY of which only the signed form is missing for closing.
func readyToClose(t *testing.T) *walk {
	w := reached(t, Executing)
	complete(w)
	w.Grade, w.Owner = Important, "x02"
	for i := range w.Answers {
		w.Answers[i].At = w.now
	}
	return w
}

func (w *walk) lacks(l Lacking) bool {
	return slices.ContainsFunc(w.Missing(w.now), func(g Gap) bool { return g.Lacks == l })
}

func TestF1W7_OnlyAWholePresentRecognisedFormCounts(t *testing.T) {
	form := func(page, pages int, outdated ...string) func(w *walk) Attachment {
		return func(w *walk) Attachment {
			return Attachment{At: w.now.Add(time.Minute), Kind: SignedForm, Paper: PaperForm, Edition: 9, Page: page,
				Pages: pages, Outdated: outdated}
		}
	}
	other := func(change func(w *walk, a *Attachment)) func(w *walk) Attachment {
		return func(w *walk) Attachment {
			a := form(1, 1)(w)
			change(w, &a)
			return a
		}
	}
	part := func(p Paper, page, pages int) func(w *walk) Attachment {
		return other(func(_ *walk, a *Attachment) { a.Paper, a.Kind, a.Page, a.Pages = p, p.Kind(), page, pages })
	}
	for name, tt := range map[string]struct {
		files  []func(w *walk) Attachment
		counts bool
	}{
		"nothing":                   {nil, false},
		"one page of one":           {[]func(*walk) Attachment{form(1, 1)}, true},
		"the first page of two":     {[]func(*walk) Attachment{form(1, 2)}, false},
		"the same page twice":       {[]func(*walk) Attachment{form(1, 2), form(1, 2)}, false},
		"both pages":                {[]func(*walk) Attachment{form(2, 2), form(1, 2)}, true},
		"printed before the answer": {[]func(*walk) Attachment{form(1, 1, string(ActionGiveAnswer))}, false},
		"printed before the cause":  {[]func(*walk) Attachment{form(1, 1, string(ActionFindCause))}, true},
		"withdrawn": {[]func(*walk) Attachment{other(func(w *walk,
			a *Attachment) {
			a.WithdrawnAt = w.now
		})}, false},
		"came before the answer": {[]func(*walk) Attachment{other(func(w *walk,
			a *Attachment) {
			a.At = w.now.Add(-time.Minute)
		})}, false},
		"a stray file": {[]func(*walk) Attachment{other(func(_ *walk, a *Attachment) {
			a.Paper,
				a.Edition, a.Pages = "", 0, 0
		})}, false},
		"typed in, of no known print": {[]func(*walk) Attachment{other(func(_ *walk, a *Attachment) { a.Edition = 0 })},
			false},
		"signed on the spot": {[]func(*walk) Attachment{other(func(_ *walk, a *Attachment) {
			a.Page, a.Pages, a.Signing = 0, 0, 1
		})}, true},
		"a file that was confirmed": {[]func(*walk) Attachment{other(func(w *walk, a *Attachment) {
			a.Paper, a.Edition, a.ConfirmedAt = "", 0, w.now
		})}, true},
		"both pages of the customer's part": {[]func(*walk) Attachment{part(PaperCustomer, 2, 2),
			part(PaperCustomer, 1, 2)}, true},
		"the house part":        {[]func(*walk) Attachment{part(PaperHouse, 1, 2), part(PaperHouse, 2, 2)}, false},
		"a page of either part": {[]func(*walk) Attachment{part(PaperCustomer, 1, 2), part(PaperHouse, 2, 2)}, false},
		"a page of the old form and one of the part": {[]func(*walk) Attachment{form(1, 2), part(PaperCustomer, 2, 2)},
			false},
		"pages of prints of different length": {[]func(*walk) Attachment{part(PaperCustomer, 1, 2),
			part(PaperCustomer, 2, 3)}, false},
		"pages of two prints": {[]func(*walk) Attachment{form(1, 2), func(w *walk) Attachment {
			a := form(2, 2)(w)
			a.Edition = 10
			return a
		}}, false},
	} {
		w := readyToClose(t)
		for _, f := range tt.files {
			w.Attachments = append(w.Attachments, f(w))
		}
		if w.now = w.now.Add(time.Hour); w.lacks(LacksForm) == tt.counts {
			t.Errorf("%s: counts %v", name, !tt.counts)
		}
		if tt.counts {
			w.must("x02", w.close(Solved, ""))
		} else {
			w.refused("x02", KindConflict, w.close(Solved, ""))
		}
	}
}

func TestW7_AStrayFormCountsOnceASupervisorConfirmsIt(t *testing.T) {
	w := readyToClose(t)
	w.must("a01", w.attach(SignedForm)).must("a01", w.attach("photo"))
	w.Attachments[0].ID, w.Attachments[1].ID = 1, 2
	w.refused("x02", KindConflict, w.close(Solved, ""))
	w.refused("a01", KindForbidden, w.confirm(1)) // the handler
	w.refused("x02", KindNotFound, w.confirm(9))
	w.refused("x02", KindConflict, w.confirm(2)) // a photo is no form
	w.wrong("s01", "words", func(by Actor, now time.Time) error { return w.ConfirmAttachment(by, now, 1, " ") })
	w.must("s01", w.confirm(1))
	w.refused("s01", KindConflict, w.confirm(1))
	if a := w.Attachments[0]; a.ConfirmedBy != "s01" || a.ConfirmWords == "" {
		t.Errorf("%+v", a)
	}
	w.must("x02", w.close(Solved, ""))
}

func TestW7W8_WrittenReasonsStandIn(t *testing.T) {
	noForm := StandIn{Lacks: LacksForm, Why: LackRemote, Words: "客户在外地，只肯电话"}
	w := readyToClose(t)
	w.wrong("x02", "no_form", w.close(Solved, "", StandIn{Lacks: LacksForm, Why: "lazy", Words: "x"}))
	w.wrong("x02", "no_form", w.close(Solved, "", StandIn{Lacks: LacksForm, Why: LackUnwilling, Words: "x"}))
	w.wrong("x02", "no_form_words", w.close(Solved, "", StandIn{Lacks: LacksForm, Why: LackRemote, Words: " "}))
	w.wrong("x02", "no_result", w.close(Solved, "", StandIn{Lacks: LacksResult, Why: LackRemote, Words: "x"}))
	w.must("x02", w.close(Solved, "", noForm, StandIn{Lacks: LacksResult, Why: LackOther, Words: "不需要"}))
	if got := w.StoodIn(LacksForm); got == nil || got.Why != LackRemote || got.By != "x02" || len(w.StandIns) != 1 {
		t.Errorf("kept %+v", w.StandIns) // the result was told: no reason is needed for it
	}

	// 客户不接受, on the telephone (D-9)
	w = reached(t, Answering).explained()
	w.must("s01", w.answer("no"))
	w.Grade, w.Owner = Important, "x02"
	w.refused("x02", KindConflict, w.close(NotAccepted, "多次沟通，客户仍不接受"))
	w.lettered()
	w.must("x02", w.close(NotAccepted, "多次沟通，客户仍不接受", StandIn{Lacks: LacksForm, Why: LackRefused}))
	w.must("v01", w.agreeing()).Run(w.o, w.now.AddDate(0, 0, 15))
	if w.Outcome != NotAccepted || w.StoodIn(LacksForm).Words != "多次沟通，客户仍不接受" {
		t.Errorf("%s, %+v", w.Outcome, w.StandIns)
	}

	// an award
	w = reached(t, Answering).explained()
	w.must("a01", w.attach("agreement")).must("s01", w.start(Dispute{Stage: Arbitration, Agreement: 1})).
		must("s01", w.end(1, Awarded)).must("a01", w.tellResult())
	w.Grade, w.Owner = Major, "v01"
	award := func(l Lacking) StandIn { return StandIn{Lacks: l, Why: LackAward, Words: "裁决书已送达"} }
	w.refused("v01", KindConflict, w.close(Arbitrated, "", award(LacksForm)))
	w.must("v01", w.close(Arbitrated, "", award(LacksForm), award(LacksAnswer)))
}

func TestW7_WhoIsOwnerAndHandlerDoesNotAcceptTheirOwnReasons(t *testing.T) {
	w := readyToClose(t)
	w.Handler = "x02"
	reason := StandIn{Lacks: LacksForm, Why: LackRefused, Words: "拒绝签字"}
	w.refused("x02", KindForbidden, w.close(Solved, "", reason))
	w.must("p01", w.close(Solved, "", reason))
}

// Reasons or not, whoever did the work does not close it; where nobody else has that seat, the next above does.
func TestW7_WhoIsOwnerAndHandlerDoesNotClose(t *testing.T) {
	w := reached(t, Executing)
	complete(w)
	w.Handler = "s01"
	w.refused("s01", KindForbidden, w.close(Solved, ""))
	if !w.JudgesAlone(w.o.as("s01")) || w.JudgesAlone(w.o.as("s02")) {
		t.Error("who judges alone")
	}
	w.must("s02", w.close(Solved, ""))

	w = reached(t, Executing)
	complete(w)
	w.Handler = "s01"
	w.o.Person("s02").Disabled = true
	w.refused("s01", KindForbidden, w.close(Solved, ""))
	w.must("p01", w.close(Solved, ""))

	w = reached(t, Executing) // nobody above is left: better closed than open for ever
	complete(w)
	w.Handler = "s01"
	for i := range w.o.People {
		p := &w.o.People[i]
		p.Disabled = p.Account != "s01" && p.Account != "a01"
	}
	w.must("s01", w.close(Solved, ""))

	w = reached(t, Executing) // withdrawn and invalid are not what W7 asks
	w.Handler = "s01"
	w.must("s01", w.close(Withdrawn, "客户撤回"))
}

func TestW7_AfterReopeningAllIsNeededAnew(t *testing.T) {
	w := reached(t, Closed)
	w.must("s01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") })
	var what []string
	for _, g := range w.Missing(w.now) {
		what = append(what, string(g.Action))
	}
	if want := []string{"assess", "cause", "answers", "measures"}; !slices.Equal(what, want) {
		t.Errorf("missing %v, want %v", what, want)
	}
	w.must("s01", func(by Actor, now time.Time) error {
		return w.Settle(by, now, Settling{"product", "又跳闸", "更换", "已恢复", Fair})
	})
	w.refused("s01", KindConflict, w.close(Solved, "")) // not assessed since
	w.must("s01", w.assess(func(*Assessing) {})).must("s01", w.close(Solved, ""))
}

func TestA1_AMeasureWithoutEffectAsksForANewOne(t *testing.T) {
	w := reached(t, Executing).explained()
	w.must("f01", w.pay(1, 500*Yuan)).must("e01", func(by Actor, now time.Time) error {
		return w.DoMeasureOf(by, now, 1, "已更换")
	})
	if err := w.VerifyMeasure(w.o.as("s01"), w.now, 1, "no", "又坏了"); err != nil {
		t.Fatal(err)
	}
	if got := w.told(NoticeIneffective, ""); got != "a01 e01" { // s01 checked it
		t.Errorf("told %s", got)
	}
	w.saved()
	w.refused("s01", KindConflict, w.close(Solved, ""))
	w.must("s01", func(by Actor, now time.Time) error {
		return w.AddMeasureTo(by, now, Measure{Kind: Corrective, What: "整机更换", Unit: "工程部", Person: "e01",
			Due: now.AddDate(0, 0, 3)})
	})
	late := w.Complaint.clone()
	if len(late.Missing(w.now.AddDate(0, 0, 4))) != 1 { // overdue
		t.Errorf("an overdue measure: %+v", late.Missing(w.now.AddDate(0, 0, 4)))
	}
	w.must("s01", w.close(Solved, ""))
}

func TestW9_ABadFollowUpAsksForAWord(t *testing.T) {
	called := func(s Satisfaction, recurred bool, told string) *walk {
		w := reached(t, Closed)
		f := FollowUp{At: w.now, Satisfaction: s, Recurred: recurred, Said: "还是不行"}
		if err := w.LogFollowUp(w.o.as("s02"), w.now, f); err != nil {
			t.Fatal(err)
		}
		if got := w.told(NoticeFollowUpBad, ""); got != told { // s02 called
			t.Errorf("told %s", got)
		}
		w.saved()
		return w
	}
	w := called(Fair, false, "")
	w.refused("s01", KindConflict, w.word(1, false, "已解释"))
	w = called(Unsatisfied, false, "s01")
	w.refused("s01", KindConflict, w.Archive)
	w.refused("a01", KindForbidden, w.word(1, false, "已解释"))
	w.refused("s01", KindNotFound, w.word(2, false, "已解释"))
	w.wrong("s01", "reason", w.word(1, false, " "))
	w.must("s01", w.word(1, false, "客户另提出新的要求，已另行登记"))
	w.refused("s01", KindConflict, w.word(1, true, "再查"))
	w.shelve()

	w = called(Satisfied, true, "s01")
	w.must("s01", w.word(1, true, " "))
	if f := w.FollowUps[0]; w.State != Investigating || !f.Reopened || f.WordBy != "s01" || w.ReopenedAt.IsZero() {
		t.Errorf("%s, %+v", w.State, f)
	}
	w = called(Unsatisfied, false, "s01")
	w.must("s01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "客户不满意") })
	if f := w.FollowUps[0]; !f.Reopened || len(w.AwaitedWords()) != 0 {
		t.Errorf("reopening is the word: %+v", f)
	}
}
