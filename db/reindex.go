package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"huiyin/huiyin"
)

// This file indexes and files anew what an earlier Huiyin, or another setting, indexed and filed in its own way.

const (
	indexedOnOpening = 2000 // records at most; of more the portal takes care while it is open
	indexedTogether  = 400  // records in one transaction, which others wait for
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
// While some are written the next ones are made ready.
func (s *Store) IndexAnew(ctx context.Context) error {
	defer func() {
		if left, err := s.Unindexed(context.WithoutCancel(ctx)); err == nil {
			s.unindexed.Store(left)
		}
	}()
	if err := errors.Join(indexSlips(ctx, s, inquiries), indexSlips(ctx, s, praises)); err != nil {
		return err
	}
	left, err := s.Unindexed(ctx)
	if err != nil || left == 0 {
		return err
	}
	if left > indexedOnOpening {
		if err := s.tellIndexes(ctx, fmt.Sprintf("('automerge', %d), ('deletemerge', 0)", seldom)); err != nil {
			return err
		}
	}
	next := func(after int64) (out []*indexed, err error) {
		ids, err := all[int64](reader{ctx, s}, "SELECT complaint FROM unindexed WHERE complaint > ? ORDER BY complaint LIMIT ?",
			after, indexedTogether)
		if err == nil {
			out, err = s.readyToIndex(ctx, ids)
		}
		return out, err
	}
	ready, err := next(0)
	for err == nil && len(ready) > 0 {
		var following []*indexed
		var unread error
		var w sync.WaitGroup
		w.Go(func() { following, unread = next(ready[len(ready)-1].id) })
		_, err = s.write(ctx, Once{}, func(t *tx) error { return t.indexBatch(ready) })
		w.Wait()
		s.unindexed.Add(-int64(len(ready)))
		if err = errors.Join(err, unread); err == nil && len(following) == 0 {
			following, err = next(0) // what came meanwhile
		}
		ready = following
	}
	if err != nil {
		return err
	}
	return s.tidyIndexes(ctx)
}

// seldom is how many parts of an index are merged at a time while all is indexed anew.
const seldom = 16

// tellIndexes sets how the indexes of complaints merge what was written into them. While all is indexed anew they merge
// seldom, and what is replaced lies in them until the end: that was most of the work.
func (s *Store) tellIndexes(ctx context.Context, options string) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		for _, index := range []string{"texts", "names"} {
			if _, err := t.exec("INSERT INTO " + index + " (" + index + ", rank) VALUES " + options); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// mergedTogether is how many pages of an index are merged in one go, which others wait for.
const mergedTogether = 200

// tidyIndexes lets the indexes merge as usual again, and takes out what was replaced. Broken off, it is done at night.
func (s *Store) tidyIndexes(ctx context.Context) error {
	rarely, err := all[int](reader{ctx, s}, "SELECT v FROM texts_config WHERE k = 'automerge' AND v = ?", seldom)
	if err != nil || len(rarely) == 0 {
		return err
	}
	if left, err := s.Unindexed(ctx); err != nil || left > 0 {
		return err
	}
	if err := s.tellIndexes(ctx, "('deletemerge', 10)"); err != nil {
		return err
	}
	for _, index := range []string{"texts", "names"} {
		for more := true; more; {
			_, err := s.write(ctx, Once{}, func(t *tx) error {
				var before, after int64
				if err := t.row("SELECT total_changes()", nil, &before); err != nil {
					return err
				}
				if _, err := t.exec("INSERT INTO "+index+" ("+index+", rank) VALUES ('merge', ?)", mergedTogether); err != nil {
					return err
				}
				err := t.row("SELECT total_changes()", nil, &after)
				more = after-before > 1
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return s.tellIndexes(ctx, "('automerge', 4)")
}

// indexed is a complaint with what it is found by, worked out before the writer is taken. One that could not be read, or
// was changed since, has no c.
type indexed struct {
	id         int64
	c          *huiyin.Complaint
	text, name string
	keys       huiyin.CustomerKeys
	unit       string

	version, file int64    // as they stand when it is written
	unitKey       string   // likewise
	has           []string // keys of its file
}

func (k *indexed) take(o *huiyin.Org, c *huiyin.Complaint) {
	k.c, k.text, k.unit, k.keys, k.name = c, document(c), huiyin.UnitRoom(c.Unit), huiyin.CustomerKeys{}, ""
	if c.AnonymisedAt.IsZero() {
		k.keys = c.CustomerKeys(o)
	}
	if len(k.keys.Own) > 0 {
		k.name = nameDocument(&c.Intake)
	}
}

// readyToIndex reads complaints, some by each of a few readers.
func (s *Store) readyToIndex(ctx context.Context, ids []int64) ([]*indexed, error) {
	out := make([]*indexed, len(ids))
	failed := make([]error, readTogether)
	o := s.Org()
	size := (len(ids) + readTogether - 1) / readTogether
	var w sync.WaitGroup
	for n := range readTogether {
		from, to := min(n*size, len(ids)), min((n+1)*size, len(ids))
		w.Go(func() {
			found, err := loadPlain(reader{ctx, s}, ids[from:to])
			failed[n] = err
			for i := from; i < to; i++ {
				out[i] = &indexed{id: ids[i]}
				if c := found[ids[i]]; c != nil {
					out[i].take(o, c)
				}
			}
		})
	}
	w.Wait()
	return out, errors.Join(failed...)
}

// indexBatch indexes and files complaints anew. One that was changed since it was read is read again.
func (t *tx) indexBatch(ready []*indexed) error {
	ids := make([]int64, len(ready))
	at := make(map[int64]*indexed, len(ready))
	for i, k := range ready {
		ids[i], at[k.id] = k.id, k
	}
	err := t.query("SELECT c.id, c.version, coalesce(c.file, 0), c.unit_key, coalesce((SELECT json_group_array(k.key) FROM "+
		"customer_key k WHERE k.file = c.file AND c.file > 0), '[]') FROM json_each(?) j CROSS JOIN complaint c ON c.id = j.value",
		[]any{jsonList(ids)}, func(rows *sql.Rows) error {
			for rows.Next() {
				var found indexed
				var keys string
				if err := rows.Scan(&found.id, &found.version, &found.file, &found.unitKey, &keys); err != nil {
					return err
				}
				k := at[found.id]
				k.version, k.file, k.unitKey = found.version, found.file, found.unitKey
				if err := json.Unmarshal([]byte(keys), &k.has); err != nil {
					return err
				}
			}
			return nil
		})
	if err != nil {
		return err
	}
	stale := map[int64]bool{} // files that may know keys of records that are no longer in them
	rekey := func() error {
		for _, file := range slices.Sorted(maps.Keys(stale)) {
			if !stale[file] {
				continue
			}
			if err := t.rekey(file); err != nil {
				return err
			}
		}
		clear(stale)
		return nil
	}
	for _, k := range ready {
		if k.c == nil || k.c.Version != k.version {
			c, err := load(t, "id = ?", k.id)
			if huiyin.KindOf(err) == huiyin.KindNotFound {
				continue
			}
			if err != nil {
				return fmt.Errorf("complaint %d: %w", k.id, err)
			}
			k.take(t.s.Org(), c)
		}
		if k.unitKey != k.unit {
			if _, err := t.exec("UPDATE complaint SET unit_key = ? WHERE id = ?", k.unit, k.id); err != nil {
				return err
			}
		}
		if k.file == 0 && len(k.keys.Own) == 0 {
			continue
		}
		if all := k.keys.All(); k.file > 0 && meet(k.keys.Own, k.has) { // as fileAnew has it, in one go for the batch
			for _, key := range all {
				if slices.Contains(k.has, key) {
					continue
				}
				if _, err := t.exec("INSERT OR IGNORE INTO customer_key (key, file) VALUES (?, ?)", key, k.file); err != nil {
					return err
				}
			}
			stale[k.file] = stale[k.file] || slices.ContainsFunc(k.has, func(key string) bool { return !slices.Contains(all, key) })
			continue
		}
		if err := rekey(); err != nil { // what follows asks where a key leads
			return err
		}
		if err := t.fileAnew(complaintTable.name, k.id, k.keys); err != nil {
			return fmt.Errorf("complaint %d: %w", k.id, err)
		}
	}
	if err := rekey(); err != nil {
		return err
	}
	return t.indexTogether(ids, ready)
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
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
	for _, k := range ready {
		if k.c == nil {
			continue
		}
		if _, err := t.exec("INSERT INTO texts (rowid, t) VALUES (?, ?)", k.id, k.text); err != nil {
			return err
		}
	}
	for _, k := range ready {
		if k.name == "" {
			continue
		}
		if _, err := t.exec("INSERT INTO names (rowid, t) VALUES (?, ?)", k.id, k.name); err != nil {
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
				if _, err := t.exec("UPDATE "+k.name+" SET unit_key = ?1 WHERE id = ?2 AND unit_key <> ?1",
					huiyin.UnitRoom(k.slip(v).Unit), id); err != nil {
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
	if meet(keys.Own, has) {
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
