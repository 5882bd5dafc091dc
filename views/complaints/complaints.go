// Package complaints shows complaints: the list, the recording form, one complaint with all that can
// be done to it, and its journal.
package complaints

import (
	"net/url"
	"time"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// List is the list of complaints.
type List struct {
	layout.Page
	By       huiyin.Actor
	Filter   huiyin.Filter
	Query    url.Values // as it stands in the address
	Found    huiyin.Page
	Contacts []huiyin.ContactRecord // that a search has found beside
	Form     ui.Form                // carries what was wrong with the filter
	Chosen   ui.Form                // of the acts on chosen rows
	Asked    bool                   // it was the form that asks for an export in clear (rule P5)

	Indexing int64 // records that a search may miss, as long as they are indexed anew

	Columns []huiyin.Column
	Views   []huiyin.View // one's own, and those shared with one
}

// Recording is the form on which a complaint is recorded.
type Recording struct {
	layout.Page
	By    huiyin.Actor
	Form  ui.Form
	Hints Hinting

	Drafts []huiyin.Draft // begun and not recorded, newest first
}

// Hinting is what is known while a complaint is being recorded: what it may repeat, and whether it may be
// one of a group (rules K7, K8).
type Hinting struct {
	Form    ui.Form
	Repeats []huiyin.Repeat
	Group   *huiyin.Group
	Crowd   *huiyin.Group
	Hidden  []huiyin.CounterRow // those that the recorder may not open (rules K7, P9)
	Way     huiyin.Way          // for a reminder instead
	Caller  string
	Unit    *UnitHint // what the register says of the unit, nil where it does not have it
}

// UnitHint is what the register of units says of a unit while it is being typed (rule B11).
type UnitHint struct {
	Site, Typed string
	Lines       []UnitLine // several where the part of the building is not said
	Asks        bool       // whose it is is asked for by a press, counted
}

// UnitLine is one unit of it.
type UnitLine struct {
	Code, URL string
	Owner     string // "" where none is known, or it is asked for
	Since     time.Time
	Imported  time.Time
}

func (u *UnitHint) look() string {
	return "/units/look?" + url.Values{"site": {u.Site}, "unit": {u.Typed}}.Encode()
}

// Reminding is what the form of a reminder is opened with.
type Reminding struct{ Way, Caller string }

// View is one complaint.
type View struct {
	layout.Page
	By      huiyin.Actor
	C       *huiyin.Complaint
	Form    ui.Form
	Journal []huiyin.Entry // newest first; on the page of the journal one more than is shown when there are more
	Trail   []huiyin.Entry // of the papers, newest first

	Unprintable string // characters of name and unit that papers leave a line for
	Related     []huiyin.Repeat

	CircularReaders map[int64][]huiyin.ClauseReading // by circular (rule F7)

	Beside     huiyin.Related
	Group      *huiyin.Group
	Crowd      *huiyin.Group
	Reminding  *Reminding          // nil unless it was asked for
	Asked      huiyin.EvidenceKind // of a file that is asked for, "" for any
	Revealed   map[string]bool     // protected fields that this person has revealed lately (rule P5)
	Reference  string              // that the next letter would have, "" where the company sets none (rule W16)
	SeesOrigin bool                // may open the inquiry or praise that it was made from
}
