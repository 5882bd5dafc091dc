package scan

import (
	"context"
	"encoding/gob"
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"

	"huiyin/huiyin"
)

// Subcommand is the argument with which the program reads files for another process of it.
const Subcommand = "read-pages"

// Apart reads files in processes of their own, so that what a file does to its reader is done to nobody else. Such a
// process knows no secret, no database and no environment. It is started when there is something to read, ended after
// a minute without, and also when one page takes it too long.
type Apart struct {
	program []string
	patience,
	start, idle time.Duration

	mu     sync.Mutex
	free   []*helper
	closed bool
}

// Limits of a page's time: of its processor, and by the clock where a machine does not say how much that was, or is busy.
const (
	pagePatience = 5 * time.Second
	busy         = 12 // times as long by the clock
	startTime    = 2 * time.Minute
	idleTime     = time.Minute
	mostBroken   = 3 // pages of a file that end the reader, before all of it is given up
)

// NewApart makes readers of a program, this one when none is named, which keep in a directory what they compile.
func NewApart(dir string, program ...string) *Apart {
	if len(program) == 0 {
		if self, err := os.Executable(); err == nil {
			program = []string{self}
		}
	}
	return &Apart{program: append(program, Subcommand, dir), patience: pagePatience, start: startTime, idle: idleTime}
}

// request is what a helper is asked for: the pages of a file, or a picture.
type request struct {
	Kind    string
	Body    []byte
	From    int // the first page
	Picture int // pixels of the longer side; 0 asks for pages
	Count   bool
}

// answer is one of several. The last one is Done, or tells what is wrong.
type answer struct {
	Step    step
	Picture *Picture
	Count   int
	Done    bool
	Refused *huiyin.Error
	Failed  string
}

// helper is a process that reads one file after the other.
type helper struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	to    *gob.Encoder
	from  *gob.Decoder
	idle  *time.Timer
	ended sync.Once
}

// errEnded says that a helper broke on what it read, or was ended because it took too long.
var errEnded = errors.New("the reader of files has ended")

func (a *Apart) take() (*helper, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return nil, errors.New("the readers of files are closed")
	}
	for n := len(a.free); n > 0; n = len(a.free) {
		h := a.free[n-1]
		a.free = a.free[:n-1]
		if h.idle.Stop() {
			return h, nil
		}
	}
	cmd := exec.Command(a.program[0], a.program[1:]...) // #nosec G204 -- this program
	cmd.Env = helperEnv(os.Getenv)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &helper{cmd: cmd, in: in, to: gob.NewEncoder(in), from: gob.NewDecoder(out)}, nil
}

// helperEnv is what a helper knows of its surroundings: how much memory it should do with, and what Windows needs to
// start a program.
func helperEnv(env func(string) string) []string {
	out := []string{"GOMEMLIMIT=384MiB", "GOMAXPROCS=2"}
	for _, name := range []string{"SYSTEMROOT", "GOCOVERDIR"} {
		if v := env(name); v != "" {
			out = append(out, name+"="+v)
		}
	}
	return out
}

// give has a helper wait for the next file.
func (a *Apart) give(h *helper) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		go h.end()
		return
	}
	h.idle = time.AfterFunc(a.idle, h.end)
	a.free = append(a.free, h)
}

// end ends the process, at once.
func (h *helper) end() {
	h.ended.Do(func() {
		_ = h.in.Close()
		_ = h.cmd.Process.Kill()
		_ = h.cmd.Wait() // killed, it has no good end
	})
}

// Close ends the helpers that wait; those at work end with their file.
func (a *Apart) Close() {
	a.mu.Lock()
	free := a.free
	a.free, a.closed = nil, true
	a.mu.Unlock()
	for _, h := range free {
		if h.idle.Stop() {
			h.end()
		}
	}
}

// ask sends a request and gives each answer to see. errEnded says that the helper is no more.
func (a *Apart) ask(ctx context.Context, q request, see func(answer) error) error {
	h, err := a.take()
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, h.end)
	defer stop()
	limit := a.start
	sent := make(chan error, 1)
	go func() { sent <- h.to.Encode(q) }() // one that hangs is ended below, which ends this
	for {
		var got answer
		watch := h.watch(limit, a.patience)
		err := h.from.Decode(&got)
		watch()
		if err != nil {
			h.end()
			<-sent
			return errors.Join(errEnded, ctx.Err())
		}
		limit = a.patience
		switch {
		case got.Refused != nil:
			a.give(h)
			return got.Refused
		case got.Failed != "":
			h.end()
			return errors.New(got.Failed)
		case got.Done:
			a.give(h)
			return nil
		}
		if err := see(got); err != nil {
			h.end() // it is in the middle of a file
			return err
		}
	}
}

// watch ends the process when it takes longer than a limit, unless it was the machine that had no time for it.
func (h *helper) watch(limit, patience time.Duration) (stop func()) {
	began, used := time.Now(), processorTime(h.cmd.Process.Pid)
	var mu sync.Mutex
	var t *time.Timer
	done := false
	look := func() {
		mu.Lock()
		defer mu.Unlock()
		if done {
			return
		}
		now := processorTime(h.cmd.Process.Pid)
		if used >= 0 && now-used < limit && time.Since(began) < busy*limit {
			t.Reset(max(limit-(now-used), patience/10))
			return
		}
		go h.end()
	}
	mu.Lock()
	t = time.AfterFunc(limit, look)
	mu.Unlock()
	return func() {
		mu.Lock()
		defer mu.Unlock()
		done = true
		t.Stop()
	}
}

// Read reads a file as Reader.Read does. A page that breaks its reader is handed on with huiyin.ScanTooMuch.
func (a *Apart) Read(ctx context.Context, kind string, b []byte, each func(Sheet) error) error {
	at, broken := 0, 0
	for {
		var begun *step
		err := a.ask(ctx, request{Kind: kind, Body: b, From: at}, func(got answer) error {
			if got.Step.Sheet == nil {
				begun = &got.Step
				return nil
			}
			begun = nil
			at++
			return each(*got.Step.Sheet)
		})
		if !errors.Is(err, errEnded) || ctx.Err() != nil {
			return err
		}
		if broken++; begun == nil || !begun.Begun || broken > mostBroken {
			return errTooMuch
		}
		at++
		if err := each(Sheet{Page: begun.Page, Problem: huiyin.ScanTooMuch}); err != nil {
			return err
		}
		if begun.Last {
			return nil
		}
	}
}

// Picture makes a picture fit to be shown as Reader.Picture does.
func (a *Apart) Picture(ctx context.Context, kind string, b []byte, most int) (p *Picture, err error) {
	err = a.ask(ctx, request{Kind: kind, Body: b, Picture: most}, func(got answer) error {
		p = got.Picture
		return nil
	})
	if errors.Is(err, errEnded) && ctx.Err() == nil {
		err = errTooMuch
	}
	if err == nil && p == nil {
		err = errDamaged
	}
	return p, err
}

// Count counts the pages of a file.
func (a *Apart) Count(ctx context.Context, kind string, b []byte) (n int, err error) {
	err = a.ask(ctx, request{Kind: kind, Body: b, Count: true}, func(got answer) error {
		n = got.Count
		return nil
	})
	return n, err
}

// Serve is the helper's side: it answers requests until there are no more.
func Serve(in io.Reader, out io.Writer, dir string) error {
	boundMemory()
	r := NewReader(dir)
	from, to := gob.NewDecoder(in), gob.NewEncoder(out)
	for {
		var q request
		if err := from.Decode(&q); errors.Is(err, io.EOF) {
			return r.Close()
		} else if err != nil {
			return err
		}
		var err error
		if q.Count {
			var n int
			if n, err = r.Count(q.Kind, q.Body); err == nil {
				err = to.Encode(answer{Count: n})
			}
		} else if q.Picture > 0 {
			var p *Picture
			if p, err = r.Picture(q.Kind, q.Body, q.Picture); err == nil {
				err = to.Encode(answer{Picture: p})
			}
		} else {
			err = r.read(q.Kind, q.Body, q.From, func(s step) error { return to.Encode(answer{Step: s}) })
		}
		last := answer{Done: true}
		var refused *huiyin.Error
		switch {
		case errors.As(err, &refused):
			last = answer{Refused: refused}
		case err != nil:
			last = answer{Failed: err.Error()}
		}
		if err := to.Encode(last); err != nil {
			return err
		}
	}
}
