//go:build unix

package web

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// BenchmarkPortal compares the portal with a bare program: net/http, html/template and one statement
// on the same SQLite file through the same driver. Eight clients with kept connections, in a process of
// their own so that their work is not counted, ask both in turns. Reported: the portal's requests per
// second, that as a part of the bare program's (x-bare), and the CPU time of the server process.
//
// A client that says "gzip" gets compressed pages from the portal and plain ones from the bare program,
// which cannot compress; one that says "plain" gets plain pages from both.
func BenchmarkPortal(b *testing.B) {
	p := newLoaded(b)
	plain := newBare(b, filepath.Join(p.store.Dir(), "huiyin.db"))
	n := 0
	for _, size := range []int{10_000, 100_000, 1_000_000} {
		if testing.Short() && size > 10_000 {
			continue
		}
		p.fill(b, n, size)
		n = size
		long := longComplaint(b, p.store, p.now.Add(-20*24*time.Hour))
		plain.subject = long
		for _, encoding := range []string{"gzip", "plain"} {
			for _, account := range []string{"s01", "a01", "v01"} {
				b.Run(fmt.Sprintf("list/%d/%s/%s", size, encoding, account), func(b *testing.B) {
					race(b, p.url, plain.url, p.asking(b, account, encoding, "/complaints"),
						asking("", encoding, "/list"))
				})
			}
			b.Run(fmt.Sprintf("page/%d/%s/s01", size, encoding), func(b *testing.B) {
				race(b, p.url, plain.url, p.asking(b, "s01", encoding, "/complaints/"+long),
					asking("", encoding, "/page"))
			})
		}
		b.Run(fmt.Sprintf("record/%d/a01", size), func(b *testing.B) {
			var ours, bare [][]byte
			for i := range 500 {
				form := recording(i)
				ours, bare = append(ours, sending(p.as(b, "a01"), "/complaints", form)),
					append(bare, sending("", "/record", form))
			}
			race(b, p.url, plain.url, ours, bare)
		})
		b.Run(fmt.Sprintf("day/%d", size), func(b *testing.B) {
			race(b, p.url, "", p.day(b, long), nil)
		})
	}
}

// BenchmarkPages is the median of each page as one client sees it, and the slowest of them, which counts
// anew what was remembered.
func BenchmarkPages(b *testing.B) {
	p := newLoaded(b)
	n := 0
	for _, size := range []int{10_000, 100_000, 1_000_000} {
		if testing.Short() && size > 10_000 {
			continue
		}
		p.fill(b, n, size)
		n = size
		for _, account := range []string{"s01", "v01", "a01"} {
			cookie := p.as(b, account)
			for _, path := range []string{
				"/", "/complaints", "/complaints?grade=minor", "/complaints?grade=major", "/complaints?category=noise",
				"/complaints?channel=media", "/complaints?state=closed&category=leak",
				"/complaints?owner=s01", "/complaints?open=1", "/complaints?late=1", "/complaints?sort=due",
				"/complaints?from=2026-01-01&to=2026-12-31", "/complaints?page=20", "/customers",
				"/figures?month=2027-03", "/figures?month=2027-03&site=HY",
			} {
				if strings.HasPrefix(path, "/figures") && account == "a01" {
					continue
				}
				b.Run(fmt.Sprintf("%d/%s%s", size, account, path), func(b *testing.B) {
					var took []time.Duration
					for b.Loop() {
						r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, p.url+path, nil)
						if err != nil {
							b.Fatal(err)
						}
						r.Header.Set("Cookie", cookie)
						r.Header.Set("Accept", "text/html")
						began := time.Now()
						answer, err := http.DefaultClient.Do(r)
						if err != nil {
							b.Fatal(err)
						}
						_, err = io.Copy(io.Discard, answer.Body)
						_ = answer.Body.Close()
						if err != nil || answer.StatusCode != http.StatusOK {
							b.Fatal(answer.Status, err)
						}
						took = append(took, time.Since(began))
					}
					slices.Sort(took)
					b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
					b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "slowest-ms")
				})
			}
		}
	}
}

// loaded is a portal as it is served, with many complaints.
type loaded struct {
	store *db.Store
	url   string
	now   time.Time
}

// newLoaded serves an empty portal, whose time is three years after the first complaint.
func newLoaded(b testing.TB) *loaded {
	p := &loaded{store: dbtest.New(b), now: dbtest.Now.AddDate(3, 0, 0)}
	clock := func() time.Time { return p.now }
	s := New(p.store, Options{Now: clock, Wall: clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	server := httptest.NewServer(s.Handler())
	b.Cleanup(server.Close)
	p.url = server.URL
	return p
}

// as logs a person in and gives the cookie.
func (p *loaded) as(b testing.TB, account string) string {
	value := "session-of-" + account
	err := p.store.StartSession(b.Context(),
		db.Session{ID: hashID(value), Account: account, Created: p.now, Seen: p.now},
		huiyin.Entry{At: p.now, Logged: p.now, By: account, Action: huiyin.ActionLogIn, Subject: account})
	if err != nil && !strings.Contains(err.Error(), "UNIQUE") {
		b.Fatal(err)
	}
	return cookieName + "=" + value
}

// asking are requests for pages as one person's browser sends them.
func (p *loaded) asking(b testing.TB, account, encoding string, paths ...string) [][]byte {
	return asking(p.as(b, account), encoding, paths...)
}

func asking(cookie, encoding string, paths ...string) (all [][]byte) {
	for _, path := range paths {
		accept := ""
		if encoding == "gzip" {
			accept = "Accept-Encoding: gzip\r\n"
		}
		all = append(all,
			fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: bench\r\nCookie: %s\r\nAccept: text/html\r\n%s\r\n", path,
				cookie, accept))
	}
	return all
}

func sending(cookie, path string, form url.Values) []byte {
	body := form.Encode()
	return fmt.Appendf(nil,
		"POST %s HTTP/1.1\r\nHost: bench\r\nCookie: %s\r\nSec-Fetch-Site: same-origin\r\nContent-Type: "+
			"application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", path, cookie, len(body), body)
}

// recording is the form of the i-th customer.
func recording(i int) url.Values {
	return url.Values{
		"site": {"HY"}, "channel": {"phone"}, "name": {"王小明"}, "phone": {fmt.Sprintf("139%08d", i)},
		"relation": {"owner"}, "unit": {fmt.Sprintf("%d幢%d室", i%100, i)}, "category": {"noise"},
		"matter": {"楼上夜间装修噪音很大，无法休息，多次与施工方沟通未果，孩子无法上学。"}, "demand": {"请物业制止夜间装修，并书面告知处理结果。"},
	}
}

// day is what an office asks for in a day: mostly pages, now and then something new.
func (p *loaded) day(b testing.TB, long string) (all [][]byte) {
	for _, account := range []string{"s01", "a01", "v01", "u01", "w01"} {
		all = append(all, p.asking(b, account, "gzip", "/", "/complaints", "/complaints?q="+url.QueryEscape("噪音"),
			"/complaints/new")...)
	}
	all = append(all, p.asking(b, "s01", "gzip", "/complaints/"+long, "/complaints?sort=due", "/approvals")...)
	return append(all, sending(p.as(b, "a01"), "/complaints", recording(0)))
}

// fill records complaints until there are size, four of five closed, over three years.
func (p *loaded) fill(b testing.TB, from, size int) {
	desks := []struct {
		site     string
		category []string
		people   []string
	}{
		{"HY", []string{"attitude", "discount", "leak", "noise", "process"}, []string{"a01", "a02", "s01", "s02"}},
		{"LT", []string{"wrong_introduction", "fees_not_told", "other"}, []string{"b01", "t01"}},
		{"JY", []string{"noise", "leak", "cleaning", "charges", "facilities"}, []string{"w01", "u01"}},
	}
	matters := map[string]string{
		"attitude": "看房时置业顾问态度冷淡，问话不答。", "discount": "签约时折扣与当初所说不符，多收了款。", "leak": "卫生间天花板渗水，墙面起皮。",
		"noise": "楼上夜间装修噪音很大，无法休息。", "process": "贷款手续办了两个月没有回音。", "wrong_introduction": "中介介绍的学区与实际不符。",
		"fees_not_told": "成交后才被告知另收服务费。", "other": "宣传单多次塞进门缝。", "cleaning": "楼道垃圾三天没人清理。", "charges": "停车费重复扣了两次。",
		"facilities": "电梯停运一周没有通知。",
	}
	supervisor := map[string]string{"HY": "s01", "LT": "t01", "JY": "u01"}
	actors := map[string]huiyin.Actor{}
	for _, person := range p.store.Org().People {
		actors[person.Account] = dbtest.Actor(b, p.store, person.Account)
	}
	const spread = 100_000 // complaints over three years; more come in between
	step := 3 * 365 * 24 * time.Hour / spread
	err := p.store.Load(b.Context(), func() (*huiyin.Complaint, error) {
		if from == size {
			return nil, nil
		}
		d := desks[from%len(desks)]
		i := from / len(desks)
		at := dbtest.Now.Add(time.Duration(from%spread) * step)
		in := dbtest.Intake()
		in.Site, in.Category, in.ReceivedAt = d.site, d.category[i%len(d.category)], at
		in.Matter = matters[in.Category]
		in.Phone, in.Unit = fmt.Sprintf("138%08d", i%30_000), fmt.Sprintf("%d栋%d单元%d01", i%40+1, i%3+1, i%30+1)
		c, err := huiyin.RecordComplaint(actors[d.people[i%len(d.people)]], at, in)
		if err == nil && i%5 > 0 {
			p.finish(b, c, actors[supervisor[d.site]], actors[c.Owner], at)
		}
		from++
		return c, err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// finish carries a complaint to its end where no signature is needed, else some way.
func (p *loaded) finish(b testing.TB, c *huiyin.Complaint, supervisor, owner huiyin.Actor, at time.Time) {
	err := c.LogContact(supervisor, at.Add(10*time.Minute), huiyin.Contact{Way: "phone", Said: "已联系客户，安排查看。"})
	if err == nil {
		err = c.Settle(owner, at.Add(2*time.Hour),
			huiyin.Settling{Class: "process", Cause: "邻居夜间施工", Measure: "上门劝止", Said: "已劝止，今后晚八点后不施工。",
				Satisfaction: "satisfied"})
	}
	if err == nil {
		err = c.Assess(owner, at.Add(3*time.Hour),
			huiyin.Assessing{Assessment: huiyin.Assessment{Validity: huiyin.Valid, Responsibility: "third_party"}})
	}
	if err == nil && len(c.Missing(at)) == 0 {
		err = c.Close(owner, at.Add(4*time.Hour), huiyin.Solved, "")
	}
	if err != nil {
		b.Fatal(err)
	}
}

// bare is the program that the portal is compared with.
type bare struct {
	url     string
	mux     *http.ServeMux
	subject string // of the journal lines on its page
}

var bareList = template.Must(template.New("list").Parse(`<!DOCTYPE html><html><head><title>投诉</title></head><body><table>
<tr><th>编号</th><th>项目</th><th>投诉人</th><th>投诉事项</th><th>等级</th><th>状态</th><th>负责</th><th>下一期限</th></tr>
{{range .}}<tr><td><a href="/complaints/{{.Number}}">{{.Number}}</a> <time>{{.ReceivedAt}}</time></td><td>{{.Site}}</td><td>{{.Name}} <small>{{.Unit}}</small></td><td>{{.Urgency}} {{.Matter}} <small>{{.Category}}</small></td><td>{{.Grade}}</td><td>{{.State}}</td><td>{{.Owner}} <small>{{.Handler}}</small></td><td>{{.DueKind}} {{.Due}}</td></tr>
{{end}}</table></body></html>`))

var barePage = template.Must(template.New("page").Parse(`<!DOCTYPE html><html><head><title>投诉</title></head><body><ol>
{{range .}}<li><strong>{{.Action}}</strong> {{.By}} <time>{{.At}}</time> {{.From}} → {{.To}} <p>{{.Detail}}</p></li>
{{end}}</ol></body></html>`))

func newBare(b testing.TB, file string) *bare {
	p := &bare{mux: http.NewServeMux()}
	const dsn = "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)"
	open := func(most int) *sql.DB {
		pool, err := sql.Open("sqlite", "file:"+file+dsn)
		if err != nil {
			b.Fatal(err)
		}
		pool.SetMaxOpenConns(most)
		pool.SetMaxIdleConns(most)
		b.Cleanup(func() { _ = pool.Close() })
		return pool
	}
	prepare := func(pool *sql.DB, query string) *sql.Stmt {
		st, err := pool.Prepare(query)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = st.Close() })
		return st
	}
	writer, readers := open(1), open(4)
	if _, err := writer.Exec(`CREATE TABLE bare (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, site TEXT NOT NULL, channel TEXT NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL,
		relation TEXT NOT NULL, unit TEXT NOT NULL, category TEXT NOT NULL, matter TEXT NOT NULL, demand TEXT NOT NULL) STRICT`); err != nil {
		b.Fatal(err)
	}
	list := prepare(readers, `SELECT number, received_at, site, name, unit, urgency, substr(matter, 1, 60), category, grade, state, owner, handler, due_kind, due_at
		FROM complaint ORDER BY received_at DESC, id DESC LIMIT 50`)
	lines := prepare(readers,
		"SELECT action, by, at, from_state, to_state, detail FROM journal WHERE subject = ? ORDER BY id DESC LIMIT 40")
	insert := prepare(writer,
		"INSERT INTO bare (at, site, channel, name, phone, relation, unit, category, matter, demand) VALUES (?, "+
			"?, ?, ?, ?, ?, ?, ?, ?, ?)")
	day := func(ms int64) string { return time.UnixMilli(ms).Format("2006-01-02 15:04") }
	fail := func(w http.ResponseWriter, err error) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}
	mux := p.mux
	mux.HandleFunc("GET /list", func(w http.ResponseWriter, r *http.Request) {
		rows, err := list.QueryContext(r.Context())
		if err != nil {
			fail(w, err)
			return
		}
		defer rows.Close()
		type row struct {
			Number, ReceivedAt, Site, Name, Unit, Urgency, Matter, Category, Grade, State, Owner, Handler, DueKind,
			Due string
		}
		var all []row
		for rows.Next() {
			var v row
			var at int64
			var due sql.NullInt64
			if err := rows.Scan(&v.Number, &at, &v.Site, &v.Name, &v.Unit, &v.Urgency, &v.Matter, &v.Category, &v.Grade,
				&v.State, &v.Owner, &v.Handler, &v.DueKind, &due); err != nil {
				fail(w, err)
				return
			}
			v.ReceivedAt = day(at)
			if due.Valid {
				v.Due = day(due.Int64)
			}
			all = append(all, v)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fail(w, bareList.Execute(w, all))
	})
	mux.HandleFunc("GET /page", func(w http.ResponseWriter, r *http.Request) {
		rows, err := lines.QueryContext(r.Context(), p.subject)
		if err != nil {
			fail(w, err)
			return
		}
		defer rows.Close()
		type row struct{ Action, By, At, From, To, Detail string }
		var all []row
		for rows.Next() {
			var v row
			var at int64
			if err := rows.Scan(&v.Action, &v.By, &at, &v.From, &v.To, &v.Detail); err != nil {
				fail(w, err)
				return
			}
			v.At = day(at)
			all = append(all, v)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fail(w, barePage.Execute(w, all))
	})
	mux.HandleFunc("POST /record", func(w http.ResponseWriter, r *http.Request) {
		f := r.PostFormValue
		if _, err := insert.ExecContext(r.Context(), time.Now().UnixMilli(), f("site"), f("channel"), f("name"),
			f("phone"), f("relation"), f("unit"), f("category"), f("matter"), f("demand")); err != nil {
			fail(w, err)
			return
		}
		http.Redirect(w, r, "/list", http.StatusSeeOther)
	})
	server := httptest.NewServer(mux)
	b.Cleanup(server.Close)
	p.url = server.URL
	return p
}

// turn is how many requests one side gets before the other's turn, so that both meet the same noise.
const turn = 200

// race sends b.N requests to the portal and as many to the bare program, if there is one, in turns.
func race(b *testing.B, ours, bare string, requests, bareRequests [][]byte) {
	b.Helper()
	c := newCrowd(b)
	var took, bareTook, cpu time.Duration
	b.StopTimer()
	for done := 0; done < b.N; done += turn {
		n := min(turn, b.N-done)
		if bare != "" {
			bareTook += c.send(b, bare, bareRequests, n)
		}
		before := dbtest.CPU()
		b.StartTimer()
		took += c.send(b, ours, requests, n)
		b.StopTimer()
		cpu += dbtest.CPU() - before
	}
	b.ReportMetric(float64(b.N)/took.Seconds(), "req/s")
	b.ReportMetric(cpu.Seconds()*1000/float64(b.N), "cpu-ms/req")
	if bare != "" {
		b.ReportMetric(bareTook.Seconds()/took.Seconds(), "x-bare")
	}
}

// crowd is a process with eight clients. It reads downloads from its standard input and answers with the time
// each took.
type crowd struct {
	downloads *json.Encoder
	answers   *json.Decoder
}

type job struct {
	Address  string
	Requests [][]byte
	N        int
}

type done struct {
	Took   time.Duration
	Failed string
}

const (
	crowdVariable = "HUIYIN_BENCH_CLIENTS"
	clients       = 8
)

func init() {
	if os.Getenv(crowdVariable) != "" {
		beCrowd()
		os.Exit(0)
	}
}

func newCrowd(b testing.TB) *crowd {
	cmd := exec.Command(os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), crowdVariable+"=1"), os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	return &crowd{json.NewEncoder(in), json.NewDecoder(out)}
}

func (c *crowd) send(b testing.TB, server string, requests [][]byte, n int) time.Duration {
	b.Helper()
	var d done
	err := c.downloads.Encode(job{strings.TrimPrefix(server, "http://"), requests, n})
	if err == nil {
		err = c.answers.Decode(&d)
	}
	if err != nil || d.Failed != "" {
		b.Fatal(err, d.Failed)
	}
	return d.Took
}

func beCrowd() {
	open := map[string][]*client{}
	downloads, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var j job
		if downloads.Decode(&j) != nil {
			return
		}
		for len(open[j.Address]) < clients {
			c, err := net.Dial("tcp", j.Address)
			if err != nil {
				panic(err)
			}
			open[j.Address] = append(open[j.Address], &client{c, bufio.NewReaderSize(c, 64<<10)})
		}
		var next atomic.Int64
		var failed atomic.Value
		var all sync.WaitGroup
		start := time.Now()
		for _, c := range open[j.Address] {
			all.Go(func() {
				for i := next.Add(1); i <= int64(j.N); i = next.Add(1) {
					if err := c.ask(j.Requests[int(i)%len(j.Requests)]); err != nil {
						failed.Store(err.Error())
						return
					}
				}
			})
		}
		all.Wait()
		d := done{Took: time.Since(start)}
		d.Failed, _ = failed.Load().(string)
		_ = answers.Encode(d)
	}
}

type client struct {
	net.Conn
	answers *bufio.Reader
}

func (c *client) ask(request []byte) error {
	if _, err := c.Write(request); err != nil {
		return err
	}
	r, err := http.ReadResponse(c.answers, nil)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return err
	}
	if r.StatusCode != http.StatusOK && r.StatusCode != http.StatusSeeOther ||
		strings.HasPrefix(r.Header.Get("Location"), "/login") {
		return fmt.Errorf("%s answered %d", strings.SplitN(string(request), "\r\n", 2)[0], r.StatusCode)
	}
	return nil
}
