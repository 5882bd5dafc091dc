package reports

import (
	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// DestructionsView is the page of all destruction lists (rule B1).
type DestructionsView struct {
	DocView
	Rows []huiyin.DestructionRow
}

// DestructionView is the page of one.
type DestructionView struct {
	DocView
	L *huiyin.DestructionList
}

func (v DestructionView) framed() layout.Page {
	v.Main = docAttrs(&v.L.Document)
	return v.Page
}

func (v DestructionView) signTarget() ui.Target {
	return target(&v.L.Document, "/destruction-lists/", huiyin.ActionSignDestruction, "sign")
}

func (v DestructionView) signs() bool { return v.L.Offers(v.By, huiyin.ActionSignDestruction) }

// fate says what became of a line.
func (v DestructionView) fate(x huiyin.DestructionLine) string {
	switch {
	case x.GoneAt.IsZero():
		return v.T("等待")
	case x.Kept == "":
		return v.T("已销毁")
	}
	return v.T(huiyin.KeptLabel(x.Kept))
}
