package web

import (
	"archive/zip"
	"bufio"
	"cmp"
	"encoding/csv"
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"huiyin/huiyin"
)

// exportHeads are the heads of an export's columns; a column of the list holds one thing or two.
var exportHeads = map[huiyin.Column][]string{
	huiyin.ColSite: {"项目"}, huiyin.ColCustomer: {"投诉人", "房号"}, huiyin.ColPhone: {"电话"}, huiyin.ColDemand: {"客户诉求"}, huiyin.ColChannel: {"投诉方式"},
	huiyin.ColGrade: {"等级"}, huiyin.ColState: {"状态"}, huiyin.ColOwner: {"负责人", "经办人"}, huiyin.ColDepartment: {"责任部门"}, huiyin.ColDue: {"下一期限", "期限日期"},
	huiyin.ColOutcome: {"结案状态"}, huiyin.ColClosed: {"结案日期"},
}

// sheetRow is the head of an export, or with a complaint its row. Phones are as rule P5 allows them to whoever exports.
func sheetRow(by huiyin.Actor, cols []huiyin.Column, l *huiyin.Listed) []string {
	out := []string{"编号", "受理时间", "投诉事项", "类别", "紧急程度"}
	if l != nil {
		out = []string{l.Number, sheetTime(by.Org, l.ReceivedAt), l.Matter, by.Org.CategoryName(l.Category), l.Urgency.Label()}
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
		return []string{l.Name, l.Unit}
	case huiyin.ColPhone:
		if by.ExportsClear() { // rule P5
			return []string{l.Phone}
		}
		return []string{huiyin.Mask(l.Phone)}
	case huiyin.ColDemand:
		return []string{l.Demand}
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
		return []string{l.DueKind.Label(), sheetTime(o, l.DueAt)}
	case huiyin.ColOutcome:
		if l.Outcome == "" {
			return []string{""}
		}
		return []string{l.Outcome.Label()}
	}
	return []string{sheetTime(o, l.ClosedAt)}
}

func sheetTime(o *huiyin.Org, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(o.Zone).Format("2006-01-02 15:04")
}

// TableWriter writes a table row by row, as CSV with the mark by which Excel knows UTF-8, or as a workbook;
// a table of any length takes no more memory. No text in it is taken for a formula.
type TableWriter struct {
	csv *csv.Writer

	zip   *zip.Writer
	sheet *bufio.Writer
	name  string
	rows  int
}

// sheetRows is how many rows a sheet of Excel has.
const sheetRows = 1 << 20

// sheetPart is where excelize keeps a workbook's first sheet.
const sheetPart = "xl/worksheets/sheet1.xml"

// NewTableWriter begins a table. name is the sheet's.
func NewTableWriter(w io.Writer, excel bool, name string) (*TableWriter, error) {
	if !excel {
		if _, err := io.WriteString(w, "\uFEFF"); err != nil {
			return nil, err
		}
		t := &TableWriter{csv: csv.NewWriter(w)}
		t.csv.UseCRLF = true
		return t, nil
	}
	t := &TableWriter{zip: zip.NewWriter(w), name: name}
	part, err := t.zip.Create(sheetPart)
	if err != nil {
		return nil, err
	}
	t.sheet = bufio.NewWriterSize(part, 32<<10)
	_, err = t.sheet.WriteString(xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<sheetFormatPr defaultColWidth="18" defaultRowHeight="15"/><sheetData>`)
	return t, err
}

// Row writes a row of texts.
func (t *TableWriter) Row(cells []string) error {
	if t.csv != nil {
		safe := make([]string, len(cells))
		for i, c := range cells {
			safe[i] = text(c)
		}
		return t.csv.Write(safe)
	}
	if t.rows++; t.rows > sheetRows {
		return huiyin.Invalid("file", "一张工作表最多 %d 行，请写成 CSV 文件。", sheetRows)
	}
	b := t.sheet
	n := strconv.Itoa(t.rows)
	_, _ = b.WriteString(`<row r="` + n + `">`) // what fails here fails at the end as well
	for i, c := range cells {
		if c == "" {
			continue
		}
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		_, _ = b.WriteString(`<c r="` + column + n + `" t="inlineStr"><is><t xml:space="preserve">`)
		if err := xml.EscapeText(b, []byte(taken.ReplaceAllString(text(c), "_x005F$0"))); err != nil {
			return err
		}
		_, _ = b.WriteString(`</t></is></c>`)
	}
	_, err := b.WriteString(`</row>`)
	return err
}

// taken is what Excel would take for a character that XML cannot hold.
var taken = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// Close writes what is still held, and ends the table.
func (t *TableWriter) Close() error {
	if t.csv != nil {
		t.csv.Flush()
		return t.csv.Error()
	}
	_, _ = t.sheet.WriteString(`</sheetData></worksheet>`)
	if err := t.sheet.Flush(); err != nil {
		return err
	}
	f := excelize.NewFile()
	err := f.SetSheetName("Sheet1", t.name)
	if err == nil {
		f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return restOfBook{t.zip} })
		err = f.Write(io.Discard)
	}
	return cmp.Or(err, f.Close())
}

// restOfBook takes what excelize writes of a workbook besides its sheet. excelize would hold the whole
// workbook in memory, where this one goes straight to whom it is for.
type restOfBook struct{ *zip.Writer }

func (r restOfBook) Create(name string) (io.Writer, error) {
	if name == sheetPart {
		return io.Discard, nil
	}
	return r.Writer.Create(name)
}

// startsFormula tells whether Excel would take a text for a formula, also after what it skips.
func startsFormula(s string) bool {
	return s != "" && (strings.ContainsRune("=+-@\t\r\n", rune(s[0])) || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠"))
}
