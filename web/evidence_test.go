package web

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// zeros gives as many as are asked for.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// stream uploads size bytes of zeros without holding them, after the fields given as pairs.
func (v visitor) stream(path string, size int64, pairs ...string) answer {
	v.p.t.Helper()
	var head strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		fmt.Fprintf(&head, "--x\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", pairs[i], pairs[i+1])
	}
	head.WriteString("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leer.bin\"\r\n\r\n")
	body := io.MultiReader(strings.NewReader(head.String()), io.LimitReader(zeros{}, size),
		strings.NewReader("\r\n--x--\r\n"))
	r := httptest.NewRequest(post, path, body)
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	return v.send(r)
}

// An upload goes to the disk as it comes: however large it is, it takes hardly any memory.
func TestK6_UploadsAreStreamed(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	v := p.as("a02")
	v.get(c)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if a := v.stream(c+"/attachments", 60<<20); a.status != http.StatusSeeOther {
		t.Fatalf("60 MiB: %d %s", a.status, sentences(a))
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 8<<20 {
		t.Errorf("60 MiB took %d MiB of memory", n>>20)
	}
	r := httptest.NewRequest(get, "/attachments/1", nil)
	r.AddCookie(&http.Cookie{Name: cookieName, Value: v.cookie})
	w := &counting{header: http.Header{}}
	runtime.ReadMemStats(&before)
	p.server.Handler().ServeHTTP(w, r)
	runtime.ReadMemStats(&after)
	if w.n != 60<<20 || after.TotalAlloc-before.TotalAlloc > 8<<20 {
		t.Errorf("%d MiB came back and took %d MiB", w.n>>20, (after.TotalAlloc-before.TotalAlloc)>>20)
	}
}

// counting is an answer that is counted and forgotten.
type counting struct {
	header http.Header
	n      int64
}

func (w *counting) Header() http.Header { return w.header }
func (w *counting) WriteHeader(int)     {}
func (w *counting) Write(b []byte) (int, error) {
	w.n += int64(len(b))
	return len(b), nil
}

func TestK6_TheLimitIsExact(t *testing.T) {
	dbtest.Whole(t)
	longWay(t)
	p := newPortal(t)
	c := cases["investigating"](p)
	v := p.as("a02")
	before := p.contents()
	a := v.stream(c+"/attachments", huiyin.MaxUpload+1, "note", "大文件", "kind", "video")
	if a.status != http.StatusRequestEntityTooLarge || sentences(a) == "" {
		t.Errorf("one byte too many: %d %s", a.status, sentences(a))
	}
	if p.contents() != before {
		t.Errorf("something is left: %v", p.files())
	}
	if a := v.stream(c+"/attachments", huiyin.MaxUpload, "note", "大文件"); a.status != http.StatusSeeOther {
		t.Errorf("just so many: %d %s", a.status, sentences(a))
	}
	if got := p.rows("SELECT size FROM attachment"); len(got) != 1 || got[0][0] != strconv.Itoa(huiyin.MaxUpload) {
		t.Errorf("stored %v", got)
	}
}

// parts writes a multipart body of files, each with a name and a content, and fields.
func (v visitor) parts(path string, files [][2]string, pairs ...string) answer {
	v.p.t.Helper()
	var b bytes.Buffer
	for i := 0; i+1 < len(pairs); i += 2 {
		fmt.Fprintf(&b, "--x\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", pairs[i], pairs[i+1])
	}
	for _, f := range files {
		fmt.Fprintf(&b, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n%s\r\n", f[0],
			f[1])
	}
	b.WriteString("--x--\r\n")
	return v.raw(path, "multipart/form-data; boundary=x", b.String())
}

// A refused upload leaves nothing behind, neither row nor file.
func TestK6_RefusedUploadsLeaveNothing(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	for _, who := range everyone[:len(everyone)-1] {
		p.as(who)
	}
	c, archived := cases["investigating"](p), stations["archived"](p)
	good := [2]string{"a.txt", "inhalt"}
	var many [][2]string
	for i := range mostFiles + 1 {
		many = append(many, [2]string{"a.txt", strconv.Itoa(i)})
	}
	before := p.contents()
	for name, tt := range map[string]struct {
		a      answer
		status int
		wrong  string
	}{
		"no file": {p.as("a02").parts(c+"/attachments", nil, "kind", "photo", "note", "说明"), 422, "file"},
		"an empty file": {p.as("a02").parts(c+"/attachments", [][2]string{{"a.txt", ""}}, "note", "说明"), 422,
			"file"},
		"one of two empty": {p.as("a02").parts(c+"/attachments", [][2]string{good, {"b.txt", ""}}, "note", "说明"), 422,
			"file"},
		"an empty field": {p.as("a02").parts(c+"/attachments", [][2]string{{"", ""}}, "note", "说明"), 422, "file"},
		"an odd kind": {p.as("a02").parts(c+"/attachments", [][2]string{good}, "kind", "nonsense", "note", "说明"),
			422, "kind"},
		"a long note":    {p.as("a02").parts(c+"/attachments", [][2]string{good}, "note", long), 422, "note"},
		"too many files": {p.as("a02").parts(c+"/attachments", many, "note", "说明"), 422, "file"},
		"too much text": {p.as("a02").parts(c+"/attachments", [][2]string{good}, "note",
			strings.Repeat("x", mostForm+1)), 413, ""},
		"text in many bits": {p.as("a02").parts(c+"/attachments", [][2]string{good}, pieces()...), 413, ""},
		"stale": {p.as("a02").parts(c+"/attachments", [][2]string{good}, "version", "1", "note", "说明"), 409,
			""},
		"an odd version": {p.as("a02").parts(c+"/attachments", [][2]string{good}, "version", "x", "note", "说明"), 422,
			"version"},
		"an odd header": {p.as("a02").parts(c+"/attachments", [][2]string{{"a\x00b.txt", "x"}}), 422, "file"},
		"cut off": {p.as("a02").raw(c+"/attachments", "multipart/form-data; boundary=x",
			"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalb"), 422, "file"},
		"not multipart": {p.as("a02").post(c+"/attachments", "file", "x"), 422, "file"},
		"archived":      {p.as("a02").parts(archived+"/attachments", [][2]string{good}), 409, ""},
		"may no more":   {p.as("f01").parts(archived+"/attachments", [][2]string{good}), 404, ""},
		"may not see":   {p.as("b01").parts(c+"/attachments", [][2]string{good}), 404, ""},
		"a stranger":    {p.as("").parts(c+"/attachments", [][2]string{good}), 401, ""},
	} {
		if tt.a.status != tt.status {
			t.Errorf("%s: %d, want %d %s", name, tt.a.status, tt.status, sentences(tt.a))
		}
		if tt.wrong != "" && tt.a.page().Find("[id='"+tt.wrong+"-wrong']").Length() != 1 {
			t.Errorf("%s: nothing at the field: %s", name, sentences(tt.a))
		}
		if tt.status == 422 && tt.wrong != "note" && name != "cut off" && name != "an odd header" &&
			name != "not multipart" {
			if got := tt.a.page().Find("form[data-action=attachments] [name=note]").AttrOr("value", ""); got != "说明" {
				t.Errorf("%s: the note is lost: %q", name, got)
			}
		}
	}
	if p.contents() != before {
		t.Errorf("something is left: %v", p.files())
	}
	stale := p.as("a02").parts(c+"/attachments", [][2]string{good}, "version", "1", "note",
		"说明").page().Find("form#form-again")
	if stale.AttrOr("enctype", "") != "multipart/form-data" || stale.Find("[type=file][name=file]").Length() != 1 ||
		stale.Find("[name=note]").Text() != "说明" {
		t.Error("the outdated page cannot take the file again")
	}
	files := len(p.files())
	if a := p.as("a02").parts(c+"/attachments", [][2]string{good, {"b.txt", "anderes"}}, "note",
		"说明"); a.status != http.StatusSeeOther || len(p.files()) != files+2 {
		t.Errorf("both are kept: %d %v", a.status, p.files())
	}
	p.verified()
}

func (p *portal) count(table string) int { return len(p.rows("SELECT id FROM " + table)) }

// pieces are texts that are too large only together.
func pieces() []string {
	var out []string
	for range 5 {
		out = append(out, "x", strings.Repeat("x", mostForm/4))
	}
	return out
}

// Whatever a file is called, its name is one line that shows what it is, and comes back whole.
func TestK6_FileNames(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	v := p.as("a02")
	for given, want := range map[string]string{
		"照片 1.jpg": "照片 1.jpg", `C:\\Users\\x\\合同.pdf`: "合同.pdf", "../../etc/passwd": "passwd", "/etc/shadow": "shadow",
		`a\"b.txt`: `a"b.txt`, "a;b=c.txt": "a;b=c.txt", "..": "附件", ".": "附件", "   ": "附件",
		"合同\u202Egpj.exe": "合同gpj.exe", "\u2066\u200Bx\u2069.txt": "x.txt", "a\xffb.txt": "a\uFFFDb.txt",
		"%0d%0aSet-Cookie: x.txt": "%0d%0aSet-Cookie: x.txt", "<img src=x>.png": "<img src=x>.png",
		strings.Repeat("长", 300) + ".pdf": strings.Repeat("长", 196) + ".pdf", "a." + strings.Repeat("e", 300): "a." +
			strings.Repeat("e", 198), "😀.png": "😀.png", ".htaccess": ".htaccess",
	} {
		before := p.count("attachment")
		if a := v.parts(c+"/attachments",
			[][2]string{{given, "inhalt von " + given}}); a.status != http.StatusSeeOther ||
			p.count("attachment") != before+1 {
			t.Errorf("%q: %d %s", given, a.status, sentences(a))
			continue
		}
		row := p.rows("SELECT id, name FROM attachment ORDER BY id DESC LIMIT 1")[0]
		if row[1] != want {
			t.Errorf("%q is called %q, want %q", given, row[1], want)
		}
		a := v.get("/attachments/" + row[0])
		_, params, err := mime.ParseMediaType(a.header.Get("Content-Disposition"))
		if a.status != http.StatusOK || err != nil || params["filename"] != want {
			t.Errorf("%q comes back as %d %q", given, a.status, a.header.Get("Content-Disposition"))
		}
		if got := v.get(c).page().Find(`[data-attachment="` + row[0] + `"] a`).First().Text(); got != want {
			t.Errorf("%q is shown as %q", given, got)
		}
	}
	if a := v.get(c + "/report.pdf"); a.status != http.StatusOK {
		t.Errorf("the report: %d", a.status)
	}
	p.verified()
}

// A file is what its content is, whatever it is called; only what cannot act is shown in place (rule K6).
func TestK6_WhatIsShownInPlace(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	v := p.as("a02")
	png := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
	for name, tt := range map[string]struct{ content, kind, way string }{
		"a.png": {png, "image/png", "inline"}, "b.jpg": {"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg", "inline"},
		"c.gif": {"GIF89a\x01\x00", "image/gif", "inline"}, "d.pdf": {"%PDF-1.7\n", "application/pdf", "inline"},
		"e.png": {"<html><script>alert(1)</script></html>", "application/octet-stream", "attachment"},
		"f.svg": {`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "application/octet-stream",
			"attachment"},
		"g.js": {"#!/usr/bin/env node\nalert(1)", "", "attachment"}, "h.jpg": {"MZ\x90\x00 exe", "", "attachment"},
		"i.txt":  {"<?xml version=\"1.0\"?><x/>", "application/octet-stream", "attachment"},
		"j":      {"\x00\x01\x02", "application/octet-stream", "attachment"},
		"k.html": {"  \n<!DOCTYPE html><body onload=alert(1)>", "application/octet-stream", "attachment"},
	} {
		if a := v.upload(c+"/attachments", name, []byte(tt.content)); a.status != http.StatusSeeOther {
			t.Fatal(a.status)
		}
		path := "/attachments/" + p.rows("SELECT max(id) FROM attachment")[0][0]
		a := v.get(path)
		h := a.header
		way, _, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
		if a.status != http.StatusOK || a.body != tt.content || way != tt.way ||
			!strings.HasPrefix(h.Get("Content-Type"), tt.kind) || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %v", name, a.status, h)
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script-src") ||
			way == "attachment" && !strings.Contains(csp, "sandbox") {
			t.Errorf("%s: %s", name, csp)
		}
		r := httptest.NewRequest(get, path, nil)
		r.Header.Set("Range", "bytes=1-3")
		if a := v.send(r); len(tt.content) > 4 && (a.status != http.StatusPartialContent || a.body != tt.content[1:4]) {
			t.Errorf("%s: a range: %d %q", name, a.status, a.body)
		}
		r = httptest.NewRequest(get, path, nil)
		r.Header.Set("Range", "bytes=900-")
		if a := v.send(r); a.status != http.StatusRequestedRangeNotSatisfiable {
			t.Errorf("%s: a range beyond: %d", name, a.status)
		}
		r = httptest.NewRequest(get, path, nil)
		r.Header.Set("If-None-Match", h.Get("ETag"))
		if a := v.send(r); a.status != http.StatusNotModified {
			t.Errorf("%s: known already: %d", name, a.status)
		}
	}
}

// Who may not see the case does not get its files; a withdrawn one stays listed with who, when and why.
func TestK6_WhoGetsAFile(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY", "accused", "a01", "category", "facilities")
	p.as("s01").must(c+"/assign", "handler", "a02", "department", "engineering")
	if a := p.as("a02").upload(c+"/attachments", "录音.txt", []byte("投诉人说"), "kind", "audio", "note",
		"三月三日"); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	file := "/attachments/" + part(p, c, "attachment")
	sees := strings.Fields("a02 s01 s02 p01 x02 v01 v02 g01 e01")
	check := func() {
		t.Helper()
		for _, who := range everyone[:len(everyone)-1] {
			want := http.StatusNotFound
			for _, s := range sees {
				if s == who {
					want = http.StatusOK
				}
			}
			a := p.as(who).get(file)
			if a.status != want || want != http.StatusOK && strings.Contains(a.body, "投诉人说") {
				t.Errorf("%s: %d, want %d", who, a.status, want)
			}
		}
	}
	check()
	if a := p.as("").get(file); a.status != http.StatusSeeOther {
		t.Errorf("a stranger: %d", a.status)
	}
	p.as("a02").must(file+"/withdraw", "reason", "传错了文件")
	check()
	row := p.as("s01").get(c).page().Find("[data-attachment]")
	if row.Length() != 1 || !strings.Contains(row.Text(), "传错了文件") || !strings.Contains(row.Text(), "陈立航") ||
		row.Find("form").Length() != 0 {
		t.Errorf("withdrawn: %s", row.Text())
	}
	if a := p.as("a02").post(file+"/withdraw", "reason", "又一次"); a.status != http.StatusConflict {
		t.Errorf("withdrawn twice: %d", a.status)
	}
	p.verified()
}

// Files lie outside of what is served, named by content, for the service's account alone.
func TestK6_HowFilesLie(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	for range 2 {
		if a := p.as("a02").upload(c+"/attachments", "a.txt", []byte("dasselbe")); a.status != http.StatusSeeOther {
			t.Fatal(a.status)
		}
	}
	files := p.files()
	if len(files) != 1 || files[0] != huiyin.Digest("dasselbe") || p.count("attachment") != 2 {
		t.Fatalf("%v", files)
	}
	err := filepath.Walk(p.store.Dir(), func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().Perm()&0o077 != 0 && path != p.store.Dir() {
			t.Errorf("%s is open to others: %v", filepath.Base(path), info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
