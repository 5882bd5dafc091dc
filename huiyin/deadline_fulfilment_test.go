package huiyin

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestD6_TheMonthStandsAmongTheDates(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	d := w.Deadline(D6)
	if d == nil || d.Status != Running || !d.Due.Equal(month) || d.Kind.Label() == "" {
		t.Fatalf("from the first day: %+v", d)
	}
	w.refused("s01", KindInvalid, w.extend(D6, month.AddDate(0, 0, 9)))
	half, near := monday.Add(month.Sub(monday)/2), monday.Add(month.Sub(monday)/100*80)
	if w.Run(w.o, half.Add(-time.Minute)); w.told(NoticeHalf, "D6") != "" {
		t.Error("half is told early")
	}
	if w.Run(w.o, half); w.told(NoticeHalf, "D6") != "a01" {
		t.Errorf("half of the month: told %s", w.told(NoticeHalf, "D6"))
	}
	if w.Run(w.o, near); w.told(NoticeNear, "D6") != "a01 s01 s02" {
		t.Errorf("near the month: told %s", w.told(NoticeNear, "D6"))
	}
	w.saved()
	w.Run(w.o, month)
	if d.Status != Missed || w.Grade != Major || w.told(NoticeRaised, "") == "" || w.told(NoticeMissed, "D6") != "" {
		t.Errorf("risen: %+v, told %s and %s", d, w.told(NoticeRaised, ""), w.told(NoticeMissed, "D6"))
	}

	w = reached(t, Executing) // the acceptance stops it
	if d := w.Deadline(D6); d.Status != Met || !d.MetAt.Equal(w.SettledAt) {
		t.Errorf("settled: %+v", d)
	}
	before := *w.Deadline(D6)
	w.must("a01", w.propose(0, Help)) // what comes up afterwards starts it again, and leaves the verdict
	if d := w.Deadline(D6); d.Status != Running || !d.Due.Equal(month) || w.Deadlines[4] != before {
		t.Errorf("a supplementary proposal: %+v", d)
	}
	w = record(t, demo(), "a01", intake(about("attitude"))) // what is major already is only late
	w.must("x02", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Major, "媒体关注" })).Loaded()
	if w.Run(w.o, month); w.Deadline(D6).Status != Missed || !w.Risen.IsZero() {
		t.Errorf("major: %+v, risen %s", w.Deadline(D6), w.Risen)
	}
}

// owing is a complaint of a01's whose customer has accepted ¥1,500 and is to get something by a date.
func owing(t *testing.T) *walk {
	w := investigated(t, demo(), intake(), "a01", nil)
	w.must("a01", w.propose(1500*Yuan, Compensation)).must("a01", w.submit(1)).approved("s01").
		must("s01", w.answer("yes")).called()
	w.Tasks = append(w.Tasks, Task{ID: 1, At: w.now, What: "送家电", Who: "e01", Due: w.now.AddDate(0, 0, 4),
		ForCustomer: true})
	w.saved()
	return w
}

func TestD14_WhatWasAgreedHasADateAndClimbs(t *testing.T) {
	w := owing(t)
	agreed := w.SettledAt
	if f := w.NextFulfilment(); f == nil || f.What != "送家电" || f.Kind != D14 || w.NextToKeep().Kind != D14 {
		t.Fatalf("next: %+v", f)
	}
	all := w.Fulfilments()
	if len(all) != 2 || all[1].Proposal != 1 || !all[1].Due.Equal(agreed.AddDate(0, 0, 7)) {
		t.Fatalf("owed: %+v", all)
	}
	w.Run(w.o, agreed.AddDate(0, 0, 2))
	if got := w.told(NoticeHalf, "D14"); got != "a01 e01" {
		t.Errorf("half: told %s", got)
	}
	w.saved()
	w.Run(w.o, agreed.AddDate(0, 0, 4).Add(time.Minute))
	if got := w.told(NoticeMissed, "D14"); got != "a01 e01 s01 s02 x02" || w.Fulfilments()[0].Status != Missed {
		t.Errorf("missed: told %s, %+v", got, w.Fulfilments()[0])
	}
	w.saved()
	w.now = agreed.AddDate(0, 0, 5)
	w.must("e01", func(by Actor, now time.Time) error { return w.EndTask(by, now, 1, "已送达", "") })
	if f := w.Fulfilments()[0]; f.Status != Missed || f.Open() || w.NextFulfilment().Proposal != 1 {
		t.Errorf("done late: %+v", f)
	}
	w.must("p01", w.waive("协议已签，原件在财务")).must("f01", w.pay(1, 1500*Yuan)) // rule C6
	if f := w.Fulfilments()[1]; f.Status != Met || w.NextFulfilment() != nil || !w.NextToKeep().Due.IsZero() {
		t.Errorf("paid in time: %+v", f)
	}
	w.saved()
	if w.Run(w.o, agreed.AddDate(0, 0, 20)); w.told(NoticeMissed, "D14") != "" || w.told(NoticeFar, "D14") != "" {
		t.Error("what is kept climbs on")
	}
}

// An agreed sum that nobody pays for three weeks reaches the vice president.
func TestD14_MoneyThatIsNotPaidReachesTheTop(t *testing.T) {
	w := owing(t)
	w.Tasks = nil
	w.Run(w.o, w.SettledAt.AddDate(0, 0, 21))
	for kind, want := range map[NoticeKind]string{NoticeHalf: "a01", NoticeNear: "a01 s01 s02",
		NoticeMissed: "a01 s01 s02 x02", NoticeFar: "v01", NoticePaymentDue: ""} {
		if got := w.told(kind, "D14"); got != want {
			t.Errorf("%s: told %s, want %s", kind, got, want)
		}
	}
	due := w.Proposals[0].PayBy
	w.o = demo(figure(PayWithin, 60)) // another parameter rewrites nothing (rule D13)
	if f := w.Fulfilments()[0]; !f.Due.Equal(due) || f.Status != Missed {
		t.Errorf("%+v", f)
	}
}

func TestD7D14_TheThirdReminderOfABrokenAgreementIsMajor(t *testing.T) {
	remind := func(w *walk) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.Remind(by, now, Reminder{Way: "phone", Caller: "王先生"})
		}
	}
	w := owing(t)
	w.now = w.SettledAt.AddDate(0, 0, 5)
	for i := range 2 {
		w.now = w.now.AddDate(0, 0, i)
		if err := remind(w)(w.o.as("a01"), w.now); err != nil || w.Grade != Minor ||
			w.told(NoticeReminded, "") != "s01 x02" {
			t.Errorf("reminder %d: %v, %s, told %s", i+1, err, w.Grade, w.told(NoticeReminded, ""))
		}
		w.saved()
	}
	w.now = w.now.Add(time.Hour)
	w.must("a01", remind(w)) // within two hours of the last: counts once
	if w.Grade != Minor {
		t.Error("the same reminder counts twice")
	}
	w.now = w.now.AddDate(0, 0, 1)
	if w.must("a01", remind(w)); w.Grade != Major || w.GradeRule != "G1" || w.Owner != "v01" {
		t.Errorf("the third: %s by %s with %s", w.Grade, w.GradeRule, w.Owner)
	}
	if why, _ := w.GradeWhy(w.o); why != "客户已接受的约定逾期未办，客户又催办 %d 次，为重大投诉。" {
		t.Errorf("why: %s", why)
	}

	w = owing(t) // before its date an agreement is not broken: the manager is warned, and that is all
	for range 3 {
		w.now = w.now.Add(3 * time.Hour)
		if err := remind(w)(w.o.as("a01"), w.now); err != nil {
			t.Fatal(err)
		}
	}
	if w.Grade != Minor || w.told(NoticeReminded, "") != "s01 x02" {
		t.Errorf("not yet due: %s, told %s", w.Grade, w.told(NoticeReminded, ""))
	}
}

func TestD15_ReopeningStartsTheDatesAnew(t *testing.T) {
	w := reached(t, Closed)
	before := fmt.Sprint(w.Deadlines)
	w.now = w.now.AddDate(0, 0, 4)
	w.must("s01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") })
	at := w.UnsettledSince
	if got := fmt.Sprint(w.Deadlines[:5]); got != before {
		t.Errorf("what was decided: %s, was %s", got, before)
	}
	for k, span := range map[DeadlineKind]time.Duration{D2: 24 * time.Hour, D3: 48 * time.Hour, D5: 72 * time.Hour} {
		d := w.Deadline(k)
		if d.Status != Running || !d.Start.Equal(at) || !d.Due.Equal(at.Add(span)) || !w.Earlier(&w.Deadlines[0]) {
			t.Errorf("%s: %+v", k, d)
		}
	}
	if d := w.Deadline(D6); d.Status != Running || !d.Due.Equal(month) {
		t.Errorf("the month: %+v", d)
	}
	if !w.AcceptedAt.IsZero() || w.Handler != "a01" || w.FirstContact != "s01" {
		t.Errorf("the handler %s has accepted already, %s answers", w.Handler, w.FirstContact)
	}
	if d := w.NextToKeep(); d.Kind != D2 || !d.Due.Equal(at.Add(24*time.Hour)) {
		t.Errorf("next: %+v", d)
	}
	w.must("a01", w.Accept)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{Way: "phone", Said: "已联系"})
	})
	if w.Deadline(D2).Status != Met || w.Deadline(D3).Status != Met {
		t.Errorf("first response and feedback of the new round: %+v", w.Deadlines[5:])
	}
	w.must("a01", w.pause("等客户"))
	w.must("s01", w.Resume)
	w.must("s01", w.extend(D5, at.AddDate(0, 0, 9)))
	if w.Run(w.o, at.AddDate(0, 0, 10)); w.Deadline(D5).Status != Missed || w.Deadlines[3].Status != Met {
		t.Errorf("not settled again: %+v", w.Deadlines)
	}
	w = reached(t, Closed)
	w.now = month.AddDate(0, 0, 9) // after the month it rises as it is taken up again
	w.must("s01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") }).Run(w.o, w.now)
	if w.Grade != Major || w.Deadline(D6).Status != Missed || w.Deadlines[4].Status != Met {
		t.Errorf("%s, %+v", w.Grade, w.Deadlines[4:])
	}
}

// An opinion that was never given counts from the reopening; one that was given stands.
func TestD15D4_AnOpinionNeverGivenCountsAnew(t *testing.T) {
	reopened := func(w *walk) *Deadline {
		w.now = w.now.AddDate(0, 0, 4)
		w.must("s01", func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") })
		return w.Deadline(D4)
	}
	w := reached(t, Closed)
	if d := w.Deadline(D4); !d.MetAt.IsZero() || d.Status != Waived {
		t.Fatalf("closed without an opinion: %+v", d)
	}
	d := reopened(w)
	if d.Status != Running || !d.Start.Equal(w.ReopenedAt) || !d.Due.Equal(w.ReopenedAt.Add(24*time.Hour)) {
		t.Errorf("never given: %+v", d)
	}
	w.must("a01", w.Accept)
	if w.Run(w.o, w.ReopenedAt.AddDate(0, 0, 2)); w.Deadline(D4).Status != Missed {
		t.Errorf("still not given: %+v", w.Deadline(D4))
	}
	w = reached(t, Closed)
	w.Deadline(D4).Status, w.Deadline(D4).MetAt = Met, w.ReceivedAt.Add(time.Hour)
	if d := reopened(w); d.Status != Met || !d.Start.IsZero() {
		t.Errorf("given: %+v", d)
	}
}

func TestW10_TheClockArchives(t *testing.T) {
	w := reached(t, Closed)
	over := w.ClosedAt.AddDate(0, 0, 90)
	if w.Run(w.o, over.Add(-1)); w.State != Closed {
		t.Error("archived while it can be reopened")
	}
	w.saved()
	w.Run(w.o, over.AddDate(0, 0, 3))
	j := w.Journal()
	if w.State != Archived || len(j) != 1 || j[0].Action != ActionArchive || !j[0].At.Equal(over) || j[0].By != "" {
		t.Errorf("%s, %+v", w.State, j)
	}
	w.refused("s01", KindConflict, func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{Way: "phone", Said: "告知"})
	})
	for name, open := range map[string]func(*Complaint){
		"bad follow-up": func(c *Complaint) {
			c.FollowUps = []FollowUp{{At: c.ClosedAt, Satisfaction: Unsatisfied, Said: "没修好"}}
		},
		"it recurred": func(c *Complaint) {
			c.FollowUps = []FollowUp{{At: c.ClosedAt, Satisfaction: Fair, Recurred: true, Said: "又漏了"}}
		},
		"measure": func(c *Complaint) { c.Measures[0].DoneAt = time.Time{} },
		"gift":    func(c *Complaint) { c.Gifts = []Gift{{N: 1, Status: GiftApproved, Value: 9 * Yuan}} },
		"payment": func(c *Complaint) { c.Payments = nil },
		"dispute": func(c *Complaint) { c.Disputes = []Dispute{{N: 1, Stage: Court, StartedAt: c.ClosedAt}} },
	} {
		w := reached(t, Closed)
		open(w.Complaint)
		if w.Run(w.o, w.ClosedAt.AddDate(1, 0, 0)); w.State != Closed {
			t.Errorf("%s: archived", name)
		}
		w.now = w.ClosedAt.AddDate(1, 0, 0)
		w.saved()
		w.refused("s01", KindConflict, w.Archive)
	}
	w = reached(t, Closed) // what was done last decides when
	w.Measures[0].DoneAt = over.AddDate(0, 1, 0)
	if w.Run(w.o, over.AddDate(0, 1, 0).Add(-1)); w.State != Closed {
		t.Error("archived before its last measure")
	}
	if w.Run(w.o, over.AddDate(0, 1, 0)); w.State != Archived {
		t.Error("not archived")
	}
}

// A complaint from before there were these dates gets them, and nobody is told of the past.
func TestD6D14_OldOnesGetTheirDatesInSilence(t *testing.T) {
	old := func(s State) *walk {
		w := reached(t, s)
		w.Deadlines = w.Deadlines[:4]
		for i := range w.Proposals {
			w.Proposals[i].PayBy, w.Proposals[i].Told = time.Time{}, true
		}
		w.saved()
		return w
	}
	for _, s := range []State{Investigating, Answering, Executing} {
		w := old(s)
		now := monday.AddDate(0, 0, 25)
		for i := range w.Deadlines { // these were told long ago
			w.Deadlines[i].Told = silenced
		}
		w.SilentTold = now
		w.Run(w.o, now)
		d := w.Deadline(D6)
		if d == nil || !d.Due.Equal(month) || s == Executing != (d.Status == Met) {
			t.Errorf("%s: %+v", s, d)
		}
		if len(w.Notices()) != 0 {
			t.Errorf("%s: told %+v", s, w.Notices())
		}
		j := w.Journal()
		if len(j) == 0 || j[len(j)-1].Action != ActionSetDates && j[0].Action != ActionSetDates ||
			!j[0].At.Equal(now) && s == Executing {
			t.Errorf("%s: journal %+v", s, j)
		}
		if f := w.NextFulfilment(); s == Executing && (f == nil || f.Status != Missed) {
			t.Errorf("what was agreed: %+v", f)
		}
		w.saved()
		if w.Run(w.o, now); len(w.Journal()) != 0 {
			t.Errorf("%s: run again it wrote %+v", s, w.Journal())
		}
	}
	w := old(Closed)
	if w.Run(w.o, w.ClosedAt.AddDate(0, 0, 5)); len(w.Deadlines) != 4 {
		t.Error("a closed one got dates")
	}
}

// Random cases to random ends: after every step some clock runs or the case is closed or archived, somebody
// active has it on their desk, no verdict that has fallen changes, no more is paid than was approved or awarded,
// and the letter says nothing that was written for colleagues.
func TestD13D14D15W16W17_NothingStandsWithoutAClock(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := record(t, demo(), "a01",
			intake(about(rapid.SampledFrom([]string{"repair", "attitude", "promise_beyond_scope"}).
				Draw(rt, "category"))))
		if from := rapid.SampledFrom(States()).Draw(rt, "from"); from != Received &&
			rapid.Bool().Draw(rt, "on the way") {
			w = reached(t, from)
		}
		verdicts := map[int]string{}
		acts := walkingActs(w)
		for range 30 {
			act := acts[rapid.IntRange(0, len(acts)-1).Draw(rt, "act")]
			first := rapid.IntRange(0, len(walkers)-1).Draw(rt, "by")
			w.now = w.now.Add(time.Duration(rapid.Int64Range(1, 2*86400).Draw(rt, "later")) * time.Second)
			for i := range walkers { // by whoever may
				if act(w.o.as(walkers[(first+i)%len(walkers)]), w.now) == nil {
					break
				}
			}
			if rapid.Bool().Draw(rt, "clock") {
				w.Run(w.o, w.now)
			}
			w.saved()
			if w.State.Open() && !w.Merged() && w.NextDue(w.o).IsZero() {
				rt.Fatalf("%s: no clock runs", w.State)
			}
			if p := w.o.Person(w.Owner); w.State.Open() && (p == nil || p.Disabled) {
				rt.Fatalf("%s: on nobody's desk", w.State)
			}
			if a := w.Account(); a.Paid-a.Reversed > a.Approved+a.Awarded {
				rt.Fatalf("more is paid than was approved or awarded: %+v", a)
			}
			if text := w.LetterDraft(w.o, func(s string) string { return s }); strings.Contains(text, forColleagues) {
				rt.Fatalf("the letter says what was not meant for the customer:\n%s", text)
			}
			for i, d := range w.Deadlines {
				now := fmt.Sprint(d.Status, d.LateAt.UnixMilli())
				fell := d.Status == Met || d.Status == Missed
				if before, had := verdicts[i]; had && before != now {
					rt.Fatalf("the verdict on %s changed from %s to %s", d.Kind, before, now)
				}
				if fell {
					verdicts[i] = now
				}
				if d.Status == Met && !d.LateAt.IsZero() {
					rt.Fatalf("%s was late by its first date and is met", d.Kind)
				}
			}
		}
	})
}

// forColleagues stands in every text that is not meant for the customer.
const forColleagues = "勿外传"

// walkers are who acts in it.
var walkers = []string{"a01", "a02", "s01", "s02", "p01", "x02", "v01", "f01", "u01", "w01", "q01"}

// walkingActs are what anybody may try on a complaint; most are refused most of the time.
func walkingActs(w *walk) []func(Actor, time.Time) error {
	newest := func(do func(n int) func(Actor, time.Time) error) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return do(len(w.Proposals))(by, now) }
	}
	return []func(Actor, time.Time) error{
		w.assign("a01", ""), w.assign("a02", ""), w.Accept, w.pause("等客户"), w.Resume,
		w.propose(500*Yuan, Compensation), w.propose(0, Explanation), newest(w.submit),
		newest(func(n int) func(Actor, time.Time) error { return w.decide(n, Approve, "") }),
		newest(func(n int) func(Actor, time.Time) error { return w.decide(n, Return, "再议") }),
		newest(func(n int) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error { return w.WithdrawProposal(by, now, n) }
		}),
		w.answer("yes"), w.answer("no"), w.answer("pending"),
		newest(func(n int) func(Actor, time.Time) error { return w.pay(n, 500*Yuan) }),
		func(by Actor, now time.Time) error { return w.Remind(by, now, Reminder{Way: "phone"}) },
		func(by Actor, now time.Time) error {
			return w.LogContact(by, now,
				Contact{Way: "phone", Said: "告知", Promised: "回电", PromisedAt: now.AddDate(0, 0, 3)})
		},
		func(by Actor, now time.Time) error { return w.Extend(by, now, D5, now.AddDate(0, 0, 5), "等配件") },
		w.close(Withdrawn, "客户撤回"), w.close(InvalidCase, "不属实"), w.close(NotAccepted, "沟通未果"),
		func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") },
		w.mediate(),
		func(by Actor, now time.Time) error {
			e := DisputeEnd{Result: Agreed, Words: "达成", Amount: 200 * Yuan, At: now}
			return w.EndDispute(by, now, len(w.Disputes), e)
		},
		func(by Actor, now time.Time) error { return w.payAward(len(w.Disputes), 100*Yuan)(by, now) },
		func(by Actor, now time.Time) error { return w.Transfer(by, now, "JY", forColleagues) },
		w.AcceptTransfer,
		func(by Actor, now time.Time) error { return w.SendBack(by, now, forColleagues) },
		func(by Actor, now time.Time) error { return w.ChangeAccused(by, now, "a02", "", forColleagues) },
		func(by Actor, now time.Time) error { return w.ChangeAccused(by, now, "", "a02", forColleagues) },
		func(by Actor, now time.Time) error {
			return w.Find(by, now, Finding{Finding: forColleagues, Ground: forColleagues, Conclusion: forColleagues})
		},
		func(by Actor, now time.Time) error { return w.GiveOpinion(by, now, forColleagues) },
		func(by Actor, now time.Time) error {
			return w.AddTask(by, now, Task{What: forColleagues, Who: "a02", Due: now.AddDate(0, 0, 2)})
		},
		func(by Actor, now time.Time) error { return w.FindCauseOf(by, now, "people", forColleagues) },
		func(by Actor, now time.Time) error { return w.Merge(by, now, twin(w.o, now)) },
		func(by Actor, now time.Time) error { return w.Unmerge(by, now, twin(w.o, now)) },
		w.assess(func(f *Assessing) { f.Validity, f.Reason = NotValid, "不属实" }),
		w.assess(func(f *Assessing) { f.Validity = Valid }),
		w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Important, "媒体关注" }),
	}
}
