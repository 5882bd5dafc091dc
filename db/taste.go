package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"
)

// Taste is how a person wants the portal to look.
type Taste struct{ Lang, Theme string }

// SetTaste keeps a person's language and theme; an empty one stays as it is.
func (s *Store) SetTaste(ctx context.Context, account string, taste Taste) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		_, err := t.exec("UPDATE person SET lang = CASE WHEN ? = '' THEN lang ELSE ? END, theme = CASE WHEN ? = "+
			"'' THEN theme ELSE ? END WHERE account = ?",
			taste.Lang, taste.Lang, taste.Theme, taste.Theme, account)
		return err
	})
	return err
}

// Draft is a person's unfinished recording form, nil when there is none.
func (s *Store) Draft(ctx context.Context, account string) (map[string][]string, error) {
	var form string
	err := reader{ctx, s}.row("SELECT form FROM draft WHERE account = ?", []any{account}, &form)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out map[string][]string
	return out, json.Unmarshal([]byte(form), &out)
}

// KeepDraft keeps a person's unfinished recording form; nil discards it.
func (s *Store) KeepDraft(ctx context.Context, account string, now time.Time, form map[string][]string) error {
	b, err := json.Marshal(form)
	if err != nil {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		if form == nil {
			_, err = t.exec("DELETE FROM draft WHERE account = ?", account)
			return err
		}
		_, err := t.exec("INSERT INTO draft (account, at, form) VALUES (?, ?, ?) ON CONFLICT (account) DO UPDATE "+
			"SET at = excluded.at, form = excluded.form",
			account, now.UnixMilli(), string(b))
		return err
	})
	return err
}
