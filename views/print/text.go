package print

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The check boxes inside a text: non-characters that no cleaned text contains.
const (
	boxEmpty  = '\uFDD0'
	boxTicked = '\uFDD1'
)

// lacking stands for a character that the fonts do not have.
const lacking = '＿'

// clean makes any string fit to be set: line ends become \n (at most one empty line in a row, none
// at either end), every kind of space one that the fonts have, what the fonts lack and what is not
// UTF-8 becomes □; controls, bidi marks, joiners and variation selectors go.
func clean(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	ends := 0 // line ends not yet written
	var before rune
	for _, r := range s {
		switch {
		case r == '\n' && before == '\r':
			before = r
			continue
		case r == '\n', r == '\r', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
			before = r
			ends++
			continue
		}
		before = r
		if r = visible(r); r == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n"[:min(ends, 2)])
		}
		ends = 0
		b.WriteRune(r)
	}
	return b.String()
}

// visible returns what is set for a rune, 0 for one that leaves no trace.
func visible(r rune) rune {
	switch {
	case ' ' <= r && r <= '~':
		return r
	case r == '\t':
		return '\u3000'
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector), r == '\u034F':
		return 0
	case unicode.Is(unicode.Zs, r) && r != '\u3000' && r != '\u00A0':
		return ' '
	case faceOf(regular(), r).find(r) != 0:
		return r
	}
	return lacking
}

// Kinsoku: what may not begin a line and what may not end one.
const (
	notFirst = "-，。、；：？！）》」』】〕〗〉］｝”’％‰‱℃°′″·・…—～–ー々〻%!),.:;?]}>＞﹐﹑﹒﹔﹕﹖﹗｡､｣￠¢»›ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ/"
	notLast  = "（《「『【〔〖〈［｛“‘￥¥＄$£￡№#＃([{<＜＠@«‹｢"
)

// breaks says whether a line may end between two runes. Spaces stay with what they follow.
func breaks(a, b rune) bool {
	switch {
	case blank(b), a == '\u00A0', b == '\u00A0', a == boxEmpty, a == boxTicked:
		return false
	case unicode.In(b, unicode.Mn, unicode.Me, unicode.Mc):
		return false
	case strings.ContainsRune(notFirst, b):
		return false
	case blank(a):
		return true
	case strings.ContainsRune(notLast, a):
		return false
	}
	return wide(a) || wide(b)
}

// blank says whether a rune is a space at which a line may end.
func blank(r rune) bool { return r == ' ' || r == '\u3000' }

// wide says whether a rune stands for itself, as a Han character does; the others, letters and
// digits, make up words and numbers that stay whole.
func wide(r rune) bool {
	return r >= '\u2E80' || '\u2010' <= r && r <= '\u2BFF' || r == boxEmpty || r == boxTicked
}

// lines breaks cleaned text into lines no wider than width, in thousandths of the type size. Joined
// again, with \n where the text had one, they are the text: spaces at a line's end are kept and not
// counted. A word longer than the line is broken, and one rune is always set, however narrow the line.
func (f *face) lines(text string, width int) (out []string) {
	if text == "" {
		return nil
	}
	for par := range strings.SplitSeq(text, "\n") {
		out = f.paragraph(out, par, width)
	}
	return out
}

// paragraph appends the lines of one paragraph; an empty one is an empty line.
func (f *face) paragraph(out []string, s string, width int) []string {
	start := 0               // of the line
	last := 0                // the last place where it may end
	used, usedAtLast := 0, 0 // width up to here, and up to last
	inBox := false           // a check box and the words after it stay together
	var prev rune
	for i, r := range s {
		if i > start && !inBox && breaks(prev, r) {
			last, usedAtLast = i, used
		}
		if r == boxEmpty || r == boxTicked {
			inBox = true
		} else if blank(r) {
			inBox = false
		}
		w := f.advance(r)
		if used+w > width && !blank(r) && i > start {
			if last == start {
				last, usedAtLast = i, used
			}
			out = append(out, s[start:last])
			start, used = last, used-usedAtLast
			if used+w > width && i > start {
				out = append(out, s[start:i])
				start, last, used = i, i, 0
			}
		}
		used += w
		prev = r
	}
	return append(out, s[start:])
}

// short cuts a cleaned name to n runes for a place of fixed size, such as a page's foot.
func short(s string, n int) string {
	s = strings.ReplaceAll(clean(s), "\n", " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
