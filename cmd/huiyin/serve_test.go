package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/cmd/huiyin/demo"
	"huiyin/db"
	"huiyin/db/dbtest"
)

// serving is a portal that runs as `huiyin serve` would.
type serving struct {
	base   string
	data   string
	stop   context.CancelFunc
	status chan int
	errs   *strings.Builder // to be read after the end
}

// startServing runs serve on a free port and waits for its line.
func startServing(t *testing.T, args ...string) *serving {
	t.Helper()
	dbtest.Whole(t)
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	r, w := io.Pipe()
	s := &serving{data: args[slices.Index(args, "--data")+1], stop: stop, status: make(chan int, 1),
		errs: &strings.Builder{}}
	go func() {
		s.status <- run(ctx, console{strings.NewReader(""), w, s.errs, func(string) string { return "" }},
			append([]string{"serve", "--addr", "127.0.0.1:0"}, args...))
		_ = w.Close()
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "huiyin listening on ")
	if err != nil || !ok {
		t.Fatalf("serve said %q, %v; status %d, %s", line, err, <-s.status, s.errs)
	}
	s.base = base
	go func() { _, _ = io.Copy(io.Discard, r) }()
	return s
}

// end stops the portal and gives its exit status.
func (s *serving) end(t *testing.T) int {
	t.Helper()
	s.stop()
	select {
	case status := <-s.status:
		dbtest.Discreet(t, s.data, s.errs.String())
		return status
	case <-time.After(ordinaryLimits.shutdownTimeout + time.Minute):
		t.Fatal("serve does not stop")
		return 0
	}
}

func get(t *testing.T, c *http.Client, address string) (status int, body string) {
	t.Helper()
	res, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// soon asks now and then whether something is so, until it is or time is up, and tells which.
func soon(within time.Duration, so func() bool) bool {
	look, end := time.NewTicker(10*time.Millisecond), time.After(within)
	defer look.Stop()
	for !so() {
		select {
		case <-look.C:
		case <-end:
			return so()
		}
	}
	return true
}

// shut tells whether nobody new is let in.
func (s *serving) shut() bool {
	c, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err == nil {
		_ = c.Close()
	}
	return err != nil
}

// loggedIn is a browser of a demo account.
func loggedIn(t *testing.T, s *serving, account string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	res, err := c.PostForm(s.base+"/login", url.Values{"username": {account}, "password": {demo.Password}})
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.Request.URL.Path != "/" || res.StatusCode != http.StatusOK {
		t.Fatalf("logging in led to %s with %d", res.Request.URL.Path, res.StatusCode)
	}
	return c
}

func TestServeTheDemo(t *testing.T) {
	dir := t.TempDir()
	s := startServing(t, "--data", dir, "--demo")
	if status, body := get(t, http.DefaultClient, s.base+"/healthz"); status != http.StatusOK || body != "ok" {
		t.Errorf("healthz: %d %q", status, body)
	}
	if status, body := get(t, loggedIn(t, s, "g01"), s.base+"/complaints"); status != http.StatusOK ||
		!strings.Contains(body, "TS-HY-") {
		t.Errorf("the list of complaints: %d", status)
	}
	if status, _ := get(t, http.DefaultClient, s.base+"/rehearsal/clock"); status != http.StatusNotFound {
		t.Errorf("a clock to move without rehearsal: %d", status)
	}
	if status, _, errs := commandLine(t, nil, "serve", "--data", dir, "--addr", "127.0.0.1:0"); status != 1 ||
		!strings.Contains(errs, db.ErrInUse.Error()) || strings.Count(errs, "\n") != 1 {
		t.Errorf("a second portal on the same data: status %d, %q", status, errs)
	}
	if status := s.end(t); status != 0 {
		t.Errorf("status %d: %s", status, s.errs)
	}
	if strings.Contains(s.errs.String(), "level=ERROR") {
		t.Error(s.errs)
	}
}

func TestServeFinishesWhatRuns(t *testing.T) {
	s := startServing(t, "--data", t.TempDir(), "--demo", "--rehearsal", "2025-03-03T10:00:00+08:00")
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	form := "username=s01&password=" + demo.Password
	head := fmt.Sprintf("POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: "+
		"application/x-www-form-urlencoded\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", len(form))
	if _, err := io.WriteString(conn, head+form[:10]); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	if res, err := http.ReadResponse(in, nil); err != nil || res.StatusCode != http.StatusContinue { // it is being read
		t.Fatal(res, err)
	}
	s.stop()
	if !soon(time.Minute, s.shut) {
		t.Fatal("somebody new is let in")
	}
	if _, err := io.WriteString(conn, form[10:]); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		t.Errorf("the log-in under way ended with %d", res.StatusCode)
	}
	if status := s.end(t); status != 0 {
		t.Errorf("status %d: %s", status, s.errs)
	}
}

func TestServeRehearses(t *testing.T) {
	dir := t.TempDir()
	s := startServing(t, "--data", dir, "--demo", "--rehearsal", "2025-03-03T10:00:00+08:00")
	c := loggedIn(t, s, "g01")
	if _, body := get(t, c, s.base+"/complaints"); strings.Contains(body, "TS-HY-") {
		t.Error("a rehearsal begins with complaints")
	}
	res, err := c.PostForm(s.base+"/rehearsal/clock", url.Values{"at": {"2025-03-05T09:30:00+08:00"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("moving the clock: %d", res.StatusCode)
	}
	_ = loggedIn(t, s, "v01") // writes the journal at the moved time
	if status := s.end(t); status != 0 {
		t.Fatalf("status %d: %s", status, s.errs)
	}
	store, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	last, err := store.LastLogged(t.Context())
	if want := time.Date(2025, 3, 5, 1, 30, 0, 0, time.UTC); err != nil || !last.Equal(want) {
		t.Errorf("the journal ends at %v, %v; want %v", last, err, want)
	}
}

func TestServeSaysWhereItListens(t *testing.T) {
	for _, tt := range []struct{ addr, cert, bound, want string }{
		{":8080", "", "[::]:8080", "http://localhost:8080"},
		{"0.0.0.0:80", "", "0.0.0.0:80", "http://localhost"},
		{":443", "c", "[::]:443", "https://localhost"},
		{"portal.example:8443", "c", "192.0.2.1:8443", "https://portal.example:8443"},
		{"[::1]:0", "", "[::1]:4711", "http://[::1]:4711"},
	} {
		bound, err := net.ResolveTCPAddr("tcp", tt.bound)
		if err != nil {
			t.Fatal(err)
		}
		if got := (service{addr: tt.addr, cert: tt.cert}).url(bound); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.addr, got, tt.want)
		}
	}
}
