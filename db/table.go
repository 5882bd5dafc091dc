package db

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"reflect"
	"slices"
	"strings"
	"time"
)

// table tells once how a Go value lies in a table: reading, writing and fingerprinting all follow it.
type table[T any] struct {
	name  string
	cols  []string // the names that pairs gives, in its order
	pairs func(*T) []column
}

// column is a column of a table and the field of a Go value that lies in it.
type column struct {
	name  string
	field any // a pointer, or what scans itself
}

// newTable names a table by its columns, each beside its field; a part's first is its id.
func newTable[T any](name string, pairs func(*T) []column) table[T] {
	t := table[T]{name: name, pairs: pairs}
	for _, c := range pairs(new(T)) {
		t.cols = append(t.cols, c.name)
	}
	return t
}

// ptrs gives pointers to the fields of a row, in the order of the columns, and then others.
func (t table[T]) ptrs(v *T, others ...any) []any {
	pairs := t.pairs(v)
	out := make([]any, 0, len(pairs)+len(others))
	for i := range pairs {
		out = append(out, pairs[i].field)
	}
	return append(out, others...)
}

// fields is ptrs of a row alone.
func (t table[T]) fields(v *T) []any { return t.ptrs(v) }

// targets gives what Scan fills to read a row.
func (t table[T]) targets(v *T) []any { return each(t.pairs(v), target) }

// values gives what is written of a row.
func (t table[T]) values(v *T) []any { return each(t.pairs(v), value) }

func each(pairs []column, as func(field any) any) []any {
	out := make([]any, len(pairs))
	for i := range pairs {
		out[i] = as(pairs[i].field)
	}
	return out
}

func columns(list string) []string { return strings.Fields(list) }

// nullTime reads and writes a time as Unix milliseconds, the zero time as NULL.
type nullTime struct{ t *time.Time }

func (n nullTime) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*n.t = time.Time{}
	case int64:
		*n.t = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("time column holds %T", src)
	}
	return nil
}

// list reads and writes a list of texts as JSON.
type list struct{ l *[]string }

func (l list) Scan(src any) error {
	s, _ := src.(string)
	*l.l = nil // else the next row would be written over this one
	if s == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(s), l.l)
}

// targets makes of fields, in their place, what Scan fills.
func targets(fields []any) []any {
	for i, p := range fields {
		fields[i] = target(p)
	}
	return fields
}

func target(field any) any {
	switch p := field.(type) {
	case *time.Time:
		return nullTime{p}
	case *[]string:
		return list{p}
	}
	return field
}

// values gives what is written, in driver types only, so that two of them compare with ==.
func values(fields []any) []any {
	out := make([]any, len(fields))
	for i, p := range fields {
		out[i] = value(p)
	}
	return out
}

func value(field any) any {
	switch p := field.(type) {
	case *time.Time:
		if p.IsZero() {
			return nil
		}
		return p.UnixMilli()
	case *[]string:
		if len(*p) == 0 {
			return "[]"
		}
		b, _ := json.Marshal(*p)
		return string(b)
	case *string:
		return *p
	case *int64:
		return *p
	case *int:
		return int64(*p)
	case *bool:
		if *p {
			return int64(1)
		}
		return int64(0)
	}
	v := reflect.ValueOf(field).Elem()
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Int, reflect.Int64:
		return v.Int()
	}
	panic(fmt.Sprintf("db: no column type for %T", field))
}

// insertSQL is an INSERT of n rows.
func insertSQL(name string, cols []string, n int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", len(cols)), ",") + ")"
	return "INSERT INTO " + name + " (" + strings.Join(cols, ", ") + ") VALUES " +
		strings.TrimSuffix(strings.Repeat(row+",", n), ",")
}

func updateSQL(name string, cols []string, key string) string {
	return "UPDATE " + name + " SET " + strings.Join(cols, " = ?, ") + " = ? WHERE " + key + " = ?"
}

// part is a table of things that belong to one complaint, bound to the slice that holds them.
type part interface {
	named() string
	any() bool
	query() string
	scan(rows *sql.Rows) error
	queryOf() string
	scanOf(rows *sql.Rows, of func(owner int64) part) error
	snapshot() [][]any
	texts(cols []string, use func(string))
	save(t *tx, complaint int64, before [][]any) error
	sum(h hash.Hash)
	gather(l *loader, s *batch, owner int64, sum hash.Hash) error
}

// partOf binds a table to a slice.
type partOf[T any] struct {
	table[T]
	rows *[]T
}

func (p partOf[T]) named() string { return p.name }

func (p partOf[T]) any() bool { return len(*p.rows) > 0 }

func (p partOf[T]) query() string {
	return "SELECT " + strings.Join(p.cols, ", ") + " FROM " + p.name + " WHERE " + ownerOf(p.name) + " = ? ORDER BY id"
}

// queryOf and scanOf are query and scan for many owners at once, given as a list.
func (p partOf[T]) queryOf() string {
	return "SELECT p." + ownerOf(p.name) + ", p." + strings.Join(p.cols, ", p.") + " FROM json_each(?) j CROSS JOIN " + p.name +
		" p ON p." + ownerOf(p.name) + " = j.value ORDER BY j.value, p.id"
}

func (p partOf[T]) scanOf(rows *sql.Rows, of func(owner int64) part) error {
	var v T
	var owner int64
	into := append([]any{&owner}, p.targets(&v)...)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		list := of(owner).(partOf[T]).rows
		*list = append(*list, v)
	}
	return rows.Err()
}

// texts gives what stands in some columns of text.
func (p partOf[T]) texts(cols []string, use func(string)) {
	for i := range *p.rows {
		for _, c := range p.pairs(&(*p.rows)[i]) {
			if text, ok := c.field.(*string); ok && slices.Contains(cols, c.name) {
				use(*text)
			}
		}
	}
}

func (p partOf[T]) scan(rows *sql.Rows) error {
	var v T
	into := p.targets(&v)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		*p.rows = append(*p.rows, v)
	}
	return rows.Err()
}

func (p partOf[T]) snapshot() [][]any {
	if len(*p.rows) == 0 {
		return nil
	}
	out := make([][]any, len(*p.rows))
	for i := range *p.rows {
		out[i] = p.values(&(*p.rows)[i])
	}
	return out
}

// save inserts the rows that are new and updates those that differ from before. Rows are only ever
// added at the end, and never removed (rule W11).
func (p partOf[T]) save(t *tx, complaint int64, before [][]any) error {
	if len(*p.rows) < len(before) {
		return fmt.Errorf("%s: rows of %d would be lost", p.name, complaint)
	}
	for i := range before {
		now := p.values(&(*p.rows)[i])
		if !equal(now, before[i]) {
			if _, err := t.exec(updateSQL(p.name, p.cols[1:], "id"), append(now[1:], now[0])...); err != nil {
				return fmt.Errorf("update %s: %w", p.name, err)
			}
		}
	}
	added := (*p.rows)[len(before):]
	if len(added) == 0 {
		return nil
	}
	args := make([]any, 0, len(added)*len(p.cols))
	for i := range added {
		args = append(append(args, complaint), p.values(&added[i])[1:]...)
	}
	res, err := t.exec(insertSQL(p.name, append([]string{ownerOf(p.name)}, p.cols[1:]...), len(added)), args...)
	if err != nil {
		return fmt.Errorf("insert %s: %w", p.name, err)
	}
	last, err := res.LastInsertId()
	if err != nil {
		return err
	}
	for i := range added { // one statement gives consecutive ids
		*(p.pairs(&added[i])[0].field.(*int64)) = last - int64(len(added)-1-i)
	}
	return nil
}

// sum adds the rows to a fingerprint, without their ids.
func (p partOf[T]) sum(h hash.Hash) {
	for i := range *p.rows {
		sumRow(h, p.name, p.cols[1:], p.values(&(*p.rows)[i])[1:])
	}
}

// sumRow adds a row to a fingerprint, by column name and without empty values, so that a column
// added by a later migration changes no earlier fingerprint.
func sumRow(h hash.Hash, name string, cols []string, vals []any) {
	buf := make([]byte, 0, 1024)
	text := func(s string) {
		buf = binary.AppendUvarint(buf, uint64(len(s)))
		buf = append(buf, s...)
	}
	text(name)
	for i, v := range vals {
		switch v := v.(type) {
		case int64:
			if v != 0 {
				text(cols[i])
				buf = append(buf, 'i')
				buf = binary.AppendVarint(buf, v)
			}
		case string:
			if v != "" && v != "[]" {
				text(cols[i])
				buf = append(buf, 's')
				text(v)
			}
		}
	}
	h.Write(append(buf, 0))
}

func equal(a, b []any) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func newSum() hash.Hash { return sha256.New() }

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

func joined(cols []string) string { return strings.Join(cols, ", ") }

func anys[T any](in []T) []any {
	out := make([]any, len(in))
	for i, v := range in {
		out[i] = v
	}
	return out
}
