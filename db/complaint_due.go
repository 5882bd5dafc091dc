package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
)

// RunDue lets the clock act on the complaints and inquiries that are due by now, oldest due first, a few
// at a time, and tells how many there were (rule D10). Run again it finds nothing.
func (s *Store) RunDue(ctx context.Context, now time.Time) (int, error) {
	return runDue(reader{ctx, s}, s.At, now, func(d due, o *huiyin.Org) error {
		if d.of != dueComplaint {
			_, err := s.write(ctx, Once{}, func(t *tx) error { return t.carryOut(d, o, now) })
			return err
		}
		_, err := s.change(ctx, Once{}, d.id, 0, func(c *huiyin.Complaint) error { c.Run(o, now); return nil })
		return err
	})
}

// due is a record that the clock has to look at.
type due struct {
	id int64
	of dueOf
}

// dueOf says what sort of record is due.
type dueOf int

const (
	dueComplaint dueOf = iota
	dueInquiry
	dueAlarm
	dueCrisis
)

// dueTables are the tables that the clock reads, in the order of dueOf.
var dueTables = []string{"complaint", "inquiry", "alarm", "crisis"}

// carryOut lets a record do what is due.
func (t *tx) carryOut(d due, o *huiyin.Org, now time.Time) error {
	switch d.of {
	case dueInquiry:
		return change(t, inquiries.records(), d.id, 0, func(q *huiyin.Inquiry) error { q.Run(o, now); return nil })
	case dueAlarm:
		return t.runAlarm(d.id, o, now)
	case dueCrisis:
		return change(t, crises.records(), d.id, 0, func(c *crisis.Crisis) error { c.Run(o, now); return nil })
	default:
		return t.change(d.id, 0, func(c *huiyin.Complaint) error { c.Run(o, now); return nil })
	}
}

// whatIsDue asks every such table for what is due by ?1.
var whatIsDue = func() string {
	var parts []string
	for i, table := range dueTables {
		parts = append(parts, fmt.Sprintf("SELECT id, %d, next_due FROM %s WHERE next_due <= ?1", i, table))
	}
	return strings.Join(parts, " UNION ALL ") + " ORDER BY 3, 2, 1 LIMIT 100"
}()

func runDue(q querier, company func(time.Time) *huiyin.Org, now time.Time, run func(due, *huiyin.Org) error) (int,
	error) {
	total := 0
	last := map[due]bool{}
	for {
		var list []due
		err := q.query(whatIsDue, []any{now.UnixMilli()}, func(rows *sql.Rows) error {
			for rows.Next() {
				var d due
				var at int64
				if err := rows.Scan(&d.id, &d.of, &at); err != nil {
					return err
				}
				list = append(list, d)
			}
			return nil
		})
		if err != nil || len(list) == 0 {
			return total, err
		}
		before := last
		last = make(map[due]bool, len(list))
		o := company(now)
		for _, d := range list {
			last[d] = true
			if before[d] {
				return total, fmt.Errorf("clock: record %d is still due after what was due was done", d.id)
			}
			if err := run(d, o); err != nil {
				return total, fmt.Errorf("clock: %w", err)
			}
			total++
		}
	}
}

// numberOf finds the complaint that a part belongs to.
func (s *Store) numberOf(ctx context.Context, part string, id int64) (string, error) {
	var number string
	err := reader{ctx, s}.row("SELECT c.number FROM "+part+" p JOIN complaint c ON c.id = p.complaint WHERE p.id = ?",
		[]any{id}, &number)
	if errors.Is(err, sql.ErrNoRows) {
		return "", huiyin.NotFound()
	}
	return number, err
}

// NumberOfTask finds the complaint that a task belongs to.
func (s *Store) NumberOfTask(ctx context.Context, id int64) (string, error) {
	return s.numberOf(ctx, "task", id)
}

// NumberOfMeasure finds the complaint that a measure belongs to.
func (s *Store) NumberOfMeasure(ctx context.Context, id int64) (string, error) {
	return s.numberOf(ctx, "measure", id)
}

// NumberOfAttachment finds the complaint that an attachment belongs to.
func (s *Store) NumberOfAttachment(ctx context.Context, id int64) (string, error) {
	return s.numberOf(ctx, "attachment", id)
}
