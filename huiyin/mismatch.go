package huiyin

import "time"

// Mismatch is how the journal differs from what was noted of it outside the database (rule J2): how many notes say
// another hash for their entry, lie beyond the journal's end, or cannot be read; and the first that does not fit.
type Mismatch struct {
	Entries               int64 // of the journal now
	Other, Beyond, Spoilt int
	Entry                 int64
	Hash                  string
	Noted                 time.Time
}
