package print

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"time"

	// The line of jung-kurt/gofpdf that lives on. A replace would keep the old name in go.mod, but this module imports
	// itself by its own, and go mod tidy refuses one module under two paths.
	gofpdf "codeberg.org/go-pdf/fpdf"
	"github.com/skip2/go-qrcode"

	"huiyin/huiyin"
)

// canvas records what is drawn, page by page, so that the number of pages and the characters used
// are known before the file is written. Lengths are millimetres from the upper left corner, type
// sizes and line widths points.
type canvas struct {
	width, height float64
	pages         [][]op
	elements      []element
	now           int // the element to which what is drawn belongs, 0 for none
}

// op is one mark on a page: a text at its baseline, a line, or a QR code's path.
type op struct {
	kind           opKind
	bold           bool
	size           float64
	x1, y1, x2, y2 float64
	text           string
	tag            int // the element to which it belongs, 0 for decoration
	png            []byte
	picture        *Picture        // in books only
	draw           func(*Book) int // the same: what writes its object and gives it
}

type opKind byte

const (
	opText opKind = iota
	opLine
	opBox // an outlined rectangle
	opQR
	opPicture
)

const (
	pointsPerMM = 72 / 25.4
	hairline    = 0.5
)

func (c *canvas) addPage() { c.pages = append(c.pages, make([]op, 0, 128)) }

func (c *canvas) put(o op) {
	if o.kind == opText || o.kind == opPicture {
		o.tag = c.now
	}
	c.pages[len(c.pages)-1] = append(c.pages[len(c.pages)-1], o)
}

// text sets one cleaned line with its baseline at y.
func (c *canvas) text(x, y, size float64, heavy bool, s string) {
	if s != "" {
		c.put(op{kind: opText, bold: heavy, size: size, x1: x, y1: y, text: s})
	}
}

func (c *canvas) line(x1, y1, x2, y2, width float64) {
	c.put(op{kind: opLine, size: width, x1: x1, y1: y1, x2: x2, y2: y2})
}

func (c *canvas) box(x, y, w, h float64) {
	c.put(op{kind: opBox, size: hairline, x1: x, y1: y, x2: x + w, y2: y + h})
}

// picture sets a PNG in a place: x, y, width, height.
func (c *canvas) picture(data []byte, place [4]float64) {
	c.put(op{kind: opPicture, x1: place[0], y1: place[1], x2: place[0] + place[2], y2: place[1] + place[3], png: data})
}

// codeOf is the code for a text, so that a quarter of it may be lost (level Q), or three tenths (level H) where that
// makes its squares no smaller.
func codeOf(text string) (*qrcode.QRCode, error) {
	code, err := qrcode.New(text, qrcode.High)
	if err != nil {
		return nil, fmt.Errorf("drawing the QR code: %w", err)
	}
	if more, err := qrcode.New(text, qrcode.Highest); err == nil && more.VersionNumber == code.VersionNumber {
		code = more
	}
	code.DisableBorder = true
	return code, nil
}

// largestSquare bounds a code's squares, in mm, so that the four that stay white around it fit into quietZone.
const largestSquare = quietZone / 4.0

// qr draws a code for text, its right upper corner in x and y, at most side mm wide, as one filled path: no seams
// between its squares. A text too long for a code is an error.
func (c *canvas) qr(x, y, side float64, text string) error {
	code, err := codeOf(text)
	if err != nil {
		return err
	}
	bits := code.Bitmap()
	c.squares(x, y, min(side/float64(len(bits)), largestSquare), bits)
	return nil
}

// wallCode draws a code as large as it may be, for phones some steps away.
func (c *canvas) wallCode(x, y, side float64, text string) error {
	code, err := codeOf(text)
	if err != nil {
		return err
	}
	bits := code.Bitmap()
	c.squares(x, y, side/float64(len(bits)), bits)
	return nil
}

// squares draws a code of squares of unit mm as one path.
func (c *canvas) squares(x, y, unit float64, bits [][]bool) {
	left, top := (x-unit*float64(len(bits)))*pointsPerMM, (c.height-y)*pointsPerMM
	unit *= pointsPerMM
	path := make([]byte, 0, 8192)
	number := func(v float64, end byte) {
		path = strconv.AppendFloat(path, v, 'f', 2, 64)
		path = append(path, end)
	}
	for row, line := range bits {
		for from := 0; from < len(line); from++ {
			to := from
			for to < len(line) && line[to] {
				to++
			}
			if to > from {
				number(left+float64(from)*unit, ' ')
				number(top-float64(row+1)*unit, ' ')
				number(float64(to-from)*unit, ' ')
				number(unit, ' ')
				path = append(path, "re\n"...)
				from = to
			}
		}
	}
	c.put(op{kind: opQR, text: string(append(path, 'f'))})
}

// weight returns the face of a weight.
func weight(heavy bool) *face {
	if heavy {
		return bold()
	}
	return regular()
}

// write draws the recorded pages with gofpdf, with one font cut for just the characters used. The same
// pages, title and time give the same bytes.
func (c *canvas) write(w io.Writer, title string, at time.Time) error {
	var tags structure
	base := tags.take(c)
	pdf := gofpdf.NewCustom(&gofpdf.InitType{
		OrientationStr: "P", UnitStr: "mm", Size: gofpdf.SizeType{Wd: c.width, Ht: c.height},
	})
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(at)
	pdf.SetModificationDate(at)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetTitle(title, true)
	pdf.SetProducer(producer, false)

	chars := c.charset()
	if len(chars.used) > 0 {
		pdf.AddUTF8FontFromBytes("noto", "", chars.font())
	}
	pictures := map[string]bool{}
	for _, page := range c.pages {
		pdf.AddPage()
		size, pen := 0.0, 0.0
		tags.page(base, page, func(s string) { pdf.RawWriteStr(s) }, func(o op) {
			switch o.kind {
			case opText:
				if o.size != size {
					pdf.SetFont("noto", "", o.size)
					size = o.size
				}
				pdf.Text(o.x1, o.y1, chars.encode(o.text, o.bold))
			case opLine, opBox:
				if o.size != pen {
					pdf.SetLineWidth(o.size / pointsPerMM)
					pen = o.size
				}
				if o.kind == opLine {
					pdf.Line(o.x1, o.y1, o.x2, o.y2)
				} else {
					pdf.Rect(o.x1, o.y1, o.x2-o.x1, o.y2-o.y1, "D")
				}
			case opQR:
				pdf.RawWriteStr(o.text)
			case opPicture:
				name := huiyin.Digest(string(o.png))
				if !pictures[name] {
					pdf.RegisterImageOptionsReader(name, gofpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(o.png))
					pictures[name] = true
				}
				pdf.ImageOptions(name, o.x1, o.y1, o.x2-o.x1, o.y2-o.y1, false, gofpdf.ImageOptions{}, 0, "")
			}
		})
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return err
	}
	file := out.Bytes()
	if len(chars.used) > 0 {
		file = withUnicode(file, chars.toUnicode())
	}
	file, err := forArchive(file, title, at, &tags)
	if err != nil {
		return err
	}
	_, err = w.Write(file)
	return err
}
