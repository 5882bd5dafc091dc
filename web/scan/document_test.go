package scan

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/web/scan/scantest"
)

// stranger is a PDF of one page as another program might write it: its contents in parts, a stamp upon it that only an
// annotation shows, a hidden one, a link and a script. A red square lies at the lower left, a blue stamp at the upper
// right of what is seen before the page is turned.
func stranger(turn int, more string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.6\n")
	object := func(n int, s string) { fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, s) }
	stream := func(n int, dict, s string) {
		object(n, fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(s), s))
	}
	object(1, "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert)>>>>")
	object(2, "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 500 500]>>")
	object(3, fmt.Sprintf("<</Type/Page/Parent 2 0 R/CropBox[100 100 300 200]/Rotate %d/Contents[4 0 R 5 0 R]/Resources<<>>"+
		"/Annots[6 0 R 8 0 R 9 0 R]/AA<</O<</S/JavaScript/JS(evil)>>>>%s>>", turn, more))
	packed := scantest.Packed([]byte("1 0 0 rg 100 100 50"))
	stream(4, "/Filter/FlateDecode", string(packed))
	stream(5, "", "50 re f")
	object(6, "<</Type/Annot/Subtype/Stamp/Rect[250 150 300 200]/F 4/AP<</N 7 0 R>>>>")
	stream(7, "/BBox[0 0 1 1]/Matrix[10 0 0 10 5 5]", "0 0 1 rg 0 0 1 1 re f")
	object(8, "<</Type/Annot/Subtype/Stamp/Rect[100 100 300 200]/F 2/AP<</N 7 0 R>>>>")
	object(9, "<</Type/Annot/Subtype/Link/Rect[100 100 300 200]/A<</S/URI/URI(http://evil.example)>>>>")
	b.WriteString("trailer\n<</Root 1 0 R/Size 10>>\nstartxref\n0\n%%EOF\n")
	return b.Bytes()
}

// rebound writes the pages of a document into a new file, each in a square of 100 points, as a dossier would.
func rebound(t *testing.T, d *Document) []byte {
	t.Helper()
	objects := map[int][]byte{}
	last := 2
	number := func() int { last++; return last }
	put := func(n int, text []byte) { objects[n] = bytes.Clone(text) }
	kids := ""
	for i := range d.Sizes() {
		form, err := d.Form(i, number, put)
		if err != nil {
			t.Fatal(err)
		}
		draw, page := number(), number()
		const does = "q 100 0 0 100 0 0 cm /P Do Q"
		put(draw, fmt.Appendf(nil, "<</Length %d>>\nstream\n%s\nendstream", len(does), does))
		put(page, fmt.Appendf(nil, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents %d 0 R/Resources<</XObject<</P %d 0 R>>>>>>",
			draw, form))
		kids += fmt.Sprintf("%d 0 R ", page)
	}
	put(1, []byte("<</Type/Catalog/Pages 2 0 R>>"))
	put(2, fmt.Appendf(nil, "<</Type/Pages/Count %d/Kids[%s]>>", len(d.Sizes()), kids))
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var at []int
	for n := 1; n <= last; n++ {
		if objects[n] == nil {
			t.Fatalf("object %d was never written", n)
		}
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, objects[n])
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", last+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", last+1, start)
	return b.Bytes()
}

// seenAs renders the first page.
func seenAs(t *testing.T, pdf []byte) image.Image {
	t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("pdftoppm is missing: install poppler-utils")
	}
	name := filepath.Join(t.TempDir(), "page")
	if err := os.WriteFile(name+".pdf", pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "72", "-png", "-singlefile", name+".pdf", name).CombinedOutput(); err != nil ||
		len(out) > 0 {
		t.Fatalf("pdftoppm: %v %s", err, out)
	}
	f, err := os.Open(name + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// A page of another program's is drawn as it is seen there, with its stamps, however it is turned; nothing that acts
// comes with it.
func TestF5_PagesOfOtherProgramsAreBoundAsTheyAreSeen(t *testing.T) {
	for turn, want := range map[int]string{
		0: "red SW, blue NE", 90: "red NW, blue SE", 180: "red NE, blue SW", 270: "red SE, blue NW", -90: "red SE, blue NW"} {
		d, err := OpenDocument(stranger(turn, ""))
		if err != nil {
			t.Fatal(err)
		}
		size := d.Sizes()[0]
		if (size[0] > size[1]) != (turn%180 == 0) || int(max(size[0], size[1])+0.5) != 71 {
			t.Errorf("%d: %v", turn, size)
		}
		file := rebound(t, d)
		for _, never := range []string{"JavaScript", "URI", "Annot", "evil"} {
			if bytes.Contains(file, []byte(never)) {
				t.Errorf("%d: holds %s", turn, never)
			}
		}
		img := seenAs(t, file)
		got := map[string]string{}
		for where, at := range map[string][2]int{"SW": {10, 90}, "NE": {90, 10}, "NW": {10, 10}, "SE": {90, 90}} {
			r, _, b, _ := img.At(at[0], at[1]).RGBA()
			switch {
			case r > 0xC000 && b < 0x4000:
				got["red"] = where
			case b > 0xC000 && r < 0x4000:
				got["blue"] = where
			}
		}
		if s := "red " + got["red"] + ", blue " + got["blue"]; s != want {
			t.Errorf("%d: %s", turn, s)
		}
	}
}

// Pages that share a picture share it in the other file as well, so that it grows no more than the file itself.
func TestF5_WhatPagesShareIsBoundOnce(t *testing.T) {
	page := scantest.JPEG(scantest.Blank(600, 800))
	file := scantest.PDF(page, page, page)
	d, err := OpenDocument(file)
	if err != nil {
		t.Fatal(err)
	}
	if out := rebound(t, d); len(d.Sizes()) != 3 || len(out) > 2*len(file) {
		t.Errorf("%d pages, %d bytes of %d", len(d.Sizes()), len(out), len(file))
	}
}

func TestF5_WhatCannotBeBound(t *testing.T) {
	for name, b := range map[string][]byte{"nothing": nil, "no PDF": []byte("x"), "cut off": stranger(0, "")[:300],
		"no size":     bytes.ReplaceAll(stranger(0, ""), []byte("/MediaBox[0 0 500 500]"), nil),
		"one point":   bytes.ReplaceAll(stranger(0, ""), []byte("[100 100 300 200]/Rotate"), []byte("[1 1 2 2]/Rotate")),
		"a kilometre": bytes.ReplaceAll(stranger(0, ""), []byte("[0 0 500 500]"), []byte("[0 0 9999999 9]"))} {
		if _, err := OpenDocument(b); !errors.Is(err, ErrUnbound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := OpenDocument(scantest.PDF(make([][]byte, mostLeaves+1)...)); !errors.Is(err, ErrLong) {
		t.Error(err)
	}
	whole := string(stranger(0, ""))
	if _, err := OpenDocument([]byte(strings.Replace(whole, "/FlateDecode", "/LZWDecode", 1))); !errors.Is(err, ErrUnbound) {
		t.Error(err)
	}
}

// Whatever comes as a PDF is bound or refused in words.
func FuzzDocument(f *testing.F) {
	f.Add(stranger(90, ""))
	f.Add(scantest.PDF(scantest.JPEG(scantest.Blank(130, 130)), nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := OpenDocument(b)
		if err != nil {
			return
		}
		n := 0
		for i := range d.Sizes() {
			if _, err := d.Form(i, func() int { n++; return n }, func(int, []byte) {}); err != nil && !errors.Is(err, ErrUnbound) {
				t.Error(err)
			}
		}
	})
}
