package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"huiyin/huiyin"
)

// emptyCustomer takes the personal data out of a file without complaints, and of those merged into it.
func (t *tx) emptyCustomer(by huiyin.Actor, now time.Time, id int64) error {
	emptied, subject := false, ""
	err := change(t, customers(), id, 0, func(c *huiyin.Customer) error {
		if c.AnonymisedAt.IsZero() {
			c.Emptied(by, now)
			emptied, subject = true, c.Subject()
		}
		return nil
	})
	if err != nil || !emptied {
		return err
	}
	if err := t.emptyJournal(subject); err != nil {
		return err
	}
	merged, err := all[int64](t, "SELECT id FROM customer WHERE into_file = ? AND into_file > 0", id)
	for _, m := range merged {
		err = errors.Join(err, t.emptyCustomer(by, now, m))
	}
	return err
}

// empty removes what an anonymised complaint leaves behind: the words in its journal, of which the digests
// stay so that the chain still fits, and the contents of its attachments.
func (t *tx) empty(c *huiyin.Complaint) error {
	if err := errors.Join(t.doomFiles(c), t.emptyScans(c), t.emptySignings(c)); err != nil {
		return err
	}
	if err := t.set(purgeSetting, "1"); err != nil {
		return err
	}
	return t.emptyJournal(c.Number)
}

// doomFiles has deleted the contents of the files that have gone, unless something else holds the same (rules B1, K6).
func (t *tx) doomFiles(c *huiyin.Complaint) error {
	for _, a := range c.Attachments {
		if a.RemovedAt.IsZero() {
			continue
		}
		if _, err := t.exec("INSERT OR IGNORE INTO doomed (hash) VALUES (?)", a.Hash); err != nil {
			return err
		}
	}
	return nil
}

// removedOf counts the files of a complaint without their content.
func removedOf(c *huiyin.Complaint) (n int) {
	for i := range c.Attachments {
		if !c.Attachments[i].RemovedAt.IsZero() {
			n++
		}
	}
	return n
}

// dropRecordings has deleted the contents of recorded calls whose time is over (rule K6).
func (t *tx) dropRecordings(c *huiyin.Complaint, before stored) error {
	if !before.personal || !c.AnonymisedAt.IsZero() || removedOf(c) == before.removed {
		return nil
	}
	return t.doomFiles(c)
}

const purgeSetting = "search.purge"

// PurgeSearch rewrites the search indexes, which find nothing of an anonymised complaint any more, so that
// its words leave the disk as well. It does so only after something was anonymised: for 100,000 complaints
// it takes seconds, in which nothing else is written.
func (s *Store) PurgeSearch(ctx context.Context) error {
	if err := s.tidyIndexes(ctx); err != nil {
		return err
	}
	due, err := all[string](reader{ctx, s}, "SELECT value FROM setting WHERE name = ?", purgeSetting)
	if err != nil || len(due) == 0 {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		for _, query := range []string{"INSERT INTO texts (texts) VALUES ('optimize')",
			"INSERT INTO names (names) VALUES ('optimize')", "DELETE FROM setting WHERE name = '" + purgeSetting +
				"'"} {
			if _, err := t.exec(query); err != nil {
				return fmt.Errorf("purge the search index: %w", err)
			}
		}
		return nil
	})
	return err
}

func (t *tx) emptyJournal(subject string) error {
	var entries []huiyin.Entry
	err := t.query("SELECT "+joined(journalTable.cols)+" FROM journal WHERE subject = ? ORDER BY id", []any{subject},
		func(rows *sql.Rows) error {
			return scanEntries(rows, func(e huiyin.Entry) error { entries = append(entries, e); return nil })
		})
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Digest != "" || !e.Personal() {
			continue
		}
		if _, err := t.exec("UPDATE journal SET detail = '', digest = ? WHERE id = ?", e.DetailDigest(),
			e.ID); err != nil {
			return err
		}
	}
	return nil
}

// deleteRemoved deletes contents that were removed with the personal data, unless something else holds the
// same. It waits for the writer, so that no upload brings one back meanwhile.
func (s *Store) deleteRemoved(ctx context.Context) error {
	some, err := all[string](reader{ctx, s}, "SELECT hash FROM doomed LIMIT 1")
	if err != nil || len(some) == 0 {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		hashes, err := all[string](t,
			"SELECT hash FROM doomed WHERE hash NOT IN (SELECT hash FROM attachment WHERE removed_at IS NULL AND "+
				"hash = doomed.hash) AND NOT EXISTS (SELECT 1 FROM scan WHERE hash = doomed.hash AND removed_at "+
				"IS NULL)"+
				" AND NOT EXISTS (SELECT 1 FROM signing WHERE hash = doomed.hash AND removed_at IS NULL) AND NOT "+
				"EXISTS (SELECT 1 FROM signing WHERE drawing = doomed.hash AND drawing <> '' AND removed_at IS NULL)"+
				" AND NOT EXISTS (SELECT 1 FROM signing WHERE strokes = doomed.hash AND strokes <> '' AND removed_at IS NULL)")
		if err != nil {
			return err
		}
		for _, hash := range hashes {
			if err := os.Remove(s.filePath(hash)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("remove file: %w", err)
			}
		}
		_, err = t.exec("DELETE FROM doomed")
		return err
	})
	return err
}
