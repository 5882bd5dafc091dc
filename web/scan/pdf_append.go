package scan

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

var lastStart = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)

// Append puts the pages of one of our PDFs behind another's, as the format's incremental update: the
// other's bytes stay the head of the file, so that its hash can be taken from there.
func Append(original, more []byte) ([]byte, error) {
	f, err := openPDF(original)
	if err != nil {
		return nil, err
	}
	g, err := openPDF(more)
	if err != nil {
		return nil, err
	}
	start := lastStart.FindSubmatch(original)
	if start == nil || len(f.trailers) == 0 {
		return nil, errPDF
	}
	trailer := f.trailers[len(f.trailers)-1]
	above, ok := f.dict(trailer["Root"])["Pages"].(pdfRef)
	pages := maps.Clone(f.dict(above))
	kids, ok2 := f.get(pages["Kids"]).(pdfArray)
	list, _, broken := g.pages(MostSheets)
	if !ok || !ok2 || broken || len(list) == 0 {
		return nil, errPDF
	}
	out := bytes.NewBuffer(slices.Clone(original))
	out.WriteByte('\n')
	next := slices.Max(slices.Collect(maps.Keys(f.objects))) + 1
	first, at := next, []int{}
	number := map[int]int{}
	var queue []int
	renumber := func(r pdfRef) pdfRef {
		if number[r[0]] == 0 {
			number[r[0]] = next
			next++
			queue = append(queue, r[0])
		}
		return pdfRef{number[r[0]], 0}
	}
	next += len(list)
	kids = slices.Clone(kids)
	for i, page := range list {
		at = append(at, out.Len())
		fmt.Fprintf(out, "%d 0 obj\n", first+i)
		writePDF(out, page, renumber, 0)
		out.Truncate(out.Len() - len(">>"))
		fmt.Fprintf(out, "/Parent %d %d R>>\nendobj\n", above[0], above[1])
		kids = append(kids, pdfRef{first + i, 0})
	}
	for n := 0; n < len(queue); n++ {
		at = append(at, out.Len())
		fmt.Fprintf(out, "%d 0 obj\n", first+len(list)+n)
		writePDF(out, g.objects[queue[n]], renumber, 0)
		out.WriteString("\nendobj\n")
	}
	same := func(r pdfRef) pdfRef { return r }
	pages["Kids"], pages["Count"] = kids,
		pdfWord(strconv.FormatInt(whole64(f.get(pages["Count"]))+int64(len(list)), 10))
	tree := out.Len()
	fmt.Fprintf(out, "%d %d obj\n", above[0], above[1])
	writePDF(out, pages, same, 0)
	out.WriteString("\nendobj\n")
	xref := out.Len()
	fmt.Fprintf(out, "xref\n%d 1\n%010d %05d n \n%d %d\n", above[0], tree, above[1], first, len(at))
	for _, o := range at {
		fmt.Fprintf(out, "%010d 00000 n \n", o)
	}
	end := pdfDict{"Size": pdfWord(strconv.Itoa(next)), "Root": trailer["Root"], "Prev": pdfWord(start[1])}
	if trailer["Info"] != nil {
		end["Info"] = trailer["Info"]
	}
	out.WriteString("trailer\n")
	writePDF(out, end, same, 0)
	fmt.Fprintf(out, "\nstartxref\n%d\n%%%%EOF\n", xref)
	return out.Bytes(), nil
}
