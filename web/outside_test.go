package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Theirs is typed at intake, stands apart on the page, is found by its number and stands among the deadlines.
func TestK12_TheirNumberIsTypedShownAndFound(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "channel", "government", "outside_source", "government", "outside_number",
		"GD20250303-77", "outside_received", p.later(-48*time.Hour), "outside_handed", p.later(-time.Hour),
		"outside_due", p.later(72*time.Hour), "outside_category", "房产纠纷")
	listed := `data-number="` + number(c) + `"`
	p.check(
		row{"a01", get, c, nil, 200, []string{`data-outside="government"`, `data-outside-number="GD20250303-77"`,
			`data-deadline="D16"`, `data-outside-secret="false"`, "房产纠纷"}, nil},
		row{"a01", get, "/search?q=GD20250303-77", nil, 200, []string{listed}, nil},
		row{"s01", get, "/complaints?q=gd20250303-77", nil, 200, []string{listed, "外部编号"}, nil},
		row{"b01", get, "/complaints?q=GD20250303-77", nil, 200, nil, []string{listed}},
		row{"a01", post, "/complaints", newOne("outside_source", "nonsense"), 422,
			[]string{"outside_source-wrong"}, nil},
		row{"a01", post, "/complaints", newOne("outside_source", "government"), 422,
			[]string{"outside_number-wrong", "outside_source"}, nil},
		row{"a01", post, "/complaints", newOne("outside_source", "government", "outside_number", "GD20250303-77"), 422,
			[]string{"outside_number-wrong", "已登记在 " + number(c)}, nil},
		row{"b01", post, "/complaints", newOne("site", "LT", "outside_source", "government", "outside_number",
			"GD20250303-77"), 422, []string{"outside_number-wrong", "已经登记过"}, []string{number(c)}},
	)
	dashed := p.as("a01").record("site", "HY", "outside_source", "government", "outside_number", "2025-0303-0077")
	for _, typed := range []string{"2025-0303-0077", "202503030077"} {
		p.check(row{"a01", get, "/complaints?q=" + typed, nil, 200, []string{`data-number="` + number(dashed) + `"`},
			nil})
	}
	if other := p.as("b01").record("site", "LT", "outside_source", "platform", "outside_number",
		"GD20250303-77"); other == c {
		t.Error("the number of another source is the same")
	}
	p.verified()
}

// newOne is the form of a complaint with a few fields of its own.
func newOne(fields ...string) []string {
	own := map[string]string{"site": "HY", "channel": "phone", "name": "王小明", "phone": "13800138000", "matter": "楼上漏水",
		"demand": "修好", "category": "noise"}
	for i := 0; i+1 < len(fields); i += 2 {
		own[fields[i]] = fields[i+1]
	}
	var out []string
	for k, v := range own {
		out = append(out, k, v)
	}
	return out
}

// It goes to and fro: each refusal at its field with what was typed, and nothing changed.
func TestK12_WhatGoesToAndFroWithThem(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY")
	p.as("s01").must(c+"/assign", "handler", "a02")
	p.as("a02").must(c + "/accept")
	other := p.as("b01").record("site", "LT", "outside_source", "platform", "outside_number", "PT-9")
	p.check(
		row{"a02", get, c, nil, 200, []string{`data-action="outside"`}, []string{`data-action="outside_send"`}},
		row{"a02", post, c + "/outside/send", []string{"kind", "final", "text", "已办结"}, http.StatusConflict, nil, nil},
		row{"a02", post, c + "/outside", []string{"source", "platform", "number", "PT-9"}, 422,
			[]string{"number-wrong", "已经登记过"}, []string{number(other)}},
		row{"v01", post, c + "/outside", []string{"source", "platform", "number", "PT-9"}, 422,
			[]string{"number-wrong", number(other)}, nil},
	)
	p.as("a02").must(c+"/outside", "source", "platform", "number", "PT-1", "handed", p.later(0))
	p.check(
		row{"a02", get, c, nil, 200, []string{`data-outside="platform"`, `data-action="outside_send"`,
			`data-action="outside_extend"`}, []string{`data-action="outside_return"`, `data-action="outside"`}},
		row{"a02", post, c + "/outside/return", []string{"reason", "不属本公司"}, 403, nil, nil},
		row{"s01", post, c + "/outside/return", []string{"reason", " "}, 422, []string{"reason-wrong"}, nil},
		row{"s01", post, c + "/outside/returned", []string{"accepted", "yes"}, http.StatusConflict, nil, nil},
	)
	p.as("s01").must(c+"/outside/return", "reason", "不属本公司")
	p.as("s01").must(c+"/outside/returned", "accepted", "no")
	p.as("a02").must(c+"/outside/extend", "until", p.later(30*24*time.Hour), "reason", "等检测报告")
	p.check(row{"a02", post, c + "/outside/extended", []string{"until", p.later(30 * 24 * time.Hour)}, 403, nil, nil})
	p.as("s01").must(c+"/outside/extended", "until", p.later(30*24*time.Hour))
	p.check(
		row{"a02", get, "/notices", nil, 200, []string{`data-notice="outside_extended"`}, nil},
		row{"a02", get, c, nil, 200, []string{"尚未告知客户新的时限", `data-outside-event="extended"`}, nil},
	)
	p.as("a02").must(c+"/outside/send", "kind", "progress", "text", "已联系来电人")
	p.as("s01").must(c+"/outside/send", "kind", "final", "text", "已上门维修")
	p.check(
		row{"s01", get, c, nil, 200, []string{`data-outside-event="final"`, `data-outside-due=""`},
			[]string{`data-action="outside_send"`}},
		row{"s01", get, "/complaints?q=" + url.QueryEscape("上门维修"), nil, 200, []string{number(c)}, nil},
	)
	p.as("a02").must(c+"/outside/verdict", "contacted", "yes", "solved", "no", "at", p.later(0))
	p.as("a02").must(c+"/outside/again", "reason", "群众不满意")
	a := p.as("s01").get(c)
	if !strings.Contains(a.body, `data-outside-event="verdict"`) ||
		!strings.Contains(a.body, `data-outside-event="again"`) ||
		strings.Contains(a.body, `data-outside-due=""`) {
		t.Error("their verdict or the new date is not on the page")
	}
	p.verified()
}

// In confidence: those of the site see that there is one, and no more.
func TestK12P8_WhatIsPassedOnInConfidenceStaysShut(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "outside_source", "government", "outside_number", "GD-1",
		"outside_secret", "1")
	p.check(
		row{"a01", get, c, nil, 200, []string{`data-outside-secret="true"`}, nil},
		row{"s01", get, c, nil, 403, nil, nil},
		row{"s01", get, "/complaints?q=GD-1", nil, 200, nil, []string{`data-number="` + number(c) + `"`}},
	)
}

// A number that was mistyped is corrected, and cannot become another complaint's.
func TestK12W11_TheirNumberIsCorrected(t *testing.T) {
	p := newPortal(t)
	first := p.as("a01").record("site", "HY", "outside_source", "developer", "outside_number", "KF-1")
	c := p.as("a01").record("site", "HY", "outside_source", "developer", "outside_number", "KF-2")
	p.check(row{"a01", post, c + "/correct", []string{"outside_number", "KF-1", "reason", "抄错"}, 422,
		[]string{"outside_number-wrong", number(first)}, nil})
	p.as("a01").must(c+"/correct", "outside_number", "KF-3", "reason", "抄错")
	p.check(
		row{"a01", get, c, nil, 200, []string{`data-outside-number="KF-3"`}, nil},
		row{"a01", get, "/complaints?q=KF-2", nil, 200, nil, []string{`data-number="` + number(c) + `"`}},
	)
	p.verified()
}
