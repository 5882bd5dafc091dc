package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"huiyin/huiyin"
)

// Answered gives what a once form answered, "" when it has not acted or was forgotten since.
func (s *Store) Answered(ctx context.Context, once Once) (answer string, err error) {
	var sum string
	err = reader{ctx, s}.row("SELECT answer, sum FROM once WHERE key = ?", []any{once.Key}, &answer, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err == nil {
		err = once.first(sum)
	}
	return answer, err
}

// Answer keeps what a once form answers, the first time only (rule W12).
func (s *Store) Answer(ctx context.Context, once Once, answer string) error {
	_, err := s.write(ctx, once, func(t *tx) error { t.answer = answer; return nil })
	return err
}

// CountOpen counts those of the complaints that a person may open (rules P3, P4, P8).
func (s *Store) CountOpen(ctx context.Context, by huiyin.Actor, numbers []string) (n int, err error) {
	for part := range slices.Chunk(numbers, 100) {
		cond, args := where(append([]condition{{"c.number IN (" + placeholders(len(part)) + ")", anys(part)}},
			scopeOf(by).flat()...))
		more := 0
		if err := (reader{ctx, s}).row("SELECT count(*) FROM complaint c WHERE "+cond, args, &more); err != nil {
			return 0, fmt.Errorf("count open complaints: %w", err)
		}
		n += more
	}
	return n, nil
}
