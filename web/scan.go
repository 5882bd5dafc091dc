package web

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/scans"
	"huiyin/views/ui"
	"huiyin/web/scan"
)

func (s *Server) scanRoutes() []route {
	return []route{
		{get, "/scans", huiyin.ActionUploadScan, emptyForm(s, s.scansPage), nil, polled},
		{post, "/scans", huiyin.ActionUploadScan, s.scan, s.scansPage, streams},
		{get, "/scans/:id", huiyin.ActionUploadScan, s.showScan, nil, 0},
		{get, "/scans/:id/thumb", huiyin.ActionUploadScan, s.showThumb, nil, 0},
		{post, "/scans/:id", huiyin.ActionFileScan, s.assignScan, s.scansPage, 0},
		{post, "/scans/:id/discard", huiyin.ActionDiscardScan, s.discardScan, s.scansPage, 0},
	}
}

// readers lets two files be read at once, where there are processors for it beside the pages: a decoded picture may
// take 200 MiB.
var readers = make(chan struct{}, max(1, min(2, runtime.NumCPU()/2)))

// scan takes photographed or scanned papers, each page to its complaint or into the tray (rule F6). What
// was received is carried through even if its sender has gone; what can be read is kept also where
// another file is refused.
func (s *Server) scan(c echo.Context) error {
	files, form, err := s.receive(c)
	for _, f := range files {
		defer f.in.Drop()
	}
	keepTyped(c, form)
	p := postedForm[struct{}](s, c)
	if err == nil {
		err = p.Once.Wrong
	}
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return huiyin.Invalid("file", "请选择文件。")
	}
	ctx := context.WithoutCancel(c.Request().Context())
	if pages := s.pagesIn(ctx, files); pages >= leastStack {
		id, err := s.keepStack(p.By, p.Once, files, pages)
		if err != nil {
			return err
		}
		return toStack(c, id)
	}
	good, refused, err := s.readScans(ctx, files, func() {})
	defer dropScans(good)
	batch := ""
	if err == nil && len(good) > 0 {
		batch, err = s.store.FileScans(ctx, p.Once, p.By, s.Now(), good)
	}
	if err != nil {
		return err
	}
	if len(refused) > 0 {
		c.Set("batch", batch)
		c.Set("refused", refused)
		return refused[0].Why
	}
	return c.Redirect(http.StatusSeeOther, "/scans?batch="+batch)
}

// readScans reads files one after the other. A refused one does not hold up the others.
func (s *Server) readScans(ctx context.Context, files []upload, read func()) (good []db.ScanFile, refused []scans.Refused, err error) {
	pages := 0
	for _, f := range files {
		out, err := s.readScanFile(ctx, f, scan.MostSheets-pages, read)
		if e := refusal(err); e != nil {
			dropScans([]db.ScanFile{out})
			refused = append(refused, scans.Refused{Name: f.name, Why: e})
			continue
		}
		good = append(good, out)
		if err != nil {
			return good, nil, err
		}
		pages += len(out.Sheets)
	}
	return good, refused, nil
}

// readScanFile reads the pages of one file, at most so many.
func (s *Server) readScanFile(ctx context.Context, f upload, most int, read func()) (out db.ScanFile, err error) {
	out = db.ScanFile{In: f.in, Name: f.name, Type: f.kind}
	switch {
	case f.in.Size == 0:
		return out, huiyin.Invalid("file", "文件“%s”是空的。", f.name)
	case !slices.Contains(scan.Kinds(), f.kind):
		return out, scan.ErrKind
	case f.in.Size > scan.MostBytes:
		return out, scan.ErrHeavy
	}
	readers <- struct{}{}
	defer func() { <-readers }()
	b, err := contentOf(f.in)
	if err != nil {
		return out, err
	}
	err = s.scans.Read(ctx, f.kind, b, func(sh scan.Sheet) error {
		if len(out.Sheets) == most {
			return huiyin.Invalid("file", "一次最多 %d 页，请分几次上传。", scan.MostSheets)
		}
		kept := db.ScanSheet{Codes: sh.Codes, Blank: sh.Blank, Problem: sh.Problem}
		for _, part := range []struct {
			b  []byte
			in **db.Incoming
		}{{sh.Thumb, &kept.Thumb}, {sh.Page, &kept.Page}} {
			if part.b == nil {
				continue
			}
			in, err := s.store.ReceiveBytes(part.b)
			if err != nil {
				return err
			}
			*part.in = in
		}
		out.Sheets = append(out.Sheets, kept)
		read()
		return nil
	})
	return out, err
}

func contentOf(in *db.Incoming) ([]byte, error) {
	f, err := in.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(f)
}

// dropScans removes what was made of files and not kept.
func dropScans(files []db.ScanFile) {
	for _, f := range files {
		for _, sh := range f.Sheets {
			for _, in := range []*db.Incoming{sh.Thumb, sh.Page} {
				if in != nil {
					in.Drop()
				}
			}
		}
	}
}

func (s *Server) scansPage(c echo.Context, status int, f ui.Form) error {
	asked := c.QueryParam("batch")
	if b, ok := c.Get("batch").(string); ok {
		asked = b
	}
	batch, err := strconv.ParseInt(asked, 10, 64)
	if err != nil || batch < 1 {
		batch = 0
	}
	v := scans.View{Page: s.page(c, "签字单据"), By: actor(c), Form: f, Batch: batch}
	v.Form.Once = newID()
	v.Refused, _ = c.Get("refused").([]scans.Refused)
	if id := c.QueryParam("stack"); id != "" {
		if batch, err = s.showStack(c, &v, id); err != nil {
			return err
		}
		if v.Batch = batch; v.Stack != nil {
			return s.render(c, status, scans.ScansPage(v))
		}
	}
	if v.Number = c.QueryParam("number"); v.Number != "" {
		if v.Filed, err = s.store.SignedPapers(c.Request().Context(), v.By, v.Number); err != nil {
			return err
		}
		return s.render(c, status, scans.ScansPage(v))
	}
	found, err := s.store.Scans(c.Request().Context(), v.By, batch)
	if err != nil {
		return err
	}
	v.Before = found.Before
	v.Tray, v.Filed, v.Discarded = found.Tray, found.Filed, found.Discarded
	v.Since = map[int64][]scans.Changed{}
	for n, list := range found.Since {
		for i := range list {
			v.Since[n] = append(v.Since[n], scans.Changed{Entry: &list[i], Fields: fieldsOf(v.Lang, &list[i])})
		}
	}
	for _, u := range found.Uploads {
		v.Again += u.Again
	}
	return s.render(c, status, scans.ScansPage(v))
}

// fieldsOf names the fields that an entry of the journal changed, each once.
func fieldsOf(l ui.Lang, e *huiyin.Entry) (out []string) {
	for _, d := range e.Detail {
		if word := complaints.FieldName(l, d.Field); d.Before+d.After != "" && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// oneScan finds the scan that an address is about.
func (s *Server) oneScan(c echo.Context) (*huiyin.Scan, error) {
	n, err := id(c, "id")
	if err != nil {
		return nil, err
	}
	return s.store.Scan(c.Request().Context(), actor(c), n)
}

func (s *Server) showScan(c echo.Context) error {
	k, err := s.oneScan(c)
	if err != nil {
		return err
	}
	return s.content(c, k.Hash, k.Type, k.FileName(), 0)
}

func (s *Server) showThumb(c echo.Context) error {
	k, err := s.oneScan(c)
	if err != nil {
		return err
	}
	if k.Thumb == "" {
		return huiyin.NotFound()
	}
	return s.content(c, k.Thumb, "image/jpeg", "scan.jpg", 0)
}

type assignScanForm struct {
	Number string       `form:"number"`
	Paper  huiyin.Paper `form:"paper"`
}

func (s *Server) assignScan(c echo.Context) error {
	k, err := s.oneScan(c)
	if err != nil {
		return err
	}
	return submitTo(s, c, func(p posted[assignScanForm]) (string, error) {
		return "/scans", s.store.AssignScan(c.Request().Context(), p.Once, p.By, s.Now(), k.ID, p.Form.Number,
			p.Form.Paper)
	})
}

// discardScan puts a page of the tray aside, such as the blank back of a form (rule W11).
func (s *Server) discardScan(c echo.Context) error {
	k, err := s.oneScan(c)
	if err != nil {
		return err
	}
	return submitTo(s, c, func(p posted[reasonForm]) (string, error) {
		return "/scans", s.store.DiscardScan(c.Request().Context(), p.Once, p.By, s.Now(), k.ID, p.Form.Reason)
	})
}
