//go:build !windows

package db

import "syscall"

// fullDisk is what a disk says that takes no more.
var fullDisk = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}

// space is how much of a directory's disk is free to this process, and how large the disk is, in bytes.
func space(dir string) (free, all int64, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), int64(s.Blocks) * int64(s.Bsize), nil
}
