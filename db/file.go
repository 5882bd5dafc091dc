package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"huiyin/huiyin"
)

const filesName = "files"

// filePath is where a content lies, named by its hash (rule K6).
func (s *Store) filePath(hash string) string { return filePath(s.dir, hash) }

func filePath(dir, hash string) string {
	return filepath.Join(dir, filesName, hash[:min(2, len(hash))], filepath.Base(hash))
}

// incoming begins the names of contents that have no place yet.
const incoming = "incoming-"

// Incoming is a content that has come in, on the disk, and has no place yet.
type Incoming struct {
	Hash string // SHA-256, in hexadecimal
	Size int64  // in bytes
	s    *Store
	temp string

	brought *brought // for whom it counts, nil where it counts for nobody
	counted int64
	kept    bool
}

// Receive streams a content to the disk. More than most bytes is huiyin.KindTooLarge. Whoever receives
// drops it in the end.
func (s *Store) Receive(src io.Reader, most int64) (*Incoming, error) {
	temp, err := os.CreateTemp(filepath.Join(s.dir, filesName), incoming+"*")
	if err != nil {
		return nil, fmt.Errorf("receive file: %w", err)
	}
	in := &Incoming{s: s, temp: temp.Name()}
	h := sha256.New()
	in.Size, err = io.Copy(io.MultiWriter(temp, h), io.LimitReader(src, most+1))
	if err == nil && in.Size > most {
		err = &huiyin.Error{Kind: huiyin.KindTooLarge, Field: "file", Text: "上传的文件超过 200 MB。"}
	}
	if err == nil {
		err = temp.Sync()
	}
	if err := errors.Join(err, temp.Close()); err != nil {
		in.Drop()
		return nil, fmt.Errorf("receive file: %w", err)
	}
	in.Hash = hex.EncodeToString(h.Sum(nil))
	return in, nil
}

// Open reads the content.
func (in *Incoming) Open() (*os.File, error) { return os.Open(in.temp) }

// keep gives the content its place, named by its hash; the same content is kept once (rule K6). It is on
// the disk there before keep returns.
func (in *Incoming) keep() error {
	path := in.s.filePath(in.Hash)
	if _, err := os.Stat(path); err == nil {
		in.kept = true
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep file: %w", err)
	}
	if err := os.Rename(in.temp, path); err != nil {
		return fmt.Errorf("keep file: %w", err)
	}
	if err := errors.Join(syncDir(filepath.Dir(path)), syncDir(filepath.Join(in.s.dir, filesName))); err != nil {
		return fmt.Errorf("keep file: %w", err)
	}
	in.kept = true
	return nil
}

// Drop removes the content unless it was kept.
func (in *Incoming) Drop() {
	_ = os.Remove(in.temp)
	if in.brought != nil && !in.kept {
		in.s.giveBack(in.brought, in.counted)
		in.brought = nil
	}
}

// KeepFile receives a content and keeps it.
func (s *Store) KeepFile(src io.Reader, most int64) (hash string, size int64, err error) {
	in, err := s.Receive(src, most)
	if err != nil {
		return "", 0, err
	}
	defer in.Drop()
	return in.Hash, in.Size, in.keep()
}

// sweepFiles removes what a process that died had received and not kept.
func (s *Store) sweepFiles() error {
	left, err := filepath.Glob(filepath.Join(s.dir, filesName, incoming+"*"))
	if err != nil {
		return err
	}
	for _, name := range left {
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("sweep files: %w", err)
		}
	}
	return nil
}

// ErrFile says that a kept content is not there, or not all of it.
var ErrFile = errors.New("a kept file is missing or cut short")

// OpenFile opens a kept content of so many bytes, 0 where that is not known. One that is missing or cut
// short is ErrFile, and a refusal in words.
func (s *Store) OpenFile(hash string, size int64) (*os.File, error) {
	f, err := os.Open(s.filePath(hash))
	if errors.Is(err, fs.ErrNotExist) && s.inPlace() == nil {
		return nil, fmt.Errorf("%w: %w: %w", ErrFile, err,
			&huiyin.Error{Kind: huiyin.KindUnavailable, Text: "这份文件在服务器上缺失，记录仍在。请告诉系统管理员从备份中找回；放回原处即可打开。"})
	}
	if err != nil {
		return nil, fmt.Errorf("open attachment: %w", err)
	}
	if info, err := f.Stat(); err == nil && size > 0 && info.Size() != size {
		_ = f.Close()
		return nil, fmt.Errorf("%w: %s: %w", ErrFile, f.Name(),
			&huiyin.Error{Kind: huiyin.KindUnavailable, Text: "这份文件在服务器上不完整，因此不予打开，记录仍在。请告诉系统管理员从备份中找回。"})
	}
	return f, nil
}

// storedSQL asks for every content that is to be there, once, with its size where that is known.
const storedSQL = `SELECT hash, max(size) FROM (
	SELECT hash, size FROM attachment WHERE removed_at IS NULL UNION ALL SELECT hash, 0 FROM scan WHERE removed_at IS NULL
	UNION ALL SELECT thumb, 0 FROM scan WHERE removed_at IS NULL UNION ALL SELECT hash, 0 FROM signing WHERE removed_at IS NULL
	UNION ALL SELECT drawing, 0 FROM signing WHERE removed_at IS NULL
	UNION ALL SELECT strokes, 0 FROM signing WHERE removed_at IS NULL) WHERE hash <> '' GROUP BY hash ORDER BY hash`

// lostFiles names, below the data directory, the kept contents that are missing or cut short. It does not
// read them: that is for Verify.
func lostFiles(q querier, dir string) (lost []string, err error) {
	err = q.query(storedSQL, nil, func(rows *sql.Rows) error {
		for rows.Next() {
			var hash string
			var size int64
			if err := rows.Scan(&hash, &size); err != nil {
				return err
			}
			if info, err := os.Stat(filePath(dir, hash)); err != nil || size > 0 && info.Size() != size {
				lost = append(lost, path.Join(filesName, hash[:min(2, len(hash))], hash))
			}
		}
		return rows.Err()
	})
	if err != nil {
		err = fmt.Errorf("kept files: %w", err)
	}
	return lost, err
}

// keptFiles lists the contents that lie on the disk, by their hashes.
func (s *Store) keptFiles() (hashes []string, err error) {
	paths, err := filepath.Glob(filepath.Join(s.dir, filesName, "??", "*"))
	if err != nil {
		return nil, fmt.Errorf("kept files: %w", err)
	}
	for _, p := range paths {
		hashes = append(hashes, filepath.Base(p))
	}
	return hashes, nil
}

// unnamed are the files that no record names: what another database has kept, or a power cut left (rule J2). They
// were listed before the records are read, so that one that comes in meanwhile is named.
func unnamed(q querier, kept []string) (out []string, err error) {
	named := map[string]bool{}
	hashes, err := all[string](q, "SELECT hash FROM ("+storedSQL+") UNION SELECT hash FROM doomed")
	if err != nil {
		return nil, fmt.Errorf("kept files: %w", err)
	}
	for _, hash := range hashes {
		named[hash] = true
	}
	for _, hash := range kept {
		if !named[hash] {
			out = append(out, path.Join(filesName, hash[:min(2, len(hash))], hash))
		}
	}
	return out, nil
}

// fewFiles is how many attachments are looked at whenever somebody asks; of more it is told what the last
// check or backup found.
const fewFiles = 5000

// lostNow is lostFiles for a page.
func (s *Store) lostNow(q querier) ([]string, error) {
	var newest int64
	if err := q.row("SELECT coalesce(max(id), 0) FROM attachment", nil, &newest); err != nil {
		return nil, fmt.Errorf("kept files: %w", err)
	}
	if newest <= fewFiles {
		return lostFiles(q, s.dir)
	}
	if lost := s.lost.Load(); lost != nil {
		return *lost, nil
	}
	return nil, nil
}

// checkFile reads a content and compares it with its name.
func (s *Store) checkFile(hash string) error {
	f, err := os.Open(s.filePath(hash))
	if errors.Is(err, os.ErrNotExist) {
		return errors.New("its file is missing")
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != hash {
		return errors.New("its content has changed")
	}
	return nil
}

// Attachment finds an attachment with its complaint, as a person may see it (rule P3).
func (s *Store) Attachment(ctx context.Context, by huiyin.Actor, id int64) (*huiyin.Attachment, error) {
	number, err := s.NumberOfAttachment(ctx, id)
	if err != nil {
		return nil, err
	}
	c, err := s.Complaint(ctx, by, number)
	// that it belongs to a restricted complaint is more than its existence (rule P8)
	if huiyin.KindOf(err) == huiyin.KindForbidden {
		return nil, huiyin.NotFound()
	}
	if err != nil {
		return nil, err
	}
	return c.Attachment(id), nil
}
