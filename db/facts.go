package db

import (
	"context"
	"fmt"

	"huiyin/huiyin"
)

// mostFacts bounds how many open admissions are looked at for one person.
const mostFacts = 100

// factsFor finds the admissions that are open and may wait for a person's word (rule W16).
func factsFor(by huiyin.Actor, into *[]candidate) subquery {
	cond, args := where(scopeOf(by).flat())
	return subqueryOf("SELECT c.number, a.id, a.at FROM answer a INDEXED BY answer_facts_open CROSS JOIN complaint c "+
		"ON c.id = a.complaint WHERE a.facts_open = 1 AND a.by <> ? AND "+cond+" ORDER BY 3, 1, 2 LIMIT ?",
		append(append([]any{by.Account}, args...), mostFacts),
		func(f *candidate) []any { return []any{&f.number, &f.n, &f.at} }, into)
}

// factsOf asks the rulebook which of the candidates wait.
func (s *Store) factsOf(ctx context.Context, by huiyin.Actor, list []candidate, most int) (out []huiyin.OpenFacts,
	err error) {
	for _, f := range list {
		if len(out) == most {
			break
		}
		c, err := s.Complaint(ctx, by, f.number)
		if err != nil {
			return nil, fmt.Errorf("list admissions: %w", err)
		}
		for i := range c.Answers {
			if a := &c.Answers[i]; a.ID == int64(f.n) && c.MayWordFacts(by, i+1) == nil {
				out = append(out, huiyin.OpenFacts{Number: c.Number, Site: c.Site, N: i + 1, Facts: a.Facts, By: a.By,
					At: a.At})
			}
		}
	}
	return out, nil
}
