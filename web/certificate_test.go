package web

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
	"huiyin/web/certificate"
)

// over serves a portal with a certificate that ends after left, behind an authority of the company's own or
// behind one that browsers know.
func (p *portal) over(left time.Duration, own bool) {
	p.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	_, private, err := net.ParseCIDR("10.0.0.0/8")
	if err != nil {
		p.t.Fatal(err)
	}
	make := func(t, parent *x509.Certificate) *x509.Certificate {
		t.SerialNumber, t.NotBefore = big.NewInt(1), p.now.Add(-time.Hour)
		der, err := x509.CreateCertificate(rand.Reader, t, parent, &key.PublicKey, key)
		if err != nil {
			p.t.Fatal(err)
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			p.t.Fatal(err)
		}
		return c
	}
	t := &x509.Certificate{
		Subject: pkix.Name{CommonName: "Office CA"}, NotAfter: p.now.AddDate(10, 0, 0), IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
		PermittedDNSDomains: []string{"portal.corp.example"}, PermittedIPRanges: []*net.IPNet{private},
	}
	ca := make(t, t)
	leaf := make(&x509.Certificate{NotAfter: p.now.Add(left), DNSNames: []string{"portal.corp.example", "localhost"},
		IPAddresses: []net.IP{{10, 0, 0, 5}, {127, 0, 0, 1}}}, ca)
	o := p.server.Options
	o.Secure, o.Certificate = true, func() []*x509.Certificate {
		if own {
			return []*x509.Certificate{leaf, ca}
		}
		return []*x509.Certificate{leaf}
	}
	p.server = New(p.store, o)
	p.t.Cleanup(p.server.downloads.end)
}

func plainGet(path string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept", "text/html")
	return r
}

func TestTheCompanysOwnAuthorityIsHandedOut(t *testing.T) {
	p := newPortal(t)
	const guide = `href="/certificate"`
	p.check(
		row{"", "GET", "/certificate", nil, 404, nil, nil},
		row{"", "GET", "/certificate/" + huiyin.AuthorityFile, nil, 404, nil, nil},
		row{"", "GET", "/login", nil, 200, nil, []string{guide}},
	)
	p.over(90*24*time.Hour, false) // of an authority that browsers know
	p.check(
		row{"", "GET", "/certificate", nil, 404, nil, nil},
		row{"", "GET", "/certificate/guide.pdf", nil, 404, nil, nil},
		row{"", "GET", "/login", nil, 200, nil, []string{guide}},
	)
	p.over(90*24*time.Hour, true)
	ca := p.server.chain()[1]
	a := certificate.Authority(p.server.chain(), "8443")
	p.check(
		row{"", "GET", "/login", nil, 200, []string{guide}, nil},
		row{"", "GET", "/about", nil, 200, []string{guide}, nil},
		row{"", "GET", "/certificate", nil, 200,
			[]string{huiyin.Fingerprint(a.SHA256), huiyin.Fingerprint(a.SHA1), "Office CA",
				"https://portal.corp.example<", "https://10.0.0.5<", "certutil -addstore -f Root huiyin-ca.crt",
				"/certificate/" + huiyin.AuthorityFile, huiyin.GuideBound},
			[]string{"localhost", "127.0.0.1", "PRIVATE"}},
		row{"", "GET", "/certificate/guide.pdf", nil, 200, []string{"%PDF-"}, nil},
	)
	if got := strings.Join(a.Addresses, " "); got != "https://portal.corp.example:8443 https://10.0.0.5:8443" {
		t.Error(got)
	}
	file := p.as("").get("/certificate/" + huiyin.AuthorityFile)
	block, rest := pem.Decode([]byte(file.body))
	if block == nil || block.Type != "CERTIFICATE" || string(block.Bytes) != string(ca.Raw) || len(rest) > 0 ||
		file.header.Get("Content-Type") != "application/x-x509-ca-cert" {
		t.Errorf("%v: %s", file.header, file.body)
	}
	for path, kinds := range map[string]string{"/certificate": "text/html",
		"/certificate/guide.pdf": "application/pdf"} {
		if got := p.as("").get(path).header.Get("Content-Type"); !strings.HasPrefix(got, kinds) {
			t.Errorf("%s: %s", path, got)
		}
	}
	for _, lang := range []string{"en", "zh-Hant"} {
		r := plainGet("/certificate")
		r.Header.Set("Accept-Language", lang)
		if a := (visitor{p: p}).send(r); a.status != 200 || strings.Contains(a.body, "证书安装说明") {
			t.Errorf("%s: %d", lang, a.status)
		}
	}
}

func TestACertificateThatEndsSoonIsCalledToMind(t *testing.T) {
	p := newPortal(t)
	// a rehearsal
	p.check(row{"admin", "GET", "/status", nil, 200, []string{`data-status="certificate"`, "没有证书"},
		[]string{`data-wrong="certificate"`}})
	p.server.Rehearsal = nil
	p.check(row{"admin", "GET", "/status", nil, 200, []string{`data-wrong="certificate"`}, nil})
	for left, soon := range map[time.Duration]bool{31 * 24 * time.Hour: false, 29*24*time.Hour + time.Hour: true,
		-time.Hour: true} {
		p.over(left, true)
		banner := map[bool]string{true: "网站证书还有 29 天到期，请更换"}[left > 0]
		if banner == "" {
			banner = "网站证书还有 0 天到期，请更换"
		}
		who := func(account, path, what string, there bool) {
			t.Helper()
			v := p.as(account)
			r := plainGet(path)
			r.Header.Set("Cookie", "__Host-"+cookieName+"="+v.cookie)
			if a := (visitor{p: p}).send(r); a.status != 200 || strings.Contains(a.body, what) != there {
				t.Errorf("%v left, %s at %s: %d, %q shown: %v", left, account, path, a.status, what, !there)
			}
		}
		who("admin", "/status", `data-wrong="certificate"`, soon)
		who("admin", "/", banner, soon)
		who("v01", "/", "网站证书", false)
	}
}

// Over TLS a cookie under the plain name, which another site of the host or a plain connection may have set,
// logs nobody in.
func TestThePlainCookieCountsForNothingOverTLS(t *testing.T) {
	p := newPortal(t)
	if a := p.as("s01").get("/"); a.status != 200 || a.header.Get("Strict-Transport-Security") != "" {
		t.Errorf("plain: %d, %v", a.status, a.header)
	}
	p.over(90*24*time.Hour, true)
	if a := p.as("s01").get("/"); a.status != 303 || a.location != "/login" ||
		a.header.Get("Strict-Transport-Security") == "" {
		t.Errorf("over TLS: %d to %q, %v", a.status, a.location, a.header)
	}
}

// What Prometheus reads has routes by their pattern and nothing that anybody typed; it is for this machine only.
func TestMetricsHoldNothingOfCustomers(t *testing.T) {
	p := newPortal(t)
	c := p.as("u01").record("name", "Winterbottom")
	for _, path := range []string{c, "/search?q=Winterbottom", "/complaints?q=13800138000", "/nowhere/Winterbottom",
		"/attachments/Winterbottom"} {
		p.as("u01").get(path)
	}
	if a := p.as("admin").get("/metrics"); a.status != http.StatusNotFound {
		t.Errorf("metrics from elsewhere: %d", a.status)
	}
	r := plainGet("/metrics")
	r.RemoteAddr = "127.0.0.1:40000"
	w := httptest.NewRecorder()
	p.server.Handler().ServeHTTP(w, r)
	body := w.Body.String()
	if w.Code != http.StatusOK || !strings.Contains(body, `route="/complaints/:number"`) {
		t.Fatalf("metrics: %d", w.Code)
	}
	for _, secret := range []string{"Winterbottom", "13800138000", "王小明", "TS-JY-", "u01"} {
		if strings.Contains(body, secret) ||
			strings.Contains(strings.ReplaceAll(p.log.String(), "account=u01", ""), secret) {
			t.Errorf("metrics or log hold %s", secret)
		}
	}
	dbtest.Discreet(t, p.store.Dir(), body)
}
