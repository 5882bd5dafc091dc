package huiyin

import (
	"slices"
	"testing"
	"time"
)

// twin is another complaint of HY, just received.
func twin(o *Org, now time.Time) *Complaint {
	c, err := RecordComplaint(o.as("a01"), now, intake(func(in *Intake) { in.ReceivedAt = now }))
	if err != nil {
		panic(err)
	}
	c.Numbered("TS-HY-20250303-099")
	return c
}

// complete puts everything into a minor complaint that closing needs (rule W7).
func complete(w *walk) {
	w.Validity, w.Responsibility = Valid, ByCompany
	w.Causes = []Cause{{Class: "people", Cause: "疏忽"}}
	w.Measures = []Measure{{Kind: Corrective, What: "培训", DoneAt: w.now}}
	w.Answers = append(w.Answers, Answer{Accepted: "yes"})
	w.Results = append(w.Results, Result{Satisfaction: Fair})
	w.Proposals = nil
}

func TestW1_EveryMoveFromEveryState(t *testing.T) {
	for name, row := range everyMove() {
		for _, from := range States() {
			t.Run(name+" from "+string(from), func(t *testing.T) {
				w := reached(t, from)
				if row.prepare != nil {
					row.prepare(w)
				}
				do, before := row.do(w), w.Version
				to, allowed := row.to[from]
				if !allowed {
					if name == "reopen" && from == Archived { // there it is the person that is refused
						w.refused(row.by, KindForbidden, do)
					} else {
						w.refused(row.by, KindConflict, do)
					}
					return
				}
				if err := do(w.o.as(row.by), w.now.Add(time.Minute)); err != nil {
					t.Fatal(err)
				}
				if w.State != to {
					t.Errorf("came to %s, want %s", w.State, to)
				}
				j := w.Journal()
				if len(j) != 1 || j[0].From != from || j[0].To != to || j[0].By != row.by || j[0].Version != w.Version {
					t.Errorf("journal %+v", j)
				}
				want := before + 1
				if slices.Contains([]string{"reveal", "hear", "print", "show a paper", "look up"}, name) ||
					j[0].Action.Confidential() {
					want = before // looking changes nothing, and what is confidential makes nobody's page outdated
				}
				if w.Version != want || w.Changed() != (want != before || j[0].Action.Confidential()) {
					t.Errorf("version %d became %d", before, w.Version)
				}
			})
		}
	}
}

func TestW1_EveryActionOfTheTableIsProved(t *testing.T) {
	seen := map[Action]bool{}
	for _, row := range everyMove() {
		for from := range row.to {
			w := reached(t, from)
			if row.prepare != nil {
				row.prepare(w)
			}
			if err := row.do(w)(w.o.as(row.by), w.now.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			seen[w.Journal()[0].Action] = true
		}
	}
	for a := range moves {
		if !seen[a] {
			t.Errorf("no test makes the move %s", a)
		}
	}
}

func TestW1_OnlyWhatWouldBeDoneIsOffered(t *testing.T) {
	w := reached(t, Investigating)
	for a, want := range map[Action]bool{ActionAssign: true, ActionAccept: false, ActionFind: true, ActionPropose: true,
		ActionSubmit: false, ActionGiveAnswer: false, ActionClose: true, ActionReopen: false, ActionArchive: false} {
		if got := w.Offers(w.o.as("s01"), a); got != want {
			t.Errorf("%s offered to s01: %v", a, got)
		}
	}
	if w.Offers(w.o.as("a01"), ActionClose) || w.Offers(w.o.as("a01"), ActionAccept) ||
		w.Offers(w.o.as("b01"), ActionFind) {
		t.Error("something is offered that would be refused")
	}
}

func TestW1_RefusalsSayWhy(t *testing.T) {
	w := reached(t, Investigating)
	err := w.GiveAnswer(w.o.as("s01"), w.now, Answer{})
	if want := "投诉处于“调查中”，不能答复客户。"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestJ1_AMoveEndsOnce(t *testing.T) {
	w := reached(t, Investigating)
	m, err := w.begin(w.o.as("s01"), ActionFind, w.now)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.to(Closed); KindOf(err) != KindConflict || len(w.Journal()) != 0 || w.State != Investigating {
		t.Errorf("into a state where it does not lead: %v, %s, %+v", err, w.State, w.Journal())
	}
	if err := m.stay(); err != nil {
		t.Fatal(err)
	}
	if err := m.stay(); err == nil || len(w.Journal()) != 1 {
		t.Errorf("a second end: %v, %+v", err, w.Journal())
	}
}

func TestW1_EachMoveAsksThePolicyOnce(t *testing.T) {
	type question struct {
		action Action
		of     *Complaint // two where one is merged into another
	}
	asked := map[question]int{}
	kept := grants
	t.Cleanup(func() { grants = kept })
	grants = map[Action]grant{}
	for a, g := range kept {
		if when := g.when; when != nil {
			g.when = func(by Actor, c *Complaint) bool { asked[question{a, c}]++; return when(by, c) }
		}
		grants[a] = g
	}
	for name, row := range everyMove() {
		for from := range row.to {
			w := reached(t, from)
			if row.prepare != nil {
				row.prepare(w)
			}
			do := row.do(w)
			clear(asked)
			if err := do(w.o.as(row.by), w.now.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			a := w.Journal()[0].Action
			if n := asked[question{a, w.Complaint}]; kept[a].when != nil && n != 1 {
				t.Errorf("%s from %s asks %d times", name, from, n)
			}
		}
	}
}
