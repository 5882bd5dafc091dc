package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

func TestM2_WhoSeesFigures(t *testing.T) {
	p := newPortal(t)
	p.as("a01").record("site", "HY")
	p.as("w01").record("site", "JY")
	p.check(
		row{"s01", get, "/figures?month=2025-03", nil, 200,
			[]string{`data-month="2025-03"`, "海悦府", "13 个月趋势", "过程质量", "统计口径"}, []string{"龙庭店", "景园", "项目与类别"}},
		row{"q01", get, "/figures?month=2025-03", nil, 200, []string{"龙庭店", "景园", "项目与类别"}, []string{"海悦府"}},
		row{"v01", get, "/figures?month=2025-03&site=JY", nil, 200, []string{`data-site="JY"`}, nil},
		row{"s01", get, "/figures?site=JY", nil, 404, nil, nil},
		row{"s01", get, "/figures?site=nowhere", nil, 404, nil, nil},
		row{"s01", get, "/figures/monthly.pdf?site=JY", nil, 404, nil, nil},
		row{"s01", get, "/figures/monthly.xlsx?site=JY", nil, 404, nil, nil},
		row{"v01", get, "/figures?month=2025-13", nil, 422, []string{`id="month-wrong"`, "2025-13"},
			[]string{"data-figure"}},
		row{"v01", get, "/figures/monthly.pdf?month=x", nil, 422, nil, nil},
		row{"a01", get, "/figures", nil, 403, nil, nil},
		row{"f01", get, "/figures", nil, 403, nil, nil},
		row{"admin", get, "/figures", nil, 403, nil, nil},
		row{"a01", get, "/", nil, 200, nil, []string{`href="/figures"`}},
		row{"f01", get, "/", nil, 200, nil, []string{`href="/figures"`}},
		row{"s01", get, "/", nil, 200, []string{`href="/figures"`}, nil},
		row{"v01", get, "/complaints?figure=nonsense&month=2025-03", nil, 422, []string{`id="figure-wrong"`, `没有这项统计。`},
			[]string{"data-number"}},
		row{"v01", get, "/complaints?figure=grade&month=x", nil, 422, []string{`id="month-wrong"`},
			[]string{"data-number"}},
		row{"v01", get, "/complaints?figure=grade&of=minor&month=2025-03", nil, 200,
			[]string{`data-total="2"`, "统计：等级（轻微），2025-03", `name="figure" value="grade"`}, nil},
		row{"u01", get, "/complaints?figure=grade&of=minor&month=2025-03&grade=minor", nil, 200,
			[]string{`data-total="1"`}, nil},
		row{"a01", get, "/complaints?figure=grade&of=minor&month=2025-03", nil, 200, []string{`data-total="0"`}, nil},
	)
}

// Every number on the page opens a list with as many complaints.
func TestM4_EveryNumberOpensItsList(t *testing.T) {
	p := newPortal(t)
	for _, fixture := range []string{"received", "closed", "executing", "merged", "restricted", "emergency", "twin"} {
		cases[fixture](p)
	}
	p.as("w01").record("site", "JY")
	for _, who := range []string{"s01", "q01", "v01"} {
		v := p.as(who)
		a := v.get("/figures?month=2025-03")
		opened := map[string]bool{}
		a.page().Find("a[data-n]").Each(func(_ int, s *goquery.Selection) {
			href, n := s.AttrOr("href", ""), s.AttrOr("data-n", "")
			if opened[href] {
				return
			}
			opened[href] = true
			list := v.get(href)
			if got := list.page().Find("[data-total]").AttrOr("data-total", ""); list.status != http.StatusOK ||
				got != n {
				t.Errorf("%s: %s has %q, says %s", who, href, got, n)
			}
		})
		if len(opened) < 8 {
			t.Errorf("%s: only %d numbers", who, len(opened))
		}
	}
}

// number reads a figure of the page.
func (v visitor) number(figure, of string) string {
	v.p.t.Helper()
	return v.get("/figures?month=2025-03").page().Find(fmt.Sprintf(`[data-figure=%q][data-of=%q] [data-n]`, figure,
		of)).First().AttrOr("data-n", "")
}

func TestP4P8_FiguresCountWhatOneMayOpen(t *testing.T) {
	p := newPortal(t)
	p.as("a01").record("site", "HY")
	p.as("a01").record("site", "HY", "accused", "s02")
	for who, want := range map[string]string{"s01": "2", "s02": "1", "p01": "2", "v01": "2"} {
		if got := p.as(who).number("received", ""); got != want {
			t.Errorf("%s counts %q, want %s", who, got, want)
		}
	}
	c := cases["restricted"](p) // by s01, whose site it is as much as s02's
	for who, want := range map[string]string{"s01": "3", "s02": "1", "v01": "2"} {
		if got := p.as(who).number("received", ""); got != want {
			t.Errorf("%s counts %q with a restricted one, want %s", who, got, want)
		}
	}
	p.as("s01").must(c+"/lift", "reason", "资料已核实")
	if got := p.as("s02").number("received", ""); got != "2" {
		t.Errorf("s02 counts %s after it was lifted", got)
	}
	cases["merged"](p)
	if got := p.as("s02").number("received", ""); got != "3" {
		t.Errorf("s02 counts %s: one that is merged counts once", got)
	}
}

func TestJ3_ExportsOfFiguresAreJournalled(t *testing.T) {
	p := newPortal(t)
	admin := dbtest.Actor(t, p.store, "admin")
	if err := p.store.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error {
		return o.PutDepartment(admin, p.now, "engineering",
			huiyin.Department{Code: "engineering", Name: "=1+1", Function: "engineering"})
	}); err != nil {
		t.Fatal(err)
	}
	cases["assigned"](p)
	before := len(p.rows("SELECT id FROM journal WHERE action = 'export'"))
	sheet := p.as("s01").get("/figures/monthly.xlsx?month=2025-03")
	paper := p.as("s01").get("/figures/monthly.pdf?month=2025-03&site=HY")
	if sheet.status != http.StatusOK || paper.status != http.StatusOK || !strings.HasPrefix(paper.body, "%PDF") {
		t.Fatal(sheet.status, paper.status)
	}
	if after := len(p.rows("SELECT id FROM journal WHERE action = 'export'")); after != before+2 {
		t.Errorf("%d exports in the journal, %d before", after, before)
	}
	f, err := excelize.OpenReader(bytes.NewReader([]byte(sheet.body)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.GetRows("月度统计分析")
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprint(rows)
	for _, want := range []string{"受理", "=1+1", "满意率（满意和基本满意）", "统计口径", "2025-03", "2024-03"} {
		if !strings.Contains(all, want) {
			t.Errorf("the sheet lacks %s", want)
		}
	}
	for i := range rows {
		for k := range rows[i] {
			cell, _ := excelize.CoordinatesToCellName(k+1, i+1)
			if formula, _ := f.GetCellFormula("月度统计分析", cell); formula != "" {
				t.Errorf("%s is a formula: %s", cell, formula)
			}
		}
	}
	if n, err := strconv.Atoi(rows[2][2]); err != nil || n != 1 {
		t.Errorf("received %v, want 1", rows[2])
	}
	p.verified()
}

// The sheet of the month has shares and money as numbers that look as on the page, and the grid of sites and
// categories, whose sum is what came in (rule M2).
func TestM2_SheetOfTheMonthCanBeReckonedWith(t *testing.T) {
	p := newPortal(t)
	c := cases["executing"](p)
	p.as("f01").must(c+"/payments", "proposal", "1", "amount", "500", "paid_at", p.later(0), "way", "转账", "receipt", "1")
	p.as("p01").must(c + "/payments/1/release")
	p.as("w01").record("site", "JY", "category", "repair")
	const month = "2025-03"
	f, err := excelize.OpenReader(strings.NewReader(p.as("v01").get("/figures/monthly.xlsx?month=" + month).body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	shown, err := f.GetRows("月度统计分析")
	raw, err2 := f.GetRows("月度统计分析", excelize.Options{RawCellValue: true})
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	money, share, grid, received := "", "", -1, ""
	for i, r := range shown {
		switch {
		case len(r) > 2 && r[0] == "概况" && r[1] == "已付补偿":
			money = r[2] + " " + raw[i][2]
		case len(r) > 2 && strings.HasSuffix(r[2], "%"):
			share = r[2] + " " + raw[i][2]
		case len(r) > 2 && r[0] == "概况" && r[1] == "受理":
			received = r[2]
		case len(r) > 2 && r[0] == "项目与类别":
			grid = 0
		case grid >= 0 && len(r) > 2 && r[0] == "":
			for _, n := range r[2:] {
				k, err := strconv.Atoi(n)
				if err != nil {
					t.Error(err)
				}
				grid += k
			}
		case grid > 0 && len(r) == 0:
			if strconv.Itoa(grid) != received {
				t.Errorf("the grid sums to %d, received %s", grid, received)
			}
			grid = -2
		}
	}
	if money != "¥500.00 500" || !strings.HasPrefix(share, "100.0% 1") || grid != -2 {
		t.Errorf("money %q, share %q, grid %d", money, share, grid)
	}
}
