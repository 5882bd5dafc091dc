package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
)

// held is work that waits until the test lets it go on, or its job is cancelled.
func held(text string) (o exportJob, goOn chan struct{}) {
	goOn = make(chan struct{})
	return exportJob{Title: "批量打印", Name: "forms.pdf", Type: "application/pdf", Back: "/complaints",
		Run: func(ctx context.Context, progress func(done, of int), w io.Writer) error {
			progress(3, 12)
			select {
			case <-goOn:
			case <-ctx.Done():
				return ctx.Err()
			}
			_, err := io.WriteString(w, text)
			return err
		}}, goOn
}

// started starts a job and gives its address.
func (p *portal) started(account string, o exportJob) string {
	p.t.Helper()
	j, err := p.server.downloads.begin(account, p.server.Wall(), o)
	if err != nil {
		p.t.Fatal(err)
	}
	return "/downloads/" + j.id
}

// made waits for all downloads.
func (p *portal) made() { p.server.downloads.busy.Wait() }

// downloadFiles are the files that lie there for downloads.
func (p *portal) downloadFiles() []string {
	found, err := filepath.Glob(filepath.Join(p.store.Dir(), "downloads", "job-*"))
	if err != nil {
		p.t.Fatal(err)
	}
	return found
}

func asks(path, cookie string) *http.Request {
	r, _ := http.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("HX-Request", "true")
	r.AddCookie(&http.Cookie{Name: cookieName, Value: cookie})
	return r
}

func TestDownloads_TheFileIsForWhoAskedForIt(t *testing.T) {
	p := newPortal(t)
	o, goOn := held("%PDF a")
	run, told := o.Run, make(chan struct{})
	o.Run = func(ctx context.Context, progress func(done, of int), w io.Writer) error {
		return run(ctx, func(done, of int) { progress(done, of); close(told) }, w)
	}
	at := p.started("s01", o)
	<-told
	v := p.as("s01")
	p.check(
		row{"s01", get, at, nil, 200, []string{`data-job="running"`, "正在生成，已完成 20%。", "第 3 份，共 12 份",
			`max="12" value="3"`, `hx-get="` + at + `?seen=3"`, at + "/cancel"}, []string{at + "/file"}},
		row{"s01", get, at + "/file", nil, 409, []string{"文件还没有生成好。"}, nil},
		row{"s01", get, "/downloads", nil, 200, []string{at, "批量打印"}, nil},
		row{"s02", get, "/downloads", nil, 200, []string{"这里没有文件"}, []string{at}},
	)
	for _, who := range []string{"s02", "v01", "admin", ""} {
		want := map[bool]int{true: 404, false: 303}[who != ""]
		p.check(row{who, get, at, nil, want, nil, []string{"批量打印"}}, row{who, get, at + "/file", nil, want, nil, nil})
		if who != "" {
			p.check(row{who, post, at + "/cancel", nil, 404, nil, nil})
		}
	}
	if a := v.send(asks(at+"?seen=3", v.cookie)); a.status != http.StatusNoContent {
		t.Errorf("nothing has changed: %d", a.status)
	}
	if a := v.send(asks(at+"?seen=0", v.cookie)); a.status != http.StatusOK || strings.Contains(a.body, "<html") ||
		!strings.Contains(a.body, `id="job-said"`) {
		t.Errorf("the part that asks again: %d %s", a.status, a.body)
	}
	close(goOn)
	p.made()
	if files := p.downloadFiles(); len(files) != 1 {
		t.Fatal(files)
	} else if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	p.check(row{"s01", get, at, nil, 200, []string{`data-job="done"`, at + "/file"},
		[]string{"hx-get=\"" + at, at + "/cancel"}},
		row{"s02", get, at + "/file", nil, 404, nil, nil}, row{"s01", post, at + "/cancel", nil, 303, nil, nil})
	a := v.get(at + "/file")
	if a.status != 200 || a.body != "%PDF a" || a.header.Get("Content-Type") != "application/pdf" ||
		a.header.Get("Content-Disposition") != "attachment; filename=forms.pdf" {
		t.Errorf("%d %q %v", a.status, a.body, a.header)
	}
	if p.now = p.now.Add(keptTaken - time.Second); v.get(at+"/file").status != 200 {
		t.Error("gone at once")
	}
	if p.now = p.now.Add(time.Second); v.get(at+"/file").status != 404 || len(p.downloadFiles()) != 0 {
		t.Errorf("kept for ever: %v", p.downloadFiles())
	}
}

// Who has been disabled, or may no longer have what is in it, does not get the file.
func TestP3_ADownloadAsksAgainBeforeItHandsOut(t *testing.T) {
	p := newPortal(t)
	o, goOn := held("x")
	close(goOn)
	number := strings.TrimPrefix(p.as("w01").record(), "/complaints/")
	for _, h := range []fileContents{{Numbers: []string{number}}, {IDs: []int64{1}, Export: true}, {Export: true},
		{Clear: true}} {
		o.Held = func() fileContents { return h }
		for who, may := range map[string]bool{"v01": true, "s01": h.Numbers == nil && h.IDs == nil && !h.Clear,
			"w01": !h.Export && !h.Clear} {
			at := p.started(who, o)
			p.made()
			status, words := 403, []string{"无权"}
			if may {
				status, words = 200, nil
			} else if who == "w01" && h.Export {
				words = nil
			}
			p.check(row{who, get, at + "/file", nil, status, words, nil})
		}
	}
	o.Held = nil
	mine := p.started("k01", o)
	p.made()
	p.check(row{"k01", get, mine + "/file", nil, 200, nil, nil})
	p.as("admin").must("/settings/people/k01", "name", "甲", "role", "supervisor", "department", "supervision",
		"disabled", "1")
	p.check(row{"k01", get, mine + "/file", nil, 303, nil, nil})
	if _, err := p.server.standing("k01"); huiyin.KindOf(err) != huiyin.KindNotFound {
		t.Error(err)
	}
	if by, err := p.server.standing("s01"); err != nil || by.Account != "s01" {
		t.Error(by, err)
	}
}

func TestDownloads_AreFewAndEndWell(t *testing.T) {
	p := newPortal(t)
	first, goOn := held("a")
	second, goOn2 := held("b")
	at, at2 := p.started("s01", first), p.started("a01", second)
	for account, want := range map[string]string{"s01": "您已有一个文件正在生成", "v01": "现在有 2 个文件正在生成"} {
		if _, err := p.server.downloads.begin(account, p.now, first); huiyin.KindOf(err) != huiyin.KindConflict ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", account, err)
		}
	}
	p.as("s01").must(at + "/cancel")
	p.check(row{"s01", get, at, nil, 200, []string{`data-job="cancelled"`}, nil},
		row{"s01", get, at + "/file", nil, 409, nil, nil})
	for _, tt := range []struct {
		fails  error
		panics any
		must   string
		not    string
	}{
		{errors.New("disk I/O secret"), nil, "生成时出错", "secret"},
		{fmt.Errorf("in: %w", huiyin.Invalid("", "须为整数。")), nil, "须为整数。", "in:"},
		{nil, "secret panic", "生成时出错", "secret"},
		{errJobLarge, nil, "文件超过 1 GB", ""},
	} {
		at := p.started("v01",
			exportJob{Title: "批量打印", Back: "/", Run: func(_ context.Context, _ func(int, int), w io.Writer) error {
				_, _ = io.WriteString(w, "half")
				if tt.panics != nil {
					panic(tt.panics)
				}
				return tt.fails
			}})
		<-p.server.downloads.of("v01", strings.TrimPrefix(at, "/downloads/")).over
		p.check(row{"v01", get, at, nil, 200, []string{`data-job="failed"`, tt.must}, []string{"secret", "in:"}},
			row{"v01", get, at + "/file", nil, 409, nil, nil})
	}
	if files := p.downloadFiles(); len(files) != 1 { // of the one at work
		t.Error(files)
	}
	close(goOn)
	close(goOn2)
	p.made()
	for range mostJobKept + 2 { // the oldest go
		p.started("a01", second)
		p.made()
	}
	if n := len(p.server.downloads.list("a01", p.now)); n != mostJobKept || len(p.downloadFiles()) != mostJobKept {
		t.Errorf("%d kept, %v", n, p.downloadFiles())
	}
	p.check(row{"a01", get, at2, nil, 404, nil, nil})
	third, never := held("c")
	defer close(never)
	p.started("s01", third)
	p.server.downloads.end() // as the portal stops
	if files := p.downloadFiles(); len(files) != mostJobKept {
		t.Errorf("only those that are ready stay: %v", files)
	}
	if p.now = p.now.Add(keptUntaken); len(p.server.downloads.list("a01", p.now)) != 0 {
		t.Error("untaken files stay")
	}
}

// A portal that stops waits for the files it makes, but begins no more. A new process has those that were
// ready, tells whoever waits for another that it was cut off, and keeps no file of it.
func TestDownloads_OutliveTheProcess(t *testing.T) {
	p := newPortal(t)
	number := strings.TrimPrefix(p.as("w01").record(), "/complaints/")
	ready, goOn := held("%PDF ready")
	ready.Held = func() fileContents { return fileContents{Numbers: []string{number}} }
	mine := p.started("u01", ready)
	waits, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	finished := make(chan struct{})
	p.server.Leave()
	go func() { p.server.Finish(waits); close(finished) }()
	if _, err := p.server.downloads.begin("a01", p.now, ready); refusal(err) == nil {
		t.Errorf("a portal that stops begins another: %v", err)
	}
	close(goOn)
	<-finished
	if waits.Err() != nil {
		t.Fatal("it waits for ever")
	}

	old := p.server
	p.server = New(p.store, old.Options)
	long, never := held("x")
	defer close(never)
	cut := p.started("s01", long)
	gone := p.started("u01", long)
	p.as("u01").must(gone + "/cancel")
	stray := filepath.Join(p.store.Dir(), "downloads", "job-stray")
	if err := os.WriteFile(stray, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	short, stop2 := context.WithTimeout(t.Context(), time.Millisecond)
	defer stop2()
	p.server.Finish(short) // not longer than it is given
	killed := New(p.store, old.Options)
	p.server.End()
	for name, s := range map[string]*Server{"killed": killed, "stopped": New(p.store, old.Options)} {
		p.server = s
		p.check(
			row{"u01", get, mine, nil, 200, []string{`data-job="done"`}, nil},
			row{"u01", get, gone, nil, 200, []string{`data-job="cancelled"`}, nil},
			row{"s01", get, cut, nil, 200, []string{`data-job="cutoff"`, "系统停止时还没有生成完", "重新生成一次"},
				[]string{cut + "/file", cut + "/cancel"}},
			row{"s01", get, "/downloads", nil, 200, []string{`data-job="cutoff"`}, nil},
			row{"s01", get, cut + "/file", nil, 409, nil, nil},
			row{"a01", get, mine, nil, 404, nil, nil},
		)
		if name == "killed" {
			p.check(row{"u01", get, mine + "/file", nil, 200, []string{"%PDF ready"}, nil})
		}
		if files := p.downloadFiles(); len(files) != 1 || files[0] == stray {
			t.Errorf("%s: %v", name, files)
		}
	}
	if err := os.Truncate(p.downloadFiles()[0], 3); err != nil {
		t.Fatal(err)
	}
	p.server = New(p.store, old.Options)
	p.check(row{"u01", get, mine, nil, 200, []string{`data-job="cutoff"`}, nil})
	if files := p.downloadFiles(); len(files) != 0 {
		t.Error(files)
	}
	list := filepath.Join(p.store.Dir(), "downloads", downloadsList)
	if info, err := os.Stat(list); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	if err := os.WriteFile(list, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.server = New(p.store, old.Options)
	p.check(row{"u01", get, "/downloads", nil, 200, []string{"这里没有文件"}, nil})
}

// What is written stays within its bounds, and stops with its job.
func TestDownloads_WriteWithinBounds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f := &downloadFile{ctx: ctx, w: io.Discard, left: 5}
	if _, err := f.Write([]byte("12345")); err != nil {
		t.Error(err)
	}
	if _, err := f.Write([]byte("6")); !errors.Is(err, errJobLarge) {
		t.Error(err)
	}
	cancel()
	if _, err := f.Write(nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
