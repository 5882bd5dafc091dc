package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/db/dbtest"
)

// handOver lets someone hand their decisions on for an hour and more.
func (p *portal) handOver(from, to string) {
	p.t.Helper()
	p.as(from).must("/account/delegations", "to", to, "from", p.later(0), "until", p.later(48*time.Hour))
}

// What waits for the delegator waits for the delegate too, marked, and what they decide says for whom, on
// the page, the desks, the journal and the papers.
func TestP6_ADelegateDecidesAndEveryPlaceSaysForWhom(t *testing.T) {
	p := newPortal(t)
	c := cases["proposing"](p) // 3,000 by a02, at HY
	number := strings.TrimPrefix(c, "/complaints/")
	p.check(row{"q01", get, c, nil, http.StatusNotFound, nil, []string{number + "</h1>"}})
	p.handOver("x02", "q01")
	p.as("a02").must(c + "/proposals/1/submit")
	p.as("s01").must(c+"/proposals/1/decide", "decision", "approve")
	p.check(
		row{"q01", get, "/approvals", nil, http.StatusOK, []string{number, `data-for="x02"`, "您代许静审批。"}, nil},
		row{"q01", get, "/", nil, http.StatusOK, []string{number, "代许静", "您正代理许静作决定"}, nil},
		row{"x02", get, "/", nil, http.StatusOK, []string{number, "高文博正代理您作决定"}, []string{"data-for="}},
		row{"q01", get, "/notices", nil, http.StatusOK,
			[]string{`data-notice="approval_waiting" data-number="` + number}, nil},
		row{"q01", get, c, nil, http.StatusOK, []string{"您代许静审批。"}, nil},
		row{"p01", get, "/approvals", nil, http.StatusOK, []string{number}, []string{"data-for="}},
		row{"a02", get, c, nil, http.StatusOK, nil, []string{"您代"}},
		row{"q01", post, c + "/findings", []string{"finding", "x"}, http.StatusForbidden, nil, nil},
	)
	p.as("q01").must(c+"/proposals/1/decide", "decision", "approve", "words", "同意补偿")
	signed := "高文博 代 许静"
	p.check(
		row{"a02", get, c, nil, http.StatusOK, []string{signed}, nil},
		row{"a02", get, c + "/journal", nil, http.StatusOK, []string{signed}, nil},
		row{"q01", get, "/approvals?done=1", nil, http.StatusOK, []string{number, `data-for="x02"`}, nil},
		row{"x02", get, "/approvals", nil, http.StatusOK, nil, []string{number}},
	)
	p.as("a02").must(c+"/answers", "way", "face", "said", "补偿三千元", "accepted", "yes")
	for _, paper := range []string{"form", "approval", "report"} {
		if text := pdfText(t, p.as("a02").get(c+"/"+paper+".pdf").body); !strings.Contains(text, "高文博代许静") {
			t.Errorf("%s does not say for whom:\n%s", paper, text)
		}
	}

	// Afterwards the delegate still reads what they decided, and nothing else of that site.
	other := p.as("a01").record("site", "HY")
	p.check(row{"q01", get, other, nil, http.StatusOK, nil, nil})
	p.pass(49 * time.Hour)
	p.check(
		row{"q01", get, other, nil, http.StatusNotFound, nil, nil},
		row{"q01", get, c, nil, http.StatusOK, nil, nil},
		row{"q01", get, "/complaints", nil, http.StatusOK, []string{number},
			[]string{strings.TrimPrefix(other, "/complaints/")}},
		row{"q01", get, "/account/delegations", nil, http.StatusOK, []string{`data-status="past"`},
			[]string{`data-status="running"`}},
	)
	p.verified()
}

func TestP6_ThePageOfDelegations(t *testing.T) {
	p := newPortal(t)
	p.check(
		row{"a01", get, "/account/delegations", nil, http.StatusForbidden, nil, nil},
		row{"a01", get, "/", nil, http.StatusOK, nil, []string{"/account/delegations"}},
		row{"s01", get, "/", nil, http.StatusOK, []string{`href="/account/delegations"`}, nil},
		row{"s01", get, "/account/delegations", nil, http.StatusOK,
			[]string{`<option value="p01"`, `<option value="s02"`},
			[]string{`<option value="a01"`, `<option value="s01"`}},
	)
	p.handOver("s01", "s02")
	p.check(
		row{"s01", post, "/account/delegations",
			[]string{"to", "p01", "from", p.later(time.Hour), "until", p.later(2 * time.Hour)},
			http.StatusUnprocessableEntity, []string{"已由吴建民代理", `id="from-wrong"`}, nil},
		row{"s01", get, "/account/delegations", nil, http.StatusOK,
			[]string{`data-delegation="1" data-status="running"`, "吴建民"}, nil},
		row{"s02", get, "/account/delegations", nil, http.StatusOK,
			[]string{`data-delegation="1" data-status="running"`, "周敏"}, nil},
		row{"p01", get, "/account/delegations", nil, http.StatusOK, nil, []string{"data-delegation"}},
		row{"p01", post, "/account/delegations/1/end", nil, http.StatusNotFound, nil, nil},
		row{"s02", post, "/account/delegations/x/end", nil, http.StatusNotFound, nil, nil},
		row{"s01", post, "/account/delegations/1/end", nil, http.StatusSeeOther, nil, nil},
		row{"s01", post, "/account/delegations/1/end", nil, http.StatusConflict, []string{"已经结束"}, nil},
		row{"s01", get, "/account/delegations", nil, http.StatusOK, []string{`data-status="past"`, "由周敏结束"}, nil},
		row{"admin", get, "/settings/journal", nil, http.StatusOK,
			[]string{`data-action="delegate"`, `data-action="end_delegation"`, "吴建民"}, nil},
	)
	p.as("s01").must("/account/delegations", "to", "p01", "from", p.later(time.Hour), "until", p.later(2*time.Hour))
	p.check(row{"s01", get, "/account/delegations", nil, http.StatusOK,
		[]string{`data-delegation="2" data-status="planned"`}, nil})
	p.verified()
}

// A desk asks no more of the database for whoever stands in for others.
func TestP6_DelegationsCostNoStatement(t *testing.T) {
	p := newPortal(t)
	cases["approving"](p)
	asked := func(who, path string) int64 {
		dbtest.Complaint(t, p.store, dbtest.Actor(t, p.store, "u01"), nil)
		v := p.as(who)
		before := p.store.Ran()
		if a := v.get(path); a.status != http.StatusOK {
			t.Fatal(path, a.status)
		}
		return p.store.Ran() - before
	}
	paths := []string{"/", "/approvals", "/complaints", "/complaints?late=1"}
	without := map[string]int64{}
	for _, path := range paths {
		without[path] = asked("q01", path)
	}
	without["/approvals"] = asked("x02", "/approvals") // with a proposal to decide on, whose case is read (rule C8)
	p.handOver("x02", "q01")
	for _, path := range paths {
		if n := asked("q01", path); n > without[path] {
			t.Errorf("%s: %d statements, without a delegation %d", path, n, without[path])
		}
	}
}
