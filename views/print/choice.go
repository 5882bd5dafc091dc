package print

import (
	"huiyin/huiyin"
	"strings"
)

// options puts the words beside check boxes into the company's script and leaves all others alone.
func (p *sheet) options(s string) string {
	if p.look.Script == huiyin.Simplified || !strings.ContainsAny(s, string(boxEmpty)+string(boxTicked)) {
		return s
	}
	var b strings.Builder
	from, inBox := 0, false
	for i, r := range s {
		starts, ends := r == boxEmpty || r == boxTicked, r == ' ' || r == '\u3000' || r == '\n'
		if inBox && (starts || ends) {
			b.WriteString(p.t(s[from:i]))
			from, inBox = i, false
		}
		if starts {
			b.WriteString(s[from:i])
			from, inBox = i, true
		}
	}
	if inBox {
		b.WriteString(p.t(s[from:]))
	} else {
		b.WriteString(s[from:])
	}
	return b.String()
}

// mark is a place to sign that the company may leave out.
type mark struct {
	box   huiyin.Box
	label string
}

// marks gives the labels of those that stand on the papers.
func (p *sheet) marks(list ...mark) (labels []string) {
	for _, m := range list {
		if p.look.Shows(m.box) {
			labels = append(labels, m.label)
		}
	}
	return labels
}

// sealed adds to a title that the seal goes here, unless the company wants none on this paper.
func (p *sheet) sealed(title string, on huiyin.Paper) string {
	if p.look.Seal(on) {
		return title + "（盖章）"
	}
	return title
}

// option is one choice beside a check box.
type option struct {
	text   string
	ticked bool
}

// choices writes options with check boxes: ☑轻微 □重要.
func choices(options ...option) string {
	var b strings.Builder
	for i, o := range options {
		if i > 0 {
			b.WriteByte(' ')
		}
		if o.ticked {
			b.WriteRune(boxTicked)
		} else {
			b.WriteRune(boxEmpty)
		}
		b.WriteString(strings.ReplaceAll(clean(o.text), " ", "\u00A0"))
	}
	return b.String()
}
