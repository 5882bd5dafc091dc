package db_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// sealed is a closed installation with a few complaints, of which the second has every part, and gives
// its directory with the hash of an attachment.
func sealed(t *testing.T) (dir, hash string) {
	t.Helper()
	dir = t.TempDir()
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error { return o.Found(dbtest.Now, huiyin.DemoCompany()) }); err != nil {
		t.Fatal(err)
	}
	if hash, _, err = s.KeepFile(strings.NewReader("录音"), 100); err != nil {
		t.Fatal(err)
	}
	cs := newLife(2, s.Org()).complaints(4, 10, 6)
	n := int64(0)
	full := cs[1]
	number, state := full.Site, full.State
	fill(reflect.ValueOf(full).Elem(), &n, func() string { return "x" })
	full.Site, full.State, full.Accused = number, state, []string{"a01", "a02"}
	full.Attachments = full.Attachments[:1]
	full.Attachments[0].Hash, full.Attachments[0].RemovedAt, full.AnonymisedAt = hash, time.Time{}, time.Time{}
	if err := s.RecordAll(t.Context(), cs); err != nil {
		t.Fatal(err)
	}
	if err := s.Note(t.Context(), huiyin.Entry{At: dbtest.Now, Logged: dbtest.Now, By: "a01",
		Action: huiyin.ActionLogIn, Subject: "session"}); err != nil {
		t.Fatal(err)
	}
	by := dbtest.Actor(t, s, "v01")
	if _, err := s.ChangeComplaint(t.Context(), db.Once{}, cs[3].Number, 0, func(c *huiyin.Complaint) error { return c.Printed(by, dbtest.Now, "F1", huiyin.PrintChoice{}) }); err != nil {
		t.Fatal(err)
	}
	v := clean(t, s)
	if v.Complaints != 4 || v.Files != 1 || v.Entries < 7 || v.Newest != newestHash(t, s) {
		t.Fatalf("verdict %+v", v)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, hash
}

func TestJ2_TheJournalRefusesToChange(t *testing.T) {
	dir, _ := sealed(t)
	pool := raw(t, dir)
	for _, query := range []string{
		"UPDATE journal SET by = 'x'", "UPDATE journal SET id = id + 100", "DELETE FROM journal",
		"DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)",
		"INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE id = 1", "DELETE FROM complaint",
	} {
		if _, err := pool.Exec(query); err == nil {
			t.Errorf("%s is allowed", query)
		}
	}
	reverify(t, dir)
}

// reverify opens an installation and gives what does not fit.
func reverify(t *testing.T, dir string) []string {
	t.Helper()
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return v.Wrong
}

// Whatever is changed behind the store's back, in whichever table, verify names it.
func TestJ2_VerifyNamesWhatWasChanged(t *testing.T) {
	t.Parallel()
	base, hash := sealed(t)
	pool := raw(t, base)
	full := column(t, pool, "SELECT c.number FROM complaint c JOIN finding f ON f.complaint = c.id")[0]
	first := column(t, pool, "SELECT number FROM complaint WHERE id = 1")[0]
	_ = pool.Close()
	entry := func(id int) string { return fmt.Sprintf("journal entry %d ", id) }
	company := "the company's people, sites, categories, figures or calendar differ"

	cases := map[string]struct{ sql, names string }{
		"a changed entry":         {"UPDATE journal SET by = 'x' WHERE id = 3", entry(3)},
		"a changed entry's words": {"UPDATE journal SET detail = '[]' WHERE id = 2", entry(2)},
		"a changed entry's seal":  {"UPDATE journal SET sum = 'x' WHERE id = 3", entry(3)},
		"a removed entry":         {"DELETE FROM journal WHERE id = 3", entry(4)},
		"the first entry removed": {"DELETE FROM journal WHERE id = 1", entry(2)},
		"two entries swapped": {"UPDATE journal SET id = 1000 WHERE id = 3; UPDATE journal SET id = 3 WHERE " +
			"id = 4; UPDATE journal SET id = 4 WHERE id = 1000", entry(3)},
		"an entry slipped in": {"INSERT INTO journal (at, logged, by, for, action, subject, version, " +
			"from_state, to_state, detail, sum, hash) SELECT at, logged, by, for, action, subject, version, " +
			"from_state, to_state, detail, '', hash FROM journal WHERE id = 2", "does not fit the chain"},
		"a complaint removed": {"DELETE FROM deadline WHERE complaint = 1; DELETE FROM concern WHERE " +
			"complaint = 1; DELETE FROM accused WHERE complaint = 1; PRAGMA foreign_keys = 0; DELETE FROM " +
			"complaint WHERE id = 1", "complaint " + first + " is in the journal and missing"},
		"a complaint slipped in": {"CREATE TEMP TABLE k AS SELECT * FROM complaint WHERE id = 1; UPDATE k SET " +
			"id = 99, number = 'TS-HY-20250101-099'; INSERT INTO complaint SELECT * FROM k",
			"complaint TS-HY-20250101-099 differs"},
		"hidden from who may see":   {"DELETE FROM concern WHERE complaint = 1", "complaint " + first + " is filed"},
		"shown to the accused":      {"DELETE FROM accused WHERE account = 'a01'", "complaint " + full + " is filed"},
		"kept from the clock":       {"UPDATE complaint SET next_due = NULL, due_at = NULL", "is filed"},
		"a promoted person":         {"UPDATE person SET role = 4 WHERE account = 'a01'", company},
		"a day off":                 {"INSERT INTO special_day VALUES ('2025-03-03', 'holiday')", company},
		"longer hours":              {"INSERT INTO week VALUES ('HY', '1 08:00-20:00')", company},
		"woken too late":            {"UPDATE complaint SET next_due = next_due + 1", "is filed"},
		"a raised authority":        {"INSERT INTO figure VALUES ('authority_supervisor', 0, 99999999)", company},
		"a moved site":              {"UPDATE site SET manager = 'a01'", company},
		"a department's function":   {"UPDATE department SET function = 'finance'", company},
		"a category no longer rare": {"DELETE FROM category WHERE code = 'other'", company},
	}
	for _, part := range []string{"finding", "opinion", "statement", "contact", "reminder", "proposal", "step",
		"answer", "result", "task", "payment", "cause", "measure", "follow_up", "attachment", "dispute", "deadline"} {
		cases["a removed "+part] = struct{ sql, names string }{"DELETE FROM " + part +
			" WHERE complaint = (SELECT complaint FROM finding LIMIT 1)", "complaint " + full + " differs"}
	}
	for _, amount := range []string{"payment SET amount = amount + 1", "proposal SET amount = amount + 1",
		"complaint SET loss = loss + 1", "step SET decision = 'approve'", "deadline SET due = due + 1"} {
		name, _, _ := strings.Cut(amount, " ")
		cases["a changed "+amount] = struct{ sql, names string }{"UPDATE " + amount +
			map[bool]string{true: " WHERE number = '" + full + "'",
				false: " WHERE complaint = (SELECT complaint FROM finding LIMIT 1)"}[name == "complaint"],
			"complaint " + full + " differs"}
	}
	for name, tt := range cases {
		dir := copied(t, base)
		pool := raw(t, dir)
		pool.SetMaxOpenConns(1)
		for _, trigger := range column(t, pool, "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
			if _, err := pool.Exec("DROP TRIGGER " + trigger); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := pool.Exec(tt.sql); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_ = pool.Close()
		if wrong := reverify(t, dir); !slices.ContainsFunc(wrong,
			func(w string) bool { return strings.Contains(w, tt.names) }) {
			t.Errorf("%s: want %q named, got %q", name, tt.names, wrong)
		}
	}

	file := func(dir string) string { return filepath.Join(dir, "files", hash[:2], hash) }
	for name, tt := range map[string]struct {
		do    func(string) error
		names string
	}{
		"a changed file": {func(dir string) error { return os.WriteFile(file(dir), []byte("别的"), 0o600) },
			"its content has changed"},
		"a missing file": {func(dir string) error { return os.Remove(file(dir)) }, "its file is missing"},
	} {
		dir := copied(t, base)
		if err := tt.do(dir); err != nil {
			t.Fatal(err)
		}
		if wrong := reverify(t, dir); len(wrong) != 1 || !strings.Contains(wrong[0], tt.names) ||
			!strings.Contains(wrong[0], full) {
			t.Errorf("%s: %q", name, wrong)
		}
	}
}

// copied copies a closed installation.
func copied(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// Verify looks at one instant: what is written meanwhile is no discrepancy.
func TestJ2_VerifyWhileOthersWrite(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	if err := s.RecordAll(t.Context(), newLife(1, s.Org()).complaints(100, 10, 3)); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan int)
	go func() {
		n := 0
		for ; n < 300 && ctx.Err() == nil; n++ { // each look has more to read, and more is written meanwhile
			if _, err := s.Record(ctx, db.Once{}, by, dbtest.Now, dbtest.Intake()); err != nil && ctx.Err() == nil {
				t.Error(err)
			}
		}
		done <- n
	}()
	for range 5 {
		clean(t, s)
	}
	stop()
	if n := <-done; n == 0 {
		t.Error("nothing was written meanwhile")
	}
}

func TestJournalReadsNewestFirstAndPagesBack(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	other := dbtest.Complaint(t, s, by, nil)
	for i := range 5 {
		for _, number := range []string{c.Number, other.Number} {
			if _, err := s.ChangeComplaint(t.Context(), db.Once{}, number, 0,
				contact(by, fmt.Sprint("第", i))); err != nil {
				t.Fatal(err)
			}
		}
	}
	var said []string
	for before := int64(0); ; {
		es, err := s.Journal(t.Context(), c.Number, true, before, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(es) == 0 {
			break
		}
		for _, e := range es {
			if e.Subject != c.Number {
				t.Fatalf("entry of %s", e.Subject)
			}
			for _, d := range e.Detail {
				if d.Field == "said" {
					said = append(said, d.After)
				}
			}
			before = e.ID
		}
	}
	if want := []string{"第4", "第3", "第2", "第1", "第0"}; !slices.Equal(said, want) {
		t.Errorf("read %v, want %v", said, want)
	}
}

func TestP5_RevealedListsWhatOnePersonRevealedSince(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	at := dbtest.Now.Add(time.Hour)
	for _, field := range []string{"phone", "address"} {
		if _, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error { return c.RevealField(by, at, field) }); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		account string
		since   time.Time
		n       int
	}{{"u01", dbtest.Now, 2}, {"u01", at, 0}, {"s01", dbtest.Now, 0}} {
		if got, err := s.Revealed(t.Context(), c.Number, tt.account, tt.since); err != nil || len(got) != tt.n {
			t.Errorf("%s since %v: %v, %v", tt.account, tt.since, got, err)
		}
	}
}
