//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultData    = "/var/lib/huiyin"
	defaultUser    = "huiyin"
	defaultProgram = "/usr/local/bin/huiyin"
)

// machine is what an installation touches of the system; a test has one of its own.
var machine = struct {
	units, running string // folder of the units, and what stands where systemd runs
	root           func() bool
	run            func(name string, args ...string) (string, error)
}{"/etc/systemd/system", "/run/systemd/system", func() bool { return os.Geteuid() == 0 },
	func(name string, args ...string) (string, error) {
		out, err := exec.Command(name, args...).CombinedOutput()
		said := strings.TrimSpace(string(out))
		if err != nil && said != "" {
			err = fmt.Errorf("%s: %s", name, said)
		}
		return said, err
	}}

// underManager is for systems whose services are other than programs.
func underManager([]string) (code int, done bool) { return 0, false }

func (s *installed) unitFile() string { return filepath.Join(machine.units, s.name+".service") }

// managed refuses where no service can be made.
func managed(what string) error {
	if !exists(machine.running) {
		return errors.New("systemd does not run here; huiyin service install --print shows what a service needs")
	}
	if !machine.root() {
		return fmt.Errorf("to %s the service takes root: sudo huiyin service %s", what, what)
	}
	return nil
}

func (s *installed) install(ctx context.Context, con console) error {
	unit, err := s.unit()
	if err != nil {
		return err
	}
	if s.print {
		_, err := io.WriteString(con.out, unit)
		return err
	}
	if err := managed("install"); err != nil {
		return err
	}
	if out, _ := machine.run("systemctl", "is-active", s.name); out == "active" {
		if _, err := machine.run("systemctl", "stop", s.name); err != nil { // its data is about to be opened here
			return err
		}
	}
	if err := s.prepare(ctx, con); err != nil {
		return err
	}
	if err := errors.Join(s.place(), s.own()); err != nil {
		return err
	}
	if err := os.WriteFile(s.unitFile(), []byte(unit), 0o644); err != nil { // anybody may read a unit
		return err
	}
	for _, args := range [][]string{{"daemon-reload"}, {"enable", "--now", s.name}} {
		if _, err := machine.run("systemctl", args...); err != nil {
			return err
		}
	}
	fmt.Fprintf(con.out, "%s serves %s on %s as %s; its log: journalctl -u %s\n", s.unitFile(), s.data, s.addr, s.user, s.name)
	return nil
}

// place puts the program where nobody but root writes, by renaming: the old one may still be running.
func (s *installed) place() error {
	from, err := os.Executable()
	if err != nil {
		return err
	}
	if a, err := os.Stat(from); err != nil {
		return err
	} else if b, err := os.Stat(s.program); err == nil && os.SameFile(a, b) {
		return nil
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	beside := s.program + ".new"
	if err := os.WriteFile(beside, content, 0o755); err != nil { // anybody may run it
		return err
	}
	return os.Rename(beside, s.program)
}

// own makes the account where it is missing, and gives it the data; the authority's key lies elsewhere and stays root's.
func (s *installed) own() error {
	account, err := user.Lookup(s.user)
	if err != nil {
		if _, err := machine.run("useradd", "--system", "--no-create-home", "--home-dir", s.data, "--shell",
			"/usr/sbin/nologin", s.user); err != nil {
			return err
		}
		if account, err = user.Lookup(s.user); err != nil {
			return err
		}
	}
	uid, _ := strconv.Atoi(account.Uid)
	gid, _ := strconv.Atoi(account.Gid)
	if uid == 0 && s.user != "root" {
		return fmt.Errorf("the account %s is root's", s.user)
	}
	return errors.Join(os.Chown(s.data, uid, gid), os.Chmod(s.data, 0o700), ownAs(s.data, s.data)) // a folder
}

func (s *installed) remove(con console) error {
	if err := managed("remove"); err != nil {
		return err
	}
	if !exists(s.unitFile()) {
		return fmt.Errorf("no service is installed: there is no %s", s.unitFile())
	}
	if _, err := machine.run("systemctl", "disable", "--now", s.name); err != nil {
		return err
	}
	if err := os.Remove(s.unitFile()); err != nil {
		return err
	}
	if _, err := machine.run("systemctl", "daemon-reload"); err != nil {
		return err
	}
	fmt.Fprintln(con.out, "the service is removed; data, account and program stay as they are")
	return nil
}

func (s *installed) status(con console) error {
	if !exists(s.unitFile()) {
		return fmt.Errorf("no service is installed: there is no %s", s.unitFile())
	}
	active, _ := machine.run("systemctl", "is-active", s.name) // tells by its status too
	enabled, _ := machine.run("systemctl", "is-enabled", s.name)
	fmt.Fprintf(con.out, "%s: %s, %s\n", s.unitFile(), active, enabled)
	if active != "active" {
		return fmt.Errorf("it does not run; journalctl -u %s says why", s.name)
	}
	return nil
}

// homes are what ProtectHome= hides, and passing what PrivateTmp= does.
var homes, passing = []string{"/home", "/root", "/run/user"}, []string{"/tmp", "/var/tmp"}

func below(path string, folders []string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return path == f || strings.HasPrefix(path, f+"/") })
}

// quoted is a word of a unit's setting: systemd reads quotes, backslashes and % in it.
func quoted(word string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%").Replace(word) + `"`
}

// unit is the text of the systemd unit: an account of its own that may write the data and nothing else, and binds a
// port below 1024 only where the address has one.
func (s *installed) unit() (string, error) {
	protect := "yes"
	for _, path := range append([]string{s.data, s.program, s.cert, s.key}, s.write...) {
		if below(path, passing) {
			return "", fmt.Errorf("%s: a service has a folder for temporary files of its own and does not see this", path)
		}
		if below(path, homes) {
			protect = "read-only"
		}
	}
	if strings.ContainsFunc(s.user, func(r rune) bool { return !strings.ContainsRune(accountLetters, r) }) || s.user == "" {
		return "", fmt.Errorf("%q is no name of an account", s.user)
	}
	start := []string{quoted(s.program)}
	for _, a := range s.arguments() {
		start = append(start, strings.ReplaceAll(quoted(a), "$", "$$"))
	}
	writes := []string{quoted(s.data)}
	for _, w := range s.write { // a share that is away keeps nobody from work
		writes = append(writes, quoted("-"+w))
	}
	_, port, _ := strings.Cut(s.addr[strings.LastIndex(s.addr, "]")+1:], ":")
	bounds := "CapabilityBoundingSet=\n"
	if n, _ := strconv.Atoi(port); n < 1024 {
		bounds = "CapabilityBoundingSet=CAP_NET_BIND_SERVICE\nAmbientCapabilities=CAP_NET_BIND_SERVICE\n"
	}
	return fmt.Sprintf(unitText, s.user, strings.Join(start, " "), strings.Join(writes, " "), bounds, protect), nil
}

const accountLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."

const unitText = `# Made by huiyin service install; own changes belong into a drop-in (systemctl edit huiyin).
[Unit]
Description=Huiyin complaint portal
After=network-online.target
Wants=network-online.target

[Service]
User=%s
ExecStart=%s
Restart=always
RestartSec=5
TimeoutStopSec=30
LimitNOFILE=65536
MemoryMax=75%%
UMask=0077
ProtectSystem=strict
ReadWritePaths=%s
NoNewPrivileges=yes
%sProtectHome=%s
ProtectProc=invisible
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
PrivateTmp=yes
PrivateDevices=yes
DevicePolicy=closed
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`
