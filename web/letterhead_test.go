package web

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"

	"huiyin/huiyin"
)

// printing is the form of the print settings with everything ticked; pairs come first, and a name among
// them replaces the usual ones.
func printing(pairs ...string) []string {
	usual := []string{"paper_name", "", "footer", "", "script", ""}
	for _, p := range huiyin.SealedPapers() {
		usual = append(usual, "seal", string(p))
	}
	for _, b := range huiyin.Boxes() {
		usual = append(usual, "sign", string(b))
	}
	out := slices.Clone(pairs)
	for i := 0; i < len(usual); i += 2 {
		replaced := false
		for k := 0; k < len(pairs); k += 2 {
			replaced = replaced || pairs[k] == usual[i]
		}
		if !replaced {
			out = append(out, usual[i], usual[i+1])
		}
	}
	return out
}

// coloured is a picture; PNG unless made a JPEG.
func coloured(t testing.TB, width, height int, asJPEG bool) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.SetNRGBA(x, y, color.NRGBA{byte(x), byte(y), 80, byte(x * y)})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	if asJPEG {
		b.Reset()
		err = jpeg.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// chunk is one part of a PNG file.
func chunk(name string, data []byte) []byte {
	b := append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), append([]byte(name), data...)...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// declared is a PNG that says it has so many pixels.
func declared(file []byte, width, height uint32) []byte {
	head := slices.Clone(file[16:29])
	binary.BigEndian.PutUint32(head, width)
	binary.BigEndian.PutUint32(head[4:], height)
	return slices.Concat(file[:8], chunk("IHDR", head), file[33:])
}

func deepPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A wrong logo is refused in a sentence at its field, what was typed stays, and nothing is stored.
func TestP1_WrongLogosAreRefused(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	good := coloured(t, 40, 20, false)
	cmyk := []byte{0xFF, 0xD8, 0xFF, 0xC0, 0, 20, 8, 0, 9, 0, 9, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0,
		0xFF, 0xDA, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0}
	const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	before := p.contents()
	for name, tt := range map[string]struct {
		file []byte
		want string
	}{
		"an SVG":             {[]byte(svg), "SVG"},
		"an SVG with a head": {[]byte("\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- x --><!DOCTYPE svg>" + svg), "SVG"},
		"a GIF":              {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "GIF"},
		"an animated PNG":    {slices.Concat(good[:33], chunk("acTL", make([]byte, 8)), good[33:]), "会动的"},
		"half a PNG":         {good[:len(good)/2], "已损坏"},
		"a PNG's head":       {good[:20], "已损坏"},
		"half a JPEG":        {coloured(t, 90, 90, true)[:300], "已损坏"},
		"a vast PNG":         {declared(good, 60_000, 60_000), "60000×60000"},
		"a long PNG":         {declared(good, 3001, 1), "3001×1"},
		"a PNG of nothing":   {declared(good, 0, 0), "已损坏"},
		"16 bits":            {deepPNG(t, image.NewNRGBA64(image.Rect(0, 0, 4, 4))), "16 位"},
		"16 bits of grey":    {deepPNG(t, image.NewGray16(image.Rect(0, 0, 4, 4))), "16 位"},
		"CMYK":               {cmyk, "CMYK"},
		"a PDF":              {[]byte("%PDF-1.4\n"), "须为 PNG 或 JPEG"},
		"text":               {[]byte("hello"), "须为 PNG 或 JPEG"},
		"WebP":               {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 "), "须为 PNG 或 JPEG"},
		"bytes":              {bytes.Repeat([]byte{0x89, 0}, 50), "须为 PNG 或 JPEG"},
		"two megabytes":      {bytes.Repeat([]byte{0xFF}, huiyin.MostLogo+1), "2 MB"},
	} {
		for _, path := range []string{"/settings/printing", "/settings/printing/preview"} {
			a := admin.upload(path, "logo.png", tt.file, printing("paper_name", "纸上的名字")...)
			page := a.page()
			if said := page.Find("#file-wrong").Text(); a.status != http.StatusUnprocessableEntity ||
				!strings.Contains(said, tt.want) {
				t.Errorf("%s to %s: %d %q", name, path, a.status, said)
			}
			if typed := page.Find("[name=paper_name]").AttrOr("value", ""); typed != "纸上的名字" &&
				name != "two megabytes" {
				t.Errorf("%s: typed %q", name, typed)
			}
		}
	}
	if after := p.contents(); after != before {
		t.Error("something was stored")
	}
	p.check(row{"admin", "GET", "/settings/printing/logo.png", nil, 404, nil, nil})
	p.verified()
}

// A good logo is kept small, opaque, upright and without what else its file held, and is drawn; it goes
// again when asked to.
func TestP1_TheLogoIsKeptForPaper(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	c := p.as("a01").record("site", "HY")
	// held sideways: 6 is a quarter turn
	exif := append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, 34},
		"Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"...)
	for name, tt := range map[string]struct {
		file          []byte
		width, height int
	}{
		"small":   {coloured(t, 40, 20, false), 40, 20},
		"wide":    {coloured(t, 2000, 100, true), keptWidth, 17},
		"tall":    {coloured(t, 30, 1020, false), 6, keptHeight},
		"one":     {coloured(t, 1, 1, false), 1, 1},
		"held":    {append(slices.Clone(exif), coloured(t, 40, 20, true)[2:]...), 20, 40},
		"trailer": {append(coloured(t, 9, 9, false), "secret behind the picture"...), 9, 9},
	} {
		if a := admin.upload("/settings/printing", "logo.svg", tt.file,
			printing()...); a.status != http.StatusSeeOther {
			t.Errorf("%s: %d %s", name, a.status, sentences(a))
			continue
		}
		a := admin.get("/settings/printing/logo.png")
		m, err := png.Decode(strings.NewReader(a.body))
		if err != nil || m.Bounds().Dx() != tt.width || m.Bounds().Dy() != tt.height ||
			a.header.Get("Content-Type") != "image/png" || strings.Contains(a.body, "secret") {
			t.Errorf("%s: %v, %v", name, err, m.Bounds())
			continue
		}
		if opaque, ok := m.(interface{ Opaque() bool }); !ok || !opaque.Opaque() ||
			p.store.Org().Letterhead.Logo.Hash != huiyin.Digest(a.body) {
			t.Errorf("%s is see-through, or not named by its content", name)
		}
		if form := p.as("s01").get(c + "/form.pdf?part=customer"); form.status != 200 ||
			!strings.Contains(form.body, "/Subtype /Image") {
			t.Errorf("%s: the form is %d, or has no logo", name, form.status)
		}
	}
	kept := p.store.Org().Letterhead.Logo.Hash
	admin.must("/settings/printing", printing("footer", "不换徽标")...)
	if p.store.Org().Letterhead.Logo.Hash != kept {
		t.Error("a form without a file takes the logo away")
	}
	admin.must("/settings/printing", printing("drop_logo", "1")...)
	if form := p.as("s01").get(c + "/form.pdf"); strings.Contains(form.body, "/Subtype /Image") {
		t.Error("the logo stays although it was taken away")
	}
	p.check(row{"admin", "GET", "/settings/printing/logo.png", nil, 404, nil, nil})
	p.verified()
}

// Hostile and wrong fields come back with their sentence and change nothing.
func TestP1_PrintSettingsRefuse(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	before := p.contents()
	long := strings.Repeat("𬱖", 61)
	for _, tt := range []struct{ field, value string }{
		{"paper_name", long}, {"paper_name", "甲\n乙"}, {"paper_name", "甲😀"},
		{"footer", long}, {"footer", "甲\r\n乙"}, {"footer", "甲\u2028乙"}, {"footer", "𓀀"},
		{"script", "latn"}, {"seal", "report"}, {"seal", "x"}, {"sign", "king"}, {"sign", strings.Repeat("长", 9000)},
	} {
		for _, path := range []string{"/settings/printing", "/settings/printing/preview"} {
			a := admin.post(path, printing(tt.field, tt.value)...)
			if a.status != http.StatusUnprocessableEntity ||
				strings.TrimSpace(a.page().Find("#"+tt.field+"-wrong").Text()) == "" {
				t.Errorf("%s %s=%.20q: %d %s", path, tt.field, tt.value, a.status, sentences(a))
			}
		}
	}
	if a := admin.post("/settings/printing/preview", printing("paper", "report")...); a.status != 422 ||
		a.page().Find("#paper-wrong").Length() != 1 {
		t.Errorf("a preview of another paper: %d", a.status)
	}
	if after := p.contents(); after != before {
		t.Error("something was stored")
	}
	// what cannot be seen is taken out of any form
	admin.must("/settings/printing", printing("paper_name", "甲\u202E\u200B乙")...)
	if got := p.store.Org().Letterhead.Name; got != "甲乙" {
		t.Errorf("kept as %q", got)
	}
	p.verified()
}

// What is saved stands on every paper from then on and in the journal; a preview shows it before and
// stores nothing; two administrators do not overwrite each other (rules J1, W12).
func TestW12_PrintSettingsArePreviewedSavedAndSeen(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	c := p.as("a01").record("site", "HY", "matter", "签约时间与发票不符", "name", "钱东来")
	form := printing("paper_name", "示例地产集团有限公司𬱖", "footer", "监督电话 12345", "script", "hant", "sign", "customer")
	edition := admin.get("/settings/printing").page().Find("#form-printing [name=version]").AttrOr("value", "")
	before := p.contents()
	for paper, want := range map[string]string{"form": "客戶投訴意見處理表", "receipt": "投訴受理回執", "settlement": "和解協議",
		"letter": "投訴答覆函", "": "客戶投訴意見處理表"} {
		a := admin.post("/settings/printing/preview", append([]string{"paper", paper}, form...)...)
		text := a.text()
		if a.status != 200 || a.header.Get("Content-Type") != "application/pdf" ||
			!strings.HasPrefix(a.header.Get("Content-Disposition"), "inline") {
			t.Fatalf("preview of %s: %d %v", paper, a.status, a.header)
		}
		for _, w := range []string{want, "示例地产集团有限公司𬱖", "监督电话12345"} {
			if !strings.Contains(text, w) {
				t.Errorf("preview of %s lacks %s", paper, w)
			}
		}
		if strings.Contains(text, "钱东来") {
			t.Error("the preview shows a customer")
		}
	}
	if p.contents() != before {
		t.Error("a preview stores something")
	}

	was := p.as("s01").get(c + "/receipt.pdf").text()
	if !strings.Contains(was, "投诉受理回执") || !strings.Contains(was, "示例海悦置业有限公司") {
		t.Errorf("before: %s", was)
	}
	admin.must("/settings/printing", append([]string{"version", edition}, form...)...)
	// the receipt is the site's legal person's, whatever the letterhead (rule C11)
	for paper, want := range map[string][]string{
		"form":    {"客戶投訴意見處理表", "客戶簽字", "签约时间与发票不符", "投訴等級", "示例地产集团有限公司𬱖"},
		"receipt": {"投訴受理回執", "签约时间与发票不符", "示例海悦置业有限公司"},
		"report":  {"投訴結案報告", "签约时间与发票不符", "示例地产集团有限公司𬱖"},
	} {
		text := p.as("s01").get(c + "/" + paper + ".pdf").text()
		for _, w := range append(want, "监督电话12345", "钱东来") {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %s", paper, w)
			}
		}
		if strings.Contains(text, "記錄人簽字") {
			t.Errorf("%s has a box that is left out", paper)
		}
	}
	for _, path := range []string{"/complaints/ledger.pdf?month=2025-03", "/figures/monthly.pdf?month=2025-03"} {
		if text := p.as("s01").get(path).text(); !strings.Contains(text, "示例地产集团有限公司𬱖") ||
			!strings.Contains(text, "編號") {
			t.Errorf("%s has the old look", path)
		}
	}
	p.check(
		row{"admin", "POST", "/settings/printing", append([]string{"version", edition}, printing("footer", "后来的")...),
			409, []string{"已被他人改动", "后来的"}, nil},
		row{"admin", "GET", "/settings/printing", nil, 200, []string{"示例地产集团有限公司𬱖", "监督电话 12345", "不能关闭"},
			[]string{"后来的"}},
		row{"admin", "GET", "/settings/journal", nil, 200, []string{"单据上的公司名称", "页脚文字", "繁体字", "不设的签字栏", "记录人"}, nil},
	)
	p.verified()
}

// A paper that was printed before the settings changed is as good as ever (rule F6).
func TestF6_PrintSettingsOutdateNothing(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY")
	code := p.printed(c, "form")
	p.as("admin").must("/settings/printing", printing("paper_name", "新的名称", "script", "hant")...)
	if a := p.as("a01").upload("/scans", "form.jpg", leaf(code)); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	page := p.as("s01").get(c).page()
	if page.Find(`[data-kind="signed_form"]`).Length() != 1 || page.Find("[data-outdated]").Length() != 0 {
		t.Error("the paper is not filed, or is called outdated")
	}
}
