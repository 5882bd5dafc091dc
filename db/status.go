package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"huiyin/huiyin"
)

// Status is how the installation fares (rule D10).
type Status struct {
	ClockRan time.Time // zero when the clock never ran
	Touched  int       // complaints that it then touched
	NextDue  time.Time // when it next has something to do, zero for never
	DueSoon  int       // open complaints whose date comes within the hour
	Waiting  int       // messages that are to be sent, those that failed among them
	Failed   int
	GivenUp  int       // messages that were tried for days
	Failures []Failure // some of those that failed, newest first
	Database int64     // in bytes, as the following
	Files    int64
	Free     int64 // of the disk, -1 where it does not say
	Backups  Backups
	Lost     []string         // kept files that are missing or cut short, below the data directory
	Damaged  bool             // the database
	Secrets  []string         // that the key file does not open, and have to be entered anew
	Anchor   *huiyin.Mismatch // of the journal with what stands outside the database, nil when it fits (rule J2)
}

// Failure is a message that could not be sent; it is tried again at Due, the zero time for never.
type Failure struct {
	Account string
	Robot   string // the name of the robot, "" for a mail
	Reason  string
	Tries   int
	Due     time.Time
}

const mostFailures = 20

// Status tells how the installation fares at an instant.
func (s *Store) Status(ctx context.Context, now time.Time) (Status, error) {
	var v Status
	q := reader{ctx, s}
	err := errors.Join(
		pairs(q, "SELECT name, value FROM setting WHERE name = 'clock.ran'", func(_, value string) error {
			var at int64
			_, err := fmt.Sscan(value, &at, &v.Touched)
			v.ClockRan = time.UnixMilli(at).UTC()
			return err
		}),
		q.row("SELECT count(*) FROM complaint WHERE due_at >= ? AND due_at < ?",
			[]any{now.UnixMilli(), now.Add(time.Hour).UnixMilli()}, &v.DueSoon),
		q.row("SELECT count(*), count(nullif(failed, '')) FROM outbox WHERE ended_at IS NULL", nil, &v.Waiting,
			&v.Failed),
		q.row("SELECT count(*) FROM outbox WHERE ended_at IS NOT NULL AND outcome = 'given_up'", nil, &v.GivenUp),
		q.query(`SELECT account, robot, failed, tries, CASE WHEN ended_at IS NULL THEN due END FROM outbox
			WHERE ended_at IS NULL AND failed <> '' OR ended_at IS NOT NULL AND outcome = 'given_up' ORDER BY id DESC LIMIT ?`, []any{mostFailures}, func(rows *sql.Rows) error {
			for rows.Next() {
				var f Failure
				var robot int64
				if err := rows.Scan(&f.Account, &robot, &f.Reason, &f.Tries, nullTime{&f.Due}); err != nil {
					return err
				}
				if r := s.Delivery().Robot(robot); r != nil {
					f.Robot = r.Name
				}
				v.Failures = append(v.Failures, f)
			}
			return nil
		}))
	if err != nil {
		return v, fmt.Errorf("status: %w", err)
	}
	if v.NextDue, err = s.NextDue(ctx); err != nil {
		return v, err
	}
	if v.Files, err = s.filesSize(ctx); err != nil {
		return v, err
	}
	v.Database = s.databaseSize()
	if v.Free, err = freeSpace(s.dir); err != nil {
		v.Free = -1
	}
	v.Damaged = s.Damaged()
	v.Anchor = s.unanchored.Load()
	if v.Secrets, err = s.keys.lostSecrets(q); err != nil {
		return v, err
	}
	if v.Lost, err = s.lostNow(q); err != nil {
		return v, err
	}
	v.Backups, err = s.Backups(ctx)
	return v, err
}

// ClockRan notes when the clock last ran, and how many complaints it touched. It is no change of the
// company and stands in no journal.
func (s *Store) ClockRan(ctx context.Context, at time.Time, touched int) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error { return t.set("clock.ran", fmt.Sprint(at.UnixMilli(), touched)) })
	return err
}

// Sending notes that messages are about to be sent. It fails where nothing can be written.
func (s *Store) Sending(ctx context.Context, at time.Time) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error { return t.set("messages.sending", fmt.Sprint(at.UnixMilli())) })
	return err
}

// filesSize is what the attachments take, in bytes.
func (s *Store) filesSize(ctx context.Context) (size int64, err error) {
	err = reader{ctx,
		s}.row("SELECT coalesce(sum(size), 0) FROM (SELECT DISTINCT hash, size FROM attachment WHERE removed_at "+
		"IS NULL)", nil, &size)
	return size, err
}

// databaseSize is what the database takes, in bytes.
func (s *Store) databaseSize() (size int64) {
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(filepath.Join(s.dir, databaseName+suffix)); err == nil {
			size += info.Size()
		}
	}
	return size
}
