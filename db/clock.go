package db

import (
	"context"
	"time"
)

// PassTime lets everything due between two times happen at its own time, in order, and what was due
// before them at the first; set hears each such time before it happens.
func PassTime(ctx context.Context, store DueBook, from, to time.Time, set func(time.Time)) error {
	for {
		next, err := store.NextDue(ctx)
		if err != nil || next.IsZero() || next.After(to) {
			return err
		}
		next = Later(next, from)
		set(next)
		if _, err := store.RunDue(ctx, next); err != nil {
			return err
		}
	}
}

// DueBook is what knows what is due: the store, or a batch of changes to it.
type DueBook interface {
	NextDue(context.Context) (time.Time, error)
	RunDue(context.Context, time.Time) (int, error)
}

// Later is the later of two times.
func Later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
