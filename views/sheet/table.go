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
	"errors"
	"fmt"
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

// Column is one of a table.
type Column struct {
	Head  string
	Width float64 // in characters of Excel, 0 for 18
}

// Day is a moment of which a cell shows the day; Excel reckons with it either way.
type Day time.Time

// Book says what a table is: the words that a file carries about itself.
type Book struct {
	Sheet   string // its name
	Title   string
	Company string
	Zone    *time.Location // of its times
	At      time.Time      // made then
	Columns []Column
}

// Table is written row by row, as CSV with the mark by which Excel knows UTF-8, or as a workbook;
// a table of any length takes no more memory. No text in it is taken for a formula, and none for a date or a number:
// room 3-4 stays room 3-4.
type Table struct {
	Book
	csv *csv.Writer

	zip    *zip.Writer
	sheet  *bufio.Writer
	rows   int
	mark   string
	beside func(*excelize.File) error // what stands on other sheets
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

// NewTable begins a table; the heads of its columns are its first row.
func NewTable(w io.Writer, excel bool, book Book) (*Table, error) {
	t := &Table{Book: book}
	if !excel {
		if _, err := io.WriteString(w, "\uFEFF"); err != nil {
			return nil, err
		}
		t.csv = csv.NewWriter(w)
		t.csv.UseCRLF = true
		return t, t.heads()
	}
	t.zip = zip.NewWriter(w)
	part, err := t.zip.Create(sheetPart)
	if err != nil {
		return nil, err
	}
	t.sheet = bufio.NewWriterSize(part, 32<<10)
	_, _ = t.sheet.WriteString(xml.Header +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" ` +
		`state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="18" defaultRowHeight="15"/>`)
	if len(t.Columns) > 0 {
		_, _ = t.sheet.WriteString(`<cols>`)
		for i, c := range t.Columns {
			_, _ = fmt.Fprintf(t.sheet, `<col min="%d" max="%[1]d" width="%g" customWidth="1"/>`, i+1, cmp.Or(c.Width, 18))
		}
		_, _ = t.sheet.WriteString(`</cols>`)
	}
	_, err = t.sheet.WriteString(`<sheetData>`) // what failed before fails here as well
	return t, cmp.Or(err, t.heads())
}

func (t *Table) heads() error {
	if len(t.Columns) == 0 {
		return nil
	}
	cells := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		cells[i] = head(c.Head)
	}
	return t.Row(cells)
}

// head is a text in a table's first row.
type head string

// Row writes a row: strings, moments, days, sums of money and numbers. Moments that are none are empty cells.
func (t *Table) Row(cells []any) error {
	if t.csv != nil {
		row := make([]string, len(cells))
		for i, c := range cells {
			row[i] = t.plain(c)
		}
		return t.csv.Write(row)
	}
	if t.rows++; t.rows > sheetRows {
		return huiyin.Invalid("file", "一张工作表最多 %d 行，请写成 CSV 文件。", sheetRows)
	}
	n := strconv.Itoa(t.rows)
	_, _ = t.sheet.WriteString(`<row r="` + n + `">`) // what fails here fails at the end as well
	for i, c := range cells {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err == nil {
			err = t.cell(column+n, c)
		}
		if err != nil {
			return err
		}
	}
	_, err := t.sheet.WriteString(`</row>`)
	return err
}

// Texts makes cells of texts.
func Texts(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// plain is a cell of a CSV file.
func (t *Table) plain(c any) string {
	switch c := c.(type) {
	case time.Time:
		return t.time(c, "2006-01-02 15:04")
	case Day:
		return t.time(time.Time(c), time.DateOnly)
	case huiyin.Money:
		return strconv.FormatFloat(float64(c)/float64(huiyin.Yuan), 'f', -1, 64)
	case int:
		return strconv.Itoa(c)
	case head:
		return string(c)
	}
	return text(fmt.Sprint(c))
}

func (t *Table) time(at time.Time, layout string) string {
	if at.IsZero() {
		return ""
	}
	return at.In(t.Zone).Format(layout)
}

// cell writes a cell of a workbook.
func (t *Table) cell(place string, c any) error {
	switch c := c.(type) {
	case time.Time:
		return t.number(place, looksTime, t.serial(c))
	case Day:
		return t.number(place, looksDay, t.serial(time.Time(c)))
	case huiyin.Money:
		return t.number(place, looksMoney, strconv.FormatFloat(float64(c)/float64(huiyin.Yuan), 'f', 2, 64))
	case int:
		return t.number(place, looksPlain, strconv.Itoa(c))
	case head:
		return t.words(place, looksHead, string(c))
	}
	return t.words(place, looksText, clipped(fmt.Sprint(c)))
}

func (t *Table) number(place string, look int, value string) error {
	if value == "" {
		return nil
	}
	_, err := fmt.Fprintf(t.sheet, `<c r="%s" s="%d"><v>%s</v></c>`, place, look, value)
	return err
}

func (t *Table) words(place string, look int, words string) error {
	if words == "" {
		return nil
	}
	_, _ = fmt.Fprintf(t.sheet, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">`, place, look)
	if err := xml.EscapeText(t.sheet, []byte(taken.ReplaceAllString(words, "_x005F$0"))); err != nil {
		return err
	}
	_, err := t.sheet.WriteString(`</t></is></c>`)
	return err
}

// serial is a moment as Excel counts it, in days since the last of December 1899, by the clock on the wall; "" for none.
func (t *Table) serial(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	_, offset := at.In(t.Zone).Zone()
	days := float64(at.Unix()+int64(offset)-time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()) / (24 * 3600)
	return strconv.FormatFloat(days, 'f', 10, 64)
}

// The looks of cells, in the order in which styles adds them to a workbook.
const (
	looksPlain = iota
	looksHead
	looksText
	looksTime
	looksDay
	looksMoney
)

// styles gives a workbook the looks. Text that somebody typed has the format of text: it stays text also when
// somebody edits the cell.
func styles(f *excelize.File) error {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	at, day, money := "yyyy-mm-dd hh:mm", "yyyy-mm-dd", "#,##0.00"
	for want, s := range []*excelize.Style{
		{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center",
			WrapText: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7E6E6"}}},
		{NumFmt: 49, Alignment: top},
		{CustomNumFmt: &at, Alignment: top},
		{CustomNumFmt: &day, Alignment: top},
		{CustomNumFmt: &money, Alignment: top},
	} {
		got, err := f.NewStyle(s)
		if err != nil {
			return err
		}
		if got != want+looksHead {
			return fmt.Errorf("style %d has number %d", want+looksHead, got)
		}
	}
	return nil
}

// taken is what Excel would take for a character that XML cannot hold.
var taken = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// Close writes what is still held, and ends the table.
func (t *Table) Close() error {
	if t.mark != "" && t.beside == nil {
		row := Texts(make([]string, max(len(t.Columns), 1))) // as wide as the others: some readers ask for it
		row[0] = t.mark
		if err := t.Row(row); err != nil {
			return err
		}
	}
	if t.csv != nil {
		t.csv.Flush()
		return t.csv.Error()
	}
	_, _ = t.sheet.WriteString(`</sheetData>`)
	if len(t.Columns) > 0 {
		last, err := excelize.CoordinatesToCellName(len(t.Columns), max(t.rows, 1))
		if err != nil {
			return err
		}
		_, _ = t.sheet.WriteString(`<autoFilter ref="A1:` + last + `"/>`)
	}
	_, _ = t.sheet.WriteString(`<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>` +
		`<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>` +
		`<headerFooter><oddHeader>`)
	if err := xml.EscapeText(t.sheet, []byte(headerOf(t.Title))); err != nil {
		return err
	}
	_, _ = t.sheet.WriteString(`</oddHeader><oddFooter>`)
	if err := xml.EscapeText(t.sheet, []byte(footerOf(t.mark))); err != nil {
		return err
	}
	_, _ = t.sheet.WriteString(`</oddFooter></headerFooter></worksheet>`)
	if err := t.sheet.Flush(); err != nil {
		return err
	}
	f := excelize.NewFile()
	err := errors.Join(f.SetSheetName("Sheet1", t.Sheet), styles(f), describe(f, t.Book))
	if err == nil && len(t.Columns) > 0 {
		err = f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + t.Sheet + "'!$1:$1",
			Scope: t.Sheet})
	}
	if err == nil && t.beside != nil {
		err = t.beside(f)
	}
	if err == nil {
		f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return restOfBook{t.zip} })
		err = f.Write(io.Discard)
	}
	return cmp.Or(err, f.Close())
}

// describe writes into a workbook what it is, whose, and when it was made.
func describe(f *excelize.File, b Book) error {
	at := b.At.UTC().Format(time.RFC3339)
	return errors.Join(f.SetDocProps(&excelize.DocProperties{Title: b.Title, Creator: b.Company, LastModifiedBy: b.Company,
		Created: at, Modified: at, Language: "zh-CN"}),
		f.SetAppProps(&excelize.AppProperties{Application: "Huiyin", Company: b.Company}))
}

// headerOf writes a title as Excel reads the head of a page.
func headerOf(title string) string { return "&C&B" + strings.ReplaceAll(title, "&", "&&") }

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

// changing is what Excel makes a date, a time, a share or another number of, when it reads it from a CSV file.
var changing = regexp.MustCompile(`(?i)^(?:` +
	`[0-9]{1,4}[-/.][0-9]{1,4}(?:[-/.][0-9]{1,4})?|` + // 3-4, 5-2001, 1.10
	`[0-9]{1,4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}[日号]?)?|[0-9]{1,2}月(?:[0-9]{1,2}[日号]?)?|` +
	`[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|0[0-9]+|[0-9]{12,}|[0-9.,]+%|[0-9]+e[0-9]+|\([0-9.]+\)|` +
	`(?:[0-9]{1,2}[- ]?)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[- ]?[0-9]{1,4})?` +
	`)$`)

// text makes a typed text safe in a CSV file: it is taken neither for a formula nor for a date or a number, and is not
// longer than a cell takes. An import takes the mark off again.
func text(s string) string {
	s = clipped(s)
	if StartsFormula(s) || changing.MatchString(strings.TrimSpace(s)) {
		return "'" + s
	}
	return s
}

// clipped is as much of a text as a cell takes.
func clipped(s string) string {
	if r := []rune(s); len(r) > 32_000 {
		return string(r[:32_000])
	}
	return s
}
