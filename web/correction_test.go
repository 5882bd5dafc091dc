package web

import (
	"net/http"
	"strings"
	"testing"
)

// A corrected text stands everywhere at once; the old one is read by those in charge and nobody else
// (rule W11), protected fields stay masked (rule P5), and search follows.
func TestW11_OldTextsAreForThoseInCharge(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "matter", "三楼渗水发霉", "phone", "13800138001")
	p.as("s01").must(c+"/assign", "handler", "a02")
	p.as("a02").must(c + "/accept")
	p.as("a02").must(c+"/contacts", "way", "phone", "said", "答应明天上门看看", "who", "王小明")
	to := p.as("a02").must(c+"/correct", "matter", "四楼渗水发霉", "phone", "13911112222", "reason", "听错楼层")
	if to != c+"/corrections" {
		t.Errorf("leads to %s", to)
	}
	p.as("a02").must(c+"/correct/contact-1", "said", "答应后天上门看看", "who", "王小明", "reason", "记错日子")
	const oldPhone, newPhone = "13800138001", "13911112222"
	p.check(
		row{"a02", get, c, nil, 200, []string{"四楼渗水发霉", "已更正", "答应后天上门看看", "139****2222"},
			[]string{"三楼渗水", "答应明天", oldPhone, newPhone}},
		row{"a02", get, c + "/corrections", nil, 200, []string{"四楼渗水发霉", "已更正"},
			[]string{"三楼", "<del>", oldPhone, newPhone, "听错楼层"}},
		row{"a02", get, c + "/journal", nil, 200, []string{"四楼渗水发霉"},
			[]string{"三楼渗水", "答应明天", "听错楼层", oldPhone, newPhone}},
		row{"s01", get, c + "/corrections", nil, 200,
			[]string{"<del>三</del><ins>四</ins>楼渗水发霉", "<del>明</del><ins>后</ins>天", "听错楼层", "138****8001",
				"139****2222"}, []string{oldPhone, newPhone}},
		row{"s01", get, c, nil, 200, []string{"四楼渗水发霉"}, []string{oldPhone, newPhone}},
		row{"v01", get, c + "/corrections", nil, 200, []string{"<del>三</del>"}, []string{oldPhone, newPhone}},
		row{"w01", get, c + "/corrections", nil, 404, nil, []string{"楼渗水"}},
		row{"s01", get, "/complaints?q=四楼渗水", nil, 200, []string{`data-total="1"`}, nil},
		row{"s01", get, "/complaints?q=三楼渗水", nil, 200, []string{`data-total="0"`}, nil},
		row{"s01", get, "/complaints?q=" + newPhone, nil, 200, []string{`data-total="1"`}, nil},
		row{"s01", get, "/complaints?q=" + oldPhone, nil, 200, []string{`data-total="0"`}, nil},
	)
	p.as("s01").must(c+"/reveal", "field", "phone")
	p.check(row{"s01", get, c + "/corrections", nil, 200, []string{`value="` + newPhone}, nil})
	for _, r := range p.rows("SELECT detail FROM journal") {
		if strings.Contains(r[0], oldPhone) || strings.Contains(r[0], newPhone) {
			t.Errorf("P5: the journal holds a phone: %s", r[0])
		}
	}
	before := p.contents()
	p.check(
		row{"a01", "POST", c + "/correct/contact-1", []string{"said", "x", "reason", "y"}, http.StatusForbidden,
			[]string{"由写的人或负责人更正"}, nil},
		row{"s01", "POST", c + "/correct/contact-9", []string{"said", "x", "reason", "y"}, http.StatusNotFound, nil,
			nil},
		row{"s01", "POST", c + "/correct/proposal-1", []string{"text", "x", "reason", "y"}, http.StatusNotFound, nil,
			nil},
		row{"s01", "POST", c + "/correct/contact", []string{"said", "x", "reason", "y"}, http.StatusNotFound, nil, nil},
		row{"s01", "POST", c + "/correct", []string{"site", "JY", "reason", "y"}, http.StatusUnprocessableEntity,
			[]string{`id="site-wrong"`, "这一项不能在这里更正"}, nil},
		row{"s01", "POST", c + "/correct", []string{"matter", "四楼渗水发霉", "reason", "y"}, http.StatusUnprocessableEntity,
			[]string{"没有改动任何内容"}, nil},
	)
	if p.contents() != before {
		t.Error("a refused correction stored something")
	}
	p.verified()
}
