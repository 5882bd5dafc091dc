package web

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/huiyin"
	"huiyin/web/scan/scantest"
)

// A stack is answered at once and filed in the background, once, whatever the portal goes through meanwhile; who brought
// it is told, and nobody else sees it.
func TestF6_AStackIsFiledInTheBackground(t *testing.T) {
	p := newPortal(t)
	var pages [][]byte
	for i := range leastStack {
		pages = append(pages, scantest.Leaf(fmt.Sprintf("TS-HY-20250101-%03d/form/1#1/1", i+1)))
	}
	a := p.as("a01").upload("/scans", "stack.pdf", scantest.PDF(pages...))
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, "/scans?stack=") || p.count("scan") != 0 {
		t.Fatalf("%d %s, %d filed", a.status, a.location, p.count("scan"))
	}
	id := strings.TrimPrefix(a.location, "/scans?stack=")
	if at := p.as("a01").get(a.location).page().Find("[data-stack='" + id + "'] progress"); at.AttrOr("max", "") !=
		fmt.Sprint(leastStack) {
		t.Errorf("no progress: %q", at.AttrOr("max", ""))
	}
	if other := p.as("a02").get(a.location); other.status != http.StatusNotFound {
		t.Errorf("somebody else's stack: %d", other.status)
	}
	note := filepath.Join(p.store.Dir(), "stacks", id, stackNote)
	before, err := os.ReadFile(note)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(filepath.Dir(note), "0"))
	if err != nil {
		t.Fatal(err)
	}
	// the portal is killed and started anew: once before it has filed, once when it has but knows nothing of it
	for n := range 2 {
		again := New(p.store, p.server.Options)
		again.fileStacks(t.Context())
		again.End()
		if p.count("scan") != leastStack || len(p.rows("SELECT id FROM notice WHERE kind = ?",
			string(huiyin.NoticeStackFiled))) != 1 {
			t.Fatalf("%d: %d filed", n, p.count("scan"))
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(note), "0")); err == nil {
			t.Error("the file still lies there")
		}
		p.server.stacks = newStacks(p.store.Dir())
		if rows := rowsOf(p.as("a01").get(a.location)); len(rows) != leastStack {
			t.Errorf("the result lists %d", len(rows))
		}
		if os.WriteFile(note, before, 0o600) != nil || os.WriteFile(filepath.Join(filepath.Dir(note), "0"), file, 0o600) != nil {
			t.Fatal("the stack cannot be put back")
		}
	}
	if few := p.as("a01").upload("/scans", "few.pdf", scantest.PDF(pages[:2]...)); !strings.HasPrefix(few.location,
		"/scans?batch=") {
		t.Errorf("two pages: %s", few.location)
	}
	p.verified()
}
