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

const (
	mostAtCounter  = 10 // complaints that one look-up shows
	mostCandidates = 50 // of a phone that it looks at
)

// candidateCols are what tells whether the counter may learn anything of a complaint.
const candidateCols = "c.id, c.number, c.site, c.state, c.accused, c.restricted, c.named, c.owner, c.handler, " +
	"c.merged_into, c.phone, c.unit"

// candidates reads so much of the complaints that a question may mean, in one statement whatever there is.
func candidates(q querier, cond string, args ...any) ([]*huiyin.Complaint, error) {
	var out []*huiyin.Complaint
	err := q.query("SELECT "+candidateCols+cond, args, func(rows *sql.Rows) error {
		for rows.Next() {
			c := &huiyin.Complaint{}
			if err := rows.Scan(targets([]any{&c.ID, &c.Number, &c.Site, &c.State, &c.Accused, &c.Restricted, &c.Named,
				&c.Owner, &c.Handler, &c.MergedInto, &c.Phone, &c.Unit})...); err != nil {
				return err
			}
			out = append(out, c)
		}
		return nil
	})
	return out, err
}

// meant are the complaints that a question at the counter means, open ones first, the newest first.
func meant(q querier, o *huiyin.Org, ask huiyin.Question) ([]*huiyin.Complaint, error) {
	if ask.Number != "" {
		return candidates(q, " FROM complaint c WHERE c.number = ?", ask.Number)
	}
	if ask.Unit != "" {
		found, err := candidates(q, " FROM complaint c WHERE c.site = ? AND c.unit_key = ? AND c.unit_key <> '' "+
			"ORDER BY c.received_at DESC, c.id DESC LIMIT ?", ask.Site, huiyin.UnitRoom(ask.Unit), mostCandidates)
		return slices.DeleteFunc(found, func(c *huiyin.Complaint) bool { return !huiyin.SameUnit(c.Unit, ask.Unit) }), err
	}
	found, err := candidates(q, " FROM customer_key k CROSS JOIN complaint c ON c.file = k.file AND c.file > 0 WHERE "+
		"k.key IN ("+placeholders(mostKeys)+") GROUP BY c.id ORDER BY c.state IN ('closed', 'archived'), c.id DESC LIMIT ?",
		append(keysOfPhone(o, ask.Phone), mostCandidates)...)
	return slices.DeleteFunc(found, func(c *huiyin.Complaint) bool { return !o.SamePhone(c.Phone, ask.Phone) }), err
}

// mostKeys is how many keys of customers are asked for at once.
const mostKeys = 8

// keysOfPhone are the keys of a phone as arguments, as many as it takes.
func keysOfPhone(o *huiyin.Org, phone string) []any {
	keys := o.KeysOfPhone(phone)
	out := make([]any, mostKeys)
	for i := range out {
		if out[i] = ""; i < len(keys) {
			out[i] = keys[i]
		}
	}
	return out
}

// LookUp answers a question at the counter (rule P9). It is counted before it is looked at, with what was
// asked before a restart too (rule P11), and what it shows is noted in the journal of each complaint (rule J3);
// an unknown one, one of another site and one that is hidden leave the same entry and cost the same.
func (s *Store) LookUp(ctx context.Context, by huiyin.Actor, now time.Time, ask huiyin.Question) ([]huiyin.CounterRow,
	error) {
	var out []huiyin.CounterRow
	var refused error
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		k, err := t.tried(by, now)
		if err != nil {
			return err
		}
		if refused = k.Try(by, now); refused != nil && huiyin.KindOf(refused) != huiyin.KindTooMany {
			return refused
		}
		if refused == nil || len(k.Journal()) > 0 { // the first refusal counts, so that it is told once
			if err := t.try(by, now, ask, refused); err != nil {
				return err
			}
		}
		if refused == nil {
			if out, err = t.lookedUp(by, now, ask); err != nil {
				return err
			}
			if len(out) == 0 {
				k.Missed(by, now, ask)
			}
		}
		if err := t.tell(k); err != nil {
			return err
		}
		return t.append(k.Journal(), "")
	})
	if err == nil {
		err = refused
	}
	return out, err
}

// tried reads how much an account has looked up lately.
func (t *tx) tried(by huiyin.Actor, now time.Time) (*huiyin.Counter, error) {
	k := &huiyin.Counter{}
	err := t.row("SELECT count(*) FROM look_up WHERE account = ? AND at > ?",
		[]any{by.Account, now.Add(-huiyin.LookUpWindow).UnixMilli()}, &k.Tried)
	return k, err
}

// HintsAtIntake gives in the counter's words the open complaints that an intake may repeat and that its recorder
// may not open (rules K7, P9); known are those that are shown anyway. Each question counts and is noted once
// within the window; who has asked too much sees none. Unless it is asked anew, only what was asked already is
// answered, and nothing is written.
func (s *Store) HintsAtIntake(ctx context.Context, by huiyin.Actor, now time.Time, asks []huiyin.Question,
	known []string, anew bool) ([]huiyin.CounterRow, error) {
	var out []huiyin.CounterRow
	each := func(ask func(huiyin.Question) ([]huiyin.CounterRow, error)) error {
		for _, a := range asks {
			rows, err := ask(a)
			if err != nil {
				return err
			}
			for _, r := range rows {
				if r.State.Open() && !r.Opens && !slices.Contains(known, r.Number) {
					known = append(known, r.Number)
					out = append(out, r)
				}
			}
		}
		return nil
	}
	var err error
	switch {
	case len(asks) == 0:
	case anew:
		_, err = s.write(ctx, Once{}, func(t *tx) error {
			return each(func(ask huiyin.Question) ([]huiyin.CounterRow, error) { return t.hint(by, now, ask) })
		})
	default:
		err = s.snapshot(ctx, func(q querier) error {
			return each(func(ask huiyin.Question) ([]huiyin.CounterRow, error) {
				rows, _, err := hinted(q, by, now, ask)
				return rows, err
			})
		})
	}
	return out, err
}

// hinted answers a question that was asked within the window, and tells whether it was.
func hinted(q querier, by huiyin.Actor, now time.Time, ask huiyin.Question) ([]huiyin.CounterRow, bool, error) {
	var again int
	if err := q.row("SELECT count(*) FROM look_up WHERE account = ? AND at > ? AND key = ?", []any{by.Account,
		now.Add(-huiyin.LookUpWindow).UnixMilli(), keyOf(by, ask)}, &again); err != nil || again == 0 {
		return nil, false, err
	}
	rows, err := answerCounter(q, by, ask, func(id int64) (*huiyin.Complaint, error) { return load(q, "id = ?", id) })
	return rows, true, err
}

func (t *tx) hint(by huiyin.Actor, now time.Time, ask huiyin.Question) ([]huiyin.CounterRow, error) {
	if rows, asked, err := hinted(t, by, now, ask); asked || err != nil {
		return rows, err
	}
	k, err := t.tried(by, now)
	if err != nil {
		return nil, err
	}
	refused := k.Try(by, now)
	if refused == nil || len(k.Journal()) > 0 {
		err = errors.Join(t.try(by, now, ask, refused), t.tell(k), t.append(k.Journal(), ""))
	}
	if refused != nil || err != nil {
		return nil, err
	}
	return t.lookedUp(by, now, ask)
}

// keyOf tells one question of an account from another without keeping it.
func keyOf(by huiyin.Actor, ask huiyin.Question) string {
	return huiyin.Digest(by.Account + "\n" + ask.Key())
}

// try counts a look-up, and forgets those that count no longer. Of a refused one it is not kept what it was, so that it
// is not taken for one that was counted and may be answered again.
func (t *tx) try(by huiyin.Actor, now time.Time, ask huiyin.Question, refused error) error {
	if refused != nil {
		ask = huiyin.Question{}
	}
	if _, err := t.exec("DELETE FROM look_up WHERE account = ? AND at <= ?", by.Account,
		now.Add(-huiyin.LookUpWindow).UnixMilli()); err != nil {
		return err
	}
	_, err := t.exec("INSERT INTO look_up (account, at, key) VALUES (?, ?, ?)", by.Account, now.UnixMilli(),
		keyOf(by, ask))
	return err
}

// answerCounter gives what the counter learns of the complaints that a question means; see reads one.
func answerCounter(q querier, by huiyin.Actor, ask huiyin.Question,
	see func(id int64) (*huiyin.Complaint, error)) ([]huiyin.CounterRow, error) {
	found, err := meant(q, by.Org, ask)
	if err != nil {
		return nil, fmt.Errorf("look up: %w", err)
	}
	var out []huiyin.CounterRow
	for _, c := range found {
		if len(out) == mostAtCounter {
			break
		}
		r, shown, err := counterRow(q, by, c, ask.By(), see)
		if err != nil {
			return nil, fmt.Errorf("look up: %w", err)
		}
		if shown && !slices.ContainsFunc(out, func(o huiyin.CounterRow) bool { return o.Number == r.Number }) {
			out = append(out, r)
		}
	}
	return out, nil
}

// lookedUp is answerCounter with an entry in the journal of each complaint that is shown (rule J3).
func (t *tx) lookedUp(by huiyin.Actor, now time.Time, ask huiyin.Question) ([]huiyin.CounterRow, error) {
	return answerCounter(t, by, ask, func(id int64) (*huiyin.Complaint, error) {
		var seen *huiyin.Complaint
		err := t.change(id, 0, func(c *huiyin.Complaint) error { seen = c; return c.LookedUp(by, now, ask.By()) })
		return seen, err
	})
}

// counterRow gives what the counter learns of a candidate, and whether it learns anything: one that is merged
// answers with the case it went into, if that is for this counter (rule P9).
func counterRow(q querier, by huiyin.Actor, c *huiyin.Complaint, asked huiyin.Caller,
	read func(id int64) (*huiyin.Complaint, error)) (r huiyin.CounterRow, shown bool, err error) {
	if !c.CounterShows(by, asked) {
		return r, false, nil
	}
	if c.Merged() {
		into, err := candidates(q, " FROM complaint c WHERE c.number = ?", c.MergedInto)
		if err != nil || len(into) == 0 || slices.Contains(into[0].Accused, by.Account) {
			return r, false, err
		}
		if into[0].CounterShows(by, asked) {
			k, err := read(into[0].ID)
			if err != nil {
				return r, false, err
			}
			r = k.CounterRow(by)
			r.Asked = c.Number
			return r, true, nil
		}
		if into[0].Restricted {
			return r, false, nil
		}
	}
	k, err := read(c.ID)
	if err != nil {
		return r, false, err
	}
	r = k.CounterRow(by)
	r.Elsewhere = c.Merged()
	return r, true, nil
}

// AtCounter reads again what the counter has learned of a complaint, for the page of a refused form.
func (s *Store) AtCounter(ctx context.Context, by huiyin.Actor, number string) (r huiyin.CounterRow, err error) {
	err = s.snapshot(ctx, func(q querier) error {
		c, err := atCounter(q, by, number)
		if err == nil {
			c, err = load(q, "id = ?", c.ID)
		}
		if err != nil {
			return err
		}
		r = c.CounterRow(by)
		return nil
	})
	return r, err
}

// atCounter finds the complaint that the counter means by a number: the one it went into where it was merged.
// What it may not know is not found.
func atCounter(q querier, by huiyin.Actor, number string) (*huiyin.Complaint, error) {
	found, err := meant(q, by.Org, huiyin.Question{Number: number})
	if err != nil {
		return nil, err
	}
	if len(found) == 1 && found[0].CounterShows(by, huiyin.ByNumber) && found[0].Merged() {
		if found, err = meant(q, by.Org, huiyin.Question{Number: found[0].MergedInto}); err != nil {
			return nil, err
		}
	}
	if len(found) != 1 || !found[0].CounterShows(by, huiyin.ByNumber) {
		return nil, huiyin.NotFound()
	}
	return found[0], nil
}

// ChangeAtCounter is ChangeComplaint for what the counter leaves on a complaint (rule P9).
func (s *Store) ChangeAtCounter(ctx context.Context, once Once, by huiyin.Actor, number string,
	fn func(*huiyin.Complaint) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		c, err := atCounter(t, by, number)
		if err != nil {
			return err
		}
		return t.change(c.ID, 0, fn)
	})
	if err == nil {
		s.changed.Add(1)
	}
	return err
}
