package db

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

var reports = docKind[huiyin.Report, *huiyin.Report]{
	kind: huiyin.DocMonthlyReport,
	own: newTable("report", func(v *huiyin.Report) []column {
		return []column{
			{"comment", &v.Comment}, {"commented_at", &v.CommentedAt}, {"commented_by", &v.CommentedBy},
			{"words", &v.Words}, {"signed_at", &v.SignedAt}, {"signed_by", &v.SignedBy}, {"returned", &v.Returned},
			{"returned_at", &v.ReturnedAt}, {"returned_by", &v.ReturnedBy}, {"frozen", &v.Frozen},
		}
	}),
	doc:   func(v *huiyin.Report) *huiyin.Document { return &v.Document },
	parts: noParts[huiyin.Report],
}

// report reads the report of a number, or the one that nobody has said anything to yet.
func (s *Store) report(q querier, number string) (*huiyin.Report, error) {
	return reportOf(q, s.Org(), number)
}

func reportOf(q querier, o *huiyin.Org, number string) (*huiyin.Report, error) {
	month, site, err := huiyin.ParseReport(o, number)
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
func (s *Store) Report(ctx context.Context, by huiyin.Actor, number string) (r *huiyin.Report, a *huiyin.Analysis,
	o *huiyin.Org, err error) {
	err = s.snapshot(ctx, func(q querier) error {
		if r, err = s.report(q, number); err != nil {
			return err
		}
		if err := huiyin.CanOn(by, huiyin.ActionRead, r); err != nil {
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
func (s *Store) ChangeReport(ctx context.Context, once Once, by huiyin.Actor, number string, version int64,
	fn func(*huiyin.Report, *huiyin.Analysis) error) error {
	_, err := s.write(ctx, once, func(t *tx) error { return t.changeReport(by, number, version, fn) })
	return err
}

func (t *tx) changeReport(by huiyin.Actor, number string, version int64,
	fn func(*huiyin.Report, *huiyin.Analysis) error) error {
	k := reports.records().found(func(t *tx) (*huiyin.Report, error) { return t.s.report(t, number) })
	return change(t, k, number, version, func(r *huiyin.Report) error {
		if err := huiyin.CanOn(by, huiyin.ActionRead, r); err != nil {
			return err
		}
		if err := t.writeTallies(); err != nil { // of what a batch has done before
			return err
		}
		a, err := reportAnalysis(t, by.Org, r)
		if err != nil {
			return err
		}
		return fn(r, a)
	})
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
	hidden := unseenBy(o.ReportReaders(r.Site), sites)
	return countAnalysis(q, o, huiyin.NewAnalysis(r.Month(), r.Site, sites), hidden, nil)
}

// unseenBy are the complaints that one of the readers of a paper about these sites may not see: restricted
// ones, and those about a reader.
func unseenBy(readers, sites []string) condition {
	return condition{"SELECT complaint FROM restricted WHERE site IN (" + placeholders(len(sites)) +
		") UNION ALL SELECT complaint FROM accused WHERE account IN (" + placeholders(len(readers)) + ")",
		append(anys(sites), anys(readers)...)}
}

// Reports lists the months of the last thirteen in which something was counted at a site, or at all sites
// where it is "", the newest first, with how their reports stand.
func (s *Store) Reports(ctx context.Context, by huiyin.Actor, now time.Time, site string) ([]huiyin.ReportRow, error) {
	if err := huiyin.CanOn(by, huiyin.ActionRead,
		huiyin.NewReport(huiyin.MonthOf(now, by.Org.Zone), site)); err != nil {
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
		append([]any{int64(first), int64(last), site, int64(first), int64(last)}, anys(sites)...),
		func(found *sql.Rows) error {
			for found.Next() {
				var m sql.NullInt64
				var row huiyin.ReportRow
				if err := found.Scan(&m, &row.State, &row.CommentedBy, &row.SignedBy,
					nullTime{&row.SignedAt}); err != nil {
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

// Duties lists the documents that wait for somebody to comment, write or sign, the earliest first.
func (s *Store) Duties(ctx context.Context, by huiyin.Actor, now time.Time) ([]huiyin.Duty, error) {
	var stands []docStand
	if err := s.ask(ctx, docStands(by, now, &stands)...); err != nil {
		return nil, fmt.Errorf("documents waiting: %w", err)
	}
	return duties(by, now, stands), nil
}

// docStand is how a document stands that somebody has begun, or a month and site of which one is due.
type docStand struct {
	Kind   huiyin.DocKind // "" for one that is due
	Period int
	Site   string
	State  huiyin.DocState
	By     string
}

// docStands reads how documents stand for whom some may wait, nobody's for who writes and signs none.
func docStands(by huiyin.Actor, now time.Time, into *[]docStand) []subquery {
	if huiyin.Can(by, huiyin.ActionSeeReports, nil) != nil {
		return nil
	}
	last, quarter := huiyin.MonthOf(now, by.Org.Zone).Add(-1),
		huiyin.QuarterBefore(huiyin.QuarterOf(now, by.Org.Zone), 1)
	months := huiyin.QuarterMonths(quarter)
	return []subquery{subqueryOf(`SELECT kind, period, site, state, coalesce(r.commented_by, q.written_by) FROM document d INDEXED BY document_by_state LEFT JOIN report r ON r.document = d.id LEFT JOIN quarter q ON q.document = d.id
			WHERE kind IN ('report', 'quarter') AND state IN ('commented', 'written')
		UNION ALL SELECT kind, period, site, state, '' FROM document INDEXED BY document_by_period WHERE kind IN ('report', 'quarter') AND period IN (?, ?) AND state NOT IN ('commented', 'written')
		UNION ALL SELECT DISTINCT '', month, site, '', '' FROM tally WHERE month IN (?, ?, ?, ?) AND indicator = 'received' AND n > 0`,
		[]any{int64(last), quarter, int64(last), int64(months[0]), int64(months[1]), int64(months[2])},
		func(v *docStand) []any { return []any{&v.Kind, &v.Period, &v.Site, &v.State, &v.By} }, into)}
}

// duties are the documents that wait for somebody, the earliest first.
func duties(by huiyin.Actor, now time.Time, stands []docStand) (out []huiyin.Duty) {
	zone := by.Org.Zone
	last, quarter := huiyin.MonthOf(now, zone).Add(-1), huiyin.QuarterBefore(huiyin.QuarterOf(now, zone), 1)
	type key struct {
		kind   huiyin.DocKind
		period int
		site   string
	}
	begun, due := map[key]docStand{}, map[key]bool{}
	for _, d := range stands {
		switch {
		case d.Kind != "":
			begun[key{d.Kind, d.Period, d.Site}] = d
			continue
		case d.Period == int(last):
			due[key{huiyin.DocMonthlyReport, d.Period, d.Site}], due[key{huiyin.DocMonthlyReport, d.Period, ""}] = true,
				true
		}
		if huiyin.Month(d.Period) <= huiyin.QuarterMonths(quarter)[2] {
			due[key{huiyin.DocQuarterlyReport, quarter, ""}] = true
		}
	}
	for k := range due {
		if _, ok := begun[k]; !ok {
			begun[k] = docStand{}
		}
	}
	for k, d := range begun {
		if duty, waits := huiyin.DutyOf(by, now, k.kind, k.period, k.site, d.State, d.By); waits {
			out = append(out, duty)
		}
	}
	slices.SortFunc(out, func(a, b huiyin.Duty) int {
		return cmp.Or(a.Due.Compare(b.Due), strings.Compare(a.Number, b.Number))
	})
	return out
}

// ChangeReport is Store.ChangeReport.
func (b *Batch) ChangeReport(by huiyin.Actor, number string, fn func(*huiyin.Report, *huiyin.Analysis) error) error {
	return b.t.changeReport(by, number, 0, fn)
}
