package db_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
)

// backedUp is a small installation as a backup.
func backedUp(t testing.TB) []byte {
	t.Helper()
	s := dbtest.New(t)
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), nil)
	if _, _, err := s.KeepFile(strings.NewReader("内容"), 100); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "b.zip")
	if err := db.Backup(t.Context(), s.Dir(), to); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// withEntry is a backup with one more thing in it, which may say to be larger than it is.
func withEntry(t testing.TB, backup []byte, name string, content []byte, more uint64) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(backup), int64(len(backup)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range from.File {
		if err := z.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	h := &zip.FileHeader{Name: name, Method: zip.Store, UncompressedSize64: uint64(len(content)) + more,
		CompressedSize64: uint64(len(content))}
	if w, err := z.CreateRaw(h); err == nil { // else no zip can bear the name
		_, _ = w.Write(content)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// restored restores a file into a directory beside others, and fails the test when it leaves it, or leaves
// something in it that it has not verified.
func restored(t *testing.T, backup []byte) error {
	t.Helper()
	around := t.TempDir()
	source, dir := filepath.Join(around, "b.zip"), filepath.Join(around, "a", "data")
	if err := os.WriteFile(source, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(around, "a"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := db.Restore(t.Context(), source, dir)
	for _, place := range []string{around, filepath.Join(around, "a")} {
		for _, name := range names(t, place) {
			if name != "a" && name != "b.zip" && name != "data" {
				t.Errorf("%s came out of the backup", filepath.Join(place, name))
			}
		}
	}
	if left := names(t, dir); err != nil && len(left) > 0 {
		t.Errorf("refused with %v, and left %v", err, left)
	}
	return err
}

// No name in a backup leads out of the installation or beside its database, and none says what is not so.
func TestRestoreTakesNothingElse(t *testing.T) {
	backup := backedUp(t)
	if err := restored(t, backup); err != nil {
		t.Fatal(err)
	}
	hash := strings.Repeat("ab", 32)
	for name, tt := range map[string]struct {
		name string
		more uint64
	}{
		"above": {"../x", 0}, "above files": {"files/../../x", 0}, "beside the database": {"files/../huiyin.db-wal", 0},
		"a journal": {"huiyin.db-journal", 0}, "absolute": {"/etc/x", 0},
		"a drive": {`C:\x`, 0}, "backslashes": {`files\..\..\x`, 0}, "a folder": {"files/ab/", 0}, "no name": {"", 0},
		"NUL": {"files/ab/" + hash[:63] + "\x00", 0}, "no hash": {"files/ab/x", 0},
		"upper case": {"FILES/ab/" + hash, 0}, "the database twice": {"huiyin.db", 0},
		"one that is there": {"files/c2/" + hash, 1 << 62}, "larger than the disk": {"files/ab/" + hash, 1 << 50},
		"larger than it is": {"files/ab/" + hash, 5}, "not what its name says": {"files/ab/" + hash, 0},
	} {
		if err := restored(t, withEntry(t, backup, tt.name, []byte("x"), tt.more)); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
}

// Whatever is given to restore, it is restored and verified or refused, and nothing of it lies anywhere else.
func FuzzRestore(f *testing.F) {
	backup := backedUp(f)
	f.Add("files/../x", []byte("x"), uint32(0), []byte(nil))
	f.Add("huiyin.db", []byte("SQLite format 3\x00"), uint32(4), []byte{0, 0, 0, 0})
	f.Add("files/ab/"+strings.Repeat("ab", 32), []byte("x"), uint32(1<<31), []byte{0xFF})
	f.Fuzz(func(t *testing.T, name string, content []byte, at uint32, mutated []byte) {
		b := bytes.Clone(backup)
		if len(mutated) > 0 {
			copy(b[int(at)%len(b):], mutated)
			_ = restored(t, b)
			return
		}
		_ = restored(t, withEntry(t, backup, name, content, uint64(at)))
	})
}
