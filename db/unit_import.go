package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"huiyin/huiyin"
	"huiyin/huiyin/units"
)

// UnitBatch is one import of a file of units (rule B11).
type UnitBatch struct {
	ID, By, Name                                            string
	At                                                      time.Time
	Sites                                                   []string
	New, Changed, Owners, Same, Refused, Conflicts, Missing int
	Done, Undone                                            time.Time
	UndoneBy, Reason                                        string
}

var unitBatchTable = newTable("unit_batch", func(b *UnitBatch) []column {
	return []column{{"id", &b.ID}, {"at", &b.At}, {"by", &b.By}, {"name", &b.Name}, {"sites", &b.Sites},
		{"new", &b.New}, {"changed", &b.Changed}, {"owners", &b.Owners}, {"same", &b.Same}, {"refused", &b.Refused},
		{"conflicts", &b.Conflicts}, {"missing", &b.Missing}, {"done_at", &b.Done}, {"undone_at", &b.Undone},
		{"undone_by", &b.UndoneBy}, {"reason", &b.Reason}}
})

// PlanUnits tells what would become of lines of a file, and changes nothing; missing are the units of their sites that
// the file does not have.
func (s *Store) PlanUnits(ctx context.Context, by huiyin.Actor, lines []units.Line) (out []units.Planned, missing []string,
	err error) {
	err = s.snapshot(ctx, func(q querier) error {
		there, sites := map[string]bool{}, []string{}
		for _, l := range lines {
			p, _, err := planUnit(q, by, l)
			if err != nil {
				return err
			}
			if out = append(out, p); p.Will != units.WillRefuse && !slices.Contains(sites, l.Site) {
				sites = append(sites, l.Site)
			}
			there[units.Number(l.Site, p.Code)] = true
		}
		for _, site := range sites {
			known, err := all[string](q, "SELECT number FROM unit WHERE site = ? AND NOT gone ORDER BY code", site)
			if err != nil {
				return err
			}
			for _, number := range known {
				if !there[number] {
					missing = append(missing, number)
				}
			}
		}
		return nil
	})
	return out, missing, err
}

// planUnit compares a line with its unit.
func planUnit(q querier, by huiyin.Actor, l units.Line) (p units.Planned, u *units.Unit, err error) {
	var refused *huiyin.Error
	if errors.As(units.MayImport(by, l.Site), &refused) {
		return units.Planned{Line: l, Code: l.Code, Will: units.WillRefuse, Why: refused}, nil, nil
	}
	found, err := sameUnits(q, l.Site, l.Typed)
	if err == nil && len(found) == 0 { // one whose import was undone comes back
		found, err = loadUnits(q, "site = ? AND code = ?", l.Site, l.Code)
	}
	if err != nil {
		return p, nil, err
	}
	if len(found) > 1 {
		codes := make(huiyin.List, len(found))
		for i, u := range found {
			codes[i] = u.Code
		}
		errors.As(huiyin.Invalid("unit", "“%s”可能是几套房源，请写明单元：%s。", l.Typed, codes), &refused)
		return units.Planned{Line: l, Code: l.Code, Will: units.WillRefuse, Why: refused}, nil, nil
	}
	open := false
	if len(found) == 1 {
		u = found[0]
		cases, err := all[string](q, "SELECT unit FROM complaint WHERE site = ? AND unit_key = ? AND unit_key <> '' AND "+
			"state NOT IN ('closed', 'archived')", u.Site, u.Room)
		if err != nil {
			return p, nil, err
		}
		open = slices.ContainsFunc(cases, func(typed string) bool { return huiyin.SameUnit(typed, u.Typed) })
	}
	return units.PlanLine(by.Org, l, u, open), u, nil
}

// UnitChoice is a line of a file, and what was chosen for it, "" for nothing.
type UnitChoice struct {
	Line units.Line
	Do   units.Do
}

// BeginUnits notes that an import begins, so that what it does can be undone as one (rule B11).
func (s *Store) BeginUnits(ctx context.Context, b UnitBatch) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		// what can be undone no longer is not kept
		since := b.At.Add(-s.Org().Parameters.Span(huiyin.UnitsUndo))
		if _, err := t.exec("DELETE FROM unit_before WHERE batch IN (SELECT id FROM unit_batch WHERE at < ?)",
			since.UnixMilli()); err != nil {
			return err
		}
		_, err := t.exec(insertSQL("unit_batch", unitBatchTable.cols, 1), unitBatchTable.values(&b)...)
		return err
	})
	return err
}

// ImportUnits takes lines over, some in one transaction: each is compared anew, so that what was changed meanwhile is
// seen, and a second run finds the same. day is that of a change of owner of which the file says none.
func (s *Store) ImportUnits(ctx context.Context, by huiyin.Actor, now time.Time, batch string, chosen []UnitChoice,
	day time.Time) (out []units.Planned, err error) {
	for len(chosen) > 0 {
		some := chosen[:min(importBatch, len(chosen))]
		var took []units.Planned
		if _, err := s.write(ctx, Once{}, func(t *tx) error {
			took = took[:0]
			for _, c := range some {
				p, err := t.importUnit(by, now, batch, c, day)
				if err != nil {
					return fmt.Errorf("line %d: %w", c.Line.Line, err)
				}
				took = append(took, p)
			}
			return nil
		}); err != nil {
			return out, err
		}
		out, chosen = append(out, took...), chosen[len(some):]
	}
	s.changed.Add(1)
	return out, nil
}

func (t *tx) importUnit(by huiyin.Actor, now time.Time, batch string, c UnitChoice, day time.Time) (units.Planned, error) {
	p, u, err := planUnit(t, by, c.Line)
	if err != nil || c.Do == units.Skip || !p.Will.Takes() && (p.Will != units.WillConflict || c.Do == "") {
		return p, err
	}
	if u == nil {
		if u, err = units.Begin(by, now, c.Line, day); err == nil {
			err = unitRecords.store(t, u)
		}
		if err == nil {
			err = t.before(batch, u, "")
		}
		return p, err
	}
	was := ""
	if !u.Gone {
		image, err := json.Marshal(u)
		if err != nil {
			return p, err
		}
		was = string(image)
	}
	version := u.Version
	err = change(t, unitRecords.records(), u.ID, 0, func(v *units.Unit) error {
		u = v
		return v.Import(by, now, p, c.Do, day)
	})
	if err == nil && u.Version != version {
		err = t.before(batch, u, was)
	}
	return p, err
}

// before keeps what a unit was before an import; the first time counts.
func (t *tx) before(batch string, u *units.Unit, was string) error {
	_, err := t.exec("INSERT INTO unit_before (batch, unit, version, was) VALUES (?, ?, ?, ?) ON CONFLICT (batch, unit) "+
		"DO UPDATE SET version = excluded.version", batch, u.ID, u.Version, was)
	return err
}

// MissUnits marks units that a file does not have, by their numbers.
func (s *Store) MissUnits(ctx context.Context, by huiyin.Actor, now time.Time, batch string, numbers []string) error {
	for len(numbers) > 0 {
		some := numbers[:min(importBatch, len(numbers))]
		if _, err := s.write(ctx, Once{}, func(t *tx) error {
			for _, number := range some {
				before, err := loadUnit(t, "number = ?", number)
				if err != nil {
					return err
				}
				was, err := json.Marshal(before)
				if err != nil {
					return err
				}
				if err := change(t, unitRecords.records(), number, 0, func(u *units.Unit) error {
					defer func() { before.Version = u.Version }()
					return u.Miss(by, now)
				}); err != nil {
					return err
				}
				if err := t.before(batch, before, string(was)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		numbers = numbers[len(some):]
	}
	return nil
}

// EndUnits notes what an import has done, in one entry of the journal, and tells those who decide its conflicts, once
// (rules B11, J1).
func (s *Store) EndUnits(ctx context.Context, by huiyin.Actor, now time.Time, b UnitBatch) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error { return t.endUnits(by, now, b) })
	return err
}

func (t *tx) endUnits(by huiyin.Actor, now time.Time, b UnitBatch) error {
	b.Done = now
	values := unitBatchTable.values(&b)
	if _, err := t.exec(updateSQL("unit_batch", unitBatchTable.cols[1:], "id"), append(values[1:], values[0])...); err != nil {
		return err
	}
	if b.Conflicts > 0 {
		if err := t.tell(huiyin.UnitsInConflict(by.Org, b.Sites, b.ID, b.Conflicts, by.Account, now)); err != nil {
			return err
		}
	}
	return t.append([]huiyin.Entry{huiyin.NewEntry(by.Account, huiyin.ActionImportUnits, "units:"+b.ID, now,
		huiyin.Note("new", strconv.Itoa(b.New)), huiyin.Note("changed", strconv.Itoa(b.Changed)),
		huiyin.Note("owners", strconv.Itoa(b.Owners)), huiyin.Note("conflicts", strconv.Itoa(b.Conflicts)),
		huiyin.Note("missing", strconv.Itoa(b.Missing)))}, "")
}

// ImportUnits takes lines over as one import, in the batch's transaction.
func (b *Batch) ImportUnits(by huiyin.Actor, now time.Time, batch UnitBatch, lines []units.Line) error {
	if _, err := b.t.exec(insertSQL("unit_batch", unitBatchTable.cols, 1), unitBatchTable.values(&batch)...); err != nil {
		return err
	}
	for _, l := range lines {
		if _, err := b.t.importUnit(by, now, batch.ID, UnitChoice{Line: l}, now); err != nil {
			return err
		}
	}
	return b.t.endUnits(by, now, batch)
}

// UnitBatch reads an import; one with a site that the person does not answer for is not found (rule B11).
func (s *Store) UnitBatch(ctx context.Context, by huiyin.Actor, id string) (*UnitBatch, error) {
	found, err := unitBatches(reader{ctx, s}, "id = ?", id)
	if err == nil && (len(found) == 0 || !found[0].answered(by)) {
		err = huiyin.NotFound()
	}
	if err != nil {
		return nil, err
	}
	return &found[0], nil
}

func (b *UnitBatch) answered(by huiyin.Actor) bool {
	return !slices.ContainsFunc(b.Sites, func(site string) bool { return !by.AnswersFor(site) })
}

// UnitBatches are the newest imports of the sites that a person answers for.
func (s *Store) UnitBatches(ctx context.Context, by huiyin.Actor) ([]UnitBatch, error) {
	found, err := unitBatches(reader{ctx, s}, "1 ORDER BY at DESC, id LIMIT 50")
	return slices.DeleteFunc(found, func(b UnitBatch) bool { return !b.answered(by) }), err
}

func unitBatches(q querier, cond string, args ...any) (out []UnitBatch, err error) {
	err = q.query("SELECT "+joined(unitBatchTable.cols)+" FROM unit_batch WHERE "+cond, args, partOf[UnitBatch]{unitBatchTable, &out}.scan)
	if err != nil {
		return nil, fmt.Errorf("imports of units: %w", err)
	}
	return out, nil
}

// Undoable tells whether an import can still be undone (rule B11).
func (b *UnitBatch) Undoable(o *huiyin.Org, now time.Time) bool {
	return b.Undone.IsZero() && now.Sub(b.At) < o.Parameters.Span(huiyin.UnitsUndo)
}

// UndoUnits undoes an import as a whole, while nothing rests on it (rule B11): no unit of it was changed since, and no
// case of a unit that it brought was recorded.
func (s *Store) UndoUnits(ctx context.Context, once Once, by huiyin.Actor, now time.Time, id, reason string) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		if err := huiyin.Can(by, huiyin.ActionUndoUnits, nil); err != nil {
			return err
		}
		found, err := unitBatches(t, "id = ?", id)
		switch {
		case err != nil:
			return err
		case len(found) == 0 || !found[0].answered(by):
			return huiyin.NotFound()
		case !found[0].Undone.IsZero():
			return huiyin.Conflict("这次导入已经撤销。")
		case !found[0].Undoable(s.Org(), now):
			return huiyin.Conflict("已超过 %d 小时，不能整批撤销；请逐套更正，或再导入一份文件。", s.Org().Parameters.Get(huiyin.UnitsUndo))
		}
		if err := huiyin.Needed("reason", reason, 500); err != nil {
			return err
		}
		if err := t.undoUnits(by, now, found[0]); err != nil {
			return err
		}
		if _, err := t.exec("UPDATE unit_batch SET undone_at = ?, undone_by = ?, reason = ? WHERE id = ?", now.UnixMilli(),
			by.Account, reason, id); err != nil {
			return err
		}
		return t.append([]huiyin.Entry{huiyin.NewEntry(by.Account, huiyin.ActionUndoUnits, "units:"+id, now,
			huiyin.Note("reason", reason))}, "")
	})
	if err == nil {
		s.changed.Add(1)
	}
	return err
}

func (t *tx) undoUnits(by huiyin.Actor, now time.Time, b UnitBatch) error {
	type line struct {
		unit, version int64
		was           string
	}
	var lines []line
	if err := t.query("SELECT unit, version, was FROM unit_before WHERE batch = ? ORDER BY unit", []any{b.ID},
		func(rows *sql.Rows) error {
			for rows.Next() {
				var l line
				if err := rows.Scan(&l.unit, &l.version, &l.was); err != nil {
					return err
				}
				lines = append(lines, l)
			}
			return nil
		}); err != nil {
		return err
	}
	for _, l := range lines {
		var before *units.Unit
		if l.was != "" {
			before = &units.Unit{}
			if err := json.Unmarshal([]byte(l.was), before); err != nil {
				return err
			}
		}
		if err := change(t, unitRecords.records(), l.unit, 0, func(u *units.Unit) error {
			if u.Version != l.version {
				return huiyin.Conflict("%s 在导入之后又有改动，不能整批撤销。", u.Code)
			}
			var cases bool
			if err := t.row("SELECT EXISTS (SELECT 1 FROM complaint WHERE site = ? AND unit_key = ? AND unit_key <> '' AND "+
				"recorded_at >= ?)", []any{u.Site, u.Room, b.At.UnixMilli()}, &cases); err != nil {
				return err
			}
			if cases {
				return huiyin.Conflict("%s 在导入之后登记了投诉，不能整批撤销。", u.Code)
			}
			return u.Undo(by, now, before)
		}); err != nil {
			return err
		}
	}
	return nil
}
