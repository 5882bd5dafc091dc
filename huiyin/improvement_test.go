package huiyin

import (
	"testing"
	"time"
)

func TestA1_Cause(t *testing.T) {
	w := reached(t, Investigating)
	find := func(class CauseClass, cause string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.FindCauseOf(by, now, class, cause) }
	}
	w.wrong("a01", "class", find("luck", "运气"))
	w.wrong("a01", "cause", find("people", " "))
	w.refused("a02", KindNotFound, find("people", "疏忽"))
	w.must("a01", find("people", "疏忽")).must("s01", find("process", "更正：交接流程缺失"))
	if len(w.Causes) != 2 || w.Causes[0].Cause != "疏忽" || w.Causes[1].By != "s01" { // rule W11
		t.Errorf("causes %+v", w.Causes)
	}
}

func TestA1_Measures(t *testing.T) {
	w := record(t, demo(disabled("a02")), "a01", intake(against("b01"))).handled("x02", "a01")
	add := func(change func(*Measure)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			m := Measure{Kind: Corrective, What: "更换门机", Unit: "工程部", Person: "e01", Due: now.AddDate(0, 0, 7)}
			change(&m)
			return w.AddMeasureTo(by, now, m)
		}
	}
	for _, tt := range []struct {
		field  string
		change func(*Measure)
	}{
		{"kind", func(m *Measure) { m.Kind = "magic" }}, {"what", func(m *Measure) { m.What = "" }},
		{"unit", func(m *Measure) { m.Unit = "" }},
		{"person", func(m *Measure) { m.Person = "" }}, {"person", func(m *Measure) { m.Person = "a02" }},
		{"person", func(m *Measure) { m.Person = "b01" }}, // rule P4
		{"due", func(m *Measure) { m.Due = time.Time{} }},
		{"due", func(m *Measure) { m.Due = monday.AddDate(0, 0, -1) }},
	} {
		w.wrong("a01", tt.field, add(tt.change))
	}
	w.must("a01", add(func(*Measure) {}))

	done := func(id int64, result string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.DoMeasureOf(by, now, id, result) }
	}
	verify := func(effective, words string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.VerifyMeasure(by, now, 1, effective, words) }
	}
	w.refused("x02", KindConflict, verify("yes", "有效")) // not done yet
	w.refused("s01", KindForbidden, done(1, "已更换"))     // neither the person, nor handler, nor in charge
	w.refused("e01", KindNotFound, done(2, "已更换"))
	w.wrong("e01", "done", done(1, " "))
	w.must("a01", done(1, "已更换")) // the handler reports it
	w.refused("e01", KindConflict, done(1, "已更换"))

	w.refused("e01", KindForbidden, verify("yes", "有效")) // the person
	w.refused("a01", KindForbidden, verify("yes", "有效")) // who reported it done
	w.wrong("x02", "effective", verify("perhaps", "有效"))
	w.wrong("x02", "words", verify("yes", ""))
	w.refused("t01", KindNotFound, verify("yes", "有效"))
	w.must("x02", verify("no", "一周后复发"))
	if m := w.Measure(1); m.DoneBy != "a01" || m.VerifiedBy != "x02" || m.Effective != "no" || m.Words != "一周后复发" ||
		m.VerifiedAt.IsZero() {
		t.Errorf("got %+v", m)
	}
}
