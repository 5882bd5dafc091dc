package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"huiyin/huiyin"
)

const mostDrafts = 40 // of a person

// Drafts are a person's own unsent forms at an address and below it, newest first.
func (s *Store) Drafts(ctx context.Context, account, path string) (out []huiyin.Draft, err error) {
	err = reader{ctx, s}.query("SELECT path, key, at, form FROM draft WHERE account = ?1 AND path >= ?2 AND path < ?2 || '0' "+
		"AND (path = ?2 OR path >= ?2 || '/') ORDER BY at DESC, key", []any{account, path}, func(r *sql.Rows) error {
		var d huiyin.Draft
		var at int64
		var form string
		for r.Next() {
			d.Form = nil
			if err := r.Scan(&d.Path, &d.Key, &at, &form); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(form), &d.Form); err != nil {
				return err
			}
			d.At = time.UnixMilli(at).UTC()
			out = append(out, d)
		}
		return nil
	})
	return out, err
}

// KeepDraft keeps what a person has typed so far in the place of what they had typed there before.
func (s *Store) KeepDraft(ctx context.Context, account string, d huiyin.Draft) error {
	b, err := json.Marshal(d.Form)
	if err != nil {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		if _, err := t.exec("INSERT INTO draft (account, path, key, at, form) VALUES (?, ?, ?, ?, ?) ON CONFLICT (account, path, "+
			"key) DO UPDATE SET at = excluded.at, form = excluded.form",
			account, d.Path, d.Key, d.At.UnixMilli(), string(b)); err != nil {
			return err
		}
		_, err := t.exec("DELETE FROM draft WHERE account = ?1 AND (at < ?2 OR (path, key) NOT IN (SELECT path, key FROM draft "+
			"WHERE account = ?1 ORDER BY at DESC LIMIT ?3))", account, d.At.Add(-huiyin.DraftLasts).UnixMilli(), mostDrafts)
		return err
	})
	return err
}

// DropDraft throws a person's draft away.
func (s *Store) DropDraft(ctx context.Context, account, path, key string) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error { return t.dropDraft(account, path, key) })
	return err
}

func (t *tx) dropDraft(account, path, key string) error {
	_, err := t.exec("DELETE FROM draft WHERE account = ? AND path = ? AND key = ?", account, path, key)
	return err
}
