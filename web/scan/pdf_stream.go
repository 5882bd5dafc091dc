package scan

import (
	"bytes"
	"compress/zlib"
	"io"
)

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
