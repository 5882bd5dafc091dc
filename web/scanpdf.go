package web

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"golang.org/x/image/ccitt"

	"huiyin/huiyin"
)

// A small reader of scanned PDFs: it finds the objects by looking at the file from end to end, so that a
// broken table of contents does not matter, walks the pages, and decodes the pictures that scanners write.

// The kinds of PDF objects: numbers and other words as pdfWord, strings as they are written.
type (
	pdfWord   string
	pdfName   string
	pdfString []byte // with its brackets
	pdfRef    [2]int
	pdfArray  []any
	pdfDict   map[pdfName]any
)

// pdfStream is a dictionary with bytes, still encoded.
type pdfStream struct {
	dict pdfDict
	raw  []byte
}

// Limits of what is read of a PDF.
const (
	mostObjects = 200_000
	mostDepth   = 24
	mostUnpack  = 64 << 20 // of object streams together
)

type pdfFile struct {
	objects  map[int]any
	trailers []pdfDict
	unpacked int64
}

var (
	objectHead = regexp.MustCompile(`(?:^|[\s>])(\d{1,9})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b`)
	errPDF     = errors.New("not a PDF that can be read")
)

// openPDF reads all objects. The last of a number stands, as in a file that was saved again.
func openPDF(b []byte) (*pdfFile, error) {
	f := &pdfFile{objects: map[int]any{}}
	if !bytes.Contains(b[max(0, len(b)-4096):], []byte("startxref")) { // cut off
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
			if k := whole64(length); k >= 0 && k <= int64(len(b)-from) && bytes.HasPrefix(bytes.TrimLeft(b[from+int(k):min(len(b), from+int(k)+20)], "\r\n "), []byte("endstream")) {
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
				return nil, errPDF
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
	for _, n := range streams {
		s, ok := f.objects[n].(*pdfStream)
		if !ok {
			continue
		}
		switch s.dict["Type"] {
		case pdfName("XRef"):
			f.trailers = append(f.trailers, s.dict)
		case pdfName("ObjStm"):
			if err := f.unpack(s); err != nil && !f.encrypted() {
				return nil, err
			}
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
			f.objects[int(nr)] = (&pdfParser{b: b, at: int(first + off)}).value(0)
		}
	}
	return nil
}

func (f *pdfFile) encrypted() bool {
	return slices.ContainsFunc(f.trailers, func(d pdfDict) bool { return d["Encrypt"] != nil })
}

// emptyForm follows references.
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

// pictures lists the pictures that a page shows, also within forms.
func (f *pdfFile) pictures(resources any, depth int, seen map[*pdfStream]bool) (out []*pdfStream) {
	if depth > 4 {
		return nil
	}
	all := f.dict(f.dict(resources)["XObject"])
	for _, name := range slices.Sorted(maps.Keys(all)) {
		s, ok := f.get(all[name]).(*pdfStream)
		if !ok || seen[s] {
			continue
		}
		seen[s] = true
		switch f.get(s.dict["Subtype"]) {
		case pdfName("Image"):
			out = append(out, s)
		case pdfName("Form"):
			out = append(out, f.pictures(s.dict["Resources"], depth+1, seen)...)
		}
	}
	return out
}

// filters lists how a stream is encoded, with the parameters of each.
func (f *pdfFile) filters(s *pdfStream) (names []pdfName, params []pdfDict) {
	one := func(v any) []any {
		if a, ok := f.get(v).(pdfArray); ok {
			return a
		}
		return []any{v}
	}
	parms := one(s.dict["DecodeParms"])
	for i, v := range one(s.dict["Filter"]) {
		name, ok := f.get(v).(pdfName)
		if !ok {
			continue
		}
		var d pdfDict
		if i < len(parms) {
			d = f.dict(parms[i])
		}
		names, params = append(names, name), append(params, d)
	}
	return names, params
}

// decoded is a stream unpacked to at most so many bytes. It knows what is needed for structure and for
// plain samples; other encodings are errors.
func (f *pdfFile) decoded(s *pdfStream, most int64) ([]byte, error) {
	b := s.raw
	names, params := f.filters(s)
	for i, name := range names {
		if name != "FlateDecode" && name != "Fl" {
			return nil, errPDF
		}
		z, err := zlib.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, errPDF
		}
		out, err := io.ReadAll(io.LimitReader(z, most+1))
		if int64(len(out)) > most || err != nil && len(out) == 0 {
			return nil, errPDF
		}
		if b, err = unpredicted(out, f, params[i]); err != nil {
			return nil, err
		}
	}
	if int64(len(b)) > most {
		return nil, errPDF
	}
	return b, nil
}

// unpredicted undoes what makes samples smaller to pack: PNG's filters, or TIFF's on whole bytes.
func unpredicted(b []byte, f *pdfFile, p pdfDict) ([]byte, error) {
	num := func(name pdfName, otherwise int64) int64 {
		if p[name] == nil {
			return otherwise
		}
		return whole64(f.get(p[name]))
	}
	kind, colors, bits, columns := num("Predictor", 1), num("Colors", 1), num("BitsPerComponent", 8), num("Columns", 1)
	if kind == 1 {
		return b, nil
	}
	if colors < 1 || colors > 8 || bits < 1 || bits > 16 || columns < 1 || columns > mostPixels || kind < 2 {
		return nil, errPDF
	}
	per, row := int(max(colors*bits/8, 1)), int((colors*bits*columns+7)/8)
	if kind == 2 {
		if bits != 8 {
			return nil, errPDF
		}
		for at := 0; at+row <= len(b); at += row {
			for i := per; i < row; i++ {
				b[at+i] += b[at+i-per]
			}
		}
		return b, nil
	}
	out := make([]byte, 0, len(b))
	above := make([]byte, row)
	for len(b) > row {
		how, cur := b[0], b[1:1+row]
		b = b[1+row:]
		for i := range cur {
			var left, corner byte
			if i >= per {
				left, corner = cur[i-per], above[i-per]
			}
			switch how {
			case 1:
				cur[i] += left
			case 2:
				cur[i] += above[i]
			case 3:
				cur[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				cur[i] += paeth(left, above[i], corner)
			}
		}
		above = cur
		out = append(out, cur...)
	}
	return out, nil
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }

// picture decodes one picture of a page, nil when it is none that a scanner writes.
func (f *pdfFile) picture(s *pdfStream) *gray {
	w, h := whole64(f.get(s.dict["Width"])), whole64(f.get(s.dict["Height"]))
	if min(w, h) < leastSide || w > mostPixels || h > mostPixels || w*h > mostPixels {
		return nil
	}
	names, params := f.filters(s)
	last := pdfName("")
	if len(names) > 0 {
		last = names[len(names)-1]
	}
	inner := *s
	inner.dict = maps.Clone(s.dict)
	if last == "DCTDecode" || last == "DCT" || last == "CCITTFaxDecode" || last == "CCF" { // unpacked by what may stand before it
		front, parms := pdfArray{}, pdfArray{}
		for i := range names[:len(names)-1] {
			front, parms = append(front, names[i]), append(parms, params[i])
		}
		inner.dict["Filter"], inner.dict["DecodeParms"] = front, parms
	}
	b, err := f.decoded(&inner, mostPixelBytes)
	if err != nil {
		return nil
	}
	switch last {
	case "DCTDecode", "DCT":
		g, err := decodeGray(b)
		if err != nil {
			return nil
		}
		return g
	case "CCITTFaxDecode", "CCF":
		return f.fax(b, int(w), int(h), params[len(params)-1])
	}
	return f.samples(s, b, int(w), int(h))
}

// fax decodes what black-and-white scanners write.
func (f *pdfFile) fax(b []byte, w, h int, p pdfDict) *gray {
	k := int64(0)
	if p["K"] != nil {
		n, err := strconv.ParseInt(fmt.Sprint(f.get(p["K"])), 10, 32)
		if err != nil {
			return nil
		}
		k = n
	}
	if k > 0 || p["Columns"] != nil && whole64(f.get(p["Columns"])) != int64(w) {
		return nil
	}
	how := ccitt.Group3
	if k < 0 {
		how = ccitt.Group4
	}
	bits, err := io.ReadAll(ccitt.NewReader(bytes.NewReader(b), ccitt.MSB, how, w, h, &ccitt.Options{Invert: false, Align: f.get(p["EncodedByteAlign"]) == pdfWord("true")}))
	if err != nil && len(bits) == 0 {
		return nil
	}
	row := (w + 7) / 8
	g := newGray(w, h)
	for i := range g.pix {
		g.pix[i] = 255
	}
	for y := range min(h, len(bits)/row) {
		for x := range w {
			g.pix[y*w+x] = 255 * (bits[y*row+x/8] >> (7 - x%8) & 1)
		}
	}
	return g
}

// samples reads plain samples: 1 or 8 bits in grey, 8 in RGB, or either through a palette.
func (f *pdfFile) samples(s *pdfStream, b []byte, w, h int) *gray {
	bits, n := int(whole64(f.get(s.dict["BitsPerComponent"]))), 0
	if f.get(s.dict["ImageMask"]) == pdfWord("true") {
		bits, n = 1, 1
	}
	var palette []byte
	if n == 0 {
		n, palette = f.colours(s.dict["ColorSpace"], 0)
	}
	if n != 1 && n != 3 || bits != 8 && (bits != 1 || n != 1) {
		return nil
	}
	row := (w*n*bits + 7) / 8
	if len(b) < row*h {
		return nil
	}
	flip := false
	if d, ok := f.get(s.dict["Decode"]).(pdfArray); ok && len(d) > 0 && palette == nil {
		flip = f.get(d[0]) == pdfWord("1")
	}
	g := newGray(w, h)
	for y := range h {
		src, dst := b[y*row:(y+1)*row], g.pix[y*w:(y+1)*w]
		for x := range dst {
			switch {
			case n == 3:
				dst[x] = luma(src[3*x], src[3*x+1], src[3*x+2])
			case bits == 8:
				dst[x] = src[x]
			default:
				dst[x] = src[x/8] >> (7 - x%8) & 1
				if palette == nil {
					dst[x] *= 255
				}
			}
			if palette != nil {
				dst[x] = palette[min(int(dst[x]), len(palette)-1)]
			}
			if flip {
				dst[x] = 255 - dst[x]
			}
		}
	}
	return g
}

// colours tells how many components a colour space has, 0 for one that is not read, and its palette as greys.
func (f *pdfFile) colours(v any, depth int) (int, []byte) {
	switch cs := f.get(v).(type) {
	case pdfName:
		return map[pdfName]int{"DeviceGray": 1, "G": 1, "CalGray": 1, "DeviceRGB": 3, "RGB": 3, "CalRGB": 3}[cs], nil
	case pdfArray:
		if len(cs) == 0 || depth > 3 {
			return 0, nil
		}
		switch name := f.get(cs[0]); {
		case name == pdfName("ICCBased") && len(cs) > 1:
			return int(whole64(f.get(f.dict(cs[1])["N"]))), nil
		case name == pdfName("CalGray"):
			return 1, nil
		case name == pdfName("CalRGB"):
			return 3, nil
		case (name == pdfName("Indexed") || name == pdfName("I")) && len(cs) > 3:
			n, _ := f.colours(cs[1], depth+1)
			var table []byte
			switch t := f.get(cs[3]).(type) {
			case pdfString:
				table = t.bytes()
			case *pdfStream:
				table, _ = f.decoded(t, 4096)
			}
			if n != 1 && n != 3 || len(table) < n {
				return 0, nil
			}
			var greys []byte
			for i := 0; i+n <= len(table); i += n {
				if n == 1 {
					greys = append(greys, table[i])
				} else {
					greys = append(greys, luma(table[i], table[i+1], table[i+2]))
				}
			}
			return 1, greys
		}
	}
	return 0, nil
}

// alone writes one page as a PDF of its own: the page, and everything that it refers to, as it stands. The
// same page gives the same bytes.
func (f *pdfFile) alone(page pdfDict) []byte {
	page = maps.Clone(page)
	for _, k := range []pdfName{"Parent", "B", "StructParents", "Annots", "AA"} {
		delete(page, k)
	}
	number := map[int]int{}
	var queue []int
	renumber := func(r pdfRef) pdfRef {
		if number[r[0]] == 0 {
			number[r[0]] = 4 + len(queue)
			queue = append(queue, r[0])
		}
		return pdfRef{number[r[0]], 0}
	}
	var out bytes.Buffer
	var at []int
	object := func(v any) {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n", len(at))
		writePDF(&out, v, renumber, 0)
		out.WriteString("\nendobj\n")
	}
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n")
	at = append(at, 15)
	at = append(at, out.Len())
	out.WriteString("2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n")
	object(page)
	// The node above is ours, not one of the file's.
	out.Truncate(out.Len() - len(">>\nendobj\n"))
	out.WriteString("/Parent 2 0 R>>\nendobj\n")
	for n := 0; n < len(queue); n++ {
		object(f.objects[queue[n]])
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return out.Bytes()
}

func writePDF(w *bytes.Buffer, v any, renumber func(pdfRef) pdfRef, depth int) {
	if depth > 4*mostDepth {
		w.WriteString("null")
		return
	}
	switch v := v.(type) {
	case pdfWord:
		w.WriteString(string(v))
	case pdfName:
		w.WriteString("/" + string(v))
	case pdfString:
		w.Write(v)
	case pdfRef:
		fmt.Fprintf(w, "%d 0 R", renumber(v)[0])
	case pdfArray:
		w.WriteByte('[')
		for i, e := range v {
			if i > 0 {
				w.WriteByte(' ')
			}
			writePDF(w, e, renumber, depth+1)
		}
		w.WriteByte(']')
	case pdfDict:
		w.WriteString("<<")
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if k == "Parent" { // leads back to the whole file
				continue
			}
			w.WriteString("/" + string(k) + " ")
			writePDF(w, v[k], renumber, depth+1)
		}
		w.WriteString(">>")
	case *pdfStream:
		d := maps.Clone(v.dict)
		d["Length"] = pdfWord(strconv.Itoa(len(v.raw)))
		writePDF(w, d, renumber, depth+1)
		w.WriteString("\nstream\n")
		w.Write(v.raw)
		w.WriteString("\nendstream")
	default:
		w.WriteString("null")
	}
}

func whole64(v any) int64 {
	w, ok := v.(pdfWord)
	if !ok {
		return -1
	}
	n, err := strconv.ParseInt(string(w), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// bytes are what a string stands for.
func (t pdfString) bytes() (out []byte) {
	if len(t) < 2 {
		return nil
	}
	in := t[1 : len(t)-1]
	if t[0] == '<' {
		var hex []byte
		for _, c := range in {
			if v := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20); v >= 0 && c > ' ' {
				hex = append(hex, byte(v))
			}
		}
		for i := 0; i < len(hex); i += 2 {
			v := hex[i] << 4
			if i+1 < len(hex) {
				v |= hex[i+1]
			}
			out = append(out, v)
		}
		return out
	}
	for i := 0; i < len(in); i++ {
		c := in[i]
		if c != '\\' || i+1 == len(in) {
			out = append(out, c)
			continue
		}
		i++
		switch c = in[i]; {
		case c == 'n':
			out = append(out, '\n')
		case c == 'r':
			out = append(out, '\r')
		case c == 't':
			out = append(out, '\t')
		case c == 'b':
			out = append(out, '\b')
		case c == 'f':
			out = append(out, '\f')
		case c == '\n':
		case c >= '0' && c <= '7':
			v := 0
			for j := 0; j < 3 && i < len(in) && in[i] >= '0' && in[i] <= '7'; j++ {
				v = v*8 + int(in[i]-'0')
				i++
			}
			i--
			out = append(out, byte(v))
		default:
			out = append(out, c)
		}
	}
	return out
}

// pdfParser reads values one after the other.
type pdfParser struct {
	b  []byte
	at int
}

func pdfSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}
func pdfEnds(c byte) bool { return pdfSpace(c) || bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (p *pdfParser) skip() {
	for p.at < len(p.b) {
		switch c := p.b[p.at]; {
		case pdfSpace(c):
			p.at++
		case c == '%':
			for p.at < len(p.b) && p.b[p.at] != '\n' && p.b[p.at] != '\r' {
				p.at++
			}
		default:
			return
		}
	}
}

// word takes a word where it comes next.
func (p *pdfParser) word(w string) bool {
	p.skip()
	if !bytes.HasPrefix(p.b[p.at:], []byte(w)) {
		return false
	}
	p.at += len(w)
	return true
}

func (p *pdfParser) token() string {
	from := p.at
	for p.at < len(p.b) && !pdfEnds(p.b[p.at]) {
		p.at++
	}
	return string(p.b[from:p.at])
}

// value reads one value, nil where there is none.
func (p *pdfParser) value(depth int) any {
	p.skip()
	if p.at >= len(p.b) || depth > 2*mostDepth {
		return nil
	}
	switch c := p.b[p.at]; {
	case c == '/':
		p.at++
		return pdfName(p.token())
	case bytes.HasPrefix(p.b[p.at:], []byte("<<")):
		p.at += 2
		d := pdfDict{}
		for {
			p.skip()
			if p.at >= len(p.b) || p.word(">>") {
				return d
			}
			k, ok := p.value(depth + 1).(pdfName)
			if !ok {
				return d
			}
			p.skip()
			if bytes.HasPrefix(p.b[p.at:], []byte(">>")) {
				continue
			}
			d[k] = p.value(depth + 1)
		}
	case c == '<':
		return p.until('>')
	case c == '(':
		from, open := p.at, 0
		for p.at < len(p.b) {
			switch p.b[p.at] {
			case '\\':
				p.at++
			case '(':
				open++
			case ')':
				open--
			}
			p.at++
			if open == 0 {
				break
			}
		}
		p.at = min(p.at, len(p.b))
		return pdfString(p.b[from:p.at])
	case c == '[':
		p.at++
		a := pdfArray{}
		for {
			p.skip()
			if p.at >= len(p.b) || p.word("]") {
				return a
			}
			before := p.at
			v := p.value(depth + 1)
			if p.at == before {
				return a
			}
			a = append(a, v)
		}
	}
	w := p.token()
	if w == "" {
		return nil
	}
	if n, err := strconv.Atoi(w); err == nil && n >= 0 { // a reference is two numbers and an R
		back := p.at
		p.skip()
		if g, err := strconv.Atoi(p.token()); err == nil && g >= 0 {
			p.skip()
			if p.token() == "R" {
				return pdfRef{n, g}
			}
		}
		p.at = back
	}
	return pdfWord(w)
}

func (p *pdfParser) until(end byte) pdfString {
	from := p.at
	i := bytes.IndexByte(p.b[from:], end)
	if i < 0 {
		p.at = len(p.b)
		return pdfString(p.b[from:])
	}
	p.at = from + i + 1
	return pdfString(p.b[from:p.at])
}

// readPDF reads the pictures of each page; a page without any is passed on as it is.
func readPDF(b []byte, each func(scanSheet) error) error {
	f, err := openPDF(b)
	switch {
	case err == nil && f.encrypted():
		return errEncrypted
	case err != nil:
		return errDamaged
	}
	pages, count, broken := f.pages(mostSheets)
	switch {
	case count == 0 || broken:
		return errDamaged
	case count > mostSheets:
		return huiyin.Invalid("file", "最多 %d 页，这份有 %d 页，请分开扫描。", mostSheets, count)
	}
	out := 0
	for _, page := range pages {
		var s scanSheet
		for i, stream := range f.pictures(page["Resources"], 0, map[*pdfStream]bool{}) {
			if i == mostPictures {
				break
			}
			if g := f.picture(stream); g != nil {
				s.codes = merged(s.codes, g.codes())
				if small := g.small(); len(small) > len(s.thumb) {
					s.thumb = small
				}
			}
		}
		if len(pages) > 1 {
			s.page = f.alone(page)
			if out += len(s.page); out > 3*len(b)+1<<20 { // pages that share everything
				return errHeavy
			}
		}
		if err := each(s); err != nil {
			return err
		}
	}
	return nil
}
