package web

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A phone or ID number typed into a free text leaves the house masked in every export, unless whoever exports may take
// it clear; the ledger on paper is masked for everybody.
func TestP5_FreeTextIsMaskedInEveryExport(t *testing.T) {
	p := newPortal(t)
	numbers := []string{"13812345678", "138-1234-5678", "138 1234 5678", "１３８１２３４５６７８", "8613812345678",
		"008613812345678", "0571-88001234", "440300199001011234", "44030019900101123X"}
	chosen := []string{}
	for _, n := range numbers {
		c := p.as("s01").record("site", "HY", "name", "王先生"+n, "unit", "3栋"+n, "phone", "13700137000",
			"matter", "请拨"+n+"回电", "demand", "改打"+n)
		p.as("s01").must(c+"/close", "outcome", "withdrawn", "reason", "本人"+n+"来电撤回")
		chosen = append(chosen, c)
	}
	book := func(a answer) string {
		f, err := excelize.OpenReader(bytes.NewReader([]byte(a.body)))
		if err != nil {
			t.Fatal(a.status, err)
		}
		var out strings.Builder
		for _, name := range f.GetSheetList() {
			rows, err := f.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				out.WriteString(strings.Join(r, "\n") + "\n")
			}
		}
		return out.String()
	}
	cols := "site=HY&col=" + strings.Join([]string{"site", "customer", "phone", "demand", "outcome"}, "&col=")
	exports := func(who string) map[string]string {
		v := p.as(who)
		page, _ := v.chosen("export", chosen)
		out := map[string]string{
			"list.csv":    v.get("/complaints/export.csv?" + cols).body,
			"list.xlsx":   book(v.get("/complaints/export.xlsx?" + cols)),
			"ledger.xlsx": book(v.get("/complaints/ledger.xlsx?site=HY&month=2025-03")),
			"chosen.xlsx": book(v.get(chosenSheet(page))),
			"ledger.pdf": strings.ReplaceAll(
				pdfText(t, v.get("/complaints/ledger.pdf?site=HY&month=2025-03").body), "\n", ""),
		}
		at := v.must("/complaints/export", "list", cols, "format", "csv", "purpose", "对账")
		p.made()
		out["download.csv"] = v.get(at + "/file").body
		return out
	}
	for name, text := range exports("s01") {
		if !strings.Contains(text, "王先生") {
			t.Errorf("%s holds nothing", name)
		}
		for _, n := range append(numbers, "13700137000") {
			if strings.Contains(text, n) {
				t.Errorf("%s shows %s", name, n)
			}
		}
	}
	for name, text := range exports("p01") { // a manager may
		if shown := strings.Contains(text, numbers[0]); shown == (name == "ledger.pdf") {
			t.Errorf("%s for a manager: shown %t", name, shown)
		}
	}
}
