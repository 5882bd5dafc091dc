package db_test

import (
	"archive/zip"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"huiyin/db"
	"huiyin/db/dbtest"
)

// upgrading names the data directory for the process that upgrades it.
const upgrading = "HUIYIN_TEST_UPGRADE"

// TestUpgradeInAProcessOfItsOwn is no test but that process.
func TestUpgradeInAProcessOfItsOwn(t *testing.T) {
	dir := os.Getenv(upgrading)
	if dir == "" {
		return
	}
	limitFiles()
	s, err := db.Open(t.Context(), dir)
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		fmt.Println("refused:", err)
	} else {
		fmt.Println("upgraded")
	}
}

func upgrade(t *testing.T, dir string, env ...string) *exec.Cmd {
	t.Helper()
	dbtest.Whole(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestUpgradeInAProcessOfItsOwn$")
	cmd.Env = append(append(os.Environ(), upgrading+"="+dir), env...)
	return cmd
}

// upgraded proves that an installation is up to date and has what it had at the version it comes from, and a
// copy of before.
func upgraded(t *testing.T, dir string, from int64) {
	t.Helper()
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	clean(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := column(t, raw(t, dir),
		"SELECT value FROM setting WHERE name LIKE 'from%' ORDER BY name"); len(got) == 0 || got[0] != "before" {
		t.Errorf("the installation holds %q", got)
	}
	folder := filepath.Join(dir, "backups")
	kept := names(t, folder)
	first := slices.IndexFunc(kept,
		func(n string) bool { return strings.HasPrefix(n, fmt.Sprintf("before-upgrade-%d-to-", from)) })
	// which a later night removes
	if first < 0 || slices.ContainsFunc(kept,
		func(n string) bool { return !strings.HasSuffix(n, ".zip") && !strings.HasPrefix(n, ".huiyin-backup-") }) {
		t.Fatalf("backups: %v", kept)
	}
	back := t.TempDir()
	z, err := zip.OpenReader(filepath.Join(folder, kept[first]))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	if err := os.CopyFS(back, z); err != nil {
		t.Fatal(err)
	}
	if got := column(t, raw(t, back), "SELECT max(version_id) FROM goose_db_version"); !slices.Equal(got,
		[]string{fmt.Sprint(from)}) {
		t.Errorf("the copy of before is of version %v", got)
	}
}

// However an upgrade is cut off, the next start finishes it, and the copy of before is whole.
func TestAnUpgradeThatIsKilledIsFinished(t *testing.T) {
	t.Parallel()
	took := 300 * time.Millisecond
	for i := range 4 {
		dir := older(t, 10)
		cmd := upgrade(t, dir)
		began := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if i > 0 { // the first shows how long it takes
			time.AfterFunc(time.Duration(rand.Int64N(int64(took))), func() { _ = cmd.Process.Kill() })
		}
		_ = cmd.Wait()
		if i == 0 {
			took = time.Since(began)
		}
		upgraded(t, dir, 10)
	}
}

// The same, cut off after each version in turn.
func TestAnUpgradeIsFinishedFromAnyVersion(t *testing.T) {
	t.Parallel()
	for version := int64(11); version < 24; version += 6 {
		dir := older(t, 10)
		for _, folder := range []string{"backups", "files"} {
			if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Backup(t.Context(), dir,
			filepath.Join(dir, "backups", "before-upgrade-10-to-24.zip")); err != nil {
			t.Fatal(err)
		}
		pool := raw(t, dir)
		provider, err := goose.NewProvider(goose.DialectSQLite3, pool, os.DirFS("migrations"),
			goose.WithSlog(slog.New(slog.DiscardHandler)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := provider.UpTo(t.Context(), version); err != nil {
			t.Fatal(err)
		}
		if err := pool.Close(); err != nil {
			t.Fatal(err)
		}
		upgraded(t, dir, 10)
	}
}

// Without a copy of before there is no upgrade, and once there can be one, it happens.
func TestNoUpgradeWithoutACopy(t *testing.T) {
	dir := older(t, 10)
	if err := os.WriteFile(filepath.Join(dir, "backups"), nil, 0o600); err != nil { // where the folder should be
		t.Fatal(err)
	}
	refused(t, dir, upgrade(t, dir))
	if err := os.Remove(filepath.Join(dir, "backups")); err != nil {
		t.Fatal(err)
	}
	upgraded(t, dir, 10)
}

// refused proves that an upgrade says why it does not happen, and leaves nothing behind.
func refused(t *testing.T, dir string, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%v: %s", err, out)
	}
	refusedWith(t, dir, string(out))
	if info, err := os.Stat(filepath.Join(dir, "backups")); err == nil && info.IsDir() {
		if kept := names(t, filepath.Join(dir, "backups")); len(kept) > 0 {
			t.Errorf("left behind: %v", kept)
		}
	}
}

func refusedWith(t *testing.T, dir, out string) {
	t.Helper()
	if !strings.Contains(out, "refused: nothing was changed: the backup before the upgrade failed: ") {
		t.Errorf("it said %s", out)
	}
	if got := column(t, raw(t, dir), "SELECT max(version_id) FROM goose_db_version"); !slices.Equal(got,
		[]string{"10"}) {
		t.Errorf("the tables are of version %v", got)
	}
}
