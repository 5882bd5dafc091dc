package db

import (
	"context"
	"fmt"

	"huiyin/huiyin"
)

// payablesFor finds the complaints that may have money to be paid or released by somebody of finance.
func payablesFor(by huiyin.Actor, into *[]candidate) []subquery {
	if !by.Org.Has(by.Person, huiyin.Finance) {
		return nil
	}
	cond, args := where(scopeOf(by).flat())
	query := `SELECT c.number, 0, min(p.ended_at) FROM complaint c INDEXED BY complaint_by_state CROSS JOIN proposal p ` +
		`ON p.complaint = c.id WHERE c.state = 'executing' AND p.status = 'agreed' AND p.amount > 0 AND ` + cond +
		` GROUP BY c.number UNION ALL SELECT c.number, 0, min(d.ended_at) FROM complaint c INDEXED BY complaint_by_state ` +
		`CROSS JOIN dispute d ON d.complaint = c.id WHERE c.state = 'executing' AND d.amount > 0 AND ` + cond +
		` GROUP BY c.number ORDER BY 3, 1 LIMIT ?`
	return []subquery{subqueryOf(query, append(append(args, args...), mostPayable),
		func(f *candidate) []any { return []any{&f.number, &f.n, &f.at} }, into)}
}

const mostPayable = 60

// payablesOf asks the rulebook what of the candidates waits for the person.
func (s *Store) payablesOf(ctx context.Context, by huiyin.Actor, list []candidate, most int) (out []huiyin.OpenPayment,
	err error) {
	seen := map[string]bool{}
	for _, f := range list {
		if len(out) >= most || seen[f.number] {
			continue
		}
		seen[f.number] = true
		c, err := s.Complaint(ctx, by, f.number)
		if huiyin.KindOf(err) == huiyin.KindForbidden { // restricted
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("list payments: %w", err)
		}
		out = append(out, c.OpenPayments(by)...)
	}
	return out, nil
}
