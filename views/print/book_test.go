package print

import (
	"bytes"
	"io"
	"strings"
	"testing"
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
