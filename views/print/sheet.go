package print

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"huiyin/huiyin"
)

// Stamp is what a print carries besides the record's own data (rule F6).
type Stamp struct {
	At       time.Time       // of printing
	By       string          // name of the person who prints
	QR       string          // text of the code, "" for none; each page appends #page/pages
	Revealed map[string]bool // of phone, address and identity, those shown in full; the others are masked (rule P5)
	Hash     string          // newest journal hash, for the closure report (rule J2)

	Consequences []*huiyin.Sanction // on the closure report, those that the reader may see (rule A3)
}

// heading is what stands above and below every page of a paper.
type heading struct {
	company, title string
	place          string // at the left above the grid, such as the site's name
	number         string // of the complaint, or of the ledger
	version        string // of the record, "" for none
	notes          string // at the foot: who may see the paper
	zone           *time.Location
	look           huiyin.Letterhead // how the company wants its papers: org.Printing
}

// edition is the edition of the printed layouts.
const edition = "A/0"

// Type sizes in points, lengths in mm.
const (
	bodySize   = 10.5
	titleSize  = 16
	footSize   = 8
	leading    = 1.46 // of the type size
	baseline   = 0.735
	padX, padY = 1.6, 1.3
	top        = 10 // of the first line and of the QR code
	codeSide   = 20
	signHeight = 12 // a signature on one line
	signDeep   = 16 // name above date

	strikeHeight = 8 // of the stroke through what does not apply

	logoWidth, logoHeight = 21, 13 // at most
)

// sheet sets a paper from top to bottom: a head, rows of cells on a grid, paragraphs, and a foot on
// every page. What does not fit goes on on a continuation page; nothing is cut off.
type sheet struct {
	canvas
	heading
	stamp       Stamp
	left, right float64
	columns     float64 // that the spans of a row add up to
	y           float64
	repeat      func() // a table's header row, on its continuation pages
	fresh       bool   // nothing has been set on this page
	footer      []string
	before, of  int // pages of the dossier before this paper, and of the whole; 0 for a paper alone
}

// format is a page size in mm with the width of its right margin; the left one is 20 mm, for the binder.
type format struct{ width, height, right float64 }

var (
	a4     = format{210, 297, 15}
	a4Wide = format{297, 210, 12}
	a5     = format{148, 210, 12}
)

// Who may see a paper.
const (
	internal = "涉及个人信息，内部使用"
	personal = "涉及个人信息，请妥善保管"
)

func newSheet(f format, h heading, s Stamp) *sheet {
	h.company, h.title, h.notes = cmp.Or(h.look.Name, h.company), inScript(h.look, h.title), inScript(h.look, h.notes)
	h.company, h.place, h.number = short(h.company, 60), short(h.place, 60), short(h.number, 40)
	if h.zone == nil {
		h.zone = time.UTC
	}
	s.By = short(s.By, 30)
	p := &sheet{
		canvas:  canvas{width: f.width, height: f.height},
		heading: h, stamp: s, left: 20, right: f.width - f.right, columns: 12,
	}
	p.footer = regular().lines(short(h.look.Footer, huiyin.MostFooter), thousandths(p.right-p.left, footSize))
	p.addPage()
	p.head()
	return p
}

// t writes fixed words of a paper in the company's script. Titles, labels, choices and places to sign go
// through it by themselves, running text must ask for it; what somebody wrote never does.
func (p *sheet) t(s string) string { return inScript(p.look, s) }

func inScript(look huiyin.Letterhead, s string) string {
	if look.Script == huiyin.Traditional {
		return traditional(s)
	}
	return s
}

// bottom is where the body of a page ends.
func (p *sheet) bottom() float64 { return p.footTop() - 3 }

// footTop is where the foot of a page begins.
func (p *sheet) footTop() float64 { return p.height - 15 - float64(len(p.footer))*lead(footSize) }

// logo sets the company's picture in the left upper corner, as large as it may be, and gives its width.
func (p *sheet) logo() float64 {
	l := p.look.Logo
	if l.Hash == "" {
		return 0
	}
	scale := min(logoWidth/float64(l.Width), logoHeight/float64(l.Height))
	w, h := scale*float64(l.Width), scale*float64(l.Height)
	p.picture(l.Content, [4]float64{p.left, top, w, h})
	return w
}

// head sets the first page's head: company, title, place and number.
func (p *sheet) head() {
	p.y = top
	mid := (p.left + p.right) / 2
	beside := p.right - p.edge()
	if w := p.logo(); w > 0 {
		beside = max(beside, w+2)
	}
	room := p.right - p.left - 2*beside
	for _, l := range regular().lines(p.company, thousandths(room, bodySize)) {
		p.centred(mid, p.y, bodySize, false, l)
		p.y += lead(bodySize)
	}
	p.y += 0.5
	p.centred(mid, p.y, titleSize, true, p.title)
	p.y += lead(titleSize)
	p.nameplate(false, p.place)
}

// nameplate sets the line above the grid: a text at the left, the number at the right, beside the
// foot of the QR code.
func (p *sheet) nameplate(heavy bool, s string) {
	number := p.t("编号：") + p.number
	room := p.edge() - p.left - mm(regular().width(number), bodySize) - 4
	lines := weight(heavy).lines(s, thousandths(room, bodySize))
	step := lead(bodySize)
	p.y = max(p.y, top+codeSide-float64(max(len(lines), 1))*step)
	for i, l := range lines {
		p.text(p.left, p.y+baseline*step, bodySize, heavy, l)
		if i < len(lines)-1 {
			p.y += step
		}
	}
	p.textRightOf(p.edge(), p.y, bodySize, number)
	p.y += step + 1.5
	p.fresh = true
}

// edge is how far the head of a page reaches to the right, beside the QR code.
func (p *sheet) edge() float64 {
	if p.stamp.QR == "" {
		return p.right
	}
	return p.right - codeSide - 3
}

// newPage begins a continuation page.
func (p *sheet) newPage() {
	p.addPage()
	p.y = top
	p.logo()
	p.nameplate(true, p.title+p.t("（续页）"))
	if p.repeat != nil {
		p.repeat()
		p.fresh = true
	}
}

// write completes the sheet and writes the file.
func (p *sheet) write(w io.Writer) error {
	if b, ok := w.(*binder); ok {
		return b.bind(p)
	}
	if err := p.complete(); err != nil {
		return err
	}
	return p.canvas.write(w, p.title, p.stamp.At.In(p.zone))
}

// complete sets the codes and the feet, which need the number of pages.
func (p *sheet) complete() error {
	at := p.stamp.At.In(p.zone)
	all := p.pages
	for i := range all {
		p.pages = all[:i+1]
		if p.stamp.QR != "" {
			text := fmt.Sprintf("%s#%d/%d", p.stamp.QR, i+1, len(all))
			if err := p.qr(p.right-codeSide, top, codeSide, text); err != nil {
				return err
			}
		}
		p.foot(p.before+i+1, max(p.of, len(all)), at)
	}
	p.pages = all
	return nil
}

// foot sets number, version, page, printer and print time at the foot of the last page so far.
func (p *sheet) foot(page, pages int, at time.Time) {
	y := p.footTop()
	p.line(p.left, y, p.right, y, hairline)
	y += 0.6
	base := baseline * lead(footSize)
	left := p.t("编号 ") + p.number + p.t(" · 版次 ") + edition
	if p.version != "" {
		left += p.t(" · 记录版本 ") + p.version
	}
	p.text(p.left, y+base, footSize, false, left)
	p.flushRight(y, footSize, p.t(fmt.Sprintf("第%d页 共%d页", page, pages)))
	y += lead(footSize)
	printed := p.t("打印人 ") + p.stamp.By + p.t(" · 打印时间 ")
	if p.stamp.By == "" { // nobody is logged in
		printed = p.t("打印时间 ")
	}
	p.text(p.left, y+base, footSize, false, printed+at.Format("2006-01-02 15:04"))
	p.flushRight(y, footSize, p.notes)
	for _, l := range p.footer {
		y += lead(footSize)
		p.centred((p.left+p.right)/2, y, footSize, false, strings.TrimRight(l, " \u3000"))
	}
}

func (p *sheet) centred(mid, top, size float64, heavy bool, s string) {
	p.text(mid-mm(weight(heavy).width(s), size)/2, top+baseline*lead(size), size, heavy, s)
}

func (p *sheet) flushRight(top, size float64, s string) { p.textRightOf(p.right, top, size, s) }

func (p *sheet) textRightOf(right, top, size float64, s string) {
	p.text(right-mm(regular().width(s), size), top+baseline*lead(size), size, false, s)
}

// mm turns thousandths of a type size into mm, thousandths the other way, rounded down.
func mm(thousandths int, size float64) float64 {
	return float64(thousandths) * size / 1000 / pointsPerMM
}

func thousandths(mm, size float64) int { return int(mm * pointsPerMM / size * 1000) }

// lead is the distance of two lines of a type size, in mm.
func lead(size float64) float64 { return leading * size / pointsPerMM }

// cell is one field of a row. Its text runs on on the next page where a page ends.
type cell struct {
	span   float64 // in columns of the sheet, of which a grid has 12
	title  string  // a bold line above the text
	text   string
	size   float64 // 0 for the body's
	kind   cellKind
	signs  []sign
	strike bool // struck: it does not apply
	own    bool // a label that somebody wrote, such as a site's name
}

type cellKind byte

const (
	asText   cellKind = iota // from the left; centred in height while the row is low
	asLabel                  // bold and centred, on every page the row reaches
	asCentre                 // centred
	asAmount                 // flush right
)

// sign is a place to sign: a line for the name and, unless undated, one for the date.
type sign struct {
	label   string
	undated bool
}

// The kinds of cells. raw takes a text already clean, with check boxes in it.
func label(span float64, text string) cell { return cell{span: span, text: text, kind: asLabel} }
func raw(span float64, text string) cell   { return cell{span: span, text: text} }
func value(span float64, text string) cell { return cell{span: span, text: clean(text)} }
func middle(span float64, text string) cell {
	return cell{span: span, text: clean(text), kind: asCentre}
}
func amount(span float64, text string) cell {
	return cell{span: span, text: clean(text), kind: asAmount}
}

// signed adds places to sign at the foot of a cell.
func (c cell) signed(labels ...string) cell {
	for _, l := range labels {
		c.signs = append(c.signs, sign{label: l})
	}
	return c
}

// noted adds a place at the foot of a cell to write something that needs no date.
func (c cell) noted(label string) cell {
	c.signs = append(c.signs, sign{label, true})
	return c
}

// written marks a label that somebody wrote: it stays as it is in either script.
func (c cell) written() cell { c.own = true; return c }

// sized sets a cell in another type size.
func (c cell) sized(size float64) cell { c.size = size; return c }

// setLine is one line of a cell.
type setLine struct {
	text  string
	heavy bool
}

// laid is a cell whose text has been broken into lines, as far as it is not yet set.
type laid struct {
	cell
	x, width float64
	lines    []setLine
}

func (c *laid) height() float64 {
	return float64(len(c.lines))*lead(c.size) + 2*c.pad() + c.footHeight()
}

// pad is the space above and below the text.
func (c *laid) pad() float64 { return padY * c.size / bodySize }

// side is the space left and right of the text.
func (c *laid) side(framed bool) float64 {
	if !framed {
		return 0
	}
	return padX * c.size / bodySize
}

func (c *laid) footHeight() float64 {
	switch {
	case c.strike:
		return strikeHeight
	case len(c.signs) == 0:
		return 0
	case c.stacked():
		return signDeep
	}
	return signHeight
}

// stacked says whether a signature's date stands below its name for want of width.
func (c *laid) stacked() bool { return (c.width-2*padX)/float64(len(c.signs)) < 72 }

// row sets one row of the grid, at least low mm high. A row that does not fit goes to the next page
// whole when it is short, else it is divided.
func (p *sheet) row(low float64, cells ...cell) { p.set(low, true, cells) }

// par sets a paragraph without a frame.
func (p *sheet) par(text string) { p.set(0, false, []cell{{span: p.columns, text: text}}) }

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
const tableSize = 7.5

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
// proportion to its wanted height; else each has its height and the paper runs on.
func (p *sheet) fill(rows []gridRow) {
	natural := make([]float64, len(rows))
	for i, r := range rows {
		for _, c := range p.lay(true, r.cells) {
			natural[i] = max(natural[i], c.height())
		}
	}
	scaled := func(by float64) (sum float64) {
		for i, r := range rows {
			sum += max(natural[i], by*r.want)
		}
		return sum
	}
	const least = 0.6
	room, scale := p.bottom()-p.y, 1.0
	if scaled(least) <= room {
		lo, hi := least, 2.0
		for range 20 {
			if scale = (lo + hi) / 2; scaled(scale) <= room {
				lo = scale
			} else {
				hi = scale
			}
		}
		scale = lo
	}
	for _, r := range rows {
		p.row(scale*r.want, r.cells...)
	}
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
		fit := int((room - 2*padY) / lead(size))
		if !p.fresh && (longest <= shortRow || fit < 3) {
			p.newPage()
			continue
		}
		// What must stand with the places to sign moves on with them.
		fit = min(fit, longest-1)
		if fit < 1 {
			if p.fresh { // no page has more room
				p.draw(row, need, framed)
				return
			}
			p.newPage()
			continue
		}
		p.divide(row, fit, framed)
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
		heavy, text := c.kind == asLabel, c.text
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
	for i := range row {
		if row[i].kind == asLabel && !strings.HasSuffix(row[i].text, "（续）") {
			row[i].text += "（续）"
			row[i].lines = p.lay(framed, []cell{row[i].cell})[0].lines
		}
	}
}

// draw draws a row of height h and moves on below it.
func (p *sheet) draw(row []laid, h float64, framed bool) {
	for i := range row {
		c := &row[i]
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
		p.text(x, base, bodySize, false, name)
		p.line(x+nameWidth, base+0.8, end, base+0.8, hairline)
	}
}

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
