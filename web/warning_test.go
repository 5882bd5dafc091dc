package web

import (
	"strconv"
	"testing"
)

// An administrator who makes themselves vice president is seen by all of them at once, who read the company's journal;
// a password that was reset is told to its person; a restricted case is not handed over unseen (rules P1, P8, P10; the
// attacks of TRUST.md 6).
func TestP10_AnAdministratorIsNotUnseen(t *testing.T) {
	p := newPortal(t)
	p.as("admin").must("/settings/people/admin", "name", "系统管理员", "role", "vp", "admin", "1")
	p.check(row{"admin", get, "/complaints", nil, 200, nil, []string{"data-number"}})
	p.secondWord()
	p.as("admin").must("/settings/people/admin", "name", "系统管理员", "role", "agent", "department", "administration", "admin",
		"1")
	p.secondWord()
	journal := `href="/settings/journal?subject=account%3Aadmin"`
	for _, vp := range []string{"v01", "v02", "g01"} {
		if n := p.as(vp).get("/notices").page().Find("[data-notice=rights_changed]").Length(); n != 2 {
			t.Errorf("%s is told %d times", vp, n)
		}
	}
	p.check(
		row{"admin", get, "/notices", nil, 200, []string{"rights_changed", `href="/account/security"`}, nil},
		row{"x02", get, "/notices", nil, 200, nil, []string{"rights_changed"}},
		row{"v01", get, "/notices", nil, 200, []string{journal, "账号的职务或权限已变更"}, nil},
		row{"v01", get, "/", nil, 200, []string{`href="/settings/journal"`}, []string{`href="/settings"`}},
		row{"v01", get, "/settings/journal?subject=account%3Aadmin", nil, 200, []string{"系统管理员", "副总经理"},
			[]string{`href="/settings/people`, `href="/settings"`}},
		row{"v01", get, "/settings/people", nil, 403, nil, nil},
		row{"x02", get, "/settings/journal", nil, 403, nil, nil},
		row{"admin", post, "/settings/people/l01/password", []string{"password", "ganz-neu-2025-x"}, 303, nil, nil},
		row{"v01", get, "/notices", nil, 200, nil, []string{"password_reset"}},
	)
	if told := p.rows("SELECT account FROM notice WHERE kind = 'password_reset'"); len(told) != 1 || told[0][0] != "l01" {
		t.Errorf("the reset is told to %v", told)
	}
	shut := p.as("a01").record("site", "HY")
	p.as("s01").must(shut+"/assign", "handler", "a02")
	p.as("a02").must(shut + "/accept")
	p.as("s01").must(shut+"/restrict", "people", "e01", "reason", "涉及客户资料")
	p.check(
		row{"admin", post, "/settings/people/a02/handover", []string{"to", "a01"}, 303, nil, nil},
		row{"a01", get, shut, nil, 404, nil, nil},
		row{"s01", get, "/notices", nil, 200, []string{`data-notice="hand_over_asked" data-number="` + numberIn(shut)}, nil},
		row{"admin", get, "/settings/people/a02", nil, 200, []string{`data-open="` + numberIn(shut), "受限投诉的经办"}, nil},
		row{"admin", post, "/settings/people/s01/handover", []string{"to", "s02"}, 422, []string{numberIn(shut)}, nil},
		row{"s02", get, shut, nil, 403, nil, nil},
	)
	p.verified()
}

// secondWord has v01 confirm what waits, v02 what is about v01 (rule P10).
func (p *portal) secondWord() {
	p.t.Helper()
	for _, w := range p.store.Org().SecondWordsAsked("", p.now) {
		who := "v01"
		if w.Account == who {
			who = "v02"
		}
		p.as(who).must("/confirmations/"+strconv.FormatInt(w.ID, 10)+"/decide", "decision", "approve")
	}
}
