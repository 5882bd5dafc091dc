package crisis

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
)

var now = time.Date(2025, 5, 8, 1, 28, 0, 0, time.UTC) // 09:28 in Shanghai

func demo() *huiyin.Org {
	o := huiyin.DemoCompany().Index()
	o.Zone = time.FixedZone("Asia/Shanghai", 8*3600)
	return o
}

func as(t *testing.T, o *huiyin.Org, account string) huiyin.Actor {
	t.Helper()
	p := o.Person(account)
	if p == nil {
		t.Fatalf("no account %s", account)
	}
	return huiyin.Actor{Person: p, Org: o}
}

func raised(t *testing.T, o *huiyin.Org) *Alarm {
	t.Helper()
	a, err := RaiseAlarm(as(t, o, "a01"), now, AlarmForm{Site: "HY", Place: "大门", People: 20})
	if err != nil {
		t.Fatal(err)
	}
	a.Numbered(AlarmNumber(a.Site, now, 1))
	return a
}

// rung are those told since the loading, sorted.
func rung(a *Alarm) string {
	var out []string
	for _, n := range a.Notices() {
		out = append(out, n.Account)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestR15_TheAlarmRingsForThoseWhoAnswerForTheSite(t *testing.T) {
	o := demo()
	a := raised(t, o)
	if got, want := rung(a), "g01 p01 s01 s02 v01 v02 x02"; got != want {
		t.Errorf("told %s, want %s", got, want)
	}
	n := a.Notices()[0]
	if n.Kind != huiyin.NoticeAlarm || n.Number != "BJ-HY-20250508-1" || n.What != "20" || !n.At.Equal(now) {
		t.Errorf("the notice is %+v", n)
	}
	if a.State != AlarmOpen || a.People != 20 || a.Place() != "大门" || a.By() != "a01" {
		t.Errorf("the alarm is %+v", a)
	}
}

func TestR15_WhoMayRaiseForWhichSite(t *testing.T) {
	o := demo()
	for account, want := range map[string]string{
		"a01": "HY", "s01": "HY", "w01": "JY", "u01": "JY", // of a site: their own
		"p01": "HY CX JY", "v01": "HY CX JY", "k01": "HY CX JY", "e01": "HY CX JY", // managers, VPs, head office: any
	} {
		by := as(t, o, account)
		var got []string
		for _, s := range SitesToRaise(by) {
			got = append(got, s.Code)
		}
		wanted := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(wanted)
		if len(wanted) == 1 && !slices.Equal(got, wanted) || len(wanted) > 1 && len(got) != len(o.Sites) {
			t.Errorf("%s may raise for %v, want %v", account, got, wanted)
		}
	}
	if _, err := RaiseAlarm(as(t, o, "a01"), now, AlarmForm{Site: "JY", Place: "大门", People: 9}); huiyin.KindOf(err) != huiyin.KindInvalid {
		t.Errorf("a01 raises for another site: %v", err)
	}
}

func TestR15_WhatAnAlarmMustSay(t *testing.T) {
	o := demo()
	by := as(t, o, "a01")
	for name, tt := range map[string]struct {
		f     AlarmForm
		field string
	}{
		"no site":      {AlarmForm{Place: "大门", People: 3}, "site"},
		"unknown site": {AlarmForm{Site: "XX", Place: "大门", People: 3}, "site"},
		"no place":     {AlarmForm{Site: "HY", People: 3}, "place"},
		"no people":    {AlarmForm{Site: "HY", Place: "大门"}, "people"},
		"less than no": {AlarmForm{Site: "HY", Place: "大门", People: -4}, "people"},
		"a city":       {AlarmForm{Site: "HY", Place: "大门", People: 100_001}, "people"},
		"long place":   {AlarmForm{Site: "HY", Place: strings.Repeat("门", 61), People: 3}, "place"},
		"long words":   {AlarmForm{Site: "HY", Place: "大门", People: 3, Said: strings.Repeat("人", 501)}, "said"},
	} {
		_, err := RaiseAlarm(by, now, tt.f)
		if e, ok := err.(*huiyin.Error); !ok || e.Kind != huiyin.KindInvalid || e.Field != tt.field {
			t.Errorf("%s: %v, want it at %s", name, err, tt.field)
		}
	}
}

func TestR15_ASecondAlarmJoinsAndRingsAtDouble(t *testing.T) {
	o := demo()
	a := raised(t, o)
	a.Loaded()
	f := AlarmForm{Site: "HY", Place: "大堂", People: 39}
	if err := a.Join(as(t, o, "a02"), now.Add(time.Minute), f); err != nil {
		t.Fatal(err)
	}
	if got := rung(a); got != "" || a.People != 39 || a.Reporters() != 2 || a.Place() != "大堂" {
		t.Errorf("39 after 20 rings for %q; %+v", got, a)
	}
	f.People = 40
	if err := a.Join(as(t, o, "s01"), now.Add(2*time.Minute), f); err != nil {
		t.Fatal(err)
	}
	if got, want := rung(a), "g01 p01 s02 v01 v02 x02"; got != want { // but not for who says so
		t.Errorf("40 after 20 rings for %q, want %q", got, want)
	}
	a.Loaded()
	if err := a.Add(as(t, o, "a01"), now.Add(3*time.Minute), 12, "有人离开"); err != nil {
		t.Fatal(err)
	}
	if a.People != 40 || rung(a) != "" {
		t.Errorf("fewer people make %d and ring for %q", a.People, rung(a))
	}
	late := now.Add(2 * time.Hour)
	before := *a
	if err := a.Join(as(t, o, "a02"), late, f); huiyin.KindOf(err) != huiyin.KindConflict || a.Joins(o, "HY", late) {
		t.Errorf("after two hours it joins still: %v", err)
	}
	if !reflect.DeepEqual(*a, before) {
		t.Error("a refused alarm has changed the first")
	}
	if a.Joins(o, "JY", now) {
		t.Error("it joins one of another site")
	}
}

func TestR15_ItRingsAgainFourTimes(t *testing.T) {
	o := demo()
	a := raised(t, o)
	var at []string
	for range 9 {
		a.Loaded()
		due := a.NextDue()
		if due.IsZero() {
			break
		}
		a.Run(o, due.Add(-time.Second))
		if len(a.Journal()) > 0 {
			t.Fatal("it rings before its time")
		}
		a.Run(o, due)
		if got := rung(a); got != "g01 p01 s01 s02 v01 v02 x02" {
			t.Errorf("it rings for %s", got)
		}
		at = append(at, due.Sub(now).String())
		a.Run(o, due) // twice does nothing twice
	}
	if got := strings.Join(at, " "); got != "15m0s 30m0s 45m0s 1h0m0s" {
		t.Errorf("it rings at %s", got)
	}

	// After a stop everybody is told once, and each ring stands in the journal at its own time.
	b := raised(t, o)
	b.Loaded()
	b.Run(o, now.Add(9*time.Hour))
	if got := rung(b); got != "g01 p01 s01 s02 v01 v02 x02" {
		t.Errorf("after a stop it rings for %s", got)
	}
	if j := b.Journal(); len(j) != 4 || !j[0].At.Equal(now.Add(15*time.Minute)) || !j[3].At.Equal(now.Add(time.Hour)) {
		t.Errorf("after a stop the journal says %+v", j)
	}
	if !b.Notices()[0].At.Equal(now.Add(time.Hour)) || !b.NextDue().IsZero() {
		t.Error("the ring after a stop does not carry its own time")
	}
}

func TestR15_EndedByAManagerForAReason(t *testing.T) {
	o := demo()
	for account, kind := range map[string]huiyin.Kind{
		"a01": huiyin.KindForbidden, "s01": huiyin.KindForbidden, "a02": huiyin.KindForbidden,
		"w01": huiyin.KindForbidden, "q01": huiyin.KindNotFound, "p01": 0, "x02": 0, "v01": 0,
	} {
		a := raised(t, o)
		a.Loaded()
		before := *a
		err := a.End(as(t, o, account), now, Dispersed)
		if huiyin.KindOf(err) != kind || (err == nil) != (kind == 0) {
			t.Errorf("%s ends it: %v", account, err)
		}
		if err != nil && !reflect.DeepEqual(*a, before) {
			t.Errorf("%s was refused and changed it", account)
		}
	}
	a := raised(t, o)
	if err := a.End(as(t, o, "p01"), now, "bored"); huiyin.KindOf(err) != huiyin.KindInvalid || a.State != AlarmOpen {
		t.Errorf("an unknown reason: %v, %s", err, a.State)
	}
	if err := a.End(as(t, o, "p01"), now, FalseCall); err != nil || !a.NextDue().IsZero() {
		t.Fatal(err)
	}
	a.Loaded()
	before := *a
	for name, err := range map[string]error{
		"end":   a.End(as(t, o, "v01"), now, Handled),
		"add":   a.Add(as(t, o, "a01"), now, 3, "还有人"),
		"heard": a.Heard(as(t, o, "v01"), now),
		"join":  a.Join(as(t, o, "a02"), now, AlarmForm{Site: "HY", Place: "大门", People: 5}),
	} {
		if huiyin.KindOf(err) != huiyin.KindConflict {
			t.Errorf("%s after its end: %v", name, err)
		}
	}
	if !reflect.DeepEqual(*a, before) {
		t.Error("what was refused has changed it")
	}
}

func TestR15_WhoReportedItSeesIt(t *testing.T) {
	o := demo()
	a := raised(t, o)
	a.Loaded()
	if huiyin.MayOn(as(t, o, "a01"), huiyin.ActionRead, a) != nil {
		t.Error("who raised it does not see it")
	}
	before := *a
	for _, account := range []string{"a02", "w01", "u01", "q01", "k01", "admin"} {
		if err := a.Heard(as(t, o, account), now); huiyin.KindOf(err) != huiyin.KindNotFound {
			t.Errorf("%s hears it: %v", account, err)
		}
	}
	if !reflect.DeepEqual(*a, before) {
		t.Error("what was refused has changed it")
	}
	if err := a.Heard(as(t, o, "v02"), now); err != nil || !a.HeardBy("v02") {
		t.Fatal(err)
	}
	if err := a.Heard(as(t, o, "v02"), now); err != nil || len(a.Hearers) != 1 || len(a.Journal()) != 1 {
		t.Errorf("twice is not once: %v, %v", err, a.Hearers)
	}
	if got := strings.Join(a.Unheard(o), " "); got != "p01 x02 v01 g01 s01 s02" {
		t.Errorf("not heard yet by %s", got)
	}
}
