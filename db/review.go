package db

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"huiyin/huiyin"
)

var documentTable = newTable("document", func(v *huiyin.Document) []column {
	return []column{
		{"id", &v.ID}, {"kind", &v.Kind}, {"number", &v.Number}, {"version", &v.Version}, {"site", &v.Site},
		{"period", &v.Period}, {"at", &v.At}, {"by", &v.By}, {"state", &v.State},
	}
})

// docKind tells how one kind of documents lies in the database: its row of document, one row of its own
// table by the same id, and its parts.
type docKind[T any, P interface {
	*T
	versioned
}] struct {
	kind  huiyin.DocKind
	own   table[T] // its key is the column document
	doc   func(*T) *huiyin.Document
	parts func(*T) []part
}

// documentParts are the tables whose rows belong to a document.
var documentParts = []string{jobTable.name, toldTable.name, sampleItemTable.name, sampleMarkTable.name,
	sampleInquiryTable.name, destructionLineTable.name, archiveLineTable.name}

// load reads one document whole; unknown is huiyin.NotFound.
func (k docKind[T, P]) load(q querier, where string, key any) (*T, error) {
	v := new(T)
	d := k.doc(v)
	err := q.row("SELECT "+joined(documentTable.cols)+" FROM document WHERE "+where, []any{key},
		documentTable.targets(d)...)
	if errors.Is(err, sql.ErrNoRows) || err == nil && d.Kind != k.kind {
		return nil, huiyin.NotFound()
	}
	if err == nil {
		err = q.row("SELECT "+joined(k.own.cols)+" FROM "+k.own.name+" WHERE document = ?", []any{d.ID},
			k.own.targets(v)...)
	}
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", k.kind, err)
	}
	for _, p := range k.parts(v) {
		if err := q.query(p.query(), []any{d.ID}, p.scan); err != nil {
			return nil, fmt.Errorf("load %s %s: %w", k.kind, d.Number, err)
		}
	}
	P(v).Loaded()
	return v, nil
}

// fingerprint is the sum of a document as it is stored (rule J2).
func (k docKind[T, P]) fingerprint(v *T) string {
	h := newSum()
	sumRow(h, documentTable.name, documentTable.cols[1:], documentTable.values(k.doc(v))[1:])
	sumRow(h, k.own.name, k.own.cols, k.own.values(v))
	for _, p := range k.parts(v) {
		p.sum(h)
	}
	return hexSum(h)
}

// insert stores a new document, which has its number, with its journal.
func (k docKind[T, P]) insert(t *tx, v *T) error {
	if err := k.insertRows(t, v); err != nil {
		return err
	}
	return k.records().seal(t, v)
}

func (k docKind[T, P]) insertRows(t *tx, v *T) error {
	d := k.doc(v)
	if err := t.row("SELECT coalesce(max(id), 0) + 1 FROM document", nil, &d.ID); err != nil {
		return err
	}
	if _, err := t.exec(insertSQL("document", documentTable.cols, 1), documentTable.values(d)...); err != nil {
		return fmt.Errorf("insert document: %w", err)
	}
	if _, err := t.exec(insertSQL(k.own.name, append([]string{"document"}, k.own.cols...), 1),
		append([]any{d.ID}, k.own.values(v)...)...); err != nil {
		return fmt.Errorf("insert %s: %w", k.kind, err)
	}
	return t.saveParts(d.ID, k.parts(v), nil)
}

// beginning counts the records of a table whose numbers begin so.
func (t *tx) beginning(table, prefix string) (n int, err error) {
	err = t.row("SELECT count(*) FROM "+table+" WHERE number > ? AND number < ?", []any{prefix, prefix + "~"}, &n)
	return n, err
}

// docImage is a document as it lies in the database.
type docImage struct {
	row, own []any
	parts    [][][]any
}

// records is the kind for the frame of a change; its key is a number or an id.
func (k docKind[T, P]) records() kind[P, docImage] {
	return kind[P, docImage]{
		name: string(k.kind),
		load: func(t *tx, key any) (P, error) { return k.load(t, by(key), key) },
		image: func(v P) docImage {
			return docImage{documentTable.values(k.doc(v)), k.own.values(v), partsImage(k.parts(v))}
		},
		save: func(t *tx, v P, before docImage) error {
			d := k.doc(v)
			if d.ID == 0 {
				return k.insertRows(t, v)
			}
			now := documentTable.values(d)
			if _, err := t.exec(updateSQL("document", documentTable.cols[1:], "id"),
				append(now[1:], now[0])...); err != nil {
				return fmt.Errorf("update document: %w", err)
			}
			if _, err := t.exec(updateSQL(k.own.name, k.own.cols, "document"),
				append(k.own.values(v), d.ID)...); err != nil {
				return fmt.Errorf("update %s: %w", k.kind, err)
			}
			return t.saveParts(d.ID, k.parts(v), before.parts)
		},
		sum: func(v P) string { return k.fingerprint(v) },
	}
}

// verify compares every document of the kind with what the journal last sealed (rule J2).
func (k docKind[T, P]) verify(q querier, sums map[string]string, v *Verdict) error {
	ids, err := all[int64](q, "SELECT document FROM "+k.own.name+" ORDER BY document")
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := k.load(q, "id = ?", id)
		if huiyin.KindOf(err) == huiyin.KindNotFound {
			v.wrong("%s %d is in the records without its document", k.kind, id)
			continue
		}
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
	return errors.Join(reports.verify(q, sums, v), quarters.verify(q, sums, v), meetings.verify(q, sums, v),
		improvementPlans.verify(q, sums, v), samples.verify(q, sums, v),
		destructionLists.verify(q, sums, v), archiveLists.verify(q, sums, v))
}
