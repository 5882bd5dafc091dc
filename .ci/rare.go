//go:build ignore

// Cuts static/fonts/Rare.ttf.gz, the characters of names and places that Noto Sans SC lacks, out of the Hanazono fonts:
//
//	go run .ci/rare.go Unihan_IRGSources.txt Unihan_Variants.txt Unihan_Readings.txt HanaMinA.ttf HanaMinB.ttf
//
// as Debian has them in unicode-data (bunzip2) and fonts-hanazono.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"log"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// wanted are what stands in registers of people and places and in the dictionaries of today: the sources of identity
// cards, surveyors, newspapers, publishers and modern dictionaries of the mainland; Hong Kong's set; JIS X 0213;
// planes 3, 4 and 15 of Taiwan, the last being its household registers'; what has a meaning, a variant or a reading
// that is spoken. The dictionaries of old texts stay out.
var wanted = regexp.MustCompile(`^(kIRG_GSource\t(GIDC|GRM|GCYY|GDZ|GKJ|GXC|GXHZ?|GCH|GBK|GFZ|GGH|GHC|GCY|GPGLG|` +
	`GOCD|GZFY|GWZ|GFC|GU|G3|GHZR|GZ|GZH)|kIRG_HSource\tH|kIRG_JSource\t(J3|J3A|J4|JARIB)|kIRG_TSource\t(T3|T4|TF|TU)|` +
	`k(Traditional|Simplified|Semantic|SpecializedSemantic|Z)Variant|k(TGHZ2013|XHC1983|Definition|Cantonese|Hangul|` +
	`JapaneseKun|JapaneseOn))\b`)

// byHand are known names that no list has.
const byHand = "𠮷𪚥"

func be16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
func be32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }

type font struct {
	table map[string][]byte
	glyph map[rune]int
}

func read(name string) font {
	b, err := os.ReadFile(name)
	if err != nil {
		log.Fatal(err)
	}
	f := font{map[string][]byte{}, map[rune]int{}}
	for i := range be16(b, 4) {
		rec := b[12+16*i:]
		f.table[string(rec[:4])] = b[be32(rec, 8) : be32(rec, 8)+be32(rec, 12)]
	}
	cmap := f.table["cmap"]
	for i := range be16(cmap, 2) {
		sub := cmap[be32(cmap, 4+8*i+4):]
		if be16(sub, 0) != 12 {
			continue
		}
		for g := range be32(sub, 12) {
			group := sub[16+12*g:]
			for r := be32(group, 0); r <= be32(group, 4); r++ {
				f.glyph[rune(r)] = be32(group, 8) + r - be32(group, 0)
			}
		}
	}
	return f
}

// outline reads a simple glyph and writes it anew for 1000 units an em, without instructions.
func (f font) outline(r rune) (data []byte, left int) {
	loca, g := f.table["loca"], f.glyph[r]
	b := f.table["glyf"][be32(loca, 4*g):be32(loca, 4*g+4)]
	if len(b) < 10 || int16(be16(b, 0)) <= 0 {
		return nil, 0
	}
	em := be16(f.table["head"], 18)
	contours := be16(b, 0)
	points := be16(b, 10+2*(contours-1)) + 1
	p := 10 + 2*contours
	p += 2 + be16(b, p)
	flags := make([]byte, 0, points)
	for len(flags) < points {
		flag := b[p]
		p++
		flags = append(flags, flag)
		if flag&8 != 0 {
			for range b[p] {
				flags = append(flags, flag)
			}
			p++
		}
	}
	axis := func(short, same byte) []int {
		at, out := 0, make([]int, points)
		for i, flag := range flags {
			switch {
			case flag&short != 0 && flag&same != 0:
				at += int(b[p])
				p++
			case flag&short != 0:
				at -= int(b[p])
				p++
			case flag&same == 0:
				at += int(int16(be16(b, p)))
				p += 2
			}
			out[i] = (at*1000 + em/2) / em
			if at < 0 {
				out[i] = -((-at*1000 + em/2) / em)
			}
		}
		return out
	}
	x := axis(2, 16)
	y := axis(4, 32)

	put := func(to []byte, v int) []byte { return binary.BigEndian.AppendUint16(to, uint16(int16(v))) }
	data = put(nil, contours)
	for _, v := range []int{slices.Min(x), slices.Min(y), slices.Max(x), slices.Max(y)} {
		data = put(data, v)
	}
	data = append(data, b[10:10+2*contours]...)
	data = put(data, 0)
	var written, xs, ys []byte
	step := func(v []int, i int, short, same byte, out *[]byte) (flag byte) {
		d := v[i]
		if i > 0 {
			d -= v[i-1]
		}
		switch {
		case d == 0:
			return same
		case -256 < d && d < 0:
			*out = append(*out, byte(-d))
			return short
		case 0 < d && d < 256:
			*out = append(*out, byte(d))
			return short | same
		}
		*out = put(*out, d)
		return 0
	}
	for i, flag := range flags {
		written = append(written, flag&1|step(x, i, 2, 16, &xs)|step(y, i, 4, 32, &ys))
	}
	data = append(append(append(data, written...), xs...), ys...)
	return append(data, make([]byte, -len(data)&3)...), slices.Min(x)
}

func main() {
	log.SetFlags(0)
	want := map[rune]bool{}
	for _, r := range byHand {
		want[r] = true
	}
	for _, name := range os.Args[1:4] {
		file, err := os.Open(name)
		if err != nil {
			log.Fatal(err)
		}
		for scan := bufio.NewScanner(file); scan.Scan(); {
			code, rest, _ := strings.Cut(scan.Text(), "\t")
			r, err := strconv.ParseInt(strings.TrimPrefix(code, "U+"), 16, 32)
			if err != nil {
				continue
			}
			want[rune(r)] = want[rune(r)] || wanted.MatchString(rest)
		}
	}
	noto := read("static/fonts/NotoSansSC-Regular.ttf")
	from := map[rune]font{}
	var base font
	for _, name := range os.Args[4:] {
		f := read(name)
		base = f
		for r := range f.glyph {
			// The characters of compatibility are few, and some are the surname itself: 﨑.
			han := r >= 0x20000 && r < 0x30000 && want[r] || r >= 0xF900 && r < 0xFB00
			if _, has := noto.glyph[r]; !has && han {
				from[r] = f
			}
		}
	}

	runes := slices.Sorted(maps.Keys(from))
	glyf, loca := []byte{}, binary.BigEndian.AppendUint32([]byte{0, 0, 0, 0}, 0)
	hmtx := binary.BigEndian.AppendUint16(nil, 1000)
	hmtx = binary.BigEndian.AppendUint16(hmtx, 0)
	groups := []byte{}
	for i, r := range runes {
		data, left := from[r].outline(r)
		glyf = append(glyf, data...)
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(int16(left)))
		if n := len(groups); n > 0 && be32(groups, n-8) == int(r)-1 {
			binary.BigEndian.PutUint32(groups[n-8:], uint32(r))
			continue
		}
		for _, v := range []int{int(r), int(r), i + 1} {
			groups = binary.BigEndian.AppendUint32(groups, uint32(v))
		}
	}
	cmap := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0}
	for _, v := range []int{16 + len(groups), 0, len(groups) / 12} {
		cmap = binary.BigEndian.AppendUint32(cmap, uint32(v))
	}
	head, hhea := slices.Clone(base.table["head"]), slices.Clone(base.table["hhea"])
	maxp := slices.Clone(base.table["maxp"])
	binary.BigEndian.PutUint16(head[18:], 1000)
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint16(hhea[34:], 1)
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(runes)+1))

	tables := map[string][]byte{"OS/2": base.table["OS/2"], "cmap": append(cmap, groups...), "glyf": glyf, "head": head,
		"hhea": hhea, "hmtx": hmtx, "loca": loca, "maxp": maxp, "name": {0, 0, 0, 0, 0, 6}, "post": base.table["post"][:32]}
	out := []byte{0, 1, 0, 0, 0, byte(len(tables)), 0, 0, 0, 0, 0, 0}
	at := 12 + 16*len(tables)
	names := slices.Sorted(maps.Keys(tables))
	for _, name := range names {
		out = append(out, name...)
		for _, v := range []int{0, at, len(tables[name])} { // nobody but us reads it, so no checksums
			out = binary.BigEndian.AppendUint32(out, uint32(v))
		}
		at += (len(tables[name]) + 3) &^ 3
	}
	for _, name := range names {
		out = append(out, tables[name]...)
		out = append(out, make([]byte, -len(out)&3)...)
	}
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if _, err := w.Write(out); cmp.Or(err, w.Close()) != nil {
		log.Fatal("not packed")
	}
	if err := os.WriteFile("static/fonts/Rare.ttf.gz", packed.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(runes), "characters,", len(out), "bytes, packed", packed.Len())
}
