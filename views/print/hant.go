package print

import (
	"strings"
	"sync"
	"unicode/utf8"
)

//go:generate node ../../.ci/hant.mjs $OPENCC

// hant is what Traditional Chinese makes of characters and of words.
type hant struct {
	chars map[rune]rune
	words map[rune][][2]string // by their first character
}

// traditionals is read on first use; what the fonts could not show is left as it is.
var traditionals = sync.OnceValue(func() *hant {
	h := &hant{map[rune]rune{}, map[rune][][2]string{}}
	to := []rune(hantChars)
	for i, from := range []rune(hansChars) {
		if regular().find(to[i]) != 0 && bold().find(to[i]) != 0 {
			h.chars[from] = to[i]
		}
	}
	for word := range strings.FieldsSeq(hantWords) {
		from, to, _ := strings.Cut(word, "=")
		first, _ := utf8.DecodeRuneInString(from)
		h.words[first] = append(h.words[first], [2]string{from, to})
	}
	return h
})

// traditional writes fixed words in Traditional Chinese, the longest word first. It is for the words of
// the papers alone, never for what somebody wrote.
func traditional(s string) string {
	h := traditionals()
	var b strings.Builder
	b.Grow(len(s))
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		from, to := s[:size], s[:size]
		if t, ok := h.chars[r]; ok {
			to = string(t)
		}
		for _, w := range h.words[r] {
			if len(w[0]) > len(from) && strings.HasPrefix(s, w[0]) {
				from, to = w[0], w[1]
			}
		}
		b.WriteString(to)
		s = s[len(from):]
	}
	return b.String()
}
