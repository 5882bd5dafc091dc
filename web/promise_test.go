package web

import (
	"testing"
	"time"
)

// The register shows what was promised in the complaints that one sees, and what became of it (rules W4, P3).
func TestW4_TheRegisterOfPromises(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	p.as("a02").must(c+"/contacts", "way", "phone", "said", "回电", "promised", "周三上门", "promised_at",
		p.later(48*time.Hour))
	p.as("a02").must(c+"/contacts", "way", "phone", "said", "回电", "promised", "今日换锁", "promised_at", p.later(time.Hour))
	d := p.as("u01").record()
	p.as("u01").must(d+"/contacts", "way", "phone", "said", "回电", "promised", "景园的承诺", "promised_at",
		p.later(time.Hour))
	lock := p.as("a02").get(c).page().Find(`[data-task]`).Eq(1).AttrOr("data-task", "")
	p.as("a02").must("/tasks/"+lock, "done", "换好了")
	p.pass(2 * time.Hour)
	p.check(
		row{"a02", get, "/promises", nil, 200,
			[]string{"周三上门", "今日换锁", `data-total="2"`, `data-kept="kept" data-count="1"`,
				`data-kept="open" data-count="1"`}, []string{"景园的承诺"}},
		row{"a02", get, "/promises?kept=open", nil, 200, []string{"周三上门", `data-total="1"`}, []string{"今日换锁"}},
		row{"a01", get, "/promises?site=JY", nil, 200, []string{`data-total="0"`}, []string{"景园的承诺"}},
		row{"u01", get, "/promises", nil, 200, []string{"景园的承诺", "逾期未办", `data-kept="missed" data-count="1"`},
			[]string{"周三上门"}},
		row{"v01", get, "/promises", nil, 200, []string{"景园的承诺", "周三上门", `data-total="3"`}, nil},
		row{"v01", get, "/promises?from=2025-03-05&to=2025-03-05", nil, 200, []string{"周三上门", `data-total="1"`}, nil},
		row{"w01", get, "/promises", nil, 200, []string{"还没有对客户的承诺"}, []string{"周三上门", "景园的承诺"}},
		row{"v01", get, "/promises?kept=nonsense", nil, 422, []string{`id="kept-wrong"`}, nil},
		row{"v01", get, "/promises?from=nonsense", nil, 422, []string{`id="from-wrong"`}, nil},
		row{"v01", get, "/promises?page=x", nil, 422, []string{`id="page-wrong"`}, nil},
		row{"a02", get, c, nil, 200, []string{"按期兑现", "未到期"}, nil},
	)
	p.as("u01").must(d+"/assign", "handler", "w01")
	p.check(row{"w01", get, "/promises?kept=missed", nil, 200, []string{"景园的承诺"}, []string{"周三上门"}})
}
