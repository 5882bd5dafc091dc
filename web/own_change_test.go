package web

import (
	"slices"
	"testing"
)

// Whoever finds a log-in open and changes its password or second factor is not unseen: its person is told, in the bell and
// where mail is on by mail; a password that was given by another, which its person replaces, is no news (rule P10, ASVS
// 2.2.3).
func TestP10_OnesOwnChangesAreTold(t *testing.T) {
	p := newPortal(t)
	p.password("a01")
	told := func(kind string) (out []string) {
		for _, r := range p.rows("SELECT account FROM notice WHERE kind = ?", kind) {
			out = append(out, r[0])
		}
		return out
	}
	a01 := p.as("a01")
	for _, wrong := range [][]string{{"old", "nein", "new", "ein neues Passwort", "again", "ein neues Passwort"},
		{"old", "huiyin-demo", "new", "ein neues Passwort", "again", "anders"}} {
		if a := a01.post("/account/password", wrong...); a.status != 422 || len(told("own_password")) > 0 {
			t.Errorf("%v: %d, told %v", wrong, a.status, told("own_password"))
		}
	}
	a01.must("/account/password", "old", "huiyin-demo", "new", "ein neues Passwort", "again", "ein neues Passwort")
	if got := told("own_password"); !slices.Equal(got, []string{"a01"}) {
		t.Errorf("told %v", got)
	}
	p.check(row{"a01", get, "/notices", nil, 200, []string{"您的密码已更改", `href="/account/security"`}, nil},
		row{"s01", get, "/notices", nil, 200, nil, []string{"您的密码已更改"}})
	p.password("v01")
	v01 := p.as("v01")
	v01.must("/account/security/offer")
	second, err := p.store.Second(t.Context(), "v01")
	if err != nil {
		t.Fatal(err)
	}
	if a := v01.post("/account/security/take", "code", p.code(second.Secret, 0), "password", "huiyin-demo"); a.status != 200 {
		t.Fatal(a.status)
	}
	if got := told("own_second"); !slices.Equal(got, []string{"v01"}) {
		t.Errorf("told %v", got)
	}
}
