package web

import (
	"strings"
	"testing"
)

// What an administrator asks for by the form is taken and told as waiting, shown to those who may confirm it, on their
// desk and in the bell, and takes place with their word: a new vice president with the password that was given, a reset
// password, a second factor taken away. Whoever asked, and whom it concerns, cannot confirm it (rule P10).
func TestP10_TheSecondWordIsGivenOnAPage(t *testing.T) {
	p := newPortal(t)
	p.password("p01")
	waits := []string{"确认之前不生效"}
	ask := func(path string, form ...string) { p.as("admin").must(path, form...) }
	ask("/settings/people", "account", "n01", "name", "新来的", "role", "vp", "password", "given-at-first", "once", "o1")
	p.check(
		row{"admin", get, "/settings/people/n01?done=1", nil, 303, nil, nil},
		row{"admin", get, "/confirmations?asked=1", nil, 200, append(waits, `data-confirmation="1"`, `data-account="n01"`,
			`data-state="word_asked"`, "/confirmations/1/withdraw"), []string{"/confirmations/1/decide", "given-at-first"}},
		row{"v01", get, "/", nil, 200, []string{"/confirmations#word-1"}, nil},
		row{"v01", get, "/notices", nil, 200, []string{`data-notice="rights_asked" data-number="n01"`}, nil},
		row{"v01", get, "/confirmations", nil, 200, []string{"/confirmations/1/decide", "副总经理"}, []string{"withdraw"}},
		row{"x02", get, "/", nil, 200, nil, []string{"/confirmations#word-"}},
		row{"x02", get, "/confirmations", nil, 403, nil, nil},
		row{"admin", post, "/confirmations/1/decide", []string{"decision", "approve"}, 403, nil, nil},
		row{"v01", post, "/confirmations/1/withdraw", nil, 403, nil, nil},
		row{"v01", post, "/confirmations/1/decide", []string{"decision", "refuse"}, 422, []string{"请写明原因"}, nil},
		row{"v01", post, "/confirmations/7/decide", []string{"decision", "approve"}, 404, nil, nil},
	)
	if a := p.signIn("n01", "given-at-first", home); a.cookie() != nil {
		t.Error("logs in before the second word")
	}
	p.as("v01").must("/confirmations/1/decide", "decision", "approve")
	if a := p.signIn("n01", "given-at-first", home); a.cookie() == nil {
		t.Errorf("does not log in after it: %d", a.status)
	}
	p.check(
		row{"v01", post, "/confirmations/1/decide", []string{"decision", "approve"}, 409, nil, nil},
		row{"v01", get, "/", nil, 200, nil, []string{"/confirmations#word-"}},
		row{"admin", get, "/notices", nil, 200, []string{`data-notice="rights_decided" data-number="n01"`}, nil},
		row{"v01", get, "/settings/journal?subject=account%3An01", nil, 200, []string{"提出权限变更", "确认权限变更"}, nil},
	)
	ask("/settings/people/p01/password", "password", "ganz-neu-2025-x")
	p.check(row{"admin", get, "/settings/people/p01?done=1", nil, 200, append(waits, "等待确认的变更", "重设密码"), nil},
		row{"p01", get, "/notices", nil, 200, []string{`data-notice="rights_asked"`}, nil})
	if p.signIn("p01", "huiyin-demo", home).cookie() == nil || p.signIn("p01", "ganz-neu-2025-x", home).cookie() != nil {
		t.Error("the password has changed before the second word")
	}
	p.as("v02").must("/confirmations/2/decide", "decision", "refuse", "reason", "本人未申请")
	if p.signIn("p01", "huiyin-demo", home).cookie() == nil {
		t.Error("refused, yet the password has changed")
	}
	ask("/settings/people/p01/password", "password", "ganz-neu-2025-x")
	p.as("v02").must("/confirmations/3/decide", "decision", "approve")
	if p.signIn("p01", "ganz-neu-2025-x", home).cookie() == nil {
		t.Error("confirmed, yet the password does not count")
	}
	ask("/settings/people/v02", "name", "副总二", "role", "agent", "site", "HY")
	p.check(row{"v02", post, "/confirmations/4/decide", []string{"decision", "approve"}, 403, nil, nil})
	p.as("admin").must("/confirmations/4/withdraw")
	p.check(row{"v01", post, "/confirmations/4/decide", []string{"decision", "approve"}, 409, nil, nil},
		row{"v02", get, "/confirmations", nil, 200, []string{`data-state="word_withdrawn"`, `data-state="word_refused"`}, nil})
	if rows := p.rows("SELECT count(*) FROM second_word WHERE hash <> ''"); rows[0][0] != "0" {
		t.Errorf("%s hashes are left", rows[0][0])
	}
	if strings.Contains(p.log.String(), "ganz-neu") {
		t.Error("a password is in the log")
	}
	p.verified()
}
