package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"pgregory.net/rapid"

	"huiyin/db"
	"huiyin/huiyin"
)

// longWay leaves a long test out of the short run, which looks for races.
func longWay(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("left out of the short run")
	}
}

// contents is the fingerprint of everything the portal has stored: every row of every table, and the
// names of the files. What changes nothing leaves it as it was. The rows are read anew only after somebody
// has written to the database, which SQLite counts.
func (p *portal) contents() string {
	p.t.Helper()
	if p.stored() || p.sum == "" {
		sum := sha256.New()
		for _, table := range p.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE " +
			"'CREATE VIRTUAL%' AND name <> 'attempt' ORDER BY name") { // written beside the answer
			fmt.Fprintln(sum, table, p.rows("SELECT * FROM "+table[0]))
		}
		p.sum = hex.EncodeToString(sum.Sum(nil))
	}
	return fmt.Sprint(p.sum, p.files())
}

// stored tells whether anything was stored since it was asked last.
func (p *portal) stored() bool {
	p.t.Helper()
	if p.counter == nil {
		p.rows("SELECT 1")
		var err error
		if p.counter, err = p.beside.Conn(p.t.Context()); err != nil {
			p.t.Fatal(err)
		}
		p.t.Cleanup(func() { _ = p.counter.Close() })
	}
	before := p.commits
	if err := p.counter.QueryRowContext(context.Background(), "PRAGMA data_version").Scan(&p.commits); err != nil {
		p.t.Fatal(err)
	}
	return p.commits != before
}

// rows reads the database beside the store.
func (p *portal) rows(query string, args ...any) [][]string {
	p.t.Helper()
	if p.beside == nil {
		var err error
		if p.beside, err = sql.Open("sqlite",
			"file:"+(&url.URL{Path: filepath.Join(p.store.Dir(), "huiyin.db")}).EscapedPath()+"?mode=ro"); err != nil {
			p.t.Fatal(err)
		}
		p.t.Cleanup(func() { _ = p.beside.Close() })
	}
	found, err := p.beside.QueryContext(p.t.Context(), query, args...)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = found.Close() }()
	names, _ := found.Columns()
	var out [][]string
	for found.Next() {
		row, into := make([]sql.NullString, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			p.t.Fatal(err)
		}
		text := make([]string, len(row))
		for i, v := range row {
			text[i] = v.String
		}
		out = append(out, text)
	}
	if err := found.Err(); err != nil {
		p.t.Fatal(err)
	}
	return out
}

// files lists what lies in the directory of attachments.
func (p *portal) files() []string {
	p.t.Helper()
	var out []string
	err := filepath.WalkDir(filepath.Join(p.store.Dir(), "files"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, d.Name())
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

// kept tells what of a form's typing the page has lost. A code that is in no list cannot stay.
func kept(page *goquery.Document, path string, pairs []string) []string {
	f := page.Find("form").FilterFunction(func(_ int,
		s *goquery.Selection) bool {
		return s.AttrOr("action", "") == path
	})
	var lost []string
	for i := 0; i+1 < len(pairs); i += 2 {
		name, value := pairs[i], huiyin.Clean(pairs[i+1])
		named := f.Find("[name='" + name + "']").AddSelection(page.Find("[form='" + f.AttrOr("id", "-") + "'][name='" +
			name + "']"))
		found := false
		named.Each(func(_ int, s *goquery.Selection) {
			switch {
			case s.Is("select"):
				listed := s.Find("option").FilterFunction(func(_ int,
					o *goquery.Selection) bool {
					return o.AttrOr("value", "") == value
				})
				_, selected := listed.Attr("selected")
				found = found || selected || listed.Length() == 0 || value == ""
			case s.Is("[type=radio], [type=checkbox]"):
				_, on := s.Attr("checked")
				found = found || on && s.AttrOr("value", "") == value
			case s.Is("textarea"):
				found = found || s.Text() == value
			case s.Is("button"): // pressed, not filled in
				found = true
			case s.Is("[type=password]"):
				found = found || s.AttrOr("value", "") == ""
			default:
				found = found || s.AttrOr("value", "") == value
			}
		})
		if named.Is("[type=radio], [type=checkbox]") &&
			named.FilterFunction(func(_ int,
				s *goquery.Selection) bool {
				return s.AttrOr("value", "") == value
			}).Length() == 0 {
			found = true
		}
		if !found {
			lost = append(lost, name+"="+value[:min(len(value), 60)])
		}
	}
	return lost
}

// What is wrong is said at its field, what was typed stays, and nothing is stored; the same form with
// that one field right goes through.
func TestInput_WhatIsWrongIsSaidAtItsField(t *testing.T) {
	longWay(t)
	for _, f := range forms {
		t.Run(strings.Trim(strings.ReplaceAll(f.path, "/", " "), " "), func(t *testing.T) {
			t.Parallel()
			p := newPortal(t)
			f := f.made(p)
			if f.path == "/login" || f.path == "/account/password" {
				p.password("a01")
			}
			v := p.as(f.who)
			again := f.path != "/account/language" && f.path != "/account/theme" && f.path != "/rehearsal/clock" &&
				!strings.Contains(f.path, "/reveal") && !strings.HasSuffix(f.path, "/ticks") &&
				f.path != "/rules" // a button for each clause, nothing to type
			before := p.contents()
			for _, d := range f.fields {
				for _, bad := range d.bad {
					if d.name == "username" || d.name == "old" || d.name == "password" {
						p.server.throttle = newThrottle()
					}
					pairs := append(f.values(d.name, bad), "version", "0", "once", "")
					a := v.post(f.path, pairs...)
					shown := bad[:min(len(bad), 40)]
					if a.status != http.StatusUnprocessableEntity {
						t.Errorf("%s=%q: %d %s", d.name, shown, a.status, sentences(a))
						before = p.contents()
						continue
					}
					page := a.page()
					if n := page.Find("[id='" + d.name + "-wrong']").Length(); n != 1 ||
						strings.TrimSpace(page.Find("[id='"+d.name+"-wrong']").Text()) == "" {
						var at []string
						page.Find("[id$=-wrong]").Each(func(_ int,
							s *goquery.Selection) {
							at = append(at, s.AttrOr("id", ""))
						})
						t.Errorf("%s=%q: %d messages at the field; there are %v, %s", d.name, shown, n, at,
							sentences(a))
					}
					if again {
						if lost := kept(page, f.path, f.values(d.name, bad)); len(lost) > 0 {
							t.Errorf("%s=%q: lost %q", d.name, shown, lost)
						}
					}
					if after := p.contents(); after != before {
						t.Errorf("%s=%q: something was stored", d.name, shown)
						before = after
					}
				}
			}
			// which only shows a form
			if a := v.post(f.path, f.values("")...); a.status != http.StatusSeeOther &&
				a.status != http.StatusNoContent && !strings.HasSuffix(f.path, "/new") {
				t.Errorf("all right: %d %s", a.status, sentences(a))
			}
			p.verified()
		})
	}
}

// password gives a person the password of the demo company.
func (p *portal) password(account string) {
	p.t.Helper()
	if err := p.store.SetPassword(p.t.Context(), account, db.HashPassword("huiyin-demo"), "",
		p.server.entry(account, "set_password")); err != nil {
		p.t.Fatal(err)
	}
}

var ofStatement = regexp.MustCompile(`/statements/\d+`)

// Every POST route is in the list of forms, but those proven elsewhere.
func TestInput_EveryFormIsListed(t *testing.T) {
	p := newPortal(t)
	// repeat_test.go, evidence_test.go, scan_test.go
	known := map[string]bool{"/groups": true, "/complaints/:number/attachments": true, "/scans": true, "/figures/samples": true,
		"/imports": true, "/imports/:id": true, "/units/import": true, "/units/import/:id": true, "/customers/import": true, "/customers/import/:id": true,
		// second_test.go, import_test.go, sample_test.go
		"/login/second": true, "/account/security/take": true, "/typed": true, "/typed/drop": true, "/account/security/drop": true,
		"/account/security/end": true}
	for _, f := range forms {
		known[strings.NewReplacer("/tasks/:task", "/tasks/:id", "/measures/:measure", "/measures/:id",
			"/attachments/:attachment", "/attachments/:id", "/1/", "/:n/", "/ask/1", "/ask/:n", "/check/1", "/check/:n", "/inquiries/1", "/inquiries/:n",
			"/finding-1", "/:n", "/scans/1", "/scans/:id", "/circulars/1", "/circulars/:id",
			"/appraisals/a01", "/appraisals/:account", "/signings/1", "/signings/:n", "/reports/1", "/reports/:n", "/law-dates/1", "/law-dates/:n",
			"/views/1", "/views/:n").Replace(ofStatement.ReplaceAllString(f.path, "/statements/:n"))] = true
	}
	for _, r := range p.server.routes() {
		if r.method == post && r.action != "manage" && !known[r.path] {
			t.Errorf("POST %s is in no list of forms", r.path)
		}
	}
}

// raw sends a body as it is.
func (v visitor) raw(path, contentType, body string) answer {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	return v.send(r)
}

const urlencoded = "application/x-www-form-urlencoded"

// Odd bodies are refused or read, never a failure of ours, and what cannot be kept is cleaned.
func TestInput_OddBodies(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	v := p.as("a01")
	c := v.record("site", "HY")
	p.as("s01").must(c+"/assign", "handler", "a01")
	v.must(c + "/accept")
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "f%d=%d&", i, i)
		}
		return b.String() + "finding=x"
	}
	for _, path := range []string{c + "/findings", "/complaints", "/login", "/complaints/draft", "/account/password",
		"/account/security/take", "/login/second", "/account/language", "/rehearsal/clock", "/logout"} {
		for name, body := range map[string]struct{ kind, body string }{
			"a broken escape":      {urlencoded, "finding=%zz&name=%"},
			"semicolons":           {urlencoded, "finding=a;b=c"},
			"no content type":      {"", "finding=x"},
			"a broken type":        {"application/x-www-form-urlencoded; charset=%", "finding=x"},
			"json":                 {"application/json", `{"finding":"x"}`},
			"multipart unbounded":  {"multipart/form-data", "x"},
			"multipart broken":     {"multipart/form-data; boundary=x", "--x\r\nContent-Dispo"},
			"ten thousand fields":  {urlencoded, many(10_000)},
			"twenty thousand more": {urlencoded, many(30_000)},
			"two megabytes":        {urlencoded, "finding=" + strings.Repeat("x", 3<<20)},
			"arrays":               {urlencoded, "finding[]=x&name[a]=b&username[]=a01&lang[]=en"},
			"nothing":              {urlencoded, ""},
		} {
			if path == "/logout" {
				v = p.as("a01")
			}
			a := v.raw(path, body.kind, body.body)
			if a.status >= 500 || a.status < 200 {
				t.Errorf("%s with %s: %d", path, name, a.status)
			}
			if name == "two megabytes" && path == c+"/findings" && a.status != http.StatusRequestEntityTooLarge {
				t.Errorf("%s with %s: %d", path, name, a.status)
			}
		}
	}
	v = p.as("a01")
	for name, tt := range map[string]struct{ body, want string }{
		"broken UTF-8":  {"finding=" + url.QueryEscape("前\xff\xfe后"), "前\uFFFD后"},
		"NUL and bells": {"finding=" + url.QueryEscape("前\x00\x07\x1b[0m后\x7f"), "前[0m后"},
		"four bytes":    {"finding=" + url.QueryEscape("𠮷野家😀"), "𠮷野家😀"},
		"line ends":     {"finding=" + url.QueryEscape("一\r\n二\r三"), "一\n二三"},
		"twice":         {"finding=" + url.QueryEscape("第一个") + "&finding=" + url.QueryEscape("第二个"), "第一个"},
		"markup": {"finding=" + url.QueryEscape(`<script>alert("x")</script>`),
			`<script>alert("x")</script>`},
		"as long as it may":   {"finding=" + url.QueryEscape(strings.Repeat("字", 20_000)), strings.Repeat("字", 20_000)},
		"address beside body": {"finding=" + url.QueryEscape("正文里的"), "正文里的"},
	} {
		before := len(p.rows("SELECT id FROM finding"))
		if a := v.raw(c+"/findings?finding=address&version=99", urlencoded, tt.body); a.status != http.StatusSeeOther {
			t.Errorf("%s: %d %s", name, a.status, sentences(a))
			continue
		}
		found := p.rows("SELECT finding FROM finding ORDER BY id")
		if len(found) != before+1 || found[before][0] != tt.want {
			t.Errorf("%s: stored %q", name, found[before:])
		}
		page := v.get(c)
		if page.status != http.StatusOK || strings.Contains(page.body, "<script>alert") {
			t.Errorf("%s: the page is %d", name, page.status)
		}
		for _, paper := range []string{"/form.pdf", "/report.pdf"} {
			if a := v.get(c + paper); a.status != http.StatusOK {
				t.Errorf("%s: %s is %d", name, paper, a.status)
			}
		}
	}
	p.verified()
}

// What is asked of lists and addresses may be nonsense too.
func TestInput_OddAddresses(t *testing.T) {
	t.Parallel()
	longWay(t)
	p := newPortal(t)
	v := p.as("v01")
	c := v.record("site", "HY", "channel", "phone")
	nonsense := []string{"", "x", "-1", "0", "9999999999999999999", "%00", "%ff%fe", "'--", "\"", "*", "NEAR(", "AND",
		"a*b", "^", "2025-13-40", "0001-01-01", "9999-12-31T23:59", url.QueryEscape(long[:9000]), "~", "1~", "~1",
		"1~2~3", "-5~-5"}
	for _, path := range []string{"/complaints", "/search", "/search?json=1", "/complaints/hints",
		"/complaints/ledger.pdf", "/complaints/ledger.xlsx", "/complaints/followups.pdf", "/directory/HY/duty.pdf",
		"/complaints/export.xlsx", "/complaints/export.csv", "/figures", "/figures/monthly.pdf",
		"/figures/monthly.xlsx", "/complaints?figure=grade&month=2025-03", "/approvals", c + "/journal", c,
		c + "/form.pdf", "/inquiries", "/praises"} {
		names := []string{"q", "grade", "state", "site", "category", "channel", "urgency", "owner", "late", "from",
			"to", "sort", "page", "figure", "of", "month", "before", "phone", "unit", "done", "next"}
		if strings.Contains(path, "ledger") || strings.Contains(path, "/figures") || strings.HasSuffix(path, ".pdf") {
			names = []string{"site", "month", "once"}
		}
		for _, name := range names {
			for _, bad := range nonsense {
				sep := "?"
				if strings.Contains(path, "?") {
					sep = "&"
				}
				if a := v.get(path + sep + name + "=" + bad); a.status != http.StatusOK &&
					a.status != http.StatusUnprocessableEntity && a.status != http.StatusNotFound {
					t.Errorf("GET %s%s%s=%.40s: %d", path, sep, name, bad, a.status)
				}
			}
		}
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "BREW"} {
		for _, path := range []string{"/", "/complaints", c, c + "/close", "/nowhere", "/attachments/1", "/login"} {
			r := httptest.NewRequest(method, path, nil)
			if a := v.send(r); a.status >= 500 {
				t.Errorf("%s %s: %d", method, path, a.status)
			}
		}
	}
	p.verified()
}

// allowed are the answers that a form may get.
var allowed = []int{http.StatusOK, http.StatusSeeOther, http.StatusNoContent, http.StatusUnauthorized,
	http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusRequestEntityTooLarge,
	http.StatusUnprocessableEntity, http.StatusTooManyRequests}

// Random fields, thrown at every POST route in every state by anyone, never break anything.
func TestInput_RandomFormsNeverBreak(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	var states []string
	for name := range fixtures {
		if name != "download" { // no case, and one at a time
			states = append(states, name)
		}
	}
	slices.Sort(states)
	words := map[string][]string{"version": {"", "0", "1", "2", "x", "-3"}, "once": {"", "a", "b", long[:99]},
		"back": {"/", "//evil"}, "next": {"approvals", "/"}}
	for _, f := range forms {
		for _, d := range f.fields {
			words[d.name] = append(append(words[d.name], d.good...), d.bad...)
		}
	}
	var names []string
	for name := range words {
		names = append(names, name)
	}
	slices.Sort(names)
	var posts []string
	for _, r := range p.server.routes() {
		if r.method == post && r.action != huiyin.ActionManage && r.path != "/login" && r.path != "/logout" &&
			r.path != "/account/password" && r.path != "/rehearsal/clock" {
			posts = append(posts, r.path)
		}
	}
	made := map[string]string{}
	fields := func(t *rapid.T) (pairs []string) {
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, len(names)/2, rapid.ID).Draw(t,
			"fields") {
			for range rapid.IntRange(1, 2).Draw(t, "times") {
				pairs = append(pairs, name, anything(words[name]).Draw(t, name))
			}
		}
		return pairs
	}
	acted := 0
	rapid.Check(t, func(t *rapid.T) {
		state := rapid.SampledFrom(states).Draw(t, "state")
		if made[state] == "" || rapid.IntRange(0, 9).Draw(t, "fresh") == 0 {
			made[state] = cmp.Or(fixtures[state](p), "/complaints/none") // some are no case
		}
		for range rapid.IntRange(1, 8).Draw(t, "forms") {
			who := rapid.SampledFrom(everyone).Draw(t, "who")
			if who == "-" {
				who = ""
			}
			path, pairs := rapid.SampledFrom(posts).Draw(t, "path"), []string(nil)
			if rapid.IntRange(0, 2).Draw(t, "near") > 0 { // a right form, sent by who may, but for a field or two
				f := rapid.SampledFrom(onCase()).Draw(t, "form")
				path, pairs = f.path, f.values("")
				if rapid.Bool().Draw(t, "who may") {
					who = f.who
				}
				for range rapid.IntRange(0, 2).Draw(t, "wrong fields") {
					if len(pairs) > 0 {
						i := 2 * rapid.IntRange(0, len(pairs)/2-1).Draw(t, "field")
						pairs[i+1] = anything(words[pairs[i]]).Draw(t, pairs[i])
					}
				}
			} else {
				pairs = fields(t)
			}
			id := strconv.Itoa(rapid.IntRange(-1, 9).Draw(t, "id"))
			path = strings.NewReplacer("/complaints/:number", made[state], "/reports/:doc", "/reports/TJ-HY-202502",
				"/quarters/:doc", "/quarters/JB-2024Q4", "/samples/:doc", "/samples/JC-202503", "/meetings/:doc",
				"/meetings/FX-HY-20250303-01", "/plans/:doc", "/plans/ZG-HY-20250303-001", ":job", id, ":n",
				strconv.Itoa(rapid.IntRange(-1, 3).Draw(t, "n")), ":id", id, ":task", id, ":measure", id, ":attachment",
				id).Replace(path)
			a := p.as(who).post(path, pairs...)
			if !slices.Contains(allowed, a.status) {
				t.Fatalf("%s POST %s: %d\n%s", who, path, a.status, p.log.String())
			}
			if a.status == http.StatusSeeOther {
				acted++
			}
		}
	})
	if acted == 0 {
		t.Error("no form acted at all")
	}
	for state, c := range made {
		if strings.HasPrefix(c, "/figures/") || strings.HasPrefix(c, "/jobs/") { // no case
			continue
		}
		for _, path := range []string{"", "/journal", "/form.pdf", "/report.pdf"} {
			if a := p.as("v02").get(c + path); a.status != http.StatusOK && a.status != http.StatusNotFound &&
				!(a.status == http.StatusForbidden && strings.Contains(a.body, "受限")) {
				t.Errorf("%s%s is %d", state, path, a.status)
			}
		}
	}
	if bytes.Contains(p.log.Bytes(), []byte("panic")) {
		t.Error("something panicked")
	}
	p.verified()
}

// anything is one of some words, or any text, or any bytes.
func anything(words []string) *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(words), rapid.StringN(0, 20, 80), rapid.Custom(func(t *rapid.T) string {
		return string(rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "bytes"))
	}))
}

// The same for the administration, with the names of its own fields and codes.
func TestInput_RandomSettingsNeverBreak(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	words := map[string][]string{}
	for _, path := range everyPage {
		p.as("admin").get(path).page().Find("main form[method=post]").Find("input, select, textarea").Each(func(_ int,
			s *goquery.Selection) {
			name := s.AttrOr("name", "")
			words[name] = append(words[name], s.AttrOr("value", ""), s.Text(), "1", "-1", "HY", "a01", long[:3000])
			s.Find("option").Each(func(_ int,
				o *goquery.Selection) {
				words[name] = append(words[name], o.AttrOr("value", ""))
			})
		})
	}
	var names, posts []string
	for name := range words {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, r := range p.server.routes() {
		if r.method == post && r.action == huiyin.ActionManage {
			posts = append(posts, r.path)
		}
	}
	if len(names) < 20 || len(posts) < 8 {
		t.Fatalf("fields %v of %v", names, posts)
	}
	rapid.Check(t, func(t *rapid.T) {
		path := strings.NewReplacer(":account",
			rapid.SampledFrom([]string{"a02", "s01", "k01", "zz", "%00"}).Draw(t, "account"), ":code",
			rapid.SampledFrom([]string{"HY", "legal", "noise", "repair", "zz", "%ff"}).Draw(t, "code")).
			Replace(rapid.SampledFrom(posts).Draw(t, "path"))
		var pairs []string
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, len(names), rapid.ID).Draw(t,
			"fields") {
			pairs = append(pairs, name, anything(words[name]).Draw(t, name))
		}
		if a := p.as(rapid.SampledFrom([]string{"admin", "admin", "admin", "v01"}).Draw(t, "who")).post(path,
			pairs...); !slices.Contains(allowed, a.status) {
			t.Fatalf("POST %s: %d\n%s", path, a.status, p.log.String())
		}
	})
	for _, path := range everyPage {
		if a := p.as("admin").get(path); a.status != http.StatusOK && a.status != http.StatusNotFound {
			t.Errorf("%s is %d", path, a.status)
		}
	}
	p.verified()
}

// A moment is read in the company's zone, to the minute or the second.
func TestInput_TimesAreLocal(t *testing.T) {
	zone := time.FixedZone("x", 8*3600)
	for text, want := range map[string]string{
		"2025-03-03T10:05": "2025-03-03T02:05:00Z", "2025-03-03T10:05:09": "2025-03-03T02:05:09Z",
		"2025-03-03": "2025-03-02T16:00:00Z",
	} {
		got, err := localTime("at", text, zone)
		if err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%s: %v %v", text, got, err)
		}
	}
}
