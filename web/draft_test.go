package web

import (
	"net/http"
	"strings"
	"testing"
)

// What was typed into a form on a case is there again for who typed it, for nobody else, and gone when it was sent
// or thrown away (U12).
func TestDrafts_OfFormsOnACase(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	a, s := p.as("a02"), p.as("s01")
	kept := func(v visitor, form string) string {
		t.Helper()
		f := v.get(c).page().Find("form[action='" + c + "/" + form + "']")
		if n := f.Find("[data-kept-form]").Length(); n == 0 {
			return ""
		}
		if f.Closest("details:not([open])").Length() > 0 {
			t.Error("what was kept is folded away")
		}
		return f.Find("textarea").First().Text()
	}
	keep := func(form string, pairs ...string) {
		t.Helper()
		if r := a.post("/typed", append([]string{"path", c + "/" + form}, pairs...)...); r.status != http.StatusNoContent {
			t.Fatalf("%s: %d %s", form, r.status, sentences(r))
		}
	}
	before := len(p.rows("SELECT id FROM journal"))
	keep("findings", "finding", "查到一半", "once", "x", "as", "a02", "password", "geheim", "version", "3")
	keep("contacts", "said", "说到一半", "way", "phone")
	if got := kept(a, "findings"); got != "查到一半" {
		t.Errorf("the finding is %q", got)
	}
	if got := kept(s, "findings"); got != "" {
		t.Errorf("another is shown %q", got)
	}
	if len(p.rows("SELECT id FROM journal")) != before {
		t.Error("typing is in the journal")
	}
	for _, row := range p.rows("SELECT form FROM draft") {
		if strings.Contains(row[0], "geheim") || strings.Contains(row[0], "version") {
			t.Errorf("kept: %s", row[0])
		}
	}
	if r := a.post(c+"/findings", "finding", ""); r.status != http.StatusUnprocessableEntity || kept(a, "findings") == "" {
		t.Error("a refused form takes the draft")
	}
	a.must(c+"/findings", "finding", "查完了")
	if got := kept(a, "findings"); got != "" {
		t.Errorf("sent, and there is still %q", got)
	}
	if got := kept(a, "contacts"); got != "说到一半" {
		t.Errorf("another form's is %q", got)
	}
	if r := a.post("/typed/drop", "path", c+"/contacts", "said", "说到一半"); r.status != http.StatusSeeOther ||
		kept(a, "contacts") != "" {
		t.Errorf("thrown away: %d", r.status)
	}
	for _, path := range []string{"", "/account/password", "/complaints", "//evil", "/settings/people", c, c + "/nothing"} {
		if r := a.post("/typed", "path", path, "x", "y"); r.status != http.StatusNotFound {
			t.Errorf("%q is kept: %d", path, r.status)
		}
	}
	p.verified()
}

// Drafts of recording are several, offered, never filled in by themselves, and one's own (U6).
func TestDrafts_OfRecordingAreOffered(t *testing.T) {
	p := newPortal(t)
	a := p.as("a01")
	for key, name := range map[string]string{"k1": "汪女士", "k2": "韩先生"} {
		if r := a.post("/complaints/draft", "once", key, "name", name, "site", "HY"); r.status != http.StatusNoContent {
			t.Fatal(r.status)
		}
	}
	page := a.get("/complaints/new").page()
	if n := page.Find(".draft-offer").Length(); n != 2 || page.Find("#name").AttrOr("value", "") != "" {
		t.Errorf("%d are offered, and the form has %q", n, page.Find("#name").AttrOr("value", ""))
	}
	page = a.get("/complaints/new?draft=k1").page()
	if page.Find("#name").AttrOr("value", "") != "汪女士" || page.Find(".draft-offer").Length() != 1 {
		t.Error("the draft does not go on")
	}
	if n := p.as("a02").get("/complaints/new?draft=k1"); n.status != http.StatusSeeOther {
		t.Errorf("another's draft: %d", n.status)
	}
	a.record("site", "HY", "once", "k1")
	if page = a.get("/complaints/new").page(); page.Find(".draft-offer").Length() != 1 {
		t.Error("recorded, and still offered")
	}
	a.post("/complaints/draft", "discard", "k2")
	if len(p.rows("SELECT key FROM draft")) != 0 {
		t.Error("thrown away, and still there")
	}
}
