package web

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/sheet"
)

// exportRoutes are the exports of exactly what a list has found: a short one at once, any in the background.
func (s *Server) exportRoutes() []route {
	return []route{
		{get, "/complaints/export.xlsx", huiyin.ActionExport, s.exportNow, nil, bulky},
		{get, "/complaints/export.csv", huiyin.ActionExport, s.exportNow, nil, bulky},
		{post, "/complaints/export", huiyin.ActionExport, s.exportLater, s.bulkPage, 0},
		{get, "/exports", huiyin.ActionAskExport, emptyForm(s, s.exportsPage), nil, 0},
		{post, "/exports", huiyin.ActionAskExport, s.askExport, s.bulkPage, 0},
		{post, "/exports/:export/decide", huiyin.ActionDecideExport, s.decideExport, s.exportsPage, 0},
		{post, "/exports/:export/make", huiyin.ActionAskExport, s.makeExport, s.exportsPage, 0},
	}
}

// mostNow is how many rows an export has at most that is made while somebody waits for it.
const mostNow = 2000

// exporting is an export as it was asked for.
type exporting struct {
	filter  huiyin.Filter
	columns []huiyin.Column
	words   string // of the filter, for the journal
	format  string
	purpose string
	request string // number of the request that a VP agreed to, "" for none
}

var exportTypes = map[string]string{
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8",
}

// export reads the list's address.
func (s *Server) export(asked map[string][]string, format string) (e exporting, err error) {
	e.format, e.words = format, huiyin.FilterWords(asked)
	if e.filter, err = s.filter(asked); err != nil {
		return e, err
	}
	e.columns, err = huiyin.ChooseColumns(asked["col"])
	return e, err
}

// exportName is the file's.
func (s *Server) exportName(e exporting) string {
	return "complaints-" + s.Now().In(s.store.Org().Zone).Format("20060102-1504") + "." + e.format
}

var errTooMany = errors.New("too many rows")

// writeExport writes an export and gives the ids of what it shows; beyond most rows, 0 for any number, it is
// errTooMany.
func (s *Server) writeExport(ctx context.Context, by huiyin.Actor, e exporting, most int, w io.Writer,
	row func(done int)) (ids []int64, err error) {
	table, err := sheet.NewTable(w, e.format == "xlsx", sheet.Book{Sheet: "投诉", Title: sheet.ListTitle(by, e.words),
		Company: by.Org.Company, Zone: by.Org.Zone, At: s.Now(), Columns: sheet.ListColumns(e.columns)})
	if err != nil {
		return nil, err
	}
	table.Mark(huiyin.ExportMark(by, s.Now(), e.purpose))
	n := 0
	err = s.store.Export(ctx, by, s.Now(), e.filter, func(l huiyin.Listed) error {
		if n++; most > 0 && n > most {
			return errTooMany
		}
		if !l.Shut {
			ids = append(ids, l.ID)
		}
		row(n)
		return table.Row(sheet.ListRow(by, e.columns, &l))
	})
	return ids, cmp.Or(err, table.Close())
}

// noteRows writes into the journal who took which complaints out, what they were narrowed to, and whether
// their phones stand there in full (rules P5, J3).
func (s *Server) noteRows(ctx context.Context, by huiyin.Actor, e exporting, ids []int64) error {
	now := s.Now()
	detail := []huiyin.Change{huiyin.Note("rows", strconv.Itoa(len(ids))), huiyin.Note("purpose", e.purpose)}
	if e.request != "" {
		detail = append(detail, huiyin.Note("request", e.request))
	}
	if e.words != "" {
		detail = append(detail, huiyin.Note("filter", e.words))
	}
	for _, c := range e.columns {
		if c == huiyin.ColPhone && by.ExportsClear() {
			detail = append(detail, huiyin.Note("field", "phone"))
		}
	}
	return s.store.NoteExported(ctx,
		huiyin.NewEntry(by.Account, huiyin.ActionExport, "list:"+now.In(by.Org.Zone).Format("20060102"), now,
			detail...), ids)
}

// exportNow hands out an export of few rows.
func (s *Server) exportNow(c echo.Context) error {
	format := "csv"
	if c.Path() == "/complaints/export.xlsx" {
		format = "xlsx"
	}
	e, err := s.export(postedValues(c), format)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if e.purpose, err = purposeOf(c); err != nil {
		return err
	}
	by, err := s.veiled(ctx, actor(c), e.filter)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	ids, err := s.writeExport(ctx, by, e, mostNow, &out, func(int) {})
	if errors.Is(err, errTooMany) {
		return huiyin.Invalid("", "超过 %d 件，请在投诉列表中导出，文件会在后台生成。", mostNow)
	}
	if err == nil {
		err = s.noteRows(ctx, by, e, ids)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+s.exportName(e)+`"`)
	return c.Blob(200, exportTypes[format], out.Bytes())
}

type exportForm struct {
	List    string `form:"list"`
	Format  string `form:"format"`
	Purpose string `form:"purpose"`
}

// read reads what is to be exported, and to which list that belongs.
func (s *Server) readExport(f exportForm) (e exporting, asked url.Values, err error) {
	if exportTypes[f.Format] == "" {
		return e, nil, huiyin.Invalid("", "请选择 Excel 或 CSV 文件。")
	}
	if asked, err = url.ParseQuery(viewQuery(f.List)); err != nil {
		return e, nil, err
	}
	if e, err = s.export(asked, f.Format); err != nil {
		return e, nil, huiyin.Invalid("", "条件有误，请回到投诉列表重新筛选。")
	}
	e.purpose = f.Purpose
	return e, asked, huiyin.CheckPurpose(f.Purpose)
}

// exportLater makes an export in the background, as whoever asks for it stands when it is made.
func (s *Server) exportLater(c echo.Context) error {
	var f exportForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	e, asked, err := s.readExport(f)
	if err != nil {
		return err
	}
	found, err := s.store.Complaints(c.Request().Context(), actor(c), s.Now(), e.filter)
	if err != nil {
		return err
	}
	of := found.Total
	if found.More {
		of = 0
	}
	return s.startDownload(c, s.exportJob(e, accountOf(c), "/complaints?"+asked.Encode(), of,
		func(ctx context.Context, by huiyin.Actor) (huiyin.Actor, error) { return s.veiled(ctx, by, e.filter) }))
}

// exportJob is an export in the background; as says how whoever asked for it may have it when it is made.
func (s *Server) exportJob(e exporting, account, back string, of int,
	as func(context.Context, huiyin.Actor) (huiyin.Actor, error)) exportJob {
	var ids []int64
	clear := false
	o := exportJob{Title: "导出投诉", Name: s.exportName(e), Type: exportTypes[e.format], Back: back}
	o.Run = func(ctx context.Context, progress func(done, of int), w io.Writer) error {
		by, err := s.standing(account)
		if err == nil {
			by, err = as(ctx, by)
		}
		if err != nil {
			return err
		}
		clear = by.ExportsClear()
		if ids, err = s.writeExport(ctx, by, e, 0, w, func(done int) {
			if done%500 == 0 {
				progress(done, max(of, done*min(of, 1)))
			}
		}); err != nil {
			return err
		}
		return s.noteRows(ctx, by, e, ids)
	}
	o.Held = func() fileContents { return fileContents{IDs: ids, Export: true, Clear: clear} }
	return o
}
