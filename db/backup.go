package db

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Backup writes the whole installation in dir, database and attachments, into one zip file. It may run
// while the portal serves: the database is copied in one instant, and files, named by content, are
// never changed, and removed only with personal data. An existing target is not overwritten.
func Backup(ctx context.Context, dir, target string) (err error) {
	if _, err := os.Stat(filepath.Join(dir, databaseName)); err != nil {
		return fmt.Errorf("no installation in %s: %w", dir, err)
	}
	out, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer func() {
		if err != nil {
			_ = out.Close()
			_ = os.Remove(target)
		}
	}()
	temp, err := os.MkdirTemp(filepath.Dir(target), ".huiyin-backup-")
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer func() { _ = os.RemoveAll(temp) }()
	copied := filepath.Join(temp, databaseName)
	pool, err := openPool(filepath.Join(dir, databaseName), "", 1)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, "VACUUM INTO ?", copied)
	if err = errors.Join(err, pool.Close()); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	z := zip.NewWriter(out)
	if err := addFile(z, databaseName, copied, zip.Deflate); err != nil {
		return err
	}
	err = filepath.WalkDir(filepath.Join(dir, filesName), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), incoming) {
			return err
		}
		err = addFile(z, filesName+"/"+filepath.Base(filepath.Dir(path))+"/"+d.Name(), path, zip.Store)
		if errors.Is(err, fs.ErrNotExist) { // removed meanwhile, with the personal data (rule B1)
			return nil
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := errors.Join(z.Close(), out.Sync(), out.Close()); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// NoteBackup writes down, for the status page, that the installation in dir was backed up.
func NoteBackup(dir string, at time.Time) error {
	if err := os.WriteFile(filepath.Join(dir, backupNote), []byte(at.UTC().Format(time.RFC3339)+"\n"), 0o600); err != nil {
		return fmt.Errorf("note the backup: %w", err)
	}
	return nil
}

func addFile(z *zip.Writer, name, path string, method uint16) error {
	src, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = src.Close() }()
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, src)
	return err
}

// Restore unpacks a backup into dir, which must not hold an installation yet, and verifies it.
func Restore(ctx context.Context, source, dir string) (Verdict, error) {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return Verdict{}, fmt.Errorf("restore: %s is not empty; a restore never overwrites", dir)
	}
	z, err := zip.OpenReader(source)
	if err != nil {
		return Verdict{}, fmt.Errorf("restore: %w", err)
	}
	defer func() { _ = z.Close() }()
	if !isBackup(z.File) {
		return Verdict{}, fmt.Errorf("restore: %s is not a huiyin backup", source)
	}
	for _, f := range z.File {
		if err := unpack(f, filepath.Join(dir, filepath.FromSlash(f.Name))); err != nil {
			return Verdict{}, fmt.Errorf("restore: %w", err)
		}
	}
	s, err := Open(ctx, dir)
	if err != nil {
		return Verdict{}, err
	}
	v, err := s.Verify(ctx)
	return v, errors.Join(err, s.Close())
}

// isBackup tells whether there is a database, and nothing but it and attachments.
func isBackup(files []*zip.File) bool {
	return slices.ContainsFunc(files, func(f *zip.File) bool { return f.Name == databaseName }) &&
		!slices.ContainsFunc(files, func(f *zip.File) bool {
			return f.Name != databaseName && !(strings.HasPrefix(f.Name, filesName+"/") && filepath.IsLocal(filepath.FromSlash(f.Name)))
		})
}

func unpack(f *zip.File, path string) error {
	src, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { _ = src.Close() }()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, src)
	return errors.Join(err, out.Sync(), out.Close())
}
