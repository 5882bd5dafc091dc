package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"huiyin/huiyin"
)

// This file indexes and files anew what an earlier Huiyin, or another setting, indexed and filed in its own way.

const (
	indexedOnOpening = 2000 // records at most; of more the portal takes care while it is open
	indexedTogether  = 200  // records in one transaction, which others wait for
	readTogether     = 2    // readers that make them ready
)

// Unindexed tells how many records wait to be indexed anew.
func (s *Store) Unindexed(ctx context.Context) (left int64, err error) {
	err = reader{ctx, s}.row("SELECT (SELECT count(*) FROM unindexed) + (SELECT count(*) FROM unindexed_slip)", nil, &left)
	return left, err
}

// Indexing tells how many records a search may still miss.
func (s *Store) Indexing() int64 { return s.unindexed.Load() }

// indexFew is IndexAnew where little waits.
func (s *Store) indexFew(ctx context.Context) error {
	left, err := s.Unindexed(ctx)
	if s.unindexed.Store(left); err != nil || left == 0 || left > indexedOnOpening {
		return err
	}
	return s.IndexAnew(ctx)
}

// IndexAnew indexes what waits for it, some at a time, until nothing waits or ctx ends. Broken off, it goes on next time.
func (s *Store) IndexAnew(ctx context.Context) error {
	defer func() {
		if left, err := s.Unindexed(context.WithoutCancel(ctx)); err == nil {
			s.unindexed.Store(left)
		}
	}()
	if err := errors.Join(indexSlips(ctx, s, inquiries), indexSlips(ctx, s, praises)); err != nil {
		return err
	}
	for {
		ids, err := all[int64](reader{ctx, s}, "SELECT complaint FROM unindexed ORDER BY complaint LIMIT ?", indexedTogether)
		if err != nil || len(ids) == 0 {
			return err
		}
		ready := s.readyToIndex(ctx, ids)
		_, err = s.write(ctx, Once{}, func(t *tx) error {
			for i, id := range ids {
				if err := t.indexComplaint(id, &ready[i]); err != nil {
					return fmt.Errorf("complaint %d: %w", id, err)
				}
			}
			return t.indexTogether(ids, ready)
		})
		if err != nil {
			return err
		}
		s.unindexed.Add(-int64(len(ids)))
	}
}

// indexed is a complaint with what it is found by, worked out before the writer is taken.
type indexed struct {
	c    *huiyin.Complaint
	text string
	name string
}

// readyToIndex reads complaints; one that cannot be read is nil, and is read again by the writer.
func (s *Store) readyToIndex(ctx context.Context, ids []int64) []*indexed {
	out := make([]*indexed, len(ids))
	var w sync.WaitGroup
	for n := range readTogether {
		w.Go(func() {
			for i := n; i < len(ids); i += readTogether {
				if c, err := load(reader{ctx, s}, "id = ?", ids[i]); err == nil {
					out[i] = &indexed{c, document(c), nameDocument(&c.Intake)}
				}
			}
		})
	}
	w.Wait()
	return out
}

// indexComplaint indexes and files one complaint anew. One that was changed since it was read is read again.
func (t *tx) indexComplaint(id int64, ready **indexed) error {
	k := *ready
	var version int64
	if err := t.row("SELECT version FROM complaint WHERE id = ?", []any{id}, &version); err != nil {
		return err
	}
	if k == nil || k.c.Version != version {
		c, err := load(t, "id = ?", id)
		if err != nil {
			return err
		}
		k = &indexed{c, document(c), nameDocument(&c.Intake)}
		*ready = k
	}
	var keys huiyin.CustomerKeys
	if k.c.AnonymisedAt.IsZero() {
		keys = k.c.CustomerKeys(t.s.Org())
	}
	if err := t.fileAnew(complaintTable.name, id, keys); err != nil {
		return err
	}
	if len(keys.Own) == 0 {
		k.name = ""
	}
	_, err := t.exec("UPDATE complaint SET unit_key = ?1 WHERE id = ?2 AND unit_key <> ?1", huiyin.UnitRoom(k.c.Unit), id)
	return err
}

// indexTogether writes the search texts of a batch: an index writes out what it has gathered whenever the statements on
// it change.
func (t *tx) indexTogether(ids []int64, ready []*indexed) error {
	list := jsonList(ids)
	for _, query := range []string{
		"DELETE FROM texts WHERE rowid IN (SELECT value FROM json_each(?))",
		"DELETE FROM names WHERE rowid IN (SELECT value FROM json_each(?))",
		"DELETE FROM unindexed WHERE complaint IN (SELECT value FROM json_each(?))",
	} {
		if _, err := t.exec(query, list); err != nil {
			return err
		}
	}
	for i, id := range ids {
		if _, err := t.exec("INSERT INTO texts (rowid, t) VALUES (?, ?)", id, ready[i].text); err != nil {
			return err
		}
	}
	for i, id := range ids {
		if ready[i].name == "" {
			continue
		}
		if _, err := t.exec("INSERT INTO names (rowid, t) VALUES (?, ?)", id, ready[i].name); err != nil {
			return err
		}
	}
	return nil
}

// indexSlips is IndexAnew for inquiries or praise.
func indexSlips[T any, P interface {
	*T
	versioned
	Numbered(number string)
}](ctx context.Context, s *Store, k contactKind[T, P]) error {
	for {
		ids, err := all[int64](reader{ctx, s}, "SELECT id FROM unindexed_slip WHERE kind = ? ORDER BY id LIMIT ?", k.name,
			indexedTogether)
		if err != nil || len(ids) == 0 {
			return err
		}
		_, err = s.write(ctx, Once{}, func(t *tx) error {
			for _, id := range ids {
				v, err := k.load(t, "id = ?", id)
				if err != nil {
					return err
				}
				if err := t.fileAnew(k.name, id, k.slip(v).CustomerKeys(t.s.Org())); err != nil {
					return err
				}
				if _, err := t.exec("DELETE FROM "+k.name+"_texts WHERE rowid = ?", id); err != nil {
					return err
				}
				if err := t.indexIn(k.name+"_texts", id, k.document(v), ""); err != nil {
					return err
				}
			}
			_, err := t.exec("DELETE FROM unindexed_slip WHERE kind = ? AND id <= ?", k.name, ids[len(ids)-1])
			return err
		})
		if err != nil {
			return err
		}
	}
}

// fileAnew puts a record into its customer's file by its present keys. It stays where it is as long as that may be
// right: a file holds more than its records say. Two files that turn out to be of one person are proposed as doubles,
// unless one holds nothing of its own.
func (t *tx) fileAnew(table string, id int64, keys huiyin.CustomerKeys) error {
	var file int64
	if err := t.row("SELECT coalesce(file, 0) FROM "+table+" WHERE id = ?", []any{id}, &file); err != nil {
		return err
	}
	if file == 0 && len(keys.Own) == 0 {
		return nil
	}
	has, err := all[string](t, "SELECT key FROM customer_key WHERE file = ?", file)
	if err != nil {
		return err
	}
	if file != 0 && len(keys.Own) > 0 {
		stays, err := t.stays(file, has, keys)
		if err != nil {
			return err
		}
		if stays {
			if err := t.addKeys(file, keys); err != nil {
				return err
			}
			if slices.ContainsFunc(has, func(k string) bool { return !slices.Contains(keys.All(), k) }) {
				return t.rekey(file)
			}
			return nil
		}
	}
	in, customer, err := t.fileUnder(knownBy(keys))
	if err != nil {
		return err
	}
	if _, err := t.exec("UPDATE "+table+" SET file = ?, customer = ? WHERE id = ?", in, customer, id); err != nil {
		return err
	}
	if file == 0 || file == in {
		return nil
	}
	if err := t.rekey(file); err != nil {
		return err
	}
	return t.dropEmpty(file)
}

// knownBy is a customer of whom only the keys are known.
type knownBy huiyin.CustomerKeys

// CustomerKeys are those.
func (k knownBy) CustomerKeys(*huiyin.Org) huiyin.CustomerKeys { return huiyin.CustomerKeys(k) }

// stays tells whether a record with these keys stays in the file in which it is.
func (t *tx) stays(file int64, has []string, keys huiyin.CustomerKeys) (bool, error) {
	if slices.ContainsFunc(keys.Own, func(k string) bool { return slices.Contains(has, k) }) {
		return true, nil
	}
	o := t.s.Org()
	for _, k := range has { // strangers who left a number that identifies nobody
		if phone, ok := strings.CutPrefix(k, "phone:"); ok && len(o.KeysOfPhone(phone)) == 0 {
			return false, nil
		}
	}
	other, err := fileOfKeys(t, keys.Own)
	if err != nil || other == 0 {
		return other == 0, err
	}
	own, err := t.holdsOfItsOwn(file)
	return own, err
}

// holdsOfItsOwn tells whether a file holds what no record of it says.
func (t *tx) holdsOfItsOwn(file int64) (own bool, err error) {
	var known int64
	if err = t.row("SELECT coalesce(nullif(was, 0), id) FROM customer WHERE id = ?", []any{file}, &known); err != nil {
		return false, err
	}
	err = t.row("SELECT EXISTS (SELECT 1 FROM customer WHERE id = ?1 AND into_file > 0) OR EXISTS (SELECT 1 FROM customer "+
		"WHERE into_file = ?1 AND into_file > 0) OR EXISTS (SELECT 1 FROM journal WHERE subject = ?2) OR EXISTS (SELECT 1 "+
		"FROM standing_hold WHERE key = ?3)", []any{file, huiyin.CustomerSubject(known), fmt.Sprint(known)}, &own)
	return own, err
}

// dropEmpty takes away a file in which nothing is left.
func (t *tx) dropEmpty(file int64) error {
	var left bool
	err := t.row("SELECT EXISTS (SELECT 1 FROM complaint WHERE file = ?1 AND file > 0) OR EXISTS (SELECT 1 FROM inquiry "+
		"WHERE file = ?1 AND file > 0) OR EXISTS (SELECT 1 FROM praise WHERE file = ?1 AND file > 0)", []any{file}, &left)
	if err == nil && !left {
		left, err = t.holdsOfItsOwn(file)
	}
	if err != nil || left {
		return err
	}
	if _, err := t.exec("DELETE FROM customer_key WHERE file = ?", file); err != nil {
		return err
	}
	_, err = t.exec("DELETE FROM customer WHERE id = ?", file)
	return err
}

// fileByNumbers notes for filing anew the records that have one of these numbers.
func (t *tx) fileByNumbers(numbers []huiyin.Phone) error {
	for _, p := range numbers {
		for _, d := range phoneForms(p) {
			match := `"` + phoneMark + d + `"`
			for _, insert := range []string{
				"INSERT OR IGNORE INTO unindexed (complaint) SELECT rowid FROM texts WHERE t MATCH ?",
				"INSERT OR IGNORE INTO unindexed_slip (kind, id) SELECT 'inquiry', rowid FROM inquiry_texts WHERE t MATCH ?",
				"INSERT OR IGNORE INTO unindexed_slip (kind, id) SELECT 'praise', rowid FROM praise_texts WHERE t MATCH ?",
			} {
				if _, err := t.exec(insert, match); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
