package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"huiyin/cmd/huiyin/demo"
	"huiyin/db"
	"huiyin/db/dbtest"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// process is a portal in a process of its own, which a test may kill.
type process struct {
	*serving
	cmd *exec.Cmd
	log *said
}

// said is what a process says on standard error, to be read at any time.
type said struct {
	mu   sync.Mutex
	b    bytes.Buffer
	more chan struct{} // closed when something is said
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.more != nil {
		close(s.more)
		s.more = nil
	}
	return s.b.Write(b)
}

// hears waits until a text has been said, for ten seconds at most.
func (s *said) hears(text string) {
	end := time.After(10 * time.Second)
	for {
		s.mu.Lock()
		if s.more == nil {
			s.more = make(chan struct{})
		}
		heard, more := strings.Contains(s.b.String(), text), s.more
		s.mu.Unlock()
		if heard {
			return
		}
		select {
		case <-more:
		case <-end:
			return
		}
	}
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// commandOf is huiyin as a process. There is no folder for temporary files: nothing may need one.
func commandOf(env []string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(append(os.Environ(), "HUIYIN_TEST_AS_COMMAND=1",
		"TMPDIR="+filepath.Join(os.TempDir(), "huiyin-none")), env...)
	return cmd
}

func startProcess(t *testing.T, dir string, env ...string) *process {
	t.Helper()
	dbtest.Whole(t)
	p := &process{cmd: commandOf(env, "serve", "--data", dir, "--addr", "127.0.0.1:0"), log: &said{}}
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "huiyin listening on ")
	if !ok {
		_ = p.cmd.Wait()
		t.Fatalf("serve said %q, %v; %s", line, err, p.log)
	}
	p.serving = &serving{base: base, data: dir}
	return p
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// ends runs huiyin and wants it to fail with one line that has all of the words.
func ends(t *testing.T, env []string, args []string, words ...string) {
	t.Helper()
	dbtest.Whole(t)
	cmd := commandOf(env, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	context.AfterFunc(ctx, func() {
		if ctx.Err() == context.DeadlineExceeded {
			_ = cmd.Process.Kill()
		}
	})
	err := cmd.Run()
	lines := 0
	for l := range strings.Lines(errs.String()) {
		if strings.HasPrefix(l, "huiyin: ") {
			lines++
		}
	}
	if err == nil || lines != 1 || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("%v: %v, said %q; want status 1 and one line", args, err, errs.String())
	}
	for _, w := range words {
		if !strings.Contains(errs.String(), w) {
			t.Errorf("%v said %q, want %q", args, errs.String(), w)
		}
	}
}

// become lets a process go on as another user, where that can be.
var become = func(string) {}

// emptyDir is what TestMain removes.
var emptyDir string

// empty is an installation of the demo company without a complaint, made once; whoever needs one copies it.
var empty = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "huiyin-faults-"); err != nil {
		return dir, err
	}
	emptyDir = dir
	ctx := context.Background()
	s, err := db.Open(ctx, dir)
	if err != nil {
		return dir, err
	}
	if _, err := demo.Found(ctx, s, time.Now().Add(-24*time.Hour), false); err != nil {
		return dir, err
	}
	return dir, s.Close()
})

// installation copies the empty one into a directory, or a new one.
func installation(t *testing.T, to string) string {
	t.Helper()
	dbtest.Whole(t)
	from, err := empty()
	if err != nil {
		t.Fatal(err)
	}
	if to == "" {
		to = filepath.Join(t.TempDir(), "data")
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// reply is what the portal says to a form.
type reply struct {
	status int
	to     string // where a redirect leads
	body   string
}

var errorSentence = regexp.MustCompile(`操作没有完成|系统出错`)

func send(c *http.Client, req *http.Request) (reply, error) {
	res, err := c.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, res.Header.Get("Location"), string(b)}, err
}

// member is a browser of an account that does not follow redirects.
func (p *process) member(t *testing.T, account string) *http.Client {
	t.Helper()
	c := loggedIn(t, p.serving, account)
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return c
}

func noise(matter string) url.Values {
	return url.Values{"site": {"JY"}, "channel": {"phone"}, "name": {"王小明"},
		"phone": {fmt.Sprintf("138%08d", rand.IntN(1e8))}, "relation": {"owner"},
		"matter": {matter}, "demand": {"请物业制止夜间装修。"}, "category": {"noise"}}
}

func (p *process) post(c *http.Client, path string, form url.Values) (reply, error) {
	req, err := http.NewRequest(http.MethodPost, p.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return send(c, req)
}

func (p *process) get(c *http.Client, path string) (reply, error) {
	req, err := http.NewRequest(http.MethodGet, p.base+path, nil)
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Accept", "text/html")
	return send(c, req)
}

func (p *process) upload(c *http.Client, complaint string, content []byte) (reply, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("kind", "document")
	_ = w.WriteField("note", "现场记录")
	part, err := w.CreateFormFile("file", "记录.txt")
	if err != nil {
		return reply{}, err
	}
	_, _ = part.Write(content)
	_ = w.Close()
	req, err := http.NewRequest(http.MethodPost, p.base+complaint+"/attachments", &b)
	if err != nil {
		return reply{}, err
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return send(c, req)
}

func (p *process) record(t *testing.T, c *http.Client, a *acked) (complaint string) {
	t.Helper()
	res, err := p.post(c, "/complaints", noise("夜间装修噪音"))
	if err != nil || res.status != http.StatusSeeOther {
		t.Fatalf("recording: %d, %v: %s", res.status, err, plain(res.body))
	}
	a.note(res.to, 0)
	return res.to
}

func (p *process) attach(t *testing.T, c *http.Client, complaint string, content string, a *acked) {
	t.Helper()
	res, err := p.upload(c, complaint, []byte(content))
	if err != nil || res.status != http.StatusSeeOther {
		t.Fatalf("uploading: %d, %v: %s", res.status, err, plain(res.body))
	}
	a.note(complaint, 1)
}

// reads wants the pages of every day to open.
func (p *process) reads(t *testing.T, c *http.Client, complaint string) {
	t.Helper()
	for _, path := range []string{"/", "/complaints", complaint, complaint + "/journal", "/search?q=%E8%A3%85%E4%BF%AE",
		"/notices", "/approvals", "/healthz"} {
		res, err := p.get(c, path)
		calm(t, path, res, err, http.StatusOK)
	}
}
