package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"

	"huiyin/huiyin"
)

var noticeTable = newTable("notice", func(n *huiyin.Notice) []column {
	return []column{
		{"id", &n.ID}, {"account", &n.Account}, {"kind", &n.Kind}, {"number", &n.Number}, {"grade", &n.Grade},
		{"state", &n.State}, {"what", &n.What}, {"at", &n.At}, {"seen", &n.Seen},
	}
})

// notified is a record that causes notices.
type notified interface {
	Notices() []huiyin.Notice
	Messages(o *huiyin.Org, d *huiyin.Delivery, reach map[string]huiyin.NotificationPreferences) []huiyin.Message
}

// tell stores a record's notices, and what goes out about them, with the change that caused them.
func (t *tx) tell(c notified) error {
	notices := c.Notices()
	if len(notices) == 0 {
		return nil
	}
	args := make([]any, 0, len(notices)*len(noticeTable.cols))
	for i := range notices {
		args = append(args, noticeTable.values(&notices[i])[1:]...)
	}
	res, err := t.exec(insertSQL("notice", noticeTable.cols[1:], len(notices)), args...)
	if err != nil {
		return fmt.Errorf("notices: %w", err)
	}
	last, err := res.LastInsertId() // of rows that follow one another
	if err != nil {
		return fmt.Errorf("notices: %w", err)
	}
	for _, n := range notices {
		t.notified = append(t.notified, n.Account)
	}
	return t.post(c, last-int64(len(notices))+1)
}

// mine are the notices of a person about complaints, inquiries and praise that they may still see, or about
// themselves (rules P3, A3).
func mine(by huiyin.Actor, more ...condition) (string, []any) {
	cond, args := where(append(append([]condition{{"n.account = ?", []any{by.Account}}}, more...), seenNotice(by)))
	return " FROM notice n WHERE " + cond, args
}

// seenNotice tells whether a person may see what the notice n is about; one about themselves they may,
// though not the complaint (rules A3, P4).
func seenNotice(by huiyin.Actor) condition {
	kinds := huiyin.PersonalNotices()
	c, args := where(append([]condition{{"c.number = n.number", nil}}, scopeOf(by).flat()...))
	out := condition{"(n.kind IN (" + placeholders(len(kinds)) + ") OR EXISTS (SELECT 1 FROM complaint c WHERE " + c +
		")", append(anys(kinds), args...)}
	for _, k := range []struct {
		table string
		seen  []condition
	}{{inquiries.name, seenInquiries(by)}, {praises.name, seenPraises(by)}} {
		cond, args := where(append([]condition{{"r.number = n.number", nil}}, k.seen...))
		out = condition{out.sql + " OR EXISTS (SELECT 1 FROM " + k.table + " r WHERE " + cond + ")",
			append(out.args, args...)}
	}
	alarm := seenAlarms(by)
	out = condition{out.sql + " OR n.kind = ? AND EXISTS (SELECT 1 FROM alarm r WHERE r.number = n.number AND " +
		alarm.sql + ")", append(append(out.args, string(huiyin.NoticeAlarm)), alarm.args...)}
	seen, ofCrisis := seenCrises(by), huiyin.CrisisNotices()
	return condition{out.sql + " OR n.kind = ? OR n.kind IN (" + placeholders(len(ofCrisis)) + ") AND EXISTS (SELECT 1 FROM crisis r " +
		"WHERE r.number = n.number AND " + seen.sql + "))",
		append(append(append(out.args, string(huiyin.NoticeSeatOffered)), anys(ofCrisis)...), seen.args...)}
}

// NoticeCase is what a person was told of one record, the newest first, and the complaint that it is, as far as they
// see it; what is about themselves stands apart from the rest (rules P3, A3).
type NoticeCase struct {
	Notices []huiyin.Notice
	Case    huiyin.Listed // without a number where there is none
}

// mostOfCases bounds how many notices a page of cases holds in all.
const mostOfCases = 1000

// NoticeCases lists what a person was told, one row a record, the newest first, older than before when it is not 0.
func (s *Store) NoticeCases(ctx context.Context, by huiyin.Actor, before int64, most int) (out []NoticeCase, err error) {
	personal := huiyin.PersonalNotices()
	in := "IN (" + placeholders(len(personal)) + ")"
	newest := condition{"NOT EXISTS (SELECT 1 FROM notice m INDEXED BY notice_of_case WHERE m.account = n.account AND " +
		"m.number = n.number AND m.id > n.id AND (m.kind " + in + ") = (n.kind " + in + "))",
		append(anys(personal), anys(personal)...)}
	heads, err := s.noticesOf(ctx, by, before, most, newest)
	if err != nil || len(heads) == 0 {
		return nil, err
	}
	var numbers []string
	for _, n := range heads {
		numbers = append(numbers, n.Number)
		out = append(out, NoticeCase{Notices: []huiyin.Notice{n}})
	}
	among := "IN (" + placeholders(len(numbers)) + ")"
	all, err := s.noticesOf(ctx, by, 0, mostOfCases, condition{"n.number " + among, anys(numbers)})
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		for i := range out {
			h := &out[i].Notices[0]
			if h.Number == n.Number && h.ID > n.ID && h.Kind.Personal() == n.Kind.Personal() {
				out[i].Notices = append(out[i].Notices, n)
			}
		}
	}
	cond, args := where(append([]condition{{"c.number " + among, anys(numbers)}}, scopeOf(by).flat()...))
	var p huiyin.Page
	query := "SELECT " + selectListed + " FROM complaint c WHERE " + cond
	if err := s.ask(ctx, subqueryOf(query, args, listedPtrs, &p.Rows)); err != nil {
		return nil, fmt.Errorf("cases of notices: %w", err)
	}
	p.Close()
	for _, l := range p.Rows {
		for i := range out {
			if h := &out[i].Notices[0]; h.Number == l.Number && !h.Kind.Personal() {
				out[i].Case = l
			}
		}
	}
	return out, nil
}

// Notices lists a person's notices, newest first, older than before when it is not 0.
func (s *Store) Notices(ctx context.Context, by huiyin.Actor, before int64, most int) ([]huiyin.Notice, error) {
	return s.noticesOf(ctx, by, before, most)
}

func (s *Store) noticesOf(ctx context.Context, by huiyin.Actor, before int64, most int,
	older ...condition) ([]huiyin.Notice, error) {
	if before != 0 {
		older = append(older, condition{"n.id < ?", []any{before}})
	}
	from, args := mine(by, older...)
	var out []huiyin.Notice
	err := reader{ctx, s}.query("SELECT n."+strings.Join(noticeTable.cols, ", n.")+from+" ORDER BY n.id DESC LIMIT ?",
		append(args, most), func(rows *sql.Rows) error {
			for rows.Next() {
				var n huiyin.Notice
				if err := rows.Scan(noticeTable.targets(&n)...); err != nil {
					return err
				}
				out = append(out, n)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	return out, nil
}

// mostUnseen is where counting the unseen ends: the bell says 99+.
const mostUnseen = 100

// Unseen counts the records of which a person has notices that they have not seen, up to mostUnseen.
func (s *Store) Unseen(ctx context.Context, by huiyin.Actor) (int, error) {
	return s.counting(ctx).fresh(unseen(by))
}

func unseen(by huiyin.Actor) condition {
	from, args := mine(by, condition{"n.seen = 0", nil})
	return condition{"SELECT count(*) FROM (SELECT DISTINCT n.number" + from + " LIMIT ?)", append(args, mostUnseen)}
}

// SeeNotices marks a person's notices up to one as seen.
func (s *Store) SeeNotices(ctx context.Context, account string, upTo int64) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		_, err := t.exec("UPDATE notice SET seen = 1 WHERE account = ? AND seen = 0 AND id <= ?", account, upTo)
		return err
	})
	return err
}

// SeeNoticesOn marks a person's notices on one record as seen: whoever opens it has read them. Nothing is written where
// there are none.
func (s *Store) SeeNoticesOn(ctx context.Context, account, number string) error {
	var n int
	err := reader{ctx, s}.row("SELECT count(*) FROM notice WHERE account = ? AND seen = 0 AND number = ?",
		[]any{account, number}, &n)
	if err != nil || n == 0 {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		_, err := t.exec("UPDATE notice SET seen = 1 WHERE account = ? AND seen = 0 AND number = ?", account, number)
		return err
	})
	return err
}

// subscribers wakes those who listen for a person's notices.
type subscribers struct {
	mu        sync.Mutex
	listeners map[string]map[chan struct{}]bool
}

// Listen gives a channel that receives whenever the person gets a notice, and a function to stop.
func (s *Store) Listen(account string) (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	b := &s.subscribers
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.listeners == nil {
		b.listeners = map[string]map[chan struct{}]bool{}
	}
	if b.listeners[account] == nil {
		b.listeners[account] = map[chan struct{}]bool{}
	}
	b.listeners[account][ch] = true
	return ch, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.listeners[account], ch)
		if len(b.listeners[account]) == 0 {
			delete(b.listeners, account)
		}
	}
}

// ring wakes the listeners of those who were told something.
func (b *subscribers) ring(accounts []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, account := range accounts {
		for ch := range b.listeners[account] {
			select {
			case ch <- struct{}{}:
			default: // it will look anyway
			}
		}
	}
}
