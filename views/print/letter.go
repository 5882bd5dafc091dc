package print

import (
	"io"
	"strings"
	"time"

	"huiyin/huiyin"
)

// Letter writes the 《投诉答复函》: the frozen version of its text, and nothing else of the record (rule W16). As long as
// none is frozen, or when the answer or the offer has changed since, the print says so and is not handed out.
func Letter(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newOutgoing(a4, s, "投诉答复函", c, org)
	if l := c.FrozenLetter(); l != nil && l.Reference != "" { // 文号
		p.as("P", func() { p.centred((p.left+p.right)/2, p.y, bodySize, false, l.Reference) })
		p.y += lead(bodySize)
	}
	p.gap(2)
	switch l := c.FrozenLetter(); {
	case l == nil:
		p.mark("【草稿 · 未定稿，不得交给客户】")
	case c.LetterOutdated(l):
		p.mark("【已过时 · 定稿之后答复或方案有变，不得交给客户】")
	}
	body, first := true, true
	lines := strings.Split(strings.TrimSpace(c.LetterText(org, p.t)), "\n")
	for i, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			body = false
			continue
		case huiyin.LetterHeading(line):
			p.gap(1.5)
			p.keep(14)
			p.set(0, false, []cell{{span: p.columns, text: clean(line), heavy: true, own: true}}) // as it was frozen
		case first:
			p.par(clean(line))
			p.gap(1)
		default:
			if !body {
				p.gap(0.8)
			}
			if i == len(lines)-1 { // no seal alone on a page
				p.keep(sealPlace + 14)
			}
			p.say(line)
		}
		body, first = true, false
	}
	p.keep(sealPlace)
	p.gap(8)
	p.seal()
	if l := c.FrozenLetter(); l != nil && l.CopiesTo != "" {
		p.keep(12)
		p.gap(2)
		p.line(p.left, p.y, p.right, p.y, hairline)
		p.y += 1
		p.par(p.t("抄送：") + clean(l.CopiesTo))
	}
	p.inSeam = len(p.pages) > 1
	return p.write(w)
}

// sealPlace is the height of the company's name, seal and date, in mm.
const sealPlace = 34

// LetterScript gives what writes the fixed words of a letter in the company's script.
func LetterScript(org *huiyin.Org) func(string) string {
	return func(s string) string { return inScript(org.Letterhead, s) }
}

// mark sets a line that nobody overlooks.
func (p *paper) mark(text string) {
	p.as("P", func() { p.centred((p.left+p.right)/2, p.y, bodySize+1.5, true, p.t(text)) })
	p.y += lead(bodySize+1.5) + 3
}

// say sets a paragraph indented by two characters, as in a letter.
func (p *sheet) say(text string) { p.par("\u3000\u3000" + clean(text)) }

// seal sets the place for the company's seal and the date at the right.
func (p *paper) seal() {
	lines := regular().lines(p.company, thousandths(p.right-p.left, bodySize))
	if p.look.Seal("letter") {
		lines = append(lines, p.t("（盖章）"))
	}
	lines = append(lines, p.day(p.letterDate()))
	widest := 0
	for _, l := range lines {
		widest = max(widest, regular().width(l))
	}
	for _, l := range lines {
		p.as("P", func() { p.centred(p.right-mm(widest, bodySize)/2, p.y, bodySize, false, l) })
		p.y += lead(bodySize) + 2
	}
}

// letterDate is when the letter was frozen, else when the answer was given; else it is left to write.
func (p *paper) letterDate() (t time.Time) {
	if l := p.c.FrozenLetter(); l != nil {
		return l.FrozenAt
	}
	if n := len(p.c.Answers); n > 0 {
		return p.c.Answers[n-1].At
	}
	return t
}
