package web

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
	"huiyin/web/scan"
)

// snapshot is a JPEG of a colour, and its upper left quarter red.
func snapshot(t testing.TB, w, h int, asPNG bool) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{40, 90, 160, 255}
			if x < w/2 && y < h/2 {
				c = color.RGBA{220, 30, 30, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	var err error
	if asPNG {
		err = png.Encode(&b, m)
	} else {
		err = jpeg.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// turnedPhoto says of a JPEG how the camera was held.
func turnedPhoto(b []byte, o byte) []byte {
	exif := []byte("\xff\xe1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00" +
		string(o) + "\x00\x00\x00\x00\x00\x00\x00")
	return append(append(bytes.Clone(b[:2]), exif[:36]...), b[2:]...)
}

// filedCase is a closed complaint with papers, pictures and other files, and a withdrawn one.
func filedCase(p *portal) string {
	c := cases["executing"](p)
	up := func(name string, b []byte) {
		if a := p.as("a02").upload(c+"/attachments", name, b, "kind", "photo"); a.status != http.StatusSeeOther {
			p.t.Fatal(a.status, sentences(a))
		}
	}
	up("现场一.jpg", snapshot(p.t, 800, 600, false))
	up("现场二.png", snapshot(p.t, 300, 900, true))
	up("坏图.jpg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00 no picture"))
	up("丢失.jpg", snapshot(p.t, 20, 30, false))
	up("误传.jpg", snapshot(p.t, 40, 30, false))
	rows := p.rows("SELECT x.id, x.hash FROM attachment x JOIN complaint c ON c.id = x.complaint WHERE c.number = "+
		"? ORDER BY x.id DESC LIMIT 2", numberIn(c))
	p.as("a02").must("/attachments/"+rows[0][0]+"/withdraw", "reason", "传错了文件")
	if err := os.Remove(filepath.Join(p.store.Dir(), "files", rows[1][1][:2], rows[1][1])); err != nil {
		p.t.Fatal(err)
	}
	return c
}

func TestF5_TheDossierHoldsTheWholeCase(t *testing.T) {
	p := newPortal(t)
	c := filedCase(p)
	before := p.prints(c)
	a := p.as("s01").get(c + "/dossier.pdf")
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/pdf" ||
		!strings.Contains(a.header.Get("Content-Disposition"), url.PathEscape("投诉案卷")) {
		t.Fatalf("%d %v", a.status, a.header)
	}
	text := pdfText(t, a.body)
	pages := strings.Count(a.body, "/Type/Page/")
	for _, must := range []string{
		"投诉案卷", "卷内目录", "卷内备考表", "脊背标签", "责任者", "客户投诉意见处理表", "投诉受理回执", "补偿审批表", "和解协议", "投诉答复函", "投诉结案报告", "办理日志摘录", "附件清单", "附件图片",
		"136****000", "保管期限", "结案后确定", "日志校验码", "现场一.jpg", "文件已损坏，无法打开", "附件文件缺失", "已撤回：", "传错了文件",
		"第1页共" + strconv.Itoa(pages) + "页", "第" + strconv.Itoa(pages) + "页共" + strconv.Itoa(pages) + "页",
	} {
		if !strings.Contains(text, must) {
			t.Errorf("lacks %s", must)
		}
	}
	if strings.Contains(text, "1360020000") {
		t.Error("P5: a phone in full")
	}
	if n := strings.Count(a.body, "/Subtype/Image/"); n != 2 {
		t.Errorf("%d pictures", n)
	}
	if p.prints(c) != before+1 ||
		!strings.Contains(p.rows("SELECT detail FROM journal WHERE action = 'print' ORDER BY id DESC LIMIT 1")[0][0],
			"dossier") {
		t.Error("J3: not on record as one print of the dossier")
	}
	for _, who := range []string{"s01", "a01"} {
		if n := p.as(who).get(c).page().Find(`a[href="` + c + `/dossier.pdf"]`).Length(); n != 1 {
			t.Errorf("%s: %d links", who, n)
		}
	}
	early := pdfText(t, p.as("a01").get(cases["received"](p)+"/dossier.pdf").body)
	if strings.Contains(early, "补偿审批表") || strings.Contains(early, "和解协议") || !strings.Contains(early, "投诉案卷") {
		t.Error("a case that has just come holds papers that it has not")
	}
	if v, err := p.store.Verify(t.Context()); err != nil || len(v.Wrong) != 1 { // the lost file
		t.Error(v.Wrong, err)
	}
}

// A dossier leaves the confidential entries out, also for who may read them on the page.
func TestA3_TheDossierKeepsTheConfidential(t *testing.T) {
	p := newPortal(t)
	c := cases["penalty"](p)
	if on := p.as("v01").get(c + "/journal").body; !strings.Contains(on, "提出处罚") {
		t.Fatal("the journal's page lacks the entry")
	}
	text := pdfText(t, p.as("v01").get(c+"/dossier.pdf").body)
	extract := text[strings.LastIndex(text, "办理日志摘录"):]
	if strings.Contains(extract, "提出处罚") || !strings.Contains(extract, "登记") {
		t.Errorf("%.500s", extract)
	}
}

func TestPictures_ComeUprightAndSmall(t *testing.T) {
	dbtest.Whole(t)
	apart := scan.NewApart(readersCache())
	t.Cleanup(apart.Close)
	picture := func(b []byte) (*scan.Picture, error) { return apart.Picture(t.Context(), "image/jpeg", b, platePixels) }
	red := func(p *scan.Picture, x, y int) bool {
		m, err := jpeg.Decode(bytes.NewReader(p.JPEG))
		if err != nil {
			t.Fatal(err)
		}
		r, _, b, _ := m.At(x, y).RGBA()
		return r > b
	}
	for o, corner := range map[byte][2]int{1: {0, 0}, 3: {1, 1}, 6: {1, 0}, 8: {0, 1}} {
		p, err := picture(turnedPhoto(snapshot(t, 2800, 2100, false), o))
		if err != nil {
			t.Fatal(o, err)
		}
		if max(p.Width, p.Height) != platePixels || (p.Width > p.Height) != (o < 5) {
			t.Errorf("%d: %d by %d", o, p.Width, p.Height)
		}
		for _, at := range [][2]int{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
			if got := red(p, p.Width/4+at[0]*p.Width/2, p.Height/4+at[1]*p.Height/2); got != (at == corner) {
				t.Errorf("%d: %v is red: %v", o, at, got)
			}
		}
	}
	if p, err := picture(snapshot(t, 30, 20, true)); err != nil || p.Width != 30 || p.Height != 20 {
		t.Error(p, err)
	}
	for name, b := range map[string][]byte{"nothing": nil, "no picture": []byte("x"),
		"cut off": snapshot(t, 200, 200, false)[:300]} {
		if p, err := picture(b); p != nil || huiyin.KindOf(err) != huiyin.KindInvalid {
			t.Errorf("%s: %v %v", name, p, err)
		}
	}
}

// BenchmarkPicture makes a photograph of 12 million pixels fit to print.
func BenchmarkPicture(b *testing.B) {
	apart := scan.NewApart(readersCache())
	b.Cleanup(apart.Close)
	photo := turnedPhoto(snapshot(b, 4000, 3000, false), 6)
	for b.Loop() {
		if _, err := apart.Picture(b.Context(), "image/jpeg", photo, platePixels); err != nil {
			b.Fatal(err)
		}
	}
}
