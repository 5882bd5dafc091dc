package db_test

import (
	"archive/zip"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// names are the files in a folder.
func names(t *testing.T, folder string) (out []string) {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}

func TestBackupByPlan(t *testing.T) {
	s := dbtest.New(t)
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), nil)
	first, second := t.TempDir(), t.TempDir()
	for _, n := range []string{"by-hand.zip", "huiyin-20200101-000000.zip.old", "huiyin-20200101-000000.zip"} {
		if err := os.WriteFile(filepath.Join(first, n), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := huiyin.DefaultBackupPlan()
	p.Folder, p.Second, p.Keep = first, second, 2
	at := time.Date(2026, 3, 2, 2, 30, 0, 0, s.Org().Zone)
	for range 3 {
		if err := s.BackUp(t.Context(), p, at); err != nil {
			t.Fatal(err)
		}
		at = at.AddDate(0, 0, 1)
	}
	kept := []string{"huiyin-20260303-023000.zip", "huiyin-20260304-023000.zip"}
	if got := names(t, first); !slices.Equal(got,
		append([]string{"by-hand.zip", "huiyin-20200101-000000.zip.old"}, kept...)) {
		t.Errorf("first folder: %v", got)
	}
	if got := names(t, second); !slices.Equal(got, kept) {
		t.Errorf("second folder: %v", got)
	}
	v, err := s.Backups(t.Context())
	if err != nil || !v.Good.Equal(at.AddDate(0, 0, -1)) || !v.Tried.Equal(v.Good) || v.Failed != "" ||
		v.File != filepath.Join(first, kept[1]) {
		t.Errorf("%+v, %v", v, err)
	}
	for _, folder := range []string{first, second} {
		got, err := db.Restore(t.Context(), filepath.Join(folder, kept[1]), filepath.Join(t.TempDir(), "restored"))
		if err != nil || got.Complaints != 1 || len(got.Wrong) > 0 {
			t.Errorf("%+v, %v", got, err)
		}
	}

	// One that fails leaves the good ones, its reason, and nothing else.
	good := v.Good
	for name, broken := range map[string]func(*huiyin.BackupPlan){
		"no folder":        func(p *huiyin.BackupPlan) { p.Folder = filepath.Join(first, "gone") },
		"no second folder": func(p *huiyin.BackupPlan) { p.Second = filepath.Join(second, "gone") },
	} {
		p := *p
		broken(&p)
		if err := s.BackUp(t.Context(), &p, at); err == nil {
			t.Errorf("%s: backed up", name)
		}
		v, err := s.Backups(t.Context())
		if err != nil || v.Failed == "" || !v.Tried.Equal(at) {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
		at = at.AddDate(0, 0, 1)
	}
	if v, err = s.Backups(t.Context()); err != nil || v.Good.Before(good) {
		t.Errorf("%+v, %v", v, err)
	}
	if got := names(t, second); !slices.Equal(got, kept) {
		t.Errorf("second folder: %v", got)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := s.BackUp(stopped, huiyin.DefaultBackupPlan(), at); err == nil {
		t.Error("a portal that stops backs up")
	}
	if got := names(t, filepath.Join(s.Dir(), "backups")); len(got) > 0 {
		t.Errorf("cut off, it leaves %v", got)
	}
}

func TestADamagedBackupIsNone(t *testing.T) {
	s := dbtest.New(t)
	file := filepath.Join(t.TempDir(), "huiyin.zip")
	if err := db.Backup(t.Context(), s.Dir(), file); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, broken := range map[string][]byte{
		"truncated": b[:len(b)/2],
		"changed":   slices.Concat(b[:len(b)/2], []byte{b[len(b)/2] ^ 1}, b[len(b)/2+1:]),
		"empty":     {},
	} {
		file, dir := filepath.Join(t.TempDir(), "huiyin.zip"), filepath.Join(t.TempDir(), "restored")
		if err := os.WriteFile(file, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Restore(t.Context(), file, dir); err == nil {
			t.Errorf("%s: restored", name)
		}
		if left := names(t, dir); len(left) > 0 {
			t.Errorf("%s: leaves %v", name, left)
		}
	}
}

// older makes an installation as an older huiyin left it, with one category.
func older(t *testing.T, version int64) string {
	t.Helper()
	dir := t.TempDir()
	pool := raw(t, dir)
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, os.DirFS("migrations"),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec("INSERT INTO setting (name, value) VALUES ('from', 'before')"); err != nil {
		t.Fatal(err)
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAnUpgradeBacksUpFirst(t *testing.T) {
	dir := older(t, 10)
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	kept := names(t, filepath.Join(dir, "backups"))
	if len(kept) != 1 || !strings.HasPrefix(kept[0], "before-upgrade-10-to-") {
		t.Fatal(kept)
	}
	file := filepath.Join(dir, "backups", kept[0])
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if len(z.File) != 2 || z.File[0].Name != "huiyin.db" || z.File[1].Name != "manifest.json" {
		t.Error("the copy holds more than the database and its manifest")
	}
	src, err := z.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	back := t.TempDir()
	out, err := os.Create(filepath.Join(back, "huiyin.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := out.ReadFrom(src); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if got := column(t, raw(t, back),
		"SELECT value FROM setting WHERE name = 'from' UNION ALL SELECT max(version_id) FROM "+
			"goose_db_version"); !slices.Equal(got, []string{"before", "10"}) {
		t.Errorf("the copy is %v", got)
	}
	if s, err = db.Open(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, filepath.Join(dir, "backups")); !slices.Equal(got, kept) {
		t.Errorf("opened again: %v", got)
	}
}

// An upgrade that fails says where the database of before lies; the tables stay as they were.
func TestAnUpgradeThatFailsIsRefused(t *testing.T) {
	dir := older(t, 12)
	pool := raw(t, dir)
	if _, err := pool.Exec("CREATE TABLE fact (x)"); err != nil { // which the next migration wants to make
		t.Fatal(err)
	}
	if _, err := db.Open(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "migrate") {
		t.Fatal(err)
	}
	if got := column(t, pool, "SELECT max(version_id) FROM goose_db_version"); !slices.Equal(got, []string{"12"}) {
		t.Error(got)
	}
	if got := names(t, filepath.Join(dir, "backups")); len(got) != 1 {
		t.Error(got)
	}
	if _, err := pool.Exec("DROP TABLE fact"); err != nil {
		t.Fatal(err)
	}
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
