package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/cmd/huiyin/demo"
	"huiyin/huiyin"
)

// makeCert runs huiyin cert and gives the certificate that it made.
func makeCert(t *testing.T, data string, args ...string) *x509.Certificate {
	t.Helper()
	if status, _, errs := commandLine(t, nil, append([]string{"cert", "--data", data}, args...)...); status != 0 {
		t.Fatal(errs)
	}
	c, err := readCert(filepath.Join(data, "tls", serverCert))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func trusting(t *testing.T, data string) *x509.CertPool {
	t.Helper()
	ca, err := os.ReadFile(filepath.Join(data, "tls", authorityCert))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		t.Fatal("no authority")
	}
	return pool
}

func TestCertIsRenewedByTheSameAuthority(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	first := makeCert(t, data, "--names", "Portal.corp.example, 192.168.10.5,203.0.113.9,[fd00::5]")
	kept := map[string]string{}
	for _, name := range []string{"data/tls/" + authorityCert, "data-authority/" + authorityKey, "data/tls/" + serverKey} {
		b, err := os.ReadFile(filepath.Join(filepath.Dir(data), name))
		if err != nil {
			t.Fatal(err)
		}
		kept[name] = string(b)
	}
	again := makeCert(t, data)
	if again.SerialNumber.Cmp(first.SerialNumber) == 0 || !slices.Equal(again.DNSNames, first.DNSNames) ||
		!slices.Equal(ips(again), ips(first)) {
		t.Errorf("renewed for %v %v, was %v %v", again.DNSNames, ips(again), first.DNSNames, ips(first))
	}
	for name, was := range kept {
		if b, err := os.ReadFile(filepath.Join(filepath.Dir(data), name)); err != nil || string(b) != was {
			t.Errorf("%s was written over, %v", name, err)
		}
	}
	private(t, filepath.Join(data, "tls"))
	private(t, data+"-authority")
	if exists(filepath.Join(data, "tls", authorityKey)) {
		t.Error("the authority's key lies beside the portal's")
	}
	if days := again.NotAfter.Sub(again.NotBefore).Hours() / 24; days > 825 ||
		again.NotBefore.After(time.Now().Add(-time.Hour)) {
		t.Errorf("valid %v days from %v: Apple's systems refuse more than 825, and clocks may be late", days,
			again.NotBefore)
	}

	pool := trusting(t, data)
	for host, good := range map[string]bool{"portal.corp.example": true, "192.168.10.5": true, "203.0.113.9": true,
		"fd00::5": true, "localhost": true, "127.0.0.1": true, "www.example.com": false, "192.168.10.6": false, "10.1.2.3": false, "fd00::6": false} {
		if _, err := again.Verify(x509.VerifyOptions{Roots: pool, DNSName: host}); (err == nil) != good {
			t.Errorf("%s: %v", host, err)
		}
	}

	for name, tt := range map[string]struct {
		names, want string
		before      func(dir string) error
	}{
		"a name it may not vouch for": {"bank.example", "can only vouch for portal.corp.example", nil},
		"an address of the internet":  {"8.8.8.8", "can only vouch for", nil},
		"no name":                     {"not a name", "neither a host name nor an address", nil},
		"a wildcard":                  {"*.corp.example", "neither a host name nor an address", nil},
		"an authority without its key": {"", "ca.key is missing: put it back",
			func(dir string) error { return os.Remove(keyBeside(dir)) }},
		"a key without its authority": {"", "ca.crt is missing: put it back",
			func(dir string) error { return os.Remove(filepath.Join(dir, authorityCert)) }},
		"the key of another": {"", "does not belong to", func(dir string) error {
			if err := os.Remove(keyBeside(dir)); err != nil {
				return err
			}
			_, err := newKey(keyBeside(dir))
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			made := makeCert(t, data, "--names", "portal.corp.example")
			if tt.before != nil {
				if err := tt.before(filepath.Join(data, "tls")); err != nil {
					t.Fatal(err)
				}
			}
			args := []string{"cert", "--data", data}
			if tt.names != "" {
				args = append(args, "--names", tt.names)
			}
			if status, _, errs := commandLine(t, nil, args...); status != 1 || !strings.Contains(errs, tt.want) ||
				strings.Count(errs, "\n") != 1 {
				t.Errorf("status %d, %q", status, errs)
			}
			if c, err := readCert(filepath.Join(data, "tls", serverCert)); err != nil ||
				c.SerialNumber.Cmp(made.SerialNumber) != 0 {
				t.Errorf("the certificate in use was touched, %v", err)
			}
		})
	}

	ca, err := openAuthority(filepath.Join(data, "tls"), data+"-authority", hosts{}, time.Now().AddDate(9, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	late, err := ca.renew(filepath.Join(data, "tls"), hosts{names: []string{"localhost"}}, time.Now().AddDate(9, 0, 0))
	if err != nil || !late.NotAfter.Equal(ca.cert.NotAfter) {
		t.Errorf("a certificate outlives its authority: %v", err)
	}
	if _, err := openAuthority(filepath.Join(data, "tls"), data+"-authority", hosts{}, time.Now().AddDate(10, 0, -5)); err == nil ||
		!strings.Contains(err.Error(), "begin with a new one") {
		t.Errorf("an authority at its end: %v", err)
	}
}

// keyBeside is where the authority's key of a folder lies: beside the data.
func keyBeside(dir string) string { return filepath.Join(filepath.Dir(dir)+"-authority", authorityKey) }

// private proves that nobody but the owner reads what is below a directory.
func private(t *testing.T, dir string) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		want := os.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if seen++; info.Mode().Perm() != want {
			t.Errorf("%s: %v, want %v", path, info.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil || seen < 2 {
		t.Errorf("%d files, %v", seen, err)
	}
}

// The portal is served with the certificate of huiyin cert to who trusts its authority and nobody else; cookies
// stay on TLS; plain HTTP is told where to go; a renewed certificate is taken over while it serves, a broken one not.
func TestServeOverTLS(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	first := makeCert(t, data, "--names", "portal.corp.example")
	cert, key := filepath.Join(data, "tls", serverCert), filepath.Join(data, "tls", serverKey)
	s := startServing(t, "--data", data, "--demo", "--rehearsal", "2025-03-03T10:00:00+08:00", "--tls-cert", cert,
		"--tls-key", key)
	if !strings.HasPrefix(s.base, "https://127.0.0.1:") {
		t.Fatal(s.base)
	}
	addr := strings.TrimPrefix(s.base, "https://")
	pool := trusting(t, data)
	shown := func() *x509.Certificate {
		t.Helper()
		conn, err := tls.Dial("tcp", addr, &tls.Config{RootCAs: pool})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		return conn.ConnectionState().PeerCertificates[0]
	}
	if shown().SerialNumber.Cmp(first.SerialNumber) != 0 {
		t.Error("another certificate is shown")
	}
	if conn, err := tls.Dial("tcp", addr, &tls.Config{}); err == nil {
		_ = conn.Close()
		t.Error("who does not trust the authority is satisfied")
	}
	if conn, err := tls.Dial("tcp", addr,
		&tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11}); err == nil { // #nosec G402
		_ = conn.Close()
		t.Error("TLS 1.1 is spoken")
	}

	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer c.CloseIdleConnections()
	res, err := c.PostForm(s.base+"/login", url.Values{"username": {"admin"}, "password": {demo.Password}})
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	cookie := res.Header.Get("Set-Cookie")
	for _, want := range []string{"__Host-huiyin=", "; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q lacks %q", cookie, want)
		}
	}
	if strings.Contains(cookie, "Domain=") || res.StatusCode != http.StatusSeeOther ||
		res.Header.Get("Strict-Transport-Security") != "max-age=31536000" {
		t.Errorf("%d, cookie %q, HSTS %q", res.StatusCode, cookie, res.Header.Get("Strict-Transport-Security"))
	}
	if status, body := get(t, c, s.base+"/status"); status != http.StatusOK ||
		!strings.Contains(body, `data-status="certificate"`) || strings.Contains(body, `data-wrong="certificate"`) {
		t.Errorf("status page: %d", status)
	}
	if status, body := get(t, c, s.base+"/certificate/"+huiyin.AuthorityFile); status != http.StatusOK ||
		!strings.Contains(read(t, filepath.Join(data, "tls", authorityCert)), strings.TrimSpace(body)) ||
		strings.Contains(body, "KEY") {
		t.Errorf("the authority handed out: %d, %s", status, body)
	}

	// Plain HTTP on the same port.
	for _, tt := range []struct{ request, status, location string }{
		{"GET /complaints?q=a%20b HTTP/1.1\r\nHost: portal.corp.example:8443\r\n\r\n", "307",
			"https://portal.corp.example:8443/complaints?q=a%20b"},
		{"GET http://elsewhere.example//evil/x HTTP/1.1\r\nHost: portal\r\n\r\n", "400", ""},
		{"GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", "400", ""},
		{"POST /login HTTP/1.1\r\nHost: portal\r\nContent-Length: 10\r\n\r\nusername=a", "400", ""},
	} {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, tt.request); err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil || !strings.HasPrefix(res.Status, tt.status) || res.Header.Get("Location") != tt.location ||
			!strings.Contains(string(body), "https://") || res.Header.Get("Set-Cookie") != "" {
			t.Errorf("%q: %s to %q, %q, %v", tt.request, res.Status, res.Header.Get("Location"), body, err)
		}
		_ = conn.Close()
	}
	for _, garbage := range []string{"\x00\x01\x02", "SSH-2.0-x\r\n", strings.Repeat("A", 20<<10)} {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, garbage)
		_ = conn.(*net.TCPConn).CloseWrite()
		if b, _ := io.ReadAll(conn); len(b) > 0 {
			t.Errorf("garbage is answered with %q", b)
		}
		_ = conn.Close()
	}

	if err := os.WriteFile(cert, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	if shown().SerialNumber.Cmp(first.SerialNumber) != 0 {
		t.Error("a broken file is shown")
	}
	second := makeCert(t, data, "--names", "portal.corp.example")
	if shown().SerialNumber.Cmp(second.SerialNumber) != 0 {
		t.Error("the renewed certificate is not taken over")
	}
	if status := s.end(t); status != 0 {
		t.Errorf("status %d: %s", status, s.errs)
	}
	for _, want := range []string{"msg=certificate until=", `msg="certificate not renewed"`} {
		if !strings.Contains(s.errs.String(), want) {
			t.Errorf("the log lacks %s", want)
		}
	}
	private(t, data)
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestServeNeedsACertificateThatFits(t *testing.T) {
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	makeCert(t, one)
	makeCert(t, two)
	for name, pair := range map[string][2]string{
		"no file":         {filepath.Join(dir, "none"), filepath.Join(one, "tls", serverKey)},
		"another's key":   {filepath.Join(one, "tls", serverCert), filepath.Join(two, "tls", serverKey)},
		"no certificate":  {filepath.Join(one, "tls", serverKey), filepath.Join(one, "tls", serverKey)},
		"the wrong order": {filepath.Join(one, "tls", serverKey), filepath.Join(one, "tls", serverCert)},
	} {
		status, _, errs := commandLine(t, nil, "serve", "--data", filepath.Join(dir, "data"), "--addr", "127.0.0.1:0",
			"--tls-cert", pair[0], "--tls-key", pair[1])
		if status != 1 || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "--tls-cert and --tls-key: ") {
			t.Errorf("%s: status %d, %q", name, status, errs)
		}
	}
}

func TestCertNamesThisMachineByItself(t *testing.T) {
	h, err := namesFor("", nil)
	if err != nil || !slices.Contains(h.names, "localhost") ||
		!slices.ContainsFunc(h.ips, net.IPv4(127, 0, 0, 1).Equal) {
		t.Errorf("%v, %v", h, err)
	}
	status, out, errs := commandLine(t, nil, "cert", "--data", t.TempDir(), "--addr", ":8443", "--names",
		"portal.corp.example")
	for _, want := range []string{"until " + fmt.Sprint(time.Now().AddDate(0, 0, serverDays).Year()), "SHA-256 ",
		guidePaper, "huiyin serve --tls-cert "} {
		if status != 0 || !strings.Contains(out, want) {
			t.Errorf("status %d, lacks %q: %s%s", status, want, out, errs)
		}
	}
}
