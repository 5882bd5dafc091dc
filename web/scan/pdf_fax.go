package scan

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

	"golang.org/x/image/ccitt"
)

// fax decodes what black-and-white scanners write.
// Its parameters say which bit a black run is, its Decode array which bit is shown black.
func (f *pdfFile) fax(b []byte, w, h int, p pdfDict, decode any) *gray {
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
	bits, err := io.ReadAll(ccitt.NewReader(bytes.NewReader(b), ccitt.MSB, how, w, h,
		&ccitt.Options{Invert: false, Align: f.get(p["EncodedByteAlign"]) == pdfWord("true")}))
	if err != nil && len(bits) == 0 {
		return nil
	}
	flip := (f.get(p["BlackIs1"]) == pdfWord("true")) != f.flipped(decode)
	row := (w + 7) / 8
	g := newGray(w, h)
	for i := range g.pix {
		g.pix[i] = 255
	}
	for y := range min(h, len(bits)/row) {
		for x := range w {
			v := bits[y*row+x/8] >> (7 - x%8) & 1
			if flip {
				v ^= 1
			}
			g.pix[y*w+x] = 255 * v
		}
	}
	return g
}
