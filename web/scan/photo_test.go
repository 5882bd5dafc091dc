package scan

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
	"huiyin/views/print"
)

// paperPages renders a paper as the portal prints it, a picture a page.
func paperPages(t testing.TB, pdf []byte, dpi int) (out []*gray) {
	t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("pdftoppm is missing: install poppler-utils")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "p.pdf"), pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := exec.CommandContext(t.Context(), "pdftoppm", "-gray", "-png", "-r", fmt.Sprint(dpi),
		filepath.Join(dir, "p.pdf"), filepath.Join(dir, "p")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, b)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "p*.png"))
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(f)
		_ = f.Close()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, grayOf(img))
	}
	return out
}

// photo is what a phone makes of a page: turned, tilted, from aside, out of focus, in uneven light, with a
// hand's shadow, noise and compression.
func photo(page *gray, r *rand.Rand) []byte {
	long := 1500 + r.IntN(2100)
	w, h := long, long*3/4
	turn := r.IntN(4)
	if turn%2 == 0 {
		w, h = h, w
	}
	// The page's corners in the photo: turned, tilted up to 8°, pushed about up to 5 %.
	angle := float64(turn)*math.Pi/2 + (r.Float64()*16-8)*math.Pi/180
	fit := 0.82 + 0.1*r.Float64()
	pw, ph := float64(page.w), float64(page.h)
	if turn%2 == 1 {
		pw, ph = ph, pw
	}
	scale := fit * min(float64(w)/pw, float64(h)/ph)
	var quad [4][2]float64
	for i, c := range [4][2]float64{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}} {
		x, y := c[0]*float64(page.w)*scale, c[1]*float64(page.h)*scale
		quad[i] = [2]float64{
			float64(w)/2 + x*math.Cos(angle) - y*math.Sin(angle) + (r.Float64()-0.5)*0.1*float64(w),
			float64(h)/2 + x*math.Sin(angle) + y*math.Cos(angle) + (r.Float64()-0.5)*0.1*float64(h),
		}
	}
	back := homography(quad, float64(page.w), float64(page.h))
	table := 60 + r.Float64()*110
	base, lean := 0.6+0.35*r.Float64(), r.Float64()*2*math.Pi
	fall, dark := 0.35*r.Float64(), 0.45+0.45*r.Float64()
	sx, sy, sr := r.Float64()*float64(w), r.Float64()*float64(h), (0.15+0.25*r.Float64())*float64(long)
	noise := 2 + 10*r.Float64()
	out := newGray(w, h)
	for y := range h {
		for x := range w {
			fx, fy := float64(x), float64(y)
			d := back[6]*fx + back[7]*fy + 1
			u, v := (back[0]*fx+back[1]*fy+back[2])/d, (back[3]*fx+back[4]*fy+back[5])/d
			shade := table
			if u >= 0 && v >= 0 && u < float64(page.w-1) && v < float64(page.h-1) {
				shade = 25 + float64(page.at(u, v))*0.86 // ink is not black, paper not white
			}
			light := base + fall*((fx/float64(w)-0.5)*math.Cos(lean)+(fy/float64(h)-0.5)*math.Sin(lean))
			if dist := math.Hypot(fx-sx, fy-sy) / sr; dist < 1.3 { // a soft edge
				light *= dark + (1-dark)*min(max((dist-0.8)/0.5, 0), 1)
			}
			out.pix[y*w+x] = byte(min(max(shade*light+r.NormFloat64()*noise, 0), 255))
		}
	}
	for range r.IntN(3) {
		out = out.blurred()
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, &image.Gray{Pix: out.pix, Stride: w, Rect: image.Rect(0, 0, w, h)},
		&jpeg.Options{Quality: 45 + r.IntN(45)})
	return b.Bytes()
}

// homography maps a quadrilateral back onto a rectangle.
func homography(q [4][2]float64, w, h float64) (m [8]float64) {
	var a [8][9]float64
	for i, to := range [4][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}} {
		x, y, u, v := q[i][0], q[i][1], to[0], to[1]
		a[2*i] = [9]float64{x, y, 1, 0, 0, 0, -u * x, -u * y, u}
		a[2*i+1] = [9]float64{0, 0, 0, x, y, 1, -v * x, -v * y, v}
	}
	for i := range 8 {
		p := i
		for j := i + 1; j < 8; j++ {
			if math.Abs(a[j][i]) > math.Abs(a[p][i]) {
				p = j
			}
		}
		a[i], a[p] = a[p], a[i]
		for j := range 8 {
			if j == i {
				continue
			}
			f := a[j][i] / a[i][i]
			for k := i; k < 9; k++ {
				a[j][k] -= f * a[i][k]
			}
		}
	}
	for i := range 8 {
		m[i] = a[i][8] / a[i][i]
	}
	return m
}

var now = time.Date(2025, 3, 3, 1, 0, 0, 0, time.UTC)

func company() *huiyin.Org {
	o := huiyin.DemoCompany()
	o.Zone = time.FixedZone("", 8*60*60)
	o.Index()
	return o
}

// recorded is a complaint as the desk takes it in, the n-th of its day.
func recorded(t testing.TB, by, site string, n int) *huiyin.Complaint {
	t.Helper()
	o := company()
	c, err := huiyin.RecordComplaint(huiyin.Actor{Person: o.Person(by), Org: o}, now, huiyin.Intake{
		Site: site, Channel: "phone", Name: "王小明", Phone: "13800138000", Unit: "3栋2单元1201", Relation: "owner",
		Matter: "楼上夜间装修噪音很大，无法休息。", Demand: "请物业制止夜间装修。", Category: "noise",
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Number, c.Version = fmt.Sprintf("TS-%s-20250303-%03d", site, n), 1
	return c
}

const slowestPage = 1500 * time.Millisecond

// readIn reads a picture and tells how much of the processors that took.
func readIn(b []byte) (s Sheet, took time.Duration, err error) {
	before := dbtest.CPU()
	s, err = pictureOf(b)
	return s, dbtest.CPU() - before, err
}

// measure reads so many photos of papers and gives how many were recognised and how many as something else.
func measure(t testing.TB, n int) {
	t.Helper()
	type page struct {
		g    *gray
		code huiyin.PaperCode
	}
	var pages []page
	for i, k := range []struct {
		name  string
		print func(io.Writer, print.Stamp, *huiyin.Complaint, *huiyin.Org) error
		site  string
		by    string
	}{{"formcustomer", print.FormCustomer, "HY", "a01"},
		{"receipt", print.Receipt, "HY", "a01"}, {"formhouse", print.FormHouse, "JY", "a02"},
		{"report", print.Report, "JY", "a02"}} {
		c := recorded(t, k.by, k.site, 1+i/2)
		code := huiyin.PaperCode{Number: c.Number, Paper: huiyin.Paper(k.name), Version: c.Version}
		var pdf bytes.Buffer
		if err := k.print(&pdf, print.Stamp{At: now, By: "周敏", QR: code.Text(), Hash: huiyin.Digest("journal")}, c,
			company()); err != nil {
			t.Fatal(err)
		}
		all := paperPages(t, pdf.Bytes(), 200)
		for i, g := range all {
			codes := g.codes()
			if len(codes) != 1 || codes[0].Page != i+1 || codes[0].Pages != len(all) {
				t.Fatalf("%s: %v", k.name, codes)
			}
			pages = append(pages, page{g, codes[0]})
		}
	}
	read, wrong := 0, 0
	var spent, most time.Duration
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 20250303))
		k := pages[i%len(pages)]
		b := photo(k.g, r)
		s, took, err := readIn(b)
		for again := 0; again < 2 && err == nil && took > slowestPage; again++ { // a busy machine makes it slower
			_, once, _ := readIn(b)
			took = min(took, once)
		}
		spent, most = spent+took, max(most, took)
		switch {
		case err != nil:
			t.Fatal(err)
		case len(s.Codes) == 1 && s.Codes[0] == k.code:
			read++
		case len(s.Codes) > 0:
			wrong++
			t.Errorf("photo %d of %v was read as %v", i, k.code, s.Codes)
		default:
			t.Logf("photo %d was not read, %v", i, took)
		}
	}
	t.Logf("%d photos: %.1f %% filed, %d misfiled; %v CPU a page, at most %v", n, 100*float64(read)/float64(n), wrong,
		spent/time.Duration(n), most)
	if float64(read) < 0.95*float64(n) || wrong > 0 {
		t.Errorf("of %d photos %d were read, %d as something else", n, read, wrong)
	}
	if most > slowestPage {
		t.Errorf("a page took %v of CPU", most)
	}
}

// Of photos as phones make them at least 95 in 100 are recognised and none as another. HUIYIN_SCANS=200
// makes it as many.
func TestF6_PhotosAreRecognised(t *testing.T) {
	dbtest.Whole(t)
	n := 24
	if all := os.Getenv("HUIYIN_SCANS"); all != "" {
		_, _ = fmt.Sscan(all, &n)
	}
	if testing.Short() {
		t.Skip("left out of the short run")
	}
	measure(t, n)
}

// Both parts printed at once carry a code each, with their own pages (rule F1).
func TestF1_EachPartHasACodeOfItsOwn(t *testing.T) {
	c := recorded(t, "a01", "HY", 1)
	code := huiyin.PaperCode{Number: c.Number, Paper: huiyin.PaperForm, Version: c.Version}
	var pdf bytes.Buffer
	if err := print.Form(&pdf, print.Stamp{At: now, By: "周敏", QR: code.Text()}, c, company()); err != nil {
		t.Fatal(err)
	}
	want := []huiyin.Paper{huiyin.PaperCustomer, huiyin.PaperHouse}
	all := paperPages(t, pdf.Bytes(), 200)
	if len(all) != len(want) {
		t.Fatalf("%d pages", len(all))
	}
	for i, g := range all {
		got := g.codes()
		code.Paper, code.Page, code.Pages = want[i], 1, 1
		if len(got) != 1 || got[0] != code {
			t.Errorf("page %d: %v", i+1, got)
		}
	}
}
