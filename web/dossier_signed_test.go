package web

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/huiyin"
	"huiyin/web/scan/scantest"
)

// pageTexts are the texts of a PDF's pages, without spaces.
func pageTexts(t testing.TB, body string) (out []string) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is missing: install poppler-utils")
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := exec.Command("pdftotext", "-raw", "-enc", "UTF-8", name, "-").CombinedOutput()
	if err != nil || strings.Contains(string(b), "Syntax Error") {
		t.Fatalf("pdftotext: %v %.200s", err, b)
	}
	for _, page := range strings.SplitAfter(string(b), "\f") {
		if strings.HasSuffix(page, "\f") {
			out = append(out, strings.Join(strings.Fields(page), ""))
		}
	}
	return out
}

// pageWith is the only page that holds a text, from 0.
func pageWith(t testing.TB, pages []string, text string) int {
	t.Helper()
	at := -1
	for i, p := range pages {
		if strings.Contains(p, text) {
			if at >= 0 {
				t.Errorf("%s: pages %d and %d", text, at+1, i+1)
			}
			at = i
		}
	}
	if at < 0 {
		t.Errorf("no page holds %s", text)
	}
	return at
}

// fileHash is the hash of the newest attachment of a name.
func (p *portal) fileHash(c, name string) string {
	p.t.Helper()
	rows := p.rows("SELECT x.hash FROM attachment x JOIN complaint c ON c.id = x.complaint WHERE c.number = ? AND "+
		"x.name LIKE ? AND x.withdrawn_at IS NULL ORDER BY x.id DESC LIMIT 1", numberIn(c), name)
	if len(rows) == 0 {
		p.t.Fatalf("no %s", name)
	}
	return rows[0][0]
}

// The signed form stands full size behind the one that is printed now, with the hash of its file, who brought it and
// when; PDFs are bound in page by page; what cannot be is named with the reason (rules F5, F6, W7).
func TestF5F6W7_TheDossierHoldsTheSignedPages(t *testing.T) {
	p := newPortal(t)
	c := cases["executing"](p)
	v := p.as("a02")
	code := p.codeOf(c, huiyin.PaperCustomer, "1/1")
	if a := v.upload("/scans", "扫描.pdf", scantest.PDF(leaf(code), leaf(p.codeOf(c, huiyin.PaperHouse, "1/1")))); a.status != http.StatusSeeOther {
		t.Fatal(a.status, sentences(a))
	}
	for name, b := range map[string][]byte{"合同.pdf": scantest.PDF(leaf("x"), leaf("y"), leaf("z"))} {
		if a := v.upload(c+"/attachments", name, b, "kind", "contract"); a.status != http.StatusSeeOther {
			t.Fatal(a.status, sentences(a))
		}
	}
	if a := v.upload(c+"/attachments", "坏.pdf", []byte("%PDF-1.4\nnothing"), "kind", "document"); a.status != http.StatusSeeOther {
		t.Fatal(a.status, sentences(a))
	}
	if a := v.upload(c+"/attachments", "付款指示.jpg", snapshot(t, 1200, 1700, false), "kind", "pay_instruction"); a.status != http.StatusSeeOther {
		t.Fatal(a.status, sentences(a))
	}
	a := p.as("s01").get(c + "/dossier.pdf")
	if a.status != http.StatusOK {
		t.Fatal(a.status)
	}
	pages := pageTexts(t, a.body)
	signed, house := p.fileHash(c, "扫描-1%"), p.fileHash(c, "扫描-2%")
	strip := func(hash string) int { return pageWith(t, pages, "SHA-256"+hash) }
	at := strip(signed)
	if twin := pages[at-1]; !strings.Contains(twin, "客户签字") || strings.Contains(twin, "SHA-256") {
		t.Errorf("before the signed form stands %.200s", twin)
	}
	for _, want := range []string{"已签字表单", "客户联", "第1页，共1页", "记录版本", "归入", "2025-", "扫描-1.pdf", numberIn(c)} {
		if !strings.Contains(pages[at], want) {
			t.Errorf("at the signed page lacks %s: %s", want, pages[at])
		}
	}
	if strip(house) < at || strip(p.fileHash(c, "付款指示%")) < 0 {
		t.Error("the others")
	}
	contract := p.fileHash(c, "合同%")
	bound := 0
	for _, page := range pages {
		if strings.Contains(page, "SHA-256"+contract) {
			bound++
			if !strings.Contains(page, fmt.Sprintf("文件第%d页，共3页", bound)) {
				t.Error(page)
			}
		}
	}
	if bound != 3 {
		t.Errorf("%d pages of the contract", bound)
	}
	for i, page := range pages {
		if !strings.Contains(page, fmt.Sprintf("第%d页共%d页", i+1, len(pages))) {
			t.Errorf("page %d of %d is not called so", i+1, len(pages))
		}
	}
	contents, remarks := pages[1], pages[pageWith(t, pages, "本卷情况说明")]
	for _, text := range []string{contents, remarks} {
		if !strings.Contains(text, "文件已损坏或无法读取") {
			t.Errorf("what is not bound in: %s", text)
		}
	}
	if n := strings.Count(a.body, "/Dest["); n < 8 || !strings.Contains(a.body, "/PageMode/UseOutlines") {
		t.Errorf("%d bookmarks", n)
	}
	if strings.Contains(strings.Join(pages, ""), "1360020000") {
		t.Error("P5: a phone in full")
	}
	p.outsideHoldsOnlyTheCustomers(c, signed, house, contract)
}

// outsideHoldsOnlyTheCustomers looks at the edition for outside: the customer's signed part and nobody's name.
func (p *portal) outsideHoldsOnlyTheCustomers(c, signed, house, contract string) {
	p.t.Helper()
	pages := pageTexts(p.t, p.as("s01").get(c+"/dossier.pdf?edition=external").body)
	at := pageWith(p.t, pages, "SHA-256"+signed)
	for _, never := range []string{"扫描", "陈立航"} {
		if strings.Contains(pages[at], never) {
			p.t.Errorf("outside: %s at the signed page", never)
		}
	}
	whole := strings.Join(pages, "")
	for _, never := range []string{"SHA-256" + house, "SHA-256" + contract, house} {
		if strings.Contains(whole, never) {
			p.t.Errorf("outside holds %s", never)
		}
	}
}

// Who does not see a case gets no page of it; what was withdrawn is in no dossier (rules P3, K6).
func TestF5P3_NoPageForWhoMayNotSeeIt(t *testing.T) {
	p := newPortal(t)
	c := cases["executing"](p)
	v := p.as("a02")
	for _, name := range []string{"一.pdf", "二.pdf"} {
		if a := v.upload(c+"/attachments", name, scantest.PDF(leaf(name)), "kind", "contract"); a.status != http.StatusSeeOther {
			t.Fatal(a.status, sentences(a))
		}
	}
	one, two := p.fileHash(c, "一.pdf"), p.fileHash(c, "二.pdf")
	id := p.rows("SELECT id FROM attachment WHERE hash = ?", two)[0][0]
	v.must("/attachments/"+id+"/withdraw", "reason", "传错了文件")
	text := pdfText(t, v.get(c+"/dossier.pdf").body)
	if !strings.Contains(text, "SHA-256"+one) || strings.Contains(text, "SHA-256"+two) {
		t.Error("a withdrawn file is bound in, or the other is not")
	}
	if a := p.as("b01").get(cases["restricted"](p) + "/dossier.pdf"); a.status != http.StatusNotFound {
		t.Errorf("a restricted case: %d", a.status)
	}
}
