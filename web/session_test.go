package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// signIn posts the log-in form from an address.
func (p *portal) signIn(account, password, address string, pairs ...string) answer {
	p.t.Helper()
	form := url.Values{"username": {account}, "password": {password}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", urlencoded)
	r.Host = "localhost"
	r.RemoteAddr = address + ":1"
	w := httptest.NewRecorder()
	p.server.Handler().ServeHTTP(w, r)
	return answer{p.t, w.Code, w.Body.String(), w.Result().Header, w.Header().Get("Location")}
}

// cookie is the session cookie that an answer sets.
func (a answer) cookie() *http.Cookie {
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		if strings.TrimPrefix(c.Name, "__Host-") == cookieName {
			return c
		}
	}
	return nil
}

const home = "192.0.2.1"

func TestSession_LogInGivesANewID(t *testing.T) {
	p := newPortal(t)
	p.password("a01")
	planted := visitor{p, "planted"}
	a := planted.post("/login", "username", " A01 ", "password", "huiyin-demo")
	c := a.cookie()
	if a.status != http.StatusSeeOther || a.location != "/" || c == nil {
		t.Fatalf("log-in: %d to %q", a.status, a.location)
	}
	if c.Value == "planted" || len(c.Value) < 32 || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode ||
		c.Path != "/" || c.Secure || c.Domain != "" {
		t.Errorf("cookie: %+v", c)
	}
	if planted.get("/").status != http.StatusSeeOther {
		t.Error("the planted id is logged in")
	}
	first := visitor{p, c.Value}
	if first.get("/").status != http.StatusOK {
		t.Fatal("not logged in")
	}
	second := first.post("/login", "username", "a01", "password", "huiyin-demo").cookie()
	if second == nil || second.Value == c.Value || first.get("/").status != http.StatusSeeOther ||
		(visitor{p, second.Value}).get("/").status != http.StatusOK {
		t.Error("logging in again does not replace the session")
	}
	for _, row := range p.rows("SELECT id FROM session") {
		if row[0] == second.Value {
			t.Error("the database holds the secret of a session")
		}
	}
	secure := New(p.store, Options{Now: p.server.Now, Wall: p.server.Wall, Secure: true, Log: p.server.Log})
	q := &portal{t: t, store: p.store, server: secure, log: p.log}
	a = q.signIn("a01", "huiyin-demo", home)
	if c := a.cookie(); c == nil || !c.Secure || a.header.Get("Strict-Transport-Security") == "" {
		t.Errorf("over TLS: %+v", c)
	}
	p.verified()
}

// Wrong, unknown, disabled and without a password: one text, and about as much work.
func TestSession_GuessersLearnNothing(t *testing.T) {
	p := newPortal(t)
	p.password("a01")
	p.password("k01")
	p.disable("k01")
	texts := map[string]bool{}
	quickest := map[string]time.Duration{}
	for range 4 {
		for name, try := range map[string][2]string{"wrong": {"a01", "nein"}, "unknown": {"zz9", "nein"},
			"disabled": {"k01", "huiyin-demo"}, "never set": {"s02", "nein"}} {
			p.server.throttle = newThrottle()
			from := dbtest.CPU() // not the clock: a busy machine would make it later
			a := p.signIn(try[0], try[1], home)
			took := dbtest.CPU() - from
			if q, ok := quickest[name]; !ok || took < q {
				quickest[name] = took
			}
			if a.status != http.StatusUnprocessableEntity || a.cookie() != nil {
				t.Errorf("%s: %d", name, a.status)
			}
			texts[sentences(a)] = true
			if page := a.page(); page.Find("[name=username]").AttrOr("value", "") != try[0] ||
				page.Find("[name=password]").AttrOr("value", "") != "" {
				t.Errorf("%s: the name is lost, or the password comes back", name)
			}
		}
	}
	if len(texts) != 1 {
		t.Errorf("different words: %v", texts)
	}
	for name, took := range quickest {
		if took < quickest["wrong"]/8 { // without a hash it would be a hundredth
			t.Errorf("%s takes %v, a wrong password %v", name, took, quickest["wrong"])
		}
	}
	if strings.Contains(p.log.String(), "nein") {
		t.Error("a password is in the log")
	}
}

// disable puts a person out.
func (p *portal) disable(account string) {
	p.t.Helper()
	admin := huiyin.Actor{Person: p.store.Org().Person("admin"), Org: p.store.Org()}
	err := p.store.ChangeOrg(p.t.Context(), db.Once{}, func(o *huiyin.Org) error {
		person := *o.Person(account)
		person.Disabled = true
		return o.PutPerson(admin, p.now, account, person, nil)
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestSession_GuessingIsThrottled(t *testing.T) {
	p := newPortal(t)
	for _, who := range []string{"a01", "a02"} {
		p.password(who)
	}
	for i := range 2 * wrongByAccount {
		if a := p.signIn("a01", "huiyin-demo", home); a.status != http.StatusSeeOther {
			t.Fatalf("the right password, time %d: %d", i+1, a.status)
		}
	}
	for i := range wrongByAccount {
		if a := p.signIn([]string{"a01", "A01", " a01"}[i%3], "nein",
			strange); a.status != http.StatusUnprocessableEntity {
			t.Errorf("wrong, time %d: %d", i+1, a.status)
		}
	}
	for _, address := range []string{strange, "198.51.100.9"} {
		if a := p.signIn("a01", "huiyin-demo", address); a.status != http.StatusTooManyRequests || sentences(a) == "" {
			t.Errorf("after %d wrong ones from %s: %d", wrongByAccount, address, a.status)
		}
	}
	if a := p.signIn("a01", "huiyin-demo", home); a.status != http.StatusSeeOther {
		t.Errorf("where the person is logged in: %d", a.status)
	}
	if a := p.signIn("a02", "huiyin-demo", strange); a.status != http.StatusSeeOther {
		t.Errorf("another account from there: %d", a.status)
	}
	if a := p.as("a01").get("/"); a.status != http.StatusOK {
		t.Errorf("who is logged in stays so: %d", a.status)
	}
	p.pass(forgiven + time.Second)
	if a := p.signIn("a01", "huiyin-demo", home); a.status != http.StatusSeeOther {
		t.Errorf("after a while: %d", a.status)
	}

	p.server.throttle = newThrottle()
	for i := range wrongByAddress - 2 {
		p.server.throttle.fail("guess"+strconv.Itoa(i), home, p.now)
	}
	for i := range 2 {
		if a := p.signIn("another"+strconv.Itoa(i), "nein", home); a.status != http.StatusUnprocessableEntity {
			t.Errorf("the last guesses but %d: %d", 1-i, a.status)
		}
	}
	if a := p.signIn("a02", "huiyin-demo", home); a.status != http.StatusTooManyRequests {
		t.Errorf("after %d wrong ones from one address: %d", wrongByAddress, a.status)
	}
	if a := p.signIn("a02", "huiyin-demo", "198.51.100.9"); a.status != http.StatusSeeOther {
		t.Errorf("from another address: %d", a.status)
	}
	for i := range 3000 { // asking for many names forgets nobody and keeps nothing
		p.server.throttle.refused(keysOf("name"+strconv.Itoa(i), home), p.now)
	}
	if n := len(p.server.throttle.known); n > 2*wrongByAddress {
		t.Errorf("%d names are kept", n)
	}
	for i := range 3 * mostThrottled {
		p.server.throttle.fail("n"+strconv.Itoa(i), "h"+strconv.Itoa(i), p.now.Add(time.Duration(i)*time.Second))
	}
	if n := len(p.server.throttle.known); n > mostThrottled+1 {
		t.Errorf("%d names are kept", n)
	}
}

// Guesses that come together are counted like those that come one by one.
func TestSession_GuessingTogetherDoesNotHelp(t *testing.T) {
	p := newPortal(t)
	p.password("a01")
	var all sync.WaitGroup
	var mu sync.Mutex
	got := map[int]int{}
	for i := range 24 {
		all.Go(func() {
			a := p.signIn("a01", "nein"+strconv.Itoa(i), home)
			mu.Lock()
			defer mu.Unlock()
			got[a.status]++
		})
	}
	all.Wait()
	if n := got[http.StatusUnprocessableEntity]; n < 1 || n > wrongByAccount || // the others may find too many before them
		n+got[http.StatusTooManyRequests] != 24 {
		t.Errorf("%v", got)
	}
}

func TestSession_Ends(t *testing.T) {
	p := newPortal(t)
	p.password("a01")
	in := func() visitor {
		t.Helper()
		c := p.signIn("a01", "huiyin-demo", home).cookie()
		if c == nil {
			t.Fatal("no session")
		}
		return visitor{p, c.Value}
	}
	alive := func(v visitor, want bool, why string) {
		t.Helper()
		if got := v.get("/about?x").status == http.StatusOK && v.get("/").status == http.StatusOK; got != want {
			t.Errorf("%s: logged in is %v", why, got)
		}
	}
	v := in()
	alive(v, true, "after log-in")
	a := v.post("/logout")
	if c := a.cookie(); a.status != http.StatusSeeOther || a.location != "/login" || c == nil || c.MaxAge >= 0 ||
		c.Value != "" {
		t.Errorf("log-out: %d to %q, %+v", a.status, a.location, c)
	}
	alive(v, false, "after log-out")

	sessionIdle, sessionLimit := p.store.Org().Parameters.Span(huiyin.SessionIdle),
		p.store.Org().Parameters.Span(huiyin.SessionLimit)
	v, idle := in(), in()
	for range 3 {
		p.pass(sessionIdle - time.Minute)
		alive(v, true, "in use")
	}
	alive(idle, false, "left alone")
	v = in()
	for began := p.now; p.now.Sub(began) < sessionLimit-6*time.Hour; {
		p.pass(6 * time.Hour)
		alive(v, true, "in use for less than a week")
	}
	p.pass(6*time.Hour + time.Minute)
	alive(v, false, "after a week, although in use")

	// The business clock may run ahead; sessions go by the wall's.
	v = in()
	ahead := New(p.store, Options{Now: func() time.Time { return p.now.AddDate(0, 3, 0) }, Wall: p.server.Wall,
		Log: p.server.Log})
	alive(visitor{&portal{t: t, store: p.store, server: ahead, now: p.now, log: p.log}, v.cookie}, true,
		"with a rehearsal's clock")

	other := in()
	if a := v.post("/account/password", "old", "huiyin-demo", "new", "ein neues Passwort", "again",
		"ein neues Passwort"); a.status != http.StatusSeeOther {
		t.Fatalf("new password: %d %s", a.status, sentences(a))
	}
	alive(v, true, "who changed the password")
	alive(other, false, "the other sessions then")
	if p.signIn("a01", "huiyin-demo", home).status == http.StatusSeeOther {
		t.Error("the old password still opens")
	}
	if a := p.signIn("a01", "ein neues Passwort", home); a.status != http.StatusSeeOther {
		t.Errorf("the new one does not: %d", a.status)
	}

	v = p.as("k01")
	alive(v, true, "before")
	p.disable("k01")
	alive(v, false, "disabled")
	if a := v.post("/complaints", "name", "x"); a.status != http.StatusUnauthorized {
		t.Errorf("a disabled person posts: %d", a.status)
	}
	p.verified()
}

// Where a log-in leads is always a page of this portal.
func TestSession_NextStaysHere(t *testing.T) {
	p := newPortal(t)
	p.password("a01")
	v := p.as("a02") // an account has so many sessions, and a01 logs in often
	for _, next := range []string{
		"https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
		"/\t/evil.example", "/%09/evil.example", "javascript:alert(1)", "http:/evil.example",
		"evil.example", "", " //evil.example", "/\n/evil.example", "/\r\nSet-Cookie: x=y", "?x", "#x",
		"https:evil.example", "/..//evil.example", "/.//evil.example", "/x/../..//evil.example", "/%5cevil.example",
		"/%2f%2fevil.example", "\x00//evil.example",
	} {
		for name, a := range map[string]answer{
			"log-in":   p.signIn("a01", "huiyin-demo", home, "next", next),
			"language": v.post("/account/language", "lang", "en", "back", next),
			"theme":    v.post("/account/theme", "theme", "dark", "back", next),
		} {
			base, _ := url.Parse("http://portal.example/somewhere")
			to, err := base.Parse(a.location)
			if a.status != http.StatusSeeOther || err != nil || to.Host != "portal.example" || to.Scheme != "http" ||
				strings.HasPrefix(a.location, "//") || strings.HasPrefix(to.Path, "//") ||
				strings.ContainsAny(a.location, "\\\t\r\n") {
				t.Errorf("%s with %q: %d to %q (%v)", name, next, a.status, a.location, err)
			}
		}
	}
	for _, next := range []string{"/complaints", "/complaints?q=%E6%BC%8F%E6%B0%B4&page=2",
		"/complaints/TS-HY-20250303-001#tasks"} {
		if a := p.signIn("a01", "huiyin-demo", home, "next", next); a.location != next {
			t.Errorf("next %q leads to %q", next, a.location)
		}
	}
}

// Nobody gets in without a log-in, each in the way they ask.
func TestSession_StrangersAreAsked(t *testing.T) {
	p := newPortal(t)
	v := p.as("")
	if a := v.get("/complaints?q=a%26b"); a.status != http.StatusSeeOther ||
		a.location != "/login?next=%2Fcomplaints%3Fq%3Da%2526b" {
		t.Errorf("a page: %d to %q", a.status, a.location)
	}
	if a := v.get("/login?next=%2Fcomplaints"); a.page().Find("[name=next]").AttrOr("value", "") != "/complaints" {
		t.Error("the log-in page forgets where to go")
	}
	r := httptest.NewRequest(get, "/search?json=1&q=x", nil)
	r.Header.Set("Accept", "application/json")
	if a := v.send(r); a.status != http.StatusUnauthorized {
		t.Errorf("a program: %d", a.status)
	}
	r = httptest.NewRequest(get, "/complaints", nil)
	r.Header.Set("HX-Request", "true")
	if a := v.send(r); a.status != http.StatusUnauthorized ||
		!strings.HasPrefix(a.header.Get("HX-Redirect"), "/login") {
		t.Errorf("htmx: %d to %q", a.status, a.header.Get("HX-Redirect"))
	}
	if a := v.post("/complaints", "name", "x"); a.status != http.StatusUnauthorized ||
		a.page().Find("[name=password]").Length() != 1 {
		t.Errorf("a form: %d", a.status)
	}
	if a := (visitor{p, strings.Repeat("x", 4000)}).get("/"); a.status != http.StatusSeeOther {
		t.Errorf("an odd cookie: %d", a.status)
	}
}

func TestSession_LanguageAndTheme(t *testing.T) {
	p := newPortal(t)
	v := p.as("a01")
	lang := func(v visitor, accept string) string {
		r := httptest.NewRequest(get, "/login", nil)
		if v.cookie != "" {
			r = httptest.NewRequest(get, "/", nil)
		}
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Accept-Language", accept)
		return v.send(r).page().Find("html").AttrOr("lang", "")
	}
	for accept, want := range map[string]string{"": "zh-Hans", "en-GB,en;q=0.9": "en", "zh-TW": "zh-Hant",
		"zh-CN": "zh-Hans", "de": "zh-Hans", ";;;": "zh-Hans"} {
		if got := lang(p.as(""), accept); got != want {
			t.Errorf("a stranger who reads %q gets %q, want %q", accept, got, want)
		}
	}
	for _, l := range []string{"en", "zh-Hant", "zh-Hans"} {
		if a := v.post("/account/language", "lang", l, "back", "/complaints?q=x"); a.status != http.StatusSeeOther ||
			a.location != "/complaints?q=x" {
			t.Errorf("%s: %d to %q", l, a.status, a.location)
		}
		if got := lang(v, "de"); got != l {
			t.Errorf("chose %s, got %s", l, got)
		}
	}
	for _, theme := range []string{"dark", "light", "auto"} {
		v.must("/account/theme", "theme", theme)
		if got := v.get("/").page().Find("html").AttrOr("data-bs-theme", ""); got != theme {
			t.Errorf("chose %s, got %s", theme, got)
		}
	}
	if got := p.as("a02").get("/").page().Find("html").AttrOr("lang", ""); got != "zh-Hans" {
		t.Errorf("another person gets %s", got)
	}
}

// A form that another site sends is refused; one that says nothing of its origin passes.
func TestSession_CrossSiteFormsAreRefused(t *testing.T) {
	p := newPortal(t)
	p.password("a01")
	for name, tt := range map[string]struct {
		headers map[string]string
		status  int
	}{
		"says nothing": {nil, http.StatusSeeOther},
		"same origin": {map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
			http.StatusSeeOther},
		"typed by the person": {map[string]string{"Sec-Fetch-Site": "none"}, http.StatusSeeOther},
		"own origin only":     {map[string]string{"Origin": "http://localhost"}, http.StatusSeeOther},
		"cross site":          {map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		"same site":           {map[string]string{"Sec-Fetch-Site": "same-site"}, http.StatusForbidden},
		"another origin":      {map[string]string{"Origin": "https://evil.example"}, http.StatusForbidden},
		"no origin at all":    {map[string]string{"Origin": "null"}, http.StatusForbidden},
		"another port":        {map[string]string{"Origin": "http://localhost:8081"}, http.StatusForbidden},
	} {
		for _, path := range []string{"/account/theme", "/login", "/rehearsal/clock", "/complaints/draft"} {
			v := p.as("a01")
			before := p.contents()
			form := url.Values{"theme": {"dark"}, "username": {"a01"}, "password": {"huiyin-demo"}, "at": {p.later(0)}}
			r := httptest.NewRequest(post, path, strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", urlencoded)
			for k, value := range tt.headers {
				r.Header.Set(k, value)
			}
			a := v.send(r)
			want := tt.status
			if path == "/complaints/draft" && want == http.StatusSeeOther {
				want = http.StatusNoContent
			}
			if a.status != want {
				t.Errorf("%s to %s: %d, want %d", name, path, a.status, want)
			}
			if a.status == http.StatusForbidden &&
				(p.contents() != before || a.header.Get("Content-Security-Policy") == "") {
				t.Errorf("%s to %s: it acted, or lacks its headers", name, path)
			}
		}
	}
	r := httptest.NewRequest(get, "/complaints", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if a := p.as("a01").send(r); a.status != http.StatusOK {
		t.Errorf("a link from elsewhere: %d", a.status)
	}
}

// Every kind of answer carries the headers that keep a browser safe.
func TestSession_EveryAnswerIsGuarded(t *testing.T) {
	p := newPortal(t)
	v := p.as("s01")
	c := stations["done"](p)
	cross := httptest.NewRequest(post, "/logout", nil)
	cross.Header.Set("Sec-Fetch-Site", "cross-site")
	for name, a := range map[string]answer{
		"page": v.get("/"), "case": v.get(c), "list": v.get("/complaints"), "not found": v.get("/nowhere"),
		"redirect": v.post("/account/theme", "theme", "dark"), "wrong": v.post("/complaints"),
		"conflict": v.post(c + "/accept"), "forbidden": v.post(c+"/payments", "proposal", "1"),
		"paper": v.get(c + "/form.pdf"), "sheet": v.get("/complaints/ledger.xlsx"),
		"attachment": v.get("/attachments/" + part(p, c, "attachment")), "suggestions": v.get("/search?json=1&q=x"),
		"health": v.get("/healthz"), "style": v.get("/static/css/app.css"),
		"log-in": p.as("").get("/login"), "asked": p.as("").get("/"), "unauthorised": p.as("").post("/complaints"),
		"cross": v.send(cross), "nothing": v.post("/complaints/draft", "name", "x"),
		"too many": func() answer {
			p.server.throttle.fail("a02", home, p.now)
			for range 5 {
				p.server.throttle.fail("a02", home, p.now)
			}
			return p.signIn("a02", "x", home)
		}(),
	} {
		h := a.header
		csp := h.Get("Content-Security-Policy")
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" || csp == "" ||
			h.Get("X-Request-Id") == "" {
			t.Errorf("%s (%d) lacks headers: %v", name, a.status, h)
		}
		if strings.HasPrefix(h.Get("Content-Type"), "text/html") {
			if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'self'") ||
				!strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "form-action 'self'") ||
				!strings.Contains(csp, "base-uri 'none'") {
				t.Errorf("%s: %s", name, csp)
			}
			if !strings.Contains(h.Get("Cache-Control"), "no-store") {
				t.Errorf("%s may be kept: %s", name, h.Get("Cache-Control"))
			}
		}
		if h.Get("Server") != "" || h.Get("X-Powered-By") != "" {
			t.Errorf("%s names the server", name)
		}
	}
}
