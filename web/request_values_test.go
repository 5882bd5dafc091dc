package web

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// oddBodies are bodies that no form of the portal sends. Each goes to a route in three, those with a cost to
// one in thirty.
var oddBodies = []struct {
	name, kind, body string
	dear             bool
}{
	{"a broken escape", urlencoded, "said=%zz&%=%&reason=%u4e2d", false},
	{"semicolons", urlencoded, "said=a;reason=b", false},
	{"no content type", "", "said=x&reason=x", false},
	{"two types", urlencoded + ", application/json", "said=x", false},
	{"another character set", urlencoded + "; charset=utf-16", "s\x00a\x00i\x00d\x00=\x00x\x00", false},
	{"json", "application/json", `{"said":"x","reason":"y"}`, false},
	{"xml", "application/xml", `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`, false},
	{"text", "text/plain", "said=x\r\nreason=y", false},
	{"multipart unbounded", "multipart/form-data", "x", false},
	{"a boundary too long", "multipart/form-data; boundary=" + strings.Repeat("b", 100), "--x\r\n", false},
	{"a part that never ends", "multipart/form-data; boundary=x",
		"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc", false},
	{"a part without a name", "multipart/form-data; boundary=x",
		"--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--\r\n", false},
	{"a header broken", "multipart/form-data; boundary=x",
		"--x\r\nContent-Disposition: form-data; name=\"fi\x00le\"; " +
			"filename=\"a\x00.txt\"\r\n\xff\xfe\r\n\r\nabc\r\n--x--\r\n", false},
	{"parts in parts", "multipart/mixed; boundary=x",
		"--x\r\nContent-Type: multipart/form-data; boundary=y\r\n\r\n--y\r\n\r\n--y--\r\n--x--\r\n", false},
	{"arrays", urlencoded, "said[]=x&reason[a]=b&__proto__=c&constructor=d", false},
	{"no version", urlencoded, "version=NaN&once=" + url.QueryEscape(strings.Repeat("🐧", 40)), false},
	{"a broken name", urlencoded, "%ff%fe=x&%00=y&sa%00id=z", false},
	{"nothing but signs", urlencoded, "&&&===&=&", false},
	{"a thousand files", "multipart/form-data; boundary=x",
		strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\na\r\n", 1000) +
			"--x--\r\n", true},
	{"a thousand other files", "multipart/form-data; boundary=x",
		strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a.txt\"\r\n\r\na\r\n", 1000) +
			"--x--\r\n", true},
	{"ten thousand fields", urlencoded,
		strings.Repeat("said=x&reason=y&measure=apology&person=a02&people=a02&accused=a02&number=TS-HY-20250303-001&",
			1429), true},
	{"a megabyte", urlencoded, "said=" + strings.Repeat("x", 1<<20) + "&reason=" + strings.Repeat("y", 1000), true},
	{"two megabytes and more", urlencoded, "said=" + strings.Repeat("x", 2<<20+1), true},
}

// No body of any shape breaks a form, and what is refused is refused in words and stores nothing.
func oddBodiesOfEveryRoute(t *testing.T, w *furnished) {
	asked := 0
	for i, r := range w.server.routes() {
		if r.method != post {
			continue
		}
		path := w.at(r)
		for j, o := range oddBodies {
			if path != "/complaints" && ((i+j)%3 != 0 || o.dear && (i+j)%10 != 0) {
				continue
			}
			v := w.as(ableOn(r))
			w.committed()
			req := quick(post, path, strings.NewReader(o.body))
			req.Header.Set("Content-Type", o.kind)
			w.nothing(path+" with "+o.name, v.send(req))
			asked++
		}
	}
	t.Logf("%d requests", asked)
}

// Each field of each form, sent with what cannot be typed, many times, and in the address as well.
func oddValuesOfEveryField(t *testing.T, w *furnished) {
	values := []string{
		"\x00", "a\x00b", "\xff\xfe", "\xed\xa0\x80", "\u202Egnp.exe", "\u200B", "\uFEFF", "\u2028", "\r\nX: y",
		"\x1b[2J", "%s%n%d", "${7*7}{{7*7}}", "../../etc/passwd", "' OR '1'='1", "1; DROP TABLE complaint",
		"\U0010FFFF", "e\u0301\u0301\u0301", "-0", "1e400", "NaN", "٣", "０", "true", "[]", "{}", "null",
		"9223372036854775808", "0001-01-01T00:00", "9999-12-31T23:59",
		strings.Repeat("长", 100_000),
	}
	asked, n := 0, 0
	for _, f := range forms {
		if f.who == "" || strings.Contains(f.path, ":doc") || strings.Contains(f.path, ":job") || f.path == "/logout" ||
			f.path == "/account/password" {
			continue
		}
		path := w.numbers.Replace(strings.NewReplacer(":task", "1", ":measure", "1", ":attachment",
			"1").Replace(f.path))
		for _, d := range f.fields {
			for range 2 { // of the values, in turn
				n++
				v := values[n%len(values)]
				v = v[:min(len(v), 300_000)]
				body := url.Values{d.name: {v, v}}
				for _, other := range f.fields {
					if other.name != d.name {
						body[other.name] = other.good
					}
				}
				visitor := w.as(f.who)
				w.committed()
				req := quick(post, path+"?"+url.Values{d.name: d.good, "version": {"99"}}.Encode(),
					strings.NewReader(body.Encode()))
				req.Header.Set("Content-Type", urlencoded)
				w.nothing(fmt.Sprintf("%s %s=%.40q", path, d.name, v), visitor.send(req))
				asked++
			}
		}
	}
	t.Logf("%d requests", asked)
}

// Names of files are text: no header, path or page is made of them.
func fileNames(t *testing.T, w *furnished) {
	names := []string{
		"..", "../../../huiyin.db", `..\..\huiyin.db`, "/etc/passwd", "C:\\x.exe", "con", "a\r\nSet-Cookie: x=y",
		"a\nb.pdf", `a"; filename="b.exe`, "a%22%0d%0a.txt", "=1+1.csv", "报价\u202Egnp.exe", "a\x00.png", "\xff\xfe.txt",
		"<img src=x onerror=evil>.png", "'; DROP TABLE attachment; --.txt",
		strings.Repeat("长", 300) + ".pdf", ".", " ", "", "．．／a", "a;b,c=d.txt", "=?utf-8?b?ZXZpbA==?=.txt",
		"{{7*7}}.txt", "a.txt.", "\u200b.txt",
	}
	c := "/complaints/" + w.number
	v := w.as("a02")
	for _, name := range names {
		var b bytes.Buffer
		fmt.Fprintf(&b, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: "+
			"text/html\r\n\r\n%s\r\n--x--\r\n",
			strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "%0D", "\n", "%0A").Replace(name), "内容 "+name)
		for _, path := range []string{c + "/attachments", "/scans", "/settings/calendar/import", "/settings/printing",
			"/imports"} {
			who := v
			if strings.HasPrefix(path, "/settings") {
				who = w.as("admin")
			} else if path == "/imports" {
				who = w.as("v01")
			}
			w.committed()
			r := quick(post, path, bytes.NewReader(b.Bytes()))
			r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			w.nothing(fmt.Sprintf("%s %.40q", path, name), who.send(r))
		}
	}
	page := v.get(c)
	if n := page.page().Find("[onerror], img[src=x]").Length(); n > 0 {
		t.Error("a file's name became markup")
	}
	found := w.rows("SELECT id, name FROM attachment")
	for _, f := range found {
		if strings.ContainsAny(f[1], "/\\\x00\r\n\u202E\u200B") || f[1] == "" || len([]rune(f[1])) > 200 {
			t.Errorf("kept as %q", f[1])
		}
		a := v.get("/attachments/" + f[0])
		way, more, err := mime.ParseMediaType(a.header.Get("Content-Disposition"))
		if a.status != http.StatusOK || err != nil || way != "attachment" && way != "inline" ||
			more["filename"] != f[1] || len(more) != 1 ||
			strings.Contains(a.header.Get("Content-Disposition"), "evil>") &&
				!strings.Contains(a.header.Get("Content-Disposition"), `"`) {
			t.Errorf("%q is handed out as %d %q: %v, %v", f[1], a.status, a.header.Get("Content-Disposition"), more,
				err)
		}
	}
	if len(found) < 15 {
		t.Errorf("%d of %d names were taken", len(found), len(names))
	}
}
