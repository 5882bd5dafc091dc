package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"huiyin/db"
	"huiyin/huiyin"
)

// code is what a telephone with this secret shows.
func (p *portal) code(secret string, away time.Duration) string {
	p.t.Helper()
	code, err := totp.GenerateCode(secret, p.server.Wall().Add(away))
	if err != nil {
		p.t.Fatal(err)
	}
	return code
}

// enrol gives a person a second factor, and its secret and recovery codes.
func (p *portal) enrol(v visitor) (secret string, codes []string) {
	p.t.Helper()
	v.must("/account/security/offer")
	secret = v.get("/account/security").page().Find("[data-secret]").AttrOr("data-secret", "")
	if len(secret) != 32 {
		p.t.Fatalf("secret %q", secret)
	}
	a := v.post("/account/security/take", "code", p.code(secret, 0), "password", "huiyin-demo")
	if a.status != http.StatusOK || !strings.Contains(a.header.Get("Cache-Control"), "no-store") {
		p.t.Fatalf("%d %s", a.status, sentences(a))
	}
	return secret, a.page().Find("main code").Map(textOf)
}

// Who sits down at an unlocked computer does not get the account for good: the password is asked for.
func TestSecondFactor_TakesThePassword(t *testing.T) {
	p := newPortal(t)
	p.password("x02")
	v := p.as("x02")
	v.must("/account/security/offer")
	secret := v.get("/account/security").page().Find("[data-secret]").AttrOr("data-secret", "")
	before := p.contents()
	for _, password := range []string{"", "falsch", "huiyin-demo "} {
		a := v.post("/account/security/take", "code", p.code(secret, 0), "password", password)
		if a.status != 422 || a.page().Find("#password-wrong").Length() != 1 {
			t.Errorf("with the password %q: %d %s", password, a.status, sentences(a))
		}
	}
	if p.contents() != before {
		t.Error("refused, yet changed")
	}
	if a := v.post("/account/security/take", "code", p.code(secret, 0), "password", "huiyin-demo"); a.status != 200 {
		t.Errorf("%d %s", a.status, sentences(a))
	}
}

func TestSecondFactor_LogInTakesTwoSteps(t *testing.T) {
	p := newPortal(t)
	p.password("x02")
	v := p.as("x02")
	other := visitor{p, p.signIn("x02", "huiyin-demo", home).cookie().Value}
	v.must("/account/security/offer")
	before := p.contents()
	for _, wrong := range []string{"", "000000", "abc", "12345678901234567890",
		p.code("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", 0)} {
		if a := v.post("/account/security/take", "code", wrong, "password", "huiyin-demo"); a.status != 422 ||
			a.page().Find("#code-wrong").Length() != 1 {
			t.Errorf("%q: %d", wrong, a.status)
		}
	}
	if p.contents() != before {
		t.Error("a wrong code changes something")
	}
	secret, codes := p.enrol(v)
	if len(codes) != recoveryMany {
		t.Fatal(codes)
	}
	if v.get("/").status != 200 || other.get("/").status == 200 {
		t.Error("who turned it on is out, or the others are not")
	}
	if a := v.post("/account/security/take", "code", p.code(secret, 0), "password", "huiyin-demo"); a.status != 409 {
		t.Errorf("turned on twice: %d", a.status)
	}
	v.must("/account/security/offer") // changes nothing
	if again, _ := p.store.Second(t.Context(), "x02"); again == nil || again.Secret != secret {
		t.Error("an offer replaces the secret in use")
	}

	begin := func() visitor {
		t.Helper()
		a := p.signIn("x02", "huiyin-demo", home, "next", "/approvals")
		if a.status != 303 || a.location != "/login/second?next=%2Fapprovals" {
			t.Fatalf("%d %s", a.status, a.location)
		}
		return visitor{p, a.cookie().Value}
	}
	half := begin()
	for _, path := range []string{"/", "/complaints", "/account/security", "/notices/stream"} {
		if a := half.get(path); a.status != 303 || !strings.HasPrefix(a.location, "/login") {
			t.Errorf("half in, %s: %d", path, a.status)
		}
	}
	if a := half.post("/account/security/end"); a.status != 401 {
		t.Errorf("half in, a POST: %d", a.status)
	}
	if a := half.get("/login/second"); a.status != 200 {
		t.Errorf("%d", a.status)
	}
	if a := half.post("/login/second", "code", p.code(secret, 0)); a.status != 422 {
		t.Errorf("the code that turned it on works again: %d", a.status)
	}
	p.pass(time.Minute)
	now := p.code(secret, 0)
	a := half.post("/login/second", "code", now[:3]+" "+now[3:], "next", "/approvals")
	if a.status != 303 || a.location != "/approvals" || a.cookie().Value == half.cookie {
		t.Fatalf("%d %s", a.status, sentences(a))
	}
	in := visitor{p, a.cookie().Value}
	if in.get("/").status != 200 || half.get("/").status == 200 {
		t.Error("not in, or the half session is a whole one")
	}
	if a := begin().post("/login/second", "code", now); a.status != 422 {
		t.Errorf("a code works twice: %d", a.status)
	}
	if a := begin().post("/login/second", "code", p.code(secret, time.Minute)); a.status != 422 {
		t.Errorf("a code of in a minute works: %d", a.status)
	}
	if a := begin().post("/login/second", "code", strings.ToUpper(codes[0])); a.status != 303 {
		t.Errorf("a recovery code: %d %s", a.status, sentences(a))
	}
	if a := begin().post("/login/second", "code", codes[0]); a.status != 422 {
		t.Errorf("a recovery code works twice: %d", a.status)
	}
	late := begin()
	p.pass(halfLasts + time.Minute)
	if a := late.post("/login/second", "code", p.code(secret, 0)); a.status != 303 || a.location != "/login" {
		t.Errorf("after ten minutes: %d %s", a.status, a.location)
	}
	tired := begin()
	for range wrongByAccount {
		tired.post("/login/second", "code", "000000")
	}
	if a := tired.post("/login/second", "code", p.code(secret, 0)); a.status != 429 {
		t.Errorf("after many wrong codes: %d", a.status)
	}
	if a := (visitor{p: p}).post("/login/second", "code", p.code(secret, 0)); a.status != 303 ||
		a.location != "/login" {
		t.Errorf("without a password: %d", a.status)
	}
	p.check(row{"admin", "GET", "/settings/journal?subject=account:x02", nil, 200, []string{"设置两步验证", "备用码"},
		[]string{secret, codes[0], codes[1]}})
	if strings.Contains(p.log.String(), secret) || strings.Contains(p.log.String(), codes[1]) {
		t.Error("a secret stands in the log")
	}
	p.verified()
}

func TestSecondFactor_NeededBySetting(t *testing.T) {
	p := newPortal(t)
	p.password("v01")
	p.password("admin")
	p.as("admin").must("/settings/figures", string(huiyin.SecondFactor), "1")
	for who, needed := range map[string]bool{"x02": true, "v01": true, "admin": true, "p01": true, "s01": false,
		"a01": false} {
		v := p.as(who)
		if a := v.get("/complaints"); (a.status == 303 && a.location == "/account/security") != needed {
			t.Errorf("%s: %d %s", who, a.status, a.location)
		}
		if a := v.post("/notices/seen"); (a.status == 403) != needed {
			t.Errorf("%s POST: %d", who, a.status)
		}
		if a := v.get("/account/security"); a.status != 200 || strings.Contains(a.body, "您的账号须启用两步验证") != needed {
			t.Errorf("%s: %d", who, a.status)
		}
	}
	v := p.as("v01")
	secret, _ := p.enrol(v)
	if v.get("/complaints").status != 200 {
		t.Error("v01 is still kept out")
	}
	before := p.contents()
	if a := v.post("/account/security/drop", "password", "huiyin-demo"); a.status != 403 {
		t.Errorf("turned off against the setting: %d", a.status)
	}
	if p.contents() != before {
		t.Error("refused, yet changed")
	}
	admin := p.as("admin")
	p.enrol(admin)
	admin.must("/settings/people/v01/second")
	if err := p.store.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error { // rule P10; on the machine
		return o.GiveSecondWord(huiyin.Installer(o), p.now, 1, huiyin.SecondWordDecision{Decision: huiyin.Approve})
	}); err != nil {
		t.Fatal(err)
	}
	if a := admin.post("/settings/people/v01/second"); a.status != 409 {
		t.Errorf("twice: %d", a.status)
	}
	if a := admin.post("/settings/people/nobody/second"); a.status != 404 {
		t.Errorf("nobody's: %d", a.status)
	}
	if second, err := p.store.Second(t.Context(), "v01"); err != nil || second != nil {
		t.Errorf("%+v, %v", second, err)
	}
	if a := p.signIn("v01", "huiyin-demo", home); a.status != 303 || a.location != "/" {
		t.Errorf("%d %s", a.status, a.location)
	}
	admin.must("/settings/figures", string(huiyin.SecondFactor), "0")
	again, _ := p.enrol(v)
	if again == secret {
		t.Error("the old secret is offered again")
	}
	for password, status := range map[string]int{"": 422, "wrong": 422} {
		if a := v.post("/account/security/drop", "password", password); a.status != status {
			t.Errorf("%q: %d", password, a.status)
		}
	}
	v.must("/account/security/drop", "password", "huiyin-demo")
	if a := p.signIn("v01", "huiyin-demo", home); a.location != "/" {
		t.Error(a.location)
	}
	p.verified()
}

func TestSessions_ListedAndEndedByTheirPersonOnly(t *testing.T) {
	p := newPortal(t)
	p.password("a01")
	first := visitor{p, p.signIn("a01", "huiyin-demo", home).cookie().Value}
	second := visitor{p, p.signIn("a01", "huiyin-demo", "192.0.2.99").cookie().Value}
	third := visitor{p, p.signIn("a01", "huiyin-demo", home).cookie().Value}
	stranger := p.as("s01")
	page := first.get("/account/security")
	if page.page().Find("[data-session]").Length() != 3 || !strings.Contains(page.body, "192.0.2.99") {
		t.Fatal("the sessions are not listed")
	}
	if strings.Contains(page.body, second.cookie) {
		t.Error("the page holds the secret of a session")
	}
	id := hashID(second.cookie)
	if a := stranger.post("/account/security/end", "session", id); a.status != 409 || second.get("/").status != 200 {
		t.Errorf("somebody else ends it: %d", a.status)
	}
	if a := first.post("/account/security/end", "session", hashID(first.cookie)); a.status != 422 ||
		first.get("/").status != 200 {
		t.Errorf("the one in use: %d", a.status)
	}
	first.must("/account/security/end", "session", id)
	if second.get("/").status == 200 || third.get("/").status != 200 {
		t.Error("the wrong one ended")
	}
	first.must("/account/security/end")
	if third.get("/").status == 200 || first.get("/").status != 200 || stranger.get("/").status != 200 {
		t.Error("all others, and only they, should have ended")
	}
	p.verified()
}

// What hands something of the account to others asks for the password once the log-in is long ago; before, and for
// the rest, nothing is asked.
func TestP6_AnOldLogInDoesNotHandDecisionsOn(t *testing.T) {
	p := newPortal(t)
	p.password("s01")
	mail := []string{"mail", "s01@example.com"}
	p.check(
		row{"s01", get, "/account/delegations", nil, 200, nil, []string{`name="password"`}},
		row{"s01", post, "/account/notices", mail, 303, nil, nil},
	)
	p.pass(proofLasts + time.Minute)
	to := []string{"to", "s02", "from", p.later(0), "until", p.later(time.Hour)}
	other := []string{"mail", "elsewhere@example.com"}
	before, err := p.store.NewestHash(t.Context())
	for _, password := range []string{"", "falsch"} {
		p.check(
			row{"s01", post, "/account/delegations", append([]string{"password", password}, to...), 422,
				[]string{`id="password-wrong"`}, nil},
			row{"s01", post, "/account/notices", append([]string{"password", password}, other...), 422,
				[]string{`id="password-wrong"`, "elsewhere@example.com"}, nil},
		)
	}
	if after, err2 := p.store.NewestHash(t.Context()); err != nil || err2 != nil || after != before {
		t.Error("refused, and something has changed")
	}
	p.check(
		row{"s01", post, "/account/notices", append([]string{"quiet_from", "22:00", "quiet_to", "07:00"}, mail...), 303,
			nil, nil},
		row{"s01", post, "/account/notices", append([]string{"password", "huiyin-demo"}, other...), 303, nil, nil},
		row{"s01", post, "/account/delegations", append([]string{"password", "huiyin-demo"}, to...), 303, nil, nil},
	)
	p.verified()
}
