package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/huiyin"
)

// standIn is a domain of the test's own: people with their passwords, and what goes wrong.
type standIn struct {
	mu     sync.Mutex
	people map[string]huiyin.DomainPerson
	broken error
	asked  int
}

const standInPass = "域里的密码 1"

func (f *standIn) SignIn(_ context.Context, _ *huiyin.DomainLogin, name, password string,
	may func(string) error) (*huiyin.DomainPerson, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	p, known := f.people[name]
	switch {
	case f.broken != nil:
		return nil, f.broken
	case !known:
		return nil, &huiyin.DomainFault{Step: huiyin.DomainUnknown}
	}
	if err := may(p.Account); err != nil {
		return nil, err
	}
	if password != standInPass {
		return nil, &huiyin.DomainFault{Step: huiyin.DomainPassword}
	}
	return &p, nil
}

func (f *standIn) LookUp(ctx context.Context, d *huiyin.DomainLogin, name string) (*huiyin.DomainPerson, error) {
	return f.SignIn(ctx, d, name, standInPass, func(string) error { return nil })
}

// inDomain is a portal with a stand-in domain in use: its group 1 are agents of HY, its group 2 VPs.
func inDomain(t *testing.T) (*portal, *standIn) {
	t.Helper()
	p, f := newPortal(t), &standIn{people: map[string]huiyin.DomainPerson{}}
	p.server.Domain = f
	admin := p.as("admin")
	admin.must(domainSettings, "on", "1", "host", "dc1.example.com", "port", "636", "security", "tls", "base",
		"dc=example,dc=com", "filter", "(uid=%s)",
		"account", "uid", "name", "cn", "groups_by", "attribute", "member_of", "memberOf", "create", "1")
	admin.must("/settings/domain-groups", "dn", "cn=agents,dc=example,dc=com", "role", "agent", "site", "HY")
	admin.must("/settings/domain-groups", "dn", "cn=vps,dc=example,dc=com", "role", "vp")
	f.people["d01"] = huiyin.DomainPerson{Account: "d01", Name: "丁一", In: []int64{1}}
	f.people["ding@example.com"] = f.people["d01"]
	return p, f
}

func TestDomainLogin_AsksOnlyWhatItMust(t *testing.T) {
	p, f := inDomain(t)
	p.password("a01")
	for name, tt := range map[string]struct {
		account, password string
		asked             int
		in                bool
	}{
		"somebody with a password here": {"a01", "huiyin-demo", 0, true},
		"that, wrong":                   {"a01", standInPass, 0, false},
		"an empty password":             {"d01", "", 0, false},
		"a name without end":            {strings.Repeat("d", 200), standInPass, 0, false},
		"somebody of the domain":        {"d01", standInPass, 1, true},
		"somebody unknown":              {"x01", standInPass, 1, false},
	} {
		f.asked = 0
		if a := p.signIn(tt.account, tt.password, home); f.asked != tt.asked || (a.cookie() != nil) != tt.in {
			t.Errorf("%s: asked %d times, %d", name, f.asked, a.status)
		}
	}
	p.as("admin").must("/settings/domain-groups/1/drop")
	if a := p.signIn("d01", standInPass, home); a.cookie() != nil || sentences(a) != "账号或密码不正确。" {
		t.Errorf("without the group: %d %s", a.status, sentences(a))
	}
	f.asked = 0
	p.as("admin").must(domainSettings, "host", "dc1.example.com", "port", "636", "security", "tls", "base",
		"dc=example,dc=com", "filter", "(uid=%s)",
		"account", "uid", "name", "cn", "groups_by", "attribute", "member_of", "memberOf", "create", "1")
	if a := p.signIn("d01", standInPass, home); a.cookie() != nil || f.asked != 0 {
		t.Errorf("off: %d, asked %d times", a.status, f.asked)
	}
	p.verified()
}

// A domain that does not answer is left alone for a while, then asked again; what is not its fault is ours.
func TestDomainLogin_FaultsAndTheirEnd(t *testing.T) {
	p, f := inDomain(t)
	f.broken = &huiyin.DomainFault{Step: huiyin.DomainConnect, Err: errors.New("connection refused")}
	for range 5 {
		if a := p.signIn("d01", standInPass, home); a.status != http.StatusUnprocessableEntity ||
			!strings.Contains(sentences(a), "域服务器现在没有应答") {
			t.Fatalf("%d %s", a.status, sentences(a))
		}
	}
	if f.asked != 1 {
		t.Errorf("asked %d times at once", f.asked)
	}
	if n := strings.Count(p.log.String(), "connection refused"); n != 1 {
		t.Errorf("%d lines in the log", n)
	}
	f.broken = nil
	p.pass(domainRest + time.Second)
	if a := p.signIn("d01", standInPass, home); a.cookie() == nil {
		t.Errorf("back: %d %s", a.status, sentences(a))
	}
	if a := p.signIn("x01", "nein", home); sentences(a) != "账号或密码不正确。" {
		t.Errorf("back: %s", sentences(a))
	}
	f.broken = errors.New("out of order")
	if a := p.signIn("d01", standInPass, home); a.status != http.StatusInternalServerError ||
		strings.Contains(a.body, "out of order") {
		t.Errorf("a failure of ours: %d", a.status)
	}
	f.broken = nil
	if strings.Contains(p.log.String(), standInPass) {
		t.Error("a password is in the log")
	}
}

// A group that makes a vice president of somebody waits on the page of confirmations as anything else that raises a
// person; the right password that is told to wait is no wrong try (rules P10, P11).
func TestP10_ARoleByTheDomainIsConfirmedOnThePage(t *testing.T) {
	p, f := inDomain(t)
	f.people["d02"] = huiyin.DomainPerson{Account: "d02", Name: "丁二", Mail: "d02@example.com", In: []int64{2}}
	for range 12 {
		if a := p.signIn("d02", standInPass, home); a.status != http.StatusConflict || a.cookie() != nil ||
			!strings.Contains(sentences(a), "等待管理员或副总经理确认") {
			t.Fatalf("%d %s", a.status, sentences(a))
		}
	}
	p.check(
		row{"v01", get, "/", nil, 200, []string{"/confirmations#word-"}, nil},
		row{"v01", get, "/confirmations", nil, 200, []string{"/confirmations/1/decide", "cn=vps,dc=example,dc=com", "丁二"},
			[]string{"提出人", "/confirmations/2"}},
		row{"admin", get, "/confirmations", nil, 200, []string{`data-account="d02"`}, []string{"/decide", "/withdraw"}},
		row{"admin", post, "/confirmations/1/decide", []string{"decision", "approve"}, 403, nil, nil},
		row{"admin", post, "/confirmations/1/withdraw", nil, 403, nil, nil},
	)
	if p.store.Org().Person("d02") != nil {
		t.Fatal("opened before the second word")
	}
	p.as("v01").must("/confirmations/1/decide", "decision", "approve")
	if a := p.signIn("d02", standInPass, home); a.cookie() == nil || p.store.Org().Person("d02").Role != huiyin.VP {
		t.Errorf("after it: %d %s", a.status, sentences(a))
	}
	if got := p.rows("SELECT mail FROM reach WHERE account = 'd02'"); len(got) != 1 || got[0][0] != "d02@example.com" {
		t.Errorf("mail: %v", got)
	}
	p.verified()
}

// The second factor stands behind a password of the domain as behind any other.
func TestDomainLogin_SecondFactorStays(t *testing.T) {
	p, f := inDomain(t)
	f.people["d02"] = huiyin.DomainPerson{Account: "d02", Name: "丁二", In: []int64{2}}
	p.signIn("d02", standInPass, home) // waits for a second word (rule P10)
	p.as("v01").must("/confirmations/1/decide", "decision", "approve")
	p.password("admin")
	p.enrol(p.as("admin"))
	p.as("admin").must("/settings/figures", "second_factor", "1")
	a := p.signIn("d02", standInPass, home)
	if a.cookie() == nil {
		t.Fatalf("%d %s", a.status, sentences(a))
	}
	v := visitor{p, a.cookie().Value}
	if got := v.get("/complaints"); got.status != http.StatusSeeOther ||
		!strings.HasPrefix(got.location, "/account/security") {
		t.Errorf("without the second factor: %d %s", got.status, got.location)
	}
	v.must("/account/security/offer")
	offered, err := p.store.Second(t.Context(), "d02")
	if err != nil || offered == nil {
		t.Fatal(offered, err)
	}
	secret := offered.Secret
	if got := v.post("/account/security/take", "code", p.code(secret, 0), "password",
		standInPass); got.status != http.StatusOK {
		t.Fatalf("taking it: %d %s", got.status, sentences(got))
	}
	half := p.signIn("ding.er", standInPass, home)
	if half.cookie() != nil {
		t.Error("somebody else")
	}
	half = p.signIn("d02", standInPass, home)
	if !strings.HasPrefix(half.location, "/login/second") ||
		(visitor{p, half.cookie().Value}).get("/").status == http.StatusOK {
		t.Errorf("the password alone leads to %s", half.location)
	}
	p.as("admin").must("/settings/figures", "second_factor", "0")
	v = p.as("d02")
	if got := v.post("/account/security/drop", "password", "nein"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("switched off with a wrong password: %d", got.status)
	}
	f.broken = &huiyin.DomainFault{Step: huiyin.DomainConnect, Err: errors.New("away")}
	if got := v.post("/account/security/drop", "password", standInPass); got.status != http.StatusConflict {
		t.Errorf("while the domain is away: %d", got.status)
	}
	f.broken = nil
	p.pass(domainRest + time.Second)
	p.as("d02").must("/account/security/drop", "password", standInPass)
	p.verified()
}

// Who begins or ends to log in by the domain has no password here, and is out.
func TestDomainLogin_MarkingSomebody(t *testing.T) {
	p, f := inDomain(t)
	p.password("a01")
	f.people["a01"] = huiyin.DomainPerson{Account: "a01", Name: "林晓雯", In: []int64{1}}
	session := p.signIn("a01", "huiyin-demo", home).cookie()
	admin := p.as("admin")
	mark := func(domain string) {
		t.Helper()
		admin.must("/settings/people/a01", "name", "林晓雯", "role", "agent", "site", "HY", "domain", domain)
	}
	mark("1")
	if (visitor{p, session.Value}).get("/").status == http.StatusOK ||
		p.rows("SELECT password FROM person WHERE account = 'a01'")[0][0] != "" {
		t.Error("the old password lives on")
	}
	if p.signIn("a01", "huiyin-demo", home).cookie() != nil || p.signIn("a01", standInPass, home).cookie() == nil {
		t.Error("the wrong password counts")
	}
	if a := admin.post("/settings/people/a01/password", "password",
		"another-long-one"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a password for somebody of the domain: %d", a.status)
	}
	if a := admin.get("/settings/people/a01"); strings.Contains(a.body, `action="/settings/people/a01/password"`) ||
		!strings.Contains(a.body, "没有回音的密码") {
		t.Error("the page offers a password")
	}
	mark("")
	if p.signIn("a01", standInPass, home).cookie() != nil {
		t.Error("still by the domain")
	}
	admin.must("/settings/people/a01/password", "password", "another-long-one")
	if p.signIn("a01", "another-long-one", home).cookie() == nil {
		t.Error("the new password is not taken")
	}
	if a := admin.post("/settings/people/admin", "name", "系统管理员", "role", "agent", "admin", "1", "domain",
		"1"); a.status != http.StatusUnprocessableEntity || a.page().Find("#domain-wrong").Length() != 1 {
		t.Errorf("an administrator by the domain: %d", a.status)
	}
	p.verified()
}

// Nonsense in the forms of the administration is refused at its field, and nothing is kept.
func TestInput_DomainLoginForms(t *testing.T) {
	p, _ := inDomain(t)
	admin := p.as("admin")
	good := []string{"on", "1", "host", "dc1.example.com", "port", "636", "security", "tls", "base",
		"dc=example,dc=com", "filter", "(uid=%s)",
		"account", "uid", "name", "cn", "groups_by", "attribute", "member_of", "memberOf", "create", "1"}
	for _, tt := range []struct {
		path, field string
		bad         []string
	}{
		{domainSettings, "host", []string{"", "a b", "ldaps://dc1", long}},
		{domainSettings, "port", []string{"", "0", "x", "70000", "-1"}},
		{domainSettings, "security", []string{"", "ssl", long}}, {domainSettings, "ca", []string{"x", long}},
		{domainSettings, "bind", []string{long}},
		{domainSettings, "base", []string{"", "x", "=x", long, "dc=" + long}},
		{domainSettings, "filter", []string{"", "uid=%s", "(uid=x)", "(uid=%s", "(uid=%s))", "(uid=" + long + "%s)"}},
		{domainSettings, "account", []string{"", "a b", "姓名", long}}, {domainSettings, "name", []string{"", "*"}},
		{domainSettings, "mail", []string{"a,b"}},
		{domainSettings, "groups_by", []string{"", "x"}}, {domainSettings, "member_of", []string{"", "a=b"}},
		{domainSettings, "group_base", []string{"x"}}, {domainSettings, "group_filter", []string{"x", "(a=b)"}},
		{"/settings/domain-groups", "dn", []string{"", "x", "cn=agents,dc=example,dc=com", long}},
		{"/settings/domain-groups", "role", []string{"", "king"}},
		{"/settings/domain-groups/1", "site", []string{"", "XX"}},
		{"/settings/domain-groups/1", "department", []string{"xx"}},
		{"/settings/domain-groups/1", "sites", []string{"HY", "XX"}},
		{domainSettings + "/try", "try_account", []string{"", "nobody", long}},
	} {
		form := map[string]string{"try_account": "d01", "dn": "cn=new,dc=example,dc=com", "role": "agent", "site": "HY"}
		if tt.path == domainSettings {
			form = map[string]string{}
			for i := 0; i < len(good); i += 2 {
				form[good[i]] = good[i+1]
			}
		}
		for _, bad := range tt.bad {
			form[tt.field] = bad
			var pairs []string
			for name, value := range form {
				pairs = append(pairs, name, value)
			}
			before := p.contents()
			a := admin.post(tt.path, pairs...)
			if a.status != http.StatusUnprocessableEntity || a.page().Find("#"+tt.field+"-wrong").Length() != 1 {
				t.Errorf("%s %s=%.40q: %d %s", tt.path, tt.field, bad, a.status, sentences(a))
			}
			if p.contents() != before {
				t.Errorf("%s %s=%.40q: something was kept", tt.path, tt.field, bad)
			}
		}
	}
	p.check(
		row{"v01", "GET", domainSettings, nil, 403, nil, []string{"dc1.example.com"}},
		row{"a01", "POST", domainSettings, good, 403, nil, nil},
		row{"v01", "POST", domainSettings + "/try", []string{"try_account", "d01"}, 403, nil, []string{"丁一"}},
		row{"admin", "GET", "/settings/domain-groups/9", nil, 404, nil, nil},
		row{"admin", "GET", "/settings/domain-groups/x", nil, 404, nil, nil},
		row{"admin", "POST", "/settings/domain-groups/9", []string{"dn", "cn=x,dc=y", "role", "vp"}, 404, nil, nil},
		row{"admin", "POST", "/settings/domain-groups/9/drop", nil, 404, nil, nil},
		row{"admin", "POST", "/settings/domain-groups/1/drop", []string{"version", "7"}, 409, nil, nil},
		row{"admin", "POST", domainSettings, append([]string{"version", "7"}, good...), 409, nil, nil},
		row{"admin", "POST", domainSettings + "/try", []string{"try_account", "d01"}, 200, []string{"没有核对密码", "丁一"},
			nil},
		row{"admin", "GET", "/settings/journal", nil, 200, []string{"域服务器", "cn=agents,dc=example,dc=com"}, nil},
	)
	p.verified()
}
