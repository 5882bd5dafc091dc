package reports

import (
	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// ArchivesView is the page of all archive lists (rule W10).
type ArchivesView struct {
	DocView
	Rows    []huiyin.ArchiveRow
	Draws   bool
	Waiting []huiyin.ArchiveWaiting
}

// piles are the sites at which something waits, with the year and how much.
func (v ArchivesView) piles() []ui.Option {
	var out []ui.Option
	for _, w := range v.Waiting {
		n := v.T("%d 件", w.Count)
		if w.Count > huiyin.MostArchived {
			n = v.T("%d 件以上", huiyin.MostArchived)
		}
		out = append(out, ui.Option{Value: w.Site, Label: v.T("%s %d 年，%s", v.By.Org.SiteName(w.Site), w.Year, n)})
	}
	return out
}

// ArchiveView is the page of one.
type ArchiveView struct {
	DocView
	L *huiyin.ArchiveList
}

func (v ArchiveView) framed() layout.Page {
	v.Main = docAttrs(&v.L.Document)
	return v.Page
}

func (v ArchiveView) signTarget() ui.Target {
	return target(&v.L.Document, "/archive-lists/", huiyin.ActionSignArchive, "sign")
}

func (v ArchiveView) signs() bool { return v.L.Offers(v.By, huiyin.ActionSignArchive) }
