package db

import (
	"context"
	"time"
)

// NextDue is when the clock next has something to do, the zero time for never.
func (s *Store) NextDue(ctx context.Context) (time.Time, error) { return nextDue(reader{ctx, s}) }

func nextDue(q querier) (time.Time, error) {
	var next, inquiry time.Time
	err := q.row("SELECT (SELECT min(next_due) FROM complaint WHERE next_due IS NOT NULL), (SELECT min(next_due) "+
		"FROM inquiry WHERE next_due IS NOT NULL)", nil, nullTime{&next}, nullTime{&inquiry})
	if next.IsZero() || !inquiry.IsZero() && inquiry.Before(next) {
		next = inquiry
	}
	return next, err
}
