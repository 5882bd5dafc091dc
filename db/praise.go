package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"huiyin/huiyin"
)

// RecordPraise numbers new praise and stores it with its journal, and gives the number (rule B2).
func (s *Store) RecordPraise(ctx context.Context, once Once, by huiyin.Actor, now time.Time,
	f huiyin.PraiseForm) (string, error) {
	return s.write(ctx, once, func(t *tx) error {
		p, err := huiyin.RecordPraise(by, now, f)
		if err != nil {
			return err
		}
		err = t.insertPraise(p)
		t.answer = p.Number
		return err
	})
}

func (t *tx) insertPraise(p *huiyin.Praise) error {
	if err := praises.insert(t, p); err != nil {
		return err
	}
	for _, account := range p.Persons {
		if _, err := t.exec("INSERT INTO praised (account, received_at, praise) VALUES (?, ?, ?)", account,
			p.ReceivedAt.UnixMilli(), p.ID); err != nil {
			return err
		}
	}
	return nil
}

// wellPraised tells whether those whom a praise names have it on their lists, and nobody else has.
func wellPraised(q querier, p *huiyin.Praise) (bool, error) {
	listed, err := all[string](q, "SELECT CASE WHEN received_at = ? THEN account ELSE '' END AS a FROM praised WHERE "+
		"praise = ? ORDER BY a", p.ReceivedAt.UnixMilli(), p.ID)
	return slices.Equal(listed, slices.Sorted(slices.Values(p.Persons))), err
}

// Praise reads praise as a person may see it; what they may not is not found (rule P3).
func (s *Store) Praise(ctx context.Context, by huiyin.Actor, number string) (p *huiyin.Praise, err error) {
	err = s.snapshot(ctx, func(r querier) error {
		if p, err = praises.load(r, "number = ?", number); err == nil {
			err = openBeside(r, p)
		}
		return err
	})
	if err == nil {
		err = huiyin.CanOn(by, huiyin.ActionRead, p)
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// ChangePraise loads praise, lets fn change it, and stores it with its journal, all or nothing.
func (s *Store) ChangePraise(ctx context.Context, once Once, number string, version int64,
	fn func(*huiyin.Praise) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		return change(t, praises.records(), number, version, func(p *huiyin.Praise) error {
			if err := openBeside(t, p); err != nil {
				return err
			}
			return fn(p)
		})
	})
	return err
}

// openBeside reads the open complaints of the customer who praises (rule C9).
func openBeside(q querier, p *huiyin.Praise) error {
	ids, err := all[int64](q, "SELECT c.id FROM praise r CROSS JOIN complaint c ON c.customer = r.customer AND "+
		"c.customer > 0 WHERE r.id = ? AND c.state NOT IN ('closed', 'archived') AND c.merged_into = '' ORDER BY c.id",
		p.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		c, err := load(q, "id = ?", id)
		if err != nil {
			return err
		}
		p.Cases = append(p.Cases, c)
	}
	p.Elsewhere, err = elsewhere(q, "praise", p.ID)
	return err
}

// ConvertPraise makes a complaint of praise, both or neither, and gives the complaint's number.
func (s *Store) ConvertPraise(ctx context.Context, once Once, number string, version int64,
	fn func(*huiyin.Praise) (*huiyin.Complaint, error)) (string, error) {
	answer, err := s.write(ctx, once, func(t *tx) error {
		return change(t, praises.records(), number, version, func(p *huiyin.Praise) error {
			c, err := fn(p)
			if err == nil {
				err = t.insertConverted(c, p.Became)
			}
			return err
		})
	})
	s.changed.Add(1)
	return answer, err
}

// Praises lists the praise that a person may see and asks for, 50 a page, newest first, with the number of
// all found and the next page.
func (s *Store) Praises(ctx context.Context, by huiyin.Actor, f huiyin.ContactRecordFilter) (rows []huiyin.Praise,
	total int, next string, err error) {
	return praises.page(ctx, s, seenPraises(by), f)
}

// PraiseCounts is how often each person was praised in a stretch of time, from inclusive, to exclusive;
// praise that turned out a complaint does not count (rules B2, A4).
func (s *Store) PraiseCounts(ctx context.Context, from, to time.Time) (map[string]int, error) {
	out := map[string]int{}
	err := reader{ctx, s}.query(`SELECT d.account, count(*) FROM praised d CROSS JOIN praise r ON r.id = d.praise
		WHERE d.received_at >= ? AND d.received_at < ? AND r.state <> 'converted' GROUP BY d.account`, []any{from.UnixMilli(), to.UnixMilli()}, func(rows *sql.Rows) error {
		for rows.Next() {
			var account string
			var n int
			if err := rows.Scan(&account, &n); err != nil {
				return err
			}
			out[account] = n
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("count praise: %w", err)
	}
	return out, nil
}
