package print

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"huiyin/static"
)

// face reads a TrueType font in place: it keeps only where the tables lie in the embedded bytes,
// which it never writes to, so it costs no memory while idle and may be shared by goroutines.
type face struct {
	tables               map[string][]byte
	groups               []byte // of the cmap's format 12 subtable: 12 bytes each, sorted
	glyf, loca, hmtx     []byte
	numHMtx              int
	longLoca, unitsPerEm int
}

// The two faces of every paper, read on first use.
var (
	regular = sync.OnceValue(func() *face { return mustFace("regular") })
	bold    = sync.OnceValue(func() *face { return mustFace("bold") })
)

// mustFace panics on a font that cannot be read: the fonts are part of the program.
func mustFace(name string) *face {
	f, err := newFace(static.Font(name))
	if err != nil {
		panic(fmt.Sprintf("embedded font %s: %v", name, err))
	}
	return f
}

// newFace finds the tables of a TrueType font with a format 12 character map.
func newFace(b []byte) (*face, error) {
	if len(b) < 12 || be32(b, 0) != 0x00010000 {
		return nil, fmt.Errorf("not a TrueType font")
	}
	f := &face{tables: map[string][]byte{}}
	for i := range be16(b, 4) {
		rec := b[12+16*i:]
		start, size := be32(rec, 8), be32(rec, 12)
		if start+size > len(b) {
			return nil, fmt.Errorf("table %s is cut off", rec[:4])
		}
		f.tables[string(rec[:4])] = b[start : start+size : start+size]
	}
	for _, name := range []string{"OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "post"} {
		if len(f.tables[name]) == 0 {
			return nil, fmt.Errorf("table %s is missing", name)
		}
	}
	f.glyf, f.loca, f.hmtx = f.tables["glyf"], f.tables["loca"], f.tables["hmtx"]
	f.unitsPerEm, f.longLoca = be16(f.tables["head"], 18), be16(f.tables["head"], 50)
	f.numHMtx = be16(f.tables["hhea"], 34)

	cmap := f.tables["cmap"]
	for i := range be16(cmap, 2) {
		if sub := cmap[be32(cmap, 4+8*i+4):]; be16(sub, 0) == 12 {
			f.groups = sub[16 : 16+12*be32(sub, 12)]
			return f, nil
		}
	}
	return nil, fmt.Errorf("no full Unicode character map")
}

// find returns the glyph of a rune, 0 when the font lacks it.
func (f *face) find(r rune) int {
	lo, hi := 0, len(f.groups)/12
	for lo < hi {
		mid := (lo + hi) / 2
		g := f.groups[12*mid:]
		switch first, last := rune(be32(g, 0)), rune(be32(g, 4)); {
		case r < first:
			hi = mid
		case r > last:
			lo = mid + 1
		default:
			return be32(g, 8) + int(r-first)
		}
	}
	return 0
}

// advance returns the width of a rune in thousandths of the type size. The two check boxes are
// drawn one em wide.
func (f *face) advance(r rune) int {
	if r == boxEmpty || r == boxTicked {
		return 1000
	}
	if g := faceOf(f, r); g != f {
		f = g
	}
	return be16(f.hmtx, 4*min(f.find(r), f.numHMtx-1)) * 1000 / f.unitsPerEm
}

// width returns the width of a line in thousandths of the type size.
func (f *face) width(s string) int {
	sum := 0
	for _, r := range s {
		sum += f.advance(r)
	}
	return sum
}

// outline returns the glyph's data, nil for one without ink.
func (g glyphOf) outline() []byte {
	if g.longLoca == 0 {
		return g.glyf[2*be16(g.loca, 2*g.glyph) : 2*be16(g.loca, 2*g.glyph+2)]
	}
	return g.glyf[be32(g.loca, 4*g.glyph):be32(g.loca, 4*g.glyph+4)]
}

// metrics returns the glyph's width and left bearing as they stand in hmtx.
func (g glyphOf) metrics() []byte {
	n := g.numHMtx
	if g.glyph < n {
		return g.hmtx[4*g.glyph:][:4]
	}
	return append(slices.Clone(g.hmtx[4*(n-1):][:2]), g.hmtx[4*n+2*(g.glyph-n):][:2]...)
}

// Flags of a composite glyph's component, and how far its record then reaches.
const (
	argsAreWords = 1 << 0
	hasScale     = 1 << 3
	moreFollow   = 1 << 5
	hasXYScale   = 1 << 6
	hasMatrix    = 1 << 7
)

// components returns where the glyph numbers of a composite glyph's parts stand in its data.
func components(data []byte) (at []int) {
	if len(data) < 10 || int16(be16(data, 0)) >= 0 {
		return nil
	}
	for p, flags := 10, moreFollow; flags&moreFollow != 0; {
		flags = be16(data, p)
		at = append(at, p+2)
		p += 6
		if flags&argsAreWords != 0 {
			p += 2
		}
		switch {
		case flags&hasScale != 0:
			p += 2
		case flags&hasXYScale != 0:
			p += 4
		case flags&hasMatrix != 0:
			p += 8
		}
	}
	return at
}

// glyphOf is one glyph of a face.
type glyphOf struct {
	*face
	glyph int
}

// subset writes a complete small TrueType font with the metrics of the first glyph's face: the i-th
// of the codes, which are sorted and within the BMP, shows the i-th glyph.
func subset(codes []rune, glyphs []glyphOf) []byte {
	f := glyphs[0].face
	all := append([]glyphOf{{f, 0}}, glyphs...)
	partOf := map[glyphOf]int{} // new numbers of the parts of composite glyphs, which come last
	size := 0
	for i := 0; i < len(all); i++ {
		data := all[i].outline()
		size += len(data) + 3
		for _, at := range components(data) {
			if part := (glyphOf{all[i].face, be16(data, at)}); partOf[part] == 0 {
				partOf[part] = len(all)
				all = append(all, part)
			}
		}
	}

	glyf := make([]byte, 0, size)
	loca := make([]byte, 0, 4*len(all)+4)
	hmtx := make([]byte, 0, 4*len(all))
	for _, g := range all {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		start, data := len(glyf), g.outline()
		glyf = append(glyf, data...)
		for _, at := range components(data) {
			binary.BigEndian.PutUint16(glyf[start+at:], uint16(partOf[glyphOf{g.face, be16(data, at)}]))
		}
		glyf = append(glyf, make([]byte, -len(glyf)&3)...)
		hmtx = append(hmtx, g.metrics()...)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	head, hhea, maxp := slices.Clone(f.tables["head"]), slices.Clone(f.tables["hhea"]), slices.Clone(f.tables["maxp"])
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(all)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(all)))
	for _, g := range all { // another face's glyphs may have more points and contours
		if own := g.tables["maxp"]; g.face != f && len(own) >= 10 {
			for _, at := range []int{6, 8} {
				binary.BigEndian.PutUint16(maxp[at:], uint16(max(be16(maxp, at), be16(own, at))))
			}
		}
	}
	post := slices.Clone(f.tables["post"][:32])
	binary.BigEndian.PutUint32(post, 0x00030000)

	return assemble([]table{
		{"OS/2", f.tables["OS/2"]}, {"cmap", charMap(codes)}, {"glyf", glyf}, {"head", head}, {"hhea", hhea},
		{"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}, {"name", []byte{0, 0, 0, 0, 0, 6}}, {"post", post},
		{"prep", f.tables["prep"]},
	})
}

// charMap writes a cmap table, format 4, in which the i-th of the sorted codes has glyph i+1.
func charMap(codes []rune) []byte {
	type segment struct{ first, last, delta int }
	var segs []segment
	for i, c := range codes {
		if n := len(segs); n > 0 && segs[n-1].last+1 == int(c) {
			segs[n-1].last++
			continue
		}
		segs = append(segs, segment{int(c), int(c), i + 1 - int(c)})
	}
	segs = append(segs, segment{0xFFFF, 0xFFFF, 1})

	b := []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12} // one subtable: Windows, Unicode BMP
	put := func(v int) { b = binary.BigEndian.AppendUint16(b, uint16(v)) }
	half, log := 1, 0 // the search fields, from the largest power of two within
	for half*2 <= len(segs) {
		half, log = half*2, log+1
	}
	for _, v := range []int{4, 16 + 8*len(segs), 0, 2 * len(segs), 2 * half, log, 2 * (len(segs) - half)} {
		put(v)
	}
	for _, s := range segs {
		put(s.last)
	}
	put(0)
	for _, s := range segs {
		put(s.first)
	}
	for _, s := range segs {
		put(s.delta)
	}
	for range segs {
		put(0)
	}
	return b
}

// table is one table of a font file.
type table struct {
	tag  string
	data []byte
}

// assemble writes a font file from its tables, sorted by tag; empty ones are left out.
func assemble(tables []table) []byte {
	tables = slices.DeleteFunc(tables, func(t table) bool { return len(t.data) == 0 })
	size := 12 + 16*len(tables)
	for _, t := range tables {
		size += len(t.data) + 3
	}
	half, log := 1, 0
	for half*2 <= len(tables) {
		half, log = half*2, log+1
	}
	b := make([]byte, 0, size)
	b = binary.BigEndian.AppendUint32(b, 0x00010000)
	for _, v := range []int{len(tables), 16 * half, log, 16 * (len(tables) - half)} {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	offset, head := 12+16*len(tables), 0
	for _, t := range tables {
		if t.tag == "head" {
			head = offset
		}
		b = append(b, t.tag...)
		b = binary.BigEndian.AppendUint32(b, checksum(t.data))
		b = binary.BigEndian.AppendUint32(b, uint32(offset))
		b = binary.BigEndian.AppendUint32(b, uint32(len(t.data)))
		offset += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		b = append(b, t.data...)
		b = append(b, make([]byte, -len(b)&3)...)
	}
	binary.BigEndian.PutUint32(b[head+8:], 0xB1B0AFBA-checksum(b))
	return b
}

// checksum adds up the data as big-endian 32 bit words, the last one filled with zeros.
func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	var rest [4]byte
	copy(rest[:], b)
	return sum + binary.BigEndian.Uint32(rest[:])
}

func be16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
func be32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
