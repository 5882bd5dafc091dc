package huiyin

import (
	"strings"
	"unicode"
)

// This file and those beside it bring what people type to the one form in which it is compared: texts and names here,
// phones in normal_phone.go, units in normal_unit.go. Hints, customers' files, search, import and counter use no other.

var sameAs, severalFor = func() (map[rune]rune, map[rune][]rune) {
	m, many := make(map[rune]rune, 7000), map[rune][]rune{}
	to := []rune(undisguised)
	for i, r := range []rune(disguised) {
		m[r] = to[i]
	}
	s := []rune(simplifieds)
	for i, t := range []rune(traditionals) {
		m[t] = s[i]
	}
	for from, r := range m { // a radical may stand for a Traditional character
		if s, ok := m[r]; ok {
			m[from] = s
		}
	}
	for part := range strings.FieldsSeq(disguisedMany) {
		r := []rune(part)
		var as []rune
		for _, c := range r[1:] {
			if s, ok := m[c]; ok {
				c = s
			}
			as = append(as, c)
		}
		many[r[0]] = as
	}
	return m, many
}()

// FoldRune brings a character to the one that it is compared as: Traditional to Simplified, full to half width, upper
// to lower case, radicals and compatibility characters to what they stand for, letters without their marks.
func FoldRune(r rune) rune {
	if r < 0x80 {
		return unicode.ToLower(r)
	}
	if r >= 0xFF01 && r <= 0xFF5E { // full width
		return unicode.ToLower(r - 0xFEE0)
	}
	if s, ok := sameAs[r]; ok {
		return s
	}
	if s, ok := sameAs[unicode.ToLower(r)]; ok {
		return s
	}
	return unicode.ToLower(r)
}

// folds calls use for what each character of a text is compared as, and where it stands in bytes.
func folds(text string, use func(r rune, at int)) {
	for at, r := range text {
		if many, ok := severalFor[r]; ok {
			for _, c := range many {
				use(c, at)
			}
			continue
		}
		use(FoldRune(r), at)
	}
}

// Fold brings every character of a text to the one that it is compared as.
func Fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	folds(text, func(r rune, _ int) { b.WriteRune(r) })
	return b.String()
}

// Run is an unbroken run of Han characters, or of other letters and digits, folded.
type Run struct {
	Letters []rune
	At      []int // where each stands in the text, in bytes
	Han     bool
}

// Runs calls use for each run of a text. Spaces, line ends and the like between Han characters part no word: 王　芳 is
// 王芳, and what a line end has broken is found. The run is good until use returns.
func Runs(text string, use func(Run)) {
	var run Run
	gap := false
	flush := func() {
		if len(run.Letters) > 0 {
			use(run)
		}
		run.Letters, run.At, gap = run.Letters[:0], run.At[:0], false
	}
	folds(text, func(r rune, at int) {
		han := unicode.Is(unicode.Han, r)
		switch {
		case unicode.Is(unicode.Mn, r):
			return
		case !han && !unicode.IsLetter(r) && !unicode.IsDigit(r):
			if !run.Han || !parts(r) {
				flush()
			}
			gap = true
			return
		case han != run.Han || gap && !han:
			flush()
		}
		gap, run.Han = false, han
		run.Letters, run.At = append(run.Letters, r), append(run.At, at)
	})
	flush()
}

// parts tells what stands between the characters of one word without parting them.
func parts(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("·・•‧.･_", r)
}

// NameKey is a name as names are compared: its letters and nothing between them.
func NameKey(name string) string {
	var b strings.Builder
	Runs(name, func(r Run) { b.WriteString(string(r.Letters)) })
	return b.String()
}

// AccountTyped is a log-in name as it was meant: in small letters of a keyboard, without spaces (I12).
func AccountTyped(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(PlainTyped(name))), "")
}

// PlainTyped writes what was typed in full width, with spaces of other kinds or with other signs for the same, in the
// characters of a keyboard: １２ becomes 12, （021） (021), － and — become -. Letters keep their case.
func PlainTyped(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		case r < 0x80:
			return r
		case r == '\u3000', unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.Is(unicode.Pd, r), strings.ContainsRune("−ー⁃", r):
			return '-'
		case r == '￥':
			return '¥'
		case r == '【', r == '〔', r == '［', r == '〈', r == '《':
			return '('
		case r == '】', r == '〕', r == '］', r == '〉', r == '》':
			return ')'
		case r == '。', r == '．':
			return '.'
		case unicode.IsDigit(r):
			return FoldRune(r)
		}
		return r
	}, text))
}
