package print

import (
	"encoding/binary"
	"sync"
)

// The check boxes are glyphs of our own, so that a ticked one is text for whoever searches, copies or hears the paper.
// They come from a tiny face that is drawn here.

// meaning is the character that a rune of a paper stands for.
func meaning(r rune) rune {
	switch r {
	case boxEmpty:
		return '☐'
	case boxTicked:
		return '☑'
	}
	return r
}

// glyphFor is the glyph of a character.
func glyphFor(c char) glyphOf {
	switch c.r {
	case boxEmpty:
		return glyphOf{boxes(), 0}
	case boxTicked:
		return glyphOf{boxes(), 1}
	}
	f := faceOf(weight(c.heavy), c.r)
	return glyphOf{f, f.find(c.r)}
}

// boxes is the face with the two boxes.
var boxes = sync.OnceValue(func() *face {
	const (
		left, foot, side = 100, -60, 740 // in thousandths of the type size
		line             = 60
	)
	square := func(in int) [][2]int {
		return [][2]int{{left + in, foot + in}, {left + in, foot + side - in}, {left + side - in, foot + side - in},
			{left + side - in, foot + in}}
	}
	hole := func() [][2]int {
		s := square(line)
		return [][2]int{s[3], s[2], s[1], s[0]}
	}
	tick := [][2]int{{215, 270}, {285, 335}, {400, 205}, {690, 590}, {760, 530}, {410, 95}}
	empty, ticked := simpleGlyph(square(0), hole()), simpleGlyph(square(0), hole(), tick)
	f := &face{unitsPerEm: 1000, longLoca: 1, numHMtx: 1}
	f.glyf = append(append(f.glyf, empty...), ticked...)
	for _, at := range []int{0, len(empty), len(f.glyf)} {
		f.loca = binary.BigEndian.AppendUint32(f.loca, uint32(at))
	}
	f.hmtx = []byte{0x03, 0xE8, 0, left, 0, left} // 1000 wide
	return f
})

// simpleGlyph writes the outline of a glyph from its contours, all of straight lines.
func simpleGlyph(contours ...[][2]int) []byte {
	var points [][2]int
	b := binary.BigEndian.AppendUint16(nil, uint16(len(contours)))
	var ends []byte
	for _, c := range contours {
		points = append(points, c...)
		ends = binary.BigEndian.AppendUint16(ends, uint16(len(points)-1))
	}
	low, high := points[0], points[0]
	for _, p := range points {
		for k := range 2 {
			low[k], high[k] = min(low[k], p[k]), max(high[k], p[k])
		}
	}
	for _, v := range []int{low[0], low[1], high[0], high[1]} {
		b = binary.BigEndian.AppendUint16(b, uint16(int16(v)))
	}
	b = append(append(b, ends...), 0, 0) // no instructions
	for range points {
		b = append(b, 1) // on the outline, both steps in two bytes
	}
	for k := range 2 {
		was := 0
		for _, p := range points {
			b = binary.BigEndian.AppendUint16(b, uint16(int16(p[k]-was)))
			was = p[k]
		}
	}
	return append(b, make([]byte, -len(b)&3)...)
}
