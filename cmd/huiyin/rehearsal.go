package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"huiyin/cmd/huiyin/mailer"
	"huiyin/db"
)

// rehearsal is a clock that stands still until it is moved, and never goes back.
type rehearsal struct {
	store *db.Store
	at    atomic.Pointer[time.Time]
	turn  sync.Mutex // one move at a time
	post  *mailer.Mailer
}

// newRehearsal starts the clock at start, or at the last time already written in the journal, so that
// it does not go back over a restart. Its messages go into a folder: a copied installation must not
// write to real people.
func newRehearsal(ctx context.Context, store *db.Store, start time.Time, log *slog.Logger) (*rehearsal, error) {
	last, err := store.LastLogged(ctx)
	if err != nil {
		return nil, fmt.Errorf("rehearsal: %w", err)
	}
	r := &rehearsal{store: store}
	r.set(db.Later(start, last))
	r.post = mailer.NewRehearsal(store, r.Now, log)
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
	to = db.Later(to, r.Now())
	book := &diary{store: r.store, post: r.post}
	if err := db.PassTime(ctx, book, r.Now(), to, r.set); err != nil {
		return fmt.Errorf("move clock: %w", err)
	}
	r.set(to)
	if _, err := r.store.RunLists(ctx, to); err != nil { // rule B1
		return fmt.Errorf("move clock: %w", err)
	}
	return r.store.ClockRan(ctx, to, book.touched)
}

// diary is everything that is due by itself: what the clock does to complaints, and messages. It counts
// the complaints that the clock touches.
type diary struct {
	store   *db.Store
	post    *mailer.Mailer
	touched int
}

// NextDue is when something is next to be done.
func (d *diary) NextDue(ctx context.Context) (time.Time, error) {
	next, err := d.store.NextDue(ctx)
	if err != nil {
		return next, err
	}
	message, err := d.store.NextMessage(ctx)
	if next.IsZero() || !message.IsZero() && message.Before(next) {
		next = message
	}
	return next, err
}

// RunDue does it.
func (d *diary) RunDue(ctx context.Context, now time.Time) (int, error) {
	n, err := d.store.RunDue(ctx, now)
	if err == nil {
		_, err = d.store.RunLists(ctx, now)
	}
	d.touched += n
	if err == nil {
		err = d.post.Deliver(ctx, now)
	}
	return n, err
}
