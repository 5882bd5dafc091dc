package scan

import (
	"math/rand/v2"
	"testing"
)

// The empty back of a form is known as such; a stroke of a pencil, and a form that shines through, are something (F6).
func TestF6_AnEmptyPageIsKnown(t *testing.T) {
	page := func(paper, noise int) *gray {
		g, r := newGray(1654, 2339), rand.New(rand.NewPCG(1, 2))
		for i := range g.pix {
			g.pix[i] = byte(min(255, paper-noise/2+r.IntN(noise+1)))
		}
		return g
	}
	dark := func(g *gray, x, y, w, h int, v byte) *gray {
		for k := y; k < y+h; k++ {
			for i := x; i < x+w; i++ {
				g.pix[k*g.w+i] = v
			}
		}
		return g
	}
	for name, tt := range map[string]struct {
		g    *gray
		want bool
	}{
		"white":                {page(255, 0), true},
		"grey with noise":      {page(225, 30), true},
		"dust":                 {dark(page(250, 10), 800, 900, 4, 4, 60), true},
		"the rim of the glass": {dark(page(250, 10), 0, 0, 1654, 30, 20), true},
		"a stroke of a pencil": {dark(page(250, 10), 300, 900, 300, 2, 150), false},
		"what shines through":  {dark(page(250, 10), 200, 300, 1200, 40, 195), false},
		"black":                {page(10, 10), false},
	} {
		if got := tt.g.empty(); got != tt.want {
			t.Errorf("%s: empty %v", name, got)
		}
	}
}
