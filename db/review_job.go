package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"huiyin/huiyin"
)

var jobTable = newTable("job", func(v *huiyin.Job) []column {
	return []column{
		{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}, {"what", &v.What}, {"who", &v.Who}, {"due", &v.Due},
		{"ended_at", &v.EndedAt}, {"ended_by", &v.EndedBy}, {"result", &v.Result}, {"dropped", &v.Dropped},
		{"unit", &v.Unit}, {"checked_at", &v.CheckedAt}, {"checked_by", &v.CheckedBy}, {"effective", &v.Effective},
		{"found", &v.Found},
	}
})

func jobsOf(d *huiyin.Document) part { return partOf[huiyin.Job]{jobTable, &d.Jobs} }

// Jobs lists the work of a person: what is open, the earliest date first, or what is done, the latest first.
func (s *Store) Jobs(ctx context.Context, by huiyin.Actor, done bool, most int) (out []huiyin.JobRow, err error) {
	if err := s.ask(ctx, jobs(by, done, most, &out)); err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	return out, nil
}

// jobs is Store.Jobs.
func jobs(by huiyin.Actor, done bool, most int, into *[]huiyin.JobRow) subquery {
	cond := "j.who = ? AND j.ended_at IS NULL ORDER BY j.due"
	if done {
		cond = "j.who = ? AND j.ended_at > 0 ORDER BY j.ended_at DESC"
	}
	return subqueryOf("SELECT d.kind, d.number, d.site, d.period, d.by, coalesce(m.people, '[]'), "+jobColumns+
		" FROM job j CROSS JOIN document d ON d.id = j.document LEFT JOIN meeting m ON m.document = d.id WHERE "+cond+
		" LIMIT ?",
		[]any{by.Account, most}, func(r *huiyin.JobRow) []any {
			return append([]any{&r.Kind, &r.Number, &r.Site, &r.Period, &r.Caller, &r.People}, jobTable.ptrs(&r.Job)...)
		}, into)
}

var jobColumns = "j." + strings.Join(jobTable.cols, ", j.")

// EndJob lets fn end a job by its id in the document that it stands in, and gives the document's number.
func (s *Store) EndJob(ctx context.Context, once Once, id, version int64,
	fn func(d huiyin.WorkDocument, n int) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		var document int64
		var n int
		var kind huiyin.DocKind
		err := t.row("SELECT j.document, j.n, d.kind FROM job j CROSS JOIN document d ON d.id = j.document WHERE "+
			"j.id = ?", []any{id}, &document, &n, &kind)
		if errors.Is(err, sql.ErrNoRows) {
			return huiyin.NotFound()
		}
		if err != nil {
			return err
		}
		return t.changeDossier(kind, document, version, func(d huiyin.WorkDocument) error { return fn(d, n) })
	})
	return err
}

// changeDossier is change for a document whose kind is not known beforehand.
func (t *tx) changeDossier(kind huiyin.DocKind, id, version int64, fn func(huiyin.WorkDocument) error) error {
	switch kind {
	case huiyin.DocQuarterlyReport:
		return change(t, quarters.records(), id, version, func(v *huiyin.Quarter) error { return fn(v) })
	case huiyin.DocMeeting:
		return change(t, meetings.records(), id, version, func(v *huiyin.Meeting) error { return fn(v) })
	case huiyin.DocImprovementPlan:
		return change(t, improvementPlans.records(), id, version, func(v *huiyin.ImprovementPlan) error {
			return fn(v)
		})
	case huiyin.DocSample:
		return change(t, samples.records(), id, version, func(v *huiyin.Sample) error { return fn(v) })
	}
	return huiyin.NotFound()
}
