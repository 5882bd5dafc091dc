package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// keyed is what gives a customer's file its key.
type keyed interface {
	CustomerKeys(o *huiyin.Org) huiyin.CustomerKeys
}

// fileContact puts an inquiry or praise, whose table is named, into its customer's file.
func (t *tx) fileContact(table string, s *huiyin.ContactRecord) error {
	file, customer, err := t.fileUnder(s)
	if err != nil {
		return err
	}
	_, err = t.exec("UPDATE "+table+" SET file = ?, customer = ? WHERE id = ?", file, customer, s.ID)
	return err
}

// fileContacts is fileCustomers for inquiries and praise.
func (s *Store) fileContacts(ctx context.Context, table string) error {
	some, err := all[int64](reader{ctx, s}, "SELECT id FROM "+table+" WHERE file IS NULL LIMIT 1")
	if err != nil || len(some) == 0 {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		var list []huiyin.ContactRecord
		err := t.query("SELECT id, site, name, phone, unit FROM "+table+" WHERE file IS NULL ORDER BY id", nil,
			func(rows *sql.Rows) error {
				for rows.Next() {
					var r huiyin.ContactRecord
					if err := rows.Scan(&r.ID, &r.Site, &r.Name, &r.Phone, &r.Unit); err != nil {
						return err
					}
					list = append(list, r)
				}
				return nil
			})
		for i := range list {
			err = errors.Join(err, t.fileContact(table, &list[i]))
		}
		return err
	})
	return err
}

// fileUnder finds the file that an intake belongs to, makes it if there is none, and tells which file
// that is merged into. 0 is nobody's.
func (t *tx) fileUnder(in keyed) (file, customer int64, err error) {
	keys := in.CustomerKeys(t.s.Org())
	if len(keys.Own) == 0 {
		return 0, 0, nil
	}
	if file, err = fileOfKeys(t, keys.Own); err != nil {
		return 0, 0, err
	}
	if file == 0 {
		if file, err = newFile(); err != nil {
			return 0, 0, err
		}
		if _, err := t.exec("INSERT INTO customer (id, into_file, merged_by, merge_reason, name, phone, address, consent) "+
			"VALUES (?, 0, '', '', '', '', '', '')", file); err != nil {
			return 0, 0, err
		}
		return file, file, t.addKeys(file, keys)
	}
	var into int64
	if err = t.row("SELECT into_file FROM customer WHERE id = ?", []any{file}, &into); err != nil {
		return 0, 0, err
	}
	if customer, err = standing(t, file, into); err != nil {
		return 0, 0, err
	}
	return file, customer, t.addKeys(file, keys)
}

// fileOfKeys is the file of whom one of these keys knows, the first that fits, 0 for none.
func fileOfKeys(q querier, keys []string) (file int64, err error) {
	for _, key := range keys {
		err = q.row("SELECT file FROM customer_key WHERE key = ? ORDER BY file LIMIT 1", []any{key}, &file)
		if !errors.Is(err, sql.ErrNoRows) {
			return file, err
		}
	}
	return 0, nil
}

// addKeys lets a file be found by the keys of a record in it.
func (t *tx) addKeys(file int64, keys huiyin.CustomerKeys) error {
	for _, key := range keys.All() {
		if _, err := t.exec("INSERT OR IGNORE INTO customer_key (key, file) VALUES (?, ?)", key, file); err != nil {
			return err
		}
	}
	return nil
}

// rekey takes from a file the keys of records that are no longer in it (rule B1).
func (t *tx) rekey(file int64) error {
	has, err := all[string](t, "SELECT key FROM customer_key WHERE file = ?", file)
	if err != nil || len(has) == 0 {
		return err
	}
	keys := map[string]bool{}
	for _, table := range []string{complaintTable.name, inquiries.name, praises.name} {
		err := t.query("SELECT site, name, phone, unit FROM "+table+" WHERE file = ? AND file > 0", []any{file},
			func(rows *sql.Rows) error {
				for rows.Next() {
					var in huiyin.Intake
					if err := rows.Scan(&in.Site, &in.Name, &in.Phone, &in.Unit); err != nil {
						return err
					}
					for _, key := range in.CustomerKeys(t.s.Org()).All() {
						keys[key] = true
					}
				}
				return nil
			})
		if err != nil {
			return err
		}
	}
	for _, key := range has {
		if keys[key] {
			continue
		}
		if _, err := t.exec("DELETE FROM customer_key WHERE key = ? AND file = ?", key, file); err != nil {
			return err
		}
	}
	return nil
}

// newFile draws the number of a new file, which stands in addresses: one that counted would tell whoever records a
// phone whether its person has complained before, and about when (rule P3).
func newFile() (int64, error) {
	var b [8]byte
	if _, err := rand.Read(b[:]); err != nil {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(b[:])>>fileShift) + leastFile, nil
}

const (
	fileShift = 64 - 52 // what spreadsheets and scripts still hold exactly
	leastFile = 1 << 32 // beyond those that were counted
)

// loopError says that files are merged in a circle, which no form can bring about: the database is damaged there. The
// rest of it is good, so that others go on working.
type loopError struct{ file int64 }

func (e *loopError) Error() string {
	return fmt.Sprintf("customer's file %d is damaged: what it was merged into leads back to itself", e.file)
}

// standing gives the file that one is merged into in the end, which may be itself.
func standing(q querier, id, into int64) (int64, error) {
	first, passed := id, map[int64]bool{id: true}
	for into != 0 {
		if passed[into] {
			return 0, &loopError{first}
		}
		passed[into] = true
		id = into
		if err := q.row("SELECT into_file FROM customer WHERE id = ?", []any{id}, &into); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// identityOf is what a complaint's file and its entry in the index of names hang on.
func identityOf(c *huiyin.Complaint) [4]string { return [4]string{c.Site, c.Name, c.Phone, c.Unit} }

// nameDocument is everything one may find a complaint's customer by.
func nameDocument(in *huiyin.Intake) string {
	var b strings.Builder
	phoneTokens(&b, in.Phone)
	for _, text := range []string{in.Name, in.Unit, strings.Join(initials(in.Name), " ")} {
		tokens(&b, text)
	}
	return b.String()
}

func (t *tx) indexName(c *huiyin.Complaint) error {
	if len(c.CustomerKeys(t.s.Org()).Own) == 0 || !c.AnonymisedAt.IsZero() {
		return nil
	}
	t.later("INSERT INTO names (rowid, t) VALUES (?, ?)", c.ID, nameDocument(&c.Intake))
	return nil
}

// refile puts a complaint whose customer was written otherwise, or was taken out, into its new file.
func (t *tx) refile(c *huiyin.Complaint) error {
	var wasFile, wasCustomer int64
	if err := t.row("SELECT coalesce(file, 0), coalesce(customer, 0) FROM complaint WHERE id = ?", []any{c.ID},
		&wasFile, &wasCustomer); err != nil {
		return err
	}
	t.later("DELETE FROM names WHERE rowid = ?", c.ID)
	file, customer := int64(0), int64(0)
	if c.AnonymisedAt.IsZero() {
		var err error
		if file, customer, err = t.fileUnder(&c.Intake); err != nil {
			return err
		}
		if err := t.indexName(c); err != nil {
			return err
		}
	}
	if _, err := t.exec("UPDATE complaint SET file = ?, customer = ? WHERE id = ?", file, customer, c.ID); err != nil {
		return err
	}
	if wasFile == 0 {
		return nil
	}
	if err := t.rekey(wasFile); err != nil || c.AnonymisedAt.IsZero() {
		return err
	}
	last := c.Journal()[len(c.Journal())-1]
	by := huiyin.Actor{Person: &huiyin.Person{Account: last.By}, Org: t.s.Org()}
	return t.emptyIfLeft(by, last.Logged, wasCustomer)
}

// emptyIfLeft takes the personal data out of a file in which nothing stands any more.
func (t *tx) emptyIfLeft(by huiyin.Actor, now time.Time, customer int64) error {
	var left bool
	if err := t.row("SELECT EXISTS (SELECT 1 FROM complaint WHERE customer = ?1 AND customer > 0) OR EXISTS ("+
		"SELECT 1 FROM praise WHERE customer = ?1 AND customer > 0) OR EXISTS (SELECT 1 FROM inquiry WHERE "+
		"customer = ?1 AND "+
		"customer > 0)", []any{customer}, &left); err != nil || left || customer == 0 {
		return err
	}
	return t.emptyCustomer(by, now, customer)
}

// fileCustomers puts complaints that stand in no file yet, because an earlier Huiyin recorded them, into
// theirs. All of them or none, in the order of receipt.
func (s *Store) fileCustomers(ctx context.Context) error {
	if err := errors.Join(s.fileContacts(ctx, inquiries.name), s.fileContacts(ctx, praises.name)); err != nil {
		return err
	}
	some, err := all[int64](reader{ctx, s}, "SELECT id FROM complaint WHERE file IS NULL LIMIT 1")
	if err != nil || len(some) == 0 {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		var list []huiyin.Complaint
		err := t.query("SELECT id, site, name, phone, unit FROM complaint WHERE file IS NULL ORDER BY id", nil,
			func(rows *sql.Rows) error {
				for rows.Next() {
					var c huiyin.Complaint
					if err := rows.Scan(&c.ID, &c.Site, &c.Name, &c.Phone, &c.Unit); err != nil {
						return err
					}
					list = append(list, c)
				}
				return nil
			})
		if err != nil {
			return err
		}
		for i := range list {
			file, customer, err := t.fileUnder(&list[i].Intake)
			if err != nil {
				return err
			}
			if _, err := t.exec("UPDATE complaint SET file = ?, customer = ? WHERE id = ?", file, customer,
				list[i].ID); err != nil {
				return err
			}
			if err := t.indexName(&list[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// wellFiled tells whether a complaint stands in its own customer's file.
func wellFiled(q querier, o *huiyin.Org, c *huiyin.Complaint) (bool, error) {
	keys := c.CustomerKeys(o)
	if !c.AnonymisedAt.IsZero() {
		keys = huiyin.CustomerKeys{}
	}
	return inFile(q, complaintTable.name, c.ID, keys)
}

// inFile tells whether a row stands in a file that all its keys lead to, and is found under that which the file is
// merged into.
func inFile(q querier, table string, id int64, keys huiyin.CustomerKeys) (bool, error) {
	var file, customer int64
	if err := q.row("SELECT coalesce(file, 0), coalesce(customer, 0) FROM "+table+" WHERE id = ?", []any{id}, &file,
		&customer); err != nil {
		return false, err
	}
	if len(keys.Own) == 0 || file == 0 {
		return len(keys.Own) == 0 && file == 0 && customer == 0, nil
	}
	stored, err := all[string](q, "SELECT key FROM customer_key WHERE file = ?", file)
	if err != nil {
		return false, err
	}
	for _, key := range keys.All() {
		if !slices.Contains(stored, key) {
			return false, nil
		}
	}
	var into int64
	err = q.row("SELECT into_file FROM customer WHERE id = ?", []any{file}, &into)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	in, err := standing(q, file, into)
	if errors.Is(err, sql.ErrNoRows) { // merged into a file that is not there
		return false, nil
	}
	return in == customer, err
}
