package main

import (
	"context"
	"log/slog"
	"time"

	"huiyin/db"
)

// shoutAgain is how long a change that does not end goes on before the log says so once more.
const shoutAgain = 5 * time.Minute

// watchChanges looks every few seconds whether a change has been under way for so long that something must be
// wrong: nobody can record meanwhile, and a page that is merely read shows nothing of it.
func watchChanges(ctx context.Context, store *db.Store, log *slog.Logger) {
	look := time.NewTicker(5 * time.Second)
	defer look.Stop()
	var w stallWatch
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
			w.look(store, time.Now(), log)
		}
	}
}

// stallWatch remembers what the log was told.
type stallWatch struct{ shouted time.Time }

func (w *stallWatch) look(store *db.Store, now time.Time, log *slog.Logger) {
	err := store.Stalled(now)
	switch {
	case err == nil && !w.shouted.IsZero():
		w.shouted = time.Time{}
		log.Info("changes go on")
	case err != nil && (w.shouted.IsZero() || now.Sub(w.shouted) >= shoutAgain):
		w.shouted = now
		log.Error("stalled", "error", err, "remedy", db.Remedy(store, err))
	}
}
