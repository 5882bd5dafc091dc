package web

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"strings"
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

func (s *Server) importRoutes() []route { return oldRegisters.routes(s) }

// importPath is where old registers come in. Its upload is read as it comes.
const importPath = "/imports"

func (k *importKind) choosePage(s *Server) pageFunc {
	return func(c echo.Context, status int, f ui.Form) error {
		f.Once = newID()
		v := views.View{Page: s.page(c, k.Title), Kind: k.Kind, By: actor(c), Form: f,
			Runs: s.imports.list(k, accountOf(c), s.Wall())}
		if k.earlier != nil {
			var err error
			if v.Earlier, err = k.earlier(s, c); err != nil {
				return err
			}
		}
		return s.render(c, status, views.ChoosePage(v))
	}
}

type importSiteForm struct {
	Site string `form:"site"`
}

// checkImport reads a file and tells what it would bring; nothing but the file is kept, for its sender.
func (k *importKind) check(s *Server, c echo.Context) error {
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
	p := postedForm[importSiteForm](s, c)
	f, once := p.Form, p.Once
	if err == nil {
		err = p.Once.Wrong
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
	case !k.siteOf(actor(c), f.Site):
		return huiyin.Invalid("site", "请选择您负责的项目。")
	}
	r := &importRun{id: newID(), account: accountOf(c), kind: k, in: files[0].in, at: s.Wall(), keep: true,
		address: s.portalAddress(c), view: views.Run{Name: files[0].name, Site: f.Site, State: views.Checked}}
	r.view.ID = r.id
	if r.mapping, err = s.store.RegisterMapping(c.Request().Context(), k.Reg, f.Site); err != nil {
		return err
	}
	r.view.Remembered = !r.mapping.Empty()
	if r.view, err = s.inspect(c.Request().Context(), r, r.view, actor(c)); err != nil {
		return err
	}
	kept = true
	s.imports.add(r)
	time.AfterFunc(importKept, func() { s.imports.list(k, "", s.Wall()) })
	to := k.Path + "/" + r.id
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

// inspect tells what a file would bring as it is mapped, or what has to be chosen first. One file is checked at a time.
func (s *Server) inspect(ctx context.Context, r *importRun, v views.Run, by huiyin.Actor) (views.Run, error) {
	end, err := importTurn.take(ctx)
	if err != nil {
		return v, err
	}
	defer end()
	job := &importJob{run: r, site: v.Site, by: by, take: s.store.TryOver, set: func(fn func(*views.Run)) { fn(&v) },
		tries: true}
	err = s.eachImport(ctx, job)
	if err != nil && err == job.reg.Lacks && job.reg.Mappable() {
		v.State, v.Lacks = views.Mapping, asError(err)
		return v, nil
	}
	return v, err
}

func asError(err error) (e *huiyin.Error) {
	errors.As(err, &e)
	return e
}

// importJob reads a file and hands its lines on, some at once; set notes what became of them.
type importJob struct {
	run  *importRun
	site string
	by   huiyin.Actor
	now  time.Time
	take takeOver
	set  func(func(*views.Run))

	tries  bool // nothing is taken in yet
	chosen importForm

	reg   *huiyin.Register
	held  []huiyin.OldComplaint
	cells [][]string
	lines int
	first [][]string
	wide  []huiyin.Match
}

func (s *Server) eachImport(ctx context.Context, j *importJob) error {
	file, err := j.run.in.Open()
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	j.now = s.Now()
	j.reg = &huiyin.Register{Org: j.by.Org, Site: j.site, Now: j.now, Fold: db.Fold, Mapping: j.run.mapping,
		Kind: j.run.kind.Reg}
	err = j.run.kind.read(s, ctx, j, file)
	if err == nil && j.lines == 0 {
		err = huiyin.Invalid("file", "列名下面没有内容。")
	}
	j.set(func(v *views.Run) {
		v.Columns, v.First, v.Lines = j.wide, j.first, max(j.lines, v.Lines)
		v.Sheets, v.Notes, v.Unknown = j.reg.Sheets, j.reg.Notes, j.reg.Unknown
		v.Ambiguous, v.AmbiguousExample, v.Mapping = j.reg.Ambiguous, j.reg.AmbiguousExample, j.reg.Mapping
		v.Lacking = nil
		for _, field := range j.run.kind.fixed {
			if j.reg.IsMissing(field) || j.reg.Mapping.Fixed[field] != "" {
				v.Lacking = append(v.Lacking, field)
			}
		}
		v.NoSite = j.reg.IsMissing("site")
	})
	return err
}

// seen counts a line, and keeps the first ones to be shown.
func (j *importJob) seen(ctx context.Context, row []string) error {
	if j.wide == nil {
		j.wide = j.reg.Matched()
	}
	if j.lines++; len(j.first) < importFirst {
		j.first = append(j.first, j.reg.Legible(row))
	}
	return ctx.Err()
}

// refuse notes a line that is not imported.
func (j *importJob) refuse(sheet string, line int, row []string, why *huiyin.Error) {
	j.set(func(v *views.Run) {
		v.Past++
		v.Refused = append(v.Refused, views.Refused{Sheet: sheet, Line: line, Why: why, Cells: row})
	})
}

// eachRow reads the lines of a file by its columns and hands each on with its cells; what cannot be read, or is not taken,
// is refused with the reason.
func (j *importJob) eachRow(ctx context.Context, file register.File, most int,
	take func(row huiyin.RegisterRow, cells []string) error) error {
	return register.Lines(file, j.reg, most, func(l huiyin.RegisterLine, wrong error) error {
		if err := j.seen(ctx, l.Cells); err != nil {
			return err
		}
		var row huiyin.RegisterRow
		if wrong == nil {
			row, wrong = j.reg.ReadRow(l)
		}
		if wrong == nil {
			wrong = take(row, l.Cells)
		}
		if wrong != nil {
			j.refuse(l.Sheet, l.Line, l.Cells, asError(wrong))
		}
		return nil
	})
}

// readRegister reads the cases of an old register and hands them on.
func readRegister(_ *Server, ctx context.Context, j *importJob, file register.File) error {
	err := register.Read(file, j.reg, mostImportLines, func(k huiyin.OldComplaint, row []string, wrong *huiyin.Error) error {
		return j.line(ctx, k, row, wrong)
	})
	if err != nil {
		return err
	}
	return j.flush(ctx)
}

func (j *importJob) line(ctx context.Context, k huiyin.OldComplaint, row []string, wrong *huiyin.Error) error {
	if err := j.seen(ctx, row); err != nil {
		return err
	}
	if wrong != nil {
		j.refuse(k.Sheet, k.Line, row, wrong)
		return nil
	}
	j.held, j.cells = append(j.held, k), append(j.cells, row)
	if len(j.held) < importAtOnce {
		return nil
	}
	return j.flush(ctx)
}

// flush hands on the lines that are held.
func (j *importJob) flush(ctx context.Context) error {
	taken, err := j.take(ctx, j.by, j.now, j.held)
	j.set(func(v *views.Run) {
		for i, k := range taken {
			noteTaken(v, k, j.cells[i])
		}
		v.Past += len(taken)
	})
	j.held, j.cells = j.held[:0], j.cells[:0]
	return err
}

func noteTaken(v *views.Run, k db.Taken, cells []string) {
	line := views.Refused{Sheet: k.Sheet, Line: k.Line, Why: k.Refused, Cells: cells}
	switch {
	case k.Refused != nil:
		v.Refused = append(v.Refused, line)
	case k.Already:
		line.Why = asError(huiyin.Conflict("以前导入过，是 %s。", k.Number))
		v.Before = append(v.Before, line)
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

func (k *importKind) runPage(s *Server) pageFunc {
	return func(c echo.Context, status int, f ui.Form) error {
		_, v, err := s.imports.of(k, accountOf(c), c.Param("id"), s.Wall())
		if k.after != nil && (err != nil || v.State == views.Done || v.State == views.Cancelled || v.State == views.Failed) {
			return k.after(k, s, c, status, f)
		}
		if err != nil {
			return err
		}
		f.Once = newID()
		return s.render(c, status,
			views.RunPage(views.View{Page: s.page(c, k.Title), Kind: k.Kind, By: actor(c), Form: f, Run: v}))
	}
}

type confirmImportForm struct {
	importForm
	importMapping
}

// importMapping is how a file is read, as its page sends it: titles and words stand beside what they were mapped to.
type importMapping struct {
	Site     string   `form:"site"`
	Sheets   []string `form:"sheet"`
	Head     string   `form:"head"` // one line, or two as 3-4
	Titles   rows     `form:"title"`
	Fields   rows     `form:"field"`
	WordsOf  rows     `form:"word_field"`
	Words    rows     `form:"word"`
	Codes    rows     `form:"word_code"`
	Channel  string   `form:"fixed_channel"`
	Category string   `form:"fixed_category"`
	Demand   string   `form:"fixed_demand"`
	EmptyDay string   `form:"empty_day"`
	Hidden   string   `form:"hidden"`
	Counter  string   `form:"counter"`
	NoEnd    string   `form:"no_end"`
	Rooms    string   `form:"rooms"`
	DayOrder string   `form:"day_order"`
	Keep     bool     `form:"keep"`
}

// over gives the mapping that a form asks for, on top of the words and titles that were mapped before.
func (f *importMapping) over(o *huiyin.Org, kind *huiyin.RegisterKind,
	before huiyin.RegisterMapping) (huiyin.RegisterMapping, error) {
	reg := &huiyin.Register{Org: o, Fold: db.Fold, Mapping: huiyin.RegisterMapping{Sheets: f.Sheets, EmptyDay: f.EmptyDay,
		Hidden: f.Hidden, Counter: f.Counter, NoEnd: f.NoEnd, Rooms: f.Rooms, DayOrder: huiyin.DayOrder(f.DayOrder)}}
	m := &reg.Mapping
	m.Columns = maps.Clone(before.Columns)
	for field, words := range before.Words {
		for word, code := range words {
			reg.MapWord(field, word, code)
		}
	}
	for i, title := range f.Titles[:min(len(f.Titles), len(f.Fields))] {
		if f.Fields[i] != "" {
			reg.MapColumn(title, f.Fields[i])
		}
	}
	for i, word := range f.Words[:min(len(f.Words), len(f.WordsOf), len(f.Codes))] {
		if f.Codes[i] != "" {
			reg.MapWord(f.WordsOf[i], word, f.Codes[i])
		}
	}
	for field, value := range map[string]string{"channel": f.Channel, "category": f.Category, "demand": f.Demand} {
		if value != "" {
			if m.Fixed == nil {
				m.Fixed = map[string]string{}
			}
			m.Fixed[field] = value
		}
	}
	if first, last, two := strings.Cut(f.Head, "-"); f.Head != "" {
		m.Head, _ = strconv.Atoi(first)
		if m.HeadLast = m.Head; two {
			m.HeadLast, _ = strconv.Atoi(last)
		}
	}
	return *m, m.Check(o, kind)
}

// remapImport reads a file anew as its page says.
func (s *Server) remapImport(c echo.Context, r *importRun, f *importMapping, forget bool) error {
	by := actor(c)
	if !r.kind.siteOf(by, f.Site) {
		return huiyin.Invalid("site", "请选择您负责的项目。")
	}
	before := r.mapping
	if forget {
		before = huiyin.RegisterMapping{}
		*f = importMapping{Site: f.Site, Keep: f.Keep}
	}
	mapping, err := f.over(by.Org, r.kind.Reg, before)
	if err != nil {
		return err
	}
	v, err := s.imports.remap(r, mapping, f.Site, f.Keep)
	if err != nil {
		return err
	}
	v, err = s.inspect(c.Request().Context(), r, v, by)
	if err == nil {
		s.imports.set(r, func(old *views.Run) { *old = v })
	}
	return err
}

// confirmImport imports a file that was checked, or throws it away. The import goes on when the one who
// asked has gone; its page says how far it is. A stop of the portal ends it between two batches, and a
// second run of the file does the rest.
func (k *importKind) confirm(s *Server, c echo.Context) error {
	r, _, err := s.imports.of(k, accountOf(c), c.Param("id"), s.Wall())
	if err != nil {
		return err
	}
	p := postedForm[confirmImportForm](s, c)
	f, once := p.Form, p.Once
	if p.Once.Wrong != nil {
		return p.Once.Wrong
	}
	if before, err := s.store.Answered(c.Request().Context(), once); err != nil || before != "" {
		return ledBefore(err, c, before)
	}
	to := k.Path + "/" + r.id
	switch do := f.command(k); do {
	case "drop":
		to, err = k.Path, s.imports.drop(r)
	case "map", "forget":
		err = s.remapImport(c, r, &f.importMapping, do == "forget")
	case "cancel":
		err = s.imports.stop(r)
	case "slips":
		to, err = s.printSlips(c, r)
	case "import":
		err = s.startImport(c, r, f.importForm)
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

// startImport begins an import, and remembers how the file was read for the next one of its site.
func (s *Server) startImport(c echo.Context, r *importRun, chosen importForm) error {
	by := actor(c)
	ctx, cancel := context.WithCancel(context.WithoutCancel(c.Request().Context()))
	err := s.imports.start(r, cancel)
	if err == nil && r.keep && !r.mapping.Empty() {
		if err := s.store.RememberMapping(ctx, by, s.Now(), r.kind.Reg, r.view.Site, r.mapping); err != nil {
			s.Log.Error("import", "import", r.id, "mapping", err)
		}
	}
	if err == nil {
		s.imports.busy.Go(func() { s.runImport(ctx, r, by, chosen) })
	}
	return err
}

// runImport imports a file, and tells each person once what that means for them (I7). A panic in it is an error like
// another.
func (s *Server) runImport(ctx context.Context, r *importRun, by huiyin.Actor, chosen importForm) {
	state := views.Failed
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("panic", "import", r.id, "error", p)
		}
		if err := s.store.FinishImport(context.WithoutCancel(ctx), by, s.Now()); err != nil {
			s.Log.Error("import", "import", r.id, "account", by.Account, "error", err)
		}
		r.cancel()
		r.in.Drop()
		s.imports.set(r, func(v *views.Run) { v.State, v.Stopping = state, false })
	}()
	err := s.eachImport(ctx, &importJob{run: r, site: r.view.Site, by: by, take: s.store.TakeOver, chosen: chosen,
		set: func(fn func(*views.Run)) { s.imports.set(r, fn) }})
	switch {
	case err == nil:
		state = views.Done
	case ctx.Err() != nil:
		state = views.Cancelled
	default:
		s.Log.Error("import", "import", r.id, "account", by.Account, "error", err)
	}
}

// importRefused hands the refused lines out again, with the reason, to be put right in the file.
func (k *importKind) refused(s *Server, c echo.Context) error {
	_, v, err := s.imports.of(k, accountOf(c), c.Param("id"), s.Wall())
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
	many := len(v.Sheets) > 1
	if many {
		head = append([]string{lang.T("工作表")}, head...)
	}
	err = w.Row(sheet.Texts(head))
	for _, r := range v.Left() {
		line := append([]string{strconv.Itoa(r.Line), lang.Err(r.Why)}, r.Cells...)
		if many {
			line = append([]string{r.Sheet}, line...)
		}
		if err == nil {
			err = w.Row(sheet.Texts(line))
		}
	}
	return cmp.Or(err, w.Close())
}
