package db

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin"
)

var reports = docKind[huiyin.Report]{
	kind: huiyin.MonthlyReport,
	own: table[huiyin.Report]{"report", columns("comment commented_at commented_by words signed_at signed_by returned returned_at returned_by frozen"),
		func(v *huiyin.Report) []any {
			return []any{&v.Comment, &v.CommentedAt, &v.CommentedBy, &v.Words, &v.SignedAt, &v.SignedBy, &v.Returned, &v.ReturnedAt, &v.ReturnedBy, &v.Frozen}
		}},
	doc:   func(v *huiyin.Report) *huiyin.Document { return &v.Document },
	as:    func(v *huiyin.Report) written { return v },
	parts: noParts[huiyin.Report],
}

// report reads the report of a number, or the one that nobody has said anything to yet.
func (s *Store) report(q querier, number string) (*huiyin.Report, error) {
	month, site, err := huiyin.ParseReport(s.Org(), number)
	if err != nil {
		return nil, err
	}
	r, err := reports.load(q, "number = ?", number)
	if huiyin.KindOf(err) == huiyin.KindNotFound {
		return huiyin.NewReport(month, site), nil
	}
	return r, err
}

// Report reads the report of a month as a person may see it, with its figures and the names that go with
// them (rules M2, P3).
func (s *Store) Report(ctx context.Context, by huiyin.Actor, number string) (r *huiyin.Report, a *huiyin.Analysis, o *huiyin.Org, err error) {
	err = s.freeze(ctx, func(q querier) error {
		if r, err = s.report(q, number); err != nil {
			return err
		}
		if err := huiyin.CanOn(by, huiyin.Read, r); err != nil {
			return err
		}
		var today *huiyin.Analysis
		if r.State != huiyin.DocReleased {
			if today, err = reportAnalysis(q, by.Org, r); err != nil {
				return err
			}
		}
		a, o, err = r.Figures(by.Org, today)
		return err
	})
	return r, a, o, err
}

// ChangeReport lets fn change the report of a number, given the figures as they stand, and stores it with
// its journal, all or nothing.
func (s *Store) ChangeReport(ctx context.Context, once Once, by huiyin.Actor, number string, version int64, fn func(*huiyin.Report, *huiyin.Analysis) error) error {
	_, err := s.write(ctx, once, func(t *tx) error { return t.changeReport(by, number, version, fn) })
	return err
}

func (t *tx) changeReport(by huiyin.Actor, number string, version int64, fn func(*huiyin.Report, *huiyin.Analysis) error) error {
	r, err := t.s.report(t, number)
	if err != nil {
		return err
	}
	if err := huiyin.CanOn(by, huiyin.Read, r); err != nil {
		return err
	}
	if err := t.writeTallies(); err != nil { // of what a batch has done before
		return err
	}
	a, err := reportAnalysis(t, by.Org, r)
	if err != nil {
		return err
	}
	return reports.change(t, r, version, func(r *huiyin.Report) error { return fn(r, a) })
}

// reportAnalysis counts what all readers of a report may see (rules P4, P8).
func reportAnalysis(q querier, o *huiyin.Org, r *huiyin.Report) (*huiyin.Analysis, error) {
	sites := []string{r.Site}
	if r.Site == "" {
		sites = nil
		for _, s := range o.Sites {
			sites = append(sites, s.Code)
		}
	}
	readers := o.ReportReaders(r.Site)
	hidden := condition{"SELECT complaint FROM restricted WHERE site IN (" + placeholders(len(sites)) + ") UNION ALL SELECT complaint FROM accused WHERE account IN (" + placeholders(len(readers)) + ")",
		append(anys(sites), anys(readers)...)}
	return countAnalysis(q, o, huiyin.NewAnalysis(r.Month(), r.Site, sites), hidden)
}

// Reports lists the months of the last thirteen in which something was counted at a site, or at all sites
// where it is "", the newest first, with how their reports stand.
func (s *Store) Reports(ctx context.Context, by huiyin.Actor, now time.Time, site string) ([]huiyin.ReportRow, error) {
	if err := huiyin.CanOn(by, huiyin.Read, huiyin.NewReport(huiyin.MonthOf(now, by.Org.Zone), site)); err != nil {
		return nil, err
	}
	last := huiyin.MonthOf(now, by.Org.Zone).Add(-1)
	first := last.Add(1 - huiyin.TrendMonths)
	sites := by.SitesOf()
	if site != "" {
		sites = []string{site}
	}
	rows := map[huiyin.Month]huiyin.ReportRow{}
	oldest := last.Add(1)
	err := reader{ctx, s}.query(`SELECT period, state, commented_by, signed_by, signed_at FROM document CROSS JOIN report ON document = id WHERE kind = 'report' AND period BETWEEN ? AND ? AND site = ?
		UNION ALL SELECT min(month), '', '', '', NULL FROM tally WHERE month BETWEEN ? AND ? AND indicator = 'received' AND n > 0 AND site IN (`+placeholders(len(sites))+`)`,
		append([]any{int64(first), int64(last), site, int64(first), int64(last)}, anys(sites)...), func(found *sql.Rows) error {
			for found.Next() {
				var m sql.NullInt64
				var row huiyin.ReportRow
				if err := found.Scan(&m, &row.State, &row.CommentedBy, &row.SignedBy, nullTime{&row.SignedAt}); err != nil {
					return err
				}
				month := huiyin.Month(m.Int64)
				if m.Valid {
					oldest = min(oldest, month)
				}
				if row.State != "" {
					rows[month] = row
				}
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	var out []huiyin.ReportRow
	for m := last; m >= oldest; m = m.Add(-1) {
		row, ok := rows[m]
		if !ok {
			row.State = huiyin.DocDraft
		}
		row.Number, row.Month, row.Due = huiyin.ReportNumber(m, site), m, huiyin.ReportDueAt(by.Org, m)
		out = append(out, row)
	}
	return out, nil
}

// ReportDuties lists the reports that wait for a person: of the last month for their comment, of any month
// for their signature.
func (s *Store) ReportDuties(ctx context.Context, by huiyin.Actor, now time.Time) ([]huiyin.ReportDuty, error) {
	if huiyin.Can(by, huiyin.SeeReports, nil) != nil {
		return nil, nil
	}
	last := huiyin.MonthOf(now, by.Org.Zone).Add(-1)
	begun := map[string]*huiyin.Report{}
	due := map[string]bool{}
	err := reader{ctx, s}.query(`SELECT site, period, state, commented_by FROM document CROSS JOIN report ON document = id WHERE kind = 'report' AND state = 'commented'
		UNION ALL SELECT site, period, state, commented_by FROM document CROSS JOIN report ON document = id WHERE kind = 'report' AND period = ?1 AND state <> 'commented'
		UNION ALL SELECT DISTINCT site, month, '', '' FROM tally WHERE month = ?1 AND indicator = 'received' AND n > 0`, []any{int64(last)}, func(rows *sql.Rows) error {
		for rows.Next() {
			var site, state, commented string
			var m huiyin.Month
			if err := rows.Scan(&site, &m, &state, &commented); err != nil {
				return err
			}
			if state == "" {
				due[huiyin.ReportNumber(m, site)], due[huiyin.ReportNumber(m, "")] = true, true
				continue
			}
			r := huiyin.NewReport(m, site)
			r.State, r.CommentedBy = huiyin.DocState(state), commented
			begun[r.Number] = r
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reports waiting: %w", err)
	}
	for number := range due {
		if begun[number] == nil {
			m, site, err := huiyin.ParseReport(by.Org, number)
			if err != nil { // a site that the company no longer has
				continue
			}
			begun[number] = huiyin.NewReport(m, site)
		}
	}
	var out []huiyin.ReportDuty
	for number, r := range begun {
		if r.State == huiyin.DocDraft && r.Offers(by, huiyin.CommentReport, now) || r.Offers(by, huiyin.SignReport, now) {
			out = append(out, huiyin.ReportDuty{Number: number, Month: r.Month(), Site: r.Site, State: r.State, Due: huiyin.ReportDueAt(by.Org, r.Month())})
		}
	}
	slices.SortFunc(out, func(a, b huiyin.ReportDuty) int {
		return cmp.Or(a.Due.Compare(b.Due), strings.Compare(a.Number, b.Number))
	})
	return out, nil
}

// ChangeReport is Store.ChangeReport.
func (b *Batch) ChangeReport(by huiyin.Actor, number string, fn func(*huiyin.Report, *huiyin.Analysis) error) error {
	return b.t.changeReport(by, number, 0, fn)
}
