package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/print"
	"huiyin/views/sheet"
	"huiyin/views/ui"
)

// bulkRoutes are what is done to several chosen complaints.
func (s *Server) bulkRoutes() []route {
	return []route{
		{post, bulkPath, huiyin.ActionRead, s.bulk, s.bulkPage, 0},
		{get, bulkPath, huiyin.ActionRead, s.bulkResult, nil, 0},
		{post, bulkPath + "/forms", huiyin.ActionPrint, s.bulkForms, nil, 0},
		{get, bulkPath + "/chosen.xlsx", huiyin.ActionExport, s.bulkExcel, nil, bulky},
	}
}

// bulkPath is where what is done to several chosen complaints goes, and where stands what became of it.
const bulkPath = "/complaints/bulk"

type bulkForm struct {
	Number     []string       `form:"number"`
	Act        huiyin.BulkAct `form:"act"`
	Handler    string         `form:"handler"`
	Department string         `form:"department"`
}

// bulk does one act to several complaints, each a change of its own, and keeps what became of each for
// the page that says so. Sent again, it only leads there (rule W12).
func (s *Server) bulk(c echo.Context) error {
	var f bulkForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	b := huiyin.Bulk{Act: f.Act, Numbers: f.Number, Handler: f.Handler, Department: f.Department}
	if err := b.Check(actor(c)); err != nil {
		return err
	}
	once, err := s.once(c)
	if err != nil {
		return err
	}
	text := postedText(c, "once")
	if text == "" {
		text = newID()
		once = s.onceAt(c, bulkPath, text)
	}
	once.Sum = huiyin.Digest(fmt.Sprintf("%q %q %q %q", b.Act, slices.Compact(slices.Sorted(slices.Values(b.Numbers))), b.Handler,
		b.Department)) // chosen twice or in another order they are the same
	if err := s.actOnce(c, once, &b); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, bulkPath+"?once="+url.QueryEscape(text))
}

func (s *Server) actOnce(c echo.Context, once db.Once, b *huiyin.Bulk) error {
	ctx := c.Request().Context()
	if before, err := s.store.Answered(ctx, once); err != nil || before != "" {
		return err
	}
	became := complaints.Became{Act: b.Act, List: listOf(c).Encode(), Handler: b.Handler}
	for _, number := range b.Numbers {
		one := complaints.BecameOf{Number: brief(number)}
		if err := s.actOn(c, once, b, number); err != nil {
			e := refusal(err)
			if e == nil {
				return err
			}
			one.Kind, one.Words = e.Kind, s.lang(c).Err(e)
		}
		became.Each = append(became.Each, one)
	}
	kept, err := json.Marshal(became)
	if err != nil {
		return err
	}
	return s.store.Answer(ctx, once, string(kept))
}

func (s *Server) actOn(c echo.Context, once db.Once, b *huiyin.Bulk, number string) error {
	ctx, by := c.Request().Context(), actor(c)
	if b.Act != huiyin.BulkAssign { // which changes nothing yet
		k, err := s.store.Complaint(ctx, by, number)
		if err != nil {
			return err
		}
		return b.On(k, by, s.Now())
	}
	own := db.Once{Key: huiyin.Digest(once.Key + "\n" + number), At: once.At}
	_, err := s.store.ChangeComplaint(ctx, own, number, 0,
		func(k *huiyin.Complaint) error { return b.On(k, by, s.Now()) })
	return err
}

// brief is as much of a number as is said again; none is longer.
func brief(number string) string {
	if r := []rune(number); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return number
}

// listOf is the address of the list that the boxes were ticked in, as the form carried it.
func listOf(c echo.Context) url.Values {
	q, err := url.ParseQuery(postedText(c, "list"))
	if err != nil || len(q.Encode()) > 4000 {
		return url.Values{}
	}
	return q
}

// bulkPage is the list again, with what was chosen and what was wrong.
func (s *Server) bulkPage(c echo.Context, status int, f ui.Form) error {
	q, form := listOf(c), map[string][]string{}
	for name, values := range q {
		for _, v := range values {
			form[name] = append(form[name], huiyin.Clean(v))
		}
	}
	v, err := s.listView(c, q, form)
	if err != nil {
		return err
	}
	v.Path = v.Here()
	f.Action = v.Chosen.Action
	f.Once = v.Chosen.Once
	v.Chosen = f.For(f.Action)
	v.Asked = c.Path() == "/exports"
	return s.render(c, status, complaints.ListPage(v))
}

// became reads what one's own act has led to.
func (s *Server) became(c echo.Context, act string) (b complaints.Became, err error) {
	kept, err := s.store.Answered(c.Request().Context(), s.onceAt(c, bulkPath, act))
	if err != nil {
		return b, err
	}
	if kept == "" {
		return b, huiyin.NotFound()
	}
	return b, json.Unmarshal([]byte(kept), &b)
}

func (s *Server) bulkResult(c echo.Context) error {
	b, err := s.became(c, huiyin.Clean(c.QueryParam("once")))
	if err != nil {
		return err
	}
	b.Once = huiyin.Clean(c.QueryParam("once"))
	form := ui.Form{Lang: s.lang(c), Once: newID()}
	return s.render(c, http.StatusOK,
		complaints.BecamePage(complaints.BulkView{Page: s.page(c, b.Act.Label()), By: actor(c), Form: form.For("forms"),
			Became: b}))
}

type printForm struct {
	Of   string `form:"of"`   // the act that chose them; without it, all that the list has found
	What string `form:"what"` // labels for the labels of their files, else their forms
	List string `form:"list"`
}

// bulkForms prints the forms of the chosen complaints, or of all that a list has found, as one file in the
// background.
func (s *Server) bulkForms(c echo.Context) error {
	var f printForm
	err := s.bind(c, &f)
	if err != nil {
		return err
	}
	o := exportJob{Title: huiyin.BulkPrint.Label(), Name: "forms.pdf", Type: "application/pdf",
		Back: bulkPath + "?once=" + url.QueryEscape(f.Of)}
	var numbers []string
	if f.Of != "" {
		var b complaints.Became
		if b, err = s.became(c, f.Of); err == nil {
			numbers = b.Done(huiyin.BulkPrint)
		}
	} else {
		o.Back = "/complaints?" + listOf(c).Encode()
		numbers, err = s.foundAll(c)
	}
	if err != nil {
		return err
	}
	if len(numbers) == 0 {
		return huiyin.Invalid("", "没有可以打印的投诉。")
	}
	var printed []string
	account := accountOf(c)
	switch f.What {
	case "", "forms", "labels":
	default:
		return huiyin.Invalid("what", "请选择列表中的一项。")
	}
	if f.What == "labels" {
		o.Title, o.Name = "档案标签", "labels.pdf"
		o.Run = func(ctx context.Context, progress func(done, of int), w io.Writer) (err error) {
			printed, err = s.printLabels(ctx, account, numbers, w)
			return err
		}
		o.Held = func() fileContents { return fileContents{Numbers: printed} }
		return s.startDownload(c, o)
	}
	o.Run = func(ctx context.Context, progress func(done, of int), w io.Writer) (err error) {
		printed, err = s.printForms(ctx, account, numbers, progress, w)
		return err
	}
	o.Held = func() fileContents { return fileContents{Numbers: printed} }
	return s.startDownload(c, o)
}

// foundAll are the numbers of all that a list has found and its reader may open, read page by page.
func (s *Server) foundAll(c echo.Context) (numbers []string, err error) {
	f, err := s.filter(listOf(c))
	for f.Page = ""; err == nil; {
		var found huiyin.Page
		if found, err = s.store.Complaints(c.Request().Context(), actor(c), s.Now(), f); err != nil {
			break
		}
		for _, l := range found.Rows {
			if !l.Shut {
				numbers = append(numbers, l.Number)
			}
		}
		switch f.Page = found.Next; {
		case len(numbers) > huiyin.MostPrinted:
			return nil, huiyin.Invalid("", "一次最多打印 %d 件，请缩小筛选范围。", huiyin.MostPrinted)
		case f.Page == "":
			return numbers, nil
		}
	}
	return nil, err
}

// printForms writes the forms of complaints one after the other. Each is noted as a print of its own (rule
// J3); one that has closed itself to the reader meanwhile is left out.
func (s *Server) printForms(ctx context.Context, account string, numbers []string, progress func(done, of int),
	w io.Writer) (printed []string, err error) {
	book := print.NewBook(w, "客户投诉意见处理表", s.Now().In(s.store.Org().Zone))
	by, lines, refused := s.batch(ctx, account, numbers)
	if len(lines) == 0 {
		return nil, refused
	}
	if err := book.Cover(print.Stamp{At: s.Now(), By: by.Name}, "批量打印清单", lines, by.Org); err != nil {
		return nil, err
	}
	numbers = numbers[:0:0]
	for _, l := range lines {
		numbers = append(numbers, l.Number)
	}
	for i, number := range numbers {
		progress(i, len(numbers))
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		by, err := s.standing(account)
		if err != nil {
			return nil, err
		}
		switch k, stamp, err := s.stamped(ctx, by, number); {
		case refusal(err) != nil:
			refused = err
			continue
		case err != nil:
			return nil, err
		default:
			end, err := bulkyTurns.take(ctx)
			if err != nil {
				return nil, err
			}
			stamp.Even = true
			err = book.Paper(print.Form, stamp, k, by.Org)
			if end(); err != nil {
				return nil, err
			}
		}
		printed = append(printed, number)
	}
	if len(printed) == 0 {
		return nil, refused
	}
	return printed, book.Close()
}

// batch is what the cover of a batch says of those complaints that a person may open, with why the last of the others
// was refused.
func (s *Server) batch(ctx context.Context, account string, numbers []string) (by huiyin.Actor, out []print.BatchLine,
	refused error) {
	by, err := s.standing(account)
	if err != nil {
		return by, nil, err
	}
	refused = huiyin.NotFound()
	for _, number := range numbers {
		k, err := s.store.Complaint(ctx, by, number)
		if refusal(err) != nil {
			refused = err
			continue
		}
		if err != nil {
			return by, nil, err
		}
		out = append(out, print.BatchLine{Number: k.Number, File: k.FileNumber, Site: by.Org.SiteName(k.Site), Name: k.Name,
			Category: by.Org.CategoryName(k.Category), State: k.State.Label(),
			Year: k.ReceivedAt.In(by.Org.Zone).Format("2006"), Kept: k.KeptYears(by.Org)})
	}
	return by, out, refused
}

// printLabels writes the labels of complaints' files. They name nobody; that they were printed is on record.
func (s *Server) printLabels(ctx context.Context, account string, numbers []string, w io.Writer) (printed []string,
	err error) {
	by, lines, refused := s.batch(ctx, account, numbers)
	if len(lines) == 0 {
		return nil, refused
	}
	now := s.Now()
	for _, l := range lines {
		printed = append(printed, l.Number)
	}
	if err := s.store.Note(ctx, huiyin.NewEntry(by.Account, huiyin.ActionPrint, "labels", now,
		huiyin.Note("paper", "labels"), huiyin.Note("rows", strconv.Itoa(len(lines))))); err != nil {
		return nil, err
	}
	book := print.NewBook(w, "档案标签", now.In(by.Org.Zone))
	if err := book.Labels(print.Stamp{At: now, By: by.Name}, lines, by.Org); err != nil {
		return nil, err
	}
	return printed, book.Close()
}

// stamped notes the print of a complaint's form, and gives the complaint with the stamp of the paper.
func (s *Server) stamped(ctx context.Context, by huiyin.Actor, number string) (*huiyin.Complaint, print.Stamp, error) {
	now := s.Now()
	k, err := s.store.ChangeComplaint(ctx, db.Once{}, number, 0,
		func(k *huiyin.Complaint) error {
			return k.Printed(by, now, string(huiyin.PaperForm), huiyin.PrintChoice{})
		})
	if err != nil {
		return nil, print.Stamp{}, err
	}
	shown, err := s.revealedTo(ctx, by, k)
	code := huiyin.PaperCode{Number: k.Number, Paper: huiyin.PaperForm, Version: k.Version} // each part has its own
	return k, print.Stamp{At: now, By: by.Name, QR: code.Text(), Revealed: shown,
		Consequences: k.SanctionsFor(by)}, err
}

// bulkExcel writes exactly the chosen complaints as the ledger's sheet, and notes the export (rules P5, J3).
func (s *Server) bulkExcel(c echo.Context) error {
	b, err := s.became(c, huiyin.Clean(c.QueryParam("once")))
	if err != nil {
		return err
	}
	ctx, by, now := c.Request().Context(), actor(c), s.Now()
	var list []*huiyin.Complaint
	for _, number := range b.Done(huiyin.BulkExport) {
		k, err := s.store.Complaint(ctx, by, number)
		if err == nil {
			list = append(list, k)
		} else if refusal(err) == nil {
			return err
		}
	}
	if len(list) == 0 {
		return huiyin.NotFound()
	}
	x, err := s.noteExport(c, "chosen:"+now.In(by.Org.Zone).Format("20060102"), list, true)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := sheet.Ledger(&out, x.by, now, list, "", x.mark); err != nil {
		return err
	}
	return s.excel(c, "chosen.xlsx", out.Bytes())
}
