package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
)

// loadSetting reads a setting that is kept as one text. What it does not name stays as it is.
func loadSetting(q querier, name string, into any) error {
	var text string
	err := q.row("SELECT value FROM setting WHERE name = ?", []any{name}, &text)
	if err == nil {
		err = json.Unmarshal([]byte(text), into)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("load %s: %w", name, err)
	}
	return nil
}

// storeSetting keeps a setting as one text, and its secrets encrypted.
func storeSetting(t *tx, name string, v any) error {
	text, err := settingText(v)
	if err != nil {
		return err
	}
	if closer, ok := closers[name]; ok {
		var before string
		if err := t.row("SELECT value FROM setting WHERE name = ?", []any{name}, &before); err != nil &&
			!errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if text, err = closer(t.s.keys, text, before); err != nil {
			return err
		}
	}
	return t.set(name, text)
}

func settingText(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// settings is the kind of a setting that is kept as one text; along does what goes with its change in the same
// transaction, and may be nil.
func settings[T journalled](name string, load func(querier) (T, error), along func(*tx) error) kind[T, string] {
	sealed := "" // after the change
	return kind[T, string]{
		name:  "setting",
		sum:   func(T) string { return sealed },
		load:  func(t *tx, _ any) (T, error) { return load(t) },
		image: func(v T) string { text, _ := settingText(v); return text },
		save: func(t *tx, v T, _ string) error {
			err := storeSetting(t, name, v)
			if err == nil && along != nil {
				err = along(t)
			}
			if err == nil {
				sealed, err = credentialSum(t)
			}
			return err
		},
	}
}

// changeSetting lets fn change a setting with its journal entries (rule J1), and does what goes along with it. It
// gives the setting as it will be read; ok is false where nothing was changed.
func changeSetting[T journalled](
	ctx context.Context, s *Store, once Once, name string, load func(querier) (T, error), fn func(T) error,
	along func(*tx) error,
) (changed T, ok bool, err error) {
	_, err = s.write(ctx, once, func(t *tx) error {
		k := settings(name, load, along)
		k.after = func(t *tx, _ T, _ string) (err error) {
			changed, err = load(t)
			ok = err == nil
			return err
		}
		return change(t, k, name, 0, fn)
	})
	return changed, ok && err == nil, err
}
