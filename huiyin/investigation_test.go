package huiyin

import (
	"slices"
	"testing"
	"time"
)

func TestG7_Assign(t *testing.T) {
	w := record(t, demo(disabled("a02")), "a01", intake(against("b01")))
	w.wrong("s01", "handler", w.assign("", ""))
	w.wrong("s01", "handler", w.assign("nobody", ""))
	w.wrong("s01", "handler", w.assign("a02", ""))
	w.wrong("s01", "handler", w.assign("b01", ""))
	w.wrong("s01", "department", w.assign("a01", "moon"))
	w.refused("a01", KindForbidden, w.assign("a01", ""))
	w.refused("t01", KindNotFound, w.assign("a01", ""))
	w.must("s01", w.assign("a01", "engineering"))
	if w.Handler != "a01" || w.Department != "engineering" || w.State != Received || !w.AcceptedAt.IsZero() {
		t.Errorf("%s, %s, %s, accepted %s", w.Handler, w.Department, w.State, w.AcceptedAt)
	}
	w.must("a01", w.Accept).must("x02", w.assign("a01", ""))
	if w.AcceptedAt.IsZero() || w.Department != "engineering" {
		t.Error("assigned to the same once more, the acceptance or the department is lost")
	}
}

func TestW14_WhoTookItAnswersUntilTheNextHasAccepted(t *testing.T) {
	w := record(t, demo(), "b01", intake()) // taken at another site
	w.refused("a01", KindNotFound, w.Accept)
	w.must("s01", w.assign("a01", ""))
	if w.FirstContact != "b01" {
		t.Errorf("answerable before the acceptance: %s", w.FirstContact)
	}
	reveal := func(by Actor, now time.Time) error { return w.RevealField(by, now, "phone") }
	w.must("b01", reveal)
	w.refused("s01", KindForbidden, w.Accept)
	w.must("a01", w.Accept)
	w.refused("a01", KindConflict, w.Accept)
	if w.FirstContact != "a01" || w.State != Investigating {
		t.Errorf("answerable after it: %s in %s", w.FirstContact, w.State)
	}
	w.refused("b01", KindForbidden, reveal)
	w.must("s01", w.assign("a02", ""))
	if w.FirstContact != "a01" || !w.AcceptedAt.IsZero() {
		t.Errorf("handed over, answerable is %s", w.FirstContact)
	}
	if w.must("a02", w.Accept); w.FirstContact != "a02" || w.State != Investigating {
		t.Errorf("answerable then: %s in %s", w.FirstContact, w.State)
	}
	w.refused("a01", KindNotFound, reveal)
}

func TestW2W15_FindingsOpinionsStatements(t *testing.T) {
	w := record(t, demo(), "a02", intake(against("a01")))
	w.must("x02", w.assign("a02", "engineering")).must("a02", w.Accept)
	text := func(f func(Actor, time.Time, string) error, s string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return f(by, now, s) }
	}
	find := func(by Actor, now time.Time, s string) error {
		return w.Find(by, now, Finding{Finding: s, Ground: "《物业服务标准》"})
	}
	w.wrong("a02", "finding", text(find, " "))
	w.wrong("e01", "opinion", text(w.GiveOpinion, ""))
	w.wrong("a01", "statement", text(w.GiveStatement, ""))
	w.must("a02", text(find, "电梯控制柜故障")).must("a02", text(find, "更正：轿厢门故障"))
	w.must("e01", text(w.GiveOpinion, "更换门机")).must("a01", text(w.GiveStatement, "当日已报修"))
	if len(w.Findings) != 2 || w.Findings[0].Finding != "电梯控制柜故障" || w.Findings[1].Ground == "" { // rule W11
		t.Errorf("findings %+v", w.Findings)
	}
	if o := w.Opinions[0]; o.By != "e01" || o.Department != "engineering" {
		t.Errorf("opinion %+v", o)
	}
	if s := w.Statements[0]; s.By != "a01" || s.Statement != "当日已报修" {
		t.Errorf("statement %+v", s)
	}
	w.refused("a02", KindForbidden, text(w.GiveStatement, "代写"))
	w.refused("x02", KindForbidden, text(w.GiveStatement, "代写"))
	w.refused("b01", KindNotFound, text(w.GiveStatement, "代写"))
}

func TestW4_Contacts(t *testing.T) {
	w := reached(t, Investigating)
	log := func(change func(*Contact)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			k := Contact{Way: "phone", Said: "告知进度"}
			change(&k)
			return w.LogContact(by, now, k)
		}
	}
	for _, tt := range []struct {
		field  string
		change func(*Contact)
	}{
		{"way", func(k *Contact) { k.Way = "smoke" }},
		{"said", func(k *Contact) { k.Said = " " }},
		{"at", func(k *Contact) { k.At = hour(1) }},
		{"at", func(k *Contact) { k.At = hour(-1) }},
		{"promised_at", func(k *Contact) { k.Promised = "回电" }},
		{"promised", func(k *Contact) { k.PromisedAt = hour(5) }},
		{"promised_at", func(k *Contact) { k.Promised, k.PromisedAt = "回电", hour(-1) }},
	} {
		w.wrong("a01", tt.field, log(tt.change))
	}
	w.refused("a02", KindNotFound, log(func(*Contact) {}))
	w.refused("e01", KindNotFound, log(func(*Contact) {}))
	w.must("a01", log(func(k *Contact) { k.At = monday }))
	if len(w.Tasks) != 0 || len(w.Contacts) != 1 || w.Contacts[0].Said != "告知进度" || !w.Contacts[0].At.Equal(monday) ||
		w.Contacts[0].By != "a01" {
		t.Errorf("a contact without a promise: %+v, tasks %+v", w.Contacts, w.Tasks)
	}
	w.must("a01", log(func(k *Contact) { k.Promised, k.PromisedAt = "周三回电", hour(48) }))
	if len(w.Tasks) != 1 || w.Tasks[0].What != "周三回电" || !w.Tasks[0].Promise || w.Tasks[0].Who != "a01" ||
		!w.Tasks[0].Due.Equal(hour(48)) {
		t.Errorf("a promise became %+v", w.Tasks)
	}
	// what was said on somebody's own chat account is exported within 24 hours of it
	w.wrong("a01", "private", log(func(k *Contact) { k.Way, k.Private = FaceToFace, true }))
	w.must("a01", log(func(k *Contact) { k.Way, k.At, k.Private = "wechat", monday, true }))
	if len(w.Tasks) != 2 || w.Tasks[1].What != exportChat || w.Tasks[1].Who != "a01" || w.Tasks[1].Promise ||
		!w.Tasks[1].Due.Equal(monday.Add(24*time.Hour)) {
		t.Errorf("a private account became %+v", w.Tasks)
	}
	w = reached(t, Closed)
	w.wrong("a01", "promised", log(func(k *Contact) { k.Promised, k.PromisedAt = "回电", w.now.AddDate(0, 0, 1) }))
	w.wrong("a01", "private", log(func(k *Contact) { k.Way, k.Private = "wechat", true }))
}

// The log says when it was, with whom and what was promised by when, also where it is written down later.
func TestW4_TheJournalTellsTheContact(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil)
	k := Contact{Way: "phone", At: monday, Who: "王太太", Said: "告知进度", Promised: "周三回电", PromisedAt: hour(48)}
	var detail []Change
	w.must("a01", func(by Actor, now time.Time) error {
		err := w.LogContact(by, now, k)
		for _, e := range w.Journal() {
			detail = append(detail, e.Detail...)
		}
		return err
	})
	for _, want := range []Change{Note("at", stamp(monday)), Note("spoken_to", "王太太"), Note("promised", "周三回电"),
		Note("promised_at", stamp(hour(48)))} {
		if !slices.Contains(detail, want) {
			t.Errorf("the journal lacks %+v: %+v", want, detail)
		}
	}
}

func TestW4_TimesAreTypedToTheMinute(t *testing.T) {
	received := monday.Add(-10 * time.Second) // 08:59:50
	w := record(t, demo(), "a01", intake(func(in *Intake) { in.ReceivedAt = received }))
	typed := received.Truncate(time.Minute)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{Way: "phone", Said: "告知", At: typed})
	})
	w.must("a01", w.remind(typed))
	w.now = w.now.Add(30 * time.Second)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.AddTask(by, now, Task{What: "回电", Who: "a01", Due: now.Truncate(time.Minute)})
	})
}

func TestD7_TwoRemindersWithinTwoHoursCountOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		hours []float64 // in the order they were written down
		want  int
	}{
		"one":                     {[]float64{1}, 1},
		"two at once":             {[]float64{1, 1}, 1},
		"just within":             {[]float64{1, 2.99}, 1},
		"two hours apart":         {[]float64{1, 3}, 2},
		"the second starts anew":  {[]float64{1, 2, 3}, 2},
		"a row of many":           {[]float64{1, 2, 3, 4, 5, 6}, 3},
		"written down afterwards": {[]float64{6, 5, 1}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			w := record(t, demo(), "a01", intake())
			w.now = hour(10)
			for _, h := range tt.hours {
				w.must("a01", w.remind(hour(h)))
			}
			if w.Counted() != tt.want || len(w.Reminders) != len(tt.hours) {
				t.Errorf("%d of %d count, want %d", w.Counted(), len(w.Reminders), tt.want)
			}
		})
	}
	w := record(t, demo(), "a01", intake())
	w.wrong("a01", "at", w.remind(hour(1)))
	w.wrong("a01", "at", w.remind(hour(-1)))
	w.wrong("a01", "way", func(by Actor, now time.Time) error { return w.Remind(by, now, Reminder{}) })
}
