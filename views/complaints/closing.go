package complaints

import (
	"huiyin/huiyin"
	"huiyin/views/ui"
)

// outcomes are the ways to close that fit where the complaint stands.
func (v View) outcomes() []ui.Option {
	if v.C.State == huiyin.Executing {
		return ui.Labelled(v.Lang, huiyin.Outcomes())
	}
	fits := []huiyin.Outcome{huiyin.Withdrawn, huiyin.InvalidCase}
	if v.C.State == huiyin.Proposing || v.C.State == huiyin.Answering {
		fits = append([]huiyin.Outcome{huiyin.NotAccepted, huiyin.FollowedUp}, fits...)
	}
	return ui.Labelled(v.Lang, fits)
}
