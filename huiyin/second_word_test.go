package huiyin

import (
	"slices"
	"testing"
	"time"
)

// asksRights is what the administrator of the demo company asks for about an account.
var asksRights = map[string]struct {
	account string
	on      SecondWordMatter
	ask     func(o *Org, by Actor) error
	is      func(o *Org) bool // it has taken place
}{
	"to manager": {"s01", OnPlace, func(o *Org, by Actor) error {
		p := *o.Person("s01")
		p.Role, p.Site, p.Sites = Manager, "", []string{"HY"}
		return o.PutPerson(by, monday, "s01", p, nil)
	}, func(o *Org) bool { return o.Person("s01").Role == Manager }},
	"a manager's sites": {"p01", OnPlace, func(o *Org, by Actor) error {
		p := *o.Person("p01")
		p.Sites = []string{"HY", "LT"}
		return o.PutPerson(by, monday, "p01", p, nil)
	}, func(o *Org) bool { return len(o.Person("p01").Sites) == 2 }},
	"a VP demoted": {"v02", OnPlace, func(o *Org, by Actor) error {
		p := *o.Person("v02")
		p.Role, p.Site = Agent, "HY"
		return o.PutPerson(by, monday, "v02", p, nil)
	}, func(o *Org) bool { return o.Person("v02").Role == Agent }},
	"administrator": {"a01", OnPlace, func(o *Org, by Actor) error {
		p := *o.Person("a01")
		p.Admin = true
		return o.PutPerson(by, monday, "a01", p, nil)
	}, func(o *Org) bool { return o.Person("a01").Admin }},
	"oneself": {"admin", OnPlace, func(o *Org, by Actor) error {
		p := *o.Person("admin")
		p.Role, p.Department = VP, ""
		return o.PutPerson(by, monday, "admin", p, nil)
	}, func(o *Org) bool { return o.Person("admin").Role == VP }},
	"who vouches for a manager": {"p01", OnPlace, func(o *Org, by Actor) error {
		p := *o.Person("p01")
		p.Domain = true
		return o.PutPerson(by, monday, "p01", p, nil)
	}, func(o *Org) bool { return o.Person("p01").Domain }},
	"a new VP": {"n01", OnPlace, func(o *Org, by Actor) error {
		err := o.PutPerson(by, monday, "", Person{Account: "n01", Name: "新人", Role: VP}, nil)
		o.Withhold("n01", "hash")
		return err
	}, func(o *Org) bool {
		return o.Person("n01") != nil && slices.Contains(o.Releases(), Release{"n01", "hash", monday})
	}},
	"a VP's password": {"v01", OnPassword, func(o *Org, by Actor) error {
		err := o.ResetPassword(by, monday, "v01")
		o.Withhold("v01", "hash")
		return err
	}, func(o *Org) bool { return slices.Contains(o.Releases(), Release{"v01", "hash", monday}) }},
	"a manager's second factor": {"p01", OnFactor, func(o *Org, by Actor) error {
		return o.DropFactor(by, monday, "p01")
	}, func(o *Org) bool { return slices.Contains(o.FactorsDropped(), "p01") }},
}

// What raises somebody waits until another administrator or a VP has confirmed it, never whoever asked, nor whom it
// concerns; refused with a reason, or withdrawn by whoever asked, nothing has changed (rule P10).
func TestP10_WhatRaisesSomebodyWaitsForASecondWord(t *testing.T) {
	yes := SecondWordDecision{Decision: Approve, Wall: monday}
	for name, tt := range asksRights {
		t.Run(name, func(t *testing.T) {
			o := demo()
			if err := tt.ask(o, o.as("admin")); err != nil {
				t.Fatal(err)
			}
			w := o.SecondWordsAsked(tt.account, monday)
			if len(w) != 1 || w[0].On != tt.on || w[0].By != "admin" || tt.is(o) || o.Journal()[0].Action != ActionAskSecondWord {
				t.Fatalf("asked: %+v, journal %+v", w, o.Journal())
			}
			if err := tt.ask(o, o.as("admin")); KindOf(err) != KindConflict || len(o.SecondWords) != 1 {
				t.Errorf("asked twice: %v", err)
			}
			for _, who := range []string{"admin", "a02", "p01", "x02", "k01"} {
				if err := o.GiveSecondWord(o.as(who), monday, 1, yes); KindOf(err) != KindForbidden || tt.is(o) {
					t.Errorf("confirmed by %s: %v", who, err)
				}
			}
			if tt.account == "v01" || tt.account == "v02" {
				if err := o.GiveSecondWord(o.as(tt.account), monday, 1, yes); KindOf(err) != KindForbidden || tt.is(o) {
					t.Errorf("confirmed by whom it concerns: %v", err)
				}
			}
			for _, d := range []SecondWordDecision{{}, {Decision: Refuse, Reason: " "}, {Decision: Return}} {
				if err := o.GiveSecondWord(o.as("g01"), monday, 1, d); KindOf(err) != KindInvalid || tt.is(o) {
					t.Errorf("%+v: %v", d, err)
				}
			}
			if err := o.GiveSecondWord(o.as("g01"), monday, 9, yes); KindOf(err) != KindNotFound {
				t.Errorf("no such number: %v", err)
			}
			if err := o.WithdrawSecondWord(o.as("g01"), monday, 1); KindOf(err) != KindForbidden {
				t.Errorf("withdrawn by another: %v", err)
			}
			told := len(o.Notices())
			if err := o.GiveSecondWord(o.as("g01"), monday, 1, yes); err != nil || !tt.is(o) {
				t.Fatalf("confirmed: %v", err)
			}
			if w := o.SecondWords[0]; w.State != WordGiven || w.EndedBy != "g01" || w.Hash != "" {
				t.Errorf("kept as %+v", w)
			}
			if !slices.ContainsFunc(o.Notices()[told:], func(n Notice) bool {
				return n.Kind == NoticeWordDecided && n.Account == "admin"
			}) {
				t.Errorf("whoever asked is not told: %+v", o.Notices()[told:])
			}
			if err := o.GiveSecondWord(o.as("v01"), monday, 1, yes); err == nil {
				t.Error("confirmed twice")
			}
		})
		for how, end := range map[string]func(o *Org) error{
			"refused": func(o *Org) error {
				return o.GiveSecondWord(o.as("g01"), monday, 1, SecondWordDecision{Decision: Refuse, Reason: "不知情"})
			},
			"withdrawn": func(o *Org) error { return o.WithdrawSecondWord(o.as("admin"), monday, 1) },
		} {
			o := demo()
			if err := tt.ask(o, o.as("admin")); err != nil {
				t.Fatal(err)
			}
			if err := end(o); err != nil || tt.is(o) || o.SecondWords[0].Hash != "" {
				t.Errorf("%s: %s: %v", name, how, err)
			}
			if err := o.GiveSecondWord(o.as("g01"), monday, 1, yes); KindOf(err) != KindConflict || tt.is(o) {
				t.Errorf("%s: confirmed after it was %s: %v", name, how, err)
			}
		}
	}
}

// It lapses when the account is changed meanwhile, when who asked is no administrator any more, and after two weeks
// (rule P10).
func TestP10_ASecondWordLapses(t *testing.T) {
	for name, meanwhile := range map[string]func(o *Org) time.Time{
		"another name": func(o *Org) time.Time {
			p := *o.Person("s01")
			p.Name = "新名"
			if err := o.PutPerson(o.as("admin"), monday, "s01", p, nil); err != nil || o.SecondWords[0].State != WordLapsed {
				t.Error(err)
			}
			return monday
		},
		"disabled": func(o *Org) time.Time {
			p := *o.Person("s01")
			p.Disabled = true
			if err := o.PutPerson(o.as("admin"), monday, "s01", p, nil); err != nil {
				t.Error(err)
			}
			return monday
		},
		"who asked": func(o *Org) time.Time {
			o.Person("admin").Admin = false
			return monday
		},
		"two weeks": func(*Org) time.Time { return monday.Add(secondWordLasts + time.Second) },
	} {
		tt := asksRights["to manager"]
		o := demo()
		if err := tt.ask(o, o.as("admin")); err != nil {
			t.Fatal(err)
		}
		at := meanwhile(o)
		err := o.GiveSecondWord(o.as("v01"), at, 1, SecondWordDecision{Decision: Approve})
		if KindOf(err) != KindConflict || tt.is(o) || len(o.SecondWordsAsked("", at)) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A house with one administrator and no VP is not locked out: the first beside them takes no second word, and the word
// can be given on the machine; one's own rights always wait (rule P10).
func TestP10_AHouseOfOneIsNotLockedOut(t *testing.T) {
	o := (&Org{Zone: shanghai, Sites: demo().Sites, People: []Person{{Account: "boss", Name: "甲", Role: Agent, Admin: true}}}).Index()
	manager := func(account string) error {
		return o.PutPerson(o.as("boss"), monday, "", Person{Account: account, Name: account, Role: Manager, AllSites: true}, nil)
	}
	own := *o.Person("boss")
	own.Role = VP
	if err := o.PutPerson(o.as("boss"), monday, "boss", own, nil); err != nil || o.Person("boss").Role == VP {
		t.Fatalf("one's own rights: %v", err)
	}
	if err := manager("m1"); err != nil || o.Person("m1") == nil {
		t.Fatalf("the first: %v", err)
	}
	if err := manager("m2"); err != nil || o.Person("m2") != nil {
		t.Fatalf("the second: %v", err)
	}
	if who := o.Confirmers(&o.SecondWords[1]); len(who) != 0 {
		t.Errorf("confirmers %v", who)
	}
	if err := o.GiveSecondWord(Installer(o), monday, 2, SecondWordDecision{Decision: Approve}); err != nil ||
		o.Person("m2") == nil {
		t.Errorf("on the machine: %v", err)
	}
	if j := o.Journal(); j[len(j)-1].By != "" {
		t.Errorf("the journal names %q", j[len(j)-1].By)
	}
}
