package web

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"huiyin/huiyin"
)

// refusedOrRead fails where a reader breaks, or says something else than what is wrong with a file.
func refusedOrRead(t *testing.T, kind string, b []byte) {
	t.Helper()
	sheets := 0
	err := readScan(kind, b, func(s scanSheet) error {
		if sheets++; sheets > mostSheets {
			t.Errorf("%d pages", sheets)
		}
		return nil
	})
	if err != nil && huiyin.KindOf(err) != huiyin.KindInvalid {
		t.Error(err)
	}
}

// packed compresses samples as a PDF does.
func packed(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// pdfWith is a PDF of one page with one picture, whose dictionary goes on with so much.
func pdfWith(dict string, data []byte) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>\nendobj\n")
	b.WriteString("3 0 obj\n<</Type/Page/Parent 2 0 R/Resources<</XObject<</Im0 4 0 R>>>>>>\nendobj\n")
	fmt.Fprintf(&b, "4 0 obj\n<</Type/XObject/Subtype/Image%s/Length %d>>\nstream\n%s\nendstream\nendobj\n", dict, len(data), data)
	b.WriteString("xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 5/Root 1 0 R>>\nstartxref\n0\n%%EOF\n")
	return b.Bytes()
}

// blankPicture is a white picture in grey.
func blankPicture(w, h int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	return g
}

func asPNG(img image.Image) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return b.Bytes()
}

func asJPEG(img image.Image) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, &jpeg.Options{Quality: 40})
	return b.Bytes()
}

// Whatever comes as a PDF is refused in words or read, and never breaks the portal.
func FuzzReadPDF(f *testing.F) {
	small := asJPEG(blankPicture(130, 130))
	row := bytes.Repeat([]byte{0xFF}, 130)
	predicted := bytes.Repeat(append([]byte{2}, row...), 130)
	whole := pdfOf(small, nil)
	for _, b := range [][]byte{
		whole, whole[:300],
		pdfWith("/Width 130/Height 130/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode", packed(bytes.Repeat(row, 130))),
		pdfWith("/Width 130/Height 130/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 130>>", packed(predicted)),
		pdfWith("/Width 130/Height 130/ColorSpace[/Indexed/DeviceRGB 1<000000FFFFFF>]/BitsPerComponent 1/Filter[/FlateDecode]/DecodeParms[<</Predictor 2/Columns 130>>]", packed(row)),
		pdfWith("/Width 130/Height 130/ImageMask true/BitsPerComponent 1/Decode[1 0]/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 130/Rows 130>>", []byte{0x26, 0xA0, 0x10, 0x01}),
		[]byte("%PDF-1.7\n1 0 obj<</Type/ObjStm/N 9/First 9/Length 3>>stream\nabc\nendstream endobj\nstartxref"),
		[]byte("%PDF-1.4\n1 0 obj<</Kids[1 0 R]/Pages 1 0 R/Type/Catalog>>endobj trailer<</Root 1 0 R>>startxref"),
	} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) { refusedOrRead(t, "application/pdf", b) })
}

// Whatever comes as a picture is refused in words or read, and never breaks the portal.
func FuzzReadPicture(f *testing.F) {
	page := blankPicture(130, 130)
	indexed := image.NewPaletted(image.Rect(0, 0, 40, 40), color.Palette{color.Black, color.White})
	for _, b := range [][]byte{asJPEG(page), asPNG(page), asPNG(indexed), asPNG(image.NewNRGBA(image.Rect(0, 0, 20, 20))), asPNG(image.NewGray16(image.Rect(0, 0, 20, 20))), cameraHeld(6, asJPEG(page))} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, kind := range []string{"image/jpeg", "image/png"} {
			refusedOrRead(t, kind, b)
		}
		if o := orientation(b); o < 1 || o > 8 {
			t.Errorf("held %d", o)
		}
	})
}

// Whatever stands on a page, the code reader finds papers or none, and never breaks.
func FuzzReadCodes(f *testing.F) {
	img, _ := jpeg.Decode(bytes.NewReader(leaf("TS-HY-20250303-001/form/1#1/1")))
	part := grayOf(img).scaled(240)
	f.Add(uint16(part.w), part.pix)
	f.Add(uint16(130), bytes.Repeat([]byte{0, 255, 255}, 6000))
	f.Fuzz(func(t *testing.T, w uint16, pix []byte) {
		if w == 0 || len(pix) < int(w) || len(pix) > 1<<17 {
			return
		}
		g := &gray{int(w), len(pix) / int(w), nil}
		g.pix = pix[:g.w*g.h]
		for _, c := range g.codes() {
			if c.Page < 1 || c.Page > c.Pages || c.Version < 1 {
				t.Errorf("%+v", c)
			}
		}
	})
}

// cameraHeld says in a JPEG's EXIF how its camera was held.
func cameraHeld(o byte, b []byte) []byte {
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(o) + "\x00\x00\x00\x00\x00\x00")
	head := append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...)
	return append(head, b[2:]...)
}
