package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"huiyin/huiyin"
)

const (
	mostKept   = 5 // forms kept for a person
	typedLasts = 12 * time.Hour
)

// Typed is a form that was sent when the log-in had run out, with the address it was sent to (I17).
type Typed struct {
	Path string
	Form map[string][]string
}

// KeepTyped keeps a form for its person, for some hours, and gives its number.
func (s *Store) KeepTyped(ctx context.Context, account string, now time.Time, form Typed) (id int64, err error) {
	b, err := json.Marshal(form.Form)
	if err != nil {
		return 0, err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		if _, err := t.exec("DELETE FROM typed WHERE at < ?1 OR account = ?2 AND id NOT IN (SELECT id FROM typed WHERE "+
			"account = ?2 ORDER BY id DESC LIMIT ?3)", now.Add(-typedLasts).UnixMilli(), account, mostKept-1); err != nil {
			return err
		}
		return t.row("INSERT INTO typed (account, at, path, form) VALUES (?, ?, ?, ?) RETURNING id",
			[]any{account, now.UnixMilli(), form.Path, string(b)}, &id)
	})
	return id, err
}

// Typed gives a person's own kept form.
func (s *Store) Typed(ctx context.Context, account string, now time.Time, id int64) (form Typed, err error) {
	var typed string
	err = reader{ctx, s}.row("SELECT path, form FROM typed WHERE id = ? AND account = ? AND at >= ?",
		[]any{id, account, now.Add(-typedLasts).UnixMilli()}, &form.Path, &typed)
	if errors.Is(err, sql.ErrNoRows) {
		return form, huiyin.NotFound()
	}
	if err != nil {
		return form, err
	}
	return form, json.Unmarshal([]byte(typed), &form.Form)
}
