package huiyin

import (
	"slices"
	"testing"
	"time"
)

func (w *walk) handOverTo(from, to string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		giver, taker, err := by.Org.Receiver(by, from, to)
		if err != nil {
			return err
		}
		return w.HandOver(by, now, giver, taker)
	}
}

func TestP7_EverythingInHandGoesToAnother(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	w.must("a01", func(by Actor, now time.Time) error {
		return w.AddTask(by, now, Task{What: "回电", Who: "a01", Due: now.AddDate(0, 0, 1)})
	}).must("a01", func(by Actor, now time.Time) error {
		return w.AddMeasureTo(by, now, Measure{Kind: Corrective, What: "培训", Unit: "销售部", Person: "a01",
			Due: now.AddDate(0, 0, 1)})
	})
	w.now = w.now.Add(time.Minute)
	if err := w.handOverTo("a01", "a02")(w.o.as("admin"), w.now); err != nil {
		t.Fatal(err)
	}
	e := w.Journal()[0]
	if len(w.Journal()) != 1 || e.By != "admin" || e.Action != ActionHandOver ||
		!slices.Contains(e.Detail, Change{"handler", "a01", "a02"}) ||
		!slices.Contains(e.Detail, Change{"first_contact", "a01", "a02"}) {
		t.Errorf("journal %+v", w.Journal())
	}
	if n := w.Notices(); len(n) != 1 || n[0].Account != "a02" || n[0].Kind != NoticeHandedOver {
		t.Errorf("notices %+v", n)
	}
	if w.Handler != "a02" || w.FirstContact != "a02" || !w.AcceptedAt.IsZero() || !w.AssignedAt.Equal(w.now) ||
		w.Tasks[0].Who != "a02" || w.Measures[0].Person != "a02" || w.Owner != "s01" || w.InHand("a01") {
		t.Errorf("%+v", w.Complaint)
	}
	w.saved()
	w.must("a02", w.Accept)
	w.must("admin", w.handOverTo("s01", "s02"))
	if w.Owner != "s02" || !slices.Contains(w.Former, "s01") || !w.Visible(w.o.as("s02")) {
		t.Errorf("owner %s", w.Owner)
	}
	w.refused("admin", KindConflict, w.handOverTo("s01", "s02")) // nothing is left
}

func TestP7_WhoMayTakeWhat(t *testing.T) {
	for name, tt := range map[string]struct {
		by, from, to string
		prepare      func(w *walk)
		kind         Kind
	}{
		"a supervisor's to another of the site": {"admin", "s01", "s02", nil, 0},
		"a supervisor's to the manager":         {"admin", "s01", "p01", nil, 0},
		"a supervisor's to one of another site": {"admin", "s01", "t01", nil, KindInvalid},
		"a supervisor's to an agent":            {"admin", "s01", "a02", nil, KindInvalid},
		"to a person complained about": {"admin", "s01", "s02", func(w *walk) { w.Accused = []string{"s02"} },
			KindInvalid},
		"to nobody":                         {"admin", "s01", "", nil, KindInvalid},
		"to oneself":                        {"admin", "s01", "s01", nil, KindInvalid},
		"to the administrator":              {"admin", "a01", "admin", nil, KindInvalid},
		"an agent's to one of the site":     {"admin", "a01", "a02", nil, 0},
		"an agent's to one of another site": {"admin", "a01", "b01", nil, KindInvalid},
		"an agent's to one who has work in it": {"admin", "a01", "b01",
			func(w *walk) { w.Tasks = []Task{{ID: 1, Who: "b01"}} }, 0},
		"by no administrator": {"v01", "s01", "s02", nil, KindForbidden},
		"by an administrator complained about": {"admin", "s01", "s02",
			func(w *walk) { w.Accused = []string{"admin"} }, KindInvalid},
		"above the seat": {"admin", "s01", "s02", func(w *walk) { w.Grade = Major },
			KindInvalid},
		"whose own proposal waits for the owner": {"admin", "s01", "s02", func(w *walk) { pendingBy(w, "s02") },
			KindInvalid},
		"another's proposal waits for the owner": {"admin", "s01", "s02", func(w *walk) { pendingBy(w, "a01") }, 0},
		"restricted, the owner's":                {"admin", "s01", "s02", func(w *walk) { w.Restricted = true }, KindInvalid},
		"restricted, the owner's, to who is named": {"admin", "s01", "s02", func(w *walk) {
			w.Restricted, w.Named = true, []string{"s02"}
		}, 0},
		"restricted, the owner's, to a VP": {"admin", "s01", "v01", func(w *walk) { w.Restricted = true }, 0},
		"restricted, to who is named": {"admin", "b01", "t01", func(w *walk) {
			w.Restricted, w.Named = true, []string{"t01"}
			w.Tasks = []Task{{ID: 1, Who: "b01"}}
		}, 0},
		"restricted and archived, the owner's": {"admin", "s01", "v01",
			func(w *walk) { w.Restricted, w.State = true, Archived }, 0},
		"archived": {"admin", "s01", "s02", func(w *walk) { w.State = Archived },
			KindConflict},
		"closed, minor": {"admin", "s01", "s02", func(w *walk) { w.State = Closed },
			KindConflict},
		"closed, important, to be called": {"admin", "s01", "p01",
			func(w *walk) { w.State, w.Grade, w.ClosedAt = Closed, Important, w.now }, 0},
		"closed, important, called": {"admin", "s01", "p01", func(w *walk) {
			w.State, w.Grade, w.ClosedAt, w.FollowUps = Closed, Important, w.now, []FollowUp{{At: w.now}}
		}, KindConflict},
		"closed, a measure to be done": {"admin", "a01", "a02",
			func(w *walk) { w.State, w.Measures = Closed, []Measure{{ID: 1, Person: "a01"}} }, 0},
		"who has nothing in it": {"admin", "s02", "s01", nil, KindConflict},
	} {
		t.Run(name, func(t *testing.T) {
			w := record(t, demo(), "a01", intake()).handled("s01", "a01")
			if tt.prepare != nil {
				tt.prepare(w)
			}
			if tt.kind != 0 {
				w.refused(tt.by, tt.kind, w.handOverTo(tt.from, tt.to))
				return
			}
			w.must(tt.by, w.handOverTo(tt.from, tt.to))
			if w.InHand(tt.from) || !w.InHand(tt.to) {
				t.Errorf("in hand of %s: %v, of %s: %v", tt.from, w.InHand(tt.from), tt.to, w.InHand(tt.to))
			}
			if err := Can(w.o.as("admin"), ActionRead, w.Complaint); KindOf(err) != KindNotFound {
				t.Errorf("the administrator reads it: %v", err)
			}
		})
	}
}

// What is restricted goes by the administrator's hand-over to nobody who could not open it: its work stays, whoever is
// in charge is asked, and every VP hears when the seat itself goes (rules P8, P10).
func TestP10_ARestrictedCaseIsNotHandedOverUnseen(t *testing.T) {
	w := record(t, demo(), "a01", intake()).handled("s01", "a01")
	w.must("s01", w.restrict("e01"))
	w.now = w.now.Add(time.Minute)
	if err := w.handOverTo("a01", "a02")(w.o.as("admin"), w.now); err != nil {
		t.Fatal(err)
	}
	if w.Handler != "a01" || w.Visible(w.o.as("a02")) || !slices.Equal(w.heard(NoticeHandOverAsked), []string{"s01"}) ||
		len(w.Journal()) != 1 || w.Journal()[0].Action != ActionAskHandOver {
		t.Errorf("handler %s, told %+v, journal %+v", w.Handler, w.Notices(), w.Journal())
	}
	w.saved()
	w.refused("admin", KindInvalid, w.handOverTo("s01", "s02"))
	if err := w.handOverTo("s01", "v02")(w.o.as("admin"), w.now); err != nil {
		t.Fatal(err)
	}
	if got := w.heard(NoticeClosedHandedOver); w.Owner != "v02" || !slices.Equal(got, []string{"g01", "s01", "v01", "v02"}) {
		t.Errorf("owner %s, told %v", w.Owner, got)
	}
}

// pendingBy is a proposal without money that waits for the owner's word.
func pendingBy(w *walk, by string) {
	w.State = Approving
	w.Proposals = []Proposal{{N: 1, By: by, Status: ProposalPending, Chain: 1, Stage: 1}}
	w.Steps = []Step{{ID: 1, Proposal: 1, Chain: 1, Stage: 1, Account: w.Owner, OpenedAt: w.now}}
}

func TestP6P7_DisablingEndsDelegations(t *testing.T) {
	for _, gone := range []string{"s01", "s02"} {
		o := handedOver(t, "s01 s02", "p01 x02")
		p := *o.Person(gone)
		p.Disabled = true
		if err := o.PutPerson(o.as("admin"), monday.Add(time.Hour), gone, p, nil); err != nil {
			t.Fatal(err)
		}
		if d := o.Delegations; !d[0].EndedAt.Equal(monday.Add(time.Hour)) || d[0].EndedBy != "admin" ||
			!d[1].EndedAt.IsZero() {
			t.Errorf("%s gone: %+v", gone, d)
		}
		if e := o.Journal()[len(o.Journal())-1]; e.Action != ActionEndDelegation || e.Subject != "account:s01" {
			t.Errorf("journal %+v", e)
		}
		p.Disabled = false
		if err := o.PutPerson(o.as("admin"), monday.Add(2*time.Hour), gone, p, nil); err != nil {
			t.Fatal(err)
		}
		if now := o.At(monday.Add(2 * time.Hour)); len(now.StandsFor(now.Person("s02"))) > 0 {
			t.Error("enabled again, the delegation runs on")
		}
	}
}
