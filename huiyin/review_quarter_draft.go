package huiyin

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Draft proposes what to write: the three figures that improved most against the last quarter, and the three
// that fell back most, in the language of the paper (rule M3). A person completes it.
func (e *Evaluation) Draft() (strengths, weaknesses string) {
	keys := e.Keys()
	slices.SortStableFunc(keys, func(a, b Key) int { return cmp.Compare(b.Gain, a.Gain) })
	var good, bad []string
	for _, k := range keys {
		if k.Gain > 0 && len(good) < 3 {
			good = append(good, k.sentence("好于"))
		}
	}
	slices.Reverse(keys)
	for _, k := range keys {
		if k.Gain < 0 && len(bad) < 3 {
			bad = append(bad, k.sentence("差于"))
		}
	}
	return strings.Join(good, "\n"), strings.Join(bad, "\n")
}

func (k Key) sentence(word string) string {
	unit := "变化 "
	if k.rate {
		unit = "相差 "
	}
	end := "。"
	if k.rate {
		end = " 个百分点。"
	}
	return fmt.Sprintf("%s：%s，%s上季度的 %s，%s%s%s", k.name(), k.Now, word, k.Last, unit, k.points(), end)
}

// name is the figure with what is counted of it.
func (k Key) name() string {
	if !k.rate || strings.Contains(k.Label, "率") {
		return k.Label
	}
	if slices.ContainsFunc(deadlineKinds.all(), func(d DeadlineKind) bool { return d.Label() == k.Label }) {
		return k.Label + "按时率"
	}
	return k.Label + "占比"
}
