package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"huiyin/db"
)

// kept is how long an unused session and the memory of a form sent are kept, keptMessages how long one
// can see what became of a message.
const (
	kept         = 7 * 24 * time.Hour
	keptMessages = 30 * 24 * time.Hour
)

// keepTime lets the clock act at once, which catches up after a stop, and then every minute until ctx
// ends (rule D10). It remembers nothing but when it ran: what is due stands in the store, and doing it
// twice changes nothing. While the machine's clock has just leapt ahead it waits.
func keepTime(ctx context.Context, store *db.Store, now func() time.Time, log *slog.Logger) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	var swept time.Time
	var watch watch
	started := time.Now()
	for {
		at := now()
		var n int
		var err error
		switch trust, leapt := watch.look(at, time.Since(started)); {
		case !trust:
			if leapt {
				log.Warn("the machine's clock has leapt ahead; deadlines wait for a quarter of an hour, in case "+
					"it is put right", "to", at, "remedy", "compare the machine's date and time with the true one")
			}
		default:
			if n, err = store.RunDue(ctx, at); err == nil {
				var gone int
				gone, err = store.RunLists(ctx, at)
				house, wrong := store.RunHouse(ctx, at)
				n += gone + house
				err = errors.Join(err, wrong, store.ClockRan(ctx, at, n))
			}
			if err == nil && at.Sub(swept).Abs() >= 24*time.Hour {
				err = errors.Join(store.EndOldSessions(ctx, at.Add(-kept)),
					store.SweepMessages(ctx, at.Add(-keptMessages)), store.PurgeSearch(ctx))
				swept = at
			}
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Error("clock", "error", err, "remedy", db.Remedy(store, err))
		case n > 0:
			log.Info("clock", "complaints", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
		}
	}
}

// A clock that leaps ahead by more than mostLeap is believed after leapWait: a leap taken back before then
// raises and escalates nothing. A machine that slept leaps as well, and is believed as late.
const (
	mostLeap = 10 * time.Minute
	leapWait = 15 * time.Minute
)

// watch compares the machine's clock with how much time has really passed.
type watch struct {
	begun bool
	ahead time.Duration // of the clock before what has passed, as it is believed
	since time.Duration // when it was first seen to have leapt, 0 when it has not
}

// look tells whether the clock is to be trusted, and whether it has leapt just now. passed never leaps.
func (w *watch) look(clock time.Time, passed time.Duration) (trust, leapt bool) {
	ahead := time.Duration(clock.UnixNano()) - passed
	if !w.begun || ahead-w.ahead <= mostLeap {
		w.begun, w.ahead, w.since = true, ahead, 0
		return true, false
	}
	if w.since == 0 {
		w.since = max(passed, 1)
		return false, true
	}
	if passed-w.since < leapWait {
		return false, false
	}
	w.ahead, w.since = ahead, 0
	return true, false
}

// indexAnew indexes and files anew what an earlier Huiyin has recorded, while the portal is open (I8).
func indexAnew(ctx context.Context, store *db.Store, log *slog.Logger) {
	left := store.Indexing()
	if left == 0 {
		return
	}
	begun := time.Now()
	log.Info("search index: records are indexed anew", "left", left)
	done := make(chan error, 1)
	go func() { done <- store.IndexAnew(ctx) }()
	said := time.NewTicker(time.Minute)
	defer said.Stop()
	for {
		select {
		case err := <-done:
			if err != nil && ctx.Err() == nil {
				log.Error("search index", "error", err)
			} else {
				log.Info("search index: done", "left", store.Indexing(), "took", time.Since(begun).Round(time.Second))
			}
			return
		case <-said.C:
			log.Info("search index: records are indexed anew", "left", store.Indexing())
		}
	}
}
