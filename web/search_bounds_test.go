package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// The masked middle of a phone does not fall out of the search: whole phones are counted over all pages that search,
// one that was asked too often finds nothing more, and the site's manager is told once (TRUST 5).
func TestP11_PhonesAreNotGuessedBySearching(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY", "phone", "13909065003")
	s02 := p.as("s02")
	p.check(row{"s02", get, c, nil, 200, []string{"139****5003"}, []string{"13909065003"}},
		row{"s02", post, c + "/reveal", []string{"field", "phone"}, 403, nil, nil})
	places := []string{"/search?json=1&q=%s", "/search?q=%s", "/complaints?q=%s", "/customers?q=%s",
		"/complaints/ledger.xlsx?q=%s", "/complaints?q=%s+x", "/inquiries?q=%s", "/complaints/hints?site=HY&phone=%s"}
	for n := range 30 {
		path := fmt.Sprintf(places[n%len(places)], fmt.Sprintf("139%04d5003", n))
		if a := s02.get(path); a.status == http.StatusTooManyRequests {
			t.Fatalf("%d: %s: %d", n, path, a.status)
		}
	}
	for _, place := range places[:len(places)-1] {
		a := s02.get(fmt.Sprintf(place, "13909065003"))
		if a.status != http.StatusTooManyRequests || strings.Contains(a.body, number(c)) ||
			!strings.Contains(a.body, "查询过于频繁") {
			t.Errorf("%s: %d %s", place, a.status, sentences(a))
		}
	}
	p.check(row{"s02", get, "/complaints/hints?site=HY&phone=13909065003", nil, 200, nil, []string{number(c)}},
		row{"s02", post, "/complaints", []string{"site", "HY", "phone", "13909065003"}, 422, nil, []string{number(c)}},
		row{"s02", get, "/complaints?q=5003", nil, 200, []string{number(c)}, nil}, // what is shown anyway
		row{"s01", get, "/complaints?q=13909065003", nil, 200, []string{number(c)}, nil})
	if n := len(p.rows("SELECT 1 FROM journal WHERE subject = ? AND action = 'reveal' AND by = 's02'", number(c))); n > 0 {
		t.Errorf("%d reveals of what was not found", n)
	}
	told := p.rows("SELECT account, number FROM notice WHERE kind = 'counter_look_ups'")
	if len(told) != 1 || told[0][0] != "p01" || told[0][1] != "s02" {
		t.Errorf("told: %v", told)
	}
	p.pass(11 * time.Minute)
	p.check(row{"s02", get, "/complaints?q=13909065003", nil, 200, []string{number(c)}, nil})
	p.verified()
}

// Who finds a case by its customer's whole phone has revealed it, once, and is shown no more (rules P5, P11).
func TestP5P11_AHitIsAReveal(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY", "phone", "13909065003")
	other := p.as("b01").record("site", "LT", "phone", "13909065003") // which s02 does not see
	reveals := func(who, c string) int {
		return len(p.rows("SELECT 1 FROM journal WHERE subject = ? AND action = 'reveal' AND by = ?", number(c), who))
	}
	for _, path := range []string{"/complaints?q=" + url.QueryEscape("139-0906 5003"), "/search?json=1&q=13909065003",
		"/complaints?q=13909065003&page=1", "/complaints/hints?site=HY&phone=13909065003"} {
		p.check(row{"s02", get, path, nil, 200, []string{number(c)}, []string{number(other)}})
	}
	if n, hidden := reveals("s02", c), reveals("s02", other); n != 1 || hidden != 0 {
		t.Errorf("%d reveals, %d of what is hidden", n, hidden)
	}
	p.check(row{"s02", get, c, nil, 200, []string{"139****5003"}, []string{"13909065003"}},
		row{"s01", get, c + "/journal", nil, 200, []string{"按整个号码查到"}, nil})
	p.as("a02").must(c+"/reveal", "field", "phone")
	p.check(row{"a02", get, "/complaints?q=13909065003", nil, 200, []string{number(c)}, nil})
	if n := reveals("a02", c); n != 1 {
		t.Errorf("%d reveals by who had revealed it", n)
	}
	if n := p.count("look_up"); n != 2 {
		t.Errorf("%d questions are counted", n)
	}
	p.verified()
}

// So is a hit on the phone of an inquiry or of praise (rules P5, P11).
func TestP5P11_AHitOnASlipIsAReveal(t *testing.T) {
	p := newPortal(t)
	asked := p.as("a02").inquire("site", "HY", "phone", "13909065003")
	praised := p.as("a02").praise("site", "HY", "phone", "13909065003")
	hidden := p.as("b01").inquire("site", "LT", "phone", "13909065003")
	reveals := func(who, path string) int {
		return len(p.rows("SELECT 1 FROM journal WHERE subject = ? AND action = 'reveal' AND by = ?",
			path[strings.LastIndex(path, "/")+1:], who))
	}
	for _, path := range []string{"/inquiries?q=13909065003", "/praises?q=13909065003", "/inquiries?q=13909065003"} {
		p.check(row{"s01", get, path, nil, 200, nil, []string{"13909065003</td>"}})
	}
	if a, b, h := reveals("s01", asked), reveals("s01", praised), reveals("s01", hidden); a != 1 || b != 1 || h != 0 {
		t.Errorf("%d and %d reveals, %d of what is hidden", a, b, h)
	}
	p.as("a02").must(asked+"/reveal", "field", "phone")
	p.check(row{"a02", get, "/inquiries?q=13909065003", nil, 200, nil, nil})
	if n := reveals("a02", asked); n != 1 {
		t.Errorf("%d reveals by who had revealed it", n)
	}
	if n := p.count("look_up"); n != 2 {
		t.Errorf("%d questions are counted", n)
	}
	p.verified()
}

// Suggestions that come while a number is typed count as one question.
func TestP11_ANumberBeingTypedIsOneQuestion(t *testing.T) {
	p := newPortal(t)
	for n := 1; n <= 11; n++ {
		p.check(row{"s02", get, "/search?json=1&q=" + "13909065003"[:n], nil, 200, nil, nil})
	}
	if n := p.count("look_up"); n != 1 {
		t.Errorf("%d questions are counted", n)
	}
}
