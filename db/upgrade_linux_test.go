package db_test

import (
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// fullAt is where the disk of the process that upgrades is full: how large a file may grow there, in bytes.
const fullAt = "HUIYIN_TEST_FULL_AT"

func limitFiles() {
	if n, err := strconv.ParseUint(os.Getenv(fullAt), 10, 64); err == nil {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
			panic(err)
		}
	}
}

// The disk is full before the copy, or before the zip of it, is whole.
func TestNoUpgradeWhereTheDiskIsFull(t *testing.T) {
	dir := older(t, 10)
	for _, room := range []string{"65536", "4096"} {
		refused(t, dir, upgrade(t, dir, fullAt+"="+room))
	}
	upgraded(t, dir, 10)
}

// The folder of the backups cannot be written to.
func TestNoUpgradeWhereTheBackupsAreReadOnly(t *testing.T) {
	dir := older(t, 10)
	folder := filepath.Join(dir, "backups")
	if err := os.Symlink("/sys/kernel", folder); err != nil {
		t.Fatal(err)
	}
	out, err := upgrade(t, dir).Output()
	if err != nil || string(out) == "" {
		t.Fatalf("%v: %s", err, out)
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	refusedWith(t, dir, string(out))
	upgraded(t, dir, 10)
}
