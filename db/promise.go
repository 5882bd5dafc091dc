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

// keptSQL is huiyin.Task.Kept as conditions; a test proves them equal.
var keptSQL = map[huiyin.PromiseStatus]string{
	huiyin.PromiseOpen: "(t.ended_at IS NULL AND t.due >= ?1)",
	huiyin.PromiseKept: "(t.ended_at IS NOT NULL AND t.dropped = 0 AND t.ended_at <= t.due)",
	huiyin.PromiseMissed: "((t.ended_at IS NULL AND t.due < ?1) OR (t.ended_at IS NOT NULL AND (t.dropped = 1 OR " +
		"t.ended_at > t.due)))",
}

// Promises lists the promises made to customers in complaints that a person may see, the latest date
// first, with how many there are of each (rules W4, P3). The index of promises drives it, so that it
// costs the promises and not the complaints.
func (s *Store) Promises(ctx context.Context, by huiyin.Actor, now time.Time,
	f huiyin.PromiseFilter) (huiyin.PromisePage, error) {
	var p huiyin.PromisePage
	if err := f.Check(); err != nil {
		return p, err
	}
	skip, at, id, err := place(f.Page)
	if err != nil {
		return p, err
	}
	base := append([]condition{{"t.promise = 1", nil}}, scopeOf(by).flat()...)
	if f.Site != "" {
		base = append(base, condition{"c.site = ?", []any{f.Site}})
	}
	if !f.From.IsZero() {
		base = append(base, condition{"t.due >= ?", []any{f.From.UnixMilli()}})
	}
	if !f.To.IsZero() {
		base = append(base, condition{"t.due < ?", []any{f.To.UnixMilli()}})
	}
	const from = " FROM task t INDEXED BY task_promise CROSS JOIN complaint c ON c.id = t.complaint WHERE "
	// The instant comes first, because the conditions name it; the others follow in their order.
	cond, args := where(base)
	counts := "SELECT coalesce(sum(" + keptSQL[huiyin.PromiseOpen] + "), 0), coalesce(sum(" +
		keptSQL[huiyin.PromiseKept] + "), 0), coalesce(sum(" + keptSQL[huiyin.PromiseMissed] + "), 0)" + from + cond
	r := reader{ctx, s}
	if err := r.row(counts, append([]any{now.UnixMilli()}, args...), &p.Open, &p.Kept, &p.Missed); err != nil {
		return p, fmt.Errorf("count promises: %w", err)
	}
	if f.Kept != "" {
		base = append(base, condition{keptSQL[f.Kept], nil})
	}
	if id != 0 {
		base = append(base, condition{"(t.due, t.id) < (?, ?)", []any{at, id}})
	}
	cond, args = where(base)
	query := "SELECT ?1 IS NULL, c.number, c.site, c.name, c.unit, t." + strings.Join(taskTable.cols, ", t.") + from +
		cond + " ORDER BY t.due DESC, t.id DESC LIMIT ? OFFSET ?"
	err = r.query(query, append(append([]any{now.UnixMilli()}, args...), pageRows+1, skip), func(rows *sql.Rows) error {
		for rows.Next() {
			var one huiyin.Promised
			var none bool
			if err := rows.Scan(targets(append([]any{&none, &one.Number, &one.Site, &one.Name, &one.Unit},
				taskTable.ptrs(&one.Task)...))...); err != nil {
				return err
			}
			p.Rows = append(p.Rows, one)
		}
		return nil
	})
	if err != nil {
		return p, fmt.Errorf("list promises: %w", err)
	}
	if len(p.Rows) > pageRows {
		p.Rows = p.Rows[:pageRows]
		last := p.Rows[pageRows-1]
		p.Next = strconv.FormatInt(last.Due.UnixMilli(), 10) + "~" + strconv.FormatInt(last.Task.ID, 10)
	}
	return p, nil
}
