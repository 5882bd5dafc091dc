package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// in logs a person of the demo company in by the form.
func (p *portal) in(account string) visitor {
	p.t.Helper()
	a := p.signIn(account, "huiyin-demo", home)
	if a.cookie() == nil {
		p.t.Fatalf("%s: %d %s", account, a.status, sentences(a))
	}
	return visitor{p, a.cookie().Value}
}

// Half an hour without use and half a day at all are figures, and what a page asks by itself is no use.
func TestSession_LimitsAreFigures(t *testing.T) {
	p := newPortal(t)
	p.password("s01")
	p.as("admin").must("/settings/figures", string(huiyin.SessionIdle), "30", string(huiyin.SessionLimit), "12")
	for _, wrong := range []string{"4", "721", "x"} {
		if a := p.as("admin").post("/settings/figures", string(huiyin.SessionIdle),
			wrong); a.status != http.StatusUnprocessableEntity {
			t.Errorf("idle %s: %d", wrong, a.status)
		}
	}
	alive := func(v visitor, want bool, why string) {
		t.Helper()
		if got := v.get("/").status == http.StatusOK; got != want {
			t.Errorf("%s: logged in is %v", why, got)
		}
	}
	used, left, open, typing := p.in("s01"), p.in("s01"), p.in("s01"), p.in("s01")
	for range 3 {
		p.pass(20 * time.Minute)
		alive(used, true, "in use")
		open.get("/notices/unread")
		open.get("/notices/stream")
		poll := httptest.NewRequest(get, "/downloads/x", nil)
		poll.Header.Set("HX-Request", "true")
		open.send(poll)
		if a := typing.get("/notices/unread?typing"); a.status != http.StatusOK {
			t.Errorf("typing: %d", a.status)
		}
	}
	alive(left, false, "left alone")
	alive(open, false, "an open page that nobody is at")
	alive(typing, true, "a page that is typed on")
	for began := p.now; p.now.Sub(began) < 11*time.Hour+10*time.Minute; {
		alive(used, true, "in use since the morning")
		p.pass(20 * time.Minute)
	}
	alive(used, false, "after half a day, although in use")
	a := p.signIn("s01", "huiyin-demo", home)
	if c := a.cookie(); c.MaxAge != 12*60*60 {
		t.Errorf("the browser keeps it for %d s", c.MaxAge)
	}
	if n := (visitor{p, a.cookie().Value}).get("/account/security").page().Find("[data-session]").Length(); n != 1 {
		t.Errorf("%d sessions are listed", n)
	}
}

// A stream that is open when its session ends tells nothing any more.
func TestSession_AnOpenStreamEndsWithIt(t *testing.T) {
	for name, end := range map[string]func(p *portal, v visitor){
		"log-out":  func(_ *portal, v visitor) { v.post("/logout") },
		"disabled": func(p *portal, _ visitor) { p.disable("h01") },
	} {
		p := newPortal(t)
		p.password("h01")
		v := p.in("h01")
		gone, leave := context.WithTimeout(t.Context(), patience)
		r := httptest.NewRequestWithContext(gone, get, "/notices/stream", nil)
		r.AddCookie(&http.Cookie{Name: cookieName, Value: v.cookie})
		w := &firstWrite{ResponseRecorder: httptest.NewRecorder(), came: make(chan struct{})}
		go func() {
			defer leave()
			p.server.Handler().ServeHTTP(w, r)
		}()
		<-w.came
		end(p, v)
		<-gone.Done()
		if n := strings.Count(w.Body.String(), "event: unread"); gone.Err() != context.Canceled || n != 1 {
			t.Errorf("%s: %v, told %d times", name, gone.Err(), n)
		}
	}
}

// firstWrite says when the first of an answer has come.
type firstWrite struct {
	*httptest.ResponseRecorder
	came chan struct{}
	once sync.Once
}

func (w *firstWrite) Write(b []byte) (int, error) {
	n, err := w.ResponseRecorder.Write(b)
	w.once.Do(func() { close(w.came) })
	return n, err
}

// Whatever changes how one gets in gives the session another id, and ends the others.
func TestSession_RotatesWithWhatGuardsIt(t *testing.T) {
	p := newPortal(t)
	p.password("x02")
	old := p.in("x02")
	fresh := func(v visitor, path string, pairs ...string) visitor {
		t.Helper()
		a := v.post(path, pairs...)
		delete(p.jar, v.cookie)
		c := a.cookie()
		if c == nil || c.Value == v.cookie || !c.HttpOnly || c.MaxAge <= 0 {
			t.Fatalf("%s: %d, cookie %+v %s", path, a.status, c, sentences(a))
		}
		next := visitor{p, c.Value}
		if v.get("/").status == http.StatusOK || next.get("/").status != http.StatusOK {
			t.Errorf("%s: the old id still opens, or the new one does not", path)
		}
		return next
	}
	next := fresh(old, "/account/password", "old", "huiyin-demo", "new", "ein neues Passwort", "again",
		"ein neues Passwort")
	if a := next.get("/account/security").page().Find("tr[data-action=set_password][data-by=x02]"); a.Length() == 0 {
		t.Error("the change of the password is not among the account's events")
	}
	next.must("/account/security/offer")
	secret := next.get("/account/security").page().Find("[data-secret]").AttrOr("data-secret", "")
	fresh(next, "/account/security/take", "code", p.code(secret, 0), "password", "ein neues Passwort")

	// Half of a session ends with the whole one, with another log-in, and by logging out.
	p.pass(time.Minute)
	halves := func() string { return p.rows("SELECT count(*) FROM session WHERE half = 1")[0][0] }
	half := visitor{p, p.signIn("x02", "ein neues Passwort", home).cookie().Value}
	again := half.post("/login", "username", "x02", "password", "ein neues Passwort")
	if halves() != "1" {
		t.Errorf("%s halves", halves())
	}
	half = visitor{p, again.cookie().Value}
	half.must("/login/second", "code", p.code(secret, 0))
	if halves() != "0" {
		t.Error("half of it stays after the whole")
	}
	visitor{p, p.signIn("x02", "ein neues Passwort", home).cookie().Value}.must("/logout")
	if halves() != "0" {
		t.Error("half of it stays after logging out")
	}
	p.verified()
}

// Another role, or the administrator's flag, asks for another log-in; another name does not.
func TestSession_AnotherRoleAsksForAnotherLogIn(t *testing.T) {
	p := newPortal(t)
	p.password("w01")
	admin := p.as("admin")
	for _, tt := range []struct {
		change []string
		ends   bool
	}{
		{[]string{"name", "别名", "role", "agent", "site", "JY"}, false},
		{[]string{"name", "别名", "role", "supervisor", "site", "JY"}, true},
		{[]string{"name", "别名", "role", "supervisor", "site", "JY", "admin", "1"}, true},
		{[]string{"name", "别名", "role", "supervisor", "site", "LT", "admin", "1"}, false},
		{[]string{"name", "别名", "role", "agent", "site", "LT"}, true},
	} {
		v := p.in("w01")
		admin.must("/settings/people/w01", tt.change...)
		p.secondWord()
		if got := v.get("/").status != http.StatusOK; got != tt.ends {
			t.Errorf("%v: ended is %v", tt.change, got)
		}
	}
	p.verified()
}

// What an administrator gives as a password opens only the page where one chooses one's own, for two weeks.
func TestPassword_OfSomebodyElseIsReplacedFirst(t *testing.T) {
	p := newPortal(t)
	p.as("admin").must("/settings/people", "account", "n01", "name", "新来的", "role", "vp", "password", "given-at-first")
	p.secondWord()
	a := p.signIn("n01", "given-at-first", home)
	v := visitor{p, a.cookie().Value}
	for _, r := range p.server.routes() {
		if open(r) || r.method != get || r.is(given) {
			continue
		}
		if a := v.get(r.path); a.status != http.StatusSeeOther || a.location != "/account/password" {
			t.Errorf("%s: %d to %q", r.path, a.status, a.location)
		}
	}
	before := p.contents()
	if a := v.post("/inquiries", "name", "x"); a.status != http.StatusForbidden ||
		!strings.Contains(sentences(a)+a.body, "须先换成自己的密码") {
		t.Errorf("a form: %d", a.status)
	}
	if a := v.get("/account/password"); a.status != http.StatusOK || !strings.Contains(a.body, "请换成自己的密码") {
		t.Errorf("the page: %d", a.status)
	}
	if a := v.post("/account/password", "old", "given-at-first", "new", "given-at-first", "again",
		"given-at-first"); a.status != http.StatusUnprocessableEntity || a.page().Find("#new-wrong").Length() != 1 {
		t.Errorf("the same again: %d", a.status)
	}
	if p.contents() != before {
		t.Error("refused, yet changed")
	}
	v.must("/account/password", "old", "given-at-first", "new", "chosen-by-myself", "again", "chosen-by-myself")
	if v.get("/").status != http.StatusOK || strings.Contains(v.get("/account/password").body, "请换成自己的密码") {
		t.Error("their own password does not open the rest")
	}
	p.as("admin").must("/settings/people/n01/password", "password", "given-once-more")
	p.secondWord()
	p.pass(givenLasts + time.Minute)
	a = p.signIn("n01", "given-once-more", home)
	if a.status != http.StatusUnprocessableEntity || a.cookie() != nil || !strings.Contains(sentences(a), "已过期") {
		t.Errorf("after two weeks: %d %s", a.status, sentences(a))
	}
	if a := p.signIn("n01", "something else", home); strings.Contains(sentences(a), "过期") {
		t.Error("who does not know it learns that it has expired")
	}
	p.verified()
}

// A refused log-in stands in the log with its account and address, and with nothing that was typed.
func TestSession_RefusedLogInsAreLogged(t *testing.T) {
	p := newPortal(t)
	p.password("a01")
	p.signIn("A01", "wrong-password-typed", home)
	p.signIn("password-in-the-wrong-field", "x", "192.0.2.55")
	for range wrongByAccount {
		p.signIn("a01", "x", home)
	}
	log := p.log.String()
	for _, must := range []string{`msg="log-in refused"`, "account=a01 address=192.0.2.1 wrong=password",
		`account="" address=192.0.2.55 wrong=password`, `wrong="too many"`} {
		if !strings.Contains(log, must) {
			t.Errorf("the log lacks %s", must)
		}
	}
	for _, not := range []string{"typed", "wrong-field"} {
		if strings.Contains(log, not) {
			t.Errorf("the log holds %s", not)
		}
	}
}

// The doors that need no log-in are these, and no other.
func TestDoors_PublicRoutesAreFew(t *testing.T) {
	public := map[string]bool{}
	for _, r := range newPortal(t).server.routes() {
		if r.action == huiyin.Public {
			public[r.method+" "+r.path] = true
		}
	}
	for _, path := range []string{"GET /healthz", "GET /metrics", "GET /static/*", "GET /login", "POST /login",
		"POST /logout", "GET /login/second", "POST /login/second", "GET /about"} {
		if !public[path] {
			t.Errorf("%s is gone", path)
		}
		delete(public, path)
	}
	for path := range public {
		t.Errorf("%s is open to everybody", path)
	}
}

// Every route of the administration turns away everybody else before it looks at anything, and tells
// nobody whether an account or a site is there.
func TestP1_EveryRouteOfTheAdministrationIsShut(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	for _, who := range everyone {
		if who != "-" {
			p.as(who)
		}
	}
	before := p.contents()
	for _, r := range p.server.routes() {
		if r.action != huiyin.ActionManage {
			continue
		}
		for _, who := range strings.Fields("a01 s01 p01 q01 x02 v01 g01 h01 k01 -") {
			var bodies []string
			for _, name := range []string{"f01", "zz9"} {
				path := strings.NewReplacer(":account", name, ":code", name, ":n", "1", ":id", "1", ":robot", "1",
					":backup", "1").Replace(r.path)
				v, want := p.as(strings.TrimPrefix(who, "-")), http.StatusForbidden
				if who == "-" {
					want = map[string]int{get: http.StatusSeeOther, post: http.StatusUnauthorized}[r.method]
				}
				var a answer
				if r.method == get {
					a = v.get(path)
				} else {
					a = v.post(path, "name", "x", "password", "x", "version", "x")
				}
				if a.status != want {
					t.Errorf("%s %s as %s: %d, want %d", r.method, path, who, a.status, want)
				}
				bodies = append(bodies, strings.ReplaceAll(nameless(a)+a.location, name, "@"))
			}
			if len(bodies) == 2 && bodies[0] != bodies[1] {
				t.Errorf("%s %s as %s: the answers differ", r.method, r.path, who)
			}
		}
	}
	if p.contents() != before {
		t.Error("something changed")
	}
}

// never are names of what is not there, of the form that each kind has.
func never(path string) string {
	for _, n := range []struct{ form, none string }{
		{`-([0-9]{8})-[0-9]+`, "-$1-987"}, {`TJ-HY-[0-9]{6}`, "TJ-XX-202502"}, {`JC-[0-9]{6}`, "JC-201901"},
		{`JB-[0-9]{4}Q`, "JB-2031Q"}, {`unit=9栋901`, "unit=9栋987"},
		{`/(customers|data-requests|jobs|imports|scans|views|circulars|attachments|tasks|measures|units/import|customers/import)/[0-9a-f]+`, "/$1/987654"},
		{`/units/HY/[0-9-]+`, "/units/HY/9-9-9876"},
	} {
		path = regexp.MustCompile(n.form).ReplaceAllString(path, n.none)
	}
	return path
}

// What is not there and what one may not see are the same answer to every kind of request, for every kind
// of record that the matrix knows: status, words, headers and length (rules P3, P4, P8).
func TestP3_EveryInvisibleRecordIsAnUnknownOne(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	p := newPortal(t)
	names := regexp.MustCompile(`(TS|ZX|BY|TJ|ZG|FX|JC|JB|DC|BJ|CR|SF|DA)-([A-Z]+-)?[0-9]{4,8}(Q[1-4]|-[0-9]+)?|/(customers|data-requests|jobs|imports|scans|views|circulars|attachments|tasks|measures|units/import|customers/import)/[0-9a-f]+|/units/[A-Z]+/[^"/?&]+|unit=9栋[0-9]+`)
	tried := 0
	for _, m := range matrix {
		if m.fixture == "" {
			continue
		}
		var stranger string
		for _, who := range slices.Backward(everyone) { // those who have to do with no case first
			if who != "-" && !slices.Contains(strings.Fields(m.sees), who) {
				stranger = who
				break
			}
		}
		if stranger == "" {
			continue
		}
		c := cases[m.fixture](p)
		path := p.placed(m.path, c)
		none := never(path)
		if strings.Contains(m.path, "/delegations/") || m.path == "/complaints/bulk/chosen.xlsx" { // one's own alone
			continue
		}
		if none == path {
			t.Errorf("%s: no name of what is not there for %s", m.path, path)
			continue
		}
		tried++
		for name, headers := range map[string]map[string]string{
			"plain": nil, "htmx": {"HX-Request": "true", "HX-Current-URL": "http://example.com/", "If-None-Match": "*"},
			"program": {"Accept": "application/json", "Range": "bytes=0-0"},
		} {
			ask := func(path string) string {
				r := httptest.NewRequest(m.method, path, nil)
				if m.method == post {
					r = httptest.NewRequest(m.method, path, strings.NewReader("version=x&once=o&reason=x"))
					r.Header.Set("Content-Type", urlencoded)
				}
				for h, v := range headers {
					r.Header.Set(h, v)
				}
				a := p.as(stranger).send(r)
				if a.status != http.StatusNotFound {
					t.Errorf("%s %s (%s), %s as %s: %d", m.method, path, m.fixture, name, stranger, a.status)
				}
				a.header.Del("X-Request-Id")
				return fmt.Sprint(a.status, a.header,
					requestName.ReplaceAllString(names.ReplaceAllString(a.body, "@"), "#"))
			}
			if hidden, unknown := ask(path), ask(none); hidden != unknown {
				t.Errorf("%s %s (%s), %s as %s: the answers differ: %s", m.method, m.path, m.fixture, name, stranger,
					apart(hidden, unknown))
			}
		}
	}
	if tried < 80 {
		t.Errorf("%d routes tried", tried)
	}
}

// apart shows where two texts part.
func apart(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return strings.ToValidUTF8(s[max(0, i-60):min(len(s), i+60)], "") }
	return fmt.Sprintf("%q and %q", around(a), around(b))
}

// Of a complaint that is not theirs to see nobody finds a trace, on any page, search, list, figure, sheet
// or paper that has an address of its own, whatever they ask it for (rules P3, P4, P8).
func TestP3P4P8_NoAddressTellsOfAHiddenComplaint(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	p := newPortal(t)
	const phone, unit = "13977770123", "77栋7707"
	secret := []string{"欧阳绝密", "绝密事由", "绝密诉求", unit, phone, "139****0123", "绝密附件", "绝密事项", "绝密措施"}
	hidden := func(site string, more ...string) string {
		return p.as(map[string]string{"HY": "a02",
			"LT": "b01"}[site]).record(append([]string{"site", site, "name", "欧阳绝密", "phone", phone, "unit", unit,
			"matter", "绝密事由：渗水。", "demand", "绝密诉求", "category", "data_leak", "contract", "绝密合同"}, more...)...)
	}
	other := hidden("LT")                     // of another site
	accused := hidden("HY", "accused", "p01") // the manager's own: the vice president's
	shut := hidden("HY", "category", "facilities")
	p.as("s01").must(shut+"/assign", "handler", "a02", "department", "engineering")
	p.as("a02").must(shut + "/accept")
	p.as("a02").must(shut+"/tasks", "what", "绝密事项", "who", "w01", "due", p.later(time.Hour))
	p.as("a02").must(shut+"/measures", "kind", "corrective", "what", "绝密措施", "unit", "门店", "person", "w01", "due",
		p.later(time.Hour))
	if a := p.as("a02").upload(shut+"/attachments", "绝密附件.pdf", []byte("%PDF-1.4 x")); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	p.as("s01").must(shut+"/restrict", "people", "x02", "reason", "涉及客户资料")
	p.pass(72 * time.Hour) // so that deadlines have told whom they tell

	asks := []string{"", "q=" + url.QueryEscape("欧阳绝密"), "q=" + phone, "q=0123", "q=" + url.QueryEscape("绝密"),
		"phone=" + phone + "&unit=" + url.QueryEscape(unit) + "&site=HY&matter=" + url.QueryEscape("绝密事由：渗水。") +
			"&category=facilities",
		"site=HY&unit=" + url.QueryEscape(unit), "site=HY&month=2025-03", "json=1&q=" + url.QueryEscape("绝密"),
		"category=facilities"}
	asked := 0
	for _, who := range []string{"w01", "p01", "e01", "k01", "admin"} {
		for _, c := range []string{other, accused, shut} {
			if p.as(who).get(c).status == http.StatusOK {
				t.Fatalf("%s sees %s", who, c)
			}
		}
		for _, r := range p.server.routes() {
			if r.method != get || strings.Contains(r.path, ":") || strings.Contains(r.path, "*") ||
				r.path == "/notices/stream" || r.path == "/metrics" {
				continue
			}
			for _, ask := range asks {
				if strings.HasSuffix(r.path, ".pdf") && ask != "" && ask != "site=HY&month=2025-03" {
					continue
				}
				a := p.as(who).get(strings.TrimSuffix(r.path+"?"+ask, "?"))
				if a.status >= 500 {
					t.Errorf("%s %s?%s: %d", who, r.path, ask, a.status)
				}
				asked++
				body := a.body
				switch kind := a.header.Get("Content-Type"); {
				case strings.HasPrefix(kind, "application/pdf"):
					body = pdfText(t, a.body)
				case strings.Contains(kind, "spreadsheet"):
					body = fmt.Sprint(rowsIn(a))
				case strings.HasPrefix(kind, "text/html"):
					// what was asked stands in the fields, the links and the words of what was not found
					page := a.page()
					page.Find("input, a, option, form, title, [data-asked]").Each(func(_ int, s *goquery.Selection) {
						for _, name := range []string{"value", "href", "action", "hx-get", "data-asked"} {
							s.RemoveAttr(name)
						}
					})
					body, _ = page.Html()
				}
				unasked, _ := url.QueryUnescape(ask)
				for _, s := range append([]string{numberIn(other), numberIn(accused), numberIn(shut)}, secret...) {
					if who == "p01" && s == numberIn(shut) { // whose site it is sees that it exists
						continue
					}
					if strings.Contains(body, s) && !strings.Contains(unasked, s) {
						t.Errorf("%s learns %q at %s?%s", who, s, r.path, unasked)
					}
				}
			}
		}
	}
	if asked < 2000 {
		t.Errorf("only %d addresses were asked", asked)
	}
	p.verified()
}
