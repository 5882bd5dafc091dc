package scan

import (
	"bytes"
	"compress/zlib"
	"io"
	"maps"
	"slices"
)

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
	// unpacked by what may stand before it
	if last == "DCTDecode" || last == "DCT" || last == "CCITTFaxDecode" || last == "CCF" {
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
		return f.fax(b, int(w), int(h), params[len(params)-1], s.dict["Decode"]).through(f.twoColours(s))
	}
	return f.samples(s, b, int(w), int(h))
}

// flipped tells whether a Decode array shows the smallest sample light.
func (f *pdfFile) flipped(decode any) bool {
	d, ok := f.get(decode).(pdfArray)
	return ok && len(d) > 0 && (f.get(d[0]) == pdfWord("1") || f.get(d[0]) == pdfWord("1.0"))
}

// twoColours are the shades of a picture's two samples where they go through a palette.
func (f *pdfFile) twoColours(s *pdfStream) []byte {
	if _, palette := f.colours(s.dict["ColorSpace"], 0); len(palette) == 2 {
		return palette
	}
	return nil
}

// through is a picture of two samples through a palette of two shades.
func (g *gray) through(palette []byte) *gray {
	if g != nil && palette != nil {
		for i, v := range g.pix {
			g.pix[i] = palette[v/255]
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
	flip := palette == nil && f.flipped(s.dict["Decode"])
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
