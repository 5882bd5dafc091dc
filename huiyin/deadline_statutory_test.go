package huiyin

import (
	"testing"
	"time"
)

// statutory is the company with ten days for the answer in writing at HY.
func statutory(t *testing.T) *Org {
	t.Helper()
	o := demo()
	site := *o.Site("HY")
	site.AnswerDays, site.AnswerGround = 10, "杭州市物业管理条例第五十条"
	if err := o.PutSite(o.as("admin"), monday, "HY", site); err != nil {
		t.Fatal(err)
	}
	return o.Index()
}

func (w *walk) letterSaid(way Way) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error {
		return w.GiveAnswer(by, now, Answer{Way: way, Said: "已安排维修", Accepted: "yes"})
	}
}

func TestD17_TheSiteSaysWhetherAndByWhatLaw(t *testing.T) {
	o := demo()
	for field, change := range map[string]func(*Site){
		"answer_days":   func(s *Site) { s.AnswerDays, s.AnswerGround = 366, "条例" },
		"answer_ground": func(s *Site) { s.AnswerDays, s.AnswerGround = 10, " " },
	} {
		orgRefused(t, o, KindInvalid, field, func(o *Org) error {
			s := *o.Site("HY")
			change(&s)
			return o.PutSite(o.as("admin"), monday, "HY", s)
		})
	}
	before := record(t, o, "a01", intake())
	if before.Deadline(D17) != nil {
		t.Error("a date where no law sets one")
	}
	w := record(t, statutory(t), "a01", intake())
	if d := w.Deadline(D17); d == nil || !d.Due.Equal(w.ReceivedAt.AddDate(0, 0, 10)) || d.Kind.Label() == "" {
		t.Fatalf("%+v", d)
	}
	w = record(t, statutory(t), "a01", intake(func(in *Intake) { in.Name, in.Phone = "匿名", "" }))
	if w.Deadline(D17) != nil {
		t.Error("who cannot be reached is owed a letter")
	}
}

func TestD17_NothingMovesIt(t *testing.T) {
	w := record(t, statutory(t), "a01", intake()).handled("s01", "a01")
	due := w.Deadline(D17).Due
	w.wrong("s01", "deadline", w.extend(D17, due.AddDate(0, 0, 5)))
	w.must("a01", w.pause("等厂家"))
	if d := w.Deadline(D17); d.Status != Running || !d.Due.Equal(due) {
		t.Fatalf("%+v", d)
	}
	if w.Run(w.o, due.AddDate(0, 0, -5)); w.Deadline(D17).Told != 50 { // it climbs while the others stand still
		t.Errorf("told %d", w.Deadline(D17).Told)
	}
	w.Run(w.o, due)
	if d := w.Deadline(D17); d.Status != Missed || !d.Due.Equal(due) || !d.FirstDue.IsZero() {
		t.Errorf("%+v", d)
	}
}

func TestD17_TheAnswerInWritingMeetsIt(t *testing.T) {
	for way, want := range map[Way]DeadlineStatus{"letter": Met, "email": Met, "phone": Running, FaceToFace: Running} {
		w := record(t, statutory(t), "a01", intake()).handled("s01", "a01")
		w.must("a01", w.propose(500*Yuan, Compensation)).must("a01", w.submit(1)).approved("s02")
		w.must("s01", w.letterSaid(way))
		if d := w.Deadline(D17); d.Status != want {
			t.Errorf("%s: %s", way, d.Status)
		}
		if w.called(); want == Running { // which alone settles it (rule W6)
			w.saved()
		}
		if next := w.NextToKeep(); want == Running && next.Kind != D17 && next.Kind != D14 {
			t.Errorf("%s: next %s", way, next.Kind)
		}
	}
	w := record(t, statutory(t), "a01", intake()).handled("s01", "a01")
	w.must("a01", w.propose(500*Yuan, Compensation)).must("a01", w.submit(1)).approved("s02").
		must("s01", w.letterSaid("phone"))
	w.must("s01", func(by Actor, now time.Time) error {
		return w.FreezeLetter(by, now, w.LetterDraft(by.Org, func(s string) string { return s }), LetterDispatch{})
	})
	if d := w.Deadline(D17); d.Status != Met {
		t.Errorf("letter: %+v", d)
	}
}

// Settled in time by word of mouth is not on time where the letter was missed (rule D5).
func TestD17D5_WhatTheLawWantedInWritingIsMissed(t *testing.T) {
	w := record(t, statutory(t), "a01", intake()).handled("s01", "a01")
	due := w.Deadline(D17).Due
	w.must("a01", w.propose(500*Yuan, Compensation)).must("a01", w.submit(1)).approved("s02").
		must("s01", w.letterSaid("phone")).called()
	if w.Deadline(D5).Status != Met {
		t.Fatalf("%+v", w.Deadline(D5))
	}
	w.Run(w.o, due)
	if w.Deadline(D17).Status != Missed || w.Deadline(D5).Status != Missed {
		t.Errorf("%+v, %+v", w.Deadline(D17), w.Deadline(D5))
	}
	late := record(t, statutory(t), "a01", intake(func(in *Intake) { in.Category = "attitude" }))
	late.Run(late.o, due.Add(time.Hour))
	late.now = due.Add(time.Hour)
	late.must("v01", late.close(Withdrawn, "客户撤诉"))
	if late.Deadline(D5).Status != Missed {
		t.Errorf("%+v", late.Deadline(D5))
	}
	gone := record(t, statutory(t), "a01", intake())
	if gone.must("s01", gone.close(Withdrawn, "客户撤诉")); gone.Deadline(D17).Status != Waived {
		t.Errorf("%+v", gone.Deadline(D17))
	}
}
