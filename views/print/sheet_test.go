package print

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/skip2/go-qrcode"

	"huiyin/huiyin"
	"pgregory.net/rapid"
)

// read gives a PDF's text in the order in which it was drawn, as a reader copies it out.
func read(t testing.TB, file []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is missing: install poppler-utils")
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	var out, complaints bytes.Buffer
	cmd := exec.Command("pdftotext", "-raw", "-enc", "UTF-8", name, "-")
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil || complaints.Len() > 0 {
		t.Fatalf("pdftotext: %v %s", err, &complaints)
	}
	return out.String()
}

// squeeze takes out what the reader of a PDF cannot know: where spaces and line ends were.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// within tells whether the characters of part stand in whole in their order, where whole may have
// others between them: a page's foot and head.
func within(part, whole string) bool {
	for _, r := range part {
		i := strings.IndexRune(whole, r)
		if i < 0 {
			return false
		}
		whole = whole[i+utf8.RuneLen(r):]
	}
	return true
}

func blankSheet(f format, s Stamp) *sheet {
	return newSheet(f, heading{company: "示例地产有限公司", title: "测试", place: "海悦府", number: "TS-HY-20250303-001",
		notes: internal, zone: office}, s)
}

// frame is a cell's rectangle.
type frame struct{ x1, y1, x2, y2 float64 }

// Nothing is set outside a cell, a page's margins or above its foot, whatever the texts, and no
// character is lost.
func TestNothingLeavesItsCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom([]format{a4, a4Wide, a5}).Draw(t, "format")
		p := blankSheet(f, Stamp{At: day(3, 9, 0), By: "张三"})
		bottom := p.bottom()
		var want strings.Builder
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			n := rapid.IntRange(1, 4).Draw(t, "cells")
			cells := make([]cell, n)
			for i := range cells {
				text := clean(hostile().Draw(t, "text"))
				text = strings.Repeat(text, rapid.IntRange(1, 30).Draw(t, "times"))
				text = clean(text)
				want.WriteString(text)
				cells[i] = cell{span: 12 / float64(n), text: text,
					kind: rapid.SampledFrom([]cellKind{asText, asCentre, asAmount}).Draw(t, "kind")}
				if n < 4 && rapid.Bool().Draw(t, "signed") {
					cells[i] = cells[i].signed("部门负责人签字")
				}
				if rapid.Bool().Draw(t, "struck") {
					cells[i].strike = true
				}
			}
			p.row(rapid.Float64Range(0, 60).Draw(t, "low"), cells...)
		}
		got := map[rune]int{}
		for n, page := range p.pages {
			var frames []frame
			for _, o := range page {
				if o.kind == opBox && o.size == hairline {
					frames = append(frames, frame{o.x1, o.y1, o.x2, o.y2})
				}
			}
			for _, o := range page {
				x2, y1, y2 := o.x2, o.y1, o.y2
				if o.kind == opText {
					for _, r := range o.text {
						got[r]++
					}
					if o.y1 < p.headFoot() {
						continue
					}
					x2 = o.x1 + mm(weight(o.bold).width(o.text), o.size)
					y1, y2 = o.y1-0.88*o.size/pointsPerMM, o.y1+0.12*o.size/pointsPerMM
				}
				if y2 > bottom+0.01 || o.x1 < p.left-0.01 || x2 > p.right+0.01 {
					t.Fatalf("page %d: %+v leaves the page", n+1, o)
				}
				inside := false
				for _, f := range frames {
					inside = inside || o.x1 >= f.x1-0.01 && x2 <= f.x2+0.01 && min(y1, y2) >= f.y1-0.01 &&
						max(y1, y2) <= f.y2+0.01
				}
				if !inside {
					t.Fatalf("page %d: %+v leaves its cell", n+1, o)
				}
			}
		}
		for _, r := range want.String() {
			if r != '\n' && !blank(r) && r != '\u00A0' {
				if got[r]--; got[r] < 0 {
					t.Fatalf("a %q is lost", r)
				}
			}
		}
	})
}

// headFoot is below every page's head.
func (p *sheet) headFoot() float64 { return top + codeSide + 0.5 }

func TestLongTextRunsOn(t *testing.T) {
	long := strings.Repeat("客户反映房屋漏水，", 800)
	p := blankSheet(a4, stamped())
	p.row(40, label(1.5, "投诉内容"), value(10.5, long).signed("投诉人签字"))
	var out bytes.Buffer
	if err := p.write(&out); err != nil {
		t.Fatal(err)
	}
	text := read(t, out.Bytes())
	pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	if len(pages) < 3 {
		t.Fatalf("%d pages", len(pages))
	}
	if !within(squeeze(long), squeeze(text)) {
		t.Error("the text is not whole")
	}
	for i, page := range pages {
		for _, want := range []string{
			fmt.Sprintf("第%d页 共%d页", i+1, len(pages)), "TS-HY-20250303-001", "版次 A/0", "打印人 张三",
			"打印时间 2025-03-16 14:05", internal,
		} {
			if !strings.Contains(page, want) {
				t.Errorf("page %d lacks %q", i+1, want)
			}
		}
		if first := i == 0; strings.Contains(page, "（续页）") == first || strings.Contains(squeeze(page), "（续）") == first {
			t.Errorf("page %d is not marked as it should be", i+1)
		}
		if last := i == len(pages)-1; strings.Contains(page, "投诉人签字") != last {
			t.Errorf("page %d: the place to sign stands at the end, once", i+1)
		}
	}
}

func TestTableHeadsEveryPage(t *testing.T) {
	p := blankSheet(a4Wide, stamped())
	p.table([]cell{label(6, "序号列"), label(6, "内容列")})
	for i := range 60 {
		p.row(0, middle(6, fmt.Sprint(i)), value(6, "内容"))
	}
	for i, page := range p.pages {
		n := 0
		for _, o := range page {
			if o.text == "序号列" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("page %d of %d has %d header rows", i+1, len(p.pages), n)
		}
	}
	if len(p.pages) < 3 {
		t.Errorf("%d pages", len(p.pages))
	}
}

// The codes on a page, at its head and at its foot, are those that say so: number, page and pages. A quarter of each
// may be lost, and four of its squares stay white around it.
func TestF6_CodesNameThePage(t *testing.T) {
	for _, text := range []string{stamped().QR, "TS-HY-20250303-001/formcustomer/21", "TZ-202611", "FX-HY-20261120-01/3"} {
		s := stamped()
		s.QR = text
		p := blankSheet(a4, s)
		p.row(300, value(12, strings.Repeat("长文，", 2000)))
		if err := p.write(io.Discard); err != nil {
			t.Fatal(err)
		}
		for i, page := range p.pages {
			code, err := codeOf(huiyin.PrintedCode(fmt.Sprintf("%s#%d/%d", text, i+1, len(p.pages))))
			if err != nil {
				t.Fatal(err)
			}
			if code.Level < qrcode.High {
				t.Errorf("%s: level %d", text, code.Level)
			}
			bits := code.Bitmap()
			corners := [][3]float64{{p.right, codeTop, codeSide}, {footLeast + footCode, p.height - footLeast - footCode, footCode}}
			n := 0
			for _, o := range page {
				if o.kind != opQR {
					continue
				}
				if n >= len(corners) {
					t.Fatalf("%s: more codes", text)
				}
				unit := min(corners[n][2]/float64(len(bits)), largestSquare)
				if got := squaresOf(t, o.text, corners[n][0]-unit*float64(len(bits)), p.height-corners[n][1], unit,
					len(bits)); fmt.Sprint(got) != fmt.Sprint(bits) {
					t.Errorf("%s: code %d of page %d is another", text, n, i+1)
				}
				if 4*unit > quietZone || 4*unit > p.left-footLeast-footCode && n == 1 {
					t.Errorf("%s: code %d has less than four white squares around it", text, n)
				}
				n++
			}
			if n != len(corners) {
				t.Errorf("page %d: %d codes", i+1, n)
			}
		}
	}
}

// squaresOf are the dark squares of a code's path.
func squaresOf(t *testing.T, path string, left, high, unit float64, n int) [][]bool {
	t.Helper()
	got := make([][]bool, n)
	for r := range got {
		got[r] = make([]bool, n)
	}
	left, high, unit = left*pointsPerMM, high*pointsPerMM, unit*pointsPerMM
	for line := range strings.SplitSeq(strings.TrimSuffix(path, "\nf"), "\n") {
		var x, y, w, h float64
		if _, err := fmt.Sscanf(line, "%f %f %f %f re", &x, &y, &w, &h); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		row := int((high-y)/unit+0.5) - 1
		for k := int((x-left)/unit + 0.5); k < int((x+w-left)/unit+0.5); k++ {
			got[row][k] = true
		}
	}
	return got
}

func TestCodeTooLongIsAnError(t *testing.T) {
	s := stamped()
	s.QR = strings.Repeat("x", 5000)
	if err := blankSheet(a4, s).write(io.Discard); err == nil {
		t.Error("no error")
	}
}

// Printing leaves nothing behind: the fonts are read in place.
func TestPrintingKeepsNoMemory(t *testing.T) {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for range 5 {
		if err := Form(io.Discard, stamped(), long(), company()); err != nil {
			t.Fatal(err)
		}
	}
	if after := heap(); after > before+1<<20 {
		t.Errorf("%d KiB are kept", (after-before)>>10)
	}
}

// At most 20 MB are allocated for a page.
func TestPageStaysWithinItsBudget(t *testing.T) {
	c, o := closed(), company()
	c.Findings, c.Contacts = nil, nil
	var before, after runtime.MemStats
	var out bytes.Buffer
	runtime.ReadMemStats(&before)
	if err := Approval(&out, stamped(), c, o); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 20<<20 {
		t.Errorf("%d MiB for one page", got>>20)
	}
	if out.Len() > 200<<10 {
		t.Errorf("the file has %d KiB", out.Len()>>10)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	c, o := long(), company()
	var want bytes.Buffer
	if err := Report(&want, stamped(), c, o); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 { // also at the same time: nothing is shared
		wg.Go(func() {
			var got bytes.Buffer
			if err := Report(&got, stamped(), c, o); err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Errorf("another file from the same input (%v)", err)
			}
		})
	}
	wg.Wait()
}

func BenchmarkPage(b *testing.B) {
	c, o := closed(), company()
	b.ReportAllocs()
	for b.Loop() {
		if err := Approval(io.Discard, stamped(), c, o); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkForm sets a form of two pages.
func BenchmarkForm(b *testing.B) {
	c, o := closed(), company()
	b.ReportAllocs()
	for b.Loop() {
		if err := Form(io.Discard, stamped(), c, o); err != nil {
			b.Fatal(err)
		}
	}
}
