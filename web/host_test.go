package web

import (
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// Once the portal's names are known, nothing is served under another (TRUST 26).
func TestHost_OnlyThePortalsOwnNames(t *testing.T) {
	p := newPortal(t)
	ask := func(host, path string) int {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Host = host
		w := httptest.NewRecorder()
		p.server.Handler().ServeHTTP(w, r)
		return w.Code
	}
	all := []string{"portal", "Portal:8080", "portal.", "127.0.0.1:1", "[::1]:8080", "10.0.0.5", "localhost", "evil.example",
		"portal.evil.example", ""}
	expect := func(name string, refused ...bool) {
		t.Helper()
		for i, host := range all {
			want := http.StatusOK
			if refused != nil && refused[i] {
				want = http.StatusMisdirectedRequest
			}
			if got := ask(host, "/login"); got != want {
				t.Errorf("%s: %q: %d, want %d", name, host, got, want)
			}
		}
	}
	expect("nothing is set")
	p.as("admin").must("/settings/delivery", "portal", "http://portal:8080/", "port", "25", "security", "plain")
	strange := []bool{false, false, false, false, false, false, false, true, true, true}
	expect("an address is set", strange...)
	if got := ask("evil.example", "/healthz"); got != http.StatusOK {
		t.Errorf("healthz: %d", got)
	}
	p.server.Certificate = func() []*x509.Certificate { return []*x509.Certificate{{DNSNames: []string{"*.evil.example"}}} }
	strange[8] = false
	expect("a certificate vouches for more", strange...)
}

// Nobody shuts themselves out by a mistyped address: it is kept only where the present request would still be served.
func TestHost_AMistypedAddressShutsNobodyOut(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	set := func(host, portal string) answer {
		form := url.Values{"portal": {portal}, "port": {"25"}, "security": {"plain"}, "from": {"h@corp.example"}}
		r := httptest.NewRequest(http.MethodPost, "/settings/delivery", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", urlencoded)
		r.Host = host
		return admin.send(r)
	}
	for _, step := range []struct {
		host, portal string
		status       int
		kept         string // what the settings have afterwards
	}{
		{"portal:8080", "http://protal:8080", 422, ""},
		{"portal:8080", "http://192.168.1.10:8080", 422, ""},
		{"portal:8080", "http://portal:8080/", 303, "http://portal:8080"},
		{"Portal.:8080", "http://portal", 303, "http://portal"},
		{"portal", "https://new.corp.example", 422, "http://portal"},
		{"new.corp.example", "https://new.corp.example", 421, "http://portal"},
		{"192.168.1.10:8080", "https://new.corp.example", 303, "https://new.corp.example"},
		{"portal", "http://portal", 421, "https://new.corp.example"},
		{"[::1]:8080", "http://protal", 303, "http://protal"}, // mistyped, and put right the same way
		{"localhost", "http://portal", 303, "http://portal"},
		{"portal", "", 303, ""},
	} {
		a := set(step.host, step.portal)
		if got := p.store.Delivery().Portal; a.status != step.status || got != step.kept {
			t.Errorf("%s from %s: %d, kept %q %s", step.portal, step.host, a.status, got, sentences(a))
		}
		if a.status == http.StatusUnprocessableEntity && (a.page().Find("#portal-wrong").Length() != 1 ||
			!strings.Contains(a.body, `value="`+step.portal+`"`) || !strings.Contains(a.body, "h@corp.example")) {
			t.Errorf("%s from %s: no sentence at the field, or the typing is lost", step.portal, step.host)
		}
	}
	p.server.Certificate = func() []*x509.Certificate { return []*x509.Certificate{{DNSNames: []string{"portal"}}} }
	if a := set("portal", "http://protal"); a.status != http.StatusSeeOther {
		t.Errorf("a name that the certificate vouches for stays good: %d %s", a.status, sentences(a))
	}
	p.verified()
}
