package huiyin

import (
	"slices"
	"time"
)

// Signatures are the two under a list: of whoever answers for what it names, and of whoever keeps the archive. Nobody
// signs for both.
type Signatures struct {
	FirstBy  string
	FirstAt  time.Time
	KeeperBy string
	KeeperAt time.Time
}

// seat is for whom a person signs.
type seat string

const (
	forLegal   seat = "legal"
	forSite    seat = "site"
	forArchive seat = "archive"
)

var seatNames = words[seat]{{forLegal, "法务"}, {forSite, "移交人"}, {forArchive, "档案保管"}}

// Label is the seat's name on pages and papers.
func (s seat) Label() string { return seatNames.label(s) }

// SeatLabel is the name of a seat in a journal.
func SeatLabel(code string) string { return seat(code).Label() }

// seats are the accounts that can sign for a seat.
type seats struct {
	seat     seat
	accounts []string
}

// SignedSeat is one of the two signatures as it stands.
type SignedSeat struct {
	For, By string
	At      time.Time
}

// signersFor are those who can sign for legal, or for the archive, which administration 行政 keeps; a VP where the
// house has nobody there.
func signersFor(o *Org, at seat) []string {
	function := map[seat]Function{forLegal: Legal, forArchive: Administration}[at]
	if own := o.Active(func(p *Person) bool { return !p.Admin && o.Has(p, function) }); len(own) > 0 {
		return accounts(own)
	}
	return accounts(o.Active(func(p *Person) bool { return p.Role == VP }))
}

// full refuses another signature under a list that has both.
func (s *Signatures) full() error {
	if s.fullAt().IsZero() {
		return nil
	}
	return Conflict("这份清册已经签齐。")
}

// fullAt is when the second signature came, zero while one is missing.
func (s *Signatures) fullAt() time.Time {
	if s.FirstAt.IsZero() || s.KeeperAt.IsZero() {
		return time.Time{}
	}
	return latest(s.FirstAt, s.KeeperAt)
}

// open is for whom a person can sign now, "" where they cannot.
func (s *Signatures) open(by Actor, first, keeper seats) seat {
	switch {
	case by.Account == s.FirstBy || by.Account == s.KeeperBy:
		return ""
	case s.FirstAt.IsZero() && slices.Contains(first.accounts, by.Account):
		return first.seat
	case s.KeeperAt.IsZero() && slices.Contains(keeper.accounts, by.Account):
		return keeper.seat
	}
	return ""
}

// sign signs for a seat, and tells whether both have signed now.
func (s *Signatures) sign(by Actor, at seat, now time.Time) bool {
	if at == forArchive {
		s.KeeperBy, s.KeeperAt = by.Account, now
	} else {
		s.FirstBy, s.FirstAt = by.Account, now
	}
	return !s.fullAt().IsZero()
}

func (s *Signatures) as(first seat) [2]SignedSeat {
	return [2]SignedSeat{{first.Label(), s.FirstBy, s.FirstAt}, {forArchive.Label(), s.KeeperBy, s.KeeperAt}}
}
