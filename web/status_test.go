package web

import (
	"strings"
	"testing"
	"time"

	"huiyin/db"
)

func TestD10_TheStatusPageSaysHowThePortalFares(t *testing.T) {
	p := newPortal(t)
	state := func() map[string]string {
		out := map[string]string{}
		page := p.as("admin").get("/status").page()
		for _, key := range []string{"clock", "touched", "next", "soon", "waiting", "failed", "database", "files",
			"free", "backup", "version", "started"} {
			line := page.Find(`[data-status="` + key + `"] dd`)
			if line.Length() != 1 {
				t.Errorf("nothing is said of %s", key)
			}
			out[key] = strings.Join(strings.Fields(line.Text()), " ")
		}
		return out
	}
	before := state()
	for key, want := range map[string]string{"clock": "尚未运行", "touched": "0", "next": "没有", "soon": "0", "waiting": "0",
		"failed": "0", "files": "0 KB", "backup": "尚未备份"} {
		if !strings.HasPrefix(before[key], want) {
			t.Errorf("at first %s reads %q, want %q", key, before[key], want)
		}
	}
	if before["free"] == "0 KB" || before["database"] == "0 KB" {
		t.Errorf("sizes: %v", before)
	}

	now := p.server.Now()
	c := p.as("u01").record("urgency", "emergency") // to be answered within half an hour
	if a := p.as("u01").upload(c+"/attachments", "a.txt", []byte(strings.Repeat("水管爆裂\n", 200)), "kind",
		"photo"); a.status >= 400 {
		t.Fatalf("upload: %d %s", a.status, sentences(a))
	}
	if err := p.store.ClockRan(t.Context(), now.Add(-10*time.Minute), 7); err != nil {
		t.Fatal(err)
	}
	if err := db.NoteBackup(p.store.Dir(), p.server.Wall().Add(-73*time.Hour), "huiyin.zip", db.Anchor{}); err != nil {
		t.Fatal(err)
	}
	after := state()
	for key, want := range map[string]string{"clock": "距今 10 分钟", "touched": "7", "next": "还有 ", "soon": "1",
		"files": "3 KB", "backup": "距今 3 天"} {
		if !strings.Contains(after[key], want) {
			t.Errorf("then %s reads %q, want %q", key, after[key], want)
		}
	}
	page := p.as("admin").get("/status").page()
	if stopped := page.Find(`[data-wrong="clock"]`).Length() == 1; stopped == (p.server.Rehearsal != nil) {
		t.Error("a clock that stopped is to be named, one that is moved by hand not")
	}
	if page.Find(`[data-wrong="backup"]`).Length() != 1 || page.Find(`[data-wrong="failed"]`).Length() != 0 {
		t.Error("the old backup is not named, or a failure is")
	}
	if err := db.NoteBackup(p.store.Dir(), p.server.Wall(), "huiyin.zip", db.Anchor{}); err != nil {
		t.Fatal(err)
	}
	if p.as("admin").get("/status").page().Find(`[data-wrong="backup"]`).Length() != 0 {
		t.Error("the new backup is called old")
	}
	p.check(row{"admin", "GET", "/settings", nil, 200, []string{`href="/status"`}, nil},
		row{"a01", "GET", "/", nil, 200, nil, []string{`href="/status"`}})
	p.verified()
}
