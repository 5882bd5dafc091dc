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
// twice changes nothing.
func keepTime(ctx context.Context, store *db.Store, now func() time.Time, log *slog.Logger) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	var swept time.Time
	for {
		at := now()
		n, err := store.RunDue(ctx, at)
		if err == nil {
			err = store.ClockRan(ctx, at, n)
		}
		if err == nil && at.Sub(swept) >= 24*time.Hour {
			err = errors.Join(store.EndOldSessions(ctx, at.Add(-kept)), store.SweepMessages(ctx, at.Add(-keptMessages)), store.PurgeSearch(ctx))
			swept = at
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Error("clock", "error", err)
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
