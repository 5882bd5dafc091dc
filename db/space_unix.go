//go:build !windows

package db

import "syscall"

// fullDisk is what a disk says that takes no more.
var fullDisk = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}

// freeSpace is how much of a directory's disk is free to this process, in bytes.
func freeSpace(dir string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
