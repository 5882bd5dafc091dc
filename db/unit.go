package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/huiyin/units"
)

var (
	unitTable = newTable("unit", func(u *units.Unit) []column {
		return []column{
			{"id", &u.ID}, {"number", &u.Number}, {"version", &u.Version}, {"site", &u.Site}, {"code", &u.Code},
			{"room", &u.Room}, {"typed", &u.Typed}, {"building", &u.Building}, {"floor", &u.Floor}, {"plan", &u.Plan},
			{"area", &u.Area}, {"inner_area", &u.Inner}, {"use", &u.Use}, {"price", &u.Price},
			{"price_from", &u.PriceFrom}, {"filed", &u.Filed}, {"permit", &u.Permit}, {"charges", &u.Charges},
			{"charges_at", &u.ChargesAt}, {"state", &u.State}, {"delivered_at", &u.Delivered}, {"hand", &u.Hand},
			{"imported_at", &u.ImportedAt}, {"missing_at", &u.MissingAt}, {"gone", &u.Gone},
		}
	})
	periodTable = newTable("unit_period", func(p *units.Period) []column {
		return []column{{"id", &p.ID}, {"relation", &p.Relation}, {"name", &p.Name}, {"phone", &p.Phone},
			{"share", &p.Share}, {"contract", &p.Contract}, {"signed_at", &p.Signed}, {"from_at", &p.From},
			{"to_at", &p.To}, {"void", &p.Void}}
	})
)

// unitRecords are units in the frame of modules; their key is an id, or their number.
var unitRecords = moduleKind[units.Unit, *units.Unit]{
	table:  unitTable,
	record: func(u *units.Unit) *huiyin.Record { return &u.Record },
	parts:  func(u *units.Unit) []part { return []part{partOf[units.Period]{periodTable, &u.Periods}} },
	filed:  (*tx).fileUnit,
}

// unitRows reads units without their periods.
func unitRows(q querier, cond string, args ...any) (out []*units.Unit, err error) {
	err = q.query("SELECT "+joined(unitTable.cols)+" FROM unit WHERE "+cond, args, func(rows *sql.Rows) error {
		for rows.Next() {
			u := &units.Unit{}
			if err := rows.Scan(unitTable.targets(u)...); err != nil {
				return err
			}
			out = append(out, u)
		}
		return nil
	})
	return out, err
}

// loadUnits reads units whole, with their periods.
func loadUnits(q querier, cond string, args ...any) ([]*units.Unit, error) {
	out, err := unitRows(q, cond, args...)
	for _, u := range out {
		if err == nil {
			for _, p := range unitRecords.parts(u) {
				err = errors.Join(err, q.query(p.query(), []any{u.ID}, p.scan))
			}
			u.Loaded()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("load units: %w", err)
	}
	return out, nil
}

func loadUnit(q querier, cond string, args ...any) (*units.Unit, error) {
	found, err := loadUnits(q, cond, args...)
	if err == nil && len(found) == 0 {
		err = huiyin.NotFound()
	}
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

// unitPhones are the numbers by which a unit's present people are found (I8).
func unitPhones(u *units.Unit) (keys []string) {
	for _, p := range u.Periods {
		if p.Void || !p.To.IsZero() || u.Gone {
			continue
		}
		for _, n := range huiyin.Phones(p.Phone) {
			if !n.Nobody() && !slices.Contains(keys, n.Base) {
				keys = append(keys, n.Base)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// fileUnit files a unit under the numbers of its present people.
func (t *tx) fileUnit(u *units.Unit) error {
	if _, err := t.exec("DELETE FROM unit_phone WHERE unit = ?", u.ID); err != nil {
		return err
	}
	for _, key := range unitPhones(u) {
		if _, err := t.exec("INSERT INTO unit_phone (key, unit) VALUES (?, ?)", key, u.ID); err != nil {
			return fmt.Errorf("file unit: %w", err)
		}
	}
	return nil
}

// verifyUnits compares every unit with what the journal last sealed, and the numbers under which it is filed (rule J2).
func verifyUnits(q querier, sums map[string]string, v *Verdict) error {
	filed := map[int64][]string{}
	if err := q.query("SELECT unit, key FROM unit_phone ORDER BY key", nil, func(rows *sql.Rows) error {
		for rows.Next() {
			var id int64
			var key string
			if err := rows.Scan(&id, &key); err != nil {
				return err
			}
			filed[id] = append(filed[id], key)
		}
		return nil
	}); err != nil {
		return err
	}
	periods := map[int64][]units.Period{}
	if err := q.query("SELECT unit, "+joined(periodTable.cols)+" FROM unit_period ORDER BY id", nil, func(rows *sql.Rows) error {
		for rows.Next() {
			var unit int64
			var p units.Period
			if err := rows.Scan(append([]any{&unit}, periodTable.targets(&p)...)...); err != nil {
				return err
			}
			periods[unit] = append(periods[unit], p)
		}
		return nil
	}); err != nil {
		return err
	}
	return q.query("SELECT "+joined(unitTable.cols)+" FROM unit ORDER BY id", nil, func(rows *sql.Rows) error {
		for rows.Next() {
			u := &units.Unit{}
			if err := rows.Scan(unitTable.targets(u)...); err != nil {
				return err
			}
			u.Periods = periods[u.ID]
			delete(periods, u.ID)
			if sums[u.Number] != unitRecords.fingerprint(u) {
				v.wrong("unit %s differs from what the journal last sealed", u.Number)
			}
			delete(sums, u.Number)
			if !slices.Equal(filed[u.ID], unitPhones(u)) {
				v.wrong("unit %s is filed under other numbers than its people's", u.Number)
			}
		}
		return nil
	})
}

// UnitAt reads a unit as a person may see it; one of a site that is none of theirs is not found (rules B11, P3).
func (s *Store) UnitAt(ctx context.Context, by huiyin.Actor, site, code string) (u *units.Unit, err error) {
	err = s.snapshot(ctx, func(q querier) error {
		u, err = loadUnit(q, "site = ? AND code = ?", site, code)
		return err
	})
	if err == nil {
		err = huiyin.MayOn(by, huiyin.ActionSeeUnits, u)
	}
	if err != nil {
		return nil, err
	}
	return u, nil
}

// sameUnits are the units of a site that a code may mean: one, or those of several parts of a building (rule B11).
func sameUnits(q querier, site, typed string) ([]*units.Unit, error) {
	room := huiyin.UnitRoom(typed)
	if site == "" || room == "" {
		return nil, nil
	}
	// ordered here: SQL would go through the site by its codes for the order
	found, err := loadUnits(q, "site = ? AND room = ? AND NOT gone LIMIT ?", site, room, mostSameUnits)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b *units.Unit) int { return strings.Compare(a.Code, b.Code) })
	code := units.CodeOf(typed)
	for _, u := range found {
		if u.Code == code {
			return []*units.Unit{u}, nil
		}
	}
	return slices.DeleteFunc(found, func(u *units.Unit) bool { return !huiyin.SameUnit(u.Typed, typed) }), nil
}

// mostSameUnits is how many units of one room are looked at.
const mostSameUnits = 20

// UnitsMeant are the units of a site that what was typed may mean, as far as the person may see them (rule B11).
func (s *Store) UnitsMeant(ctx context.Context, by huiyin.Actor, site, typed string) (out []*units.Unit, err error) {
	if !units.SeesSite(by, site) {
		return nil, nil
	}
	err = s.snapshot(ctx, func(q querier) error {
		out, err = sameUnits(q, site, typed)
		return err
	})
	return out, err
}

// ChangeUnit lets fn change a unit and stores it with its journal, all or nothing.
func (s *Store) ChangeUnit(ctx context.Context, once Once, site, code string, version int64,
	fn func(*units.Unit) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		return change(t, unitRecords.records(), units.Number(site, code), version, fn)
	})
	return err
}

// UnitRevealed tells whether a person has lately seen the phones of a unit's people (rule P5).
func (s *Store) UnitRevealed(ctx context.Context, by huiyin.Actor, u *units.Unit, since time.Time) (is bool, err error) {
	return ownerRevealed(reader{ctx, s}, by, u, since)
}

func ownerRevealed(q querier, by huiyin.Actor, u *units.Unit, since time.Time) (is bool, err error) {
	err = q.row("SELECT EXISTS (SELECT 1 FROM journal WHERE subject = ? AND action = ? AND by = ? AND at > ?)",
		[]any{u.Number, string(huiyin.ActionRevealOwner), by.Account, since.UnixMilli()}, &is)
	return is, err
}

// LookUpUnits finds units by a whole phone of their present people, or by a whole code of a site. It is counted before it
// is looked at, once within the window, and what it shows is a reveal (rules B11, P11, P5).
func (s *Store) LookUpUnits(ctx context.Context, by huiyin.Actor, now time.Time, ask huiyin.Question) (out []*units.Unit,
	err error) {
	var refused error
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		asked, err := askedLately(t, by, now, ask)
		if err != nil {
			return err
		}
		if !asked {
			if refused, err = t.tryToSearch(by, now, ask); refused != nil || err != nil {
				return err
			}
		}
		if out, err = t.unitsAsked(by, ask); err != nil {
			return err
		}
		for _, u := range out {
			if err := t.revealUnit(by, now, u); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = refused
	}
	return out, err
}

// unitsAsked finds what a question means.
func (t *tx) unitsAsked(by huiyin.Actor, ask huiyin.Question) (out []*units.Unit, err error) {
	if ask.Phone == "" {
		if units.SeesSite(by, ask.Site) {
			out, err = sameUnits(t, ask.Site, ask.Unit)
		}
		return out, err
	}
	for _, n := range huiyin.Phones(ask.Phone) {
		found, err := loadUnits(t, "id IN (SELECT unit FROM unit_phone WHERE key = ?) AND NOT gone ORDER BY id LIMIT ?", n.Base,
			mostSameUnits)
		if err != nil {
			return nil, err
		}
		out = append(out, slices.DeleteFunc(found, func(u *units.Unit) bool { return !u.Visible(by) })...)
	}
	return out, nil
}

// revealUnit notes that a person has seen whose a unit is, once within the window of a look-up.
func (t *tx) revealUnit(by huiyin.Actor, now time.Time, u *units.Unit) error {
	if known, err := ownerRevealed(t, by, u, now.Add(-huiyin.LookUpWindow)); err != nil || known {
		return err
	}
	return change(t, unitRecords.records(), u.ID, 0, func(u *units.Unit) error { return u.Revealed(by, now) })
}

// UnitFilter says which units of a site are listed.
type UnitFilter struct {
	Site, Query, Building string
	State                 units.State
	Missing               bool
	After                 string // the code after which the page begins
}

// UnitsListed lists the units of a site by their codes, a page of them without their periods, and where the next one
// begins (rule B11).
func (s *Store) UnitsListed(ctx context.Context, by huiyin.Actor, f UnitFilter) (out []*units.Unit, next string, err error) {
	if !units.SeesSite(by, f.Site) {
		return nil, "", nil
	}
	conds := []condition{{"site = ? AND NOT gone AND code > ?", []any{f.Site, f.After}}}
	for _, begins := range []string{units.CodeOf(f.Query), strings.ToUpper(f.Building)} {
		if begins != "" {
			conds = append(conds, condition{"code >= ? AND code < ? || char(1114111)", []any{begins, begins}})
		}
	}
	if f.State != "" {
		conds = append(conds, condition{"state = ?", []any{string(f.State)}})
	}
	if f.Missing {
		conds = append(conds, condition{"missing_at IS NOT NULL", nil})
	}
	cond, args := where(conds)
	err = s.snapshot(ctx, func(q querier) error {
		out, err = unitRows(q, cond+" ORDER BY code LIMIT ?", append(args, pageRows+1)...)
		return err
	})
	if len(out) > pageRows {
		out = out[:pageRows]
		next = out[pageRows-1].Code
	}
	return out, next, err
}

// UnitCount is how many units a site has.
func (s *Store) UnitCount(ctx context.Context, site string) (n int, err error) {
	err = reader{ctx, s}.row("SELECT count(*) FROM unit WHERE site = ? AND NOT gone", []any{site}, &n)
	return n, err
}

// CasesOfUnit are the complaints of a unit that a person may see, the newest first (rules B11, P3).
func (s *Store) CasesOfUnit(ctx context.Context, by huiyin.Actor, u *units.Unit) (out []*huiyin.Complaint, err error) {
	err = s.snapshot(ctx, func(q querier) error {
		out, err = casesOfUnit(q, by, u.Site, u.Typed)
		return err
	})
	return out, err
}

// casesOfUnit is CasesOfUnit for a unit as it is typed.
func casesOfUnit(q querier, by huiyin.Actor, site, typed string) ([]*huiyin.Complaint, error) {
	cond, args := where(scopeOf(by).flat())
	found, err := complaintRows(q, "SELECT c."+strings.Join(complaintTable.cols, ", c.")+" FROM complaint c WHERE c.site = ? "+
		"AND c.unit_key = ? AND c.unit_key <> '' AND "+cond+" ORDER BY c.received_at DESC, c.id DESC LIMIT ?",
		append(append([]any{site, huiyin.UnitRoom(typed)}, args...), mostSeen))
	return slices.DeleteFunc(found, func(c *huiyin.Complaint) bool { return !huiyin.SameUnit(c.Unit, typed) }), err
}
