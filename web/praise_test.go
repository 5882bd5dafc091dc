package web

import (
	"net/url"
	"strings"
	"testing"
)

// A gift of thanks to a customer with an open complaint waits, and counts in that complaint's sum.
func TestC9_AGiftOfThanksWaitsForTheComplaint(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY", "name", "钱女士", "phone", "13712345678")
	number := strings.TrimPrefix(c, "/complaints/")
	b := p.as("a01").praise("phone", "137-1234-5678", "persons", "a02")
	p.as("a01").must(b+"/gifts", "what", "果篮", "value", "500")
	p.as("s01").must(b+"/gifts/1/decide", "decision", "approve")
	give := []string{"at", p.later(0), "receipt", "签收单"}
	p.check(
		row{"a01", post, b + "/gifts/1/give", give, 409, []string{"这位客户还有事项没有办结"}, []string{number}},
		row{"s01", post, b + "/gifts/1/give", give, 409, []string{number}, nil},
		row{"a01", get, b, nil, 200, []string{`data-waits="yes"`, `data-status="approved"`}, []string{number}},
		row{"a01", get, "/", nil, 200, nil, []string{"待送出"}},
		row{"s01", post, c + "/settle", []string{"class", "process", "cause", "疏忽", "measure", "道歉", "said", "已道歉",
			"satisfaction", "fair"}, 303, nil, nil},
		row{"a01", post, b + "/gifts/1/give", give, 409, nil, nil}, // settled, not closed
		row{"s01", get, c, nil, 200, []string{"近期已有 ¥500.00"}, nil},
		row{"s01", post, c + "/assess", []string{"validity", "valid", "responsibility", "company"}, 303, nil, nil},
		row{"s01", post, c + "/close", []string{"outcome", "solved"}, 303, nil, nil},
		row{"a01", get, "/", nil, 200, []string{"待送出"}, nil},
		row{"a01", post, b + "/gifts/1/give", give, 303, nil, nil},
	)
	p.verified()
}

// Who has only praised or asked has a file, and search finds their numbers; nobody else's name stands beside it.
func TestB1_WhoOnlyPraisedOrAskedHasAFile(t *testing.T) {
	p := newPortal(t)
	b := strings.TrimPrefix(p.as("a01").praise("name", "钱女士", "phone", "133-0000-0001", "unit", "9栋901"), "/praises/")
	q := strings.TrimPrefix(p.as("a01").inquire("name", "钱女士", "phone", "13300000001"), "/inquiries/")
	p.as("a01").record("site", "HY", "name", "孙先生", "phone", "137-0000-0001", "unit", "2栋202")
	list := p.as("a01").get("/customers")
	file := list.page().Find("#others [data-customer]").AttrOr("data-customer", "")
	if n := list.page().Find("#others [data-customer]").Length(); n != 1 {
		t.Errorf("%d files of praise and inquiry alone", n)
	}
	p.check(
		row{"a01", get, "/customers/" + file, nil, 200, []string{b, q, "钱女士", "133****0001", "9栋901"},
			[]string{"孙先生", "2栋202", "133-0000-0001", `data-action="merge_customer"`}},
		row{"s01", get, "/customers/" + file, nil, 200, []string{b}, []string{"孙先生"}},
		row{"w01", get, "/customers/" + file, nil, 404, nil, []string{"钱女士"}},
		row{"w01", get, "/customers", nil, 200, nil, []string{"钱女士"}},
		row{"a01", get, "/customers?q=" + url.QueryEscape("钱女士"), nil, 200, []string{`data-customer="` + file}, nil},
		row{"a01", get, "/search?q=" + b, nil, 200, []string{`data-slip="` + b}, nil},
		row{"a01", get, "/search?q=" + q, nil, 200, []string{`data-slip="` + q}, nil},
		row{"a01", get, "/search?json=1&q=" + q, nil, 200, []string{q}, nil},
		row{"w01", get, "/search?q=" + b, nil, 200, nil, []string{"data-slip", "钱女士"}},
		row{"a01", post, "/customers/" + file + "/consent", []string{"consent", "given"}, 404, nil, nil},
	)
	c := p.as("a01").record("site", "HY", "name", "钱女士", "phone", "13300000001") // and the complaint joins it
	p.check(
		row{"a01", get, c + "/customer", nil, 303, nil, nil},
		row{"a01", get, "/customers/" + file, nil, 200, []string{strings.TrimPrefix(c, "/complaints/"), b, q},
			[]string{"孙先生"}},
		row{"a01", get, "/customers", nil, 200, nil, []string{`id="others"`}},
	)
	p.verified()
}
