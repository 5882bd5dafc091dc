package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/svc"
	"golang.org/x/sys/windows/svc/mgr"
)

const (
	defaultData    = `C:\huiyin\data`
	defaultUser    = `NT SERVICE\huiyin` // an account of its own that Windows makes for the service, without a password
	defaultProgram = `C:\huiyin\huiyin.exe`
	logName        = "service.log"
	mostLog        = 20 << 20
)

// underManager runs the command line as a service where Windows started it as one.
func underManager(args []string) (code int, done bool) {
	if is, err := svc.IsWindowsService(); err != nil || !is {
		return 0, false
	}
	h := &handler{args: args}
	if err := svc.Run("huiyin", h); err != nil {
		return 1, true
	}
	return h.code, true
}

// handler is the portal as the manager of services knows it.
type handler struct {
	args []string
	code int
}

// Execute serves until it is told to stop, and then ends as after SIGTERM: what runs is finished first.
func (h *handler) Execute(_ []string, asked <-chan svc.ChangeRequest, now chan<- svc.Status) (bool, uint32) {
	const takes = svc.AcceptStop | svc.AcceptPreShutdown
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	log := openLog(h.args)
	defer func() { _ = log.Close() }()
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, console{strings.NewReader(""), log, log, os.Getenv}, h.args) }()
	state := svc.Status{State: svc.Running, Accepts: takes}
	now <- state
	for {
		select {
		case h.code = <-ended:
			now <- svc.Status{State: svc.StopPending}
			return h.code != 0, uint32(h.code) // 0 or 1
		case r := <-asked:
			switch r.Cmd {
			case svc.Interrogate:
				now <- state
			case svc.Stop, svc.PreShutdown, svc.Shutdown:
				state = svc.Status{State: svc.StopPending, WaitHint: uint32((30 * time.Second).Milliseconds())}
				now <- state
				stop()
			}
		}
	}
}

// openLog is the log beside the data: a service has no console. The one before it is kept.
func openLog(args []string) *os.File {
	data := defaultData
	if i := slices.Index(args, "--data"); i >= 0 && i+1 < len(args) {
		data = args[i+1]
	}
	path := filepath.Join(data, logName)
	if info, err := os.Stat(path); err == nil && info.Size() > mostLog {
		_ = os.Rename(path, path+".1") // else it grows on
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) // of whoever installed it
	if err != nil {
		f, _ = os.Open(os.DevNull)
	}
	return f
}

// manager reaches the manager of services, and says in words why not.
func manager(what string) (*mgr.Mgr, error) {
	m, err := mgr.Connect()
	if errors.Is(err, windows.ERROR_ACCESS_DENIED) {
		return nil, fmt.Errorf("to %s the service takes an administrator: open PowerShell as administrator", what)
	}
	return m, err
}

func (s *installed) install(ctx context.Context, con console) (err error) {
	line := windows.ComposeCommandLine(append([]string{s.program}, s.arguments()...))
	if s.print {
		fmt.Fprintf(con.out, "service %s\naccount %s\n%s\n", s.name, s.user, line)
		return nil
	}
	m, err := manager("install")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Disconnect()) }()
	if old, err := m.OpenService(s.name); err == nil {
		_ = old.Close()
		return errors.New("it is installed already; huiyin service remove takes it away, the data stay")
	}
	if err := errors.Join(s.prepare(ctx, con), s.place()); err != nil {
		return err
	}
	made, err := m.CreateService(s.name, s.program, mgr.Config{StartType: mgr.StartAutomatic, DelayedAutoStart: true,
		ServiceStartName: s.user, DisplayName: "Huiyin complaint portal"}, s.arguments()...)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil { // nothing is half installed
			err = errors.Join(err, made.Delete())
		}
		err = errors.Join(err, made.Close())
	}()
	again := mgr.RecoveryAction{Type: mgr.ServiceRestart, Delay: 5 * time.Second}
	if err := errors.Join(made.SetRecoveryActions([]mgr.RecoveryAction{again, again, again}, 3600),
		made.SetRecoveryActionsOnNonCrashFailures(true), s.own()); err != nil {
		return err
	}
	if err := made.Start(); err != nil {
		return err
	}
	fmt.Fprintf(con.out, "the service %s serves %s on %s; its log: %s\n", s.name, s.data, s.addr,
		filepath.Join(s.data, logName))
	return nil
}

// place puts the program where the service starts it.
func (s *installed) place() error {
	from, err := os.Executable()
	if err != nil || strings.EqualFold(from, s.program) {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	if err := os.MkdirAll(filepath.Dir(s.program), 0o755); err != nil { // Windows knows no modes
		return err
	}
	out, err := os.Create(s.program)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// own leaves the data to the service's account, administrators and the system; further folders stay as they are.
func (s *installed) own() error {
	const all = ":(OI)(CI)F"
	out, err := exec.Command("icacls", s.data, "/inheritance:r", "/grant:r", s.user+all, "*S-1-5-32-544"+all,
		"*S-1-5-18"+all, "/T", "/Q").CombinedOutput() // an administrator's own words
	if err != nil {
		return fmt.Errorf("icacls: %s", strings.TrimSpace(string(out)))
	}
	return nil
}

func (s *installed) remove(con console) (err error) {
	m, err := manager("remove")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Disconnect()) }()
	old, err := m.OpenService(s.name)
	if err != nil {
		return errors.New("no service is installed")
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	if _, err := old.Control(svc.Stop); err != nil && !errors.Is(err, windows.ERROR_SERVICE_NOT_ACTIVE) {
		return err
	}
	if err := old.Delete(); err != nil {
		return err
	}
	fmt.Fprintln(con.out, "the service is removed; data and program stay as they are")
	return nil
}

func (s *installed) status(con console) (err error) {
	m, err := manager("ask")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Disconnect()) }()
	it, err := m.OpenService(s.name)
	if err != nil {
		return errors.New("no service is installed")
	}
	defer func() { err = errors.Join(err, it.Close()) }()
	state, err := it.Query()
	if err != nil {
		return err
	}
	if state.State != svc.Running {
		return fmt.Errorf("it does not run; %s says why", filepath.Join(s.data, logName))
	}
	fmt.Fprintln(con.out, "running")
	return nil
}
