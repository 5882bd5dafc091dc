package huiyin

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// RegisterKind is a sort of files that come in by the importer: which columns they may have and must have, and how their
// titles and words are guessed (I1 to I6).
type RegisterKind struct {
	Code    string // of its mappings among those that are remembered, "" for old registers of complaints
	Action  Action // that lets in
	Columns []RegisterColumn

	needed    []string
	joined    []string // columns of which a file may have several for one field: what they say is put together
	hints     []TitleHint
	wordHints map[string][]WordHint
	words     func(o *Org, field string) []WordChoice
	noTitles  error
}

// TitleHint are parts of titles by which offices call a column.
type TitleHint struct{ Field, Parts string }

// WordHint are parts of words by which offices call a value.
type WordHint struct{ Code, Parts string }

// KindOfRegister makes a kind other than old registers: example names some of its columns where none were found.
func KindOfRegister(code string, a Action, columns []RegisterColumn, needed []string, hints []TitleHint,
	wordHints map[string][]WordHint, words func(o *Org, field string) []WordChoice, example string) *RegisterKind {
	return &RegisterKind{Code: code, Action: a, Columns: columns, needed: needed, hints: hints, wordHints: wordHints,
		words: words, noTitles: Invalid("file", "没有找到列名。文件的第一行须是列名，例如：%s。", example)}
}

// ColumnNamed makes a column of a kind: its name and its titles, of which the first is shown. One whose name ends with
// _at holds days.
func ColumnNamed(name string, titles ...string) RegisterColumn {
	return RegisterColumn{Name: name, titles: titles}
}

var oldRegisters = &RegisterKind{Action: ActionImport, hints: titleHints, wordHints: wordHints, noTitles: errNoTitles,
	needed: []string{"site", "channel", "name", "matter", "category", "demand"},
	joined: []string{"accused", "involved", "complained_of", "matter", "demand", "result", "phone", "address", "next_steps"}}

func (kind *RegisterKind) orComplaints() *RegisterKind {
	if kind != nil {
		return kind
	}
	return oldRegisters
}

func (r *Register) kind() *RegisterKind { return r.Kind.orComplaints() }

// Column finds a column of the kind by its name, nil when there is none.
func (kind *RegisterKind) Column(name string) *RegisterColumn {
	all := kind.orComplaints().Columns
	if i := slices.IndexFunc(all, func(c RegisterColumn) bool { return c.Name == name }); i >= 0 {
		return &all[i]
	}
	return nil
}

// Title is what a field of the kind is called on pages.
func (kind *RegisterKind) Title(field string) string {
	if c := kind.Column(field); c != nil {
		return c.Title()
	}
	return field
}

// place is under which name the mapping of a site is remembered.
func (kind *RegisterKind) place(site string) string {
	if kind.Code == "" {
		return site
	}
	return kind.Code + ":" + site
}

// RegisterRow is a line of a file of another kind than old registers: what stands in each of its columns.
type RegisterRow struct {
	Sheet  string
	Line   int
	r      *Register
	values map[string]string
}

// ReadRow reads the cells of a line by their columns. An error says which field is wrong.
func (r *Register) ReadRow(l RegisterLine) (RegisterRow, error) {
	row := RegisterRow{l.Sheet, l.Line, r, map[string]string{}}
	r.since = l.Since
	r.seeOddities(&l)
	var wrong error
	for i, cell := range r.asRead(&l) {
		column := r.columnAt(i)
		if column == nil {
			continue
		}
		if l.odd(i, OddNoValue) {
			return row, column.noValue()
		}
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		cell, err := column.legible(cell)
		if err != nil && wrong == nil {
			wrong = err
		}
		if cell = strings.TrimSpace(cell); cell != "" {
			row.values[column.Name] = cell
		}
	}
	return row, wrong
}

// Text is what stands in a column, without what a spreadsheet made of a number.
func (row RegisterRow) Text(field string) string {
	text := row.values[field]
	if whole := strings.TrimSuffix(text, ".0"); whole != text && strings.Trim(whole, "0123456789") == "" {
		return whole
	}
	return text
}

// Digits is Text of a number that is a name, such as a phone's; one whose last digits are lost is refused.
func (row RegisterRow) Digits(field string) (string, error) {
	text, ok := unscientific(row.Text(field))
	if !ok {
		return "", Invalid(field, "“%s”在表格软件里成了科学计数，后面的位数可能已经丢失。请把这一列设为文本格式，填回完整的号码。", text)
	}
	return text, nil
}

// Word is the code of what stands in a column, "" for nothing. What is not known is gathered to be mapped (I4).
func (row RegisterRow) Word(field string) (string, error) { return row.code(field, row.Text(field)) }

// Words is Word for a cell that names several.
func (row RegisterRow) Words(field string) (codes []string, wrong error) {
	for cell := range strings.FieldsFuncSeq(row.Text(field), func(c rune) bool { return strings.ContainsRune(betweenWords, c) }) {
		code, err := row.code(field, strings.TrimSpace(cell))
		wrong = cmp.Or(wrong, err)
		if code != "" {
			codes = append(codes, code)
		}
	}
	return codes, wrong
}

func (row RegisterRow) code(field, cell string) (string, error) {
	if cell == "" {
		return "", nil
	}
	if code, ok := row.r.mapped(field, cell); ok {
		if code == ColumnLeft {
			return "", nil
		}
		return code, nil
	}
	k := row.r.wordKey(cell)
	choices := row.r.kind().WordChoices(row.r.Org, field)
	for _, c := range choices {
		if k == row.r.wordKey(c.Code) || k == row.r.wordKey(c.Label) {
			return c.Code, nil
		}
	}
	row.r.unknown(field, cell)
	labels := make(List, len(choices))
	for i, c := range choices {
		labels[i] = c.Label
	}
	return "", Invalid(field, "“%s”不是“%s”的一种，可以写：%s。", clip(cell), row.r.kind().Title(field),
		labels[:min(len(labels), 20)])
}

// Day is the day that stands in a column, the zero time for nothing.
func (row RegisterRow) Day(field string) (time.Time, error) {
	cell := row.Text(field)
	if cell == "" {
		return time.Time{}, nil
	}
	m, err := row.r.when(cell)
	if err != nil {
		return time.Time{}, atField(err, field)
	}
	if m.note != "" {
		row.r.note(m.note, row.r.kind().Title(field), &RegisterLine{Sheet: row.Sheet, Line: row.Line}, cell)
	}
	return m.at, nil
}

// Compared is the form in which two texts of a file are the same.
func (r *Register) Compared(text string) string { return r.wordKey(text) }
