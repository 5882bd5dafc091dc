package web

import (
	"net/http"
	"strings"
	"testing"
)

// Who may not see a complaint finds neither its number nor a trace of it in a meeting that discussed it
// (rules M7, P3, P4, P8).
func TestM7P4P8_AMeetingKeepsComplaintsFromThoseWhoMayNotSeeThem(t *testing.T) {
	p := newPortal(t)
	number := func(c string) string { return strings.TrimPrefix(c, "/complaints/") }
	open, about, shut := number(p.as("a01").record("site", "HY")),
		number(p.as("a01").record("site", "HY", "accused", "s02")), number(p.as("a01").record("site", "HY"))
	far := number(p.as("w01").record("site", "JY"))
	call := func(who string, cases string) answer {
		return p.as(who).post("/figures/meetings", "site", "HY", "at", p.later(0), "venue", "会议室", "people", "s02",
			"people", "a01", "people", "e01", "cases", cases, "topics", "交付", "minutes", "看过")
	}
	p.as("s01").must("/complaints/"+shut+"/restrict", "reason", "涉及客户资料")
	for who, refused := range map[string]string{"s01": far, "s02": about, "p01": "TS-HY-20250303-999"} {
		p.as(who).get("/")
		before := p.contents()
		a := call(who, open+" "+refused)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "第 2 个编号没有对应的投诉，或者您不能查看那件投诉。") ||
			p.contents() != before {
			t.Errorf("%s lists %s: %d %s", who, refused, a.status, sentences(a))
		}
	}
	if a := call("s02", shut); a.status != http.StatusUnprocessableEntity {
		t.Errorf("s02 lists a restricted one: %d", a.status)
	}
	if a := call("v01", open+" "+about); a.status != http.StatusSeeOther {
		t.Fatal(a.status, sentences(a))
	}
	m := "/figures/meetings/" + p.rows("SELECT number FROM document WHERE kind = 'meeting'")[0][0]
	p.as("v01").must(m+"/write", "at", p.later(0), "venue", "会议室", "people", "s02", "people", "a01", "people", "e01",
		"cases", open+"\n"+about+"\n"+far, "topics", "交付", "minutes", "看过")
	p.check(
		row{"v01", get, m, nil, 200, []string{open, about, far}, nil},
		row{"s01", get, m, nil, 200, []string{open}, []string{far}},
		row{"a01", get, m, nil, 200, []string{open}, []string{far}},
		row{"s02", get, m, nil, 200, []string{open}, []string{about, far}},
		row{"e01", get, m, nil, 200, []string{"看过"}, []string{open, about, far}},
		row{"t01", get, m, nil, 404, nil, []string{open}},
		row{"v01", get, m + "/minutes.pdf", nil, 409, []string{"定稿以后"}, nil},
	)
	old := p.as("v01").main(m, "version")
	p.as("v01").must(m+"/jobs", "what", "重新培训", "who", "b01", "due", p.later(48*3600e9))
	if a := p.as("v01").post(m+"/jobs", "what", "后来的话", "who", "b01", "due", p.later(48*3600e9), "version",
		old); a.status != http.StatusConflict || !strings.Contains(a.body, "后来的话") {
		t.Errorf("stale: %d %s", a.status, sentences(a))
	}
	p.as("v01").must(m + "/close")
	p.check(
		row{"b01", get, "/jobs", nil, 200, []string{"重新培训"}, []string{`href="` + m}},
		row{"b01", get, "/", nil, 200, []string{"重新培训"}, nil},
		row{"b01", get, m, nil, 404, nil, nil},
		row{"v01", post, m + "/write", nil, 409, []string{"已经定稿"}, nil},
	)
	p.as("b01").must("/jobs/"+p.rows("SELECT max(id) FROM job")[0][0], "done", "培训过了")
	p.check(row{"s02", get, m, nil, 200, []string{"培训过了"}, []string{about}})
	if a := p.as("e01").get(m + "/minutes.pdf"); a.status != http.StatusOK || len(a.body) < 1000 {
		t.Error(a.status)
	}
	p.verified()
}
