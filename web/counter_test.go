package web

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func lookUp(q string) string { return "/counter?q=" + url.QueryEscape(q) }

// A colleague at the counter finds what another took, by its number or the whole phone in any spelling, and
// learns the state, the next date and the handler, nothing of the matter or the people.
func TestP9_AColleagueAtTheCounterSees(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY", "name", "查先生", "phone", "13912300099", "unit", "3-399", "matter",
		"承诺的学区没有兑现", "demand", "按承诺办理")
	secret := []string{"查先生", "3-399", "学区", "按承诺办理", "13912300099"}
	for _, q := range []string{number(c), strings.ToLower(number(c)), strings.ReplaceAll(number(c), "-", " "),
		"13912300099", "+86 139 1230 0099", "139-1230-0099", "１３９１２３０００９９"} {
		a := p.as("a01").get(lookUp(q))
		tr := a.page().Find("tr[data-number]")
		if a.status != http.StatusOK || tr.Length() != 1 || tr.AttrOr("data-number", "") != number(c) ||
			tr.AttrOr("data-state", "") != "received" || tr.AttrOr("data-handler", "") != "a02" ||
			tr.AttrOr("data-next", "") == "" {
			t.Errorf("%q: %d, %d rows", q, a.status, tr.Length())
		}
		for _, s := range secret {
			if strings.Contains(a.body, s) && !strings.Contains(q, s) {
				t.Errorf("%q: the counter reads %q", q, s)
			}
		}
	}
	p.check(
		row{"a01", get, lookUp("0099"), nil, http.StatusUnprocessableEntity, []string{"q-wrong"}, []string{number(c)}},
		row{"a01", get, lookUp("学区"), nil, http.StatusUnprocessableEntity, []string{"q-wrong"}, []string{number(c)}},
		row{"b01", get, lookUp(number(c)), nil, http.StatusOK, []string{`data-found="0"`}, []string{"data-handler"}},
		row{"b01", get, lookUp("13912300099"), nil, http.StatusOK, []string{`data-found="0"`},
			[]string{"data-handler"}},
		row{"a01", get, c, nil, http.StatusNotFound, nil, secret},
	)
	if n := p.rows("SELECT count(*) FROM journal WHERE action = 'counter' AND subject = ?", number(c))[0][0]; n != "7" {
		t.Errorf("%s look-ups in its journal", n)
	}
	if rows := p.rows("SELECT detail FROM journal WHERE subject = 'counter'"); len(rows) != 2 ||
		strings.Contains(rows[1][0], "13912300099") {
		t.Errorf("those that found nothing: %v", rows)
	}
	p.verified()
}

// A reminder and a message left at the counter reach handler and owner at once; a third reminder counts as any.
func TestP9D7_WhatIsLeftAtTheCounterReachesTheHandler(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY", "category", "promise_beyond_scope", "phone", "13912300099")
	counter := "/counter/" + number(c)
	p.check(
		row{"a01", post, counter + "/reminders", []string{"way", "", "caller", "查先生"}, 422,
			[]string{"way-wrong", "查先生"}, nil},
		row{"a01", post, counter + "/reminders", []string{"way", "visit", "recognised", "number"}, 422,
			[]string{"recognised-wrong"}, nil},
		row{"a01", post, counter + "/messages", []string{"said", " ", "recognised", "name"}, 422,
			[]string{"said-wrong"}, nil},
		row{"b01", post, counter + "/reminders", []string{"way", "visit"}, 404, nil, nil},
		row{"a01", post, "/counter/TS-HY-20200101-001/reminders", []string{"way", "visit"}, 404, nil, nil},
	)
	if n := p.count("reminder") + p.count("counter_message"); n != 0 {
		t.Errorf("%d were kept of what was refused", n)
	}
	for range 3 {
		p.as("a01").must(counter+"/reminders", "way", "visit", "recognised", "name", "recognised", "unit")
		p.pass(3 * time.Hour)
	}
	if g := p.as("a02").main(c, "grade"); g != "major" {
		t.Errorf("the third reminder left it %s", g)
	}
	p.as("a01").must(counter+"/messages", "said", "请三点后回电", "recognised", "phone", "asked", "number")
	for _, who := range []string{"a02", "v01"} {
		body := p.as(who).get("/notices").body
		for _, kind := range []string{"counter_message"} {
			if !strings.Contains(body, `data-notice="`+kind+`"`) {
				t.Errorf("%s was not told: %s", who, kind)
			}
		}
	}
	if body := p.as("a02").get(c).body; !strings.Contains(body, "请三点后回电") || !strings.Contains(body, "核对了：姓名") {
		t.Error("the page does not show what was left")
	}
}

// Look-ups are limited per account, what was counted survives a restart, and the site's manager is told once.
func TestP9_ManyLookUpsAreRefused(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY")
	for n := range 30 {
		if a := p.as("a01").get(lookUp(fmt.Sprintf("TS-HY-20240101-%03d", n))); a.status != http.StatusOK {
			t.Fatalf("look-up %d: %d", n, a.status)
		}
	}
	for range 3 {
		a := p.as("a01").get(lookUp(number(c)))
		if a.status != http.StatusTooManyRequests || strings.Contains(a.body, "data-handler") {
			t.Fatalf("the 31st: %d", a.status)
		}
	}
	if n := p.count("look_up"); n != 31 {
		t.Errorf("%d look-ups are kept", n)
	}
	if told := p.rows("SELECT account, number FROM notice WHERE kind = 'counter_look_ups'"); len(told) != 1 ||
		told[0][0] != "p01" || told[0][1] != "a01" {
		t.Errorf("told: %v", told)
	}
	if a := p.as("p01").get("/notices"); !strings.Contains(a.body, "按号码查询过于频繁") {
		t.Error("the manager does not see it")
	}
	p.check(row{"s01", get, lookUp(number(c)), nil, http.StatusOK, []string{`data-number="` + number(c)}, nil})
	p.pass(11 * time.Minute)
	p.check(row{"a01", get, lookUp(number(c)), nil, http.StatusOK, []string{`data-number="` + number(c)}, nil})
}

// Of a restricted one the number brings "in hand" and tells the handler; the phone brings nothing.
func TestP9P8_ARestrictedOneAtTheCounter(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY", "phone", "13912300099")
	p.as("s01").must(c+"/restrict", "people", "a02", "reason", "涉及客户资料")
	p.check(
		row{"a01", get, lookUp("13912300099"), nil, 200, []string{`data-found="0"`}, []string{number(c)}},
		row{"a01", get, lookUp(number(c)), nil, 200,
			[]string{"已在办理，会有人给您回电。", `data-state=""`, `data-handler=""`, `data-next=""`}, []string{"已受理"}},
		row{"a02", get, "/notices", nil, 200, []string{`data-notice="counter_asked"`}, nil},
	)
}

// The one it was merged into answers.
func TestP9K7_AMergedOneAnswersWithTheOther(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY", "phone", "13912300099")
	into := p.as("a02").record("site", "HY", "phone", "13912300088")
	p.as("s01").must(c+"/merge", "into", number(into))
	p.check(
		row{"a01", get, lookUp(number(c)), nil, 200,
			[]string{`data-number="` + number(into), `data-merged="` + number(c), "已并入这件"}, nil},
		row{"a01", get, lookUp("13912300099"), nil, 200, []string{`data-number="` + number(into)}, nil},
		row{"a01", post, "/counter/" + number(c) + "/reminders", []string{"way", "visit"}, 303, nil, nil},
	)
	if n := p.rows("SELECT c.number FROM reminder r JOIN complaint c ON c.id = r.complaint"); len(n) != 1 ||
		n[0][0] != number(into) {
		t.Errorf("the reminder went to %v", n)
	}
}

// While recording, an open one of a colleague's shows in the counter's words and may be linked.
func TestK7P9_RecordingShowsAColleaguesInFewWords(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY", "name", "查先生", "phone", "13912300099", "unit", "3-399", "matter", "学区没有兑现")
	shown := []string{`data-number="` + number(c), `data-handler="a02"`, "/counter?q=" + number(c),
		"与 " + number(c) + " 关联"}
	hidden := []string{"查先生", "学区"}
	p.check(
		row{"a01", get, hinting("site", "HY", "phone", "139 1230 0099"), nil, 200, shown, hidden},
		row{"a01", get, hinting("site", "HY", "unit", "3-399"), nil, 200, shown, hidden},
		row{"b01", get, hinting("site", "HY", "phone", "13912300099", "unit", "3-399"), nil, 200, nil,
			[]string{number(c)}},
	)
	p.as("a01").record("site", "HY", "phone", "13912300099", "link", number(c))
	p.as("s01").must(c+"/restrict", "people", "a02", "reason", "涉及客户资料")
	p.check(row{"a01", get, hinting("site", "HY", "phone", "13912300099", "unit", "3-399"), nil, 200, nil,
		[]string{number(c) + `" `}})
}

// Property: whatever lies there, nobody learns at the counter what is not of their site; a stranger site's number,
// one about the asker and an unknown one give the same bytes for as many statements.
func TestP9P3_TheCounterShowsNothingOfAnotherSite(t *testing.T) {
	p := newPortal(t)
	r := rand.New(rand.NewPCG(9, 14))
	site := map[string]string{"a01": "HY", "a02": "HY", "b01": "LT", "w01": "JY", "u01": "JY"}
	type made struct{ number, site, phone, accused string }
	var all []made
	for n := range 24 {
		who := []string{"a01", "a02", "b01", "w01", "u01"}[r.IntN(5)]
		m := made{site: site[who], phone: fmt.Sprintf("139123000%02d", n%6)}
		pairs := []string{"site", m.site, "phone", m.phone}
		if who == "a02" && r.IntN(2) == 0 {
			m.accused = "a01"
			pairs = append(pairs, "accused", m.accused)
		}
		m.number = number(p.as(who).record(pairs...))
		all = append(all, m)
	}
	for who, of := range site {
		asks := 0
		asked := func(q string) string {
			if asks++; asks%25 == 0 {
				p.pass(11 * time.Minute)
				p.as(who).get(lookUp("TS-HY-20200101-002")) // and counts what the frame shows
			}
			before := p.store.Ran()
			a := p.as(who).get(lookUp(q))
			return strings.ReplaceAll(fmt.Sprint(a.status, p.store.Ran()-before), q, "") +
				strings.ReplaceAll(a.page().Find("main").Text(), q, "") + strings.Join(attrs(a), " ")
		}
		asked("TS-HY-20200101-003")
		plain := asked("TS-HY-20200101-001")
		for _, m := range all {
			got := asked(m.number)
			if hidden := m.site != of || m.accused == who; hidden != (got == plain) {
				t.Errorf("%s asks for one of %s (about %q): %s", who, m.site, m.accused, got)
			}
		}
		p.pass(11 * time.Minute)
		for _, phone := range []string{"13912300001", "13912300002", "13912300003"} {
			for _, n := range attrs(p.as(who).get(lookUp(phone))) {
				if !strings.HasPrefix(n, "TS-"+of+"-") {
					t.Errorf("%s learns of %s by a phone", who, n)
				}
			}
		}
	}
}

// attrs are the numbers that a page shows.
func attrs(a answer) []string {
	var out []string
	page := a.page().Find("tr[data-number]")
	for i := range page.Length() {
		out = append(out, page.Eq(i).AttrOr("data-number", ""))
	}
	return out
}
