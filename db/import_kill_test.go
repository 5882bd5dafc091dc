package db_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
)

const (
	importing  = "HUIYIN_TEST_IMPORT" // the directory into which a child imports
	killedFile = 1500                 // lines
)

// TestImportInAChild is no test of its own: it imports a register until it is killed, and says how far it is.
func TestImportInAChild(t *testing.T) {
	dir := os.Getenv(importing)
	if dir == "" {
		t.Skip("the child of TestImport_I7_AKilledImportGoesOn")
	}
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	by := dbtest.Actor(t, s, "v01")
	lines := oldLines(t, s.Org(), 0, killedFile)
	for len(lines) > 0 {
		part := lines[:100]
		lines = lines[100:]
		if _, err := s.TakeOver(t.Context(), by, dbtest.Now, part); err != nil {
			t.Fatal(err)
		}
		fmt.Println("taken")
	}
}

// An import that is killed in the middle and run again imports each line once.
func TestImport_I7_AKilledImportGoesOn(t *testing.T) {
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
	for _, at := range []int{2, 3} { // killed twice, while a part is being written
		cmd := exec.Command(self, "-test.run=^TestImportInAChild$")
		cmd.Env = append(os.Environ(), importing+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := 0
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if lines.Text() == "taken" {
				said++
			}
			if said == at {
				_ = cmd.Process.Kill()
			}
		}
		if err := cmd.Wait(); err == nil || said < at {
			t.Fatalf("the child was not killed: %v after %d", err, said)
		}
	}
	again, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	had := stored(t, again)
	if had < 300 || had >= killedFile {
		t.Fatalf("%d lines were there before the third run", had)
	}
	by := dbtest.Actor(t, again, "v01")
	taken, err := again.TakeOver(t.Context(), by, dbtest.Now, oldLines(t, again.Org(), 0, killedFile))
	if err != nil {
		t.Fatal(err)
	}
	fresh := 0
	for _, k := range taken {
		if k.Refused != nil {
			t.Errorf("line %d: %v", k.Line, k.Refused)
		}
		if !k.Already {
			fresh++
		}
	}
	if had+fresh != killedFile || stored(t, again) != killedFile {
		t.Errorf("%d before, %d more, %d in all", had, fresh, stored(t, again))
	}
	clean(t, again)
}
