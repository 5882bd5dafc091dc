package web

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"huiyin/huiyin"
)

// numberIn is the number that an address of a complaint ends with.
func numberIn(c string) string { return strings.TrimPrefix(c, "/complaints/") }

// chosen sends an act on several complaints and gives the page that says what became of them, with its
// address.
func (v visitor) chosen(act string, cases []string, pairs ...string) (answer, string) {
	v.p.t.Helper()
	for _, c := range cases {
		pairs = append(pairs, "number", numberIn(c))
	}
	at := v.must("/complaints/bulk", append(pairs, "act", act)...)
	a := v.get(at)
	if a.status != http.StatusOK {
		v.p.t.Fatalf("%s: %d", at, a.status)
	}
	return a, at
}

// line is what the page says of one complaint, as "done" or the refusal.
func (a answer) line(number string) string {
	row := a.page().Find("tr[data-number='" + number + "']")
	if row.AttrOr("data-result", "") == "done" {
		return "done"
	}
	return strings.TrimPrefix(strings.TrimSpace(row.Find("td").Last().Text()), "未办：")
}

// prints counts what the journal says was printed of a complaint.
func (p *portal) prints(c string) int {
	p.t.Helper()
	return len(p.rows("SELECT id FROM journal WHERE subject = ? AND action = 'print'", numberIn(c)))
}

// What each complaint refuses is what the single act says, and the others go their way.
func TestG5_ChosenComplaintsAreAssignedEachByItself(t *testing.T) {
	p := newPortal(t)
	open, open2 := cases["received"](p), cases["received"](p)
	merged, restricted, closed := cases["merged"](p), cases["restricted"](p), cases["closed"](p)
	accusing := p.as("a02").record("site", "HY", "accused", "a01")
	about := p.as("a02").record("site", "HY", "accused", "s02")
	foreign := p.as("b01").record("site", "LT")
	everything := []string{open, open2, merged, restricted, closed, accusing, about, foreign,
		"/complaints/TS-HY-20250303-999", "/complaints/nichts*"}
	state := func(c string) [][]string {
		return p.rows("SELECT handler, department, state, version FROM complaint WHERE number = ?", numberIn(c))
	}
	const unknown = "没有找到这条记录，或者您无权查看。"
	for who, done := range map[string][]string{
		"s02": {open, open2}, "a01": nil, "b01": nil, "t01": {foreign}, "admin": nil, "e01": nil,
	} {
		before := map[string]string{}
		single := map[string]string{}
		for _, c := range everything {
			before[c] = strings.Join(slices.Concat(state(c)...), " ")
			if slices.Contains(done, c) || strings.Contains(c, "*") {
				continue
			}
			a := p.as(who).post(c+"/assign", "handler", "a01", "department", "engineering")
			if a.status == http.StatusSeeOther {
				t.Fatalf("%s alone assigns %s", who, c)
			}
			single[c] = strings.TrimSpace(a.page().Find(".problem p, .wrong, .alert-danger").First().Text())
		}
		a, _ := p.as(who).chosen("assign", everything, "handler", "a01", "department", "engineering")
		for _, c := range everything {
			line, after := a.line(numberIn(c)), strings.Join(slices.Concat(state(c)...), " ")
			switch {
			case slices.Contains(done, c):
				if line != "done" || !strings.HasPrefix(after, "a01 engineering") {
					t.Errorf("%s, %s: %q, %s", who, c, line, after)
				}
			case line == "done" || line == "":
				t.Errorf("%s, %s: %q", who, c, line)
			case after != before[c]:
				t.Errorf("%s, %s: refused with %q, and yet %s became %s", who, c, line, before[c], after)
			case single[c] != "" && !strings.Contains(single[c], line):
				t.Errorf("%s, %s: %q, alone %q", who, c, line, single[c])
			}
			if p.as(who).get(c).status == http.StatusNotFound && line != unknown {
				t.Errorf("%s learns of %s: %q", who, c, line)
			}
		}
		if who == "s02" {
			for c, want := range map[string]string{
				accusing: "被投诉人不能经办这件投诉。", about: unknown, foreign: unknown, restricted: "这件投诉受限，只有负责人、经办人和指定的人员可以查看。",
				merged: "这件投诉已并入另一件投诉，须先拆出才能分派。", closed: "投诉处于“已结案”，不能分派。", everything[8]: unknown,
				everything[9]: unknown,
			} {
				if got := a.line(numberIn(c)); !strings.HasPrefix(got, want) {
					t.Errorf("%s: %q, want %q", c, got, want)
				}
			}
		}
	}
	p.verified()
}

// A form that is no act at all is refused as a whole, with the boxes as they were.
func TestBulk_WhatIsNoActIsRefused(t *testing.T) {
	p := newPortal(t)
	c := cases["received"](p)
	n := numberIn(c)
	var many []string
	for i := range huiyin.MostChosen + 1 {
		many = append(many, "number", "TS-HY-20250303-"+strconv.Itoa(100+i))
	}
	p.as("s01").get("/complaints")
	p.as("a01").get("/complaints") // logged in
	before := p.contents()
	p.check(
		row{"s01", post, "/complaints/bulk", []string{"act", "assign"}, 422, []string{"请先在列表中勾选投诉。"}, nil},
		row{"s01", post, "/complaints/bulk", []string{"act", "close", "number", n}, 422, []string{`id="act-wrong"`},
			nil},
		row{"s01", post, "/complaints/bulk", []string{"act", "assign", "number", n, "list", "site=HY&sort=due"}, 422,
			[]string{"请选择经办人。", `id="handler-wrong"`, `value="` + n + `" form="form-bulk" checked`, "项目：海悦府"}, nil},
		row{"s01", post, "/complaints/bulk", []string{"act", "assign", "number", n, "handler", "a02", "department",
			"x"}, 422, []string{`id="department-wrong"`}, nil},
		row{"s01", post, "/complaints/bulk", append(many, "act", "print"), 422, []string{"一次最多选 50 件"}, nil},
		row{"a01", post, "/complaints/bulk", []string{"act", "export", "number", n}, 403, []string{"您没有权限"}, nil},
		row{"s01", post, "/complaints/bulk", []string{"act", "print", "number", n, "once", strings.Repeat("x", 65)},
			422, nil, nil},
		row{"s01", post, "/complaints/bulk", []string{"act", "assign", "number", n, "list", "%zz&page=nonsense;"}, 422,
			nil, nil},
		row{"", post, "/complaints/bulk", []string{"act", "print", "number", n}, 401, nil, nil},
		row{"s01", get, "/complaints/bulk", nil, 404, nil, nil},
		row{"s01", get, "/complaints/bulk?once=x", nil, 404, nil, nil},
		row{"s01", post, "/complaints/bulk/forms", []string{"of", "x"}, 404, nil, nil},
		row{"s01", post, "/complaints/bulk/forms", []string{"list", "state=closed"}, 422, []string{"没有可以打印的投诉。"}, nil},
		row{"s01", post, "/complaints/bulk/forms", []string{"list", "state=nonsense"}, 422, nil, nil},
		row{"s01", get, "/complaints/bulk/chosen.xlsx?once=x", nil, 404, nil, nil},
	)
	if p.contents() != before {
		t.Error("something was stored")
	}
}

func TestW12_ChosenTwiceActsOnce(t *testing.T) {
	p := newPortal(t)
	a, b := cases["received"](p), cases["closed"](p)
	first, at := p.as("s01").chosen("assign", []string{a, b, a}, "handler", "a02", "once", "x1")
	p.as("a02").must(a + "/accept")
	p.as("s01").must(a+"/assign", "handler", "a01")
	entries := len(p.rows("SELECT id FROM journal"))
	again, at2 := p.as("s01").chosen("assign", []string{a, b}, "handler", "a02", "once", "x1")
	if at != at2 || first.page().Find("main").Text() != again.page().Find("main").Text() {
		t.Errorf("%s says %s, %s says %s", at, first.page().Find("main").Text(), at2, again.page().Find("main").Text())
	}
	if first.page().Find("tr[data-result]").Length() != 2 {
		t.Error("a number chosen twice has two lines")
	}
	if n := len(p.rows("SELECT id FROM journal")); n != entries {
		t.Errorf("%d entries more", n-entries)
	}
	p.as("s01").expect(a, "handler", "a01")
	if other := p.as("s02").get(at); other.status != http.StatusNotFound { // rule P3
		t.Errorf("somebody else reads it: %d", other.status)
	}
	p.verified()
}

func TestF1_ChosenFormsAreOneFile(t *testing.T) {
	p := newPortal(t)
	one, two, merged, restricted := cases["received"](p), cases["closed"](p), cases["merged"](p), cases["restricted"](p)
	foreign, later := p.as("b01").record("site", "LT", "name", "外人"), p.as("a02").record("site", "HY")
	everything := []string{one, two, merged, restricted, foreign, later}
	for who, seen := range map[string][]string{"a01": {one, two, merged}, "s02": {one, two, merged, later},
		"b01": {foreign}} {
		counts := map[string]int{}
		for _, c := range everything {
			counts[c] = p.prints(c)
		}
		a, at := p.as(who).chosen("print", everything)
		form := a.page().Find(".page-actions form[action='/complaints/bulk/forms']:has([value=forms])")
		if form.Length() != 1 {
			t.Fatalf("%s: no file on %s", who, at)
		}
		want := slices.Clone(seen)
		if who == "s02" { // closes itself between the choice and the print
			p.as("s01").must(later+"/restrict", "people", "e01", "reason", "涉及客户资料")
			want = want[:3]
		}
		pdf := p.as(who).file("/complaints/bulk/forms", "of", form.Find("[name=of]").AttrOr("value", ""), "once", "a")
		text := pdfText(t, pdf.body)
		for _, c := range everything {
			printed := slices.Contains(want, c)
			if strings.Contains(text, numberIn(c)) != printed ||
				p.prints(c) != counts[c]+map[bool]int{true: 1}[printed] {
				t.Errorf("%s, %s: in the file %v, printed %d times more, want %v", who, c,
					strings.Contains(text, numberIn(c)), p.prints(c)-counts[c], printed)
			}
			if line := a.line(numberIn(c)); (line == "done") != slices.Contains(seen, c) {
				t.Errorf("%s, %s: %q", who, c, line)
			}
		}
		if strings.Contains(text, "13800138000") {
			t.Error("P5: a phone in full")
		}
	}
	p.verified()
}

// file asks for a file, waits for it and takes it.
func (v visitor) file(path string, pairs ...string) answer {
	v.p.t.Helper()
	at := v.must(path, pairs...)
	v.p.made()
	if again := v.must(path, pairs...); again != at { // rule W12
		v.p.t.Errorf("%s and %s", at, again)
	}
	a := v.get(at + "/file")
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/pdf" {
		v.p.t.Fatalf("%s: %d %s", at, a.status, sentences(a))
	}
	return a
}

// All that a list has found is what its reader may open, of every page of it and nothing else; who may no
// longer open one of them does not get the file.
func TestP8_AllThatIsFoundIsOneFile(t *testing.T) {
	p := newPortal(t)
	var mine []string
	for range 60 {
		mine = append(mine, numberIn(p.as("a02").record("site", "HY", "name", "本人")))
	}
	secret, foreign, accused := cases["restricted"](p), p.as("b01").record("site", "LT"),
		p.as("a02").record("site", "HY", "accused", "s02")
	page := p.as("s02").get("/complaints?site=HY").page()
	form := page.Find(".page-actions form[action='/complaints/bulk/forms']")
	if got := strings.TrimSpace(form.Find("button").Text()); got != "打印全部处理表（61 件）" {
		t.Errorf("%q", got) // the restricted one is known to be there
	}
	pdf := p.as("s02").file("/complaints/bulk/forms", "list", form.Find("[name=list]").AttrOr("value", ""), "once",
		"all")
	text := pdfText(t, pdf.body)
	for _, n := range mine {
		if !strings.Contains(text, n) || p.prints("/complaints/"+n) != 1 {
			t.Errorf("%s is not printed once", n)
		}
	}
	for _, c := range []string{secret, foreign, accused} {
		if strings.Contains(text, numberIn(c)) || p.prints(c) != 0 {
			t.Errorf("%s is printed", c)
		}
	}
	if strings.Contains(text, "13800138000") || strings.Count(text, "第1页共1页") != 2*60 { // both parts (rule F1)
		t.Errorf("P5: a phone in full; or pages that count on: %d", strings.Count(text, "第1页共1页"))
	}
	at := p.as("s02").must("/complaints/bulk/forms", "list", "site=HY", "once", "all")
	p.as("s01").must("/complaints/"+mine[7]+"/restrict", "people", "e01", "reason", "涉及客户资料")
	p.check(row{"s02", get, at + "/file", nil, 403, []string{"无权查看"}, []string{mine[7]}})
	p.check(row{"k01", post, "/complaints/bulk/forms", []string{"list", ""}, 422, []string{"没有可以打印的投诉"}, nil})
	p.verified()
}

func TestP5_ChosenComplaintsAreExportedMasked(t *testing.T) {
	p := newPortal(t)
	one, two, restricted := cases["received"](p), p.as("a02").record("site", "HY", "name", "=1+1"),
		cases["restricted"](p)
	p.as("a01").record("site", "HY")
	foreign := p.as("b01").record("site", "LT")
	for who, phone := range map[string]string{"s02": "138****8000", "p01": "13800138000"} {
		a, _ := p.as(who).chosen("export", []string{two, foreign, one, restricted})
		before := len(p.rows("SELECT entry FROM exported"))
		file := p.as(who).get(chosenSheet(a))
		book, err := excelize.OpenReader(bytes.NewReader([]byte(file.body)))
		if err != nil {
			t.Fatal(file.status, err)
		}
		rows, err := book.GetRows(book.GetSheetList()[0])
		if err != nil || len(rows) != 3 || rows[1][1] != numberIn(two) || rows[2][1] != numberIn(one) {
			t.Fatalf("%s: %v %v", who, rows, err)
		}
		if rows[1][5] != phone || rows[1][3] != "=1+1" {
			t.Errorf("%s: %v", who, rows[1])
		}
		if n := len(p.rows("SELECT entry FROM exported")) - before; n != 2 {
			t.Errorf("%s: %d complaints noted as exported", who, n)
		}
	}
	if n := len(p.rows("SELECT id FROM journal WHERE action = 'export' AND subject LIKE 'chosen:%'")); n != 2 {
		t.Errorf("%d exports in the journal", n)
	}
	p.verified()
}

// The list offers what its reader may do, a box a row that they may open, and all of a page.
func TestW1_TheListOffersWhatIsOpen(t *testing.T) {
	p := newPortal(t)
	one, two, restricted := cases["received"](p), cases["received"](p), cases["restricted"](p)
	for who, acts := range map[string]string{"a01": "print", "s02": "print export assign",
		"e01": "print export assign"} {
		page := p.as(who).get("/complaints?site=HY&all=1").page()
		var offered []string
		for _, b := range page.Find("#form-bulk button[name=act]").EachIter() {
			offered = append(offered, b.AttrOr("value", ""))
		}
		if got := strings.Join(offered, " "); got != acts {
			t.Errorf("%s is offered %q", who, got)
		}
		if q, _ := url.ParseQuery(page.Find("#form-bulk [name=list]").AttrOr("value", "")); q.Encode() != "site=HY" {
			t.Errorf("the list is %v", q)
		}
	}
	page := p.as("s02").get("/complaints?all=1").page()
	for c, want := range map[string]int{one: 1, two: 1, restricted: 0} {
		if n := page.Find("input[name=number][checked][value='" + numberIn(c) + "']").Length(); n != want {
			t.Errorf("%s: %d boxes", c, n)
		}
	}
	if n := p.as("s02").get("/complaints").page().Find("input[name=number][checked]").Length(); n != 0 {
		t.Errorf("%d chosen already", n)
	}
	if p.as("k01").get("/complaints").page().Find("#form-bulk").Length() != 0 {
		t.Error("an empty list offers acts")
	}
}
