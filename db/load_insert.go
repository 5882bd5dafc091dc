package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
)

// inserts are statements of one transaction. They go around database/sql, whose bookkeeping would take as
// long as the rows.
//
// Search texts wait until end, one a statement: any statement of many rows would write out their index.
type inserts struct {
	ctx          context.Context
	kept         map[string]driver.Stmt
	args         []driver.NamedValue
	names, texts rows
}

func (t *tx) inserts() *inserts {
	return &inserts{ctx: t.ctx, kept: map[string]driver.Stmt{}, names: rows{table: "names", cols: columns("rowid t")},
		texts: rows{table: "texts", cols: columns("rowid t")}}
}

// end writes what has waited.
func (in *inserts) end(t *tx) error { return in.all(t, []*rows{&in.names, &in.texts}, 1) }

// all inserts the rows of tables, up to most with one statement.
func (in *inserts) all(t *tx, tables []*rows, most int) error {
	return t.conn.sql.Raw(func(conn any) error {
		for _, r := range tables {
			if err := in.write(conn.(driver.ConnPrepareContext), r, most); err != nil {
				return fmt.Errorf("%s: %w", r.table, err)
			}
		}
		return nil
	})
}

func (in *inserts) close() error {
	var errs []error
	for _, st := range in.kept {
		errs = append(errs, st.Close())
	}
	return errors.Join(errs...)
}

// write inserts rows, up to most with one statement. What is empty in all of them stands in the statement,
// because binding costs as much as storing. Where a row does not fit, the transaction is undone, for which
// SQLite keeps nothing besides.
func (in *inserts) write(conn driver.ConnPrepareContext, r *rows, most int) error {
	if len(r.args) == 0 {
		return nil
	}
	width := len(r.cols)
	row, bound := r.row()
	for rest := r.args; len(rest) > 0; {
		n := most
		if len(rest) < n*width {
			n = 1
		}
		query := "INSERT OR ROLLBACK INTO " + r.table + " (" + joined(r.cols) + ") VALUES " +
			strings.TrimSuffix(strings.Repeat(row+",", n), ",")
		st := in.kept[query]
		if st == nil {
			var err error
			if st, err = conn.PrepareContext(in.ctx, query); err != nil {
				return err
			}
			in.kept[query] = st
		}
		for ; len(rest) >= n*width; rest = rest[n*width:] {
			in.args = in.args[:0]
			for first := 0; first < n*width; first += width {
				for _, col := range bound {
					in.args = append(in.args, driver.NamedValue{Ordinal: len(in.args) + 1, Value: rest[first+col]})
				}
			}
			if _, err := st.(driver.StmtExecContext).ExecContext(in.ctx, in.args); err != nil {
				return err
			}
		}
	}
	return nil
}

// row is what VALUES says of each row, and which columns are bound.
func (r *rows) row() (values string, bound []int) {
	width := len(r.cols)
	list := make([]string, width)
	for col := range width {
		v := r.args[col]
		same := v == nil || v == "" || v == int64(0)
		for at := col; same && at < len(r.args); at += width {
			same = r.args[at] == v
		}
		switch {
		case !same:
			list[col], bound = "?", append(bound, col)
		case v == nil:
			list[col] = "NULL"
		case v == "":
			list[col] = "''"
		default:
			list[col] = "0"
		}
	}
	return "(" + joined(list) + ")", bound
}
