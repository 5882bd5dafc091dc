// Package db keeps Huiyin's records in one SQLite file and its attachments beside it. It turns rows
// into huiyin types and back, in transactions, and decides nothing.
package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"huiyin/huiyin"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is the one way to the records. One writer and a few readers share the file.
type Store struct {
	dir     string
	lock    *flock.Flock
	held    io.Closer
	pools   []*sql.DB
	writer  *conns // a single connection; who holds it writes
	queue   queue
	readers *conns
	org     atomic.Pointer[huiyin.Org]
	orgTurn sync.Mutex   // held while the company is read anew, so that an older one never replaces a newer
	changed atomic.Int64 // counts changes of complaints; counts of lists live as long as it stands still

	subscribers subscribers
	keys        keys
	delivery    atomic.Pointer[huiyin.Delivery]
	domain      atomic.Pointer[huiyin.DomainLogin]
	posted      chan struct{}
	openTexts   openTexts
	unindexed   atomic.Int64 // records that wait to be indexed anew

	file    os.FileInfo // the database as it was opened
	damaged atomic.Bool
	lost    atomic.Pointer[[]string] // kept files that the last check or backup missed
	// how the journal differs from what was noted of it outside, nil when it does not
	unanchored atomic.Pointer[huiyin.Mismatch]

	uploads uploads
	grouped atomic.Int64 // the generation for which groups were told, and one
	undrawn atomic.Int64 // the month of which the clock has no sample to draw
	space   func(dir string) (free, all int64, err error)

	unsynced bool
	closing  sync.Once
	closed   error

	mu      sync.Mutex
	counts  map[string]int
	rises   map[string]remembered // by account
	at      int64                 // the value of changed that counts belong to
	moment  moment
	anchors keptAnchors
}

// ErrInUse says that another process works on the data directory.
var ErrInUse = errors.New("the data directory is in use by another huiyin process; stop it first")

const (
	databaseName = "huiyin.db"
	lockName     = "lock"
)

// Open opens the installation in dir, makes it if there is none, and brings its tables up to date.
// A second process on the same directory gets ErrInUse.
func Open(ctx context.Context, dir string, options ...Option) (*Store, error) {
	if err := errors.Join(unfinishedRestore(dir), bereft(dir)); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, filesName), 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", explained(dir, err))
	}
	lock := flock.New(filepath.Join(dir, lockName))
	free, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("data directory: %w", explained(dir, err))
	}
	if !free {
		return nil, ErrInUse
	}
	held, err := holdDir(dir) // also where somebody removes the lock file, which looks left over
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	s := &Store{dir: dir, lock: lock, held: held, counts: map[string]int{}, posted: make(chan struct{}, 1),
		uploads: uploads{of: map[string]*brought{}}, space: space}
	for _, o := range options {
		o(s)
	}
	if err := s.open(ctx); err != nil {
		_ = s.Close()
		return nil, explained(dir, err)
	}
	return s, nil
}

// Option changes how a store is opened.
type Option func(*Store)

// Unsynced leaves it to the operating system when the database reaches the disk: what was acknowledged can
// be lost with the power, so that only tests may ask for it, for which waiting for the disk is most of the time.
func Unsynced(s *Store) { s.unsynced = true }

// bereft refuses a directory whose database is gone while its attachments are there: a new, empty
// installation in its place would look as if all were lost.
func bereft(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, databaseName)); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	kept, _ := filepath.Glob(filepath.Join(dir, filesName, "??", "*"))
	if _, err := os.Stat(filepath.Join(dir, backupNote)); err != nil && len(kept) == 0 {
		return nil
	}
	return fmt.Errorf("%s is missing, though %s was in use; put it back, or restore the newest good backup (%s) "+
		"into a new directory", databaseName, whole(dir), newestBackup(dir))
}

const (
	readingLines = 4
	writerCache  = 8000 // KiB
	walPages     = 4000 // are written before they go over into the database, so that what many changes share goes once
)

func (s *Store) open(ctx context.Context) error {
	if err := s.sweepFiles(); err != nil {
		return err
	}
	path := filepath.Join(s.dir, databaseName)
	pool, err := s.pool(path, fmt.Sprintf("&_pragma=wal_autocheckpoint(%d)&_pragma=cache_size(-%d)", walPages,
		writerCache), 1)
	if err != nil {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("protect the database: %w", err)
	}
	if err := s.migrate(ctx, pool); err != nil {
		return err
	}
	if s.writer, err = openConns(ctx, pool, 1); err != nil {
		return err
	}
	if pool, err = s.pool(path, "&_pragma=query_only(1)&_pragma=cache_size(-4000)", readingLines); err != nil {
		return err
	}
	if s.readers, err = openConns(ctx, pool, readingLines); err != nil {
		return err
	}
	if s.keys, err = openKeys(s.dir); err != nil {
		return err
	}
	if err := s.encryptSecrets(ctx); err != nil {
		return fmt.Errorf("encrypt secrets: %w", err)
	}
	d, err := s.loadDelivery(reader{ctx, s})
	if err != nil {
		return err
	}
	s.delivery.Store(d)
	domain, err := s.loadDomainLogin(reader{ctx, s})
	if err != nil {
		return err
	}
	s.domain.Store(domain)
	if err := s.deleteRemoved(ctx); err != nil {
		return err
	}
	if err := s.reloadOrg(ctx, time.Now()); err != nil {
		return err
	}
	if err := s.countAnew(ctx); err != nil {
		return err
	}
	if err := s.fileCustomers(ctx); err != nil {
		return fmt.Errorf("customers' files: %w", err)
	}
	if err := s.indexFew(ctx); err != nil {
		return fmt.Errorf("search index: %w", err)
	}
	s.file, err = os.Stat(path)
	return err
}

func (s *Store) pool(path, extra string, most int) (*sql.DB, error) {
	if s.unsynced {
		extra += "&_pragma=synchronous(OFF)"
	}
	pool, err := openPool(path, extra, most)
	if pool != nil {
		s.pools = append(s.pools, pool)
	}
	return pool, err
}

// migrate brings the tables up to date. Those of an older huiyin are first copied into the folder of the
// backups, and compared afterwards: an upgrade that has lost something does not go into service.
func (s *Store) migrate(ctx context.Context, pool *sql.DB) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	// Branches land in any order, so that an installation may lack a migration below its highest.
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, dir, goose.WithAllowOutofOrder(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	have, want, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read database version: %w", err)
	}
	if lacks, _, err := versions(ctx, pool); err != nil || lacks == 0 {
		return err
	}
	var before, after record
	if have > 0 {
		if err := s.backUpBefore(ctx, have, want); err != nil {
			return fmt.Errorf("nothing was changed: the backup before the upgrade failed: %w", err)
		}
		if before, err = recordOf(ctx, pool); err != nil {
			return err
		}
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if have == 0 {
		return nil
	}
	if err := errors.Join(quickCheck(ctx, pool), foreignKeys(ctx, pool)); err != nil {
		return s.unfit(err)
	}
	if after, err = recordOf(ctx, pool); err == nil && before != after {
		err = s.unfit(fmt.Errorf("the records are not those of before: %+v, now %+v", before, after))
	}
	return err
}

// versions compares the migrations of a database with those of this program: how many it lacks, and its highest. One
// that this program does not know was made by a newer one.
func versions(ctx context.Context, pool *sql.DB) (lacks int, highest int64, err error) {
	files, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return 0, 0, err
	}
	known, newest := map[int64]bool{0: true}, int64(0) // 0 is goose's own
	for _, f := range files {
		if newest, err = goose.NumericComponent(f.Name()); err != nil {
			return 0, 0, err
		}
		known[newest] = true
	}
	lacks = len(known)
	rows, err := pool.QueryContext(ctx, "SELECT version_id FROM goose_db_version WHERE is_applied ORDER BY version_id")
	if err != nil {
		return 0, 0, fmt.Errorf("read database version: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&highest); err != nil {
			return 0, 0, fmt.Errorf("read database version: %w", err)
		}
		if !known[highest] {
			return 0, 0, fmt.Errorf("the database was written by a newer huiyin (version %d, this one knows up to %d); "+
				"use that one", highest, newest)
		}
		lacks--
	}
	return lacks, highest, rows.Err()
}

// unfit is what an upgrade says that went wrong.
func (s *Store) unfit(err error) error {
	return fmt.Errorf("the upgrade went wrong: %w; the database of before lies in %s", err,
		filepath.Join(s.dir, backupFolder))
}

// record is what an upgrade must leave as it was.
type record struct {
	Complaints, Entries, Attachments int64
	Newest                           string // the journal's newest hash
}

func recordOf(ctx context.Context, pool *sql.DB) (r record, err error) {
	err = pool.QueryRowContext(ctx,
		"SELECT (SELECT count(*) FROM complaint), (SELECT count(*) FROM journal), (SELECT count(*) FROM "+
			"attachment), coalesce((SELECT hash FROM journal ORDER BY id DESC LIMIT 1), '')").
		Scan(&r.Complaints, &r.Entries, &r.Attachments, &r.Newest)
	if err != nil {
		err = fmt.Errorf("read the records: %w", err)
	}
	return r, err
}

// foreignKeys refuses rows whose counterpart is missing.
func foreignKeys(ctx context.Context, pool *sql.DB) error {
	rows, err := pool.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() {
		return errors.New("rows belong to nothing")
	}
	return rows.Err()
}

// backUpBefore copies the database, without the files beside it, which no upgrade touches, before the
// tables change. An upgrade that was cut off and begins anew finds its copy there.
func (s *Store) backUpBefore(ctx context.Context, have, want int64) error {
	folder := filepath.Join(s.dir, backupFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	target := filepath.Join(folder, fmt.Sprintf("before-upgrade-%d-to-%d.zip", have, want))
	if _, err := os.Stat(target); err == nil {
		return nil
	}
	sweepBackups(folder, time.Now())
	_, err := backUp(ctx, s.dir, target, false, "")
	return err
}

// Close waits for work to end and frees the directory. Closing again does nothing.
func (s *Store) Close() error {
	s.closing.Do(func() { s.closed = s.close() })
	return s.closed
}

func (s *Store) close() error {
	var errs []error
	if s.readers != nil {
		errs = append(errs, s.readers.close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.hold(context.Background(), func(c *conn) error {
			_, err := c.sql.ExecContext(context.Background(), "PRAGMA optimize")
			return err
		}), s.writer.close())
	}
	for _, p := range s.pools {
		errs = append(errs, p.Close())
	}
	return errors.Join(append(errs, s.held.Close(), s.lock.Unlock())...)
}

// Dir is the data directory.
func (s *Store) Dir() string { return s.dir }

// Ran is how many statements the store has run since it was opened.
func (s *Store) Ran() int64 { return s.writer.ran.Load() + s.readers.ran.Load() }

// Healthy tells whether the database answers, and whether changes come to an end.
func (s *Store) Healthy(ctx context.Context, now time.Time) error {
	if err := errors.Join(s.fit(), s.Stalled(now)); err != nil {
		return err
	}
	var one int
	return reader{ctx, s}.row("SELECT 1", nil, &one)
}

// placeholders is "?, ?, ?" for n values.
func placeholders(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
