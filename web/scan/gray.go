package scan

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
)

// gray is a picture in shades of grey.
type gray struct {
	w, h int
	pix  []byte
}

func newGray(w, h int) *gray { return &gray{w, h, make([]byte, w*h)} }

// empty tells whether nothing stands on a page. A signature of a pencil has a thousand dark points, the back that a
// duplex scanner sends some dust; what shines through from the front is taken for something, to be looked at.
func (g *gray) empty() bool {
	const darker, dust = 40, 50_000 // than the paper; one point in so many
	var shades [256]int
	all := 0
	for y := g.h / 32; y < g.h-g.h/32; y++ {
		row := g.pix[y*g.w : (y+1)*g.w]
		for _, v := range row[g.w/32 : g.w-g.w/32] {
			shades[v]++
			all++
		}
	}
	paper := 0
	for v, n := range shades {
		if n > shades[paper] {
			paper = v
		}
	}
	marks := 0
	for v := range max(0, paper-darker) {
		marks += shades[v]
	}
	return all > 0 && paper > 160 && marks < all/dust
}

func luma(r, g, b byte) byte { return byte((299*int(r) + 587*int(g) + 114*int(b)) / 1000) }

func grayOf(img image.Image) *gray {
	b := img.Bounds()
	g := newGray(b.Dx(), b.Dy())
	for y := range g.h {
		dst := g.pix[y*g.w : (y+1)*g.w]
		switch m := img.(type) {
		case *image.YCbCr:
			copy(dst, m.Y[m.YOffset(b.Min.X, b.Min.Y+y):])
		case *image.Gray:
			copy(dst, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):])
		case *image.RGBA:
			src := m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range dst {
				dst[x] = luma(src[4*x], src[4*x+1], src[4*x+2])
			}
		case *image.NRGBA:
			src := m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range dst {
				dst[x] = 255 - byte(int(255-luma(src[4*x], src[4*x+1], src[4*x+2]))*int(src[4*x+3])/255)
			}
		default:
			for x := range dst {
				r, gr, bl, _ := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
				dst[x] = luma(byte(r>>8), byte(gr>>8), byte(bl>>8))
			}
		}
	}
	return g
}

// crop is a part of the picture.
func (g *gray) crop(x, y, w, h int) *gray {
	out := newGray(w, h)
	for i := range h {
		copy(out.pix[i*w:(i+1)*w], g.pix[(y+i)*g.w+x:])
	}
	return out
}

// scaled makes the longer side so long: smaller by the mean of what falls together, larger between neighbours.
func (g *gray) scaled(long int) *gray {
	f := float64(long) / float64(max(g.w, g.h))
	w, h := max(1, int(math.Round(float64(g.w)*f))), max(1, int(math.Round(float64(g.h)*f)))
	if w == g.w && h == g.h {
		return g
	}
	out := newGray(w, h)
	if f > 1 {
		for y := range h {
			for x := range w {
				out.pix[y*w+x] = g.at((float64(x)+0.5)/f-0.5, (float64(y)+0.5)/f-0.5)
			}
		}
		return out
	}
	from := func(i, n, all int) int { return i * all / n }
	sums := make([]uint32, w)
	for y := range h {
		clear(sums)
		y0, y1 := from(y, h, g.h), max(from(y+1, h, g.h), from(y, h, g.h)+1)
		for yy := y0; yy < y1; yy++ {
			row := g.pix[yy*g.w : (yy+1)*g.w]
			for x := range w {
				sum := uint32(0)
				for xx := from(x, w, g.w); xx < max(from(x+1, w, g.w), from(x, w, g.w)+1); xx++ {
					sum += uint32(row[xx])
				}
				sums[x] += sum
			}
		}
		for x := range w {
			n := max(from(x+1, w, g.w)-from(x, w, g.w), 1) * (y1 - y0)
			out.pix[y*w+x] = byte(sums[x] / uint32(n))
		}
	}
	return out
}

// at is the shade between four pixels.
func (g *gray) at(x, y float64) byte {
	x, y = min(max(x, 0), float64(g.w-1)), min(max(y, 0), float64(g.h-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, g.w-1), min(y0+1, g.h-1)
	fx, fy := x-float64(x0), y-float64(y0)
	p := func(x, y int) float64 { return float64(g.pix[y*g.w+x]) }
	return byte(p(x0, y0)*(1-fx)*(1-fy) + p(x1, y0)*fx*(1-fy) + p(x0, y1)*(1-fx)*fy + p(x1, y1)*fx*fy)
}

// blurred is the mean of nine; sharpened goes as far the other way.
func (g *gray) blurred() *gray {
	out := newGray(g.w, g.h)
	copy(out.pix, g.pix)
	for y := 1; y < g.h-1; y++ {
		for x := 1; x < g.w-1; x++ {
			i, sum := y*g.w+x, 0
			for _, j := range [...]int{i - g.w, i, i + g.w} {
				sum += int(g.pix[j-1]) + int(g.pix[j]) + int(g.pix[j+1])
			}
			out.pix[i] = byte(sum / 9)
		}
	}
	return out
}

func (g *gray) sharpened() *gray {
	out := g.blurred()
	for i, b := range out.pix {
		out.pix[i] = byte(min(max(3*int(g.pix[i])-2*int(b), 0), 255))
	}
	return out
}

// inverted is the picture's negative.
func (g *gray) inverted() *gray {
	out := newGray(g.w, g.h)
	for i, v := range g.pix {
		out.pix[i] = 255 - v
	}
	return out
}

// taller has each line twice.
func (g *gray) taller() *gray {
	out := newGray(g.w, 2*g.h)
	for y := range g.h {
		copy(out.pix[2*y*g.w:], g.pix[y*g.w:(y+1)*g.w])
		copy(out.pix[(2*y+1)*g.w:], g.pix[y*g.w:(y+1)*g.w])
	}
	return out
}

// turned puts a picture upright as its camera says.
func (g *gray) turned(o int) *gray {
	if o == 1 {
		return g
	}
	w, h := g.w, g.h
	if o >= 5 {
		w, h = h, w
	}
	out := newGray(w, h)
	for y := range h {
		for x := range w {
			sx, sy := turnedFrom(x, y, g.w, g.h, o)
			out.pix[y*w+x] = g.pix[sy*g.w+sx]
		}
	}
	return out
}

// turnedFrom is where a pixel of the upright picture lies in the one that is w by h as taken.
func turnedFrom(x, y, w, h, o int) (int, int) {
	if o >= 5 {
		x, y = y, x
	}
	if o == 2 || o == 3 || o == 7 || o == 8 {
		x = w - 1 - x
	}
	if o == 3 || o == 4 || o == 6 || o == 7 {
		y = h - 1 - y
	}
	return x, y
}

// thumbSide is the longer side of a small picture: enough to read a paper's number.
const thumbSide = 900

func (g *gray) small() []byte {
	s := g
	if max(g.w, g.h) > thumbSide {
		s = g.scaled(thumbSide)
	}
	var b bytes.Buffer
	if jpeg.Encode(&b, &image.Gray{Pix: s.pix, Stride: s.w, Rect: image.Rect(0, 0, s.w, s.h)},
		&jpeg.Options{Quality: 55}) != nil {
		return nil
	}
	return b.Bytes()
}
