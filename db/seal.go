package db

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// sealedBegins is what a sealed backup begins with (age-encryption.org/v1).
const sealedBegins = "age-encryption.org/"

// SealedName is what the name of a sealed backup made by plan ends with.
const SealedName = ".age"

// NewSeal makes a key for sealed backups: the secret one into a file that must not exist yet, the public one to be given
// to the portal, which can seal with it and not open.
func NewSeal(file string) (public string, err error) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return "", err
	}
	out, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	public = key.Recipient().String()
	_, err = fmt.Fprintf(out, "# opens the backups that are sealed to %s\n%s\n", public, key)
	return public, errors.Join(err, out.Sync(), out.Close())
}

// CheckSeal refuses a public key that cannot be sealed to; "" seals nothing.
func CheckSeal(public string) error {
	if public == "" {
		return nil
	}
	_, err := age.ParseX25519Recipient(public)
	return err
}

// sealInto writes a file sealed to a public key, and reads back what lies on the disk.
func sealInto(ctx context.Context, public, from, to string) error {
	recipient, err := age.ParseX25519Recipient(public)
	if err != nil {
		return err
	}
	sum := sha256.New()
	err = copyInto(from, to, func(out io.Writer, src io.Reader) error {
		w, err := age.Encrypt(io.MultiWriter(out, sum), recipient)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, untilDone{ctx, src})
		return errors.Join(err, w.Close())
	})
	if err != nil {
		return err
	}
	lies, err := fileSum(to)
	if err == nil && !bytes.Equal(lies, sum.Sum(nil)) {
		err = fmt.Errorf("%s is not what was written", to)
	}
	return err
}

// untilDone reads until its context ends.
type untilDone struct {
	context.Context
	io.Reader
}

func (r untilDone) Read(b []byte) (int, error) {
	if err := r.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(b)
}

func fileSum(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return sum.Sum(nil), err
}

// isSealed tells whether a file is a sealed backup, by how it begins.
func isSealed(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer func() { _ = f.Close() }()
	b := make([]byte, len(sealedBegins))
	_, err = io.ReadFull(f, b)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return string(b) == sealedBegins, err
}

// unseal opens a sealed backup into a folder of its own below dir, which the caller removes. One that is not sealed is
// left where it lies.
func unseal(ctx context.Context, source, key, dir string) (opened, folder string, err error) {
	sealed, err := isSealed(source)
	switch {
	case err != nil || !sealed && key == "":
		return source, "", err
	case !sealed:
		return "", "", fmt.Errorf("%s is not sealed; leave --key out", source)
	case key == "":
		return "", "", fmt.Errorf("%s is sealed: name the file with its secret key by --key", source)
	}
	f, err := os.Open(key)
	if err != nil {
		return "", "", err
	}
	identities, err := age.ParseIdentities(bufio.NewReader(f))
	if err = errors.Join(err, f.Close()); err != nil {
		return "", "", fmt.Errorf("%s holds no key: %w", key, err)
	}
	src, err := os.Open(source)
	if err != nil {
		return "", "", err
	}
	defer func() { _ = src.Close() }()
	plain, err := age.Decrypt(src, identities...)
	if err != nil {
		return "", "", fmt.Errorf("%s cannot be opened with %s: %w", source, key, err)
	}
	if folder, err = os.MkdirTemp(dir, staging); err != nil {
		return "", "", err
	}
	opened = filepath.Join(folder, "backup.zip")
	out, err := os.OpenFile(opened, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = io.Copy(out, untilDone{ctx, plain})
		err = errors.Join(err, out.Close())
	}
	if err != nil {
		return "", folder, fmt.Errorf("%s: %w", source, err)
	}
	return opened, folder, nil
}

// sameFile refuses a copy that is not what it was copied from.
func sameFile(a, b string) error {
	x, err := fileSum(a)
	y, err2 := fileSum(b)
	if err = errors.Join(err, err2); err == nil && !bytes.Equal(x, y) {
		err = fmt.Errorf("%s is another file than %s: %w", b, a, fs.ErrInvalid)
	}
	return err
}
