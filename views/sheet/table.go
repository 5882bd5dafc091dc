// Package sheet writes what leaves the portal as a spreadsheet: one function a sheet, and tables of any length.
// No text in
// it is taken for a formula.
package sheet

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

func handlerName(o *huiyin.Org, account string) string {
	if account == "" {
		return ""
	}
	return o.PersonName(account)
}

func stamp(o *huiyin.Org, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(o.Zone).Format("2006-01-02 15:04")
}

// Table is written row by row, as CSV with the mark by which Excel knows UTF-8, or as a workbook;
// a table of any length takes no more memory. No text in it is taken for a formula.
type Table struct {
	csv *csv.Writer

	zip   *zip.Writer
	sheet *bufio.Writer
	name  string
	rows  int
	width int // of the first row
	mark  string
}

// Mark puts a line below the last row, and at the foot of every page that is printed (rule P5).
func (t *Table) Mark(mark string) { t.mark = mark }

// footerOf writes a text as Excel reads the foot of a page: & begins a code, and 255 characters are all it takes.
func footerOf(mark string) string {
	if r := []rune(mark); len(r) > 120 {
		mark = string(r[:120]) + "…"
	}
	return "&L" + strings.ReplaceAll(mark, "&", "&&") + "&R&P/&N"
}

// sheetRows is how many rows a sheet of Excel has.
const sheetRows = 1 << 20

// sheetPart is where excelize keeps a workbook's first sheet.
const sheetPart = "xl/worksheets/sheet1.xml"

// NewTable begins a table. name is the sheet's.
func NewTable(w io.Writer, excel bool, name string) (*Table, error) {
	if !excel {
		if _, err := io.WriteString(w, "\uFEFF"); err != nil {
			return nil, err
		}
		t := &Table{csv: csv.NewWriter(w)}
		t.csv.UseCRLF = true
		return t, nil
	}
	t := &Table{zip: zip.NewWriter(w), name: name}
	part, err := t.zip.Create(sheetPart)
	if err != nil {
		return nil, err
	}
	t.sheet = bufio.NewWriterSize(part, 32<<10)
	_, err = t.sheet.WriteString(xml.Header +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" ` +
		`state="frozen"/></sheetView></sheetViews>` +
		`<sheetFormatPr defaultColWidth="18" defaultRowHeight="15"/><sheetData>`)
	return t, err
}

// Row writes a row of texts.
func (t *Table) Row(cells []string) error {
	if t.width == 0 {
		t.width = len(cells)
	}
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
func (t *Table) Close() error {
	if t.mark != "" {
		if err := t.Row(append([]string{t.mark}, make([]string, max(t.width-1, 0))...)); err != nil {
			return err
		}
	}
	if t.csv != nil {
		t.csv.Flush()
		return t.csv.Error()
	}
	_, _ = t.sheet.WriteString(`</sheetData>`)
	if t.mark != "" {
		_, _ = t.sheet.WriteString(`<headerFooter><oddFooter>`)
		if err := xml.EscapeText(t.sheet, []byte(footerOf(t.mark))); err != nil {
			return err
		}
		_, _ = t.sheet.WriteString(`</oddFooter></headerFooter>`)
	}
	_, _ = t.sheet.WriteString(`</worksheet>`)
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

// StartsFormula tells whether Excel would take a text for a formula, also after what it skips.
func StartsFormula(s string) bool {
	return s != "" && (strings.ContainsRune("=+-@\t\r\n", rune(s[0])) || strings.HasPrefix(s, "＝") ||
		strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠"))
}

// texts makes every text among cells safe, names of the company's too.
func texts(cells []any) []any {
	for i, c := range cells {
		if s, ok := c.(string); ok {
			cells[i] = text(s)
		}
	}
	return cells
}

// text makes a typed text safe in a cell: it is never taken for a formula, and not longer than a cell
// takes.
func text(s string) string {
	if r := []rune(s); len(r) > 32_000 {
		s = string(r[:32_000])
	}
	if StartsFormula(s) {
		return "'" + s
	}
	return s
}
