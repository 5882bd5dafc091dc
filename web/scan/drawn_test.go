package scan

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/web/scan/scantest"
)

// papersOf are papers as the portal writes them, by name.
func papersOf(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for name, f := range map[string]func(w *bytes.Buffer, s print.Stamp, c *huiyin.Complaint, o *huiyin.Org) error{
		"form": func(w *bytes.Buffer, s print.Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return print.Form(w, s, c, o)
		},
		"receipt": func(w *bytes.Buffer, s print.Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return print.Receipt(w, s, c, o)
		},
		"report": func(w *bytes.Buffer, s print.Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return print.Report(w, s, c, o)
		},
	} {
		c := recorded(t, "a01", "HY", 1)
		code := huiyin.PaperCode{Number: c.Number, Paper: huiyin.Paper(name), Version: c.Version}
		var b bytes.Buffer
		if err := f(&b, print.Stamp{At: now, By: "周敏", QR: code.Text(), Hash: huiyin.Digest("journal")}, c,
			company()); err != nil {
			t.Fatal(err)
		}
		out[name] = b.Bytes()
	}
	return out
}

// A paper that was never printed, as it is, with something put over it, or written anew by another program, is
// recognised by what it carries.
func TestF6_PapersThatWereNeverOnPaper(t *testing.T) {
	for name, b := range papersOf(t) {
		kinds := map[string][]byte{"as it is": b}
		if over, err := Append(b, scantest.PDF(scantest.Leaf())); err == nil {
			kinds["with a page behind"] = over
		}
		if _, err := exec.LookPath("pdftocairo"); err == nil {
			dir := t.TempDir()
			in, anew := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
			if err := os.WriteFile(in, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.CommandContext(t.Context(), "pdftocairo", "-pdf", in, anew).CombinedOutput(); err != nil {
				t.Fatalf("%v %s", err, out)
			}
			if kinds["written anew"], err = os.ReadFile(anew); err != nil {
				t.Fatal(err)
			}
		}
		for how, b := range kinds {
			n, read := 0, 0
			err := pagesOf(b, func(s Sheet) error {
				n++
				if len(s.Codes) == 1 && s.Codes[0].Number == "TS-HY-20250303-001" && len(s.Thumb) > 0 {
					read++
				}
				return nil
			})
			if how == "with a page behind" {
				n--
			}
			if err != nil || n == 0 || read != n {
				t.Errorf("%s %s: %d of %d pages, %v", name, how, read, n, err)
			}
		}
	}
}

// White lines of a fax are black where the file says that a black run is 1, unless it says so twice.
func TestF6_WhichBitIsBlack(t *testing.T) {
	white := bytes.Repeat([]byte{0xFF}, 40)
	for _, tt := range []struct {
		one, decode string
		want        byte
	}{{"false", "", 255}, {"true", "", 0}, {"false", "/Decode[1 0]", 0}, {"true", "/Decode[1 0]", 255},
		{"true", "/Decode[0 1]", 0}} {
		b := scantest.PDFWith("/Width 200/Height 160/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode"+
			"/DecodeParms<</K -1/Columns 200/Rows 160/BlackIs1 "+tt.one+">>"+tt.decode, white)
		seen, err := reader().show(b)
		if err != nil {
			t.Fatal(err)
		}
		g, err := seen.page(0)
		if err != nil || g.at(float64(g.w/2), float64(g.h/2)) != tt.want {
			t.Errorf("%+v: %v", tt, err)
		}
		seen.close()
	}
}

// Negatives, faxes with half the lines, and two or four pages in one picture are read; of several each page.
func TestF6_PicturesAsTheyCome(t *testing.T) {
	page := grayOf(leafPicture())
	if c := page.inverted().codes(); len(c) != 1 {
		t.Errorf("a negative: %v", c)
	}
	for _, name := range []string{"form", "receipt"} {
		paper := paperPages(t, papersOf(t)[name], 204)[0]
		fax := newGray(paper.w, paper.h*98/204)
		for y := range fax.h {
			for x := range fax.w {
				fax.pix[y*fax.w+x] = 255 * (paper.pix[y*204/98*paper.w+x] >> 7)
			}
		}
		if c := fax.codes(); len(c) != 1 {
			t.Errorf("%s as a fax of 204 by 98: %v", name, c)
		}
		if c := paper.inverted().codes(); len(c) != 1 {
			t.Errorf("%s as a negative: %v", name, c)
		}
	}
	pages := paperPages(t, papersOf(t)["report"], 150)
	for _, n := range []int{2, 4} {
		var shown []*gray
		for i := range n {
			shown = append(shown, pages[i%len(pages)])
		}
		w, h := pages[0].w, pages[0].h
		all := newGray(2*w, h*n/2)
		for i, g := range shown {
			for y := range h {
				copy(all.pix[(y+i/2*h)*all.w+i%2*w:][:w], g.pix[y*w:(y+1)*w])
			}
		}
		want := min(n, len(pages))
		if c := all.codes(); len(c) != want {
			t.Errorf("%d pages in one picture: %v", n, c)
		}
		if c := all.scaled(2400).codes(); len(c) != want {
			t.Errorf("%d pages in one small picture: %v", n, c)
		}
	}
}
