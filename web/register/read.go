// Package register reads old complaint registers, CSV in any encoding that spreadsheets write or Excel workbooks.
package register

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"huiyin/huiyin"
)

// How much of a file is read.
const (
	// mostColumns is how wide a register may be.
	mostColumns = 200
	// mostWide is how many cells of a line of text are looked at; more than a register may have, so that the rule
	// can refuse them.
	mostWide = 256
	// mostCell is how much of a cell is held, in bytes, and longestCell is more than any field takes, in characters.
	mostCell    = 64 << 10
	longestCell = 32_767
	// mostRecord is how long a line of text may be, in bytes, with what stands in quotes.
	mostRecord = 512 << 10
)

// limits are how much of a file is read, by what it really holds, not by what it says of itself.
type limits struct {
	unpacked int64 // bytes of a workbook's parts, of its cells, and of a text
	strings  int   // that the cells of a workbook share
}

// fewLines is up to which the limits are those of a page, on which strangers to the machine bring files.
const fewLines = 20_000

func limitsFor(lines int) limits {
	if lines <= fewLines {
		return limits{64 << 20, 600_000}
	}
	return limits{1 << 30, 20_000_000}
}

// File is what came in.
type File interface {
	io.ReadSeeker
	io.ReaderAt
}

// eachLine reads the table of a file, CSV or the first sheet of an Excel workbook, and hands on its lines
// in their order, with their number in the file. Cells are valid UTF-8 without control characters. A file
// that is neither, or is broken, is huiyin.KindInvalid. since is the year from which the file counts its
// days. Where a line cannot be read, wrong says why. fold is huiyin.Register.Fold.
func eachLine(file File, lim limits, fold func(string) string,
	fn func(since, line int, cells []string, wrong error) error) error {
	head := make([]byte, 1024)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	head = head[:n]
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	switch {
	case len(bytes.TrimSpace(head)) == 0:
		return huiyin.Invalid("file", "文件是空的。")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return eachRow(file, lim, fn)
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return huiyin.Invalid("file", "这是旧版 .xls 文件或加了密码的工作簿，请另存为不加密码的 .xlsx 或 CSV。")
	case bytes.HasPrefix(head, []byte("%PDF")), bytes.HasPrefix(head, []byte("\x89PNG")),
		bytes.HasPrefix(head, []byte{0xFF, 0xD8, 0xFF}):
		return errNoTable
	}
	return eachRecord(file, lim, head, fold, fn)
}

// eachRecord reads CSV in any of the encodings that spreadsheets write, separated by commas, tabs or
// semicolons.
func eachRecord(file io.ReadSeeker, lim limits, head []byte, fold func(string) string,
	fn func(since, line int, cells []string, wrong error) error) error {
	decoded, err := decode(file, head, fold)
	if err != nil {
		return err
	}
	counted := &measured{decoded, lim.unpacked, lim.unpacked, mostRecord}
	text := bufio.NewReaderSize(counted, 64<<10)
	first, err := text.Peek(16 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	r := csv.NewReader(text)
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator(string(first)), -1, true
	for {
		counted.record = mostRecord
		cells, err := r.Read()
		var wrong error
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &broken):
			wrong = huiyin.Invalid("file", "引号不成对，无法分开各列。")
		case err != nil:
			return err
		}
		line := 1
		if broken != nil {
			line = broken.StartLine
		} else if len(cells) > 0 {
			line, _ = r.FieldPos(0)
		}
		cells, long := tidy(cells)
		if len(cells) == 0 && wrong == nil {
			continue
		}
		if wrong == nil {
			wrong = long
		}
		if err := fn(1900, line, cells, wrong); err != nil {
			return err
		}
	}
}

// measured hands on a text, and fails where one record of it, or all of it, becomes too large: the parser holds a
// record whole.
type measured struct {
	io.Reader
	most, left, record int64
}

func (m *measured) Read(b []byte) (int, error) {
	switch {
	case m.record <= 0:
		return 0, huiyin.Invalid("file", "有一行超过 %d KB，或者引号不成对，无法分开各列。", mostRecord>>10)
	case m.left <= 0:
		return 0, errUnpacked(m.most)
	}
	n, err := m.Reader.Read(b[:min(int64(len(b)), m.record, m.left)])
	m.record -= int64(n)
	m.left -= int64(n)
	return n, err
}

// tidy cleans the cells of a line and leaves out the empty ones at its end. It tells where one is too long, of which
// only the beginning is held.
func tidy(cells []string) (out []string, wrong error) {
	cells = cells[:min(len(cells), mostWide)]
	out = make([]string, len(cells))
	last := 0
	for i, c := range cells {
		if len(c) > mostCell {
			c, wrong = strings.ToValidUTF8(c[:mostCell], ""), huiyin.Invalid("file", "有一格超过 %d KB。", mostCell>>10)
		}
		if out[i] = huiyin.Clean(strings.TrimPrefix(c, "\uFEFF")); out[i] != "" {
			last = i + 1
		}
		if len(c) > longestCell && wrong == nil && utf8.RuneCountInString(out[i]) > longestCell {
			wrong = huiyin.Invalid("file", "有一格超过 %d 个字。", longestCell)
		}
	}
	return out[:last], wrong
}

// decode tells the encoding of a text by its first bytes, UTF-8 from the others by all of them, and Big5 from
// GB 18030 by which of them names columns.
func decode(file io.ReadSeeker, head []byte, fold func(string) string) (io.Reader, error) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), halfZero(head, 1):
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}), halfZero(head, 0):
		from = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	default:
		utf, err := isUTF8(file)
		if err != nil {
			return nil, err
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		if utf {
			return file, nil
		}
		if from, err = chinese(file, fold); err != nil {
			return nil, err
		}
	}
	return from.NewDecoder().Reader(file), nil
}

// chinese tells Big5 from GB 18030, in which nearly all of it is some text too: by the encoding in which the
// beginning has more of the characters of which the names of columns and common answers consist.
func chinese(file io.ReadSeeker, fold func(string) string) (encoding.Encoding, error) {
	head := make([]byte, 4<<10)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	common := commonInRegisters(fold)
	known := func(from encoding.Encoding) (hits int) {
		text, _ := from.NewDecoder().Bytes(head[:n]) // a character cut at the end is one less
		for _, c := range fold(string(text)) {
			if c >= utf8.RuneSelf && strings.ContainsRune(common, c) {
				hits++
			}
		}
		return hits
	}
	if known(traditionalchinese.Big5) > known(simplifiedchinese.GB18030) {
		return traditionalchinese.Big5, nil
	}
	return simplifiedchinese.GB18030, nil
}

// commonInRegisters are the Han characters of the names of columns and of common answers, folded.
func commonInRegisters(fold func(string) string) string {
	var out strings.Builder
	for i := range huiyin.ImportColumns {
		for _, t := range huiyin.ImportColumns[i].Titles() {
			out.WriteString(fold(t))
		}
	}
	out.WriteString("电话来访信函满意基本已解决处理完成结案客户业主")
	return out.String()
}

// halfZero tells whether most bytes at even or odd places are 0, as in UTF-16 without a mark.
func halfZero(head []byte, from int) bool {
	n, all := 0, 0
	for i := from; i < len(head); i += 2 {
		if all++; head[i] == 0 {
			n++
		}
	}
	return n > 2 && n*5 > all // separators and digits; Han characters have none
}

// isUTF8 tells UTF-8 from GB 18030. A few Han characters of the latter, such as 漏水, make valid UTF-8 of
// two bytes each; where all of a file does, and no character is longer, it is taken for Chinese.
func isUTF8(r io.Reader) (bool, error) {
	b := make([]byte, 0, 64<<10)
	ascii, longer := true, false
	for {
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		whole := len(b)
		if err == nil { // the last character may be cut
			for back := 1; back <= min(3, len(b)); back++ {
				if c := b[len(b)-back]; utf8.RuneStart(c) {
					if !utf8.FullRune(b[len(b)-back:]) {
						whole = len(b) - back
					}
					break
				}
			}
		}
		if !utf8.Valid(b[:whole]) {
			return false, nil
		}
		for _, c := range b[:whole] {
			ascii, longer = ascii && c < utf8.RuneSelf, longer || c >= 0xE0
		}
		if errors.Is(err, io.EOF) {
			return ascii || longer, nil
		}
		if err != nil {
			return false, err
		}
		b = b[:copy(b, b[whole:])]
	}
}

// separator is what most often parts the first line that has any, outside quotes.
func separator(head string) rune {
	best, count, quoted := ',', map[rune]int{}, false
	for _, c := range head {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n' && len(count) > 0:
			return best
		case c == ',' || c == '\t' || c == ';':
			if count[c]++; count[c] > count[best] {
				best = c
			}
		}
	}
	return best
}

// Read reads the lines of an old register into cases. A line that cannot be one comes with what
// is wrong with it. No more than most lines are taken.
func Read(file File, r *huiyin.Register, most int,
	fn func(c huiyin.OldComplaint, cells []string, wrong *huiyin.Error) error) error {
	fold := r.Fold
	if fold == nil {
		fold = func(s string) string { return s }
	}
	titles, n := false, 0
	err := eachLine(file, limitsFor(most), fold, func(since, line int, cells []string, unread error) (err error) {
		if !titles {
			if unread != nil {
				return unread
			}
			r.Since = since
			titles, err = r.Titles(line, cells)
			return err
		}
		if unread == nil && r.NoCase(cells) {
			return nil
		}
		if n++; n > most {
			return huiyin.Invalid("file", "一次最多导入 %d 行，请分成几份。", most)
		}
		c := huiyin.OldComplaint{Line: line}
		wrong := unread
		if wrong == nil {
			c, wrong = r.Read(line, cells)
		}
		var refused *huiyin.Error
		errors.As(wrong, &refused)
		return fn(c, cells, refused)
	})
	if err == nil && !titles {
		return huiyin.NoTitles()
	}
	return err
}
