package print

import (
	"encoding/binary"
	"slices"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"huiyin/static"
)

func parse(t *testing.T, b []byte) *sfnt.Font {
	t.Helper()
	f, err := sfnt.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// outlineOf gives a rune's outline and width as another reader sees them, nil without the rune.
func outlineOf(t *testing.T, f *sfnt.Font, r rune) (sfnt.Segments, fixed.Int26_6) {
	t.Helper()
	var b sfnt.Buffer
	g, err := f.GlyphIndex(&b, r)
	if err != nil || g == 0 {
		return nil, 0
	}
	em := fixed.I(1000)
	wide, err := f.GlyphAdvance(&b, g, em, font.HintingNone)
	if err != nil {
		t.Fatal(err)
	}
	segments, err := f.LoadGlyph(&b, g, em, nil)
	if err != nil {
		t.Fatalf("%c: %v", r, err)
	}
	return slices.Clone(segments), wide
}

func TestSubsetShowsTheSameCharacters(t *testing.T) {
	for _, name := range []string{"regular", "bold"} {
		t.Run(name, func(t *testing.T) {
			whole, face := parse(t, static.Font(name)), weight(name == "bold")
			text := []rune("客户投诉意见处理表 ABCxyz0123456789，。（）￥¥％□䶮㛃𬱖")
			var codes []rune
			var glyphs []glyphOf
			for i, r := range text {
				codes = append(codes, rune(0x100+i+i/7)) // with gaps and without
				glyphs = append(glyphs, glyphOf{face, face.find(r)})
			}
			f := parse(t, subset(codes, glyphs))
			if got, want := f.NumGlyphs(), len(text)+1; got != want {
				t.Errorf("%d glyphs for %d characters and .notdef", got, want-1)
			}
			for i, r := range text {
				want, wide := outlineOf(t, whole, r)
				got, cutWide := outlineOf(t, f, codes[i])
				if !slices.Equal(got, want) || cutWide != wide {
					t.Errorf("%c looks different in the cut font", r)
				}
				if got := face.advance(r); fixed.I(got) != wide {
					t.Errorf("advance(%c) = %d, want %v", r, got, wide)
				}
			}
			if got, _ := outlineOf(t, f, 0x107); got != nil {
				t.Error("a code that is not used has a glyph")
			}
		})
	}
}

// A composite glyph keeps its parts, also where they are not themselves asked for.
func TestSubsetKeepsComposites(t *testing.T) {
	base := regular()
	plain := glyphOf{base, base.find('口')}.outline()
	composite := binary.BigEndian.AppendUint16(nil, 0xFFFF) // number of contours: composite
	composite = append(composite, plain[2:10]...)           // its box
	for _, part := range []struct{ flags, glyph int }{{moreFollow | argsAreWords | 2, 2}, {hasScale | 2, 3}} {
		composite = binary.BigEndian.AppendUint16(composite, uint16(part.flags))
		composite = binary.BigEndian.AppendUint16(composite, uint16(part.glyph))
		composite = append(composite, 0, 50)
		if part.flags&argsAreWords != 0 {
			composite = append(composite, 0, 20)
		} else {
			composite = append(composite, 0x20, 0) // scale one half
		}
	}
	var glyf, loca, hmtx []byte
	for _, g := range [][]byte{glyphOf{base, 0}.outline(), composite, plain, glyphOf{base, base.find('人')}.outline()} {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, g...)
		glyf = append(glyf, make([]byte, -len(glyf)&3)...)
		hmtx = append(hmtx, 1000>>8, 1000&0xFF, 0, 0)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	cmap := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 1}
	for _, v := range []uint32{'回', '回', 1} {
		cmap = binary.BigEndian.AppendUint32(cmap, v)
	}
	resized := func(name string, at int) []byte {
		b := slices.Clone(base.tables[name])
		binary.BigEndian.PutUint16(b[at:], 4)
		return b
	}
	made := assemble([]table{
		{"OS/2", base.tables["OS/2"]}, {"cmap", cmap}, {"glyf", glyf}, {"head", slices.Clone(base.tables["head"])},
		{"hhea", resized("hhea", 34)}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", resized("maxp", 4)},
		{"post", base.tables["post"]},
	})
	f, err := newFace(made)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := outlineOf(t, parse(t, made), '回')
	got, _ := outlineOf(t, parse(t, subset([]rune{'回'}, []glyphOf{{f, f.find('回')}})), '回')
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("the composite glyph became %v, want %v", got, want)
	}
}

func TestBrokenFontsAreRefused(t *testing.T) {
	whole := static.Font("regular")
	for name, b := range map[string][]byte{
		"empty": nil, "not a font": []byte("OTTO............"), "cut off": whole[:1000],
	} {
		if _, err := newFace(b); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestFacesAgree(t *testing.T) {
	for r := rune(0); r <= 0x3FFFF; r++ {
		if (regular().find(r) == 0) != (bold().find(r) == 0) {
			t.Fatalf("%U is in one face only", r)
		}
	}
}
