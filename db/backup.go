package db

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// Backup writes the whole installation in dir, database and attachments, into one zip file. It may run
// while the portal serves: the database is copied in one instant, and files, named by content, are
// never changed, and removed only with personal data. An existing target is not overwritten. The copy is
// checked and the file read back before it bears its name, so that a file with that name is whole.
// Where kept files are missing, all the rest is backed up, and the error is a *Lacking.
func Backup(ctx context.Context, dir, target string) error {
	_, err := SealedBackup(ctx, dir, target, "")
	return err
}

// SealedBackup is Backup, sealed to a public key where one is given, and tells with which entry its journal ends. What
// is not sealed yet lies in the data directory only.
func SealedBackup(ctx context.Context, dir, target, public string) (Anchor, error) {
	return backUp(ctx, dir, target, true, public)
}

// unfinished marks a backup that is still being written.
const unfinished = ".part"

func backUp(ctx context.Context, dir, target string, files bool, public string) (at Anchor, err error) {
	if err := errors.Join(unfinishedRestore(dir), CheckSeal(public)); err != nil {
		return at, fmt.Errorf("backup: %w", err)
	}
	if _, err := os.Stat(filepath.Join(dir, databaseName)); err != nil {
		return at, fmt.Errorf("no installation in %s: %w", dir, err)
	}
	if _, err := os.Lstat(target); err == nil {
		return at, fmt.Errorf("backup: %s exists already; a backup never overwrites", target)
	}
	beside := filepath.Dir(target)
	if public != "" {
		beside = dir
	}
	temp, err := os.MkdirTemp(beside, backupTemp)
	if err != nil {
		return at, fmt.Errorf("backup: %w", err)
	}
	defer func() { _ = os.RemoveAll(temp) }()
	copied := filepath.Join(temp, databaseName)
	if err := copyDatabase(ctx, filepath.Join(dir, databaseName), copied); err != nil {
		return at, fmt.Errorf("backup: %w", err)
	}
	var lost []string
	if files {
		if lost, err = lostOf(ctx, copied, dir); err != nil {
			return at, fmt.Errorf("backup: %w", err)
		}
	}
	part := filepath.Join(temp, filepath.Base(target)+unfinished)
	if at, err = headOf(ctx, copied); err != nil {
		return at, fmt.Errorf("backup: %w", err)
	}
	if err := zipInstallation(ctx, dir, copied, part, files, at); err != nil {
		return at, fmt.Errorf("backup: %w", err)
	}
	if err := readBack(part); err != nil {
		return at, fmt.Errorf("backup: %w", err)
	}
	if public != "" {
		err = putSealed(ctx, public, part, target)
	} else {
		err = putInPlace(part, target)
	}
	if err != nil || len(lost) == 0 {
		return at, err
	}
	return at, &Lacking{lost}
}

// putSealed seals a finished backup in the folder of its target and gives it its name.
func putSealed(ctx context.Context, public, plain, target string) error {
	temp, err := os.MkdirTemp(filepath.Dir(target), backupTemp)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer func() { _ = os.RemoveAll(temp) }()
	part := filepath.Join(temp, filepath.Base(target)+unfinished)
	if err := sealInto(ctx, public, plain, part); err != nil {
		return fmt.Errorf("backup: seal: %w", err)
	}
	return putInPlace(part, target)
}

// Lacking says that a backup was made, and lacks files that were missing or cut short.
type Lacking struct{ Files []string }

func (e *Lacking) Error() string {
	more := ""
	if n := len(e.Files) - 1; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("the backup was made, but %s%s is missing or cut short in the data directory; fetch it "+
		"from an older backup (huiyin verify says whose it is)", e.Files[0], more)
}

// lostOf are the files that a copied database knows and the directory has not. One of an older huiyin is not asked.
func lostOf(ctx context.Context, database, dir string) (lost []string, err error) {
	pool, err := openPool(database, "&_pragma=query_only(1)", 1)
	if err != nil {
		return nil, err
	}
	conns, err := openConns(ctx, pool, 1)
	if err == nil {
		q := reader{ctx, &Store{readers: conns}}
		whole := false // the tables that name files, the youngest of them too
		if err = q.row("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'signing')", nil, &whole); whole &&
			err == nil {
			lost, err = lostFiles(q, dir)
		}
		err = errors.Join(err, conns.close())
	}
	return lost, errors.Join(err, pool.Close())
}

// headOf reads the journal's head from a copied database, which may be one of an older huiyin.
func headOf(ctx context.Context, database string) (a Anchor, err error) {
	pool, err := openPool(database, "&_pragma=query_only(1)", 1)
	if err != nil {
		return a, err
	}
	conns, err := openConns(ctx, pool, 1)
	if err == nil {
		a, err = head(reader{ctx, &Store{readers: conns}})
		err = errors.Join(err, conns.close())
	}
	return a, errors.Join(err, pool.Close())
}

// manifestName is the file in a backup that tells which entry its journal ends with (rule J2).
const manifestName = "manifest.json"

// manifest is what it says; Read is a sentence for people.
type manifest struct {
	Entries int64
	Hash    string
	Read    string
}

const mostManifest = 4096 // bytes

func addManifest(z *zip.Writer, at Anchor) error {
	b, err := json.MarshalIndent(manifest{at.Entry, at.Hash,
		"entries of the journal and the hash of the newest; huiyin verify --contains HASH finds it"}, "", "\t")
	if err != nil {
		return err
	}
	w, err := z.Create(manifestName)
	if err == nil {
		_, err = w.Write(append(b, '\n'))
	}
	return err
}

// readManifest reads it from a backup; one of an older huiyin has none.
func readManifest(files []*zip.File) (m manifest, err error) {
	for _, f := range files {
		if f.Name != manifestName {
			continue
		}
		src, err := f.Open()
		if err != nil {
			return m, err
		}
		b, err := io.ReadAll(io.LimitReader(src, mostManifest))
		if err = errors.Join(err, src.Close()); err == nil {
			err = json.Unmarshal(b, &m)
		}
		if err != nil || m.Entries < 0 || m.Entries > 0 && len(m.Hash) != 64 {
			return m, fmt.Errorf("its %s cannot be read: %w", manifestName, err)
		}
	}
	return m, nil
}

// putInPlace gives a finished backup its name, unless another came to bear it meanwhile.
func putInPlace(part, target string) error {
	if _, err := os.Lstat(target); err == nil {
		return fmt.Errorf("backup: %s exists already; a backup never overwrites", target)
	}
	if err := os.Rename(part, target); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return syncDir(filepath.Dir(target))
}

// copyDatabase copies the database as it is at one instant, and checks the copy.
func copyDatabase(ctx context.Context, from, to string) error {
	pool, err := openPool(from, "", 1)
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, "VACUUM INTO ?", to)
	if err = errors.Join(err, pool.Close()); err != nil {
		return err
	}
	if pool, err = openPool(to, "", 1); err != nil {
		return err
	}
	return errors.Join(quickCheck(ctx, pool), pool.Close())
}

// quickCheck refuses a damaged database.
func quickCheck(ctx context.Context, pool *sql.DB) error {
	var said string
	err := pool.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&said)
	if err == nil && said != "ok" {
		err = fmt.Errorf("%w: %s", errDamaged, said)
	}
	return err
}

func zipInstallation(ctx context.Context, dir, database, target string, files bool, at Anchor) (err error) {
	out, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	err = errors.Join(addFile(z, databaseName, database, zip.Deflate), addManifest(z, at))
	if files && err == nil {
		err = filepath.WalkDir(filepath.Join(dir, filesName), func(path string, d fs.DirEntry, err error) error {
			name := filesName + "/" + filepath.Base(filepath.Dir(path)) + "/" + d.Name()
			// what others left there would not be restored
			if err != nil || d.IsDir() || !contentName.MatchString(name) {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			err = addFile(z, name, path, zip.Store)
			if errors.Is(err, fs.ErrNotExist) { // removed meanwhile, with the personal data (rule B1)
				return nil
			}
			return err
		})
	}
	if err == nil {
		err = errors.Join(z.Close(), out.Sync())
	}
	return errors.Join(err, out.Close())
}

// readBack reads a backup as a restore will, and so compares every check sum in it.
func readBack(path string) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	for _, f := range z.File {
		var src io.ReadCloser
		if src, err = f.Open(); err != nil {
			break
		}
		_, err = io.Copy(io.Discard, src)
		if err = errors.Join(err, src.Close()); err != nil {
			break
		}
	}
	return errors.Join(err, z.Close())
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

// contentName is what an attachment is called in a backup: its hash, below the hash's beginning.
var contentName = regexp.MustCompile(`^` + filesName + `/[0-9a-f]{2}/[0-9a-f]{64}$`)

// isBackup tells whether there is a database, and nothing but it, its manifest and attachments, each once. No other name
// is unpacked, so that none leads out of the directory or lies beside the database as if it belonged to it.
func isBackup(files []*zip.File) bool {
	seen := map[string]bool{}
	for _, f := range files {
		if seen[f.Name] || !f.Mode().IsRegular() || f.Name != databaseName && f.Name != manifestName &&
			!contentName.MatchString(f.Name) {
			return false
		}
		seen[f.Name] = true
	}
	return seen[databaseName]
}

// roomToUnpack refuses a backup that says to be larger than the disk has room. What holds more than it says
// is refused when it is unpacked.
func roomToUnpack(files []*zip.File, dir string) error {
	free, err := freeSpace(dir)
	if err != nil {
		free, err = freeSpace(filepath.Dir(filepath.Clean(dir))) // it is made later
	}
	if err != nil { // a share may not say
		return nil
	}
	left := uint64(max(free, 0))
	for _, f := range files {
		if f.UncompressedSize64 > left {
			return fmt.Errorf("%s has %d MB free, which is too little for what is in the backup", dir, free>>20)
		}
		left -= f.UncompressedSize64
	}
	return nil
}

// unpack writes a part of a backup and tells the hash of what it holds.
func unpack(f *zip.File, path string) (hash string, err error) {
	src, err := f.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = src.Close() }()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(io.MultiWriter(out, h), src)
	return hex.EncodeToString(h.Sum(nil)), errors.Join(err, out.Sync(), out.Close())
}
