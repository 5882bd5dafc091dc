package db_test

import (
	"slices"
	"strings"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// Figures, counters, credentials and the schema are proven too: each edit from outside is named, whether the portal is
// started in between or not (finding 11).
func TestJ2_VerifyNamesSumsCountersCredentialsAndSchema(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	dbtest.Complaint(t, s, by, nil)
	number := dbtest.Complaint(t, s, by, nil).Number
	for _, account := range []string{"a01", "v01"} {
		if err := s.SetPassword(t.Context(), account, "hash of "+account, "",
			huiyin.NewEntry(account, huiyin.ActionSetPassword, "account:"+account, dbtest.Now)); err != nil {
			t.Fatal(err)
		}
	}
	second(t, s, "v01")
	clean(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	const credentials, schema = "passwords, second factors or recovery codes differ", "the database"
	for name, tt := range map[string]struct{ sql, names string }{
		"a raised sum":         {"UPDATE tally SET n = n + 100", "a figure's sum"},
		"a changed amount":     {"UPDATE tally SET adds = adds + 5", "a figure's sum"},
		"no sums":              {"DELETE FROM tally", "a figure's sum"},
		"no facts":             {"DELETE FROM fact", number + " is counted otherwise"},
		"a fact of another":    {"UPDATE fact SET marks = replace(marks, 'noise', 'other')", number + " is counted otherwise"},
		"no stock":             {"DELETE FROM stock", "the count of complaints"},
		"a raised stock":       {"UPDATE stock SET n = n + 1", "the count of complaints"},
		"a counter set back":   {"UPDATE counter SET last = last - 1", "the counter of numbers"},
		"a counter gone":       {"DELETE FROM counter", "the counter of numbers"},
		"a slip counter":       {"INSERT INTO slip_counter VALUES ('ZX', 'JY', '20250303', 4)", "the counter of numbers"},
		"an edition":           {"UPDATE counted SET edition = 9999", "by which definitions"},
		"another's password":   {"UPDATE person SET password = (SELECT password FROM person WHERE account = 'a01') WHERE account = 'v01'", credentials},
		"a password given":     {"UPDATE person SET given = 1 WHERE account = 'v01'", credentials},
		"no second factor":     {"DELETE FROM second_factor", credentials},
		"another secret":       {"UPDATE second_factor SET secret = 'x'", credentials},
		"no recovery codes":    {"DELETE FROM recovery_code", credentials},
		"a recovery code more": {"INSERT INTO recovery_code (account, hash) VALUES ('v01', 'x')", credentials},
		"a trigger dropped":    {"DROP TRIGGER journal_no_delete", schema + " lacks its trigger journal_no_delete"},
		"a trigger added": {"CREATE TRIGGER evil AFTER INSERT ON session BEGIN UPDATE person SET role = 4 WHERE " +
			"account = 'a01'; END", schema + " has a trigger evil"},
		"a trigger made harmless": {"DROP TRIGGER journal_no_delete; CREATE TRIGGER journal_no_delete BEFORE DELETE " +
			"ON journal BEGIN SELECT 1; END", schema + "'s trigger journal_no_delete is not"},
		"a table more":  {"CREATE TABLE mine (x)", schema + " has a table mine"},
		"a column more": {"ALTER TABLE person ADD COLUMN mine TEXT", schema + "'s table person is not"},
		"an index gone": {"DROP INDEX once_by_age", schema + " lacks its index once_by_age"},
	} {
		dir := copied(t, s.Dir())
		pool := raw(t, dir)
		if _, err := pool.Exec(tt.sql); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_ = pool.Close()
		v, err := db.Verify(t.Context(), dir)
		if err != nil || !slices.ContainsFunc(v.Wrong, func(w string) bool { return strings.Contains(w, tt.names) }) {
			t.Errorf("%s: want %q named, got %q, %v", name, tt.names, v.Wrong, err)
		}
	}
}

// second puts a second factor in use, with two recovery codes, of which one is used up.
func second(t *testing.T, s *db.Store, account string) {
	t.Helper()
	if err := s.OfferSecond(t.Context(), account, "SECRET"); err != nil {
		t.Fatal(err)
	}
	e := huiyin.NewEntry(account, huiyin.ActionSetSecondFactor, "account:"+account, dbtest.Now)
	if err := s.TakeSecond(t.Context(), account, "SECRET", 1, []string{"one", "two"}, "", e); err != nil {
		t.Fatal(err)
	}
	clean(t, s)
	if err := s.UseRecovery(t.Context(), account, "one", e); err != nil {
		t.Fatal(err)
	}
	if err := s.UseStep(t.Context(), account, 9); err != nil {
		t.Fatal(err)
	}
	clean(t, s)
}
