// Package scan reads scanned and photographed papers: PDF and pictures, and the codes of the papers on them (rule F6).
package scan

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/png" // scans come as PNG too

	"huiyin/huiyin"
)

// Limits of what is read, so that no file takes the memory or the processor away from everyone else.
const (
	MostSheets     = 60       // pages of one upload
	MostBytes      = 60 << 20 // of one file
	mostPixels     = 50_000_000
	mostPixelBytes = 200 << 20 // of one picture as it is decoded
	mostPictures   = 8         // looked at on one page of a PDF
)

// Sheet is one page as it was read: the texts of the papers' codes on it, and a small picture.
type Sheet struct {
	Codes []huiyin.PaperCode
	Thumb []byte // JPEG, nil where the page holds no picture
	Page  []byte // the page alone as PDF, nil where it is the whole file
}

// What is refused of a file: its kind, its size in bytes or in pixels, and what cannot be opened.
var (
	ErrKind      = huiyin.Invalid("file", "只能上传 PDF、JPEG 或 PNG 文件。")
	ErrHeavy     = huiyin.Invalid("file", "文件太大，每个最多 %d MB。", MostBytes>>20)
	ErrTooDetail = huiyin.Invalid("file", "图片太大，最多 5000 万像素。")
	errDamaged   = huiyin.Invalid("file", "文件已损坏，无法打开。")
	errEncrypted = huiyin.Invalid("file", "文件有密码保护，请去掉密码后再上传。")
)

// Read reads the pages of a file of a media type and hands each on in its order. What it refuses is
// huiyin.KindInvalid; an error of each ends it.
func Read(kind string, b []byte, each func(Sheet) error) (err error) {
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
	return ErrKind
}

func readPicture(b []byte) (Sheet, error) {
	g, err := decodeGray(b)
	if err != nil {
		return Sheet{}, err
	}
	return Sheet{Codes: g.codes(), Thumb: g.turned(orientation(b)).small()}, nil
}

// decodeGray decodes a picture whose size was looked at first.
func decodeGray(b []byte) (*gray, error) {
	img, err := Picture(b)
	if err != nil {
		return nil, err
	}
	return grayOf(img), nil
}

// Picture decodes a JPEG or PNG whose size was looked at first, so that none takes the memory away: ErrTooDetail says
// that it has too many pixels.
func Picture(b []byte) (image.Image, error) {
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
	if pixels := int64(c.Width) * int64(c.Height); c.Width < 1 || c.Height < 1 || pixels > mostPixels ||
		pixels*depth > mostPixelBytes {
		return nil, ErrTooDetail
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
