package huiyin

import "time"

// AnchorNight is the journal's head as it was noted outside the database in a night (rule J4).
type AnchorNight struct {
	At      time.Time
	Entry   int64
	Hash    string
	Drift   string // of the machine's clock, "" where nobody measured
	Mailed  bool   // it went to the box outside the house
	Stamped string // the host whose timestamp it has, "" for none
}

// AnchorSheet is what a month's nights noted, to be printed, signed and sealed on paper (rule J4).
type AnchorSheet struct {
	Month  Month
	Nights []AnchorNight // the oldest first
	Home   time.Time     // when a signed one was filed, zero for not yet
}

// Number is the sheet's number, CZ-202603.
func (s *AnchorSheet) Number() string { return "CZ-" + s.Month.digits() }

// Newest is the month's anchor: that of its last night.
func (s *AnchorSheet) Newest() AnchorNight { return s.Nights[len(s.Nights)-1] }

// Printable refuses a sheet whose month goes on, and one without a night.
func (s *AnchorSheet) Printable(o *Org, now time.Time) error {
	switch {
	case now.Before(s.Month.Ends(o.Zone)):
		return Conflict("这个月还没有结束，结束后才能打印存证月表。")
	case len(s.Nights) == 0:
		return NotFound()
	}
	return nil
}

// SeedSource says what a sample was drawn with (rule A6).
type SeedSource string

// The sources; of a sample drawn before the rule it is not said.
const (
	SeedAnchor SeedSource = "anchor"
	SeedEntry  SeedSource = "entry"
)

var seedSources = words[SeedSource]{{SeedAnchor, "当月最新的外部存证"}, {SeedEntry, "当月最后一条日志（当月没有外部存证）"}}

// Label is the source on pages.
func (s SeedSource) Label() string { return seedSources.label(s) }

// Seed is what a sample is drawn with: a hash that was fixed in the month itself, so that anybody can draw the sample
// again and nobody can choose (rule A6).
type Seed struct {
	Hash   string
	Entry  int64 // the journal's entry of that hash
	Source SeedSource
}

// SeedOf chooses the seed among a month's nights: the newest that went out of the house, where the sheet is printed
// every one; without such a night it is the month's last entry of the journal.
func SeedOf(nights []AnchorNight, sheets bool, last Seed) Seed {
	for i := len(nights) - 1; i >= 0; i-- {
		if n := nights[i]; sheets || n.Mailed || n.Stamped != "" {
			return Seed{Hash: n.Hash, Entry: n.Entry, Source: SeedAnchor}
		}
	}
	last.Source = SeedEntry
	return last
}
