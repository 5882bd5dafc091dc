package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash"
	"slices"
	"time"

	"huiyin/huiyin"
)

// This file stores many complaints at once, table by table and many rows a statement. What it writes is
// what insertComplaint and index write of each; a test proves it.

const (
	loadBatch  = 1000    // complaints that are made ready together
	loadCommit = 25_000  // complaints in one transaction
	loadCache  = 400_000 // KiB of pages that the writer keeps meanwhile
	rowsAtOnce = 48
)

// rows are new rows of a table, one after the other.
type rows struct {
	table string
	cols  []string
	args  []any
}

// batch is what some complaints become, ready to be written.
type batch struct {
	n        int
	before   string // hash of the journal's last entry, which the first entry follows
	tables   map[string]*rows
	order    []*rows
	days     map[counted]int
	keys     []huiyin.CustomerKeys // of the customers, by complaint
	texts    []any                 // rowid and text by turns
	names    []any
	tallies  map[tallyKey]huiyin.Sum
	counts   map[bucket]int
	notified []string
}

// counted is a site and a day whose complaints have numbers of their own.
type counted struct{ site, day string }

// loader makes batches. It knows the newest id of every table, the journal's newest hash and the days'
// counters, so that it asks the database for little.
type loader struct {
	q    querier
	org  *huiyin.Org
	hash string
	last map[string]int64
	days map[counted]int
}

func newLoader(q querier, o *huiyin.Org) (*loader, error) {
	hash, err := newestHash(q)
	return &loader{q, o, hash, map[string]int64{}, map[counted]int{}}, err
}

func newBatch(l *loader) *batch {
	return &batch{before: l.hash, tables: map[string]*rows{}, days: map[counted]int{},
		tallies: map[tallyKey]huiyin.Sum{}, counts: map[bucket]int{}}
}

// into gives the new rows of a table.
func (s *batch) into(table string, cols func() []string) *rows {
	r := s.tables[table]
	if r == nil {
		r = &rows{table: table, cols: cols()}
		s.tables[table], s.order = r, append(s.order, r)
	}
	return r
}

// next gives a new row of a table its id.
func (l *loader) next(table string) (int64, error) {
	id, known := l.last[table]
	if !known {
		if err := l.q.row("SELECT coalesce(max(id), 0) FROM "+table, nil, &id); err != nil {
			return 0, err
		}
	}
	id++
	l.last[table] = id
	return id, nil
}

// gather adds a new complaint's rows to a batch.
func (l *loader) gather(s *batch, c *huiyin.Complaint) (err error) {
	if err := l.number(s, c); err != nil {
		return fmt.Errorf("number: %w", err)
	}
	if c.ID, err = l.next(complaintTable.name); err != nil {
		return err
	}
	s.n++
	s.counts[kindOfComplaint(c)]++
	row := complaintTable.values(c)
	keys := huiyin.CustomerKeys{}
	if c.AnonymisedAt.IsZero() {
		keys = c.CustomerKeys(l.org)
	}
	s.keys = append(s.keys, keys)
	r := s.into(complaintTable.name, func() []string {
		return append(append(slices.Clone(complaintTable.cols), derivedCols...), "file", "customer")
	})
	r.args = append(append(append(r.args, row...), derived(c, l.org)...), int64(0), int64(0))
	for _, account := range c.Barred() {
		r := s.into("accused", func() []string { return columns("account complaint") })
		r.args = append(r.args, account, c.ID)
	}
	if c.Restricted {
		r := s.into("restricted", func() []string { return columns("site complaint") })
		r.args = append(r.args, c.Site, c.ID)
	}
	sum := newSum()
	sumRow(sum, complaintTable.name, complaintTable.cols[1:], row[1:])
	for _, p := range parts(c) {
		if err := p.gather(l, s, c.ID, sum); err != nil {
			return err
		}
	}
	received := c.ReceivedAt.UnixMilli()
	for _, who := range c.Concerns() {
		r := s.into("concern", func() []string { return columns("who received_at complaint site") })
		r.args = append(r.args, who, received, c.ID, c.Site)
	}
	for _, n := range c.Notices() {
		if n.ID, err = l.next("notice"); err != nil {
			return err
		}
		r := s.into("notice", func() []string { return noticeTable.cols })
		r.args = append(r.args, noticeTable.values(&n)...)
		s.notified = append(s.notified, n.Account)
	}
	if err := l.chain(s, c.Journal(), hexSum(sum)); err != nil {
		return err
	}
	l.figure(s, c)
	if len(keys.Own) > 0 {
		s.names = append(s.names, c.ID, nameDocument(&c.Intake))
	}
	s.texts = append(s.texts, c.ID, document(c))
	return nil
}

// number gives a complaint the next number of its site's day.
func (l *loader) number(s *batch, c *huiyin.Complaint) error {
	local := c.ReceivedAt.In(l.org.Zone)
	day := counted{c.Site, local.Format("20060102")}
	n, known := l.days[day]
	if !known {
		if err := l.q.row("SELECT coalesce(max(last), 0) FROM counter WHERE site = ? AND day = ?",
			[]any{day.site, day.day}, &n); err != nil {
			return err
		}
	}
	l.days[day], s.days[day] = n+1, n+1
	c.Numbered(huiyin.Number(c.Site, local, n+1))
	return nil
}

// chain is tx.append.
func (l *loader) chain(s *batch, entries []huiyin.Entry, sum string) error {
	for i := range entries {
		e := &entries[i]
		if i == len(entries)-1 {
			e.Sum = sum
		}
		detail := string(e.DetailJSON())
		e.Hash = e.SealWith(l.hash, huiyin.Digest(detail))
		l.hash = e.Hash
		id, err := l.next("journal")
		if err != nil {
			return err
		}
		r := s.into("journal", func() []string { return journalTable.cols })
		r.args = append(r.args, id, e.At.UnixMilli(), e.Logged.UnixMilli(), e.By, e.For, string(e.Action), e.Subject,
			e.Version, string(e.From), string(e.To), detail, e.Sum, e.Hash, "")
	}
	return nil
}

// figure is tx.figure.
func (l *loader) figure(s *batch, c *huiyin.Complaint) {
	var reopened []time.Time
	for _, e := range c.Journal() {
		if e.Reopens() {
			reopened = append(reopened, e.At)
		}
	}
	r := s.into("fact", func() []string { return columns("base month received_at complaint site marks") })
	for _, f := range c.Indicators(l.org, reopened) {
		site := cmp.Or(f.Site, c.Site)
		r.args = append(r.args, string(f.Base), int64(f.Month), c.ReceivedAt.UnixMilli(), c.ID, site,
			writeMarks(f.Marks))
		for _, m := range f.Marks {
			k := tallyKey{f.Month, string(m.Of), m.Value, site}
			sum := s.tallies[k]
			s.tallies[k] = huiyin.Sum{N: sum.N + 1, Adds: sum.Adds + m.Adds}
		}
	}
}

// gather adds a part's rows, and its fingerprint to the complaint's.
func (p partOf[T]) gather(l *loader, s *batch, owner int64, sum hash.Hash) error {
	if len(*p.rows) == 0 {
		return nil
	}
	r := s.into(p.name, func() []string { return append([]string{ownerOf(p.name)}, p.cols...) })
	for i := range *p.rows {
		pairs := p.pairs(&(*p.rows)[i])
		id, err := l.next(p.name)
		if err != nil {
			return err
		}
		*(pairs[0].field.(*int64)) = id
		row := each(pairs, value)
		r.args = append(append(r.args, owner), row...)
		sumRow(sum, p.name, p.cols[1:], row[1:])
	}
	return nil
}

// plain tells whether notices stay in the house, so that a batch is all there is to write.
func (s *Store) plain() bool { d := s.Delivery(); return !d.Mail.On && len(d.Robots) == 0 }

// writeBatch stores a batch.
func (t *tx) writeBatch(s *batch, in *inserts) error {
	last, err := newestHash(t)
	if err != nil {
		return err
	}
	if last != s.before {
		return errors.New("the records were changed while complaints were loaded")
	}
	if err := t.fileBatch(s); err != nil {
		return fmt.Errorf("customers' files: %w", err)
	}
	for day, n := range s.days {
		if _, err := t.exec("INSERT INTO counter (site, day, last) VALUES (?, ?, ?) ON CONFLICT (site, day) DO "+
			"UPDATE SET last = excluded.last", day.site, day.day, n); err != nil {
			return fmt.Errorf("number: %w", err)
		}
	}
	err = in.all(t, s.order, rowsAtOnce)
	in.names.args, in.texts.args = append(in.names.args, s.names...), append(in.texts.args, s.texts...)
	if t.tallies == nil {
		t.tallies = map[tallyKey]huiyin.Sum{}
	}
	for k, sum := range s.tallies {
		had := t.tallies[k]
		t.tallies[k] = huiyin.Sum{N: had.N + sum.N, Adds: had.Adds + sum.Adds}
	}
	for k, n := range s.counts {
		t.count(k, n)
	}
	t.notified = append(t.notified, s.notified...)
	return err
}

// fileBatch is fileUnder for the complaints of a batch: it writes the files that are new and puts their
// ids in the complaints' rows.
func (t *tx) fileBatch(s *batch) error {
	type file struct{ id, customer int64 }
	type entry struct {
		key  string
		file int64
	}
	files, has := map[string]file{}, map[entry]bool{}
	const most = 500
	var keys []string
	for _, k := range s.keys {
		keys = append(keys, k.All()...)
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	for chunk := range slices.Chunk(keys, most) {
		var found []entry
		var into []int64
		err := t.query("SELECT k.key, k.file, c.into_file FROM customer_key k CROSS JOIN customer c ON c.id = k.file WHERE "+
			"k.key IN ("+placeholders(len(chunk))+") ORDER BY k.key, k.file DESC", anys(chunk), func(rows *sql.Rows) error {
			for rows.Next() {
				var e entry
				var in int64
				if err := rows.Scan(&e.key, &e.file, &in); err != nil {
					return err
				}
				found, into = append(found, e), append(into, in)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for i, e := range found {
			customer, err := standing(t, e.file, into[i])
			if err != nil {
				return err
			}
			files[e.key], has[e] = file{e.file, customer}, true
		}
	}
	var last int64
	if err := t.row("SELECT coalesce(max(id), 0) FROM customer", nil, &last); err != nil {
		return err
	}
	fresh := s.into("customer", func() []string {
		return columns("id into_file merged_by merge_reason name phone address consent")
	})
	known := s.into("customer_key", func() []string { return columns("key file") })
	row := s.tables[complaintTable.name]
	for i, keys := range s.keys {
		if len(keys.Own) == 0 {
			continue
		}
		var f file
		for _, key := range keys.Own {
			if f = files[key]; f.id != 0 {
				break
			}
		}
		if f.id == 0 {
			last++
			f = file{last, last}
			fresh.args = append(fresh.args, last, int64(0), "", "", "", "", "", "")
		}
		for _, key := range keys.All() {
			if e := (entry{key, f.id}); !has[e] {
				has[e] = true
				known.args = append(known.args, key, f.id)
			}
			if _, taken := files[key]; !taken || files[key].id > f.id {
				files[key] = f
			}
		}
		end := (i + 1) * len(row.cols)
		row.args[end-2], row.args[end-1] = f.id, f.customer
	}
	return nil
}

// RecordAll stores complaints that the rulebook carried on in memory, each with its whole journal, in
// their order: all of them or none. Each is numbered by its day of receipt.
func (s *Store) RecordAll(ctx context.Context, complaints []*huiyin.Complaint) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if !s.plain() {
			return t.insertEach(complaints)
		}
		in := t.inserts()
		defer in.close()
		l, err := newLoader(t, s.Org())
		for chunk := range slices.Chunk(complaints, loadBatch) {
			b := newBatch(l)
			for _, c := range chunk {
				if err == nil {
					err = l.gather(b, c)
				}
			}
			if err == nil {
				err = t.writeBatch(b, in)
			}
		}
		if err == nil {
			err = in.end(t)
		}
		return err
	})
	if err == nil {
		s.changed.Add(1)
	}
	return err
}

// insertEach is RecordAll by the way that single complaints go.
func (t *tx) insertEach(complaints []*huiyin.Complaint) error {
	for _, c := range complaints {
		if err := t.insertComplaint(c); err != nil {
			return err
		}
	}
	for _, c := range complaints { // after the journals, each of which would write out the index so far
		if err := t.index(c, ""); err != nil {
			return err
		}
	}
	return nil
}

// Load is RecordAll for as many complaints as next gives before nil, which may be very many: it stores
// some thousands at a time, while next already makes others. Nobody may change anything meanwhile.
func (s *Store) Load(ctx context.Context, next func() (*huiyin.Complaint, error)) error {
	if !s.plain() {
		return errors.New("complaints are not loaded into an installation that sends messages")
	}
	l, err := newLoader(reader{ctx, s}, s.Org())
	if err != nil {
		return err
	}
	end, err := s.hasten(ctx)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	batches, failed := make(chan *batch, 2), make(chan error, 1)
	go func() {
		defer close(batches)
		failed <- l.make(ctx, batches, next)
	}()
	for more := true; more && err == nil; {
		_, err = s.write(ctx, Once{}, func(t *tx) error {
			restore, err := t.unguarded()
			if err != nil {
				return err
			}
			in := t.inserts()
			defer in.close()
			for n := 0; n < loadCommit; {
				var b *batch
				if b, more = <-batches; !more {
					break
				}
				if err := t.writeBatch(b, in); err != nil {
					return err
				}
				n += b.n
			}
			if err := in.end(t); err != nil {
				return err
			}
			return restore()
		})
		s.changed.Add(1)
	}
	stop()
	return errors.Join(err, <-failed, end())
}

// unguarded takes away, within the transaction, the trigger that keeps a new entry of the journal from
// replacing another, and gives a function that puts it back: the loader itself gives new entries new ids,
// and a trigger costs as much as its entry.
func (t *tx) unguarded() (restore func() error, err error) {
	const name = "journal_no_replace"
	var trigger string
	if err := t.row("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", []any{name},
		&trigger); err != nil {
		return nil, err
	}
	if _, err := t.exec("DROP TRIGGER " + name); err != nil {
		return nil, err
	}
	return func() error {
		_, err := t.exec(trigger)
		return err
	}, nil
}

// make sends batches of all that next gives.
func (l *loader) make(ctx context.Context, to chan<- *batch, next func() (*huiyin.Complaint, error)) error {
	for more := true; more; {
		s := newBatch(l)
		for more && s.n < loadBatch {
			c, err := next()
			if err != nil {
				return err
			}
			if more = c != nil; more {
				if err := l.gather(s, c); err != nil {
					return err
				}
			}
		}
		select {
		case to <- s:
		case <-ctx.Done():
			return nil // whoever stopped it says why
		}
	}
	return nil
}

// hasten gives the writer room for a load, and a function that takes it back.
func (s *Store) hasten(ctx context.Context) (end func() error, err error) {
	set := func(queries ...string) error {
		return s.writer.hold(ctx, func(c *conn) error {
			for _, query := range queries {
				if _, err := c.sql.ExecContext(ctx, query); err != nil {
					return fmt.Errorf("%.40s: %w", query, err)
				}
			}
			return nil
		})
	}
	room := func(bytes int) []string {
		var out []string
		for _, table := range []string{"texts", "names"} {
			out = append(out, fmt.Sprintf("INSERT INTO %[1]s (%[1]s, rank) VALUES ('hashsize', %[2]d)", table, bytes))
		}
		return out
	}
	// The loader itself numbers what rows refer to.
	err = set(append(room(64<<20), fmt.Sprintf("PRAGMA cache_size = -%d", loadCache), "PRAGMA foreign_keys = 0")...)
	return func() error {
		ctx = context.WithoutCancel(ctx)
		return set(append(room(1<<20), fmt.Sprintf("PRAGMA cache_size = -%d", writerCache),
			"PRAGMA foreign_keys = 1")...)
	}, err
}
