package scan

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

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
