// Package approvals shows the approvers' desk (rule C8).
package approvals

import (
	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// View is the approvals desk of one person.
type View struct {
	layout.Page
	By    huiyin.Actor
	Done  bool // shows what was decided instead of what waits
	Rows  []huiyin.Waiting
	Gifts []huiyin.OpenGift  // waiting for this person
	Facts []huiyin.OpenFacts // admissions that wait for this person's word (rule W16)
	Total int                // how many wait, or were decided
	Form  ui.Form

	Chosen int               // which of Rows is shown, and its whole case; nil where it may not be read whole
	Case   *huiyin.Complaint // (rule C8)
}
