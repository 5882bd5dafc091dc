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
	list, err := loadViews(reader{ctx, s}, "owner = ? UNION ALL SELECT "+joined(viewTable.cols)+
		" FROM saved_view WHERE share >= ? AND share > 0 AND owner <> ?", by.Account, int(by.Role), by.Account)
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
	_, err := s.write(ctx, once, func(t *tx) error { return change(t, savedViews(), by.Account, 0, fn) })
	return err
}

// savedViews is the kind of people's views; their key is an account. The image of a view begins with its id.
func savedViews() kind[*huiyin.Views, [][]any] {
	return kind[*huiyin.Views, [][]any]{
		name: "views of",
		load: func(t *tx, key any) (*huiyin.Views, error) {
			list, err := loadViews(t, "owner = ? ORDER BY id", key)
			return &huiyin.Views{List: list}, err
		},
		image: func(vs *huiyin.Views) [][]any { return partOf[huiyin.View]{viewTable, &vs.List}.snapshot() },
		save:  (*tx).saveViews,
	}
}

// saveViews stores views that are new or differ, and removes those that are gone.
func (t *tx) saveViews(vs *huiyin.Views, before [][]any) error {
	old := map[any][]any{}
	for _, row := range before {
		old[row[0]] = row
		if slices.ContainsFunc(vs.List, func(v huiyin.View) bool { return row[0] == v.ID }) {
			continue
		}
		if _, err := t.exec("DELETE FROM saved_view WHERE id = ?", row[0]); err != nil {
			return fmt.Errorf("drop view: %w", err)
		}
	}
	for i := range vs.List {
		row := viewTable.values(&vs.List[i])
		was, ok := old[row[0]]
		var err error
		switch {
		case !ok:
			_, err = t.exec(insertSQL(viewTable.name, viewTable.cols[1:], 1), row[1:]...)
		case !equal(row, was):
			_, err = t.exec(updateSQL(viewTable.name, viewTable.cols[1:], "id"), append(row[1:], row[0])...)
		}
		if err != nil {
			return fmt.Errorf("save view: %w", err)
		}
	}
	return nil
}
