package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"huiyin/huiyin"
)

var exportTable = newTable("export_request", func(v *huiyin.ExportRequest) []column {
	return []column{
		{"id", &v.ID}, {"number", &v.Number}, {"version", &v.Version}, {"at", &v.At}, {"by", &v.By},
		{"purpose", &v.Purpose}, {"list", &v.List}, {"format", &v.Format}, {"people", &v.People}, {"state", &v.State},
		{"decided_at", &v.DecidedAt}, {"decided_by", &v.DecidedBy}, {"words", &v.Words},
	}
})

func loadExportRequest(q querier, where string, key any) (*huiyin.ExportRequest, error) {
	v := &huiyin.ExportRequest{}
	err := q.row("SELECT "+joined(exportTable.cols)+" FROM export_request WHERE "+where, []any{key},
		exportTable.targets(v)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, huiyin.NotFound()
	}
	if err != nil {
		return nil, fmt.Errorf("load export request: %w", err)
	}
	v.Loaded()
	return v, nil
}

// exportRequests is the kind of requests for exports; their key is a number.
func exportRequests() kind[*huiyin.ExportRequest, []any] {
	return kind[*huiyin.ExportRequest, []any]{
		name:  "export request",
		load:  func(t *tx, key any) (*huiyin.ExportRequest, error) { return loadExportRequest(t, by(key), key) },
		image: exportTable.values,
		save: func(t *tx, v *huiyin.ExportRequest, _ []any) error {
			now := exportTable.values(v)
			_, err := t.exec(updateSQL("export_request", exportTable.cols[1:], "id"), append(now[1:], now[0])...)
			return err
		},
		sum: exportSum,
	}
}

func exportSum(v *huiyin.ExportRequest) string {
	h := newSum()
	sumRow(h, exportTable.name, exportTable.cols[1:], exportTable.values(v)[1:])
	return hexSum(h)
}

// verifyExports compares every request with what the journal last sealed (rule J2).
func verifyExports(q querier, sums map[string]string, v *Verdict) error {
	ids, err := all[int64](q, "SELECT id FROM export_request ORDER BY id")
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := loadExportRequest(q, "id = ?", id)
		if err != nil {
			return err
		}
		if sums[r.Number] != exportSum(r) {
			v.wrong("export request %s differs from what the journal last sealed", r.Number)
		}
		delete(sums, r.Number)
	}
	return nil
}

// AskExport numbers and stores a request for a VP's word (rule P5).
func (s *Store) AskExport(ctx context.Context, once Once, by huiyin.Actor, now time.Time,
	r huiyin.ExportRequest) (string, error) {
	return s.write(ctx, once, func(t *tx) error {
		v, err := huiyin.AskExport(by, now, r)
		if err != nil {
			return err
		}
		day := now.In(by.Org.Zone)
		n, err := t.beginning(exportTable.name, huiyin.ExportPrefix(day))
		if err != nil {
			return err
		}
		v.Numbered(huiyin.ExportNumber(day, n+1))
		if err := t.row("SELECT coalesce(max(id), 0) + 1 FROM export_request", nil, &v.ID); err != nil {
			return err
		}
		if _, err := t.exec(insertSQL("export_request", exportTable.cols, 1), exportTable.values(v)...); err != nil {
			return fmt.Errorf("insert export request: %w", err)
		}
		t.answer = v.Number
		return exportRequests().seal(t, v)
	})
}

// ChangeExport lets fn decide a request and stores it with its journal, all or nothing.
func (s *Store) ChangeExport(ctx context.Context, once Once, number string, version int64,
	fn func(*huiyin.ExportRequest) error) error {
	_, err := s.write(ctx, once, func(t *tx) error { return change(t, exportRequests(), number, version, fn) })
	return err
}

// ExportRequest reads a request as a person may see it.
func (s *Store) ExportRequest(ctx context.Context, by huiyin.Actor, number string) (*huiyin.ExportRequest, error) {
	r, err := loadExportRequest(reader{ctx, s}, "number = ?", number)
	if err == nil && !r.Visible(by) {
		return nil, huiyin.NotFound()
	}
	return r, err
}

// ExportRequests lists a person's own requests, and for a VP everybody's, the newest first.
func (s *Store) ExportRequests(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.ExportRequest,
	err error) {
	query, args := " WHERE by = ? ORDER BY id DESC LIMIT ?", []any{by.Account, most}
	if by.Role >= huiyin.VP {
		query, args = " ORDER BY id DESC LIMIT ?", []any{most}
	}
	return out, s.ask(ctx, subqueryOf("SELECT "+joined(exportTable.cols)+" FROM export_request"+query, args,
		exportTable.fields, &out))
}

// exportsOnDesk are the requests that may wait for a VP's word.
func exportsOnDesk(by huiyin.Actor, most int, into *[]huiyin.ExportRequest) []subquery {
	if by.Role < huiyin.VP {
		return nil
	}
	return []subquery{subqueryOf("SELECT "+joined(exportTable.cols)+
		" FROM export_request INDEXED BY export_request_open WHERE state = 'export_asked' ORDER BY id LIMIT ?",
		[]any{most}, exportTable.fields, into)}
}
