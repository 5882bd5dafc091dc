package settings

import (
	"huiyin/huiyin"
	"huiyin/views/ui"
)

// FormControls is the page of the company's own numbers of its papers.
type FormControls struct {
	View
	Controls []huiyin.FormControl
	Shown    huiyin.FormControl // in the form
}

func (v FormControls) papers() []ui.Option { return ui.Labelled(v.Lang, huiyin.ControlledPapers()) }
