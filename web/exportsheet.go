package web

import (
	"bufio"
	"encoding/csv"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"huiyin"
)

// exportHeads are the heads of an export's columns; a column of the list holds one thing or two.
var exportHeads = map[huiyin.Column][]string{
	huiyin.ColSite: {"项目"}, huiyin.ColCustomer: {"投诉人", "房号"}, huiyin.ColPhone: {"电话"}, huiyin.ColDemand: {"客户诉求"}, huiyin.ColChannel: {"投诉方式"},
	huiyin.ColGrade: {"等级"}, huiyin.ColState: {"状态"}, huiyin.ColOwner: {"负责人", "经办人"}, huiyin.ColDepartment: {"责任部门"}, huiyin.ColDue: {"下一期限", "期限日期"},
	huiyin.ColOutcome: {"结案状态"}, huiyin.ColClosed: {"结案日期"},
}

// sheetRow is the head of an export, or with a complaint its row. The texts are as they were typed, but
// never taken for formulas; phones are as rule P5 allows them to whoever exports.
func sheetRow(by huiyin.Actor, cols []huiyin.Column, l *huiyin.Listed) []string {
	out := []string{"编号", "受理时间", "投诉事项", "类别", "紧急程度"}
	if l != nil {
		out = []string{l.Number, sheetTime(by, l.ReceivedAt), text(l.Matter), by.Org.CategoryName(l.Category), l.Urgency.Label()}
		if l.Shut { // rule P8
			out = []string{l.Number, "", "（受限）", "", ""}
		}
	}
	for _, c := range cols {
		switch {
		case l == nil:
			out = append(out, exportHeads[c]...)
		case l.Shut && c != huiyin.ColSite:
			out = append(out, make([]string, len(exportHeads[c]))...)
		default:
			out = append(out, sheetCells(by, c, l)...)
		}
	}
	return out
}

func sheetCells(by huiyin.Actor, c huiyin.Column, l *huiyin.Listed) []string {
	o := by.Org
	switch c {
	case huiyin.ColSite:
		return []string{o.SiteName(l.Site)}
	case huiyin.ColCustomer:
		return []string{text(l.Name), text(l.Unit)}
	case huiyin.ColPhone:
		if by.ExportsClear() { // rule P5
			return []string{text(l.Phone)}
		}
		return []string{huiyin.Mask(l.Phone)}
	case huiyin.ColDemand:
		return []string{text(l.Demand)}
	case huiyin.ColChannel:
		return []string{l.Channel.Label()}
	case huiyin.ColGrade:
		return []string{l.Grade.Label()}
	case huiyin.ColState:
		if l.MergedInto != "" {
			return []string{"已并入其他投诉"}
		}
		return []string{l.State.Label()}
	case huiyin.ColOwner:
		return []string{o.PersonName(l.Owner), handlerName(o, l.Handler)}
	case huiyin.ColDepartment:
		return []string{o.DepartmentName(l.Department)}
	case huiyin.ColDue:
		if l.DueAt.IsZero() {
			return []string{"", ""}
		}
		return []string{l.DueKind.Label(), sheetTime(by, l.DueAt)}
	case huiyin.ColOutcome:
		if l.Outcome == "" {
			return []string{""}
		}
		return []string{l.Outcome.Label()}
	}
	return []string{sheetTime(by, l.ClosedAt)}
}

func sheetTime(by huiyin.Actor, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(by.Org.Zone).Format("2006-01-02 15:04")
}

// sheetWriter writes rows one after the other, so that an export of any length takes no more memory.
type sheetWriter interface {
	row([]string) error
	close() error
}

// newSheet writes CSV, which begins with a mark that tells Excel that it is UTF-8, or Excel.
func newSheet(w io.Writer, format string) (sheetWriter, error) {
	if format == "csv" {
		b := bufio.NewWriter(w)
		if _, err := b.WriteString("\uFEFF"); err != nil {
			return nil, err
		}
		c := csv.NewWriter(b)
		c.UseCRLF = true
		return &csvSheet{b, c}, nil
	}
	f := excelize.NewFile()
	const name = "投诉"
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	sw, err := f.NewStreamWriter(name)
	return &excelSheet{w: w, f: f, sw: sw}, err
}

type csvSheet struct {
	b *bufio.Writer
	c *csv.Writer
}

func (s *csvSheet) row(cells []string) error { return s.c.Write(cells) }

func (s *csvSheet) close() error {
	s.c.Flush()
	return firstOf(s.c.Error(), s.b.Flush())
}

type excelSheet struct {
	w  io.Writer
	f  *excelize.File
	sw *excelize.StreamWriter
	n  int

	values []any // of the last row
}

func (s *excelSheet) row(cells []string) error {
	s.n++
	at, err := excelize.CoordinatesToCellName(1, s.n)
	if err != nil {
		return err
	}
	s.values = s.values[:0]
	for _, c := range cells {
		s.values = append(s.values, c)
	}
	return s.sw.SetRow(at, s.values)
}

func (s *excelSheet) close() error {
	err := s.sw.Flush()
	if err == nil {
		err = s.f.Write(s.w)
	}
	return firstOf(err, s.f.Close())
}

// startsFormula tells whether Excel would take a text for a formula, also after what it skips.
func startsFormula(s string) bool {
	return s != "" && (strings.ContainsRune("=+-@\t\r\n", rune(s[0])) || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠"))
}
