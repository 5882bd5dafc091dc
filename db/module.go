package db

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// moduleKind tells how one sort of a module's records lies in the database: a row of a table, and its parts, whose
// tables are named after it.
type moduleKind[T any, P interface {
	*T
	versioned
	Numbered(number string)
}] struct {
	table[T]
	prefix string // of its numbers, which are counted by site and day
	number func(v *T, day time.Time, n int) string
	record func(*T) *huiyin.Record
	site   func(*T) string
	parts  func(*T) []part
	// next is when the clock has to look at it again; nil where it never does.
	next func(*T) time.Time
	// filed files it under what it is found by; nil where its own columns do.
	filed func(*tx, *T) error
	// after is what follows from a change; may be nil.
	after func(*tx, *T)
}

// moduleOwners are the tables of modules' records, before the underscore in the names of their parts.
var moduleOwners = []string{"alarm", "crisis", "holding", "unit"}

// load reads one record whole; unknown is huiyin.NotFound.
func (k moduleKind[T, P]) load(q querier, where string, key any) (*T, error) {
	v := new(T)
	err := q.row("SELECT "+joined(k.cols)+" FROM "+k.name+" WHERE "+where, []any{key}, k.targets(v)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, huiyin.NotFound()
	}
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", k.name, err)
	}
	for _, p := range k.parts(v) {
		if err := q.query(p.query(), []any{k.record(v).ID}, p.scan); err != nil {
			return nil, fmt.Errorf("load %s %s: %w", k.name, k.record(v).Number, err)
		}
	}
	P(v).Loaded()
	return v, nil
}

// fingerprint is the sum of a record as it is stored (rule J2).
func (k moduleKind[T, P]) fingerprint(v *T) string {
	h := newSum()
	sumRow(h, k.name, k.cols[1:], k.values(v)[1:])
	for _, p := range k.parts(v) {
		p.sum(h)
	}
	return hexSum(h)
}

// clocked are the columns beside the record's own.
func (k moduleKind[T, P]) clocked(v *T) ([]string, []any) {
	if k.next == nil {
		return nil, nil
	}
	next := k.next(v)
	return []string{"next_due"}, values([]any{&next})
}

// insert numbers a new record of a day and stores it with its journal.
func (k moduleKind[T, P]) insert(t *tx, v *T, at time.Time) error {
	local := at.In(t.s.Org().Zone)
	n, err := t.serial(k.prefix, k.site(v), local)
	if err != nil {
		return err
	}
	P(v).Numbered(k.number(v, local, n))
	return k.store(t, v)
}

// store is insert for a record that has its number.
func (k moduleKind[T, P]) store(t *tx, v *T) error {
	if err := t.row("SELECT coalesce(max(id), 0) + 1 FROM "+k.name, nil, &k.record(v).ID); err != nil {
		return err
	}
	more, args := k.clocked(v)
	if _, err := t.exec(insertSQL(k.name, append(slices.Clone(k.cols), more...), 1),
		append(k.values(v), args...)...); err != nil {
		return fmt.Errorf("insert %s: %w", k.name, err)
	}
	if err := k.saveParts(t, v, nil); err != nil {
		return err
	}
	if err := k.records().seal(t, v); err != nil {
		return err
	}
	if k.after != nil {
		k.after(t, v)
	}
	return nil
}

// saveParts stores what belongs to a record besides its row: its parts, and what it is found by.
func (k moduleKind[T, P]) saveParts(t *tx, v *T, before [][][]any) error {
	err := t.saveParts(k.record(v).ID, k.parts(v), before)
	if err == nil && k.filed != nil {
		err = k.filed(t, v)
	}
	return err
}

// moduleImage is a record as it lies in the database.
type moduleImage struct {
	row   []any
	parts [][][]any
}

// records is the kind for the frame of a change; its key is a number or an id.
func (k moduleKind[T, P]) records() kind[P, moduleImage] {
	return kind[P, moduleImage]{
		name:  k.name,
		load:  func(t *tx, key any) (P, error) { return k.load(t, by(key), key) },
		image: func(v P) moduleImage { return moduleImage{k.values(v), partsImage(k.parts(v))} },
		save: func(t *tx, v P, before moduleImage) error {
			now := k.values(v)
			more, args := k.clocked(v)
			if _, err := t.exec(updateSQL(k.name, append(slices.Clone(k.cols[1:]), more...), "id"),
				append(append(slices.Clone(now[1:]), args...), now[0])...); err != nil {
				return fmt.Errorf("update %s: %w", k.name, err)
			}
			return k.saveParts(t, v, before.parts)
		},
		sum: func(v P) string { return k.fingerprint(v) },
		after: func(t *tx, v P, _ moduleImage) error {
			if k.after != nil {
				k.after(t, v)
			}
			return nil
		},
	}
}

// verify compares every record with what the journal last sealed, and its date with what the clock goes by (rule J2).
func (k moduleKind[T, P]) verify(q querier, sums map[string]string, v *Verdict) error {
	ids, err := all[int64](q, "SELECT id FROM "+k.name+" ORDER BY id")
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := k.load(q, "id = ?", id)
		if err != nil {
			return err
		}
		number := k.record(r).Number
		if sums[number] != k.fingerprint(r) {
			v.wrong("%s %s differs from what the journal last sealed", k.name, number)
		}
		delete(sums, number)
		if k.next == nil {
			continue
		}
		var next time.Time
		if err := q.row("SELECT next_due FROM "+k.name+" WHERE id = ?", []any{id}, nullTime{&next}); err != nil {
			return err
		}
		if !next.Equal(k.next(r)) {
			v.wrong("%s %s is filed under another date than its own", k.name, number)
		}
	}
	return nil
}

// ownerOfModule is the record to which a part of a module belongs, "" for another's.
func ownerOfModule(table string) string {
	owner, _, _ := strings.Cut(table, "_")
	if slices.Contains(moduleOwners, owner) {
		return owner
	}
	return ""
}
