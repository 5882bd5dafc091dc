package huiyin

import (
	"slices"
	"testing"
	"time"
)

func TestW7_ClosingChecklist(t *testing.T) {
	for _, tt := range []struct {
		what   string
		action Action
		lack   func(w *walk)
	}{
		{"责任界定", ActionAssess, func(w *walk) { w.Responsibility = ByUnknown }},
		{"有效性认定", ActionAssess, func(w *walk) { w.Validity = Undecided }},
		{"原因分析及分类", ActionFindCause, func(w *walk) { w.Causes = nil }},
		{"原因分析及分类", ActionFindCause, func(w *walk) { w.Causes = []Cause{{Cause: "没有分类"}} }},
		{"告知结果及满意度", ActionTellResult, func(w *walk) { w.Results = nil }},
		{"效果验证无效的措施须另定新措施", ActionAddMeasure, func(w *walk) { w.Measures[0].Effective = "no" }},
		{"逾期的整改措施办结", ActionDoMeasure, func(w *walk) { w.Measures[0].DoneAt, w.Measures[0].Due = time.Time{}, w.now }},
		{"答复及客户意见", ActionGiveAnswer, func(w *walk) { w.Answers = []Answer{{Accepted: "pending"}} }},
		{"执行事项全部办结", ActionEndTask, func(w *walk) { w.Tasks = []Task{{ID: 1, What: "回电"}} }},
		{"补偿付清或撤回", ActionPay, func(w *walk) {
			w.Proposals = []Proposal{{N: 1, Remedies: []string{"compensation"}, Amount: Yuan, Status: ProposalAgreed}}
		}},
		{"纠正措施", ActionAddMeasure, func(w *walk) { w.Measures = []Measure{{Kind: Preventive}} }},
		{"客户签字的处理表（客户联）", ActionAttach, func(w *walk) { w.Grade = Important }},
		{"客户签字的处理表（客户联）", ActionAttach, func(w *walk) {
			w.Grade = Major
			w.Attachments = []Attachment{{ID: 1, Kind: SignedForm, WithdrawnAt: w.now}, {ID: 2, Kind: "photo"}}
		}},
	} {
		w := reached(t, Executing)
		complete(w)
		tt.lack(w)
		if gaps := w.Missing(w.now); len(gaps) != 1 || gaps[0].What != tt.what || gaps[0].Action != tt.action {
			t.Errorf("missing %+v, want %s", gaps, tt.what)
		}
		closer := map[Grade]string{Minor: "s01", Important: "x02", Major: "v01"}[w.Grade]
		w.refused(closer, KindConflict, w.close(Solved, ""))
	}
	w := reached(t, Executing)
	complete(w)
	w.Answers = nil
	w.refused("s01", KindConflict, w.close(FollowedUp, " "))
	w.refused("s01", KindConflict, w.close(FollowedUp, "客户失联"))
	// a written reason stands for an answer that cannot be had
	w.must("s01", w.close(FollowedUp, "客户失联", StandIn{Lacks: LacksAnswer, Why: LackUnreachable}))
	for _, prepare := range []func(w *walk){
		func(w *walk) { w.Grade, w.Attachments = Important, []Attachment{confirmed(w.now)} },
		func(w *walk) { w.Tasks = []Task{{ID: 1, EndedAt: w.now, Dropped: true}} },
		func(w *walk) { w.Validity, w.Measures = NotValid, nil },
		func(w *walk) {
			w.Proposals = []Proposal{{N: 1, Remedies: []string{"gift"}, Amount: Yuan, Status: ProposalAgreed}}
		},
	} {
		w := reached(t, Executing)
		complete(w)
		prepare(w)
		w.must("v01", w.close(Solved, ""))
	}
}

// confirmed is a signed form of which a supervisor said that it is that.
func confirmed(at time.Time) Attachment {
	return Attachment{ID: 1, At: at, Kind: SignedForm, ConfirmedAt: at, ConfirmedBy: "s01"}
}

func TestW8_WhoCloses(t *testing.T) {
	for _, tt := range []struct {
		grade    Grade
		yes, not []string
	}{
		{Minor, []string{"s01", "s02", "p01", "x02", "v01"}, []string{"a01"}},
		{Important, []string{"x02", "p01", "v02"}, []string{"a01", "s01"}},
		{Major, []string{"v01", "v02", "g01"}, []string{"a01", "s01", "x02"}},
	} {
		for _, account := range append(slices.Clone(tt.yes), tt.not...) {
			w := reached(t, Executing)
			complete(w)
			w.Grade, w.Attachments = tt.grade, []Attachment{confirmed(w.now)}
			w.Owner = tt.yes[0]
			if slices.Contains(tt.not, account) {
				w.refused(account, KindForbidden, w.close(Solved, ""))
				continue
			}
			if w.must(account, w.close(Solved, "")); w.Outcome != Solved || w.ClosedBy != account ||
				w.ClosedAt.IsZero() {
				t.Errorf("%s closed by %s at %s", w.Outcome, w.ClosedBy, w.ClosedAt)
			}
		}
	}
	w := reached(t, Executing)
	w.wrong("s01", "outcome", w.close("happy", ""))
	w.wrong("s01", "reason", w.close(Withdrawn, " "))
}

func TestK10_InvalidClosesWithAReasonFromAnywhere(t *testing.T) {
	for _, from := range []State{Received, Investigating, Proposing, Approving, Answering, Executing, InDispute} {
		w := reached(t, from)
		w.wrong("s01", "reason", w.close(InvalidCase, ""))
		w.refused("a01", KindForbidden, w.close(InvalidCase, "重复"))
		w.must("s01", w.close(InvalidCase, "重复投诉"))
		if w.Validity != NotValid || w.CloseReason != "重复投诉" {
			t.Errorf("from %s: %s, %q", from, w.Validity, w.CloseReason)
		}
		if p := w.current(); p != nil {
			t.Errorf("from %s: proposal %d is still %s", from, p.N, p.Status)
		}
	}
}

func TestW10_ReopenAndArchive(t *testing.T) {
	reopen := func(w *walk) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.Reopen(by, now, "问题复发") }
	}
	w := reached(t, Closed)
	closed := w.ClosedAt
	w.refused("a01", KindForbidden, reopen(w))
	w.wrong("s01", "reason", func(by Actor, now time.Time) error { return w.Reopen(by, now, " ") })
	w.now = closed.Add(90*24*time.Hour - 2*time.Minute)
	if w.must("s01", reopen(w)); w.State != Investigating || !w.ClosedAt.IsZero() || w.Outcome != "" ||
		!w.SettledAt.IsZero() {
		t.Errorf("reopened: %s, closed %s, %s", w.State, w.ClosedAt, w.Outcome)
	}

	w = reached(t, Closed)
	w.now = w.ClosedAt.Add(90*24*time.Hour - 2*time.Minute) // the customer's right to come back is not cut short
	w.refused("s01", KindConflict, w.Archive)
	w.refused("v01", KindConflict, w.Archive)
	w.refused("a01", KindForbidden, w.Archive)
	w.now = w.now.Add(2 * time.Minute)
	if err := w.Archive(w.o.as("s01"), w.now); err != nil || w.State != Archived || w.Journal()[0].By != "" {
		t.Fatalf("%v, %s", err, w.State)
	}
	w.saved()
	w.refused("s01", KindConflict, w.Archive)
	w.refused("x02", KindForbidden, reopen(w))
	w.now = w.now.AddDate(2, 0, 0)
	w.must("v02", reopen(w))
}

func TestW9W10_AFollowUpDoesNotCutTheTimeForReopeningShort(t *testing.T) {
	follow := func(w *walk, change func(*FollowUp)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			f := FollowUp{At: now, Satisfaction: Satisfied, Said: "没有再发生"}
			change(&f)
			return w.LogFollowUp(by, now, f)
		}
	}
	w := reached(t, Closed)
	for _, tt := range []struct {
		field  string
		change func(*FollowUp)
	}{
		{"at", func(f *FollowUp) { f.At = time.Time{} }}, {"at", func(f *FollowUp) { f.At = f.At.Add(time.Hour) }},
		{"at", func(f *FollowUp) { f.At = monday }},
		{"satisfaction", func(f *FollowUp) { f.Satisfaction = "" }}, {"said", func(f *FollowUp) { f.Said = "" }},
	} {
		w.wrong("s02", tt.field, follow(w, tt.change))
	}
	w.refused("a01", KindForbidden, follow(w, func(*FollowUp) {})) // the handler
	w.must("s02", follow(w, func(*FollowUp) {}))
	w.must("s01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") })
	w.must("s01", w.close(Withdrawn, "客户撤回"))
	w.must("s02", follow(w, func(*FollowUp) {})).refused("s01", KindConflict, w.Archive)
	w.shelve()
}

func TestW6W7_SettledOnTheSpot(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	settle := func(change func(*Settling)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			s := Settling{"product", "控制柜跳闸", "重启电梯", "已恢复运行", Satisfied}
			change(&s)
			return w.Settle(by, now, s)
		}
	}
	w.wrong("a01", "class", settle(func(s *Settling) { s.Class = "" }))
	w.wrong("a01", "cause", settle(func(s *Settling) { s.Cause = "" }))
	w.wrong("a01", "measure", settle(func(s *Settling) { s.Measure = "" }))
	w.wrong("a01", "said", settle(func(s *Settling) { s.Said = "" }))
	w.wrong("a01", "satisfaction", settle(func(s *Settling) { s.Satisfaction = "" }))
	w.refused("a02", KindNotFound, settle(func(*Settling) {}))
	w.must("a01", settle(func(*Settling) {}))
	if w.State != Executing || w.SettledAt.IsZero() || w.Results[0].Satisfaction != Satisfied ||
		w.Causes[0].Cause == "" {
		t.Errorf("%s, %+v", w.State, w.Results)
	}
	// only validity and responsibility are left to say
	if gaps := w.Missing(w.now); len(gaps) != 2 || gaps[0].Action != ActionAssess || gaps[1].Action != ActionAssess {
		t.Errorf("closing still needs %+v", gaps)
	}
	w.must("s01", w.assess(func(f *Assessing) { f.Validity, f.Responsibility = Valid, ByThird })).must("s01",
		w.close(Solved, ""))

	w = record(t, demo(), "a01", intake(about("attitude")))
	w.refused("a01", KindForbidden, settle(func(*Settling) {})) // important: whoever is in charge
	w.must("x02", settle(func(s *Settling) { s.Measure = "apology" }))
	if w.Measures[0].What != Apology.Label() {
		t.Errorf("measure %q", w.Measures[0].What)
	}
}
