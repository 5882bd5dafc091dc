package web

import (
	"net/http"
	"strings"
	"testing"
)

// The form that draws refuses what is no month, one that still runs and one in which nothing was closed; who
// checks reads the complaint, and not before they are asked (rules A6, P3).
func TestA6_SampleIsDrawnAndChecked(t *testing.T) {
	p := newPortal(t)
	p.as("k01").get("/")
	before := p.contents()
	for month, sentence := range map[string]string{"": "", "nonsense": "", "2025-03": "还没有结束", "2025-02": "没有可以抽查",
		"9999-99": "", long: ""} {
		a := p.as("k01").post("/figures/samples", "month", month)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, sentence) || p.contents() != before {
			t.Errorf("%.10q: %d %s", month, a.status, sentences(a))
		}
	}
	s := cases["drawn"](p)
	c := "/complaints/" + p.rows("SELECT number FROM sample_item")[0][0]
	p.check(
		row{"k01", get, s, nil, 200, []string{">seed<", `data-action="ask_check"`},
			[]string{`href="` + c, `/check/`}},
		row{"k01", get, c, nil, 404, nil, nil},
		row{"e01", get, s, nil, 200, []string{`href="` + c, `/check/`},
			[]string{">seed<", `data-action="ask_check"`}},
		row{"e01", get, c, nil, 200, nil, nil},
		row{"m01", get, c, nil, 404, nil, nil},
		row{"e01", get, "/jobs", nil, 200, []string{`href="` + s}, nil},
	)
	p.as("s01").must(c+"/restrict", "reason", "涉及客户资料") // from then on nobody finds it in the sample
	for _, who := range []string{"k01", "e01", "x02"} {
		p.check(row{who, get, s, nil, 200, nil, []string{strings.TrimPrefix(c, "/complaints/")}})
	}
	p.verified()
}
