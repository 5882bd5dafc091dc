package print

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"huiyin/huiyin"
)

// Leaves are the pages of a PDF that is bound into a dossier as they are (rule F5).
type Leaves interface {
	// Sizes are the width and the height of each page, upright, in mm.
	Sizes() [][2]float64
	// Form writes a page as objects that draw it into the square from 0 to 1, and gives the one to draw.
	Form(page int, number func() int, put func(n int, text []byte)) (int, error)
}

// part is what a dossier holds under one line of its contents.
type part struct {
	title  string
	by     string // who is answerable for it 责任者
	number string // its own number 文号
	date   string
	note   string
	signed bool // a signed page, or an attachment, as it came
	sheets []*sheet
}

func (t *part) pages() (n int) {
	for _, p := range t.sheets {
		n += len(p.pages)
	}
	return n
}

// Bounds of what is bound in; what is beyond them stands in the list.
const (
	mostLeaves    = 400
	mostLeafBytes = 200 << 20
)

// bind takes the attachments into a dossier, one after the other.
type bind struct {
	d     *Dossier
	org   *huiyin.Org
	pages int
	bytes int64
	done  map[int]bool // attachments by their place in the list
}

// bindable tells whether an attachment may be bound in at all. Outside goes a signed paper that was for the customer.
func (b *bind) bindable(a *huiyin.Attachment) bool {
	return a.WithdrawnAt.IsZero() && a.RemovedAt.IsZero() && (!b.d.Outside || platedOutside(a)) &&
		(a.Type == "application/pdf" || pictured(a))
}

// pictured tells whether an attachment is a picture that can be made fit to print.
func pictured(a *huiyin.Attachment) bool {
	return slices.Contains([]string{"image/jpeg", "image/png", "image/heic", "image/heif", "image/webp", "image/tiff",
		"image/bmp"}, a.Type)
}

// homed tells whether an attachment is a signed one of a paper. What was filed by hand is so by its kind.
func homed(a *huiyin.Attachment, p huiyin.Paper) bool {
	if a.Paper == huiyin.PaperForm { // from before the form had its parts
		return p == huiyin.PaperCustomer
	}
	if a.Paper != "" {
		return a.Paper == p
	}
	return p.Kind() == a.Kind
}

// behind gives the signed pages of a paper, to stand behind the one that is printed now (rules F6, W7).
func (b *bind) behind(paper huiyin.Paper) (out []*part, err error) {
	var list []int
	for i := range b.d.C.Attachments {
		if a := &b.d.C.Attachments[i]; !b.done[i] && b.bindable(a) && homed(a, paper) {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(i, j int) int {
		x, y := &b.d.C.Attachments[i], &b.d.C.Attachments[j]
		return cmp.Or(cmp.Compare(x.Edition, y.Edition), cmp.Compare(x.Part, y.Part), cmp.Compare(x.Page, y.Page))
	})
	for _, i := range list {
		t, err := b.attachment(i)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// others gives the attachments that stand behind no paper: signed ones and every PDF. Photographs come two a page.
func (b *bind) others() (out []*part, err error) {
	for i := range b.d.C.Attachments {
		a := &b.d.C.Attachments[i]
		if b.done[i] || !b.bindable(a) || pictured(a) && !a.OnSignedPaper() && !b.d.Outside {
			continue
		}
		t, err := b.attachment(i)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// attachment binds one file in, each page on a page of its own.
func (b *bind) attachment(i int) (*part, error) {
	a := &b.d.C.Attachments[i]
	b.done[i] = true
	t := b.partOf(i)
	if pictured(a) {
		if b.pages >= mostLeaves {
			t.note = "未附印：页数过多"
			return t, nil
		}
		pic, why, err := b.d.Picture(a, true)
		if err != nil {
			return nil, err
		}
		b.pages++
		t.sheets = append(t.sheets, b.picture(i, pic, why))
		return t, nil
	}
	if b.bytes+a.Size > mostLeafBytes || b.d.Leaves == nil {
		t.note = "未附印：文件太大"
		return t, nil
	}
	leaves, why, err := b.d.Leaves(a)
	switch {
	case err != nil:
		return nil, err
	case why != "":
		t.note = "未附印：" + why
		return t, nil
	}
	sizes := leaves.Sizes()
	if b.pages+len(sizes) > mostLeaves {
		t.note = "未附印：页数过多"
		return t, nil
	}
	b.pages, b.bytes = b.pages+len(sizes), b.bytes+a.Size
	opened := &openLeaves{d: b.d, a: a}
	for n, size := range sizes {
		t.sheets = append(t.sheets, b.leaf(i, n, len(sizes), size, opened.page(n, len(sizes))))
	}
	return t, nil
}

// openLeaves reads a file again when its first page is written, and lets go of it after its last: of many files only
// one is in memory.
type openLeaves struct {
	d      *Dossier
	a      *huiyin.Attachment
	leaves Leaves
}

func (o *openLeaves) page(n, of int) func(*Book) int {
	object := 0
	return func(b *Book) int {
		if object != 0 || b.err != nil {
			return object
		}
		if o.leaves == nil {
			why := ""
			if o.leaves, why, b.err = o.d.Leaves(o.a); b.err == nil && why != "" {
				b.err = fmt.Errorf("attachment %d: %s", o.a.ID, why)
			}
			if b.err != nil {
				return 0
			}
		}
		var err error
		if object, err = o.leaves.Form(n, b.number, b.whole); err != nil && b.err == nil {
			b.err = fmt.Errorf("attachment %d: %w", o.a.ID, err)
		}
		if n == of-1 {
			o.leaves = nil
		}
		return object
	}
}

// partOf is an attachment's line of the contents.
func (b *bind) partOf(i int) *part {
	a, p := &b.d.C.Attachments[i], b.d.words(b.org)
	t := &part{signed: true, number: p.t(fmt.Sprintf("附件 %d", i+1)), date: p.date(a.At), by: p.answerable(a, b.d.Outside)}
	switch {
	case a.Paper != "" && a.Signing > 0:
		t.title = p.t("《" + a.Paper.Label() + "》（现场签字件）")
	case a.Paper != "":
		t.title = p.t("《" + a.Paper.Label() + "》（签字件）")
	case b.d.Outside:
		t.title = p.t(a.Kind.Label())
	default:
		t.title = p.t(a.Kind.Label()) + "　" + short(a.Name, 60)
	}
	if a.Pages > 0 {
		t.title += p.t(fmt.Sprintf("第%d页，共%d页", a.Page, a.Pages))
	}
	if len(a.Outdated) > 0 {
		t.note = "打印后记录有改动"
	}
	return t
}

// answerable is whose paper an attachment is: of a signed one the customer, else whoever made or brought it. Outside,
// of people nobody but the customer is named.
func (p *paper) answerable(a *huiyin.Attachment, outside bool) string {
	if k := p.c.Signing(a.Signing); k != nil && k.Signer != "" {
		return k.Signer
	}
	if a.Paper == huiyin.PaperCustomer || a.Paper == huiyin.PaperForm || slices.Contains(signedOutside, a.Kind) ||
		a.Kind == huiyin.SignedForm {
		return p.customer()
	}
	if outside {
		return p.org.LegalPerson(p.c.Site)
	}
	return cmp.Or(a.MadeBy, p.who(a.By))
}

// words writes in the company's script what is on no sheet yet.
func (d *Dossier) words(org *huiyin.Org) *paper {
	return &paper{&sheet{heading: headingOf("", "", d.C, org), stamp: d.Stamp}, d.C, org}
}

// underneath says at the page itself which file it is, who brought it and when, and the hash by which it is known.
func (b *bind) underneath(i, page, of int) []string {
	a, p := &b.d.C.Attachments[i], b.d.words(b.org)
	what := p.t(fmt.Sprintf("附件 %d · %s", i+1, a.Kind.Label()))
	if a.Paper != "" {
		what += p.t(" · 《" + a.Paper.Label() + "》")
		if a.Pages > 0 {
			what += p.t(fmt.Sprintf("第%d页，共%d页", a.Page, a.Pages))
		}
		if a.Edition > 0 {
			what += p.t(fmt.Sprintf(" · 记录版本 %d", a.Edition))
		}
	}
	brought := p.t("归入 ") + p.when(a.At)
	if !b.d.Outside {
		brought = strings.TrimSpace(p.t("归入 ") + p.who(a.By) + " " + p.when(a.At))
	}
	if of > 1 {
		brought += p.t(fmt.Sprintf(" · 文件第%d页，共%d页", page+1, of))
	}
	if !b.d.Outside {
		brought += p.t(" · 文件 ") + short(a.Name, 50)
	}
	return []string{what, brought, "SHA-256 " + a.Hash}
}

// stripSize is the type size of what stands below a page that is bound in, in points, stripRoom its height in mm.
const (
	stripSize = 9
	stripRoom = 3*leading*stripSize/pointsPerMM + 5
)

// leafWide and leafTall bound a page that is bound in as large as it is, in mm; a larger one is made to fit.
const leafWide, leafTall = 297.0, 420.0

// plain is a sheet for one page that is bound in: A4 with its longer side as the page has, or larger where that is, and
// room below it for what says which file it is. Nothing is written over the page.
func (b *bind) plain(i, page, of int, w, h float64) (*sheet, [4]float64) {
	f, s := a4, min(1, leafWide/w, leafTall/h)
	if w > h {
		f.width, f.height = f.height, f.width
		s = min(1, leafTall/w, leafWide/h)
	}
	w, h = w*s, h*s
	width, height := max(f.width, w), max(f.height, h)
	notes := internal
	if b.d.Outside {
		notes = personal
	}
	st := b.d.Stamp
	st.QR = ""
	p := &sheet{canvas: canvas{width: width, height: height + stripRoom}, heading: headingOf("", notes, b.d.C, b.org),
		stamp: st, left: 20, right: width - a4.right, columns: 12, through: true, strip: b.underneath(i, page, of)}
	p.notes = p.t(p.notes)
	p.addPage()
	return p, [4]float64{(width - w) / 2, (height - h) / 2, (width + w) / 2, (height + h) / 2}
}

// leaf is one page of a PDF.
func (b *bind) leaf(i, page, of int, size [2]float64, draw func(*Book) int) *sheet {
	p, at := b.plain(i, page, of, size[0], size[1])
	p.figure(p.strip[0], op{kind: opPicture, x1: at[0], y1: at[1], x2: at[2], y2: at[3], draw: draw})
	return p
}

// picture is a page that was photographed, as large as the sheet, or the reason why it is not shown.
func (b *bind) picture(i int, pic *Picture, why string) *sheet {
	if pic == nil {
		p, at := b.plain(i, 0, 1, a4.width, a4.height)
		p.centred((at[0]+at[2])/2, (at[1]+at[3])/2, bodySize, false, p.t(why))
		return p
	}
	w, h := a4.width, a4.height
	if pic.Width > pic.Height {
		w, h = h, w
	}
	s := min(w/float64(pic.Width), h/float64(pic.Height), 0.35) // mm a pixel: a small one stays small
	p, at := b.plain(i, 0, 1, float64(pic.Width)*s, float64(pic.Height)*s)
	p.figure(p.strip[0], op{kind: opPicture, x1: at[0], y1: at[1], x2: at[2], y2: at[3], picture: pic})
	return p
}

// under sets what stands below a page that is bound in.
func (p *sheet) under(page, pages int) {
	y := p.height - stripRoom + 1
	p.line(p.left, y, p.right, y, hairline)
	y += 0.6
	right := []string{p.t("编号：") + p.number, p.notes, p.t(fmt.Sprintf("第%d页 共%d页", page, pages))}
	for i, s := range p.strip {
		room := thousandths(p.right-p.left-4, stripSize) - regular().width(right[i])
		p.text(p.left, y+baseline*lead(stripSize), stripSize, false, cut(s, room))
		p.textRightOf(p.right, y, stripSize, right[i])
		y += lead(stripSize)
	}
}

// cut shortens a text to so many thousandths of its size.
func cut(s string, room int) string {
	s = strings.ReplaceAll(clean(s), "\n", " ")
	for r := []rune(s); regular().width(s) > room && len(r) > 0; {
		r = r[:len(r)-1]
		s = string(r) + "…"
	}
	return s
}
