package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// verdicts writes the deadlines as D2=running and so on.
func (w *walk) verdicts() string {
	s := ""
	for _, d := range w.Deadlines {
		if d.Kind == D6 {
			continue
		}
		s += fmt.Sprintf("%s=%s ", d.Kind, d.Status)
	}
	return s[:len(s)-1]
}

// pause and extend are acts of a walk.
func (w *walk) pause(reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Pause(by, now, now.AddDate(0, 0, 10), reason) }
}

func (w *walk) extend(k DeadlineKind, until time.Time) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Extend(by, now, k, until, "等配件到货") }
}

func (w *walk) due(k DeadlineKind) time.Duration { return w.Deadline(k).Due.Sub(w.ReceivedAt) }

func TestD2toD5_DueTimes(t *testing.T) {
	const h, d = time.Hour, 24 * time.Hour
	for name, tt := range map[string]struct {
		in   Intake
		form func(*Assessing)
		want [4]time.Duration
	}{
		"minor":     {intake(), nil, [4]time.Duration{24 * h, 48 * h, 24 * h, 3 * d}},
		"important": {intake(about("attitude")), nil, [4]time.Duration{24 * h, 48 * h, 48 * h, 7 * d}},
		"internal":  {intake(about("internal")), nil, [4]time.Duration{24 * h, 48 * h, 48 * h, 7 * d}},
		"urgent": {intake(func(in *Intake) { in.Urgency = Urgent }), nil,
			[4]time.Duration{4 * h, 48 * h, 24 * h, 3 * d}},
		"emergency": {intake(about("flood_power_cut")), nil, [4]time.Duration{h / 2, 48 * h, 24 * h, 3 * d}},
		"become major": {intake(), func(f *Assessing) { f.Fraud = true },
			[4]time.Duration{24 * h, 48 * h, 72 * h, 15 * d}},
		"become urgent": {intake(), func(f *Assessing) { f.Urgency = Urgent },
			[4]time.Duration{4 * h, 48 * h, 24 * h, 3 * d}},
		"merely assessed": {intake(), func(f *Assessing) { f.Impact = 3 },
			[4]time.Duration{24 * h, 48 * h, 24 * h, 3 * d}},
		"received in the past": {intake(func(in *Intake) { in.ReceivedAt = hour(-1) }), nil,
			[4]time.Duration{24 * h, 48 * h, 24 * h, 3 * d}},
	} {
		t.Run(name, func(t *testing.T) {
			w := record(t, demo(), "a01", tt.in)
			if tt.form != nil {
				w.must("s01", w.assess(tt.form))
			}
			for i, k := range []DeadlineKind{D2, D3, D4, D5} {
				if got := w.due(k); got != tt.want[i] || w.Deadline(k).Status != Running {
					t.Errorf("%s: %v, %s, want %v", k, got, w.Deadline(k).Status, tt.want[i])
				}
			}
		})
	}
}

func TestD2toD5_Settings(t *testing.T) {
	w := record(t, demo(figure(FirstResponse, 8), figure(SettleMinor, 5)), "a01", intake())
	if w.due(D2) != 8*time.Hour || w.due(D5) != 5*24*time.Hour {
		t.Errorf("D2 %v, D5 %v", w.due(D2), w.due(D5))
	}
}

func TestD13_ChangedSettingsMoveNoDate(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	w.o = demo(figure(FirstResponse, 1), figure(FirstFeedback, 1), figure(OpinionMinor, 1), figure(SettleMinor, 1))
	w.must("s01", w.assess(func(f *Assessing) { f.Impact = 3 }))
	for k, want := range map[DeadlineKind]time.Duration{D2: 24 * time.Hour, D3: 48 * time.Hour, D4: 24 * time.Hour,
		D5: 72 * time.Hour} {
		if w.due(k) != want {
			t.Errorf("%s moved to %v", k, w.due(k))
		}
	}
}

func TestD2toD5_WhatMeetsThem(t *testing.T) {
	contact := func(w *walk) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.LogContact(by, now, Contact{Way: "phone", Said: "告知进度"})
		}
	}
	for name, tt := range map[string]struct {
		do   func(w *walk)
		want string
	}{
		"assigned only": {func(w *walk) { w.must("s01", w.assign("a01", "")) },
			"D2=running D3=running D4=running D5=running"},
		"accepted": {func(w *walk) { w.handled("s01", "a01") }, "D2=met D3=running D4=running D5=running"},
		"contact":  {func(w *walk) { w.must("a01", contact(w)) }, "D2=running D3=met D4=running D5=running"},
		"opinion": {func(w *walk) {
			w.must("s01", w.assign("a01", "engineering")).must("e01",
				func(by Actor, now time.Time) error { return w.GiveOpinion(by, now, "尽快维修") })
		}, "D2=running D3=running D4=met D5=running"},
		"refused answer": {func(w *walk) { w.handled("s01", "a01").offered("s01", 0).must("s01", w.answer("no")) },
			"D2=met D3=met D4=running D5=running"},
		"undecided": {func(w *walk) {
			w.handled("s01", "a01").offered("s01", 0).must("s01",
				w.answer("pending"))
		}, "D2=met D3=met D4=running D5=running"},
		"accepted answer": {func(w *walk) { w.handled("s01", "a01").offered("s01", 0).must("s01", w.answer("yes")) },
			"D2=met D3=met D4=waived D5=met"},
		"on the spot": {func(w *walk) {
			w.must("a01", func(by Actor, now time.Time) error {
				return w.Settle(by, now, Settling{"process", "误会", "解释", "已说明", Satisfied})
			})
		}, "D2=met D3=met D4=waived D5=met"},
		"closed as invalid": {func(w *walk) { w.must("s01", w.close(InvalidCase, "查无此事")) },
			"D2=met D3=met D4=waived D5=met"},
	} {
		t.Run(name, func(t *testing.T) {
			w := record(t, demo(), "a01", intake())
			tt.do(w)
			if got := w.verdicts(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestD13_VerdictsStay(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	w.now = hour(23)
	w.must("s01", w.assign("a01", ""))
	w.now = hour(24)
	if d := w.Deadline(D2); !d.Overdue(w.now) || d.Shown(w.now) != Missed || d.Overdue(w.now.Add(-time.Nanosecond)) {
		t.Error("a date is missed from its very instant on, and not before")
	}
	w.must("a01", w.Accept) // a minute late, and before the clock came round
	d := *w.Deadline(D2)
	if d.Status != Missed || !d.MetAt.Equal(w.now) || !d.Due.Equal(hour(24)) {
		t.Errorf("met late: %+v", d)
	}
	w.must("s01", w.assess(func(f *Assessing) { f.Urgency, f.Fraud = Emergency, true }))
	if *w.Deadline(D2) != d || w.Deadline(D4).Status != Missed || !w.Deadline(D4).Due.Equal(hour(24)) {
		t.Errorf("the verdicts changed with grade and urgency: %+v, %+v", w.Deadline(D2), w.Deadline(D4))
	}
	if w.due(D5) != 15*24*time.Hour {
		t.Errorf("what still runs goes by the new grade: D5 %v", w.due(D5))
	}
}

// event is what the clock wrote: what, as of when.
func (c *Complaint) events() []string {
	var out []string
	for _, e := range c.Journal() {
		if e.By == "" {
			out = append(out, fmt.Sprint(e.Action, " ", e.At.In(shanghai).Format("01-02 15:04"), " ", e.Detail))
		}
	}
	return out
}

func TestD13_EachVerdictFallsOnceHoweverLateTheClock(t *testing.T) {
	until := monday.AddDate(0, 2, 0)
	late := record(t, demo(), "a01", intake())
	late.Run(late.o, until)
	want := late.events()
	fell := slices.DeleteFunc(slices.Clone(want),
		func(e string) bool { return strings.HasPrefix(e, string(ActionAlert)) })
	if len(fell) != 5 { // four dates and the month
		t.Fatalf("a clock that comes once: %q", fell)
	}
	for _, e := range late.Journal() {
		if !e.Logged.Equal(until) || !e.At.Before(until) {
			t.Errorf("%s took effect %s, written %s", e.Action, e.At, e.Logged)
		}
	}
	late.Loaded()
	late.Run(late.o, until.AddDate(1, 0, 0))
	for _, e := range late.Journal() {
		// nobody has spoken with the customer, still, and nobody handles it (rules D12, W14)
		if e.Detail[0] != Note("notice", string(NoticeSilent)) &&
			e.Detail[0] != Note("notice", string(NoticeUnassigned)) {
			t.Errorf("run again it wrote %+v", e)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		w := record(t, demo(), "a01", intake())
		for at := monday; at.Before(until); {
			at = at.Add(time.Duration(rapid.Int64Range(1, int64(20*24*time.Hour)).Draw(rt, "pause")))
			w.Run(w.o, earliest(at, until))
			w.Run(w.o, earliest(at, until))
		}
		if got := w.events(); fmt.Sprint(got) != fmt.Sprint(want) {
			rt.Fatalf("got %q, want %q", got, want)
		}
	})
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func TestG8_MonthAfter(t *testing.T) {
	for from, want := range map[string]string{
		"2025-03-03 09:00": "2025-04-03 09:00",
		"2025-01-31 09:00": "2025-02-28 09:00",
		"2024-01-31 09:00": "2024-02-29 09:00",
		"2025-01-30 23:59": "2025-02-28 23:59",
		"2025-02-28 00:00": "2025-03-28 00:00",
		"2024-02-29 12:00": "2024-03-29 12:00",
		"2025-03-31 08:30": "2025-04-30 08:30",
		"2025-12-31 00:01": "2026-01-31 00:01",
		"2025-11-30 10:00": "2025-12-30 10:00",
	} {
		at, _ := time.ParseInLocation("2006-01-02 15:04", from, shanghai)
		// stored in UTC, counted on the spot
		if got := MonthAfter(at.UTC(), shanghai).Format("2006-01-02 15:04"); got != want {
			t.Errorf("%s: got %s, want %s", from, got, want)
		}
	}
}

func TestG8_MonthAfterOfEveryDay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a := time.Unix(rapid.Int64Range(0, 4e9).Draw(rt, "at"), 0).In(shanghai)
		b := a.Add(time.Duration(rapid.Int64Range(0, 90*24*3600).Draw(rt, "later")) * time.Second)
		day := func(t time.Time) time.Time { y, m, d := t.Date(); return time.Date(y, m, d, 0, 0, 0, 0, shanghai) }
		ma, mb := MonthAfter(a, shanghai), MonthAfter(b, shanghai)
		if day(mb).Before(day(ma)) {
			rt.Fatalf("%s comes after %s, yet %s before %s", b, a, mb, ma)
		}
		if ma.Format("15:04:05") != a.Format("15:04:05") {
			rt.Fatalf("%s became %s", a, ma)
		}
		if want := (a.Month() % 12) + 1; ma.Month() != want {
			rt.Fatalf("%s became %s", a, ma)
		}
		if next := ma.AddDate(0, 0, 1); ma.Day() != a.Day() && (ma.Day() > a.Day() || next.Month() == ma.Month()) {
			rt.Fatalf("%s became %s", a, ma)
		}
	})
}

var month = time.Date(2025, 4, 3, 9, 0, 0, 0, shanghai) // after monday

func TestG8_MonthOpenBecomesMajor(t *testing.T) {
	for _, s := range []State{Received, Investigating, Proposing, Approving, Answering, InDispute} {
		w := reached(t, s)
		w.Run(w.o, month.Add(-time.Second))
		if w.Grade != Minor {
			t.Errorf("%s: major before its time", s)
		}
		w.Loaded()
		before := w.Version
		w.Run(w.o, month)
		if w.Grade != Major || w.GradeRule != "G8" || w.Owner != "v01" || w.State != s || !w.Risen.Equal(month) {
			t.Errorf("%s: %s by %s with %s in %s", s, w.Grade, w.GradeRule, w.Owner, w.State)
		}
		if len(w.Former) != 1 || w.Former[0] != "s01" || !w.Visible(w.o.as("s01")) {
			t.Errorf("%s: former %v", s, w.Former)
		}
		j := w.Journal()
		if len(j) != 1 || j[0].Action != ActionRaiseGrade || !j[0].At.Equal(month) || w.Version != before+1 {
			t.Errorf("%s: journal %+v", s, j)
		}
		if why, _ := w.GradeWhy(w.o); why == "" {
			t.Errorf("%s: the reason is not said", s)
		}
	}
}

func TestG8_WhateverItsGrade(t *testing.T) {
	for in, grade := range map[string]Grade{"repair": Minor, "attitude": Important, "internal": Internal} {
		w := record(t, demo(), "a01", intake(about(in)))
		if w.Grade != grade {
			t.Fatalf("%s is %s", in, w.Grade)
		}
		if w.Run(w.o, month); w.Grade != Major || w.Owner != "v01" {
			t.Errorf("%s: %s with %s", grade, w.Grade, w.Owner)
		}
	}
	w := record(t, demo(), "a01", intake(against("v01")))
	if w.Run(w.o, month); w.Owner != "v02" {
		t.Errorf("against v01: %s", w.Owner)
	}
}

func TestG8_WhatDoesNotRise(t *testing.T) {
	for name, w := range map[string]*walk{
		"being carried out": reached(t, Executing),
		"closed":            reached(t, Closed),
		"archived":          reached(t, Archived),
		"invalid":           record(t, demo(), "a01", intake()),
		"withdrawn":         reached(t, Investigating),
		"major already":     record(t, demo(), "a01", intake()),
	} {
		switch name {
		case "invalid":
			w.must("s01", w.assess(func(f *Assessing) { f.Validity, f.Reason = NotValid, "重复" }))
			w.must("s01", w.close(InvalidCase, "重复")) // only closed (rule K10)
		case "withdrawn":
			w.must("s01", w.attach(WithdrawalForm)).must("s01", w.close(Withdrawn, "客户撤回"))
		case "major already":
			w.must("s01", w.assess(func(f *Assessing) { f.Fraud = true }))
		}
		grade, rule := w.Grade, w.GradeRule
		w.Run(w.o, monday.AddDate(1, 0, 0))
		if w.Grade != grade || w.GradeRule != rule || !w.Risen.IsZero() {
			t.Errorf("%s: rose to %s by %s", name, w.Grade, w.GradeRule)
		}
	}
}

func TestG8_ALateClockDoesNotSpareTheOneWhoActs(t *testing.T) {
	w := reached(t, Answering)
	w.now = month.Add(time.Hour) // nobody has run the clock since
	if err := w.clone().GiveAnswer(w.o.as("s01"), w.now,
		Answer{Way: FaceToFace, Said: "说明", Accepted: "yes"}); KindOf(err) != KindForbidden {
		t.Errorf("who was in charge before the month answers: %v", err)
	}
	if w.must("v01", w.answer("yes")); w.Grade != Major || w.State != Executing || !w.Risen.Equal(month) {
		t.Errorf("%s, %s, risen %s", w.Grade, w.State, w.Risen)
	}
	w = reached(t, Answering)
	w.now = month.Add(-2 * time.Minute)
	if w.must("s01", w.answer("yes")).called().Run(w.o, month.AddDate(1, 0, 0)); w.Grade != Minor {
		t.Errorf("settled in time, yet %s", w.Grade)
	}
}

func TestG8_OnlyAVPGradesDownAgainAndItStays(t *testing.T) {
	w := reached(t, Investigating)
	w.now = month
	w.Run(w.o, w.now)
	w.Loaded()
	down := w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Minor, "已基本解决" })
	for _, account := range []string{"s01", "p01", "x02"} {
		w.refused(account, KindForbidden, down)
	}
	w.must("v02", down)
	if w.Run(w.o, month.AddDate(1, 0, 0)); w.Grade != Minor || w.Owner != "s01" {
		t.Errorf("after the VP's word: %s with %s", w.Grade, w.Owner)
	}
}

func TestG8_AVPsWordAfterTheMonthStandsForWhatWasMajorBefore(t *testing.T) {
	w := reached(t, Investigating)
	w.must("s01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Major, "媒体关注" }))
	w.now = month.AddDate(0, 0, 1)
	w.must("v01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Minor, "已基本解决" }))
	if w.Run(w.o, month.AddDate(1, 0, 0)); w.Grade != Minor {
		t.Errorf("raised once more to %s by %s", w.Grade, w.GradeRule)
	}
	// Lowered before the month, it rises with it.
	w = reached(t, Investigating)
	w.must("s01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Major, "媒体关注" }))
	w.must("v01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Minor, "已基本解决" }))
	if w.Run(w.o, month); w.Grade != Major {
		t.Errorf("at the month: %s", w.Grade)
	}
}

func TestG8_WhatComesUpAgainAfterTheMonthRisesThen(t *testing.T) {
	late := month.AddDate(0, 0, 10)
	for name, up := range map[string]func() *walk{
		"reopened": func() *walk {
			w := reached(t, Closed)
			w.now = late
			return w.must("s01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "问题复发") })
		},
		"a supplementary proposal": func() *walk {
			w := reached(t, Executing)
			w.now = late
			return w.must("a01", w.propose(0, Help))
		},
		"found valid after all": func() *walk {
			w := reached(t, Investigating)
			w.must("s01", w.close(InvalidCase, "重复"))
			w.now = late.AddDate(0, 0, -10)
			w.ClosedAt = w.now
			w.must("a01", w.objecting())
			w.now = late
			return w.must("x02", w.rule(Approve))
		},
	} {
		w := up()
		w.Run(w.o, w.now)
		if w.Grade != Major || !w.Risen.Equal(w.now) {
			t.Errorf("%s: %s, risen %s", name, w.Grade, w.Risen)
		}
	}
	w := reached(t, Executing)
	if w.must("s01", w.assess(func(f *Assessing) { f.Impact = 2 })); !w.UnsettledSince.IsZero() {
		t.Error("an assessment brings up again what is settled")
	}
	w.must("a01", w.propose(0, Help))
	if w.Run(w.o, month.Add(-time.Second)); w.Grade != Minor {
		t.Error("a supplementary proposal within the month rose before it")
	}
	if w.Run(w.o, month); !w.Risen.Equal(month) {
		t.Errorf("risen %s", w.Risen)
	}
}

func TestG8_OtherDatesGoOn(t *testing.T) {
	w := record(t, demo(figure(SettleMinor, 60)), "a01", intake())
	w.Run(w.o, month)
	if d := w.Deadline(D5); d.Status != Running || w.due(D5) != 60*24*time.Hour {
		t.Errorf("D5 is %s, due after %v", d.Status, w.due(D5))
	}
}

func TestD10_NextDueLeadsTheClockToEverything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.SampledFrom([]State{Received, Investigating, Proposing, Approving, Answering, Executing, Closed,
			InDispute}).Draw(rt, "state")
		w := reached(t, s)
		last := time.Time{}
		for range 60 {
			at := w.NextDue(w.o)
			if at.IsZero() {
				return
			}
			if !at.After(last) {
				rt.Fatalf("%s after %s", at, last)
			}
			if w.State == Received && at.After(monday.AddDate(0, 0, 14)) {
				return // that nobody handles it is said every day (rule W14)
			}
			w.Run(w.o, at.Add(-time.Nanosecond))
			if len(w.Journal()) != 0 {
				rt.Fatalf("acted before %s: %v", at, w.events())
			}
			if w.Run(w.o, at); len(w.Journal()) == 0 {
				rt.Fatalf("nothing happened at %s", at)
			}
			if at.After(monday.AddDate(0, 2, 0)) &&
				(len(w.Journal()) != 1 || w.Journal()[0].Action != ActionDataDue &&
					w.Journal()[0].Action != ActionBlock && // before a floor has passed (rule B1)
					w.Journal()[0].Action != ActionArchive &&
					w.Journal()[0].Detail[0] != Note("notice", string(NoticeSilent))) {
				// what goes on is that nobody speaks with the customer (rule D12), and then the time of their data is over (rule B1)
				rt.Fatalf("after all dates have gone by: %q", w.events())
			}
			w.Loaded()
			last = at
		}
		if !last.After(monday.AddDate(0, 2, 0)) {
			rt.Fatal("the clock never comes to rest")
		}
	})
}

func TestD2toD5_NextToKeep(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	if d := w.NextToKeep(); d.Kind != D2 {
		t.Errorf("next is %s", d.Kind)
	}
	w.Run(w.o, hour(50))
	if d := w.NextToKeep(); d.Kind != D2 || d.Status != Missed {
		t.Errorf("a late one is still to be kept: %+v", d)
	}
	settled := reached(t, Executing)
	if d := settled.NextToKeep(); d.Kind != D14 || !d.Due.Equal(settled.SettledAt.AddDate(0, 0, 7)) {
		t.Errorf("the money that was agreed is next, not %+v", d)
	}
	settled.must("f01", settled.pay(1, 500*Yuan))
	if d := settled.NextToKeep(); !d.Due.IsZero() {
		t.Errorf("settled, yet %+v", d)
	}
	settled.Deadline(D4).Status, settled.Deadline(D4).MetAt = Missed, time.Time{}
	if d := settled.NextToKeep(); !d.Due.IsZero() {
		t.Errorf("settled without the opinion, yet %+v", d)
	}
}

// A date that goes by makes no page stale: who is typing then need not begin again (rule W12).
func TestW12_AMissedDateLeavesPagesFresh(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	version := w.Version
	w.Run(w.o, hour(25))
	if w.Deadline(D2).Status != Missed {
		t.Fatal("no date was missed")
	}
	if err := w.Check(version); err != nil {
		t.Error(err)
	}
}
