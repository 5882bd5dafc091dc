package scan

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"huiyin/huiyin"
	"huiyin/web/scan/scantest"
)

// refusedOrRead fails where a reader breaks, or says something else than what is wrong with a file.
func refusedOrRead(t *testing.T, kind string, b []byte) {
	t.Helper()
	sheets := 0
	err := reader().Read(kind, b, func(s Sheet) error {
		if sheets++; sheets > MostSheets {
			t.Errorf("%d pages", sheets)
		}
		return nil
	})
	if err != nil && huiyin.KindOf(err) != huiyin.KindInvalid {
		t.Error(err)
	}
}

// Whatever comes as a PDF is refused in words or read, and never breaks the portal.
func FuzzReadPDF(f *testing.F) {
	small := scantest.JPEG(scantest.Blank(130, 130))
	row := bytes.Repeat([]byte{0xFF}, 130)
	predicted := bytes.Repeat(append([]byte{2}, row...), 130)
	whole := scantest.PDF(small, nil)
	for _, b := range [][]byte{
		whole, whole[:300],
		scantest.PDFWith("/Width 130/Height 130/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode",
			scantest.Packed(bytes.Repeat(row, 130))),
		scantest.PDFWith("/Width 130/Height 130/ColorSpace/DeviceGray/BitsPerComponent "+
			"8/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 130>>", scantest.Packed(predicted)),
		scantest.PDFWith("/Width 130/Height 130/ColorSpace[/Indexed/DeviceRGB 1<000000FFFFFF>]/BitsPerComponent "+
			"1/Filter[/FlateDecode]/DecodeParms[<</Predictor 2/Columns 130>>]", scantest.Packed(row)),
		scantest.PDFWith("/Width 130/Height 130/ImageMask true/BitsPerComponent 1/Decode[1 "+
			"0]/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 130/Rows 130>>", []byte{0x26, 0xA0, 0x10, 0x01}),
		[]byte("%PDF-1.7\n1 0 obj<</Type/ObjStm/N 9/First 9/Length 3>>stream\nabc\nendstream endobj\nstartxref"),
		[]byte("%PDF-1.4\n1 0 obj<</Kids[1 0 R]/Pages 1 0 R/Type/Catalog>>endobj trailer<</Root 1 0 R>>startxref"),
	} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) { refusedOrRead(t, "application/pdf", b) })
}

// Whatever comes as a picture is refused in words or read, and never breaks the portal.
func FuzzReadPicture(f *testing.F) {
	page := scantest.Blank(130, 130)
	indexed := image.NewPaletted(image.Rect(0, 0, 40, 40), color.Palette{color.Black, color.White})
	for _, b := range [][]byte{scantest.JPEG(page), scantest.PNG(page), scantest.PNG(indexed),
		scantest.PNG(image.NewNRGBA(image.Rect(0, 0, 20, 20))), scantest.PNG(image.NewGray16(image.Rect(0, 0, 20, 20))),
		scantest.CameraHeld(6, scantest.JPEG(page))} {
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
	img, _ := jpeg.Decode(bytes.NewReader(scantest.Leaf("TS-HY-20250303-001/form/1#1/1")))
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
