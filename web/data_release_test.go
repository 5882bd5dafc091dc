package web

import (
	"strings"
	"testing"
)

// A supervisor who files a data request to themselves reads nothing of what others hold on that phone: not by handling
// it, not by a colleague's hands, not the restricted one (rules B1, P3, P8, P10; the attack of TRUST.md 1).
func TestP10_ADataRequestToOneselfOpensNothing(t *testing.T) {
	p := newPortal(t)
	theirs := p.as("a01").record("site", "HY", "phone", secretPhone, "name", "欧阳雪见", "identity", secretIdentity,
		"address", secretAddress, "matter", "HY机密事项", "category", "facilities")
	shut := p.as("a02").record("site", "HY", "phone", secretPhone, "name", "欧阳雪见", "matter", "受限机密事项", "category",
		"facilities")
	p.as("s01").must(shut+"/restrict", "people", "e01", "reason", "涉及客户资料")
	own := p.as("t01").record("site", "LT", "phone", secretPhone, "name", "某人", "matter", "门店的事", "category",
		"facilities")
	file := p.customer(own)
	secrets := []string{"HY机密事项", "受限机密事项", numberIn(theirs), numberIn(shut), secretIdentity, secretAddress, "欧阳"}
	ask := func(handler string) []string {
		return []string{"kind", "see", "asked", "要求查阅", "site", "LT", "handler", handler, "way", "phone"}
	}
	before := p.contents()
	p.check(row{"t01", post, file + "/requests", ask("t01"), 422, []string{"handler-wrong", "登记人以外"}, secrets})
	if p.contents() != before {
		t.Error("refused, and something has changed")
	}
	p.as("t01").must(file+"/requests", ask("q01")...)
	request := p.request(own)
	p.check(
		row{"t01", get, request + "/extract", nil, 403, nil, secrets},
		row{"q01", post, request + "/assign", []string{"handler", "t01"}, 422, []string{"登记人以外"}, secrets},
		row{"q01", get, request, nil, 200, []string{`data-given="1"`, `data-awaited="2"`}, secrets},
		row{"q01", get, request + "/extract", nil, 200, []string{"门店的事", `data-awaited="2"`}, secrets},
		row{"q01", post, request + "/answer", []string{"outcome", "granted", "answer", "已交付"}, 422,
			[]string{"outcome-wrong"}, nil},
	)
	if n := p.as("s01").get("/").page().Find("[data-kind=摘录]").Length(); n != 2 {
		t.Errorf("the desk of whoever is in charge asks for %d", n)
	}
	if n := p.as("s01").get("/notices").page().Find("[data-notice=release_asked]").Length(); n != 2 {
		t.Errorf("whoever is in charge has %d notices", n)
	}
	for who, want := range map[string]int{"q01": 404, "t01": 404, "e01": 403, "v01": 403, "a02": 403} {
		if a := p.as(who).post(shut+"/releases/1/decide", "decision", "approve"); a.status != want {
			t.Errorf("%s releases the restricted one: %d", who, a.status)
		}
	}
	p.as("s01").must(theirs+"/releases/1/decide", "decision", "approve")
	p.as("s01").must(shut+"/releases/1/decide", "decision", "refuse", "reason", "涉及他人")
	p.check(
		row{"q01", get, request, nil, 200, []string{`data-given="2"`, `data-awaited="0"`, "涉及他人"},
			[]string{numberIn(shut), "受限机密事项"}},
		row{"q01", get, request + "/extract", nil, 200, []string{"HY机密事项", secretIdentity, `data-refused="1"`},
			[]string{numberIn(shut), "受限机密事项"}},
		row{"q01", get, theirs, nil, 404, nil, []string{"HY机密事项", secretIdentity}},
	)
	last := p.rows("SELECT detail FROM journal WHERE subject LIKE 'customer:%' AND action = 'print' ORDER BY id DESC")[0][0]
	if !strings.Contains(last, numberIn(theirs)+" "+numberIn(own)) || strings.Contains(last, numberIn(shut)) {
		t.Errorf("the journal names %s", last)
	}
	if n := p.as("s01").get("/notices").page().Find("[data-notice=data_given]").Length(); n != 1 {
		t.Errorf("whoever is in charge is told %d times that it was handed out", n)
	}
	p.check(row{"q01", post, request + "/answer", []string{"outcome", "partly", "answer", "已交付两部分"}, 303, nil, nil})
	p.verified()
}
