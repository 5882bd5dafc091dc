package print

import (
	"cmp"
	"fmt"
	"io"
	"slices"
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

	Paper huiyin.Paper     // which it is, "" for what its code says
	Mark  huiyin.PrintMark // 副本, 作废 and the like, "" for none
	Copy  int              // which of two copies 联, 0 for no words

	Screen bool // shown to be signed on a screen: the page of the signature will stand behind it (rule F8)
	Even   bool // an even number of pages, so that on both sides of a sheet no other paper begins on its back
	Before int  // on that page, how many pages stand before it

	Assigned     []huiyin.Assigning // on report and process record: each assignment that the journal has
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
	look           huiyin.Letterhead   // how the company wants its papers: org.Printing
	control        *huiyin.FormControl // the company's own number of the paper, nil for none
}

// Type sizes in points, lengths in mm.
const (
	bodySize   = 10.5
	titleSize  = 16
	footSize   = 9
	leading    = 1.46 // of the type size
	baseline   = 0.735
	padX, padY = 1.6, 1.3
	top        = 10  // of the first line and of the QR code
	noteTop    = 5.5 // of what is said above it
	codeSide   = 20
	codeTop    = 8   // a little above the text, so that the grid below leaves it its quiet zone
	quietZone  = 3   // white around a code
	footCode   = 12  // the side of the second code, in the left margin at the foot
	footLeast  = 5.5 // of its distance from the edges of the sheet, which printers leave white
	signHeight = 12  // a signature on one line
	signDeep   = 16  // name above date

	strikeHeight = 8 // of the stroke through what does not apply

	logoWidth, logoHeight = 21, 13 // at most
)

// sheet sets a paper from top to bottom: a head, rows of cells on a grid, paragraphs, and a foot on
// every page. What does not fit goes on on a continuation page; nothing is cut off.
type sheet struct {
	canvas
	heading
	stamp        Stamp
	left, right  float64
	columns      float64 // that the spans of a row add up to
	y            float64
	repeat       func()   // a table's header row, on its continuation pages
	tableTag     int      // the table that is being set, 0 for none
	fresh        bool     // nothing has been set on this page
	footer       []string // below number and time: what the company's system of documents says, and its own line
	controlLines int      // so many of them are the former
	inSeam       bool     // signed and sealed across its pages' edges 骑缝 (rule C10)
	through      bool     // its codes count through the whole dossier
	strip        []string // below a page that is bound in as it is, in place of the foot (rule F5)
	before, of   int      // pages of the dossier before this paper, and of the whole; 0 for a paper alone
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
	internal   = "涉及个人信息，内部使用"
	insideOnly = "涉及个人信息，内部使用，不得交给客户"
	personal   = "涉及个人信息，请妥善保管"
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
	if p.control = h.look.Control(s.paper()); p.control != nil {
		p.footer = regular().lines(short(p.controlled(), 200), thousandths(p.right-p.left, footSize))
	}
	p.controlLines = len(p.footer)
	p.footer = append(p.footer, regular().lines(short(h.look.Footer, huiyin.MostFooter), thousandths(p.right-p.left, footSize))...)
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
	margin := p.right - p.edge()
	if w := p.logo(); w > 0 {
		margin = max(margin, w+2)
	}
	room := p.right - p.left - 2*margin
	p.as("P", func() {
		for _, l := range regular().lines(p.company, thousandths(room, bodySize)) {
			p.centred(mid, p.y, bodySize, false, l)
			p.y += lead(bodySize)
		}
	})
	p.y += 0.5
	p.as("H1", func() { p.centred(mid, p.y, titleSize, true, p.title) })
	p.y += lead(titleSize)
	p.as("P", func() { p.nameplate(false, p.place) })
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
	return p.right - codeSide - quietZone
}

// wideFrom is how far to the right only pages that lie on their side reach, in mm.
const wideFrom = 220

// newPage begins a continuation page.
func (p *sheet) newPage() {
	p.addPage()
	p.y = top
	p.logo()
	title := p.title + p.t("（续页）")
	if p.right > wideFrom { // loose leaves of a ledger are told apart by site and month
		title += "\u3000" + p.place
	}
	p.nameplate(true, title)
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
	before, of := p.before, max(p.of, len(all))
	if p.of == 0 && (p.stamp.Screen || p.stamp.Before > 0) {
		before, of = p.stamp.Before, p.stamp.Before+len(all)
		if p.stamp.Screen {
			of++
		}
	}
	for i := range all {
		p.pages = all[:i+1]
		if p.stamp.QR != "" && p.stamp.Mark != huiyin.MarkVoid { // what is void does not come home
			page, pages := i+1, len(all)
			if p.through {
				page, pages = p.before+page, max(p.of, pages)
			}
			if err := p.codes(page, pages); err != nil {
				return err
			}
		}
		if p.strip == nil { // nothing is written over a page that is bound in
			p.handwritten(p.marked())
		}
		if p.strip != nil {
			p.under(before+i+1, of)
			if p.inSeam {
				p.seam()
			}
			continue
		}
		p.foot(before+i+1, of, at)
		if p.inSeam {
			p.seam()
		}
	}
	p.pages = all
	if p.stamp.Even && len(all)%2 == 1 {
		p.addPage()
		p.centred(p.width/2, p.height/2, bodySize, false, p.t("（本页空白）"))
	}
	return nil
}

// handwritten says above the last page so far that a character of it has to be written by hand, so that whoever prints
// it is told by any paper, in the viewer and by the printed sheet.
func (p *sheet) handwritten(x float64) {
	lacks := func(o op) bool { return o.kind == opText && strings.ContainsRune(o.text, lacking) }
	if slices.ContainsFunc(p.pages[len(p.pages)-1], lacks) {
		p.text(x, noteTop+baseline*lead(footSize), footSize, false, p.t("本页有印不出的字，请在横线处用笔补上"))
	}
}

// codes draws the code of the last page so far, and once more small at the foot: whichever of the two is stapled,
// folded or sealed over, the other is read (rule F6).
func (p *sheet) codes(page, pages int) error {
	text := huiyin.PrintedCode(fmt.Sprintf("%s#%d/%d", p.stamp.QR, page, pages))
	if err := p.qr(p.right, codeTop, codeSide, text); err != nil {
		return err
	}
	return p.qr(footLeast+footCode, p.height-footLeast-footCode, footCode, text)
}

// foot sets number, version, page, printer and print time at the foot of the last page so far.
func (p *sheet) foot(page, pages int, at time.Time) {
	y := p.footTop()
	p.line(p.left, y, p.right, y, hairline)
	y += 0.6
	base := baseline * lead(footSize)
	left := p.t("编号 ") + p.number + p.t(" · 版次 ") + p.edition()
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
	for i, l := range p.footer {
		y += lead(footSize)
		if i < p.controlLines {
			p.text(p.left, y+base, footSize, false, strings.TrimRight(l, " \u3000"))
			continue
		}
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
