package complaints

import (
	"fmt"

	"huiyin/huiyin"
)

// factsForm is the path and the name of the form for a word on what an answer admits.
func (v View) factsForm(n int) string { return fmt.Sprintf("answers/%d/facts", n) }

// factsSeat names as what a word on an admission was given.
func (v View) factsSeat(legal bool) string {
	if legal {
		return v.T("法务意见")
	}
	return v.T("上一级意见")
}

// letterState tells how far the letter is, in words.
func (v View) letterState() string {
	frozen, newest := v.C.FrozenLetter(), v.C.Letter()
	switch {
	case newest == nil:
		return v.T("尚未起草，打印的是草稿")
	case frozen == nil:
		return v.T("第%d版，草稿，未定稿", newest.N)
	case v.C.LetterOutdated(frozen):
		return v.T("第%d版已定稿，之后答复或方案有变，已过时", frozen.N)
	case newest.N > frozen.N:
		return v.T("第%d版已定稿；第%d版是草稿", frozen.N, newest.N)
	}
	return v.T("第%d版，已定稿", frozen.N)
}

// letterCode is letterState for outside programs.
func (v View) letterCode() string {
	switch l := v.C.FrozenLetter(); {
	case l == nil:
		return "draft"
	case v.C.LetterOutdated(l):
		return "outdated"
	}
	return "frozen"
}

// letterText is the text to edit: the newest version, or what is drafted from the record where there is none or it
// is outdated.
func (v View) letterText(t func(string) string) string {
	l := v.C.Letter()
	if l == nil || v.C.LetterOutdated(l) {
		return v.C.LetterDraft(v.By.Org, t)
	}
	return l.Text
}

// lettersBefore are the versions, the newest first.
func (v View) lettersBefore() []huiyin.Letter {
	var out []huiyin.Letter
	for i := len(v.C.Letters) - 1; i >= 0; i-- {
		out = append(out, v.C.Letters[i])
	}
	return out
}
