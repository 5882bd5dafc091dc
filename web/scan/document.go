package scan

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"maps"
	"strconv"
)

// Document is a PDF whose pages are bound into another file as they are. Of each it takes what it draws and what its
// signatures, seals and notes look like, and nothing that acts: no script, link, form or attachment.
type Document struct {
	f      *pdfFile
	pages  []pdfDict
	number map[int]int // of its objects in the other file
}

// mostLeaf is the longer side of a page that is bound in, in points: 5 m.
const mostLeaf = 14_400

// mostContent bounds what draws a page, unpacked.
const mostContent = 16 << 20

// mostLeaves is how many pages of a file are bound in.
const mostLeaves = 200

// Why a file cannot be bound in: it asks for a password, has too many pages, or is damaged or drawn in a way that this
// reader cannot carry over.
var (
	ErrLocked  = errors.New("a PDF with a password")
	ErrLong    = errors.New("a PDF of too many pages")
	ErrUnbound = errors.New("a PDF whose pages cannot be read")
)

// OpenDocument reads a PDF to be bound. What it refuses is ErrLocked, ErrLong or ErrUnbound.
func OpenDocument(b []byte) (d *Document, err error) {
	defer func() {
		if recover() != nil { // other people's files
			d, err = nil, ErrUnbound
		}
	}()
	f, err := openPDF(b)
	switch {
	case err == nil && !f.open():
		return nil, ErrLocked
	case err != nil:
		return nil, ErrUnbound
	}
	pages, count, broken := f.pages(mostLeaves)
	switch {
	case count == 0 || broken:
		return nil, ErrUnbound
	case count > mostLeaves:
		return nil, ErrLong
	}
	d = &Document{f, pages, map[int]int{}}
	for _, p := range pages {
		if _, ok := f.leaf(p); !ok {
			return nil, ErrUnbound
		}
		if _, err := d.content(p); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// leaf is what a page shows of its plane, and how it is turned.
type leaf struct {
	box  [4]float64
	turn int64 // clockwise, in quarters
}

// rectangle reads four numbers, the lower left corner first.
func (f *pdfFile) rectangle(v any) (b [4]float64, ok bool) {
	a, ok := f.get(v).(pdfArray)
	if !ok || len(a) != 4 {
		return b, false
	}
	for i := range b {
		b[i] = f.number(a[i])
	}
	b = [4]float64{min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])}
	w, h := b[2]-b[0], b[3]-b[1]
	return b, w > 0 && h > 0 && w < mostLeaf && h < mostLeaf && b[0] > -1e6 && b[1] > -1e6 && b[2] < 1e6 && b[3] < 1e6
}

func (f *pdfFile) leaf(page pdfDict) (l leaf, ok bool) {
	if l.box, ok = f.rectangle(page["MediaBox"]); !ok {
		return l, false
	}
	if c, ok := f.rectangle(page["CropBox"]); ok {
		c = [4]float64{max(c[0], l.box[0]), max(c[1], l.box[1]), min(c[2], l.box[2]), min(c[3], l.box[3])}
		if c[2] > c[0] && c[3] > c[1] {
			l.box = c
		}
	}
	l.turn = (int64(f.number(page["Rotate"]))/90%4 + 4) % 4
	return l, l.box[2]-l.box[0] >= 10 && l.box[3]-l.box[1] >= 10
}

// Sizes are the width and the height of each page, upright, in mm.
func (d *Document) Sizes() (out [][2]float64) {
	for _, p := range d.pages {
		l, _ := d.f.leaf(p)
		const mm = 25.4 / 72
		s := [2]float64{(l.box[2] - l.box[0]) * mm, (l.box[3] - l.box[1]) * mm}
		if l.turn%2 == 1 {
			s[0], s[1] = s[1], s[0]
		}
		out = append(out, s)
	}
	return out
}

// square is the matrix that makes of what a page shows, upright, the square from 0 to 1.
func (l leaf) square() matrix {
	w, h := l.box[2]-l.box[0], l.box[3]-l.box[1]
	m := matrix{1 / w, 0, 0, 1 / h, -l.box[0] / w, -l.box[1] / h}
	return m.times([...]matrix{{1, 0, 0, 1, 0, 0}, {0, -1, 1, 0, 0, 1}, {-1, 0, 0, -1, 1, 1}, {0, 1, -1, 0, 1, 0}}[l.turn])
}

// Form writes a page as objects of another file, which draw it into the square from 0 to 1, and gives the one to draw.
// number gives a new object's number; put takes its text.
func (d *Document) Form(page int, number func() int, put func(n int, text []byte)) (n int, err error) {
	defer func() {
		if recover() != nil {
			n, err = 0, ErrUnbound
		}
	}()
	p := d.pages[page]
	l, _ := d.f.leaf(p)
	content, err := d.content(p)
	if err != nil {
		return 0, err
	}
	b := &bound{d: d, number: number, put: put}
	box := pdfArray{figure(l.box[0]), figure(l.box[1]), figure(l.box[2]), figure(l.box[3])}
	content.dict["Type"], content.dict["Subtype"], content.dict["BBox"] = pdfName("XObject"), pdfName("Form"), box
	if content.dict["Resources"] = p["Resources"]; p["Resources"] == nil {
		content.dict["Resources"] = pdfDict{}
	}
	if p["Group"] != nil {
		content.dict["Group"] = p["Group"]
	}
	inner := pdfDict{"C": ours(b.add(content))}
	draw := []byte("q /C Do Q\n")
	for i, a := range d.appearances(p) {
		name := pdfName("A" + strconv.Itoa(i))
		inner[name] = ours(b.add(a.form))
		draw = fmt.Appendf(draw, "q %s %s %s %s %s %s cm /%s Do Q\n", figure(a.at[0]), figure(a.at[1]), figure(a.at[2]),
			figure(a.at[3]), figure(a.at[4]), figure(a.at[5]), name)
	}
	m := pdfArray{}
	for _, v := range l.square() {
		m = append(m, figure(v))
	}
	n = b.add(&pdfStream{pdfDict{"Type": pdfName("XObject"), "Subtype": pdfName("Form"), "BBox": box, "Matrix": m,
		"Resources": pdfDict{"XObject": inner}}, draw})
	b.rest()
	return n, nil
}

// figure writes a number as a PDF has it.
func figure(v float64) pdfWord { return pdfWord(strconv.FormatFloat(v, 'f', -1, 64)) }

// ours is a reference to an object of the other file, which is not numbered again.
func ours(n int) pdfWord { return pdfWord(strconv.Itoa(n) + " 0 R") }

// content is what a page draws: its one stream as it is, several joined.
func (d *Document) content(page pdfDict) (*pdfStream, error) {
	parts, ok := d.f.get(page["Contents"]).(pdfArray)
	if !ok {
		parts = pdfArray{page["Contents"]}
	}
	var list []*pdfStream
	for _, v := range parts {
		if s, ok := d.f.get(v).(*pdfStream); ok {
			list = append(list, s)
		}
	}
	if len(list) == 1 {
		out := pdfDict{}
		for _, k := range []pdfName{"Filter", "DecodeParms"} {
			if v := list[0].dict[k]; v != nil {
				out[k] = v
			}
		}
		return &pdfStream{out, list[0].raw}, nil
	}
	var all []byte
	for _, s := range list {
		b, err := d.f.decoded(s, mostContent-int64(len(all)))
		if err != nil {
			return nil, ErrUnbound
		}
		all = append(append(all, b...), '\n')
	}
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	if _, err := z.Write(all); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return &pdfStream{pdfDict{"Filter": pdfName("FlateDecode")}, out.Bytes()}, nil
}

// appearance is how a signature, a seal or a note looks, and where.
type appearance struct {
	form *pdfStream
	at   matrix
}

const mostAppearances = 500

// appearances are those of a page that are to be seen.
func (d *Document) appearances(page pdfDict) (out []appearance) {
	f := d.f
	list, _ := f.get(page["Annots"]).(pdfArray)
	for _, v := range list {
		a := f.dict(v)
		kind, flags := f.get(a["Subtype"]), max(whole64(f.get(a["F"])), 0)
		const hidden, noView = 1 << 1, 1 << 5
		if kind == pdfName("Popup") || kind == pdfName("Link") || flags&(hidden|noView) != 0 || len(out) == mostAppearances {
			continue
		}
		look := f.get(f.dict(a["AP"])["N"])
		if states, ok := look.(pdfDict); ok {
			name, _ := f.get(a["AS"]).(pdfName)
			look = f.get(states[name])
		}
		s, ok := look.(*pdfStream)
		rect, ok2 := f.rectangle(a["Rect"])
		if !ok || !ok2 {
			continue
		}
		if at, ok := f.place(s, rect); ok {
			form := maps.Clone(s.dict)
			form["Type"], form["Subtype"] = pdfName("XObject"), pdfName("Form")
			out = append(out, appearance{&pdfStream{form, s.raw}, at})
		}
	}
	return out
}

// place is how a form comes to lie in a rectangle.
func (f *pdfFile) place(s *pdfStream, rect [4]float64) (matrix, bool) {
	box, ok := f.rectangle(s.dict["BBox"])
	if !ok {
		return matrix{}, false
	}
	m := matrix{1, 0, 0, 1, 0, 0}
	if a, ok := f.get(s.dict["Matrix"]).(pdfArray); ok && len(a) == 6 {
		for i := range m {
			m[i] = f.number(a[i])
		}
	}
	lo, hi := [2]float64{1e9, 1e9}, [2]float64{-1e9, -1e9}
	for _, x := range []float64{box[0], box[2]} {
		for _, y := range []float64{box[1], box[3]} {
			p := m.at(x, y)
			for i := range p {
				lo[i], hi[i] = min(lo[i], p[i]), max(hi[i], p[i])
			}
		}
	}
	w, h := hi[0]-lo[0], hi[1]-lo[1]
	if !(w > 1e-6 && h > 1e-6) {
		return matrix{}, false
	}
	sx, sy := (rect[2]-rect[0])/w, (rect[3]-rect[1])/h
	return matrix{sx, 0, 0, sy, rect[0] - lo[0]*sx, rect[1] - lo[1]*sy}, true
}

// bound are objects on their way into another file.
type bound struct {
	d      *Document
	number func() int
	put    func(n int, text []byte)
	queue  []int
	text   bytes.Buffer
}

func (b *bound) renumber(r pdfRef) pdfRef {
	if b.d.number[r[0]] == 0 {
		b.d.number[r[0]] = b.number()
		b.queue = append(b.queue, r[0])
	}
	return pdfRef{b.d.number[r[0]], 0}
}

// add writes an object that is not one of the file's own.
func (b *bound) add(v any) int {
	n := b.number()
	b.text.Reset()
	writePDF(&b.text, v, b.renumber, 0)
	b.put(n, b.text.Bytes())
	return n
}

// rest writes all that was referred to, each once for all pages of the file.
func (b *bound) rest() {
	for i := 0; i < len(b.queue); i++ {
		b.text.Reset()
		v := b.d.f.objects[b.queue[i]]
		if p, ok := v.(pdfDict); ok && (p["Type"] == pdfName("Page") || p["Type"] == pdfName("Catalog") ||
			p["Type"] == pdfName("Pages")) {
			v = nil // only what a page draws, not the file around it
		}
		writePDF(&b.text, v, b.renumber, 0)
		b.put(b.d.number[b.queue[i]], b.text.Bytes())
	}
}
