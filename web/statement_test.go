package web

import (
	"net/http"
	"strings"
	"testing"
)

// The person complained about is heard on a page of their own, without the customer (rule P4).
func TestP4_TheAccusedIsHeardOnTheirOwnPage(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY", "accused", "a01", "category", "attitude", "name", "赵大海", "matter",
		"接待时态度恶劣，赵大海很生气。")
	accused := p.as("a01")
	if strings.Contains(accused.get("/").body, "请您陈述") {
		t.Error("the desk speaks of a hearing that nobody has asked for")
	}
	if got := accused.get(c + "/statement").status; got != http.StatusNotFound {
		t.Errorf("nothing was put to them yet, and they learn of it: %d", got)
	}
	p.as("x02").must(c+"/hearing", "wording", "请说明三月三日的接待经过。")
	if body := accused.get("/").body; !strings.Contains(body, "请说明三月三日的接待经过。") {
		t.Error("the desk lacks the hearing")
	}
	a := accused.get(c + "/statement")
	if a.status != http.StatusOK || !strings.Contains(a.body, "请说明三月三日的接待经过。") {
		t.Fatalf("the page of the hearing: %d", a.status)
	}
	for _, secret := range []string{"赵大海", "恶劣", "13800138000", "138****8000", "1201"} {
		if strings.Contains(a.body, secret) {
			t.Errorf("the page of the hearing shows %s", secret)
		}
	}
	if a := accused.post(c+"/statement", "statement", " "); a.status != http.StatusUnprocessableEntity ||
		!strings.Contains(a.body, `id="statement-wrong"`) {
		t.Errorf("an empty statement: %d", a.status)
	}
	if to := accused.must(c+"/statement", "statement", "当日客户较多，我请同事代为接待。"); to != c+"/statement" {
		t.Errorf("leads to %s", to)
	}
	if !strings.Contains(p.as("x02").get(c).body, "我请同事代为接待") {
		t.Error("W15: the case lacks the statement")
	}
	if accused.get(c).status != http.StatusNotFound {
		t.Error("P4: the accused opens the case")
	}
	if desk := accused.get("/").body; !strings.Contains(desk, "已陈述") || !strings.Contains(desk, c+"/statement") {
		t.Error("P4: the way to the statement is lost")
	}
	p.verified()
}
