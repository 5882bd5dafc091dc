package huiyin

import (
	"slices"
	"testing"
	"time"
)

func (w *walk) phase(p Phase, reason string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.SetPhase(by, now, p, reason) }
}

func (w *walk) tick(list, item string) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.MarkItem(by, now, list, item) }
}

func TestK9_ThePhaseIsSetByAPerson(t *testing.T) {
	w := reached(t, Investigating)
	if w.Phase() != "" || w.Items("latent") != nil {
		t.Errorf("begins in %q", w.Phase())
	}
	w.must("a01", w.phase(Latent, "")).must("s01", w.phase(Outbreak, ""))
	w.wrong("a01", "phase", w.phase(Outbreak, ""))
	w.wrong("a01", "phase", w.phase("boiling", ""))
	w.wrong("a01", "reason", w.phase(Latent, " "))
	w.refused("w01", KindNotFound, w.phase(Handling, ""))
	w.must("a01", w.phase(Handling, "")).must("a01", w.phase(Outbreak, "又来了一批人"))
	if w.Phase() != Outbreak || len(w.PhaseChanges) != 4 || w.PhaseChanges[3].By != "a01" {
		t.Errorf("%+v", w.PhaseChanges)
	}
}

func TestK9_EachPhaseHasItsChecklistAndWords(t *testing.T) {
	codes := map[string]bool{}
	for _, p := range Phases() {
		l := p.Checklist()
		if len(l.Steps) < 3 || len(l.Say) < 2 {
			t.Errorf("%s: %+v", p, l)
		}
		for _, s := range l.Steps {
			if codes[string(p)+s.Code] || s.Text == "" {
				t.Errorf("%s: %+v", p, s)
			}
			codes[string(p)+s.Code] = true
		}
	}
	w := reached(t, Investigating)
	w.must("a01", w.phase(Latent, ""))
	w.must("a01", w.tick("latent", "facts"))
	if k := w.MarkOf("latent", "facts"); k == nil || k.By != "a01" || !k.At.Equal(w.now) {
		t.Errorf("%+v", k)
	}
	w.refused("s01", KindConflict, w.tick("latent", "facts"))
	w.wrong("a01", "item", w.tick("latent", "dance"))
	w.wrong("a01", "list", w.tick("outbreak", "safety"))
	w.wrong("a01", "list", w.tick(EmergencyList, "on_site"))
	w.refused("w01", KindNotFound, w.tick("latent", "listen"))
}

func TestK2B4_AnEmergencyHasItsPlanAndSteps(t *testing.T) {
	o := demo()
	for category, plan := range map[string]string{
		"sold_twice": "sold_twice", "discount": "sold_twice", "fees_not_told": "fees", "change_refused": "fees",
		"wrong_introduction": "wrong_words", "promise_beyond_scope": "wrong_words",
		"data_leak": "data_leak", "group_disturbance": "crowd", "safety_accident": "accident",
		"lift_trapped": "accident", "property_loss": "property_loss", "flood_power_cut": "general", "noise": "general",
	} {
		c := &Complaint{Intake: Intake{Category: category, Urgency: Emergency}}
		if got := c.EmergencyPlan(o); got == nil || got.Code != plan {
			t.Errorf("%s: %+v, want %s", category, got, plan)
		}
		c.Urgency = Urgent // rule B4: the plan belongs to the category, whatever the urgency
		if got := c.EmergencyPlan(o); plan == "general" && got != nil ||
			plan != "general" && (got == nil || got.Code != plan) {
			t.Errorf("%s, no emergency: %+v", category, got)
		}
	}
	if c := (&Complaint{Intake: Intake{Category: "noise", Channel: ChannelGovernment,
		Urgency: Emergency}}); c.EmergencyPlan(o).Code != "inspection" {
		t.Errorf("a government's inspection: %+v", c.EmergencyPlan(o))
	}
	if len(EmergencyPlans()) != 9 { // the eight of rule B4 and the general one
		t.Errorf("%d plans", len(EmergencyPlans()))
	}
	for _, p := range EmergencyPlans() {
		if p.First == "" || len(p.Do) == 0 || len(p.Dont) == 0 || len(p.Call) == 0 {
			t.Errorf("%s lacks something", p.Code)
		}
	}
	w := record(t, demo(), "a01", intake(about("lift_trapped")))
	w.must("a01", w.tick(EmergencyList, "told_manager")).must("s01", w.tick(EmergencyList, "on_site"))
	if k := w.MarkOf(EmergencyList, "on_site"); k == nil || k.By != "s01" {
		t.Errorf("%+v", w.Marks)
	}
	if m := w.o.SiteManagers("HY"); len(m) != 1 || m[0].Account != "p01" ||
		!slices.ContainsFunc(w.o.Emergency("HY"), func(l DirectoryEntry) bool { return l.Phone == "119" }) {
		t.Errorf("managers %v, contacts %v", m, w.o.Emergency("HY"))
	}
}
