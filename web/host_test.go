package web

import (
	"crypto/x509"
	"net/http"
	"net/http/httptest"
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
