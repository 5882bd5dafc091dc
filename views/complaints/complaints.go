// Package complaints shows complaints: the list, the recording form, one complaint with all that can
// be done to it, and its journal.
package complaints

import (
	"net/url"

	"huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// List is the list of complaints.
type List struct {
	layout.Page
	By     huiyin.Actor
	Filter huiyin.Filter
	Query  url.Values // as it stands in the address
	Found  huiyin.Page
	Form   ui.Form // carries what was wrong with the filter
}

// Recording is the form on which a complaint is recorded.
type Recording struct {
	layout.Page
	By    huiyin.Actor
	Form  ui.Form
	Hints []huiyin.Listed // earlier complaints of the phone or unit (rule K7)
	Draft bool            // the form holds a draft that was kept
}

// View is one complaint.
type View struct {
	layout.Page
	By         huiyin.Actor
	C          *huiyin.Complaint
	Form       ui.Form
	Journal    []huiyin.Entry // newest first; on the page of the journal one more than is shown when there are more
	Related    []huiyin.Listed
	SeesOrigin bool            // may open the inquiry or praise that it was made from
	Revealed   map[string]bool // protected fields that this person has revealed lately (rule P5)
}
