package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"huiyin/huiyin"
	"huiyin/web/scan/scantest"
)

// A file is read by a process apart, several by one; a page that breaks it waits with the reason, and the pages behind
// it are read all the same.
func TestF6_FilesAreReadApart(t *testing.T) {
	a := NewApart(kept())
	t.Cleanup(a.Close)
	read := func(kind string, b []byte) (out []Sheet, err error) {
		err = a.Read(t.Context(), kind, b, func(s Sheet) error { out = append(out, s); return nil })
		return out, err
	}
	for range 2 {
		got, err := read("application/pdf", scantest.PDF(scantest.Leaf(onLeaf), nil, scantest.Leaf(onLeaf)))
		if err != nil || len(got) != 3 || len(got[0].Codes) != 1 || len(got[1].Codes) != 0 || len(got[2].Codes) != 1 ||
			len(got[1].Thumb) == 0 || len(got[2].Page) == 0 {
			t.Fatalf("%d pages, %v", len(got), err)
		}
	}
	if len(a.free) != 1 {
		t.Errorf("%d processes for one file after the other", len(a.free))
	}
	if _, err := read("application/pdf", []byte("%PDF-1.4\nstartxref")); err == nil ||
		err.Error() != errDamaged.Error() {
		t.Errorf("damaged: %v", err)
	}
	enough := errors.New("enough")
	err := a.Read(t.Context(), "image/jpeg", scantest.Leaf(onLeaf), func(Sheet) error { return enough })
	if !errors.Is(err, enough) {
		t.Errorf("the error of each: %v", err)
	}
	if got, err := read("image/jpeg", scantest.Leaf(onLeaf)); err != nil || len(got) != 1 || len(got[0].Codes) != 1 {
		t.Errorf("after it: %v %v", got, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := a.Read(gone, "image/jpeg", scantest.Leaf(onLeaf), func(Sheet) error { return nil }); err == nil {
		t.Error("read for somebody who has gone")
	}
	p, err := a.Picture(t.Context(), "image/jpeg", scantest.CameraHeld(6, scantest.Leaf(onLeaf)), 300)
	if err != nil || p.Width != 300 || p.Height != 225 {
		t.Errorf("a picture: %+v %v", p, err)
	}
}

// A process that its file hangs is ended; what it had read stands.
func TestF6_WhoTakesTooLongIsEnded(t *testing.T) {
	a := NewApart(kept())
	t.Cleanup(a.Close)
	a.patience = time.Microsecond
	var got []Sheet
	err := a.Read(t.Context(), "application/pdf", scantest.PDF(scantest.Leaf(onLeaf), scantest.Leaf(onLeaf)),
		func(s Sheet) error { got = append(got, s); return nil })
	if err == nil && len(got) == 0 {
		t.Fatal("neither pages nor a reason")
	}
	for _, s := range got {
		if s.Problem == "" && len(s.Thumb) == 0 {
			t.Errorf("a page without a reason: %+v", s)
		}
	}
	if err != nil && err.Error() != errTooMuch.Error() {
		t.Error(err)
	}
	a.patience = pagePatience
	if err := a.Read(t.Context(), "image/jpeg", scantest.Leaf(onLeaf), func(Sheet) error { return nil }); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// The process knows nothing of its surroundings.
func TestF6_NoSecretGoesToTheReader(t *testing.T) {
	t.Setenv("HUIYIN_SECRET", "13800138000")
	for _, v := range helperEnv(os.Getenv) {
		if strings.Contains(v, "HUIYIN") || strings.Contains(v, "138") {
			t.Error(v)
		}
	}
}

// leafPDF is one page that is drawn by these words, of these objects from 5 on.
func leafPDF(resources, words string, objects ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]"+
		"/MediaBox[0 0 600 800]>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/Resources<<%s>>/Contents 4 0 R>>\nendobj\n"+
		"4 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n", resources, len(words), words)
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", 5+i, o)
	}
	b.WriteString("xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n")
	return b.Bytes()
}

func streamOf(dict string, data []byte) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

// What copiers make compact files of is read: strips, pictures within the words, masks, JBIG2.
func TestF6_CompactFiles(t *testing.T) {
	g := grayOf(leafPicture())
	image := func(y, h int) string {
		return streamOf(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"+
			"/Filter/FlateDecode", g.w, h), scantest.Packed(g.pix[y*g.w:(y+h)*g.w]))
	}
	var strips []string
	names, words := "", ""
	for i := range 60 {
		strips = append(strips, image(20*i, 20))
		names += fmt.Sprintf("/S%d %d 0 R", i, 5+i)
		words += fmt.Sprintf("q 600 0 0 13.4 0 %.2f cm /S%d Do Q\n", 800-13.33*float64(i+1), i)
	}
	bits := bitsOf(g)
	inverse := bytes.Clone(bits)
	for i := range inverse {
		inverse[i] ^= 0xFF
	}
	size := fmt.Sprintf("/Width %d/Height %d", g.w, g.h)
	for name, b := range map[string][]byte{
		"strips": leafPDF("/XObject<<"+names+">>", words, strips...),
		"within the words": leafPDF("", fmt.Sprintf("q 600 0 0 800 0 0 cm BI /W %d /H %d /BPC 8 /CS /G /F /AHx ID %x> EI Q",
			g.w, g.h, g.pix)),
		"a soft mask": leafPDF("/XObject<</F 5 0 R>>", "q 600 0 0 800 0 0 cm /F Do Q",
			streamOf("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/SMask 6 0 R",
				[]byte{0}),
			streamOf("/Type/XObject/Subtype/Image"+size+"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode",
				scantest.Packed(inverse))),
	} {
		var got []Sheet
		if err := pagesOf(b, func(s Sheet) error { got = append(got, s); return nil }); err != nil || len(got) != 1 ||
			len(got[0].Codes) != 1 || len(got[0].Thumb) == 0 {
			t.Errorf("%s: %d %v", name, len(got), err)
		}
	}
	// a page that is black until its region, coded as a fax, is put over it
	region := append([]byte{0, 0, 0, 200, 0, 0, 0, 160, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1}, bytes.Repeat([]byte{0xFF}, 40)...)
	jbig := append([]byte{0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19, 0, 0, 0, 200, 0, 0, 0, 160, 0, 0, 0, 0, 0, 0, 0, 0, 4 | 1<<6, 0, 0,
		0, 0, 0, 1, 38, 0, 1, 0, 0, 0, byte(len(region))}, region...)
	seen, err := reader().show(leafPDF("/XObject<</F 5 0 R>>", "q 600 0 0 800 0 0 cm /F Do Q", streamOf(
		"/Type/XObject/Subtype/Image/Width 200/Height 160/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode", jbig)))
	if err != nil {
		t.Fatal(err)
	}
	defer seen.close()
	if p, err := seen.page(0); err != nil || p.at(500, 500) != 255 {
		t.Errorf("JBIG2: %v", err)
	}
}

// twoPages is a TIFF of two pages: one behind the other, each with the places in it moved.
func twoPages(t *testing.T, a, b image.Image) []byte {
	t.Helper()
	var first, second bytes.Buffer
	if tiff.Encode(&first, a, nil) != nil || tiff.Encode(&second, b, nil) != nil {
		t.Fatal("no TIFF is written")
	}
	out := first.Bytes()
	at, order, _ := tiffStart(out)
	entries, _ := tiffEntries(out, at, order)
	moved := second.Bytes()
	base := uint32(len(out))
	start, _, _ := tiffStart(moved)
	more, _ := tiffEntries(moved, start, order)
	for _, e := range more {
		kind, n := order.Uint16(moved[e+2:]), order.Uint32(moved[e+4:])
		if n*map[uint16]uint32{1: 1, 2: 1, 3: 2, 4: 4, 5: 8}[kind] > 4 || order.Uint16(moved[e:]) == 273 {
			order.PutUint32(moved[e+8:], order.Uint32(moved[e+8:])+base)
		}
	}
	order.PutUint32(out[at+2+12*int64(len(entries)):], base+uint32(start))
	return append(out, moved...)
}

// Pictures of other kinds are read, each page of a TIFF, turned as they say; what is too large says how large it is.
func TestF6_KindsOfPictures(t *testing.T) {
	leaf := leafPicture()
	var plain bytes.Buffer
	if bmp.Encode(&plain, leaf) != nil {
		t.Fatal("no BMP is written")
	}
	for kind, b := range map[string][]byte{"image/bmp": plain.Bytes(), "image/tiff": twoPages(t, leaf, leaf)} {
		want := map[string]int{"image/tiff": 2}[kind]
		var got []Sheet
		err := reader().Read(kind, b, func(s Sheet) error { got = append(got, s); return nil })
		if err != nil || len(got) != max(want, 1) {
			t.Fatalf("%s: %d pages, %v", kind, len(got), err)
		}
		for _, s := range got {
			if len(s.Codes) != 1 || len(s.Thumb) == 0 || (len(s.Page) > 0) != (want > 0) {
				t.Errorf("%s: %v", kind, s.Codes)
			}
		}
		if want > 0 { // what is kept of each is that page
			if err := pagesOf(got[1].Page, func(s Sheet) error {
				if len(s.Codes) != 1 {
					t.Error("the second page alone has no code")
				}
				return nil
			}); err != nil {
				t.Error(err)
			}
		}
	}
	phone, err := os.ReadFile("testdata/heic/picture.heic")
	if err != nil {
		t.Fatal(err)
	}
	p, err := reader().Picture("image/heic", phone, 200)
	if err != nil || max(p.Width, p.Height) != 200 {
		t.Fatalf("HEIC: %+v %v", p, err)
	}
	img, err := jpeg.Decode(bytes.NewReader(p.JPEG))
	if err != nil {
		t.Fatal(err)
	}
	shades := map[byte]bool{}
	for _, v := range grayOf(img).pix {
		shades[v] = true
	}
	if len(shades) < 50 {
		t.Errorf("HEIC: %d shades", len(shades))
	}
	large := bytes.Clone(phone)
	if i := bytes.Index(large, []byte("ispe")); i > 0 {
		copy(large[i+8:], []byte{0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF})
	}
	for kind, b := range map[string][]byte{"image/heic": large, "image/png": scantest.PNG(image.NewGray16(image.Rect(0, 0, 9000, 6000)))} {
		if _, err := reader().Picture(kind, b, 200); huiyin.KindOf(err) != huiyin.KindInvalid ||
			!strings.Contains(err.Error(), "256 MB") {
			t.Errorf("%s that is too large: %v", kind, err)
		}
	}
	if _, err := reader().Picture("image/heic", phone[:len(phone)/2], 200); huiyin.KindOf(err) != huiyin.KindInvalid {
		t.Errorf("half a HEIC: %v", err)
	}
}

// A progressive JPEG takes what its coefficients take: 16 million pixels are read, with colours at full width as well.
func TestF6_ProgressiveWithItsTrueLimit(t *testing.T) {
	frame := func(m, sampling byte) []byte {
		return []byte{0xFF, 0xD8, 0xFF, m, 0, 17, 8, 0, 9, 0, 9, 3, 1, sampling, 0, 2, 0x11, 0, 3, 0x11, 0, 0xFF, 0xDA, 0, 2}
	}
	for _, tt := range []struct {
		b    []byte
		most int64 // million pixels
	}{{frame(0xC0, 0x22), 50}, {frame(0xC2, 0x22), 26}, {frame(0xC2, 0x11), 17}} {
		d := depth(image.Config{ColorModel: image.Black.ColorModel()}, "jpeg", tt.b)
		if fits(tt.most*1000, 1000, d) != nil || tt.most < 50 && fits((tt.most+1)*1000, 1000, d) == nil {
			t.Errorf("%d MP at %d bytes", tt.most, d)
		}
	}
	turned := image.NewRGBA(image.Rect(0, 0, 40, 20))
	draw.Draw(turned, turned.Rect, image.White, image.Point{}, draw.Src)
	riff := append([]byte("RIFF\x00\x00\x00\x00WEBPEXIF\x1a\x00\x00\x00"), scantest.CameraHeld(6, scantest.JPEG(turned))[12:38]...)
	if got := orientation(riff); got != 6 {
		t.Errorf("a WebP held sideways is %d", got)
	}
}
