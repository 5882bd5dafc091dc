package web

import (
	"strings"
	"testing"
)

// An emergency shows its plan, the site's numbers and the steps at once to those who see it; a step ticked
// off stands with who and when, in the timeline too (rule K2). The phase brings its checklist (rule K9).
func TestK2K9_PlanStepsAndPhase(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "category", "lift_trapped")
	for _, who := range []string{"a01", "s01", "p01", "x02", "v01"} {
		p.check(row{who, get, c, nil, 200, []string{"应急预案：现场安全事故", "已通知项目经理", "郑海涛", "0755-00000110", "不要做"}, nil})
	}
	p.as("a01").must(c+"/ticks", "list", "emergency", "item", "told_manager")
	page := p.as("s01").get(c).page()
	if got := page.Find(`[data-ticked="told_manager"]`).Text(); !strings.Contains(got, "林晓雯") {
		t.Errorf("ticked: %q", got)
	}
	if page.Find("#timeline .history").Text() == "" || !strings.Contains(page.Find("#timeline").Text(), "已通知项目经理") {
		t.Error("the timeline does not say it")
	}
	p.as("s01").must(c+"/phase", "phase", "outbreak")
	p.as("a01").must(c+"/ticks", "list", "outbreak", "item", "safety")
	p.check(
		row{"v01", get, c, nil, 200, []string{"爆发期", "可以这样说", `data-ticked="safety"`, `data-item="daily"`}, nil},
	)
	p.as("w01")
	before := p.contents()
	p.check(
		row{"a01", "POST", c + "/ticks", []string{"list", "outbreak", "item", "safety"}, 409, []string{"已经办过"}, nil},
		row{"a01", "POST", c + "/phase", []string{"phase", "latent"}, 422, []string{`id="reason-wrong"`}, nil},
		row{"w01", "POST", c + "/ticks", []string{"list", "outbreak", "item", "daily"}, 404, nil, nil},
	)
	if p.contents() != before {
		t.Error("a refused form stored something")
	}
	q := p.as("a01").record("site", "HY")
	p.check(row{"a01", get, q, nil, 200, nil, []string{"应急预案", "0755-00000110"}})
	p.verified()
}
