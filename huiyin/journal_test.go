package huiyin

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestJ1_WhatWasBeforeAndAfter(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	now := w.now.Add(time.Minute)
	form := Assessing{Assessment: w.Assessment, Grade: Important, GradeReason: "媒体关注"}
	form.Responsibility, form.Loss = ByCompany, 1234*Yuan
	if err := w.Assess(w.o.as("s01"), now, form); err != nil {
		t.Fatal(err)
	}
	e := w.Journal()[0]
	if !e.At.Equal(now) || e.By != "s01" || e.Action != ActionAssess || e.Subject != w.Number {
		t.Errorf("entry %+v", e)
	}
	for _, want := range []Change{
		{"grade", "minor", "important"}, {"grade_rule", "G3", "person"}, {"owner", "s01", "x02"},
		{"responsibility", "unknown", "company"},
		{"loss", "0.00", "1234.00"}, {"grade_reason", "", "媒体关注"},
	} {
		found := false
		for _, d := range e.Detail {
			found = found || d == want
			if d.Before == d.After {
				t.Errorf("%s did not change, yet is noted", d.Field)
			}
		}
		if !found {
			t.Errorf("%+v is missing in %+v", want, e.Detail)
		}
	}
}

// TestJ2_EveryFieldIsSealed changes every field of an entry in turn, those that a later issue adds too.
func TestJ2_EveryFieldIsSealed(t *testing.T) {
	entry := func() Entry {
		return Entry{
			ID: 7, At: monday, Logged: monday.Add(time.Hour), By: "s01", For: "x02", Action: ActionAssess,
			Subject: "TS-HY-20250303-001", Version: 3,
			From: Received, To: Investigating, Detail: []Change{{"grade", "minor", "major"}, {"owner", "s01", "v01"}},
			Sum: "ab12", Hash: "cd34",
		}
	}
	sealed := entry()
	hash := sealed.Seal("previous")
	if len(hash) != 64 || strings.ToLower(hash) != hash {
		t.Fatalf("hash %q", hash)
	}
	if again := entry(); again.Seal("previous") != hash {
		t.Error("the same entry has two hashes")
	}
	if sealed.Seal("another") == hash {
		t.Error("the chain is not part of the hash")
	}
	for i := range reflect.TypeFor[Entry]().NumField() {
		name := reflect.TypeFor[Entry]().Field(i).Name
		e := entry()
		f := reflect.ValueOf(&e).Elem().Field(i)
		switch v := f.Interface().(type) {
		case time.Time:
			f.Set(reflect.ValueOf(v.Add(time.Millisecond)))
		case []Change:
			continue // below
		default:
			if f.Kind() == reflect.String {
				f.SetString(f.String() + "x")
			} else {
				f.SetInt(f.Int() + 1)
			}
		}
		same := e.Seal("previous") == hash
		if outside := name == "ID" || name == "Hash"; same != outside { // the place in the chain, and the hash itself
			t.Errorf("%s changed: the hash stays %v", name, same)
		}
	}
	for name, change := range map[string]func(*Entry){
		"a field's name":   func(e *Entry) { e.Detail[0].Field = "state" },
		"what was before":  func(e *Entry) { e.Detail[0].Before = "important" },
		"what came after":  func(e *Entry) { e.Detail[1].After = "v02" },
		"a change missing": func(e *Entry) { e.Detail = e.Detail[:1] },
		"no change":        func(e *Entry) { e.Detail = nil },
		"their order":      func(e *Entry) { e.Detail[0], e.Detail[1] = e.Detail[1], e.Detail[0] },
		"text moved on":    func(e *Entry) { e.By, e.For = "s01x", "02" },
		"a line smuggled":  func(e *Entry) { e.By, e.For = "s01\"\n\"x02", "" },
	} {
		e := entry()
		if change(&e); e.Seal("previous") == hash {
			t.Errorf("%s: the hash stays", name)
		}
	}
}

func TestJ2_BrokenTextSealsAsItIsStored(t *testing.T) {
	e := Entry{Detail: []Change{Note("said", "坏\xff字")}}
	stored := Entry{Detail: []Change{Note("said", "坏\uFFFD字")}}
	if e.Seal("") != stored.Seal("") {
		t.Errorf("%s and %s", e.DetailJSON(), stored.DetailJSON())
	}
}

// The journal's hash covers what json.Marshal writes; the quicker way writes the same.
func TestJ2_DetailIsJSON(t *testing.T) {
	texts := []string{"", "a", "客户说：“很吵”", `a"b`, `a\b`, "a<b>&c", "a\nb\tc\x00", "\u2028\u2029", "\x7f", "…—·", "😀",
		"\ufffd", "é"}
	for _, a := range texts {
		for _, b := range texts {
			e := Entry{Detail: []Change{{"field", a, b}, {a, b, ""}, {"x", "", a}}}
			want, err := json.Marshal(e.Detail)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(e.DetailJSON()); got != string(want) {
				t.Errorf("%s, want %s", got, want)
			}
		}
	}
}

// The hash of an entry is that of these lines, for good: the installations of earlier versions hold such.
func TestJ2_SealIsOfTheseLines(t *testing.T) {
	e := Entry{At: time.UnixMilli(1740960000123), Logged: time.UnixMilli(1740960000456), By: "s01", For: "王\n\"",
		Action: "close", Subject: "TS-HY-20250303-001", Version: 7, From: "executing", To: "closed",
		Detail: []Change{{"结果", "", "é\x01"}}, Sum: "ab"}
	lines := fmt.Sprintf("%s\n%d\n%d\n%q\n%q\n%q\n%q\n%d\n%q\n%q\n%s\n%s\n", "before", e.At.UnixMilli(),
		e.Logged.UnixMilli(), e.By, e.For, e.Action, e.Subject, e.Version, e.From, e.To, e.DetailDigest(), e.Sum)
	if got := e.Seal("before"); got != Digest(lines) {
		t.Error(got)
	}
}
