package web

import (
	"context"
	"path"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/huiyin/units"
	views "huiyin/views/imports"
	"huiyin/views/ui"
	unitviews "huiyin/views/units"
	"huiyin/web/register"
)

// unitImportPath is where files of units come in (rule B11).
const unitImportPath = "/units/import"

var unitFiles = &importKind{
	Kind: views.Kind{Path: unitImportPath, Title: "导入房源", Action: huiyin.ActionImportUnits, Reg: units.File,
		SiteHint: "site", Chosen: true, Rules: []string{
			"列按列名识别；不认识的列名和用词，上传后在页面上逐个对应，同一个项目下次照此读取。",
			"同一项目的房号只有一种写法：5栋1单元1203、5-1-1203 是同一套。",
			"每一行会怎样，导入之前都列出来：新房源、有改动、换业主、相同、有冲突、不能导入；文件中没有的房源不会删除。",
			"人工更正过的内容，文件仍写旧值的保留更正；文件写了第三种值的是冲突，由您逐行决定。",
			"同一套房在文件中出现两次、内容不同的，两行都不导入。证件号码不读取。",
			"同一个文件再导入一次，不会重复；导入之后 24 小时内可以整批撤销。",
		}},
	read: readUnits, earlier: earlierUnits, after: unitBatchPage,
}

// unitLines are the lines of a file that can be read, with their cells.
type unitLines struct {
	lines []units.Line
	cells [][]string
}

// readUnits reads a file of units, then says what would become of its lines, or takes them over.
func readUnits(s *Server, ctx context.Context, j *importJob, file register.File) error {
	var read unitLines
	err := j.eachRow(ctx, file, mostImportLines, func(row huiyin.RegisterRow, cells []string) error {
		line, err := units.ReadLine(j.reg, row)
		if err == nil {
			read.lines, read.cells = append(read.lines, line), append(read.cells, cells)
		}
		return err
	})
	if err != nil {
		return err
	}
	read = j.onlyOnce(read)
	if j.tries {
		return s.planUnits(ctx, j, read, nil)
	}
	return s.takeUnits(ctx, j, read, nil)
}

// onlyOnce leaves the lines of which the file says the same twice, or different things of one unit (rule B11).
func (j *importJob) onlyOnce(read unitLines) (out unitLines) {
	wrong, repeats := units.Twice(read.lines)
	for i, l := range read.lines {
		switch {
		case wrong[i] != nil:
			j.refuse(l.Sheet, l.Line, read.cells[i], wrong[i])
		case repeats[i] >= 0:
			j.repeats(l, read.lines[repeats[i]].Line, read.cells[i])
		default:
			out.lines, out.cells = append(out.lines, l), append(out.cells, read.cells[i])
		}
	}
	return out
}

// repeats notes a line that says what another says.
func (j *importJob) repeats(l units.Line, first int, cells []string) {
	why := asError(huiyin.Conflict("与第 %d 行相同，只导入一次。", first))
	j.set(func(v *views.Run) {
		v.Already++
		v.Past++
		v.Before = append(v.Before, views.Refused{Sheet: l.Sheet, Line: l.Line, Why: why, Cells: cells})
	})
}

// planUnits says what would become of the lines; known is where the numbers of their people stand already, nil where
// nobody asks.
func (s *Server) planUnits(ctx context.Context, j *importJob, read unitLines, known [][]units.Elsewhere) error {
	planned, missing, err := s.store.PlanUnits(ctx, j.by, read.lines)
	if err != nil {
		return err
	}
	many := len(j.reg.Sheets) > 1
	wills := map[units.Will]*views.Will{}
	of := func(w units.Will) *views.Will {
		if wills[w] == nil {
			wills[w] = &views.Will{Code: string(w), Label: w.Label()}
		}
		return wills[w]
	}
	days := false
	for i, p := range planned {
		if p.Will == units.WillRefuse {
			j.refuse(p.Line.Sheet, p.Line.Line, read.cells[i], p.Why)
			continue
		}
		var says []*huiyin.Error
		if known != nil {
			for _, e := range known[i] {
				says = append(says, e.Says())
			}
			if p.Will != units.WillSame && otherName(known[i]) {
				p.Will = units.WillConflict
			}
		}
		w := of(p.Will)
		w.Count++
		days = days || p.NewOwner && p.Line.ChangeAt.IsZero()
		if p.Will != units.WillSame && (p.Will == units.WillConflict && len(w.Lines) < 10*views.MostShown || len(w.Lines) < views.MostShown) {
			line := willLine(p, many)
			line.Whys = says
			if known != nil && p.Will == units.WillNew || p.Unit == 0 && p.Will == units.WillConflict {
				for _, at := range p.Line.People {
					line.Says = append(line.Says, views.Said{Field: at.Relation.Label(), Now: at.Name + " " + huiyin.Mask(at.Phone)})
				}
			}
			w.Lines = append(w.Lines, line)
		}
	}
	if known != nil { // a list of customers is none of units
		missing = nil
	}
	for _, number := range missing {
		w := of(units.WillMiss)
		if w.Count++; len(w.Lines) < views.MostShown {
			w.Lines = append(w.Lines, views.WillLine{What: number})
		}
	}
	j.set(func(v *views.Run) {
		refused := of(units.WillRefuse)
		refused.Count = len(v.Refused)
		v.Wills, v.Missing, v.AsksDay = nil, len(missing), days
		for _, w := range units.Wills() {
			if k := wills[w]; k != nil && k.Count > 0 {
				v.Wills = append(v.Wills, *k)
			}
			if k := wills[w]; k != nil && w.Takes() {
				v.Good += k.Count
			}
		}
	})
	return nil
}

// lineKey names a line in a form.
func lineKey(sheet string, line int, many bool) string {
	if many {
		return sheet + "!" + strconv.Itoa(line)
	}
	return strconv.Itoa(line)
}

func willLine(p units.Planned, many bool) views.WillLine {
	out := views.WillLine{Line: p.Line.Line, What: units.Number(p.Line.Site, p.Code)}
	for _, d := range p.Diff {
		was, now := d.Was, d.Now
		if d.Field == "owner_phone" { // rule P5
			was, now = huiyin.Mask(was), huiyin.Mask(now)
		}
		out.Says = append(out.Says, views.Said{Field: d.Title(), Was: was, Now: now, Kept: d.Kept})
	}
	if p.Asks {
		out.Says = append(out.Says, views.Said{Field: "这套房有未办结的投诉"})
	}
	if p.Will == units.WillConflict {
		for _, do := range units.Dos() {
			out.Choices = append(out.Choices, ui.Option{Value: lineKey(p.Line.Sheet, p.Line.Line, many) + "=" + string(do),
				Label: do.Label()})
		}
	}
	return out
}

func unitDos() (out []string) {
	for _, do := range units.Dos() {
		out = append(out, string(do))
	}
	return out
}

// takeUnits takes the lines over, some at a time.
func (s *Server) takeUnits(ctx context.Context, j *importJob, read unitLines, known [][]units.Elsewhere) error {
	decided, err := j.chosen.decided(unitDos())
	if err != nil {
		return err
	}
	day := j.now
	if j.chosen.At != "" {
		if day, err = localTime("at", j.chosen.At, j.by.Org.Zone); err != nil {
			return err
		}
	}
	b := db.UnitBatch{ID: j.run.id, By: j.by.Account, Name: j.run.view.Name, At: j.now, Sites: sitesOf(j.by, read.lines)}
	if err := s.store.BeginUnits(ctx, b); err != nil {
		return err
	}
	done := context.WithoutCancel(ctx)
	defer func() {
		b.Refused = j.refusedSoFar()
		if err := s.store.EndUnits(done, j.by, s.Now(), b); err != nil {
			s.Log.Error("import", "import", j.run.id, "error", err)
		}
	}()
	many := len(j.reg.Sheets) > 1
	for at := 0; at < len(read.lines); at += importAtOnce {
		if err := ctx.Err(); err != nil {
			return err
		}
		var some []db.UnitChoice
		for i, l := range read.lines[at:min(at+importAtOnce, len(read.lines))] {
			do := units.Do(decided[lineKey(l.Sheet, l.Line, many)])
			if do == "" && known != nil && otherName(known[at+i]) { // nobody has decided
				do = units.Skip
			}
			some = append(some, db.UnitChoice{Line: l, Do: do})
		}
		took, err := s.store.ImportUnits(ctx, j.by, j.now, b.ID, some, day)
		for i, p := range took {
			s.tookUnit(j, &b, p, some[i].Do, read.cells[at+i])
		}
		if err != nil {
			return err
		}
	}
	if j.chosen.Missing == "mark" && known == nil {
		_, missing, err := s.store.PlanUnits(ctx, j.by, read.lines)
		if err == nil {
			b.Missing = len(missing)
			err = s.store.MissUnits(ctx, j.by, j.now, b.ID, missing)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (j *importJob) refusedSoFar() (n int) {
	j.set(func(v *views.Run) { n = len(v.Refused) })
	return n
}

// tookUnit counts what became of a line.
func (s *Server) tookUnit(j *importJob, b *db.UnitBatch, p units.Planned, do units.Do, cells []string) {
	good := p.Will.Takes() && do != units.Skip
	switch {
	case p.Will == units.WillNew && good:
		b.New++
	case p.Will == units.WillOwner && good:
		b.Owners++
	case p.Will == units.WillChange && good:
		b.Changed++
	case p.Will == units.WillConflict && (do == "" || do == units.Skip):
		b.Conflicts++
	case p.Will == units.WillConflict && p.NewOwner && do == units.Take:
		b.Owners++
		good = true
	case p.Will == units.WillConflict:
		b.Changed++
		good = true
	case p.Will == units.WillSame:
		b.Same++
	case p.Will == units.WillRefuse:
		j.refuse(p.Line.Sheet, p.Line.Line, cells, p.Why)
		return
	}
	j.set(func(v *views.Run) {
		v.Past++
		if good {
			v.Good++
		}
	})
}

// sitesOf are the sites of an import: those that its importer answers for, the others' lines are refused.
func sitesOf(by huiyin.Actor, lines []units.Line) (out []string) {
	for _, l := range lines {
		if by.AnswersFor(l.Site) && !slices.Contains(out, l.Site) {
			out = append(out, l.Site)
		}
	}
	return out
}

func otherName(known []units.Elsewhere) bool {
	return slices.ContainsFunc(known, func(e units.Elsewhere) bool { return e.Other })
}

func earlierUnits(s *Server, c echo.Context) (out []views.Earlier, err error) {
	by := actor(c)
	found, err := s.store.UnitBatches(c.Request().Context(), by)
	for _, b := range found {
		note := s.lang(c).T("新 %d 套，改动 %d 套，换业主 %d 套", b.New, b.Changed, b.Owners)
		if !b.Undone.IsZero() {
			note = s.lang(c).T("已撤销")
		}
		out = append(out, views.Earlier{URL: unitImportPath + "/" + b.ID, Name: b.Name, By: by.Org.PersonName(b.By), At: b.At,
			Note: note})
	}
	return out, err
}

// unitBatchPage is an import that is over: what it did, and while nothing rests on it the way back (rule B11).
func unitBatchPage(k *importKind, s *Server, c echo.Context, status int, f ui.Form) error {
	by := actor(c)
	b, err := s.store.UnitBatch(c.Request().Context(), by, c.Param("id"))
	if err != nil {
		return err
	}
	f.Once, f.Action = newID(), path.Base(c.Path())
	v := unitviews.Batch{Page: s.page(c, k.Title), By: by, Form: f, ID: b.ID, From: k.Path, Name: b.Name, Who: by.Org.PersonName(b.By), At: b.At,
		New: b.New, Changed: b.Changed, Owners: b.Owners, Same: b.Same, Refused: b.Refused, Conflicts: b.Conflicts,
		Missing: b.Missing, Done: b.Done, Undone: b.Undone, Undoable: b.Undoable(by.Org, s.Now()),
		UndoneBy: by.Org.PersonName(b.UndoneBy), Reason: b.Reason}
	if _, run, err := s.imports.of(k, accountOf(c), b.ID, s.Wall()); err == nil {
		v.Stopped = run.State == views.Cancelled || run.State == views.Failed
		v.Left = len(run.Left())
	}
	return s.render(c, status, unitviews.BatchPage(v))
}

func (s *Server) undoUnits(c echo.Context) error {
	type form struct {
		Reason string `form:"reason"`
	}
	return submit(s, c, unitImportPath+"/"+c.Param("id"), func(p posted[form]) error {
		return s.store.UndoUnits(c.Request().Context(), p.Once, p.By, s.Now(), c.Param("id"), p.Form.Reason)
	})
}
