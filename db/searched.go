package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/huiyin"
)

// wholePhones are the questions for whole phones among typed words: each by which matchQuery finds a phone number.
func wholePhones(typed string) (out []huiyin.Question) {
	ask := askedFor(typed)
	for _, text := range append(ask.words, ask.whole) {
		for _, p := range huiyin.PhonesAsked(text) {
			if q := (huiyin.Question{Phone: p.String()}); !slices.Contains(out, q) {
				out = append(out, q)
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
			var found []foundByPhone
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
	for _, f := range found {
		if err := f.note(t, by, now); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// foundByPhone is a record that a search by its customer's whole phone finds.
type foundByPhone struct {
	id     int64
	number string
	note   func(t *tx, by huiyin.Actor, now time.Time) error
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

// unrevealed are the complaints, inquiries and praise of a phone that its searcher sees, and has neither revealed nor
// found by it.
func unrevealed(q querier, by huiyin.Actor, ask huiyin.Question) ([]foundByPhone, error) {
	found, err := ofPhone(q, by.Org, "complaint", scopeOf(by).flat(), ask, func(f foundByPhone) foundByPhone {
		f.note = func(t *tx, by huiyin.Actor, now time.Time) error {
			return t.change(f.id, 0, func(k *huiyin.Complaint) error { return k.FoundByPhone(by, now) })
		}
		return f
	})
	if err != nil {
		return nil, err
	}
	asked, err := slipsOfPhone(q, by.Org, inquiries, seenInquiries(by), ask, (*huiyin.Inquiry).FoundByPhone)
	if err != nil {
		return nil, err
	}
	praised, err := slipsOfPhone(q, by.Org, praises, seenPraises(by), ask, (*huiyin.Praise).FoundByPhone)
	if err != nil {
		return nil, err
	}
	var out []foundByPhone
	for _, f := range slices.Concat(found, asked, praised) {
		known, err := knowsPhone(q, by, f.number)
		if err != nil {
			return nil, err
		}
		if !known {
			out = append(out, f)
		}
	}
	return out, nil
}

// slipsOfPhone are the inquiries or the praise of a phone, of those that seen lets through.
func slipsOfPhone[T any, P interface {
	*T
	versioned
	Numbered(number string)
}](q querier, o *huiyin.Org, k contactKind[T, P], seen []condition, ask huiyin.Question,
	note func(P, huiyin.Actor, time.Time) error) ([]foundByPhone, error) {
	return ofPhone(q, o, k.name, seen, ask, func(f foundByPhone) foundByPhone {
		f.note = func(t *tx, by huiyin.Actor, now time.Time) error {
			return change(t, k.records(), f.number, 0, func(v P) error { return note(v, by, now) })
		}
		return f
	})
}

// ofPhone are the records of a table that stand in the file of a phone, the newest ones.
func ofPhone(q querier, o *huiyin.Org, table string, seen []condition, ask huiyin.Question,
	noted func(foundByPhone) foundByPhone) (out []foundByPhone, err error) {
	as := "r"
	if table == complaintTable.name {
		as = "c"
	}
	cond, args := where(seen)
	keys := keysOfPhone(o, ask.Phone)
	err = q.query("SELECT DISTINCT "+as+".id, "+as+".number, "+as+".phone FROM customer_key k CROSS JOIN "+table+" "+as+
		" ON "+as+".file = k.file AND "+as+".file > 0 WHERE k.key IN ("+placeholders(mostKeys)+") AND "+cond+
		" ORDER BY "+as+".id DESC LIMIT ?",
		append(append(keys, args...), mostCandidates), func(rows *sql.Rows) error {
			for rows.Next() {
				var f foundByPhone
				var phone string
				if err := rows.Scan(&f.id, &f.number, &phone); err != nil {
					return err
				}
				if o.SamePhone(phone, ask.Phone) {
					out = append(out, noted(f))
				}
			}
			return nil
		})
	slices.Reverse(out)
	return out, err
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
