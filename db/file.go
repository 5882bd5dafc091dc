package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"huiyin"
)

const filesName = "files"

// filePath is where a content lies, named by its hash (rule K6).
func (s *Store) filePath(hash string) string {
	return filepath.Join(s.dir, filesName, hash[:min(2, len(hash))], filepath.Base(hash))
}

// KeepFile streams a content into the store and gives its hash and size; the same content is kept
// once. More than most bytes is huiyin.KindTooLarge. The file is on the disk before KeepFile returns.
func (s *Store) KeepFile(src io.Reader, most int64) (hash string, size int64, err error) {
	temp, err := os.CreateTemp(filepath.Join(s.dir, filesName), "incoming-*")
	if err != nil {
		return "", 0, fmt.Errorf("keep file: %w", err)
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	defer func() { _ = temp.Close() }()
	h := sha256.New()
	size, err = io.Copy(io.MultiWriter(temp, h), io.LimitReader(src, most+1))
	if err != nil {
		return "", 0, fmt.Errorf("keep file: %w", err)
	}
	if size > most {
		return "", 0, &huiyin.Error{Kind: huiyin.KindTooLarge, Field: "file", Text: "上传的文件超过 200 MB。"}
	}
	if err := errors.Join(temp.Sync(), temp.Close()); err != nil {
		return "", 0, fmt.Errorf("keep file: %w", err)
	}
	hash = hex.EncodeToString(h.Sum(nil))
	path := s.filePath(hash)
	if _, err := os.Stat(path); err == nil {
		return hash, size, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", 0, fmt.Errorf("keep file: %w", err)
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return "", 0, fmt.Errorf("keep file: %w", err)
	}
	if err := errors.Join(syncDir(filepath.Dir(path)), syncDir(filepath.Join(s.dir, filesName))); err != nil {
		return "", 0, fmt.Errorf("keep file: %w", err)
	}
	return hash, size, nil
}

// OpenFile opens a kept content.
func (s *Store) OpenFile(hash string) (*os.File, error) {
	f, err := os.Open(s.filePath(hash))
	if err != nil {
		return nil, fmt.Errorf("open attachment: %w", err)
	}
	return f, nil
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
	if err != nil {
		return nil, err
	}
	return c.Attachment(id), nil
}
