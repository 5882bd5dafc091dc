package scan

import (
	"bytes"
	"math"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"huiyin/huiyin"
)

// try is one way to look for a code.
type try struct {
	long    int     // of the whole, or of the whole that a corner is cut from
	corner  int     // 1 to 4, 0 for the whole
	grow    float64 // of a corner, afterwards
	change  func(*gray) *gray
	inverts bool
	global  bool // one threshold for all instead of one by place
}

// tries go from the cheap to the costly; nine of ten photos need the first. A code is square, so that none
// of them has to turn the page: its corner may be any of the four.
var tries = func() []try {
	all := []try{{long: 1600}, {long: 2400}, {long: 1100}}
	for _, t := range []try{{long: 3000, grow: 1}, {long: 3000, grow: 1, global: true},
		{long: 2000, grow: 1.6, change: (*gray).sharpened}, {long: 2000, grow: 1, change: (*gray).blurred},
		{long: 1400, grow: 2}} {
		for t.corner = 1; t.corner <= 4; t.corner++ {
			all = append(all, t)
		}
	}
	return append(all, try{long: 1600, global: true}, try{long: 1600, change: (*gray).blurred},
		try{long: 1600, change: (*gray).inverted, inverts: true})
}()

// codes finds the papers whose codes are on a page. Once one is found, what it covers is taken out and the
// page is searched once more, so that two papers on one picture do not pass for one.
func (g *gray) codes() []huiyin.PaperCode {
	found := g.search()
	// a fax in standard resolution has half as many lines as columns, and looks as if it lay on its side
	if len(found) == 0 && g.w > g.h && g.h*2 > g.w {
		found = g.taller().search()
	}
	return found
}

func (g *gray) search() []huiyin.PaperCode {
	var found []huiyin.PaperCode
	wholes := map[int]*gray{}
	whole := func(long int) *gray {
		long = min(long, max(g.w, g.h))
		if wholes[long] == nil {
			wholes[long] = g.scaled(long)
		}
		return wholes[long]
	}
	for _, t := range tries {
		w := whole(t.long)
		x, y, part := 0, 0, w
		if t.corner > 0 {
			cw, ch := w.w*45/100, w.h*45/100
			if min(cw, ch) < leastSide {
				continue
			}
			if t.corner%2 == 1 { // the upper right one first
				x = w.w - cw
			}
			if t.corner > 2 {
				y = w.h - ch
			}
			part = w.crop(x, y, cw, ch)
			if t.grow > 1 {
				part = part.scaled(int(float64(max(cw, ch)) * t.grow))
			}
		}
		f := 1.0
		if t.grow > 1 {
			f = t.grow
		}
		for range 3 { // codes of others stand beside ours
			text, box := part.decode(t)
			if text == "" {
				break
			}
			if c, ok := huiyin.ParsePaperCode(text); ok {
				found = merged(found, []huiyin.PaperCode{c})
			}
			if part == w { // kept for other tries
				part = &gray{w.w, w.h, bytes.Clone(w.pix)}
			}
			part.blank(box)
			for i := range box {
				box[i] /= f
			}
			if len(found) == 0 {
				continue
			}
			side := 1600
			// a small one: two or four pages were laid into one picture
			if max(box[2]-box[0], box[3]-box[1])*14 < float64(max(w.w, w.h)) {
				side = 2600
			}
			long := whole(side)
			s := float64(max(long.w, long.h)) / float64(max(w.w, w.h))
			second := &gray{long.w, long.h, bytes.Clone(long.pix)}
			if t.inverts {
				second = second.inverted()
			}
			second.blank([4]float64{(box[0] + float64(x)) * s, (box[1] + float64(y)) * s, (box[2] + float64(x)) * s,
				(box[3] + float64(y)) * s})
			return second.others(found)
		}
	}
	return found
}

// mostCodes bounds how many codes are looked for on a picture: two of each of four pages, and one more.
const mostCodes = 9

// others adds what else stands on a picture to the codes that were found on it.
func (g *gray) others(found []huiyin.PaperCode) []huiyin.PaperCode {
	for range mostCodes {
		text, box := g.decode(try{})
		if text == "" {
			break
		}
		if c, ok := huiyin.ParsePaperCode(text); ok {
			found = merged(found, []huiyin.PaperCode{c})
		}
		g.blank(box)
	}
	return found
}

// merged adds codes, each once.
func merged(all, more []huiyin.PaperCode) []huiyin.PaperCode {
next:
	for _, c := range more {
		for _, a := range all {
			if a == c {
				continue next
			}
		}
		all = append(all, c)
	}
	return all
}

// decode looks for one code, and gives its text and the box around it: left, top, right, bottom.
func (g *gray) decode(t try) (text string, box [4]float64) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	src := g
	if t.change != nil {
		src = t.change(g)
	}
	light, err := gozxing.NewPlanarYUVLuminanceSource(src.pix, src.w, src.h, 0, 0, src.w, src.h, false)
	if err != nil {
		return "", box
	}
	var b gozxing.Binarizer = gozxing.NewHybridBinarizer(light)
	if t.global {
		b = gozxing.NewGlobalHistgramBinarizer(light)
	}
	bits, err := gozxing.NewBinaryBitmap(b)
	if err != nil {
		return "", box
	}
	r, err := qrcode.NewQRCodeReader().Decode(bits,
		map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return "", box
	}
	box = [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range r.GetResultPoints() {
		box[0], box[1] = min(box[0], p.GetX()), min(box[1], p.GetY())
		box[2], box[3] = max(box[2], p.GetX()), max(box[3], p.GetY())
	}
	return r.GetText(), box
}

// blank whitens a box and what of the code stands around its corners' middles.
func (g *gray) blank(box [4]float64) {
	side := max(box[2]-box[0], box[3]-box[1]) * 0.35
	for y := max(0, int(box[1]-side)); y < min(g.h, int(box[3]+side)); y++ {
		for x := max(0, int(box[0]-side)); x < min(g.w, int(box[2]+side)); x++ {
			g.pix[y*g.w+x] = 255
		}
	}
}

// leastSide is the shorter side, in pixels, below which nothing is looked for.
const leastSide = 120
