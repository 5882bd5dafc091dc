package web

import (
	"net/http"
	"strings"
	"testing"
)

// Of a restricted complaint those whose site it is see its number and site, and nothing else anywhere; all
// others see nothing; those named and in charge see all of it (rule P8).
func TestP8_NothingOfARestrictedComplaintReachesAnybodyElse(t *testing.T) {
	p := newPortal(t)
	secret := []string{"保密客户", "9栋909", "泄密原文", "泄密诉求", "扫描件.pdf", "补偿方案原文"}
	c := p.as("a01").record("site", "HY", "name", "保密客户", "phone", "13911112222", "unit", "9栋909", "matter",
		"泄密原文：资料外传。", "demand", "泄密诉求", "category", "facilities")
	number := strings.TrimPrefix(c, "/complaints/")
	p.as("s01").must(c+"/assign", "handler", "a02", "department", "engineering")
	p.as("a02").must(c + "/accept")
	if a := p.as("a02").upload(c+"/attachments", "扫描件.pdf", []byte("%PDF-1.4 x")); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	p.as("a02").must(c+"/tasks", "what", "泄密原文：回电", "who", "b01", "due", p.later(1))
	p.as("a02").must(c+"/proposals", "measure", "compensation", "text", "补偿方案原文", "ground", "合同", "amount", "3000")
	p.as("a02").must(c + "/proposals/1/submit")
	p.as("s01").must(c+"/proposals/1/decide", "decision", "approve") // now it waits for p01 and x02
	file, task := "/attachments/"+part(p, c, "attachment"), "/tasks/"+part(p, c, "task")
	p.as("s01").must(c+"/restrict", "people", "x02", "reason", "涉及客户资料")
	again := p.as("a01").record("site", "LT", "phone", "13911112222", "unit", "1栋101") // of the same customer

	places := []string{"/", "/complaints", "/complaints?site=HY", "/complaints?q=%E6%B3%84%E5%AF%86",
		"/complaints?q=13911112222", "/complaints?q=%E4%BF%9D%E5%AF%86", "/complaints?q=2222",
		"/search?q=%E6%B3%84%E5%AF%86&json=1", "/complaints?grade=minor", "/complaints?state=approving",
		"/complaints?owner=s01", "/complaints?sort=due", "/complaints?category=facilities",
		"/complaints?channel=phone", "/complaints?urgency=normal", "/complaints?from=2025-03-01", "/notices",
		"/approvals", "/approvals?done=1",
		"/complaints/hints?phone=13911112222&unit=9%E6%A0%8B909", again, "/complaints/ledger.pdf?month=2025-03",
		"/complaints/followups.pdf?month=2025-03", "/complaints/ledger.xlsx?month=2025-03"}
	exists := map[string]bool{"/": true, "/complaints": true, "/complaints?site=HY": true}
	text := func(who, path string) string {
		a := p.as(who).get(path)
		switch {
		case a.status == http.StatusNotFound || a.status == http.StatusForbidden:
			return ""
		case a.status != http.StatusOK:
			t.Fatalf("%s %s: %d", who, path, a.status)
		case strings.HasSuffix(strings.Split(path, "?")[0], ".pdf"):
			return pdfText(t, a.body)
		case strings.HasSuffix(strings.Split(path, "?")[0], ".xlsx"):
			var all []string
			for _, r := range rowsIn(a) {
				all = append(all, strings.Join(r, " "))
			}
			return strings.Join(all, "\n")
		}
		return a.body
	}
	for _, who := range everyone[:len(everyone)-1] {
		opens, site := strings.Contains(" s01 a02 x02 ", who), strings.Contains(" s02 p01 v01 v02 g01 ", " "+who+" ")
		for _, path := range places {
			body := text(who, path)
			found := strings.Contains(body, number)
			for _, s := range secret {
				if !opens && strings.Contains(body, s) {
					t.Errorf("%s learns %q at %s", who, s, path)
				}
			}
			if want := site && exists[path]; !opens && found != want {
				t.Errorf("%s finds the number at %s: %v", who, path, found)
			}
			if path == "/complaints" && opens && (!found || !strings.Contains(body, "泄密原文")) {
				t.Errorf("%s does not find it at %s", who, path)
			}
		}
		status := http.StatusNotFound
		switch {
		case opens:
			status = http.StatusOK
		case site:
			status = http.StatusForbidden
		}
		for _, path := range []string{c, c + "/journal", c + "/form.pdf"} {
			p.check(row{who, get, path, nil, status, nil, map[bool][]string{false: secret}[opens]})
		}
		if opens {
			p.check(row{who, get, file, nil, http.StatusOK, nil, nil})
			continue
		}
		p.check( // a part of it is not even known to belong to it
			row{who, get, file, nil, http.StatusNotFound, nil, []string{number}},
			row{who, post, task, []string{"done", "x"}, http.StatusNotFound, nil, []string{number}},
			row{who, post, c + "/findings", []string{"finding", "x"}, status, nil, secret},
			row{who, post, c + "/proposals/1/decide", []string{"decision", "approve"}, status, nil, secret},
			row{who, post, c + "/restrict", []string{"people", who, "reason", "x"}, status, nil, secret},
			row{who, post, c + "/lift", []string{"reason", "x"}, status, nil, secret},
		)
	}
	p.check(
		row{"s02", get, "/complaints", nil, http.StatusOK,
			[]string{`data-number="` + number + `"`, "受限", `data-total="1"`, "只有负责人、经办人和指定的人员可以查看"},
			[]string{`href="` + c + `"`}},
		row{"s02", get, c, nil, http.StatusForbidden, []string{"受限"}, nil},
		row{"x02", get, c, nil, http.StatusOK, []string{"涉及客户资料", "许静"}, nil},
		row{"x02", get, "/approvals", nil, http.StatusOK, []string{number}, nil},
	)

	// It goes on among those who open it; lifted, it is as before.
	p.as("x02").must(c+"/proposals/1/decide", "decision", "approve")
	p.as("s01").must(c+"/lift", "reason", "已核实")
	p.check(
		row{"s02", get, c, nil, http.StatusOK, []string{"保密客户", "解除受限"}, nil},
		row{"b01", get, "/", nil, http.StatusOK, []string{"泄密原文：回电"}, nil},
		row{"v02", get, "/complaints?q=%E6%B3%84%E5%AF%86", nil, http.StatusOK, []string{number}, nil},
	)
	p.verified()
}

func TestP8_ADataLeakIsRestrictedByItself(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "category", "data_leak")
	p.check(
		row{"x02", get, c, nil, http.StatusOK, []string{"客户资料泄露", "受限"}, []string{"建议设为受限"}},
		row{"a01", get, c, nil, http.StatusOK, nil, nil}, // answerable until another has accepted it (rule W14)
		row{"l01", get, c, nil, http.StatusOK, nil, nil},
		row{"s02", get, c, nil, http.StatusForbidden, nil, nil},
	)
	p.as("x02").must(c+"/restrict", "people", "s01", "people", "v01", "reason", "客户资料泄露")
	p.check(
		row{"x02", get, c, nil, http.StatusOK,
			[]string{"客户资料泄露", `<option value="s01" selected`, `<option value="v01" selected`}, []string{"建议设为受限"}},
		row{"v01", get, c, nil, http.StatusOK, nil, nil},
		row{"v02", get, c, nil, http.StatusForbidden, nil, nil},
		row{"x02", get, c + "/journal", nil, http.StatusOK, []string{`data-action="restrict"`, "周敏、沈国梁"}, nil},
	)
}
