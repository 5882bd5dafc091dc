package print

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"huiyin/huiyin"
)

// book prints papers of one complaint as one file.
func book(t testing.TB, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	b := NewBook(&out, "客户投诉意见处理表", day(16, 14, 5))
	for _, name := range names {
		if err := b.Paper(papers[name], stamped(), closed(), company()); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A paper in a book says what it says alone, to the letter and in the same places; the same book has the same bytes.
func TestF6_APaperInABookIsAsPrintedAlone(t *testing.T) {
	var all []string
	for name := range papers {
		if alone, bound := text(t, name, stamped(), closed()), read(t, book(t, name)); alone != bound {
			t.Errorf("%s: alone\n%s\nin a book\n%s", name, alone, bound)
		}
	}
	for _, name := range []string{"form", "receipt", "report", "form"} {
		all = append(all, text(t, name, stamped(), closed()))
	}
	first := book(t, "form", "receipt", "report", "form")
	if got := read(t, first); got != strings.Join(all, "") {
		t.Errorf("%s", got)
	}
	if !bytes.Equal(first, book(t, "form", "receipt", "report", "form")) {
		t.Error("the same papers, other bytes")
	}
}

func TestABookSaysWhatItsWriterCannotTake(t *testing.T) {
	b := NewBook(&full{left: 30_000}, "x", day(1, 1, 1))
	var err error
	for range 20 {
		if err = b.Paper(Form, stamped(), closed(), company()); err != nil {
			break
		}
	}
	if err == nil || b.Close() == nil {
		t.Error("a full disk goes unnoticed")
	}
}

type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

// file is the dossier of a case with entries in its journal and pictures among its attachments.
func file(c *huiyin.Complaint, entries, pictures int) Dossier {
	d := Dossier{Stamp: stamped(), C: c, More: entries > 100}
	for i := range entries {
		d.Journal = append(d.Journal, huiyin.Entry{At: day(3, 9, i%60), By: "a02", Action: huiyin.ActionLogContact,
			From: huiyin.Investigating, To: huiyin.Investigating, Hash: strings.Repeat("0af3", 16)})
	}
	for range pictures {
		c.Attachments = append(c.Attachments,
			huiyin.Attachment{At: day(4, 9, 0), By: "s01", Name: "现场.jpg", Kind: "photo", Type: "image/jpeg",
				Hash: strings.Repeat("3b1f", 16)})
	}
	d.Picture = func(*huiyin.Attachment, bool) (*Picture, string, error) {
		return &Picture{JPEG: []byte("x"), Width: 1400, Height: 900}, "", nil
	}
	return d
}

// The same case at the same time is the same file, whatever people have typed; pages count through.
func TestADossierIsTheSameTwice(t *testing.T) {
	hostile, _ := hostileCase()
	for name, c := range map[string]*huiyin.Complaint{"received": received(), "closed": closed(), "long": long(),
		"hostile": hostile} {
		var first, second bytes.Buffer
		d := file(c, 120, 3)
		for _, out := range []*bytes.Buffer{&first, &second} {
			if err := WriteDossier(out, d, company()); err != nil {
				t.Fatal(name, err)
			}
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%s: other bytes", name)
		}
		pages := bytes.Count(first.Bytes(), []byte("/Type/Page/"))
		text := read(t, first.Bytes())
		for n := 1; n <= pages; n++ {
			if strings.Count(text, fmt.Sprintf("第%d页 共%d页", n, pages)) != 1 {
				t.Errorf("%s: page %d of %d", name, n, pages)
			}
		}
		if name != "hostile" && !strings.Contains(text, "138****5678") || strings.Contains(text, "13812345678") {
			t.Errorf("%s: P5", name)
		}
	}
}

func TestADossierSaysWhatFails(t *testing.T) {
	d := file(closed(), 1, 1)
	d.Picture = func(*huiyin.Attachment, bool) (*Picture, string, error) { return nil, "", io.ErrUnexpectedEOF }
	if err := WriteDossier(io.Discard, d, company()); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	if err := WriteDossier(&full{left: 9_000}, file(closed(), 1, 0), company()); err == nil {
		t.Error("a full disk goes unnoticed")
	}
}

// BenchmarkDossier prints a dossier of 40 pages.
func BenchmarkDossier(b *testing.B) {
	for b.Loop() {
		var out bytes.Buffer
		if err := WriteDossier(&out, file(long(), 340, 12), company()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(bytes.Count(out.Bytes(), []byte("/Type/Page/"))), "pages")
	}
}

// BenchmarkDossierOfText prints a dossier of some 60 pages without pictures, which may take a second and 150 MB (F5).
func BenchmarkDossierOfText(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		n := &counted{}
		if err := WriteDossier(n, file(long(), 1200, 0), company()); err != nil {
			b.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := WriteDossier(&out, file(long(), 1200, 0), company()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(bytes.Count(out.Bytes(), []byte("/Type/Page/"))), "pages")
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapSys)/(1<<20), "MB-heap")
}

// BenchmarkForms prints 500 forms as one file.
func BenchmarkForms(b *testing.B) {
	for b.Loop() {
		n := &counted{}
		k := NewBook(n, "x", day(1, 1, 1))
		for range 500 {
			if err := k.Paper(Form, stamped(), closed(), company()); err != nil {
				b.Fatal(err)
			}
		}
		if err := k.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n.n)/1e6, "MB/file")
	}
}

type counted struct{ n int64 }

func (c *counted) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }
