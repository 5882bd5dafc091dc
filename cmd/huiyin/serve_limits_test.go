package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"huiyin/db/dbtest"
)

// hurried are limits that a test can wait out.
var hurried = limits{
	header: time.Second, form: 1500 * time.Millisecond, stall: 3 * time.Second, transfer: 9 * time.Second,
	idle: time.Minute, shutdownTimeout: 15 * time.Second,
	most: 400, mostOfOne: 300,
}

// serveWithin serves the demo company without its complaints, within other limits.
func serveWithin(t *testing.T, dir string, p limits) *serving {
	t.Helper()
	dbtest.Whole(t)
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	r, w := io.Pipe()
	s := &serving{data: dir, stop: stop, status: make(chan int, 1), errs: &strings.Builder{}}
	portal := service{addr: "127.0.0.1:0", data: dir, demo: true,
		rehearsal: time.Date(2025, 3, 3, 2, 0, 0, 0, time.UTC), limits: p}
	go func() {
		err := portal.run(ctx, console{strings.NewReader(""), w, s.errs, func(string) string { return "" }})
		s.status <- map[bool]int{true: 0, false: 1}[err == nil]
		_ = w.CloseWithError(errors.Join(io.EOF, err))
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "huiyin listening on ")
	if !ok {
		t.Fatal(line, err)
	}
	s.base = base
	return s
}

// raw is a connection on which a test says and hears every byte.
type raw struct {
	t *testing.T
	net.Conn
	in *bufio.Reader
}

func (s *serving) dial(t *testing.T) *raw {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(5 * time.Minute))
	return &raw{t, c, bufio.NewReader(c)}
}

func (c *raw) say(format string, args ...any) error {
	_, err := fmt.Fprintf(c.Conn, format, args...)
	return err
}

// answer is the status that the server gives, 0 where it only closes.
func (c *raw) answer() int {
	res, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode
}

// dawdle is what somebody slow does between two words; the test is of how long the server bears it.
func dawdle(t *testing.T, d time.Duration) {
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}

// trickle says a byte now and then until the server has had enough, and tells how long that took.
func (c *raw) trickle(every time.Duration) time.Duration {
	began := time.Now()
	for time.Since(began) < 2*time.Minute {
		if c.say("a") != nil {
			break
		}
		_ = c.SetReadDeadline(time.Now().Add(every))
		if _, err := c.in.Peek(1); err == nil || !errors.Is(err, context.DeadlineExceeded) && !isTimeout(err) {
			break
		}
	}
	_ = c.SetReadDeadline(time.Now().Add(time.Minute))
	return time.Since(began)
}

func isTimeout(err error) bool {
	var e net.Error
	return errors.As(err, &e) && e.Timeout()
}

// cookieOf is the session of a client.
func cookieOf(t *testing.T, c *http.Client, base string) string {
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range c.Jar.(*cookiejar.Jar).Cookies(u) {
		return k.String()
	}
	t.Fatal("no session")
	return ""
}

// complaintOf records a complaint and gives its path.
func complaintOf(t *testing.T, c *http.Client, base string) string {
	t.Helper()
	res, err := c.PostForm(base+"/complaints", url.Values{
		"site": {"JY"}, "channel": {"phone"}, "name": {"王小明"}, "phone": {"13800138000"}, "unit": {"3栋2单元1201"},
		"relation": {"owner"},
		"matter":   {"楼上夜间装修噪音很大，无法休息。"}, "demand": {"请物业制止夜间装修。"}, "category": {"noise"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatal("recording: ", res.Status)
	}
	return res.Request.URL.Path
}

// photo is a form with a file of so many bytes.
func photo(size int) (body []byte, kind string) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, _ := form.CreateFormFile("file", "现场.bin")
	_, _ = part.Write(bytes.Repeat([]byte("0123456789abcdef"), size/16))
	_ = form.Close()
	return b.Bytes(), form.FormDataContentType()
}

// Clients that are slow, silent, greedy or gone each end at their own time, and hold up nobody.
func TestServe_NobodyHoldsUpTheOthers(t *testing.T) {
	s := serveWithin(t, t.TempDir(), hurried)
	w01 := loggedIn(t, s, "w01")
	session, complaint := cookieOf(t, w01, s.base), ""
	complaint = complaintOf(t, w01, s.base)
	uploading := func(c *raw, length int, kind string) error {
		return c.say("POST %s/attachments HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nContent-Type: "+
			"%s\r\nContent-Length: %d\r\n\r\n", complaint, session, kind, length)
	}
	const big = 24 << 20
	whole, kind := photo(big)
	c := s.dial(t)
	if err := errors.Join(uploading(c, len(whole), kind), c.say("%s", whole)); err != nil ||
		c.answer() != http.StatusSeeOther {
		t.Fatal("the big file: ", err)
	}
	_, body := get(t, w01, s.base+complaint)
	_, file, ok := strings.Cut(body, `href="/attachments/`)
	file, _, _ = strings.Cut(file, `"`)
	if !ok {
		t.Fatal("the page has no attachment")
	}
	downloading := func(c *raw) {
		if err := c.say("GET /attachments/%s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", file, session); err != nil {
			t.Error(err)
		}
	}
	w01.CloseIdleConnections()
	http.DefaultClient.CloseIdleConnections()
	before := settled(0)

	// between takes as long as it should: not less, and not much more.
	between := func(t *testing.T, took, least time.Duration) {
		t.Helper()
		if took < least-50*time.Millisecond || took > least+time.Minute {
			t.Errorf("it took %v, not %v", took, least)
		}
	}
	t.Run("all", func(t *testing.T) {
		for name, test := range map[string]func(t *testing.T){
			"a head byte by byte": func(t *testing.T) {
				c := s.dial(t)
				_ = c.say("GET / HTTP/1.1\r\nX-Slow: ")
				between(t, c.trickle(30*time.Millisecond), hurried.header)
			},
			"no word at all": func(t *testing.T) {
				c := s.dial(t)
				began := time.Now()
				_, _ = c.in.Peek(1)
				between(t, time.Since(began), hurried.header)
			},
			"a form byte by byte": func(t *testing.T) {
				c := s.dial(t)
				_ = c.say("POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: " +
					"application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n")
				between(t, c.trickle(30*time.Millisecond), hurried.form)
				if got := c.answer(); got != http.StatusRequestTimeout {
					t.Errorf("answered %d", got)
				}
			},
			"an upload that stops": func(t *testing.T) {
				c := s.dial(t)
				_ = uploading(c, len(whole), kind)
				_ = c.say("%s", whole[:1<<20])
				began := time.Now()
				_, _ = c.in.Peek(1)
				between(t, time.Since(began), hurried.stall)
				if got := c.answer(); got != http.StatusRequestTimeout {
					t.Errorf("answered %d", got)
				}
			},
			"an upload byte by byte": func(t *testing.T) {
				c := s.dial(t)
				_ = uploading(c, len(whole), kind)
				between(t, c.trickle(100*time.Millisecond), hurried.transfer)
			},
			"an upload by somebody unknown": func(t *testing.T) {
				c := s.dial(t)
				_ = c.say("POST /scans HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 100000\r\n\r\n", kind)
				began := time.Now()
				if got := c.answer(); got != http.StatusUnauthorized {
					t.Errorf("answered %d", got)
				}
				between(t, time.Since(began), hurried.header)
			},
			"an upload that is slow but goes on": func(t *testing.T) {
				c := s.dial(t)
				small, kind := photo(1 << 10)
				_ = uploading(c, len(small), kind)
				for i := range 8 { // together longer than a form, and than a stall
					dawdle(t, hurried.stall/6)
					_ = c.say("%s", small[i*len(small)/8:(i+1)*len(small)/8])
				}
				if got := c.answer(); got != http.StatusSeeOther {
					t.Errorf("answered %d", got)
				}
			},
			"a download that nobody reads": func(t *testing.T) {
				c := s.dial(t)
				downloading(c)
				dawdle(t, hurried.stall+hurried.stall/2)
				n, err := io.Copy(io.Discard, c.in)
				if n >= big || isTimeout(err) {
					t.Errorf("%d bytes were kept for somebody who does not read: %v", n, err)
				}
			},
			"a download that is slow but goes on": func(t *testing.T) {
				c := s.dial(t)
				downloading(c)
				res, err := http.ReadResponse(c.in, nil)
				if err != nil {
					t.Fatal(err)
				}
				for range 8 { // longer than a stall
					dawdle(t, hurried.stall/6)
					if _, err := io.CopyN(io.Discard, res.Body, 1<<20); err != nil {
						t.Fatal(err)
					}
				}
				if n, err := io.Copy(io.Discard, res.Body); err != nil || n != big-8<<20 {
					t.Errorf("the rest are %d bytes, %v", n, err)
				}
			},
			"a huge head": func(t *testing.T) {
				c := s.dial(t)
				_ = c.say("GET / HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", strings.Repeat("a", 1<<20))
				if got := c.answer(); got != http.StatusRequestHeaderFieldsTooLarge {
					t.Errorf("answered %d", got)
				}
			},
			"a huge form": func(t *testing.T) {
				c := s.dial(t)
				_ = c.say("POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: "+
					"application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n", 4<<20)
				_ = c.say("username=%s", strings.Repeat("a", 4<<20))
				if got := c.answer(); got != http.StatusRequestEntityTooLarge {
					t.Errorf("answered %d", got)
				}
			},
			"a form in endless pieces": func(t *testing.T) {
				c := s.dial(t)
				_ = c.say("POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: " +
					"application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n")
				began := time.Now()
				for c.say("10000\r\n%s\r\n", strings.Repeat("a", 0x10000)) == nil && time.Since(began) < time.Minute {
				}
				if got := c.answer(); got != http.StatusRequestEntityTooLarge && got != 0 {
					t.Errorf("answered %d", got)
				}
			},
			"streams of the dead": func(t *testing.T) {
				for range 30 {
					c := s.dial(t)
					_ = c.say("GET /notices/stream HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", session)
					if line, err := c.in.ReadString('\n'); err != nil || !strings.Contains(line, "200") {
						t.Fatalf("%q %v", line, err)
					}
					_ = c.Conn.(*net.TCPConn).SetLinger(0) // gone without a word
					_ = c.Close()
				}
			},
			"people who leave before the answer": func(t *testing.T) {
				for i := range 60 {
					ctx, gone := context.WithTimeout(t.Context(), time.Duration(i)*200*time.Microsecond)
					r, err := http.NewRequestWithContext(ctx, http.MethodGet,
						s.base+[]string{"/", "/complaints", complaint, complaint + "/form.pdf"}[i%4], nil)
					if err != nil {
						t.Fatal(err)
					}
					r.Header.Set("Cookie", session)
					if res, err := w01.Do(r); err == nil {
						_ = res.Body.Close()
					}
					gone()
				}
			},
			"everybody else": func(t *testing.T) { // meanwhile
				c := &http.Client{Jar: w01.Jar}
				defer c.CloseIdleConnections()
				for range 20 {
					began := time.Now()
					if status, _ := get(t, c, s.base+complaint); status != http.StatusOK ||
						time.Since(began) > hurried.transfer {
						t.Errorf("a page: %d after %v", status, time.Since(began))
					}
					dawdle(t, 50*time.Millisecond)
				}
			},
		} {
			t.Run(name, func(t *testing.T) { t.Parallel(); test(t) })
		}
	})
	w01.CloseIdleConnections()
	if after := settled(before + 3); after > before+3 {
		stacks := make([]byte, 1<<20)
		t.Errorf("%d goroutines before, %d after all have gone: %s", before, after,
			stacks[:runtime.Stack(stacks, true)])
	}

	t.Run("connections that lie idle", func(t *testing.T) {
		var idle []*raw
		for range 3 * hurried.mostOfOne {
			idle = append(idle, s.dial(t))
		}
		c := &http.Client{Jar: w01.Jar}
		defer c.CloseIdleConnections()
		if status, _ := get(t, c, s.base+complaint); status != http.StatusOK {
			t.Errorf("a page: %d", status)
		}
		_ = idle[0].SetReadDeadline(time.Now().Add(hurried.header / 2))
		if _, err := idle[0].in.Peek(1); isTimeout(err) {
			t.Error("the oldest is still there")
		}
	})
	if status := s.end(t); status != 0 {
		t.Errorf("status %d: %s", status, s.errs)
	}
	if strings.Contains(s.errs.String(), "level=ERROR") {
		t.Error(errorLines(s.errs.String()))
	}
}

func errorLines(log string) (out string) {
	for line := range strings.Lines(log) {
		if strings.Contains(line, "level=ERROR") {
			out += line
		}
	}
	return out
}

// settled is how many goroutines there are when their number has come down to what is expected, or when it
// has been the same for a while.
func settled(expected int) int {
	n, same := runtime.NumGoroutine(), 0
	soon(time.Minute, func() bool {
		now := runtime.NumGoroutine()
		if same++; now != n {
			same = 0
		}
		n = now
		return n <= expected || expected == 0 && same > 20
	})
	return n
}

// What runs when the portal is told to stop is finished: a form, an upload, a download, a file that is made
// in the background. Streams end at once, and nobody new is let in.
func TestServe_FinishesWhatRuns(t *testing.T) {
	dir := t.TempDir()
	s := serveWithin(t, dir, ordinaryLimits)
	w01, v01 := loggedIn(t, s, "w01"), loggedIn(t, s, "v01")
	complaint := complaintOf(t, w01, s.base)
	session := cookieOf(t, w01, s.base)
	small, kind := photo(1 << 20)
	head := fmt.Sprintf("POST %s/attachments HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nContent-Type: "+
		"%s\r\nContent-Length: %d\r\n\r\n", complaint, session, kind, len(small))

	began := func(what string) *raw { // which is then half done
		c := s.dial(t)
		if err := c.say("%s", what); err != nil {
			t.Fatal(err)
		}
		return c
	}
	before := began(head + string(small))
	if got := before.answer(); got != http.StatusSeeOther {
		t.Fatal(got)
	}
	_, body := get(t, w01, s.base+complaint)
	_, file, _ := strings.Cut(body, `href="/attachments/`)
	file, _, _ = strings.Cut(file, `"`)
	form := url.Values{"way": {"phone"}, "said": {"已联系客户，约定明天上门查看。"}}.Encode()
	contact := began(fmt.Sprintf("POST %s/contacts HTTP/1.1\r\nHost: x\r\nCookie: %s\r\nContent-Type: "+
		"application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", complaint, session, len(form), form[:10]))
	uploaded := began(head + string(small[:1000]))
	stream := began(fmt.Sprintf("GET /notices/stream HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", session))
	for range 8 {
		line, err := stream.in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "event: unread") {
			break
		}
	}
	download := began(fmt.Sprintf("GET /attachments/%s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", file, session))
	res, err := http.ReadResponse(download.in, nil)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	a, err := v01.PostForm(s.base+"/complaints/export", url.Values{"list": {""}, "format": {"xlsx"}, "purpose": {"对账"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = a.Body.Close()
	made := a.Request.URL.Path
	if !strings.HasPrefix(made, "/downloads/") {
		t.Fatal(made)
	}

	s.stop()
	if _, err := io.Copy(io.Discard, stream.in); err != nil {
		t.Errorf("the stream ended with %v", err)
	}
	if !soon(time.Minute, s.shut) { // the door closes when the stream has ended, or shortly after
		t.Fatal("somebody new is let in")
	}
	_ = contact.say("%s", form[10:])
	_ = uploaded.say("%s", small[1000:])
	if got := contact.answer(); got != http.StatusSeeOther {
		t.Errorf("the form ended with %d", got)
	}
	if got := uploaded.answer(); got != http.StatusSeeOther {
		t.Errorf("the upload ended with %d", got)
	}
	if n, err := io.Copy(io.Discard, res.Body); err != nil || n != 1<<20 {
		t.Errorf("the download ended with %d bytes, %v", n, err)
	}
	if status := s.end(t); status != 0 {
		t.Fatalf("status %d: %s", status, s.errs)
	}

	s = serveWithin(t, dir, ordinaryLimits)
	again := &http.Client{Jar: v01.Jar}
	defer again.CloseIdleConnections()
	old, err := url.Parse(a.Request.URL.String())
	if err != nil {
		t.Fatal(err)
	}
	now, err := url.Parse(s.base)
	if err != nil {
		t.Fatal(err)
	}
	again.Jar.SetCookies(now, v01.Jar.Cookies(old))
	if status, body := get(t, again, s.base+made); status != http.StatusOK ||
		!strings.Contains(body, `data-job="done"`) {
		t.Errorf("the file in the making: %d", status)
	}
	if status, body := get(t, again, s.base+made+"/file"); status != http.StatusOK || !strings.HasPrefix(body, "PK") {
		t.Errorf("its content: %d", status)
	}
	if _, body := get(t, again, s.base+complaint); strings.Count(body, `href="/attachments/`) < 2 ||
		!strings.Contains(body, "约定明天上门查看") {
		t.Error("what was acknowledged is not there")
	}
	if status := s.end(t); status != 0 {
		t.Errorf("status %d: %s", status, s.errs)
	}
}
