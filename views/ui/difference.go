package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// Difference shows what became of a text: what was struck out and what was put in, by the character.
func Difference(before, after string) templ.Component {
	return written(func(m *markup) {
		m.tag(`<p class="said difference">`)
		for _, p := range difference([]rune(before), []rune(after)) {
			switch {
			case p.struck:
				m.tag("<del>")
				m.text(p.text)
				m.tag("</del>")
			case p.added:
				m.tag("<ins>")
				m.text(p.text)
				m.tag("</ins>")
			default:
				m.text(p.text)
			}
		}
		m.tag("</p>")
	})
}

// Replaced shows a value that took the place of another: a code, a number, a name.
func Replaced(before, after string) templ.Component {
	return written(func(m *markup) {
		m.tag(`<p class="said difference"><del>`)
		m.text(before)
		m.tag("</del> <ins>")
		m.text(after)
		m.tag("</ins></p>")
	})
}

type piece struct {
	text          string
	struck, added bool
}

// mostCompared bounds the comparison, in pairs of characters; texts that differ in more are shown whole.
const mostCompared = 4_000_000

// difference finds the longest common subsequence between what the two texts do not begin and end with alike.
func difference(a, b []rune) []piece {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []piece
	add := func(text string, struck, added bool) {
		if n := len(out); n > 0 && out[n-1].struck == struck && out[n-1].added == added {
			out[n-1].text += text
		} else if text != "" {
			out = append(out, piece{text, struck, added})
		}
	}
	add(string(a[:head]), false, false)
	x, y := a[head:len(a)-tail], b[head:len(b)-tail]
	if len(x)*len(y) > mostCompared {
		add(string(x), true, false)
		add(string(y), false, true)
	} else {
		width := len(y) + 1
		common := make([]uint16, (len(x)+1)*width)
		for i := len(x) - 1; i >= 0; i-- {
			for j := len(y) - 1; j >= 0; j-- {
				if x[i] == y[j] {
					common[i*width+j] = common[(i+1)*width+j+1] + 1
				} else {
					common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
				}
			}
		}
		var struck, added strings.Builder // a run of changes reads best as one stroke, then what stands for it
		flush := func() {
			add(struck.String(), true, false)
			add(added.String(), false, true)
			struck.Reset()
			added.Reset()
		}
		for i, j := 0, 0; i < len(x) || j < len(y); {
			switch {
			case i < len(x) && j < len(y) && x[i] == y[j]:
				flush()
				add(string(x[i]), false, false)
				i, j = i+1, j+1
			case j == len(y) || i < len(x) && common[(i+1)*width+j] >= common[i*width+j+1]:
				struck.WriteRune(x[i])
				i++
			default:
				added.WriteRune(y[j])
				j++
			}
		}
		flush()
	}
	add(string(a[len(a)-tail:]), false, false)
	return out
}
