package web

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// text is what a person can read in an answer: of a PDF and of a sheet too.
func (a answer) text() string {
	a.t.Helper()
	switch {
	case strings.HasPrefix(a.body, "%PDF"):
		return pdfText(a.t, a.body)
	case strings.HasPrefix(a.body, "PK"):
		return strings.Join(slices.Concat(rowsIn(a)...), "\n")
	}
	return a.body
}

// pdfText reads a PDF's text, without spaces and line ends, which its reader cannot know.
func pdfText(t testing.TB, body string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is missing: install poppler-utils")
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", "-enc", "UTF-8", name, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return strings.Join(strings.Fields(string(out)), "")
}

// rowsIn reads the rows of an Excel file.
func rowsIn(a answer) [][]string {
	a.t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(a.body))
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		a.t.Fatal(err)
	}
	return rows
}

const (
	secretPhone    = "13912345678"
	secretAddress  = "滨海路八十八号七栋三单元"
	secretIdentity = "110101199003071234"
)

// secretCase is a case of HY with everything to print, whose customer gave all that is protected.
func secretCase(p *portal) string {
	c := p.as("a01").record("site", "HY", "category", "facilities", "unit", "9栋2001", "name", "欧阳雪见", "phone",
		secretPhone, "address",
		secretAddress, "identity", secretIdentity, "matter", "地下车库渗水浸泡车辆。")
	p.as("s01").must(c+"/assign", "handler", "a02", "department", "engineering")
	p.as("a02").must(c + "/accept")
	p.as("a02").must(c+"/proposals", "measure", "compensation", "text", "补偿洗车费", "ground", "物业合同", "amount", "200")
	p.as("a02").must(c + "/proposals/1/submit")
	p.as("s01").must(c+"/proposals/1/decide", "decision", "approve")
	p.as("a02").must(c+"/answers", "way", "face", "said", "补偿", "accepted", "yes")
	p.as("a02").must(c+"/tasks", "what", "送票据", "who", "b01", "due", p.later(time.Hour))
	return c
}

var allPapers = []string{"form", "receipt", "approval", "settlement", "paidreceipt", "withdrawal", "letter", "report", "process", "followup"}

// shownSecrets lists which protected fields stand in clear in a text.
func shownSecrets(text string) []string {
	var out []string
	for _, s := range []string{secretPhone, secretAddress, secretIdentity} {
		if strings.Contains(text, s) {
			out = append(out, s)
		}
	}
	return out
}

// What is protected stands nowhere in clear, for nobody: no page, list, paper, export, suggestion, journal
// and no log (rule P5).
func TestP5_NothingProtectedIsShown(t *testing.T) {
	t.Parallel()
	longWay(t)
	p := newPortal(t)
	c := secretCase(p)
	number := strings.TrimPrefix(c, "/complaints/")
	paths := []string{
		"/", c, c + "/journal", "/complaints", "/complaints?q=" + secretPhone[:7], "/complaints?q=欧阳",
		"/search?json=1&q=欧阳", "/search?json=1&q=" + secretPhone, "/search?json=1&q=" + number, "/complaints/new",
		"/complaints/hints?phone=" + secretPhone, "/complaints/hints?unit=3栋2单元1201", "/approvals", "/approvals?done=1",
		"/complaints/ledger.pdf", "/complaints/followups.pdf", "/directory", "/complaints/ledger.xlsx",
		"/complaints/ledger.xlsx?site=HY&month=2025-03",
	}
	for _, paper := range allPapers {
		if paper != "settlement" { // whose print is a reveal: TestC10_PrintingTheSettlementIsAReveal
			paths = append(paths, c+"/"+paper+".pdf")
		}
	}
	seen := 0
	for _, who := range strings.Fields("a01 a02 b01 s01 s02 p01 x02 v01 g01 f01 e01 u01 admin") {
		for _, path := range paths {
			a := p.as(who).get(path)
			text := a.text()
			if path == "/complaints?q="+secretPhone[:7] { // their own words in the search box
				text = strings.ReplaceAll(text, secretPhone[:7], "")
			}
			shown := shownSecrets(text)
			// the export of a manager or above
			if strings.Contains(path, ".xlsx") && slices.Contains(strings.Fields("p01 x02 v01 g01"), who) {
				if !slices.Equal(shown, []string{secretPhone}) {
					t.Errorf("%s exports %v on %s", who, shown, path)
				}
				continue
			}
			if len(shown) > 0 {
				t.Errorf("%s reads %v on %s", who, shown, path)
			}
			if strings.Contains(text, "139****5678") {
				seen++
			}
		}
	}
	if seen < 20 {
		t.Errorf("the masked phone stands on %d pages only", seen)
	}
	for _, form := range []form{{path: c + "/findings", who: "a02"}, {path: c + "/accept", who: "a02"},
		{path: c + "/close", who: "s01"}} {
		if shown := shownSecrets(p.as(form.who).post(form.path, "version", "1").body); len(shown) > 0 {
			t.Errorf("%s shows %v when refused", form.path, shown)
		}
	}
	for _, row := range p.rows("SELECT action, detail FROM journal") {
		if shown := shownSecrets(strings.Join(row, " ")); len(shown) > 0 {
			t.Errorf("the journal of %s holds %v", row[0], shown)
		}
	}
	p.quietLog()
}

// quietLog proves that nothing of the customer is in the log.
func (p *portal) quietLog() {
	p.t.Helper()
	for _, secret := range []string{secretPhone, secretAddress, secretIdentity, "欧阳", "渗水", "huiyin-demo",
		"session-of-"} {
		if bytes.Contains(p.log.Bytes(), []byte(secret)) {
			p.t.Errorf("the log holds %s", secret)
		}
	}
	if !bytes.Contains(p.log.Bytes(), []byte("route=/complaints/:number")) {
		p.t.Error("the log holds no request")
	}
}

// Who handles the case reveals one field at a time, on record, for themselves and for a quarter of an
// hour; nobody else can (rule P5).
func TestP5_RevealingIsOnRecord(t *testing.T) {
	p := newPortal(t)
	c := secretCase(p)
	shown := func(who, field string) string {
		return strings.TrimSpace(p.as(who).get(c).page().Find("[data-field=" + field + "]").Text())
	}
	entries := func() int { return len(p.rows("SELECT id FROM journal WHERE action = 'reveal'")) }
	for _, who := range strings.Fields("s02 p01 x02 v01 e01 f01 a01 b01") { // who see the case and do not handle it
		if a := p.as(who).post(c+"/reveal", "field", "phone"); a.status != http.StatusForbidden ||
			len(shownSecrets(a.body)) > 0 {
			t.Errorf("%s: %d", who, a.status)
		}
		if p.as(who).get(c).page().Find("form[data-action=reveal]").Length() != 0 {
			t.Errorf("%s is offered to reveal", who)
		}
	}
	if a := p.as("u01").post(c+"/reveal", "field", "phone"); a.status != http.StatusNotFound {
		t.Errorf("who does not see the case: %d", a.status)
	}
	if entries() != 0 {
		t.Error("refused ones are on record")
	}
	version := p.as("a02").main(c, "version")
	if n := p.as("a02").get(c).page().Find("form[data-action=reveal]").Length(); n != 3 {
		t.Errorf("%d fields are offered", n)
	}
	p.as("a02").must(c+"/reveal", "field", "phone")
	if entries() != 1 {
		t.Error("not on record")
	}
	row := p.as("s01").get(c + "/journal").page().Find("[data-action=reveal][data-by=a02]")
	if row.Length() != 1 || !strings.Contains(row.Text(), "电话") {
		t.Errorf("the journal says %q", row.Text())
	}
	p.as("a02").expect(c, "version", version) // looking changes nothing
	for field, want := range map[string]string{"phone": secretPhone, "address": "滨海路****栋三单元",
		"identity": "110****1234"} {
		if got := shown("a02", field); !strings.HasPrefix(got, want) || field != "phone" && len(shownSecrets(got)) > 0 {
			t.Errorf("a02 reads %s as %q", field, got)
		}
	}
	for _, who := range []string{"s01", "v01", "a01"} {
		if got := shown(who, "phone"); got != "139****5678" {
			t.Errorf("%s reads %q", who, got)
		}
	}
	papers := func(who string) (out []string) {
		for _, paper := range allPapers {
			if paper == "settlement" { // whose print is a reveal of its own
				continue
			}
			if a := p.as(who).get(c + "/" + paper + ".pdf"); a.status == http.StatusOK {
				out = append(out, shownSecrets(a.text())...)
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	if got := papers("a02"); !slices.Equal(got, []string{secretPhone}) {
		t.Errorf("a02 prints %v", got)
	}
	if got := papers("s01"); len(got) != 0 {
		t.Errorf("s01 prints %v", got)
	}
	for _, path := range []string{"/complaints/ledger.xlsx", "/complaints/ledger.pdf", "/complaints",
		"/search?json=1&q=欧阳"} {
		for _, who := range []string{"a02", "s01"} {
			if got := shownSecrets(p.as(who).get(path).text()); len(got) != 0 {
				t.Errorf("%s reads %v on %s", who, got, path)
			}
		}
	}
	p.pass(revealed - time.Second)
	if got := shown("a02", "phone"); got != secretPhone {
		t.Errorf("just before the time is over: %q", got)
	}
	p.pass(time.Second)
	if got := shown("a02", "phone"); got != "139****5678" {
		t.Errorf("after %v: %q", revealed, got)
	}
	p.as("a02").must(c+"/reveal", "field", "identity")
	if got := papers("a02"); len(got) != 0 { // which stands on the agreement alone
		t.Errorf("a02 then prints %v", got)
	}
	p.as("s01").must(c+"/assign", "handler", "b01")
	if got := shown("a02", "identity"); got != secretIdentity { // answerable until b01 has accepted (rule W14)
		t.Errorf("before b01 accepts a02 reads %q", got)
	}
	p.as("b01").must(c + "/accept")
	if got := p.as("a02").get(c); got.status == http.StatusOK && len(shownSecrets(got.body)) > 0 {
		t.Error("who has handed the case over still reads what they revealed")
	}
	p.quietLog()
	p.verified()
}

// The agreement names the customer in full to who may see it, which is a reveal on record; others print a masked copy.
func TestC10_PrintingTheSettlementIsAReveal(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	c := secretCase(p)
	reveals := func(who string) int {
		return p.as("s01").get(c + "/journal").page().Find("[data-action=reveal][data-by=" + who + "]").Length()
	}
	in, out := 0, 0
	for _, who := range everyone {
		if who == "-" || p.as(who).get(c).status != http.StatusOK {
			continue
		}
		may := p.as(who).get(c).page().Find("[data-action=reveal]").Length() > 0
		paper := p.as(who).get(c + "/settlement.pdf")
		if paper.status != http.StatusOK {
			continue
		}
		text := paper.text()
		full := len(shownSecrets(text)) == 3
		if full != may || strings.Contains(text, "不供签署") == may || reveals(who) > 0 != may {
			t.Errorf("%s: may reveal %v, prints in full %v, %d reveals on record", who, may, full, reveals(who))
		}
		if !full && len(shownSecrets(text)) > 0 {
			t.Errorf("%s reads %v", who, shownSecrets(text))
		}
		if may {
			in++
		} else {
			out++
		}
	}
	if in < 2 || out < 1 {
		t.Errorf("%d may, %d may not", in, out)
	}
	p.quietLog()
	p.verified()
}
