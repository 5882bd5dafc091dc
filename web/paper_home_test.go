package web

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
)

// pictures are the pages of a PDF as an office scanner would send them.
func pictures(t *testing.T, pdf string) (out [][]byte) {
	t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("pdftoppm is missing: install poppler-utils")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "p.pdf"), []byte(pdf), 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := exec.CommandContext(t.Context(), "pdftoppm", "-gray", "-jpeg", "-r", "110", filepath.Join(dir, "p.pdf"),
		filepath.Join(dir, "p")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, b)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "p*.jpg"))
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

var signPlace = regexp.MustCompile(`签字|签收|签发|（盖章）|经办人：|主管：|主管点评|核对人|排班`)

// Every paper that the portal prints is read by its own reader when it comes back: one with a place to sign is filed
// where it belongs, whether it is about a complaint or not, the others are called what they are.
func TestF6_EveryPaperComesHome(t *testing.T) {
	p := newPortal(t)
	c := cases["in effect"](p)
	e := cases["executing"](p)
	p.as("a02").must(e+"/measures", "kind", "corrective", "what", "双人复核", "unit", "门店", "person", "w01", "due",
		p.later(48*time.Hour))
	ids := p.rows("SELECT id FROM measure WHERE complaint = (SELECT id FROM complaint WHERE number = '" + numberIn(e) +
		"') ORDER BY id DESC LIMIT 2")
	minutes, plan, quarter, list := cases["minuted"](p), cases["planned"](p), cases["management"](p),
		cases["destruction list"](p)
	handed := cases["archive list"](p)
	walked := map[huiyin.Paper]bool{huiyin.PaperAnchors: true} // which needs a month: TestA6J4_TheClockDrawsWithTheAnchor
	for _, one := range []struct {
		paper     huiyin.Paper
		who, path string
	}{
		{"receipt", "s01", c + "/receipt.pdf"}, {huiyin.PaperForm, "s01", c + "/form.pdf"},
		{huiyin.PaperReport, "s01", c + "/report.pdf"}, {huiyin.PaperReportOut, "s01", c + "/report.pdf?edition=external"},
		{"process", "s01", c + "/process.pdf"},
		{huiyin.PaperMeasure, "s01", e + "/measures/" + ids[0][0] + ".pdf"},
		{huiyin.PaperMeasure, "s01", e + "/measures/" + ids[1][0] + ".pdf"},
		{huiyin.PaperConsequence, "p01", c + "/consequences/1/notice.pdf"},
		{huiyin.PaperLedger, "s01", "/complaints/ledger.pdf?site=HY"},
		{huiyin.PaperFollowUps, "s01", "/complaints/followups.pdf?site=HY"},
		{huiyin.PaperDuty, "a01", "/directory/HY/duty.pdf"}, {huiyin.PaperEmergency, "a01", "/directory/HY/emergency.pdf"},
		{huiyin.PaperDataNotice, "a01", "/directory/HY/notice.pdf"}, {huiyin.PaperHowTo, "a01", "/directory/HY/howto.pdf"},
		{huiyin.PaperMonthly, "s01", "/figures/monthly.pdf?site=HY"}, {huiyin.PaperMinutes, "s01", minutes + "/minutes.pdf"},
		{huiyin.PaperPlan, "s01", plan + "/plan.pdf"}, {huiyin.PaperQuarter, "x02", quarter + "/report.pdf"},
		{huiyin.PaperDestruction, "l01", list + "/list.pdf"}, {huiyin.PaperArchive, "h01", handed + "/list.pdf"}, {huiyin.PaperGuide, "a01", "/certificate/guide.pdf"},
		{huiyin.PaperDossier, "s01", c + "/dossier.pdf"},
	} {
		walked[one.paper] = true
		a := p.as(one.who).get(one.path)
		if a.status != http.StatusOK {
			if one.paper == huiyin.PaperGuide { // there is none without a certificate
				continue
			}
			t.Fatalf("%s: %d", one.path, a.status)
		}
		if signPlace.MatchString(a.text()) && !one.paper.ComesHome() && one.paper != huiyin.PaperDossier {
			t.Errorf("%s has a place to sign and does not come home", one.path)
		}
		pages := pictures(t, a.body)
		v := p.as(one.who)
		if v.get("/scans").status != http.StatusOK { // who brings nothing themselves gives it to a colleague
			v = p.as("v01")
		}
		page := v.get(v.upload("/scans", string(one.paper)+".jpg", pages[0]).location)
		rows, want := rowsOf(page), "filed"
		if !one.paper.ComesHome() {
			want = "tray"
		}
		if len(rows) != 1 || !strings.HasPrefix(rows[0], want+" ") || strings.Contains(page.body, "没有认出") {
			t.Errorf("%s: %v", one.path, rows)
			continue
		}
		if want == "tray" && !strings.Contains(page.page().Find("#tray").Text(), "《"+one.paper.Label()+"》第 1 页，这种单据不归档") {
			t.Errorf("%s: %s", one.path, page.page().Find("#tray .scan-body p").First().Text())
		}
	}
	for _, paper := range huiyin.HousePapers() {
		if !walked[paper] && paper != huiyin.PaperSample {
			t.Errorf("%s is left out", paper)
		}
	}
	parts := p.rows("SELECT DISTINCT part FROM attachment WHERE paper = 'rectification'")
	if len(parts) != 2 { // each measure's notice is its own
		t.Errorf("the notices of measures: %v", parts)
	}
	// Where they belong, for whoever sees it; the consequence's for nobody else (rules A3, P3).
	if n := p.as("s01").get(minutes).page().Find("#signed [data-scan]").Length(); n != 1 {
		t.Errorf("%d signed pages of the minutes", n)
	}
	notice := "/scans/" + p.rows("SELECT id FROM scan WHERE paper = 'consequence'")[0][0]
	ledger := "/scans/" + p.rows("SELECT id FROM scan WHERE paper = 'ledger'")[0][0]
	p.check(row{"v01", get, notice, nil, 200, nil, nil}, row{"a01", get, notice, nil, 404, nil, nil},
		row{"a02", get, notice, nil, 404, nil, nil}, row{"", get, notice, nil, 303, nil, nil},
		row{"s01", get, ledger, nil, 200, nil, nil}, row{"v01", get, ledger, nil, 200, nil, nil},
		row{"t01", get, ledger, nil, 404, nil, nil}, row{"a02", get, ledger, nil, 404, nil, nil})
	if n := p.as("a01").get(c).page().Find(`[data-attachment] :contains("处罚")`).Length(); n != 0 {
		t.Error("the consequence lies among the evidence")
	}
	p.verified()
}

// Whoever may not see the record learns nothing of its paper, and a page that was filed wrongly is taken out again.
func TestF6_PapersOfTheHouse(t *testing.T) {
	p := newPortal(t)
	minutes := cases["minuted"](p)
	number := strings.TrimPrefix(minutes, "/figures/meetings/")
	v := p.as("w01")
	if got := rowsOf(v.get(v.upload("/scans", "a.jpg", leaf(number+"#1/1")).location)); len(got) != 1 || got[0] != "tray  " {
		t.Errorf("whom it does not concern: %v", got)
	}
	v = p.as("s01")
	a := v.upload("/scans", "b.jpg", leaf(number+"#1/2", "extra")) // as printed before the codes had versions
	if got := rowsOf(v.get(a.location)); len(got) != 1 || got[0] != "filed "+number+" minutes" {
		t.Fatalf("%v", got)
	}
	one := "/scans/" + p.rows("SELECT max(id) FROM scan")[0][0]
	p.as("s01").must(one+"/discard", "reason", "不是这份")
	if n := p.as("s01").get(minutes).page().Find("#signed").Length(); n != 0 {
		t.Error("it is still there")
	}
	p.check(
		row{"s01", post, one, []string{"number", "FX-XX-20250303-09", "paper", "minutes"}, 422, []string{"没有这个编号的单据"}, nil},
		row{"s01", post, one, []string{"number", number, "paper", "plan"}, 422, []string{"没有这个编号的单据"}, nil},
		row{"s01", post, one, []string{"number", "GZ-HY", "paper", "datanotice"}, 422, []string{"没有这个编号的单据"}, nil})
	p.as("s01").must(one, "number", number, "paper", "minutes")
	if n := p.as("s01").get(minutes).page().Find("#signed [data-scan]").Length(); n != 1 {
		t.Error("it was not filed by hand")
	}
	p.verified()
}

// Two pages of one form in one picture are both filed, and a page that was brought before leads to where it lies.
func TestF6_TwoPagesInOnePicture(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	code := strings.TrimSuffix(p.printed(c, "form"), "#1/1")
	v, both := p.as("a02"), leaf(code+"#1/2", code+"#2/2")
	page := v.get(v.upload("/scans", "beide.jpg", both).location)
	if got := rowsOf(page); len(got) != 2 || got[0] != "filed "+numberIn(c)+" form" || got[1] != got[0] {
		t.Fatalf("%v", got)
	}
	if got := p.rows("SELECT page, pages FROM attachment WHERE paper = 'form' ORDER BY page"); len(got) != 2 ||
		got[0][0] != "1" || got[1][0] != "2" || got[0][1] != "2" {
		t.Errorf("%v", got)
	}
	again := v.get(v.upload("/scans", "nochmal.jpg", both).location).page()
	if n := again.Find(`[data-before] `).Length(); n != 2 || again.Find("[data-again='1']").Length() != 1 ||
		again.Find("[data-before]").First().AttrOr("href", "") != c+"#evidence" {
		t.Errorf("%d links, %s", n, again.Find("[data-again]").Text())
	}
	other := p.as("s01") // who sees the complaint, and did not bring it
	if n := other.get(other.upload("/scans", "von s01.jpg", both).location).page().Find("[data-before]").Length(); n != 2 {
		t.Errorf("%d links for another", n)
	}
	p.verified()
}
