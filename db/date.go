package db

import (
	"context"
	"slices"
	"time"

	"huiyin/huiyin"
)

// Dates lists what stands in a person's diary beyond tasks: hearings of disputes that they own or handle,
// from yesterday on (rule T1), and follow-up calls that are theirs to make (rule W9), the earliest first.
func (s *Store) Dates(ctx context.Context, by huiyin.Actor, now time.Time, most int) (out []huiyin.Date, err error) {
	err = s.ask(ctx, dates(by, now, most, &out)...)
	return inOrder(out, most), err
}

// inOrder gives the earliest dates.
func inOrder(dates []huiyin.Date, most int) []huiyin.Date {
	slices.SortStableFunc(dates, func(a, b huiyin.Date) int { return a.At.Compare(b.At) })
	return dates[:min(most, len(dates))]
}

func dates(by huiyin.Actor, now time.Time, most int, into *[]huiyin.Date) []subquery {
	read := func(kind huiyin.DateKind, add time.Duration, query string, args ...any) subquery {
		var d huiyin.Date
		ptrs := func(d *huiyin.Date) []any { return []any{&d.Number, &d.Site, &d.Name, &d.At, &d.Words} }
		return subquery{query, args, len(ptrs(&d)), func(scan func(...any) error) error {
			d := huiyin.Date{Kind: kind}
			err := scan(targets(ptrs(&d))...)
			d.At = d.At.Add(add)
			*into = append(*into, d)
			return err
		}}
	}
	mine := func(col string) string {
		return "SELECT c.id FROM complaint c WHERE c." + col +
			" = ? AND c.state NOT IN ('closed', 'archived') AND c.state = 'dispute' AND c.id NOT IN (SELECT " +
			"complaint FROM accused WHERE account = ?)"
	}
	both := mine("owner") + " UNION " + mine("handler")
	me := slices.Repeat([]any{by.Account}, 8)
	hearings := read(huiyin.DateHearing, 0, `SELECT c.number, c.site, c.name, h.at, h.words FROM (
			SELECT d.complaint, d.hearing_at AS at, d.body AS words FROM (`+both+`) p CROSS JOIN dispute d ON d.complaint = p.id WHERE d.ended_at IS NULL AND d.hearing_at IS NOT NULL
			UNION ALL SELECT e.complaint, e.on_at, e.words FROM (`+both+`) p CROSS JOIN dispute_event e ON e.complaint = p.id WHERE e.kind = 'hearing'
		) h CROSS JOIN complaint c ON c.id = h.complaint WHERE h.at >= ? ORDER BY h.at LIMIT ?`,
		append(me, now.Add(-24*time.Hour).UnixMilli(), most)...)
	figures := by.Org.Parameters
	conditions := append(callsDue(figures, now), condition{"c.handler <> ?", []any{by.Account}})
	callers := condition{"(c.owner = ? OR c.recorded_by = ?", []any{by.Account, by.Account}}
	if by.Role == huiyin.Supervisor && by.Site != "" { // who handled it does not call
		callers = condition{callers.sql + " OR (c.owner = c.handler AND c.site = ?)", append(callers.args, by.Site)}
	}
	callers.sql += ")"
	cond, args := where(append(append(conditions, callers), scopeOf(by).flat()...))
	heard := condition{"c.owner = ?", []any{by.Account}}
	if by.Role == huiyin.Supervisor && by.Site != "" {
		heard = condition{"(c.owner = ? OR c.site = ?)", []any{by.Account, by.Site}}
	}
	words, wordArgs := where(append([]condition{{"c.word_asked IS NOT NULL", nil}, heard}, scopeOf(by).flat()...))
	failed, failedArgs := where(append([]condition{{"c.measure_asked IS NOT NULL", nil},
		{"(c.owner = ? OR c.handler = ?)", []any{by.Account, by.Account}}}, scopeOf(by).flat()...))
	bosses := by.Org.Bosses(by.Person)
	apart := append([]string{by.Account}, bosses...)
	calls, callArgs := where(append([]condition{{"c.call_due IS NOT NULL", nil},
		{"c.owner NOT IN (" + placeholders(len(apart)) + ") AND c.handler NOT IN (" + placeholders(len(apart)) + ")",
			append(anys(apart), anys(apart)...)}}, scopeOf(by).flat()...))
	rank := condition{"c.agree_role <= ?", []any{by.Role}}
	if by.Role >= huiyin.Supervisor && by.Org.Has(by.Person, huiyin.Supervision) {
		rank = condition{"(c.agree_role <= ? OR c.agree_role = ?)", []any{by.Role, huiyin.VP}}
	}
	next, nextArgs := where(append([]condition{{"c.agree_since IS NOT NULL AND c.owner <> ?",
		[]any{by.Account}}, rank}, scopeOf(by).flat()...))
	law := read(huiyin.DateLaw, 0, "SELECT c.number, c.site, c.name, l.due, l.kind FROM law_date l INDEXED BY law_date_open "+
		"CROSS JOIN complaint c ON c.id = l.complaint WHERE l.ended_at IS NULL AND (c.owner = ? OR c.handler = ?) AND "+
		"c.state <> 'archived' AND c.id NOT IN (SELECT complaint FROM accused WHERE account = ?) ORDER BY l.due LIMIT ?",
		by.Account, by.Account, by.Account, most)
	return []subquery{hearings, law, read(huiyin.DateAgree, 0, "SELECT c.number, c.site, c.name, c.agree_since, '' FROM "+
		"complaint c INDEXED BY complaint_agree_since WHERE "+next+" ORDER BY c.agree_since LIMIT ?",
		append(nextArgs, most)...), read(huiyin.DateCall, 0, "SELECT c.number, c.site, c.name, c.call_due, '' FROM "+
		"complaint c INDEXED BY complaint_call_due WHERE "+calls+" ORDER BY c.call_due LIMIT ?",
		append(callArgs, most)...), read(huiyin.DateWord, 0, "SELECT c.number, c.site, c.name, c.word_asked, '' FROM "+
		"complaint c INDEXED BY complaint_word_asked WHERE "+words+" ORDER BY c.word_asked LIMIT ?",
		append(wordArgs, most)...),
		read(huiyin.DateMeasure, 0, "SELECT c.number, c.site, c.name, c.measure_asked, '' FROM "+
			"complaint c INDEXED BY complaint_measure_asked WHERE "+failed+" ORDER BY c.measure_asked LIMIT ?",
			append(failedArgs, most)...),
		read(huiyin.DateFollowUp, figures.Span(huiyin.FollowUpWithin),
			"SELECT c.number, c.site, c.name, c.closed_at, '' FROM complaint c INDEXED BY complaint_to_call WHERE "+
				cond+
				" ORDER BY c.closed_at LIMIT ?", append(args, most)...)}
}
