package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// told writes the notices of a kind about a deadline ("" for none), as accounts in order; "" for every kind.
func (c *Complaint) told(kind NoticeKind, what string) string {
	var who []string
	for _, n := range c.Notices() {
		if (kind == "" || n.Kind == kind) && n.What == what {
			who = append(who, n.Account)
		}
	}
	slices.Sort(who)
	return strings.Join(who, " ")
}

// seated gives a complaint a grade as if it had always had it, with whoever is then in charge.
func (w *walk) seated(g Grade) *walk {
	w.Grade = g
	w.Owner = w.route(w.o)
	w.setDates(w.o, deadlineKinds.all()...)
	return w
}

func TestD8_LadderByGradeAndDeadline(t *testing.T) {
	type step struct {
		percent time.Duration
		kind    NoticeKind
		told    string
	}
	lower := []step{{50, NoticeHalf, "a01"}, {80, NoticeNear, "a01 s01 s02"}, {100, NoticeMissed, "a01 s01 s02 x02"},
		{150, NoticeFar, "v01"}}
	want := map[Grade][]step{
		Minor: lower, Important: lower, Internal: lower,
		Major: {{50, NoticeHalf, "a01"}, {80, NoticeNear, "a01 s01 s02"}, {100, NoticeMissed, "a01 s01 s02 v01 x02"}},
	}
	for g, steps := range want {
		for _, k := range deadlineKinds.all() {
			for _, u := range Urgencies() {
				w := record(t, demo(), "b01", intake(func(in *Intake) { in.Urgency = u }))
				w.Handler, w.AcceptedAt, w.UnassignedTold = "a01", monday, monday
				w.seated(g)
				for i := range w.Deadlines {
					if w.Deadlines[i].Kind != k {
						w.Deadlines[i].Status = Waived
					}
				}
				for _, s := range steps {
					at := monday.Add(w.Deadline(k).Span * s.percent / 100)
					w.Run(w.o, at.Add(-time.Nanosecond))
					if early := w.told("", string(k)); early != "" {
						t.Errorf("%s %s %s: %s told before %d %%", g, u, k, early, s.percent)
					}
					w.Run(w.o, at)
					w.Run(w.o, at)
					if got := w.told(s.kind, string(k)); got != s.told || w.told("", string(k)) != s.told {
						t.Errorf("%s %s %s at %d %%: told %s, want %s", g, u, k, s.percent, got, s.told)
					}
					w.Loaded()
				}
				if w.Run(w.o, monday.AddDate(0, 0, 29)); w.told("", string(k)) != "" {
					t.Errorf("%s %s %s: told beyond the ladder", g, u, k)
				}
			}
		}
	}
}

func TestD8_WhoStandsInForWhom(t *testing.T) {
	for name, tt := range map[string]struct {
		o    *Org
		in   Intake
		want [4]string // at 50, 80, 100 and 150 % of D3
	}{
		"nobody handles it: who took it in": {demo(), intake(),
			[4]string{"b01", "b01 s01 s02", "b01 s01 s02 x02", "v01"}},
		"about a supervisor": {demo(), intake(against("s01")),
			[4]string{"b01", "b01 s02", "b01 s02 x02", "v01"}},
		"about the manager": {demo(), intake(against("x02")),
			[4]string{"b01", "b01 s01 s02", "b01 p01 s01 s02", "v01"}},
		"about the VP": {demo(), intake(against("v01")),
			[4]string{"b01", "b01 s01 s02", "b01 s01 s02 x02", "v02"}},
		"gone from the company": {demo(disabled("s01", "x02", "v01")), intake(),
			[4]string{"b01", "b01 s02", "b01 p01 s02", "v02"}},
		"another site": {demo(), intake(at("JY")),
			[4]string{"b01", "b01 u01", "b01 q01 u01", "v01"}},
	} {
		w := record(t, tt.o, "b01", tt.in)
		for i, kind := range []NoticeKind{NoticeHalf, NoticeNear, NoticeMissed, NoticeFar} {
			w.Run(w.o, hour([]float64{24, 38.4, 48, 72}[i]))
			if got := w.told(kind, "D3"); got != tt.want[i] {
				t.Errorf("%s, %s: told %s, want %s", name, kind, got, tt.want[i])
			}
		}
	}
}

func TestD8_WhatIsMetOrSettledClimbsNoFurther(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	w.Run(w.o, hour(25)) // D2 and D4 are missed
	w.now = hour(26)
	w.handled("s01", "a01")
	w.must("s01", func(by Actor, now time.Time) error { return w.GiveOpinion(by, now, "修") })
	if w.Run(w.o, hour(100)); w.told(NoticeFar, "D2")+w.told(NoticeFar, "D4") != "" {
		t.Error("met late, it climbs on")
	}
	w = record(t, demo(), "a01", intake())
	w.now = hour(25)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.Settle(by, now, Settling{"process", "误会", "解释", "已说明", Satisfied})
	})
	if w.Run(w.o, hour(24*6)); len(w.Notices()) != 0 {
		t.Errorf("settled, yet told %+v", w.Notices())
	}
}

func TestD8_WhatIsStillLateClimbsFromWhenTheCaseIsTakenUpAgain(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	w.now = hour(25) // the opinion is late
	w.offered("s01", 0).must("s01", w.answer("yes"))
	w.now = hour(24 * 10)
	w.must("a01", w.propose(0, Help))
	w.Run(w.o, w.now)
	if i := slices.IndexFunc(w.Notices(), func(n Notice) bool { return n.Kind == NoticeFar && n.What == "D4" }); i < 0 || !w.Notices()[i].At.Equal(w.now) {
		t.Errorf("told %+v", w.Notices())
	}
}

func TestD8_LongSpansKeepTheirPercents(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	w.now = hour(1)
	w.must("s01", w.extend(D3, monday.AddDate(3, 0, 0)))
	d := w.Deadline(D3)
	d.Status, d.Told = Missed, 100
	if got, want := w.climbsAt(w.o, d), monday.Add(d.Span/2*3); !got.Equal(want) {
		t.Errorf("150 %% of three years is %s, want %s", got, want)
	}
}

// anyCase draws a complaint of any kind, some way along, in a company that may lack people and count
// working hours.
func anyCase(t *testing.T, rt *rapid.T) *walk {
	yes := func(name string) int64 { return rapid.Int64Range(0, 1).Draw(rt, name) }
	some := func(name string, of ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, 2, rapid.ID[string]).Draw(rt, name)
	}
	o := demo(disabled(some("disabled", "s01", "p01", "x02", "q01", "v01")...),
		figure(SettleWorking, yes("D5 working")),
		figure(FirstFeedbackWorking, yes("D3 working")), figure(OpinionWorking, yes("D4 working")),
		figure(AcceptWithin, rapid.Int64Range(1, 200).Draw(rt, "accept within")))
	o.Calendar.Days = SeedDays()
	w := record(t, o, rapid.SampledFrom([]string{"a01", "b01", "s02"}).Draw(rt, "by"), intake(
		at(rapid.SampledFrom([]string{"HY", "LT", "JY"}).Draw(rt, "site")),
		about(rapid.SampledFrom([]string{"repair", "attitude", "internal", "safety_accident"}).Draw(rt, "category")),
		against(some("against", "a02", "s01", "x02", "v02")...),
		func(in *Intake) { in.Urgency = rapid.SampledFrom(Urgencies()).Draw(rt, "urgency") },
	))
	if yes("assigned") == 1 {
		handler := "a02"
		if slices.Contains(w.Accused, handler) {
			handler = "w01"
		}
		w.must("g01", w.assign(handler, "engineering"))
		if yes("accepted") == 1 {
			w.must(w.Handler, w.Accept)
		}
	}
	if yes("task") == 1 {
		w.Tasks = []Task{{ID: 1, What: "回电", Who: "w01",
			Due: w.now.Add(time.Duration(rapid.IntRange(0, 500).Draw(rt, "due")) * time.Hour)}}
	}
	w.Loaded()
	return w
}

func TestD8_TheSameHoweverTheClockComes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		once := anyCase(t, rt)
		often := &walk{once.clone(), t, once.o, once.now}
		until := monday.AddDate(0, 0, rapid.IntRange(1, 50).Draw(rt, "days"))
		once.Run(once.o, until)
		for at := monday; at.Before(until); {
			at = at.Add(time.Duration(rapid.Int64Range(1, int64(9*24*time.Hour)).Draw(rt, "gap")))
			often.Run(often.o, earliest(at, until))
			often.Run(often.o, earliest(at, until))
		}
		if a, b := fmt.Sprint(once.events()), fmt.Sprint(often.events()); a != b {
			rt.Fatalf("journals differ:\n%s\n%s", a, b)
		}
		if a, b := fmt.Sprint(once.Notices()), fmt.Sprint(often.Notices()); a != b {
			rt.Fatalf("notices differ:\n%s\n%s", a, b)
		}
	})
}

func TestP3P4_NobodyIsToldWhatTheyDoNotSee(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := anyCase(t, rt)
		for at := w.NextDue(w.o); !at.IsZero() && at.Before(monday.AddDate(0, 2, 0)); at = w.NextDue(w.o) {
			before := w.clone()
			w.Run(w.o, at)
			seen := map[string]bool{}
			for _, n := range w.Notices() {
				by := w.o.as(n.Account)
				if by.Disabled || accused(by, w.Complaint) || !w.Visible(by) && !before.Visible(by) {
					rt.Fatalf("%s was told %+v", n.Account, n)
				}
				key := fmt.Sprint(n)
				if seen[key] || n.Number != w.Number || !n.At.Equal(at) {
					rt.Fatalf("told twice, of another or at another time: %s", key)
				}
				seen[key] = true
			}
			w.Loaded()
		}
	})
}

func TestG8_ToldOnceToOldAndNewOwnerAndManager(t *testing.T) {
	for name, tt := range map[string]struct {
		in   Intake
		want string
	}{
		"minor":             {intake(), "s01 v01 x02"},
		"important":         {intake(about("attitude")), "v01 x02"},
		"about the manager": {intake(against("x02")), "p01 v01"}, // v01 has it already; p01 stands in for x02
		"of an estate":      {intake(at("JY")), "q01 u01 v01"},
	} {
		w := record(t, demo(), "b01", tt.in)
		if w.Run(w.o, month.Add(-time.Minute)); w.Grade == Major || w.told(NoticeRaised, "") != "" {
			t.Errorf("%s: a minute early", name)
		}
		w.Run(w.o, month.Add(72*time.Hour)) // the server was down
		w.Run(w.o, month.AddDate(1, 0, 0))
		if got := w.told(NoticeRaised, ""); got != tt.want {
			t.Errorf("%s: told %s, want %s", name, got, tt.want)
		}
		for _, n := range w.Notices() {
			if n.Kind == NoticeRaised && (!n.At.Equal(month) || n.Grade != Major) {
				t.Errorf("%s: told %+v", name, n)
			}
		}
	}
}

func TestK2_AnEmergencyIsToldAtOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		in   Intake
		want string
	}{
		"a sales office":     {intake(about("safety_accident")), "p01 s01 s02 v01 x02"},
		"an estate":          {intake(about("safety_accident"), at("JY")), "q01 u01 v01"},
		"about a supervisor": {intake(about("safety_accident"), against("s01")), "p01 s02 v01 x02"},
		"about a VP":         {intake(about("safety_accident"), against("v01")), "p01 s01 s02 v02 x02"},
		"urgent only":        {intake(func(in *Intake) { in.Urgency = Urgent }), ""},
	} {
		c, err := RecordComplaint(demo().as("b01"), monday.Add(time.Hour), tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if c.Numbered("TS-HY-20250303-009"); c.told(NoticeEmergency, "") != tt.want {
			t.Errorf("%s: told %s, want %s", name, c.told(NoticeEmergency, ""), tt.want)
		}
		for _, n := range c.Notices() {
			if !n.At.Equal(monday.Add(time.Hour)) || n.Number != "TS-HY-20250303-009" {
				t.Errorf("%s: %+v", name, n)
			}
		}
	}
	w := record(t, demo(), "a01", intake())
	raise := w.assess(func(f *Assessing) { f.Urgency = Emergency })
	// who raised it knows
	if err := raise(w.o.as("s01"), w.now); err != nil || w.told(NoticeEmergency, "") != "p01 s02 v01 x02" {
		t.Errorf("raised: %v, told %s", err, w.told(NoticeEmergency, ""))
	}
	w.Loaded()
	if err := raise(w.o.as("s01"), w.now); err != nil || w.told(NoticeEmergency, "") != "" {
		t.Errorf("assessed again: %v, told %s", err, w.told(NoticeEmergency, ""))
	}
}

func TestD12_ASilentCustomer(t *testing.T) {
	day := func(n float64) time.Time { return hour(24 * n) }
	silent := func(w *walk, at time.Time) string {
		w.Run(w.o, at.Add(-time.Nanosecond))
		early := w.told(NoticeSilent, "")
		w.Run(w.o, at)
		got := w.told(NoticeSilent, "")
		w.Loaded()
		return early + "|" + got
	}
	w := record(t, demo(), "b01", intake())
	if got := silent(w, day(7)); got != "|b01 s01" { // nobody handles it: who took it in
		t.Errorf("after a week: %s", got)
	}
	w.now = day(10)
	w.handled("s01", "a01")
	if got := silent(w, day(14)); got != "|a01 s01" {
		t.Errorf("after another: %s", got)
	}
	w.now = day(15)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{At: day(13), Way: "phone", Said: "补记"})
	})
	if got := silent(w, day(21)); got != "|a01 s01" {
		t.Errorf("a contact written down late: %s", got)
	}
	w.now = day(22)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{Way: "phone", Said: "告知"})
	})
	if got := silent(w, w.now.AddDate(0, 0, 7)); got != "|a01 s01" {
		t.Errorf("every contact sets the next date: %s", got)
	}
	w = record(t, demo(figure(SilentAfter, 2)), "b01", intake())
	if got := silent(w, day(2)); got != "|b01 s01" {
		t.Errorf("set to two days: %s", got)
	}
	w = reached(t, Answering)
	w.now = day(5)
	if w.must("s01", w.answer("pending")); silent(w, w.now.AddDate(0, 0, 7)) != "|a01 s01" {
		t.Error("an answer is a contact")
	}
	w = reached(t, Closed)
	if w.Run(w.o, day(100)); w.told(NoticeSilent, "") != "" {
		t.Error("told of a closed one")
	}
}

// The working hours of the demo company are 9 to 12 and 13 to 18 o'clock; the walk begins on a Monday at nine.
func TestW14_WhatNobodyAcceptedReturns(t *testing.T) {
	w := record(t, demo(), "b01", intake())
	w.must("s01", w.assign("a02", ""))
	due := clock("2025-03-03 14:01", shanghai)
	w.Run(w.o, due.Add(-time.Nanosecond))
	if w.Handler != "a02" {
		t.Fatal("returned early")
	}
	version := w.Version
	w.Run(w.o, due.Add(30*time.Minute)) // the clock comes late
	if w.Handler != "" || w.FirstContact != "b01" || w.State != Received || !w.AssignedAt.Equal(due) ||
		w.Version != version+1 {
		t.Errorf("returned: handler %q, first contact %s, %s, since %s", w.Handler, w.FirstContact, w.State,
			w.AssignedAt)
	}
	if got := w.told(NoticeReturned, ""); got != "a02 b01 s01" {
		t.Errorf("told %s", got)
	}
	if e := w.Journal(); e[len(e)-1].Action != ActionReturn || e[len(e)-1].Detail[0] != (Change{"handler", "a02", ""}) {
		t.Errorf("journal %+v", e)
	}
	w.Loaded()
	if err := w.Accept(w.o.as("a02"), due.Add(time.Hour)); KindOf(err) != KindForbidden || !w.Visible(w.o.as("a02")) {
		t.Errorf("accepted after its return, or out of sight: %v", err)
	}

	// Nobody takes it now: one role higher every four working hours, daily at the vice president.
	told := func(at, want string) {
		t.Helper()
		w.Loaded()
		when := clock(at, shanghai)
		if w.Run(w.o, when.Add(-1)); w.told(NoticeUnassigned, "") != "" {
			t.Errorf("told before %s: %s", at, w.told(NoticeUnassigned, ""))
		}
		if w.Run(w.o, when); w.told(NoticeUnassigned, "") != want {
			t.Errorf("%s: told %s, want %s", at, w.told(NoticeUnassigned, ""), want)
		}
	}
	told("2025-03-03 18:00", "")
	told("2025-03-04 09:01", "b01 s01 x02")
	told("2025-03-04 14:01", "b01 s01 v01")
	told("2025-03-05 14:01", "b01 s01 v01")
	told("2025-03-06 14:01", "b01 s01 v01")

	// Giving it to somebody who does not take it neither ends nor lowers the alarm.
	w.now = clock("2025-03-07 10:00", shanghai)
	w.must("s01", w.assign("a01", "")).Loaded()
	w.Run(w.o, clock("2025-03-08 16:00", shanghai))
	if r, u := w.told(NoticeReturned, ""), w.told(NoticeUnassigned, ""); r != "a01 b01 s01" || u != "b01 s01 v01" {
		t.Errorf("the second time: %s, %s", r, u)
	}

	// Taking it does, and the next time the alarm begins below.
	w.now = clock("2025-03-10 09:00", shanghai)
	w.must("s01", w.assign("a01", "")).must("a01", w.Accept).must("s01", w.assign("a02", "")).Loaded()
	w.Run(w.o, clock("2025-03-11 10:00", shanghai))
	if r, u := w.told(NoticeReturned, ""), w.told(NoticeUnassigned, ""); r != "a01 a02 s01" || u != "a01 s01 x02" {
		t.Errorf("after it was taken: %s, %s", r, u)
	}
}

// What is given out in the evening is still there in the morning; an emergency does not wait for it (D-7).
func TestW14_NobodyLosesACaseOvernight(t *testing.T) {
	for urgency, want := range map[Urgency]string{Normal: "2025-03-04 13:30", Emergency: "2025-03-03 21:30"} {
		w := record(t, demo(), "a01", intake(func(in *Intake) { in.Urgency = urgency }))
		w.now = clock("2025-03-03 17:29", shanghai)
		if w.must("s01", w.assign("a02", "")); !w.AcceptUntil(w.o, w.AssignedAt).Equal(clock(want, shanghai)) {
			t.Errorf("%s: to be accepted by %s, want %s", urgency, w.AcceptUntil(w.o, w.AssignedAt), want)
		}
		if w.Run(w.o, clock(want, shanghai).Add(-1)); w.Handler != "a02" {
			t.Errorf("%s: returned early", urgency)
		}
		if w.Run(w.o, clock(want, shanghai)); w.Handler != "" {
			t.Errorf("%s: not returned", urgency)
		}
	}
	w := record(t, demo(figure(AcceptWorking, 0)), "a01", intake())
	w.now = clock("2025-03-03 17:29", shanghai)
	if w.must("s01", w.assign("a02", "")).Run(w.o, clock("2025-03-03 21:30", shanghai)); w.Handler != "" {
		t.Error("set to natural hours it counts others")
	}
}

func TestW14_AcceptedInTime(t *testing.T) {
	w := record(t, demo(), "b01", intake())
	w.must("s01", w.assign("a02", ""))
	w.now = clock("2025-03-03 13:59", shanghai)
	if w.must("a02", w.Accept).Run(w.o, hour(24*6)); w.Handler != "a02" || w.told(NoticeReturned, "") != "" {
		t.Error("accepted in time, yet returned")
	}
	w = record(t, demo(), "b01", intake())
	w.must("s01", w.assign("a02", ""))
	if err := w.Accept(w.o.as("a02"), clock("2025-03-03 14:01", shanghai)); KindOf(err) != KindForbidden ||
		w.Handler != "" {
		t.Errorf("a clock that is late spares nobody: %v", err)
	}
	w = record(t, demo(figure(AcceptWithin, 8)), "b01", intake())
	w.must("s01", w.assign("a02", ""))
	if w.Run(w.o, clock("2025-03-03 18:00", shanghai)); w.Handler != "a02" {
		t.Error("set to eight hours, returned before")
	}
}

func TestW14_ACaseUnderWayReturnsToWhoHadIt(t *testing.T) {
	w := reached(t, Proposing)
	w.must("s01", w.assign("a02", ""))
	w.Run(w.o, w.AcceptUntil(w.o, w.AssignedAt))
	if w.Handler != "" || w.FirstContact != "a01" || w.State != Proposing ||
		w.told(NoticeReturned, "") != "a01 a02 s01" {
		t.Errorf("handler %q, answerable %s, %s, told %s", w.Handler, w.FirstContact, w.State,
			w.told(NoticeReturned, ""))
	}
	w.Run(w.o, w.AcceptUntil(w.o, w.AssignedAt))
	if got := w.told(NoticeUnassigned, ""); got != "a01 s01 x02" {
		t.Errorf("stands unassigned, told %s", got)
	}
	w = record(t, demo(), "a01", intake())
	w.must("a01", func(by Actor, now time.Time) error {
		return w.Settle(by, now, Settling{"process", "误会", "解释", "已说明", Satisfied})
	})
	w.must("s01", w.assess(func(f *Assessing) { f.Validity, f.Responsibility = Valid, ByThird })).
		must("s01", w.close(Solved, ""))
	w.must("s01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") })
	due := w.AcceptUntil(w.o, w.UnsettledSince)
	w.Run(w.o, due.Add(-1))
	if w.told(NoticeUnassigned, "") != "" {
		t.Error("told early of a reopened one")
	}
	if w.Run(w.o, due); w.told(NoticeUnassigned, "") != "s01" {
		t.Errorf("reopened and unassigned, told %s", w.told(NoticeUnassigned, ""))
	}
}
