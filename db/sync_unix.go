//go:build !windows

package db

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// syncDir makes a rename in a directory survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return d.Sync()
}

// holdDir locks a directory itself until it is closed. Where the file system knows no such lock, the lock file is all.
func holdDir(dir string) (io.Closer, error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(d.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errors.Join(ErrInUse, d.Close())
	}
	return d, nil
}
