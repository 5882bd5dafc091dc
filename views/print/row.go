package print

import (
	"cmp"
	"slices"
	"strings"
)

// row sets one row of the grid, at least low mm high. A row that does not fit goes to the next page
// whole when it is short, else it is divided.
func (p *sheet) row(low float64, cells ...cell) { p.set(low, true, cells) }

// par sets a paragraph without a frame.
func (p *sheet) par(text string) { p.set(0, false, []cell{{span: p.columns, text: text}}) }

// strong sets a paragraph in bold type without a frame.
func (p *sheet) strong(text string) {
	p.set(0, false, []cell{{span: p.columns, text: text, heavy: true, own: true}})
}

// gap leaves mm free, but not at the head of a page.
func (p *sheet) gap(mm float64) {
	if !p.fresh {
		p.y += mm
	}
}

// keep begins a new page unless mm are left on this one, so that what belongs together stays together.
func (p *sheet) keep(mm float64) {
	if !p.fresh && p.bottom()-p.y < mm {
		p.newPage()
	}
}

// tableSize is the type size of tables with many columns.
const tableSize = 9

// table sets a header row, which comes again on every continuation page until repeat is cleared.
func (p *sheet) table(head []cell) {
	p.keep(30)
	p.repeat = func() { p.row(0, head...) }
	p.repeat()
}

// gridRow is a row that is set together with others.
type gridRow struct {
	want  float64 // height in mm where there is room to write by hand
	cells []cell
}

// fill sets the rows so that, where they fit on the page, they take up all of it, each tall one in
// proportion to its wanted height; else each has its height and the paper runs on. Rows that something is written in
// already may be as low as that is; those still empty keep room for a hand.
func (p *sheet) fill(rows []gridRow) {
	for _, size := range []float64{0, 10, 9.5, 9} { // a little smaller rather than a second page of a few lines
		if p.fills(rows, size) {
			return
		}
	}
	for _, r := range rows {
		p.row(r.want, r.cells...)
	}
}

// sized are the rows with their text no larger than size, 0 for as they are.
func sized(rows []gridRow, size float64) []gridRow {
	out := make([]gridRow, len(rows))
	for i, r := range rows {
		out[i] = gridRow{r.want, slices.Clone(r.cells)}
		for k := range out[i].cells {
			if c := &out[i].cells[k]; size > 0 && cmp.Or(c.size, bodySize) > size {
				c.size = size
			}
		}
	}
	return out
}

// fills sets the rows with their text no larger than size if they fit on the page so, and tells whether they did.
func (p *sheet) fills(rows []gridRow, size float64) bool {
	const least = 0.6
	rows = sized(rows, size)
	low := make([]float64, len(rows))
	for i, r := range rows {
		for _, c := range p.lay(true, r.cells) {
			low[i] = max(low[i], c.height())
		}
		if !r.written() {
			low[i] = max(low[i], least*r.want)
		}
	}
	scaled := func(by float64) (sum float64) {
		for i, r := range rows {
			sum += max(low[i], by*r.want)
		}
		return sum
	}
	room := p.bottom() - p.y
	if scaled(0) > room {
		return false
	}
	lo, hi := 0.0, 2.0
	for range 20 {
		if scale := (lo + hi) / 2; scaled(scale) <= room {
			lo = scale
		} else {
			hi = scale
		}
	}
	for i, r := range rows {
		p.row(max(low[i], lo*r.want), r.cells...)
	}
	return true
}

// written tells whether somebody's words stand in a row.
func (r gridRow) written() bool {
	for _, c := range r.cells {
		if c.kind != asLabel && c.text != "" {
			return true
		}
	}
	return false
}

// shortRow is the number of lines up to which a row is not divided.
const shortRow = 5

func (p *sheet) set(low float64, framed bool, cells []cell) {
	row := p.lay(framed, cells)
	for {
		need, longest, size := low, 0, 0.0
		for i := range row {
			need = max(need, row[i].height())
			if row[i].kind != asLabel {
				longest = max(longest, len(row[i].lines))
			}
			size = max(size, row[i].size)
		}
		room := p.bottom() - p.y
		if need <= room+0.01 {
			p.draw(row, need, framed)
			return
		}
		most := int((room - 2*padY) / lead(size))
		if !p.fresh && (longest <= shortRow || most < 3) {
			p.newPage()
			continue
		}
		// What must stand with the places to sign moves on with them.
		most = min(most, longest-1)
		if most < 1 {
			if p.fresh { // no page has more room
				p.draw(row, need, framed)
				return
			}
			p.newPage()
			continue
		}
		p.divide(row, most, framed)
		low = 0
		p.newPage()
	}
}

// lay breaks the texts of a row's cells into lines.
func (p *sheet) lay(framed bool, cells []cell) []laid {
	row := make([]laid, len(cells))
	x := p.left
	for i, c := range cells {
		if c.size == 0 {
			c.size = bodySize
		}
		l := laid{cell: c, x: x, width: c.span / p.columns * (p.right - p.left)}
		x += l.width
		inner := l.width - 2*l.side(framed)
		for _, t := range bold().lines(p.t(c.title), thousandths(inner, c.size)) {
			l.lines = append(l.lines, setLine{t, true})
		}
		heavy, text := c.kind == asLabel || c.heavy, c.text
		switch {
		case c.own:
		case heavy:
			text = p.t(text)
		default:
			text = p.options(text)
		}
		for _, t := range weight(heavy).lines(text, thousandths(inner, c.size)) {
			l.lines = append(l.lines, setLine{t, heavy})
		}
		row[i] = l
	}
	return row
}

// divide draws the first n lines of each cell down to the page's end and keeps the rest for the next.
func (p *sheet) divide(row []laid, n int, framed bool) {
	part := make([]laid, len(row))
	for i := range row {
		part[i] = row[i]
		part[i].signs, part[i].strike = nil, false
		if row[i].kind == asLabel {
			continue
		}
		k := min(n, len(row[i].lines))
		part[i].lines, row[i].lines = row[i].lines[:k], row[i].lines[k:]
	}
	h := 0.0
	for i := range part {
		h = max(h, part[i].height())
	}
	p.draw(part, h, framed)
	named := false // one cell says that the row goes on
	for i := range row {
		switch {
		case row[i].kind == asLabel:
			named = true
			if !strings.HasSuffix(row[i].text, "（续）") {
				row[i].text += "（续）"
				row[i].lines = p.lay(framed, []cell{row[i].cell})[0].lines
			}
		case row[i].kind == asCentre && !named && row[i].text != "" && len(row[i].lines) == 0:
			mark := p.t("（续）")
			if named = mm(regular().width(mark), row[i].size) < row[i].width-2*row[i].side(framed); named {
				row[i].lines = []setLine{{mark, false}}
			}
		}
	}
}

// draw draws a row of height h and moves on below it.
func (p *sheet) draw(row []laid, h float64, framed bool) {
	was, line := p.now, p.tagRow(framed)
	defer func() { p.now = was }()
	for i := range row {
		c := &row[i]
		p.tagCell(c, line, framed)
		if framed {
			p.box(c.x, p.y, c.width, h)
		}
		p.drawText(c, h, framed)
		if c.strike {
			used := float64(len(c.lines))*lead(c.size) + c.pad()
			p.line(c.x+0.3*c.width, p.y+h-1.5, c.x+0.7*c.width, p.y+used+1.5, hairline)
		} else {
			p.drawSigns(c, p.y+h-c.footHeight())
		}
	}
	p.y += h
	p.fresh = false
}

// drawText sets a cell's lines: from the top, or in the middle of a low row.
func (p *sheet) drawText(c *laid, h float64, framed bool) {
	step := lead(c.size)
	pad := c.side(framed)
	y := p.y + c.pad()
	if c.kind != asText || h < 3*lead(bodySize)+2*padY && len(c.signs) == 0 && !c.strike && framed {
		y = p.y + (h-c.footHeight()-float64(len(c.lines))*step)/2
	}
	for _, l := range c.lines {
		text := strings.TrimRight(l.text, " \u3000")
		x := c.x + pad
		spare := c.width - 2*pad - mm(weight(l.heavy).width(text), c.size)
		switch c.kind {
		case asLabel, asCentre:
			x += spare / 2
		case asAmount:
			x += spare
		}
		p.text(x, y+baseline*step, c.size, l.heavy, text)
		y += step
	}
}

// drawSigns draws the places to sign in the strip that begins at y.
func (p *sheet) drawSigns(c *laid, y float64) {
	n := len(c.signs)
	if n == 0 {
		return
	}
	share := (c.width - 2*padX) / float64(n)
	for i, s := range c.signs {
		x := c.x + padX + float64(i)*share
		right := x + share
		if i < n-1 {
			right -= 3
		}
		name := p.t(s.label) + "："
		nameWidth := mm(regular().width(name), bodySize)
		base, end := y+9, right
		switch {
		case s.undated:
		case c.stacked():
			base = y + 6.2
			p.date(right, y+13.4)
		default:
			p.date(right, base)
			end = right - dateWidth - 2
			x = max(x, end-44-nameWidth)
		}
		if c.title != "" && n == 1 && end-x-nameWidth < leastRank { // the title says who signs; a name needs the room
			nameWidth = 0
		} else {
			p.text(x, base, bodySize, false, name)
		}
		p.line(x+nameWidth, base+0.8, end, base+0.8, hairline)
	}
}

// leastRank is how long the line of a rank is at least, in mm.
const leastRank = 30

// dateWidth is the width of a date to write by hand.
const dateWidth = 5.5 + 5.5 + 9.5 + 3*bodySize/pointsPerMM

// date draws the line for a date, ending at right: ____年__月__日.
func (p *sheet) date(right, base float64) {
	em := bodySize / pointsPerMM
	for _, part := range []struct {
		unit string
		room float64
	}{{"日", 5.5}, {"月", 5.5}, {"年", 9.5}} {
		p.text(right-em, base, bodySize, false, part.unit)
		p.line(right-em-part.room, base+0.8, right-em-0.5, base+0.8, hairline)
		right -= em + part.room
	}
}
