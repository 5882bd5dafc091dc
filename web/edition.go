package web

import (
	"fmt"
	"hash/crc32"

	"huiyin/huiyin"
)

// edition tells one state of what has no version from another: settings, customers' files. It stands in the
// form as its version.
func edition(record any) int { return int(crc32.ChecksumIEEE(fmt.Append(nil, record))>>1) + 1 }

// sameEdition refuses a form made on another edition than the present one (rule W12); version 0 asks nothing.
func sameEdition(version int64, present int, otherwise *huiyin.Error) error {
	if version != 0 && version != int64(present) {
		return otherwise
	}
	return nil
}
