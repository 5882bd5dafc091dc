package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"huiyin/cmd/huiyin/mailer"
	"huiyin/cmd/huiyin/timestamp"
	"huiyin/db"
	"huiyin/huiyin"
)

// anchors notes the journal's head outside the database each night, and sends it out by mail where a box is named
// (rules J2, J4). Which night was noted and mailed stands beside the database.
type anchors struct {
	store   *db.Store
	post    *mailer.Mailer
	log     *slog.Logger
	started time.Time // with the time that really passes
	failed  time.Time // when a mail last could not be sent, zero for never
	unheard time.Time // when a timestamp last could not be had, zero for never
}

// retryAnchor is how long after a mail or a timestamp that failed the next is tried.
const retryAnchor = time.Hour

// keep looks every minute until ctx ends.
func (a *anchors) keep(ctx context.Context) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	for {
		now := time.Now()
		// what the clock on the wall says has passed, against what has passed
		drift := now.Round(0).Sub(a.started.Round(0)) - now.Sub(a.started)
		if err := a.look(ctx, now, drift); err != nil && ctx.Err() == nil {
			a.log.Error("anchor", "error", err, "remedy", db.Remedy(a.store, err))
		}
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
		}
	}
}

func (a *anchors) look(ctx context.Context, now time.Time, drift time.Duration) error {
	noted, made, err := a.store.AnchorNight(ctx, now, drift)
	if err != nil {
		return err
	}
	if made {
		a.log.Info("anchor", "entry", noted.Entry, "hash", noted.Hash, "drift", noted.Drift, "trees", noted.Trees)
		checkJournal(ctx, a.store, a.log)
	}
	plan, err := a.store.BackupPlan(ctx)
	if err != nil {
		return err
	}
	return errors.Join(a.mail(ctx, now, plan), a.stamp(ctx, now, plan))
}

// waits tells whether what failed is not tried again yet.
func waits(failed, now time.Time) bool {
	since := now.Sub(failed)
	return !failed.IsZero() && since >= 0 && since < retryAnchor
}

func (a *anchors) mail(ctx context.Context, now time.Time, plan *huiyin.BackupPlan) error {
	if waits(a.failed, now) || plan.Mail == "" || !a.store.Delivery().MailsOut() {
		return nil
	}
	waits, some, err := a.store.AnchorToMail()
	if err != nil || !some {
		return err
	}
	if err := a.post.Anchor(ctx, plan.Mail, waits); err != nil {
		a.failed = now
		return err
	}
	a.failed = time.Time{}
	return a.store.AnchorMailed(now, waits)
}

// stamp asks the server that the settings name for what waits, one by one; the first that fails ends it (rule J4).
func (a *anchors) stamp(ctx context.Context, now time.Time, plan *huiyin.BackupPlan) error {
	if waits(a.unheard, now) || plan.Stamps == "" {
		return nil
	}
	list, err := a.store.ToStamp(ctx)
	for i := range list {
		if err = a.stampOne(ctx, now, plan.Stamps, list[i]); err != nil {
			break
		}
	}
	if a.unheard = (time.Time{}); err != nil {
		a.unheard = now
	}
	return err
}

func (a *anchors) stampOne(ctx context.Context, now time.Time, server string, v huiyin.Timestamp) error {
	u, err := url.Parse(server)
	if err != nil {
		return err
	}
	q, err := timestamp.Ask(v.Hash)
	if err != nil {
		return err
	}
	query, err := q.Bytes()
	if err != nil {
		return err
	}
	if v.Token, err = a.post.AskTimestamp(ctx, server, query); err != nil {
		return fmt.Errorf("timestamp of %s: %w", u.Hostname(), err)
	}
	if v.At, err = q.Check(v.Token); err != nil {
		return err
	}
	v.Server = u.Hostname()
	if err := a.store.KeepTimestamp(ctx, now, v); err != nil {
		return err
	}
	a.log.Info("timestamp", "entry", v.Entry, "server", v.Server, "at", v.At)
	return nil
}

// checkJournal says loudly when the journal is shorter than what was noted of it, or another one (rule J2).
func checkJournal(ctx context.Context, store *db.Store, log *slog.Logger) {
	wrong, err := store.CheckAnchors(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		log.Error("check of the journal against its anchors", "error", err)
	case wrong != "":
		log.Error("THE JOURNAL IS NOT WHAT IT WAS: "+wrong, "remedy",
			"keep the data directory as it is, find out who replaced the database, and run huiyin verify; the newest "+
				"good backup has the journal of its day")
	}
}

// checkSecrets says which secrets the key file does not open: the database came from another machine.
func checkSecrets(ctx context.Context, store *db.Store, log *slog.Logger) {
	lost, err := store.LostSecrets(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		log.Error("check of the secrets", "error", err)
	case len(lost) > 0:
		log.Warn("secrets.key does not open all secrets", "lost", strings.Join(lost, ", "), "remedy",
			"add the line of the secrets.key of before to the one in the data directory and start again, or enter them anew")
	}
}
