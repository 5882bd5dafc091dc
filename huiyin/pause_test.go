package huiyin

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// decideExtension is an act of a walk.
func (w *walk) decideExtension(n int, granted string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.DecideExtension(by, now, n, granted) }
}

func TestD9_NaturalOrWorkingHours(t *testing.T) {
	friday := clock("2025-03-07 17:00", shanghai)
	working := []func(*Org){figure(FirstResponseWorking, 1), figure(FirstFeedbackWorking, 1), figure(OpinionWorking, 1),
		figure(SettleWorking, 1)}
	holiday := func(o *Org) { o.Calendar.Days = map[string]DayOff{"2025-03-10": Holiday, "2025-03-15": MadeUpDay} }
	for name, tt := range map[string]struct {
		o       *Org
		urgency Urgency
		want    [4]string // D2 to D5 of a minor complaint
	}{
		"natural": {demo(), Normal,
			[4]string{"2025-03-08 17:00", "2025-03-09 17:00", "2025-03-08 17:00", "2025-03-10 17:00"}},
		"working": {demo(working...), Normal,
			[4]string{"2025-03-12 17:00", "2025-03-17 17:00", "2025-03-12 17:00", "2025-03-12 17:00"}},
		"urgent": {demo(working...), Urgent,
			[4]string{"2025-03-10 12:00", "2025-03-17 17:00", "2025-03-12 17:00", "2025-03-12 17:00"}},
		"emergency": {demo(working...), Emergency,
			[4]string{"2025-03-07 17:30", "2025-03-17 17:00", "2025-03-12 17:00", "2025-03-12 17:00"}},
		"a holiday between": {demo(append(working, holiday)...), Normal,
			[4]string{"2025-03-13 17:00", "2025-03-17 17:00", "2025-03-13 17:00", "2025-03-13 17:00"}},
		"settling only": {demo(figure(SettleWorking, 1)), Normal,
			[4]string{"2025-03-08 17:00", "2025-03-09 17:00", "2025-03-08 17:00", "2025-03-12 17:00"}},
	} {
		c, err := RecordComplaint(tt.o.as("a01"), friday,
			intake(func(in *Intake) { in.ReceivedAt, in.Urgency = friday, tt.urgency }))
		if err != nil {
			t.Fatal(err)
		}
		for i, k := range deadlineKinds.all() {
			if got := c.Deadline(k).Due.In(shanghai).Format("2006-01-02 15:04"); got != tt.want[i] {
				t.Errorf("%s: %s is due %s, want %s", name, k, got, tt.want[i])
			}
		}
		if got := c.risesAt(tt.o); !got.Equal(clock("2025-04-07 17:00", shanghai)) {
			t.Errorf("%s: the month ends %s", name, got)
		}
	}
}

func TestD9_APauseStopsTheClocks(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	w.refused("b01", KindNotFound, w.pause("等客户"))
	w.wrong("a01", "reason", w.pause(" "))
	w.refused("a01", KindConflict, w.Resume)
	w.now = hour(10)
	w.must("a01", w.pause("等客户提供照片"))
	p := w.Paused()
	if p == nil || p.Reason != "等客户提供照片" || p.By != "a01" || w.verdicts() != "D2=met D3=paused D4=paused D5=paused" {
		t.Fatalf("paused: %+v, %s", p, w.verdicts())
	}
	w.refused("a01", KindConflict, w.pause("再等"))
	w.refused("a01", KindInvalid, w.extend(D5, hour(200)))
	if w.Run(w.o, hour(24*6)); len(w.Notices()) != 0 {
		t.Errorf("told while the clock stands: %+v", w.Notices())
	}
	w.now = hour(110).Add(-time.Minute)
	began := p.At
	w.must("s01", w.Resume)
	if w.Paused() != nil || w.Pauses[0].EndedBy != "s01" || !w.Pauses[0].EndedAt.Equal(w.now) {
		t.Errorf("resumed: %+v", w.Pauses)
	}
	stood := w.now.Sub(began)
	for k, span := range map[DeadlineKind]time.Duration{D3: 48 * time.Hour, D4: 24 * time.Hour, D5: 72 * time.Hour} {
		if d := w.Deadline(k); d.Status != Running || w.due(k) != span+stood || d.Span != span {
			t.Errorf("%s: %s, due after %s, want %s", k, d.Status, w.due(k), span+stood)
		}
	}
	half := monday.Add(12*time.Hour + stood) // of D4, whose clock stood
	if w.Run(w.o, half.Add(-1)); w.told(NoticeHalf, "D4") != "" {
		t.Error("half is told as if nothing had stood")
	}
	if w.Run(w.o, half); w.told(NoticeHalf, "D4") != "a01" {
		t.Error("half is not told")
	}
}

// A pause moves the date by which people are told; whether it was kept is judged by the first (D-3).
func TestD9D13_TheFirstDateDecides(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	w.now = hour(20)
	w.must("a01", w.pause("等第三方"))
	w.must("a01", func(by Actor, now time.Time) error { // D3 was due after 48 hours
		return w.LogContact(by, now, Contact{Way: "phone", Said: "告知"})
	})
	w.now = hour(71)
	if w.Run(w.o, w.now); w.Deadline(D5).Late(w.now) || !w.Deadline(D4).Late(w.now) || w.Deadline(D4).Status != Paused {
		t.Errorf("before the first date: %+v", w.Deadlines)
	}
	w.now = hour(100)
	w.must("s01", w.Resume)
	d := w.Deadline(D5)
	moved := hour(72).Add(w.now.Sub(w.Pauses[0].At))
	if d.Status != Running || !d.First().Equal(hour(72)) || !d.Due.Equal(moved) || !d.LateAt.Equal(hour(72)) {
		t.Errorf("resumed: %+v", d)
	}
	was := *d
	w.must("s01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Important, "媒体关注" }))
	if d := w.Deadline(D5); !d.LateAt.Equal(was.LateAt) || !d.First().Equal(was.First()) {
		t.Errorf("another grade forgives what was late: %+v", d)
	}
	w.now = hour(101)
	w.must("x02", func(by Actor, now time.Time) error {
		return w.Settle(by, now, Settling{"process", "误会", "解释", "已说明", Satisfied})
	}).called()
	if got := w.verdicts(); got != "D2=met D3=met D4=waived D5=missed" {
		t.Error(got)
	}
	w.refused("a01", KindConflict, w.pause("等客户")) // nothing runs any more

	w = record(t, demo(), "a01", intake()).handled("s01", "a01") // met before the first date, though paused
	w.must("a01", w.pause("等第三方"))
	w.now = hour(71)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.Settle(by, now, Settling{"process", "误会", "解释", "已说明", Satisfied})
	})
	if got := w.verdicts(); got != "D2=met D3=missed D4=waived D5=met" {
		t.Error(got)
	}
	if w.Paused() != nil || !w.Pauses[0].EndedAt.Equal(w.now) || w.Pauses[0].EndedBy != "a01" {
		t.Errorf("settled, and yet it waits: %+v", w.Pauses)
	}
}

// The verdict falls once, at the first date, and is journalled as of it however late the clock comes.
func TestD9D13_LateByTheFirstDateIsSaidOnce(t *testing.T) {
	for _, often := range []bool{false, true} {
		w := record(t, demo(), "a01", intake()).handled("s01", "a01")
		w.must("a01", w.pause("等第三方"))
		for h := 60.0; often && h < 400; h += 7 {
			w.Run(w.o, hour(h))
		}
		w.Run(w.o, hour(400))
		var fell []string
		for _, e := range w.Journal() {
			if e.Action == ActionMissDeadline {
				fell = append(fell, e.Detail[0].After+" "+e.At.In(shanghai).Format("01-02 15:04"))
			}
		}
		want := "[D4 03-04 09:00 D3 03-05 09:00 D5 03-06 09:00]"
		if got := fmt.Sprint(fell); got != want {
			t.Errorf("often %v: %s, want %s", often, got, want)
		}
	}
}

func TestD9_APauseHasALastDayAndALimit(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	pause := func(days int) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.Pause(by, now, now.AddDate(0, 0, days), "等客户") }
	}
	w.wrong("a01", "until", func(by Actor, now time.Time) error { return w.Pause(by, now, time.Time{}, "等客户") })
	w.wrong("a01", "until", pause(0))
	w.wrong("a01", "until", pause(11))
	if err := pause(10)(w.o.as("a01"), w.now); err != nil || w.told(NoticePaused, "") != "s01" {
		t.Errorf("paused: %v, told %s", err, w.told(NoticePaused, ""))
	}
	w.saved()
	until := w.Paused().Until
	w.Run(w.o, until.Add(-1))
	if w.Paused() == nil || w.told(NoticeResumed, "") != "" {
		t.Error("ended before its last day")
	}
	w.Run(w.o, until.AddDate(0, 0, 3)) // the clock comes late
	p := w.Pauses[0]
	if w.Paused() != nil || !p.EndedAt.Equal(until) || p.EndedBy != "" || w.told(NoticeResumed, "") != "a01 s01" {
		t.Errorf("by itself: %+v, told %s", p, w.told(NoticeResumed, ""))
	}
	n := len(w.Journal())
	if w.Run(w.o, until.AddDate(0, 0, 3)); len(w.Journal()) != n {
		t.Error("it ended twice")
	}
	w.now = until.AddDate(0, 0, 4)
	w.must("a01", pause(10)).must("s01", w.Resume)
	w.now = w.now.AddDate(0, 0, 1)
	w.refused("a01", KindForbidden, pause(1)) // the third
	w.refused("s01", KindForbidden, pause(1))
	w.must("x02", pause(9)) // the role above the supervisor in charge
	if n, stood := w.PausedFor(); n != 3 || stood < 19*24*time.Hour {
		t.Errorf("%d pauses of %s", n, stood)
	}

	w = record(t, demo(figure(PauseDays, 15)), "a01", intake()).handled("s01", "a01")
	w.must("a01", pause(15)).must("a01", w.Resume)
	w.must("a01", pause(10)).Run(w.o, w.now.AddDate(0, 0, 2))
	w = record(t, demo(figure(PauseDays, 21)), "a01", intake()).handled("s01", "a01")
	w.refused("s01", KindForbidden, pause(21)) // too long together
	w.must("v01", pause(21))
}

func TestD9_WhatIsLateStaysLateAndClimbsLater(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	w.now = hour(30) // D4 was due after 24 hours and goes to the VP after 36
	w.must("a01", w.pause("等第三方"))
	w.Run(w.o, hour(90))
	if w.told(NoticeFar, "D4") != "" {
		t.Error("it climbs while the clock stands")
	}
	w.now = hour(90)
	w.must("a01", w.Resume)
	if d := w.Deadline(D4); d.Status != Missed || !d.Due.Equal(hour(24)) {
		t.Errorf("the verdict changed: %+v", d)
	}
	if w.Run(w.o, hour(96).Add(-time.Second)); w.told(NoticeFar, "D4") != "" {
		t.Error("it climbs as if nothing had stood")
	}
	if w.Run(w.o, hour(96)); w.told(NoticeFar, "D4") != "v01" {
		t.Error("it does not climb any more")
	}
}

func TestD9_TheMonthNeverPauses(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	w.must("a01", w.pause("等法院"))
	if w.Run(w.o, month); w.Grade != Major || !w.Risen.Equal(month) {
		t.Errorf("%s, risen %s", w.Grade, w.Risen)
	}
	if d := w.Deadline(D6); d.Status != Missed || !d.Due.Equal(month) {
		t.Errorf("the month: %+v", d)
	}
}

// What has run before, between and after all pauses is the whole span, in natural and in working time,
// also where the kind of time changes under way.
func TestD9_PausesAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		working := rapid.Int64Range(0, 1).Draw(rt, "working")
		o := demo(figure(SettleMinor, 60), figure(SettleImportant, 60), figure(SettleWorking, working),
			figure(PauseTimes, 9), figure(PauseTotal, 99))
		o.Calendar.Days = SeedDays()
		w := record(t, o, "a01", intake()).handled("s01", "a01")
		d := w.Deadline(D5)
		var ran, stood time.Duration
		from := monday
		passed := func(a, b time.Time) time.Duration { return w.between(w.o, d, a, b) }
		var stretches [][2]time.Time
		for range rapid.IntRange(0, 4).Draw(rt, "pauses") {
			w.now = w.now.Add(time.Duration(rapid.Int64Range(0, 9*86400).Draw(rt, "runs")) * time.Second)
			w.must("a01", w.pause("等客户"))
			stretches = append(stretches, [2]time.Time{from, w.now})
			w.now = w.now.Add(time.Duration(rapid.Int64Range(0, 9*86400).Draw(rt, "stands")) * time.Second)
			w.must("a01", w.Resume)
			stood += w.now.Sub(stretches[len(stretches)-1][1])
			from = w.now
		}
		if d.Status != Running {
			rt.Fatalf("it is %s", d.Status)
		}
		if rapid.Bool().Draw(rt, "other time") {
			w.o = demo(figure(SettleMinor, 60), figure(SettleImportant, 60), figure(SettleWorking, 1-working))
			w.o.Calendar.Days = SeedDays()
			grade := map[Grade]Grade{Minor: Important, Major: Major}[w.Grade]
			w.must("v01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = grade, "媒体关注" }))
			if grade == Major {
				return // the month has been: nothing changed
			}
		}
		for _, s := range stretches {
			ran += passed(s[0], s[1])
		}
		if left := passed(from, d.Due); ran+left != d.Span {
			rt.Fatalf("ran %s, left %s, together not %s", ran, left, d.Span)
		}
		if !d.Working && !d.Due.Equal(monday.Add(d.Span+stood)) {
			rt.Fatalf("stood %s, due %s", stood, d.Due)
		}
	})
}

func TestD11_AnExtensionIsAskedForAndGranted(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	first := w.Deadline(D5).Due
	for field, act := range map[string]func(Actor, time.Time) error{
		"until":    w.extend(D5, first),
		"deadline": w.extend(D2, hour(100)), // met
	} {
		w.wrong("a01", field, act)
	}
	w.wrong("a01", "deadline", w.extend("D9", hour(100)))
	w.wrong("a01", "until", w.extend(D5, monday.AddDate(3, 0, 1)))
	w.wrong("a01", "reason", func(by Actor, now time.Time) error { return w.Extend(by, now, D5, hour(100), " ") })
	w.refused("b01", KindNotFound, w.extend(D5, hour(100)))

	if err := w.extend(D5, hour(100))(w.o.as("a01"), w.now); err != nil {
		t.Fatal(err)
	}
	if e := w.Extensions[0]; w.told(NoticeExtension, "D5") != "s01" || e.Granted != "" || e.By != "a01" ||
		!w.Deadline(D5).Due.Equal(first) {
		t.Errorf("asked: told %s, %+v, due %s", w.told(NoticeExtension, "D5"), e, w.Deadline(D5).Due)
	}
	w.saved()
	w.refused("a01", KindConflict, w.extend(D5, hour(120))) // one at a time
	w.refused("a01", KindForbidden, w.decideExtension(1, "yes"))
	w.refused("b01", KindNotFound, w.decideExtension(1, "yes"))
	w.refused("s01", KindNotFound, w.decideExtension(2, "yes"))
	w.wrong("s01", "granted", w.decideExtension(1, "maybe"))
	w.must("s01", w.decideExtension(1, "yes"))
	d := w.Deadline(D5)
	if e := w.Extensions[0]; e.Granted != "yes" || e.DecidedBy != "s01" || !d.Due.Equal(hour(100)) ||
		!d.FirstDue.Equal(first) || d.Span != 100*time.Hour {
		t.Errorf("granted: %+v, %+v", e, d)
	}
	w.refused("s01", KindConflict, w.decideExtension(1, "no"))

	w.must("s02", w.extend(D5, hour(120))) // who sits in charge grants it thereby
	if e := w.Extensions[1]; e.Granted != "yes" || e.DecidedBy != "s02" || !d.Due.Equal(hour(120)) ||
		!d.FirstDue.Equal(first) {
		t.Errorf("by whoever is in charge: %+v, %+v", e, d)
	}
	w.must("a01", w.extend(D5, hour(130))).must("s01", w.decideExtension(3, "no"))
	if !d.Due.Equal(hour(120)) {
		t.Errorf("denied, yet due %s", d.Due)
	}
	w.Run(w.o, hour(60)) // half of the extended date
	if w.told(NoticeHalf, "D5") != "a01" {
		t.Error("half of the new date is not told")
	}
	w.Run(w.o, hour(120).Add(-1))
	if d.Status != Running {
		t.Error("missed before the granted date")
	}
	if w.Run(w.o, hour(120)); d.Status != Missed {
		t.Error("not missed at the granted date")
	}
	w.refused("s01", KindInvalid, w.extend(D5, hour(200)))
}

func TestD11_NobodyGrantsALaterDateForTheirOwnWork(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "s01") // who is in charge does the work too
	first := w.Deadline(D5).Due
	w.must("s01", w.extend(D5, hour(100)))
	if e := w.Extensions[0]; e.Granted != "" || !w.Deadline(D5).Due.Equal(first) {
		t.Fatalf("granted to themselves: %+v", e)
	}
	w.refused("s01", KindForbidden, w.decideExtension(1, "yes"))
	w.must("s02", w.decideExtension(1, "yes"))
	if d := w.Deadline(D5); !d.Due.Equal(hour(100)) || !d.First().Equal(first) {
		t.Errorf("%+v", d)
	}
	w = record(t, demo(), "a01", intake()) // nobody has accepted: the work is the recorder's
	w.must("s01", w.extend(D5, hour(100)))
	if w.Extensions[0].Granted != "yes" {
		t.Error("whoever is in charge grants what is another's work")
	}
}

// A month that has run out makes a case the vice president's at once (rule G8): that takes more than an agent's word.
func TestD10_G8_ReceivedLongAgoTakesASupervisor(t *testing.T) {
	week := demo()
	three := demo(func(o *Org) { o.Parameters = Parameters{AgentBackdates: 3} })
	for _, tt := range []struct {
		o       *Org
		who     string
		hours   int
		refused bool
	}{
		{week, "a01", 7 * 24, false}, {week, "a01", 7*24 + 1, true}, {week, "a01", 24 * 365 * 5, true},
		{week, "s01", 7*24 + 1, false}, {week, "v01", 24 * 365 * 5, false}, {three, "a01", 72, false}, {three, "a01", 73, true},
	} {
		at := monday.Add(-time.Duration(tt.hours) * time.Hour)
		c, err := RecordComplaint(tt.o.as(tt.who), monday, intake(func(in *Intake) { in.ReceivedAt = at }))
		if e, ok := err.(*Error); (c == nil) != tt.refused || tt.refused && (!ok || e.Field != "received_at") {
			t.Errorf("%s, %d hours: %v, %v", tt.who, tt.hours, c, err)
		}
	}
}

func TestD10_WrittenDownLateIsMarked(t *testing.T) {
	for hours, want := range map[int]bool{0: false, 24: false, 25: true} {
		at := monday.Add(-time.Duration(hours) * time.Hour)
		w := record(t, demo(), "a01", intake(func(in *Intake) { in.ReceivedAt = at }))
		if w.RecordedLate() != want {
			t.Errorf("%d hours: %v", hours, !want)
		}
		if d := w.Deadline(D5); !d.Due.Equal(w.ReceivedAt.Add(72 * time.Hour)) { // the first date decides
			t.Errorf("%d hours: due %s", hours, d.Due)
		}
	}
}

func TestD11_TooLateToGrant(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	w.must("a01", w.extend(D5, hour(100)))
	w.now = hour(72)
	w.refused("s01", KindConflict, w.decideExtension(1, "yes"))
	w.must("s01", w.decideExtension(1, "no"))
	if d := w.Deadline(D5); d.Status != Missed || !d.Due.Equal(hour(72)) {
		t.Errorf("%+v", d)
	}
}

func TestD11_AGrantedDateSurvivesPausesAndGrades(t *testing.T) {
	// from the receipt, moved by the pause
	for working, important := range []string{"2025-03-13 00:00", "2025-03-12 10:01"} {
		w := record(t, demo(figure(SettleWorking, int64(working))), "a01", intake()).handled("s01", "a01")
		saturday := clock("2025-03-08 18:00", shanghai)
		w.must("s01", w.extend(D5, saturday))
		w.now = clock("2025-03-07 19:00", shanghai) // no working hour is left
		w.must("a01", w.pause("等客户"))
		w.now = clock("2025-03-10 10:00", shanghai)
		w.must("a01", w.Resume)
		d := w.Deadline(D5)
		if d.Status != Running || !d.Due.Equal(clock("2025-03-11 09:00", shanghai)) {
			t.Errorf("working %d: %s, due %s", working, d.Status, d.Due)
		}
		w.must("s01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Important, "媒体关注" }))
		if !d.Due.Equal(clock(important, shanghai)) {
			t.Errorf("working %d: important, it is due %s", working, d.Due)
		}
		w.must("x02", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Minor, "已缓和" }))
		if d.Due.Before(clock("2025-03-11 09:00", shanghai)) {
			t.Errorf("working %d: graded up and down it is due %s", working, d.Due)
		}
	}
}

func TestD13_ALaterCalendarRewritesNothing(t *testing.T) {
	working := []func(*Org){figure(FirstResponseWorking, 1), figure(OpinionWorking, 1), figure(SettleWorking, 1)}
	w := record(t, demo(working...), "a01", intake()).handled("s01", "a01")
	due := clock("2025-03-05 18:00", shanghai)
	w.now = clock("2025-03-06 09:00", shanghai)
	w.Run(w.o, w.now)
	w.o = demo(working...)
	w.o.Calendar.Days = map[string]DayOff{"2025-03-03": Holiday, "2025-03-04": Holiday, "2025-03-05": Holiday}
	w.must("s01", w.assess(func(f *Assessing) { f.Impact = 3 }))
	w.must("s01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Important, "媒体关注" }))
	w.Run(w.o, hour(24*25))
	for _, k := range []DeadlineKind{D4, D5} {
		if d := w.Deadline(k); d.Status != Missed || !d.Due.Equal(due) {
			t.Errorf("%s: %s, due %s", k, d.Status, d.Due)
		}
	}
	if d := w.Deadline(D2); d.Status != Met || !d.Due.Equal(due) {
		t.Errorf("D2: %+v", d)
	}
	if d := w.Deadline(D3); !d.Due.Equal(hour(48)) {
		t.Errorf("D3: %+v", d)
	}
}
