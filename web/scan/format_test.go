package scan

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strings"
	"testing"

	"huiyin/huiyin"
	"huiyin/web/scan/scantest"
)

const onLeaf = "TS-HY-20250303-001/form/1#1/1"

func leafPicture() image.Image {
	img, _ := jpeg.Decode(bytes.NewReader(scantest.Leaf(onLeaf)))
	return img
}

// turnedBack is a picture as a camera held so has it in its file.
func turnedBack(g *gray, o int) *gray {
	back := map[int]int{6: 8, 8: 6}
	if b, ok := back[o]; ok {
		o = b
	}
	return g.turned(o)
}

// However a camera was held, its picture stands upright in the tray, and its code is read.
func TestF6_EveryOrientation(t *testing.T) {
	upright := grayOf(leafPicture())
	for o := 1; o <= 8; o++ {
		g := turnedBack(upright, o)
		b := scantest.CameraHeld(byte(o),
			scantest.JPEG(&image.Gray{Pix: g.pix, Stride: g.w, Rect: image.Rect(0, 0, g.w, g.h)}))
		if got := orientation(b); got != o {
			t.Errorf("held %d is read as %d", o, got)
		}
		s, err := pictureOf(b)
		if err != nil {
			t.Fatal(err)
		}
		small, err := jpeg.Decode(bytes.NewReader(s.Thumb))
		if err != nil {
			t.Fatal(err)
		}
		k := grayOf(small)
		// the code's upper left is black, the foot white
		if k.h <= k.w || k.at(float64(k.w)*0.708, float64(k.h)*0.081) > 120 ||
			k.at(float64(k.w)*0.2, float64(k.h)*0.9) < 200 {
			t.Errorf("held %d: %d by %d, not upright", o, k.w, k.h)
		}
		if o == 1 || o == 3 || o == 6 || o == 8 { // the others are mirrored, which no camera does
			if len(s.Codes) != 1 || s.Codes[0].Text() != strings.TrimSuffix(onLeaf, "#1/1") {
				t.Errorf("held %d: %v", o, s.Codes)
			}
		}
	}
}

// bitsOf packs a picture at one bit a pixel, 1 for light.
func bitsOf(g *gray) []byte {
	row := (g.w + 7) / 8
	out := make([]byte, row*g.h)
	for i, v := range g.pix {
		if v > 128 {
			out[i/g.w*row+i%g.w/8] |= 0x80 >> (i % g.w % 8)
		}
	}
	return out
}

// What scanners write into PDFs is read: plain, predicted, one bit, through a palette, JPEG. None is lost.
func TestF6_PicturesInPDFs(t *testing.T) {
	g := grayOf(leafPicture())
	size := fmt.Sprintf("/Width %d/Height %d", g.w, g.h)
	rgb := make([]byte, 0, 3*len(g.pix))
	for _, v := range g.pix {
		rgb = append(rgb, v, v, v)
	}
	predicted := func(how byte) []byte {
		var out []byte
		above := make([]byte, g.w)
		for y := range g.h {
			row := g.pix[y*g.w : (y+1)*g.w]
			out = append(out, how)
			for x, v := range row {
				var left, corner byte
				if x > 0 {
					left, corner = row[x-1], above[x-1]
				}
				out = append(out, v-map[byte]byte{0: 0, 1: left, 2: above[x], 3: byte((int(left) + int(above[x])) / 2),
					4: paeth(left, above[x], corner)}[how])
			}
			above = row
		}
		return out
	}
	tiff := bytes.Clone(g.pix)
	for y := range g.h {
		for x := g.w - 1; x > 0; x-- {
			tiff[y*g.w+x] -= tiff[y*g.w+x-1]
		}
	}
	inverted := bytes.Clone(bitsOf(g))
	for i := range inverted {
		inverted[i] ^= 0xFF
	}
	type file struct {
		dict string
		data []byte
	}
	files := map[string]file{
		"plain":      {"/ColorSpace/DeviceGray/BitsPerComponent 8", g.pix},
		"flate":      {"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode", scantest.Packed(g.pix)},
		"flate, RGB": {"/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode", scantest.Packed(rgb)},
		"TIFF's predictor": {fmt.Sprintf("/ColorSpace/DeviceGray/BitsPerComponent "+
			"8/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns %d>>", g.w), scantest.Packed(tiff)},
		"one bit": {"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode",
			scantest.Packed(bitsOf(g))},
		"a mask": {"/ImageMask true/BitsPerComponent 1/Decode[1 0]/Filter/FlateDecode",
			scantest.Packed(inverted)},
		"one bit, palette": {"/ColorSpace[/Indexed/DeviceRGB 1<FFFFFF000000>]/BitsPerComponent 1/Filter/FlateDecode",
			scantest.Packed(inverted)},
		"JPEG": {"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode", scantest.Leaf(onLeaf)},
		"JPEG in flate": {"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter[/FlateDecode/DCTDecode]",
			scantest.Packed(scantest.Leaf(onLeaf))},
	}
	for how := byte(0); how < 5; how++ {
		files[fmt.Sprint("PNG's predictor ",
			how)] = file{fmt.Sprintf("/ColorSpace/DeviceGray/BitsPerComponent "+
			"8/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns %d>>", g.w), scantest.Packed(predicted(how))}
	}
	for name, f := range files {
		var got []huiyin.PaperCode
		if err := pagesOf(scantest.PDFWith(size+f.dict, f.data), func(s Sheet) error {
			got = append(got, s.Codes...)
			return nil
		}); err != nil || len(got) != 1 || got[0].Text() != strings.TrimSuffix(onLeaf, "#1/1") {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
}

// A picture in four inks is read as it looks.
func TestF6_FourInks(t *testing.T) {
	img := leafPicture()
	inks := image.NewCMYK(img.Bounds())
	draw.Draw(inks, inks.Rect, img, image.Point{}, draw.Src)
	if codes := grayOf(inks).codes(); len(codes) != 1 {
		t.Errorf("four inks: %v", codes)
	}
}

// A picture with colours through a palette, in 16 bits, see-through or in grey is read all the same.
func TestF6_KindsOfPNG(t *testing.T) {
	img := leafPicture()
	for name, to := range map[string]draw.Image{
		"palette":     image.NewPaletted(img.Bounds(), color.Palette{color.Black, color.Gray{Y: 128}, color.White}),
		"16 bits":     image.NewGray16(img.Bounds()),
		"see-through": image.NewNRGBA(img.Bounds()), "16 bits, colours": image.NewRGBA64(img.Bounds()),
	} {
		draw.Draw(to, to.Bounds(), img, image.Point{}, draw.Src)
		if s, err := pictureOf(scantest.PNG(to)); err != nil || len(s.Codes) != 1 || len(s.Thumb) == 0 {
			t.Errorf("%s: %v %v", name, s.Codes, err)
		}
	}
}

// One PDF is put behind another without a byte of it changing, and what is none of ours is refused.
func TestF6_AppendedPages(t *testing.T) {
	a, b := scantest.PDF(scantest.Leaf("x"), scantest.Leaf("y")), scantest.PDF(scantest.Leaf("z"))
	out, err := Append(a, b)
	if err != nil || !bytes.HasPrefix(out, a) {
		t.Fatal(err)
	}
	n := 0
	if err := pagesOf(out, func(Sheet) error { n++; return nil }); err != nil || n != 3 {
		t.Errorf("%d pages, %v", n, err)
	}
	if _, err := Append(out, b); err != nil {
		t.Errorf("once more: %v", err)
	}
	for _, bad := range [][]byte{nil, []byte("%PDF-1.4\nstartxref"), a[:len(a)/2]} {
		if _, err := Append(bad, b); err == nil {
			t.Errorf("%.20q was taken", bad)
		}
		if _, err := Append(a, bad); err == nil {
			t.Errorf("%.20q was appended", bad)
		}
	}
}
