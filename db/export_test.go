package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"huiyin/huiyin"
)

// Statements lists the SQL that the store has run so far.
func (s *Store) Statements() []string {
	var out []string
	for _, ls := range []*conns{s.writer, s.readers} {
		for range ls.n {
			l := <-ls.free
			for query := range l.kept {
				out = append(out, query)
			}
			ls.free <- l
		}
	}
	return out
}

// MostStatements is what a connection keeps; a test that asks for more sees only a part.
const MostStatements = mostStatements

// ForgetCounts makes the next lists count anew, as after a change.
func (s *Store) ForgetCounts() { s.changed.Add(1) }

// ChangesSince is what outdated filed papers.
func (s *Store) ChangesSince(ctx context.Context, filed []huiyin.Scan) (map[int64][]huiyin.Entry, error) {
	return s.changesSince(ctx, filed)
}

// RecordEach is RecordAll by the way that single complaints go.
func (s *Store) RecordEach(ctx context.Context, complaints []*huiyin.Complaint) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error { return t.insertEach(complaints) })
	return err
}

// Dump gives the rows of every table, but what search indexes hold inside, and what they find.
func (s *Store) Dump(t *testing.T) map[string][]string {
	t.Helper()
	q, out := reader{t.Context(), s}, map[string][]string{}
	tables, err := all[string](q,
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE "+
			"'%texts%' AND name NOT LIKE 'names%' AND name NOT LIKE 'goose%'")
	if err != nil {
		t.Fatal(err)
	}
	queries := map[string]string{}
	for _, name := range tables {
		queries[name] = "SELECT * FROM " + name
	}
	for _, index := range []string{"texts", "names"} {
		for _, word := range []string{"噪音", "王", "p8000", "合同"} {
			queries[index+" "+word] = "SELECT rowid FROM " + index + ` WHERE t MATCH '"` + word + `"*'`
		}
	}
	for name, query := range queries {
		err := q.query(query, nil, func(rows *sql.Rows) error {
			cols, err := rows.Columns()
			for err == nil && rows.Next() {
				row, into := make([]any, len(cols)), make([]any, len(cols))
				for i := range row {
					into[i] = &row[i]
				}
				err = rows.Scan(into...)
				out[name] = append(out[name], fmt.Sprint(row...))
			}
			return err
		})
		if err != nil {
			t.Fatal(name, err)
		}
		slices.Sort(out[name])
	}
	return out
}

// tallied counts the queries that it passes on.
type tallied struct {
	querier
	n int
}

func (k *tallied) query(query string, args []any, scan func(*sql.Rows) error) error {
	k.n++
	return k.querier.query(query, args, scan)
}

func (k *tallied) row(query string, args []any, into ...any) error {
	k.n++
	return k.querier.row(query, args, into...)
}

// QueriesToLoad is how many queries one complaint takes.
func (s *Store) QueriesToLoad(ctx context.Context, number string) (int, error) {
	k := &tallied{}
	err := s.snapshot(ctx, func(q querier) error {
		k.querier = q
		_, err := load(k, "number = ?", number)
		return err
	})
	return k.n, err
}
