package dbtest

import (
	"database/sql"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// A line for a request has nothing in it but these: which request, whose account, which route by its pattern.
var requestLine = regexp.MustCompile(`^time=\S+ level=INFO msg=request id=[0-9a-f]{32} account=(""|[\pL\pN._-]+) ` +
	`method=[!-~]+ route=\S+ status=\d{3} bytes=\d+ ms=[\d.e-]+$`)

// Discreet proves of a log that each line of a request has the shape above, and that no other line holds what
// the installation in dir knows of anybody: any text in any table, as far as it has Chinese characters, seven digits or
// an @ in it. What the company itself is made of, such as the names of its sites, is no secret.
func Discreet(t testing.TB, dir, log string) {
	t.Helper()
	var others []string
	for line := range strings.Lines(log) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || requestLine.MatchString(line):
		case strings.Contains(line, "msg=request"):
			t.Errorf("this line of the log has another shape: %s", line)
		default:
			others = append(others, strings.ReplaceAll(line, dir, ""))
		}
	}
	if len(others) == 0 {
		return
	}
	rest := strings.Join(others, "\n")
	for where, values := range texts(t, dir) {
		for _, v := range values {
			if strings.Contains(rest, v) {
				t.Errorf("the log holds a text of %s: %q", where, v)
			}
		}
	}
}

var (
	sevenDigits = regexp.MustCompile(`\d{7}`)
	anyHash     = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// telling tells whether a text could say who somebody is, or what they said. A hash says neither, and that of the
// journal's head is noted outside on purpose (rule J4).
func telling(s string) bool {
	return !anyHash.MatchString(s) &&
		(strings.Contains(s, "@") || sevenDigits.MatchString(s) || utf8.RuneCountInString(s) > 1 &&
			strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }))
}

// public are tables of what everybody knows, and of sums.
var public = map[string]bool{"site": true, "department": true, "category": true, "goose_db_version": true,
	"setting": true}

// texts are the beginnings of all texts in the database that tell something, by table and column.
func texts(t testing.TB, dir string) map[string][]string {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(dir, "huiyin.db"))+
		"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	list := func(query string, args ...any) (out []string) {
		rows, err := pool.Query(query, args...)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				t.Fatal(err)
			}
			out = append(out, s)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return out
	}
	found := map[string][]string{}
	for _, column := range list("SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c " +
		"WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.type = 'TEXT'") {
		table, name, _ := strings.Cut(column, ".")
		if public[table] {
			continue
		}
		for _, v := range list(`SELECT DISTINCT "` + name + `" FROM "` + table + `" WHERE "` + name + `" <> ''`) {
			if telling(v) {
				r := []rune(v)
				found[column] = append(found[column], string(r[:min(len(r), 12)]))
			}
		}
	}
	return found
}
