package register

import (
	"bufio"
	"bytes"
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

var utf8Mark = []byte("\uFEFF")

// textFile is a file that is some text.
type textFile struct {
	file File
	from encoding.Encoding // nil is UTF-8
	skip int64             // bytes of a mark that is not of the encoding
	lim  limits
}

// open reads the text from its beginning, and fails where it is more than the limits allow.
func (f textFile) open() (*measured, error) {
	if _, err := f.file.Seek(f.skip, io.SeekStart); err != nil {
		return nil, err
	}
	var in io.Reader = f.file
	if f.from != nil {
		in = f.from.NewDecoder().Reader(f.file)
	}
	return &measured{in, f.lim.unpacked, f.lim.unpacked}, nil
}

func (f textFile) head() (string, error) {
	in, err := f.open()
	if err != nil {
		return "", err
	}
	b := make([]byte, 16<<10)
	n, err := io.ReadFull(in, b)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", err
	}
	return string(b[:n]), nil
}

// measured hands on a text, and fails where all of it becomes too large.
type measured struct {
	io.Reader
	most, left int64
}

func (m *measured) Read(b []byte) (int, error) {
	if m.left <= 0 {
		return 0, errUnpacked(m.most)
	}
	n, err := m.Reader.Read(b[:min(int64(len(b)), m.left)])
	m.left -= int64(n)
	return n, err
}

// encodingOf tells the encoding of a text by its first bytes, UTF-8 from the others by all of them, and Big5 from
// GB 18030 by which of them names columns. Some programs put the mark of UTF-8 before a text in GBK: what the text is
// counts (I6).
func encodingOf(file File, head []byte, fold func(string) string) (from encoding.Encoding, skip int64, err error) {
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), halfZero(head, 1):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), 0, nil
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}), halfZero(head, 0):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM), 0, nil
	case bytes.Count(head, []byte{0}) > max(16, len(head)/20):
		return nil, 0, errNoTable
	case bytes.HasPrefix(head, utf8Mark):
		skip = int64(len(utf8Mark))
	}
	if _, err := file.Seek(skip, io.SeekStart); err != nil {
		return nil, 0, err
	}
	utf, err := isUTF8(file)
	if err != nil || utf {
		return nil, skip, err
	}
	if _, err := file.Seek(skip, io.SeekStart); err != nil {
		return nil, 0, err
	}
	from, err = chinese(file, fold)
	return from, skip, err
}

// chinese tells Big5 from GB 18030, in which nearly all of it is some text too: by the encoding in which the
// beginning has more of the characters of which the names of columns and common answers consist.
func chinese(file io.Reader, fold func(string) string) (encoding.Encoding, error) {
	head := make([]byte, 4<<10)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
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
	n, all, others := 0, 0, 0
	for i := from; i < len(head); i += 2 {
		if all++; head[i] == 0 {
			n++
		}
		if j := i ^ 1; j < len(head) && head[j] == 0 {
			others++
		}
	}
	return n > 2 && n*5 > all && others*5 < n // separators and digits; Han characters have none
}

// isUTF8 tells UTF-8 from GB 18030. A few Han characters of the latter, such as 漏水, make valid UTF-8 of
// two bytes each; where all of a file does, and no character is longer, it is taken for Chinese. A byte or
// two that are broken make no other encoding of a text that is UTF-8 everywhere else.
func isUTF8(r io.Reader) (bool, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	ascii, longer, broken := true, 0, 0
	for {
		c, n, err := in.ReadRune()
		switch {
		case errors.Is(err, io.EOF):
			if broken > 0 {
				return longer > 20*broken, nil
			}
			return ascii || longer > 0, nil
		case err != nil:
			return false, err
		case c == utf8.RuneError && n == 1:
			broken++
		case n > 2:
			longer++
		}
		ascii = ascii && c < utf8.RuneSelf
		if broken > 1000 && longer < broken { // enough seen
			return false, nil
		}
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
		case (c == '\n' || c == '\r') && len(count) > 0:
			return best
		case strings.ContainsRune(",\t;|", c):
			if count[c]++; count[c] > count[best] {
				best = c
			}
		}
	}
	return best
}
