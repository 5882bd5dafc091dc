//go:build unix

package dbtest

import (
	"syscall"
	"time"
)

// CPU is the time that the processors have spent on this process, which a busy machine does not lengthen.
func CPU() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
