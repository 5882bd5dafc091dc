package scan

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
)

// A TIFF is a chain of pages; the decoder reads the first. So the page that is wanted is made the first.

// tiffStart finds the first directory of a TIFF, or of what a camera noted, which has the same form.
func tiffStart(b []byte) (at int64, order binary.ByteOrder, ok bool) {
	if len(b) < 8 {
		return 0, nil, false
	}
	switch string(b[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 0, nil, false
	}
	return int64(order.Uint32(b[4:])), order, true
}

// tiffEntries are where the entries of a directory begin, and where it names the next one.
func tiffEntries(b []byte, at int64, order binary.ByteOrder) (entries []int64, next int64) {
	if at+2 > int64(len(b)) {
		return nil, 0
	}
	n := int64(order.Uint16(b[at:]))
	for i := range n {
		e := at + 2 + 12*i
		if e+12 > int64(len(b)) {
			return entries, 0
		}
		entries = append(entries, e)
	}
	if end := at + 2 + 12*n; end+4 <= int64(len(b)) {
		next = int64(order.Uint32(b[end:]))
	}
	return entries, next
}

// tiffTurn reads how a picture is turned.
func tiffTurn(b []byte, at int64, order binary.ByteOrder) int {
	entries, _ := tiffEntries(b, at, order)
	for _, e := range entries {
		if order.Uint16(b[e:]) == 0x0112 {
			if v := int(order.Uint16(b[e+8:])); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
	}
	return 1
}

// tiffPages are where the pages of a TIFF begin.
func tiffPages(b []byte) (out []int64) {
	at, order, ok := tiffStart(b)
	seen := map[int64]bool{}
	for ok && at > 0 && !seen[at] && len(out) <= MostSheets {
		seen[at] = true
		out = append(out, at)
		_, at = tiffEntries(b, at, order)
	}
	return out
}

// toTIFFPage makes the page that begins at a place the first.
func toTIFFPage(b []byte, at int64) {
	_, order, _ := tiffStart(b)
	order.PutUint32(b[4:], uint32(at)) // #nosec G115 -- read from 32 bits
}

// picturePDF is a picture as a page of A4, or of its own shape.
func picturePDF(m *image.RGBA) ([]byte, error) {
	var data bytes.Buffer
	if err := jpeg.Encode(&data, m, &jpeg.Options{Quality: 80}); err != nil {
		return nil, err
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	const a4 = 842.0
	long := float64(max(w, h))
	pw, ph := float64(w)*a4/long, float64(h)*a4/long
	draw := fmt.Sprintf("q %.2f 0 0 %.2f 0 0 cm /P Do Q", pw, ph)
	var out bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n", len(at))
		fmt.Fprintf(&out, format, args...)
		out.WriteString("\nendobj\n")
	}
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Count 1/Kids[3 0 R]>>")
	object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>", pw, ph)
	object("<</Length %d>>stream\n%s\nendstream", len(draw), draw)
	object("<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"+
		"/Length %d>>stream\n%s\nendstream", w, h, data.Len(), data.Bytes())
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return out.Bytes(), nil
}
