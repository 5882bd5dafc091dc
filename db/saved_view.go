package db

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"huiyin/huiyin"
)

var viewTable = newTable("saved_view", func(v *huiyin.View) []column {
	return []column{
		{"id", &v.ID}, {"owner", &v.Owner}, {"name", &v.Name}, {"query", &v.Query}, {"share", &v.Share},
		{"at", &v.At},
	}
})

func loadViews(q querier, cond string, args ...any) (out []huiyin.View, err error) {
	err = q.query("SELECT "+joined(viewTable.cols)+" FROM saved_view WHERE "+cond, args, func(rows *sql.Rows) error {
		for rows.Next() {
			var v huiyin.View
			if err := rows.Scan(viewTable.targets(&v)...); err != nil {
				return err
			}
			out = append(out, v)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load views: %w", err)
	}
	return out, nil
}

// Views lists the views that a person is offered: their own first, in the order in which they were saved.
func (s *Store) Views(ctx context.Context, by huiyin.Actor) ([]huiyin.View, error) {
	list, err := loadViews(reader{ctx, s}, "owner = ? UNION ALL SELECT "+joined(viewTable.cols)+" FROM saved_view WHERE share >= ? AND share > 0 AND owner <> ?", by.Account, int(by.Role), by.Account)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(v huiyin.View) bool { return !v.SeenBy(by.Org, by.Person) })
	slices.SortFunc(list, func(a, b huiyin.View) int {
		switch own := a.Owner == by.Account; {
		case own == (b.Owner == by.Account):
			return cmp.Compare(a.ID, b.ID)
		case own:
			return -1
		}
		return 1
	})
	return list, nil
}

// ChangeViews changes the views of a person and writes it into the journal (rule J1).
func (s *Store) ChangeViews(ctx context.Context, once Once, by huiyin.Actor, fn func(*huiyin.Views) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		before, err := loadViews(t, "owner = ? ORDER BY id", by.Account)
		if err != nil {
			return err
		}
		views := huiyin.Views{List: slices.Clone(before)}
		if err := fn(&views); err != nil {
			return err
		}
		for _, v := range before {
			if !slices.ContainsFunc(views.List, func(w huiyin.View) bool { return w.ID == v.ID }) {
				if _, err := t.exec("DELETE FROM saved_view WHERE id = ?", v.ID); err != nil {
					return fmt.Errorf("drop view: %w", err)
				}
			}
		}
		for i := range views.List {
			row := viewTable.values(&views.List[i])
			var err error
			switch {
			case views.List[i].ID == 0:
				_, err = t.exec(insertSQL(viewTable.name, viewTable.cols[1:], 1), row[1:]...)
			case !slices.Contains(before, views.List[i]):
				_, err = t.exec(updateSQL(viewTable.name, viewTable.cols[1:], "id"), append(row[1:], row[0])...)
			}
			if err != nil {
				return fmt.Errorf("save view: %w", err)
			}
		}
		return t.append(views.Journal(), "")
	})
	return err
}
