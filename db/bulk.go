package db

import (
	"context"
	"database/sql"
	"errors"
)

// Answered gives what a once form answered, "" when it has not acted or was forgotten since.
func (s *Store) Answered(ctx context.Context, once Once) (answer string, err error) {
	err = reader{ctx, s}.row("SELECT answer FROM once WHERE key = ?", []any{once.Key}, &answer)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return answer, err
}

// Answer keeps what a once form answers, the first time only (rule W12).
func (s *Store) Answer(ctx context.Context, once Once, answer string) error {
	_, err := s.write(ctx, once, func(t *tx) error { t.answer = answer; return nil })
	return err
}
