package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
	"huiyin/web/scan/scantest"
)

// fuzzed is a portal that one process of the fuzzer shares; now and then the journal's chain is proven.
type fuzzed struct {
	*furnished
	runs int
}

func (z *fuzzed) run(t *testing.T) {
	z.t = t
	if z.runs++; z.runs%500 == 0 {
		z.verified()
		z.log.Reset()
	}
}

// Whatever a form sends, it acts or is refused: no failure of ours, and nothing of what is refused is stored.
func FuzzForms(f *testing.F) {
	var known []form
	for _, one := range forms {
		if one.who != "" && one.fixture != "download" && one.path != "/logout" && one.path != "/account/password" &&
			one.path != "/rehearsal/clock" {
			known = append(known, one)
		}
	}
	f.Add(uint8(0), uint8(0), uint8(0), "a@b.c\r\nBcc: x", "version=1&once=x")
	f.Add(uint8(9), uint8(1), uint8(7), "=1+1'\"><evil>", "accused=a02&accused=a02")
	f.Add(uint8(16), uint8(2), uint8(2), "\x00\xff", "%ff=%00&version=-1")
	f.Add(uint8(60), uint8(3), uint8(1), "１９.９", "next=//evil")
	f.Add(uint8(90), uint8(4), uint8(1), "9999-12-31T23:59", "%zz")
	z := &fuzzed{furnished: furnish(f)}
	made := make([]*form, len(known))
	f.Fuzz(func(t *testing.T, which, who, field uint8, value, more string) {
		z.run(t)
		n := int(which) % len(known)
		if made[n] == nil || who%32 == 31 {
			one := known[n].made(z.portal)
			made[n] = &one
		}
		one := made[n]
		pairs := one.values("")
		if len(one.fields) > 0 {
			pairs = one.values(one.fields[int(field)%len(one.fields)].name, value)
		}
		body := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			body.Add(pairs[i], pairs[i+1])
		}
		v := z.as(one.who)
		if other := everyone[int(who)%len(everyone)]; who%3 == 0 && other != "-" {
			v = z.as(other)
		}
		z.committed()
		a := v.raw(one.path, urlencoded, body.Encode()+"&"+more)
		if !slices.Contains(allowed, a.status) {
			t.Fatalf("POST %s %q %q: %d\n%s", one.path, value, more, a.status, z.log.String())
		}
		if a.status >= 400 && z.committed() {
			t.Fatalf("POST %s %q %q: %d, and something was stored", one.path, value, more, a.status)
		}
	})
}

// Whatever address is asked for, it is answered without a failure of ours, and only papers go on record.
func FuzzAddresses(f *testing.F) {
	f.Add(uint8(20), uint8(11), "q=%00'--&sort=due&page=1~2&col=phone&from=2025-13-40", "")
	f.Add(uint8(21), uint8(0), "json=1&q=NEAR(", "")
	f.Add(uint8(40), uint8(2), "before=-1&figure=late&of=x&month=2025-03", "/complaints/TS-HY-20250303-001/../%2e%2e;x")
	f.Add(uint8(0), uint8(9), "once=\xff&list=q%3D%2500", "/figures/monthly.xlsx")
	z := &fuzzed{furnished: furnish(f)}
	var gets []route
	for _, r := range z.server.routes() {
		if r.method == get && !strings.HasSuffix(r.path, "/stream") {
			gets = append(gets, r)
		}
	}
	f.Fuzz(func(t *testing.T, which, who uint8, query, path string) {
		z.run(t)
		r := gets[int(which)%len(gets)]
		ask := quick(get, z.at(r), nil)
		ask.URL.RawQuery = query
		if strings.HasPrefix(path, "/") {
			u, err := url.ParseRequestURI(path)
			if err != nil || strings.HasSuffix(u.Path, "/stream") {
				return
			}
			ask.URL.Path, ask.URL.RawPath = u.Path, u.RawPath
		}
		account := everyone[int(who)%len(everyone)]
		if account == "-" {
			account = ""
		}
		v := z.as(account)
		z.committed()
		a := v.send(ask)
		if a.status >= 500 {
			t.Fatalf("GET %s: %d\n%s", ask.URL, a.status, z.log.String())
		}
		if strings.ContainsAny(a.location, "\r\n\\") || strings.HasPrefix(a.location, "//") ||
			strings.Contains(a.location, "://") {
			t.Fatalf("GET %s leads to %q", ask.URL, a.location)
		}
		if a.status >= 400 && z.committed() {
			t.Fatalf("GET %s: %d, and something was stored", ask.URL, a.status)
		}
	})
}

// Whatever a list is narrowed to, a view of it and its export mean the same and the database answers.
func FuzzListAddress(f *testing.F) {
	for _, s := range []string{"q=噪音&sort=due&col=phone&col=site", "page=1~2&sort=name",
		"figure=grade&of=major&month=2025-03", "from=2025-01-01&to=2025-13-01&late=1&open=on",
		"q=\"&q=x&state=closed;grade=minor", "category=noise%00&owner=a01%ff",
		"page=9223372036854775807~9223372036854775807", "q=%E2%80%AE"} {
		f.Add(s)
	}
	p := newPortal(f)
	p.as("w01").record()
	p.as("a01").record("site", "HY")
	by := []huiyin.Actor{}
	for _, account := range []string{"v01", "a01", "e01", "admin"} {
		by = append(by, huiyin.Actor{Org: p.store.Org(), Person: p.store.Org().Person(account)})
	}
	f.Fuzz(func(t *testing.T, address string) {
		kept := viewQuery(address)
		if again := viewQuery(kept); again != kept {
			t.Fatalf("%q is kept as %q, and that as %q", address, kept, again)
		}
		asked, err := url.ParseQuery(address)
		if err != nil {
			return
		}
		for _, values := range asked {
			for i := range values {
				values[i] = huiyin.Clean(values[i])
			}
		}
		filter, err := p.server.filter(asked)
		if err != nil {
			if refusal(err) == nil {
				t.Fatal(err)
			}
			return
		}
		if _, err := huiyin.ChooseColumns(asked["col"]); err != nil && refusal(err) == nil {
			t.Fatal(err)
		}
		_ = huiyin.FilterWords(asked)
		for _, who := range by {
			if found, err := p.store.Complaints(t.Context(), who, p.now, filter); err != nil && refusal(err) == nil {
				t.Fatalf("%q: %v", address, err)
			} else if err == nil && len(found.Rows) > found.Total && !found.More {
				t.Fatalf("%q: %d rows of %d", address, len(found.Rows), found.Total)
			}
		}
	})
}

// Whatever stands in the headers, the session is known or not, and the answer is no failure of ours.
func FuzzHeaders(f *testing.F) {
	f.Add("huiyin=x; huiyin=y", "zh-TW,en;q=x", "bytes=0-0,5-2", `W/"x", *`, "gzip;q=0", "evil.example")
	f.Add("huiyin=\"\x00\"", strings.Repeat("a-", 90), "bytes=-1", `"`, "", "")
	z := &fuzzed{furnished: furnish(f)}
	paths := []string{"/", "/attachments/1", "/static/css/app.css", "/login", "/complaints/" + z.number, "/nowhere"}
	f.Fuzz(func(t *testing.T, cookie, language, ranges, match, encoding, host string) {
		z.run(t)
		v := z.as("a02")
		z.committed()
		for _, known := range []bool{false, true} {
			r := quick(get, paths[z.runs%len(paths)], nil)
			r.Host = host
			for name, value := range map[string]string{"Cookie": cookie, "Accept-Language": language, "Range": ranges,
				"If-None-Match": match, "If-Range": match, "Accept-Encoding": encoding, "HX-Current-URL": host,
				"Referer": host, "X-Forwarded-For": host} {
				r.Header[http.CanonicalHeaderKey(name)] = []string{value}
			}
			from := visitor{p: z.portal}
			if known {
				from = v
			}
			a := from.send(r)
			if a.status >= 500 || !known && a.status == http.StatusOK && r.URL.Path != "/login" &&
				!strings.HasPrefix(r.URL.Path, "/static/") && !strings.Contains(cookie, v.cookie) {
				t.Fatalf("%s: %d\n%s", r.URL, a.status, z.log.String())
			}
		}
		if z.committed() {
			t.Fatal("headers stored something")
		}
	})
}

// Whatever is uploaded, it is taken or refused, and nothing half received stays on the disk.
func FuzzUploads(f *testing.F) {
	part := func(head, body string) []byte {
		return []byte("--x\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + body + "\r\n--x--\r\n")
	}
	f.Add(uint8(0), "boundary=x", part(`name="file"; filename="../a\"b.pdf"`, "%PDF-1.4"))
	f.Add(uint8(1), "boundary=x", part(`name="file"; filename="a.png"`, string(scantest.PNG(scantest.Blank(20, 20)))))
	f.Add(uint8(2), "boundary=x", part(`name="file"; filename="a.json"`, `{"holidays":{"2027-01-01":"x"}}`))
	f.Add(uint8(3), "boundary=x", part(`name="logo"; filename="a.png"`, string(scantest.PNG(scantest.Blank(20, 20)))))
	f.Add(uint8(4), "boundary=x", part(`name="file"; filename="a.csv"`, oldRegister))
	f.Add(uint8(0), "boundary=\"", []byte("--x\r\n\r\n"))
	z := &fuzzed{furnished: furnish(f)}
	to := []struct{ who, path string }{{"a02", "/complaints/" + z.number + "/attachments"}, {"a02", "/scans"},
		{"admin", "/settings/calendar/import"}, {"admin", "/settings/printing"}, {"v01", "/imports"}}
	f.Fuzz(func(t *testing.T, which uint8, kind string, body []byte) {
		z.run(t)
		one := to[int(which)%len(to)]
		v := z.as(one.who)
		z.committed()
		r := quick(post, one.path, bytes.NewReader(body))
		r.Header["Content-Type"] = []string{"multipart/form-data; " + kind}
		a := v.send(r)
		if !slices.Contains(allowed, a.status) {
			t.Fatalf("POST %s: %d\n%s", one.path, a.status, z.log.String())
		}
		if a.status >= 400 && one.path != "/scans" && z.committed() { // which keeps what it can read
			t.Fatalf("POST %s: %d, and something was stored", one.path, a.status)
		}
		// imports keep theirs until they are taken over
		if left, _ := filepath.Glob(filepath.Join(z.store.Dir(), "files", "incoming-*")); len(left) > 50 {
			t.Fatalf("%d files lie there half received", len(left))
		}
	})
}

// Whatever is typed as a code, none but the right one passes, however it is spaced.
func FuzzSecondCodes(f *testing.F) {
	f.Add("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "123 456", int64(1_741_000_000))
	f.Add("x", "\uFF11\uFF12", int64(0))
	f.Add("", "000000\x00", int64(-1))
	f.Fuzz(func(t *testing.T, secret, code string, at int64) {
		plain := plainCode(code)
		if plainCode(plain) != plain {
			t.Fatalf("%q is read as %q, and that as %q", code, plain, plainCode(plain))
		}
		step, ok := stepOf(secret, plain, time.Unix(at, 0))
		if ok && (len(strings.TrimSpace(plain)) != 6 || step < 0 && at > 0) {
			t.Fatalf("%q passes at %d for %q", code, step, secret)
		}
	})
}

// Whatever stands in a form, it is read into fields that can be kept, or refused at one.
func FuzzReadForms(f *testing.F) {
	for _, s := range []string{"received_at=2025-03-03T10:00&complainants=3&accused=a&accused=&read_back=on",
		"loss=1,234.50&impact=-9223372036854775808", "promised_at=2025-02-30T10:00", "matter=%00%ff%E2%80%AE",
		"complainants=１"} {
		f.Add(s)
	}
	zone := time.FixedZone("x", 8*3600)
	f.Fuzz(func(t *testing.T, body string) {
		r := quick(post, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", urlencoded)
		if err := r.WithContext(context.Background()).ParseForm(); err != nil {
			return
		}
		form, _ := url.ParseQuery(body)
		cleaned := map[string][]string{}
		for k, vs := range form {
			for _, v := range vs {
				c := huiyin.Clean(v)
				if huiyin.Clean(c) != c {
					t.Fatalf("%q is cleaned to %q, and that to %q", v, c, huiyin.Clean(c))
				}
				cleaned[k] = append(cleaned[k], c)
			}
		}
		for _, into := range []any{&intakeForm{}, &assessForm{}, &contactForm{}, &listQuery{}, &answerForm{}} {
			if err := read(cleaned, zone, reflect.ValueOf(into).Elem()); err != nil && refusal(err) == nil {
				t.Fatal(err)
			}
		}
	})
}
