package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	views "huiyin/views/imports"
	"huiyin/views/sheet"
	"huiyin/views/ui"
	"huiyin/web/register"
)

// Bounds of what is imported on a page. The command takes more.
const (
	mostImportBytes = 20 << 20
	mostImportLines = 20_000
	mostImportKept  = 3         // files of one account
	mostImportHeld  = 128 << 20 // bytes of refused lines, of all files
	importKept      = time.Hour // from when it came in, unless it is being imported
	importAtOnce    = 500
	importFirst     = 20 // lines shown
)

// imports are the old registers that came in and are not, or no longer, being imported: a file on the disk
// for whoever sent it, until they confirm it. What is left of a process that died, the store sweeps.
type imports struct {
	busy sync.WaitGroup // those being imported

	mu  sync.Mutex
	all []*importRun // oldest first
}

// importRun is one of them; all but id, account and in is guarded by imports.mu.
type importRun struct {
	id, account string
	in          *db.Incoming
	at          time.Time
	view        views.Run
}

// importTurn lets one file be checked at a time: each may take as much memory as its limits allow.
var importTurn = make(semaphore, 1)

// weight is about how much memory a run holds, which its refused lines do.
func (r *importRun) weight() (bytes int) {
	for _, line := range r.view.Refused {
		for _, cell := range line.Cells {
			bytes += 16 + len(cell) // a string's own place, and its text
		}
	}
	return bytes
}

// add keeps a file that was checked; the oldest of the account beyond mostImportKept go, and the oldest of all
// beyond mostImportHeld.
func (m *imports) add(r *importRun) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tidy(r.at)
	mine := 1
	for i := len(m.all) - 1; i >= 0; i-- {
		if k := m.all[i]; k.account == r.account && k.view.State != views.Running {
			if mine++; mine > mostImportKept {
				k.in.Drop()
				m.all = slices.Delete(m.all, i, i+1)
			}
		}
	}
	held := r.weight()
	for i := len(m.all) - 1; i >= 0; i-- {
		if k := m.all[i]; k.view.State != views.Running {
			if held += k.weight(); held > mostImportHeld {
				k.in.Drop()
				m.all = slices.Delete(m.all, i, i+1)
			}
		}
	}
	m.all = append(m.all, r)
}

// tidy drops what nobody has confirmed, and forgets what is over. m.mu is held.
func (m *imports) tidy(now time.Time) {
	m.all = slices.DeleteFunc(m.all, func(r *importRun) bool {
		over := r.view.State != views.Running && now.Sub(r.at) >= importKept
		if over {
			r.in.Drop()
		}
		return over
	})
}

// of finds an import of an account; others' are not found.
func (m *imports) of(account, id string, now time.Time) (*importRun, views.Run, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tidy(now)
	for _, r := range m.all {
		if r.id == id && r.account == account {
			return r, r.view, nil
		}
	}
	return nil, views.Run{}, huiyin.NotFound()
}

func (m *imports) list(account string, now time.Time) (out []views.Sum) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tidy(now)
	for _, r := range slices.Backward(m.all) {
		if r.account == account {
			out = append(out, views.Sum{ID: r.id, Name: r.view.Name, State: r.view.State})
		}
	}
	return out
}

// start takes a checked file for being imported, once.
func (m *imports) start(r *importRun) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, other := range m.all {
		if other != r && other.view.State == views.Running {
			return huiyin.Conflict("正在导入另一个文件，请等它完成。")
		}
	}
	if r.view.State != views.Checked {
		return huiyin.Conflict("这个文件已经导入。")
	}
	r.view.State, r.view.Good, r.view.Already, r.view.Rises, r.view.Goes, r.view.Past, r.view.Refused = views.Running,
		0, 0, 0, 0, 0, nil
	return nil
}

// set notes how far an import is.
func (m *imports) set(r *importRun, fn func(*views.Run)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fn(&r.view)
}

// drop throws a file away that is not being imported.
func (m *imports) drop(r *importRun) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.view.State == views.Running {
		return huiyin.Conflict("这个文件正在导入。")
	}
	r.in.Drop()
	m.all = slices.DeleteFunc(m.all, func(k *importRun) bool { return k == r })
	return nil
}

func (s *Server) importRoutes() []route {
	return []route{
		{get, importPath, huiyin.ActionImport, emptyForm(s, s.importsPage), nil, 0},
		{post, importPath, huiyin.ActionImport, s.checkImport, s.importsPage, streams},
		{get, importPath + "/:id", huiyin.ActionImport, s.showImport, nil, 0},
		{post, importPath + "/:id", huiyin.ActionImport, s.confirmImport, s.importPage, 0},
		{get, importPath + "/:id/refused.csv", huiyin.ActionImport, s.importRefused, nil, heavy},
	}
}

// importPath is where old registers come in. Its upload is read as it comes.
const importPath = "/imports"

func (s *Server) importsPage(c echo.Context, status int, f ui.Form) error {
	f.Once = newID()
	return s.render(c, status,
		views.ChoosePage(views.View{Page: s.page(c, "导入旧台账"), By: actor(c), Form: f,
			Runs: s.imports.list(accountOf(c), s.Wall())}))
}

type importForm struct {
	Site string `form:"site"`
}

// checkImport reads a file and tells what it would bring; nothing but the file is kept, for its sender.
func (s *Server) checkImport(c echo.Context) error {
	files, form, err := s.receive(c)
	keepTyped(c, form)
	kept := false
	defer func() {
		for i, f := range files {
			if i > 0 || !kept {
				f.in.Drop()
			}
		}
	}()
	p := postedForm[importForm](s, c)
	f, once := p.Form, p.Once
	if err == nil {
		err = p.wrong
	}
	if err != nil {
		return err
	}
	if before, err := s.store.Answered(c.Request().Context(), once); err != nil || before != "" {
		return ledBefore(err, c, before)
	}
	switch {
	case len(files) != 1:
		return huiyin.Invalid("file", "请选择一个文件。")
	case files[0].in.Size > mostImportBytes:
		return &huiyin.Error{Kind: huiyin.KindTooLarge, Field: "file", Text: "文件超过 20 MB，请分成几份，或者由管理员在服务器上导入。"}
	case f.Site != "" && (actor(c).Org.Site(f.Site) == nil || !actor(c).AnswersFor(f.Site)):
		return huiyin.Invalid("site", "请选择您负责的项目。")
	}
	end, err := importTurn.take(c.Request().Context())
	if err != nil {
		return err
	}
	defer end()
	r := &importRun{id: newID(), account: accountOf(c), in: files[0].in, at: s.Wall(),
		view: views.Run{Name: files[0].name, Site: f.Site, State: views.Checked}}
	r.view.ID = r.id
	if err := s.eachImport(c.Request().Context(), r, actor(c), s.store.TryOver, func(fn func(*views.Run)) { fn(&r.view) }); err != nil {
		return err
	}
	kept = true
	s.imports.add(r)
	time.AfterFunc(importKept, func() { s.imports.list("", s.Wall()) })
	to := importPath + "/" + r.id
	if once.Key != "" {
		if err := s.store.Answer(c.Request().Context(), once, to); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// ledBefore fails, or leads to where a form that was sent before led.
func ledBefore(err error, c echo.Context, to string) error {
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, to)
}

type takeOver = func(context.Context, huiyin.Actor, time.Time, []huiyin.OldComplaint) ([]db.Taken, error)

// eachImport reads a file and hands its lines on, some at once; set notes what became of them.
func (s *Server) eachImport(ctx context.Context, r *importRun, by huiyin.Actor, take takeOver,
	set func(func(*views.Run))) error {
	file, err := r.in.Open()
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	reg := &huiyin.Register{Org: by.Org, Site: r.view.Site, Fold: db.Fold}
	now := s.Now()
	var held []huiyin.OldComplaint
	var cells [][]string
	flush := func() error {
		taken, err := take(ctx, by, now, held)
		set(func(v *views.Run) {
			for i, k := range taken {
				noteTaken(v, k, cells[i])
			}
			v.Past += len(taken)
		})
		held, cells = held[:0], cells[:0]
		return err
	}
	lines := 0
	var first [][]string
	err = register.Read(file, reg, mostImportLines,
		func(k huiyin.OldComplaint, row []string, wrong *huiyin.Error) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if lines++; len(first) < importFirst {
				first = append(first, reg.Legible(row))
			}
			if wrong != nil {
				set(func(v *views.Run) {
					v.Past++
					v.Refused = append(v.Refused, views.Refused{Line: k.Line, Why: wrong, Cells: row})
				})
				return nil
			}
			held, cells = append(held, k), append(cells, row)
			if len(held) < importAtOnce {
				return nil
			}
			return flush()
		})
	if err == nil {
		err = flush()
	}
	if err == nil && lines == 0 {
		err = huiyin.Invalid("file", "列名下面没有内容。")
	}
	set(func(v *views.Run) {
		v.Columns, v.First, v.Lines = reg.Matched, first, max(lines, v.Lines)
		// others may be reading the old one
		v.Refused = slices.SortedStableFunc(slices.Values(v.Refused),
			func(a, b views.Refused) int { return a.Line - b.Line })
	})
	return err
}

func noteTaken(v *views.Run, k db.Taken, cells []string) {
	switch {
	case k.Refused != nil:
		v.Refused = append(v.Refused, views.Refused{Line: k.Line, Why: k.Refused, Cells: cells})
	case k.Already:
		v.Already++
	default:
		v.Good++
		if k.Rises {
			v.Rises++
		}
		if k.Goes {
			v.Goes++
		}
	}
}

func (s *Server) showImport(c echo.Context) error {
	return s.importPage(c, http.StatusOK, ui.Form{Lang: s.lang(c)})
}

func (s *Server) importPage(c echo.Context, status int, f ui.Form) error {
	_, v, err := s.imports.of(accountOf(c), c.Param("id"), s.Wall())
	if err != nil {
		return err
	}
	f.Once = newID()
	return s.render(c, status, views.RunPage(views.View{Page: s.page(c, "导入旧台账"), By: actor(c), Form: f, Run: v}))
}

type confirmImportForm struct {
	Do string `form:"do"`
}

// confirmImport imports a file that was checked, or throws it away. The import goes on when the one who
// asked has gone; its page says how far it is. A stop of the portal ends it between two batches, and a
// second run of the file does the rest.
func (s *Server) confirmImport(c echo.Context) error {
	r, _, err := s.imports.of(accountOf(c), c.Param("id"), s.Wall())
	if err != nil {
		return err
	}
	p := postedForm[confirmImportForm](s, c)
	f, once := p.Form, p.Once
	if p.wrong != nil {
		return p.wrong
	}
	if before, err := s.store.Answered(c.Request().Context(), once); err != nil || before != "" {
		return ledBefore(err, c, before)
	}
	to := importPath + "/" + r.id
	switch f.Do {
	case "drop":
		to, err = importPath, s.imports.drop(r)
	case "import":
		err = s.imports.start(r)
		if err == nil {
			by := actor(c)
			s.imports.busy.Go(func() { s.runImport(r, by) })
		}
	default:
		return huiyin.Invalid("", "请选择导入或者删除。")
	}
	if err != nil {
		return err
	}
	if once.Key != "" {
		if err := s.store.Answer(c.Request().Context(), once, to); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// runImport imports a file. A panic in it is an error like another.
func (s *Server) runImport(r *importRun, by huiyin.Actor) {
	state := views.Failed
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("panic", "import", r.id, "error", p)
		}
		r.in.Drop()
		s.imports.set(r, func(v *views.Run) { v.State = state })
	}()
	err := s.eachImport(context.Background(), r, by, s.store.TakeOver,
		func(fn func(*views.Run)) { s.imports.set(r, fn) })
	if err != nil {
		s.Log.Error("import", "import", r.id, "account", by.Account, "error", err)
		return
	}
	state = views.Done
}

// importRefused hands the refused lines out again, with the reason, to be put right in the file.
func (s *Server) importRefused(c echo.Context) error {
	_, v, err := s.imports.of(accountOf(c), c.Param("id"), s.Wall())
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="refused.csv"`)
	w, err := sheet.NewTable(c.Response(), false, sheet.Book{})
	if err != nil {
		return err
	}
	lang := s.lang(c)
	head := []string{lang.T("行号"), lang.T("原因")}
	for _, m := range v.Columns {
		head = append(head, m.Title)
	}
	err = w.Row(sheet.Texts(head))
	for _, r := range v.Refused {
		if err == nil {
			err = w.Row(sheet.Texts(append([]string{strconv.Itoa(r.Line), lang.Err(r.Why)}, r.Cells...)))
		}
	}
	return cmp.Or(err, w.Close())
}
