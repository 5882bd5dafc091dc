//go:build !linux

package scan

import "time"

// boundMemory leaves it at the decoders' own bounds.
func boundMemory() {}

// mayCompile tells whether this process may run what it has compiled.
func mayCompile() bool { return true }

// processorTime is not known here: a page's time is what the clock says.
func processorTime(int) time.Duration { return -1 }
