package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"huiyin/huiyin"
)

// FollowUps lists the follow-up calls made from one instant to another that a person may see, at one site or
// at all where site is "", then those that are still to be made of what was closed before the second instant,
// each in the order of time (rules W9, P3). A call is still to be made as long as Dates says so.
func (s *Store) FollowUps(ctx context.Context, by huiyin.Actor, now time.Time, site string, from,
	to time.Time) ([]huiyin.FollowUpCall, error) {
	seen := scopeOf(by).flat()
	if site != "" {
		seen = append(seen, condition{"c.site = ?", []any{site}})
	}
	var out []huiyin.FollowUpCall
	cond, args := where(append([]condition{{"f.at >= ? AND f.at < ?", []any{from.UnixMilli(), to.UnixMilli()}}},
		seen...))
	err := reader{ctx,
		s}.query("SELECT c.id, c.number, c.name, c.unit, f.at, f.by, f.satisfaction, f.recurred, f.said FROM "+
		"follow_up f CROSS JOIN complaint c ON c.id = f.complaint WHERE "+cond+
		followUpOrder, args, func(rows *sql.Rows) error {
		for rows.Next() {
			var k huiyin.FollowUpCall
			if err := rows.Scan(targets([]any{&k.Case, &k.Number, &k.Name, &k.Unit, &k.At, &k.By, &k.Satisfaction,
				&k.Recurred, &k.Said})...); err != nil {
				return err
			}
			out = append(out, k)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list follow-up calls: %w", err)
	}
	figures := by.Org.Parameters
	cond, args = where(append(callsDue(figures, now),
		append(seen, condition{"c.closed_at < ?", []any{to.UnixMilli()}})...))
	err = reader{ctx,
		s}.query("SELECT c.id, c.number, c.name, c.unit, c.closed_at FROM complaint c INDEXED BY "+
		"complaint_to_call WHERE "+cond+" ORDER BY c.closed_at", args, func(rows *sql.Rows) error {
		for rows.Next() {
			var k huiyin.FollowUpCall
			if err := rows.Scan(targets([]any{&k.Case, &k.Number, &k.Name, &k.Unit, &k.Due})...); err != nil {
				return err
			}
			k.Due = k.Due.Add(figures.Span(huiyin.FollowUpWithin))
			out = append(out, k)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list calls to make: %w", err)
	}
	return out, nil
}

// followUpOrder ends the query of the calls made, which reads all of them: few cases are called, no index
// leads to a call's time, and the paper is printed once a month.
const followUpOrder = " ORDER BY f.at, f.id"

// callsDue are the conditions of a complaint c whose follow-up call is still to be made (rule W9).
func callsDue(figures huiyin.Parameters, now time.Time) []condition {
	return []condition{
		{"c.state = 'closed' AND c.grade IN ('important', 'major') AND c.outcome <> 'invalid' AND c.closed_at >= ?",
			[]any{now.Add(-figures.Span(huiyin.ReopenWithin)).UnixMilli()}},
		{"NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.complaint = c.id AND f.at >= c.closed_at - c.closed_at % " +
			"60000)", nil},
	}
}
