package print

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// What makes a file fit for an archive for decades, PDF/A-2b (ISO 19005-2): it says in XMP what it is, in which colours
// it was meant, in which language it is written, and by what it is known.

// producer is who wrote the file.
const producer = "Huiyin"

// pdfDay is an instant as the Info dictionary has it, with its zone.
func pdfDay(at time.Time) string {
	_, offset := at.Zone()
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	return at.Format("20060102150405") + fmt.Sprintf("%c%02d'%02d'", sign, offset/3600, offset/60%60)
}

// xmp says what the file is, the same as the Info dictionary.
func xmp(title string, at time.Time) []byte {
	day := at.Format("2006-01-02T15:04:05-07:00")
	var t bytes.Buffer
	for _, r := range title {
		switch r {
		case '<':
			t.WriteString("&lt;")
		case '>':
			t.WriteString("&gt;")
		case '&':
			t.WriteString("&amp;")
		default:
			t.WriteRune(r)
		}
	}
	return []byte("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
		`xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" ` +
		`xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">` +
		`<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>` +
		`<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + t.String() +
		`</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>` +
		`<xmp:CreateDate>` + day + `</xmp:CreateDate><xmp:ModifyDate>` + day + `</xmp:ModifyDate>` +
		`<pdf:Producer>` + producer + `</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>` +
		"\n<?xpacket end=\"r\"?>")
}

// intent is the ICC profile of sRGB, version 2, built from its primaries: what grey and colour on the pages mean.
var intent = sync.OnceValue(func() []byte {
	fixed := func(v float64) []byte { return binary.BigEndian.AppendUint32(nil, uint32(int32(math.Round(v*65536)))) }
	xyz := func(x, y, z float64) []byte {
		return bytes.Join([][]byte{[]byte("XYZ \x00\x00\x00\x00"), fixed(x), fixed(y), fixed(z)}, nil)
	}
	const name = "sRGB IEC61966-2.1"
	desc := append([]byte("desc\x00\x00\x00\x00"), binary.BigEndian.AppendUint32(nil, uint32(len(name)+1))...)
	desc = append(append(desc, name...), make([]byte, 1+4+4+2+1+67)...)
	curve := []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33\x00\x00") // gamma 2.2
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", desc}, {"cprt", []byte("text\x00\x00\x00\x00public domain\x00")},
		{"wtpt", xyz(0.9505, 1, 1.0891)}, {"rXYZ", xyz(0.43607, 0.22249, 0.01392)},
		{"gXYZ", xyz(0.38515, 0.71687, 0.09708)}, {"bXYZ", xyz(0.14307, 0.06061, 0.7141)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	from := 128 + 4 + 12*len(tags)
	for _, t := range tags {
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(from+len(data)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
		data = append(data, t.data...)
		data = append(data, make([]byte, -len(data)&3)...)
	}
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head, uint32(from+len(data)))
	copy(head[8:], "\x02\x10\x00\x00mntrRGB XYZ ")
	copy(head[24:], "\x07\xd0\x00\x01\x00\x01") // 1 January 2000
	copy(head[36:], "acsp")
	copy(head[68:], bytes.Join([][]byte{fixed(0.9642), fixed(1), fixed(0.8249)}, nil))
	return bytes.Join([][]byte{head, table, data}, nil)
})

// archived writes what the catalogue of such a file says besides its pages: contents gives the object of a stream with
// a dictionary, tree is the root of the structure, 0 for none.
func archived(contents func(dict string, data []byte) int, title string, at time.Time, tree int) string {
	meta := contents("/Type/Metadata/Subtype/XML", xmp(title, at))
	profile := contents("/N 3", intent())
	out := fmt.Sprintf("/Metadata %d 0 R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier"+
		"(sRGB)/RegistryName(http://www.color.org)/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>]"+
		"/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>", meta, profile)
	if tree != 0 {
		out += fmt.Sprintf("/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R", tree)
	}
	return out
}

// identity is by what a file is known: the same file has the same.
func identity(sum []byte) string { return fmt.Sprintf("/ID[<%X><%X>]", sum[:16], sum[:16]) }

// archiveHead begins such a file; the second line tells whoever copies it that it is not text.
const archiveHead = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

var (
	pageObject    = regexp.MustCompile(`^<</Type /Page\n`)
	catalogObject = regexp.MustCompile(`^<<\n?/Type /Catalog\n`)
	noFiles       = regexp.MustCompile(`/Names <<\s*/EmbeddedFiles << /Names \[\s*\] >>\s*>>\s*`) // an empty list
	infoDay       = regexp.MustCompile(`/(CreationDate|ModDate) \(D:[0-9]+\)`)
)

// forArchive makes a file of gofpdf's fit for an archive: its objects as they are, but the pages with their structure,
// the catalogue with what archived says, the dates with their zone. A file that does not look as gofpdf writes it is an
// error.
func forArchive(file []byte, title string, at time.Time, s *structure) ([]byte, error) {
	objects, trailer, err := objectsOf(file)
	if err != nil {
		return nil, err
	}
	var pages []int
	catalog := 0
	for i, o := range objects {
		switch {
		case pageObject.Match(o):
			objects[i] = fmt.Appendf(nil, "<</StructParents %d /Tabs /S %s", len(pages), o[2:])
			pages = append(pages, i+1)
		case catalogObject.Match(o):
			catalog = i + 1
		default:
			objects[i] = infoDay.ReplaceAll(o, []byte("/$1 (D:"+pdfDay(at)+")"))
		}
	}
	if catalog == 0 || len(pages) != len(s.pages) {
		return nil, fmt.Errorf("gofpdf wrote %d pages, catalogue %d", len(pages), catalog)
	}
	number := func() int { objects = append(objects, nil); return len(objects) }
	contents := func(dict string, data []byte) int {
		n := number()
		objects[n-1] = fmt.Appendf(nil, "<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
		return n
	}
	tree := s.objects(number, func(n int, text string) { objects[n-1] = []byte(text) }, pages)
	objects[catalog-1] = noFiles.ReplaceAll(objects[catalog-1], nil)
	about := archived(contents, title, at, tree)
	objects[catalog-1] = fmt.Appendf(nil, "<<%s\n%s", about, bytes.TrimPrefix(objects[catalog-1], []byte("<<")))

	var out bytes.Buffer
	out.WriteString(archiveHead)
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	sum := sha256.Sum256(out.Bytes())
	from := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d%s%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, identity(sum[:]), from)
	return out.Bytes(), nil
}

var trailerKeys = regexp.MustCompile(`/(Root|Info) ([0-9]+) 0 R`)

// objectsOf takes a file of gofpdf's apart: what each object is, and the root and info of its trailer.
func objectsOf(file []byte) (objects [][]byte, trailer string, err error) {
	wrong := fmt.Errorf("a PDF that gofpdf does not write")
	at := bytes.LastIndex(file, []byte("startxref\n"))
	if at < 0 {
		return nil, "", wrong
	}
	table, err := strconv.Atoi(strings.Fields(string(file[at+10:]))[0])
	if err != nil || table < 0 || table > at {
		return nil, "", wrong
	}
	lines := strings.Split(string(file[table:at]), "\n")
	for _, line := range lines {
		if len(line) != 19 || line[17] != 'n' {
			continue
		}
		from, err := strconv.Atoi(line[:10])
		if err != nil || from >= table {
			return nil, "", wrong
		}
		begin := fmt.Appendf(nil, "%d 0 obj\n", len(objects)+1)
		if !bytes.HasPrefix(file[from:], begin) {
			return nil, "", wrong
		}
		objects = append(objects, file[from+len(begin):table])
	}
	whole := slices.Clone(objects)
	for i, o := range whole { // each ends where the one behind it in the file begins
		end := len(o)
		for _, other := range whole {
			if n := len(o) - len(other); n > 0 && n < end {
				end = n
			}
		}
		o = o[:end]
		last := bytes.LastIndex(o, []byte("\nendobj"))
		if last < 0 {
			return nil, "", wrong
		}
		objects[i] = o[:last]
	}
	for _, m := range trailerKeys.FindAllString(string(file[table:at]), -1) {
		trailer += m
	}
	return objects, trailer, nil
}
