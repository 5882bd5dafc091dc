package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"huiyin/db"
)

// keepBackups looks every minute whether a backup is due by plan, and makes it. It remembers nothing: when
// the last one was made stands beside the database.
func keepBackups(ctx context.Context, store *db.Store, now func() time.Time, log *slog.Logger) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	started := now()
	for {
		made, err := backUpWhenDue(ctx, store, started, now())
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Error("backup", "error", errors.Join(err, store.Check(ctx))) // whether the database itself is at fault
		case made:
			last, err := store.Backups(ctx)
			log.Info("backup", "file", last.File, "entry", last.Entry, "hash", last.Hash, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
		}
	}
}

func backUpWhenDue(ctx context.Context, store *db.Store, started, now time.Time) (made bool, err error) {
	plan, err := store.BackupPlan(ctx)
	if err != nil {
		return false, err
	}
	last, err := store.Backups(ctx)
	if err != nil || !plan.Due(last.Good, last.Tried, started, now, store.Org().Zone) {
		return false, err
	}
	return true, store.BackUp(ctx, plan, now)
}
