package web

import (
	"net/http"
	"strings"
	"testing"
)

// Who gave work, or may give work in its document, ends it on the page of the document; a refused form comes
// back there with what was typed. Nobody else is offered it (rules A2, W1, W5, W12).
func TestA2W1W5_WorkIsEndedOnThePageOfItsDocument(t *testing.T) {
	p := newPortal(t)
	v := cases2["planned"](p)
	p.as("s01").must(v+"/jobs", "what", "更换防水层", "unit", "engineering", "who", "e01", "due", p.later(48*3600e9))
	id := p.rows("SELECT max(id) FROM job")[0][0]
	job, number, form := "/jobs/"+id, strings.TrimPrefix(v, "/figures/plans/"), `action="/jobs/`+id+`"`
	version := p.as("s01").main(v, "version")
	p.check(
		row{"s01", get, v, nil, 200, []string{form}, nil},
		row{"p01", get, v, nil, 200, []string{form}, nil},
		row{"e01", get, v, nil, 403, nil, nil},
		row{"e01", get, "/jobs", nil, 200, []string{form}, nil},
		row{"s01", get, "/jobs", nil, 200, nil, []string{form}},
		row{"p01", post, job, []string{"doc", number, "version", version}, 422,
			[]string{"请写明办理结果", `data-number="` + number}, nil},
		row{"p01", post, job, []string{"doc", number, "version", version, "done", "已换三栋", "dropped", "不换了"}, 422,
			[]string{"已换三栋", "不换了", "只能填一项"}, nil},
		row{"p01", post, job, []string{"doc", number, "version", "1", "done", "已换三栋"}, 409, []string{"已换三栋"}, nil},
		row{"u01", post, job, []string{"doc", number, "done", "已换三栋"}, 404, nil, []string{"更换防水层"}},
		// who cannot open the plan
		row{"e01", post, job, []string{"doc", number}, 422, []string{"更换防水层", "请写明办理结果"}, nil},
		row{"e01", post, job, []string{"doc", "ZG-../../../jobs"}, 422, []string{"更换防水层", "请写明办理结果"}, nil},
	)
	if got := p.rows("SELECT ended_at FROM job WHERE id = " + id); got[0][0] != "" && got[0][0] != "<nil>" &&
		got[0][0] != "0" {
		t.Errorf("ended by a refused form: %v", got)
	}
	a := p.as("p01").post(job, "doc", number, "version", version, "done", "已换三栋", "once", "k1")
	if a.status != http.StatusSeeOther || a.header.Get("Location") != v {
		t.Errorf("%d to %q", a.status, a.header.Get("Location"))
	}
	p.check(
		row{"s01", get, v, nil, 200, []string{"已换三栋"}, []string{form}},
		row{"s01", post, job, []string{"doc", number, "done", "再办一次"}, 409, []string{"已经办结"}, nil},
	)
	p.verified()
}
