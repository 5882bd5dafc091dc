package web

import "time"

var began = time.Now()

// cpu stands in for processor time.
func cpu() time.Duration { return time.Since(began) }
