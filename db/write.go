package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"huiyin/huiyin"
)

// Once marks a form that must act once however often it is sent (rule W12); Key "" asks nothing.
type Once struct {
	Key string // unique per person, address and form
	Sum string // of what is in the form, "" where nothing is compared
	At  time.Time

	Account, Path, Text string // whose form it is: what they had typed into it goes when it has acted

	Beside bool // its page takes what was done since for no conflict where it moved nothing of the form (rule W12)

	Wrong error // what of the form could not be read: nothing of it is kept, whatever the rule says
}

// Refused is what becomes of a form: what the case refuses comes before what could not be read in it, so that a person
// who may not, or comes too late, hears that first (rule W1); what is wrong with its fields is said at once.
func (o Once) Refused(err error) error {
	if o.Wrong == nil || err != nil && huiyin.KindOf(err) != huiyin.KindInvalid {
		return err
	}
	return huiyin.Every(o.Wrong, err)
}

// first refuses other content under the key of a form that has acted (I18). Either sum may be unknown.
func (o Once) first(sum string) error {
	if sum == "" || o.Sum == "" || sum == o.Sum {
		return nil
	}
	return &huiyin.Error{Kind: huiyin.KindConflict, Field: "once",
		Text: "这张表单已经提交过一次，那次的内容与现在不同。现在填写的没有保存；请看过已保存的，仍要提交的再提交一次。"}
}

// tx is a change within a write transaction.
type tx struct {
	ctx      context.Context
	s        *Store
	conn     *conn
	wrong    error    // of the form
	beside   bool     // of the form
	answer   string   // what a once form gives again
	notified []string // whom notices were written to
	posted   bool     // messages were written that go out of the house

	tallies map[tallyKey]huiyin.Sum // still to be written
	counts  map[bucket]int          // likewise
	search  []statement             // likewise
}

// statement is one that waits, with its arguments.
type statement struct {
	query string
	args  []any
}

// later changes a search index when all that is written together has been: each savepoint in between
// would write out what the index has gathered so far.
func (t *tx) later(query string, args ...any) { t.search = append(t.search, statement{query, args}) }

// write is the one way to change anything: fn runs in an immediate transaction that is committed, to
// the disk, only when fn succeeds. A once form that has already acted gives its first answer back.
// Once begun, a change is finished even if the one who asked has gone.
//
// Changes that come while others are being written wait, and are then written together, one after the
// other in one transaction, so that the disk is waited for once. One that fails is undone alone.
func (s *Store) write(ctx context.Context, once Once, fn func(*tx) error) (answer string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	c := &pending{t: tx{ctx: context.WithoutCancel(ctx), s: s}, once: once, fn: fn, done: make(chan struct{})}
	s.queue.add(c)
	select {
	case conn, open := <-s.writer.free:
		if !open {
			return "", errClosed
		}
		s.queue.writeAll(conn)
		s.writer.free <- conn
		<-c.done
	case <-c.done:
	case <-ctx.Done():
		if s.queue.withdraw(c) {
			return "", ctx.Err()
		}
		<-c.done
	}
	if c.panicked != nil {
		panic(c.panicked)
	}
	if c.err != nil {
		return "", c.err
	}
	s.subscribers.ring(c.t.notified)
	if c.t.posted {
		select {
		case s.posted <- struct{}{}:
		default: // who sends will look anyway
		}
	}
	return c.t.answer, nil
}

// pending is one call of write.
type pending struct {
	t        tx
	once     Once
	fn       func(*tx) error
	err      error
	panicked any
	done     chan struct{} // closed when the change is on the disk, or has failed
}

// queue holds the changes that wait for the writer.
type queue struct {
	mu    sync.Mutex
	list  []*pending
	begun atomic.Pointer[time.Time] // when the present transaction began
}

func (q *queue) add(c *pending) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list = append(q.list, c)
}

// withdraw takes a change back, unless it has been begun.
func (q *queue) withdraw(c *pending) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.list, c)
	if i < 0 {
		return false
	}
	q.list = slices.Delete(q.list, i, i+1)
	return true
}

func (q *queue) take() []*pending {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := q.list
	q.list = nil
	return list
}

// writeAll writes all that wait, in their order, in one transaction.
func (q *queue) writeAll(conn *conn) {
	list := q.take()
	if len(list) == 0 {
		return
	}
	now := time.Now()
	q.begun.Store(&now)
	defer q.begun.Store(nil)
	ctx := context.Background()
	err := list[0].t.s.fit()
	if err == nil {
		_, err = conn.exec(ctx, "BEGIN IMMEDIATE")
	}
	for _, c := range list {
		if err == nil {
			err = c.run(conn, len(list) == 1)
		}
	}
	if err == nil {
		err = finish(ctx, conn, list)
	}
	if err == nil {
		_, err = conn.exec(ctx, "COMMIT")
	}
	if err != nil {
		err = fmt.Errorf("transaction: %w", err)
		_, _ = conn.exec(ctx, "ROLLBACK") // SQLite may have done so already
	}
	for _, c := range list {
		if c.err == nil {
			c.err = err
		}
		close(c.done)
	}
}

// finish writes what changes that succeeded have left for the end: sums, counts, search indexes.
func finish(ctx context.Context, conn *conn, list []*pending) error {
	all := tx{ctx: ctx, conn: conn, tallies: map[tallyKey]huiyin.Sum{}}
	for _, c := range list {
		if c.err != nil || c.panicked != nil {
			continue
		}
		for k, s := range c.t.tallies {
			sum := all.tallies[k]
			all.tallies[k] = huiyin.Sum{N: sum.N + s.N, Adds: sum.Adds + s.Adds}
		}
		for k, n := range c.t.counts {
			all.count(k, n)
		}
		all.search = append(all.search, c.t.search...)
	}
	for _, write := range []func() error{all.writeTallies, all.writeCounts, all.writeSearch} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) writeSearch() error {
	for _, st := range t.search {
		if _, err := t.exec(st.query, st.args...); err != nil {
			return fmt.Errorf("search: %w", err)
		}
	}
	return nil
}

// run carries out one change, and undoes it if it fails; one that is alone is undone with the
// transaction, which spares SQLite the copies of a savepoint. Its own error means that the transaction
// is lost.
func (c *pending) run(conn *conn, alone bool) (lost error) {
	c.t.conn = conn
	if alone {
		defer func() {
			if c.panicked = recover(); c.panicked != nil {
				lost = errUndone
			}
		}()
		if c.err = c.t.run(c.once, c.fn); c.err != nil {
			return errUndone
		}
		return nil
	}
	if _, err := c.t.exec("SAVEPOINT change"); err != nil {
		return err
	}
	defer func() {
		c.panicked = recover()
		if c.err != nil || c.panicked != nil {
			if _, lost = c.t.exec("ROLLBACK TO change"); lost != nil {
				return
			}
		}
		_, lost = c.t.exec("RELEASE change")
	}()
	c.err = c.t.run(c.once, c.fn)
	return nil
}

var errUndone = errors.New("undone")

func (t *tx) run(once Once, fn func(*tx) error) error {
	if once.Key != "" {
		var sum string
		err := t.row("SELECT answer, sum FROM once WHERE key = ?", []any{once.Key}, &t.answer, &sum)
		if err == nil {
			return once.first(sum)
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	t.wrong, t.beside = once.Wrong, once.Beside
	err := once.Refused(fn(t))
	if err == nil && once.Path != "" {
		_, err = t.exec("DELETE FROM draft WHERE account = ? AND path = ? AND key IN ('', ?)", once.Account, once.Path,
			once.Text)
	}
	if err != nil || once.Key == "" {
		return err
	}
	_, err = t.exec("INSERT INTO once (key, at, answer, sum) VALUES (?, ?, ?, ?)", once.Key, once.At.UnixMilli(), t.answer,
		once.Sum)
	return err
}

func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	return t.conn.exec(t.ctx, query, args...)
}

func (t *tx) query(query string, args []any, scan func(*sql.Rows) error) error {
	return t.conn.query(t.ctx, query, args, scan)
}

func (t *tx) row(query string, args []any, into ...any) error {
	return t.conn.row(t.ctx, query, args, into)
}
