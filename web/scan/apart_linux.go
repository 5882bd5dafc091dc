package scan

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// mostData is what a helper may have of memory in all: a decoder's, the file, the page, and its own.
const mostData = 896 << 20

// boundMemory has the system refuse this process more memory than it needs for any honest file.
func boundMemory() {
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: mostData, Max: mostData}) // else the decoders' own bound
}

// mayCompile tells whether this process may run what it has compiled: a service with MemoryDenyWriteExecute may not.
func mayCompile() bool {
	b, err := syscall.Mmap(-1, 0, os.Getpagesize(), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return false
	}
	defer func() { _ = syscall.Munmap(b) }()
	return syscall.Mprotect(b, syscall.PROT_READ|syscall.PROT_EXEC) == nil
}

// processorTime is what a process has used of the processor, -1 where that is not known.
func processorTime(pid int) time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return -1
	}
	_, rest, _ := strings.Cut(string(b), ") ") // behind the name, which may hold spaces
	f := strings.Fields(rest)
	if len(f) < 13 {
		return -1
	}
	user, err := strconv.ParseInt(f[11], 10, 64)
	system, err2 := strconv.ParseInt(f[12], 10, 64)
	if err != nil || err2 != nil {
		return -1
	}
	return time.Duration(user+system) * 10 * time.Millisecond // Linux counts hundredths for everybody
}
