package db_test

import (
	"archive/zip"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// founded is an installation of the demo company, without a case.
func founded(t *testing.T) (dir string, s *db.Store) {
	t.Helper()
	dir = t.TempDir()
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ChangeOrg(t.Context(), db.Once{},
		func(o *huiyin.Org) error { return o.Found(dbtest.Now, huiyin.DemoCompany()) }); err != nil {
		t.Fatal(err)
	}
	return dir, s
}

// logIns writes entries that carry no fingerprint.
func logIns(t *testing.T, s *db.Store, n int) {
	t.Helper()
	for range n {
		if err := s.Note(t.Context(), huiyin.NewEntry("a01", huiyin.ActionLogIn, "session", dbtest.Now)); err != nil {
			t.Fatal(err)
		}
	}
}

// reopen gives the wrong that a start says, and that verify says.
func reopen(t *testing.T, dir string) (start string, wrong []string) {
	t.Helper()
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if start, err = s.CheckAnchors(t.Context()); err != nil {
		t.Fatal(err)
	}
	v, err := s.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	status, err := s.Status(t.Context(), dbtest.Now)
	if err != nil || (status.Anchor != nil) != (start != "") {
		t.Errorf("the status says %+v, the start %q (%v)", status.Anchor, start, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return start, v.Wrong
}

// A journal that was cut, resealed or put back to an earlier copy fits in itself; what stands outside tells.
func TestJ2J4_AShorterOrOtherJournalIsCalledSo(t *testing.T) {
	for name, tt := range map[string]struct {
		sql  string
		says string
	}{
		"nothing":              {"SELECT 1", ""},
		"the last entries cut": {"DELETE FROM journal WHERE id > (SELECT max(id) - 2 FROM journal)", "shorter"},
		"another hash at the end": {"UPDATE journal SET hash = '" + strings.Repeat("a", 64) +
			"' WHERE id = (SELECT max(id) FROM journal)", "not the one that was anchored"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, s := founded(t)
			logIns(t, s, 4)
			a, made, err := s.AnchorNight(t.Context(), dbtest.Now, 1500*time.Microsecond)
			if err != nil || !made || a.Hash != newestHash(t, s) || a.Drift != "2ms" {
				t.Fatalf("anchor %+v %t %v", a, made, err)
			}
			logIns(t, s, 1)
			if _, again, err := s.AnchorNight(t.Context(), dbtest.Now.Add(time.Minute), 0); again || err != nil {
				t.Errorf("a second anchor of the same night: %t %v", again, err)
			}
			if tt.says != "" {
				if _, made, err = s.AnchorNight(t.Context(), dbtest.Now.AddDate(0, 0, 1), 0); !made || err != nil {
					t.Fatal("no anchor in the next night", err)
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			pool := raw(t, dir)
			for _, trigger := range column(t, pool, "SELECT name FROM sqlite_master WHERE type = 'trigger' AND "+
				"name LIKE 'journal_no%' AND ? <> ''", tt.says) {
				if _, err := pool.Exec("DROP TRIGGER " + trigger); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := pool.Exec(tt.sql); err != nil {
				t.Fatal(err)
			}
			_ = pool.Close()
			start, wrong := reopen(t, dir)
			if tt.says == "" {
				if start != "" || len(wrong) > 0 {
					t.Errorf("a start says %q, verify %v", start, wrong)
				}
				return
			}
			if !strings.Contains(start, tt.says) || !slices.ContainsFunc(wrong,
				func(w string) bool { return strings.Contains(w, tt.says) }) {
				t.Errorf("a start says %q, verify %q; want %q", start, wrong, tt.says)
			}
		})
	}
}

// The whole database put back to an earlier copy: the backup's note is enough, and the file uploaded since is listed.
func TestJ2_ADatabasePutBackIsSeen(t *testing.T) {
	dir, s := founded(t)
	path := filepath.Join(dir, "huiyin.db")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if s, err = db.Open(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	logIns(t, s, 3)
	hash, _, err := s.KeepFile(strings.NewReader("后来的录音"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.BackUp(t.Context(), huiyin.DefaultBackupPlan(), dbtest.Now); err != nil {
		t.Fatal(err)
	}
	last, err := s.Backups(t.Context())
	if err != nil || last.Hash == "" || last.Entry == 0 {
		t.Fatalf("the backup's note %+v %v", last, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(last.File)
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Entries int64
		Hash    string
	}
	f, err := z.Open("manifest.json")
	if err == nil {
		err = json.NewDecoder(f).Decode(&m)
	}
	if err != nil || m.Entries != last.Entry || m.Hash != last.Hash {
		t.Errorf("the manifest says %+v (%v), the note %+v", m, err, last)
	}
	_ = z.Close()
	again := t.TempDir()
	v, err := db.Restore(t.Context(), last.File, again)
	if err != nil || len(v.Wrong) > 0 || v.Anchor.Entry != last.Entry {
		t.Errorf("restored: %+v %v", v, err)
	}

	if err := os.Remove(filepath.Join(dir, "anchors.log")); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		_ = os.Remove(path + suffix)
	}
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if start, wrong := reopen(t, dir); !strings.Contains(start, "shorter") || len(wrong) != 1 || wrong[0] != start {
		t.Errorf("a start says %q, verify %q", start, wrong)
	}
	v, err = db.Verify(t.Context(), dir)
	if err != nil || !slices.Equal(v.Unnamed, []string{"files/" + hash[:2] + "/" + hash}) {
		t.Errorf("unnamed files: %v %v", v.Unnamed, err)
	}
}

// Whoever holds a printed hash finds its entry; verify names the last anchor that fits.
func TestJ2J4_VerifyFindsAPrintedHash(t *testing.T) {
	s := dbtest.New(t)
	logIns(t, s, 2)
	hash, other := newestHash(t, s), strings.Repeat("0", 64)
	a, _, err := s.AnchorNight(t.Context(), dbtest.Now, 0)
	if err != nil {
		t.Fatal(err)
	}
	logIns(t, s, 1)
	v, err := s.Verify(t.Context(), other, hash)
	if err != nil || len(v.Wrong) > 0 || v.Anchor.Entry != a.Entry || v.Anchor.Hash != hash {
		t.Fatalf("%+v %v", v, err)
	}
	want := []db.Contained{{Hash: other}, {Hash: hash, Entry: int64(v.Entries) - 1, At: dbtest.Now}}
	if got := fmt.Sprint(v.Contains); got != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
	if waits, some, err := s.AnchorToMail(); err != nil || !some || waits.Hash != hash {
		t.Errorf("to be mailed: %+v %t %v", waits, some, err)
	}
	if err := s.AnchorMailed(dbtest.Now, a); err != nil {
		t.Fatal(err)
	}
	if waits, some, err := s.AnchorToMail(); err != nil || some {
		t.Errorf("mailed already: %+v %t %v", waits, some, err)
	}
}

// reseal rewrites an entry and every hash from it on, as whoever holds file and program can (loophole H21).
func reseal(t *testing.T, dir string, entry int64) {
	t.Helper()
	pool := raw(t, dir)
	const guards = " FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal_no%' ORDER BY name"
	again := column(t, pool, "SELECT sql"+guards)
	for _, trigger := range column(t, pool, "SELECT name"+guards) {
		if _, err := pool.Exec("DROP TRIGGER " + trigger); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := pool.Exec("UPDATE journal SET by = 'a02' WHERE id = ?", entry); err != nil {
		t.Fatal(err)
	}
	last := column(t, pool, "SELECT hash FROM journal WHERE id = ?", entry-1)[0]
	for _, id := range column(t, pool, "SELECT cast(id AS TEXT) FROM journal WHERE id >= ? ORDER BY id", entry) {
		var e huiyin.Entry
		var at, logged int64
		var detail string
		if err := pool.QueryRow("SELECT at, logged, by, \"for\", action, subject, version, from_state, to_state, detail, "+
			"sum, digest FROM journal WHERE id = ?", id).Scan(&at, &logged, &e.By, &e.For, &e.Action, &e.Subject, &e.Version,
			&e.From, &e.To, &detail, &e.Sum, &e.Digest); err != nil {
			t.Fatal(err)
		}
		e.At, e.Logged = time.UnixMilli(at), time.UnixMilli(logged)
		last = e.SealWith(last, cmp.Or(e.Digest, huiyin.Digest(detail)))
		if _, err := pool.Exec("UPDATE journal SET hash = ? WHERE id = ?", last, id); err != nil {
			t.Fatal(err)
		}
	}
	for _, guard := range again {
		if _, err := pool.Exec(guard); err != nil {
			t.Fatal(err)
		}
	}
	_ = pool.Close()
}

// A chain that the company has rewritten and sealed anew fits in itself: verify finds no wrong in it. What stands
// outside names the first anchor that does not fit, and the last that does (loophole H21).
func TestJ2J4_H21AResealedChainIsNamed(t *testing.T) {
	dir, s := founded(t)
	logIns(t, s, 4)
	before, _, err := s.AnchorNight(t.Context(), dbtest.Now, 0)
	if err != nil {
		t.Fatal(err)
	}
	logIns(t, s, 4)
	after, made, err := s.AnchorNight(t.Context(), dbtest.Now.AddDate(0, 0, 1), 0)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	logIns(t, s, 1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	reseal(t, dir, before.Entry+2)
	start, wrong := reopen(t, dir)
	if len(wrong) == 0 || slices.ContainsFunc(wrong, func(w string) bool { return !strings.Contains(w, "anchor") }) {
		t.Errorf("verify says %q", wrong) // the chain itself fits
	}
	if !strings.Contains(start, "not the one that was anchored") || !strings.Contains(start, after.Hash) {
		t.Errorf("a start says %q", start)
	}
	v, err := db.Verify(t.Context(), dir)
	if err != nil || v.Anchor.Entry != before.Entry || v.Anchor.Hash != before.Hash {
		t.Errorf("the last that fits: %+v %v", v.Anchor, err)
	}
	if err := os.Remove(filepath.Join(dir, "anchors.log")); err != nil {
		t.Fatal(err)
	}
	if start, wrong := reopen(t, dir); start != "" || len(wrong) > 0 { // which is why it has to stand elsewhere too
		t.Errorf("without what stands outside: %q %q", start, wrong)
	}
}
