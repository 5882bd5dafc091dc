package main

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"huiyin/db/dbtest"
	"io"
	"maps"
	"math/rand/v2"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"huiyin/cmd/huiyin/demo"
)

// The people of the load: 200 of them think this long on average between two things they do.
const (
	loadPeople     = 200
	loadThink      = 8 * time.Second
	loadSlowest    = 250 * time.Millisecond // of 99 pages in a hundred
	loadComplaints = 5000                   // in the portal before it begins, beside the demo company's
)

// BenchmarkOffice lets 200 people work with the portal, for as long as HUIYIN_LOAD says (20 seconds without
// it): `make load` is ten minutes. The portal is the program in a process of its own. It fails when one page
// in a hundred takes 250 ms or longer, when anything is answered as it should not be, or when memory grows.
// HUIYIN_LOAD_URL names a demo portal that serves already, on this machine or another, instead.
func BenchmarkOffice(b *testing.B) {
	lasts := 20 * time.Second
	if v := os.Getenv("HUIYIN_LOAD"); v != "" {
		var err error
		if lasts, err = time.ParseDuration(v); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		o := newOffice(os.Getenv("HUIYIN_LOAD_URL"), loadThink)
		if o.base == "" {
			o.open(b, b.TempDir(), loadComplaints)
		}
		o.work(b.Context(), b, loadPeople, lasts)
		fmt.Println("\n" + o.report())
		if wrong := slices.Concat(o.wrong, o.slow(), o.grown()); len(wrong) > 0 {
			b.Fatal("\n" + strings.Join(wrong, "\n"))
		}
		o.close(b)
		b.ReportMetric(float64(o.requests())/o.took.Seconds(), "req/s")
		b.ReportMetric(o.cpu.Seconds()*1000/float64(o.requests()), "cpu-ms/req")
	}
}

// The load itself, in short: everything that people do is answered as it should be, what was acknowledged is
// there afterwards, and nobody who has left is waited for. How long anything takes is not judged here.
func TestLoad_EverythingIsAnswered(t *testing.T) {
	dbtest.Whole(t)
	o := newOffice("", 100*time.Millisecond)
	o.open(t, t.TempDir(), 0)
	undone := []kind{desk, page, record, remark, stream}
	for range 20 { // a slow machine gets to do less at a time
		o.work(t.Context(), t, 24, 3*time.Second)
		undone = slices.DeleteFunc(undone, func(k kind) bool { return len(o.times[k]) > 0 })
		if len(undone) == 0 || len(o.wrong) > 0 {
			break
		}
	}
	if len(o.wrong) > 0 {
		t.Errorf("%s\n%s", strings.Join(o.wrong, "\n"), o.report())
	}
	if len(undone) > 0 {
		t.Errorf("nobody did %q", undone)
	}
	o.close(t)
}

// kind is what a request is counted as.
type kind string

const (
	desk       kind = "desk"
	list       kind = "list"
	narrowed   kind = "list, narrowed"
	search     kind = "list, searched"
	page       kind = "complaint"
	history    kind = "journal"
	blank      kind = "form, empty"
	news       kind = "notices"
	approvals  kind = "approvals"
	statistic  kind = "figures"
	other      kind = "other page"
	hint       kind = "hints"
	suggest    kind = "suggestions"
	record     kind = "recording"
	remark     kind = "remark"
	decision   kind = "decision"
	upload     kind = "upload"
	file       kind = "attachment"
	paper      kind = "paper (PDF)"
	exported   kind = "export"
	background kind = "export, later"
	knock      kind = "log-in"
	stream     kind = "stream, first event"
)

// pages are the kinds that the bound on pages is for: what somebody waits for before reading on.
var pages = map[kind]bool{desk: true, list: true, narrowed: true, search: true, page: true, history: true, blank: true,
	news: true, approvals: true, statistic: true, other: true, hint: true, suggest: true, record: true, remark: true,
	decision: true}

// office is a portal and those who work with it.
type office struct {
	base  string
	think time.Duration
	data  string
	cmd   *exec.Cmd // nil where the portal is not ours

	mu       sync.Mutex
	times    map[kind][]time.Duration
	statuses map[kind]map[int]int
	wrong    []string
	recorded map[string]bool // numbers that a 303 named
	took     time.Duration
	cpu      time.Duration
	memory   []int // KiB resident, once a minute
	streams  sync.WaitGroup
	routines [2]int // of the server, at the height and after everybody has left
}

func newOffice(base string, think time.Duration) *office {
	return &office{base: base, think: think, times: map[kind][]time.Duration{}, statuses: map[kind]map[int]int{},
		recorded: map[string]bool{}}
}

// open starts the program on a demo company with so many more complaints.
func (o *office) open(t testing.TB, dir string, complaints int) {
	t.Helper()
	o.data = filepath.Join(dir, "data")
	if complaints > 0 {
		if out, err := asCommand(t, "demo", "--data", o.data, "--complaints",
			strconv.Itoa(complaints)).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	o.cmd = asCommand(t, "serve", "--data", o.data, "--addr", "127.0.0.1:0", "--demo")
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	o.cmd.Stderr = log
	t.Cleanup(func() { _ = log.Close() })
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if o.cmd.ProcessState == nil {
			_ = o.cmd.Process.Kill()
			_ = o.cmd.Wait()
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "huiyin listening on ")
	if err != nil || !ok {
		t.Fatalf("serve said %q, %v", line, err)
	}
	o.base = base
}

// asCommand is this test's program as the command.
func asCommand(t testing.TB, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "HUIYIN_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "HUIYIN_TEST_AS_COMMAND=1")
	return cmd
}

// close stops the portal, and looks whether all that was acknowledged is there.
func (o *office) close(t testing.TB) {
	t.Helper()
	if o.cmd == nil {
		return
	}
	if err := o.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Wait(); err != nil { // which it does where somebody holds up the stop
		t.Errorf("serve ended with %v", err)
	}
	out, err := asCommand(t, "verify", "--data", o.data).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "all fits") {
		t.Errorf("verify: %v: %s", err, out)
	}
	csv := filepath.Join(filepath.Dir(o.data), "all.csv")
	if out, err := asCommand(t, "export", "--data", o.data, csv).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	all, err := os.ReadFile(csv)
	if err != nil {
		t.Fatal(err)
	}
	for number := range o.recorded {
		if !bytes.Contains(all, []byte(number)) {
			t.Errorf("%s was acknowledged and is not there", number)
		}
	}
}

// staff is who works there.
var staff = []struct {
	role     string
	of       int // in a hundred
	accounts []string
}{
	{"agent", 55, []string{"a01", "a02", "b01", "w01"}},
	{"supervisor", 25, []string{"s01", "s02", "t01", "u01"}},
	{"manager", 8, []string{"p01", "q01", "x02"}},
	{"vp", 4, []string{"v01", "v02", "g01"}},
	{"department", 8, []string{"h01", "f01", "l01", "e01", "m01", "k01"}},
}

// doings are what each role does, by weight.
var doings = map[string][]struct {
	weight int
	do     func(*worker)
}{
	"agent": {{12, (*worker).home}, {12, (*worker).browse}, {10, (*worker).look}, {10, (*worker).read},
		{9, (*worker).takeIn}, {12, (*worker).act}, {4, (*worker).evidence}, {3, (*worker).print}, {4, (*worker).bell},
		{1, (*worker).again}, {2, (*worker).wander}},
	"supervisor": {{12, (*worker).home}, {14, (*worker).browse}, {8, (*worker).look}, {14, (*worker).read},
		{3, (*worker).takeIn}, {14, (*worker).act}, {2, (*worker).evidence}, {4, (*worker).print}, {6, (*worker).sign},
		{4, (*worker).bell}, {3, (*worker).count}, {1, (*worker).export}, {1, (*worker).again}, {2, (*worker).wander}},
	"manager": {{12, (*worker).home}, {14, (*worker).browse}, {6, (*worker).look}, {14, (*worker).read},
		{8, (*worker).act}, {3, (*worker).print}, {10, (*worker).sign}, {4, (*worker).bell}, {10, (*worker).count},
		{2, (*worker).export}, {1, (*worker).again}, {2, (*worker).wander}},
	"vp": {{12, (*worker).home}, {12, (*worker).browse}, {6, (*worker).look}, {12, (*worker).read},
		{4, (*worker).act}, {2, (*worker).print}, {10, (*worker).sign}, {4, (*worker).bell}, {12, (*worker).count},
		{2, (*worker).export}, {1, (*worker).again}, {2, (*worker).wander}},
	"department": {{14, (*worker).home}, {14, (*worker).browse}, {6, (*worker).look}, {12, (*worker).read},
		{8, (*worker).act}, {2, (*worker).print}, {6, (*worker).sign}, {4, (*worker).bell}, {1, (*worker).again},
		{2, (*worker).wander}},
}

// worker is one person at one browser.
type worker struct {
	*office
	ctx     context.Context // of the requests
	over    context.Context // ends with the work
	n       int
	account string
	role    string
	client  *http.Client
	cookie  string
	random  *rand.Rand
	numbers []string           // that their last list showed
	cut     context.CancelFunc // ends their page's stream
}

// work lets so many people work for a while.
func (o *office) work(ctx context.Context, t testing.TB, people int, lasts time.Duration) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var all sync.WaitGroup
	var clients []*http.Client
	before, idle := o.spent(), o.metric("go_goroutines")
	began := time.Now()
	arriving := min(30*time.Second, lasts/4)
	over, enough := context.WithTimeout(ctx, lasts)
	defer enough()
	for n := range people {
		w := &worker{office: o, ctx: ctx, over: over, n: n, random: rand.New(rand.NewPCG(7, uint64(n)))}
		at := n * 100 / people
		for _, s := range staff {
			if at -= s.of; at < 0 {
				w.role, w.account = s.role, s.accounts[n%len(s.accounts)]
				break
			}
		}
		// Each sits at a machine of their own, and keeps its connections.
		dial := &net.Dialer{Timeout: 10 * time.Second}
		if strings.Contains(o.base, "//127.0.0.1:") {
			dial.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(n%250+1))}
		}
		w.client = &http.Client{
			Timeout: time.Minute,
			Transport: &http.Transport{DialContext: dial.DialContext, MaxIdleConnsPerHost: 3,
				DisableCompression: true, IdleConnTimeout: time.Minute},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
		clients = append(clients, w.client)
		all.Go(func() {
			w.pause(time.Duration(w.random.Int64N(int64(arriving))))
			w.login()
			for w.cookie != "" && over.Err() == nil {
				w.anything()
				w.pause(min(time.Duration(w.random.ExpFloat64()*float64(o.think)), 5*o.think))
			}
		})
	}
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		every := min(time.Minute, lasts/3)
		for next := began; ; next = next.Add(every) {
			select {
			case <-time.After(time.Until(next)):
				o.memory = append(o.memory, o.resident())
				if time.Since(began) > lasts/2 && o.routines[0] == 0 {
					o.routines[0] = o.metric("go_goroutines")
				}
			case <-ctx.Done():
				o.memory = append(o.memory, o.resident())
				return
			}
		}
	}()
	all.Wait()
	o.took, o.cpu = time.Since(began), o.spent()-before
	stop()
	<-watched
	o.streams.Wait()
	for _, c := range clients {
		c.CloseIdleConnections()
	}
	if !soon(2*time.Second, func() bool { // the streams' handlers are on their way out
		o.routines[1] = o.metric("go_goroutines")
		return o.routines[1] <= idle+10
	}) {
		o.complain("the server had %d goroutines before anybody came, and has %d after all have gone", idle,
			o.routines[1])
	}
}

// pause waits, but not beyond the end of the work.
func (w *worker) pause(d time.Duration) {
	select {
	case <-time.After(d):
	case <-w.over.Done():
	}
}

func (w *worker) anything() {
	all := doings[w.role]
	sum := 0
	for _, d := range all {
		sum += d.weight
	}
	at := w.random.IntN(sum)
	for _, d := range all {
		if at -= d.weight; at < 0 {
			d.do(w)
			return
		}
	}
}

func anyOf[T any](w *worker, from ...T) T { return from[w.random.IntN(len(from))] }

// shows is what came back.
type shows struct {
	status int
	header http.Header
	body   string // of a page, for who needs it
}

// ask sends a request and counts it. What is not among the expected statuses is wrong; see is whether the
// body is looked at.
func (w *worker) ask(k kind, r *http.Request, see bool, expected ...int) shows {
	if w.cookie != "" {
		r.Header.Set("Cookie", w.cookie)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	if r.Header.Get("Accept") == "" {
		r.Header.Set("Accept", "text/html")
	}
	began := time.Now()
	res, err := w.client.Do(r)
	var body []byte
	if err == nil {
		if see {
			body, err = io.ReadAll(res.Body)
		} else {
			_, err = io.Copy(io.Discard, res.Body)
		}
		_ = res.Body.Close()
	}
	took := time.Since(began)
	if err != nil {
		if w.ctx.Err() == nil {
			w.complain("%s %s %s: %v", w.account, r.Method, r.URL.RequestURI(), err)
		}
		return shows{}
	}
	if see && res.Header.Get("Content-Encoding") == "gzip" {
		if z, err := gzip.NewReader(bytes.NewReader(body)); err != nil {
			w.complain("%s: %v", r.URL, err)
		} else if body, err = io.ReadAll(z); err != nil {
			w.complain("%s: %v", r.URL, err)
		}
	}
	w.tally(k, res.StatusCode, took)
	if !slices.Contains(expected, res.StatusCode) {
		w.complain("%s %s %s: %d %s", w.account, r.Method, r.URL.RequestURI(), res.StatusCode, wrongWords(string(body)))
	}
	if to := res.Header.Get("Location"); strings.HasPrefix(to, "/login") && k != knock {
		w.complain("%s %s %s: sent to the log-in", w.account, r.Method, r.URL.RequestURI())
	}
	return shows{res.StatusCode, res.Header, string(body)}
}

var sentence = regexp.MustCompile(`(?s)<[^>]*class="[^"]*(?:wrong|alert|problem)[^"]*"[^>]*>(.{0,300})`)

func wrongWords(body string) string {
	if m := sentence.FindStringSubmatch(body); m != nil {
		return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[1], " ")), " ")
	}
	return ""
}

func (o *office) tally(k kind, status int, took time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.times[k] = append(o.times[k], took)
	if o.statuses[k] == nil {
		o.statuses[k] = map[int]int{}
	}
	o.statuses[k][status]++
}

func (o *office) complain(format string, args ...any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.wrong) < 30 {
		o.wrong = append(o.wrong, fmt.Sprintf(format, args...))
	}
}

func (w *worker) get(k kind, path string, see bool, expected ...int) shows {
	r, err := http.NewRequestWithContext(w.ctx, http.MethodGet, w.base+path, nil)
	if err != nil {
		panic(err)
	}
	if len(expected) == 0 {
		expected = []int{http.StatusOK}
	}
	return w.ask(k, r, see, expected...)
}

// post sends a form. A conflict is an answer: others of the same account may have done it meanwhile.
func (w *worker) post(k kind, path string, form url.Values, expected ...int) shows {
	r, err := http.NewRequestWithContext(w.ctx, http.MethodPost, w.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if len(expected) == 0 {
		expected = []int{http.StatusSeeOther, http.StatusConflict}
	}
	return w.ask(k, r, true, expected...)
}

// login begins a session, and opens its stream as each page does.
func (w *worker) login() {
	a := w.post(knock, "/login", url.Values{"username": {w.account}, "password": {demo.Password}}, http.StatusSeeOther)
	cookie, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	if w.cookie = cookie; cookie != "" {
		w.home()
	}
}

// again leaves and comes back.
func (w *worker) again() {
	w.cut()
	w.post(knock, "/logout", nil, http.StatusSeeOther)
	w.cookie = ""
	w.pause(w.think)
	w.login()
}

// arrive is what a browser does on each new page: it closes the stream of the last one and opens its own.
func (w *worker) arrive() {
	if w.cut != nil {
		w.cut()
	}
	ctx, cut := context.WithCancel(w.ctx)
	w.cut = cut
	cookie := w.cookie
	began := time.Now()
	w.streams.Go(func() {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base+"/notices/stream", nil)
		if err != nil {
			panic(err)
		}
		r.Header.Set("Cookie", cookie)
		r.Header.Set("Accept", "text/event-stream")
		client := &http.Client{Transport: w.client.Transport} // without a limit
		res, err := client.Do(r)
		if err != nil {
			if ctx.Err() == nil {
				w.complain("%s stream: %v", w.account, err)
			}
			return
		}
		defer func() { _ = res.Body.Close() }()
		lines := bufio.NewReader(res.Body)
		line, err := lines.ReadString('\n')
		if ctx.Err() != nil {
			return
		}
		w.tally(stream, res.StatusCode, time.Since(began))
		if err != nil || res.StatusCode != http.StatusOK || line != "event: unread\n" {
			w.complain("%s stream: %d %q %v", w.account, res.StatusCode, line, err)
		}
		_, _ = io.Copy(io.Discard, lines)
	})
}

func (w *worker) home() { w.get(desk, "/", false); w.arrive() }

var numbers = regexp.MustCompile(`data-number="(TS-[A-Z0-9-]+)"`)

func (w *worker) browse() {
	path, k := "/complaints", list
	if w.random.IntN(3) > 0 {
		k = narrowed
		path += "?" + anyOf(w, "state=investigating", "state=received&sort=due", "late=1&sort=due", "grade=important",
			"category=noise", "urgency=urgent&state=closed", "from=2026-01-01&to=2026-06-30", "channel=phone&sort=due",
			"site=HY&grade=minor")
	}
	a := w.get(k, path, true)
	w.found(a)
	w.arrive()
}

func (w *worker) found(a shows) {
	if all := numbers.FindAllStringSubmatch(a.body, -1); len(all) > 0 {
		w.numbers = nil
		for _, m := range all {
			w.numbers = append(w.numbers, m[1])
		}
	}
}

func (w *worker) look() {
	word := anyOf(w, "噪音", "渗水", "1栋", "王", "13800", "折扣", "电梯", "zxw", "物业 噪音", "停车费", "TS-JY")
	if w.random.IntN(2) == 0 {
		r, err := http.NewRequestWithContext(w.ctx, http.MethodGet, w.base+"/search?json=1&q="+url.QueryEscape(word),
			nil)
		if err != nil {
			panic(err)
		}
		r.Header.Set("Accept", "application/json")
		w.ask(suggest, r, false, http.StatusOK)
	}
	w.found(w.get(search, "/complaints?q="+url.QueryEscape(word), true))
	w.arrive()
}

// read opens a complaint of the last list.
func (w *worker) read() {
	if a, at := w.one(); a.status == http.StatusOK && w.random.IntN(4) == 0 {
		w.get(history, at+"/journal", false)
		w.arrive()
	}
}

var attachmentAt = regexp.MustCompile(`href="(/attachments/[0-9]+)"`)

func (w *worker) one() (shows, string) {
	if len(w.numbers) == 0 {
		w.browse()
	}
	if len(w.numbers) == 0 {
		return shows{}, ""
	}
	at := "/complaints/" + anyOf(w, w.numbers...)
	// Another may have been given the case since the list was shown; a restricted one shows that it exists.
	a := w.get(page, at, true, http.StatusOK, http.StatusNotFound)
	w.arrive()
	if m := attachmentAt.FindStringSubmatch(a.body); m != nil && w.random.IntN(3) == 0 {
		w.get(file, m[1], false)
	}
	return a, at
}

func (w *worker) takeIn() {
	w.get(blank, "/complaints/new", false)
	w.arrive()
	site := map[string]string{"a01": "HY", "a02": "HY", "s01": "HY", "s02": "HY", "b01": "LT", "t01": "LT", "w01": "JY",
		"u01": "JY"}[w.account]
	unit := fmt.Sprintf("%d栋%d单元%d01", w.random.IntN(40)+1, w.random.IntN(3)+1, w.random.IntN(30)+1)
	phone := fmt.Sprintf("138%08d", w.random.IntN(30_000_000))
	w.pause(w.think / 2)
	w.get(hint, "/complaints/hints?"+url.Values{"site": {site}, "phone": {phone}, "unit": {unit},
		"matter": {"楼上夜间装修噪音很大"}, "category": {"noise"}}.Encode(), false)
	w.pause(w.think)
	a := w.post(record, "/complaints", url.Values{
		"site": {site}, "channel": {"phone"},
		"name": {anyOf(w, "王", "李", "张", "刘", "陈") + anyOf(w, "小明", "建国", "丽", "芳")}, "phone": {phone},
		"relation": {"owner"}, "unit": {unit},
		"category": {anyOf(w, "noise", "leak", "cleaning", "charges", "process", "facilities")}, "read_back": {"1"},
		"matter": {"楼上夜间装修噪音很大，无法休息，多次与施工方沟通未果，孩子无法上学。"}, "demand": {"请制止夜间装修，并书面告知处理结果。"}, "once": {w.once()},
	}, http.StatusSeeOther)
	at := a.header.Get("Location")
	number, ok := strings.CutPrefix(at, "/complaints/")
	if !ok {
		return
	}
	number, _, _ = strings.Cut(number, "?")
	w.mu.Lock()
	w.recorded[number] = true
	w.mu.Unlock()
	w.numbers = append(w.numbers, number)
	w.get(page, at, false)
	w.arrive()
	if w.random.IntN(3) == 0 {
		w.pause(w.think / 2)
		w.add("/complaints/" + number)
	}
}

func (w *worker) once() string { return fmt.Sprintf("load-%d-%d", w.n, w.random.Uint64()) }

// evidence adds a photograph to a complaint.
func (w *worker) evidence() {
	if a, at := w.one(); strings.Contains(a.body, `data-action="attachments"`) {
		w.pause(w.think / 2)
		w.add(at)
	}
}

// add uploads what passes for a photograph, of 50 KB to 2 MB, none like another.
func (w *worker) add(at string) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	_ = form.WriteField("kind", "photo")
	_ = form.WriteField("once", w.once())
	part, err := form.CreateFormFile("file", "现场照片.jpg")
	if err != nil {
		panic(err)
	}
	photo := make([]byte, 50_000+w.random.IntN(w.random.IntN(1_950_000)+1))
	for i := 8; i+8 < len(photo); i += 8 {
		binary.LittleEndian.PutUint64(photo[i:], w.random.Uint64())
	}
	copy(photo, "\xff\xd8\xff\xe0\x00\x10JFIF\x00")
	_, _ = part.Write(photo)
	_ = form.Close()
	r, err := http.NewRequestWithContext(w.ctx, http.MethodPost, w.base+at+"/attachments", &b)
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w.ask(upload, r, true, http.StatusSeeOther, http.StatusConflict)
}

// forms are what somebody fills in on a complaint's page, where it offers them.
var forms = []struct {
	action string
	path   string
	fill   func(w *worker) url.Values
}{
	{"contacts", "/contacts", func(w *worker) url.Values {
		return url.Values{"way": {"phone"}, "said": {"已联系客户，告知处理进度，约定下周二上门查看。"}}
	}},
	{"reminders", "/reminders", func(w *worker) url.Values { return url.Values{"way": {"phone"}, "caller": {"本人"}} }},
	{"findings", "/findings", func(w *worker) url.Values {
		return url.Values{"finding": {"现场查看属实，施工队未按规定时间作业。"}, "ground": {"物业服务合同第八条"}}
	}},
	{"opinion", "/opinion", func(w *worker) url.Values {
		return url.Values{"opinion": {"建议约谈施工方，限定作业时间。"}}
	}},
	{"accept", "/accept", func(w *worker) url.Values { return url.Values{} }},
	{"tasks", "/tasks", func(w *worker) url.Values {
		return url.Values{"what": {"上门复查"}, "who": {w.account},
			"due": {time.Now().Add(48 * time.Hour).Format("2006-01-02T15:04")}}
	}},
	{"settle", "/settle", func(w *worker) url.Values {
		return url.Values{"class": {"process"}, "cause": {"邻居夜间施工"}, "measure": {"上门劝止，约定施工时间"}, "said": {"已劝止，今后晚八点后不施工。"},
			"satisfaction": {"satisfied"}}
	}},
	{"assess", "/assess", func(w *worker) url.Values {
		return url.Values{"validity": {"valid"}, "responsibility": {"third_party"}}
	}},
}

// act opens a complaint and fills in one of the forms that its page offers.
func (w *worker) act() {
	a, at := w.one()
	from := w.random.IntN(len(forms))
	for i := range forms {
		f := forms[(from+i)%len(forms)]
		if strings.Contains(a.body, `data-action="`+f.action+`"`) {
			w.pause(w.think)
			form := f.fill(w)
			form.Set("once", w.once())
			// Whoever else is logged in to the same account may have changed who may do what meanwhile.
			answer := w.post(remark, at+f.path, form, http.StatusSeeOther, http.StatusConflict, http.StatusForbidden)
			if answer.status == http.StatusSeeOther {
				w.get(page, at, false, http.StatusOK, http.StatusNotFound)
				w.arrive()
			}
			return
		}
	}
}

var decideAt = regexp.MustCompile(`action="(/complaints/[A-Z0-9-]+/proposals/[0-9]+/decide)"`)

// sign looks at what waits for a decision, and decides one of them.
func (w *worker) sign() {
	a := w.get(approvals, "/approvals", true)
	w.arrive()
	if m := decideAt.FindStringSubmatch(a.body); m != nil {
		w.pause(w.think)
		w.post(decision, m[1], url.Values{"decision": {anyOf(w, "approve", "approve", "return")}, "words": {"同意按方案办理。"},
			"next": {"approvals"}, "once": {w.once()}}, http.StatusSeeOther, http.StatusConflict, http.StatusForbidden)
	}
}

func (w *worker) print() {
	if a, at := w.one(); a.status == http.StatusOK && strings.Contains(a.body, "/form.pdf") {
		w.get(paper, at+"/"+anyOf(w, "form.pdf", "form.pdf", "receipt.pdf", "report.pdf", "process.pdf", "dossier.pdf"),
			false, http.StatusOK, http.StatusNotFound)
	}
}

func (w *worker) bell() {
	a := w.get(news, "/notices", true)
	w.arrive()
	if m := regexp.MustCompile(`name="up_to" value="([0-9]+)"`).FindStringSubmatch(a.body); m != nil &&
		w.random.IntN(3) == 0 {
		w.post(other, "/notices/seen", url.Values{"up_to": {m[1]}})
	}
}

func (w *worker) wander() {
	w.get(other, anyOf(w, "/customers", "/promises", "/inquiries", "/praises", "/directory", "/account/notices",
		"/about", "/jobs"), false, http.StatusOK, http.StatusForbidden)
	w.arrive()
}

// count looks at the figures, and now and then takes them along.
func (w *worker) count() {
	month := time.Now().AddDate(0, -w.random.IntN(6), 0).Format("2006-01")
	w.get(statistic, "/figures?month="+month, false)
	w.arrive()
	switch w.random.IntN(8) {
	case 0:
		w.get(paper, "/figures/monthly.pdf?month="+month, false)
	case 1:
		w.get(exported, "/figures/monthly.xlsx?month="+month, false)
	case 2:
		w.get(paper, "/complaints/ledger.pdf?month="+month, false)
	}
}

// export takes a list out, at once where it is short, or in the background, where no more than two are at
// work at once.
func (w *worker) export() {
	month := time.Now().AddDate(0, -w.random.IntN(30), 0)
	list := url.Values{"from": {month.Format("2006-01-02")},
		"to": {month.AddDate(0, 1, 0).Format("2006-01-02")}}.Encode()
	if w.random.IntN(2) == 0 {
		w.get(exported, "/complaints/export."+anyOf(w, "xlsx", "csv")+"?"+list, false)
		return
	}
	a := w.post(background, "/complaints/export", url.Values{"list": {""}, "format": {"xlsx"}, "once": {w.once()}})
	at := a.header.Get("Location")
	for range 60 {
		if at == "" || w.over.Err() != nil {
			return
		}
		w.pause(time.Second)
		a := w.get(other, at, true)
		if strings.Contains(a.body, `data-job="done"`) {
			w.get(exported, at+"/file", false)
			return
		}
		if !strings.Contains(a.body, `data-job="running"`) {
			break
		}
	}
	if w.ctx.Err() == nil {
		w.complain("%s: the export of all is not made", w.account)
	}
}

func (o *office) requests() (n int) {
	for _, all := range o.times {
		n += len(all)
	}
	return n
}

// at is the time that so many of a thousand do not exceed.
func at(all []time.Duration, of int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	return all[min(len(all)*of/1000, len(all)-1)]
}

// report is what is said in the end.
func (o *office) report() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d requests in %v, %.1f a second; %d complaints recorded\n", o.requests(),
		o.took.Round(time.Second), float64(o.requests())/o.took.Seconds(), len(o.recorded))
	fmt.Fprintf(&b, "%-20s %7s %7s %7s %7s %7s  ms  statuses\n", "", "number", "p50", "p95", "p99", "max")
	ms := func(d time.Duration) string { return strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', 1, 64) }
	line := func(name string, all []time.Duration, statuses map[int]int) {
		slices.Sort(all)
		fmt.Fprintf(&b, "%-20s %7d %7s %7s %7s %7s     ", name, len(all), ms(at(all, 500)), ms(at(all, 950)),
			ms(at(all, 990)), ms(at(all, 1000)))
		for _, status := range slices.Sorted(maps.Keys(statuses)) {
			fmt.Fprintf(&b, " %d×%d", status, statuses[status])
		}
		b.WriteString("\n")
	}
	for _, k := range slices.SortedFunc(maps.Keys(o.times),
		func(a, b kind) int { return cmp.Compare(len(o.times[b]), len(o.times[a])) }) {
		line(string(k), o.times[k], o.statuses[k])
	}
	line("all pages", o.pages(), nil)
	if o.cmd != nil {
		fmt.Fprintf(&b, "server: %.2f ms of CPU a request, %.0f %% of one core; resident MiB:",
			o.cpu.Seconds()*1000/float64(o.requests()), 100*o.cpu.Seconds()/o.took.Seconds())
		for _, k := range o.memory {
			fmt.Fprintf(&b, " %d", k>>10)
		}
		fmt.Fprintf(&b, "\ngoroutines: %d at work, %d afterwards\n", o.routines[0], o.routines[1])
		// a machine that others work on says nothing about times
		if load, err := os.ReadFile("/proc/loadavg"); err == nil {
			fmt.Fprintf(&b, "load of the whole machine: %s of %d processors\n", strings.Fields(string(load))[0],
				runtime.NumCPU())
		}
	}
	return b.String()
}

func (o *office) pages() (all []time.Duration) {
	for k := range pages {
		all = append(all, o.times[k]...)
	}
	return all
}

// slow says that the bound on pages was not kept.
func (o *office) slow() []string {
	all := o.pages()
	slices.Sort(all)
	if p := at(all, 990); p >= loadSlowest {
		return []string{fmt.Sprintf("99 pages in a hundred took up to %v", p)}
	}
	return nil
}

// grown says that memory grew: what is resident in the last third is a tenth and 16 MiB more than in the one
// before. A short load says nothing about that.
func (o *office) grown() []string {
	third := len(o.memory) / 3
	if third < 2 {
		return nil
	}
	middle := func(all []int) int {
		all = slices.Sorted(slices.Values(all))
		return all[len(all)/2]
	}
	before, after := middle(o.memory[third:2*third]), middle(o.memory[2*third:])
	if after > before+before/10+16<<10 {
		return []string{fmt.Sprintf("memory grew from %d to %d KiB", before, after)}
	}
	return nil
}

// spent is the CPU time of the server so far.
func (o *office) spent() time.Duration {
	if o.cmd == nil {
		return 0
	}
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", o.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * time.Second / 100 // ticks
}

// resident is the memory of the server, in KiB.
func (o *office) resident() int {
	if o.cmd == nil {
		return 0
	}
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", o.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(b), "VmRSS:")
	n, _ := strconv.Atoi(strings.Fields(after)[0])
	return n
}

// metric reads one of the portal's own figures, 0 where it does not tell them.
func (o *office) metric(name string) int {
	res, err := http.Get(o.base + "/metrics")
	if err != nil {
		return 0
	}
	defer func() { _ = res.Body.Close() }()
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if v, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			n, _ := strconv.Atoi(v)
			return n
		}
	}
	return 0
}
