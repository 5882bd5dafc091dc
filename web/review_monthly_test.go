package web

import (
	"net/http"
	"strings"
	"testing"
)

// A form of a document made on an outdated page is refused, and keeps the typing (rule W12).
func TestW12_AStaleDocumentKeepsItsTyping(t *testing.T) {
	p := newPortal(t)
	r, q := cases["draft"](p), cases["quarter"](p)
	for _, f := range []struct{ who, other, page, path, field string }{{"s01", "s02", r, "/comment", "comment"},
		{"x02", "x02", q, "/write", "strengths"}} {
		old := p.as(f.who).main(f.page, "version")
		p.as(f.other).must(f.page+f.path, f.field, "先写的", "weaknesses", "不足")
		before := p.contents()
		a := p.as(f.who).post(f.page+f.path, f.field, "后写的话", "weaknesses", "不足", "version", old)
		if a.status != http.StatusConflict || !strings.Contains(a.body, "后写的话") || !strings.Contains(a.body, "先写的") ||
			p.contents() != before {
			t.Errorf("%s: %d %s", f.path, a.status, sentences(a))
		}
	}
	p.verified()
}

func TestM2J3_ReleasedReportLeavesThePortalWithItsWords(t *testing.T) {
	p := newPortal(t)
	draft, r, q := cases["commented"](p), cases["released"](p), cases["management"](p)
	exports := func() int { return len(p.rows("SELECT id FROM journal WHERE action = 'export'")) }
	before := exports()
	p.check(
		row{"p01", get, draft + "/report.pdf", nil, 409, []string{"签发以后才能打印"}, nil},
		row{"t01", get, r + "/report.pdf", nil, 404, nil, nil},
		row{"p01", get, r, nil, 200, []string{"投诉集中在交付", "同意", "/report.xlsx"}, []string{`data-action="sign_report"`}},
	)
	if exports() != before {
		t.Error("a refused print is in the journal")
	}
	for who, path := range map[string]string{"s01": r + "/report.pdf", "p01": r + "/report.xlsx",
		"v01": q + "/report.pdf"} {
		if a := p.as(who).get(path); a.status != http.StatusOK || len(a.body) < 1000 {
			t.Errorf("%s %s: %d", who, path, a.status)
		}
	}
	if exports() != before+3 {
		t.Errorf("%d exports in the journal, %d before", exports(), before)
	}
	p.verified()
}
