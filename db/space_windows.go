package db

import "golang.org/x/sys/windows"

// fullDisk is what a disk says that takes no more.
var fullDisk = []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL}

// space is how much of a directory's disk is free to this process, and how large the disk is, in bytes.
func space(dir string) (free, all int64, err error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, 0, err
	}
	var left, size uint64
	err = windows.GetDiskFreeSpaceEx(path, &left, &size, nil)
	return int64(left), int64(size), err
}
