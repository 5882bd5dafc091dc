package scan

import (
	"bytes"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

// A small reader of a PDF's structure: it finds the objects by looking at the file from end to end, so that a broken
// table of contents does not matter, and walks the pages. So pages are taken apart, bound in and appended byte for byte;
// what they look like is PDFium's work.

// Limits of what is read of a PDF.
const (
	mostObjects = 200_000
	mostDepth   = 24
	mostUnpack  = 64 << 20 // of object streams together
)

type pdfFile struct {
	objects     map[int]any
	generations map[int]int  // of the objects, where they are not 0
	inStream    map[int]bool // objects that stood in a stream, and are not encrypted by themselves
	trailers    []pdfDict
	unpacked    int64
}

var (
	objectHead = regexp.MustCompile(`(?:^|[\s>])(\d{1,9})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b`)
	errPDF     = errors.New("not a PDF that can be read")
	errBroken  = errors.New("a PDF without some of its pages")
)

// whole tells whether a file goes to its end, and was not cut off on the way.
func whole(b []byte) bool { return bytes.Contains(b[max(0, len(b)-4096):], []byte("startxref")) }

// openPDF reads all objects. The last of a number stands, as in a file that was saved again.
func openPDF(b []byte) (*pdfFile, error) {
	f := &pdfFile{objects: map[int]any{}, generations: map[int]int{}, inStream: map[int]bool{}}
	if !whole(b) {
		return nil, errPDF
	}
	lengths := map[int]any{}
	at := 0
	var streams []int
	for at < len(b) {
		m := objectHead.FindSubmatchIndex(b[at:])
		end := len(b)
		if m != nil {
			end = at + m[0]
		}
		for i := bytes.Index(b[at:end], []byte("trailer")); i >= 0; i = -1 {
			p := &pdfParser{b: b[:end], at: at + i + len("trailer")}
			if d, ok := p.value(0).(pdfDict); ok {
				f.trailers = append(f.trailers, d)
			}
		}
		if m == nil {
			break
		}
		n, _ := strconv.Atoi(string(b[at+m[2] : at+m[3]]))
		if g, _ := strconv.Atoi(string(b[at+m[4] : at+m[5]])); g > 0 {
			f.generations[n] = g
		}
		p := &pdfParser{b: b, at: at + m[1]}
		v := p.value(0)
		at = max(p.at, at+m[1])
		if d, ok := v.(pdfDict); ok && p.word("stream") {
			from := p.at
			if from < len(b) && b[from] == '\r' {
				from++
			}
			if from < len(b) && b[from] == '\n' {
				from++
			}
			size := -1
			length := d["Length"]
			if r, ok := length.(pdfRef); ok {
				length = lengths[r[0]]
			}
			if k := whole64(length); k >= 0 && k <= int64(len(b)-from) &&
				bytes.HasPrefix(bytes.TrimLeft(b[from+int(k):min(len(b), from+int(k)+20)], "\r\n "),
					[]byte("endstream")) {
				size = int(k)
			} else if i := bytes.Index(b[from:], []byte("endstream")); i >= 0 {
				size = i
				if r := b[from : from+size]; bytes.HasSuffix(r, []byte("\r\n")) {
					size -= 2
				} else if bytes.HasSuffix(r, []byte("\n")) || bytes.HasSuffix(r, []byte("\r")) {
					size--
				}
			}
			if size < 0 { // cut off
				return nil, errBroken
			}
			v = &pdfStream{d, b[from : from+size]}
			at = from + size
			streams = append(streams, n)
		}
		f.objects[n], lengths[n] = v, v
		if len(f.objects) > mostObjects {
			return nil, errPDF
		}
	}
	var packed []*pdfStream
	for _, n := range streams {
		s, ok := f.objects[n].(*pdfStream)
		if !ok {
			continue
		}
		switch s.dict["Type"] {
		case pdfName("XRef"):
			f.trailers = append(f.trailers, s.dict)
		case pdfName("ObjStm"):
			packed = append(packed, s)
		}
	}
	if f.encrypted() { // what is packed is opened first
		return f, nil
	}
	for _, s := range packed {
		if err := f.unpack(s); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// unpack reads the objects within a stream.
func (f *pdfFile) unpack(s *pdfStream) error {
	b, err := f.decoded(s, mostUnpack-f.unpacked)
	if err != nil {
		return err
	}
	f.unpacked += int64(len(b))
	n, first := whole64(f.get(s.dict["N"])), whole64(f.get(s.dict["First"]))
	if n < 0 || n > mostObjects || first < 0 || first > int64(len(b)) {
		return errPDF
	}
	head := &pdfParser{b: b[:first]}
	for range n {
		nr, off := whole64(head.value(0)), whole64(head.value(0))
		if nr < 0 || nr > 1<<30 || off < 0 || first+off >= int64(len(b)) || len(f.objects) > mostObjects {
			return errPDF
		}
		if _, there := f.objects[int(nr)]; !there {
			f.inStream[int(nr)] = true
			f.objects[int(nr)] = (&pdfParser{b: b, at: int(first + off)}).value(0)
		}
	}
	return nil
}

func (f *pdfFile) encrypted() bool {
	return slices.ContainsFunc(f.trailers, func(d pdfDict) bool { return d["Encrypt"] != nil })
}

// get follows references.
func (f *pdfFile) get(v any) any {
	for range mostDepth {
		r, ok := v.(pdfRef)
		if !ok {
			return v
		}
		v = f.objects[r[0]]
	}
	return nil
}

func (f *pdfFile) dict(v any) pdfDict {
	switch d := f.get(v).(type) {
	case pdfDict:
		return d
	case *pdfStream:
		return d.dict
	}
	return nil
}

// inherited are what a page takes from the nodes above it.
var inherited = []pdfName{"Resources", "MediaBox", "CropBox", "Rotate"}

// pages lists the pages with what they inherit; more than most are counted and not listed.
func (f *pdfFile) pages(most int) (list []pdfDict, count int, broken bool) {
	var root any
	for _, t := range f.trailers {
		if t["Root"] != nil {
			root = t["Root"]
		}
	}
	catalog := f.dict(root)
	if catalog == nil {
		for _, n := range slices.Sorted(maps.Keys(f.objects)) {
			if d, ok := f.objects[n].(pdfDict); ok && d["Type"] == pdfName("Catalog") {
				catalog = d
			}
		}
	}
	seen := map[pdfRef]bool{}
	var walk func(v any, above pdfDict, depth int)
	walk = func(v any, above pdfDict, depth int) {
		if r, ok := v.(pdfRef); ok {
			if seen[r] {
				return
			}
			seen[r] = true
		}
		d := f.dict(v)
		if d == nil { // cut off
			broken = true
		}
		if d == nil || depth > mostDepth || count > mostObjects {
			return
		}
		own := maps.Clone(d)
		for _, k := range inherited {
			if own[k] == nil && above[k] != nil {
				own[k] = above[k]
			}
		}
		if kids, ok := f.get(d["Kids"]).(pdfArray); ok {
			for _, kid := range kids {
				walk(kid, own, depth+1)
			}
			return
		}
		if count++; count <= most {
			list = append(list, own)
		}
	}
	if catalog != nil {
		walk(catalog["Pages"], pdfDict{}, 0)
	}
	return list, count, broken
}
