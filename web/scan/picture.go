package scan

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	_ "image/png" // scans come as PNG too
	"slices"
	"strings"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"huiyin/huiyin"
)

// pictureKinds are the media types of pictures that are read.
var pictureKinds = []string{"image/jpeg", "image/png", "image/heic", "image/heif", "image/webp", "image/tiff",
	"image/bmp", "image/heic-sequence", "image/heif-sequence"}

// Picture is one that was made fit to be shown and printed: upright, of one format, without what its camera noted.
type Picture struct {
	JPEG          []byte
	Width, Height int
}

// readPictures reads a picture, or each page of a TIFF.
func (r *Reader) readPictures(kind string, b []byte, from int, tell func(step) error) error {
	var pages []int64
	if kind == "image/tiff" {
		b = slices.Clone(b)
		pages = tiffPages(b)
	}
	count := max(1, len(pages))
	if count > MostSheets {
		return huiyin.Invalid("file", errMany, MostSheets, count)
	}
	for i := from; i < count; i++ {
		if count > 1 {
			toTIFFPage(b, pages[i])
		}
		img, o, err := r.decode(kind, b)
		if err != nil {
			return err
		}
		g := grayOf(img)
		s := Sheet{}
		if count > 1 { // of several pages none may be kept as the whole file
			if s.Page, err = picturePDF(upright(shrunk(img, longSide), o)); err != nil {
				return err
			}
		}
		img = nil
		if err := tell(step{Begun: true, Page: s.Page, Last: i == count-1}); err != nil {
			return err
		}
		s.Codes, s.Thumb = g.codes(), g.turned(o).small()
		if err := tell(step{Sheet: &s}); err != nil {
			return err
		}
	}
	return nil
}

// Picture makes a picture of at most so many pixels on its longer side. What it refuses is huiyin.KindInvalid.
func (r *Reader) Picture(kind string, b []byte, most int) (p *Picture, err error) {
	defer func() {
		if recover() != nil { // the decoders of other people's formats
			p, err = nil, errDamaged
		}
	}()
	if err := r.warm(kind); err != nil {
		return nil, err
	}
	img, o, err := r.decode(kind, b)
	if err != nil {
		return nil, err
	}
	small := upright(shrunk(img, most), o)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: 80}); err != nil {
		return nil, err
	}
	return &Picture{out.Bytes(), small.Rect.Dx(), small.Rect.Dy()}, nil
}

// decode decodes a picture whose size was looked at first, and tells how its camera was held.
func (r *Reader) decode(kind string, b []byte) (image.Image, int, error) {
	if strings.HasPrefix(kind, "image/hei") {
		img, err := r.heif.decode(b) // which turns it itself
		return img, 1, err
	}
	img, err := Decode(b)
	return img, orientation(b), err
}

// Decode decodes a JPEG, PNG, WebP, TIFF or BMP whose size was looked at first, so that none takes the memory away.
func Decode(b []byte) (image.Image, error) {
	c, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, errDamaged
	}
	if err := fits(int64(c.Width), int64(c.Height), depth(c, format, b)); err != nil {
		return nil, err
	}
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, errDamaged
	}
	return img, nil
}

// fits refuses a picture of too many pixels of so many bytes each.
func fits(w, h, depth int64) error {
	if w < 1 || h < 1 || w > mostPixels || h > mostPixels {
		return errDamaged
	}
	if need := w * h * depth; need > mostPixelBytes || w*h > mostPixels {
		return huiyin.Invalid("file", errLarge, (max(need, w*h*5)+1<<20-1)>>20, mostPixelBytes>>20)
	}
	return nil
}

// depth is how many bytes a decoder takes for a pixel.
func depth(c image.Config, format string, b []byte) int64 {
	switch format {
	case "jpeg":
		parts, found := int64(4), false
		markers(b, func(m byte, d []byte) bool {
			if m != 0xC2 || len(d) < 6 { // progressive: all coefficients are held, four bytes each
				return false
			}
			found, parts = true, int64(d[5])
			if parts == 3 && len(d) >= 9 && d[7] == 0x22 {
				parts = 2 // colours at half the width and height: 1.5
			}
			return true
		})
		if found {
			return parts * 5
		}
		return 4
	case "webp":
		return 8
	}
	if is16(c) {
		return 8
	}
	return 4
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

// orientation reads how a camera was held, from 1 for upright to 8, from what it noted in the file.
func orientation(b []byte) (o int) {
	o = 1
	note := func(tiff []byte) {
		if at, order, ok := tiffStart(tiff); ok {
			o = tiffTurn(tiff, at, order)
		}
	}
	switch {
	case bytes.HasPrefix(b, []byte("\xFF\xD8")):
		markers(b, func(m byte, d []byte) bool {
			tiff, ok := bytes.CutPrefix(d, []byte("Exif\x00\x00"))
			if m != 0xE1 || !ok {
				return false
			}
			note(tiff)
			return true
		})
	case bytes.HasPrefix(b, []byte("RIFF")):
		note(chunk(b, 12, "EXIF", binary.LittleEndian, false))
	case bytes.HasPrefix(b, []byte("\x89PNG")):
		note(chunk(b, 8, "eXIf", binary.BigEndian, true))
	default:
		note(b)
	}
	return o
}

// chunk finds a part of a file that is made of named ones: RIFF has the name before the length, PNG behind it.
func chunk(b []byte, at int, name string, order binary.ByteOrder, png bool) []byte {
	for at+8 <= len(b) {
		called, size := b[at:at+4], order.Uint32(b[at+4:])
		more := int64(size) + int64(size)%2
		if png {
			called, size = b[at+4:at+8], order.Uint32(b[at:])
			more = int64(size) + 4
		}
		if int64(size) > int64(len(b)-at-8) {
			return nil
		}
		if string(called) == name {
			return bytes.TrimPrefix(b[at+8:at+8+int(size)], []byte("Exif\x00\x00"))
		}
		if more > int64(len(b)-at-8) {
			return nil
		}
		at += 8 + int(more)
	}
	return nil
}

// upright turns a picture as the camera says that made it.
func upright(m *image.RGBA, o int) *image.RGBA {
	if o == 1 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if o >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := turnedFrom(x, y, m.Rect.Dx(), m.Rect.Dy(), o)
			copy(out.Pix[out.PixOffset(x, y):][:4], m.Pix[m.PixOffset(sx, sy):][:4])
		}
	}
	return out
}

// Upright turns a picture as the camera says that made its file.
func Upright(m *image.RGBA, file []byte) *image.RGBA { return upright(m, orientation(file)) }
