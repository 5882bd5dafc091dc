package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"huiyin/huiyin"
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

// storeSetting keeps a setting as one text.
func storeSetting(t *tx, name string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return t.set(name, string(text))
}

// changeSetting lets fn change a setting that is kept as one text, with its journal entries (rule J1), and does what
// goes along with it in the same transaction. It gives the setting as it will be read; ok is false where nothing was
// changed.
func changeSetting[T interface{ Journal() []huiyin.Entry }](ctx context.Context, s *Store, once Once, name string, load func(querier) (T, error), fn func(T) error, along func(*tx) error) (changed T, ok bool, err error) {
	_, err = s.write(ctx, once, func(t *tx) error {
		v, err := load(t)
		if err != nil {
			return err
		}
		if err := fn(v); err != nil {
			return err
		}
		if len(v.Journal()) == 0 {
			return nil
		}
		if err := storeSetting(t, name, v); err != nil {
			return err
		}
		if err := along(t); err != nil {
			return err
		}
		if changed, err = load(t); err != nil {
			return err
		}
		ok = true
		return t.append(v.Journal(), "")
	})
	return changed, ok && err == nil, err
}

func nothingAlong(*tx) error { return nil }
