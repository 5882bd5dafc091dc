// Package notices shows what the portal has told a person (rule D8).
package notices

import (
	"huiyin/huiyin"
	"huiyin/views/layout"
)

// View is a person's notices, newest first, one more than is shown when there are more.
type View struct {
	layout.Page
	Rows   []huiyin.Notice
	Most   int
	Newest bool // none is newer than the first
}
