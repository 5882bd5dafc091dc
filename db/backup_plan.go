package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"huiyin/huiyin"
)

// backupSetting is the plan's name among the settings; backupNote the file that tells of the last good
// backup, which is a file because the command may run while the portal holds the database.
const (
	backupSetting = "backup"
	triedSetting  = "backup.tried"
	backupNote    = "backup.last"
	backupTemp    = ".huiyin-backup-"
	backupFolder  = "backups"
)

// BackupPlan is when and where the portal backs itself up.
func (s *Store) BackupPlan(ctx context.Context) (*huiyin.BackupPlan, error) {
	return backupPlan(reader{ctx, s})
}

func backupPlan(q querier) (*huiyin.BackupPlan, error) {
	p := huiyin.DefaultBackupPlan()
	if err := loadSetting(q, backupSetting, p); err != nil {
		return nil, err
	}
	return p, nil
}

// ChangeBackupPlan lets fn change the plan, with its journal entries (rule J1).
func (s *Store) ChangeBackupPlan(ctx context.Context, once Once, fn func(*huiyin.BackupPlan) error) error {
	_, _, err := changeSetting(ctx, s, once, backupSetting, backupPlan, fn, nil)
	return err
}

// Backups is how backups fare.
type Backups struct {
	Good   time.Time // of the newest backup that is whole, zero for never
	File   string    // where it lies, "" where the note does not say
	Tried  time.Time // when the portal last tried, zero for never
	Failed string    // why that failed, "" when it did not
	Entry  int64     // with which its journal ends, 0 where the note does not say (rule J2)
	Hash   string    // of that entry
}

// Backups tells how backups fare.
func (s *Store) Backups(ctx context.Context) (Backups, error) {
	var v Backups
	var tried struct {
		At     time.Time
		Failed string
	}
	if err := loadSetting(reader{ctx, s}, triedSetting, &tried); err != nil {
		return v, err
	}
	v.Tried, v.Failed = tried.At, tried.Failed
	note, err := readBackupNote(s.dir)
	if err != nil {
		return v, fmt.Errorf("last backup: %w", err)
	}
	v.Good, v.File, v.Entry, v.Hash = note.At, note.File, note.Entry, note.Hash
	return v, nil
}

// backedUp is what is noted of the last good backup.
type backedUp struct {
	At    time.Time
	File  string
	Entry int64  // with which its journal ends (rule J2)
	Hash  string // of that entry
}

// readBackupNote reads it, zero where there is none.
func readBackupNote(dir string) (note backedUp, err error) {
	b, err := os.ReadFile(filepath.Join(dir, backupNote))
	if errors.Is(err, fs.ErrNotExist) {
		return note, nil
	}
	if err == nil && json.Unmarshal(b, &note) != nil { // an older note is a time alone; a spoilt one is none
		note.At, _ = time.Parse(time.RFC3339+"\n", string(b))
	}
	return note, err
}

// NoteBackup writes down, for the status page, that the installation in dir was backed up into a file,
// whose journal ends with head.
func NoteBackup(dir string, at time.Time, file string, head Anchor) error {
	if whole, err := filepath.Abs(file); err == nil {
		file = whole
	}
	b, err := json.Marshal(backedUp{at.UTC(), file, head.Entry, head.Hash})
	if err == nil {
		err = replaceFile(filepath.Join(dir, backupNote), b)
	}
	if err == nil && head.Entry > 0 {
		err = keepAnchor(dir, Anchor{At: at.UTC(), Entry: head.Entry, Hash: head.Hash, Cause: "backup"})
	}
	if err != nil {
		return fmt.Errorf("note the backup: %w", err)
	}
	return nil
}

// replaceFile writes a small file whole or not at all.
func replaceFile(path string, b []byte) error {
	if err := os.WriteFile(path+unfinished, b, 0o600); err != nil {
		return err
	}
	return os.Rename(path+unfinished, path)
}

// BackUp makes a backup by plan, in one folder or two, and removes what is more than the plan keeps. How
// it went is noted for the status page; where the first folder holds a whole backup and the second not,
// it has failed, but the first one stays.
func (s *Store) BackUp(ctx context.Context, p *huiyin.BackupPlan, now time.Time) error {
	failed := s.backUp(ctx, p, now)
	if ctx.Err() != nil { // a portal that stops has not tried
		return failed
	}
	var tried struct {
		At     time.Time
		Failed string
	}
	tried.At = now.UTC()
	if failed != nil {
		tried.Failed = failed.Error()
	}
	_, err := s.write(ctx, Once{}, func(t *tx) error { return storeSetting(t, triedSetting, tried) })
	return errors.Join(failed, err)
}

func (s *Store) backUp(ctx context.Context, p *huiyin.BackupPlan, now time.Time) error {
	folder := p.Folder
	if folder == "" {
		folder = filepath.Join(s.dir, backupFolder)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
	}
	name := "huiyin-" + now.In(s.Org().Zone).Format("20060102-150405") + ".zip"
	if p.Seal != "" { // what is not sealed yet lies in the data directory
		name += SealedName
		if err := s.roomFor(ctx, s.dir); err != nil {
			return err
		}
		sweepBackups(s.dir, now)
	}
	first := filepath.Join(folder, name)
	if err := s.roomFor(ctx, folder); err != nil {
		return err
	}
	sweepBackups(folder, now)
	head, made := SealedBackup(ctx, s.dir, first, p.Seal)
	lacking := new(Lacking)
	if made != nil && !errors.As(made, &lacking) {
		return made
	}
	s.lost.Store(&lacking.Files)
	if err := NoteBackup(s.dir, now, first, head); err != nil {
		return err
	}
	if err := keepNewest(folder, p.Keep); err != nil {
		return err
	}
	if p.Second == "" {
		return made
	}
	sweepBackups(p.Second, now)
	if err := copyBackup(ctx, first, filepath.Join(p.Second, name)); err != nil {
		return fmt.Errorf("second copy: %w", err)
	}
	return errors.Join(made, keepNewest(p.Second, p.Keep))
}

// roomFor refuses a backup that would fill the disk: the copied database stands there beside the file.
func (s *Store) roomFor(ctx context.Context, folder string) error {
	free, err := freeSpace(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("backup: the folder %s does not exist", folder)
	}
	if err != nil { // a share may not say
		return nil
	}
	need, err := s.filesSize(ctx)
	if err != nil {
		return err
	}
	if need += 2 * s.databaseSize(); need > free {
		return fmt.Errorf("backup: %s has %d MB free, a backup may need %d MB", folder, free>>20, need>>20+1)
	}
	return nil
}

// planned is what backups by plan are called; others in the same folder are left alone.
var planned = regexp.MustCompile(`^huiyin-\d{8}-\d{6}\.zip(\.age)?$`)

// keepNewest removes the oldest backups by plan beyond so many.
func keepNewest(folder string, keep int) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("old backups: %w", err)
	}
	var names []string
	for _, e := range entries { // by name, which is by time
		if planned.MatchString(e.Name()) && e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	for _, name := range names[:max(0, len(names)-keep)] {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			return fmt.Errorf("old backups: %w", err)
		}
	}
	return nil
}

// sweepBackups removes what a backup left behind that was cut off more than a day ago.
func sweepBackups(folder string, now time.Time) {
	left, _ := filepath.Glob(filepath.Join(folder, backupTemp+"*"))
	for _, path := range left {
		if info, err := os.Stat(path); err == nil && info.IsDir() && now.Sub(info.ModTime()) > 24*time.Hour {
			_ = os.RemoveAll(path) // the next one tries again
		}
	}
}

// copyBackup copies a backup to another folder and reads it back there.
func copyBackup(ctx context.Context, from, to string) error {
	temp, err := os.MkdirTemp(filepath.Dir(to), backupTemp)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	part := filepath.Join(temp, filepath.Base(to)+unfinished)
	if err := copyFile(from, part); err != nil {
		return err
	}
	if err := sameFile(from, part); err != nil {
		return err
	}
	return putInPlace(part, to)
}

func copyFile(from, to string) error {
	return copyInto(from, to, func(out io.Writer, src io.Reader) error {
		_, err := io.Copy(out, src)
		return err
	})
}

// copyInto writes what is made of a file into a new one, down to the disk.
func copyInto(from, to string, write func(out io.Writer, src io.Reader) error) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = src.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = write(out, src)
	if err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}

// Writable tells why a folder cannot take backups; "" stands for the one in the data directory.
func Writable(folder string) error {
	if folder == "" {
		return nil
	}
	temp, err := os.MkdirTemp(folder, backupTemp)
	if err != nil {
		return err
	}
	return os.Remove(temp)
}
