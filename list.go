package huiyin

import "time"

// Filter is what a list of complaints is narrowed to; empty fields ask nothing.
type Filter struct {
	Q        string // words to find
	Grade    Grade
	State    State
	Site     string
	Category string // a first-level category stands for its children too
	Channel  Channel
	Urgency  Urgency
	Owner    string
	Late     bool
	Open     bool      // still being worked on by itself
	From, To time.Time // received from, before
	Sort     string    // "" newest first; "due" earliest date to keep first, complaints with one only
	Page     string    // "" the first; else what the page before gave as Next, or a small page number

	Figure Indicator // counted under it (rule M4)
	Of     string    // with one of these of its values, parted by commas; "" any
	Month  string    // 2006-01
}

// Listed is one complaint in a list.
type Listed struct {
	ID         int64
	Number     string
	Site       string
	ReceivedAt time.Time
	Name       string
	Unit       string
	Matter     string // the beginning
	Category   string
	Grade      Grade
	State      State
	Urgency    Urgency
	Owner      string
	Handler    string
	DueAt      time.Time
	DueKind    DeadlineKind
	MergedInto string // "" for one that stands by itself (rule K7)
	Restricted bool   // rule P8
	Channel    Channel
	Department string
	Phone      string // masked (rule P5)
	Demand     string // the beginning
	ClosedAt   time.Time
	Outcome    Outcome
	Shut       bool // the reader sees that it exists, nothing more

	Excerpt *Excerpt // where it has what was sought
}

// Plain tells whether the filter asks for nothing that a complaint holds: what is known of a restricted
// one, its site and number, fits it (rule P8).
func (f Filter) Plain() bool {
	f.Site, f.Page = "", ""
	return f == Filter{}
}

// shut leaves of a row what those may know who may not open it (rule P8).
func (l *Listed) shut() {
	if l.Shut {
		*l = Listed{ID: l.ID, Number: l.Number, Site: l.Site, Restricted: true, Shut: true}
	}
}

// Close leaves of the page's rows what its reader may know (rule P8).
func (p *Page) Close() {
	for i := range p.Rows {
		p.Rows[i].shut()
	}
}

// Late tells whether a date that still has to be kept has passed.
func (l *Listed) Late(now time.Time) bool { return !l.DueAt.IsZero() && !now.Before(l.DueAt) }

// Page is one page of a list.
type Page struct {
	Rows  []Listed
	Total int    // found, as far as the reader may see them (rule P3)
	More  bool   // there may be more than Total: it was counted no further
	Next  string // the Filter.Page of the next page, "" at the end
}

// Waiting is a proposal on someone's approvals desk (rule C8).
type Waiting struct {
	Listed
	Proposal int
	Text     string
	Ground   string
	Remedies []string
	Amount   Money
	Gift     Money // of the amount
	Sum      Money
	By       string
	For      string // in whose place the reader would decide (rule P6)
	Step     Step
}

// DueTask is a task or a measure that someone has to do.
type DueTask struct {
	ID      int64
	Number  string
	What    string
	Due     time.Time
	Measure bool
}

// Hearing is a matter put to the person complained about, who sees nothing else of it (rule P4).
type Hearing struct {
	Number     string
	Wording    string
	Open       bool
	Statements []Statement // their own
}

// Date is something in a person's diary.
type Date struct {
	Number string
	Site   string
	Name   string
	Kind   DateKind
	At     time.Time
	Words  string
}

// DateKind says what is on a date.
type DateKind string

// The kinds of dates.
const (
	DateHearing  DateKind = "hearing"   // of a dispute (rule T1)
	DateFollowUp DateKind = "follow_up" // due after closing (rule W9)
)

var dateKinds = words[DateKind]{{DateHearing, "开庭或调解"}, {DateFollowUp, "回访"}}

// Label is what is on the date, on pages.
func (k DateKind) Label() string { return dateKinds.label(k) }
