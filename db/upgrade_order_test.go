package db_test

import (
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"huiyin/db"
	"huiyin/db/dbtest"
)

// installed is a data directory as a program had made it that knew the migrations up to one, but for some; ok tells
// whether they can stand without those.
func installed(t *testing.T, upTo int64, without ...int64) (dir string, ok bool) {
	t.Helper()
	files, dir := fstest.MapFS{}, t.TempDir()
	err := fs.WalkDir(os.DirFS("migrations"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		version, err := goose.NumericComponent(name)
		if err != nil || version > upTo || slices.Contains(without, version) {
			return err
		}
		text, err := os.ReadFile("migrations/" + name)
		files[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	pool := raw(t, dir)
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, files, goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.Up(t.Context()); err != nil {
		_ = pool.Close()
		return "", false
	}
	if _, err := pool.Exec("INSERT INTO setting (name, value) VALUES ('from', 'before')"); err != nil {
		t.Fatal(err)
	}
	return dir, pool.Close() == nil
}

// Branches land in any order, so an installation may have any migration but one below it: it is upgraded all the same,
// after a copy, and nothing is lacking afterwards. The first are what main has held since its beginning; then each of
// the newest, which is what branches still bring.
func TestAnUpgradeFillsWhatLacksBelow(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	type set struct {
		upTo    int64
		without []int64
	}
	sets := []set{{6, []int64{5}}, {14, []int64{10, 12, 13}}, {14, []int64{12}}, {14, []int64{12, 13}},
		{22, []int64{16, 17, 18, 19, 20, 21}}, {22, []int64{16, 18, 19, 20, 21}}, {22, []int64{18, 19, 20, 21}},
		{22, []int64{19, 20, 21}}, {22, []int64{19, 21}}, {22, []int64{21}}, {26, []int64{25}}}
	made := len(sets)
	all := names(t, "migrations")
	versions := make([]int64, len(all))
	for i, name := range all {
		v, err := goose.NumericComponent(name)
		if err != nil {
			t.Fatal(err)
		}
		versions[i] = v
	}
	newest := versions[len(versions)-1]
	for _, missing := range versions[len(versions)-13 : len(versions)-1] {
		sets = append(sets, set{newest, []int64{missing}})
	}
	for i, of := range sets {
		dir, ok := installed(t, of.upTo, of.without...)
		if !ok {
			if i < made {
				t.Errorf("%v cannot be made", of)
			}
			continue // what comes later rests on it
		}
		s, err := db.Open(t.Context(), dir)
		if err != nil {
			t.Errorf("%v: %v", of, err)
			continue
		}
		clean(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if v, err := db.Verify(t.Context(), dir); err != nil || len(v.Wrong) > 0 {
			t.Errorf("%v: %v %v", of, v.Wrong, err)
		}
		got := column(t, raw(t, dir), "SELECT version_id FROM goose_db_version WHERE is_applied ORDER BY version_id")
		if n := len(names(t, "migrations")); len(got) != n+1 {
			t.Errorf("%v: %d of %d migrations: %v", of, len(got)-1, n, got)
		}
	}
}

// What was written by an older program is not verified but started first, in words.
func TestVerifyNamesAnOlderDatabase(t *testing.T) {
	t.Parallel()
	for _, upTo := range []int64{14, 37} {
		dir, ok := installed(t, upTo)
		if !ok {
			t.Fatal("not made")
		}
		_, err := db.Verify(t.Context(), dir)
		want := fmt.Sprintf("older huiyin (version %d); start the portal once", upTo)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("version %d: %v", upTo, err)
		}
	}
}
