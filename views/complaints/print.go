package complaints

import (
	"huiyin/huiyin"
	"huiyin/views/ui"
)

// printable are the papers that can be printed now, with the dossiers.
func (v View) printable() []ui.Option {
	var out []huiyin.Paper
	for _, p := range huiyin.Papers() {
		if p != huiyin.PaperForm && p != huiyin.PaperMeasure && p.Printable(v.C) == nil {
			out = append(out, p)
		}
	}
	return ui.Labelled(v.Lang, append(out, huiyin.PaperDossier, huiyin.PaperDossierOut))
}

// copyChoices are the copies of a paper that is made out in two.
func (v View) copyChoices() []ui.Option {
	return []ui.Option{{Value: "1", Label: v.T("第一联")}, {Value: "2", Label: v.T("第二联")},
		{Value: "both", Label: v.T("两联一起")}}
}
