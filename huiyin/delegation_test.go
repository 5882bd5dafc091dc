package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// handedOver is the demo company in which some have handed their decisions on, as "from to" (rule P6),
// from monday for a month.
func handedOver(t *testing.T, pairs ...string) *Org {
	t.Helper()
	o := demo()
	for _, pair := range pairs {
		from, to, _ := strings.Cut(pair, " ")
		if err := o.Delegate(o.as(from), monday, to, monday, monday.AddDate(0, 1, 0)); err != nil {
			t.Fatal(pair, err)
		}
	}
	return o.At(monday)
}

func TestP6_WhoMayBeHandedWhat(t *testing.T) {
	hour, day := time.Hour, 24*time.Hour
	for name, tt := range map[string]struct {
		by, to      string
		from, until time.Duration
		field       string
		kind        Kind
	}{
		"to the same role":          {"s01", "s02", 0, day, "", 0},
		"to a role above":           {"s01", "p01", hour, day, "", 0},
		"to a role below":           {"p01", "s01", 0, day, "to", KindInvalid},
		"a VP to a manager":         {"v01", "x02", 0, day, "to", KindInvalid},
		"to oneself":                {"s01", "s01", 0, day, "to", KindInvalid},
		"to nobody":                 {"s01", "", 0, day, "to", KindInvalid},
		"to somebody unknown":       {"s01", "nobody", 0, day, "to", KindInvalid},
		"to a disabled person":      {"s01", "u01", 0, day, "to", KindInvalid},
		"by an agent":               {"a01", "s01", 0, day, "", KindForbidden},
		"from the past":             {"s01", "s02", -hour, day, "from", KindInvalid},
		"until before it begins":    {"s01", "s02", day, hour, "until", KindInvalid},
		"until it begins":           {"s01", "s02", day, day, "until", KindInvalid},
		"for longer than a year":    {"s01", "s02", 0, 400 * day, "until", KindInvalid},
		"further ahead than a year": {"s01", "s02", 400 * day, 401 * day, "until", KindInvalid},
		"while another has them":    {"t01", "s02", 3 * day, 5 * day, "from", KindInvalid},
		"around another":            {"t01", "s02", 0, 40 * day, "from", KindInvalid},
		"when another's time ends":  {"t01", "s02", 30 * day, 31 * day, "", 0},
		"to whose they have":        {"s01", "t01", 3 * day, 5 * day, "to", KindInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			o := demo(disabled("u01"))
			if err := o.Delegate(o.as("t01"), monday, "s01", monday.Add(day), monday.Add(30*day)); err != nil {
				t.Fatal(err)
			}
			before, written := len(o.Delegations), len(o.Journal())
			err := o.Delegate(o.as(tt.by), monday, tt.to, monday.Add(tt.from), monday.Add(tt.until))
			if KindOf(err) != tt.kind || (err == nil) != (tt.kind == 0) {
				t.Fatalf("got %v, want %d", err, tt.kind)
			}
			if e, ok := err.(*Error); ok && e.Field != tt.field {
				t.Errorf("refused at %q, want %q", e.Field, tt.field)
			}
			if made := err == nil; len(o.Delegations)-before != map[bool]int{true: 1}[made] ||
				len(o.Journal())-written != map[bool]int{true: 1}[made] {
				t.Errorf("%d delegations, %d entries", len(o.Delegations), len(o.Journal()))
			}
		})
	}
	o := demo()
	if err := o.Delegate(o.as("s01"), monday, "s02", time.Time{}, monday.Add(day)); err.(*Error).Field != "from" {
		t.Error(err)
	}
	if err := o.Delegate(o.as("s01"), monday, "s02", monday, time.Time{}); err.(*Error).Field != "until" {
		t.Error(err)
	}
}

func TestP6_ADelegationRunsForItsTimeAndWhileBothAreThere(t *testing.T) {
	o := demo()
	if err := o.Delegate(o.as("q01"), monday, "p01", monday.Add(time.Hour), monday.Add(3*time.Hour)); err != nil {
		t.Fatal(err)
	}
	stands := func(o *Org, at time.Time, account string) string {
		o = o.At(at)
		return strings.Join(accounts(o.StandsFor(o.Person(account))), " ")
	}
	for after, want := range map[time.Duration]string{0: "", time.Hour - 1: "", time.Hour: "q01",
		3*time.Hour - 1: "q01", 3 * time.Hour: ""} {
		if got := stands(o, monday.Add(after), "p01"); got != want {
			t.Errorf("after %s p01 stands for %q, want %q", after, got, want)
		}
		if o.At(monday).Holds(monday.Add(after)) != (want == "") {
			t.Errorf("after %s the company of monday holds", after)
		}
	}
	at := monday.Add(2 * time.Hour)
	for _, gone := range []string{"q01", "p01"} {
		o.Person(gone).Disabled = true
		if got := stands(o, at, "p01"); got != "" {
			t.Errorf("with %s disabled p01 stands for %s", gone, got)
		}
		o.Person(gone).Disabled = false
	}
	o.Person("p01").Role = Supervisor
	if got := stands(o, at, "p01"); got != "" {
		t.Errorf("a supervisor stands for %s", got)
	}
	o.Person("p01").Role = Manager

	for who, kind := range map[string]Kind{"x02": KindNotFound, "a01": KindForbidden} {
		if err := o.EndDelegation(o.as(who), at, 1); KindOf(err) != kind {
			t.Errorf("%s ends it: %v", who, err)
		}
	}
	if err := o.EndDelegation(o.as("q01"), at, 2); KindOf(err) != KindNotFound {
		t.Error(err)
	}
	for _, who := range []string{"q01", "p01"} { // taken back, or given back
		o := o.At(monday)
		o.Delegations, o.journal = slices.Clone(o.Delegations), nil
		if err := o.EndDelegation(o.as(who), at, 1); err != nil {
			t.Fatal(err)
		}
		if e := o.Journal(); len(e) != 1 || e[0].By != who || e[0].Action != ActionEndDelegation ||
			e[0].Subject != "account:q01" {
			t.Errorf("journal %+v", e)
		}
		if got := stands(o, at, "p01"); got != "" {
			t.Errorf("ended, yet p01 stands for %s", got)
		}
		if err := o.EndDelegation(o.as(who), at, 1); KindOf(err) != KindConflict {
			t.Errorf("ended twice: %v", err)
		}
	}
}

// signs lets someone do something that the journal has to hold as by whom and for whom.
func (w *walk) signs(by, place string, do func(Actor, time.Time) error) *walk {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	if err := do(w.o.as(by), w.now); err != nil {
		w.t.Fatalf("%s: %v", by, err)
	}
	if e := w.journal[len(w.journal)-1]; e.By != by || e.For != place {
		w.t.Errorf("%s signed by %q for %q, want %q for %q", e.Action, e.By, e.For, by, place)
	}
	w.saved()
	return w
}

func TestP6_WhatADelegateDecidesShowsForWhom(t *testing.T) {
	// x02 is in charge of an important complaint at HY; q01, the manager of other sites, stands in.
	o := handedOver(t, "x02 q01")
	w := record(t, o, "a01", intake(about("attitude")))
	if w.Owner != "x02" {
		t.Fatal(w.Owner)
	}
	if !w.Visible(o.as("q01")) || !slices.Equal(w.Deputies, nil) {
		t.Fatal("the delegate does not see it")
	}
	w.signs("q01", "x02", w.assign("a01", ""))
	if !slices.Equal(w.Deputies, []string{"q01"}) {
		t.Errorf("deputies %v", w.Deputies)
	}
	w.must("a01", w.Accept)
	w.signs("q01", "x02", w.assess(func(f *Assessing) { f.Validity, f.Responsibility = Valid, ByCompany }))
	for name, do := range map[string]func(Actor, time.Time) error{ // which is work, not a decision
		"finds": func(by Actor, now time.Time) error { return w.Find(by, now, Finding{Finding: "x"}) },
		"tasks": func(by Actor, now time.Time) error {
			return w.AddTask(by, now, Task{What: "x", Who: "a01", Due: now.Add(time.Hour)})
		},
		"proposes": w.propose(0, Apology),
	} {
		t.Run(name, func(*testing.T) { w.refused("q01", KindForbidden, do) })
	}
	w.must("a01", w.propose(0, Apology)).signs("q01", "x02", w.submit(1))
	w.signs("q01", "x02", w.decide(1, Approve, "")) // the word of whoever is in charge
	if s := w.Steps[0]; s.By != "q01" || s.For != "x02" {
		t.Errorf("step %+v", s)
	}
	w.signs("q01", "x02", w.answer("yes"))
	if a := w.Answers[0]; a.By != "q01" || a.For != "x02" {
		t.Errorf("answer %+v", a)
	}
	w.must("a01", func(by Actor, now time.Time) error { return w.FindCauseOf(by, now, "people", "x") })
	w.signs("q01", "x02", w.close(Withdrawn, "客户撤诉"))
	if w.ClosedBy != "q01" || w.ClosedFor != "x02" {
		t.Errorf("closed by %s for %s", w.ClosedBy, w.ClosedFor)
	}
	w.signs("q01", "x02", func(by Actor, now time.Time) error { return w.Reopen(by, now, "又发生") })
	w.must("a01", w.propose(0, Help)).signs("q01", "x02", w.start(Dispute{Stage: Court})).signs("q01", "x02",
		w.end(1, JudgedCourt))
	if d := w.Disputes[0]; d.StartedFor != "x02" || d.EndedFor != "x02" {
		t.Errorf("dispute %+v", d)
	}
}

func TestP6_OwnNameComesFirst(t *testing.T) {
	o := handedOver(t, "s01 s02", "x02 v01")
	w := record(t, o, "a01", intake())
	w.signs("s02", "", w.assign("a01", "")) // a supervisor of the site may by themselves
	if len(w.Deputies) > 0 {
		t.Errorf("deputies %v", w.Deputies)
	}
	w.must("a01", w.Accept).offered("a01", 500*Yuan)
	w.approved("s02")
	if w.Steps[0].For != "" {
		t.Errorf("approved for %s", w.Steps[0].For)
	}
	w.signs("v01", "", w.answer("yes")) // a VP stands above the seat
	if w.Answers[0].For != "" {
		t.Errorf("answered for %s", w.Answers[0].For)
	}
	w = record(t, o, "a01", intake(about("attitude"))) // x02's: answering in person is not a VP's own
	w.handled("s01", "a01").offered("a01", 0)
	if s, place := w.StepFor(o.as("v01"), 1); s == nil || place != "x02" {
		t.Errorf("v01 decides for %q", place)
	}
}

func TestC4P6_NobodyDecidesTheirOwnThroughADelegate(t *testing.T) {
	manager := func(t *testing.T, o *Org, by string) *walk { // waiting for a manager, proposed by someone
		w := record(t, o, "a01", intake())
		w.handled("s01", "a01").offered(by, 5_000*Yuan)
		if by == "a01" {
			w.approved("s02")
		}
		return w
	}
	for name, tt := range map[string]struct {
		pairs   []string
		by      string
		accused string
		may     string // who of p01, x02, q01, v01 may decide, and for whom
	}{
		"nobody handed anything":                {nil, "a01", "", "p01 x02"},
		"handed to another manager":             {[]string{"x02 q01"}, "a01", "", "p01 x02 q01/x02"},
		"handed to a VP":                        {[]string{"p01 v01"}, "a01", "", "p01 x02 v01/p01"},
		"what the delegator proposed":           {[]string{"v02 v01"}, "v02", "", "v01"},
		"what the delegate proposed":            {[]string{"v02 v01"}, "v01", "", ""},
		"about the delegate":                    {[]string{"x02 q01"}, "a01", "q01", "p01 x02"},
		"about the delegator":                   {[]string{"x02 q01"}, "a01", "x02", "p01"},
		"own name and another's":                {[]string{"x02 p01"}, "a01", "", "p01 x02"},
		"a delegate's delegate":                 {[]string{"x02 q01", "q01 v01"}, "a01", "", "p01 x02 q01/x02"},
		"a manager's to whoever decided before": {[]string{"s02 q01", "x02 q01"}, "a01", "", "p01 x02 q01/x02"},
	} {
		t.Run(name, func(t *testing.T) {
			w := manager(t, handedOver(t, tt.pairs...), tt.by)
			if tt.accused != "" {
				w.Accused = []string{tt.accused}
			}
			var may []string
			for _, who := range []string{"p01", "x02", "q01", "v01"} {
				s, place := w.StepFor(w.o.as(who), 1)
				err := Can(w.o.as(who), ActionDecide, w.Complaint)
				if (s != nil && w.Visible(w.o.as(who))) != (err == nil) {
					t.Errorf("%s: step %v, can %v", who, s, err)
				}
				switch {
				case s == nil:
					w.refused(who, KindOf(err), w.decide(1, Approve, ""))
				case place != "":
					may = append(may, who+"/"+place)
				default:
					may = append(may, who)
				}
			}
			if got := strings.Join(may, " "); got != tt.may {
				t.Errorf("may decide: %s, want %s", got, tt.may)
			}
		})
	}

	// Twice in one chain, whichever way: q01 approves for s02, so neither q01 nor s02 has another word.
	w := record(t, handedOver(t, "s02 q01", "x02 q01"), "a01", intake())
	w.handled("s01", "a01").offered("a01", 5_000*Yuan)
	w.approved("q01")
	if w.Steps[0].For != "s02" || w.Proposals[0].Stage != 2 {
		t.Fatalf("%+v", w.Steps[0])
	}
	w.refused("q01", KindForbidden, w.decide(1, Approve, ""))
	w.must("x02", w.decide(1, Return, "请补充"))
}

func TestP6_TheDelegateSeesForTheTimeAndWhatTheyDecidedFromThenOn(t *testing.T) {
	o := handedOver(t, "u01 s01", "l01 e01")
	later := o.At(monday.AddDate(0, 2, 0))
	jy := record(t, o, "w01", intake(at("JY")))
	decided := record(t, o, "w01", intake(at("JY")))
	decided.must("s01", decided.assign("w01", ""))
	lt := record(t, o, "b01", intake(at("LT")))
	about := record(t, o, "w01", intake(at("JY"), against("u01")))
	for name, tt := range map[string]struct {
		w           *walk
		now, future bool
	}{
		"of the delegator's site": {jy, true, false}, "decided": {decided, true, true},
		"of another site": {lt, false, false}, "about the delegator": {about, false, false},
	} {
		if got := tt.w.Visible(o.as("s01")); got != tt.now {
			t.Errorf("%s: seen during it: %v", name, got)
		}
		if got := tt.w.Visible(later.as("s01")); got != tt.future {
			t.Errorf("%s: seen afterwards: %v", name, got)
		}
		if tt.w.Visible(o.as("t01")) != (tt.w == lt) {
			t.Errorf("%s: t01", name)
		}
	}
	// What l01's function is asked for e01 sees, is told of, and keeps.
	w := record(t, o, "a01", intake())
	w.handled("s01", "a01").offered("a01", 60_000*Yuan).approved("s02")
	if w.Visible(o.as("e01")) {
		t.Error("seen before anyone was asked")
	}
	w.now = w.now.Add(time.Minute)
	w.Loaded()
	if err := w.Decide(o.as("p01"), w.now, 1, Approve, ""); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(w.Notices(),
		func(n Notice) bool { return n.Account == "e01" && n.Kind == NoticeApprovalWaiting }) {
		t.Errorf("the delegate is not told: %+v", w.Notices())
	}
	if !w.Visible(o.as("e01")) || !w.Visible(later.as("e01")) {
		t.Error("asked, the delegate does not see it")
	}
	w.approved("e01")
	if s := w.Steps[2]; s.By != "e01" || s.For != "l01" {
		t.Errorf("%+v", s)
	}
}

func TestD11P6_NobodyGrantsThroughADelegateWhatTheyAskedFor(t *testing.T) {
	o := handedOver(t, "x02 v02", "s01 s02")
	w := record(t, o, "a01", intake(about("attitude"))).handled("s01", "a01")
	w.must("a01", w.extend(D5, monday.AddDate(0, 0, 20)))
	w.refused("s02", KindForbidden, func(by Actor, now time.Time) error { return w.DecideExtension(by, now, 1, "yes") })
	w.must("v02", func(by Actor, now time.Time) error { return w.DecideExtension(by, now, 1, "yes") })
	if w.Extensions[0].DecidedFor != "" { // a VP stands above the seat
		t.Errorf("%+v", w.Extensions[0])
	}
}

func TestG5P6_LoweringTakesTheHigherSeatInWhosePlaceEver(t *testing.T) {
	o := handedOver(t, "x02 q01")
	w := record(t, o, "a01", intake(about("attitude")))
	w.refused("s01", KindForbidden, w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Minor, "轻微" }))
	w.signs("q01", "x02", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Minor, "轻微" }))
}
