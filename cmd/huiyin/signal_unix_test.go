//go:build unix

package main

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"huiyin/db/dbtest"
)

func TestServeEndsOnSIGTERM(t *testing.T) {
	dbtest.Whole(t)
	cmd := exec.Command(os.Args[0], "serve", "--data", t.TempDir())
	cmd.Env = append(os.Environ(), "HUIYIN_TEST_AS_COMMAND=1", "HUIYIN_ADDR=127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "huiyin listening on http://127.0.0.1:") {
		t.Errorf("serve said %q, %v", line, err)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("serve ended with %v", err)
	}
}
