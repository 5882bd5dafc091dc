package web

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// Who has brought enough today, and everybody while the disk has little room left, is told so at the field; nothing
// comes in, and records do (rule K6).
func TestK6_FilesAreRefusedInWords(t *testing.T) {
	p := newPortal(t)
	p.as("admin").must("/settings/figures", string(huiyin.UploadQuota), "200")
	rest, err := p.store.Upload(t.Context(), dbtest.Actor(t, p.store, "a01"), p.now,
		io.LimitReader(zeros{}, 199<<20), 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	defer rest.Drop()
	at := p.as("a01").record()
	file := bytes.Repeat([]byte("a"), 600_000)
	if a := p.as("a01").upload(at+"/attachments", "a.txt", file, "kind", "photo"); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, sentences(a))
	}
	before := p.count("attachment")
	refused := func(what string, a answer, status int, words string) {
		t.Helper()
		if a.status != status || !strings.Contains(a.body, words) || p.count("attachment") != before {
			t.Errorf("%s: %d %s", what, a.status, sentences(a))
		}
	}
	file[0] = 'b'
	refused("too much for a day", p.as("a01").upload(at+"/attachments", "b.txt", file, "kind", "photo"),
		http.StatusTooManyRequests, "每天 200 MB 的上限")
	refused("scans too", p.as("a01").upload("/scans", "b.png", file), http.StatusTooManyRequests, "每天 200 MB 的上限")
	db.Space(func(string) (int64, int64, error) { return 1 << 20, math.MaxInt64, nil })(p.store)
	refused("the disk", p.as("a01").upload(at+"/attachments", "b.txt", file, "kind", "photo"),
		http.StatusInsufficientStorage, "暂时不能上传文件")
	refused("an old register", p.as("v01").upload(importPath, "台账.csv", []byte(oldRegister)),
		http.StatusInsufficientStorage, "暂时不能上传文件")
	p.as("a01").record()
}

// What a browser may not show in place is no script either, whatever it begins with (finding 19).
func TestAttachmentsAreNoScripts(t *testing.T) {
	p := newPortal(t)
	u := p.as("u01")
	c := u.record()
	if a := u.upload(c+"/attachments", "x.js", []byte("#!/usr/bin/env node\nalert(1)\n"), "kind", "photo"); a.status >= 400 {
		t.Fatalf("upload: %d %s", a.status, sentences(a))
	}
	link, ok := u.get(c).page().Find(`a[href^="/attachments/"]`).First().Attr("href")
	if !ok {
		t.Fatal("no attachment")
	}
	a := u.get(link)
	if h := a.header; h.Get("Content-Type") != "application/octet-stream" ||
		h.Get("Cross-Origin-Resource-Policy") != "same-origin" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
		t.Errorf("%v", h)
	}
}
