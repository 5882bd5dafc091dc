//go:build !unix

package dbtest

import "time"

var began = time.Now()

// CPU stands in for the time that the processors have spent on this process.
func CPU() time.Duration { return time.Since(began) }
