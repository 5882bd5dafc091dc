package huiyin

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// points lists them: person month points, with their state and why they were undone.
func (c *Complaint) points() string {
	var out []string
	for _, d := range c.Deductions {
		mark := map[PointsState]string{PointsProposed: "?", PointsObjected: "!", PointsDropped: "0"}[d.State]
		if d.State == PointsUndone {
			mark = "-" + d.Undone + ":"
		}
		out = append(out, fmt.Sprintf("%s%s %s %d", mark, d.Person, d.Month, d.Points))
	}
	return strings.Join(out, ", ")
}

// blamed is a complaint of a grade against a01, handled by a02, assessed.
func blamed(t *testing.T, g Grade, validity Validity, r Responsibility, person string) *walk {
	t.Helper()
	w := record(t, demo(heardAtOnce), "s02", intake(against("a01")))
	w.handled("x02", "a02")
	return w.must("v01", w.assess(func(f *Assessing) {
		f.Validity, f.Responsibility, f.ResponsiblePerson, f.Grade, f.GradeReason = validity, r, person, g, "按事实"
	}))
}

// pointed puts points of a01 on the walk.
func pointed(s PointsState) func(*walk) {
	return func(w *walk) {
		justified(w)
		w.Deductions = []Deduction{{N: 1, Person: "a01", Month: "2025-03", Points: 2, State: s, At: w.now, By: "x02",
			ObjectBy: w.now.AddDate(0, 0, 3)}}
	}
}

func (w *walk) objectsToPoints(text string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.ObjectPoints(by, now, 1, text) }
}

func (w *walk) confirms(decision, words string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.ConfirmPoints(by, now, 1, decision, words) }
}

// withdrawn closes the complaint as withdrawn by the customer, the finding staying valid.
func (w *walk) withdrawn() *walk { return w.must(w.Owner, w.close(Withdrawn, "客户撤诉")) }

func TestA4_PointsByGradeProposedOnceClosed(t *testing.T) {
	for g, want := range map[Grade]string{Minor: "?a01 2025-03 2", Internal: "?a01 2025-03 2",
		Important: "?a01 2025-03 5", Major: "?a01 2025-03 10"} {
		w := blamed(t, g, Valid, ByCompany, "a01")
		if got := w.points(); got != "" {
			t.Errorf("%s: proposed before it was closed: %s", g, got)
		}
		w.now = w.now.Add(time.Minute)
		if err := w.close(Withdrawn, "客户撤诉")(w.o.as(w.Owner), w.now); err != nil {
			t.Fatal(err)
		}
		if got := w.points(); got != want {
			t.Errorf("%s: %s, want %s", g, got, want)
		}
		if got := w.told(NoticePoints, ""); got != "a01" {
			t.Errorf("told %s", got)
		}
		if s := (Sheet{Deducted: []Deducted{{Deduction: w.Deductions[0]}}}); s.Minus() != 0 {
			t.Error("they count before they are confirmed")
		}
	}
}

func TestA4_OnlyThePersonResponsibleNeverWhoIsMerelyAccused(t *testing.T) {
	for name, tt := range map[string]struct {
		validity Validity
		r        Responsibility
		person   string
		want     string
	}{
		"not valid":              {NotValid, ByCompany, "a01", ""},
		"undecided":              {Undecided, ByCompany, "a01", ""},
		"the customer's own":     {Valid, ByCustomer, "a01", ""},
		"merely accused":         {Valid, ByCompany, "", ""},
		"shared":                 {Valid, "shared", "a01", "?a01 2025-03 5"},
		"another is responsible": {Valid, ByCompany, "a02", "?a02 2025-03 5"},
		"a supervisor":           {Valid, ByCompany, "s01", "?s01 2025-03 5"},
	} {
		t.Run(name, func(t *testing.T) {
			w := record(t, demo(heardAtOnce), "s02", intake(against("a01")))
			w.handled("x02", "b01")
			w.must("x02", w.assess(func(f *Assessing) {
				f.Validity, f.Responsibility, f.ResponsiblePerson, f.Reason = tt.validity, tt.r, tt.person, "按事实"
			}))
			w.withdrawn()
			if got := w.points(); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestA4_ObjectedToWithinThreeWorkingDaysAndConfirmedBySomeoneElse(t *testing.T) {
	w := blamed(t, Important, Valid, ByCompany, "a01").withdrawn()
	w.refused("s01", KindConflict, w.confirms("confirm", "")) // the person's time is not over
	w.refused("a02", KindForbidden, w.objectsToPoints("替人说话"))
	w.wrong("a01", "objection", w.objectsToPoints(" "))
	w.must("a01", w.objectsToPoints("当日并非我接待"))
	w.refused("a01", KindConflict, w.objectsToPoints("再说一次"))
	got := w.who(func(w *walk) func(Actor, time.Time) error { return w.confirms("confirm", "查明属实") })
	if got != "s01 s02 p01 v01 v02 g01" { // x02 closed it
		t.Errorf("confirmed by %s", got)
	}
	w.wrong("s01", "words", w.confirms("confirm", " "))
	w.wrong("s01", "words", w.confirms("confirm", "另扣绩效 200 元"))
	w.wrong("s01", "decision", w.confirms("perhaps", "属实"))
	dropped := &walk{w.Complaint.clone(), t, w.o, w.now}
	dropped.must("s01", dropped.confirms("drop", "异议成立"))
	if got := dropped.points(); got != "0a01 2025-03 5" || dropped.Deductions[0].Counts() {
		t.Error(got)
	}
	w.must("s01", w.confirms("confirm", "查明属实"))
	w.refused("s02", KindConflict, w.confirms("drop", "不同意"))
	if s := (Sheet{Deducted: []Deducted{{Deduction: w.Deductions[0]}}}); s.Minus() != 5 {
		t.Error("confirmed they do not count")
	}

	w = blamed(t, Important, Valid, ByCompany, "a01").withdrawn()
	w.now = w.Deductions[0].ObjectBy.Add(-time.Minute) // refused acts a minute later
	w.refused("a01", KindConflict, w.objectsToPoints("晚了"))
	w.must("s01", w.confirms("confirm", ""))
}

func TestA4_UndoneVisiblyOnReversal(t *testing.T) {
	confirmed := func() *walk {
		w := blamed(t, Important, Valid, ByCompany, "a01").withdrawn()
		return w.must("a01", w.objectsToPoints("过重")).must("s01", w.confirms("confirm", "属实"))
	}
	w := confirmed()
	w.now = time.Date(2025, 4, 2, 9, 0, 0, 0, shanghai)
	w.must(w.Owner, func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") })
	if got := w.points(); got != "-reopened:a01 2025-03 5" {
		t.Error(got)
	}
	w.must(w.Owner, w.assess(func(f *Assessing) { f.ResponsiblePerson = "s01" })).withdrawn()
	if got := w.points(); got != "-reopened:a01 2025-03 5, ?s01 2025-04 5" {
		t.Error(got)
	}
}

func TestA4_NotBesideAConsequenceForTheSameFact(t *testing.T) {
	w := blamed(t, Important, Valid, ByCompany, "a01")
	w.must("p01", w.penalty("warning")).must("v01", w.judge("impose")).withdrawn()
	if got := w.points(); got != "" {
		t.Errorf("beside a card: %s", got)
	}
	w = blamed(t, Important, Valid, ByCompany, "a01").withdrawn()
	w.must("p01", w.penalty("warning"))
	if got := w.points(); got != "-card:a01 2025-03 5" {
		t.Error(got)
	}
	w = blamed(t, Important, Valid, ByCompany, "a01").withdrawn()
	w.must("a01", w.objectsToPoints("过重")).must("s01", w.confirms("confirm", "属实"))
	w.refused("p01", KindConflict, w.penalty("warning"))
}

// What was taken before anybody had to confirm it counts on, also from whom the complaint was against (rule D13).
func TestA4D13_PointsTakenBeforeStay(t *testing.T) {
	w := blamed(t, Important, Valid, ByCompany, "")
	w.Deductions = []Deduction{{N: 1, Person: "a01", Month: "2025-02", Points: 5, State: PointsConfirmed, At: w.now}}
	w.withdrawn()
	if got := w.points(); got != "a01 2025-02 5" {
		t.Error(got)
	}
}

func TestA4_WhoReadsWhoseSheet(t *testing.T) {
	o := demo()
	for by, want := range map[string]string{
		"a01": "a01", "w01": "w01", "admin": "admin", "k01": "k01",
		"s01": "s01 a01 a02", "t01": "t01 b01", "u01": "u01 w01", "p01": "p01 a01 a02 s01 s02",
		"q01": "q01 b01 t01 w01 u01",
	} {
		var got []string
		for _, p := range o.as(by).Appraised("") {
			got = append(got, p.Account)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s reads %s, want %s", by, s, want)
		}
	}
	if got := len(o.as("v01").Appraised("")); got != len(o.People) {
		t.Errorf("a VP reads %d of %d", got, len(o.People))
	}
	if x := o.as("x02"); x.MayAppraise(o.Person("p01")) || !x.MayAppraise(o.Person("b01")) ||
		!x.MayAppraise(o.Person("l01")) {
		t.Error("the company's manager")
	}
	for _, p := range o.as("x02").Appraised("LT") {
		if p.Site != "LT" {
			t.Errorf("LT lists %s", p.Account)
		}
	}
}

func TestA4_SheetSums(t *testing.T) {
	s := Sheet{Deducted: []Deducted{{Deduction: Deduction{Points: 5, State: PointsConfirmed}},
		{
			Deduction: Deduction{Points: 10, State: PointsUndone},
		}, {Deduction: Deduction{Points: 3, State: PointsProposed}}}, Praised: []Praised{{Points: 2}}}
	if s.Minus() != 5 || s.Plus() != 2 || s.Sum() != -3 {
		t.Error(s.Minus(), s.Plus(), s.Sum())
	}
}

func settledNow(w *walk) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.Settle(by, now, Settling{"process", "疏忽", "道歉", "已说明", Satisfied})
	}
}
