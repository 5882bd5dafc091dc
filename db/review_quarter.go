package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"huiyin/huiyin"
)

var quarters = docKind[huiyin.Quarter, *huiyin.Quarter]{
	kind: huiyin.DocQuarterlyReport,
	own: newTable("quarter", func(v *huiyin.Quarter) []column {
		return []column{
			{"strengths", &v.Strengths}, {"weaknesses", &v.Weaknesses}, {"written_at", &v.WrittenAt},
			{"written_by", &v.WrittenBy}, {"words", &v.Words}, {"released_at", &v.ReleasedAt},
			{"released_by", &v.ReleasedBy}, {"frozen", &v.Frozen},
		}
	}),
	doc:   func(v *huiyin.Quarter) *huiyin.Document { return &v.Document },
	parts: func(v *huiyin.Quarter) []part { return []part{jobsOf(&v.Document)} },
}

// quarter reads the evaluation of a number, or the one that nobody has begun.
func quarter(q querier, number string) (*huiyin.Quarter, error) {
	period, err := huiyin.ParseQuarter(number)
	if err != nil {
		return nil, err
	}
	v, err := quarters.load(q, "number = ?", number)
	if huiyin.KindOf(err) == huiyin.KindNotFound {
		return huiyin.NewQuarter(period), nil
	}
	return v, err
}

// Quarter reads the evaluation of a quarter as a person may see it, with what it rests on (rule M3).
func (s *Store) Quarter(ctx context.Context, by huiyin.Actor, number string) (v *huiyin.Quarter, e *huiyin.Evaluation,
	err error) {
	err = s.snapshot(ctx, func(q querier) error {
		if v, err = quarter(q, number); err != nil {
			return err
		}
		if err := huiyin.CanOn(by, huiyin.ActionRead, v); err != nil {
			return err
		}
		if v.State != huiyin.DocReleased {
			if e, err = evaluation(q, by.Org, v.Period); err != nil {
				return err
			}
		}
		e, err = v.Evaluated(e)
		return err
	})
	return v, e, err
}

// ChangeQuarter lets fn change the evaluation of a number, given what it rests on, and stores it with its
// journal, all or nothing.
func (s *Store) ChangeQuarter(ctx context.Context, once Once, by huiyin.Actor, number string, version int64,
	fn func(*huiyin.Quarter, *huiyin.Evaluation) error) error {
	_, err := s.write(ctx, once, func(t *tx) error { return t.changeQuarter(by, number, version, fn) })
	return err
}

func (t *tx) changeQuarter(by huiyin.Actor, number string, version int64,
	fn func(*huiyin.Quarter, *huiyin.Evaluation) error) error {
	k := quarters.records().found(func(t *tx) (*huiyin.Quarter, error) { return quarter(t, number) })
	return change(t, k, number, version, func(v *huiyin.Quarter) error {
		if err := huiyin.CanOn(by, huiyin.ActionRead, v); err != nil {
			return err
		}
		if err := t.writeTallies(); err != nil {
			return err
		}
		e, err := evaluation(t, by.Org, v.Period)
		if err != nil {
			return err
		}
		return fn(v, e)
	})
}

// evaluation counts the quarter, the last one and the same of last year, without what a reader may not see,
// and reads last quarter's measures as they stand.
func evaluation(q querier, o *huiyin.Org, period int) (*huiyin.Evaluation, error) {
	e := &huiyin.Evaluation{}
	var sites []string
	for _, s := range o.Sites {
		sites = append(sites, s.Code)
	}
	e.Figures = huiyin.NewAnalysis(huiyin.QuarterMonths(period)[2], "", sites)
	at := map[huiyin.Month]int{}
	var months []any
	for i, of := range []int{period, huiyin.QuarterBefore(period, 1), huiyin.QuarterBefore(period, 4)} {
		for _, m := range huiyin.QuarterMonths(of) {
			at[m] = i
			months = append(months, int64(m))
		}
	}
	in := "(" + placeholders(len(months)) + ")"
	err := q.query("SELECT month, indicator, value, sum(n), sum(adds) FROM tally WHERE month IN "+in+
		" GROUP BY month, indicator, value", months, func(rows *sql.Rows) error {
		for rows.Next() {
			var m huiyin.Month
			var indicator huiyin.Indicator
			var value string
			var s huiyin.Sum
			if err := rows.Scan(&m, &indicator, &value, &s.N, &s.Adds); err != nil {
				return err
			}
			e.Figures.Counts[at[m]].Add(indicator, value, s.N, s.Adds)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("evaluation: %w", err)
	}
	hidden := unseenBy(o.ReportReaders(""), sites)
	err = q.query("SELECT month, marks FROM fact INDEXED BY fact_by_complaint WHERE complaint IN ("+hidden.sql+
		") AND month IN "+in, append(hidden.args, months...), func(rows *sql.Rows) error {
		for rows.Next() {
			var m huiyin.Month
			var marks string
			if err := rows.Scan(&m, &marks); err != nil {
				return err
			}
			readMarks(marks, func(k huiyin.Mark) { e.Figures.Counts[at[m]].Add(k.Of, k.Value, -1, -k.Adds) })
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("evaluation: %w", err)
	}
	last, err := quarter(q, huiyin.QuarterNumber(huiyin.QuarterBefore(period, 1)))
	if err != nil {
		return nil, err
	}
	e.Last = last.Jobs
	return e, nil
}

// Quarters lists the evaluations of the last eight quarters, from the first in which anything was counted.
func (s *Store) Quarters(ctx context.Context, by huiyin.Actor, now time.Time) ([]huiyin.Quarter, error) {
	last := huiyin.QuarterBefore(huiyin.QuarterOf(now, by.Org.Zone), 1)
	first := huiyin.QuarterBefore(last, 7)
	begun := map[int]huiyin.Quarter{}
	oldest := last + 1
	err := reader{ctx, s}.query(`SELECT period, state, written_by, released_by, released_at FROM document CROSS JOIN quarter ON document = id WHERE kind = 'quarter' AND period BETWEEN ? AND ? AND site = ''
		UNION ALL SELECT min(month), '', '', '', NULL FROM tally WHERE month BETWEEN ? AND ? AND indicator = 'received' AND n > 0`,
		[]any{first, last, int64(huiyin.QuarterMonths(first)[0]), int64(huiyin.QuarterMonths(last)[2])},
		func(rows *sql.Rows) error {
			for rows.Next() {
				var period sql.NullInt64
				var v huiyin.Quarter
				if err := rows.Scan(&period, &v.State, &v.WrittenBy, &v.ReleasedBy,
					nullTime{&v.ReleasedAt}); err != nil {
					return err
				}
				switch {
				case v.State != "":
					v.Period = int(period.Int64)
					begun[v.Period] = v
					oldest = min(oldest, v.Period)
				case period.Valid:
					oldest = min(oldest, huiyin.QuarterOf(huiyin.Month(period.Int64).Ends(by.Org.Zone).Add(-time.Hour),
						by.Org.Zone))
				}
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("list quarters: %w", err)
	}
	var out []huiyin.Quarter
	for q := last; q >= oldest; q = huiyin.QuarterBefore(q, 1) {
		v := *huiyin.NewQuarter(q)
		if b, ok := begun[q]; ok {
			v.State, v.WrittenBy, v.ReleasedBy, v.ReleasedAt = b.State, b.WrittenBy, b.ReleasedBy, b.ReleasedAt
		}
		out = append(out, v)
	}
	return out, nil
}

// ChangeQuarter is Store.ChangeQuarter.
func (b *Batch) ChangeQuarter(by huiyin.Actor, number string,
	fn func(*huiyin.Quarter, *huiyin.Evaluation) error) error {
	return b.t.changeQuarter(by, number, 0, fn)
}
