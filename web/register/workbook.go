package register

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"huiyin/huiyin"
)

// A workbook is small packed and may be without end unpacked. So it is read piece by piece, what was really unpacked is
// counted, and nothing is held before it was counted.
const (
	mostDirectory = 2 << 20   // bytes of the list of parts, which is read before any of them
	mostPart      = 4 << 20   // bytes of the parts that only say where the sheet is
	mostPiece     = 256 << 10 // bytes of one text or tag; a cell holds no more than 32,767 characters
	mostDeep      = 64        // elements within each other
	mostRow       = 1 << 20   // the last row that a sheet can have
	mostSheets    = 64        // of a workbook
)

var (
	errNoTable = huiyin.Invalid("file", "这不是表格文件，无法识别。请在 WPS/Excel 中另存为 .xlsx 再上传。")
	// errBroken is also what a parser fails with.
	errBroken = huiyin.Invalid("file", "这个工作簿无法读取，可能已经损坏，或者过大。请在 Excel 中另存为新的 .xlsx 文件，或者分成几份。")
	errPiece  = huiyin.Invalid("file", "工作簿里有一处内容超过 %d KB，无法导入。请删去它，或者在 Excel 中另存为新的 .xlsx 文件。",
		mostPiece>>10)
	errNoSuchRow = huiyin.Invalid("file", "工作簿里的行号超出了 Excel 的范围，无法导入。请在 Excel 中另存为新的 .xlsx 文件。")
	errWide      = huiyin.Invalid("file", "列数超过 %d，请删去多余的列。", mostColumns)
	errStrings   = huiyin.Invalid("file", "工作簿里的文字太多，请分成几份。")
)

func errUnpacked(most int64) error {
	return huiyin.Invalid("file", "文件展开后超过 %d MB，请只留下台账那张表，或者分成几份。", most>>20)
}

// book is what of a workbook is needed to read its sheets.
type book struct {
	limits
	parts   map[string]*zip.File
	left    int64 // bytes that may still be unpacked
	text    int64 // bytes of cells that may still be handed on: many may name one shared string
	days    int   // the year from which days are counted
	all     []Sheet
	at      []string // the part of each sheet
	merges  [][]merge
	sharing string
	styling string
	shared  []string
	formats []numberFormat // of each style
}

func (w *book) sheets() []Sheet { return w.all }

// limitedAt reads no more than so much, and then fails.
type limitedAt struct {
	io.ReaderAt
	left int64 // no limit where it is negative
}

func (r *limitedAt) ReadAt(b []byte, at int64) (int, error) {
	if r.left >= 0 {
		if r.left -= int64(len(b)); r.left < 0 {
			return 0, errBroken
		}
	}
	return r.ReaderAt.ReadAt(b, at)
}

// openBook reads of a workbook what its sheets need.
func openBook(file File, lim limits) (*book, error) {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	at := &limitedAt{file, mostDirectory}
	archive, err := zip.NewReader(at, size)
	if err != nil {
		return nil, errBroken
	}
	if err := otherPackage(archive.File); err != nil {
		return nil, err
	}
	at.left = -1 // from now on what is unpacked is counted
	w := &book{limits: lim, left: lim.unpacked, days: 1900, parts: map[string]*zip.File{}}
	for _, f := range archive.File {
		w.parts[partName(f.Name)] = f
	}
	if err := w.find(); err != nil {
		return nil, err
	}
	if w.parts[w.sharing] != nil {
		if err := w.share(); err != nil {
			return nil, err
		}
	}
	if w.parts[w.styling] != nil {
		if err := w.style(); err != nil {
			return nil, err
		}
	}
	w.merges = make([][]merge, len(w.at))
	return w, nil
}

// each reads a sheet as it is shown: days as their format shows them, with the number beneath, and formulas by their
// value.
func (w *book) each(i int, fn lineFunc) error {
	if w.merges[i] == nil {
		w.merges[i] = w.findMerges(w.at[i])
	}
	w.left, w.text = w.unpacked, w.unpacked
	r := &rowReader{book: w, fn: fn, sheet: w.all[i].Name, fill: filler{merges: w.merges[i]}}
	return w.read(w.at[i], w.unpacked, r.token)
}

// partName is a part's name as it is looked up: some programs write it with other slashes or capitals.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

// meter hands on a part byte by byte, and fails where a piece of it or all of the workbook becomes too large.
type meter struct {
	in    *bufio.Reader
	w     *book
	part  int64 // that may still be read of this part
	piece int   // and of this piece
}

func (m *meter) ReadByte() (byte, error) {
	switch {
	case m.piece == 0:
		return 0, errPiece
	case m.part == 0 || m.w.left == 0:
		return 0, errUnpacked(m.w.unpacked)
	}
	m.piece--
	m.part--
	m.w.left--
	return m.in.ReadByte()
}

// Read is there because the parser asks for a reader; it takes the bytes one by one.
func (m *meter) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	c, err := m.ReadByte()
	if err != nil {
		return 0, err
	}
	b[0] = c
	return 1, nil
}

// errEnough ends the reading of a part.
var errEnough = errors.New("enough")

// read hands on the pieces of a part with the names of the elements that they are in.
func (w *book) read(part string, most int64, fn func(in []string, piece xml.Token) error) error {
	f := w.parts[partName(part)]
	if f == nil {
		return errBroken
	}
	in, err := f.Open()
	if err != nil {
		return errBroken
	}
	defer func() { _ = in.Close() }()
	return eachPiece(&meter{in: bufio.NewReader(in), w: w, part: most}, fn)
}

// eachPiece parses XML piece by piece.
func eachPiece(m *meter, fn func(in []string, piece xml.Token) error) error {
	d := xml.NewDecoder(m)
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it was decoded before
	var within []string
	for {
		m.piece = mostPiece
		piece, err := d.Token()
		var refused *huiyin.Error
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &refused):
			return refused
		case err != nil:
			return errBroken
		}
		if start, ok := piece.(xml.StartElement); ok {
			if within = append(within, start.Name.Local); len(within) > mostDeep {
				return errBroken
			}
		}
		err = fn(within, piece)
		if _, ok := piece.(xml.EndElement); ok {
			within = within[:len(within)-1]
		}
		if errors.Is(err, errEnough) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// find finds the sheets of cells, the strings that cells share, and the year from which days are counted.
func (w *book) find() error {
	main := "xl/workbook.xml"
	if err := w.relate("_rels/.rels", "", func(kind, _, target string) {
		if kind == "officeDocument" {
			main = target
		}
	}); err != nil {
		return err
	}
	parts := map[string]string{}
	dir, name := path.Split(main)
	if err := w.relate(dir+"_rels/"+name+".rels", dir, func(kind, id, target string) {
		switch kind {
		case "worksheet":
			parts[id] = target
		case "sharedStrings":
			w.sharing = partName(target)
		case "styles":
			w.styling = partName(target)
		}
	}); err != nil {
		return err
	}
	err := w.read(main, mostPart, func(_ []string, piece xml.Token) error {
		start, ok := piece.(xml.StartElement)
		switch {
		case !ok:
		case start.Name.Local == "workbookPr":
			if v := attribute(start, "date1904"); v == "1" || v == "true" {
				w.days = 1904
			}
		case start.Name.Local == "sheet" && len(w.at) < mostSheets:
			for _, a := range start.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" && parts[a.Value] != "" {
					w.at = append(w.at, parts[a.Value])
					state := attribute(start, "state")
					w.all = append(w.all, Sheet{Name: huiyin.Clean(attribute(start, "name")), Hidden: state != "" && state != "visible"})
				}
			}
		}
		return nil
	})
	if err == nil && len(w.at) == 0 {
		err = errBroken
	}
	return err
}

// relate reads where the ids of a part lead.
func (w *book) relate(part, dir string, fn func(kind, id, target string)) error {
	return w.read(part, mostPart, func(_ []string, piece xml.Token) error {
		start, ok := piece.(xml.StartElement)
		if !ok || start.Name.Local != "Relationship" || attribute(start, "TargetMode") == "External" {
			return nil
		}
		target := attribute(start, "Target")
		if !strings.HasPrefix(target, "/") {
			target = dir + target
		}
		fn(path.Base(attribute(start, "Type")), attribute(start, "Id"), strings.TrimPrefix(target, "/"))
		return nil
	})
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// share reads the strings that cells share.
func (w *book) share() error {
	var text []byte
	return w.read(w.sharing, w.unpacked, func(in []string, piece xml.Token) error {
		switch p := piece.(type) {
		case xml.CharData:
			if isText(in) {
				text = appendCell(text, p)
			}
		case xml.EndElement:
			if p.Name.Local != "si" {
				return nil
			}
			if len(w.shared) == w.strings {
				return errStrings
			}
			w.shared = append(w.shared, string(text))
			text = text[:0]
		}
		return nil
	})
}

// isText tells whether characters are those of a string: not how it is pronounced.
func isText(in []string) bool {
	return len(in) > 0 && in[len(in)-1] == "t" && !slices.Contains(in, "rPh")
}

// appendCell adds to a cell's text; of one that is too long no more is held than tells so.
func appendCell(text, more []byte) []byte {
	return append(text, more[:min(len(more), mostCell+1-len(text))]...)
}

// rowReader reads the rows of a sheet.
type rowReader struct {
	*book
	fn      lineFunc
	sheet   string
	fill    filler
	cols    []span // that are hidden
	line    int
	hidden  bool
	cells   []string
	days    map[int]string
	odd     []huiyin.CellOddity
	at      int // the column, from 1
	kind    string
	format  int
	formula bool
	valued  bool
	text    []byte
}

// span is from one column to another, counted from 1.
type span struct{ from, to int }

func (r *rowReader) token(in []string, piece xml.Token) error {
	switch p := piece.(type) {
	case xml.StartElement:
		switch p.Name.Local {
		case "col":
			r.column(p)
		case "row":
			return r.row(attribute(p, "r"), truth(attribute(p, "hidden")))
		case "c":
			r.format, _ = strconv.Atoi(attribute(p, "s"))
			return r.cell(attribute(p, "r"), attribute(p, "t"))
		case "f":
			r.formula = true
		case "v":
			r.valued = true
		}
	case xml.CharData:
		if name := in[max(0, len(in)-1):]; isText(in) || len(name) > 0 && name[0] == "v" {
			r.text = appendCell(r.text, p)
		}
	case xml.EndElement:
		switch p.Name.Local {
		case "c":
			return r.put()
		case "row":
			return r.end()
		case "sheetData":
			return errEnough
		}
	}
	return nil
}

func truth(v string) bool { return v == "1" || v == "true" }

func (r *rowReader) column(p xml.StartElement) {
	from, _ := strconv.Atoi(attribute(p, "min"))
	to, _ := strconv.Atoi(attribute(p, "max"))
	if truth(attribute(p, "hidden")) && len(r.cols) < mostColumns {
		r.cols = append(r.cols, span{from, to})
	}
}

func (r *rowReader) row(number string, hidden bool) error {
	next := r.line + 1
	if number != "" {
		n, err := strconv.Atoi(number)
		if err != nil && !errors.Is(err, strconv.ErrRange) || n < next {
			return errBroken
		}
		next = n
	}
	if next > mostRow {
		return errNoSuchRow
	}
	r.line, r.at, r.cells, r.days, r.odd, r.hidden = next, 0, r.cells[:0], nil, nil, hidden
	return nil
}

func (r *rowReader) cell(place, kind string) error {
	r.at++
	if place != "" {
		if r.at, _ = cellPlace(place); r.at == 0 {
			return errBroken
		}
	}
	r.kind, r.text, r.formula, r.valued = kind, r.text[:0], false, false
	return nil
}

// cellPlace reads a place such as B7: column and row, counted from 1, 0 where there is none.
func cellPlace(place string) (column, row int) {
	letters := 0
	for _, c := range strings.ToUpper(place[:min(len(place), 4)]) {
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
		letters++
	}
	row, _ = strconv.Atoi(place[letters:])
	return column, row
}

// put keeps the value of a cell. Cells that only have a look are none.
func (r *rowReader) put() error {
	text := string(r.text)
	if r.formula && text == "" && (!r.valued || r.kind != "str") && r.at <= mostColumns {
		r.odd = append(r.odd, huiyin.CellOddity{Column: r.at - 1, Kind: huiyin.OddNoValue})
	}
	switch {
	case r.kind == "s" && text != "":
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if text = ""; err == nil && n >= 0 && n < len(r.shared) {
			text = r.shared[n]
		}
		text = unescape(text)
	case r.kind == "inlineStr":
		text = unescape(text)
	case r.kind == "" || r.kind == "n":
		text = r.number(strings.TrimSpace(text))
	}
	if text == "" {
		return nil
	}
	if r.at > mostColumns {
		return errWide
	}
	if r.text = r.text[:0]; r.book.text < int64(len(text)) {
		return errUnpacked(r.unpacked)
	}
	r.book.text -= int64(len(text))
	for len(r.cells) < r.at {
		r.cells = append(r.cells, "")
	}
	r.cells[r.at-1] = text
	return nil
}

// number writes a number as its format shows it. The number beneath a day is kept.
func (r *rowReader) number(raw string) string {
	if raw == "" || r.format < 0 || r.format >= len(r.formats) || r.at > mostColumns {
		return plainNumber(raw)
	}
	shown, kind := r.formats[r.format].show(raw, r.book.days)
	switch kind {
	case huiyin.OddDay:
		if r.days == nil {
			r.days = map[int]string{}
		}
		r.days[r.at-1] = raw
		fallthrough
	case huiyin.OddPadded:
		r.odd = append(r.odd, huiyin.CellOddity{Column: r.at - 1, Kind: kind})
	}
	return shown
}

func (r *rowReader) end() error {
	r.odd = r.fill.row(r.line, &r.cells, r.odd)
	cells, wrong := tidy(r.cells)
	r.cells = r.cells[:0]
	if len(cells) == 0 && len(r.odd) == 0 {
		return nil
	}
	return r.fn(huiyin.RegisterLine{Sheet: r.sheet, Line: r.line, Cells: cells, Since: r.book.days, Days: r.days,
		Odd: r.odd, Hidden: r.hidden, HiddenColumn: r.hiddenColumn()}, wrong)
}

// hiddenColumn tells which columns are hidden, nil where none is.
func (r *rowReader) hiddenColumn() func(int) bool {
	if len(r.cols) == 0 {
		return nil
	}
	return func(i int) bool {
		return slices.ContainsFunc(r.cols, func(s span) bool { return i+1 >= s.from && i+1 <= s.to })
	}
}

// escaped is how a workbook writes what XML cannot hold.
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escaped.ReplaceAllStringFunc(text, func(s string) string {
		n, err := strconv.ParseUint(s[2:6], 16, 16)
		if err != nil || n >= 0xD800 && n < 0xE000 { // half of a pair
			return ""
		}
		return string(rune(n))
	})
}
