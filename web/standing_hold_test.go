package web

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// Everything of a site, a customer or a member of staff is held, what comes later too: the cases say so, nothing is
// archived or anonymised, and after the hold is lifted the clock goes on (rule T2).
func TestT2_EverythingOfASiteACustomerOrAMemberOfStaff(t *testing.T) {
	for over, fields := range map[string][]string{
		"site": {"site", "HY"}, "person": {"account", "a01"}, "customer": nil,
	} {
		t.Run(over, func(t *testing.T) {
			p := newPortal(t)
			c := cases["received"](p)
			if over == "customer" {
				fields = []string{"number", numberIn(c)}
			}
			ask := append([]string{"over", over, "reason", "法院通知保全"}, fields...)
			p.check(row{"v01", get, c, nil, http.StatusOK, nil, []string{`id="held"`}},
				row{"s01", post, "/holds", ask, http.StatusForbidden, nil, nil},
				row{"s01", get, "/holds", nil, http.StatusForbidden, nil, nil},
				row{"v01", post, "/holds", ask[:2], http.StatusUnprocessableEntity, nil, nil})
			if n := p.rows("SELECT count(*) FROM standing_hold")[0][0]; n != "0" {
				t.Fatalf("%s holds", n)
			}
			p.as("v01").must("/holds", ask...)
			p.check(row{"v01", post, "/holds", ask, http.StatusConflict, nil, nil},
				row{"v01", get, "/holds", nil, http.StatusOK, []string{`data-hold="1"`, `data-over="` + over + `"`,
					`data-status="stands"`, "法院通知保全"}, nil},
				row{"a01", get, c, nil, http.StatusOK, []string{`data-held="` + over + `"`}, []string{"法院通知保全"}})
			p.as("a01").must(c+"/settle", "class", "process", "cause", "x", "measure", "y", "said", "z", "satisfaction", "fair")
			p.as("s01").must(c+"/assess", "validity", "valid", "responsibility", "company")
			p.as("s01").must(c+"/close", "outcome", "solved")
			p.pass(4 * 366 * 24 * time.Hour)
			gone := func() string {
				return p.rows("SELECT overdue_at IS NOT NULL FROM complaint WHERE number = ?", numberIn(c))[0][0]
			}
			if gone() != "0" {
				t.Fatal("due under legal hold")
			}
			p.check(row{"s01", post, c + "/archive", nil, http.StatusConflict, nil, nil},
				row{"v01", post, c + "/hold/end", []string{"reason", "结束"}, http.StatusConflict, nil, nil},
				row{"v01", post, "/holds/1/end", []string{"reason", " "}, http.StatusUnprocessableEntity, nil, nil},
				row{"s01", post, "/holds/1/end", []string{"reason", "结束"}, http.StatusForbidden, nil, nil},
				row{"v01", post, "/holds/9/end", []string{"reason", "结束"}, http.StatusNotFound, nil, nil})
			later := p.as("a01").record("site", "HY") // what comes afterwards is held as well
			if over != "customer" && p.as("a01").get(later).page().Find("#held").AttrOr("data-held", "") != over {
				t.Error("a later one is not held")
			}
			p.as("v01").must("/holds/1/end", "reason", "保全已解除")
			p.check(row{"v01", get, "/holds", nil, http.StatusOK, []string{`data-status="lifted"`, "保全已解除"}, nil},
				row{"a01", get, later, nil, http.StatusOK, nil, []string{`id="held"`}})
			p.pass(24 * time.Hour)
			if gone() != "1" {
				t.Error("the clock does not go on")
			}
			entries := p.rows("SELECT action FROM journal WHERE subject = 'hold:1' ORDER BY id")
			if len(entries) != 2 || !strings.HasPrefix(entries[0][0], "hold_all") || entries[1][0] != "end_hold_all" {
				t.Errorf("%v", entries)
			}
			p.verified()
		})
	}
}

// The list of standing holds names no case that its reader does not see, and nobody reads, sets or lifts one about
// themselves (rules T2, P3, P4). One that was lifted meanwhile is not lifted twice.
func TestT2P3_TheHoldsNameNoHiddenCase(t *testing.T) {
	p := newPortal(t)
	c := cases["received"](p)
	hold := func(who string, fields ...string) {
		p.as(who).must("/holds", append([]string{"reason", "法院通知保全"}, fields...)...)
	}
	hold("v01", "over", "customer", "number", numberIn(c))
	hold("v01", "over", "person", "account", "l01")
	number := numberIn(c)
	for who, sees := range map[string]bool{"v01": true, "v02": true, "l01": false} {
		a := p.as(who).get("/holds")
		if strings.Contains(a.body, number) != sees || a.page().Find(`[data-hold="1"]`).AttrOr("data-key", "-") != map[bool]string{
			true: number}[sees] {
			t.Errorf("%s: %d, names the case: %t", who, a.status, !sees)
		}
		if a.page().Find(`[data-hold="2"]`).Length() == 1 != (who != "l01") {
			t.Errorf("%s: the hold about l01", who)
		}
	}
	p.as("x02").must(c+"/accused", "add", "v02", "reason", "客户指认")
	if a := p.as("v02").get("/holds"); strings.Contains(a.body, number) {
		t.Error("the person complained about reads its number")
	}
	before := p.contents()
	p.check(
		row{"l01", post, "/holds/2/end", []string{"reason", "结束"}, http.StatusForbidden, nil, nil},
		row{"v01", post, "/holds", []string{"over", "person", "account", "v01", "reason", "x"}, http.StatusUnprocessableEntity,
			[]string{"由他人设定"}, nil},
	)
	if p.contents() != before {
		t.Error("refused, and something changed")
	}
	p.as("v01").must("/holds/1/end", "reason", "保全已解除")
	before = p.contents()
	p.check(row{"v01", post, "/holds/1/end", []string{"reason", "再次解除"}, http.StatusConflict, nil, nil})
	if p.contents() != before {
		t.Error("lifted twice")
	}
	p.verified()
}
