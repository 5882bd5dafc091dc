// Package scantest makes pages as scanners and cameras send them, for tests.
package scantest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"

	"github.com/skip2/go-qrcode"
)

// Leaf draws a page with codes on it, as a JPEG.
func Leaf(texts ...string) []byte {
	img := image.NewGray(image.Rect(0, 0, 900, 1200))
	for i := range img.Pix {
		img.Pix[i] = 250
	}
	for i, text := range texts {
		code, _ := qrcode.New(text, qrcode.Medium)
		bits := code.Bitmap()
		for y := range 5 * len(bits) {
			for x := range 5 * len(bits) {
				if bits[y/5][x/5] {
					img.SetGray(600-400*i+x, 60+500*i+y, color.Gray{Y: 20})
				}
			}
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil)
	return b.Bytes()
}

// PDF puts JPEGs into a PDF, one a page; nil is a page without a picture.
func PDF(pages ...[]byte) []byte {
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(at)}, args...)...)
	}
	b.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 3+3*i)
	}
	object("<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]>>", len(pages), kids.String())
	for i, page := range pages {
		if page == nil {
			object("<</Type/Page/Parent 2 0 R/Resources<<>>>>")
			object("null")
			object("null")
			continue
		}
		c, _, _ := image.DecodeConfig(bytes.NewReader(page))
		draw := shown(c.Width, c.Height)
		object("<</Type/Page/Parent 2 0 R/Resources<</XObject<</Im0 %d 0 R>>>>/Contents %d 0 R>>", 4+3*i, 5+3*i)
		object("<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent "+
			"8/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream", c.Width, c.Height, len(page), page)
		object("<</Length %d>>\nstream\n%s\nendstream", len(draw), draw)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}

// shown draws a page's picture as wide as the page.
func shown(w, h int) string {
	return fmt.Sprintf("q 595 0 0 %.2f 0 0 cm /Im0 Do Q", 595*float64(h)/float64(max(w, 1)))
}

// Packed compresses samples as a PDF does.
func Packed(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// PDFWith is a PDF of one page with one picture, whose dictionary goes on with so much.
func PDFWith(dict string, data []byte) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count " +
		"1/Kids[3 0 R]/MediaBox[0 0 595 842]>>\nendobj\n")
	b.WriteString("3 0 obj\n<</Type/Page/Parent 2 0 R/Resources<</XObject<</Im0 4 0 R>>>>/Contents 5 0 R>>\nendobj\n")
	fmt.Fprintf(&b, "4 0 obj\n<</Type/XObject/Subtype/Image%s/Length %d>>\nstream\n%s\nendstream\nendobj\n", dict,
		len(data), data)
	var w, h int
	_, _ = fmt.Sscanf(dict, "/Width %d/Height %d", &w, &h)
	draw := shown(w, h)
	fmt.Fprintf(&b, "5 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n", len(draw), draw)
	b.WriteString("xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 6/Root 1 0 R>>\nstartxref\n0\n%%EOF\n")
	return b.Bytes()
}

// Blank is a white picture in grey.
func Blank(w, h int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	return g
}

// PNG encodes a picture.
func PNG(img image.Image) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return b.Bytes()
}

// JPEG encodes a picture, much compressed.
func JPEG(img image.Image) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, &jpeg.Options{Quality: 40})
	return b.Bytes()
}

// CameraHeld says in a JPEG's EXIF how its camera was held.
func CameraHeld(o byte, b []byte) []byte {
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(o) +
		"\x00\x00\x00\x00\x00\x00")
	head := append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...)
	return append(head, b[2:]...)
}
