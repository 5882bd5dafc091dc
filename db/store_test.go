package db_test

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

func TestOnlyOneProcessWorksOnADirectory(t *testing.T) {
	s := dbtest.New(t)
	if _, err := db.Open(t.Context(), s.Dir()); !errors.Is(err, db.ErrInUse) {
		t.Fatalf("a second Open: %v", err)
	}
	if err := s.Healthy(t.Context(), dbtest.Now); err != nil {
		t.Fatalf("the first no longer answers: %v", err)
	}
	if runtime.GOOS != "windows" { // where it cannot be removed
		lock := filepath.Join(s.Dir(), "lock")
		if err := os.Remove(lock); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Open(t.Context(), s.Dir()); !errors.Is(err, db.ErrInUse) {
			t.Fatalf("a second Open without the lock file: %v", err)
		}
	}
	dir := copied(t, s.Dir())
	again, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatalf("closed twice: %v", err)
	}
	if err := again.Healthy(t.Context(), dbtest.Now); err == nil {
		t.Error("a closed store answers")
	}
	if again, err = db.Open(t.Context(), dir); err != nil {
		t.Fatalf("after Close: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestANewerDatabaseIsLeftAlone(t *testing.T) {
	dir, _ := sealed(t)
	if _, err := raw(t,
		dir).Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Open(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "newer huiyin") {
		t.Fatalf("opened: %v", err)
	}
}

func TestTheDatabaseIsForItsOwnerOnly(t *testing.T) {
	s := dbtest.New(t)
	for _, name := range []string{"huiyin.db", "huiyin.db-wal"} {
		info, err := os.Stat(filepath.Join(s.Dir(), name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", name, info.Mode().Perm())
		}
	}
}

// A backup made while others write is whole, restores, and verifies.
func TestBackupAndRestoreUnderWrites(t *testing.T) {
	dbtest.Whole(t)
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	hash, size, err := s.KeepFile(strings.NewReader("合同扫描件"), 100)
	if err != nil {
		t.Fatal(err)
	}
	first := dbtest.Complaint(t, s, by, nil)
	if first, err = s.ChangeComplaint(t.Context(), db.Once{}, first.Number, 0, func(c *huiyin.Complaint) error {
		return c.Attach(by, dbtest.Now, huiyin.Attachment{Name: "合同.pdf", Hash: hash, Size: size})
	}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			if _, err := s.Record(ctx, db.Once{}, by, dbtest.Now, dbtest.Intake()); err != nil && ctx.Err() == nil {
				t.Error(err)
			}
		}
	}()
	target := filepath.Join(t.TempDir(), "huiyin.zip")
	for i := range 3 {
		if err := db.Backup(t.Context(), s.Dir(), fmt.Sprint(target, i)); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	<-done
	if err := db.Backup(t.Context(), s.Dir(), target+"0"); err == nil {
		t.Error("an existing backup is overwritten")
	}
	last := 0
	for i := range 3 {
		dir := filepath.Join(t.TempDir(), "restored")
		v, err := db.Restore(t.Context(), fmt.Sprint(target, i), dir)
		if err != nil || len(v.Wrong) > 0 || v.Files != 1 || v.Complaints < max(1, last) {
			t.Fatalf("restored: %+v, %v", v, err)
		}
		last = v.Complaints
		r, err := db.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		c, err := r.Complaint(t.Context(), dbtest.Actor(t, r, "u01"), first.Number)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "restored", first, c)
		f, err := r.OpenFile(c.Attachments[0].Hash, 0)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(f); err != nil || string(b) != "合同扫描件" {
			t.Errorf("restored file %q, %v", b, err)
		}
		_ = f.Close()
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Restore(t.Context(), fmt.Sprint(target, i), dir); err == nil {
			t.Error("a restore overwrites an installation")
		}
	}
	if err := db.Backup(t.Context(), t.TempDir(), target); err == nil {
		t.Error("a directory without installation is backed up")
	}
	clean(t, s)
}

func TestRestoreRefusesWhatIsNoBackup(t *testing.T) {
	for name, files := range map[string][]string{
		"nothing":      {},
		"no database":  {"files/ab/abcd"},
		"outside":      {"huiyin.db", "../evil"},
		"another file": {"huiyin.db", "evil.sh"},
		"absolute":     {"huiyin.db", "/tmp/evil"},
	} {
		source := filepath.Join(t.TempDir(), "b.zip")
		f, err := os.Create(source)
		if err != nil {
			t.Fatal(err)
		}
		z := zip.NewWriter(f)
		for _, file := range files {
			if _, err := z.Create(file); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(z.Close(), f.Close()); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "data")
		if _, err := db.Restore(t.Context(), source, dir); err == nil ||
			!strings.Contains(err.Error(), "not a huiyin backup") {
			t.Errorf("%s: %v", name, err)
		}
		if left, err := os.ReadDir(dir); err == nil && len(left) > 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
}

// child names the data directory for the process that TestAcknowledgedSurvivesAKill kills.
const child = "HUIYIN_TEST_CHILD"

// benchDir holds the stores that benchmarks share; TestMain removes it.
var benchDir string

func TestMain(m *testing.M) {
	if dir := os.Getenv(child); dir != "" {
		recordForever(dir)
	}
	var err error
	if benchDir, err = os.MkdirTemp("", "huiyin-db"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(benchDir)
	os.Exit(code)
}

// recordForever records complaints, and prints each number once it is stored.
func recordForever(dir string) {
	ctx := context.Background()
	s, err := db.Open(ctx, dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	by := huiyin.Actor{Person: s.Org().Person("u01"), Org: s.Org()}
	for i := 0; ; i++ {
		number, err := s.Record(ctx, db.Once{}, by, dbtest.Now, dbtest.Intake())
		if err == nil && i%3 == 0 {
			_, err = s.ChangeComplaint(ctx, db.Once{}, number, 0, func(c *huiyin.Complaint) error {
				return c.LogContact(by, dbtest.Now, huiyin.Contact{Way: "phone", At: dbtest.Now, Said: "已联系"})
			})
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(number)
	}
}

// However the process dies, what it has acknowledged is there, and nothing is half there.
func TestAcknowledgedSurvivesAKill(t *testing.T) {
	dbtest.Whole(t)
	s := dbtest.New(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	dir := copied(t, s.Dir())
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	acknowledged := 0
	for range 4 {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), child+"="+dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var numbers []string
		lines := bufio.NewScanner(out)
		for lines.Scan() { // until the pipe of the killed process ends
			numbers = append(numbers, lines.Text())
			if len(numbers) == 1 {
				time.AfterFunc(time.Duration(rand.IntN(300))*time.Millisecond, func() { _ = cmd.Process.Kill() })
			}
		}
		_ = cmd.Wait()
		if len(numbers) == 0 {
			t.Fatal("the child recorded nothing")
		}
		again, err := db.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		by := dbtest.Actor(t, again, "u01")
		for _, number := range numbers {
			if _, err := again.Complaint(t.Context(), by, number); err != nil {
				t.Errorf("acknowledged %s: %v", number, err)
			}
		}
		acknowledged += len(numbers)
		v := clean(t, again)
		// one more each time may have been stored unsaid
		if v.Complaints < acknowledged || v.Complaints > acknowledged+4 {
			t.Errorf("%d complaints, %d acknowledged", v.Complaints, acknowledged)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACancelledRequestEitherActsWholeOrNot(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	gone, cancel := context.WithCancel(t.Context())
	_, err := s.ChangeComplaint(gone, db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
		cancel() // the one who asked goes away in the middle
		return contact(by, "说完才挂断")(c)
	})
	if err != nil {
		t.Fatalf("a change once begun is finished: %v", err)
	}
	before := rowCounts(t, s)
	if _, err := s.ChangeComplaint(gone, db.Once{}, c.Number, 0, contact(by, "没开始")); err == nil {
		t.Error("a request that has gone begins a change")
	}
	if d := gocmp.Diff(before, rowCounts(t, s)); d != "" {
		t.Errorf("it left something:\n%s", d)
	}
	if _, err := s.Complaint(gone, by, c.Number); err == nil {
		t.Error("a request that has gone is read for")
	}
	clean(t, s)
}
