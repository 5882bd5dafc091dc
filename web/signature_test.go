package web

import (
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
	"huiyin/web/scan"
	"huiyin/web/scan/scantest"
)

// drawn is a signature as a browser sends it: a thick wave on white.
func drawn() string {
	g := scantest.Blank(400, 160)
	for x := 60; x < 340; x++ {
		y := 80 + 40*((x/40)%2) - x%40
		for d := range 5 {
			g.SetGray(x, y+d, color.Gray{Y: 17})
		}
	}
	return dataURL(g)
}

func dataURL(img image.Image) string {
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(scantest.PNG(img))
}

// strokes are how that was written.
const strokes = `[[[60,80,0],[100,120,90],[140,80,180]],[[200,80,400],[260,120,520]]]`

// signing is the form of a signature on a screen; the last of a name counts (rule F8).
func signing(more ...string) []string {
	form := []string{"signer", "王小明", "witness", "s02", "drawing", drawn(), "strokes", strokes, "agreed", "1", "whole", "1",
		"id_kind", "id_card", "id_last4", "123x", "copy", "printed"}
	for i := 0; i < len(more); i += 2 {
		at := slices.Index(form, more[i])
		if at < 0 {
			form = append(form, more[i], more[i+1])
			continue
		}
		form[at+1] = more[i+1]
	}
	return form
}

// notDrawn are drawings that are refused at their field.
func notDrawn() []string {
	black := image.NewGray(image.Rect(0, 0, 300, 100))
	clear := image.NewNRGBA(image.Rect(0, 0, 300, 100))
	dot := scantest.Blank(300, 100)
	for i := range 6 {
		dot.SetGray(100+i, 50, color.Gray{})
	}
	huge := scantest.PNG(image.NewGray(image.Rect(0, 0, 1, 1)))
	copy(huge[16:], []byte{0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60}) // 60,000 by 60,000
	return []string{
		"", "nonsense", "data:image/png;base64,", "data:image/png;base64,%%%", "data:image/png;base64,AAAA",
		"data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(scantest.JPEG(dot)),
		"data:image/png;base64," + base64.StdEncoding.EncodeToString(scantest.JPEG(dot)),
		dataURL(scantest.Blank(300, 100)), dataURL(clear), dataURL(dot), dataURL(black),
		"data:image/png;base64," + base64.StdEncoding.EncodeToString(huge),
		"data:image/png;base64," + strings.Repeat("A", scan.MostDrawing+4),
	}
}

// shownAt shows a paper of a case to be signed and gives the address.
func (v visitor) shownAt(c, paper string) string {
	v.p.t.Helper()
	return v.must(c+"/signings", "paper", paper)
}

// What a customer draws becomes part of the signed copy, whose head is the very PDF that was shown; the
// form counts as signed, and stays provable later (rules F6, W7, J2).
func TestF6_SigningOnATablet(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	p.as("s01").must(c+"/assess", "grade", "important", "grade_reason", "客户情绪激动")
	v := p.as("a02")
	at := v.shownAt(c, "form")
	page := v.get(at)
	hash := page.page().Find("[data-signing]").AttrOr("data-hash", "")
	original := v.get(at + "/paper.pdf")
	if original.status != http.StatusOK || huiyin.Digest(original.body) != hash || !strings.Contains(page.body, hash) {
		t.Fatalf("the original: %d, %s", original.status, hash)
	}
	if csp := original.header.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'self'") {
		t.Error(csp)
	}
	if !strings.Contains(page.page().Find("noscript").Text(), "脚本") {
		t.Error("without script nothing is said")
	}
	p.check(
		row{"a02", get, at + "/drawing.png", nil, 404, nil, nil},
		row{"b01", get, at, nil, 404, nil, nil}, row{"b01", get, at + "/paper.pdf", nil, 404, nil, nil},
		row{"a02", get, c + "/signings/2", nil, 404, nil, nil}, row{"a02", get, c + "/signings/x", nil, 404, nil, nil},
	)
	before := p.contents()
	for _, bad := range notDrawn() {
		a := v.post(at, signing("drawing", bad)...)
		if a.status != 422 || a.page().Find("#drawing-wrong").Length() != 1 {
			t.Errorf("%.40q: %d %s", bad, a.status, sentences(a))
		}
	}
	for field, bad := range map[string][]string{"drawing": {"strokes", "[]"}, "agreed": {"agreed", ""}, "whole": {"whole", ""},
		"id_kind": {"id_kind", "library card"}, "id_last4": {"id_last4", "12"}, "copy": {"copy", "later"}} {
		a := v.post(at, signing(bad...)...)
		if a.status != 422 || a.page().Find("#"+field+"-wrong").Length() != 1 ||
			bad[0] != "strokes" && a.page().Find("[name=strokes]").AttrOr("value", "") != strokes {
			t.Errorf("%s: %d", field, a.status)
		}
	}
	for _, form := range [][]string{{"", "s02"}, {"王小明", ""}, {"王小明", "x02"}, {"王小明", "nobody"}, {"王小明", "a02"}} {
		a := v.post(at, signing("signer", form[0], "witness", form[1])...)
		if a.status != 422 || a.page().Find("[name=drawing]").AttrOr("value", "") != drawn() {
			t.Errorf("%v: %d", form, a.status)
		}
	}
	// all that is wrong is said at once, each at its field (rule F8)
	all := []string{"signer", "witness", "drawing", "agreed", "whole", "id_kind", "id_last4", "copy"}
	none := v.post(at, "strokes", "[]")
	for _, field := range all {
		if none.page().Find("#"+field+"-wrong").Length() != 1 {
			t.Errorf("%s: nothing is said beside the others, %d", field, none.status)
		}
	}
	if p.contents() != before {
		t.Error("what was refused left something")
	}
	p.pass(time.Minute)
	form := signing("once", "k1")
	first := v.must(at, form...)
	if again := v.must(at, form...); again != first || p.count("attachment") != 1 { // rule W12
		t.Errorf("%s %s", first, again)
	}
	if a := v.post(at, form[:len(form)-2]...); a.status != http.StatusConflict || !strings.Contains(a.body, "已经签字") {
		t.Errorf("signed twice: %d", a.status)
	}
	view := p.as("s01").get(c).page()
	rowOf := view.Find("[data-attachment]")
	if rowOf.AttrOr("data-kind", "") != "signed_form" || rowOf.Find("[data-signed] img").Length() != 1 ||
		!strings.Contains(rowOf.Text(), "王小明") {
		t.Errorf("%s", rowOf.Text())
	}
	if strings.Contains(p.as("s01").get(c).page().Find("#closing").Text(), "签字的处理表") {
		t.Error("the form still counts as unsigned")
	}
	whole := v.get("/attachments/" + rowOf.AttrOr("data-attachment", ""))
	if !strings.HasPrefix(whole.body, original.body) || len(whole.body) == len(original.body) {
		t.Error("the signed copy does not begin with the original")
	}
	sheets := 0
	if err := p.server.scans.Read(t.Context(), "application/pdf", []byte(whole.body), func(scan.Sheet) error {
		sheets++
		return nil
	}); err != nil || sheets != 2 {
		t.Errorf("%d pages, %v", sheets, err)
	}
	if text := pdfText(t, whole.body); !strings.Contains(text, "王小明") || !strings.Contains(text, hash[:32]) ||
		!strings.Contains(text, "见证人") || !strings.Contains(text, "123X") || !strings.Contains(text, "不是《电子签名法》上的可靠电子签名") {
		t.Errorf("%s", text)
	}
	// the page of the signature counts within the paper, whose place to sign names it (rule F8)
	if text := pdfText(t, original.body); !strings.Contains(text, "客户签字：见签字页") || !strings.Contains(text, "第1页共2页") {
		t.Errorf("what was shown: %s", text)
	}
	if text := pdfText(t, whole.body); !strings.Contains(text, "第2页共2页") || !strings.Contains(text, "****123X") ||
		strings.Contains(text, "第1页共1页") {
		t.Errorf("the signed copy: %s", text)
	}
	for _, o := range v.get(v.shownAt(c, "form")).page().Find("[name=witness] option").EachIter() {
		if who := o.AttrOr("value", ""); who != "" && !p.store.Org().Person(who).AtSite("HY") {
			t.Errorf("%s is offered as a witness", who)
		}
	}
	drawing := v.get(at + "/drawing.png")
	if size, err := png.DecodeConfig(strings.NewReader(drawing.body)); err != nil || size.Width < 200 ||
		size.Width > 400 {
		t.Errorf("%v %v", size, err)
	}
	journal := p.as("s01").get(c + "/journal").body
	for _, want := range []string{"现场签字", hash, "见证人", huiyin.Digest(drawing.body)} {
		if !strings.Contains(journal, want) {
			t.Errorf("the journal lacks %s", want)
		}
	}
	p.verified()
}

// A record that changed while the paper was shown is not signed; both versions and the change are said,
// and the paper can be shown anew. The accused gets nowhere near (rule P4).
func TestF6_ChangedWhileItWasShown(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	v := p.as("a02")
	at := v.shownAt(c, "form")
	edition := v.main(c, "version")
	p.as("s01").must(c+"/findings", "finding", "又查明一处")
	before := p.contents()
	a := v.post(at, signing()...)
	if text := a.page().Find("main").Text(); a.status != http.StatusConflict ||
		!strings.Contains(text, "记录版本 "+edition) || !strings.Contains(text, "记录版本是 "+v.main(c, "version")) ||
		!strings.Contains(text, "又查明一处") {
		t.Errorf("%d %s", a.status, text)
	}
	if a := v.post(at, signing("version", edition)...); a.status != http.StatusConflict || !strings.Contains(a.body, "又查明一处") {
		t.Errorf("%d", a.status)
	}
	if p.contents() != before {
		t.Error("what was refused changed something")
	}
	form := a.page().Find("form[action$='/signings']")
	if form.Find("[name=paper]").AttrOr("value", "") != "formcustomer" {
		t.Error("it cannot be shown anew")
	}
	again := v.shownAt(c, "form")
	v.must(again, signing()...)
	p.check(
		row{"a02", post, c + "/signings", []string{"paper", "settlement"}, 409, nil, nil},
		row{"a02", post, c + "/signings", []string{"paper", "report"}, 422, []string{"paper-wrong"}, nil},
	)
	d := cases["accused"](p)
	p.check(row{"a01", post, d + "/signings", []string{"paper", "form"}, 404, nil, nil},
		row{"a01", get, d + "/signings/1", nil, 404, nil, nil})
	mine := p.as("a02").shownAt(d, "form")
	if a := p.as("a02").post(mine, signing("witness", "a01")...); a.status != 422 ||
		a.page().Find("#witness-wrong").Length() != 1 {
		t.Errorf("the accused as a witness: %d", a.status)
	}
	p.check(row{"a01", get, mine + "/paper.pdf", nil, 404, nil, nil})
	p.verified()
}

// Shown by a double click, a paper is shown once.
func TestF6_ShownTwice(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	first := p.as("a02").must(c+"/signings", "paper", "form", "once", "k")
	p.pass(time.Minute)
	if again := p.as("a02").must(c+"/signings", "paper", "form", "once", "k"); again != first ||
		p.count("signing") != 1 {
		t.Errorf("%s %s", first, again)
	}
	p.verified()
}
