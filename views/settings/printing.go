package settings

import (
	"huiyin/huiyin"
	"huiyin/views/ui"
)

// Printing is the form of how the papers look.
type Printing struct {
	View
	Printing huiyin.Printing
}

// scripts are the choices of the script.
func (v Printing) scripts() []ui.Option {
	var out []ui.Option
	for _, s := range huiyin.Scripts() {
		out = append(out, ui.Option{Value: string(s), Label: v.T(s.Label())})
	}
	return out
}

func (v Printing) sealable() []ui.Option { return labelled(v.Lang, huiyin.SealedPapers()) }

func (v Printing) boxes() []ui.Option { return labelled(v.Lang, huiyin.Boxes()) }

// samples are the papers that can be tried.
func (v Printing) samples() []ui.Option {
	return labelled(v.Lang, append([]huiyin.Paper{huiyin.PaperForm}, huiyin.SealedPapers()...))
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
