package web

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	views "huiyin/views/downloads"
	"huiyin/views/ui"
)

// work writes the file of a job, and says from time to time how much of it is done. It looks at ctx before
// each part: a job that is cancelled, or a portal that stops, does not wait for the whole.
type work func(ctx context.Context, progress func(done, of int), w io.Writer) error

// exportJob is a file that somebody asks for and that takes longer than a page may.
type exportJob struct {
	Title string // of the job's page, translated there
	Name  string // of the file, in ASCII
	Type  string // its media type
	Back  string // the page that it was asked for on
	Run   work
	Held  func() fileContents // asked when Run has ended well; nil where the file holds nothing of a case
}

// fileContents is what a file has in it. It is asked after each time before the file is handed out, of whoever
// started the job as they then stand: who may no longer have it all does not get it (rules P3, P4, P5, P8).
type fileContents struct {
	Numbers []string `json:",omitempty"`
	IDs     []int64  `json:",omitempty"`
	Export  bool     `json:",omitempty"`
	Clear   bool     `json:",omitempty"` // with phones in full
}

// mayHave refuses a file that its reader may no longer have.
func (s *Server) mayHave(ctx context.Context, by huiyin.Actor, h fileContents) error {
	if h.Export {
		if err := huiyin.Can(by, huiyin.ActionExport, nil); err != nil {
			return err
		}
	}
	numbers, err := s.store.CountOpen(ctx, by, h.Numbers)
	if err != nil {
		return err
	}
	ids, err := s.store.CountOpenIDs(ctx, by, h.IDs)
	if err == nil && (numbers < len(h.Numbers) || ids < len(h.IDs) || h.Clear && !by.ExportsClear()) {
		return huiyin.Forbidden("文件中有您现在无权查看的投诉，请重新生成。")
	}
	return err
}

// Bounds of the downloads. A file waits for its first download, and a while longer for one that broke off.
const (
	mostDownloads = 2 // at work in the whole installation
	mostJobKept   = 5 // ended, of one account
	mostJobFile   = 1 << 30
	keptUntaken   = time.Hour
	keptTaken     = 10 * time.Minute
)

var (
	errJobOfOne = huiyin.Conflict("您已有一个文件正在生成，请等它完成，或者先取消它。")
	errJobs     = huiyin.Conflict("现在有 %d 个文件正在生成，请过一会儿再试。", mostDownloads)
	errJobStops = huiyin.Conflict("系统正在停止，请过几分钟再试。")
	errJobLarge = huiyin.Invalid("", "文件超过 1 GB，请缩小范围，分几次生成。")
)

// downloads are the files being made, and those made and not yet taken. What is known of them lies beside
// them, so that those that are ready outlive the process, and whoever waits for another is told that it was
// cut off.
type downloads struct {
	store *db.Store
	dir   string
	log   *slog.Logger
	wall  func() time.Time
	ctx   context.Context
	stop  context.CancelFunc
	busy  sync.WaitGroup

	mu      sync.Mutex
	all     []*download // oldest first
	leaving bool        // no more are begun
}

// download is one of them; what is not in the order is guarded by downloads.mu.
type download struct {
	exportJob
	id, account string
	path        string
	cancel      context.CancelFunc
	over        chan struct{} // closed when it has ended
	state       views.State
	done, of    int
	size        int64
	held        fileContents
	wrong       *huiyin.Error // why it failed
	ended       time.Time
	taken       time.Time // first handed out
}

func newDownloads(store *db.Store, log *slog.Logger, wall func() time.Time) *downloads {
	ctx, stop := context.WithCancel(context.Background())
	m := &downloads{store: store, dir: filepath.Join(store.Dir(), "downloads"), log: log, wall: wall, ctx: ctx,
		stop: stop}
	m.recall()
	return m
}

// Work keeps the background downloads tidy until ctx ends.
func (s *Server) Work(ctx context.Context) {
	var stacks sync.WaitGroup
	defer stacks.Wait()
	stacks.Go(func() { s.workStacks(ctx) })
	each := time.NewTicker(time.Minute)
	defer each.Stop()
	for {
		select {
		case <-each.C:
			s.downloads.tidy(s.Wall())
		case <-ctx.Done():
			return
		}
	}
}

// Finish waits for the files that are being made, but not beyond ctx.
func (s *Server) Finish(ctx context.Context) {
	s.downloads.leave()
	done := make(chan struct{})
	go func() { s.downloads.busy.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// End cuts off the files that are still being made, and waits for what is being told.
func (s *Server) End() {
	s.downloads.end()
	s.telling.Wait()
	s.scans.Close()
}

// leave lets no more files be begun.
func (m *downloads) leave() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.leaving = true
}

// end cuts off what is at work and waits for it to notice.
func (m *downloads) end() {
	m.leave()
	m.stop()
	m.busy.Wait()
}

// begin starts a job, or says why it has to wait.
func (m *downloads) begin(account string, now time.Time, o exportJob) (*download, error) {
	m.tidy(now)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.leaving {
		return nil, errJobStops
	}
	running := 0
	for _, j := range m.all {
		if j.state == views.Running {
			if running++; j.account == account {
				return nil, errJobOfOne
			}
		}
	}
	if running >= mostDownloads {
		return nil, errJobs
	}
	if err := os.MkdirAll(m.dir, 0o700); err != nil {
		return nil, fmt.Errorf("job: %w", err)
	}
	file, err := os.CreateTemp(m.dir, "job-*") // for the owner alone: 0600
	if err != nil {
		return nil, fmt.Errorf("job: %w", err)
	}
	ctx, cancel := context.WithCancel(m.ctx)
	j := &download{exportJob: o, id: newID(), account: account, path: file.Name(), cancel: cancel,
		over: make(chan struct{}), state: views.Running}
	m.all = append(m.all, j)
	m.note()
	m.busy.Go(func() {
		defer cancel()
		m.ended(ctx, j, m.run(ctx, j, file))
		close(j.over)
	})
	return j, nil
}

// run does the work of a job into its file; a panic in it is an error like another.
func (m *downloads) run(ctx context.Context, j *download, file *os.File) (err error) {
	defer func() {
		if p := recover(); p != nil {
			m.log.Error("panic", "job", j.id, "error", p, "stack", string(debug.Stack()))
			err = errors.New("the job panicked")
		}
		err = errors.Join(err, file.Close())
	}()
	out := bufio.NewWriterSize(&downloadFile{ctx: ctx, w: file, left: mostJobFile}, 64<<10)
	progress := func(done, of int) {
		m.mu.Lock()
		defer m.mu.Unlock()
		j.done, j.of = done, of
	}
	if err := j.Run(ctx, progress, out); err != nil {
		return err
	}
	return cmp.Or(out.Flush(), ctx.Err())
}

// downloadFile takes no more than is left, and nothing once its job is cancelled.
type downloadFile struct {
	ctx  context.Context
	w    io.Writer
	left int64
}

func (f *downloadFile) Write(b []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	if f.left -= int64(len(b)); f.left < 0 {
		return 0, errJobLarge
	}
	return f.w.Write(b)
}

// ended notes what has become of a job. Only a whole file is kept.
func (m *downloads) ended(ctx context.Context, j *download, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	j.ended, j.Run = m.wall(), nil
	switch info, missing := os.Stat(j.path); {
	case m.ctx.Err() != nil && err != nil:
		j.state = views.CutOff
	case ctx.Err() != nil:
		j.state = views.Cancelled
	case err == nil && missing == nil:
		j.state, j.size = views.Done, info.Size()
		if j.Held != nil {
			j.held = j.Held()
		}
	default:
		j.state, j.wrong = views.Failed, refusal(err)
		if j.wrong == nil {
			remedy := ""
			if f := m.store.Fault(cmp.Or(err, missing)); f != nil {
				j.wrong, remedy = f.Said(false), f.Remedy
			}
			m.log.Error("job failed", "job", j.id, "account", j.account, "title", j.Title, "error",
				cmp.Or(err, missing), "remedy", remedy)
		}
	}
	if j.state != views.Done {
		m.remove(j)
	}
	m.note()
}

// tidy forgets the downloads whose time is over, and of each account the oldest beyond mostJobKept.
func (m *downloads) tidy(now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept, before := map[string]int{}, len(m.all)
	for i := len(m.all) - 1; i >= 0; i-- {
		j := m.all[i]
		if j.state == views.Running {
			continue
		}
		over := now.Sub(j.ended) >= keptUntaken || !j.taken.IsZero() && now.Sub(j.taken) >= keptTaken
		if kept[j.account]++; (over || kept[j.account] > mostJobKept) && m.remove(j) {
			m.all = slices.Delete(m.all, i, i+1)
		}
	}
	if len(m.all) < before {
		m.note()
	}
}

// remove deletes a job's file; one that cannot go yet goes later.
func (m *downloads) remove(j *download) bool {
	err := os.Remove(j.path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		m.log.Error("file of a job", "job", j.id, "error", err)
		return false
	}
	return true
}

// of finds a job of an account, nil when there is none of theirs.
func (m *downloads) of(account, id string) *download {
	for _, j := range m.all {
		if j.id == id && j.account == account {
			return j
		}
	}
	return nil
}

// seen is a job as its page shows it.
func (m *downloads) seen(account, id string, now time.Time) (views.Job, error) {
	m.tidy(now)
	m.mu.Lock()
	defer m.mu.Unlock()
	j := m.of(account, id)
	if j == nil {
		return views.Job{}, huiyin.NotFound()
	}
	return j.view(), nil
}

func (j *download) view() views.Job {
	return views.Job{ID: j.id, Title: j.Title, State: j.state, Done: j.done, Of: j.of, Size: j.size, Wrong: j.wrong,
		Back: j.Back}
}

// list are the downloads of an account, newest first.
func (m *downloads) list(account string, now time.Time) (out []views.Job) {
	m.tidy(now)
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, j := range slices.Backward(m.all) {
		if j.account == account {
			out = append(out, j.view())
		}
	}
	return out
}

func (s *Server) downloadRoutes() []route {
	return []route{
		{get, "/downloads", huiyin.SignedIn, s.listDownloads, nil, 0},
		{get, "/downloads/:id", huiyin.SignedIn, s.showDownload, nil, polled},
		{post, "/downloads/:id/cancel", huiyin.SignedIn, s.cancelDownload, nil, 0},
		{get, "/downloads/:id/file", huiyin.ActionPrint, s.takeDownload, nil, 0}, // no HEAD: to look is to take
	}
}

// startDownload starts a job for whoever asks and leads to its page; sent again, the form only leads there
// (rule W12).
func (s *Server) startDownload(c echo.Context, o exportJob) error {
	ctx := c.Request().Context()
	once, err := s.once(c)
	if err != nil {
		return err
	}
	if once.Key != "" {
		if before, err := s.store.Answered(ctx, once); err != nil {
			return err
		} else if before != "" {
			return c.Redirect(http.StatusSeeOther, before)
		}
	}
	j, err := s.downloads.begin(accountOf(c), s.Wall(), o)
	if err != nil {
		return err
	}
	to := "/downloads/" + j.id
	if once.Key != "" {
		if err := s.store.Answer(ctx, once, to); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// standing is a person as they are now, for work that goes on after the request that asked for it: who has
// been disabled meanwhile may nothing any more.
func (s *Server) standing(account string) (huiyin.Actor, error) {
	org := s.store.At(s.Now())
	p := org.Person(account)
	if p == nil || p.Disabled {
		return huiyin.Actor{}, huiyin.NotFound()
	}
	return huiyin.Actor{Person: p, Org: org}, nil
}

func (s *Server) listDownloads(c echo.Context) error {
	v := views.List{Page: s.page(c, "生成的文件"), Jobs: s.downloads.list(accountOf(c), s.Wall())}
	return s.render(c, http.StatusOK, views.ListPage(v))
}

// showDownload is the page of a job, or the part of it that asks again, which is nothing while nothing changes.
func (s *Server) showDownload(c echo.Context) error {
	j, err := s.downloads.seen(accountOf(c), c.Param("id"), s.Wall())
	if err != nil {
		return err
	}
	if c.Request().Header.Get("HX-Request") != "" {
		before, err := strconv.Atoi(c.QueryParam("seen"))
		if err == nil && j.State == views.Running && before == j.Done {
			return c.NoContent(http.StatusNoContent)
		}
		return s.render(c, http.StatusOK, views.Now(views.View{Page: s.page(c, j.Title), Job: j, Before: before}))
	}
	v := views.View{Page: s.page(c, j.Title), Job: j, Form: ui.Form{Lang: s.lang(c), Once: newID()}}
	return s.render(c, http.StatusOK, views.JobPage(v))
}

// cancelDownload cancels a job, which takes as long as the part that it is at; what has ended has ended.
func (s *Server) cancelDownload(c echo.Context) error {
	over, err := s.downloads.drop(accountOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	select {
	case <-over:
	case <-c.Request().Context().Done():
	case <-time.After(time.Second): // its page says how it goes on
	}
	return c.Redirect(http.StatusSeeOther, "/downloads/"+c.Param("id"))
}

func (m *downloads) drop(account, id string) (over <-chan struct{}, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	j := m.of(account, id)
	if j == nil {
		return nil, huiyin.NotFound()
	}
	j.cancel()
	return j.over, nil
}

// takeDownload hands the file out to who started the job, as long as they may still have it.
func (s *Server) takeDownload(c echo.Context) error {
	j, err := s.downloads.finished(accountOf(c), c.Param("id"), s.Wall())
	if err != nil {
		return err
	}
	if err := s.mayHave(c.Request().Context(), actor(c), j.held); err != nil {
		return err
	}
	file, err := os.Open(j.path)
	if err != nil {
		return fmt.Errorf("take a job's file: %w", err)
	}
	defer func() { _ = file.Close() }()
	s.downloads.took(j, s.Wall())
	h := c.Response().Header()
	h.Set("Content-Type", j.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": j.Name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, file)
	return nil
}

func (m *downloads) finished(account, id string, now time.Time) (*download, error) {
	m.tidy(now)
	m.mu.Lock()
	defer m.mu.Unlock()
	j := m.of(account, id)
	switch {
	case j == nil:
		return nil, huiyin.NotFound()
	case j.state != views.Done:
		return nil, huiyin.Conflict("文件还没有生成好。")
	}
	return j, nil
}

func (m *downloads) took(j *download, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if j.taken.IsZero() {
		j.taken = now
		m.note()
	}
}

// downloadsList is the file beside the downloads that says what they are.
const downloadsList = "list.json"

// noted is a download as that file keeps it: without why one failed, which was told.
type noted struct {
	ID, Account, Title, Name, Type, Back, File string

	State        views.State
	Size         int64
	Held         fileContents
	Ended, Taken time.Time
}

// note keeps what is known of the downloads; its caller has the lock. Should it fail, a new process begins
// without them.
func (m *downloads) note() {
	list := make([]noted, 0, len(m.all))
	for _, j := range m.all {
		list = append(list, noted{j.id, j.account, j.Title, j.Name, j.Type, j.Back, filepath.Base(j.path), j.state,
			j.size, j.held, j.ended, j.taken})
	}
	b, err := json.Marshal(list)
	at := filepath.Join(m.dir, downloadsList)
	if err == nil {
		err = os.WriteFile(at+".new", b, 0o600)
	}
	if err == nil {
		err = os.Rename(at+".new", at)
	}
	if err != nil {
		m.log.Error("list of downloads", "error", err)
	}
}

// recall finds the downloads of the process before. Those it was still making were cut off; files that
// belong to none are removed.
func (m *downloads) recall() {
	var list []noted
	b, err := os.ReadFile(filepath.Join(m.dir, downloadsList))
	if err == nil {
		err = json.Unmarshal(b, &list)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		m.log.Error("list of old downloads", "error", err)
		list = nil
	}
	ours := map[string]bool{downloadsList: true}
	for _, n := range list {
		j := &download{
			exportJob: exportJob{Title: n.Title, Name: n.Name, Type: n.Type, Back: n.Back}, id: n.ID,
			account: n.Account, path: filepath.Join(m.dir, filepath.Base(n.File)),
			cancel: func() {}, over: make(chan struct{}), state: n.State, size: n.Size, held: n.Held, ended: n.Ended,
			taken: n.Taken,
		}
		close(j.over)
		switch info, err := os.Stat(j.path); {
		case n.State == views.Running, n.State == views.Done && (err != nil || info.Size() != n.Size):
			j.state, j.size, j.ended = views.CutOff, 0, m.wall()
		case n.State == views.Done:
			ours[filepath.Base(j.path)] = true
		}
		m.all = append(m.all, j)
	}
	lie, err := os.ReadDir(m.dir)
	if errors.Is(err, os.ErrNotExist) {
		return
	}
	for _, f := range lie {
		if !ours[f.Name()] {
			err = cmp.Or(err, os.RemoveAll(filepath.Join(m.dir, f.Name())))
		}
	}
	if err != nil {
		m.log.Error("files of old downloads", "error", err)
	}
	if len(list) > 0 {
		m.note()
	}
}
