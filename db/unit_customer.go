package db

import (
	"context"
	"slices"

	"huiyin/huiyin"
	"huiyin/huiyin/units"
)

// mostElsewhere is how many places of one number are named.
const mostElsewhere = 5

// KnownElsewhere tells of each line of a file where the numbers of its people stand already, as far as the person may see
// it: at other units, and in customers' files (rules B11, P3, P4).
func (s *Store) KnownElsewhere(ctx context.Context, by huiyin.Actor, lines []units.Line) (out [][]units.Elsewhere, err error) {
	out = make([][]units.Elsewhere, len(lines))
	err = s.snapshot(ctx, func(q querier) error {
		for i, l := range lines {
			for _, p := range l.People {
				known, err := knownElsewhere(q, by, l, p)
				if err != nil {
					return err
				}
				out[i] = append(out[i], known...)
			}
		}
		return nil
	})
	return out, err
}

func knownElsewhere(q querier, by huiyin.Actor, l units.Line, p units.Period) (out []units.Elsewhere, err error) {
	note := func(e units.Elsewhere) {
		e.Other = huiyin.NameKey(e.Name) != huiyin.NameKey(p.Name)
		if !slices.Contains(out, e) && len(out) < mostElsewhere {
			out = append(out, e)
		}
	}
	for _, n := range huiyin.Phones(p.Phone) {
		if !by.Org.Identifies(n) {
			continue
		}
		found, err := loadUnits(q, "id IN (SELECT unit FROM unit_phone WHERE key = ?) AND NOT gone ORDER BY id LIMIT ?", n.Base,
			mostSameUnits)
		if err != nil {
			return nil, err
		}
		for _, u := range found {
			if u.Site == l.Site && u.Code == l.Code || !units.NamesOwners(by, u.Site) {
				continue
			}
			for _, at := range u.At(by.Org, p.Phone) {
				note(units.Elsewhere{Name: at.Name, Unit: u.Number})
			}
		}
	}
	keys := by.Org.KeysOfPhone(p.Phone)
	if len(keys) == 0 {
		return out, nil
	}
	files, err := all[int64](q, "SELECT DISTINCT file FROM customer_key WHERE key IN ("+placeholders(len(keys))+") LIMIT 10",
		anys(keys)...)
	for _, id := range files {
		var f *huiyin.CustomerFile
		if err == nil {
			f, err = loadFile(q, by, id)
		}
		if err == nil && len(f.Seen) > 0 && !slices.Contains(f.Barred, by.Account) {
			note(units.Elsewhere{Name: f.Seen[0].Name, File: f.Customer.ID})
		}
	}
	return out, err
}

// UnitsOf are the units at which a customer stands now, by their numbers: those whose owners the person reads (rules B1, B11).
func (s *Store) UnitsOf(ctx context.Context, by huiyin.Actor, phones []string) (out []*units.Unit, err error) {
	var keys []string
	for _, phone := range phones {
		for _, n := range huiyin.Phones(phone) {
			if by.Org.Identifies(n) && !slices.Contains(keys, n.Base) {
				keys = append(keys, n.Base)
			}
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	err = s.snapshot(ctx, func(q querier) error {
		out, err = loadUnits(q, "id IN (SELECT unit FROM unit_phone WHERE key IN ("+placeholders(len(keys))+
			")) AND NOT gone ORDER BY number LIMIT ?", append(anys(keys), mostSameUnits)...)
		return err
	})
	return slices.DeleteFunc(out, func(u *units.Unit) bool { return !units.NamesOwners(by, u.Site) }), err
}
