package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/scans"
	"huiyin/web/scan"
)

// A stack of papers takes minutes to read. It is answered at once, waits on the disk, and is read and filed in the
// background; all of it is filed in one write, once, also where the portal was killed meanwhile (rules F6, W12).

// leastStack is how many pages make a stack.
const leastStack = 12

// stack is an upload that waits, or one that was filed within the last hour. It lies in a folder of its name, with its
// files named by their place, and this beside them.
type stack struct {
	ID, Account string
	Once        db.Once
	Files       []stackFile
	Of          int // pages
	Batch       string
	Refused     []scans.Refused
	Ended       time.Time

	done int
}

type stackFile struct{ Name, Kind string }

// stacks are all of them, the oldest first.
type stacks struct {
	dir  string
	wake chan struct{}
	mu   sync.Mutex
	all  []*stack
}

const stackNote = "stack.json"

// newStacks finds what waited when the portal stopped.
func newStacks(dir string) *stacks {
	k := &stacks{dir: filepath.Join(dir, "stacks"), wake: make(chan struct{}, 1)}
	found, _ := filepath.Glob(filepath.Join(k.dir, "*", stackNote)) // a pattern of ours
	for _, name := range found {
		var one stack
		if b, err := os.ReadFile(name); err == nil && json.Unmarshal(b, &one) == nil &&
			filepath.Base(filepath.Dir(name)) == one.ID {
			one.mend()
			k.all = append(k.all, &one)
		}
	}
	slices.SortFunc(k.all, func(a, b *stack) int { return a.Once.At.Compare(b.Once.At) })
	k.call()
	return k
}

// mend makes whole numbers of what JSON knows as numbers only, so that sentences have them.
func (one *stack) mend() {
	for _, r := range one.Refused {
		for i, a := range r.Why.Args {
			if f, ok := a.(float64); ok {
				r.Why.Args[i] = int(f)
			}
		}
	}
}

func (k *stacks) call() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// note writes what is known of a stack, so that no half of it is ever read.
func (k *stacks) note(one *stack) error {
	b, err := json.Marshal(one)
	if err != nil {
		return err
	}
	name := filepath.Join(k.dir, one.ID, stackNote)
	if err := os.WriteFile(name+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

// of finds a stack of an account.
func (k *stacks) of(account, id string) *stack {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, one := range k.all {
		if one.ID == id && one.Account == account {
			return one
		}
	}
	return nil
}

// pagesIn counts the pages of an upload, as far as they can be counted; what cannot is said when it is read.
func (s *Server) pagesIn(ctx context.Context, files []upload) (pages int) {
	for _, f := range files {
		pages++
		if f.kind != "application/pdf" && f.kind != "image/tiff" || f.in.Size > scan.MostBytes {
			continue
		}
		b, err := contentOf(f.in)
		if err != nil {
			continue
		}
		if n, err := s.scans.Count(ctx, f.kind, b); err == nil && n <= scan.MostSheets { // more is refused at once
			pages += n - 1
		}
	}
	return pages
}

// keepStack puts an upload aside, to be filed in the background, and gives the name of the stack. The form sent again
// gives the same.
func (s *Server) keepStack(by huiyin.Actor, once db.Once, files []upload, pages int) (string, error) {
	sum := sha256.Sum256([]byte(cmp.Or(once.Key, newID())))
	one := &stack{ID: hex.EncodeToString(sum[:12]), Account: by.Account, Once: once, Of: pages}
	if s.stacks.of(by.Account, one.ID) != nil {
		return one.ID, nil
	}
	one.Once.Key = cmp.Or(once.Key, one.ID) + "/stack"
	dir := filepath.Join(s.stacks.dir, one.ID)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	for i, f := range files {
		one.Files = append(one.Files, stackFile{f.name, f.kind})
		if err := copyIn(f.in, filepath.Join(dir, strconv.Itoa(i))); err != nil {
			return "", errors.Join(err, os.RemoveAll(dir))
		}
	}
	if err := s.stacks.note(one); err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	s.stacks.mu.Lock()
	s.stacks.all = append(s.stacks.all, one)
	s.stacks.mu.Unlock()
	s.stacks.call()
	return one.ID, nil
}

// copyIn writes what has come in to a place where it stays over a restart.
func copyIn(in *db.Incoming, name string) (err error) {
	from, err := in.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600) // #nosec G304 -- a name of ours
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Sync(), to.Close())
}

// workStacks files what waits, until ctx ends.
func (s *Server) workStacks(ctx context.Context) {
	again := time.NewTicker(time.Minute)
	defer again.Stop()
	for {
		s.fileStacks(ctx)
		select {
		case <-s.stacks.wake:
		case <-again.C:
		case <-ctx.Done():
			return
		}
	}
}

// fileStacks files each stack that waits; one that fails for a while is tried again.
func (s *Server) fileStacks(ctx context.Context) {
	s.stacks.mu.Lock()
	waiting := slices.Clone(s.stacks.all)
	s.stacks.mu.Unlock()
	for _, one := range waiting {
		switch {
		case ctx.Err() != nil:
			return
		case !one.Ended.IsZero():
			if s.Wall().Sub(one.Ended) >= keptUntaken {
				s.forgetStack(one)
			}
		default:
			if err := s.fileStack(ctx, one); err != nil && ctx.Err() == nil {
				s.Log.Error("stack of papers", "stack", one.ID, "account", one.Account, "error", err)
			}
		}
	}
}

func (s *Server) forgetStack(one *stack) {
	if err := os.RemoveAll(filepath.Join(s.stacks.dir, one.ID)); err != nil {
		s.Log.Error("stack of papers", "stack", one.ID, "error", err)
		return
	}
	s.stacks.mu.Lock()
	defer s.stacks.mu.Unlock()
	s.stacks.all = slices.DeleteFunc(s.stacks.all, func(o *stack) bool { return o == one })
}

// fileStack reads and files one. Who has been disabled meanwhile brings nothing any more.
func (s *Server) fileStack(ctx context.Context, one *stack) error {
	by, err := s.standing(one.Account)
	if huiyin.KindOf(err) == huiyin.KindNotFound {
		s.forgetStack(one)
		return nil
	}
	if err != nil {
		return err
	}
	var files []upload
	defer func() {
		for _, f := range files {
			f.in.Drop()
		}
	}()
	for i, f := range one.Files {
		from, err := os.Open(filepath.Join(s.stacks.dir, one.ID, strconv.Itoa(i)))
		if err != nil {
			return err
		}
		in, err := s.store.Upload(ctx, by, s.Now(), from, huiyin.MaxUpload)
		if err = errors.Join(err, from.Close()); err != nil {
			return err
		}
		files = append(files, upload{in: in, name: f.Name, kind: f.Kind})
	}
	s.stackDone(one, func() { one.done = 0 })
	good, refused, err := s.readScans(ctx, files, func() { s.stackDone(one, func() { one.done++ }) })
	defer dropScans(good)
	if err == nil {
		err = ctx.Err()
	}
	batch := ""
	if err == nil && len(good) > 0 {
		batch, err = s.store.FileStack(ctx, one.Once, by, s.Now(), good)
	}
	if err != nil {
		return err
	}
	s.stackDone(one, func() { one.Batch, one.Refused, one.Ended = batch, refused, s.Wall() })
	err = s.stacks.note(one)
	for i := range one.Files {
		err = errors.Join(err, os.Remove(filepath.Join(s.stacks.dir, one.ID, strconv.Itoa(i))))
	}
	return err
}

func (s *Server) stackDone(one *stack, set func()) {
	s.stacks.mu.Lock()
	defer s.stacks.mu.Unlock()
	set()
}

// showStack says how far a stack is; once it is filed, what became of it.
func (s *Server) showStack(c echo.Context, v *scans.View, id string) (batch int64, err error) {
	one := s.stacks.of(accountOf(c), id)
	if one == nil {
		return 0, huiyin.NotFound()
	}
	s.stacks.mu.Lock()
	defer s.stacks.mu.Unlock()
	if one.Ended.IsZero() {
		v.Stack = &scans.Stack{ID: one.ID, Done: one.done, Of: max(one.Of, one.done)}
		return 0, nil
	}
	if c.Request().Header.Get("HX-Request") != "" { // the whole page has more to say now
		c.Response().Header().Set("HX-Redirect", "/scans?stack="+one.ID)
	}
	if v.Refused = one.Refused; len(v.Refused) > 0 {
		v.Form.Wrong = v.Refused[0].Why
	}
	batch, _ = strconv.ParseInt(one.Batch, 10, 64) // "" where all was refused
	return batch, nil
}

// toStack answers an upload that is filed in the background.
func toStack(c echo.Context, id string) error {
	return c.Redirect(http.StatusSeeOther, "/scans?stack="+id)
}
