package huiyin

import (
	"slices"
	"testing"
	"time"
)

func TestW9_AFollowUpCallIsDue(t *testing.T) {
	call := func(w *walk) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.LogFollowUp(by, now, FollowUp{At: now.Truncate(time.Minute), Satisfaction: Satisfied,
				Said: "没有再发生"})
		}
	}
	closed := func(g Grade, outcome Outcome) *walk {
		w := reached(t, Executing)
		complete(w)
		w.seated(g).Attachments = []Attachment{confirmed(w.now)}
		return w.must(w.Owner, w.close(outcome, "已告知"))
	}
	for name, tt := range map[string]struct {
		w    *walk
		want string
	}{
		"minor":              {closed(Minor, Solved), ""},
		"important":          {closed(Important, Solved), "x02"}, // a01 took it in and handled it
		"major":              {closed(Major, Solved), "v01"},
		"important, invalid": {closed(Important, InvalidCase), ""},
		"important, handled by x02": {func() *walk {
			w := closed(Important, Solved)
			w.Handler = "x02"
			return w
		}(), "a01 s01 s02"},
		"called within the minute": {func() *walk {
			w := closed(Important, Solved)
			w.ClosedAt = w.ClosedAt.Add(30 * time.Second)
			w.now = w.now.Add(-time.Second)
			return w.must("s02", call(w))
		}(), ""},
	} {
		due := tt.w.ClosedAt.AddDate(0, 0, 3)
		tt.w.Run(tt.w.o, due.Add(-time.Nanosecond))
		if got := tt.w.told(NoticeFollowUpDue, ""); got != "" {
			t.Errorf("%s: told early: %s", name, got)
		}
		tt.w.Run(tt.w.o, due)
		tt.w.Run(tt.w.o, due.AddDate(0, 0, 20))
		if got := tt.w.told(NoticeFollowUpDue, ""); got != tt.want {
			t.Errorf("%s: told %s, want %s", name, got, tt.want)
		}
	}
	w := closed(Important, Solved)
	w.Run(w.o, w.ClosedAt.AddDate(0, 0, 3))
	w.now = w.ClosedAt.AddDate(0, 0, 5)
	w.must("x02", func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") }).must("x02",
		w.close(Withdrawn, "客户撤回"))
	if w.Run(w.o, w.ClosedAt.AddDate(0, 0, 3)); w.told(NoticeFollowUpDue, "") != "x02" {
		t.Errorf("closed again: told %s", w.told(NoticeFollowUpDue, ""))
	}
}

func TestW5A1C6_DatesOfTasksMeasuresAndPayments(t *testing.T) {
	w := reached(t, Executing)
	w.explained().must("a01", func(by Actor, now time.Time) error {
		return w.AddTask(by, now, Task{What: "检查", Who: "e01", Due: now.AddDate(0, 0, 1)})
	})
	task, measure, agreed := w.Tasks[0].Due, w.Measures[0].Due, w.Proposals[0].EndedAt
	for _, tt := range []struct {
		kind NoticeKind
		at   time.Time
		want string
	}{
		{NoticeTaskDue, task, "e01 s01"}, {NoticePaymentDue, agreed.AddDate(0, 0, 7), "f01 s01"},
		{NoticeMeasureDue, measure, "e01 s01"},
	} {
		w.Run(w.o, tt.at.Add(-time.Nanosecond))
		if early := w.told(tt.kind, ""); early != "" {
			t.Errorf("%s: told early: %s", tt.kind, early)
		}
		w.Run(w.o, tt.at)
		w.Run(w.o, tt.at.Add(time.Minute))
		if got := w.told(tt.kind, ""); got != tt.want {
			t.Errorf("%s: told %s, want %s", tt.kind, got, tt.want)
		}
	}
	w = reached(t, Executing)
	w.explained().must("e01",
		func(by Actor, now time.Time) error { return w.DoMeasureOf(by, now, 1, "已换") }).must("f01", w.pay(1, 500*Yuan))
	w.must("a01", func(by Actor, now time.Time) error {
		return w.AddTask(by, now, Task{What: "检查", Who: "e01", Due: now.AddDate(0, 0, 1)})
	}).must("e01", func(by Actor, now time.Time) error { return w.EndTask(by, now, 1, "", "无须") })
	if w.Run(w.o, hour(24*40)); w.told(NoticeTaskDue, "")+w.told(NoticeMeasureDue, "")+
		w.told(NoticePaymentDue, "") != "" {
		t.Errorf("done, yet told %+v", w.Notices())
	}
}

func TestD13_LateClockReckonsWithTheFiguresOfTheTime(t *testing.T) {
	day := func(n int) time.Time { return monday.AddDate(0, 0, n) }
	for name, c := range map[string]struct {
		terms []Term
		at    []time.Time // when nobody's being in touch is told of within 20 days
	}{
		"as ever": {nil, []time.Time{day(7), day(14)}},
		"shorter from day 5": {[]Term{{SilentAfter, day(5), 3}},
			[]time.Time{day(5), day(8), day(11), day(14), day(17), day(20)}},
		"longer from day 5":      {[]Term{{SilentAfter, day(5), 12}}, []time.Time{day(12)}},
		"longer after the first": {[]Term{{SilentAfter, day(8), 10}}, []time.Time{day(7), day(17)}},
		"longer, and shorter again": {[]Term{{SilentAfter, day(6), 300}, {SilentAfter, day(18), 7}},
			[]time.Time{day(18)}},
	} {
		// a clock that runs, and one that comes late
		for _, step := range []time.Duration{time.Hour, 20 * 24 * time.Hour} {
			o := demo()
			o.Terms = c.terms
			w := record(t, o.At(monday), "a01", intake())
			var told []time.Time
			for at := monday; !at.After(day(20)); at = at.Add(step) {
				w.Loaded()
				w.Run(o.At(at), at)
				for _, n := range w.Notices() {
					if n.Kind == NoticeSilent && (len(told) == 0 || !told[len(told)-1].Equal(n.At)) {
						told = append(told, n.At)
					}
				}
			}
			if !slices.EqualFunc(told, c.at, time.Time.Equal) {
				t.Errorf("%s, every %v: told at %v, want %v", name, step, told, c.at)
			}
		}
	}
}

func TestD12_NobodyIsRemindedOfACustomerWhoLeftNothing(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Intake)
		told   bool
	}{
		"a name and a phone":     {func(*Intake) {}, true},
		"anonymous with a phone": {func(in *Intake) { in.Name = "匿名" }, true},
		"anonymous and no phone": {func(in *Intake) { in.Name, in.Phone = "匿名", "" }, false},
		"a visit with a name":    {func(in *Intake) { in.Channel, in.Phone = ChannelVisit, "" }, true},
	} {
		w := record(t, demo(), "a01", intake(c.change))
		w.Run(w.o, monday.AddDate(0, 0, 8))
		if told := w.told(NoticeSilent, "") != ""; told != c.told {
			t.Errorf("%s: told %v", name, told)
		}
	}
}

func TestC8_ANoticeSaysHowAProposalCameBack(t *testing.T) {
	for _, d := range []struct {
		decision Decision
		words    string
		want     string
	}{{Approve, "", "已批准"}, {Return, "请补充依据", "被退回"}, {Refuse, "理由不足", "被驳回"}} {
		w := reached(t, Approving)
		w.telling("s02", w.decide(1, d.decision, d.words))
		found := false
		for _, n := range w.Notices() {
			if n.Kind == NoticeApprovalDecided {
				about, more := n.Subject()
				found = about == "方案已审批" && more == d.want
			}
		}
		if !found {
			t.Errorf("%s: told %v", d.decision, w.Notices())
		}
	}
}
