package web

import (
	"net/http"
	"strings"
	"testing"
)

// The notice of each measure prints from the case for who sees it, is on record, comes home to its case, and
// is outdated by a new cause, not by the result that is written on it (rules A1, F6, F7, J3).
func TestA1F6_TheNoticeOfAMeasure(t *testing.T) {
	longWay(t)
	p := newPortal(t)
	c, other := cases["executing"](p), cases["executing"](p)
	id, foreign := part(p, c, "measure"), part(p, other, "measure")
	before := len(p.rows("SELECT id FROM journal WHERE action = 'print'"))
	a := p.as("a02").get(c + "/measures/" + id + ".pdf")
	if text := a.text(); a.status != http.StatusOK || !strings.Contains(text, numberIn(c)) ||
		!strings.Contains(text, "整改通知单") || strings.Contains(text, "138****") {
		t.Fatalf("%d %s", a.status, text)
	}
	if got := p.rows("SELECT by, subject, detail FROM journal WHERE action = 'print' ORDER BY id")[before:]; len(got) != 1 || got[0][0] != "a02" || got[0][1] != numberIn(c) || !strings.Contains(got[0][2], "rectification") {
		t.Errorf("on record as %v", got)
	}
	if n := p.as("a02").get(c).page().Find(`[data-measure="` + id + `"] a[href="` + c + "/measures/" + id +
		`.pdf"]`).Length(); n != 1 {
		t.Errorf("%d links at the measure", n)
	}
	for _, path := range []string{foreign + ".pdf", id, "0.pdf", "-1.pdf", "x.pdf", "99999999999999999999.pdf",
		id + ".pdf.pdf"} {
		if a := p.as("a02").get(c + "/measures/" + path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	code := numberIn(c) + "/rectification/" + p.as("v01").main(c, "version") + "#1/1"
	p.as("a02").must("/measures/"+id, "done", "已完成整改")
	p.filesTo("a02", c, code, "rectification", false, "z")
	p.verified()
}

// Everybody finds the emergency numbers and prints what hangs on the wall; it is on record (rules B5, J3).
func TestB5_NumbersForEverybody(t *testing.T) {
	p := newPortal(t)
	p.as("admin").must("/settings/sites/HY/emergency", "what_1", "起火", "name_1", "消防", "phone_1", "119")
	p.check(
		row{"a01", get, "/directory", nil, 200,
			[]string{"起火", "119", `href="/directory/HY/emergency.pdf"`, `href="/directory/LT/duty.pdf`}, nil},
		row{"", get, "/directory", nil, http.StatusSeeOther, nil, nil},
		row{"a01", get, "/directory/XX/emergency.pdf", nil, 404, nil, nil},
		row{"a01", get, "/directory/XX/duty.pdf", nil, 404, nil, nil},
		row{"a01", get, "/directory/HY/duty.pdf?month=x", nil, 422, nil, nil},
	)
	for path, want := range map[string][]string{
		"/directory/HY/emergency.pdf": {"应急电话表", "YJ-HY", "起火", "119"}, "/directory/HY/duty.pdf": {"值班表", "ZB-HY-"},
		"/directory/HY/duty.pdf?month=2026-02": {"ZB-HY-202602", "2026年2月", "放假"},
	} {
		before := len(p.rows("SELECT id FROM journal"))
		a := p.as("a01").get(path)
		text := a.text()
		for _, w := range want {
			if a.status != http.StatusOK || !strings.Contains(text, w) {
				t.Errorf("%s: %d, lacks %s", path, a.status, w)
			}
		}
		if got := p.rows("SELECT action, by, subject FROM journal ORDER BY id")[before:]; len(got) != 1 ||
			strings.Join(got[0], " ") != "print a01 site:HY" {
			t.Errorf("%s is on record as %v", path, got)
		}
	}
	p.verified()
}
