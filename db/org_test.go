package db_test

import (
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// The company reads the same after a restart: people, sites, departments, categories in their order, figures.
func TestTheCompanyComesBackAsItWas(t *testing.T) {
	company := huiyin.DemoCompany()
	company.Parameters = huiyin.Parameters{huiyin.HeavyLoss: 123, huiyin.VPLimit: 456}
	company.Terms = []huiyin.Term{{Figure: huiyin.VPLimit, Value: 456}, {Figure: huiyin.HeavyLoss, Value: 123}}
	company.Calendar.Days = huiyin.SeedDays()
	company.Sites[0].Manager, company.Sites[1].Closed = "p01", true
	company.Categories[3].Closed = true
	company.People[1].Disabled = true
	s := dbtest.Found(t, company)
	now := s.Org()
	again, err := db.Open(t.Context(), copied(t, s.Dir()))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	diff := func(a, b *huiyin.Org) string {
		return gocmp.Diff(a, b, cmpopts.IgnoreUnexported(huiyin.Org{}), cmpopts.IgnoreFields(huiyin.Org{}, "Zone"),
			cmpopts.EquateEmpty())
	}
	if d := diff(company, now); d != "" {
		t.Errorf("after founding (- founded, + seen):\n%s", d)
	}
	if d := diff(now, again.Org()); d != "" {
		t.Errorf("after a restart:\n%s", d)
	}
	if z := again.Org().Zone.String(); z != "Asia/Shanghai" {
		t.Errorf("zone %s", z)
	}
}

// Of changes that come together the last one written is what everyone sees.
func TestTheCompanySeenIsTheNewest(t *testing.T) {
	s := dbtest.New(t)
	admin := dbtest.Actor(t, s, "admin")
	for round := range 30 {
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				err := s.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error {
					return o.SetCompany(admin, dbtest.Now, fmt.Sprintf("公司%d-%d", round, i))
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		last, err := s.CompanyJournal(t.Context(), "settings", false, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		if want := last[0].Detail[0].After; s.Org().Company != want {
			t.Fatalf("seen is %s, written last %s", s.Org().Company, want)
		}
	}
}

func TestNothingOfTheCompanyIsRemoved(t *testing.T) {
	s := dbtest.New(t)
	before := rowCounts(t, s)
	for name, do := range map[string]func(*huiyin.Org){
		"a person":     func(o *huiyin.Org) { o.People = o.People[1:] },
		"a site":       func(o *huiyin.Org) { o.Sites = o.Sites[:1] },
		"a category":   func(o *huiyin.Org) { o.Categories = nil },
		"a site twice": func(o *huiyin.Org) { o.Sites = append(o.Sites, o.Sites[0]) },
	} {
		err := s.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error {
			people := o.People
			o.People = nil
			if err := o.Found(dbtest.Now, huiyin.DemoCompany()); err != nil { // for its journal entry
				return err
			}
			o.People = people
			do(o)
			return nil
		})
		if err == nil {
			t.Errorf("%s: removed", name)
		}
	}
	if d := gocmp.Diff(before, rowCounts(t, s)); d != "" {
		t.Errorf("a refused change left something:\n%s", d)
	}
	if len(s.Org().People) != 21 {
		t.Error("a refused change shows")
	}
	clean(t, s)
}

func entry(account string, a huiyin.Action) huiyin.Entry {
	return huiyin.Entry{At: dbtest.Now, Logged: dbtest.Now, By: account, Action: a, Subject: "session"}
}

func TestSessions(t *testing.T) {
	s := dbtest.New(t)
	ctx := t.Context()
	start := func(id, account string, at time.Time) {
		t.Helper()
		if err := s.StartSession(ctx, db.Session{ID: id, Account: account, Created: at, Seen: at, Address: "10.0.0.7"},
			entry(account, huiyin.ActionLogIn)); err != nil {
			t.Fatal(err)
		}
	}
	has := func(id string, want bool) {
		t.Helper()
		if v, err := s.Session(ctx, id); err != nil || (v != nil) != want {
			t.Errorf("session %s: %v, %v, want %v", id, v, err, want)
		}
	}
	start("one", "a01", dbtest.Now)
	start("two", "a01", dbtest.Now)
	start("three", "s01", dbtest.Now)
	if err := s.SetTaste(ctx, "a01", db.Taste{Lang: "zh-Hant"}); err != nil {
		t.Fatal(err)
	}
	if err := s.SetTaste(ctx, "a01", db.Taste{Theme: "dark"}); err != nil {
		t.Fatal(err)
	}
	later := dbtest.Now.Add(time.Hour)
	if err := s.SeeSession(ctx, "one", later); err != nil {
		t.Fatal(err)
	}
	want := db.Session{ID: "one", Account: "a01", Created: dbtest.Now, Seen: later, Address: "10.0.0.7",
		Taste: db.Taste{Lang: "zh-Hant", Theme: "dark"}}
	if got, err := s.Session(ctx, "one"); err != nil || *got != want {
		t.Fatalf("session %+v, %v", got, err)
	}
	has("nobody's", false)
	if err := s.StartSession(ctx, db.Session{ID: "x", Account: "ghost", Created: later, Seen: later},
		entry("ghost", huiyin.ActionLogIn)); err == nil {
		t.Error("a session of nobody")
	}

	// A new password ends the person's other sessions, and nobody else's.
	if err := s.SetPassword(ctx, "a01", "hash", "one", entry("a01", huiyin.ActionSetPassword)); err != nil {
		t.Fatal(err)
	}
	has("one", true)
	has("two", false)
	has("three", true)
	if hash, err := s.Password(ctx, "a01"); err != nil || hash != "hash" {
		t.Errorf("password %q, %v", hash, err)
	}
	if hash, err := s.Password(ctx, "ghost"); err != nil || hash != "" {
		t.Errorf("nobody's password %q, %v", hash, err)
	}
	if err := s.SetPassword(ctx, "ghost", "hash", "",
		entry("ghost", huiyin.ActionSetPassword)); huiyin.KindOf(err) != huiyin.KindNotFound {
		t.Errorf("nobody's password set: %v", err)
	}

	if err := s.EndSession(ctx, "three", entry("s01", huiyin.ActionLogOut)); err != nil {
		t.Fatal(err)
	}
	has("three", false)
	start("old", "s02", dbtest.Now)
	if err := s.EndOldSessions(ctx, later); err != nil {
		t.Fatal(err)
	}
	has("old", false)
	has("one", true) // seen just then
	es, err := s.Journal(ctx, "session", true, 0, 100)
	if err != nil || len(es) != 6 {
		t.Errorf("%d entries, %v", len(es), err)
	}
	// A person keeps password and taste through a change of the company.
	if hash, _ := s.Password(ctx, "a01"); hash != "hash" {
		t.Error("password lost")
	}
	clean(t, s)
}

func TestDraftsAreKeptUntilRecorded(t *testing.T) {
	s := dbtest.New(t)
	ctx := t.Context()
	form := map[string][]string{"matter": {"写到一半'\"\x00"}, "accused": {"a01", "a02"}, "empty": {}}
	read := func(account string) []huiyin.Draft {
		t.Helper()
		got, err := s.Drafts(ctx, account, "/complaints")
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	keep := func(account, path, key string, f map[string][]string) {
		t.Helper()
		if err := s.KeepDraft(ctx, account, huiyin.Draft{Path: path, Key: key, At: dbtest.Now, Form: f}); err != nil {
			t.Fatal(err)
		}
	}
	keep("w01", "/complaints", "a", map[string][]string{"matter": {"最初"}})
	keep("w01", "/complaints", "a", form)
	keep("w01", "/complaints", "b", map[string][]string{"matter": {"下一位客户"}})
	keep("u01", "/complaints", "a", map[string][]string{"matter": {"别人的"}})
	keep("u01", "/complaintsX", "", form)
	if got := read("w01"); len(got) != 2 || gocmp.Diff(form, got[0].Form) != "" {
		t.Errorf("drafts: %v", got)
	}
	wrong := dbtest.Intake()
	wrong.Matter = ""
	by := dbtest.Actor(t, s, "w01")
	sent := db.Once{Account: "w01", Path: "/complaints", Text: "a"}
	if _, err := s.Record(ctx, sent, by, dbtest.Now, wrong); err == nil || len(read("w01")) != 2 {
		t.Error("a refused recording takes the draft")
	}
	if _, err := s.Record(ctx, sent, by, dbtest.Now, dbtest.Intake()); err != nil {
		t.Fatal(err)
	}
	if got := read("w01"); len(got) != 1 || got[0].Key != "b" {
		t.Errorf("recorded, and there are still %v", got)
	}
	if len(read("u01")) != 1 {
		t.Error("another's draft is gone, or of another address")
	}
	if err := s.DropDraft(ctx, "u01", "/complaints", "a"); err != nil || read("u01") != nil {
		t.Errorf("discarded: %v", err)
	}
	for i := range 60 {
		keep("k01", "/complaints", strconv.Itoa(i), form)
	}
	if n := len(read("k01")); n != 40 {
		t.Errorf("%d drafts are kept", n)
	}
}
