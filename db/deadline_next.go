package db

import (
	"context"
	"strings"
	"time"
)

// NextDue is when the clock next has something to do, the zero time for never.
func (s *Store) NextDue(ctx context.Context) (time.Time, error) { return nextDue(reader{ctx, s}) }

func nextDue(q querier) (time.Time, error) {
	mins := make([]string, len(dueTables))
	for i, table := range dueTables {
		mins[i] = "SELECT min(next_due) AS due FROM " + table + " WHERE next_due IS NOT NULL"
	}
	var next time.Time
	err := q.row("SELECT min(due) FROM ("+strings.Join(mins, " UNION ALL ")+")", nil, nullTime{&next})
	return next, err
}
