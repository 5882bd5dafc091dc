package web

import (
	"github.com/xuri/excelize/v2"
	"huiyin/db/dbtest"
	"mime"
	"net/http"
	"strings"
	"testing"
	"time"
)

// ready says at which stations a paper can be printed; elsewhere it is a conflict with its reason.
var ready = map[string]string{
	"form": "received assigned investigating proposing approving answering executing done closed archived " +
		"dispute",
	"receipt": "received assigned investigating proposing approving answering executing done closed archived " +
		"dispute",
	"report": "received assigned investigating proposing approving answering executing done closed archived " +
		"dispute",
	"approval":    "proposing approving answering executing done closed archived dispute",
	"settlement":  "answering executing done closed archived",
	"paidreceipt": "archived",
	"withdrawal":  "received assigned investigating proposing approving answering executing done dispute",
	"letter":      "answering executing done closed archived",
	"process": "received assigned investigating proposing approving answering executing done closed archived " +
		"dispute",
	"followup": "closed archived",
}

// Every paper prints in every state, or says why it cannot; each print is on record with its person, and
// one that could not be made is not (rules C3, C6, J3).
func TestJ3_EveryPaperInEveryState(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	longWay(t)
	p := newPortal(t)
	for name, make := range stations {
		c := make(p)
		number := strings.TrimPrefix(c, "/complaints/")
		for paper, in := range ready {
			before := len(p.rows("SELECT id FROM journal WHERE action = 'print'"))
			version := p.as("s01").main(c, "version")
			a := p.as("s01").get(c + "/" + paper + ".pdf")
			printed := p.rows("SELECT by, subject, detail FROM journal WHERE action = 'print' ORDER BY id")[before:]
			if strings.Contains(" "+in+" ", " "+name+" ") {
				text := a.text()
				if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/pdf" ||
					!strings.Contains(text, number) || !strings.Contains(text, "周敏") {
					t.Errorf("%s of %s: %d %.200s", paper, name, a.status, text)
				}
				if len(printed) != 1 || printed[0][0] != "s01" || printed[0][1] != number ||
					!strings.Contains(printed[0][2], paper) {
					t.Errorf("%s of %s is on record as %v", paper, name, printed)
				}
			} else if a.status != http.StatusConflict || sentences(a) == "" || len(printed) != 0 {
				t.Errorf("%s of %s: %d %s, on record %v", paper, name, a.status, sentences(a), printed)
			}
			p.as("s01").expect(c, "version", version)
			if link := p.as("s01").get(c).page().Find(`a[href="` + c + "/" + paper +
				`.pdf"]`).Length(); (link > 0) != (a.status == http.StatusOK) {
				t.Errorf("%s of %s: %d links, but %d", paper, name, link, a.status)
			}
		}
	}
	p.verified()
}

// The ledger holds the month's and site's complaints that its reader may see, none of whom it is about,
// and is on record (rules P3, P4, J3).
func TestF2_TheLedgerHoldsWhatItsReaderMaySee(t *testing.T) {
	p := newPortal(t)
	p.now = time.Date(2025, 3, 1, 0, 30, 0, 0, p.store.Org().Zone)
	made := map[string]string{}
	take := func(name, who string, pairs ...string) {
		made[name] = strings.TrimPrefix(p.as(who).record(append(pairs, "category", "facilities")...), "/complaints/")
	}
	take("hy", "a01", "site", "HY")
	take("hy of february", "a01", "site", "HY", "received_at", "2025-02-28T23:59")
	take("hy against s01", "a02", "site", "HY", "accused", "s01")
	take("lt", "b01", "site", "LT")
	take("jy", "w01", "site", "JY")
	p.now = time.Date(2025, 3, 31, 23, 59, 59, 0, p.store.Org().Zone)
	take("jy at the month's end", "w01", "site", "JY")
	p.now = time.Date(2025, 4, 1, 0, 0, 0, 0, p.store.Org().Zone)
	take("jy of april", "w01", "site", "JY")
	for _, tt := range []struct{ who, query, want string }{
		{"s01", "month=2025-03", "hy"}, {"s02", "month=2025-03", "hy|hy against s01"},
		{"s01", "month=2025-03&site=LT", ""}, {"u01", "month=2025-03", "jy|jy at the month's end"},
		{"u01", "", "jy of april"},
		{"q01", "month=2025-03", "lt|jy|jy at the month's end"}, {"q01", "month=2025-03&site=LT", "lt"},
		{"v01", "month=2025-03", "hy|hy against s01|lt|jy|jy at the month's end"},
		{"v01", "month=2025-02", "hy of february"},
		{"v01", "month=2025-03&site=JY", "jy|jy at the month's end"}, {"v01", "month=2024-03", ""},
		{"f01", "month=2025-03", ""},
	} {
		for _, kind := range []string{"pdf", "xlsx"} {
			before := len(p.rows("SELECT id FROM journal WHERE action = 'export'"))
			a := p.as(tt.who).get("/complaints/ledger." + kind + "?" + tt.query)
			if a.status != http.StatusOK {
				t.Errorf("%s %s: %d", tt.who, tt.query, a.status)
				continue
			}
			text := a.text()
			for name, number := range made {
				if want := strings.Contains("|"+tt.want+"|", "|"+name+"|"); strings.Contains(text, number) != want {
					t.Errorf("%s's ledger.%s?%s: %s is in: %v", tt.who, kind, tt.query, name, !want)
				}
			}
			if kind == "xlsx" {
				if rows := rowsIn(a); len(rows) != 1+
					len(strings.FieldsFunc(tt.want, func(r rune) bool { return r == '|' })) {
					t.Errorf("%s %s: %d rows", tt.who, tt.query, len(rows))
				}
			}
			if got := p.rows("SELECT by FROM journal WHERE action = 'export' ORDER BY id")[before:]; len(got) != 1 ||
				got[0][0] != tt.who {
				t.Errorf("%s %s is on record as %v", tt.who, tt.query, got)
			}
		}
	}
	for query, want := range map[string]int{"month=2025-13": 422, "month=x": 422, "month=2025-3": 422, "site=XX": 404,
		"month=": 200, "site=": 200} {
		for _, kind := range []string{"pdf", "xlsx"} {
			if a := p.as("s01").get("/complaints/ledger." + kind + "?" + query); a.status != want {
				t.Errorf("ledger.%s?%s: %d, want %d", kind, query, a.status, want)
			}
		}
	}
	if a := p.as("a01").get("/complaints/ledger.xlsx"); a.status != http.StatusForbidden {
		t.Errorf("an agent exports: %d", a.status)
	}
	p.verified()
}

// What a customer says is text in a cell, never a formula.
func TestF2_CellsAreText(t *testing.T) {
	p := newPortal(t)
	evil := []string{"=HYPERLINK(\"http://evil.example\",\"x\")", "+1+1", "-2+3", "@SUM(A1)", "=cmd|'/c calc'!A0",
		"\t=1+1", "＝1+1", strings.Repeat("=长", 9000)}
	for _, s := range evil {
		short := string([]rune(s)[:min(len([]rune(s)), 60)])
		p.as("u01").record("site", "JY", "matter", s, "demand", s, "name", short, "unit", short)
	}
	a := p.as("u01").get("/complaints/ledger.xlsx")
	rows := rowsIn(a)
	if len(rows) != len(evil)+1 {
		t.Fatalf("%d rows", len(rows))
	}
	book, err := excelize.OpenReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	list := book.GetSheetName(0)
	for i, row := range rows[1:] {
		for k, cell := range row {
			if len([]rune(cell)) > 32_767 {
				t.Errorf("column %s holds %d characters", rows[0][k], len([]rune(cell)))
			}
			place, _ := excelize.CoordinatesToCellName(k+1, i+2)
			if formula, _ := book.GetCellFormula(list, place); formula != "" {
				t.Errorf("%s is a formula: %.40s", place, formula)
			}
		}
		// as typed, without a mark of ours in front: it is looked up and dialled
		if short := string([]rune(evil[i])[:min(len([]rune(evil[i])), 60)]); row[4] != strings.TrimSpace(short) {
			t.Errorf("unit %q, typed %q", row[4], short)
		}
	}
	if disposition := a.header.Get("Content-Disposition"); !strings.HasPrefix(disposition, "attachment;") ||
		!strings.Contains(disposition, ".xlsx") {
		t.Error(disposition)
	}
	p.verified()
}

// What a print is beside the paper is chosen on a page of its own and stands in the journal; the company's own number
// and the letter's stand on what is printed from then on (rules F6, W16, J3).
func TestF6_PrintsAsChosen(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	c := stations["answering"](p)
	at := c + "/print?paper="
	p.check([]row{
		{"s01", get, c + "/print", nil, 200, []string{"副本", "作废", "第一联"}, nil},
		{"s01", get, at + "receipt&mark=void&copy=both", nil, 303, nil, nil},
		{"s01", get, at + "formcustomer&copy=1", nil, 303, nil, nil},
		{"s01", get, at + "approval&copy=1", nil, 422, nil, nil},
		{"s01", get, at + "king", nil, 422, nil, nil},
		{"s01", get, at + "receipt&mark=king", nil, 422, nil, nil},
		{"s01", get, c + "/settlement.pdf?party=nobody", nil, 422, nil, nil},
		{"q01", get, c + "/print", nil, 404, nil, nil},
		{"x02", get, "/settings/printing/forms", nil, 403, nil, nil},
		{"x02", post, "/settings/printing/forms", []string{"paper", "receipt", "number", "CS-07", "edition", "B/1"}, 403, nil, nil},
		{"admin", post, "/settings/printing/forms", []string{"paper", "receipt", "edition", "B/1"}, 422, nil, nil},
		{"admin", post, "/settings/printing/forms", []string{"paper", "receipt", "number", "𰀀", "edition", "B/1"}, 422, nil, nil},
		{"admin", post, "/settings/printing/forms", []string{"paper", "receipt", "number", "CS-07", "edition", "B/1",
			"effective", "2025-01-01", "approved", "王五"}, 303, nil, nil},
		{"admin", get, "/settings/printing/forms?paper=receipt", nil, 200, []string{"CS-07", "B/1", "2025-01-01", "王五"}, nil},
	}...)
	a := p.as("s01").get(at + "receipt&mark=copy&copy=both")
	to := a.header.Get("Location")
	if text := p.as("s01").get(to).text(); strings.Count(text, "第一联客户留存") != 1 || strings.Count(text, "副本") < 2 ||
		strings.Count(text, "表单编号CS-07") != 2 || !strings.Contains(text, "批准王五") {
		t.Errorf("%s:\n%s", to, text)
	}
	if got := p.rows("SELECT detail FROM journal WHERE action = 'print' ORDER BY id DESC LIMIT 1"); !strings.Contains(
		got[0][0], "both") || !strings.Contains(got[0][0], "copy") {
		t.Errorf("on record as %v", got)
	}
	p.verified()
}

// A paper's file is called what it is: the form of today is no old one (F1).
func TestF1_FilesAreCalledWhatTheyAre(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY")
	for file, want := range map[string]string{"form.pdf": "客户投诉意见处理表.pdf", "form.pdf?part=customer": "客户投诉意见处理表（客户联）.pdf",
		"receipt.pdf": "投诉受理回执.pdf"} {
		_, params, err := mime.ParseMediaType(p.as("a02").get(c + "/" + file).header.Get("Content-Disposition"))
		if got := params["filename"]; err != nil || got != strings.TrimPrefix(c, "/complaints/")+"-"+want {
			t.Errorf("%s is called %q, %v", file, got, err)
		}
	}
}
