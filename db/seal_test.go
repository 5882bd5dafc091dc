package db_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
)

// A sealed backup shows nothing to who has not its secret key, and is restored by who has (TRUST 16).
func TestSealedBackup(t *testing.T) {
	s := dbtest.New(t)
	dir := t.TempDir()
	key, other := filepath.Join(dir, "key"), filepath.Join(dir, "other")
	public, err := db.NewSeal(key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.NewSeal(key); err == nil {
		t.Error("a key was written over")
	}
	if _, err := db.NewSeal(other); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(dir, "b", "today.zip.age")
	if err := os.Mkdir(filepath.Dir(target), 0o700); err != nil {
		t.Fatal(err)
	}
	head, err := db.SealedBackup(t.Context(), s.Dir(), target, public)
	if err != nil || head.Hash == "" {
		t.Fatal(head, err)
	}
	b, err := os.ReadFile(target)
	if err != nil || bytes.Contains(b, []byte("SQLite format")) || bytes.Contains(b, []byte("huiyin.db")) {
		t.Errorf("it shows what it holds: %v", err)
	}
	for _, where := range []string{s.Dir(), filepath.Dir(target)} {
		if left, _ := filepath.Glob(filepath.Join(where, ".huiyin-backup-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	into := func() string { return filepath.Join(t.TempDir(), "data") }
	cut := filepath.Join(dir, "cut.age")
	if err := os.WriteFile(cut, b[:len(b)-100], 0o600); err != nil {
		t.Fatal(err)
	}
	spoilt := filepath.Join(dir, "spoilt.age")
	b[len(b)/2] ^= 1
	if err := os.WriteFile(spoilt, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ source, key, want string }{
		"no key":           {target, "", "name the file with its secret key"},
		"another key":      {target, other, "cannot be opened"},
		"a key that is no": {target, target, "holds no key"},
		"none there":       {target, filepath.Join(dir, "none"), "no such file"},
		"cut off":          {cut, key, "cut.age"},
		"spoilt":           {spoilt, key, "spoilt.age"},
	} {
		d := into()
		if _, err := db.RestoreSealed(t.Context(), tt.source, tt.key, d); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(d); err == nil {
			t.Errorf("%s: something is left", name)
		}
	}
	d := into()
	v, err := db.RestoreSealed(t.Context(), target, key, d)
	if err != nil || len(v.Wrong) > 0 {
		t.Fatalf("%+v, %v", v, err)
	}
	if left, _ := filepath.Glob(filepath.Join(d, ".restoring-*")); len(left) > 0 {
		t.Errorf("left in the clear: %v", left)
	}
	open := filepath.Join(dir, "open.zip")
	if err := db.Backup(t.Context(), s.Dir(), open); err != nil {
		t.Fatal(err)
	}
	if _, err := db.RestoreSealed(t.Context(), open, key, into()); err == nil || !strings.Contains(err.Error(), "leave --key out") {
		t.Errorf("an open one: %v", err)
	}
	swapped := map[bool]string{true: "p", false: "q"}[strings.HasSuffix(public, "q")]
	if err := db.CheckSeal(public[:len(public)-1] + swapped); err == nil {
		t.Error("a mistyped key is taken")
	}
}
