package settings

import (
	"huiyin/huiyin"
	"huiyin/views/ui"
)

// Letterhead is the form of how the papers look.
type Letterhead struct {
	View
	Printing huiyin.Letterhead
}

// scripts are the choices of the script.
func (v Letterhead) scripts() []ui.Option {
	var out []ui.Option
	for _, s := range huiyin.Scripts() {
		out = append(out, ui.Option{Value: string(s), Label: v.T(s.Label())})
	}
	return out
}

func (v Letterhead) sealable() []ui.Option { return ui.Labelled(v.Lang, huiyin.SealedPapers()) }

func (v Letterhead) boxes() []ui.Option { return ui.Labelled(v.Lang, huiyin.Boxes()) }

// samples are the papers that can be tried.
func (v Letterhead) samples() []ui.Option {
	parts := []huiyin.Paper{huiyin.PaperCustomer, huiyin.PaperHouse}
	return ui.Labelled(v.Lang, append(parts, huiyin.SealedPapers()...))
}

// ticked gives those of a list that something is true of.
func ticked[T ~string](list []T, fits func(T) bool) []string {
	var out []string
	for _, v := range list {
		if fits(v) {
			out = append(out, string(v))
		}
	}
	return out
}
