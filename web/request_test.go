package web

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// furnished is a portal with something of every kind in it, whose routes have real addresses.
type furnished struct {
	*portal
	number  string // of a case that has a task, a measure, a payment and an attachment
	numbers *strings.Replacer
	reads   *sql.Conn
	commits int
	tries   []string // as they were counted when commits was
}

// furnish builds it.
func furnish(t testing.TB) *furnished {
	t.Helper()
	p := newPortal(t)
	w := &furnished{portal: p}
	c := cases["executing"](p)
	w.number = strings.TrimPrefix(c, "/complaints/")
	q, praise := p.as("a01").inquire("handler", "b01"), p.as("a01").praise()
	shown := strings.TrimPrefix(cases["signed"](p), "/complaints/")
	said := cases["crisis"](p)
	docs := map[string]string{}
	for kind, fixture := range map[string]string{"reports": "commented", "quarters": "evaluated", "meetings": "meeting",
		"plans": "planned", "samples": "drawn"} {
		docs[kind] = cases[fixture](p)
	}
	p.as("s01").must("/views", "name", "噪音", "list", "category=noise")
	p.as("admin").must("/settings/people/b01", "name", "何佳", "role", "manager", "sites", "LT")
	p.as("a01").must(p.customer(c)+"/requests", "kind", "see", "way", "phone", "asked", "要求查阅", "site", "HY", "handler",
		"h01")
	p.trayed("a01")
	w.numbers = strings.NewReplacer(
		"/complaints/:number/signings/:n", "/complaints/"+shown+"/signings/1", "/complaints/:number/:paper",
		c+"/form.pdf", "/complaints/:number/measures/:measure", c+"/measures/1.pdf",
		"/complaints/:number", c, "/inquiries/:inquiry", q, "/praises/:praise", praise,
		"/units/import/:id", cases["units"](p), "/customers/import/:id", cases["customers"](p), "/units/:site/:code", "/units/HY/5-1-1203",
		"/crises/alarm/:alarm", cases["alarm"](p), "/crises/holding/:doc", cases["holding"](p),
		"statement-:file", "statement-1.pdf", "handover-:file", "handover-1.pdf", "/crises/:crisis", said,
		"/figures/reports/:doc", docs["reports"], "/figures/quarters/:doc", docs["quarters"], "/figures/meetings/:doc",
		docs["meetings"], "/figures/plans/:doc", docs["plans"], "/figures/samples/:doc", docs["samples"],
		"/destruction-lists/:doc", cases["destruction list"](p), "/archive-lists/:doc", cases["archive list"](p),
		"/customers/:customer", p.customer(c), "/data-requests/:request", p.request(c), ":number", w.number,
		":circular", "1.pdf", ":account", "a02",
		"/sites/:code", "/sites/HY", "/departments/:code", "/departments/legal", "/categories/:code",
		"/categories/noise", ":code", "HY", ":job", "1", ":id", "1", ":n", "1", "*", "css/app.css")
	p.rows("SELECT 1")
	reads, err := p.beside.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.reads = reads
	t.Cleanup(func() { _ = reads.Close() })
	w.committed()
	return w
}

// at is a real address of a route.
func (w *furnished) at(r route) string { return w.numbers.Replace(r.path) }

// committed tells whether anything was stored since it was asked last.
func (w *furnished) committed() bool {
	w.t.Helper()
	w.made()
	w.server.telling.Wait() // what is written beside an answer
	var n int
	if err := w.reads.QueryRowContext(context.Background(), "PRAGMA data_version").Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	tries := w.rows("SELECT coalesce(sum(remaining), 0), count(*), coalesce(max(at), 0) FROM attempt")[0]
	before, tried := w.commits, !slices.Equal(tries, w.tries) // a wrong try is counted, whatever the answer (rule P11)
	w.commits, w.tries = n, tries
	return n != before && !tried
}

// ableOn is who may do most on a route.
func ableOn(r route) string {
	switch {
	case r.action == huiyin.ActionManage:
		return "admin"
	case strings.Contains(r.path, "/account/"), strings.Contains(r.path, "/views"):
		return "s01"
	}
	return "v01"
}

// nothing proves that a refusal says what is wrong in words, on a page, and has stored nothing.
func (w *furnished) nothing(what string, a answer) {
	w.t.Helper()
	if !slices.Contains(append([]int{http.StatusMethodNotAllowed}, allowed...), a.status) {
		w.t.Errorf("%s: %d", what, a.status)
	}
	// which stands there anyhow
	if a.status >= 400 && !strings.Contains(a.header.Get("Content-Type"), "event-stream") && len(sentences(a)) < 6 &&
		!strings.Contains(a.body, "演练中不自动备份。") {
		w.t.Errorf("%s: %d without a sentence: %s", what, a.status, fmt.Sprintf("%.90s", a.page().Find("main").Text()))
	}
	if w.committed() && a.status >= 400 {
		w.t.Errorf("%s: %d, and something was stored", what, a.status)
	}
}

func quick(method, path string, body io.Reader) *http.Request {
	r := httptest.NewRequest(method, "/", body)
	r.Header.Set("Accept", "text/html")
	if u, err := url.ParseRequestURI(path); err == nil {
		r.URL, r.RequestURI = u, path
	}
	return r
}

// What no browser sends, to every route that there is, on one portal.
func TestInput_OfEveryRoute(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	w := furnish(t)
	for _, part := range []struct {
		name string
		test func(*testing.T, *furnished)
	}{
		{"methods", methodsOfEveryRoute},
		{"file names", fileNames},
		{"ranges and conditions", rangesAndConditions},
		{"path tricks", pathTricks},
		{"forged headers", forgedHeaders},
		{"odd bodies", oddBodiesOfEveryRoute},
		{"odd values", oddValuesOfEveryField},
		{"broken HTTP", brokenHTTP},
		{"lines in the log", logLinesStayLines},
	} {
		t.Run(part.name, func(t *testing.T) {
			w.t = t
			part.test(t, w)
			w.verified()
		})
	}
	w.t = t
}

// methods are those that HTTP knows, and two that it does not.
var methods = strings.Fields("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT BREW get")

// Every address answers a method that it does not know with 405, the methods that it knows and a sentence, and
// nothing is changed; no header makes another method of one.
func methodsOfEveryRoute(t *testing.T, w *furnished) {
	e := w.server.echo
	asked := 0
	for _, r := range w.server.routes() {
		path := w.at(r)
		v := w.as(ableOn(r))
		w.committed()
		for _, m := range methods {
			c := e.NewContext(quick(m, path, nil), httptest.NewRecorder())
			e.Router().Find(m, path, c)
			if c.Path() == r.path && m == r.method || c.Path() != r.path &&
				(m == get || m == post || m == http.MethodHead) && c.Path() != "/*" {
				continue // its own, or another route's
			}
			a := v.send(quick(m, path, nil))
			asked++
			what := m + " " + path
			switch {
			case m == http.MethodHead && a.status < 400:
				if w.committed() {
					t.Errorf("%s stored something", what)
				}
			case m == http.MethodOptions:
				if a.status != http.StatusNoContent || a.header.Get("Allow") == "" {
					t.Errorf("%s: %d %v", what, a.status, a.header)
				}
			case c.Path() == r.path && (m == get || m == post || m == http.MethodHead): // registered beside
				if a.status >= 500 {
					t.Errorf("%s: %d", what, a.status)
				}
			case a.status != http.StatusMethodNotAllowed || !strings.Contains(a.header.Get("Allow"), r.method):
				t.Errorf("%s: %d, Allow %q, want %s among them", what, a.status, a.header.Get("Allow"), r.method)
			}
			if m != http.MethodOptions && m != http.MethodHead {
				w.nothing(what, a)
			}
		}
		if r.method == post {
			for _, header := range []string{"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"} {
				ask := quick(get, path+"?_method=post", nil)
				ask.Header.Set(header, "POST")
				a := v.send(ask)
				if w.committed() && a.status == http.StatusSeeOther {
					t.Errorf("GET %s with %s acted", path, header)
				}
			}
		}
	}
	t.Logf("%d requests", asked)
}

// Tricks with an address lead nobody past the guard: without a log-in they give a log-in or nothing, and
// with one a page of the portal or a refusal in words.
func pathTricks(t *testing.T, w *furnished) {
	tricks := map[string]func(string) string{
		"slash":        func(p string) string { return p + "/" },
		"dot":          func(p string) string { return p + "/." },
		"dots":         func(p string) string { return "/login/.." + p },
		"coded dots":   func(p string) string { return "/static/%2e%2e" + p },
		"coded slash":  func(p string) string { return strings.Replace(p, "/", "%2f", 2) },
		"last coded":   func(p string) string { i := strings.LastIndex(p, "/"); return p[:i] + "%2F" + p[i+1:] },
		"double":       func(p string) string { return "/" + p },
		"double below": func(p string) string { i := strings.LastIndex(p, "/"); return p[:i] + "//" + p[i+1:] },
		"matrix":       func(p string) string { return p + ";x=1" },
		"NUL":          func(p string) string { return p + "%00" },
		"NUL and more": func(p string) string { return p + "%00.css" },
		"suffix":       func(p string) string { return p + ".css" },
		"upper case":   strings.ToUpper,
		"broken UTF-8": func(p string) string { return p + "%ff%fe" },
		"overlong":     func(p string) string { return p + "%c0%af" },
		"turned":       func(p string) string { return p + "%e2%80%ae" },
		"line end":     func(p string) string { return p + "%0d%0aSet-Cookie:%20x=y" },
		"backslash":    func(p string) string { return strings.ReplaceAll(p, "/", "%5c") },
		"space":        func(p string) string { return p + "%20" },
		"static":       func(p string) string { return "/static/.." + p },
		"very long":    func(p string) string { return p + strings.Repeat("%E9%95%BF", 900) },
	}
	public := map[string]bool{}
	for _, r := range w.server.routes() {
		public[r.path] = r.action == huiyin.Public
	}
	nobody, names := w.as(""), slices.Sorted(maps.Keys(tricks))
	asked := 0
	for i, r := range w.server.routes() {
		v := w.as(ableOn(r))
		w.committed()
		for j, name := range names {
			path := tricks[name](w.at(r))
			what := r.method + " " + path[:min(len(path), 120)]
			a := nobody.send(quick(r.method, path, strings.NewReader("")))
			asked++
			if a.status < 400 && a.status != http.StatusSeeOther {
				c := w.server.echo.NewContext(quick(r.method, path, nil), httptest.NewRecorder())
				if u, err := url.ParseRequestURI(path); err == nil {
					w.server.echo.Router().Find(r.method, echo.GetPath(&http.Request{URL: u}), c)
				}
				if !public[c.Path()] {
					t.Errorf("%s without a log-in: %d by %s", what, a.status, c.Path())
				}
			}
			if to, err := url.Parse(a.location); a.status == http.StatusSeeOther &&
				(err != nil || to.Host != "" || to.Path != "/login" && to.Path != "/") {
				t.Errorf("%s without a log-in leads to %s", what, a.location)
			}
			if w.committed() {
				t.Errorf("%s without a log-in stored something", what)
			}
			if (i+j)%5 != 0 {
				continue
			}
			a = v.send(quick(r.method, path, strings.NewReader("")))
			asked++
			if a.status == http.StatusOK && r.method == get { // the page itself under another name, or a paper
				w.committed()
				continue
			}
			if r.path == "/logout" && a.status < 400 {
				v = w.as(ableOn(r))
				w.committed()
			}
			w.nothing(what, a)
			for k, vs := range a.header {
				if k == "Set-Cookie" && strings.HasPrefix(vs[0], "x=") ||
					strings.ContainsAny(strings.Join(vs, ""), "\r\n") {
					t.Errorf("%s answers with %s: %q", what, k, vs)
				}
			}
		}
	}
	t.Logf("%d requests", asked)
}

// No header that a client or a proxy may forge is believed: no address of another house comes into a page or a
// redirect, no other page is shown, and a guesser is known by where they really come from.
func forgedHeaders(t *testing.T, w *furnished) {
	forged := func(r *http.Request) *http.Request {
		r.Host = "evil.example"
		for _, name := range strings.Fields("X-Forwarded-Host X-Forwarded-Server X-Host X-Original-Host Forwarded " +
			"X-Forwarded-Prefix") {
			r.Header.Set(name, "evil.example")
		}
		for _, name := range strings.Fields("X-Forwarded-For X-Real-Ip True-Client-Ip Client-Ip X-Client-Ip " +
			"Cf-Connecting-Ip X-Remote-Ip") {
			r.Header.Set(name, "127.0.0.1")
		}
		for _, name := range strings.Fields("X-Original-Url X-Rewrite-Url") {
			r.Header.Set(name, "/settings")
		}
		r.Header.Set("X-Forwarded-Proto", "gopher")
		r.Header.Set("X-Request-Id", "evil.example")
		r.Header.Set("X-Remote-User", "admin")
		r.Header.Set("Authorization", "Basic YWRtaW46aHVpeWluLWRlbW8=")
		r.Header.Set("User-Agent", "evil.example\t<evil>")
		r.Header.Set("Accept-Language", "evil.example, ;q=2, en;q=x, "+strings.Repeat("a-", 900))
		return r
	}
	for _, r := range w.server.routes() {
		if r.method != get {
			continue
		}
		path := w.at(r)
		plain := w.as("a01").send(quick(get, path, nil))
		for _, who := range []string{"", "a01"} {
			a := w.as(who).send(forged(quick(get, path, nil)))
			if who != "" && a.status != plain.status || a.status >= 500 {
				t.Errorf("GET %s as %q: %d, and without forging %d", path, who, a.status, plain.status)
			}
			if strings.Contains(a.body, "evil.example") || strings.Contains(fmt.Sprint(a.header), "evil.example") {
				t.Errorf("GET %s as %q names the forged house: %v", path, who, a.header)
			}
		}
	}
	if a := w.as("").send(forged(quick(get, "/metrics", nil))); a.status != http.StatusNotFound {
		t.Errorf("metrics for somebody who says to be here: %d", a.status)
	}
	w.password("a01")
	last := 0
	for i := range wrongByAddress + 5 {
		r := quick(post, "/login",
			strings.NewReader(url.Values{"username": {fmt.Sprintf("n%d", i)}, "password": {"x"}}.Encode()))
		r.Header.Set("Content-Type", urlencoded)
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.0.0.%d", i))
		r.Header.Set("X-Real-Ip", fmt.Sprintf("10.0.0.%d", i))
		last = w.as("").send(r).status
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("a guesser with many forged addresses gets %d", last)
	}
	if bytes.Contains(w.log.Bytes(), []byte("evil")) {
		t.Error("a forged header came into the log")
	}
}

// Ranges and conditions of any shape give the content, a part of it or a refusal.
func rangesAndConditions(t *testing.T, w *furnished) {
	v := w.as("v01")
	hash := w.rows("SELECT hash FROM attachment WHERE id = 1")[0][0]
	for _, path := range []string{"/attachments/1", "/static/css/app.css", "/scans/1", "/complaints/" + w.number,
		"/complaints/" + w.number + "/form.pdf"} {
		for name, values := range map[string][]string{
			"Range": {"bytes=0-0", "bytes=-1", "bytes=5-2", "bytes=99999-",
				"bytes=0-18446744073709551616", "bytes=" + strings.Repeat("0-0,", 2000) + "0-0", "lines=1-2",
				"bytes=a-b", "bytes=--1", "\xff"},
			"If-None-Match": {`"` + hash + `"`, `W/"` + hash + `"`, "*", `"`, strings.Repeat(`"x",`, 5000),
				`"` + hash, "\xff"},
			"If-Match":            {"*", `"x"`, "\xff"},
			"If-Range":            {`"` + hash + `"`, "Mon, 03 Mar 2025 00:00:00 GMT", "x"},
			"If-Modified-Since":   {"Mon, 03 Mar 2525 00:00:00 GMT", "gestern", "\x00"},
			"If-Unmodified-Since": {"Mon, 03 Mar 1925 00:00:00 GMT", "x"},
			"Accept-Encoding":     {"gzip;q=0", "identity;q=0, *;q=0", strings.Repeat("gzip,", 5000)},
			"Accept":              {"", "*/*;q=x", strings.Repeat("text/html,", 5000)},
			"Cookie": {cookieName + "=", cookieName + "=\xff", cookieName + "=x; " + cookieName + "=y",
				strings.Repeat("a=b; ", 5000), "\x00"},
			"HX-Request": {"x"}, "HX-Current-URL": {"http://evil.example//evil.example", "%", "javascript:x"},
			"Expect": {"99"}, "Upgrade": {"h2c"},
		} {
			for _, value := range values {
				r := quick(get, path, nil)
				r.Header[name] = []string{value}
				if a := v.send(r); !slices.Contains([]int{200, 206, 303, 304, 401, 404, 412, 416}, a.status) {
					t.Errorf("%s with %s: %.60q: %d", path, name, value, a.status)
				}
			}
		}
	}
	if a := v.send(func() *http.Request {
		r := quick(get, "/attachments/1", nil)
		r.Header.Set("If-None-Match", `"`+hash+`"`)
		return r
	}()); a.status != http.StatusNotModified {
		t.Errorf("what the browser has: %d", a.status)
	}
}

// What is no HTTP, or two requests in one, is refused or closed by the server, and changes nothing.
func brokenHTTP(t *testing.T, w *furnished) {
	served := httptest.NewServer(w.server.Handler())
	defer served.Close()
	served.Config.MaxHeaderBytes = 64 << 10
	cookie := "Cookie: " + cookieName + "=" + w.as("a02").cookie + "\r\n"
	findings := len(w.rows("SELECT id FROM finding"))
	w.committed()
	to := "POST /complaints/" + w.number + "/findings HTTP/1.1\r\nHost: x\r\n" + cookie + "Content-Type: " +
		urlencoded + "\r\n"
	for name, text := range map[string]string{
		"a chunk of no size":         to + "Transfer-Encoding: chunked\r\n\r\nzz\r\nfinding=x\r\n0\r\n\r\n",
		"a chunk of a negative size": to + "Transfer-Encoding: chunked\r\n\r\n-1\r\nfinding=x\r\n0\r\n\r\n",
		"a chunk of a great size": to +
			"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nfinding=x\r\n0\r\n\r\n",
		"a chunk longer than its size": to + "Transfer-Encoding: chunked\r\n\r\n3\r\nfinding=x\r\n0\r\n\r\n",
		"chunks and a length":          to + "Content-Length: 9\r\nTransfer-Encoding: xchunked\r\n\r\nfinding=x",
		"two lengths":                  to + "Content-Length: 9\r\nContent-Length: 5\r\n\r\nfinding=x",
		"a negative length":            to + "Content-Length: -9\r\n\r\nfinding=x",
		"no length":                    to + "Content-Length: x\r\n\r\nfinding=x",
		"less than its length":         to + "Content-Length: 999\r\n\r\nfinding=x",
		"NUL in a header":              "GET / HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n",
		"no host":                      "GET / HTTP/1.1\r\n\r\n",
		"two hosts":                    "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
		"a broken host":                "GET / HTTP/1.1\r\nHost: x y\r\n\r\n",
		"a folded header":              "GET / HTTP/1.1\r\nHost: x\r\n X: y\r\n\r\n",
		"another protocol":             "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
		"no request":                   "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
		"bytes in the path":            "GET /\xff\xfe\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
		"too long a header":            "GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 2<<20) + "\r\n\r\n",
		"another house's address": "GET http://evil.example/complaints HTTP/1.1\r\nHost: x\r\n" + cookie +
			"Connection: close\r\n\r\n",
		"an expectation": to + "Expect: 200-maybe\r\nContent-Length: 9\r\n\r\nfinding=x",
	} {
		conn, err := net.Dial("tcp", served.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
		go func() { // the server may stop reading
			_, _ = io.WriteString(conn, text)
			_ = conn.(*net.TCPConn).CloseWrite()
		}()
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err == nil {
			b, _ := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented &&
				resp.StatusCode != http.StatusHTTPVersionNotSupported || bytes.Contains(b, []byte("evil.example")) {
				t.Errorf("%s: %s %.200s", name, resp.Status, b)
			}
		}
		_ = conn.Close()
	}
	served.Close()
	if n := len(w.rows("SELECT id FROM finding")); n != findings {
		t.Errorf("%d findings came out of broken requests", n-findings)
	}
}

// Whatever comes with a request, its line in the log stays one line.
func logLinesStayLines(t *testing.T, w *furnished) {
	const evil = "x\r\ntime=2025-03-03T10:00:00Z level=INFO msg=forged account=admin"
	v := w.as("a01")
	for _, path := range []string{"/complaints?q=", "/", "/login?next=", "/nowhere", "/complaints/", "/static/"} {
		r := quick(get, path+url.PathEscape(evil), nil)
		for _, name := range strings.Fields("User-Agent Referer X-Request-Id Accept-Language HX-Current-URL " +
			"Content-Type") {
			r.Header[name] = []string{evil}
		}
		v.send(r)
	}
	v.send(func() *http.Request { r := quick(get, "/", nil); r.Method = "BREW\n" + evil; return r }())
	v.post("/login", "username", evil, "password", evil)
	w.server.Log.Error("failed", "account", evil, "error", fmt.Errorf("%s", evil))
	for _, line := range strings.Split(strings.TrimSuffix(w.log.String(), "\n"), "\n") {
		if !strings.HasPrefix(line, "time=") ||
			strings.HasPrefix(line, "time=2025-03-03T10:00:00Z level=INFO msg=forged") {
			t.Errorf("a line of its own: %q", line)
		}
	}
}
