package settings

import (
	"strings"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// allowed names the consequences that a clause allows.
func (v View) allowed(kinds []string) string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = v.T(huiyin.SanctionKind(k).Label())
	}
	return strings.Join(out, v.T("、"))
}

// readers is how many have confirmed to have read a version.
func (v View) readers(clause string) (n int) {
	for _, r := range v.Org.Readings {
		if r.Clause == clause {
			n++
		}
	}
	return n
}

func (v View) clauses() []ui.Option {
	var out []ui.Option
	for _, k := range v.Org.Clauses {
		out = append(out, ui.Option{Value: k.Key, Label: k.Code + " · " + v.T("第 %d 版", k.Version)})
	}
	return out
}
