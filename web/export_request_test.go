package web

import (
	"net/http"
	"strings"
	"testing"
)

// chosenSheet is the address of the sheet of chosen complaints, as its form asks for it.
func chosenSheet(a answer) string {
	form := a.page().Find("form[action*='chosen.xlsx']")
	return form.AttrOr("action", "") + "?once=" +
		strings.ReplaceAll(form.Find("[name=once]").AttrOr("value", ""), " ", "+") + "&purpose=%E5%AF%B9%E8%B4%A6"
}

// Above so many people an export is masked, until another VP agrees to it (rule P5).
func TestP5_ManyPeopleTakeAVPsWord(t *testing.T) {
	p := newPortal(t)
	cases2["many people"](p)
	p.as("a01").record("site", "HY", "name", "钱三", "phone", "13822223333")
	const whole = "13811112222"
	bare := p.as("p01").get("/complaints/export.csv?site=HY&col=phone")
	if bare.status != http.StatusOK || strings.Contains(bare.body, whole) ||
		!strings.Contains(bare.body, "超过 1 人，号码已遮盖") || !strings.Contains(bare.body, "直接取用，未另说明") {
		t.Errorf("%d %q", bare.status, bare.body)
	}
	said := p.as("p01").get("/complaints/export.csv?q=" + whole + "&col=phone&purpose=%E5%AF%B9%E8%B4%A6")
	if !strings.Contains(said.body, whole) || !strings.Contains(said.body, "用途 对账") { // of one person
		t.Errorf("%d %q", said.status, said.body)
	}
	if a := p.as("p01").get("/complaints/export.csv?site=HY&purpose=+"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("without a purpose: %d", a.status)
	}
	none := func(why string) {
		t.Helper()
		if n := len(p.rows("SELECT id FROM export_request WHERE state <> 'export_asked'")); n != 0 {
			t.Errorf("%s: %d decided", why, n)
		}
	}
	ask := []string{"list", "site=HY&col=phone", "format", "csv", "purpose", "对账"}
	p.check(
		row{"s01", post, "/exports", ask, http.StatusForbidden, nil, nil},
		row{"p01", post, "/exports", []string{"list", "q=" + whole, "format", "csv", "purpose", "对账"},
			http.StatusConflict, nil, nil},
		row{"p01", post, "/exports", []string{"list", "site=HY", "format", "csv"}, http.StatusUnprocessableEntity, nil,
			nil},
	)
	if n := len(p.rows("SELECT id FROM export_request")); n != 0 {
		t.Errorf("%d requests of refused forms", n)
	}
	p.as("p01").must("/exports", ask...)
	at := p.placed("/exports/:export", "")
	yes := []string{"decision", "approve", "words", "年度对账"}
	p.check(
		row{"v01", get, "/", nil, 200, []string{`href="/exports#`}, nil},
		row{"p01", post, at + "/decide", yes, http.StatusForbidden, nil, nil},
		row{"v01", post, at + "/decide", []string{"decision", "refuse"}, http.StatusUnprocessableEntity, nil, nil},
		row{"p01", post, at + "/make", nil, http.StatusConflict, nil, nil},
	)
	none("refused")
	p.as("v01").must(at+"/decide", yes...)
	p.made()
	list := p.as("p01").get("/downloads").page().Find("a[href^='/downloads/']")
	file := p.as("p01").get(list.First().AttrOr("href", "") + "/file")
	if !strings.Contains(file.body, whole) || !strings.Contains(file.body, "用途 对账") ||
		strings.Contains(file.body, "已遮盖") {
		t.Errorf("%d %q", file.status, file.body)
	}
	p.check(row{"v02", post, at + "/decide", yes, http.StatusConflict, nil, nil})
	p.as("v01").must("/exports", ask...)
	at = p.placed("/exports/:export", "")
	p.check(row{"v01", post, at + "/decide", yes, http.StatusForbidden, nil, nil}) // one's own
	p.as("v02").must(at+"/decide", "decision", "refuse", "words", "没有必要")
	p.check(row{"v01", post, at + "/make", nil, http.StatusConflict, nil, nil})
	p.verified()
}
