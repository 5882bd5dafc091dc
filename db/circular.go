package db

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

// mostCirculars bounds how many circulars that are up at once are looked at for one reader.
const mostCirculars = 300

// circulars reads those that are up and that a person reads, newest first: those they have not read, or all
// (rule F7).
func circulars(by huiyin.Actor, now time.Time, unread bool, most int, into *[]huiyin.CircularView) subquery {
	cond := ""
	if unread {
		cond = " AND r.at IS NULL"
	}
	return subquery{"SELECT c." + strings.Join(circularTable.cols, ", c.") +
		", r.at FROM circular c INDEXED BY circular_by_until LEFT JOIN circular_reading r ON r.circular = c.id AND r.account = ? " +
		"WHERE c.until > ?" + cond + " ORDER BY c.until DESC, c.id DESC LIMIT ?",
		[]any{
			by.Account,
			now.UnixMilli(),
			mostCirculars,
		}, len(circularTable.cols) + 1, func(scan func(...any) error) error {
			var v huiyin.CircularView
			if err := scan(targets(circularTable.ptrs(&v.Circular, &v.ReadAt))...); err != nil {
				return err
			}
			if v.Reads(by.Person) && len(*into) < most {
				*into = append(*into, v)
			}
			return nil
		}}
}

// Circulars lists what a person is to learn from, newest first (rule F7).
func (s *Store) Circulars(ctx context.Context, by huiyin.Actor, now time.Time) (out []huiyin.CircularView, err error) {
	return out, s.ask(ctx, circulars(by, now, false, mostCirculars, &out))
}

// ReadCircular writes down that a person has read a circular of theirs that is up (rule F7).
func (s *Store) ReadCircular(ctx context.Context, once Once, by huiyin.Actor, now time.Time, id int64) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		var all []huiyin.Circular
		err := t.query("SELECT "+joined(circularTable.cols)+" FROM circular WHERE id = ?", []any{id},
			partOf[huiyin.Circular]{circularTable, &all}.scan)
		if err != nil {
			return fmt.Errorf("circular: %w", err)
		}
		if len(all) == 0 || !all[0].Up(now) || !all[0].Reads(by.Person) {
			return huiyin.NotFound()
		}
		res, err := t.exec("INSERT OR IGNORE INTO circular_reading (circular, account, at) VALUES (?, ?, ?)", id,
			by.Account, now.UnixMilli())
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err // read before: once is enough
		}
		return t.append([]huiyin.Entry{huiyin.NewEntry(by.Account, huiyin.ActionReadCircular,
			"circular:"+strconv.FormatInt(id, 10), now)}, "")
	})
	return err
}

// CircularReaders tells who has read the circulars of a complaint, by circular, in the order of reading (rule F7).
func (s *Store) CircularReaders(ctx context.Context, complaint int64) (map[int64][]huiyin.ClauseReading, error) {
	out := map[int64][]huiyin.ClauseReading{}
	err := reader{ctx, s}.query(
		`SELECT r.circular, r.account, r.at FROM circular c CROSS JOIN circular_reading r ON r.circular = c.id
		WHERE c.complaint = ? ORDER BY r.at, r.account`,
		[]any{complaint},
		func(rows *sql.Rows) error {
			for rows.Next() {
				var id int64
				var r huiyin.ClauseReading
				if err := rows.Scan(targets([]any{&id, &r.Account, &r.At})...); err != nil {
					return err
				}
				out[id] = append(out[id], r)
			}
			return nil
		},
	)
	return out, err
}

// pointsWaiting are the points on which a person may decide now: objected to, or the time for it is over (rule A4).
func pointsWaiting(by huiyin.Actor, now time.Time, most int, into *[]huiyin.Deducted) []subquery {
	if by.Role < huiyin.Supervisor {
		return nil
	}
	cond, args := where(scopeOf(by).flat())
	return []subquery{{"SELECT d." + strings.Join(deductionTable.cols, ", d.") +
		", c.number FROM deduction d INDEXED BY deduction_open CROSS JOIN complaint c ON c.id = d.complaint " +
		"WHERE d.state IN ('proposed', 'objected') AND d.person <> ? AND d.by <> ? AND c.handler <> ? AND (d.state = 'objected' OR d.object_by <= ?) AND " +
		cond + " ORDER BY d.at, d.id LIMIT ?",
		append(append([]any{by.Account, by.Account, by.Account, now.UnixMilli()}, args...), mostOpenSanctions),
		len(deductionTable.cols) + 1, func(scan func(...any) error) error {
			var d huiyin.Deducted
			if err := scan(targets(deductionTable.ptrs(&d.Deduction, &d.Number))...); err != nil {
				return err
			}
			if by.MayAppraise(by.Org.Person(d.Person)) && len(*into) < most {
				*into = append(*into, d)
			}
			return nil
		}}}
}
