package print

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// char is a character in one weight.
type char struct {
	r     rune
	heavy bool
}

// charset gives every character of a document a 16 bit code of its own, in both weights and beyond
// the BMP alike, which gofpdf could not write. The file says what each code means, so that text can
// be found and copied.
type charset struct {
	code map[char]rune
	used []char // in the order of their codes
	next rune
	step rune
}

// Codes leave gaps, since gofpdf takes quadratic time over runs of equally wide characters, and stay
// clear of what it adds on its own and of surrogates, which a Go string cannot hold.
const (
	firstCode = 0x0100
	codeStep  = 2
	lastCode  = 0xFFFC
)

// newCharset has ＿ alone, which stands for what the fonts lack.
func newCharset(first, step rune) *charset {
	s := &charset{code: map[char]rune{}, next: first, step: step}
	s.add(char{lacking, false})
	return s
}

// charset collects the characters of all pages.
func (c *canvas) charset() *charset {
	s := newCharset(firstCode, codeStep)
	for _, page := range c.pages {
		for _, o := range page {
			if o.kind == opText {
				for _, r := range o.text {
					s.add(char{r, o.bold})
				}
			}
		}
	}
	return s
}

// add gives a character a code. The font has hardly more characters than there are codes; should
// they ever run out, ＿ is set.
func (s *charset) add(c char) {
	if _, known := s.code[c]; known {
		return
	}
	if s.next > lastCode {
		s.code[c] = s.code[char{lacking, false}]
		return
	}
	s.code[c] = s.next
	s.used = append(s.used, c)
	if s.next += s.step; s.next == 0xD800 {
		s.next = 0xE000
	}
}

// encode writes a text in the document's codes.
func (s *charset) encode(text string, heavy bool) string {
	return strings.Map(func(r rune) rune { return s.code[char{r, heavy}] }, text)
}

// font cuts the document's font.
func (s *charset) font() []byte {
	codes, glyphs := make([]rune, len(s.used)), make([]glyphOf, len(s.used))
	for i, c := range s.used {
		codes[i], glyphs[i] = s.code[c], glyphFor(c)
	}
	return subset(codes, glyphs)
}

// toUnicode writes the table from codes to Unicode, in blocks of at most 100 as the format asks.
func (s *charset) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString(unicodeHead +
		"12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for i, c := range s.used {
		if i%100 == 0 {
			fmt.Fprintf(&b, "%d beginbfchar\n", min(100, len(s.used)-i))
		}
		fmt.Fprintf(&b, "<%04X> <%X>\n", s.code[c], utf16be(meaning(c.r)))
		if i%100 == 99 || i == len(s.used)-1 {
			b.WriteString("endbfchar\n")
		}
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.Bytes()
}

func utf16be(r rune) (b []byte) {
	for _, u := range utf16.AppendRune(nil, r) {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return b
}

const unicodeHead = "/CIDInit /ProcSet findresource begin\n"

// withUnicode puts table in the place of gofpdf's own, which takes the codes themselves for Unicode,
// and moves the offsets of what comes behind it. A file that does not look as gofpdf writes it stays
// as it is.
func withUnicode(file, table []byte) []byte {
	const begin, end, object = "stream\n", "\nendstream", "<</Length "
	data := bytes.Index(file, []byte(begin+unicodeHead)) + len(begin)
	from := bytes.LastIndex(file[:max(data, 0)], []byte(object))
	size := bytes.Index(file[max(data, 0):], []byte(end))
	xref := bytes.LastIndex(file, []byte("\nxref\n0 "))
	if data < len(begin) || from < 0 || size < 0 || xref < 0 {
		return file
	}
	out := make([]byte, 0, len(file)+len(table)+16)
	out = append(out, file[:from]...)
	out = append(out, object...)
	out = strconv.AppendInt(out, int64(len(table)), 10)
	out = append(out, ">>\n"+begin...)
	out = append(out, table...)
	moved := len(out) - (data + size)
	out = append(out, file[data+size:xref+1]...)

	at := len(out)
	for line := range bytes.Lines(file[xref+1:]) {
		switch offset, err := strconv.Atoi(string(line[:min(10, len(line))])); {
		case len(line) == 20 && line[17] == 'n' && err == nil && offset > from:
			out = fmt.Appendf(out, "%010d%s", offset+moved, line[10:])
		case bytes.Equal(line, fmt.Appendln(nil, xref+1)):
			out = fmt.Appendln(out, at)
		default:
			out = append(out, line...)
		}
	}
	return out
}
