package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// Timestamp is the word of a server outside the house that a hash was there at an instant (rule J4). It attests the line
// of a night's anchor, or an entry of the journal by which a paper was frozen or signed.
type Timestamp struct {
	ID     int64
	Hash   string // SHA-256 of what it attests
	Entry  int64  // the journal's entry that it attests or, of an anchor, with which the journal ended
	At     time.Time
	Server string // its host
	Token  []byte // the server's answer as it came, which openssl ts -verify reads
}

// Stamped are the actions whose entries get a timestamp of their own: what goes out or binds. All others stand under the
// night's anchor (rule J4).
var Stamped = []Action{ActionFreezeLetter, ActionSign}

// Noted is the journal's entry about the timestamp.
func (s *Timestamp) Noted(now time.Time) Entry {
	return NewEntry("", ActionStamp, "settings", now, Note("stamp_host", s.Server), Note("stamp_at", stamp(s.At)),
		Note("stamp_entry", strconv.FormatInt(s.Entry, 10)), Note("stamp_of", s.Hash), Note("stamp_token", Digest(string(s.Token))))
}

// NotedBy tells whether an entry of the journal is the one about the timestamp: one of before says neither what it is of
// nor which token came.
func (s *Timestamp) NotedBy(detail []Change) bool {
	want := s.Noted(time.Time{}).Detail
	return slices.Equal(detail, want) || slices.Equal(detail, want[:3])
}
