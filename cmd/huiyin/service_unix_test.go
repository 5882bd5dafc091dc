//go:build unix

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// asMachine lets a test have a machine of its own: nothing of this one is touched. It gives what was run.
func asMachine(t *testing.T, root, systemd bool) *[]string {
	t.Helper()
	was, dir := machine, t.TempDir()
	t.Cleanup(func() { machine = was })
	ran := &[]string{}
	machine.units, machine.running = dir, filepath.Join(dir, "none")
	if systemd {
		machine.running = dir
	}
	machine.root = func() bool { return root }
	machine.run = func(name string, args ...string) (string, error) {
		*ran = append(*ran, strings.Join(append([]string{name}, args...), " "))
		if args[0] == "is-active" {
			return "inactive", errors.New("exit status 3")
		}
		return "", nil
	}
	return ran
}

func ask(args ...string) (out, err string, code int) {
	var o, e strings.Builder
	code = run(context.Background(), console{strings.NewReader(""), &o, &e, func(string) string { return "" }}, args)
	return o.String(), e.String(), code
}

// The unit holds what paths there are, and no more rights than the port needs; systemd itself finds nothing wrong with it.
func TestService_TheUnitInHardCases(t *testing.T) {
	asMachine(t, false, false)
	for name, tt := range map[string]struct {
		args      []string
		has, lack []string
	}{
		"ordinary": {nil, []string{
			`ExecStart="/usr/local/bin/huiyin" "serve" "--data" "/var/lib/huiyin" "--addr" ":443" "--tls-cert" ` +
				`"/var/lib/huiyin/tls/server.crt" "--tls-key" "/var/lib/huiyin/tls/server.key"`,
			`ReadWritePaths="/var/lib/huiyin"`, "User=huiyin", "AmbientCapabilities=CAP_NET_BIND_SERVICE", "ProtectHome=yes",
			"MemoryMax=75%", "ProtectSystem=strict", "NoNewPrivileges=yes", "Restart=always"}, nil},
		"a high port": {[]string{"--addr", "[::1]:8443"}, []string{"CapabilityBoundingSet=\n", `"[::1]:8443"`},
			[]string{"CAP_NET_BIND_SERVICE"}},
		"hard paths": {[]string{"--data", `/srv/回音 "a" 5%n $HOME\x`, "--write", "/mnt/the share"}, []string{
			`"/srv/回音 \"a\" 5%%n $$HOME\\x"`, `ReadWritePaths="/srv/回音 \"a\" 5%%n $HOME\\x" "-/mnt/the share"`}, nil},
		"in a home": {[]string{"--data", "/home/h/data", "--plain", "--addr", "127.0.0.1:80", "--reach", "a,b"}, []string{
			"ProtectHome=read-only", `"--addr" "127.0.0.1:80" "--reach" "a,b"`, "AmbientCapabilities"}, []string{"--tls"}},
	} {
		unit, wrong, code := ask(append([]string{"service", "install", "--print"}, tt.args...)...)
		if code != 0 {
			t.Errorf("%s: %s", name, wrong)
			continue
		}
		for _, has := range tt.has {
			if !strings.Contains(unit, has) {
				t.Errorf("%s lacks %s:\n%s", name, has, unit)
			}
		}
		for _, lack := range tt.lack {
			if strings.Contains(unit, lack) {
				t.Errorf("%s has %s:\n%s", name, lack, unit)
			}
		}
		analyse(t, name, unit)
	}
}

// analyse asks systemd, where it is, with a program that is there.
func analyse(t *testing.T, name, unit string) {
	t.Helper()
	tool, err := exec.LookPath("systemd-analyze")
	if err != nil {
		return
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	unit = strings.NewReplacer(`ExecStart="/usr/local/bin/huiyin"`, `ExecStart="/bin/true"`, "User=huiyin", "User="+me.Username).
		Replace(unit)
	file := filepath.Join(t.TempDir(), "huiyin.service")
	if err := os.WriteFile(file, []byte(unit), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "verify", "--man=no", file).CombinedOutput()
	if err != nil || strings.Contains(string(out), "huiyin.service") {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
}

// What no service can be made of is refused in one sentence, and nothing is run or written.
func TestService_WhatIsRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		root, systemd bool
		args          []string
		says          string
	}{
		"no root":         {false, true, []string{"install"}, "takes root: sudo huiyin service install"},
		"remove, no root": {false, true, []string{"remove"}, "takes root: sudo huiyin service remove"},
		"no systemd":      {true, false, []string{"install"}, "systemd does not run here"},
		"no action":       {true, true, nil, "is missing"},
		"another action":  {true, true, []string{"start"}, `"start" is none of`},
		"no port":         {true, true, []string{"install", "--addr", ":0"}, "a port between 1 and 65535"},
		"a name for port": {true, true, []string{"install", "--addr", ":https"}, "a port between 1 and 65535"},
		"half a pair":     {true, true, []string{"install", "--tls-cert", "/x"}, "belong together"},
		"plain with TLS":  {true, true, []string{"install", "--plain", "--names", "x"}, "goes with no certificate"},
		"a line in it":    {true, true, []string{"install", "--data", "/srv/a\nUser=root"}, "control characters"},
		"in passing":      {true, true, []string{"install", "--data", "/tmp/x"}, "temporary files"},
		"no account":      {true, true, []string{"install", "--user", "a b"}, "no name of an account"},
		"nothing there":   {true, true, []string{"status"}, "no service is installed"},
		"nothing to take": {true, true, []string{"remove"}, "no service is installed"},
	} {
		ran := asMachine(t, tt.root, tt.systemd)
		_, said, code := ask(append([]string{"service"}, tt.args...)...)
		if code != 1 || !strings.Contains(said, tt.says) || strings.Count(said, "\n") != 1 {
			t.Errorf("%s: %d %q", name, code, said)
		}
		left, _ := os.ReadDir(machine.units)
		if len(*ran) > 0 || len(left) > 0 {
			t.Errorf("%s: it ran %q and left %v", name, *ran, left)
		}
	}
}

// Installed, asked for and removed: the unit, the account's data and the program stand, and only the unit goes.
func TestService_ComesAndGoes(t *testing.T) {
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	ran := asMachine(t, true, true)
	was := passing
	passing = nil // where tests have their folders
	t.Cleanup(func() { passing = was })
	data := filepath.Join(t.TempDir(), "the data")
	program := filepath.Join(t.TempDir(), "huiyin")
	args := []string{"--data", data, "--user", me.Username, "--program", program, "--plain", "--addr", "127.0.0.1:8080"}
	if _, said, code := ask(append([]string{"service", "install"}, args...)...); code != 1 ||
		!strings.Contains(said, "first: huiyin admin --data") {
		t.Fatalf("without an administrator: %d %s", code, said)
	}
	if len(*ran) != 1 {
		t.Fatalf("it ran %q", *ran)
	}
	if _, said, code := ask("admin", "--data", data, "--user", "admin"); code != 0 {
		t.Fatal(said)
	}
	if out, said, code := ask(append([]string{"service", "install"}, args...)...); code != 0 {
		t.Fatal(out, said)
	}
	if want := []string{"systemctl daemon-reload", "systemctl enable --now huiyin"}; !slices.Equal((*ran)[len(*ran)-2:], want) {
		t.Errorf("it ran %q", *ran)
	}
	if info, err := os.Stat(program); err != nil || info.Mode().Perm()&0o755 == 0 {
		t.Errorf("the program: %v, %v", info, err)
	}
	if info, err := os.Stat(data); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the data: %v, %v", info, err)
	}
	if out, said, code := ask("service", "status"); code != 1 || !strings.Contains(said, "does not run") ||
		!strings.Contains(out, "inactive") {
		t.Errorf("status: %d %s %s", code, out, said)
	}
	if _, said, code := ask("service", "remove"); code != 0 {
		t.Error(said)
	}
	if left, _ := os.ReadDir(machine.units); len(left) > 0 {
		t.Errorf("left %v", left)
	}
	if _, err := os.Stat(filepath.Join(data, "huiyin.db")); err != nil {
		t.Errorf("the data are gone: %v", err)
	}
}
