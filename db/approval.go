package db

import (
	"context"
	"slices"
	"strings"

	"huiyin/huiyin"
)

// stepCols are the columns of a step in an approvals query.
var stepCols = "s." + strings.Join(stepTable.cols, ", s.")

// Waiting lists the steps on which a person may now give their word, in their own name or in that of
// someone they stand in for, the longest waiting first (rules C8, P6). The conditions are those of
// huiyin.Complaint.StepFor; a test proves them equal.
func (s *Store) Waiting(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.Waiting, err error) {
	return out, s.ask(ctx, waiting(by, most, &out))
}

func waiting(by huiyin.Actor, most int, into *[]huiyin.Waiting) subquery {
	from, name := waitingFor(by)
	query := "SELECT " + selectListed + ", " + waitingCols + ", " + name.sql + ", " + stepCols + from.sql +
		" ORDER BY s.opened_at, s.complaint LIMIT ?"
	return subqueryOf(query, append(append(name.args, from.args...), most), waitingPtrs, into)
}

// asked is which open steps ask a person in their own name.
func asked(o *huiyin.Org, p *huiyin.Person) condition {
	asked := []condition{{"(s.account <> '' AND c.owner = ?)", []any{p.Account}}}
	if p.GeneralManager && p.Role == huiyin.VP {
		asked = append(asked, condition{"s.general = 1", nil})
	}
	if d := o.Department(p.Department); d != nil {
		asked = append(asked, condition{"s.function = ?", []any{string(d.Function)}})
	}
	var sites []string
	for _, site := range o.Sites {
		if p.AnswersFor(site.Code) {
			sites = append(sites, site.Code)
		}
	}
	if len(sites) > 0 {
		own := condition{"(s.role = ? AND c.site IN (" + placeholders(len(sites)) + ")",
			append([]any{int(p.Role)}, anys(sites)...)}
		if limit := o.Parameters.Money(huiyin.VPLimit); p.GeneralManager && p.Role == huiyin.VP && limit > 0 {
			own = condition{own.sql + " AND p.sum <= ?", append(own.args, int64(limit))} // spared for the step above
		}
		asked = append(asked, condition{own.sql + ")", own.args})
	}
	var or []string
	var args []any
	for _, a := range asked {
		or, args = append(or, a.sql), append(args, a.args...)
	}
	return condition{"((" + strings.Join(or, " OR ") +
		") AND (c.restricted = 0 OR EXISTS (SELECT 1 FROM concern k WHERE k.complaint = c.id AND k.who = ?)))",
		append(args, p.Account)}
}

// free is who has not had their word on the proposal of a step: not by proposing it, nor in its chain,
// nor through a delegate (rules C4, P6).
func free(account string) condition {
	return condition{`p.by <> ? AND NOT EXISTS (SELECT 1 FROM step d WHERE d.complaint = s.complaint AND ` +
		`d.proposal = s.proposal AND d.chain = s.chain AND ? IN (d.by, d.for))`,
		[]any{account, account}}
}

// waitingFor is the FROM and WHERE of the steps that wait for a person's word, and in whose name it would
// be, ” for their own.
func waitingFor(by huiyin.Actor) (from, name condition) {
	own := asked(by.Org, by.Person)
	or, name := own, condition{"''", nil}
	for i, p := range by.Org.StandsFor(by.Person) {
		for_, not := asked(by.Org, p), free(p.Account)
		place := condition{for_.sql + " AND " + not.sql +
			" AND (c.restricted = 0 OR c.owner = ?) AND NOT EXISTS (SELECT 1 FROM accused a WHERE a.account = ? " +
			"AND a.complaint = c.id)",
			append(append(slices.Clone(for_.args), not.args...), p.Account, p.Account)}
		or = condition{or.sql + " OR " + place.sql, append(slices.Clone(or.args), place.args...)}
		if i == 0 {
			name = condition{"CASE WHEN " + own.sql + " THEN ''", slices.Clone(own.args)}
		}
		name = condition{name.sql + " WHEN " + place.sql + " THEN ?",
			append(append(name.args, place.args...), p.Account)}
	}
	if len(name.args) > 0 {
		name.sql += " END"
	}
	sc := scopeOf(by)
	seen, not := sc.open(), free(by.Account)
	if sc.stands != nil { // a step asks who sees it, but not who would decide in another's place
		cond, args := where(sc.flat())
		seen = condition{cond, args}
	}
	return condition{` FROM proposal p CROSS JOIN complaint c ON c.id = p.complaint
		CROSS JOIN step s ON s.complaint = p.complaint AND s.proposal = p.n AND s.chain = p.chain AND s.stage = p.stage
		WHERE p.status = 'pending' AND (c.state = 'approving' OR c.state = 'dispute' AND p.mandate > 0)
		AND s.decision = '' AND s.opened_at IS NOT NULL
		AND (` + or.sql + `) AND ` + not.sql + " AND " + seen.sql,
		append(append(or.args, not.args...), seen.args...)}, name
}

// DecidedCount is on how many steps a person gave their word that they may still see.
func (s *Store) DecidedCount(ctx context.Context, by huiyin.Actor) (int, error) {
	generation := s.changed.Load()
	cond, args := where(scopeOf(by).flat())
	return s.countOnce(ctx,
		condition{"SELECT count(*) FROM step s CROSS JOIN complaint c ON c.id = s.complaint WHERE s.by = ? AND " +
			"s.by <> '' AND " + cond,
			append([]any{by.Account}, args...)}, generation)
}

// Decided lists the steps on which a person gave their word, the newest first (rule C8).
func (s *Store) Decided(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.Waiting, err error) {
	sc := scopeOf(by)
	cond, args := where(sc.flat())
	query := "SELECT " + selectListed + ", " + waitingCols + ", s.for, " + stepCols + ` FROM step s CROSS JOIN complaint c ON c.id = s.complaint
		CROSS JOIN proposal p ON p.complaint = s.complaint AND p.n = s.proposal
		WHERE s.by = ? AND s.by <> '' AND ` + cond + " ORDER BY s.at DESC LIMIT ?"
	return out, s.ask(ctx, subqueryOf(query, append(append([]any{by.Account}, args...), most), waitingPtrs, &out))
}

const waitingCols = "p.n, p.text, p.ground, p.remedies, p.amount, p.gift, p.worth, p.unpriced, p.sum, p.by"

func waitingPtrs(w *huiyin.Waiting) []any {
	ptrs := append(listedPtrs(&w.Listed), &w.Proposal, &w.Text, &w.Ground, &w.Remedies, &w.Amount, &w.Gift, &w.Worth,
		&w.Unpriced, &w.Sum, &w.By, &w.For)
	return append(ptrs, stepTable.ptrs(&w.Step)...)
}

func waitingCount(by huiyin.Actor) condition {
	from, _ := waitingFor(by)
	return condition{"SELECT count(*)" + from.sql, from.args}
}

// WaitingCount is how many steps wait for a person's word (side bar).
func (s *Store) WaitingCount(ctx context.Context, by huiyin.Actor) (int, error) {
	return s.counting(ctx).once(waitingCount(by))
}
