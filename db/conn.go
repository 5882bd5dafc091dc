package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"reflect"
	"sync/atomic"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
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
	cs := &conns{free: make(chan *conn, n)}
	for ; cs.n < n; cs.n++ {
		c, err := pool.Conn(ctx)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open database: %w", err), cs.close())
		}
		if err := c.Raw(planOnce); err != nil {
			return nil, errors.Join(fmt.Errorf("open database: %w", err), c.Close(), cs.close())
		}
		cs.free <- &conn{sql: c, kept: map[string]*sql.Stmt{}, ran: &cs.ran}
	}
	return cs, nil
}

// planOnce has a connection plan each statement once, whatever is bound to it: else SQLite looks at the value
// wherever an index is partial or has statistics, and compiles the statement anew when another value comes. The
// driver has no switch for it, so its handle is found by reflection; a test tells when it is not there any more.
func planOnce(driver any) error {
	handle := reflect.Indirect(reflect.ValueOf(driver))
	if handle.Kind() != reflect.Struct {
		return nil // slower, and right all the same
	}
	tls, db := handle.FieldByName("tls"), handle.FieldByName("db")
	if !tls.IsValid() || tls.Type() != reflect.TypeFor[*libc.TLS]() || !db.IsValid() || !db.CanUint() {
		return nil
	}
	t := (*libc.TLS)(tls.UnsafePointer())
	args := libc.Xmalloc(t, 16)
	if args == 0 {
		return errors.New("out of memory")
	}
	defer libc.Xfree(t, args)
	if rc := sqlite3.Xsqlite3_db_config(t, uintptr(db.Uint()), sqlite3.SQLITE_DBCONFIG_ENABLE_QPSG,
		libc.VaList(args, int32(1), uintptr(0))); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("plan statements once: code %d", rc)
	}
	return nil
}

var errClosed = errors.New("the store is closed")

// hold runs fn with a connection of its own.
func (cs *conns) hold(ctx context.Context, fn func(*conn) error) error {
	if err := ctx.Err(); err != nil { // who has gone gets no connection, though one be free
		return err
	}
	select {
	case c, open := <-cs.free:
		if !open {
			return errClosed
		}
		defer func() { cs.free <- c }()
		return fn(c)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close waits for every connection to be free and closes it.
func (cs *conns) close() error {
	var errs []error
	for range cs.n {
		errs = append(errs, (<-cs.free).close())
	}
	close(cs.free)
	return errors.Join(errs...)
}

// conn is one connection with its compiled statements.
type conn struct {
	sql  *sql.Conn
	kept map[string]*sql.Stmt
	ran  *atomic.Int64
}

// mostStatements bounds what a connection keeps; past it, rare shapes of a list are compiled each time.
const mostStatements = 200

func (c *conn) close() error {
	for _, st := range c.kept {
		_ = st.Close()
	}
	return c.sql.Close()
}

func (c *conn) get(ctx context.Context, query string) (st *sql.Stmt, free func(), err error) {
	c.ran.Add(1)
	if st := c.kept[query]; st != nil {
		return st, func() {}, nil
	}
	if st, err = c.sql.PrepareContext(ctx, query); err != nil {
		return nil, nil, fmt.Errorf("prepare %.60s: %w", query, err)
	}
	if len(c.kept) >= mostStatements {
		return st, func() { _ = st.Close() }, nil
	}
	c.kept[query] = st
	return st, func() {}, nil
}

func (c *conn) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	st, free, err := c.get(ctx, query)
	if err != nil {
		return nil, err
	}
	defer free()
	return st.ExecContext(ctx, args...)
}

func (c *conn) query(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	st, free, err := c.get(ctx, query)
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

func (c *conn) row(ctx context.Context, query string, args, into []any) error {
	st, free, err := c.get(ctx, query)
	if err != nil {
		return err
	}
	defer free()
	return st.QueryRowContext(ctx, args...).Scan(into...)
}

// querier is what reading needs: the store, one state of it, or a transaction that reads what
// it will change.
type querier interface {
	query(query string, args []any, scan func(*sql.Rows) error) error
	row(query string, args []any, into ...any) error
}

// reader runs each query on any connection for reading.
type reader struct {
	ctx context.Context
	s   *Store
}

func (r reader) query(query string, args []any, scan func(*sql.Rows) error) error {
	return r.s.readers.hold(r.ctx, func(c *conn) error { return c.query(r.ctx, query, args, scan) })
}

func (r reader) row(query string, args []any, into ...any) error {
	return r.s.readers.hold(r.ctx, func(c *conn) error { return c.row(r.ctx, query, args, into) })
}

// snapshot reads one state of the records, whatever is written meanwhile.
type snapshot struct {
	ctx  context.Context
	conn *conn
}

func (f snapshot) query(query string, args []any, scan func(*sql.Rows) error) error {
	return f.conn.query(f.ctx, query, args, scan)
}

func (f snapshot) row(query string, args []any, into ...any) error {
	return f.conn.row(f.ctx, query, args, into)
}

// snapshot runs fn on one state of the records.
func (s *Store) snapshot(ctx context.Context, fn func(querier) error) error {
	return s.readers.hold(ctx, func(c *conn) (err error) {
		if _, err := c.exec(ctx, "BEGIN"); err != nil {
			return fmt.Errorf("begin: %w", err)
		}
		defer func() {
			_, undo := c.exec(context.WithoutCancel(ctx), "ROLLBACK")
			err = errors.Join(err, undo)
		}()
		return fn(snapshot{ctx, c})
	})
}
