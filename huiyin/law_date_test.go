package huiyin

import (
	"slices"
	"testing"
	"time"
)

func (w *walk) lawDone(n int, dropped string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		done := now
		if dropped != "" {
			done = time.Time{}
		}
		return w.EndLawDate(by, now, n, done, "已办", dropped)
	}
}

// judged is a case that a court or arbitrator has decided on its day.
func judged(t *testing.T, stage Stage, e DisputeEnd) *walk {
	w := reached(t, Answering)
	w.must("s01", w.attach("agreement")).must("s01", w.start(Dispute{Stage: stage, Agreement: map[Stage]int64{
		Arbitration: 1, Mediation: 1}[stage]}))
	if e.At.IsZero() {
		e.At = w.now.Add(time.Minute)
	}
	e.Words = "结果说明"
	return w.must("s01", func(by Actor, now time.Time) error { return w.EndDispute(by, now, 1, e) })
}

func (w *walk) lawDate(k LawDateKind) *LawDate {
	i := slices.IndexFunc(w.LawDates, func(d LawDate) bool { return d.Kind == k })
	if i < 0 {
		w.t.Fatalf("no date %s", k)
	}
	return &w.LawDates[i]
}

// A period begins the day after, ends with its last day, and where that is a day off, with the next day of work; a
// make-up day is one, and a site that works at weekends moves nothing (rule T3).
func TestT3_PeriodsOverTheCalendar(t *testing.T) {
	o := demo()
	o.Calendar.Days = map[string]DayOff{"2025-05-01": Holiday, "2025-05-02": Holiday, "2025-05-05": Holiday,
		"2025-04-27": MadeUpDay, "2025-10-01": Holiday, "2025-10-02": Holiday, "2025-10-03": Holiday, "2025-10-06": Holiday,
		"2025-10-07": Holiday, "2025-10-08": Holiday, "2025-10-11": MadeUpDay}
	for _, tt := range []struct {
		from string
		kind LawDateKind
		want string
	}{
		{"2025-03-03 09:00", LawAppeal, "2025-03-18 23:59"},
		{"2025-03-03 23:59", LawRuling, "2025-03-13 23:59"},
		{"2025-03-07 09:00", LawAppeal, "2025-03-24 23:59"}, // the 22nd is a Saturday
		{"2025-04-12 09:00", LawAppeal, "2025-04-27 23:59"}, // a Sunday on which the country works
		{"2025-04-16 09:00", LawAppeal, "2025-05-06 23:59"}, // 1 to 5 May are off
		{"2025-09-16 09:00", LawAppeal, "2025-10-09 23:59"},
		{"2024-11-30 09:00", LawSetAside, "2025-02-28 23:59"}, // no 30 February
		{"2025-03-03 09:00", LawSetAside, "2025-06-03 23:59"},
		{"2025-03-03 09:00", LawEnforce, "2027-03-03 23:59"},
		{"2025-03-06 09:00", LawEnforce, "2027-03-08 23:59"},
		{"2025-03-03 09:00", LawConfirm, "2025-04-02 23:59"},
	} {
		from, err := time.ParseInLocation("2006-01-02 15:04", tt.from, o.Zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := o.LawEnd(from.UTC(), tt.kind.Term()).Format("2006-01-02 15:04"); got != tt.want {
			t.Errorf("%s from %s: %s, want %s", tt.kind, tt.from, got, tt.want)
		}
	}
}

// Every date says where the law sets it and when that was read (rule T3).
func TestT3_DatesAreDataWithTheirSource(t *testing.T) {
	for _, term := range LawTerms() {
		if term.Label == "" || term.Ground == "" || term.Kind != LawPerform && term.ReadOn == "" || term.Kind.Label() != term.Label {
			t.Errorf("%+v", term)
		}
	}
}

func TestT3_WhatFollowsAResult(t *testing.T) {
	for name, tt := range map[string]struct {
		stage Stage
		e     DisputeEnd
		want  []LawDateKind
	}{
		"award":             {Arbitration, DisputeEnd{Result: Awarded}, []LawDateKind{LawSetAside, LawEnforce}},
		"judgment":          {Court, DisputeEnd{Result: JudgedCourt}, []LawDateKind{LawAppeal, LawEnforce}},
		"ruling":            {Court, DisputeEnd{Result: JudgedCourt, Ruling: true}, []LawDateKind{LawRuling, LawEnforce}},
		"agreed in court":   {Court, DisputeEnd{Result: Agreed}, []LawDateKind{LawEnforce}},
		"mediated":          {Mediation, DisputeEnd{Result: Agreed}, []LawDateKind{LawConfirm, LawRemind, LawRemind, LawRemind}},
		"given up":          {Court, DisputeEnd{Result: GivenUp}, nil},
		"to perform by day": {Court, DisputeEnd{Result: JudgedCourt, PerformBy: monday.AddDate(0, 2, 0)}, []LawDateKind{LawAppeal, LawPerform, LawEnforce}},
	} {
		t.Run(name, func(t *testing.T) {
			w := judged(t, tt.stage, tt.e)
			var got []LawDateKind
			for _, d := range w.LawDates {
				got = append(got, d.Kind)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
			if tt.want != nil && (w.NextToKeep().Kind != LawDue || w.LawDates[0].Deadline().Status != Running) {
				t.Errorf("next is %+v", w.NextToKeep())
			}
		})
	}
	w := judged(t, Court, DisputeEnd{Result: JudgedCourt, PerformBy: monday.AddDate(0, 2, 0)})
	if got := w.lawDate(LawEnforce).Due; got.Before(monday.AddDate(2, 2, 0)) {
		t.Errorf("enforcement counts from the end of performance, not %s", got)
	}
}

// What a result cannot say is refused, and nothing changes (rule T3).
func TestT3_DatesOfAResult(t *testing.T) {
	w := reached(t, Answering)
	w.must("s01", w.start(Dispute{Stage: Court}))
	end := func(change func(*DisputeEnd)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			e := DisputeEnd{Result: JudgedCourt, Words: "判决", At: w.now}
			change(&e)
			return w.EndDispute(by, now, 1, e)
		}
	}
	w.wrong("s01", "served_at", end(func(e *DisputeEnd) { e.ServedAt = w.now.AddDate(0, 0, 2) }))
	w.wrong("s01", "served_at", end(func(e *DisputeEnd) { e.ServedAt = w.now.AddDate(0, 0, -2) }))
	w.wrong("s01", "perform_by", end(func(e *DisputeEnd) { e.PerformBy = w.now.AddDate(0, 0, -2) }))
	w.wrong("s01", "perform_by", end(func(e *DisputeEnd) { e.PerformBy = w.now.AddDate(30, 0, 0) }))
}

// The time to object to the arbitration agreement ends with the first hearing; an earlier one brings it forward (T3).
func TestT3_ObjectionBeforeTheFirstHearing(t *testing.T) {
	w := reached(t, Answering)
	w.must("s01", w.attach("agreement")).must("s01", w.start(Dispute{Stage: Arbitration, Agreement: 1}))
	if len(w.LawDates) != 0 {
		t.Fatalf("%+v", w.LawDates)
	}
	hearing := func(at time.Time) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.LogDispute(by, now, 1, DisputeEvent{Kind: HearingDate, On: at})
		}
	}
	first := w.now.AddDate(0, 0, 20)
	w.must("a01", hearing(first)).must("a01", hearing(first.AddDate(0, 0, 9)))
	if d := w.lawDate(LawObjection); !d.Due.Equal(first) {
		t.Errorf("due %s", d.Due)
	}
	w.must("a01", hearing(first.AddDate(0, 0, -5)))
	if d := w.lawDate(LawObjection); !d.Due.Equal(first.AddDate(0, 0, -5)) || len(w.LawDates) != 1 {
		t.Errorf("%+v", w.LawDates)
	}
	w.must("s01", w.end(1, Awarded))
	if d := w.lawDate(LawObjection); d.Open() || !d.Dropped {
		t.Errorf("after the award %+v", d)
	}
}

// Each date climbs by itself, is missed once, and stops when done (rules T3, D8, D13).
func TestT3D8_DatesClimb(t *testing.T) {
	w := judged(t, Court, DisputeEnd{Result: JudgedCourt})
	due := w.lawDate(LawAppeal).Due
	w.Run(w.o, due.Add(-time.Minute))
	if d := w.lawDate(LawAppeal); d.Told < 50 || d.Told >= 100 {
		t.Errorf("told %d before its date", d.Told)
	}
	if w.told(NoticeHalf, string(LawDue)) == "" {
		t.Error("nobody is told at half of it")
	}
	w.Run(w.o, due)
	if d := w.lawDate(LawAppeal).Deadline(); d.Status != Missed {
		t.Errorf("%+v", d)
	}
	w.saved()
	done := judged(t, Court, DisputeEnd{Result: JudgedCourt})
	done.must("a01", done.lawDone(1, ""))
	done.Run(done.o, due.AddDate(0, 0, 1))
	if d := done.LawDates[0].Deadline(); d.Status != Met {
		t.Errorf("%+v", d)
	}
}

func TestT3_WhoSaysWhatBecameOfADate(t *testing.T) {
	w := judged(t, Court, DisputeEnd{Result: JudgedCourt})
	w.refused("a01", KindNotFound, w.lawDone(9, ""))
	w.refused("a02", KindNotFound, w.lawDone(1, ""))
	w.refused("a01", KindForbidden, w.lawDone(1, "不上诉"))
	w.wrong("a01", "done_at", func(by Actor, now time.Time) error { return w.EndLawDate(by, now, 1, time.Time{}, "", "") })
	w.wrong("a01", "done_at", func(by Actor, now time.Time) error {
		return w.EndLawDate(by, now, 1, now.AddDate(0, 0, 1), "", "")
	})
	w.wrong("a01", "done_at", func(by Actor, now time.Time) error {
		return w.EndLawDate(by, now, 1, now.AddDate(0, 0, -9), "", "")
	})
	w.must("s01", w.lawDone(1, "判决可以接受，不上诉"))
	if d := w.LawDates[0]; d.Open() || d.Deadline().Status != Waived || d.Words != "判决可以接受，不上诉" {
		t.Errorf("%+v", d)
	}
	w.refused("s01", KindConflict, w.lawDone(1, ""))
}

// What was paid in full leaves nothing to perform or enforce, what is recorded meets its date (rules T3, T1).
func TestT3_WhatMeetsADate(t *testing.T) {
	w := judged(t, Court, DisputeEnd{Result: JudgedCourt, Amount: 900 * Yuan})
	open := len(w.LawDatesOpen())
	w.Payments = append(w.Payments, Payment{Dispute: 1, Amount: 900 * Yuan, At: w.now, ReleasedAt: w.now, ReleasedBy: "f01"})
	if got := len(w.LawDatesOpen()); got != open-1 {
		t.Errorf("%d open after payment, %d before", got, open)
	}
	w = judged(t, Mediation, DisputeEnd{Result: Agreed})
	w.must("a01", func(by Actor, now time.Time) error {
		return w.LogDispute(by, now, 1, DisputeEvent{Kind: Confirmation, On: now})
	})
	if d := w.lawDate(LawConfirm); d.Deadline().Status != Met || len(w.LawDatesOpen()) != 0 {
		t.Errorf("%+v, open %d", d, len(w.LawDatesOpen()))
	}
	w = judged(t, Arbitration, DisputeEnd{Result: Awarded})
	w.State = Archived
	if len(w.LawDatesOpen()) != 0 {
		t.Error("an archived case calls")
	}
}

// withLawDate is judged, and can appeal.
func (w *walk) withLawDate() {
	w.Disputes = []Dispute{{N: 1, Stage: Court, StartedAt: w.now, EndedAt: w.now, Result: JudgedCourt}}
	w.LawDates = []LawDate{{ID: 1, N: 1, Dispute: 1, Kind: LawAppeal, From: w.now, Due: w.now.AddDate(0, 0, 15)}}
}
