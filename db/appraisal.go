package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"huiyin/huiyin"
)

var deductionTable = newTable("deduction", func(v *huiyin.Deduction) []column {
	return []column{
		{"id", &v.ID}, {"person", &v.Person}, {"month", &v.Month}, {"grade", &v.Grade}, {"points", &v.Points},
		{"at", &v.At}, {"undone_at", &v.UndoneAt}, {"undone", &v.Undone}, {"n", &v.N}, {"state", &v.State},
		{"reason", &v.Reason}, {"by", &v.By}, {"object_by", &v.ObjectBy}, {"objection", &v.Objection},
		{"objected_at", &v.ObjectedAt}, {"words", &v.Words}, {"confirmed_at", &v.ConfirmedAt},
		{"confirmed_by", &v.ConfirmedBy},
	}
})

// Appraisal reads the sheets of people for a month that begins at an instant (rule A4). The points are
// whole; which complaint took them, and what was handled, is told as far as the reader may see it (rules
// P3, P4, P8).
func (s *Store) Appraisal(ctx context.Context, by huiyin.Actor, month time.Time,
	people []*huiyin.Person) ([]huiyin.Sheet, error) {
	out := make([]huiyin.Sheet, len(people))
	at := make(map[string]*huiyin.Sheet, len(people))
	for i, p := range people {
		out[i] = huiyin.Sheet{Person: p.Account, Outcomes: map[huiyin.Outcome]int{}}
		at[p.Account] = &out[i]
	}
	if len(people) == 0 {
		return out, nil
	}
	zone := by.Org.Zone
	from, to := month, month.In(zone).AddDate(0, 1, 0)
	for _, read := range []func() error{
		func() error { return s.deducted(ctx, by, huiyin.AppraisalMonth(month, zone), at) },
		func() error { return s.handledIn(ctx, by, from, to, at) },
		func() error { return s.deadlinesIn(ctx, by, from, to, at) },
		func() error { return s.praised(ctx, by, from, to, at) },
	} {
		if err := read(); err != nil {
			return nil, fmt.Errorf("appraisal: %w", err)
		}
	}
	return out, nil
}

// praised puts the praise of a stretch of time on the sheets, at the points that counted then; what it is
// about only for who may see it. Praise that turned out a complaint does not count (rule B2).
func (s *Store) praised(ctx context.Context, by huiyin.Actor, from, to time.Time, at map[string]*huiyin.Sheet) error {
	cond, args := where(seenPraises(by))
	people := keysOf(at)
	query := "SELECT d.account, r.received_at, CASE WHEN " + cond + ` THEN r.number || ' ' || substr(r.matter, 1, 60) ELSE '' END, r.unconfirmed FROM praised d CROSS JOIN praise r ON r.id = d.praise
		WHERE d.received_at >= ? AND d.received_at < ? AND d.account IN (` + placeholders(len(people)) +
		") AND r.state <> 'converted' ORDER BY d.received_at, r.id"
	args = append(append(args, from.UnixMilli(), to.UnixMilli()), people...)
	return reader{ctx, s}.query(query, args, func(rows *sql.Rows) error {
		for rows.Next() {
			var account string
			var p huiyin.Praised
			if err := rows.Scan(targets([]any{&account, &p.At, &p.About, &p.Unconfirmed})...); err != nil {
				return err
			}
			p.Points = int(by.Org.At(p.At).Parameters.Get(huiyin.PointsPraise))
			at[account].Praised = append(at[account].Praised, p)
		}
		return nil
	})
}

func keysOf(at map[string]*huiyin.Sheet) []any {
	out := make([]any, 0, len(at))
	for account := range at {
		out = append(out, account)
	}
	return out
}

// deducted puts the points taken on the sheets. The person themselves learns the number of a complaint that
// they may not open once it was put to them.
func (s *Store) deducted(ctx context.Context, by huiyin.Actor, month string, at map[string]*huiyin.Sheet) error {
	cond, args := where(scopeOf(by).flat())
	people := keysOf(at)
	query := "SELECT d." + strings.Join(deductionTable.cols, ", d.") + ", c.number, " + cond + `, c.handler, d.person = ? AND (d.object_by IS NOT NULL OR c.wording <> '' AND EXISTS (SELECT 1 FROM accused a WHERE a.account = d.person AND a.complaint = c.id)
			OR EXISTS (SELECT 1 FROM consequence k WHERE k.complaint = c.id AND k.person = d.person))
		FROM deduction d CROSS JOIN complaint c ON c.id = d.complaint WHERE d.month = ? AND d.person IN (` + placeholders(len(people)) +
		") ORDER BY d.at, d.id"
	args = append(append(args, by.Account, month), people...)
	return reader{ctx, s}.query(query, args, func(rows *sql.Rows) error {
		for rows.Next() {
			var d huiyin.Deducted
			told, handler := false, ""
			if err := rows.Scan(targets(deductionTable.ptrs(&d.Deduction, &d.Number, &d.Open, &handler, &told))...); err != nil {
				return err
			}
			if !d.Open && !told {
				d.Number = ""
			}
			d.Confirms = d.Open && d.ConfirmedByOthers(by, handler)
			sheet := at[d.Person]
			sheet.Deducted = append(sheet.Deducted, d)
		}
		return nil
	})
}

// handledIn counts what was settled in a stretch of time by who handled it: satisfaction and outcome.
func (s *Store) handledIn(ctx context.Context, by huiyin.Actor, from, to time.Time, at map[string]*huiyin.Sheet) error {
	cond, args := where(scopeOf(by).flat())
	people := keysOf(at)
	query := `SELECT handler, outcome, word, count(*) FROM (
		SELECT c.handler, c.outcome, coalesce(
			(SELECT f.satisfaction FROM follow_up f WHERE f.complaint = c.id ORDER BY f.id DESC LIMIT 1),
			(SELECT r.satisfaction FROM result r WHERE r.complaint = c.id AND r.own = 0 ORDER BY r.id DESC LIMIT 1), '') AS word
		FROM complaint c WHERE c.handler IN (` + placeholders(len(people)) + ") AND c.settled_at >= ? AND c.settled_at < ? AND c.settled_at IS NOT NULL AND " + cond + `
	) GROUP BY handler, outcome, word`
	args = append(append(people, from.UnixMilli(), to.UnixMilli()), args...)
	return reader{ctx, s}.query(query, args, func(rows *sql.Rows) error {
		for rows.Next() {
			var account string
			var outcome huiyin.Outcome
			var word huiyin.Satisfaction
			var n int
			if err := rows.Scan(&account, &outcome, &word, &n); err != nil {
				return err
			}
			sheet := at[account]
			sheet.Handled += n
			switch word {
			case huiyin.Satisfied:
				sheet.Satisfied += n
			case huiyin.Fair:
				sheet.Fair += n
			case huiyin.Unsatisfied:
				sheet.Unsatisfied += n
			}
			if outcome != "" {
				sheet.Outcomes[outcome] += n
			}
		}
		return nil
	})
}

// deadlinesIn counts the verdicts on first response and settling of the same complaints (rules D2, D5, D13).
func (s *Store) deadlinesIn(ctx context.Context, by huiyin.Actor, from, to time.Time,
	at map[string]*huiyin.Sheet) error {
	cond, args := where(scopeOf(by).flat())
	people := keysOf(at)
	query := `SELECT c.handler, d.kind, d.status, count(*) FROM complaint c CROSS JOIN deadline d ON d.complaint = c.id
		WHERE c.handler IN (` + placeholders(len(people)) + `) AND c.settled_at >= ? AND c.settled_at < ? AND c.settled_at IS NOT NULL
		AND d.kind IN ('D2', 'D5') AND d.status IN ('met', 'missed') AND ` + cond + " GROUP BY c.handler, d.kind, d.status"
	args = append(append(people, from.UnixMilli(), to.UnixMilli()), args...)
	return reader{ctx, s}.query(query, args, func(rows *sql.Rows) error {
		for rows.Next() {
			var account string
			var kind huiyin.DeadlineKind
			var status huiyin.DeadlineStatus
			var n int
			if err := rows.Scan(&account, &kind, &status, &n); err != nil {
				return err
			}
			sheet := at[account]
			switch {
			case kind == huiyin.D2 && status == huiyin.Met:
				sheet.FirstKept += n
			case kind == huiyin.D2:
				sheet.FirstMissed += n
			case status == huiyin.Met:
				sheet.SettleKept += n
			default:
				sheet.SettleMissed += n
			}
		}
		return nil
	})
}
