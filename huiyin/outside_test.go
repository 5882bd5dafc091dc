package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func (w *walk) refer(r OutsideReference) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Refer(by, now, r) }
}

func (w *walk) returnOutside(reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.ReturnOutside(by, now, reason) }
}

func (w *walk) answerReturn(accepted string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.AnswerReturn(by, now, accepted) }
}

func (w *walk) extendOutside(until time.Time) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.ExtendOutside(by, now, until, "等检测报告") }
}

func (w *walk) grantOutside(until time.Time) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.GrantOutside(by, now, until) }
}

func (w *walk) sendOutside(kind OutsideKind, text string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.SendOutside(by, now, kind, text) }
}

func (w *walk) again(reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.TakeAgain(by, now, reason, time.Time{}) }
}

func (w *walk) verdict(v OutsideEvent) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.NoteVerdict(by, now, v) }
}

// fromHotline is an intake that the government's hotline passed on.
func fromHotline(changes ...func(*Intake)) Intake {
	return intake(append([]func(*Intake){func(in *Intake) {
		in.Channel, in.OutsideSource, in.OutsideNumber = ChannelGovernment, FromGovernment, "GD-20250303-7"
	}}, changes...)...)
}

// passedOn walks to a state with a number of theirs, registered by who works on it.
func passedOn(t *testing.T, s State) *walk {
	t.Helper()
	w := reached(t, s)
	w.must("a01", w.refer(OutsideReference{Source: "platform", Number: "PT-1"}))
	w.saved()
	return w
}

func (w *walk) heard(kind NoticeKind) []string {
	var out []string
	for _, n := range w.Notices() {
		if n.Kind == kind {
			out = append(out, n.Account)
		}
	}
	slices.Sort(out)
	return out
}

// What cannot be on their sheet is refused at its field, at intake and later.
func TestK12_WhatTheirSheetCannotSay(t *testing.T) {
	due := func(r *OutsideReference) { r.Due = monday.AddDate(0, 0, -1) }
	for field, tt := range map[string]func(r *OutsideReference){
		"source":   func(r *OutsideReference) { r.Source = "police" },
		"number":   func(r *OutsideReference) { r.Number = " " },
		"received": func(r *OutsideReference) { r.Received = monday.AddDate(0, 0, 2) },
		"handed":   func(r *OutsideReference) { r.Handed = monday.AddDate(0, 0, -2) },
		"due":      due,
		"category": func(r *OutsideReference) { r.Category = strings.Repeat("字", 201) },
	} {
		r := OutsideReference{Source: FromGovernment, Number: "GD-1", Received: monday.Add(-time.Hour),
			Handed: monday.Add(-time.Minute)}
		tt(&r)
		w := reached(t, Investigating)
		w.wrong("a01", field, w.refer(r))
		in := intake()
		in.setOutside(r)
		in.OutsideNumber = strings.TrimSpace(in.OutsideNumber)
		_, err := RecordComplaint(w.o.as("a01"), monday, in)
		if e, ok := err.(*Error); !ok || e.Field != "outside_"+field {
			t.Errorf("%s at intake: %v", field, err)
		}
	}
	w := reached(t, Investigating)
	w.wrong("a01", "source", w.refer(OutsideReference{}))
	w.wrong("a01", "source", w.refer(OutsideReference{Number: "GD-1"}))
	w.wrong("a01", "due", w.refer(OutsideReference{Source: FromGovernment, Number: "GD-1",
		Due: monday.AddDate(4, 0, 0)}))
	w.refused("b01", KindNotFound, w.refer(OutsideReference{Source: FromGovernment, Number: "GD-1"}))
	w.must("a01", w.refer(OutsideReference{Source: FromGovernment, Number: "GD-1"}))
	w.refused("a01", KindConflict, w.refer(OutsideReference{Source: FromGovernment, Number: "GD-2"}))
}

// Theirs is written down apart from ours, in the journal too, and goes with the customer's data.
func TestK12_WhatIsTheirsStandsApart(t *testing.T) {
	in := fromHotline(func(in *Intake) {
		in.OutsideReceived, in.OutsideHanded = monday.Add(-48*time.Hour), monday.Add(-24*time.Hour)
		in.OutsideCategory = " 房产纠纷 "
	})
	w := record(t, demo(), "a01", in)
	if r := w.Outside(); r.Number != "GD-20250303-7" || r.Category != "房产纠纷" || r.Received.Equal(w.ReceivedAt) ||
		w.Category != "repair" || !w.Referred() {
		t.Errorf("%+v", r)
	}
	w.anonymise(System(w.o), w.now, Note("ground", "B1"))
	if w.OutsideNumber != "" || w.OutsideCategory != Anonymised || w.OutsideSource != FromGovernment {
		t.Errorf("left: %+v", w.Outside())
	}
	w.refused("s01", KindConflict, w.verdict(OutsideEvent{Solved: "yes", On: w.now}))
}

// A complaint that comes to be the government's or the developer's is important from then on (G2).
func TestK12G2_ANumberOfTheGovernmentMakesItImportant(t *testing.T) {
	w := reached(t, Investigating)
	w.must("a01", w.refer(OutsideReference{Source: FromGovernment, Number: "GD-1"}))
	if w.Grade != Important || w.GradeRule != "G2" || w.Owner == "s01" {
		t.Errorf("%s by %s, owner %s", w.Grade, w.GradeRule, w.Owner)
	}
}

// Confidential: only who has it in hand goes on reading (P8).
func TestK12P8_WhatIsPassedOnInConfidenceIsRestricted(t *testing.T) {
	w := record(t, demo(), "a01", fromHotline(func(in *Intake) { in.OutsideSecret = true }))
	if !w.Restricted || !slices.Equal(w.Named, []string{"a01"}) || w.Visible(w.o.as("s01")) {
		t.Errorf("restricted %t, named %v", w.Restricted, w.Named)
	}
	w = reached(t, Investigating)
	w.must("s02", w.refer(OutsideReference{Source: "platform", Number: "PT-1", Secret: true}))
	if !w.Restricted || !slices.Equal(w.Named, []string{"a01", "s02"}) {
		t.Errorf("restricted %t, named %v", w.Restricted, w.Named)
	}
	w = record(t, demo(), "a01", fromHotline())
	if w.Restricted {
		t.Error("restricted though nobody asked")
	}
}

// The sentence about a number that is taken names the other complaint to who may see it only (P3).
func TestK12P3_WhichComplaintHasTheNumber(t *testing.T) {
	other := record(t, demo(), "a01", fromHotline())
	for account, sees := range map[string]bool{"a01": true, "s01": true, "b01": false, "t01": false} {
		err := OutsideTaken(other.o.as(account), other.Complaint, "")
		e, ok := err.(*Error)
		if !ok || e.Kind != KindInvalid || e.Field != "number" || strings.Contains(e.Error(), other.Number) != sees {
			t.Errorf("%s: %v", account, err)
		}
	}
}

// Their named date wins; without one the days count by source and kind, from the hand-over.
func TestD16_TheNamedDateWinsElseFiveWorkingDays(t *testing.T) {
	named := monday.AddDate(0, 0, 2)
	handed := func(in *Intake) { in.OutsideHanded = monday.Add(-time.Hour) }
	for name, tt := range map[string]struct {
		in   Intake
		o    *Org
		want func(c *Complaint, o *Org) time.Time
	}{
		"named": {fromHotline(func(in *Intake) { in.OutsideDue = named }), demo(),
			func(*Complaint, *Org) time.Time { return named }},
		"a complaint": {fromHotline(handed), demo(),
			func(c *Complaint, o *Org) time.Time { return c.workingDays(o, monday.Add(-time.Hour), 5) }},
		"a question": {fromHotline(handed, func(in *Intake) { in.OutsideCategory = "政策咨询" }), demo(),
			func(c *Complaint, o *Org) time.Time { return c.workingDays(o, monday.Add(-time.Hour), 1) }},
		"handed over when received": {fromHotline(), demo(),
			func(c *Complaint, o *Org) time.Time { return c.workingDays(o, c.ReceivedAt, 5) }},
		"another figure": {fromHotline(), demo(figure(AnswerGovernment, 7)),
			func(c *Complaint, o *Org) time.Time { return c.workingDays(o, c.ReceivedAt, 7) }},
		"of another source": {fromHotline(func(in *Intake) { in.OutsideSource = FromDeveloper }),
			demo(figure(AnswerGovernment, 7), figure(AnswerDeveloper, 3)),
			func(c *Complaint, o *Org) time.Time { return c.workingDays(o, c.ReceivedAt, 3) }},
		"of any other": {fromHotline(func(in *Intake) { in.OutsideSource = "media" }), demo(figure(AnswerOutside, 2)),
			func(c *Complaint, o *Org) time.Time { return c.workingDays(o, c.ReceivedAt, 2) }},
	} {
		w := record(t, tt.o, "a01", tt.in)
		d := w.Deadline(D16)
		if d == nil || !d.Due.Equal(tt.want(w.Complaint, tt.o)) || d.Status != Running {
			t.Errorf("%s: %+v", name, d)
			continue
		}
		was := d.Due
		w.o = demo(figure(AnswerGovernment, 1), figure(AnswerDeveloper, 1), figure(AnswerOutside, 1))
		w.must("a01", w.sendOutside(OutsideProgress, "正在联系"))
		if !w.Deadline(D16).Due.Equal(was) {
			t.Errorf("%s: new settings moved it (D13)", name)
		}
	}
	if w := record(t, demo(), "a01", intake()); w.Deadline(D16) != nil {
		t.Error("a date where nobody outside asks")
	}
	w := reached(t, Investigating)
	w.must("a01", w.refer(OutsideReference{Source: "platform", Number: "PT-1"}))
	if !w.Deadline(D16).From.Equal(w.now) {
		t.Errorf("counted from %s, before the house knew of it", w.Deadline(D16).From)
	}
	if want := w.workingDays(w.o, w.now, 1); !w.OutsideReturnBy.Equal(want) {
		t.Errorf("to be returned by %s, want %s", w.OutsideReturnBy, want)
	}
}

// It climbs from half of it on, a pause leaves it alone, and the final answer alone meets it.
func TestD16_ItClimbsUntilTheFinalAnswer(t *testing.T) {
	w := passedOn(t, Investigating)
	w.must("a01", w.pause("等客户"))
	d := *w.Deadline(D16)
	if d.Status != Running {
		t.Fatalf("the pause stopped it: %s", d.Status)
	}
	w.wrong("a01", "deadline", w.extend(D16, d.Due.Add(time.Hour)))
	for _, rung := range []struct {
		at   time.Time
		kind NoticeKind
		who  string
	}{
		{d.From.Add(d.Span / 2), NoticeHalf, "a01"}, {d.From.Add(d.Span / 100 * 80), NoticeNear, "s01"},
		{d.Due, NoticeMissed, "x02"},
	} {
		w.Loaded()
		w.Run(w.o, rung.at)
		if !slices.ContainsFunc(w.Notices(), func(n Notice) bool {
			return n.Kind == rung.kind && n.What == string(D16) && n.Account == rung.who
		}) {
			t.Errorf("%s is not told: %s; %+v", rung.who, rung.kind, w.Notices())
		}
		if w.now = rung.at; rung.kind == NoticeHalf {
			w.must("a01", w.sendOutside(OutsideProgress, "已联系客户，周五前办结"))
			if w.Deadline(D16).Status != Running || !w.Deadline(D16).Due.Equal(d.Due) {
				t.Errorf("progress met or moved it: %+v", w.Deadline(D16))
			}
		}
	}
	w.must("s01", w.sendOutside(OutsideFinal, "已上门维修，客户认可"))
	if got := w.Deadline(D16); got.Status != Missed || !got.MetAt.Equal(w.now) {
		t.Errorf("answered late: %+v", got)
	}
	w.refused("s01", KindConflict, w.sendOutside(OutsideProgress, "补充"))

	w = passedOn(t, Investigating)
	w.wrong("a01", "kind", w.sendOutside("other", "已办结"))
	w.wrong("a01", "text", w.sendOutside(OutsideProgress, " "))
	w.wrong("a01", "text", w.sendOutside(OutsideProgress, "公司将赔偿客户 5000 元"))
	w.must("s01", w.sendOutside(OutsideFinal, "已上门维修，客户认可"))
	if got := w.Deadline(D16); got.Status != Met {
		t.Errorf("answered in time: %+v", got)
	}
}

// Above minor only who answers the customer sends the final answer (G7).
func TestK12G7_TheFinalAnswerComesFromWhoAnswers(t *testing.T) {
	w := record(t, demo(), "a01", fromHotline())
	w.handled(w.Owner, "a02")
	w.refused("a02", KindForbidden, w.sendOutside(OutsideFinal, "已办结"))
	w.must("a02", w.sendOutside(OutsideProgress, "正在办理"))
	w.must(w.Owner, w.sendOutside(OutsideFinal, "已办结"))
}

// Accepted by the customer, the case still owes them an answer, and says so.
func TestD16_TheDateOutlivesTheSettling(t *testing.T) {
	w := reached(t, Executing)
	w.must("a01", w.refer(OutsideReference{Source: "platform", Number: "PT-1", Due: w.now.AddDate(0, 0, 1)}))
	if next := w.NextToKeep(); next.Kind != D16 {
		t.Errorf("next is %q", next.Kind)
	}
	w.Run(w.o, w.Deadline(D16).Due)
	if w.Deadline(D16).Status != Missed {
		t.Errorf("%+v", w.Deadline(D16))
	}
}

// What was merged away still owes an answer to who passed it on (K7).
func TestD16K7_AMergedComplaintStillOwesTheirAnswer(t *testing.T) {
	w := passedOn(t, Investigating)
	into := twin(w.o, w.now)
	w.must("s01", func(by Actor, now time.Time) error { return w.Merge(by, now, into) })
	d := w.Deadline(D16)
	w.Loaded()
	w.Run(w.o, d.Due)
	if d.Status != Missed || len(w.heard(NoticeMissed)) == 0 {
		t.Errorf("%+v, told %v", d, w.heard(NoticeMissed))
	}
	w.now = d.Due
	w.must("s01", w.sendOutside(OutsideFinal, "已并案办理"))
}

// A granted extension moves the date, the first stays and decides; their word is needed, not ours.
func TestD16_AnExtensionIsTheirsToGrant(t *testing.T) {
	w := passedOn(t, Investigating)
	first := w.Deadline(D16).Due
	later := first.AddDate(0, 0, 5)
	if none := (&Complaint{}); none.laterOutside(later) != nil { // nothing is awaited: said apart
		t.Error("a date is judged where none is awaited")
	}
	w.wrong("a01", "until", w.extendOutside(first))
	w.wrong("a01", "until", w.extendOutside(time.Time{}))
	w.wrong("a01", "reason", func(by Actor, now time.Time) error { return w.ExtendOutside(by, now, later, "") })
	w.refused("s01", KindConflict, w.grantOutside(later))
	w.must("a01", w.extendOutside(later))
	if !w.Deadline(D16).Due.Equal(first) || w.ExtensionPending() == nil {
		t.Errorf("moved by asking: %+v", w.Deadline(D16))
	}
	w.saved()
	w.refused("a01", KindForbidden, w.grantOutside(later))
	w.wrong("s01", "until", w.grantOutside(first))
	w.acts("s01", w.grantOutside(later))
	if d := w.Deadline(D16); !d.Due.Equal(later) || !d.First().Equal(first) || w.ExtensionPending() != nil {
		t.Errorf("%+v", d)
	}
	if !slices.Contains(w.heard(NoticeOutsideExtended), "a01") {
		t.Errorf("who is to tell the caller was not told: %v", w.heard(NoticeOutsideExtended))
	}
	w.now = first.Add(time.Hour)
	w.must("s01", w.sendOutside(OutsideFinal, "已办结"))
	if w.Deadline(D16).Status != Missed {
		t.Error("the later date decided")
	}
}

// Returned as not ours: until they take it back the date goes on.
func TestK12_AReturnWaitsForTheirAnswer(t *testing.T) {
	w := passedOn(t, Investigating)
	w.refused("s01", KindConflict, w.answerReturn("yes"))
	w.refused("a01", KindForbidden, w.returnOutside("不属本公司"))
	w.wrong("s01", "reason", w.returnOutside(" "))
	w.must("s01", w.returnOutside("不属本公司"))
	w.saved()
	w.refused("s01", KindConflict, w.returnOutside("再退"))
	w.wrong("s01", "accepted", w.answerReturn("maybe"))
	w.must("s01", w.answerReturn("no"))
	if w.AwaitedOutside() == nil || w.ReturnPending() {
		t.Errorf("%+v", w.OutsideEvents)
	}
	w.must("s01", w.returnOutside("物业由别家管理")).must("s01", w.answerReturn("yes"))
	if w.AwaitedOutside() != nil || w.Deadline(D16).Status != Waived || !w.NextDue(w.o).After(w.now) {
		t.Errorf("still awaited: %+v", w.Deadline(D16))
	}
	w.saved()
	w.refused("s01", KindConflict, w.sendOutside(OutsideFinal, "已办结"))
	w.refused("s01", KindConflict, w.returnOutside("再退"))
	for _, until := range []time.Time{w.now, w.now.AddDate(0, 0, 9), w.now.AddDate(9, 0, 0)} { // nothing is owed to be put off
		w.refused("s01", KindConflict, func(by Actor, now time.Time) error { return w.ExtendOutside(by, now, until, "需要更多时间") })
		w.refused("s01", KindConflict, func(by Actor, now time.Time) error { return w.GrantOutside(by, now, until) })
	}

	w = passedOn(t, Investigating)
	w.must("s01", w.returnOutside("不属本公司"))
	w.now = w.Deadline(D16).Due
	w.must("s01", w.answerReturn("yes"))
	if d := w.Deadline(D16); d.Status != Missed || w.AwaitedOutside() != nil {
		t.Errorf("the verdict fell, and nothing is owed any more: %+v", d)
	}
}

// 再办 starts the date anew, reopens what was closed, however long ago, and leaves the verdict before.
func TestD16_PassedOnAgainItBeginsAnew(t *testing.T) {
	w := passedOn(t, Investigating)
	w.wrong("a01", "reason", w.again(" "))
	w.wrong("a01", "due", func(by Actor, now time.Time) error { return w.TakeAgain(by, now, "未解决", now) })
	w.must("s01", w.sendOutside(OutsideFinal, "已办结"))
	w.acts("a01", w.again("群众不满意"))
	d := w.Deadline(D16)
	if d.Status != Running || !d.Start.Equal(w.now) || !d.Due.Equal(w.workingDays(w.o, w.now, 5)) ||
		!slices.ContainsFunc(w.Deadlines, func(d Deadline) bool {
			return d.Kind == D16 && d.Status == Met
		}) {
		t.Errorf("%+v", w.Deadlines)
	}
	if !slices.Contains(w.heard(NoticeOutsideAgain), "s01") {
		t.Errorf("told %v", w.heard(NoticeOutsideAgain))
	}

	w = passedOn(t, Closed)
	w.now = w.now.AddDate(0, 0, 1)
	w.refused("a01", KindForbidden, w.again("群众不满意"))
	w.now = w.ClosedAt.AddDate(0, 6, 0)
	w.Run(w.o, w.now)
	w.saved()
	named := w.now.AddDate(0, 0, 9)
	w.acts("v01", func(by Actor, now time.Time) error { return w.TakeAgain(by, now, "群众不满意", named) })
	if w.State != Investigating || !w.Deadline(D16).Due.Equal(named) || !w.Deadline(D5).Start.Equal(w.now) ||
		!w.Journal()[0].Reopens() {
		t.Errorf("%s, %+v", w.State, w.Deadline(D16))
	}
}

// Their verdict stands beside ours and changes nothing of it.
func TestK12_TheirVerdictStandsBesideOurs(t *testing.T) {
	w := passedOn(t, Closed)
	ours := w.Satisfaction()
	w.wrong("a01", "contacted", w.verdict(OutsideEvent{On: w.now}))
	w.wrong("a01", "solved", w.verdict(OutsideEvent{Solved: "perhaps", On: w.now}))
	w.wrong("a01", "at", w.verdict(OutsideEvent{Solved: "no"}))
	w.wrong("a01", "at", w.verdict(OutsideEvent{Solved: "no", On: w.now.AddDate(0, 0, 1)}))
	w.must("a01", w.verdict(OutsideEvent{Contacted: "yes", Solved: "no", Satisfied: "no", On: w.now}))
	e := w.OutsideEvents[len(w.OutsideEvents)-1]
	if e.Kind != OutsideVerdict || e.Solved != "no" || w.Satisfaction() != ours || w.State != Closed {
		t.Errorf("%+v, ours %s", e, w.Satisfaction())
	}
	w = reached(t, Investigating)
	w.refused("a01", KindConflict, w.verdict(OutsideEvent{Solved: "no", On: w.now}))
}

// What was mistyped of theirs is corrected with the old kept, and the date follows (W11).
func TestK12W11_TheirsIsCorrectedAndTheDateFollows(t *testing.T) {
	w := record(t, demo(), "a01", fromHotline())
	first := w.Deadline(D16).Due
	set := func(change func(*Intake), fields ...string) {
		w.must("s01", w.correctIntake(change, "对照来单", fields...))
	}
	set(func(in *Intake) { in.OutsideNumber = "GD-20250303-8" }, "outside_number")
	if w.OutsideNumber != "GD-20250303-8" || !w.Deadline(D16).Due.Equal(first) {
		t.Errorf("%+v", w.Outside())
	}
	later := first.AddDate(0, 0, 3)
	set(func(in *Intake) { in.OutsideDue = later }, "outside_due")
	if d := w.Deadline(D16); !d.Due.Equal(later) || !d.First().Equal(first) {
		t.Errorf("a later one hides the first: %+v", d)
	}
	sooner := w.now.Add(24 * time.Hour).Truncate(time.Second)
	set(func(in *Intake) { in.OutsideDue = sooner }, "outside_due")
	if d := w.Deadline(D16); !d.Due.Equal(sooner) || !d.First().Equal(sooner) {
		t.Errorf("an earlier one does not decide: %+v", d)
	}
	w.saved()
	w.wrong("s01", "outside_number", w.correctIntake(func(in *Intake) { in.OutsideNumber = "" }, "对照来单",
		"outside_number"))
	set(func(in *Intake) { in.OutsideSource, in.OutsideNumber, in.OutsideDue = "", "", time.Time{} }, "outside_source",
		"outside_number", "outside_due")
	if w.Referred() || w.Deadline(D16).Status != Waived {
		t.Errorf("taken away, yet %+v", w.Deadline(D16))
	}
}

// The first date kept or missed is a figure, like those of the other deadlines (M2).
func TestD16M2_TheFirstDateIsAFigure(t *testing.T) {
	counts := func(w *walk) string {
		for _, f := range w.Indicators(w.o, nil) {
			for _, m := range f.Marks {
				if m.Of == onTime(D16) {
					return string(f.Base) + " " + m.Value
				}
			}
		}
		return ""
	}
	w := passedOn(t, Investigating)
	if got := counts(w); got != "" {
		t.Errorf("undecided counts as %s", got)
	}
	w.must("s01", w.sendOutside(OutsideFinal, "已办结")).must("a01", w.again("未解决"))
	if got := counts(w); got != "received met" {
		t.Errorf("kept counts as %q", got)
	}
	w = passedOn(t, Investigating)
	w.Run(w.o, w.Deadline(D16).Due)
	if got := counts(w); got != "received missed" {
		t.Errorf("missed counts as %q", got)
	}
}
