package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"huiyin"
)

// Dates lists what stands in a person's diary beyond tasks: hearings of disputes that they own or handle,
// from yesterday on (rule T1), and follow-up calls that are theirs to make (rule W9), the earliest first.
func (s *Store) Dates(ctx context.Context, by huiyin.Actor, now time.Time, most int) ([]huiyin.Date, error) {
	var out []huiyin.Date
	read := func(kind huiyin.DateKind, add time.Duration, query string, args ...any) error {
		return reader{ctx, s}.query(query, args, func(rows *sql.Rows) error {
			for rows.Next() {
				d := huiyin.Date{Kind: kind}
				if err := rows.Scan(targets([]any{&d.Number, &d.Site, &d.Name, &d.At, &d.Words})...); err != nil {
					return err
				}
				d.At = d.At.Add(add)
				out = append(out, d)
			}
			return nil
		})
	}
	mine := func(col string) string {
		return "SELECT c.id FROM complaint c WHERE c." + col + " = ?1 AND c.state NOT IN ('closed', 'archived') AND c.state = 'dispute' AND c.id NOT IN (SELECT complaint FROM accused WHERE account = ?1)"
	}
	err := read(huiyin.DateHearing, 0, `SELECT c.number, c.site, c.name, h.at, h.words FROM (
			SELECT d.complaint, d.hearing_at AS at, d.body AS words FROM (`+mine("owner")+" UNION "+mine("handler")+`) p CROSS JOIN dispute d ON d.complaint = p.id WHERE d.ended_at IS NULL AND d.hearing_at IS NOT NULL
			UNION ALL SELECT e.complaint, e.on_at, e.words FROM (`+mine("owner")+" UNION "+mine("handler")+`) p CROSS JOIN dispute_event e ON e.complaint = p.id WHERE e.kind = 'hearing'
		) h CROSS JOIN complaint c ON c.id = h.complaint WHERE h.at >= ?2 ORDER BY h.at LIMIT ?3`,
		by.Account, now.Add(-24*time.Hour).UnixMilli(), most)
	if err != nil {
		return nil, fmt.Errorf("list hearings of disputes: %w", err)
	}
	figures := by.Org.Figures
	conditions := append(callsDue(figures, now), condition{"c.handler <> ?", []any{by.Account}})
	callers := condition{"(c.owner = ? OR c.recorded_by = ?", []any{by.Account, by.Account}}
	if by.Role == huiyin.Supervisor && by.Site != "" { // who handled it does not call
		callers = condition{callers.sql + " OR (c.owner = c.handler AND c.site = ?)", append(callers.args, by.Site)}
	}
	callers.sql += ")"
	cond, args := where(append(append(conditions, callers), scopeOf(by).flat()...))
	if err := read(huiyin.DateFollowUp, figures.Span(huiyin.FollowUpWithin), "SELECT c.number, c.site, c.name, c.closed_at, '' FROM complaint c INDEXED BY complaint_to_call WHERE "+cond+" ORDER BY c.closed_at LIMIT ?", append(args, most)...); err != nil {
		return nil, fmt.Errorf("list follow-up calls: %w", err)
	}
	slices.SortStableFunc(out, func(a, b huiyin.Date) int { return a.At.Compare(b.At) })
	return out[:min(most, len(out))], nil
}
