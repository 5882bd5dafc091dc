package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync/atomic"
)

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

// conns are the few connections to the database. Whoever holds one has it alone, so that several
// queries can see one state of the records, and its statements are compiled once.
type conns struct {
	free chan *conn
	n    int
	ran  atomic.Int64 // statements
}

func openConns(ctx context.Context, pool *sql.DB, n int) (*conns, error) {
	ls := &conns{free: make(chan *conn, n)}
	for ; ls.n < n; ls.n++ {
		c, err := pool.Conn(ctx)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open database: %w", err), ls.close())
		}
		ls.free <- &conn{conn: c, kept: map[string]*sql.Stmt{}, ran: &ls.ran}
	}
	return ls, nil
}

var errClosed = errors.New("the store is closed")

// hold runs fn with a line of its own.
func (ls *conns) hold(ctx context.Context, fn func(*conn) error) error {
	if err := ctx.Err(); err != nil { // who has gone gets no line, though one be free
		return err
	}
	select {
	case l, open := <-ls.free:
		if !open {
			return errClosed
		}
		defer func() { ls.free <- l }()
		return fn(l)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close waits for every line to be free and closes it.
func (ls *conns) close() error {
	var errs []error
	for range ls.n {
		errs = append(errs, (<-ls.free).close())
	}
	close(ls.free)
	return errors.Join(errs...)
}

// conn is one connection with its compiled statements.
type conn struct {
	conn *sql.Conn
	kept map[string]*sql.Stmt
	ran  *atomic.Int64
}

// mostStatements bounds what a line keeps; past it, rare shapes of a list are compiled each time.
const mostStatements = 200

func (l *conn) close() error {
	for _, st := range l.kept {
		_ = st.Close()
	}
	return l.conn.Close()
}

func (l *conn) get(ctx context.Context, query string) (st *sql.Stmt, free func(), err error) {
	l.ran.Add(1)
	if st := l.kept[query]; st != nil {
		return st, func() {}, nil
	}
	if st, err = l.conn.PrepareContext(ctx, query); err != nil {
		return nil, nil, fmt.Errorf("prepare %.60s: %w", query, err)
	}
	if len(l.kept) >= mostStatements {
		return st, func() { _ = st.Close() }, nil
	}
	l.kept[query] = st
	return st, func() {}, nil
}

func (l *conn) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	st, free, err := l.get(ctx, query)
	if err != nil {
		return nil, err
	}
	defer free()
	return st.ExecContext(ctx, args...)
}

func (l *conn) query(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	st, free, err := l.get(ctx, query)
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

func (l *conn) row(ctx context.Context, query string, args, into []any) error {
	st, free, err := l.get(ctx, query)
	if err != nil {
		return err
	}
	defer free()
	return st.QueryRowContext(ctx, args...).Scan(into...)
}

// querier is what reading needs: the store, one frozen state of it, or a transaction that reads what
// it will change.
type querier interface {
	query(query string, args []any, scan func(*sql.Rows) error) error
	row(query string, args []any, into ...any) error
}

// reader runs each query on any reading line.
type reader struct {
	ctx context.Context
	s   *Store
}

func (r reader) query(query string, args []any, scan func(*sql.Rows) error) error {
	return r.s.readers.hold(r.ctx, func(l *conn) error { return l.query(r.ctx, query, args, scan) })
}

func (r reader) row(query string, args []any, into ...any) error {
	return r.s.readers.hold(r.ctx, func(l *conn) error { return l.row(r.ctx, query, args, into) })
}

// frozen reads one state of the records, whatever is written meanwhile.
type frozen struct {
	ctx  context.Context
	line *conn
}

func (f frozen) query(query string, args []any, scan func(*sql.Rows) error) error {
	return f.line.query(f.ctx, query, args, scan)
}

func (f frozen) row(query string, args []any, into ...any) error {
	return f.line.row(f.ctx, query, args, into)
}

// freeze runs fn on one state of the records.
func (s *Store) freeze(ctx context.Context, fn func(querier) error) error {
	return s.readers.hold(ctx, func(l *conn) (err error) {
		if _, err := l.exec(ctx, "BEGIN"); err != nil {
			return fmt.Errorf("begin: %w", err)
		}
		defer func() {
			_, undo := l.exec(context.WithoutCancel(ctx), "ROLLBACK")
			err = errors.Join(err, undo)
		}()
		return fn(frozen{ctx, l})
	})
}
