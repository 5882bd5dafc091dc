package demo

import (
	"cmp"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huiyin/db"
)

// edit is one value of one row that somebody changes behind the portal's back.
type edit struct {
	table   string
	cols    []string
	row     []any // as it was
	at      int   // the column that is changed
	to      any
	subject string // number of the record that the row belongs to, "" where it has none
}

func (e edit) String() string {
	if e.table == "setting" {
		return e.table + "." + e.row[0].(string) + "." + e.cols[e.at]
	}
	return e.table + "." + e.cols[e.at]
}

// set gives the change of the row from one value to another.
func (e edit) set(from, to any) (query string, args []any) {
	args = []any{to}
	for i, v := range e.row {
		if i == e.at {
			v = from
		}
		args = append(args, v)
	}
	return fmt.Sprintf(`UPDATE "%s" SET "%s" = ? WHERE "%s" IS ?`, e.table, e.cols[e.at],
		strings.Join(e.cols, `" IS ? AND "`)), args
}

// tampered is an installation whose database is changed from outside, and proven after each change.
type tampered struct {
	*testing.T
	store *db.Store
	pool  *sql.DB
	known []string // what verify names before any change: the triggers that kept the tables from being changed
	empty []string // tables in which nothing can be changed
	runs  int
}

// tamper opens an installation for changes from outside. So that all can be made its triggers are gone.
func tamper(t *testing.T, dir string, and ...string) *tampered {
	t.Helper()
	store, err := db.Open(t.Context(), dir, db.Unsynced)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(dir, "huiyin.db"))+
		"?_pragma=busy_timeout(5000)&_pragma=ignore_check_constraints(1)&_pragma=synchronous(0)")
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	t.Cleanup(func() { _, _ = pool.Close(), store.Close() })
	x := &tampered{T: t, store: store, pool: pool}
	for _, r := range x.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
		x.do("DROP TRIGGER " + r[0].(string))
	}
	for _, query := range and {
		x.do(query)
	}
	if x.known, err = x.wrong(); err != nil {
		t.Fatal(err)
	}
	return x
}

func (x *tampered) do(query string, args ...any) {
	x.Helper()
	if _, err := x.pool.Exec(query, args...); err != nil {
		x.Fatalf("%s %v: %v", query, args, err)
	}
}

func (x *tampered) rows(query string, args ...any) (out [][]any) {
	x.Helper()
	rows, err := x.pool.Query(query, args...)
	if err != nil {
		x.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	cols, _ := rows.Columns()
	for rows.Next() {
		row, into := make([]any, len(cols)), make([]any, len(cols))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			x.Fatal(err)
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		x.Fatal(err)
	}
	return out
}

// wrong is what verify names now and did not name before.
func (x *tampered) wrong() ([]string, error) {
	x.runs++
	v, err := x.store.Verify(x.Context())
	return slices.DeleteFunc(v.Wrong, func(w string) bool { return slices.Contains(x.known, w) }), err
}

// after is what verify says of edits made together; they are taken back.
func (x *tampered) after(edits ...edit) ([]string, error) {
	x.Helper()
	for _, e := range edits {
		query, args := e.set(e.row[e.at], e.to)
		x.do(query, args...)
	}
	wrong, err := x.wrong()
	for _, e := range edits {
		query, args := e.set(e.to, e.row[e.at])
		x.do(query, args...)
	}
	return wrong, err
}

// numberOf are the columns by which rows belong to a record that has a number.
var numberOf = []string{"complaint", "document", "inquiry", "praise"}

// everyEdit is one change of every column of every filled table, as the schema has them. Rows that belong to different
// records are taken by turns, so that many changes can be proven together.
func (x *tampered) everyEdit() (out []edit) {
	numbers := map[string]map[any]string{}
	for _, owner := range numberOf {
		numbers[owner] = map[any]string{}
		for _, r := range x.rows("SELECT id, number FROM " + owner) {
			numbers[owner][r[0]] = r[1].(string)
		}
	}
	used := map[string]int{} // records, by how often
	for _, t := range x.rows("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND " +
		"name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name") {
		table := t[0].(string)
		var cols, kinds []string
		for _, r := range x.rows("SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", table) {
			cols, kinds = append(cols, r[0].(string)), append(kinds, r[1].(string))
		}
		rows := x.rows(fmt.Sprintf(`SELECT "%s" FROM "%s"`, strings.Join(cols, `", "`), table))
		if len(rows) == 0 {
			x.empty = append(x.empty, table)
			continue
		}
		subject := func(row []any) string {
			if i := slices.Index(cols, "number"); i >= 0 && numbers[table] != nil {
				return row[i].(string)
			}
			for _, owner := range numberOf {
				if i := slices.Index(cols, owner); i >= 0 && numbers[owner][row[i]] != "" {
					return numbers[owner][row[i]]
				}
			}
			return ""
		}
		for at := range cols {
			best := slices.MinFunc(rows, func(a, b []any) int {
				return cmp.Or(cmp.Compare(dull(a[at]), dull(b[at])), cmp.Compare(used[subject(a)], used[subject(b)]))
			})
			picked := [][]any{best}
			if table == "setting" { // each has its own way
				picked = rows
			}
			as := other(rows, at, cols[at], kinds[at])
			for _, r := range picked {
				e := edit{table, cols, r, at, as(r[at]), subject(r)}
				used[e.subject]++
				out = append(out, e)
			}
		}
	}
	return out
}

// dull tells which values are worse to change: those that say nothing.
func dull(v any) int {
	if v == nil || v == "" || v == int64(0) || v == "[]" {
		return 1
	}
	return 0
}

// other is another value that a column may hold, of the type that the schema says.
func other(rows [][]any, at int, name, kind string) func(v any) any {
	truth := name != "id" && !slices.Contains(numberOf, name)
	for _, r := range rows {
		n, ok := r[at].(int64)
		truth = truth && (!ok || n == 0 || n == 1)
	}
	return func(v any) any {
		n, ok := v.(int64)
		switch {
		case ok && truth:
			return 1 - n
		case ok:
			return n + 1_000_000 // no other row has it
		case v == nil && kind == "INTEGER":
			return int64(1_700_000_000_000)
		case v == nil && kind == "TEXT":
			return "x"
		}
		return otherText(v)
	}
}

func otherText(v any) any {
	switch v := v.(type) {
	case string:
		switch {
		case v == "[]":
			return `["x"]`
		case strings.HasPrefix(v, `["`):
			return `["x",` + v[1:]
		case strings.HasPrefix(v, "[{") || strings.HasPrefix(v, "{"):
			last := strings.LastIndexByte(v, '"') // within the last text
			return v[:last] + "x" + v[last:]
		}
		return v + "x"
	case []byte:
		return append(slices.Clone(v), 1)
	}
	return v
}

// unnamed gives those edits after which verify does not name the record that the row belongs to, or which belongs to
// none. Many are made at once, each to a record of its own.
func (x *tampered) unnamed(edits []edit) (out []edit) {
	x.Helper()
	for len(edits) > 0 {
		var now, later []edit
		busy := map[string]bool{}
		for _, e := range edits {
			switch {
			case e.subject == "":
				out = append(out, e)
			case busy[e.subject]:
				later = append(later, e)
			default:
				busy[e.subject] = true
				now = append(now, e)
			}
		}
		if len(now) > 0 {
			wrong, err := x.after(now...)
			for _, e := range now {
				if err != nil || !slices.ContainsFunc(wrong, func(w string) bool { return strings.Contains(w, e.subject) }) {
					out = append(out, e)
				}
			}
		}
		edits = later
	}
	return out
}

// unnoticed gives those edits of which verify says nothing new, tried one by one.
func (x *tampered) unnoticed(edits []edit) (out []edit) {
	x.Helper()
	for _, e := range edits {
		wrong, err := x.after(e)
		if err != nil {
			x.Logf("%s: verify ends with: %v", e, err)
		} else if len(wrong) == 0 {
			out = append(out, e)
		}
	}
	return out
}
