package db

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// A statement's plan hangs on no value that is bound to it: a bound value leads to no partial index, so SQLite never
// compiles a statement anew because another value comes. Literals lead there as ever.
func TestStatementsArePlannedOnce(t *testing.T) {
	t.Parallel()
	pool, err := openPool(filepath.Join(t.TempDir(), "plan.db"), "", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec("CREATE TABLE a (state TEXT, due INTEGER); " +
		"CREATE INDEX a_open ON a (due) WHERE state = 'open'"); err != nil {
		t.Fatal(err)
	}
	cs, err := openConns(t.Context(), pool, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer cs.close()
	plan := func(term string, args ...any) (out string) {
		err := cs.hold(t.Context(), func(c *conn) error {
			return c.query(context.Background(), "EXPLAIN QUERY PLAN SELECT due FROM a WHERE due > 5 AND "+term, args,
				func(rows *sql.Rows) error {
					for rows.Next() {
						var id, parent, none int
						if err := rows.Scan(&id, &parent, &none, &out); err != nil {
							return err
						}
					}
					return nil
				})
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := plan("state = 'open'"); !strings.Contains(got, "a_open") {
		t.Errorf("a literal: %s", got)
	}
	if got := plan("state = ?", "open"); strings.Contains(got, "a_open") {
		t.Errorf("a bound value is looked at when the statement is planned: %s", got)
	}
}
