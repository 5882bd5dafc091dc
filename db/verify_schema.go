package db

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/pressly/goose/v3"
)

// schema is what a database is made of: triggers, indexes and views by their text, tables by their columns, each under
// its kind and name. Tables get columns in the order in which migrations happened to come, which differs.
type schema map[string]string

// freshSchema is the schema that the migrations make, in a database of its own in memory.
var freshSchema = sync.OnceValues(func() (s schema, err error) {
	pool, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, pool.Close()) }()
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, dir, goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	if _, err := provider.Up(ctx); err != nil {
		return nil, err
	}
	conns, err := openConns(ctx, pool, 1)
	if err != nil {
		return nil, err
	}
	s, err = readSchema(reader{ctx, &Store{readers: conns}})
	return s, errors.Join(err, conns.close())
})

func readSchema(q querier) (schema, error) {
	s := schema{}
	var tables []string
	err := q.query("SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE "+
		"'sqlite\\_%' ESCAPE '\\'", nil, func(rows *sql.Rows) error {
		for rows.Next() {
			var kind, name, text string
			if err := rows.Scan(&kind, &name, &text); err != nil {
				return err
			}
			if kind == "table" && !strings.HasPrefix(text, "CREATE VIRTUAL") {
				tables = append(tables, name)
				continue
			}
			plain := strings.NewReplacer(`"`, "", "`", "").Replace(text)
			s[kind+" "+name] = strings.Join(strings.Fields(plain), " ")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, name := range tables {
		cols, err := all[string](q, `SELECT name || ' ' || type || ' ' || "notnull" || ' ' || pk || ' ' || coalesce(`+
			`dflt_value, '') FROM pragma_table_info(?) ORDER BY name`, name)
		if err != nil {
			return nil, err
		}
		s["table "+name] = strings.Join(cols, ", ")
	}
	return s, nil
}

// verifySchema compares the schema with what the migrations make: a trigger that was dropped no longer keeps the
// journal from being changed, and one that was added acts by itself (rule J2).
func verifySchema(q querier, v *Verdict) error {
	right, err := freshSchema()
	if err != nil {
		return err
	}
	has, err := readSchema(q)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(right)) {
		switch text, there := has[name]; {
		case !there:
			v.wrong("the database lacks its %s", name)
		case text != right[name]:
			v.wrong("the database's %s is not as huiyin makes it", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(has)) {
		if _, known := right[name]; !known {
			v.wrong("the database has a %s that huiyin does not make", name)
		}
	}
	return nil
}
