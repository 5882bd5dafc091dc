package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"huiyin/huiyin"
)

// AnswerGroup keeps why what looks like a group needs no crisis (rule K8).
func (s *Store) AnswerGroup(ctx context.Context, once Once, by huiyin.Actor, now time.Time, key huiyin.GroupKey,
	reason string) error {
	seen, err := s.Groups(ctx, by, now)
	if err != nil {
		return err
	}
	_, err = s.write(ctx, once, func(t *tx) error {
		w, err := huiyin.AnswerGroup(by, now, seen, key, reason)
		if err != nil {
			return err
		}
		if _, err := t.exec("INSERT INTO group_word (site, category, number, people, at, by, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
			w.Site, w.Category, w.Number, w.People, w.At.UnixMilli(), w.By, w.Reason); err != nil {
			return err
		}
		return t.append([]huiyin.Entry{w.Noted()}, "")
	})
	return err
}

// TellGroups lets the clock tell those who are to hear of what may be a group (rule K8). Run again it does nothing.
func (s *Store) TellGroups(ctx context.Context, now time.Time) (int, error) {
	generation := s.changed.Load() + 1
	if s.grouped.Load() == generation {
		return 0, nil
	}
	o := s.Org()
	var told, fresh []huiyin.GroupTold
	if err := s.ask(ctx, subqueryOf("SELECT account, site, category, number, people FROM group_told", nil,
		func(t *huiyin.GroupTold) []any {
			return []any{&t.Account, &t.Site, &t.Category, &t.Number, &t.People}
		}, &told)); err != nil {
		return 0, fmt.Errorf("tell groups: %w", err)
	}
	for _, p := range o.Active(func(p *huiyin.Person) bool { return p.Role >= huiyin.Manager && !p.Admin }) {
		seen, err := s.Groups(ctx, huiyin.Actor{Person: p, Org: o}, now)
		if err != nil {
			return 0, err
		}
		fresh = append(fresh, huiyin.TellGroups(o, p, seen, told, now)...)
	}
	if len(fresh) > 0 {
		if _, err := s.write(ctx, Once{}, func(t *tx) error {
			for _, k := range fresh {
				if _, err := t.exec("INSERT INTO group_told (account, site, category, number, people, at) VALUES (?, ?, ?, ?, ?, ?) "+
					"ON CONFLICT DO UPDATE SET people = excluded.people, at = excluded.at", k.Account, k.Site, k.Category, k.Number,
					k.People, k.At.UnixMilli()); err != nil {
					return err
				}
			}
			return t.tell(huiyin.GroupsTold(o, fresh))
		}); err != nil {
			return 0, fmt.Errorf("tell groups: %w", err)
		}
	}
	s.grouped.Store(generation)
	return len(fresh), nil
}

// verifyGroupWords compares what was said of groups with the journal (rule J2).
func verifyGroupWords(q querier, v *Verdict) error {
	var noted []huiyin.Entry
	if err := q.query("SELECT "+joined(journalTable.cols)+" FROM journal INDEXED BY journal_of_groups WHERE action = 'answer_group' ORDER BY id",
		nil, func(rows *sql.Rows) error {
			return scanEntries(rows, func(e huiyin.Entry) error { noted = append(noted, e); return nil })
		}); err != nil {
		return err
	}
	err := q.query("SELECT id, site, category, number, people, at, by, reason FROM group_word ORDER BY id", nil,
		func(rows *sql.Rows) error {
			for rows.Next() {
				var w huiyin.GroupWord
				var at int64
				if err := rows.Scan(&w.ID, &w.Site, &w.Category, &w.Number, &w.People, &at, &w.By, &w.Reason); err != nil {
					return err
				}
				w.At = time.UnixMilli(at).UTC()
				want := w.Noted()
				i := slices.IndexFunc(noted, func(e huiyin.Entry) bool {
					return e.Subject == want.Subject && e.By == want.By && e.At.Equal(want.At) &&
						e.DetailDigest() == want.DetailDigest()
				})
				if i < 0 {
					v.wrong("what was said of a group (%d) is not what the journal says", w.ID)
					continue
				}
				noted = slices.Delete(noted, i, i+1)
			}
			return nil
		})
	if len(noted) > 0 && err == nil {
		v.wrong("%d words about groups that the journal has are missing or were changed", len(noted))
	}
	return err
}
