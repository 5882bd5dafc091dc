package print

import (
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// word is one word as a reader of the PDF finds it, and its box in points from the upper left corner.
type word struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

// drawn is one page as it lies in the file.
type drawn struct {
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Words  []word  `xml:"word"`
	boxes  []frame // of the grid, in points from the upper left corner
	lines  []frame
}

// boxed reads every page of a PDF: its words from pdftotext, its grid from what the file draws.
func boxed(t testing.TB, file []byte) []drawn {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is missing: install poppler-utils")
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-bbox", "-enc", "UTF-8", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Pages []drawn `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(out, &doc); err != nil {
		t.Fatal(err)
	}
	pages := doc.Pages
	n := 0
	for _, content := range streams(t, file) {
		if !strings.Contains(content, " re S") && !strings.Contains(content, " l S") {
			continue
		}
		if n == len(pages) {
			t.Fatal("more pages drawn than read")
		}
		p := &pages[n]
		n++
		for line := range strings.SplitSeq(content, "\n") {
			var x1, y1, x2, y2 float64
			if _, err := fmt.Sscanf(line, "%f %f %f %f re S", &x1, &y1, &x2, &y2); err == nil &&
				strings.HasSuffix(line, " S") {
				p.boxes = append(p.boxes, frame{x1, p.Height - y1, x1 + x2, p.Height - y1 - y2})
			} else if _, err := fmt.Sscanf(line, "%f %f m %f %f l S", &x1, &y1, &x2, &y2); err == nil {
				p.lines = append(p.lines, frame{x1, p.Height - y1, x2, p.Height - y2})
			}
		}
	}
	if n != len(pages) {
		t.Fatalf("%d pages read, %d drawn", len(pages), n)
	}
	return pages
}

var streamAt = regexp.MustCompile(`/Length ([0-9]+)>>\nstream\n`)

// streams unpacks what a PDF draws, page by page.
func streams(t testing.TB, file []byte) (out []string) {
	t.Helper()
	for _, at := range streamAt.FindAllIndex(file, -1) {
		r, err := zlib.NewReader(bytes.NewReader(file[at[1]:]))
		if err != nil {
			continue // not a packed one
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	return out
}

// placed checks that every word of a paper lies in its cell and inside the margins, crosses no line of the
// grid, and that every place to sign is high enough for a pen. It gives the pages.
func placed(t *testing.T, name string, file []byte) []drawn {
	t.Helper()
	const slack = 0.35 // points: the file rounds to hundredths, and so do readers
	pages := boxed(t, file)
	for n, p := range pages {
		said := 0
		wrong := func(format string, args ...any) {
			if said++; said < 6 {
				t.Errorf("%s, page %d: "+format, append([]any{name, n + 1}, args...)...)
			}
		}
		left, right := 20*pointsPerMM, p.Width-12*pointsPerMM
		if p.Width < p.Height && p.Width > 500 {
			right = p.Width - 15*pointsPerMM
		}
		for _, w := range p.Words {
			if strings.Contains("骑缝章騎縫章", w.Text) && w.XMin > right && w.XMax < p.Width-4*pointsPerMM {
				continue // stands beside the seam
			}
			if strings.HasPrefix(w.Text, "本页有印不出") && w.YMin > 5*pointsPerMM && w.YMax < 10*pointsPerMM {
				continue // stands above the head
			}
			if w.XMin < left-slack || w.XMax > right+slack || w.YMin < 8*pointsPerMM ||
				w.YMax > p.Height-5*pointsPerMM {
				wrong("%q leaves the margins: %v", w.Text, w)
			}
			x, y := (w.XMin+w.XMax)/2, (w.YMin+w.YMax)/2
			var cell *frame
			for i, b := range p.boxes {
				if b.tick() || x < b.x1 || x > b.x2 || y < b.y1 || y > b.y2 {
					continue
				}
				if cell == nil || b.x2-b.x1 < cell.x2-cell.x1 {
					cell = &p.boxes[i]
				}
			}
			if cell != nil {
				if w.XMin < cell.x1-slack || w.XMax > cell.x2+slack || w.YMin < cell.y1-slack ||
					w.YMax > cell.y2+slack {
					wrong("%q leaves its cell: %v in %v", w.Text, w, *cell)
				}
				if strings.Contains(w.Text, "签字：") && cell.y2-cell.y1 < signHeight*pointsPerMM {
					wrong("%q has %.1f mm to sign in", w.Text, (cell.y2-cell.y1)/pointsPerMM)
				}
			}
			for _, l := range p.grid() {
				if w.crosses(l) {
					wrong("%q is crossed by a line: %v, %v", w.Text, w, l)
				}
			}
		}
	}
	return pages
}

// tick tells a check box from a cell.
func (f frame) tick() bool { return f.x2-f.x1 < 10 && f.y2-f.y1 < 10 }

// grid are the lines that nothing may be written across: the cells' edges, and lines to write on.
func (p drawn) grid() []frame {
	out := slices.Clone(p.lines)
	for _, b := range p.boxes {
		if !b.tick() {
			out = append(out, frame{b.x1, b.y1, b.x2, b.y1}, frame{b.x1, b.y2, b.x2, b.y2},
				frame{b.x1, b.y1, b.x1, b.y2}, frame{b.x2, b.y1, b.x2, b.y2})
		}
	}
	return out
}

// crosses tells whether a line runs through the ink of a word, which fills two thirds of its box's height:
// the rest is the air between lines.
func (w word) crosses(l frame) bool {
	const edge = 0.35
	h := w.YMax - w.YMin
	from, to := 0.0, 1.0 // the part of the line inside the ink, as in Liang and Barsky
	for _, side := range []struct{ at, way, low, high float64 }{
		{l.x1, l.x2 - l.x1, w.XMin + edge, w.XMax - edge},
		{l.y1, l.y2 - l.y1, w.YMin + 0.19*h + edge, w.YMin + 0.88*h - edge},
	} {
		if side.way == 0 {
			if side.at <= side.low || side.at >= side.high {
				return false
			}
			continue
		}
		a, b := (side.low-side.at)/side.way, (side.high-side.at)/side.way
		from, to = max(from, min(a, b)), min(to, max(a, b))
	}
	return from < to
}

// Every word of every paper lies in its cell, as the file draws it, whatever the texts.
func TestF6_EveryWordLiesInItsCell(t *testing.T) {
	if os.Getenv("HUIYIN_QUICK") != "" {
		t.Skip("left out of the quick run")
	}
	for name, paper := range everyPaper() {
		for kind, of := range cases() {
			if name == "forms" && kind != "at its end" { // the form, several times
				continue
			}
			t.Run(name+" "+kind, func(t *testing.T) {
				t.Parallel()
				c, o := of()
				var out bytes.Buffer
				if err := paper(&out, stamped(), c, o); err != nil {
					t.Fatal(err)
				}
				placed(t, name+" "+kind, out.Bytes())
			})
		}
	}
}
