package huiyin

import (
	"slices"
	"testing"
	"time"
)

// pair records two complaints of HY: the second, received later by so long, is merged into the first or
// the other way round.
func pair(t *testing.T, later time.Duration, changes ...func(*Intake)) (first, second *walk) {
	t.Helper()
	o := demo()
	first = record(t, o, "a01", intake(changes...))
	second = record(t, o, "a02", intake(append(changes, func(in *Intake) { in.ReceivedAt = monday.Add(-later) })...))
	second.Numbered("TS-HY-20250303-002")
	return first, second
}

func (w *walk) into(other *walk) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Merge(by, now, other.Complaint) }
}

func (w *walk) outOf(other *walk) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Unmerge(by, now, other.Complaint) }
}

func TestK7_MergeRefuses(t *testing.T) {
	a, b := pair(t, 0)
	for name, tt := range map[string]struct {
		w    *walk
		into *walk
		by   string
		want Kind
	}{
		"whoever only took it in":     {a, b, "a01", KindForbidden},
		"an outsider":                 {a, b, "w01", KindNotFound},
		"into itself":                 {a, a, "s01", KindInvalid},
		"a closed one":                {reached(t, Closed), b, "s01", KindConflict},
		"an archived one":             {reached(t, Archived), b, "v01", KindConflict},
		"one in dispute":              {reached(t, InDispute), b, "s01", KindConflict},
		"one that waits for approval": {reached(t, Approving), b, "s01", KindConflict},
		"agreed money":                {reached(t, Executing), b, "s01", KindConflict},
		"into a closed one":           {b, reached(t, Closed), "s01", KindInvalid},
		"into one in dispute":         {b, reached(t, InDispute), "s01", KindInvalid},
		"into one of a site that is not theirs": {a,
			record(t, a.o, "w01", intake(at("JY"), func(in *Intake) { in.Name = "李" })), "s01", KindInvalid},
		"into one they see and do not decide": {a, renumbered(record(t, a.o, "s01", intake(at("JY")))), "s01",
			KindForbidden},
		"about someone, into one about nobody": {record(t, a.o, "a02", intake(against("a01"))),
			renumbered(record(t, a.o, "a02", intake())), "x02", KindInvalid},
		"about someone, into one about the same": {record(t, a.o, "a02", intake(against("a01"))),
			renumbered(record(t, a.o, "a02", intake(against("a01", "b01")))), "x02", 0},
	} {
		t.Run(name, func(t *testing.T) {
			tt.w.t, tt.into.t = t, t
			if tt.want == 0 {
				tt.w.must(tt.by, tt.w.into(tt.into))
				return
			}
			tt.into.Run(tt.into.o, tt.w.now.Add(time.Minute))
			before := tt.into.clone()
			tt.w.refused(tt.by, tt.want, tt.w.into(tt.into))
			if diff := changed(before, tt.into.Complaint); diff != "" && tt.into != tt.w {
				t.Errorf("the other one changed:\n%s", diff)
			}
		})
	}
	none := func(by Actor, now time.Time) error { return a.Merge(by, now, nil) }
	a.wrong("s01", "into", none)
	a.refused("s01", KindConflict, a.outOf(b))

	// No chains.
	a.must("s01", a.into(b))
	c := renumbered(record(t, a.o, "a01", intake()))
	c.refused("s01", KindInvalid, c.into(a))
	b.refused("s01", KindConflict, b.into(c))
	a.refused("a01", KindForbidden, a.outOf(b))
	a.refused("s01", KindForbidden, func(by Actor, now time.Time) error { return a.Unmerge(by, now, nil) })
}

func renumbered(w *walk) *walk {
	w.Numbered("TS-HY-20250303-003")
	return w
}

func TestK7_MergedIsReadOnlyAndPartedAsItWas(t *testing.T) {
	for _, s := range []State{Received, Investigating, Proposing, Answering} {
		w := reached(t, s)
		into := renumbered(record(t, w.o, "a02", intake()))
		w.now = w.now.Add(time.Minute)
		into.now = w.now
		w.Run(w.o, w.now)
		w.Loaded()
		before := w.clone()
		if err := w.Merge(w.o.as("s01"), w.now, into.Complaint); err != nil {
			t.Fatal(s, err)
		}
		if w.State != s || w.MergedInto != into.Number || w.MergedBy != "s01" || !w.Merged() || w.Open() {
			t.Errorf("%s: merged as %s into %q", s, w.State, w.MergedInto)
		}
		if j := into.Journal(); len(j) != 1 || j[0].Action != ActionMerge || len(into.Absorbed()) != 1 ||
			into.Counted() != 0 {
			t.Errorf("%s: the other one has %+v", s, j)
		}
		w.saved()
		into.saved()
		for name, row := range everyMove() {
			if _, moves := row.to[s]; !moves ||
				slices.Contains([]string{"part", "reveal", "print", "look up", "task done", "measure done",
					"effect checked",
					"restrict", "lift", "hold", "put the evidence together"}, name) || row.prepare != nil {
				continue
			}
			w.refused(row.by, KindConflict, row.do(w))
		}
		reading := time.Time{} // by parts that were taken before ends all the same (rule P3)
		if ended := w.nextShut(); !ended.IsZero() {
			reading = ended.AddDate(0, 0, 30)
		}
		if next := w.NextToKeep(); !next.Due.IsZero() || !w.NextDue(w.o).Equal(reading) {
			t.Errorf("%s: a merged one keeps a clock: %+v, %v", s, next, w.NextDue(w.o))
		}
		if err := w.Unmerge(w.o.as("s01"), w.now, into.Complaint); err != nil {
			t.Fatal(s, err)
		}
		if len(into.Absorbed()) != 0 || into.Mergings[0].PartedBy != "s01" {
			t.Errorf("%s: still merged: %+v", s, into.Mergings)
		}
		w.Loaded()
		w.UnmergedAt, w.Version, w.loaded = time.Time{}, before.Version, before.loaded
		before.Loaded()
		if diff := changed(before, w.Complaint); diff != "" {
			t.Errorf("%s: parted otherwise than it was merged:\n%s", s, diff)
		}
	}
}

// A merged complaint has no clocks of its own; parted, it has those of its own receipt, and what fell due
// meanwhile falls when it is parted.
func TestD13_PartedClocksCountFromReceipt(t *testing.T) {
	a, b := pair(t, 0)
	a.must("s01", a.into(b))
	month := MonthAfter(monday, shanghai)
	for _, w := range []*walk{a, b} {
		w.now = month.Add(24 * time.Hour)
		w.Run(w.o, w.now)
	}
	if len(a.Journal()) > 0 || len(a.Notices()) > 0 {
		t.Errorf("while merged the clock did %+v and told %+v", a.Journal(), a.Notices())
	}
	if a.Grade == Major || b.Grade != Major {
		t.Fatalf("after the month: %s and %s", a.Grade, b.Grade)
	}
	a.saved()
	b.saved()
	parted := a.now.Add(time.Minute)
	a.must("v01", a.outOf(b))
	a.Run(a.o, parted)
	if a.Grade != Major || a.GradeRule != "G8" || !a.Risen.Equal(parted) {
		t.Errorf("parted after its month: %s by %s at %v", a.Grade, a.GradeRule, a.Risen)
	}
	told := map[NoticeKind]bool{}
	for _, n := range a.Notices() {
		told[n.Kind] = true
		if n.At.Before(parted) {
			t.Errorf("told of %s as of %v", n.Kind, n.At)
		}
	}
	if told[NoticeHalf] || !told[NoticeMissed] {
		t.Errorf("told %v", told)
	}
	for _, d := range a.Deadlines {
		if d.Status != Missed || d.Due.After(month) {
			t.Errorf("%s is %s, due %v", d.Kind, d.Status, d.Due)
		}
	}
}

// The earlier receipt counts: the dates that still run bind the other one, and so does the month.
func TestK7_TheEarlierDatesBind(t *testing.T) {
	a, b := pair(t, 10*time.Hour) // b was received ten hours earlier
	own := a.clone()
	early := b.clone()
	a.now, b.now = monday.Add(time.Hour), monday.Add(time.Hour)
	b.must("s01", b.into(a))
	for _, k := range []DeadlineKind{D2, D3, D4, D5} {
		if got, want := a.Deadline(k).Due, early.Deadline(k).Due; !got.Equal(want) {
			t.Errorf("%s is due %v, want %v", k, got, want)
		}
	}
	if got, want := a.risesAt(a.o), MonthAfter(b.ReceivedAt, shanghai); !got.Equal(want) {
		t.Errorf("the month ends %v, want %v", got, want)
	}
	// A pause moves what is borrowed, and what is its own, alike.
	a.now = monday.Add(2 * time.Hour)
	a.must("a01", a.pause("等客户"))
	a.now = monday.Add(5 * time.Hour)
	a.must("a01", a.Resume)
	moved := a.Deadline(D5).Due.Sub(early.Deadline(D5).Due)
	if moved < 2*time.Hour || moved > 4*time.Hour {
		t.Errorf("paused for three hours, moved by %v", moved)
	}
	// A verdict that falls while it is borrowed stays.
	a.now = early.Deadline(D2).Due.Add(moved + time.Minute)
	a.Run(a.o, a.now)
	a.saved()
	if a.Deadline(D2).Status != Missed {
		t.Fatalf("D2 is %s", a.Deadline(D2).Status)
	}
	b.now = a.now
	b.must("s01", b.outOf(a))
	if a.Deadline(D2).Status != Missed {
		t.Error("a verdict was taken back")
	}
	if got, want := a.Deadline(D5).Due, own.Deadline(D5).Due.Add(moved); !got.Equal(want) ||
		a.Deadline(D5).OwnSpan != 0 {
		t.Errorf("D5 came back as %v, want %v", got, want)
	}
	if got, want := a.risesAt(a.o), MonthAfter(a.ReceivedAt, shanghai); !got.Equal(want) {
		t.Errorf("the month ends %v again, want %v", got, want)
	}
}

func TestP4_WhoIsShownWhatIsMergedIn(t *testing.T) {
	a, b := pair(t, 0)
	a.handled("s01", "b01")
	for account, want := range map[string]bool{"s01": true, "b01": true, "w01": false} {
		if got := a.Shares(a.o.as(account), b.Complaint, false); got != want {
			t.Errorf("%s: %v", account, got)
		}
	}
	b.Accused = []string{"s01"}
	if a.Shares(a.o.as("s01"), b.Complaint, true) {
		t.Error("the person complained about is shown it")
	}
	if MayLink(a.o.as("w01"), a.Complaint) == nil || MayLink(a.o.as("s01"), nil) == nil ||
		MayLink(a.o.as("s01"), a.Complaint) != nil {
		t.Error("links")
	}
}

func TestK8_GroupHints(t *testing.T) {
	o := demo(figure(GroupDays, 3))
	if GroupOf(o, monday, "HY", "repair", 2, 0) != nil {
		t.Error("two are a group")
	}
	g := GroupOf(o, monday, "HY", "repair", 3, 0)
	if g == nil || !g.From.Equal(monday.AddDate(0, 0, -3)) {
		t.Fatalf("three are %+v", g)
	}
	if f := Together(o, monday, "HY", "repair"); !f.Open || !f.From.Equal(g.From) || f.Site != "HY" ||
		f.Category != "repair" {
		t.Errorf("the list behind it is %+v", f)
	}
	if Crowd(o, "", "HY", "repair", 4) != nil || Crowd(o, "", "HY", "repair", 5) == nil ||
		Crowd(demo(figure(GroupPeople, 9)), "", "HY", "repair", 8) != nil {
		t.Error("people")
	}
}

// In any category the third reminder warns the manager; of a promise it makes the complaint major.
func TestD7_TheThirdReminderWarnsTheManager(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("facilities")))
	for i, want := range []string{"", "", "s01 x02"} {
		w.now = hour(float64(3 * (i + 1)))
		if err := w.Remind(w.o.as("a01"), w.now, Reminder{Way: "phone", Caller: "客户妻子，同一房号"}); err != nil {
			t.Fatal(err)
		}
		if got := w.told(NoticeReminded, ""); got != want || w.Grade != Minor {
			t.Errorf("reminder %d: told %q, want %q; %s", i+1, got, want, w.Grade)
		}
		w.saved()
	}
	w.now = w.now.Add(time.Minute) // within two hours
	if err := w.Remind(w.o.as("a01"), w.now, Reminder{Way: "wechat"}); err != nil || w.told(NoticeReminded, "") != "" {
		t.Errorf("one that does not count: %v, told %q", err, w.told(NoticeReminded, ""))
	}
	if r := w.Reminders[0]; r.Caller == "" || r.Way != "phone" || !r.At.Equal(hour(3)) || !r.Counts ||
		w.Reminders[3].Counts {
		t.Errorf("kept %+v", w.Reminders)
	}
}
