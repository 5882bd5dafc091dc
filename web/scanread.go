package web

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	_ "image/png" // scans come as PNG too
	"math"
	"runtime"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"huiyin/huiyin"
)

// Limits of what is read, so that no file takes the memory or the processor away from everyone else.
const (
	mostSheets     = 60       // pages of one upload
	mostScanBytes  = 60 << 20 // of one file
	mostPixels     = 50_000_000
	mostPixelBytes = 200 << 20 // of one picture as it is decoded
	mostPictures   = 8         // looked at on one page of a PDF
)

// readers lets two files be read at once, where there are processors for it beside the pages; a decoded
// picture may take mostPixelBytes.
var readers = make(chan struct{}, max(1, min(2, runtime.NumCPU()/2)))

// scanSheet is one page as it was read: the texts of the papers' codes on it, and a small picture.
type scanSheet struct {
	codes []huiyin.PaperCode
	thumb []byte // JPEG, nil where the page holds no picture
	page  []byte // the page alone as PDF, nil where it is the whole file
}

var (
	errNoScan    = huiyin.Invalid("file", "只能上传 PDF、JPEG 或 PNG 文件。")
	errDamaged   = huiyin.Invalid("file", "文件已损坏，无法打开。")
	errTooDetail = huiyin.Invalid("file", "图片太大，最多 5000 万像素。")
	errEncrypted = huiyin.Invalid("file", "文件有密码保护，请去掉密码后再上传。")
	errHeavy     = huiyin.Invalid("file", "文件太大，每个最多 %d MB。", mostScanBytes>>20)
)

// readScan reads the pages of a file of a media type. What it refuses is huiyin.KindInvalid.
func readScan(kind string, b []byte, each func(scanSheet) error) (err error) {
	defer func() {
		if recover() != nil { // the readers of other people's formats
			err = errDamaged
		}
	}()
	switch kind {
	case "image/jpeg", "image/png":
		s, err := readPicture(b)
		if err != nil {
			return err
		}
		return each(s)
	case "application/pdf":
		return readPDF(b, each)
	}
	return errNoScan
}

func readPicture(b []byte) (scanSheet, error) {
	g, err := decodeGray(b)
	if err != nil {
		return scanSheet{}, err
	}
	return scanSheet{codes: g.codes(), thumb: g.turned(orientation(b)).small()}, nil
}

// decodeGray decodes a picture whose size was looked at first.
func decodeGray(b []byte) (*gray, error) {
	img, err := decodePicture(b)
	if err != nil {
		return nil, err
	}
	return grayOf(img), nil
}

func decodePicture(b []byte) (image.Image, error) {
	c, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, errDamaged
	}
	depth := int64(4)
	switch {
	case format == "jpeg" && progressive(b):
		depth = 16 // the decoder holds all coefficients
	case format == "png" && is16(c):
		depth = 8
	}
	if pixels := int64(c.Width) * int64(c.Height); c.Width < 1 || c.Height < 1 || pixels > mostPixels || pixels*depth > mostPixelBytes {
		return nil, errTooDetail
	}
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, errDamaged
	}
	return img, nil
}

func is16(c image.Config) bool {
	_, _, _, a := c.ColorModel.Convert(deep{}).RGBA()
	return a != 0xFFFF && a&0xFF != a>>8
}

// deep is a colour that 8 bits cannot hold.
type deep struct{}

func (deep) RGBA() (r, g, b, a uint32) { return 0x1234, 0x1234, 0x1234, 0xABCD }

// markers walks the segments of a JPEG up to its first picture data.
func markers(b []byte, see func(marker byte, data []byte) bool) {
	for i := 2; i+4 <= len(b) && b[i] == 0xFF; {
		m, n := b[i+1], int(binary.BigEndian.Uint16(b[i+2:]))
		if m == 0xFF { // filler
			i++
			continue
		}
		if n < 2 || i+2+n > len(b) || see(m, b[i+4:i+2+n]) || m == 0xDA {
			return
		}
		i += 2 + n
	}
}

func progressive(b []byte) (found bool) {
	markers(b, func(m byte, _ []byte) bool { found = m == 0xC2; return found })
	return found
}

// orientation reads how a camera was held from a JPEG's EXIF, 1 for upright.
func orientation(b []byte) (o int) {
	o = 1
	markers(b, func(m byte, d []byte) bool {
		tiff, ok := bytes.CutPrefix(d, []byte("Exif\x00\x00"))
		if m != 0xE1 || !ok || len(tiff) < 8 {
			return false
		}
		var order binary.ByteOrder = binary.LittleEndian
		if tiff[0] == 'M' {
			order = binary.BigEndian
		}
		at := int64(order.Uint32(tiff[4:]))
		if at+2 > int64(len(tiff)) {
			return true
		}
		for i, n := int64(0), int64(order.Uint16(tiff[at:])); i < n; i++ {
			e := at + 2 + 12*i
			if e+12 > int64(len(tiff)) {
				return true
			}
			if order.Uint16(tiff[e:]) == 0x0112 {
				if v := int(order.Uint16(tiff[e+8:])); v >= 1 && v <= 8 {
					o = v
				}
				return true
			}
		}
		return true
	})
	return o
}

// leastSide is the shorter side, in pixels, below which a picture on a page is no scan.
const leastSide = 120

// gray is a picture in shades of grey.
type gray struct {
	w, h int
	pix  []byte
}

func newGray(w, h int) *gray { return &gray{w, h, make([]byte, w*h)} }

func luma(r, g, b byte) byte { return byte((299*int(r) + 587*int(g) + 114*int(b)) / 1000) }

func grayOf(img image.Image) *gray {
	b := img.Bounds()
	g := newGray(b.Dx(), b.Dy())
	for y := range g.h {
		dst := g.pix[y*g.w : (y+1)*g.w]
		switch m := img.(type) {
		case *image.YCbCr:
			copy(dst, m.Y[m.YOffset(b.Min.X, b.Min.Y+y):])
		case *image.Gray:
			copy(dst, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):])
		case *image.RGBA:
			src := m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range dst {
				dst[x] = luma(src[4*x], src[4*x+1], src[4*x+2])
			}
		case *image.NRGBA:
			src := m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range dst {
				dst[x] = 255 - byte(int(255-luma(src[4*x], src[4*x+1], src[4*x+2]))*int(src[4*x+3])/255)
			}
		default:
			for x := range dst {
				r, gr, bl, _ := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
				dst[x] = luma(byte(r>>8), byte(gr>>8), byte(bl>>8))
			}
		}
	}
	return g
}

// crop is a part of the picture.
func (g *gray) crop(x, y, w, h int) *gray {
	out := newGray(w, h)
	for i := range h {
		copy(out.pix[i*w:(i+1)*w], g.pix[(y+i)*g.w+x:])
	}
	return out
}

// scaled makes the longer side so long: smaller by the mean of what falls together, larger between neighbours.
func (g *gray) scaled(long int) *gray {
	f := float64(long) / float64(max(g.w, g.h))
	w, h := max(1, int(math.Round(float64(g.w)*f))), max(1, int(math.Round(float64(g.h)*f)))
	if w == g.w && h == g.h {
		return g
	}
	out := newGray(w, h)
	if f > 1 {
		for y := range h {
			for x := range w {
				out.pix[y*w+x] = g.at((float64(x)+0.5)/f-0.5, (float64(y)+0.5)/f-0.5)
			}
		}
		return out
	}
	from := func(i, n, all int) int { return i * all / n }
	sums := make([]uint32, w)
	for y := range h {
		clear(sums)
		y0, y1 := from(y, h, g.h), max(from(y+1, h, g.h), from(y, h, g.h)+1)
		for yy := y0; yy < y1; yy++ {
			row := g.pix[yy*g.w : (yy+1)*g.w]
			for x := range w {
				sum := uint32(0)
				for xx := from(x, w, g.w); xx < max(from(x+1, w, g.w), from(x, w, g.w)+1); xx++ {
					sum += uint32(row[xx])
				}
				sums[x] += sum
			}
		}
		for x := range w {
			n := max(from(x+1, w, g.w)-from(x, w, g.w), 1) * (y1 - y0)
			out.pix[y*w+x] = byte(sums[x] / uint32(n))
		}
	}
	return out
}

// at is the shade between four pixels.
func (g *gray) at(x, y float64) byte {
	x, y = min(max(x, 0), float64(g.w-1)), min(max(y, 0), float64(g.h-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, g.w-1), min(y0+1, g.h-1)
	fx, fy := x-float64(x0), y-float64(y0)
	p := func(x, y int) float64 { return float64(g.pix[y*g.w+x]) }
	return byte(p(x0, y0)*(1-fx)*(1-fy) + p(x1, y0)*fx*(1-fy) + p(x0, y1)*(1-fx)*fy + p(x1, y1)*fx*fy)
}

// blurred is the mean of nine; sharpened goes as far the other way.
func (g *gray) blurred() *gray {
	out := newGray(g.w, g.h)
	copy(out.pix, g.pix)
	for y := 1; y < g.h-1; y++ {
		for x := 1; x < g.w-1; x++ {
			i, sum := y*g.w+x, 0
			for _, j := range [...]int{i - g.w, i, i + g.w} {
				sum += int(g.pix[j-1]) + int(g.pix[j]) + int(g.pix[j+1])
			}
			out.pix[i] = byte(sum / 9)
		}
	}
	return out
}

func (g *gray) sharpened() *gray {
	out := g.blurred()
	for i, b := range out.pix {
		out.pix[i] = byte(min(max(3*int(g.pix[i])-2*int(b), 0), 255))
	}
	return out
}

// turned puts a picture upright as its camera says.
func (g *gray) turned(o int) *gray {
	if o == 1 {
		return g
	}
	w, h := g.w, g.h
	if o >= 5 {
		w, h = h, w
	}
	out := newGray(w, h)
	for y := range h {
		for x := range w {
			sx, sy := turnedFrom(x, y, g.w, g.h, o)
			out.pix[y*w+x] = g.pix[sy*g.w+sx]
		}
	}
	return out
}

// turnedFrom is where a pixel of the upright picture lies in the one that is w by h as taken.
func turnedFrom(x, y, w, h, o int) (int, int) {
	if o >= 5 {
		x, y = y, x
	}
	if o == 2 || o == 3 || o == 7 || o == 8 {
		x = w - 1 - x
	}
	if o == 3 || o == 4 || o == 6 || o == 7 {
		y = h - 1 - y
	}
	return x, y
}

// thumbSide is the longer side of a small picture: enough to read a paper's number.
const thumbSide = 900

func (g *gray) small() []byte {
	s := g
	if max(g.w, g.h) > thumbSide {
		s = g.scaled(thumbSide)
	}
	var b bytes.Buffer
	if jpeg.Encode(&b, &image.Gray{Pix: s.pix, Stride: s.w, Rect: image.Rect(0, 0, s.w, s.h)}, &jpeg.Options{Quality: 55}) != nil {
		return nil
	}
	return b.Bytes()
}

// try is one way to look for a code.
type try struct {
	long   int     // of the whole, or of the whole that a corner is cut from
	corner int     // 1 to 4, 0 for the whole
	grow   float64 // of a corner, afterwards
	change func(*gray) *gray
	global bool // one threshold for all instead of one by place
}

// tries go from the cheap to the costly; nine of ten photos need the first. A code is square, so that none
// of them has to turn the page: its corner may be any of the four.
var tries = func() []try {
	all := []try{{long: 1600}, {long: 2400}, {long: 1100}}
	for _, t := range []try{{long: 3000, grow: 1}, {long: 3000, grow: 1, global: true}, {long: 2000, grow: 1.6, change: (*gray).sharpened}, {long: 2000, grow: 1, change: (*gray).blurred}, {long: 1400, grow: 2}} {
		for t.corner = 1; t.corner <= 4; t.corner++ {
			all = append(all, t)
		}
	}
	return append(all, try{long: 1600, global: true}, try{long: 1600, change: (*gray).blurred})
}()

// codes finds the papers whose codes are on a page. Once one is found, what it covers is taken out and the
// page is searched once more, so that two papers on one picture do not pass for one.
func (g *gray) codes() []huiyin.PaperCode {
	var found []huiyin.PaperCode
	wholes := map[int]*gray{}
	whole := func(long int) *gray {
		long = min(long, max(g.w, g.h))
		if wholes[long] == nil {
			wholes[long] = g.scaled(long)
		}
		return wholes[long]
	}
	for _, t := range tries {
		w := whole(t.long)
		x, y, part := 0, 0, w
		if t.corner > 0 {
			cw, ch := w.w*45/100, w.h*45/100
			if min(cw, ch) < leastSide {
				continue
			}
			if t.corner%2 == 1 { // the upper right one first
				x = w.w - cw
			}
			if t.corner > 2 {
				y = w.h - ch
			}
			part = w.crop(x, y, cw, ch)
			if t.grow > 1 {
				part = part.scaled(int(float64(max(cw, ch)) * t.grow))
			}
		}
		f := 1.0
		if t.grow > 1 {
			f = t.grow
		}
		for range 3 { // codes of others stand beside ours
			text, box := part.decode(t)
			if text == "" {
				break
			}
			if c, ok := huiyin.ParsePaperCode(text); ok {
				found = merged(found, []huiyin.PaperCode{c})
			}
			if part == w { // kept for other tries
				part = &gray{w.w, w.h, bytes.Clone(w.pix)}
			}
			part.blank(box)
			for i := range box {
				box[i] /= f
			}
			if long, s := whole(1600), float64(max(whole(1600).w, whole(1600).h))/float64(max(w.w, w.h)); len(found) > 0 {
				second := &gray{long.w, long.h, bytes.Clone(long.pix)}
				second.blank([4]float64{(box[0] + float64(x)) * s, (box[1] + float64(y)) * s, (box[2] + float64(x)) * s, (box[3] + float64(y)) * s})
				for range 2 {
					text, box := second.decode(try{})
					if text == "" {
						break
					}
					if c, ok := huiyin.ParsePaperCode(text); ok {
						found = merged(found, []huiyin.PaperCode{c})
					}
					second.blank(box)
				}
				return found
			}
		}
	}
	return found
}

// merged adds codes, each once.
func merged(all, more []huiyin.PaperCode) []huiyin.PaperCode {
next:
	for _, c := range more {
		for _, a := range all {
			if a == c {
				continue next
			}
		}
		all = append(all, c)
	}
	return all
}

// decode looks for one code, and gives its text and the box around it: left, top, right, bottom.
func (g *gray) decode(t try) (text string, box [4]float64) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	src := g
	if t.change != nil {
		src = t.change(g)
	}
	light, err := gozxing.NewPlanarYUVLuminanceSource(src.pix, src.w, src.h, 0, 0, src.w, src.h, false)
	if err != nil {
		return "", box
	}
	var b gozxing.Binarizer = gozxing.NewHybridBinarizer(light)
	if t.global {
		b = gozxing.NewGlobalHistgramBinarizer(light)
	}
	bits, err := gozxing.NewBinaryBitmap(b)
	if err != nil {
		return "", box
	}
	r, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return "", box
	}
	box = [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range r.GetResultPoints() {
		box[0], box[1] = min(box[0], p.GetX()), min(box[1], p.GetY())
		box[2], box[3] = max(box[2], p.GetX()), max(box[3], p.GetY())
	}
	return r.GetText(), box
}

// blank whitens a box and what of the code stands around its corners' middles.
func (g *gray) blank(box [4]float64) {
	side := max(box[2]-box[0], box[3]-box[1]) * 0.35
	for y := max(0, int(box[1]-side)); y < min(g.h, int(box[3]+side)); y++ {
		for x := max(0, int(box[0]-side)); x < min(g.w, int(box[2]+side)); x++ {
			g.pix[y*g.w+x] = 255
		}
	}
}
