package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func (w *walk) restrict(people ...string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Restrict(by, now, people, "涉及客户资料") }
}

func (w *walk) lift() func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Lift(by, now, "已处理完毕") }
}

// sight tells of everyone whether they open the complaint or know of it.
func (w *walk) sight(o *Org) (open, known string) {
	var opens, knows []string
	for _, account := range everyone(o) {
		switch by := o.as(account); {
		case w.Visible(by):
			opens = append(opens, account)
		case w.Known(by):
			knows = append(knows, account)
		}
	}
	return strings.Join(opens, " "), strings.Join(knows, " ")
}

func TestP8_WhoOpensARestrictedComplaintAndWhoKnowsOfIt(t *testing.T) {
	for name, tt := range map[string]struct {
		w           *walk
		open, known string
	}{
		"minor, nobody named": {record(t, demo(), "a01", intake()), "a01 s01", "s02 p01 x02 v01 v02 g01"},
		"important": {record(t, demo(), "a01", intake(about("attitude"))), "a01 x02",
			"s01 s02 p01 v01 v02 g01"},
		"major": {reached(t, Received), "", ""},
	} {
		w := tt.w
		if name == "major" {
			w.must("s01", w.assess(func(f *Assessing) { f.Fraud = true }))
			tt.open, tt.known = "a01 "+w.Owner, ""
			for _, a := range strings.Fields("s01 s02 p01 x02 v01 v02 g01") {
				if a != w.Owner {
					tt.known = strings.TrimSpace(tt.known + " " + a)
				}
			}
		}
		w.must(w.Owner, w.restrict())
		open, known := w.sight(w.o)
		if open != tt.open || known != tt.known {
			t.Errorf("%s: open to %q, known to %q, want %q and %q", name, open, known, tt.open, tt.known)
		}
	}

	// The handler and those named; not who took it in, has a task, was asked, or was in charge before.
	w := matter(t).approved("p01")
	w.Former = []string{"s01"}
	w.must("x02", w.restrict("e01", "v02"))
	if open, known := w.sight(w.o); open != "a01 x02 v02 e01" || known != "s01 s02 p01 v01 g01" {
		t.Errorf("open to %q, known to %q", open, known)
	}
	w.must("x02", w.restrict("l01")) // others are named
	if open, _ := w.sight(w.o); open != "a01 x02 l01" {
		t.Errorf("open to %q", open)
	}
	w.must("x02", w.lift())
	if open, known := w.sight(w.o); known != "" || !strings.Contains(open, "p01") || w.Restricted || w.Named != nil ||
		w.RestrictReason != "" {
		t.Errorf("lifted, open to %q, known to %q", open, known)
	}
}

func TestP8_WhoRestrictsAndLifts(t *testing.T) {
	fresh := func() *walk { return record(t, demo(), "a01", intake(about("attitude"))).handled("s01", "a01") }
	w := fresh()
	for who, kind := range map[string]Kind{"a01": KindForbidden, "s01": KindForbidden, "t01": KindNotFound,
		"admin": KindNotFound} {
		w.refused(who, kind, w.restrict())
	}
	w.wrong("x02", "people", w.restrict("nobody"))
	w.wrong("x02", "reason", func(by Actor, now time.Time) error { return w.Restrict(by, now, nil, " ") })
	w.refused("x02", KindConflict, w.lift())
	w.must("p01", w.restrict("s01")) // of the seat, not in charge: named too
	if !slices.Equal(w.Named, []string{"p01", "s01"}) {
		t.Errorf("named %v", w.Named)
	}
	w.refused("v01", KindForbidden, w.lift()) // who sees that it exists
	w.refused("s01", KindForbidden, w.lift()) // who is named without the seat
	w.wrong("p01", "reason", func(by Actor, now time.Time) error { return w.Lift(by, now, "") })
	w.must("p01", w.lift())

	w = fresh()
	w.Accused = []string{"a02"}
	w.wrong("x02", "people", w.restrict("a02"))
	w.must("x02", w.restrict())
	if w.Visible(w.o.as("a02")) || w.Known(w.o.as("a02")) {
		t.Error("the accused knows of it")
	}
	if err := Can(w.o.as("a02"), ActionGiveStatement, w.Complaint); err != nil {
		t.Errorf("the accused is not heard: %v", err)
	}
	leak := record(t, demo(), "a01", intake(about(DataLeak))) // restricted by itself (rule B7)
	if !leak.Restricted || leak.ProposesRestriction() || w.ProposesRestriction() || fresh().ProposesRestriction() {
		t.Error("a data leak is not restricted, or something else proposes it")
	}
	if leak.Restricted = false; !leak.ProposesRestriction() {
		t.Error("one that was lifted does not propose it")
	}
}

func TestP8_WorkAndWordsInARestrictedComplaintAreForThoseWhoOpenIt(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	w.must("s01", w.restrict())
	w.wrong("s01", "who", func(by Actor, now time.Time) error {
		return w.AddTask(by, now, Task{What: "x", Who: "a02", Due: now.Add(time.Hour)})
	})
	w.wrong("s01", "person", func(by Actor, now time.Time) error {
		return w.AddMeasureTo(by, now, Measure{Kind: Corrective, What: "x", Unit: "x", Person: "a02",
			Due: now.Add(time.Hour)})
	})
	w.wrong("s01", "department", w.assign("a01", "engineering"))
	w.must("a01", w.propose(3_000*Yuan, Compensation))
	w.refused("a01", KindConflict, w.submit(1)) // beyond s01, and nobody above opens it
	w.must("s01", w.restrict("x02", "e01", "a02"))
	w.must("s01", w.assign("a01", "engineering"))
	w.must("s01", func(by Actor, now time.Time) error {
		return w.AddTask(by, now, Task{What: "x", Who: "a02", Due: now.Add(time.Hour)})
	})
	w.must("a01", w.submit(1))
	for who, kind := range map[string]Kind{"s02": KindForbidden, "p01": KindForbidden} {
		w.refused(who, kind, func(by Actor, _ time.Time) error { return Can(by, ActionRead, w.Complaint) })
	}
	w.approved("s01", "x02")

	// Notices go to nobody else, and who was in charge stays when the month makes it major (rule G8).
	w = record(t, demo(), "a01", intake()).handled("s01", "a01")
	w.must("s01", w.restrict())
	w.Run(w.o, monday.AddDate(0, 2, 0))
	if w.Grade != Major || !slices.Contains(w.Named, "s01") {
		t.Errorf("%s, named %v", w.Grade, w.Named)
	}
	for _, n := range w.Notices() {
		if !slices.Contains([]string{"a01", "s01", w.Owner}, n.Account) {
			t.Errorf("%s is told %s", n.Account, n.Kind)
		}
	}
}

func TestP6P8_OnlyTheDelegateOfWhoeverIsInChargeOpensIt(t *testing.T) {
	o := handedOver(t, "x02 q01", "s01 t01")
	w := record(t, o, "a01", intake(about("attitude"))).handled("s01", "a01")
	w.must("x02", w.restrict("s01"))
	if open, known := w.sight(o); open != "a01 s01 q01 x02" || known != "s02 p01 t01 v01 v02 g01" {
		t.Errorf("open to %q, known to %q", open, known)
	}
	w.refused("t01", KindForbidden, w.assign("a02", ""))
	w.signs("q01", "x02", w.lift())
}
