package web

import (
	"net/http"
	"strings"
	"testing"
)

// A reader of a plan sees the numbers of the complaints that they may open, on screen and paper, and nothing
// of their customers on paper (rules A2, P3, P4, P5).
func TestA2P3P4_PlanNamesOnlyWhatItsReaderMayOpen(t *testing.T) {
	p := newPortal(t)
	number := func(c string) string { return strings.TrimPrefix(c, "/complaints/") }
	p.check(row{"s01", get, "/figures/plans", nil, 200, nil, []string{"data-rise"}})
	p.as("s01").record("site", "HY", "category", "noise", "received_at", "2024-11-05T09:00") // else nothing could be compared
	open := number(p.as("a01").record("site", "HY", "category", "leak", "name", "钱多多", "phone", "13900001111"))
	about := number(p.as("a01").record("site", "HY", "category", "repair", "accused", "s02"))
	p.check(
		row{"s01", get, "/figures/plans", nil, 200, []string{`data-rise="repair"`, "近 30 天有 2 件"}, nil},
		row{"s02", get, "/figures/plans", nil, 200, nil, []string{`data-rise="repair"`}},
		row{"s01", get, "/figures?site=HY", nil, 200, []string{`data-rise="repair"`}, nil},
		row{"s01", get, "/", nil, 200, []string{`data-rise="repair"`, "近 30 天有 2 件"}, nil}, // rule M1
		row{"s02", get, "/", nil, 200, nil, []string{`data-rise="repair"`}},
		row{"a01", get, "/", nil, 200, nil, []string{"data-rise"}},
		row{"u01", get, "/", nil, 200, nil, []string{"data-rise"}},
		row{"s01", get, "/figures/plans/new?site=HY&category=repair", nil, 200, []string{open, about}, nil},
		row{"s02", get, "/figures/plans/new?site=HY&category=repair", nil, 200, []string{open}, []string{about}},
		row{"u01", get, "/figures/plans/new?site=HY&category=repair", nil, 200, nil, []string{open, about}},
	)
	v := p.as("s01").must("/figures/plans", "site", "HY", "category", "repair", "cause", "外墙渗漏", "aim", "减半", "number",
		open, "more", about)
	p.check(
		row{"s01", get, v, nil, 200, []string{`data-covered="` + open, `data-covered="` + about}, nil},
		row{"s02", get, v, nil, 200, []string{`data-covered="` + open}, []string{about}},
		row{"s01", get, "/", nil, 200, nil, []string{`data-rise="repair"`}},
		row{"u01", get, "/figures/plans", nil, 200, nil, []string{"外墙渗漏"}},
	)
	for who, sees := range map[string]bool{"s01": true, "s02": false} {
		a := p.as(who).get(v + "/plan.pdf")
		text := a.text()
		if a.status != http.StatusOK || !strings.Contains(text, open) || strings.Contains(text, about) != sees ||
			strings.Contains(text, "钱多多") || strings.Contains(text, "13900001111") {
			t.Errorf("%s prints %d %s", who, a.status, text)
		}
	}
	p.verified()
}

// Customers are told once, however often the form is sent, and the page says who was not (rules A2, W4, W12).
func TestA2W4W12_CustomersAreToldOnce(t *testing.T) {
	p := newPortal(t)
	v := cases["plan ended"](p)
	contacts := func() int { return len(p.rows("SELECT id FROM contact")) }
	before := contacts()
	for range 2 {
		p.as("s01").must(v+"/tell", "way", "phone", "said", "外墙已整改", "once", "k1")
	}
	if got := contacts() - before; got != 2 {
		t.Errorf("%d contacts", got)
	}
	p.check(
		row{"s01", get, v, nil, 200, []string{"已告知", "外墙已整改"}, []string{`data-action="tell_plan"`}},
		row{"p01", post, v + "/tell", []string{"way", "phone", "said", "再说"}, 409, []string{"都已告知"}, nil},
	)
	if contacts()-before != 2 {
		t.Error("told again")
	}
	p.verified()
}
