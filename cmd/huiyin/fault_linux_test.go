package main

import (
	"bytes"
	"errors"
	"fmt"
	"huiyin/cmd/huiyin/demo"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func init() {
	become = func(id string) {
		if n, err := strconv.Atoi(id); err == nil {
			if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(n), syscall.Setuid(n)); err != nil {
				panic(err)
			}
		}
	}
}

// disk is a place that a test can fill and free. Where nothing may be mounted, the files of the portal
// itself may not grow, which it hears with another word.
type disk struct {
	dir     string
	mounted bool
}

func newDisk(t *testing.T, megabytes int, mount bool) disk {
	t.Helper()
	d := disk{dir: filepath.Join(t.TempDir(), "disk")}
	if err := os.Mkdir(d.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	d.mounted = mount && syscall.Mount("tmpfs", d.dir, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)) == nil
	if d.mounted {
		t.Cleanup(func() { _ = syscall.Unmount(d.dir, syscall.MNT_DETACH) })
	}
	return d
}

func (d disk) limit(t *testing.T, p *process, bytes uint64) {
	t.Helper()
	if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: bytes, Max: unix.RLIM_INFINITY},
		nil); err != nil {
		t.Fatal(err)
	}
}

// fill leaves no room at all.
func (d disk) fill(t *testing.T, p *process) {
	t.Helper()
	if !d.mounted {
		d.limit(t, p, 1024)
		return
	}
	f, err := os.Create(filepath.Join(d.dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{1 << 20, 4096, 1} {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
	}
	_ = f.Close()
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

func (d disk) free(t *testing.T, p *process) {
	t.Helper()
	if !d.mounted {
		d.limit(t, p, unix.RLIM_INFINITY)
		return
	}
	if err := os.Remove(filepath.Join(d.dir, "filler")); err != nil {
		t.Fatal(err)
	}
}

func TestAFullDisk(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"tmpfs", "limit"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			fullDisk(t, newDisk(t, 40, way == "tmpfs"))
		})
	}
}

func fullDisk(t *testing.T, d disk) {
	dir := installation(t, filepath.Join(d.dir, "data"))
	var a acked
	p := startProcess(t, dir)
	c, admin, manager := p.member(t, "u01"), p.member(t, "admin"), p.member(t, "q01")
	complaint := p.record(t, c, &a)
	p.attach(t, c, complaint, "现场记录", &a)
	if d.mounted {
		res, err := p.get(admin, "/status")
		calm(t, "the status page before", res, err, http.StatusOK, `data-wrong="free"`, "剩余空间不足")
	}
	filled, enough := make(chan struct{}), a.reaches(10)
	go func() {
		defer close(filled)
		<-enough
		d.fill(t, p)
	}()
	p.load(t, &a, 3) // until it is full
	<-filled

	// Of small changes a few may still fit into what the write-ahead log has of the disk: they are kept, rightly.
	// Each makes less room, until none fits.
	untilFull := func(what string, change func() (reply, error)) (res reply, err error) {
		t.Helper()
		for range 20_000 {
			if res, err = change(); err != nil || res.status >= 400 {
				return res, err
			}
		}
		t.Fatalf("%s: the full disk takes ever more", what)
		return res, err
	}
	setting := func() (reply, error) {
		return p.post(admin, "/settings/backup",
			url.Values{"on": {"1"}, "at": {"02:30"}, "keep": {strconv.Itoa(2 + rand.IntN(20))}})
	}
	logIn := func() (reply, error) {
		return p.post(http.DefaultClient, "/login", url.Values{"username": {"s01"}, "password": {demo.Password}})
	}
	printed := func() (reply, error) { return p.get(c, complaint+"/form.pdf") }
	for what, change := range map[string]func() (reply, error){"a setting": setting, "a print": printed,
		"logging in": logIn} {
		_, _ = untilFull(what, change)
	}

	var busy sync.WaitGroup
	for i := range 2 { // at once on the same record
		busy.Go(func() {
			said := fmt.Sprintf("磁盘满时的联系记录 %d", i)
			res, err := p.post(c, complaint+"/contacts", url.Values{"way": {"phone"}, "said": {said}})
			calm(t, "a change", res, err, http.StatusInsufficientStorage, "磁盘已满", "此前保存的都在", said)
		})
	}
	busy.Wait()
	res, err := p.post(c, "/complaints", noise("磁盘满时打的字"))
	calm(t, "recording", res, err, http.StatusInsufficientStorage, "磁盘已满", "磁盘满时打的字")
	res, err = p.upload(c, complaint, bytes.Repeat([]byte("长"), 1<<20))
	calm(t, "uploading", res, err, http.StatusInsufficientStorage, "磁盘已满", "现场记录")
	res, err = untilFull("a setting", setting)
	calm(t, "a setting", res, err, http.StatusInsufficientStorage, "回音会自行恢复")
	res, err = untilFull("a print", printed)
	calm(t, "a print, which is journalled", res, err, http.StatusInsufficientStorage, "磁盘已满")
	res, err = p.post(manager, "/complaints/bulk/forms", url.Values{"site": {"JY"}})
	if res.status == http.StatusSeeOther { // the file could be begun
		res, err = p.job(manager, res.to)
		calm(t, "a download", res, err, http.StatusOK, "磁盘已满")
	} else {
		calm(t, "a download", res, err, http.StatusInsufficientStorage, "磁盘已满")
	}
	anew, err := untilFull("logging in", logIn)
	calm(t, "logging in", anew, err, http.StatusInsufficientStorage, "磁盘已满")
	p.reads(t, c, complaint)
	res, err = p.get(admin, "/status")
	calm(t, "the status page", res, err, http.StatusOK)
	if d.mounted {
		ends(t, nil, []string{"backup", "--data", dir, filepath.Join(d.dir, "full.zip")}, "full")
		if left, _ := filepath.Glob(filepath.Join(d.dir, ".huiyin-backup-*")); len(left) > 0 {
			t.Errorf("the backup left %v", left)
		}
	}
	if !strings.Contains(p.log.String(), "free some space on the disk of "+dir) {
		t.Errorf("the log says nothing of it: %s", p.log)
	}

	d.free(t, p)
	p.record(t, c, &a)
	p.attach(t, c, complaint, "腾出空间之后", &a)
	res, err = p.get(c, complaint+"/form.pdf")
	calm(t, "a print", res, err, http.StatusOK)
	res, err = p.post(manager, "/complaints/bulk/forms", url.Values{"site": {"JY"}})
	if res.status != http.StatusSeeOther {
		t.Fatalf("a download: %d, %v", res.status, err)
	}
	res, err = p.job(manager, res.to)
	calm(t, "a download", res, err, http.StatusOK, "文件已生成")
	month := "?site=JY&month=" + time.Now().Format("2006-01")
	// without a folder for temporary files
	for _, path := range []string{"/complaints/ledger.xlsx", "/complaints/ledger.pdf", "/figures/monthly.xlsx",
		"/figures/monthly.pdf"} {
		res, err = p.get(manager, path+month)
		calm(t, path, res, err, http.StatusOK)
	}
	res, err = p.get(manager, "/complaints/export.xlsx?site=JY")
	calm(t, "an export", res, err, http.StatusOK)
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("serve ended with %v", err)
	}
	a.kept(t, dir)
	if left, _ := filepath.Glob(filepath.Join(dir, "files", "incoming-*")); len(left) > 0 {
		t.Errorf("uploads left %v", left)
	}
}

// job waits for a file that is made in the background.
func (p *process) job(c *http.Client, path string) (res reply, err error) {
	running := regexp.MustCompile(`data-job="running"`)
	soon(5*time.Minute, func() bool {
		res, err = p.get(c, path)
		return err != nil || !running.MatchString(res.body)
	})
	return res, err
}

// nobody is who owns the data in the test of permissions; root may write everywhere.
const nobody = 65534

func TestADataFolderThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	top, err := os.MkdirTemp("", "huiyin-readonly-") // which another user may enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(top) })
	dir := installation(t, filepath.Join(top, "data"))
	var env []string
	if os.Getuid() == 0 {
		env = []string{"HUIYIN_TEST_UID=" + strconv.Itoa(nobody)}
		if err := os.Chmod(top, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
			return errors.Join(err, os.Chown(path, nobody, nobody))
		}); err != nil {
			t.Fatal(err)
		}
	}
	mode := func(m os.FileMode) {
		t.Helper()
		list, err := filepath.Glob(filepath.Join(dir, "files", "??"))
		for _, path := range append(list, dir, filepath.Join(dir, "files")) {
			err = errors.Join(err, os.Chmod(path, m))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(dir, "lock")); err != nil {
		t.Fatal(err)
	}
	mode(0o500)
	ends(t, env, []string{"serve", "--data", dir, "--addr", "127.0.0.1:0"}, "permission denied",
		"writable for the account")
	mode(0o700)

	var a acked
	p := startProcess(t, dir, env...)
	c := p.member(t, "u01")
	complaint := p.record(t, c, &a)
	mode(0o500)
	res, err := p.upload(c, complaint, []byte("写不进去"))
	calm(t, "uploading", res, err, http.StatusServiceUnavailable, "现在只能读取", "现场记录")
	p.record(t, c, &a) // into the files that are open
	p.reads(t, c, complaint)
	if !strings.Contains(p.log.String(), "is the disk mounted read-only") {
		t.Errorf("the log says nothing of it: %s", p.log)
	}
	mode(0o700)
	p.attach(t, c, complaint, "又可以写", &a)
	wal := filepath.Join(dir, "huiyin.db-wal")
	if immutable(wal, true) == nil && immutable(filepath.Join(dir, "files"), true) == nil { // not every disk can
		t.Log("the database cannot be written either")
		res, err := p.post(c, "/complaints", noise("只读时打的字"))
		_, _ = immutable(wal, false), immutable(filepath.Join(dir, "files"), false)
		calm(t, "recording", res, err, http.StatusServiceUnavailable, "现在只能读取", "只读时打的字")
	}
	_, _ = immutable(wal, false), immutable(filepath.Join(dir, "files"), false)
	p.record(t, c, &a)
	p.kill()
	a.kept(t, dir)

	d := newDisk(t, 40, true)
	if !d.mounted {
		return
	}
	dir = installation(t, filepath.Join(d.dir, "data"))
	if err := syscall.Mount("", d.dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	ends(t, nil, []string{"serve", "--data", dir, "--addr", "127.0.0.1:0"}, "is the disk mounted read-only")
}

// immutable lets nobody write a file, root included.
func immutable(path string, on bool) error {
	const flag = 0x10 // FS_IMMUTABLE_FL
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	flags, err := unix.IoctlGetUint32(int(f.Fd()), unix.FS_IOC_GETFLAGS)
	if err != nil {
		return err
	}
	flags &^= flag
	if on {
		flags |= flag
	}
	return unix.IoctlSetPointerInt(int(f.Fd()), unix.FS_IOC_SETFLAGS, int(flags))
}
