package huiyin

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func (w *walk) correctIntake(change func(*Intake), reason string, fields ...string) func(Actor, time.Time) error {
	in := w.Intake
	change(&in)
	return func(by Actor, now time.Time) error { return w.CorrectIntake(by, now, in, fields, reason) }
}

func TestW11_TheIntakeIsCorrectedByANewVersion(t *testing.T) {
	w := reached(t, Investigating)
	number, received, site := w.Number, w.ReceivedAt, w.Site
	was := w.Intake
	do := w.correctIntake(func(in *Intake) { in.Matter, in.Phone, in.Unit = "四楼漏水", "13911112222", "9栋" }, "听错了",
		"matter", "phone", "unit")
	if err := do(w.o.as("a01"), w.now); err != nil || len(w.Journal()) != 1 {
		t.Fatal(err, w.Journal())
	}
	if w.Matter != "四楼漏水" || w.Phone != "13911112222" || w.Unit != "9栋" || w.Number != number ||
		!w.ReceivedAt.Equal(received) || w.Site != site {
		t.Errorf("corrected to %+v", w.Intake)
	}
	if len(w.Revisions) != 3 || w.Revisions[0].Before != was.Matter || w.Revisions[0].After != "四楼漏水" ||
		w.Revisions[0].Reason != "听错了" || w.Revisions[0].By != "a01" {
		t.Errorf("kept %+v", w.Revisions)
	}
	for _, e := range w.Journal() {
		for _, d := range e.Detail {
			if strings.Contains(d.Before+d.After, "13911112222") || strings.Contains(d.Before+d.After, was.Phone) {
				t.Errorf("P5: the journal shows the phone: %+v", d)
			}
		}
	}
	if now, was := w.Corrected("matter", was.Matter); now != "四楼漏水" || !was {
		t.Errorf("the old text now reads %q", now)
	}
}

func TestW11_WhatIsNotMeantStays(t *testing.T) {
	w := reached(t, Investigating)
	phone := w.Phone
	w.must("a01", w.correctIntake(func(in *Intake) { in.Demand, in.Phone, in.Matter = "换新的", "", "不该改" }, "补正",
		"demand", "phone"))
	if w.Demand != "换新的" || w.Phone != phone || w.Matter == "不该改" {
		t.Errorf("corrected to %+v", w.Intake)
	}
}

func TestW11_CorrectionsThatAreRefused(t *testing.T) {
	w := reached(t, Investigating)
	for name, row := range map[string]struct {
		by   string
		kind Kind
		do   func(Actor, time.Time) error
	}{
		"without a reason": {"a01", KindInvalid,
			w.correctIntake(func(in *Intake) { in.Matter = "别的" }, " ", "matter")},
		"without a change": {"a01", KindInvalid, w.correctIntake(func(in *Intake) {}, "无", "matter", "demand")},
		"the site": {"a01", KindInvalid,
			w.correctIntake(func(in *Intake) { in.Site = "JY" }, "错了", "site")},
		"the receipt": {"a01", KindInvalid,
			w.correctIntake(func(in *Intake) { in.ReceivedAt = in.ReceivedAt.Add(-time.Hour) }, "错了", "received_at")},
		"the urgency": {"a01", KindInvalid,
			w.correctIntake(func(in *Intake) { in.Urgency = Emergency }, "错了", "urgency")},
		"the accused": {"a01", KindInvalid,
			w.correctIntake(func(in *Intake) { in.Accused = []string{"s01"} }, "错了", "accused")},
		"an empty matter": {"a01", KindInvalid,
			w.correctIntake(func(in *Intake) { in.Matter = " " }, "错了", "matter")},
		"a phone that is none": {"a01", KindInvalid,
			w.correctIntake(func(in *Intake) { in.Phone = "没有" }, "错了", "phone")},
		"a passage that is none": {"s01", KindNotFound,
			func(by Actor, now time.Time) error { return w.CorrectPart(by, now, AFinding, 99, nil, "错") }},
		"a proposal, rule C5": {"s01", KindNotFound,
			func(by Actor, now time.Time) error { return w.CorrectPart(by, now, "proposal", 1, nil, "错") }},
		"by who does not see it": {"w01", KindNotFound,
			w.correctIntake(func(in *Intake) { in.Matter = "别的" }, "错", "matter")},
		"by who only reads it": {"f01", KindNotFound,
			w.correctIntake(func(in *Intake) { in.Matter = "别的" }, "错", "matter")},
		"by the person accused": {"a02", KindNotFound, func(by Actor, now time.Time) error {
			w.Accused = []string{"a02"}
			defer func() { w.Accused = nil }()
			return w.CorrectIntake(by, now, w.Intake, nil, "错")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			before, revisions := w.Intake, len(w.Revisions)
			w.refused(row.by, row.kind, row.do)
			if !reflect.DeepEqual(before, w.Intake) || len(w.Revisions) != revisions {
				t.Error("something changed")
			}
		})
	}
}

func TestW11_PassagesAreCorrectedByTheirAuthorOrWhoDecides(t *testing.T) {
	w := reached(t, Investigating)
	w.must("a01", func(by Actor, now time.Time) error {
		return w.Find(by, now, Finding{Finding: "查过了", Ground: "制度三"})
	})
	w.must("a01", func(by Actor, now time.Time) error {
		return w.LogContact(by, now, Contact{Way: "phone", Said: "说明进展", Who: "王女士"})
	})
	correct := func(part Passage, n int, reason string, pairs ...string) func(Actor, time.Time) error {
		values := map[string]string{}
		for p := range slices.Chunk(pairs, 2) {
			values[p[0]] = p[1]
		}
		return func(by Actor, now time.Time) error { return w.CorrectPart(by, now, part, n, values, reason) }
	}
	n := len(w.Findings)
	w.must("a01", correct(AFinding, n, "笔误", "finding", "查了两次", "ground", ""))
	w.must("s01", correct(AContact, len(w.Contacts), "称呼", "who", "王先生"))
	if w.Findings[n-1].Finding != "查了两次" || w.Findings[n-1].Ground != "" ||
		w.Contacts[len(w.Contacts)-1].Said != "说明进展" || w.Contacts[len(w.Contacts)-1].Who != "王先生" {
		t.Errorf("%+v %+v", w.Findings, w.Contacts)
	}
	if got := w.RevisionsOf(AFinding, n); len(got) != 2 || got[1].Before != "查过了" || got[0].Before != "制度三" {
		t.Errorf("kept %+v", got)
	}
	w.refused("s01", KindInvalid, correct(AFinding, n, "空", "finding", " "))
	if !w.ReadsRevisions(w.o.as("s01")) || w.ReadsRevisions(w.o.as("a01")) || w.ReadsRevisions(w.o.as("w01")) {
		t.Error("old versions are for who decides")
	}
}

func TestW11_AnAnswerStandsOnceTheFormIsSigned(t *testing.T) {
	w := reached(t, Executing)
	if len(w.Answers) == 0 {
		t.Fatal("no answer")
	}
	again := func(by Actor, now time.Time) error {
		return w.CorrectPart(by, now, TheAnswers, len(w.Answers), map[string]string{"said": "另一句" + now.String()}, "笔误")
	}
	w.must("s01", again)
	w.must("a01", w.attach(SignedForm))
	w.refused("s01", KindConflict, again)
}

func TestW11_GradeAndUrgencyFollowTheCorrectedFacts(t *testing.T) {
	w := reached(t, Investigating)
	if w.Grade != Minor {
		t.Fatalf("begins %s", w.Grade)
	}
	w.must("a01", w.correctIntake(func(in *Intake) { in.Channel = ChannelGovernment }, "政府转来的", "channel"))
	if w.Grade != Important || w.GradeRule != "G2" || w.Owner == "s01" {
		t.Errorf("grade %s by %s, owner %s", w.Grade, w.GradeRule, w.Owner)
	}
	w.must("a01", w.correctIntake(func(in *Intake) { in.Channel = ChannelPhone }, "又不是", "channel"))
	if w.Grade != Important {
		t.Errorf("a correction lowered the grade to %s", w.Grade)
	}
	v := reached(t, Received)
	if err := v.correctIntake(func(in *Intake) { in.Category = "lift_trapped" }, "有人受伤", "category")(v.o.as("a01"), v.now); err != nil {
		t.Fatal(err)
	}
	if v.Urgency != Emergency || v.Deadline(D2).Due.Sub(v.ReceivedAt) != 30*time.Minute || len(v.Notices()) == 0 {
		t.Errorf("K2: urgency %s, notices %v", v.Urgency, v.Notices())
	}
}
