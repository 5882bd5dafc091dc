package web

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// Whoever had a part in a case reads it until 30 days after it ended, and then not on any way (rule P3).
func TestP3_ReadingEndsOnEveryWay(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "phone", "13911112222", "unit", "9栋909", "matter", "铭心原文：漏水。",
		"category", "facilities")
	p.as("s01").must(c+"/assign", "handler", "a02", "department", "engineering")
	p.as("a02").must(c + "/accept")
	if a := p.as("a02").upload(c+"/attachments", "扫描件.pdf", []byte("%PDF-1.4 x")); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	file := "/attachments/" + part(p, c, "attachment")
	p.as("a02").must(c+"/tasks", "what", "回电", "who", "b01", "due", p.later(time.Hour))
	p.as("b01").must("/tasks/"+part(p, c, "task"), "done", "已回电")
	number := number(c)
	reads := func(who string) string {
		v := p.as(who)
		var out []string
		for name, path := range map[string]string{"page": c, "list": "/complaints", "search": "/complaints?q=%E9%93%AD%E5%BF%83",
			"quick": "/search?json=1&q=%E9%93%AD%E5%BF%83", "export": "/complaints/ledger.xlsx?month=2025-03",
			"file": file, "pdf": c + "/form.pdf", "journal": c + "/journal", "count": "/complaints?count=1"} {
			a := v.get(path)
			text := a.body
			if name == "export" && a.status == http.StatusOK {
				text = ""
				for _, r := range rowsIn(a) {
					text += strings.Join(r, " ")
				}
			}
			direct := name == "page" || name == "file" || name == "pdf" || name == "journal"
			if direct && a.status == http.StatusOK || !direct && strings.Contains(text, number) {
				out = append(out, name)
			} else if direct && a.status != http.StatusNotFound {
				t.Errorf("%s %s: %d", who, path, a.status)
			}
		}
		return strings.Join(out, " ")
	}
	p.pass(29 * 24 * time.Hour)
	if got := reads("b01"); len(strings.Fields(got)) < 7 {
		t.Errorf("a day before it is read by %s", got)
	}
	p.pass(2 * 24 * time.Hour)
	if got := reads("b01"); got != "" {
		t.Errorf("a day after it is read by %s", got)
	}
	p.check(row{"s01", get, c + "/journal", nil, 200, []string{"结束查看"}, nil})
	p.verified()
}
