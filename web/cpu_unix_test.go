//go:build unix

package web

import (
	"syscall"
	"time"
)

// cpu is the time that the processors have spent on this process.
func cpu() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
