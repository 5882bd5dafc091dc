package db

import (
	"context"
	"fmt"

	"huiyin/huiyin"
)

// mostGifts bounds how many open gifts are looked at for one person.
const mostGifts = 100

// OpenBeside lists what waits for a person beside proposals, the longest waiting first: gifts for their word or to be
// given by them (rules C9, B2), and admissions for their word (rule W16). The queries find those that may, the rulebook
// says which do.
func (s *Store) OpenBeside(ctx context.Context, by huiyin.Actor, most int) (gifts []huiyin.OpenGift,
	facts []huiyin.OpenFacts, err error) {
	var given, admitted []candidate
	if err := s.ask(ctx, giftsFor(by, &given), factsFor(by, &admitted)); err != nil {
		return nil, nil, fmt.Errorf("list what waits: %w", err)
	}
	if gifts, err = s.giftsOf(ctx, by, given, most); err == nil {
		facts, err = s.factsOf(ctx, by, admitted, most)
	}
	return gifts, facts, err
}

// candidate is a gift that may wait for a person.
type candidate struct {
	number string
	n      int
	at     int64
}

func giftsFor(by huiyin.Actor, into *[]candidate) subquery {
	cond, args := where(scopeOf(by).flat())
	praise, more := where(seenPraises(by))
	// What closed complaints still owe is their handler's and owner's; gifts of thanks are given by who asked.
	query := `SELECT c.number, g.n, g.at FROM present g INDEXED BY present_open CROSS JOIN complaint c ON c.id = ` +
		`g.complaint WHERE g.status = 'approved' AND (c.owner = ? OR c.handler = ? OR g.by = ?) AND ` + cond +
		` UNION ALL SELECT r.number, g.n, g.at FROM praise_present g INDEXED BY praise_present_open CROSS JOIN ` +
		`praise r ON r.id = g.praise WHERE g.status = 'approved' AND g.by = ? AND ` + praise
	args = append(append([]any{by.Account, by.Account, by.Account}, args...), append([]any{by.Account}, more...)...)
	if by.Role >= huiyin.Supervisor {
		cond, asked := where(scopeOf(by).flat())
		query += ` UNION ALL SELECT c.number, g.n, g.at FROM present g INDEXED BY present_open CROSS JOIN ` +
			`complaint c ON c.id = g.complaint WHERE g.status = 'asked' AND g.by <> ? AND ` + cond +
			` UNION ALL SELECT r.number, g.n, g.at FROM praise_present g INDEXED BY praise_present_open CROSS ` +
			`JOIN praise r ON r.id = g.praise WHERE g.status = 'asked' AND g.by <> ? AND ` + praise
		args = append(append(append(args, by.Account), asked...), append([]any{by.Account}, more...)...)
	}
	return subqueryOf(query+" ORDER BY 3, 1, 2 LIMIT ?", append(args, mostGifts),
		func(f *candidate) []any { return []any{&f.number, &f.n, &f.at} }, into)
}

// giftsOf asks the rulebook which of the candidates wait.
func (s *Store) giftsOf(ctx context.Context, by huiyin.Actor, list []candidate, most int) (out []huiyin.OpenGift,
	err error) {
	for _, f := range list {
		if len(out) == most {
			break
		}
		g, err := s.openGift(ctx, by, f.number, f.n)
		if err != nil {
			return nil, fmt.Errorf("list gifts: %w", err)
		}
		if g != nil {
			out = append(out, *g)
		}
	}
	return out, nil
}

// openGift asks the rulebook whether a gift waits for the person, nil when it does not.
func (s *Store) openGift(ctx context.Context, by huiyin.Actor, number string, n int) (*huiyin.OpenGift, error) {
	open := func(site string, g *huiyin.Gift) *huiyin.OpenGift {
		return &huiyin.OpenGift{Number: number, Site: site, What: g.What, Value: g.Value, By: g.By, At: g.At,
			Asked: g.Status == huiyin.GiftAsked}
	}
	if huiyin.IsPraise(number) {
		p, err := s.Praise(ctx, by, number)
		if err != nil || !p.Waits(by, p.Present(n)) {
			return nil, err
		}
		return open(p.Site, p.Present(n)), nil
	}
	c, err := s.Complaint(ctx, by, number)
	if err != nil || c.MayAgreeGift(by, n) != nil && (c.MayGive(by, n) != nil || c.GivesGift(by, n)) {
		return nil, err
	}
	return open(c.Site, c.Present(n)), nil
}
