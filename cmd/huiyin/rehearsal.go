package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"huiyin/db"
)

// rehearsal is a clock that stands still until it is moved, and never goes back.
type rehearsal struct {
	store *db.Store
	at    atomic.Pointer[time.Time]
	turn  sync.Mutex // one move at a time
}

// newRehearsal starts the clock at start, or at the last time already written in the journal, so that
// it does not go back over a restart.
func newRehearsal(ctx context.Context, store *db.Store, start time.Time) (*rehearsal, error) {
	last, err := store.LastLogged(ctx)
	if err != nil {
		return nil, fmt.Errorf("rehearsal: %w", err)
	}
	r := &rehearsal{store: store}
	r.set(later(start, last))
	return r, nil
}

// Now is the clock's time.
func (r *rehearsal) Now() time.Time { return *r.at.Load() }

func (r *rehearsal) set(t time.Time) { r.at.Store(&t) }

// Move sets the clock forward and lets everything due on the way happen at its own time. An earlier
// time leaves the clock where it is.
func (r *rehearsal) Move(ctx context.Context, to time.Time) error {
	r.turn.Lock()
	defer r.turn.Unlock()
	to = later(to, r.Now())
	book := &counting{dueBook: r.store}
	if err := passTime(ctx, book, r.Now(), to, r.set); err != nil {
		return fmt.Errorf("move clock: %w", err)
	}
	r.set(to)
	return r.store.ClockRan(ctx, to, book.touched)
}

// counting counts the complaints that the clock touches.
type counting struct {
	dueBook
	touched int
}

// RunDue is dueBook's.
func (c *counting) RunDue(ctx context.Context, now time.Time) (int, error) {
	n, err := c.dueBook.RunDue(ctx, now)
	c.touched += n
	return n, err
}

// passTime lets everything due between two times happen at its own time, in order, and what was due
// before them at the first; set hears each such time before it happens.
func passTime(ctx context.Context, store dueBook, from, to time.Time, set func(time.Time)) error {
	for {
		next, err := store.NextDue(ctx)
		if err != nil || next.IsZero() || next.After(to) {
			return err
		}
		next = later(next, from)
		set(next)
		if _, err := store.RunDue(ctx, next); err != nil {
			return err
		}
	}
}

// dueBook is what knows what is due: the store, or a batch of changes to it.
type dueBook interface {
	NextDue(context.Context) (time.Time, error)
	RunDue(context.Context, time.Time) (int, error)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
