package db

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"huiyin/huiyin"
)

// staging begins the name of the folder, inside the new data directory, in which a restore unpacks and verifies.
// While it is there the directory is no installation, whatever else lies in it.
const staging = ".restoring-"

// staged finds the folder of a restore that is under way or was cut off, "" where there is none. One that is empty
// beside a database, which is put in its place last, is all that a finished restore may leave behind.
func staged(dir string) string {
	entries, _ := os.ReadDir(dir)
	found := slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !strings.HasPrefix(e.Name(), staging) })
	if len(found) == 0 {
		return ""
	}
	folder := found[0].Name()
	_, err := os.Stat(filepath.Join(dir, databaseName))
	rest, unread := os.ReadDir(filepath.Join(dir, folder))
	if err == nil && unread == nil && len(rest) == 0 && len(found) == 1 {
		return ""
	}
	return folder
}

// unfinishedRestore refuses a directory into which a restore has not come to its end.
func unfinishedRestore(dir string) error {
	if folder := staged(dir); folder != "" {
		return fmt.Errorf("a restore into %s was cut off or is still under way (%s): this is no installation yet; run "+
			"huiyin restore again with the same backup and directory, which begins anew", whole(dir), folder)
	}
	return nil
}

// remainder are the names that a restore cut off may have left; with anything else beside them a directory is
// somebody's, and nothing in it is touched.
var remainder = []string{lockName, filesName, anchorsName, backupFolder, backupNote, keyFileName}

// vacant refuses a directory that holds anything but the remainder of a restore.
func vacant(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("restore: %w", err)
	}
	begun := staged(dir) != ""
	for _, e := range entries {
		if name := e.Name(); name == lockName ||
			begun && (strings.HasPrefix(name, staging) || slices.Contains(remainder, name)) {
			continue
		}
		return fmt.Errorf("restore: %s is not empty; a restore never overwrites", dir)
	}
	return nil
}

// occupy takes the lock of a directory that is vacant, and empties it.
func occupy(dir string) (*flock.Flock, error) {
	if err := vacant(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("restore: %w", err)
	}
	lock := flock.New(filepath.Join(dir, lockName))
	free, err := lock.TryLock()
	if err == nil && !free {
		return nil, ErrInUse
	}
	if err = errors.Join(err, vacant(dir)); err == nil {
		err = empty(dir, lockName)
	}
	if err != nil {
		err = errors.Join(err, lock.Unlock())
	}
	return lock, err
}

// Restore unpacks a backup into dir, which must not hold an installation yet, and verifies it. Until all of it is on
// the disk it lies in a folder of its own there, so that one that was cut off is no installation and may begin again.
// What it could not finish it takes away again, so that another may be tried. Nothing goes out of a restored
// installation until an administrator turns messages on.
func Restore(ctx context.Context, source, dir string) (v Verdict, err error) {
	return RestoreSealed(ctx, source, "", dir)
}

// RestoreSealed is Restore of a backup that is sealed to a key, which lies in a file.
func RestoreSealed(ctx context.Context, source, key, dir string) (v Verdict, err error) {
	_, missing := os.Stat(dir)
	lock, err := occupy(dir)
	if err != nil {
		return v, err
	}
	defer func() {
		err = errors.Join(err, lock.Unlock())
		if err != nil {
			err = errors.Join(err, empty(dir))
		}
		if err != nil && missing != nil {
			_ = os.Remove(dir) // as it was
		}
	}()
	opened, unsealed, err := unseal(ctx, source, key, dir)
	if err != nil {
		return v, fmt.Errorf("restore: %w", err)
	}
	z, err := zip.OpenReader(opened)
	if err != nil {
		return v, fmt.Errorf("restore: %w", err)
	}
	defer func() { _ = z.Close() }()
	if !isBackup(z.File) {
		return v, fmt.Errorf("restore: %s is not a huiyin backup", source)
	}
	if err := roomToUnpack(z.File, dir); err != nil {
		return v, fmt.Errorf("restore: %w", err)
	}
	stage, err := os.MkdirTemp(dir, staging)
	if err != nil {
		return v, fmt.Errorf("restore: %w", err)
	}
	if v, err = restoreInto(ctx, z, stage); err != nil {
		return v, err
	}
	if unsealed != "" { // before the database has its name: beside it this would be a restore cut off
		if err := errors.Join(z.Close(), os.RemoveAll(unsealed)); err != nil {
			return v, fmt.Errorf("restore: %w", err)
		}
	}
	if err := settle(stage, dir); err != nil {
		return v, fmt.Errorf("restore: %w", err)
	}
	return v, nil
}

// restoreInto makes an installation of a backup, verified and with its messages held.
func restoreInto(ctx context.Context, z *zip.ReadCloser, dir string) (v Verdict, err error) {
	m, err := readManifest(z.File)
	if err != nil {
		return v, fmt.Errorf("restore: %w", err)
	}
	var odd []string // contents that are not what their names say
	for _, f := range z.File {
		if err := ctx.Err(); err != nil {
			return v, err
		}
		if f.Name == manifestName {
			continue
		}
		hash, err := unpack(f, filepath.Join(dir, filepath.FromSlash(f.Name)))
		if err != nil {
			return v, fmt.Errorf("restore: %w", err)
		}
		if name := path.Base(f.Name); f.Name != databaseName && name != hash {
			odd = append(odd, name)
		}
	}
	s, err := Open(ctx, dir)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.strange(ctx, odd); err != nil {
		return v, fmt.Errorf("restore: %w", err)
	}
	now := time.Now().UTC()
	if m.Entries > 0 { // Verify compares it with the journal
		if err := keepAnchor(dir, Anchor{At: now, Entry: m.Entries, Hash: m.Hash, Cause: "restore"}); err != nil {
			return v, err
		}
	}
	if v, err = s.Verify(ctx); err != nil {
		return v, err
	}
	return v, s.holdMessages(ctx, now)
}

// holdMessages keeps what the copy would send to itself: the installation that the backup was made of may be alive, or
// has sent it long ago.
func (s *Store) holdMessages(ctx context.Context, now time.Time) error {
	last, err := s.LastLogged(ctx)
	if err != nil {
		return err
	}
	var waiting int64
	if err := (reader{ctx, s}).row("SELECT coalesce(max(id), 0) FROM outbox", nil, &waiting); err != nil {
		return err
	}
	return s.ChangeDelivery(ctx, Once{}, now, func(d *huiyin.Delivery) error {
		d.Hold(huiyin.System(s.Org()), now, last, waiting)
		return nil
	})
}

// settle puts a finished installation into its place, the database last: all is on the disk before it is there.
func settle(stage, dir string) error {
	if err := syncTree(stage); err != nil {
		return err
	}
	entries, err := os.ReadDir(stage)
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch from := filepath.Join(stage, e.Name()); e.Name() {
		case databaseName:
		case lockName:
			err = os.Remove(from)
		default:
			err = os.Rename(from, filepath.Join(dir, e.Name()))
		}
		if err != nil {
			return err
		}
	}
	if err := syncDir(dir); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(stage, databaseName), filepath.Join(dir, databaseName)); err != nil {
		return err
	}
	return errors.Join(syncDir(stage), syncDir(dir), os.Remove(stage), syncDir(dir))
}

// syncTree waits until the names of a folder and all below it are on the disk; the files' contents are already.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return syncDir(path)
	})
}

// strange refuses contents that are not what their names say and that no record names: they are not of this installation.
// One that a record names was damaged before it was backed up, and Verify tells so.
func (s *Store) strange(ctx context.Context, odd []string) error {
	if len(odd) == 0 {
		return nil
	}
	names, err := unnamed(reader{ctx, s}, odd)
	if err == nil && len(names) > 0 {
		err = fmt.Errorf("%s is not what its name says, and no record names it; this is no backup as huiyin writes it",
			names[0])
	}
	return err
}

// empty removes all that is in a directory but for some names.
func empty(dir string, but ...string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if !slices.Contains(but, e.Name()) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	return err
}
