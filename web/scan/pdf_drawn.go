package scan

import (
	"math"
	"slices"
	"strconv"
)

// A PDF of ours that was never on paper draws its codes as dark squares. They are drawn here as well, and nothing
// else of the page, so that the reader of pictures finds them: in the file as it is, signed over in software, or
// written anew by another program (rule F6).

// drawnSide is the longer side of the picture of a page's squares, mostDrawn how many of its words are looked at.
const (
	drawnSide   = 2400
	mostDrawn   = 400_000
	mostContent = 16 << 20
	mostForms   = 4          // within each other
	mostArea    = 60_000_000 // of pixels painted
	leastDark   = 60         // squares, below which there is no code
)

type matrix [6]float64

func (m matrix) times(n matrix) matrix {
	return matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

func (m matrix) at(x, y float64) [2]float64 {
	return [2]float64{m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]}
}

// drawing is a page's squares as they are found.
type drawing struct {
	f     *pdfFile
	out   *gray
	words int
	dark  int   // squares
	area  int   // painted
	bytes int64 // unpacked
}

// drawn is the picture of a page's dark squares, nil where it has none.
func (f *pdfFile) drawn(page pdfDict) *gray {
	box, ok := f.get(page["MediaBox"]).(pdfArray)
	if !ok || len(box) != 4 {
		return nil
	}
	var b [4]float64
	for i := range b {
		b[i] = f.number(box[i])
	}
	w, h := b[2]-b[0], b[3]-b[1]
	if !(w > 10 && h > 10 && w < 20_000 && h < 20_000) {
		return nil
	}
	s := drawnSide / max(w, h)
	d := &drawing{f: f, out: newGray(int(w*s)+1, int(h*s)+1)}
	for i := range d.out.pix {
		d.out.pix[i] = 255
	}
	var content []byte
	parts, ok := f.get(page["Contents"]).(pdfArray)
	if !ok {
		parts = pdfArray{page["Contents"]}
	}
	for _, part := range parts {
		if stream, ok := f.get(part).(*pdfStream); ok {
			content = append(append(content, d.content(stream)...), '\n')
		}
	}
	d.run(content, page["Resources"], matrix{s, 0, 0, -s, -b[0] * s, b[3] * s}, 0)
	if d.dark < leastDark {
		return nil
	}
	return d.out
}

func (f *pdfFile) number(v any) float64 {
	w, _ := f.get(v).(pdfWord)
	n, err := strconv.ParseFloat(string(w), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0
	}
	return n
}

// state is what q keeps and Q brings back.
type drawState struct {
	m     matrix
	light bool
}

// run goes through the words of a page or of a form on it.
func (d *drawing) run(b []byte, resources any, m matrix, depth int) {
	p := &pdfParser{b: b}
	now := drawState{m: m}
	var kept []drawState
	var args []any
	var boxes [][4]float64
	var path [][2]float64
	num := func(i int) float64 { return d.f.number(args[len(args)-1-i]) }
	close := func() {
		if box, ok := boxAround(path); ok {
			boxes = append(boxes, box)
		}
		path = nil
	}
	for p.at < len(b) && d.words < mostDrawn {
		before := p.at
		v := p.value(0)
		if p.at == before {
			p.at++
			continue
		}
		word, ok := v.(pdfWord)
		if !ok || word == "" || word[0] == '-' || word[0] == '+' || word[0] == '.' || word[0] >= '0' && word[0] <= '9' {
			if args = append(args, v); len(args) > 64 {
				args = args[1:]
			}
			continue
		}
		d.words++
		switch n := len(args); {
		case word == "q":
			kept = append(kept, now)
		case word == "Q" && len(kept) > 0:
			now, kept = kept[len(kept)-1], kept[:len(kept)-1]
		case word == "cm" && n >= 6:
			now.m = matrix{num(5), num(4), num(3), num(2), num(1), num(0)}.times(now.m)
		case word == "g" && n >= 1:
			now.light = num(0) > 0.5
		case word == "rg" && n >= 3:
			now.light = num(0)+num(1)+num(2) > 1.5
		case word == "k" && n >= 4:
			now.light = num(0) < 0.5
		case (word == "sc" || word == "scn") && n >= 1:
			now.light = len(args) != 4 && num(0) > 0.5
		case word == "re" && n >= 4:
			x, y, w, h := num(3), num(2), num(1), num(0)
			close()
			for _, c := range [4][2]float64{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}} {
				path = append(path, now.m.at(c[0], c[1]))
			}
			close()
		case word == "m" && n >= 2:
			close()
			path = append(path, now.m.at(num(1), num(0)))
		case word == "l" && n >= 2 && len(path) < 8:
			path = append(path, now.m.at(num(1), num(0)))
		case word == "h":
			close()
		case word == "f" || word == "f*" || word == "F":
			close()
			for _, box := range boxes {
				d.fill(box, now.light)
			}
			boxes = nil
		case slices.Contains([]pdfWord{"n", "S", "s", "B", "B*", "b", "b*"}, word):
			boxes, path = nil, nil
		case word == "Do" && n >= 1 && depth < mostForms:
			if name, ok := args[n-1].(pdfName); ok {
				d.form(name, resources, now.m, depth)
			}
		case word == "BI": // a picture within the words
			return
		}
		args = args[:0]
	}
}

// form draws what stands in a form of its own.
func (d *drawing) form(name pdfName, resources any, m matrix, depth int) {
	s, ok := d.f.get(d.f.dict(d.f.dict(resources)["XObject"])[name]).(*pdfStream)
	if !ok || d.f.get(s.dict["Subtype"]) != pdfName("Form") {
		return
	}
	if own, ok := d.f.get(s.dict["Matrix"]).(pdfArray); ok && len(own) == 6 {
		var f matrix
		for i := range f {
			f[i] = d.f.number(own[i])
		}
		m = f.times(m)
	}
	inner := s.dict["Resources"]
	if inner == nil {
		inner = resources
	}
	d.run(d.content(s), inner, m, depth+1)
}

// content unpacks what draws, all of a page together within bounds.
func (d *drawing) content(s *pdfStream) []byte {
	b, err := d.f.decoded(s, mostContent-d.bytes)
	d.bytes += int64(len(b)) + 1
	if err != nil {
		return nil
	}
	return b
}

// boxAround is the box that a path of four corners is, false for any other.
func boxAround(path [][2]float64) (box [4]float64, ok bool) {
	if len(path) < 4 || len(path) > 5 {
		return box, false
	}
	box = [4]float64{path[0][0], path[0][1], path[0][0], path[0][1]}
	for _, c := range path {
		box[0], box[1] = min(box[0], c[0]), min(box[1], c[1])
		box[2], box[3] = max(box[2], c[0]), max(box[3], c[1])
	}
	for _, c := range path { // upright
		if min(c[0]-box[0], box[2]-c[0]) > 0.5 || min(c[1]-box[1], box[3]-c[1]) > 0.5 {
			return box, false
		}
	}
	return box, true
}

func (d *drawing) fill(box [4]float64, light bool) {
	shade := byte(0)
	if light {
		shade = 255
	} else {
		d.dark++
	}
	d.area += int(max(0, box[2]-box[0]) * max(0, box[3]-box[1]))
	if d.area > mostArea {
		return
	}
	for y := max(0, int(math.Round(box[1]))); y < min(d.out.h, int(math.Round(box[3]))); y++ {
		for x := max(0, int(math.Round(box[0]))); x < min(d.out.w, int(math.Round(box[2]))); x++ {
			d.out.pix[y*d.out.w+x] = shade
		}
	}
}
