package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// subquery is one query of several that are asked together: so many columns, and what is done with each row.
type subquery struct {
	query string
	args  []any // for ?, which are not numbered
	width int
	row   func(scan func(into ...any) error) error
}

// subqueryOf reads each row into a value and adds it to a list.
func subqueryOf[T any](query string, args []any, ptrs func(*T) []any, into *[]T) subquery {
	return subquery{query, args, len(ptrs(new(T))), func(scan func(...any) error) error {
		var v T
		err := scan(targets(ptrs(&v))...)
		*into = append(*into, v)
		return err
	}}
}

// ask runs queries as one statement, which sees one state of the records: each is a part of a UNION ALL,
// keeps its own order and bound, and has its rows told apart by its number.
func (s *Store) ask(ctx context.Context, queries ...subquery) error {
	if len(queries) == 0 {
		return nil
	}
	if len(queries) == 1 {
		return reader{ctx, s}.query(queries[0].query, queries[0].args, func(rows *sql.Rows) error {
			for rows.Next() {
				if err := queries[0].row(rows.Scan); err != nil {
					return err
				}
			}
			return nil
		})
	}
	width := 0
	for _, one := range queries {
		width = max(width, one.width)
	}
	parts, args := make([]string, len(queries)), []any(nil)
	for i, one := range queries {
		parts[i] = fmt.Sprintf("SELECT %d, q.*%s FROM (%s) q", i, strings.Repeat(", NULL", width-one.width), one.query)
		args = append(args, one.args...)
	}
	return reader{ctx, s}.query(strings.Join(parts, " UNION ALL "), args, func(rows *sql.Rows) error {
		which := 0
		number := append([]any{&which}, slices.Repeat([]any{unread{}}, width)...)
		whole := slices.Clone(number)
		for rows.Next() {
			if err := rows.Scan(number...); err != nil {
				return err
			}
			if err := queries[which].row(func(into ...any) error {
				copy(whole[1+copy(whole[1:], into):], number[1:])
				return rows.Scan(whole...)
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// unread takes a column that nobody asks for, without a copy of it.
type unread struct{}

func (unread) Scan(any) error { return nil }

// counting counts at one time. A number is kept until a complaint changes.
type counting struct {
	ctx        context.Context
	s          *Store
	generation int64
	ahead      *[]condition   // collects what will be asked, instead of asking
	got        map[string]int // what was asked together
	paths      map[huiyin.Filter][]accessPath
}

// moment is the time as of which late ones are counted: the same are late until the next date passes.
type moment struct {
	generation  int64
	from, until time.Time
}

func (s *Store) counting(ctx context.Context) *counting {
	return &counting{ctx: ctx, s: s, generation: s.changed.Load(), paths: map[huiyin.Filter][]accessPath{}}
}

// together counts what several counts ask with one statement.
func (c *counting) together(counts ...func() error) error {
	var asked []condition
	if c.ahead == nil {
		c.ahead = &asked
		var errs []error
		for _, count := range counts {
			errs = append(errs, count())
		}
		c.ahead = nil
		if err := errors.Join(errs...); err != nil {
			return err
		}
	}
	if len(asked) > 1 {
		queries, args, into := make([]string, len(asked)), []any(nil), make([]any, len(asked))
		numbers := make([]int, len(asked))
		for i, q := range asked {
			queries[i], args, into[i] = "("+q.sql+")", append(args, q.args...), &numbers[i]
		}
		if err := (reader{c.ctx, c.s}).row("SELECT "+strings.Join(queries, ", "), args, into...); err != nil {
			return err
		}
		if c.got == nil {
			c.got = map[string]int{}
		}
		for i, q := range asked {
			c.got[q.key()] = numbers[i]
		}
	}
	for _, count := range counts {
		if err := count(); err != nil {
			return err
		}
	}
	return nil
}

func (q condition) key() string { return fmt.Sprint(q.sql, q.args) }

// fresh counts what changes without a complaint.
func (c *counting) fresh(q condition) (n int, err error) {
	if c.ahead != nil {
		*c.ahead = append(*c.ahead, q)
		return 0, nil
	}
	if n, ok := c.got[q.key()]; ok {
		return n, nil
	}
	err = reader{c.ctx, c.s}.row(q.sql, q.args, &n)
	return n, err
}

// once counts, unless the number is known.
func (c *counting) once(q condition) (int, error) {
	key, s := q.key(), c.s
	s.mu.Lock()
	if s.at < c.generation || len(s.counts) >= mostCounts {
		clear(s.counts)
		s.at = c.generation
	}
	n, ok := s.counts[key]
	ok = ok && s.at == c.generation
	s.mu.Unlock()
	if ok {
		return n, nil
	}
	n, err := c.fresh(q)
	if err != nil || c.ahead != nil {
		return n, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == c.generation && len(key) <= mostKey {
		s.counts[key] = n
	}
	return n, nil
}

// asOf gives the time that stands for now where late ones are counted.
func (c *counting) asOf(now time.Time) (time.Time, error) {
	s := c.s
	s.mu.Lock()
	m := s.moment
	s.mu.Unlock()
	if m.generation == c.generation && !now.Before(m.from) && now.Before(m.until) {
		return m.from, nil
	}
	until, err := c.fresh(condition{"SELECT coalesce(min(due_at), 1 << 60) FROM complaint WHERE due_at > ?",
		[]any{now.UnixMilli()}})
	if err == nil && c.ahead == nil {
		s.mu.Lock()
		s.moment = moment{c.generation, now, time.UnixMilli(int64(until))}
		s.mu.Unlock()
	}
	return now, err
}

// Counts are the numbers that stand on every page.
type Counts struct {
	Waiting int // steps that wait for the person's word
	Late    int // complaints that they see
	Unseen  int // notices, up to mostUnseen
	Crowds  int // open alarms that they see (rule R15)
	Spoken  int // statements in force that they are to say (rule R3)
	Alarms  int // emergencies that they were told of and have not heard
}

// Counts counts what stands on every page, with one statement.
func (s *Store) Counts(ctx context.Context, by huiyin.Actor, now time.Time) (n Counts, err error) {
	c := s.counting(ctx)
	err = c.together(
		func() (err error) { n.Waiting, err = c.once(waitingCount(by)); return err },
		func() (err error) { n.Late, _, err = c.complaints(by, now, huiyin.Filter{Late: true}); return err },
		func() (err error) { n.Unseen, err = c.fresh(unseen(by)); return err },
		func() (err error) { n.Crowds, err = c.fresh(openAlarms(by)); return err },
		func() (err error) { n.Spoken, err = c.fresh(spokenCount(by)); return err },
		func() (err error) { n.Alarms, err = c.fresh(alarmCount(by)); return err },
	)
	if err != nil {
		return Counts{}, fmt.Errorf("counts: %w", err)
	}
	return n, nil
}

// Desk is what waits for a person, what is late and what is new (rule M1).
type Desk struct {
	Mine        []huiyin.Listed // open, in charge of or handled, the earliest date first
	Due         []huiyin.Listed // open ones that they see, the earliest date first
	Newest      []huiyin.Listed
	News        []huiyin.Notice // since the day before began
	Tasks       []huiyin.DueTask
	Waiting     []huiyin.Waiting
	Requests    []huiyin.ListedRequest
	Hearings    []huiyin.StatementRequest
	Groups      []huiyin.Group
	Dates       []huiyin.Date
	Inquiries   []huiyin.Inquiry
	Gifts       []huiyin.OpenGift
	Payments    []huiyin.OpenPayment // of finance, to be paid or released (rules C6, W17)
	Releases    []huiyin.OpenRelease // parts of extracts that wait for their word (rule B1)
	Facts       []huiyin.OpenFacts   // admissions that wait for their word (rule W16)
	Duties      []huiyin.Duty        // documents that wait for them (rules M2, M3)
	Jobs        []huiyin.JobRow      // work that documents gave them
	Penalties   []huiyin.ListedSanction
	MyPenalties []huiyin.ListedSanction
	Circulars   []huiyin.CircularView  // not read yet
	Points      []huiyin.Deducted      // wait for this person's word
	Checks      []huiyin.SampleRow     // samples with something that nobody was asked to check (rule A6)
	Rises       []huiyin.Rise          // for which they may open a plan (rule A2)
	Exports     []huiyin.ExportRequest // large exports for their word (rule P5)
	Unowned     []string               // complaints for which an administrator must appoint somebody, by number alone (rule G6)
	Open, All   int                    // how many they see that have a date to keep, and at all
	More        bool                   // than All
}

// Numbers are those of all that waits for the person, as the desk lists it.
func (d *Desk) Numbers() map[string]bool {
	out := map[string]bool{}
	collect(out, d.Mine, func(l huiyin.Listed) string { return l.Number })
	collect(out, d.Tasks, func(t huiyin.DueTask) string { return t.Number })
	collect(out, d.Waiting, func(w huiyin.Waiting) string { return w.Number })
	collect(out, d.Inquiries, func(q huiyin.Inquiry) string { return q.Number })
	collect(out, d.Gifts, func(g huiyin.OpenGift) string { return g.Number })
	collect(out, d.Payments, func(p huiyin.OpenPayment) string { return p.Number })
	collect(out, d.Releases, func(r huiyin.OpenRelease) string { return r.Number })
	collect(out, d.Facts, func(a huiyin.OpenFacts) string { return a.Number })
	collect(out, d.Duties, func(r huiyin.Duty) string { return r.Number })
	collect(out, d.Jobs, func(j huiyin.JobRow) string { return j.Number })
	collect(out, d.Penalties, func(k huiyin.ListedSanction) string { return k.Number })
	collect(out, d.MyPenalties, func(k huiyin.ListedSanction) string { return k.Number })
	collect(out, d.Points, func(p huiyin.Deducted) string { return p.Number })
	collect(out, d.Checks, func(c huiyin.SampleRow) string { return c.Number })
	return out
}

func collect[T any](into map[string]bool, list []T, number func(T) string) {
	for _, v := range list {
		into[number(v)] = true
	}
}

// Desk reads a person's desk, up to most rows a part, with four statements. Each gift that may wait for
// them is looked at by itself.
func (s *Store) Desk(ctx context.Context, by huiyin.Actor, now time.Time, most int) (*Desk, error) {
	var d Desk
	var found foundGroups
	var gifts, facts, payable []candidate
	var stands []docStand
	var unsigned []huiyin.DestructionList
	var unhanded []huiyin.ArchiveList
	c := s.counting(ctx)
	risen, rises := s.risesOnDesk(by, now)
	due, dueArgs, err := c.listQuery(by, now, huiyin.Filter{Sort: "due"})
	newest, newestArgs, err2 := c.listQuery(by, now, huiyin.Filter{})
	if err := errors.Join(err, err2); err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	// for a page's LIMIT and OFFSET
	short := func(args []any) []any { return append(slices.Clone(args[:len(args)-2]), most, 0) }
	for _, step := range []func() error{
		func() error {
			return s.ask(ctx, openOnes(by, most, &d.Mine), subqueryOf(due, short(dueArgs), listedPtrs, &d.Due),
				subqueryOf(newest, short(newestArgs), listedPtrs, &d.Newest))
		},
		func() error {
			return s.ask(ctx,
				slices.Concat([]subquery{waiting(by, most, &d.Waiting), mySanctions(by, now, &d.MyPenalties),
					circulars(by, now, true, most, &d.Circulars)}, pointsWaiting(by, now, most, &d.Points),
					sanctionsWaiting(by, most, &d.Penalties), risen)...)
		},
		func() error {
			return s.ask(ctx, slices.Concat(
				[]subquery{tasks(by, most, &d.Tasks), dataRequests(by, false, 0, 0, most, &d.Requests),
					hearings(by, &d.Hearings), openInquiries(by, most, &d.Inquiries), giftsFor(by, &gifts),
					factsFor(by, &facts), openReleases(by, most, &d.Releases),
					news(by, now, most, &d.News), jobs(by, false, most, &d.Jobs)},
				payablesFor(by, &payable), groups(by, now, &found), dates(by, now, most, &d.Dates), docStands(by, now, &stands),
				unowned(by, most, &d.Unowned), exportsOnDesk(by, most, &d.Exports), destructionsOnDesk(by, &unsigned), archivesOnDesk(by, &unhanded))...)
		},
		func() error {
			return c.together(
				func() (err error) { d.Open, _, err = c.complaints(by, now, huiyin.Filter{Sort: "due"}); return err },
				func() (err error) { d.All, d.More, err = c.complaints(by, now, huiyin.Filter{}); return err },
			)
		},
		func() (err error) { d.Gifts, err = s.giftsOf(ctx, by, gifts, most); return err },
		func() (err error) { d.Payments, err = s.payablesOf(ctx, by, payable, 2*most); return err },
		func() (err error) { d.Checks, err = s.unasked(ctx, by); return err },
		func() (err error) { d.Facts, err = s.factsOf(ctx, by, facts, most); return err },
	} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("desk: %w", err)
		}
	}
	p := huiyin.Page{Rows: d.Newest}
	p.Close()
	d.Requests, d.Groups, d.Dates, d.Duties = forThem(by, d.Requests), found.all(by.Org, now, mostGroups), inOrder(d.Dates, most),
		slices.Concat(toSign(by, unsigned), toHandOver(by, unhanded), duties(by, now, stands))
	d.Rises = rises()
	d.Exports = slices.DeleteFunc(d.Exports, func(r huiyin.ExportRequest) bool { return r.MayDecide(by) != nil })
	return &d, nil
}

// unowned lists, for an administrator, the numbers of complaints that nobody is in charge of; never of one about
// themselves (rules G6, P4).
func unowned(by huiyin.Actor, most int, into *[]string) []subquery {
	if !by.Admin {
		return nil
	}
	return []subquery{subqueryOf("SELECT c.number FROM concern k CROSS JOIN complaint c ON c.id = k.complaint "+
		"WHERE k.who = ? AND NOT EXISTS (SELECT 1 FROM accused a WHERE a.account = ? AND a.complaint = c.id) "+
		"ORDER BY c.received_at LIMIT ?",
		[]any{huiyin.Unappointed, by.Account, most}, func(n *string) []any { return []any{n} }, into)}
}

// unasked are, for the supervision group, the samples with complaints that nobody is to check yet, and inquiries to judge.
func (s *Store) unasked(ctx context.Context, by huiyin.Actor) ([]huiyin.SampleRow, error) {
	if !huiyin.Supervises(by) {
		return nil, nil
	}
	rows, err := s.Samples(ctx, by)
	return slices.DeleteFunc(rows, func(r huiyin.SampleRow) bool { return r.Unasked+r.Unjudged == 0 }), err
}

// mostNews bounds how many of a person's newest notices are looked at for news.
const mostNews = 200

// news are the notices that a person got since yesterday began, the newest first.
func news(by huiyin.Actor, now time.Time, most int, into *[]huiyin.Notice) subquery {
	local := now.In(by.Org.Zone)
	since := time.Date(local.Year(), local.Month(), local.Day()-1, 0, 0, 0, 0, by.Org.Zone)
	kinds := huiyin.ConfidentialNotices() // these stand in parts of their own, as long as they wait (rule A3)
	cond, args := where([]condition{{"n.at >= ?", []any{since.UnixMilli()}},
		{"n.kind NOT IN (" + placeholders(len(kinds)) + ")", anys(kinds)}, seenNotice(by)})
	return subqueryOf("SELECT n."+strings.Join(noticeTable.cols, ", n.")+
		" FROM (SELECT * FROM notice WHERE account = ? ORDER BY id DESC LIMIT ?) n WHERE "+cond+
		" ORDER BY n.id DESC LIMIT ?",
		append(append([]any{by.Account, mostNews}, args...), most), noticeTable.fields, into)
}
