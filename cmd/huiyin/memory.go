package main

import (
	"io/fs"
	"math"
	"path"
	"runtime/debug"
	"strconv"
	"strings"
)

// limitMemory tells the garbage collector how much there is, so that it works harder before the machine has no more.
// Who set GOMEMLIMIT has decided. Where the machine does not say how much it has, as Windows, nothing is set.
func limitMemory(root fs.FS, env func(string) string) (bytes int64) {
	if env("GOMEMLIMIT") != "" {
		return 0
	}
	if bytes = machineMemory(root); bytes > 0 {
		bytes -= bytes / 4 // the rest is for the system's cache of the database, and for others
		debug.SetMemoryLimit(bytes)
	}
	return bytes
}

// machineMemory is what this process may have: all of the machine's, or what its control groups leave it. 0 where
// nothing says so.
func machineMemory(root fs.FS) int64 {
	least := int64(math.MaxInt64)
	take := func(text string) {
		if n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil && n > 0 {
			least = min(least, n)
		}
	}
	read := func(name string) string {
		b, _ := fs.ReadFile(root, path.Clean(name)) // what is not there limits nothing
		return string(b)
	}
	for line := range strings.Lines(read("proc/meminfo")) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "MemTotal:" && f[2] == "kB" {
			if kb, err := strconv.ParseInt(f[1], 10, 64); err == nil {
				take(strconv.FormatInt(kb<<10, 10))
			}
		}
	}
	for line := range strings.Lines(read("proc/self/cgroup")) {
		f := strings.SplitN(strings.TrimSpace(line), ":", 3)
		switch {
		case len(f) != 3:
		case f[1] == "": // all that are above it limit it too
			for group := "sys/fs/cgroup" + path.Clean("/"+f[2]); group != "sys/fs"; group = path.Dir(group) {
				take(read(group + "/memory.max"))
			}
		case strings.Contains(","+f[1]+",", ",memory,"):
			for group := "sys/fs/cgroup/memory" + path.Clean("/"+f[2]); group != "sys/fs/cgroup"; group = path.Dir(group) {
				take(read(group + "/memory.limit_in_bytes"))
			}
		}
	}
	if least == math.MaxInt64 {
		return 0
	}
	return least
}
