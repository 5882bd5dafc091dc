package web

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	views "huiyin/views/imports"
)

// bomb is a workbook's part of which a piece is there so many times.
type bomb struct {
	before, piece string
	times         int
	after         string
	lies          bool // of its size
}

// packed deflates a part without having it: a piece that was flushed can follow itself.
func (b bomb) packed(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	add := func(s string, times int, end bool) {
		var one bytes.Buffer
		w, err := flate.NewWriter(&one, flate.BestCompression)
		if err == nil {
			_, err = w.Write([]byte(s))
		}
		if err == nil && end {
			err = w.Close()
		} else if err == nil {
			err = w.Flush()
		}
		if err != nil {
			t.Fatal(err)
		}
		for range times {
			out.Write(one.Bytes())
		}
	}
	add(b.before, 1, false)
	add(b.piece, b.times, false)
	add(b.after, 1, true)
	return out.Bytes()
}

const (
	sheetHead = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetTail = `</sheetData></worksheet>`
	titlesRow = `<row r="1"><c r="A1" t="str"><v>项目</v></c><c r="B1" t="str"><v>方式</v></c><c r="C1" t="str"><v>投诉人</v></c>` +
		`<c r="D1" t="str"><v>内容摘要</v></c><c r="E1" t="str"><v>完成日期</v></c></row>`
	bombRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	bombKinds     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// bombs makes a workbook of parts.
func bombs(t *testing.T, parts map[string]bomb) []byte {
	t.Helper()
	all := map[string]bomb{
		"_rels/.rels": {before: bombRelations + `<Relationship Id="a" Type="` + bombKinds +
			`officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		"xl/_rels/workbook.xml.rels": {before: bombRelations + `<Relationship Id="a" Type="` + bombKinds +
			`worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="` + bombKinds +
			`sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		"xl/workbook.xml": {before: `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` +
			strings.TrimSuffix(bombKinds, "/") + `"><sheets><sheet name="a" sheetId="1" r:id="a"/></sheets></workbook>`},
		"xl/worksheets/sheet1.xml": {before: sheetHead + titlesRow + sheetTail},
	}
	for name, b := range parts {
		all[name] = b
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, b := range all {
		content := b.packed(t)
		size := len(b.before) + b.times*len(b.piece) + len(b.after)
		if b.lies {
			size = 1000
		}
		part, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: uint64(size),
			CompressedSize64: uint64(len(content))})
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sheetOf(b bomb) map[string]bomb { return map[string]bomb{"xl/worksheets/sheet1.xml": b} }

// manyParts is a workbook whose list of parts is long.
func manyParts(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := range 60_000 {
		if _, err := w.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("%060d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A file that is small and unpacks to much is refused at its field, before the memory is taken (TRUST 3).
func TestImport_BombsAreRefusedBeforeTheyAreHeld(t *testing.T) {
	p := newPortal(t)
	mega := strings.Repeat("a", 1<<20)
	cell := sheetHead + titlesRow + `<row r="2"><c r="A2" t="inlineStr"><is><t>`
	var far strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&far, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i+2, i+2)
	}
	oldTitles := strings.SplitAfter(oldRegister, "\n")[0]
	one := strings.Repeat("漏", 20_000) // a cell that may be
	for name, tt := range map[string]struct {
		file  []byte
		most  uint64 // MB that may be taken altogether, what is let go at once included
		words string
	}{
		"900 MB of blanks": {bombs(t, sheetOf(bomb{sheetHead + titlesRow, strings.Repeat(" ", 1<<20), 900, sheetTail, false})),
			32, "超过 256 KB"},
		"900 MB of blanks between the rows": {bombs(t, sheetOf(bomb{sheetHead + titlesRow,
			strings.Repeat(" ", 1<<17) + "<x/>", 7200, sheetTail, false})), 128, "超过 64 MB"},
		"a cell of 300 MB that says it is small": {bombs(t, sheetOf(bomb{cell, mega, 300, sheetTail, true})), 32, "无法读取"},
		"a cell of 300 MB": {bombs(t, sheetOf(bomb{cell, mega, 300, "</t></is></c></row>" + sheetTail, false})), 32,
			"超过 256 KB"},
		"a cell of 950 MB": {bombs(t, sheetOf(bomb{cell, mega, 950, "</t></is></c></row>" + sheetTail, false})), 32,
			"超过 256 KB"},
		"a cell of 950 MB in pieces": {bombs(t, sheetOf(bomb{cell, mega[:1<<17] + "<x/>", 7600,
			"</t></is></c></row>" + sheetTail, false})), 128, "超过 64 MB"},
		"a tag of 300 MB": {bombs(t, sheetOf(bomb{sheetHead + `<row a="`, mega, 300, `"></row>` + sheetTail, false})), 32,
			"超过 256 KB"},
		"a remark of 300 MB": {bombs(t, sheetOf(bomb{sheetHead + "<!--", mega, 300, "-->" + sheetTail, false})), 32,
			"超过 256 KB"},
		"elements within each other": {bombs(t, sheetOf(bomb{sheetHead, strings.Repeat("<x>", 1<<18), 300, "", false})), 32,
			"无法读取"},
		"18 million shared strings": {bombs(t, map[string]bomb{"xl/sharedStrings.xml": {"<sst>",
			strings.Repeat("<si><t/></si>", 100_000), 180, "</sst>", false}}), 350, "文字太多"},
		"shared strings of 900 MB": {bombs(t, map[string]bomb{"xl/sharedStrings.xml": {"<sst>",
			"<si><t>" + mega[:60_000] + "</t></si>", 15_000, "</sst>", false}}), 256, "超过 64 MB"},
		"one shared string 200,000 times": {bombs(t, map[string]bomb{
			"xl/sharedStrings.xml":     {before: "<sst><si><t>" + one + "</t></si></sst>"},
			"xl/worksheets/sheet1.xml": {sheetHead + titlesRow, `<row><c t="s"><v>0</v></c></row>`, 19_000, sheetTail, false}}),
			400, "超过 64 MB"},
		"900 MB of relations": {bombs(t, map[string]bomb{"xl/_rels/workbook.xml.rels": {bombRelations,
			strings.Repeat(`<Relationship Id="a" Type="a/worksheet" Target="b"/>`, 20_000), 900, "</Relationships>", false}}), 64,
			"超过"},
		"a row far down": {bombs(t, sheetOf(bomb{before: sheetHead + titlesRow +
			`<row r="999999999"><c r="A999999999"><v>1</v></c></row>` + sheetTail})), 32, "行号"},
		"cells far to the right": {bombs(t, sheetOf(bomb{before: sheetHead + titlesRow + far.String() + sheetTail})), 32,
			"列数超过 200"},
		"two million empty rows": {bombs(t, sheetOf(bomb{sheetHead + titlesRow, strings.Repeat("<row/>", 100_000), 20,
			sheetTail, false})), 350, "行号"},
		"a long list of parts": {manyParts(t), 32, "无法读取"},
		"a text of commas":     {[]byte(oldTitles + strings.Repeat(",", 19<<20)), 150, "有一行超过"},
		"a text of one quote":  {[]byte(oldTitles + "\"" + strings.Repeat("a\n", 9<<20)), 100, "最多导入"},
	} {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		a := p.as("v01").upload(importPath, "台账.xlsx", tt.file, "site", "HY", "check", "1")
		runtime.ReadMemStats(&after)
		took := (after.TotalAlloc - before.TotalAlloc) >> 20
		t.Logf("%s: %d KB sent, %d MB taken", name, len(tt.file)>>10, took)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `id="file-wrong"`) ||
			!strings.Contains(a.body, tt.words) {
			t.Errorf("%s: %d %s", name, a.status, sentences(a))
		}
		if took > tt.most {
			t.Errorf("%s: %d MB taken; at most %d", name, took, tt.most)
		}
	}
	if n := len(p.server.imports.all); n > 0 {
		t.Errorf("%d are kept", n)
	}
}

// What the refused lines of all files hold has a bound, whoever brought them.
func TestImport_RefusedLinesAreHeldUpToABound(t *testing.T) {
	p := newPortal(t)
	at := time.Date(2025, 3, 3, 10, 0, 0, 0, time.UTC)
	for i := range 10 {
		in, err := p.store.Receive(strings.NewReader("x"), 10)
		if err != nil {
			t.Fatal(err)
		}
		p.server.imports.add(&importRun{id: fmt.Sprint(i), account: fmt.Sprint("n", i), in: in, at: at, view: views.Run{
			State: views.Checked, Refused: []views.Refused{{Cells: []string{strings.Repeat("a", mostImportHeld/3)}}}}})
	}
	if n := len(p.server.imports.all); n != 2 || p.server.imports.all[1].id != "9" {
		t.Errorf("%d are held", n)
	}
}

// The fields of a form with files are counted by their names too: many empty ones are no less (TRUST 3).
func TestUpload_ManyEmptyFieldsAreRefused(t *testing.T) {
	p := newPortal(t)
	at := p.as("a01").record()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := range 100_000 {
		if err := w.WriteField(fmt.Sprint("field", i), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	before := p.count("attachment")
	r := httptest.NewRequest(http.MethodPost, at+"/attachments", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	if a := p.as("a01").send(r); a.status != http.StatusRequestEntityTooLarge || p.count("attachment") != before {
		t.Errorf("%d %s", a.status, sentences(a))
	}
}
