package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"huiyin/huiyin"
)

// wholePhones are the questions for whole phones among typed words: each by which matchQuery finds a phone number, as
// long as one.
func wholePhones(typed string) (out []huiyin.Question) {
	for _, word := range sought(typed) {
		if d := digits(word); len(d) >= leastPhone {
			whole := false
			runs(word, func(run []rune, _ bool) { whole = string(run) == d })
			if whole {
				out = append(out, huiyin.Question{Phone: huiyin.PhoneKey(d)})
			}
		}
	}
	return out
}

// Searched counts a search by whole phones before it is looked at, once within the window for each, together with what
// is asked at the counter; what it finds is a reveal to who had not revealed it (rules P5, P11). A person who has asked
// too much is refused.
func (s *Store) Searched(ctx context.Context, by huiyin.Actor, now time.Time, typed string) error {
	asks := wholePhones(typed)
	news := false
	for _, ask := range asks {
		asked, err := askedLately(reader{ctx, s}, by, now, ask)
		if err == nil && asked {
			var found []int64
			found, err = unrevealed(reader{ctx, s}, by, ask)
			asked = len(found) == 0
		}
		if err != nil {
			return fmt.Errorf("count a search: %w", err)
		}
		news = news || !asked
	}
	if !news {
		return nil
	}
	var refused error
	_, err := s.write(ctx, Once{}, func(t *tx) (err error) {
		for _, ask := range asks {
			if refused, err = t.searched(by, now, ask); refused != nil || err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.changed.Add(1)
		err = refused
	}
	return err
}

// AskedLately tells whether a person has asked for a phone within the window: it was counted then.
func (s *Store) AskedLately(ctx context.Context, by huiyin.Actor, now time.Time, phone string) (bool, error) {
	asks := wholePhones(phone)
	if len(asks) == 0 {
		return false, nil
	}
	return askedLately(reader{ctx, s}, by, now, asks[0])
}

func askedLately(q querier, by huiyin.Actor, now time.Time, ask huiyin.Question) (asked bool, err error) {
	err = q.row("SELECT EXISTS (SELECT 1 FROM look_up WHERE account = ? AND at > ? AND key = ?)", []any{by.Account,
		now.Add(-huiyin.LookUpWindow).UnixMilli(), keyOf(by, ask)}, &asked)
	return asked, err
}

// searched counts a question unless it was counted, and notes what it finds.
func (t *tx) searched(by huiyin.Actor, now time.Time, ask huiyin.Question) (refused, err error) {
	asked, err := askedLately(t, by, now, ask)
	if err != nil {
		return nil, err
	}
	if !asked {
		if refused, err = t.tryToSearch(by, now, ask); refused != nil || err != nil {
			return refused, err
		}
	}
	found, err := unrevealed(t, by, ask)
	if err != nil {
		return nil, err
	}
	for _, id := range found {
		if err := t.change(id, 0, func(k *huiyin.Complaint) error { return k.FoundByPhone(by, now) }); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func (t *tx) tryToSearch(by huiyin.Actor, now time.Time, ask huiyin.Question) (refused, err error) {
	if err := t.untry(by, ask); err != nil {
		return nil, err
	}
	k, err := t.tried(by, now)
	if err != nil {
		return nil, err
	}
	refused = k.Try(by, now)
	if refused == nil || len(k.Journal()) > 0 { // the first refusal counts, so that it is told once
		err = errors.Join(t.try(by, now, ask, refused), t.tell(k), t.append(k.Journal(), ""))
	}
	return refused, err
}

// untry gives back the beginnings of a number: suggestions are asked for while it is being typed.
func (t *tx) untry(by huiyin.Actor, ask huiyin.Question) error {
	for n := leastPhone; n < len(ask.Phone); n++ {
		if _, err := t.exec("DELETE FROM look_up WHERE account = ? AND key = ?", by.Account,
			keyOf(by, huiyin.Question{Phone: ask.Phone[:n]})); err != nil {
			return err
		}
	}
	return nil
}

// unrevealed are the complaints of a phone that its searcher sees, and has neither revealed nor found by it.
func unrevealed(q querier, by huiyin.Actor, ask huiyin.Question) ([]int64, error) {
	cond, args := where(scopeOf(by).flat())
	found := map[int64]string{}
	err := q.query("SELECT c.id, c.number FROM customer k CROSS JOIN complaint c ON c.file = k.id AND c.file > 0 "+
		"WHERE k.key = ? AND "+cond+" ORDER BY c.id DESC LIMIT ?",
		append(append([]any{"phone:" + ask.Phone}, args...), mostCandidates), func(rows *sql.Rows) error {
			for rows.Next() {
				var id int64
				var number string
				if err := rows.Scan(&id, &number); err != nil {
					return err
				}
				found[id] = number
			}
			return nil
		})
	if err != nil {
		return nil, err
	}
	var out []int64
	for _, id := range slices.Sorted(maps.Keys(found)) {
		known, err := knowsPhone(q, by, found[id])
		if err != nil {
			return nil, err
		}
		if !known {
			out = append(out, id)
		}
	}
	return out, nil
}

// knowsPhone tells whether a person has revealed the phone of a complaint, or found it by it.
func knowsPhone(q querier, by huiyin.Actor, number string) (known bool, err error) {
	err = q.query("SELECT detail FROM journal WHERE subject = ? AND action = 'reveal' AND by = ?",
		[]any{number, by.Account}, func(rows *sql.Rows) error {
			for rows.Next() {
				var d detail
				if err := rows.Scan(&d); err != nil {
					return err
				}
				for _, c := range d {
					known = known || c.Field == "field" && c.After == "phone"
				}
			}
			return nil
		})
	return known, err
}
