package db

import (
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

// storeSetting keeps a setting as one text.
func storeSetting(t *tx, name string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return t.set(name, string(text))
}
