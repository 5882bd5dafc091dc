package db_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"huiyin/db"
)

// raw opens the database behind the store's back.
func raw(t testing.TB, dir string) *sql.DB {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(dir, "huiyin.db"))+
		"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

// column reads one column of text.
func column(t testing.TB, pool *sql.DB, query string, args ...any) (out []string) {
	t.Helper()
	rows, err := pool.Query(query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// rowCounts counts the rows of every table.
func rowCounts(t testing.TB, s *db.Store) map[string]string {
	t.Helper()
	pool := raw(t, s.Dir())
	defer pool.Close()
	out := map[string]string{}
	for _, table := range column(t, pool, "SELECT name FROM sqlite_schema WHERE type = 'table'") {
		out[table] = column(t, pool, "SELECT count(*) FROM "+table)[0]
	}
	return out
}

func newestHash(t testing.TB, s *db.Store) string {
	t.Helper()
	hash, err := s.NewestHash(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return hash
}
