package scan

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// A page's code lies here, as shares of its width and height.
const codeX, codeY, codeW = 0.88, 0.062, 0.095

func (g *gray) dot(x, y, radius float64, shade byte) {
	for j := max(0, int(y-radius)); j <= min(g.h-1, int(y+radius)); j++ {
		for i := max(0, int(x-radius)); i <= min(g.w-1, int(x+radius)); i++ {
			if math.Hypot(float64(i)-x, float64(j)-y) <= radius {
				g.pix[j*g.w+i] = shade
			}
		}
	}
}

func (g *gray) stroke(x1, y1, x2, y2, radius float64, shade byte) {
	n := int(math.Hypot(x2-x1, y2-y1)) + 1
	for i := range n {
		f := float64(i) / float64(n)
		g.dot(x1+(x2-x1)*f, y1+(y2-y1)*f, radius, shade)
	}
}

// damages are what happens to a page between the printer and the scanner (PAPERS B7).
var damages = map[string]func(g *gray, r *rand.Rand){
	"pen": func(g *gray, r *rand.Rand) {
		w, x, y := float64(g.w)*codeW, float64(g.w)*codeX, float64(g.h)*codeY
		g.stroke(x-w*r.Float64(), y-w*r.Float64()/2, x+w*r.Float64(), y+w*r.Float64()/2, w*0.02, 30)
	},
	"block": func(g *gray, r *rand.Rand) {
		side := float64(g.w) * codeW * 0.35
		x, y := float64(g.w)*(codeX+(r.Float64()-0.5)*codeW*0.6), float64(g.h)*codeY+(r.Float64()-0.5)*side
		for j := range int(side) {
			for i := range int(side) {
				if px, py := int(x)+i, int(y)+j; px < g.w && py < g.h && px >= 0 && py >= 0 {
					g.pix[py*g.w+px] = 255
				}
			}
		}
	},
	"fold": func(g *gray, r *rand.Rand) {
		share := []float64{0.25, 0.4, 0.6}[r.IntN(3)] // of the code lies folded over
		edge := int(float64(g.w) * (codeX + codeW/2 - codeW*share))
		for y := range g.h {
			if y < g.h/7 {
				for x := edge; x < g.w; x++ {
					g.pix[y*g.w+x] = 245
				}
			}
		}
	},
	"seal": func(g *gray, r *rand.Rand) {
		x, y, radius := float64(g.w)*(codeX-0.05*r.Float64()), float64(g.h)*(codeY+0.03*r.Float64()), float64(g.w)*0.09
		for a := 0.0; a < 2*math.Pi; a += 0.002 {
			g.dot(x+radius*math.Cos(a), y+radius*math.Sin(a), float64(g.w)*0.003, 110)
		}
		g.dot(x, y, radius*0.25, 110)
	},
	"lines": func(g *gray, r *rand.Rand) {
		for range 3 {
			y := float64(g.h) * (codeY + (r.Float64()-0.5)*0.06)
			g.stroke(0, y, float64(g.w-1), y+float64(r.IntN(9)), 1, 60)
		}
	},
	"stain": func(g *gray, r *rand.Rand) {
		dark := 0.35 + 0.25*r.Float64()
		for y := range g.h {
			for x := g.w / 2; x < g.w; x++ {
				g.pix[y*g.w+x] = byte(float64(g.pix[y*g.w+x]) * dark)
			}
		}
	},
	"torn": func(g *gray, r *rand.Rand) {
		side := int(float64(g.w) * (0.1 + 0.12*r.Float64()))
		for y := range side {
			for x := g.w - side + y; x < g.w; x++ {
				g.pix[y*g.w+x] = 200
			}
		}
	},
	"toner": func(g *gray, r *rand.Rand) {
		for i, v := range g.pix {
			if v < 128 && r.IntN(5) == 0 {
				g.pix[i] = 220
			}
		}
	},
}

var damageNames = []string{"pen", "block", "fold", "seal", "lines", "stain", "torn", "toner"}

// scannedSo is a damaged page as a scanner sends it: a little askew, with noise, as JPEG or in black and white.
func scannedSo(page *gray, name string, r *rand.Rand) []byte {
	g := &gray{page.w, page.h, bytes.Clone(page.pix)}
	damages[name](g, r)
	lean := (r.Float64() - 0.5) * 0.05
	out := newGray(g.w, g.h)
	bilevel := r.IntN(3) == 0
	for y := range g.h {
		for x := range g.w {
			v := float64(g.at(float64(x)+lean*float64(y-g.h/2), float64(y)-lean*float64(x-g.w/2))) + r.NormFloat64()*6
			if bilevel {
				v = 255 * math.Floor(v/256+0.5)
			}
			out.pix[y*g.w+x] = byte(min(max(v, 0), 255))
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, &image.Gray{Pix: out.pix, Stride: out.w, Rect: image.Rect(0, 0, out.w, out.h)},
		&jpeg.Options{Quality: 50 + r.IntN(45)})
	return b.Bytes()
}

// outside reads a picture with a reader that is none of ours: zbar where it is there.
func outside(t testing.TB, b []byte, dir string) (huiyin.PaperCode, bool) {
	t.Helper()
	var texts []string
	if _, err := exec.LookPath("zbarimg"); err == nil {
		name := filepath.Join(dir, "p.jpg")
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		out, _ := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", name).Output()
		texts = strings.Split(string(out), "\n")
	} else if img, err := jpeg.Decode(bytes.NewReader(b)); err == nil {
		if bits, err := gozxing.NewBinaryBitmapFromImage(img); err == nil {
			if r, err := qrcode.NewQRCodeReader().Decode(bits,
				map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_TRY_HARDER: true}); err == nil {
				texts = append(texts, r.GetText())
			}
		}
	}
	for _, text := range texts {
		if c, ok := huiyin.ParsePaperCode(strings.TrimSpace(text)); ok {
			return c, true
		}
	}
	return huiyin.PaperCode{}, false
}

// Of damaged pages that an outside reader reads at least 97 in 100 are read, none as another, at half a second of the
// processors a page. HUIYIN_TEST_FULL=1 makes it 300 pages.
func TestF6_DamagedPagesAreRecognised(t *testing.T) {
	dbtest.Whole(t)
	n := 24
	if os.Getenv("HUIYIN_TEST_FULL") != "" {
		n = 300
	}
	if all := os.Getenv("HUIYIN_SCANS"); all != "" {
		_, _ = fmt.Sscan(all, &n)
	}
	if testing.Short() {
		t.Skip("left out of the short run")
	}
	var pages []*gray
	papers := papersOf(t)
	for _, name := range []string{"form", "receipt", "report"} {
		for _, dpi := range []int{150, 200} {
			pages = append(pages, paperPages(t, papers[name], dpi)[0])
		}
	}
	dir := t.TempDir()
	read, of, wrong, ours := 0, 0, 0, 0
	var spent, most time.Duration
	lost := map[string]int{}
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 17))
		name := damageNames[i%len(damageNames)]
		b := scannedSo(pages[i/len(damageNames)%len(pages)], name, r)
		want, outsideReads := outside(t, b, dir)
		s, took, err := readIn(b)
		spent, most = spent+took, max(most, took)
		if err != nil {
			t.Fatal(err)
		}
		good := len(s.Codes) == 1 && strings.HasPrefix(s.Codes[0].Number, "TS-HY-20250303-001") && s.Codes[0].Page == 1
		if good {
			ours++
		} else if len(s.Codes) > 0 {
			wrong++
		}
		if outsideReads {
			of++
			if good && s.Codes[0] == want {
				read++
			} else {
				lost[name]++
			}
		}
	}
	t.Logf("%d damaged pages, the outside reader reads %d, of those %d are filed (%.1f %%), %d misfiled, lost %v; all in all "+
		"%d are filed; %v CPU a page, at most %v", n, of, read, 100*float64(read)/float64(max(of, 1)), wrong, lost, ours,
		spent/time.Duration(n), most)
	if float64(read) < 0.97*float64(of)-0.01 || wrong > 0 || of < n/4 {
		t.Errorf("of %d pages that are read outside %d were filed, %d misfiled", of, read, wrong)
	}
}
