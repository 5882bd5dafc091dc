package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"huiyin/huiyin"
)

// Fault is what hinders the installation from outside: a full disk, a damaged file. None of it is the
// fault of who asks, and all of it can be put right without touching the program.
type Fault struct {
	Kind   huiyin.Kind
	Text   string // for people, with what to do
	Remedy string // for whoever looks after the machine, in English, as the log is
	Admin  string // the same for administrators on the page; a format for Args
	Args   []any

	damaged bool
}

// Said is the fault as a refusal, to an administrator with what to do about it.
func (f *Fault) Said(admin bool) *huiyin.Error {
	if admin {
		return &huiyin.Error{Kind: f.Kind, Text: f.Admin, Args: f.Args}
	}
	return &huiyin.Error{Kind: f.Kind, Text: f.Text}
}

// errMoved says that the database is no longer where it was opened; what were written now would be lost.
var errMoved = errors.New("the database was removed or replaced while it was in use")

// errDamaged refuses to write on into a damaged database.
var errDamaged = errors.New("the database is damaged")

// MostUnderWay is how long a change may take before the portal counts as not serving: nothing else can be recorded
// meanwhile.
const MostUnderWay = 30 * time.Second

var errStalled = errors.New("a change has been under way for too long")

// UnderWay is how long the present change has been under way at an instant, 0 where there is none.
func (s *Store) UnderWay(now time.Time) time.Duration {
	if begun := s.queue.begun.Load(); begun != nil {
		return now.Sub(*begun)
	}
	return 0
}

// Stalled is an error when the present change takes so long that something must be wrong.
func (s *Store) Stalled(now time.Time) error {
	if took := s.UnderWay(now); took > MostUnderWay {
		return fmt.Errorf("%w: %v", errStalled, took.Round(time.Second))
	}
	return nil
}

// Fault finds what hinders the installation in an error, nil when the error tells of nothing like it. A
// damaged database is from then on not written any more.
func (s *Store) Fault(err error) *Fault {
	if err == nil {
		return nil
	}
	if s.inPlace() != nil {
		err = errMoved
	}
	f := faultOf(s.dir, err)
	if f != nil && f.damaged {
		s.damaged.Store(true)
	}
	return f
}

// Remedy is what to do about an error that comes from outside, "" where nobody knows.
func Remedy(store *Store, err error) string {
	if f := store.Fault(err); f != nil {
		return f.Remedy
	}
	return ""
}

// Damaged tells whether the database was found damaged.
func (s *Store) Damaged() bool { return s.damaged.Load() }

// fit refuses to write what would be lost or do harm.
func (s *Store) fit() error {
	if s.damaged.Load() {
		return errDamaged
	}
	return s.inPlace()
}

func (s *Store) inPlace() error {
	if s.file == nil { // still being opened
		return nil
	}
	if now, err := os.Stat(filepath.Join(s.dir, databaseName)); err != nil || !os.SameFile(now, s.file) {
		return errMoved
	}
	return nil
}

func faultOf(dir string, err error) *Fault {
	path := whole(filepath.Join(dir, databaseName))
	code := 0
	if e := (*sqlite.Error)(nil); errors.As(err, &e) {
		code = e.Code()
	}
	is := func(some []error) bool {
		return slices.ContainsFunc(some, func(e error) bool { return errors.Is(err, e) })
	}
	loop := (*loopError)(nil)
	primary := code & 0xff
	// which says no more than that something failed
	if primary == sqlite3.SQLITE_IOERR || primary == sqlite3.SQLITE_CANTOPEN {
		err = errors.Join(err, tried(dir))
	}
	switch {
	case errors.Is(err, errMoved):
		return &Fault{Kind: huiyin.KindUnavailable,
			Text:  "数据文件夹不在原处，这一步没有保存。请告诉系统管理员。",
			Admin: "数据库文件 %s 已被移走、删除或替换，这一步没有保存。请放回原来的文件，回音会自行恢复；若是从备份恢复的，请重启回音。",
			Remedy: "put " + path +
				" back, and huiyin goes on by itself; where it was deleted, restore a backup and restart huiyin",
			Args: []any{path}}
	case errors.Is(err, errDamaged), primary == sqlite3.SQLITE_CORRUPT, primary == sqlite3.SQLITE_NOTADB:
		backup := newestBackup(dir)
		return &Fault{Kind: huiyin.KindUnavailable, damaged: code != sqlite3.SQLITE_CORRUPT_VTAB,
			Text:  "数据库文件已损坏，暂时不能使用。请告诉系统管理员从备份恢复，其间请用纸质表格登记。",
			Admin: "数据库文件 %s 已损坏。请停止回音，原样保留数据文件夹，用 huiyin restore 把备份恢复到新的文件夹，再以它启动。最近一次完好的备份：%s",
			Remedy: path + " is damaged: stop huiyin, keep the directory as it is, and restore the newest good " +
				"backup (" + backup + ") into a new directory with huiyin restore", Args: []any{path, backup}}
	case errors.As(err, &loop):
		return &Fault{Kind: huiyin.KindUnavailable,
			Text:  "这位客户的档案已损坏，这一步没有保存。请告诉系统管理员，其间请用纸质表格登记。",
			Admin: "客户档案 %d 已损坏：它的合并关系绕成了一圈，这一步没有保存。请运行 huiyin verify 查看哪些记录不符，再从完好的备份恢复：%s",
			Remedy: "run huiyin verify, which names what does not fit, and restore a backup of before (" +
				newestBackup(dir) + ") into a new directory", Args: []any{loop.file, newestBackup(dir)}}
	case errors.Is(err, errStalled):
		return &Fault{Kind: huiyin.KindUnavailable,
			Text:  "回音现在保存不了任何内容。请告诉系统管理员，其间请用纸质表格登记。",
			Admin: "有一次保存已进行了 %d 秒还没有结束，其间什么都保存不了。请重启回音，并把运行日志交给维护人员。",
			Remedy: "nothing can be recorded while a change does not end: look whether the disk of " + whole(dir) +
				" answers, keep the log, restart huiyin, then run huiyin verify",
			Args: []any{int(MostUnderWay.Seconds())}}
	case primary == sqlite3.SQLITE_FULL, is(fullDisk):
		return &Fault{Kind: huiyin.KindFull,
			Text:   "服务器的磁盘已满，这一步没有保存；此前保存的都在。请告诉系统管理员，腾出空间后再试一次即可。",
			Admin:  "磁盘已满：%s 所在的磁盘没有剩余空间，这一步没有保存；此前保存的都在。请清理或扩容，回音会自行恢复，不必重启。",
			Remedy: "free some space on the disk of " + whole(dir) + "; huiyin goes on by itself",
			Args:   []any{whole(dir)}}
	case primary == sqlite3.SQLITE_READONLY, primary == sqlite3.SQLITE_PERM, errors.Is(err, syscall.EROFS),
		errors.Is(err, fs.ErrPermission):
		return &Fault{Kind: huiyin.KindUnavailable,
			Text:  "数据文件夹现在只能读取，这一步没有保存；此前保存的都在。请告诉系统管理员，恢复写入后再试一次即可。",
			Admin: "数据文件夹 %s 现在只能读取，这一步没有保存；此前保存的都在。请检查磁盘是否以只读方式挂载、文件夹的所有者和权限是否正确。恢复后不必重启。",
			Remedy: "make " + whole(dir) +
				" writable for the account that huiyin runs under: is the disk mounted read-only, are owner and " +
				"permissions right?", Args: []any{whole(dir)}}
	case primary == sqlite3.SQLITE_BUSY, primary == sqlite3.SQLITE_LOCKED:
		return &Fault{Kind: huiyin.KindUnavailable,
			Text:  "数据库正被另一个程序占用，这一步没有保存。请稍候再试；仍然不行，请告诉系统管理员。",
			Admin: "数据库文件 %s 正被另一个程序占用，这一步没有保存。请关闭占用它的程序（如数据库工具、杀毒或同步软件），回音会自行恢复。",
			Remedy: "another program holds " + path +
				"; close it (a database tool, a virus scanner, a synchroniser), and huiyin goes on by itself",
			Args: []any{path}}
	case primary == sqlite3.SQLITE_IOERR, primary == sqlite3.SQLITE_CANTOPEN, errors.Is(err, syscall.EIO):
		return &Fault{Kind: huiyin.KindUnavailable,
			Text:   "服务器的磁盘读写出错，这一步没有完成。请告诉系统管理员。",
			Admin:  "%s 所在的磁盘读写出错，这一步没有完成。请检查磁盘和系统日志。",
			Remedy: "the disk of " + whole(dir) + " fails; look into the machine's own log", Args: []any{whole(dir)}}
	}
	return nil
}

// tried is what the disk says to a small file.
func tried(dir string) error {
	f, err := os.CreateTemp(filepath.Join(dir, filesName), incoming+"*")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, 8<<10))
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

// explained adds to an error what to do about it.
func explained(dir string, err error) error {
	if f := faultOf(dir, err); f != nil {
		return fmt.Errorf("%w; %s", err, f.Remedy)
	}
	return err
}

func whole(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// newestBackup is where the last good backup lies, as far as that is noted beside the database.
func newestBackup(dir string) string {
	if note, err := readBackupNote(dir); err == nil && note.File != "" {
		return note.File
	}
	return whole(filepath.Join(dir, backupFolder))
}

// mostChecked is the largest database that is read through beside the work, in bytes. A larger one is when it is
// backed up.
const mostChecked = 1 << 30

// Check looks for kept files that are missing, and reads the database for damage unless it is large. It may
// run while the portal serves.
func (s *Store) Check(ctx context.Context) error {
	lost, err := lostFiles(reader{ctx, s}, s.dir)
	if err == nil {
		s.lost.Store(&lost)
	}
	if s.databaseSize() <= mostChecked {
		pool, wrong := openPool(filepath.Join(s.dir, databaseName), "&_pragma=query_only(1)", 1)
		if wrong == nil {
			wrong = errors.Join(quickCheck(ctx, pool), pool.Close())
		}
		err = errors.Join(err, wrong)
	}
	if f := s.Fault(err); f != nil {
		return fmt.Errorf("%w; %s", err, f.Remedy)
	}
	return err
}
