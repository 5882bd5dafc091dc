package web

import (
	"net/http"
	"strings"
	"testing"

	"huiyin/huiyin"
)

// codeOf is the code on a page of a paper as it was just printed.
func (p *portal) codeOf(c string, paper huiyin.Paper, place string) string {
	p.t.Helper()
	return numberIn(c) + "/" + string(paper) + "/" + p.as("v01").main(c, "version") + "#" + place
}

// The form prints as both parts, or as one of them; what is for the customer holds nothing of the house (rule F1).
func TestF1_EachPartPrintsAlone(t *testing.T) {
	p := newPortal(t)
	c := cases["executing"](p)
	p.as("a02").must(c+"/findings", "finding", "内情：查明系录入错误")
	last := func() string {
		return p.rows("SELECT detail FROM journal WHERE action = 'print' ORDER BY id DESC LIMIT 1")[0][0]
	}
	for query, want := range map[string]struct{ customer, house bool }{"": {true, true},
		"?part=customer": {true, false}, "?part=house": {false, true}, "?part=": {true, true}} {
		before := p.prints(c)
		a := p.as("a02").get(c + "/form.pdf" + query)
		if a.status != http.StatusOK {
			t.Fatalf("%q: %d %s", query, a.status, sentences(a))
		}
		text := pdfText(t, a.body)
		if strings.Contains(text, "客户投诉意见处理表（客户联）") != want.customer ||
			strings.Contains(text, "客户投诉意见处理表（内部联）") != want.house || strings.Contains(text, "内情") != want.house {
			t.Errorf("%q: %.300s", query, text)
		}
		if on := last(); p.prints(c) != before+1 || strings.Contains(on, "formcustomer") != want.customer ||
			strings.Contains(on, "formhouse") != want.house {
			t.Errorf("%q is on record as %s", query, on)
		}
	}
	hidden := cases["received"](p)
	p.as("b01") // logging in is stored
	before := p.contents()
	p.check(
		row{"a02", get, c + "/form.pdf?part=both", nil, 422, nil, nil},
		row{"a02", get, c + "/form.pdf?part=Customer", nil, 422, nil, nil},
		row{"a02", get, c + "/report.pdf?edition=x", nil, 422, nil, nil},
		row{"a02", get, c + "/dossier.pdf?edition=x", nil, 422, nil, nil},
		row{"a02", get, c + "/formhouse.pdf", nil, 404, nil, nil},
		row{"a02", get, c + "/reportout.pdf", nil, 404, nil, nil},
		row{"b01", get, hidden + "/form.pdf?part=customer", nil, 404, nil, nil},
		row{"b01", get, hidden + "/dossier.pdf?edition=external", nil, 404, nil, nil},
	)
	if p.contents() != before {
		t.Error("what was refused changed something")
	}
	page := p.as("a02").get(c).page()
	for _, href := range []string{"/form.pdf?part=customer", "/form.pdf?part=house", "/form.pdf",
		"/report.pdf?edition=external", "/dossier.pdf?edition=external"} {
		if n := page.Find(`a.menu-item[href="` + c + href + `"]`).Length(); n != 1 {
			t.Errorf("%s: %d links", href, n)
		}
	}
	p.verified()
}

// Only the customer's part that comes home marks the form signed; the house's is filed to its place and marks
// nothing; a form of before, under its old code, still counts (rules F1, F6, W7).
func TestF1W7_OnlyTheCustomersPartMarksTheFormSigned(t *testing.T) {
	p := newPortal(t)
	for _, tt := range []struct {
		name   string
		pages  []string // paper and place
		kind   string
		signed bool
	}{
		{"house part", []string{"formhouse 1/1"}, "house_form", false},
		{"customer's part", []string{"formcustomer 1/1"}, "signed_form", true},
		{"half of it", []string{"formcustomer 1/2"}, "signed_form", false},
		{"half of it and of the house's", []string{"formcustomer 1/2", "formhouse 2/2"}, "signed_form", false},
		{"the old form", []string{"form 1/1"}, "signed_form", true},
	} {
		c := cases["executing"](p)
		p.as("s01").must(c+"/assess", "grade", "important", "grade_reason", "影响较大")
		p.as("v01").get(c + "/form.pdf")
		var pages [][]byte
		for _, page := range tt.pages {
			paper, place, _ := strings.Cut(page, " ")
			pages = append(pages, leaf(p.codeOf(c, huiyin.Paper(paper), place)))
		}
		a := p.as("a02").upload("/scans", "scan.pdf", pdfOf(pages...))
		got := rowsOf(p.as("a02").get(a.location))
		if len(got) != len(tt.pages) {
			t.Fatalf("%s: %v", tt.name, got)
		}
		for _, row := range got {
			if !strings.HasPrefix(row, "filed "+numberIn(c)) {
				t.Errorf("%s: %s", tt.name, row)
			}
		}
		page := p.as("s01").get(c).page()
		if n := page.Find(`[data-attachment][data-kind="` + tt.kind + `"]`).Length(); n == 0 {
			t.Errorf("%s: not filed as %s", tt.name, tt.kind)
		}
		if n := page.Find(`[data-attachment][data-kind="signed_form"]`).Length(); tt.kind == "house_form" && n != 0 {
			t.Errorf("%s: filed as the customer's", tt.name)
		}
		missing := p.as("s01").post(c+"/close", "outcome", "solved")
		if lacks := strings.Contains(missing.body, "客户签字的处理表"); lacks == tt.signed {
			t.Errorf("%s: signed: %v: %d %s", tt.name, !lacks, missing.status, sentences(missing))
		}
	}
}

// Whoever asks for the form on a tablet shows the customer's part, whose PDF holds nothing of the house (rules F1, F6).
func TestF1F6_TheTabletShowsTheCustomersPart(t *testing.T) {
	p := newPortal(t)
	c := cases["executing"](p)
	p.as("a02").must(c+"/findings", "finding", "内情：查明系录入错误")
	v := p.as("a02")
	for _, asked := range []string{"form", "formcustomer"} {
		at := v.shownAt(c, asked)
		if text := pdfText(t, v.get(at+"/paper.pdf").body); !strings.Contains(text, "（客户联）") ||
			strings.Contains(text, "内情") || strings.Contains(text, "内部联") {
			t.Errorf("%s: %.300s", asked, text)
		}
	}
	before := p.contents()
	p.check(row{"a02", post, c + "/signings", []string{"paper", "formhouse"}, 422, []string{"paper-wrong"}, nil})
	if p.contents() != before {
		t.Error("what was refused changed something")
	}
}

// The edition for outside holds what was meant for the customer and no more, and is on record as that edition
// (rules F5, J3, A3).
func TestF5_TheEditionForOutside(t *testing.T) {
	p := newPortal(t)
	c := filedCase(p)
	p.as("a02").must(c+"/findings", "finding", "内情：查明系录入错误")
	for path, want := range map[string]string{"/dossier.pdf": "dossierout", "/report.pdf": "reportout"} {
		a := p.as("s01").get(c + path + "?edition=external")
		text := pdfText(t, a.body)
		if a.status != http.StatusOK || !strings.Contains(text, "（外部版）") || !strings.Contains(text, numberIn(c)) {
			t.Fatalf("%s: %d %.300s", path, a.status, text)
		}
		for _, never := range []string{"内情", "内部联", "审批", "办理日志", "现场一.jpg", "传错了文件", "1360020000", "负责人", "草稿"} {
			if strings.Contains(text, never) {
				t.Errorf("%s shows %s", path, never)
			}
		}
		on := p.rows("SELECT detail FROM journal WHERE action = 'print' ORDER BY id DESC LIMIT 1")[0][0]
		if !strings.Contains(on, want) {
			t.Errorf("%s is on record as %s", path, on)
		}
		if whole := pdfText(t, p.as("s01").get(c+path+"?edition=internal").body); !strings.Contains(whole, "内情") ||
			strings.Contains(whole, "外部版") {
			t.Errorf("%s: the internal edition is not whole", path)
		}
	}
	if journal := p.as("s01").get(c + "/journal").body; !strings.Contains(journal, "投诉案卷（外部版）") {
		t.Error("the journal does not name the edition")
	}
}
