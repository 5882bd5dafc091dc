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
// The pointers of ptrs stand in the order of cols; a part's first is its id.
type table[T any] struct {
	name string
	cols []string
	ptrs func(*T) []any
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

// targets gives what Scan fills.
func targets(ptrs []any) []any {
	out := make([]any, len(ptrs))
	for i, p := range ptrs {
		switch p := p.(type) {
		case *time.Time:
			out[i] = nullTime{p}
		case *[]string:
			out[i] = list{p}
		default:
			out[i] = p
		}
	}
	return out
}

// values gives what is written, in driver types only, so that two of them compare with ==.
func values(ptrs []any) []any {
	out := make([]any, len(ptrs))
	for i, p := range ptrs {
		switch p := p.(type) {
		case *time.Time:
			if !p.IsZero() {
				out[i] = p.UnixMilli()
			}
		case *[]string:
			b, _ := json.Marshal(*p)
			if len(*p) == 0 {
				b = []byte("[]")
			}
			out[i] = string(b)
		case *string:
			out[i] = *p
		case *int64:
			out[i] = *p
		case *int:
			out[i] = int64(*p)
		case *bool:
			out[i] = int64(0)
			if *p {
				out[i] = int64(1)
			}
		default:
			v := reflect.ValueOf(p).Elem()
			switch v.Kind() {
			case reflect.String:
				out[i] = v.String()
			case reflect.Int, reflect.Int64:
				out[i] = v.Int()
			default:
				panic(fmt.Sprintf("db: no column type for %T", p))
			}
		}
	}
	return out
}

// insertSQL is an INSERT of n rows.
func insertSQL(name string, cols []string, n int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", len(cols)), ",") + ")"
	return "INSERT INTO " + name + " (" + strings.Join(cols, ", ") + ") VALUES " + strings.TrimSuffix(strings.Repeat(row+",", n), ",")
}

func updateSQL(name string, cols []string, key string) string {
	return "UPDATE " + name + " SET " + strings.Join(cols, " = ?, ") + " = ? WHERE " + key + " = ?"
}

// part is a table of things that belong to one complaint, bound to the slice that holds them.
type part interface {
	named() string
	query() string
	scan(rows *sql.Rows) error
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

func (p partOf[T]) query() string {
	return "SELECT " + strings.Join(p.cols, ", ") + " FROM " + p.name + " WHERE " + ownerOf(p.name) + " = ? ORDER BY id"
}

// texts gives what stands in some columns of text.
func (p partOf[T]) texts(cols []string, use func(string)) {
	for i := range *p.rows {
		ptrs := p.ptrs(&(*p.rows)[i])
		for n, col := range p.cols {
			if text, ok := ptrs[n].(*string); ok && slices.Contains(cols, col) {
				use(*text)
			}
		}
	}
}

func (p partOf[T]) scan(rows *sql.Rows) error {
	var v T
	into := targets(p.ptrs(&v))
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
		out[i] = values(p.ptrs(&(*p.rows)[i]))
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
		now := values(p.ptrs(&(*p.rows)[i]))
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
		args = append(append(args, complaint), values(p.ptrs(&added[i]))[1:]...)
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
		*(p.ptrs(&added[i])[0].(*int64)) = last - int64(len(added)-1-i)
	}
	return nil
}

// sum adds the rows to a fingerprint, without their ids.
func (p partOf[T]) sum(h hash.Hash) {
	for i := range *p.rows {
		sumRow(h, p.name, p.cols[1:], values(p.ptrs(&(*p.rows)[i]))[1:])
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
