package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// justified is what a consequence needs: valid, the company's own responsibility, and a01 responsible.
func justified(w *walk) {
	w.Validity, w.Responsibility, w.ResponsiblePerson = Valid, ByCompany, "a01"
	if w.Handler == "a01" {
		w.Handler = "a02"
	}
	if w.FirstContact == "a01" { // barred from now on (rule K5)
		w.FirstContact = w.Owner
	}
}

// penalty puts a consequence of a01 on the walk: by p01, decided by v01.
func penalty(s SanctionState) func(*walk) {
	return func(w *walk) {
		justified(w)
		k := Sanction{N: 1, Person: "a01", State: s, Grade: w.Grade, Kinds: []string{"warning", "self_review"},
			Wording: "接待经过", Reason: "属实", At: w.now.AddDate(0, 0, -30), By: "p01", Clause: "3.1@1"}
		if s != SanctionProposed {
			k.DecidedAt, k.DecidedBy, k.Words, k.ObjectBy, k.ReviewDue = w.now, "v01", "属实", w.now.Add(24*time.Hour),
				w.now.Add(7*24*time.Hour)
			k.EffectiveAt = k.ObjectBy
		}
		if s == SanctionObjected {
			k.Objection, k.ObjectedAt = "过重", w.now
		}
		w.Sanctions = []Sanction{k}
	}
}

func (w *walk) penalty(list ...string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.ProposeSanction(by, now, SanctionForm{Kinds: list, Wording: "三月三日的接待经过", Reason: "调查属实",
			Evidence: []string{"matter"}})
	}
}

func (w *walk) views(text string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.AnswerSanction(by, now, 1, text, false) }
}

func (w *walk) judge(decision string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.DecideSanction(by, now, 1, SanctionDecision{Decision: decision, Words: "事实清楚"})
	}
}

func (w *walk) objects(text string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.FileObjection(by, now, 1, text) }
}

func (w *walk) rejudge(decision string, list ...string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.DecideObjection(by, now, 1, SanctionDecision{Decision: decision, Words: "复议意见", Kinds: list})
	}
}

func (w *walk) reviews(text string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.WriteSelfReview(by, now, 1, text) }
}

// heardAtOnce lets a consequence be decided without waiting for the person's view.
var heardAtOnce = figure(ViewWithin, 0)

// guilty is a complaint of a grade at HY that a02 handles, found to be a01's fault.
func guilty(t *testing.T, g Grade, changes ...func(*Org)) *walk {
	t.Helper()
	w := record(t, demo(append(changes, heardAtOnce)...), "s02", intake())
	w.handled("s01", "a02")
	w.must("v01", w.assess(func(f *Assessing) {
		f.Validity, f.Responsibility, f.ResponsiblePerson, f.Grade, f.GradeReason = Valid, ByCompany, "a01", g, "按事实"
	}))
	return w
}

// inEffect lets the time for an objection pass.
func (w *walk) inEffect() *walk {
	w.now = w.Sanction(1).ObjectBy
	return w
}

// who lists the accounts that may do something now, on a copy each.
func (w *walk) who(do func(*walk) func(Actor, time.Time) error) string {
	var out []string
	for _, account := range everyone(w.o) {
		copied := &walk{w.Complaint.clone(), w.t, w.o, w.now}
		if do(copied)(w.o.as(account), w.now.Add(time.Minute)) == nil {
			out = append(out, account)
		}
	}
	return strings.Join(out, " ")
}

func TestA3_WhoProposesAndDecidesByGrade(t *testing.T) {
	for g, want := range map[Grade]struct{ proposes, decides, proposed string }{
		Minor:     {"g01 p01 v01 v02 x02", "g01 v01 v02 x02", "warning self_review"},
		Internal:  {"g01 p01 v01 v02 x02", "g01 v01 v02 x02", "warning self_review"},
		Important: {"g01 p01 v01 v02 x02", "g01 v01 v02", "yellow_card criticism self_review"},
		Major:     {"g01 p01 v01 v02 x02", "g01 v01 v02", "red_card criticism self_review"},
	} {
		t.Run(string(g), func(t *testing.T) {
			w := guilty(t, g)
			if got := joined(w.Grade.SanctionKinds()); got != want.proposed {
				t.Errorf("proposed %s", got)
			}
			got := strings.Fields(w.who(func(w *walk) func(Actor, time.Time) error { return w.penalty("warning") }))
			slices.Sort(got)
			if s := strings.Join(got, " "); s != want.proposes {
				t.Errorf("proposed by %s, want %s", s, want.proposes)
			}
			w.must("p01", w.penalty("warning"))
			got = strings.Fields(w.who(func(w *walk) func(Actor, time.Time) error { return w.judge("impose") }))
			slices.Sort(got)
			if s := strings.Join(got, " "); s != want.decides {
				t.Errorf("decided by %s, want %s", s, want.decides)
			}
			w.refused("p01", KindForbidden, w.judge("impose")) // rule C4
			w.refused("s01", KindForbidden, w.judge("impose"))
			w.refused("a02", KindNotFound, w.judge("impose")) // handles it, and does not see it
			w.refused("a01", KindNotFound, w.judge("impose"))
		})
	}
}

func joined(list []SanctionKind) string {
	var out []string
	for _, s := range list {
		out = append(out, string(s))
	}
	return strings.Join(out, " ")
}

func TestA3_NeedsAValidComplaintOwnResponsibilityAndAPerson(t *testing.T) {
	for name, change := range map[string]func(*walk){
		"validity undecided": func(w *walk) { w.Validity = Undecided },
		"invalid":            func(w *walk) { w.Validity = NotValid },
		"another's fault":    func(w *walk) { w.Responsibility = ByDeveloper },
		"not known whose":    func(w *walk) { w.Responsibility = ByUnknown },
		"no person":          func(w *walk) { w.ResponsiblePerson = "" },
		"one proposed already": func(w *walk) {
			w.Sanctions = []Sanction{{N: 1, Person: "a01",
				State: SanctionProposed}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := guilty(t, Minor)
			change(w)
			w.refused("p01", KindConflict, w.penalty("warning"))
		})
	}
	w := guilty(t, Minor)
	w.Responsibility = "shared"
	w.must("p01", w.penalty("warning"))
}

func TestA3_WhatIsTypedIsChecked(t *testing.T) {
	w := guilty(t, Major)
	w.wrong("p01", "sanction", w.penalty())
	w.wrong("p01", "sanction", w.penalty("scolding"))
	w.wrong("p01", "sanction", w.penalty("red_card", "black_card"))
	for field, f := range map[string]SanctionForm{
		"reason":   {Kinds: []string{"warning"}, Wording: "经过"},
		"wording":  {Kinds: []string{"warning"}, Reason: "属实"},
		"evidence": {Kinds: []string{"warning"}, Reason: "属实", Wording: "经过"},
		"clause":   {Kinds: []string{"warning"}, Reason: "属实", Wording: "经过", Clause: "9.9@1", Evidence: []string{"matter"}},
		"act_at": {Kinds: []string{"warning"}, Reason: "属实", Wording: "经过", Evidence: []string{"matter"},
			ActAt: w.now.Add(time.Hour)},
	} {
		w.wrong("p01", field, func(by Actor, now time.Time) error { return w.ProposeSanction(by, now, f) })
	}
	w.wrong("p01", "wording", func(by Actor, now time.Time) error { // rule P4
		return w.ProposeSanction(by, now,
			SanctionForm{Kinds: []string{"warning"}, Reason: "属实", Wording: "请说明与 13812345678 的通话"})
	})
	w.must("p01", w.penalty("self_review", "criticism", "red_card"))
	if k := w.Sanction(1); strings.Join(k.Kinds, " ") != "red_card criticism self_review" {
		t.Errorf("kept as %v", k.Kinds)
	}
	w.wrong("v02", "decision", w.judge("perhaps"))
	w.wrong("v02", "words", func(by Actor, now time.Time) error {
		return w.DecideSanction(by, now, 1, SanctionDecision{Decision: "impose"})
	})
	w.wrong("a01", "view", w.views(" "))
	w.must("v02", w.judge("impose"))
	w.wrong("a01", "review", w.reviews(""))
	w.must("a01", w.objects("过重"))
	w.wrong("g01", "sanction", w.rejudge("change"))
	w.wrong("g01", "sanction", w.rejudge("change", "red_card", "criticism", "self_review"))
	w.wrong("g01", "sanction", w.rejudge("change", "dismissal"))
	w.wrong("g01", "decision", w.rejudge("impose"))
	w.refused("a01", KindConflict, w.reviews("今后先请示。")) // suspended
}

func TestA3_TheWholeWay(t *testing.T) {
	w := guilty(t, Important)
	w.now = w.now.Add(time.Minute)
	if err := w.penalty("yellow_card", "criticism", "self_review")(w.o.as("p01"), w.now); err != nil {
		t.Fatal(err)
	}
	if got := w.told(NoticeSanctionHeard, ""); got != "a01" {
		t.Errorf("heard by %s", got)
	}
	if got := w.told(NoticeSanctionWaiting, ""); got != "g01 v01 v02" {
		t.Errorf("waits for %s", got)
	}
	w.saved()
	w.must("a01", w.views("当日客户较多。"))
	w.refused("a01", KindConflict, w.views("还有一句。"))
	w.refused("a01", KindConflict, w.objects("过重")) // nothing is decided
	w.refused("a01", KindConflict, w.reviews("检查"))
	w.must("v01", w.judge("impose"))
	w.refused("v02", KindConflict, w.judge("impose"))
	w.refused("a01", KindConflict, w.views("晚了"))
	k := w.Sanction(1)
	if k.State != SanctionImposed || k.Public(w.now) || k.InEffect(w.now) || !k.OwesReview() || k.DecidedBy != "v01" {
		t.Errorf("decided: %+v", k)
	}
	w.must("a01", w.reviews("今后先请示。"))
	w.refused("a01", KindConflict, w.reviews("再写一份"))
	w.must("a01", w.objects("过重"))
	w.refused("a01", KindConflict, w.objects("再说一次"))
	w.refused("v01", KindForbidden, w.rejudge("uphold")) // decided first, and there are others
	w.refused("p01", KindForbidden, w.rejudge("uphold"))
	w.must("v02", w.rejudge("change", "warning"))
	w.refused("v02", KindConflict, w.rejudge("lift"))
	if k := w.Sanction(1); k.State != SanctionChanged || strings.Join(k.Stands(w.now), " ") != "warning" ||
		k.Public(w.now) ||
		strings.Join(k.Kinds, " ") != "yellow_card criticism self_review" {
		t.Errorf("changed: %+v", k)
	}
}

func TestA3_ObjectionWithinThreeWorkingDaysToTheMinute(t *testing.T) {
	w := guilty(t, Minor)
	w.o.Calendar.Days = map[string]DayOff{"2025-03-07": Holiday}
	w.must("p01", w.penalty("warning"))
	w.now = time.Date(2025, 3, 6, 9, 59, 0, 0, shanghai) // a Thursday; Friday is off, then the weekend
	w.must("x02", w.judge("impose"))
	want := time.Date(2025, 3, 12, 10, 0, 0, 0, shanghai)
	if k := w.Sanction(1); !k.ObjectBy.Equal(want) {
		t.Fatalf("until %s, want %s", k.ObjectBy, want)
	}
	w.now = want.Add(-time.Minute) // refused acts a minute later
	w.refused("a01", KindConflict, w.objects("过重"))
	w.now = want.Add(-2 * time.Minute)
	w.must("a01", w.objects("过重"))
}

func TestA3_ObjectionIsDecidedByAnotherWhereThereIsOne(t *testing.T) {
	way := func(changes ...func(*Org)) *walk {
		w := guilty(t, Important, changes...)
		return w.must("p01", w.penalty("warning")).must("v01", w.judge("impose")).must("a01", w.objects("过重"))
	}
	who := func(w *walk) string {
		return w.who(func(w *walk) func(Actor, time.Time) error { return w.rejudge("uphold") })
	}
	if got := who(way()); got != "v02 g01" {
		t.Errorf("heard by %s", got)
	}
	if got := who(way(disabled("v02", "g01"))); got != "v01" {
		t.Errorf("with one VP heard by %s", got)
	}
	w := guilty(t, Minor, disabled("v02", "g01"))
	w.must("p01", w.penalty("warning")).must("x02", w.judge("impose")).must("a01", w.objects("过重"))
	if got := who(w); got != "v01" {
		t.Errorf("decided by a manager, heard by %s", got)
	}
}

func TestA3P4_NeitherThePersonNorTheHandlerNorTheProposerDecides(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*walk)
		want   string
	}{
		"as it is":     {func(*walk) {}, "v01 v02 g01"},
		"the handler":  {func(w *walk) { w.Handler = "v01" }, "v02 g01"},
		"the proposer": {func(w *walk) { w.Sanctions[0].By = "v02" }, "v01 g01"},
		"the accused":  {func(w *walk) { w.Accused = []string{"g01"} }, "v01 v02"},
		"the person, who is a VP": {func(w *walk) { w.Sanctions[0].Person, w.ResponsiblePerson = "v01", "v01" },
			"v02 g01"},
		"a manager, though minor": {func(w *walk) {
			w.Grade, w.Sanctions[0].Grade = Minor, Minor
			w.Sanctions[0].Person, w.ResponsiblePerson = "x02", "x02"
		}, "v01 v02 g01"},
		"whoever is in charge may": {func(w *walk) { w.Owner = "v01" }, "v01 v02 g01"},
		"restricted to whom it says": {func(w *walk) { w.Restricted, w.Named, w.Owner = true, []string{"v02"}, "s01" },
			"v02"},
	} {
		t.Run(name, func(t *testing.T) {
			w := guilty(t, Important)
			w.must("p01", w.penalty("warning"))
			tt.change(w)
			if got := w.who(func(w *walk) func(Actor, time.Time) error { return w.judge("impose") }); got != tt.want {
				t.Errorf("decided by %s, want %s", got, tt.want)
			}
		})
	}
	w := guilty(t, Important)
	disabled("v01", "v02", "g01")(w.o)
	w.refused("p01", KindConflict, w.penalty("warning")) // rule C4: who must be appointed
}

func TestA3P6_ADelegateIsBoundAlike(t *testing.T) {
	o := handedOver(t, "v02 v01")
	heardAtOnce(o) // v01 decides in the place of v02
	w := record(t, o, "s02", intake())
	w.handled("s01", "a02")
	w.must("v01", w.assess(func(f *Assessing) {
		f.Validity, f.Responsibility, f.ResponsiblePerson, f.Grade, f.GradeReason = Valid, ByCompany, "a01", Important,
			"按事实"
	}))
	w.must("v01", w.penalty("warning"))
	w.refused("v01", KindForbidden, w.judge("impose")) // proposed it: not through a delegate either
	w.Sanctions[0].By = "p01"
	w.must("v01", w.judge("impose")).must("a01", w.objects("过重"))
	w.refused("v01", KindForbidden, w.rejudge("uphold")) // decided first, in whosever place
	w.must("v02", w.rejudge("uphold"))

	o = handedOver(t, "p01 x02")
	w = record(t, o, "s02", intake())
	w.handled("s01", "a02")
	justified(w)
	w.must("x02", w.penalty("warning"))
	w.refused("x02", KindForbidden, w.judge("impose"))
}

func TestA3P4_WhoSeesIt(t *testing.T) {
	w := guilty(t, Important)
	w.must("p01", w.penalty("warning"))
	sees := func() string {
		var out []string
		for _, account := range everyone(w.o) {
			if len(w.SanctionsFor(w.o.as(account))) > 0 {
				out = append(out, account)
			}
		}
		return strings.Join(out, " ")
	}
	if got := sees(); got != "s01 s02 p01 x02 v01 v02 g01" {
		t.Errorf("seen by %s", got)
	}
	w.Sanctions[0].Person = "s01" // a supervisor of the site sees nothing of what is about them
	if got := sees(); got != "s02 p01 x02 v01 v02 g01" {
		t.Errorf("seen by %s", got)
	}
	if w.ReadsConfidential(w.o.as("s01")) || !w.ReadsConfidential(w.o.as("s02")) || w.ReadsConfidential(w.o.as("a02")) {
		t.Error("the journal")
	}
	w.Sanctions[0].Person = "a01"
	for _, account := range everyone(w.o) {
		h, err := w.SubjectViewFor(w.o.as(account))
		if (err == nil) != (account == "a01") || err == nil && len(h.Sanctions) != 1 {
			t.Errorf("the page of the person as %s: %v", account, err)
		}
	}
	w.Accused = []string{"a01"} // rule P4: and has their page all the same
	if _, err := w.SubjectViewFor(w.o.as("a01")); err != nil {
		t.Error(err)
	}
	w.must("a01", w.views("陈述"))
}

func TestA3_WithdrawnWhenTheGroundGoes(t *testing.T) {
	for name, tt := range map[string]struct {
		do  func(w *walk)
		why string
	}{
		"invalid": {func(w *walk) {
			w.must("v01", w.assess(func(f *Assessing) { f.Validity, f.Reason = NotValid, "查无此事" }))
		}, "invalid"},
		"closed as invalid": {func(w *walk) {
			w.must("v01", w.close(InvalidCase, "查无此事")).must("v02", w.agreeing())
		}, "invalid"},
		"another's fault": {func(w *walk) {
			w.must("v01",
				w.assess(func(f *Assessing) { f.Responsibility = ByThird }))
		}, "responsibility"},
		"another person": {func(w *walk) {
			w.must("v01",
				w.assess(func(f *Assessing) { f.ResponsiblePerson = "s02" }))
		}, "person"},
	} {
		t.Run(name, func(t *testing.T) {
			w := guilty(t, Important)
			w.must("p01", w.penalty("warning"))
			tt.do(w)
			if k := w.Sanction(1); k.State != SanctionWithdrawn || k.EndedWhy != tt.why {
				t.Errorf("%s %s", k.State, k.EndedWhy)
			}
			w.refused("v02", KindConflict, w.judge("impose"))
			w.refused("a01", KindConflict, w.views("陈述"))
		})
	}
	w := guilty(t, Important)
	w.must("p01", w.penalty("warning")).must("v01", w.judge("impose"))
	w.must("v01", w.assess(func(f *Assessing) { f.Validity, f.Reason = NotValid, "查无此事" }))
	if k := w.Sanction(1); k.State != SanctionWithdrawn || k.InEffect(k.ObjectBy) {
		t.Errorf("what is not in effect yet became %s", k.State)
	}
	w = guilty(t, Important)
	w.must("p01", w.penalty("warning")).must("v01", w.judge("impose")).inEffect()
	w.must("v01", w.assess(func(f *Assessing) { f.Validity, f.Reason = NotValid, "查无此事" }))
	if k := w.Sanction(1); k.State != SanctionImposed {
		t.Errorf("what is in effect became %s", k.State)
	}
	w.must("v02", func(by Actor, now time.Time) error { return w.LiftSanction(by, now, 1, "查无此事") })
	if k := w.Sanction(1); k.State != SanctionLifted || k.InEffect(w.now) {
		t.Errorf("undone it is %s", k.State)
	}
}

func TestA3W12_ADecisionOnAnOutdatedPageIsRefused(t *testing.T) {
	w := guilty(t, Important)
	w.must("p01", w.penalty("warning"))
	seen := w.Sanction(1).Step()
	w.must("a01", w.views("当日客户较多。"))
	decide := func(seen int) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.DecideSanction(by, now, 1, SanctionDecision{Decision: "impose", Words: "属实", Seen: seen})
		}
	}
	w.refused("v01", KindConflict, decide(seen))
	w.must("v01", decide(w.Sanction(1).Step()))
}

func TestA3_ASelfReviewThatIsDueIsTold(t *testing.T) {
	w := guilty(t, Minor)
	w.must("p01", w.penalty("warning", "self_review")).must("x02", w.judge("impose"))
	due := w.Sanction(1).ReviewDue
	if want := w.Sanction(1).ObjectBy.Add(7 * 24 * time.Hour); !due.Equal(want) {
		t.Fatalf("due %s, want %s", due, want)
	}
	w.Run(w.o, due.Add(-time.Minute))
	if got := w.told(NoticeReviewDue, ""); got != "" {
		t.Errorf("told early: %s", got)
	}
	w.Run(w.o, due.Add(time.Hour))
	w.Run(w.o, due.Add(2*time.Hour))
	if a, b := w.told(NoticeReviewDue, ""), w.told(NoticeReviewLate, ""); a != "a01" || b != "p01" {
		t.Errorf("told %s, and %s", a, b)
	}
	w.saved()
	w.now = due.Add(3 * time.Hour)
	w.must("a01", w.reviews("今后先请示。")) // late, and taken all the same

	w = guilty(t, Minor)
	w.must("p01", w.penalty("warning", "self_review")).must("x02", w.judge("impose")).must("a01",
		w.objects("过重")).must("v01", w.rejudge("lift"))
	w.refused("a01", KindConflict, w.reviews("检查"))
	w.Run(w.o, w.Sanction(1).ReviewDue.Add(time.Hour))
	if got := w.told(NoticeReviewDue, ""); got != "" {
		t.Errorf("lifted, and still told %s", got)
	}
}

func TestA3_NoticesAreForTheirPersonAlone(t *testing.T) {
	w := guilty(t, Important)
	o := w.o
	if err := w.penalty("warning")(o.as("p01"), w.now); err != nil {
		t.Fatal(err)
	}
	d := &Delivery{Robots: []Robot{{ID: 1, On: true, Members: []string{"v01", "v02"}}}}
	for _, m := range w.Messages(o, d, nil) {
		t.Errorf("a group is told: %+v", w.Notices()[m.Notice])
	}
	for _, n := range w.Notices() {
		if n.Kind.Personal() && (n.Grade != "" || n.State != "") {
			t.Errorf("the person learns more than the number: %+v", n)
		}
	}
}
