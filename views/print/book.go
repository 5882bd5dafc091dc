package print

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"image/png"
	"io"
	"slices"
	"strconv"
	"time"

	"huiyin/huiyin"
)

// Book writes many papers as one file, each page as soon as it is drawn: what it keeps in memory is which
// characters were used, for one font at the end, and where in the file the objects lie. The same papers,
// title and time give the same bytes.
type Book struct {
	w       io.Writer
	title   string
	at      time.Time
	size    int64
	objects []int64 // where object i+1 begins, 0 for one to come
	pages   []int
	shown   map[*Picture]int
	logos   map[string]int // by the PNG
	chars   *charset
	codes   []byte // of the text being written
	stream  bytes.Buffer
	packed  bytes.Buffer
	zip     *zlib.Writer
	marks   []bookmark
	err     error
	tags    structure
	sum     hash.Hash // of what has been written
}

// bookmark is a part of a book and the page on which it begins, from 0.
type bookmark struct {
	title string
	page  int
}

// The objects that every book begins with.
const (
	bookCatalog = 1 + iota
	bookPages
	bookFont
	bookInfo
	bookFirst
)

// NewBook begins a file.
func NewBook(w io.Writer, title string, at time.Time) *Book {
	b := &Book{w: w, title: title, at: at, objects: make([]int64, bookFirst-1), chars: newCharset(1, 1),
		shown: map[*Picture]int{}, logos: map[string]int{}, sum: sha256.New()}
	b.zip = zlib.NewWriter(&b.packed)
	b.write(archiveHead)
	return b
}

// Paper writes a paper about one complaint with its own numbers of pages and its own codes, as it is
// printed alone.
func (b *Book) Paper(write func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error, s Stamp, c *huiyin.Complaint,
	org *huiyin.Org) error {
	return write(b.binder(), s, c, org)
}

// binder takes papers into the book, each with its own numbers of pages.
func (b *Book) binder() *binder {
	return &binder{bind: func(p *sheet) error {
		if err := p.complete(); err != nil {
			return err
		}
		b.add(&p.canvas)
		return b.err
	}}
}

// binder stands where a paper would be written to, and gets it as it was set.
type binder struct{ bind func(*sheet) error }

func (*binder) Write([]byte) (int, error) { return 0, errors.New("a paper that cannot be bound") }

func (b *Book) write(s string) { b.put([]byte(s)) }

func (b *Book) put(p []byte) {
	if b.err != nil {
		return
	}
	b.sum.Write(p)
	n, err := b.w.Write(p)
	b.size, b.err = b.size+int64(n), err
}

// number keeps a number for an object to come.
func (b *Book) number() int {
	b.objects = append(b.objects, 0)
	return len(b.objects)
}

// whole writes an object that somebody else has put into words.
func (b *Book) whole(n int, text []byte) {
	b.object(n)
	b.put(text)
	b.write("\nendobj\n")
}

// object begins an object, a new one for 0, and gives its number.
func (b *Book) object(n int) int {
	if n == 0 {
		n = b.number()
	}
	b.objects[n-1] = b.size
	b.write(strconv.Itoa(n) + " 0 obj\n")
	return n
}

// contents writes an object with a stream; dict says more about it.
func (b *Book) contents(dict string, data []byte) int {
	n := b.object(0)
	b.write(fmt.Sprintf("<<%s/Length %d>>\nstream\n", dict, len(data)))
	b.put(data)
	b.write("\nendstream\nendobj\n")
	return n
}

// pack compresses a stream. What it gives is valid until the next.
func (b *Book) pack(data []byte) []byte {
	b.packed.Reset()
	b.zip.Reset(&b.packed)
	_, err := b.zip.Write(data)
	if err = errors.Join(err, b.zip.Close()); err != nil && b.err == nil { // a buffer takes everything
		b.err = err
	}
	return b.packed.Bytes()
}

const flate = "/Filter/FlateDecode"

// add writes the recorded pages.
func (b *Book) add(c *canvas) {
	base := b.tags.take(c)
	for _, page := range c.pages {
		pictures := ""
		for _, o := range page {
			if o.kind == opPicture {
				n := b.pictureOf(o)
				pictures += fmt.Sprintf("/P%d %d 0 R", n, n)
			}
		}
		at := len(b.pages)
		b.draw(c, base, page)
		drawn := b.contents(flate, b.pack(b.stream.Bytes()))
		if pictures != "" {
			pictures = "/XObject<<" + pictures + ">>"
		}
		n := b.object(0)
		b.write(fmt.Sprintf("<</Type/Page/StructParents %d/Tabs/S/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Resources"+
			"<</Font<</F %d 0 R>>%s>>/Contents %d 0 R>>\nendobj\n",
			at, bookPages, c.width*pointsPerMM, c.height*pointsPerMM, bookFont, pictures, drawn))
		b.pages = append(b.pages, n)
	}
}

// picture writes a picture once and gives its object.
func (b *Book) picture(p *Picture) int {
	if b.shown[p] == 0 {
		b.shown[p] = b.contents(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height "+
			"%d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode", p.Width, p.Height), p.JPEG)
	}
	return b.shown[p]
}

// pictureOf writes the picture of a mark once, and gives its object.
func (b *Book) pictureOf(o op) int {
	switch {
	case o.draw != nil:
		return o.draw(b)
	case o.picture != nil:
		return b.picture(o.picture)
	}
	key := string(o.png)
	if b.logos[key] == 0 {
		img, err := png.Decode(bytes.NewReader(o.png))
		if err != nil && b.err == nil {
			b.err = fmt.Errorf("logo: %w", err)
		}
		if b.err != nil {
			return 0
		}
		size := img.Bounds()
		rgb := make([]byte, 0, 3*size.Dx()*size.Dy())
		for y := size.Min.Y; y < size.Max.Y; y++ {
			for x := size.Min.X; x < size.Max.X; x++ {
				r, g, b, _ := img.At(x, y).RGBA()
				rgb = append(rgb, byte(r>>8), byte(g>>8), byte(b>>8))
			}
		}
		b.logos[key] = b.contents(flate+
			fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8",
				size.Dx(), size.Dy()), b.pack(rgb))
	}
	return b.logos[key]
}

// draw writes the marks of a page into the stream.
func (b *Book) draw(c *canvas, base int, page []op) {
	out := &b.stream
	out.Reset()
	numbers := func(verb string, values ...float64) {
		for _, v := range values {
			out.Write(strconv.AppendFloat(out.AvailableBuffer(), v, 'f', 2, 64))
			out.WriteByte(' ')
		}
		out.WriteString(verb)
		out.WriteByte('\n')
	}
	x := func(mm float64) float64 { return mm * pointsPerMM }
	y := func(mm float64) float64 { return (c.height - mm) * pointsPerMM }
	pen := 0.0
	b.tags.page(base, page, func(s string) { out.WriteString(s) }, func(o op) {
		switch o.kind {
		case opText:
			out.WriteString("BT /F ")
			numbers("Tf", o.size)
			numbers("Td", x(o.x1), y(o.y1))
			fmt.Fprintf(out, "<%X> Tj ET\n", b.encode(o.text, o.bold))
		case opLine, opBox:
			if o.size != pen {
				numbers("w", o.size)
				pen = o.size
			}
			if o.kind == opLine {
				numbers("m", x(o.x1), y(o.y1))
				numbers("l S", x(o.x2), y(o.y2))
			} else {
				numbers("re S", x(o.x1), y(o.y2), x(o.x2-o.x1), x(o.y2-o.y1))
			}
		case opQR:
			out.WriteString(o.text)
			out.WriteByte('\n')
		case opPicture:
			out.WriteString("q ")
			numbers("cm", x(o.x2-o.x1), 0, 0, x(o.y2-o.y1), x(o.x1), y(o.y2))
			fmt.Fprintf(out, "/P%d Do Q\n", b.pictureOf(o))
		}
	})
}

// encode writes a text in the codes of the book's font, which are the numbers of its glyphs.
func (b *Book) encode(text string, heavy bool) []byte {
	b.codes = b.codes[:0]
	for _, r := range text {
		b.chars.add(char{r, heavy})
		code := b.chars.code[char{r, heavy}]
		b.codes = append(b.codes, byte(code>>8), byte(code))
	}
	return b.codes
}

// Pages is how many have been written.
func (b *Book) Pages() int { return len(b.pages) }

// Close writes the font and what tells where everything lies.
func (b *Book) Close() error {
	b.font()
	b.object(bookPages)
	b.write("<</Type/Pages/Kids[")
	for part := range slices.Chunk(b.pages, 100) {
		for _, n := range part {
			b.write(strconv.Itoa(n) + " 0 R ")
		}
	}
	b.write(fmt.Sprintf("]/Count %d>>\nendobj\n", len(b.pages)))
	outline := b.outline()
	tree := b.tags.objects(b.number, func(n int, text string) { b.whole(n, []byte(text)) }, b.pages)
	about := archived(b.contents, b.title, b.at, tree)
	b.object(bookCatalog)
	b.write(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R%s%s>>\nendobj\n", bookPages, outline, about))
	b.object(bookInfo)
	day := pdfDay(b.at)
	b.write(fmt.Sprintf("<</Title<FEFF%X>/Producer(%s)/CreationDate(D:%s)/ModDate(D:%s)>>\nendobj\n",
		unicode16(b.title), producer, day, day))
	id := identity(b.sum.Sum(nil))
	at := b.size
	b.write(fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(b.objects)+1))
	for _, o := range b.objects {
		b.write(fmt.Sprintf("%010d 00000 n \n", o))
	}
	b.write(fmt.Sprintf("trailer\n<</Size %d/Root %d 0 R/Info %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n",
		len(b.objects)+1, bookCatalog, bookInfo, id, at))
	return b.err
}

// mark begins a part that readers find by its title.
func (b *Book) mark(title string) { b.marks = append(b.marks, bookmark{title, len(b.pages)}) }

// outline writes the list of the parts, and gives what the catalogue says of it.
func (b *Book) outline() string {
	if len(b.marks) == 0 {
		return ""
	}
	root := b.number()
	for i, m := range b.marks {
		n := b.object(0)
		beside := ""
		if i > 0 {
			beside = fmt.Sprintf("/Prev %d 0 R", n-1)
		}
		if i < len(b.marks)-1 {
			beside += fmt.Sprintf("/Next %d 0 R", n+1)
		}
		b.write(fmt.Sprintf("<</Title<FEFF%X>/Parent %d 0 R%s/Dest[%d 0 R/Fit]>>\nendobj\n", unicode16(m.title), root,
			beside, b.pages[min(m.page, len(b.pages)-1)]))
	}
	b.object(root)
	b.write(fmt.Sprintf("<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>\nendobj\n", root+1, root+len(b.marks),
		len(b.marks)))
	return fmt.Sprintf("/Outlines %d 0 R/PageMode/UseOutlines", root)
}

func unicode16(s string) (out []byte) {
	for _, r := range s {
		out = append(out, utf16be(r)...)
	}
	return out
}

// font writes one font of all the characters used, in both weights.
func (b *Book) font() {
	f := regular()
	file := b.chars.font()
	data := b.contents(flate+fmt.Sprintf("/Length1 %d", len(file)), b.pack(file))
	means := b.contents(flate, b.pack(b.chars.toUnicode()))
	unit := func(v int) int { return int(int16(v)) * 1000 / f.unitsPerEm }
	head, hhea := f.tables["head"], f.tables["hhea"]
	about := b.object(0)
	b.write(fmt.Sprintf("<</Type/FontDescriptor/FontName/HUIYIN+NotoSansSC/Flags 4/FontBBox[%d %d %d "+
		"%d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight 733/StemV 80/FontFile2 %d 0 R>>\nendobj\n",
		unit(be16(head, 36)), unit(be16(head, 38)), unit(be16(head, 40)), unit(be16(head, 42)), unit(be16(hhea, 4)),
		unit(be16(hhea, 6)), data))
	glyphs := b.object(0)
	b.write(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/HUIYIN+NotoSansSC/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/DW 1000/FontDescriptor %d 0 R/W[1[", about))
	for _, c := range b.chars.used {
		b.write(strconv.Itoa(weight(c.heavy).advance(c.r)) + " ")
	}
	b.write("]]>>\nendobj\n")
	b.object(bookFont)
	b.write(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/HUIYIN+NotoSansSC/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>\nendobj\n", glyphs, means))
}

// Picture is a photograph to be printed: a JPEG of three colours, the right way up.
type Picture struct {
	JPEG          []byte
	Width, Height int // in pixels
}
