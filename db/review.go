package db

import (
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"huiyin/huiyin"
)

var documentTable = newTable("document", func(v *huiyin.Document) []column {
	return []column{
		{"id", &v.ID}, {"kind", &v.Kind}, {"number", &v.Number}, {"version", &v.Version}, {"site", &v.Site},
		{"period", &v.Period}, {"at", &v.At}, {"by", &v.By}, {"state", &v.State},
	}
})

// document is what the store asks of a paper about many complaints.
type written interface {
	Loaded()
	Journal() []huiyin.Entry
	Check(version int64) error
}

// docKind tells how one kind of documents lies in the database: its row of document, one row of its own
// table by the same id, and its parts.
type docKind[T any] struct {
	kind  huiyin.DocKind
	own   table[T] // its key is the column document
	doc   func(*T) *huiyin.Document
	as    func(*T) written
	parts func(*T) []part
}

// documentParts are the tables whose rows belong to a document.
var documentParts = []string{jobTable.name, toldTable.name, sampleItemTable.name, sampleMarkTable.name}

// load reads one document whole; unknown is huiyin.NotFound.
func (k docKind[T]) load(q querier, where string, key any) (*T, error) {
	v := new(T)
	d := k.doc(v)
	err := q.row("SELECT "+joined(documentTable.cols)+" FROM document WHERE "+where, []any{key}, documentTable.targets(d)...)
	if errors.Is(err, sql.ErrNoRows) || err == nil && d.Kind != k.kind {
		return nil, huiyin.NotFound()
	}
	if err == nil {
		err = q.row("SELECT "+joined(k.own.cols)+" FROM "+k.own.name+" WHERE document = ?", []any{d.ID}, k.own.targets(v)...)
	}
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", k.kind, err)
	}
	for _, p := range k.parts(v) {
		if err := q.query(p.query(), []any{d.ID}, p.scan); err != nil {
			return nil, fmt.Errorf("load %s %s: %w", k.kind, d.Number, err)
		}
	}
	k.as(v).Loaded()
	return v, nil
}

// fingerprint is the sum of a document as it is stored (rule J2).
func (k docKind[T]) fingerprint(v *T) string {
	h := newSum()
	sumRow(h, documentTable.name, documentTable.cols[1:], documentTable.values(k.doc(v))[1:])
	sumRow(h, k.own.name, k.own.cols, k.own.values(v))
	for _, p := range k.parts(v) {
		p.sum(h)
	}
	return hexSum(h)
}

// insert stores a new document, which has its number.
func (k docKind[T]) insert(t *tx, v *T) error {
	d := k.doc(v)
	if err := t.row("SELECT coalesce(max(id), 0) + 1 FROM document", nil, &d.ID); err != nil {
		return err
	}
	if _, err := t.exec(insertSQL("document", documentTable.cols, 1), documentTable.values(d)...); err != nil {
		return fmt.Errorf("insert document: %w", err)
	}
	if _, err := t.exec(insertSQL(k.own.name, append([]string{"document"}, k.own.cols...), 1), append([]any{d.ID}, k.own.values(v)...)...); err != nil {
		return fmt.Errorf("insert %s: %w", k.kind, err)
	}
	return k.save(t, v, nil)
}

func (k docKind[T]) save(t *tx, v *T, before [][][]any) error {
	for i, p := range k.parts(v) {
		var old [][]any
		if before != nil {
			old = before[i]
		}
		if err := p.save(t, k.doc(v).ID, old); err != nil {
			return err
		}
	}
	return t.append(k.as(v).Journal(), k.fingerprint(v))
}

// change lets fn change a document that was loaded and stores it, all or nothing (rules J1, W12).
func (k docKind[T]) change(t *tx, v *T, version int64, fn func(*T) error) error {
	d := k.doc(v)
	row, own := documentTable.values(d), k.own.values(v)
	var before [][][]any
	for _, p := range k.parts(v) {
		before = append(before, p.snapshot())
	}
	stale := k.as(v).Check(version)
	if err := fn(v); err != nil {
		if kind := huiyin.KindOf(err); stale != nil && kind != huiyin.KindNotFound && kind != huiyin.KindForbidden {
			return stale
		}
		return err
	}
	if stale != nil {
		return stale
	}
	now, ownNow := documentTable.values(d), k.own.values(v)
	if len(k.as(v).Journal()) == 0 {
		if !reflect.DeepEqual(now, row) || !reflect.DeepEqual(ownNow, own) {
			return fmt.Errorf("%s %s was changed without a journal entry", k.kind, d.Number)
		}
		return nil
	}
	if d.ID == 0 {
		return k.insert(t, v)
	}
	if _, err := t.exec(updateSQL("document", documentTable.cols[1:], "id"), append(now[1:], now[0])...); err != nil {
		return fmt.Errorf("update document: %w", err)
	}
	if _, err := t.exec(updateSQL(k.own.name, k.own.cols, "document"), append(ownNow, d.ID)...); err != nil {
		return fmt.Errorf("update %s: %w", k.kind, err)
	}
	return k.save(t, v, before)
}

// verify compares every document of the kind with what the journal last sealed (rule J2).
func (k docKind[T]) verify(q querier, sums map[string]string, v *Verdict) error {
	ids, err := all[int64](q, "SELECT document FROM "+k.own.name+" ORDER BY document")
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := k.load(q, "id = ?", id)
		if err != nil {
			return err
		}
		number := k.doc(r).Number
		if sums[number] != k.fingerprint(r) {
			v.wrong("%s %s differs from what the journal last sealed", k.kind, number)
		}
		delete(sums, number)
	}
	return nil
}

func noParts[T any](*T) []part { return nil }

// ofDocument tells whether a table's rows belong to documents.
func ofDocument(table string) bool { return slices.Contains(documentParts, table) }

// verifyDocuments compares all documents with what the journal last sealed (rule J2).
func verifyDocuments(q querier, sums map[string]string, v *Verdict) error {
	return errors.Join(reports.verify(q, sums, v), quarters.verify(q, sums, v), meetings.verify(q, sums, v), improvementPlans.verify(q, sums, v), samples.verify(q, sums, v))
}
