package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ArchiveList 档案移交清册 hands the archived complaints of a site and a year of closing over to whoever keeps the
// archive. Each gets its archive number 档号 there, once for ever, and the list is signed by both sides. It names no
// customer (rule W10).
type ArchiveList struct {
	Document
	Signatures
	Year   int
	Barred []string // who must not know of something that it names (rule P4)
	Lines  []ArchiveLine
}

// ArchiveLine is one complaint of a list.
type ArchiveLine struct {
	ID         int64
	N          int
	Number     string
	Series     string // what the number begins with, but for the company's
	Seq        int    // in its series
	FileNumber string // 档号
	Grade      Grade
	Restricted bool // of which the list says nothing but that it exists (rule P8)
	ClosedAt   time.Time
	Years      int // for which it is kept
	Originals  int // papers whose original lies on the shelf
	Files      int // pieces of evidence in all
}

const (
	// MostArchived is how many complaints one list names: the others stand on the next.
	MostArchived = 100
	// archiveClass stands in an archive number for complaints 投诉.
	archiveClass = "TS"
	// archiveMonth is the month from whose first day on the clock lists what was closed in the year before, so that
	// the lists are signed by the end of June. What is older is left to the keeper: it was handed over in another way.
	archiveMonth = time.April
)

// ArchiveNumber is the number of the n-th list of a day, DA-20260401-01.
func ArchiveNumber(day time.Time, n int) string { return fmt.Sprintf("%s%02d", ArchivePrefix(day), n) }

// ArchivePrefix begins the numbers of a day.
func ArchivePrefix(day time.Time) string { return "DA-" + day.Format("20060102") + "-" }

// ArchiveDue is the time within which something must have been closed to be listed by the clock now; false while it
// lists nothing.
func ArchiveDue(o *Org, now time.Time) (since, before time.Time, due bool) {
	at := now.In(o.Zone)
	since, before = ArchiveYear(o, at.Year()-1)
	return since, before, at.Month() >= archiveMonth
}

// ArchiveYear is the first moment of a year and of the next.
func ArchiveYear(o *Org, year int) (from, to time.Time) {
	return time.Date(year, time.January, 1, 0, 0, 0, 0, o.Zone), time.Date(year+1, time.January, 1, 0, 0, 0, 0, o.Zone)
}

// ArchiveSeries is that in which a complaint is numbered: class, year of closing, term of keeping, site (DA/T 22).
func ArchiveSeries(o *Org, c *Complaint) string {
	return fmt.Sprintf("%s·%d-D%d-%s", archiveClass, c.ClosedAt.In(o.Zone).Year(), c.archivedFor(o), c.Site)
}

// archivedFor is for how many years the file is kept: as its grade says, and not below what the law asks (rule B1).
func (c *Complaint) archivedFor(o *Org) int {
	years := c.keeps(o)
	if until, _ := c.Floor(o); !until.IsZero() {
		for c.ClosedAt.In(o.Zone).AddDate(years, 0, 0).Before(until) {
			years++
		}
	}
	return years
}

// NewArchiveList begins the list of what was closed at a site in a year; the clock, the keeper of the archive, or a VP
// draws it up (rule W10).
func NewArchiveList(by Actor, now time.Time, number, site string, year int) (*ArchiveList, error) {
	if err := Every(by.may(ActionListArchive, nil), when(by.Org.Site(site) == nil, "site", "请选择列表中的一项。")); err != nil {
		return nil, err
	}
	return &ArchiveList{Document: Document{Record: Record{Number: number}, Kind: DocArchive, Site: site, At: now,
		By: by.Account, Period: int(MonthOf(now, by.Org.Zone))}, Year: year}, nil
}

// File adds an archived complaint, which gets its archive number: the next after last in its series (rule W10).
func (l *ArchiveList) File(by Actor, now time.Time, c *Complaint, last int) error {
	switch {
	case c.State != Archived || c.FileNumber != "" || c.Site != l.Site || len(l.Lines) >= MostArchived:
		return Conflict("%s 不能列入这份清册。", c.Number)
	case c.Bars(by.Account): // rule P4
		return NotFound()
	}
	o := by.Org
	x := ArchiveLine{N: len(l.Lines) + 1, Number: c.Number, Series: ArchiveSeries(o, c), Seq: last + 1,
		Grade: c.Grade, Restricted: c.Restricted, ClosedAt: c.ClosedAt, Years: c.archivedFor(o)}
	x.FileNumber = fmt.Sprintf("%s-%04d", x.Series, x.Seq)
	if o.Letterhead.Fonds != "" {
		x.FileNumber = o.Letterhead.Fonds + "-" + x.FileNumber
	}
	for i := range c.Attachments {
		if a := &c.Attachments[i]; a.WithdrawnAt.IsZero() && !c.Restricted { // rule P8
			x.Files++
			if a.Original == OriginalShelf || a.Kind == SignedForm {
				x.Originals++
			}
		}
	}
	l.Lines = append(l.Lines, x)
	for _, who := range c.Barred() {
		if !slices.Contains(l.Barred, who) {
			l.Barred = append(l.Barred, who)
		}
	}
	c.FileNumber = x.FileNumber
	c.note(by, ActionListArchive, c.State, now, Note("list", l.Number), Note("archive_number", x.FileNumber))
	return nil
}

// Draw ends the list and tells those who sign it.
func (l *ArchiveList) Draw(by Actor, now time.Time) error {
	if len(l.Lines) == 0 {
		return Conflict("没有待移交的投诉。")
	}
	numbers := make([]string, len(l.Lines))
	for i := range l.Lines {
		numbers[i] = l.Lines[i].Number
	}
	l.note(by, ActionListArchive, DocListed, now, Note("cases", strings.Join(numbers, " ")))
	site, keepers := l.signers(by.Org)
	for _, who := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(site.accounts, keepers.accounts)))) {
		l.notices = append(l.notices, Notice{Account: who, Kind: NoticeArchive, Number: l.Number, At: now})
	}
	return nil
}

// signers are who can hand over, a manager of the site, and who can receive, whoever keeps the archive; a VP where
// there is nobody but those who must not know of what is named (rule P4).
func (l *ArchiveList) signers(o *Org) (site, keepers seats) {
	free := func(list []string) []string {
		return slices.DeleteFunc(list, func(a string) bool { return slices.Contains(l.Barred, a) })
	}
	vps := free(accounts(o.Active(func(p *Person) bool { return p.Role == VP })))
	of := func(at seat, own []string) seats {
		if own = free(own); len(own) == 0 {
			own = vps
		}
		return seats{at, own}
	}
	return of(forSite, accounts(o.Active(func(p *Person) bool { return p.Role == Manager && p.AnswersFor(l.Site) }))),
		of(forArchive, signersFor(o, forArchive))
}

// keepsArchive: whoever signs for the archive, and the VPs (rule W10).
func keepsArchive(by Actor) bool {
	return by.Role == VP || slices.Contains(signersFor(by.Org, forArchive), by.Account)
}

// seesArchive: they, and the managers, who hand over.
func seesArchive(by Actor) bool { return keepsArchive(by) || by.Role == Manager }

// Visible tells whether a person may read the list.
func (l *ArchiveList) Visible(by Actor) bool {
	return !slices.Contains(l.Barred, by.Account) &&
		(keepsArchive(by) || by.Role == Manager && by.AnswersFor(l.Site))
}

func (l *ArchiveList) lets(by Actor, a Action) bool { return a == ActionRead || l.seatOf(by) != "" }

func (l *ArchiveList) takesPlace(a Action) error {
	if a == ActionSignArchive {
		return l.full()
	}
	return nil
}

// Offers tells whether an action is open to a person on the list (rule W1).
func (l *ArchiveList) Offers(by Actor, a Action) bool { return readyOn(by, a, l) == nil }

func (l *ArchiveList) seatOf(by Actor) seat {
	site, keepers := l.signers(by.Org)
	return l.open(by, site, keepers)
}

// Sign signs for whoever hands over or whoever receives, whichever the person stands for (rule W10).
func (l *ArchiveList) Sign(by Actor, now time.Time) error {
	if err := readyOn(by, ActionSignArchive, l); err != nil {
		return err
	}
	at, to := l.seatOf(by), l.State
	if l.sign(by, at, now) {
		to = DocHandedOver
	}
	l.note(by, ActionSignArchive, to, now, Note("seat", string(at)))
	return nil
}

// Seats names the two signatures of a list as they stand.
func (l *ArchiveList) Seats() [2]SignedSeat { return l.as(forSite) }

// SeatName is for whom a person would sign the list, "" where they cannot.
func (l *ArchiveList) SeatName(by Actor) string { return l.seatOf(by).Label() }

// StandsUntil is until when both sides should have signed: the end of June (DA/T 22), or 30 days where that is over.
func (l *ArchiveList) StandsUntil(o *Org) time.Time {
	at := l.At.In(o.Zone)
	if june := time.Date(at.Year(), time.July, 1, 0, 0, 0, 0, o.Zone); at.Before(june) {
		return june
	}
	return at.AddDate(0, 0, ListStands)
}

// ArchiveRow is a list in the list of lists, with how many complaints it names.
type ArchiveRow struct {
	ArchiveList
	Listed int
}

// ArchiveWaiting is what waits to be listed at a site: the earliest year of closing, and how many of it, more than
// MostArchived for more.
type ArchiveWaiting struct {
	Site  string
	Year  int
	Count int
}
