package db

import (
	"database/sql"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"

	"huiyin/huiyin"
)

// loadDirectory reads whom to call (rules K2, W16).
func loadDirectory(q querier, o *huiyin.Org) error {
	o.Directory = map[string][]huiyin.DirectoryEntry{}
	return q.query("SELECT owner, what, name, phone FROM directory ORDER BY owner, place", nil,
		func(rows *sql.Rows) error {
			for rows.Next() {
				var owner string
				var l huiyin.DirectoryEntry
				if err := rows.Scan(&owner, &l.What, &l.Name, &l.Phone); err != nil {
					return err
				}
				o.Directory[owner] = append(o.Directory[owner], l)
			}
			return nil
		})
}

func sumDirectory(h hash.Hash, o *huiyin.Org) {
	for _, owner := range slices.Sorted(maps.Keys(o.Directory)) {
		for _, l := range o.Directory[owner] {
			sumRow(h, "directory", []string{"owner", "what", "name", "phone"}, []any{owner, l.What, l.Name, l.Phone})
		}
	}
}

// putDirectory writes the lists that differ anew.
func (t *tx) putDirectory(before, now map[string][]huiyin.DirectoryEntry) error {
	var errs []error
	for owner, lines := range now {
		if slices.Equal(before[owner], lines) {
			continue
		}
		_, err := t.exec("DELETE FROM directory WHERE owner = ?", owner)
		errs = append(errs, err)
		for i, l := range lines {
			_, err := t.exec("INSERT INTO directory (owner, place, what, name, phone) VALUES (?, ?, ?, ?, ?)", owner, i,
				l.What, l.Name, l.Phone)
			errs = append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("store directory: %w", err)
	}
	return nil
}
