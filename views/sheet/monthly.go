package sheet

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"huiyin/huiyin"
)

// Monthly writes the monthly analysis as an Excel sheet: every figure for the three months with the
// number of complaints behind it, the trend, and what counts (rules M2, M5). r is the report that is released with
// them, nil for none, and at when the sheet is made. Nothing in it is a customer's.
func Monthly(w io.Writer, a *huiyin.Analysis, o *huiyin.Org, r *huiyin.Report, at time.Time) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	const sheet = "月度统计分析"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	place := "所管全部项目"
	if a.Site != "" {
		place = o.SiteName(a.Site)
	}
	title := place + " " + a.Month.String() + " " + sheet
	yes, all, width := true, 0, 1
	if err := errors.Join(styles(f), describe(f, Book{Title: title, Company: o.Company, At: at}),
		f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}),
		f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToHeight: &all,
			FitToWidth: &width}),
		f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: headerOf(title), OddFooter: footerOf("")})); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	head := 2 // the line of the columns' heads, which stays in sight
	if r != nil {
		head = 6
	}
	shown, err := numbersAs(f)
	if err == nil {
		err = cmp.Or(sw.SetColWidth(1, 1, 14), sw.SetColWidth(2, 2, 26), sw.SetColWidth(3, 8, 16),
			sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: "A" + strconv.Itoa(head+1),
				ActivePane: "bottomLeft"}))
	}
	line := 0
	row := func(cells ...any) {
		line++
		if err == nil {
			err = sw.SetRow("A"+strconv.Itoa(line), cells)
		}
	}
	heads := func(cells ...any) {
		for i, c := range cells {
			cells[i] = excelize.Cell{StyleID: looksHead, Value: c}
		}
		row(cells...)
	}
	row("项目", clipped(place), "月份", a.Month.String())
	if r != nil {
		local := func(t time.Time) string { return t.In(o.Zone).Format("2006-01-02 15:04") }
		row("编号", r.Number)
		row("主管点评", clipped(huiyin.MaskText(r.Comment)), o.PersonName(r.CommentedBy), local(r.CommentedAt))
		row("经理签发", clipped(huiyin.MaskText(r.Words)), o.PersonName(r.SignedBy), local(r.SignedAt))
		row("说明", huiyin.ReportCounts)
	}
	heads("分类", "指标", a.Months[0].String(), "件数", a.Months[1].String()+"（上月）", "件数", a.Months[2].String()+"（去年同月）", "件数")
	for _, p := range a.Parts(o) {
		for _, l := range p.Lines {
			cells := []any{p.Title, clipped(l.Label)}
			for _, c := range l.Cells {
				cells = append(cells, shown(c.Text), c.N)
			}
			row(cells...)
		}
	}
	row()
	heads("13 个月趋势", "月份", "受理", "办结")
	for _, t := range a.Trend {
		row("", t.Month.String(), t.Received, t.Settled)
	}
	if categories := a.GridCategories(o); len(a.Sites) > 1 && len(categories) > 0 {
		row()
		grid := []any{"项目与类别", a.Months[0].String()}
		for _, s := range a.Sites {
			grid = append(grid, clipped(o.SiteName(s)))
		}
		heads(grid...)
		for _, c := range categories {
			cells := []any{"", clipped(o.CategoryName(c))}
			for _, s := range a.Sites {
				cells = append(cells, a.Grid[s][c])
			}
			row(cells...)
		}
	}
	row()
	row("统计口径", huiyin.NotCounted)
	told := map[huiyin.Indicator]bool{}
	for _, p := range a.Parts(o) {
		for _, i := range p.Defines {
			if !told[i] {
				told[i] = true
				row("", i.Label(), i.Counts()+i.Base().Label())
			}
		}
	}
	if err != nil {
		return err
	}
	repeat := &excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", sheet, head, head),
		Scope: sheet}
	if err := cmp.Or(sw.Flush(), f.SetDefinedName(repeat)); err != nil {
		return err
	}
	return f.Write(w)
}

// What a sheet is printed on.
var (
	landscape = "landscape"
	a4        = 9
)

// numbersAs gives a function that makes of a number as it is shown one to reckon with, that still looks like
// it: plain, a share, or money. "–" and other texts stay as they are.
func numbersAs(f *excelize.File) (func(string) any, error) {
	style := func(format string) (int, error) { return f.NewStyle(&excelize.Style{CustomNumFmt: &format}) }
	share, err := style("0.0%")
	money, err2 := style(`"¥"#,##0.00`)
	return func(s string) any {
		bare, id, by := s, 0, 1.0
		if rest, ok := strings.CutSuffix(s, "%"); ok {
			bare, id, by = rest, share, 100
		} else if rest, ok := strings.CutPrefix(s, "¥"); ok {
			bare, id = strings.ReplaceAll(rest, ",", ""), money
		}
		n, err := strconv.ParseFloat(bare, 64)
		switch {
		case err != nil:
			return clipped(s)
		case id == 0:
			return n
		}
		return excelize.Cell{StyleID: id, Value: n / by}
	}, cmp.Or(err, err2)
}
