package huiyin

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// points lists what was taken: person month points, - before what was undone.
func (c *Complaint) points() string {
	var out []string
	for _, d := range c.Deductions {
		mark := ""
		if !d.UndoneAt.IsZero() {
			mark = "-" + d.Undone + ":"
		}
		out = append(out, fmt.Sprintf("%s%s %s %d", mark, d.Person, d.Month, d.Points))
	}
	return strings.Join(out, ", ")
}

// blamed is a complaint of a grade against a01, handled by a02, not yet assessed.
func blamed(t *testing.T, g Grade, validity Validity, r Responsibility, person string) *walk {
	t.Helper()
	w := record(t, demo(heardAtOnce), "s02", intake(against("a01")))
	w.handled("x02", "a02")
	return w.must("v01", w.assess(func(f *Assessing) {
		f.Validity, f.Responsibility, f.ResponsiblePerson, f.Grade, f.GradeReason = validity, r, person, g, "按事实"
	}))
}

func settledNow(w *walk) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.Settle(by, now, Settling{"process", "疏忽", "道歉", "已说明", Satisfied})
	}
}

func TestA4_PointsByGradeOnceFoundJustified(t *testing.T) {
	for g, want := range map[Grade]string{Minor: "a01 2025-03 2", Internal: "a01 2025-03 2", Important: "a01 2025-03 5",
		Major: "a01 2025-03 10"} {
		w := blamed(t, g, Valid, ByCompany, "")
		if got := w.points(); got != "" {
			t.Errorf("%s: taken before it was settled: %s", g, got)
		}
		w.must(w.Owner, settledNow(w))
		if got := w.points(); got != want {
			t.Errorf("%s: %s, want %s", g, got, want)
		}
	}
}

func TestA4_OnlyWhatIsJustifiedAndOnlyAgents(t *testing.T) {
	for name, tt := range map[string]struct {
		validity Validity
		r        Responsibility
		person   string
		want     string
	}{
		"not valid":              {NotValid, ByCompany, "", ""},
		"undecided":              {Undecided, ByCompany, "", ""},
		"the customer's own":     {Valid, ByCustomer, "", ""},
		"shared":                 {Valid, "shared", "", "a01 2025-03 5"},
		"another is responsible": {Valid, ByCompany, "a02", "a02 2025-03 5"},
		"a supervisor":           {Valid, ByCompany, "s01", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := record(t, demo(heardAtOnce), "s02", intake(against("a01")))
			w.handled("x02", "b01")
			w.must("x02", w.assess(func(f *Assessing) {
				f.Validity, f.Responsibility, f.ResponsiblePerson, f.Reason = tt.validity, tt.r, tt.person, "按事实"
			}))
			w.must("x02", settledNow(w))
			if got := w.points(); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestA4_TheMonthIsThatOfTheFinding(t *testing.T) {
	w := blamed(t, Important, Undecided, ByUnknown, "")
	w.must(w.Owner, settledNow(w))
	w.now = time.Date(2025, 3, 31, 23, 58, 0, 0, shanghai)
	w.must(w.Owner, w.assess(func(f *Assessing) { f.Validity = Valid }))
	w.now = time.Date(2025, 3, 31, 23, 59, 0, 0, shanghai)
	w.must(w.Owner, w.assess(func(f *Assessing) { f.Responsibility = ByCompany }))
	if got := w.points(); got != "a01 2025-04 5" {
		t.Error(got)
	}
	w.must("v01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Major, "另有影响" }))
	if got := w.points(); got != "a01 2025-04 5" {
		t.Errorf("a later grade rules backwards: %s", got)
	}
}

func TestA4_UndoneVisiblyAndTakenAnewWhenFoundAgain(t *testing.T) {
	w := blamed(t, Important, Valid, ByCompany, "")
	w.must(w.Owner, settledNow(w))
	w.must(w.Owner, w.assess(func(f *Assessing) { f.Validity, f.Reason = NotValid, "查无此事" }))
	if got := w.points(); got != "-invalid:a01 2025-03 5" {
		t.Error(got)
	}
	w.must(w.Owner, w.assess(func(f *Assessing) { f.Validity = Valid }))
	w.must(w.Owner, w.assess(func(f *Assessing) { f.ResponsiblePerson = "a02" }))
	if got := w.points(); got != "-invalid:a01 2025-03 5, -person:a01 2025-03 5, a02 2025-03 5" {
		t.Error(got)
	}
	w.must(w.Owner, w.close(Withdrawn, "客户撤诉"))
	w.now = time.Date(2025, 4, 2, 9, 0, 0, 0, shanghai)
	w.must(w.Owner, func(by Actor, now time.Time) error { return w.Reopen(by, now, "复发") })
	if got := w.points(); !strings.HasSuffix(got, "-reopened:a02 2025-03 5") {
		t.Error(got)
	}
	w.must(w.Owner, settledNow(w))
	if got := w.points(); !strings.HasSuffix(got, "-reopened:a02 2025-03 5, a02 2025-04 5") {
		t.Error(got)
	}
}

func TestA4_ALiftedConsequenceLeavesThePoints(t *testing.T) {
	w := blamed(t, Important, Valid, ByCompany, "a01")
	w.must(w.Owner, settledNow(w))
	w.must("p01", w.penalty("warning")).must("v01", w.judge("impose")).must("a01", w.objects("过重")).must("v02",
		w.rejudge("lift"))
	if got := w.points(); got != "a01 2025-03 5" {
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
	s := Sheet{Deducted: []Deducted{{Deduction: Deduction{Points: 5}},
		{Deduction: Deduction{Points: 10, UndoneAt: monday}}}, Praised: []Praised{{Points: 2}}}
	if s.Minus() != 5 || s.Plus() != 2 || s.Sum() != -3 {
		t.Error(s.Minus(), s.Plus(), s.Sum())
	}
}
