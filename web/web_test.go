package web

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// portal is the whole portal over a real database file, with a clock that the test moves.
type portal struct {
	t      testing.TB
	store  *db.Store
	server *Server
	mu     sync.Mutex
	now    time.Time
	log    *bytes.Buffer
	beside *sql.DB           // the database file, opened beside the store by rows
	jar    map[string]string // what became of a browser's cookie

	counter *sql.Conn // by which stored hears of changes
	commits int
	sum     string // of the rows at the last contents
}

func newPortal(t testing.TB) *portal {
	t.Helper()
	p := &portal{t: t, store: dbtest.New(t), now: dbtest.Now, log: &bytes.Buffer{}, jar: map[string]string{}}
	clock := func() time.Time {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.now
	}
	p.server = New(p.store, Options{Now: clock, Wall: clock, Cache: readersCache(), Rehearsal: p,
		Log: slog.New(slog.NewTextHandler(&lockedWriter{w: p.log}, nil))})
	t.Cleanup(func() { dbtest.Discreet(t, p.store.Dir(), p.log.String()) })
	t.Cleanup(p.server.End)
	return p
}

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// Move moves the clock and lets it run what is due.
func (p *portal) Move(ctx context.Context, to time.Time) error {
	p.mu.Lock()
	p.now = to
	p.mu.Unlock()
	_, err := p.store.RunDue(ctx, to)
	if err == nil {
		_, err = p.store.RunLists(ctx, to)
	}
	return err
}

// pass lets time go by.
func (p *portal) pass(d time.Duration) {
	p.t.Helper()
	if err := p.Move(p.t.Context(), p.now.Add(d)); err != nil {
		p.t.Fatal(err)
	}
}

// answer is what the portal said.
type answer struct {
	t        testing.TB
	status   int
	body     string
	header   http.Header
	location string
}

// page reads an answer as HTML.
func (a answer) page() *goquery.Document {
	a.t.Helper()
	d, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		a.t.Fatal(err)
	}
	return d
}

// visitor is one person's browser; account "" is nobody.
type visitor struct {
	p      *portal
	cookie string
}

// as gives a browser in which a person is logged in.
func (p *portal) as(account string) visitor {
	p.t.Helper()
	if account == "" {
		return visitor{p: p}
	}
	value := "session-of-" + account + p.server.Wall().Format("-2006010215")
	id := hashID(p.moved(value))
	row, err := p.store.Session(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	now := p.server.Wall()
	if row != nil && !lives(p.store.Org(), row, now) { // logged out meanwhile
		if err := p.store.EndSession(p.t.Context(), id, p.server.entry(account, huiyin.ActionLogOut)); err != nil {
			p.t.Fatal(err)
		}
		row = nil
	}
	if row == nil {
		p.mu.Lock()
		delete(p.jar, value)
		p.mu.Unlock()
		id = hashID(value)
	}
	if row == nil {
		if err := p.store.StartSession(p.t.Context(), db.Session{ID: id, Account: account, Created: now, Seen: now},
			p.server.entry(account, huiyin.ActionLogIn)); err != nil {
			p.t.Fatal(err)
		}
	}
	return visitor{p, value}
}

// moved gives the cookie that a browser has by now, where its account's pages gave it another.
func (p *portal) moved(cookie string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return cmp.Or(p.jar[cookie], cookie)
}

func (v visitor) send(r *http.Request) answer {
	if r.Host == "example.com" { // what httptest calls it
		r.Host = "localhost"
	}
	v.p.t.Helper()
	r.RemoteAddr = "192.0.2.7:40000"
	if v.cookie != "" {
		r.AddCookie(&http.Cookie{Name: cookieName, Value: v.p.moved(v.cookie)})
	}
	w := httptest.NewRecorder()
	if strings.HasSuffix(r.URL.Path, "/stream") { // its reader goes away once there was something to read
		gone, leave := context.WithCancel(r.Context())
		defer leave()
		v.p.server.Handler().ServeHTTP(leaving{w, leave}, r.WithContext(gone))
	} else {
		v.p.server.Handler().ServeHTTP(w, r)
	}
	sent := w.Result().Header // as it went out, not what was set too late
	a := answer{v.p.t, w.Code, w.Body.String(), sent, sent.Get("Location")}
	if c := a.cookie(); c != nil && strings.HasPrefix(r.URL.Path, "/account/") {
		v.p.mu.Lock()
		defer v.p.mu.Unlock()
		v.p.jar[v.cookie] = c.Value
	}
	return a
}

// leaving is a reader who goes away after the first word.
type leaving struct {
	*httptest.ResponseRecorder
	leave context.CancelFunc
}

func (l leaving) Write(b []byte) (int, error) {
	defer l.leave()
	return l.ResponseRecorder.Write(b)
}

func (v visitor) get(path string) answer {
	v.p.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept", "text/html")
	return v.send(r)
}

// post sends a form; pairs are names and values, a name may come more than once.
func (v visitor) post(path string, pairs ...string) answer {
	v.p.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(r)
}

// upload sends a form with one file.
func (v visitor) upload(path, name string, content []byte, pairs ...string) answer {
	v.p.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	f, err := w.CreateFormFile("file", name)
	if err != nil {
		v.p.t.Fatal(err)
	}
	_, _ = f.Write(content)
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.send(r)
}

// must posts a form that has to succeed and gives where it leads.
func (v visitor) must(path string, pairs ...string) string {
	v.p.t.Helper()
	a := v.post(path, pairs...)
	if a.status != http.StatusSeeOther {
		v.p.t.Fatalf("POST %s: %d\n%s", path, a.status, sentences(a))
	}
	return a.location
}

// sentences gives what an answer says is wrong.
func sentences(a answer) string {
	return strings.TrimSpace(a.page().Find(".wrong, .alert, .problem").Text())
}

// record takes a complaint in and gives its address; pairs change the usual one.
// stranger gives a customer of whom nothing is on file: sums of one customer or unit add up (rule C2).
func (p *portal) stranger() []string {
	n := len(p.rows("SELECT id FROM complaint"))
	return []string{"phone", strconv.Itoa(13600200000 + n), "unit", fmt.Sprintf("8栋%d", 1000+n)}
}

func (v visitor) record(pairs ...string) string {
	v.p.t.Helper()
	form := map[string]string{
		"site": "JY", "channel": "phone", "name": "王小明", "phone": "13800138000", "unit": "3栋2单元1201",
		"relation": "owner",
		"matter":   "楼上夜间装修噪音很大，无法休息。", "demand": "请物业制止夜间装修。", "category": "noise",
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		form[pairs[i]] = pairs[i+1]
	}
	var all []string
	for k, val := range form {
		all = append(all, k, val)
	}
	return v.must("/complaints", all...)
}

// inquire takes an inquiry in and praise praise of a02, and they give its address; pairs come before the usual ones.
func (v visitor) inquire(pairs ...string) string {
	v.p.t.Helper()
	return v.must("/inquiries", append(pairs, "site", "HY", "channel", "phone", "name", "赵先生", "phone", "13912345678",
		"unit", "1栋101", "matter", "什么时候交房")...)
}

func (v visitor) praise(pairs ...string) string {
	v.p.t.Helper()
	return v.must("/praises", append(pairs, "site", "HY", "channel", "letter", "name", "钱女士", "matter", "带看细致耐心",
		"persons", "a02")...)
}

// main gives a data attribute of a complaint's page.
func (v visitor) main(path, attr string) string {
	v.p.t.Helper()
	a := v.get(path)
	if a.status != http.StatusOK {
		v.p.t.Fatalf("GET %s: %d", path, a.status)
	}
	return a.page().Find("main").AttrOr("data-"+attr, "")
}

// expect compares the data attributes of a complaint's page, given as name and value.
func (v visitor) expect(path string, pairs ...string) {
	v.p.t.Helper()
	a := v.get(path)
	if a.status != http.StatusOK {
		v.p.t.Fatalf("GET %s: %d", path, a.status)
	}
	main := a.page().Find("main")
	for i := 0; i+1 < len(pairs); i += 2 {
		if got := main.AttrOr("data-"+pairs[i], "(none)"); got != pairs[i+1] {
			v.p.t.Errorf("%s: data-%s = %q, want %q", path, pairs[i], got, pairs[i+1])
		}
	}
}

// row is one request with what must come of it.
type row struct {
	who     string
	method  string
	path    string
	form    []string
	status  int
	must    []string
	mustNot []string
}

func (p *portal) check(rows ...row) {
	p.t.Helper()
	for _, r := range rows {
		var a answer
		if r.method == http.MethodPost {
			a = p.as(r.who).post(r.path, r.form...)
		} else {
			a = p.as(r.who).get(r.path)
		}
		if a.status != r.status {
			p.t.Errorf("%s %s %s %v: %d, want %d: %s", r.who, r.method, r.path, r.form, a.status, r.status,
				sentences(a))
		}
		for _, m := range r.must {
			if !strings.Contains(a.body, m) {
				p.t.Errorf("%s %s %s: lacks %q", r.who, r.method, r.path, m)
			}
		}
		for _, m := range r.mustNot {
			if strings.Contains(a.body, m) {
				p.t.Errorf("%s %s %s: contains %q", r.who, r.method, r.path, m)
			}
		}
	}
}

// later is an instant in the future as a form writes it.
func (p *portal) later(d time.Duration) string {
	return p.now.Add(d).In(p.store.Org().Zone).Format("2006-01-02T15:04")
}

// shelve runs a closed case's own clock past its time for reopening, so that it is archived (rule W10).
func (p *portal) shelve(c string) {
	p.t.Helper()
	if _, err := p.store.ChangeComplaint(p.t.Context(), db.Once{}, numberIn(c), 0, func(k *huiyin.Complaint) error {
		k.Run(p.store.Org(), k.ClosedAt.AddDate(0, 0, 91))
		return nil
	}); err != nil {
		p.t.Fatal(err)
	}
	p.as("s01").expect(c, "state", "archived")
}

// verified proves that nothing was changed behind the journal's back (rule J2).
func (p *portal) verified() {
	p.t.Helper()
	v, err := p.store.Verify(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	if len(v.Wrong) > 0 {
		p.t.Errorf("verify: %v", v.Wrong)
	}
}

// readersCache is where the readers of files keep what they compile, for all tests of this machine: it takes seconds.
func readersCache() string {
	return filepath.Join(os.TempDir(), "huiyin-readers-"+strconv.Itoa(os.Getuid()))
}
