// Package db keeps Huiyin's records in one SQLite file and its attachments beside it. It turns rows
// into huiyin types and back, in transactions, and decides nothing.
package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"huiyin"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is the one way to the records. One writer and a few readers share the file.
type Store struct {
	dir     string
	lock    *flock.Flock
	writer  *sql.DB
	readers *sql.DB
	org     atomic.Pointer[huiyin.Org]
	changed atomic.Int64 // counts changes of complaints; counts of lists live as long as it stands still

	writing chan struct{} // holds one token: the right to write
	conn    *sql.Conn     // the writer's only connection
	writes  statements

	reads  statements
	mu     sync.Mutex
	counts map[string]count
}

// ErrInUse says that another process works on the data directory.
var ErrInUse = errors.New("the data directory is in use by another huiyin process; stop it first")

const databaseName = "huiyin.db"

// Open opens the installation in dir, makes it if there is none, and brings its tables up to date.
// A second process on the same directory gets ErrInUse.
func Open(ctx context.Context, dir string) (*Store, error) {
	if err := os.MkdirAll(filepath.Join(dir, filesName), 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	lock := flock.New(filepath.Join(dir, "lock"))
	free, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	if !free {
		return nil, ErrInUse
	}
	s := &Store{dir: dir, lock: lock, writing: make(chan struct{}, 1), counts: map[string]count{}}
	if err := s.open(ctx); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	path := filepath.Join(s.dir, databaseName)
	var err error
	if s.writer, err = openPool(path, "&_pragma=cache_size(-8000)", 1); err != nil {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("protect the database: %w", err)
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if s.conn, err = s.writer.Conn(ctx); err != nil {
		return fmt.Errorf("open writer: %w", err)
	}
	s.writes.prepare = s.conn.PrepareContext
	if s.readers, err = openPool(path, "&_pragma=query_only(1)&_pragma=cache_size(-4000)", 4); err != nil {
		return err
	}
	s.reads.prepare = s.readers.PrepareContext
	return s.reloadOrg(ctx)
}

func openPool(path, extra string, most int) (*sql.DB, error) {
	dsn := "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() +
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)" + extra
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	pool.SetMaxOpenConns(most)
	pool.SetMaxIdleConns(most)
	return pool, pool.Ping()
}

func (s *Store) migrate(ctx context.Context) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, s.writer, dir, goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	have, want, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read database version: %w", err)
	}
	if have > want {
		return fmt.Errorf("the database was written by a newer huiyin (version %d, this one knows %d); use that one", have, want)
	}
	if have < want {
		if _, err := provider.Up(ctx); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
	}
	return nil
}

// Close ends all work and frees the directory.
func (s *Store) Close() error {
	var errs []error
	if s.readers != nil {
		errs = append(errs, s.readers.Close())
	}
	if s.conn != nil {
		_, err := s.conn.ExecContext(context.Background(), "PRAGMA optimize")
		errs = append(errs, err, s.conn.Close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.Close())
	}
	return errors.Join(append(errs, s.lock.Unlock())...)
}

// Dir is the data directory.
func (s *Store) Dir() string { return s.dir }

// Healthy tells whether the database answers.
func (s *Store) Healthy(ctx context.Context) error {
	var one int
	return s.readers.QueryRowContext(ctx, "SELECT 1").Scan(&one)
}

// Once marks a form that must act once however often it is sent (rule W12); Key "" asks nothing.
type Once struct {
	Key string // unique per person, address and form
	At  time.Time
}

// tx is a write transaction.
type tx struct {
	ctx    context.Context
	s      *Store
	answer string // what a once form gives again
}

// write is the one way to change anything: fn runs in an immediate transaction that is committed, to
// the disk, only when fn succeeds. A once form that has already acted gives its first answer back.
// Once begun, a change is finished even if the one who asked has gone.
func (s *Store) write(ctx context.Context, once Once, fn func(*tx) error) (answer string, err error) {
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	t := &tx{ctx: context.WithoutCancel(ctx), s: s}
	if _, err := t.exec("BEGIN IMMEDIATE"); err != nil {
		return "", fmt.Errorf("begin: %w", err)
	}
	done := false
	defer func() {
		if !done {
			_, undo := t.exec("ROLLBACK")
			err = errors.Join(err, undo)
		}
	}()
	if once.Key != "" {
		switch err := t.row("SELECT answer FROM once WHERE key = ?", []any{once.Key}, &t.answer); {
		case err == nil:
			return t.answer, nil
		case !errors.Is(err, sql.ErrNoRows):
			return "", err
		}
	}
	if err := fn(t); err != nil {
		return "", err
	}
	if once.Key != "" {
		if _, err := t.exec("INSERT INTO once (key, at, answer) VALUES (?, ?, ?)", once.Key, once.At.UnixMilli(), t.answer); err != nil {
			return "", err
		}
	}
	if _, err := t.exec("COMMIT"); err != nil {
		return "", fmt.Errorf("commit: %w", err)
	}
	done = true
	return t.answer, nil
}

func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	st, free, err := t.s.writes.get(t.ctx, query)
	if err != nil {
		return nil, err
	}
	defer free()
	return st.ExecContext(t.ctx, args...)
}

func (t *tx) query(query string, args []any, scan func(*sql.Rows) error) error {
	return t.s.writes.query(t.ctx, query, args, scan)
}

func (t *tx) row(query string, args []any, into ...any) error {
	return t.s.writes.row(t.ctx, query, args, into)
}

// reader runs queries on the reading pool.
type reader struct {
	ctx context.Context
	s   *Store
}

func (r reader) query(query string, args []any, scan func(*sql.Rows) error) error {
	return r.s.reads.query(r.ctx, query, args, scan)
}

func (r reader) row(query string, args []any, into ...any) error {
	return r.s.reads.row(r.ctx, query, args, into)
}

// querier is what loading needs: a reader, or a transaction that reads what it will change.
type querier interface {
	query(query string, args []any, scan func(*sql.Rows) error) error
	row(query string, args []any, into ...any) error
}

// statements keeps compiled statements; past mostStatements, rare shapes of a list are compiled anew.
type statements struct {
	prepare func(context.Context, string) (*sql.Stmt, error)
	mu      sync.RWMutex
	kept    map[string]*sql.Stmt
}

const mostStatements = 400

func (ss *statements) get(ctx context.Context, query string) (st *sql.Stmt, free func(), err error) {
	nothing := func() {}
	ss.mu.RLock()
	st = ss.kept[query]
	ss.mu.RUnlock()
	if st != nil {
		return st, nothing, nil
	}
	if st, err = ss.prepare(context.WithoutCancel(ctx), query); err != nil {
		return nil, nil, fmt.Errorf("prepare %.60s: %w", query, err)
	}
	ss.mu.Lock()
	defer ss.mu.Unlock()
	if ss.kept == nil {
		ss.kept = map[string]*sql.Stmt{}
	}
	if ss.kept[query] != nil || len(ss.kept) >= mostStatements {
		return st, func() { _ = st.Close() }, nil
	}
	ss.kept[query] = st
	return st, nothing, nil
}

func (ss *statements) query(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	st, free, err := ss.get(ctx, query)
	if err != nil {
		return err
	}
	defer free()
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if err := scan(rows); err != nil {
		return err
	}
	return rows.Err()
}

func (ss *statements) row(ctx context.Context, query string, args, into []any) error {
	st, free, err := ss.get(ctx, query)
	if err != nil {
		return err
	}
	defer free()
	return st.QueryRowContext(ctx, args...).Scan(into...)
}

// placeholders is "?, ?, ?" for n values.
func placeholders(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
