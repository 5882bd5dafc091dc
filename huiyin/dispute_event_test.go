package huiyin

import (
	"slices"
	"testing"
	"time"
)

func (w *walk) event(n int, k EventKind, on time.Time) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.LogDispute(by, now, n, DisputeEvent{Kind: k, On: on, Words: "说明"})
	}
}

func TestT1_AStageHasSeveralHearings(t *testing.T) {
	w := reached(t, InDispute)
	w.must("a01", w.event(1, HearingDate, w.now.AddDate(0, 0, 9))).must("s01",
		w.event(1, HearingDate, w.now.AddDate(0, 0, 3)))
	if e := w.EventsOf(1); len(e) != 2 || !e[0].On.Before(e[1].On) || e[1].By != "a01" {
		t.Errorf("%+v", e)
	}
	w.wrong("a01", "kind", w.event(1, "picnic", w.now))
	w.wrong("a01", "on", w.event(1, HearingDate, time.Time{}))
	w.wrong("a01", "on", w.event(1, HearingDate, w.now.AddDate(-1, 0, 0)))
	w.wrong("a01", "on", w.event(1, HearingDate, w.now.AddDate(6, 0, 0)))
	w.refused("a01", KindNotFound, w.event(2, HearingDate, w.now))
	w.refused("a01", KindConflict, w.event(1, Enforcement, w.now))
	w.refused("w01", KindNotFound, w.event(1, HearingDate, w.now))
	w.must("s01", w.end(1, GivenUp))
	w.refused("a01", KindConflict, w.event(1, HearingDate, w.now.AddDate(0, 0, 1)))
}

func TestT3_JudicialConfirmationIsRemindedOfThreeTimes(t *testing.T) {
	w := reached(t, InDispute)
	started := w.Disputes[0].StartedAt
	w.now = started.AddDate(0, 0, 5)
	ended := w.now.AddDate(0, 0, -2) // agreed two days before it is written down
	for field, e := range map[string]DisputeEnd{
		"ended_at": {Result: Agreed, Words: "达成协议"},
		"words":    {Result: Agreed, At: ended},
	} {
		w.wrong("s01", field, func(by Actor, now time.Time) error { return w.EndDispute(by, now, 1, e) })
	}
	for _, at := range []time.Time{w.now.Add(48 * time.Hour), started.AddDate(0, 0, -1)} {
		w.wrong("s01", "ended_at", func(by Actor, now time.Time) error {
			return w.EndDispute(by, now, 1, DisputeEnd{Result: Agreed, Words: "达成协议", At: at})
		})
	}
	w.must("s01", func(by Actor, now time.Time) error {
		return w.EndDispute(by, now, 1, DisputeEnd{Result: Agreed, Words: "达成协议", At: ended})
	})
	told := func(at time.Time) int {
		c := w.Complaint.clone()
		c.Loaded()
		c.Run(w.o, at)
		c.Run(w.o, at)
		return len(slices.DeleteFunc(slices.Clone(c.Notices()), func(n Notice) bool { return n.Kind != NoticeConfirm }))
	}
	for i, day := range []int{10, 20, 25} { // each tells handler and owner
		if n := told(ended.AddDate(0, 0, day).Add(-time.Second)); n != 2*i {
			t.Errorf("told %d before day %d", n, day)
		}
		if n := told(ended.AddDate(0, 0, day)); n != 2*i+2 {
			t.Errorf("told %d on day %d", n, day)
		}
	}
	w.now = ended.AddDate(0, 0, 8)
	w.must("a01", w.event(1, Confirmation, w.now))
	if n := told(ended.AddDate(0, 0, 40)); n != 0 {
		t.Errorf("told %d though it was applied for", n)
	}
	late := reached(t, InDispute)
	late.must("s01", late.end(1, Agreed))
	late.now = late.Disputes[0].EffectiveAt.AddDate(0, 0, 30)
	late.refused("a01", KindConflict, late.event(1, Confirmation, late.now))
	given := reached(t, InDispute)
	given.must("s01", given.end(1, GivenUp))
	given.refused("a01", KindConflict, given.event(1, Confirmation, given.now))
}

func TestT3_AfterAnAwardOnlySettingAsideOrEnforcement(t *testing.T) {
	w := reached(t, Answering)
	w.must("s01", w.attach("agreement")).must("s01", w.start(Dispute{Stage: Arbitration, Agreement: 1})).must("s01",
		w.end(1, Awarded))
	if got := w.EventsFor(1, w.now); !slices.Equal(got, []EventKind{SettingAside, Enforcement}) {
		t.Errorf("%v", got)
	}
	w.must("a01", w.event(1, SettingAside, w.now)).must("a01", w.event(1, Enforcement, w.now))
	w.refused("a01", KindConflict, w.event(1, HearingDate, w.now.AddDate(0, 0, 1)))
	w.wrong("a01", "on", w.event(1, Enforcement, w.now.AddDate(0, 0, 1)))
	if slices.Contains(w.Turns(), ToCourt) || slices.Contains(w.Turns(), ToArbitration) ||
		!slices.Contains(w.Turns(), To12315) {
		t.Errorf("the customer may turn to %v", w.Turns())
	}
	j := reached(t, Answering)
	j.must("s01", j.attach("agreement")).must("s01", j.start(Dispute{Stage: Court})).must("s01",
		j.end(1, JudgedCourt)).must("a01", j.propose(0, Explanation))
	j.refused("s01", KindConflict, j.start(Dispute{Stage: Arbitration, Agreement: 1}))
	j.refused("s01", KindConflict, j.start(Dispute{Stage: Mediation, Agreement: 1}))
}

func TestT2_NothingIsArchivedWhileADisputeLasts(t *testing.T) {
	w := reached(t, InDispute)
	if !w.Held() {
		t.Error("not held")
	}
	w.must("s01", w.attach(WithdrawalForm)).must("s01", w.close(Withdrawn, "客户撤诉"))
	w.now = w.now.AddDate(0, 0, 31)
	w.refused("s01", KindConflict, w.Archive)
	w.must("s01", w.end(1, GivenUp))
	if w.State != Closed || w.Held() {
		t.Errorf("%s, held %v", w.State, w.Held())
	}
	w.shelve()
}

func TestW15_ARefusalCitesItsRule(t *testing.T) {
	w := reached(t, Answering)
	answer := func(declines bool, ground string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.GiveAnswer(by, now, Answer{Way: FaceToFace, Said: "不能退房", Accepted: "no", Declines: declines,
				Ground: ground})
		}
	}
	w.wrong("s01", "ground", answer(true, " "))
	w.must("s01", answer(true, "合同第八条"))
	if a := w.Answers[len(w.Answers)-1]; !a.Declines || a.Ground != "合同第八条" || !w.Unmet() {
		t.Errorf("%+v", a)
	}
}

func TestW16_TheCustomerIsToldWhereToTurn(t *testing.T) {
	w := reached(t, Answering)
	if got := w.Turns(); !slices.Equal(got, Outsides()) {
		t.Errorf("%v", got)
	}
	w.must("s01", w.attach("agreement")).must("s01", w.start(Dispute{Stage: Arbitration, Agreement: 1}))
	if got := w.Turns(); slices.Contains(got, ToCourt) || !slices.Contains(got, ToArbitration) {
		t.Errorf("T3: %v", got)
	}
	a := reached(t, Executing)
	if a.Unmet() {
		t.Error("accepted, and yet unmet")
	}
}
