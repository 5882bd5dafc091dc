package web

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
	"huiyin/web/scan"
	"huiyin/web/scan/scantest"
)

// leaf and pdfOf make what scanners and cameras send.
var leaf, pdfOf = scantest.Leaf, scantest.PDF

// trayed brings a page on which nothing can be read; each is another.
func (p *portal) trayed(who string) {
	p.t.Helper()
	page := leaf(fmt.Sprintf("nothing of ours %d", len(p.rows("SELECT id FROM scan"))))
	if a := p.as(who).upload("/scans", "blatt.jpg", page); a.status != http.StatusSeeOther {
		p.t.Fatalf("%d %s", a.status, sentences(a))
	}
}

// printed gives the code of a paper's only or first page, as it is printed now.
func (p *portal) printed(c, paper string) string {
	p.t.Helper()
	if a := p.as("v01").get(c + "/" + paper + ".pdf"); a.status != http.StatusOK {
		p.t.Fatal(a.status)
	}
	return huiyin.PaperCode{Number: numberIn(c), Paper: huiyin.Paper(paper),
		Version: 1}.Text()[:len(numberIn(c)+"/"+paper+"/")] + p.as("v01").main(c, "version") + "#1/1"
}

// statuses of the rows on a page of scans.
func rowsOf(a answer) (out []string) {
	a.t.Helper()
	page := a.page()
	for _, s := range page.Find("[data-scan]").EachIter() {
		out = append(out, s.AttrOr("data-status", "")+" "+s.AttrOr("data-number", "")+" "+s.AttrOr("data-paper", ""))
	}
	return out
}

// A signed form that comes home is filed, marks the form signed, and is called outdated where the record
// has gone on.
func TestF6_SignedFormFilesItself(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	code := p.printed(c, "form")
	p.as("a02").must(c+"/contacts", "way", "phone", "said", "已说明") // changes nothing on the form
	v := p.as("a02")
	a := v.upload("/scans", "IMG_1.jpg", leaf(code))
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, "/scans?batch=") {
		t.Fatalf("%d %s", a.status, sentences(a))
	}
	if got := rowsOf(v.get(a.location)); len(got) != 1 || got[0] != "filed "+numberIn(c)+" form" {
		t.Errorf("%v", got)
	}
	row := p.as("s01").get(c).page().Find("[data-attachment]")
	if row.AttrOr("data-kind", "") != "signed_form" || !strings.Contains(row.Text(), "第 1 页，共 1 页") ||
		row.Find("[data-outdated]").Length() != 0 {
		t.Errorf("%s", row.Text())
	}
	journal := p.as("s01").get(c + "/journal").body
	for _, want := range []string{"客户投诉意见处理表", "扫描件", "打印时的记录版本"} {
		if !strings.Contains(journal, want) {
			t.Errorf("the journal lacks %s", want)
		}
	}
	p.as("a02").must(c+"/findings", "finding", "又查明一处")
	a = v.upload("/scans", "IMG_2.jpg", leaf(code, "https://example.com/other"))
	page := v.get(a.location)
	if got := rowsOf(page); len(got) != 1 || got[0] != "filed "+numberIn(c)+" form" ||
		!strings.Contains(page.page().Find("[data-outdated]").Text(), "记录调查结果") {
		t.Errorf("outdated: %v", got)
	}
	// what changed, in words
	if since := page.page().Find(".scan-since").Text(); !strings.Contains(since, "记录调查结果") ||
		!strings.Contains(since, "核实事实") {
		t.Errorf("since: %s", since)
	}
	if since := p.as("s01").get(c).page().Find("#evidence .alert").Text(); !strings.Contains(since, "又查明一处") {
		t.Errorf("what changed since: %s", since)
	}
	p.verified()
}

// Many pages in one PDF go each their way; nothing that cannot be read is lost.
func TestF6_PagesOfAPDF(t *testing.T) {
	p := newPortal(t)
	c, d := cases["investigating"](p), p.as("a01").record("site", "HY")
	secret := p.as("a02").record("site", "HY", "accused", "a01")
	away := p.as("w01").record()
	pdf := pdfOf(leaf(p.printed(c, "form")), leaf(p.printed(d, "receipt")), leaf(), nil,
		leaf(p.printed(c, "form"), p.printed(d, "form")), leaf(p.printed(secret, "form")),
		leaf("TS-HY-20250303-099/form/1#1/1"), leaf(p.printed(away, "form")))
	v := p.as("a01")
	a := v.upload("/scans", "扫描.pdf", pdf)
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, sentences(a))
	}
	page := v.get(a.location)
	got := map[string]int{}
	for _, r := range rowsOf(page) {
		got[r]++
	}
	if got["tray  "] != 4 || got["discarded  "] != 2 || got["filed "+numberIn(c)+" form"] != 1 || got["filed "+numberIn(d)+" receipt"] != 1 {
		t.Errorf("%v", got)
	}
	for _, n := range []string{numberIn(secret), numberIn(away), "20250303-099"} { // rules P3, P4
		if strings.Contains(page.body, n) {
			t.Errorf("%s is named", n)
		}
	}
	ids := p.rows("SELECT id FROM scan ORDER BY id")
	for who, want := range map[string]int{"a01": 4, "s01": 3, "u01": 1, "t01": 0, "a02": 0, "v01": 4, "b01": 0} {
		if n := p.as(who).get("/scans").page().Find("[data-status=tray]").Length(); n != want {
			t.Errorf("%s sees %d in the tray, want %d", who, n, want)
		}
	}
	one := p.as("a01").get("/scans/" + ids[2][0])
	if one.status != http.StatusOK || one.header.Get("Content-Type") != "application/pdf" ||
		strings.Count(one.body, "/Type /Page\n") > 1 || len(one.body) > len(pdf)/2 {
		t.Errorf("the page alone: %d, %d bytes of %d", one.status, len(one.body), len(pdf))
	}
	if err := p.server.scans.Read(t.Context(), "application/pdf", []byte(one.body), func(s scan.Sheet) error { return nil }); err != nil {
		t.Errorf("the page alone cannot be read: %v", err)
	}
	// The same file again, by the same person and by another who sees less.
	again := v.upload("/scans", "noch einmal.pdf", pdf)
	if page := v.get(again.location); page.page().Find("[data-again='8']").Length() != 1 || len(rowsOf(page)) != 0 {
		t.Errorf("again: %v", rowsOf(page))
	}
	b := p.as("s01").upload("/scans", "von s01.pdf", pdf)
	if page := p.as("s01").get(b.location); page.page().Find("[data-again='2']").Length() != 1 {
		t.Errorf("by another: %v", rowsOf(page))
	}
	if n := p.count("attachment"); n != 3 { // two by a01, and the page of the complaint about a01 by s01
		t.Errorf("%d attachments", n)
	}
	p.verified()
}

// A page in the tray is filed in one step by whoever may attach it; who may not learns nothing.
func TestF6_TheTray(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	away := p.as("w01").record()
	p.trayed("a01")
	scan := "/scans/" + p.rows("SELECT max(id) FROM scan")[0][0]
	for _, who := range []string{"t01", "s01"} {
		p.as(who)
	}
	before := p.contents()
	p.check(
		row{"a01", post, scan, []string{"number", numberIn(away), "paper", "form"}, 422, []string{"没有找到这件投诉，或者您无权查看。"},
			nil},
		row{"a01", post, scan, []string{"number", "TS-JY-20250303-099", "paper", "form"}, 422,
			[]string{"没有找到这件投诉，或者您无权查看。"}, nil},
		row{"a01", post, scan, []string{"number", numberIn(c), "paper", "nonsense"}, 422, []string{"paper-wrong"}, nil},
		row{"t01", post, scan, []string{"number", numberIn(c), "paper", "form"}, 404, nil, nil},
		row{"t01", get, scan, nil, 404, nil, nil},
		row{"t01", get, scan + "/thumb", nil, 404, nil, nil},
		row{"s01", get, scan + "/thumb", nil, 200, nil, nil},
		row{"", get, scan, nil, 303, nil, nil},
	)
	if p.contents() != before {
		t.Error("what was refused changed something")
	}
	p.as("s01").must(scan, "number", numberIn(c), "paper", "settlement")
	if k := p.as("s01").get(c).page().Find("[data-attachment]").AttrOr("data-kind", ""); k != "agreement" {
		t.Errorf("kind %s", k)
	}
	if a := p.as("s01").post(scan, "number", numberIn(c), "paper", "form"); a.status != http.StatusConflict {
		t.Errorf("twice: %d", a.status)
	}
	p.check(row{"a01", get, "/scans", nil, 200, []string{`data-status="filed"`}, []string{`data-status="tray"`}})
	p.verified()
}

// Bad input gets a sentence at the field, and what was good beside it is filed.
func TestF6_BadFiles(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	good := leaf(p.printed(c, "form"))
	pdf := pdfOf(leaf("x"), leaf("y"))
	var bomb bytes.Buffer
	_ = png.Encode(&bomb, image.NewGray(image.Rect(0, 0, 1, 1)))
	huge := bytes.Clone(bomb.Bytes())
	// 60,000 by 60,000; the checksum is not looked at before
	copy(huge[16:], []byte{0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60})
	jpegBomb := bytes.Clone(good)
	if i := bytes.Index(jpegBomb, []byte{0xFF, 0xC0}); i > 0 {
		copy(jpegBomb[i+5:], []byte{0xEA, 0x60, 0xEA, 0x60})
	}
	many := make([][]byte, 500)
	for name, tt := range map[string]struct {
		file []byte
		says string
	}{
		"empty.jpg":    {nil, "是空的"},
		"wrong.txt":    {[]byte("nur Text"), "只能上传"},
		"gif.gif":      {[]byte("GIF89a\x01\x00\x01\x00"), "只能上传"},
		"cut.pdf":      {pdf[:len(pdf)/2], "已损坏"},
		"head.pdf":     {[]byte("%PDF-1.4\n"), "已损坏"},
		"cut.jpg":      {good[:len(good)/2], "已损坏"},
		"bomb.png":     {huge, ""},
		"bomb.jpg":     {jpegBomb, "256 MB"},
		"locked.pdf":   {bytes.Replace(pdf, []byte("/Root 1 0 R"), []byte("/Root 1 0 R/Encrypt 1 0 R"), 1), "密码保护"},
		"500pages.pdf": {pdfOf(many...), "500 页"},
	} {
		before := p.contents()
		var m, n runtime.MemStats
		runtime.ReadMemStats(&m)
		a := p.as("a02").upload("/scans", name, tt.file)
		runtime.ReadMemStats(&n)
		if wrong := a.page().Find("#file-wrong").Text(); a.status != 422 || !strings.Contains(wrong, tt.says) ||
			!strings.Contains(wrong, name) || a.page().Find("#file-wrong").Length() != 1 {
			t.Errorf("%s: %d %q", name, a.status, wrong)
		}
		if p.contents() != before {
			t.Errorf("%s: something is left", name)
		}
		if used := n.TotalAlloc - m.TotalAlloc; used > 64<<20 {
			t.Errorf("%s took %d MiB", name, used>>20)
		}
	}
	a := p.as("a02").parts("/scans", [][2]string{{"gut.jpg", string(good)}, {"wrong.txt", "nur Text"},
		{"cut.pdf", string(pdf[:len(pdf)/2])}})
	if got := rowsOf(a); a.status != 422 || len(got) != 1 || got[0] != "filed "+numberIn(c)+" form" ||
		a.page().Find("#file-wrong .scan-refused").Length() != 2 {
		t.Errorf("beside a good one: %d %v", a.status, got)
	}
	p.check(row{"a02", post, "/scans", nil, 422, []string{"file-wrong"}, nil},
		row{"", post, "/scans", nil, 401, nil, nil})
	p.verified()
}

// What the complaint does not take waits, and says why to whoever sees the complaint.
func TestF6_RefusedByTheComplaint(t *testing.T) {
	p := newPortal(t)
	c := fixtures["archived"](p)
	a := p.as("s01").upload("/scans", "a.jpg", leaf(p.printed(c, "form")))
	page := p.as("s01").get(a.location)
	if got := rowsOf(page); len(got) != 1 || got[0] != "tray "+numberIn(c)+" form" ||
		!strings.Contains(page.body, "投诉的状态不允许") {
		t.Errorf("%v", got)
	}
	p.verified()
}

// A form sent twice with once acts once.
func TestF6_SentTwice(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	page := leaf(p.printed(c, "form"))
	first := p.as("a02").upload("/scans", "a.jpg", page, "once", "k1")
	p.pass(time.Minute)
	if second := p.as("a02").upload("/scans", "a.jpg", page, "once", "k1"); second.location != first.location ||
		p.count("attachment") != 1 || p.count("scan") != 1 {
		t.Errorf("%s %s", first.location, second.location)
	}
	p.verified()
}

// A paper knows its version on its complaint's page too: what is still out, and what came home and was
// overtaken afterwards, however long the journal has become since.
func TestF6_OutdatedOnThePage(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	code := strings.Replace(p.printed(c, "form"), "/form/", "/formhouse/", 1) // both parts were printed
	p.as("a02").must(c+"/contacts", "way", "phone", "said", "已说明")            // changes nothing on the form
	if n := p.as("s01").get(c).page().Find("[data-printout]").Length(); n != 0 {
		t.Errorf("%d outdated prints", n)
	}
	p.as("a02").must(c+"/findings", "finding", "又查明一处")
	for range 2 {
		out := p.as("s01").get(c).page().Find("[data-printout=formhouse]")
		if !strings.Contains(out.Text(), "记录调查结果") || !strings.Contains(out.Text(), "又查明一处") ||
			strings.Contains(out.Text(), "已说明") {
			t.Errorf("printed and outdated: %q", out.Text())
		}
		for i := range 25 { // until the page shows only the newest of the journal
			p.as("a02").must(c+"/contacts", "way", "phone", "said", fmt.Sprint("再次说明", i))
			p.as("a02").must(c+"/reveal", "field", "phone")
		}
	}
	if a := p.as("a02").upload("/scans", "a.jpg", leaf(code)); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	page := p.as("s01").get(c).page()
	if page.Find("[data-printout]").Length() != 0 || !strings.Contains(page.Find("#evidence .alert").Text(), "又查明一处") ||
		page.Find("[data-outdated-later]").Length() != 0 {
		t.Errorf("came home: %s", page.Find("#evidence").Text())
	}
	at := p.as("a02").must(c+"/signings", "paper", "receipt")
	p.as("a02").must(at, signing()...)
	p.pass(time.Minute)
	p.as("s01").must(c+"/assess", "validity", "valid", "responsibility", "company")
	page = p.as("s01").get(c).page()
	if later := page.Find("[data-outdated-later]"); later.Length() != 2 || !strings.Contains(later.Text(), "评估定级") ||
		!strings.Contains(later.Text(), "有效性") {
		t.Errorf("overtaken: %d %q", later.Length(), later.Text())
	}
	p.verified()
}

// The blank back of a form is discarded in one step, stays listed with the reason, and can still be filed;
// only who sees it learns of it (rule W11).
func TestF6_DiscardedPages(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	p.trayed("a01")
	p.as("t01")
	scan := "/scans/" + p.rows("SELECT max(id) FROM scan")[0][0]
	for who, want := range map[string]int{"t01": 404, "": 401} {
		if a := p.as(who).post(scan+"/discard", "reason", "空白页"); a.status != want {
			t.Errorf("%s: %d", who, a.status)
		}
	}
	if a := p.as("s01").post(scan+"/discard", "reason", " "); a.status != 422 ||
		a.page().Find("#reason-wrong").Length() != 1 {
		t.Errorf("no reason: %d", a.status)
	}
	p.as("s01").must(scan+"/discard", "reason", "空白页（单据背面）", "once", "k")
	p.as("s01").must(scan+"/discard", "reason", "空白页（单据背面）", "once", "k")
	if a := p.as("a01").post(scan+"/discard", "reason", "空白页"); a.status != http.StatusConflict {
		t.Errorf("twice: %d", a.status)
	}
	p.check(
		row{"a01", get, "/scans", nil, 200, []string{`data-status="discarded"`, "空白页（单据背面）"},
			[]string{`data-status="tray"`}},
		row{"t01", get, "/scans", nil, 200, nil, []string{`data-status="discarded"`}},
		row{"a01", get, scan, nil, 200, nil, nil}, row{"t01", get, scan, nil, 404, nil, nil},
	)
	if got := p.rows("SELECT by, detail FROM journal WHERE action = 'discard_scan'"); len(got) != 1 ||
		got[0][0] != "s01" || !strings.Contains(got[0][1], "空白页") {
		t.Errorf("%v", got)
	}
	p.as("s01").must(scan, "number", numberIn(c), "paper", "form")
	p.check(row{"s01", get, "/scans", nil, 200, []string{`data-status="filed"`}, []string{`data-status="discarded"`}})
	if a := p.as("s01").post(scan+"/discard", "reason", "空白页"); a.status != http.StatusConflict {
		t.Errorf("a filed one: %d", a.status)
	}
	p.verified()
}

// With the personal data go the signatures, the names of who signed and the papers that were shown, and
// nothing of them stays on the disk (rule B1).
func TestB1_SignaturesGo(t *testing.T) {
	p := newPortal(t)
	c := cases["received"](p)
	v := p.as("a01")
	at := v.shownAt(c, "receipt")
	v.must(at, signing()...)
	v.shownAt(c, "form")
	v.must(c+"/settle", "class", "process", "cause", "x", "measure", "y", "said", "z", "satisfaction", "fair")
	p.as("s01").must(c+"/assess", "validity", "valid", "responsibility", "company")
	p.as("s01").must(c+"/close", "outcome", "solved")
	p.pass(4 * 366 * 24 * time.Hour)
	p.destroyed()
	if n := p.files(); len(n) != 0 {
		t.Errorf("%d files are left", len(n))
	}
	if rows := p.rows("SELECT signer FROM signing WHERE signer NOT IN ('', ?)", huiyin.Anonymised); len(rows) != 0 {
		t.Errorf("%v", rows)
	}
	p.check(row{"v01", get, at + "/paper.pdf", nil, 404, nil, nil},
		row{"v01", get, at + "/drawing.png", nil, 404, nil, nil}, row{"v01", get, at, nil, 200, nil, nil})
	p.verified()
}

// What cannot be read waits in the tray.
func TestF6_WhatIsNotReadWaits(t *testing.T) {
	p := newPortal(t)
	for name, dict := range map[string]string{
		"jpx.pdf":     "/Width 900/Height 1200/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/JPXDecode",
		"jbig2.pdf":   "/Width 900/Height 1200/BitsPerComponent 1/Filter/JBIG2Decode",
		"cmyk.pdf":    "/Width 900/Height 1200/ColorSpace/DeviceCMYK/BitsPerComponent 8",
		"sixteen.pdf": "/Width 900/Height 1200/ColorSpace/DeviceGray/BitsPerComponent 16",
		"huge.pdf":    "/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode",
	} {
		a := p.as("a01").upload("/scans", name, scantest.PDFWith(dict, []byte(name)))
		if a.status != http.StatusSeeOther ||
			p.as("a01").get(a.location).page().Find("[data-status=tray]").Length() != 1 {
			t.Errorf("%s: %d %s", name, a.status, sentences(a))
		}
	}
	p.verified()
}
