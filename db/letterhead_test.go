package db_test

import (
	"bytes"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// How the papers look comes back after a restart and out of a backup, a logo taken away may come again,
// and who changes the picture behind the journal's back is found (rules J1, J2).
func TestJ1_PrintSettingsAreKept(t *testing.T) {
	s := dbtest.New(t)
	admin := dbtest.Actor(t, s, "admin")
	set := func(p huiyin.Letterhead) error {
		return s.ChangeOrg(t.Context(), db.Once{},
			func(o *huiyin.Org) error { return o.SetLetterhead(admin, dbtest.Now, p) })
	}
	logo := huiyin.NewLogo(bytes.Repeat([]byte{0, 0xFF, 7}, 999), 33, 20)
	want := huiyin.Letterhead{Name: "甲𬱖", Footer: "乙", Script: huiyin.Traditional, Logo: logo,
		Unsealed: []huiyin.Paper{"letter"}, Unsigned: []huiyin.Box{huiyin.BoxRecorder, huiyin.BoxVP}}
	for _, p := range []huiyin.Letterhead{want, {}, {Logo: huiyin.NewLogo([]byte("x"), 1, 1)}, want} {
		if err := set(p); err != nil {
			t.Fatal(err)
		}
		if d := gocmp.Diff(p, s.Org().Letterhead); d != "" {
			t.Errorf("- set, + seen:\n%s", d)
		}
	}
	if err := set(huiyin.Letterhead{Name: strings.Repeat("长", 99)}); huiyin.KindOf(err) != huiyin.KindInvalid {
		t.Error(err)
	}
	if err := s.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error {
		o.Letterhead.Footer = "丙"
		return nil
	}); err == nil {
		t.Error("changed without a journal entry")
	}
	if d := gocmp.Diff(want, s.Org().Letterhead); d != "" {
		t.Errorf("a refused change shows:\n%s", d)
	}
	clean(t, s)

	target := filepath.Join(t.TempDir(), "b.zip")
	if err := db.Backup(t.Context(), s.Dir(), target); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "restored")
	if v, err := db.Restore(t.Context(), target, dir); err != nil || len(v.Wrong) > 0 {
		t.Fatal(v.Wrong, err)
	}
	again, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if d := gocmp.Diff(want, again.Org().Letterhead); d != "" {
		t.Errorf("- set, + out of the backup:\n%s", d)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	pool, err := sql.Open("sqlite", filepath.Join(dir, "huiyin.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = pool.Exec("UPDATE logo SET content = x'00' WHERE hash = ?", logo.Hash)
	if err := errors.Join(err, pool.Close()); err != nil {
		t.Fatal(err)
	}
	if v, err := db.Verify(t.Context(), dir); err != nil || len(v.Wrong) != 1 {
		t.Errorf("another picture under the logo's name: %v, %v", v.Wrong, err)
	}
}
