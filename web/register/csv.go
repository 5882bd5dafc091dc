package register

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"huiyin/huiyin"
)

// mostQuoted is over how many lines of a text one field may go. A quote that is not closed within is taken for one
// that was left open.
const mostQuoted = 500

// csvSource is a text of fields parted by a separator.
type csvSource struct {
	textFile
	comma rune
}

func (s *csvSource) sheets() []Sheet { return []Sheet{{}} }

// each reads the records of the text. A quote that was left open costs its own line alone: how far it was read as one
// field is said, and reading goes on at the next line (I3).
func (s *csvSource) each(_ int, fn lineFunc) error {
	in, err := s.open()
	if err != nil {
		return err
	}
	r := &csvReader{lines: textLines{in: bufio.NewReaderSize(in, 64<<10)}, comma: s.comma}
	for {
		line, cells, wrong, err := r.record()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		cells, long := tidy(cells)
		if len(cells) == 0 && wrong == nil {
			continue
		}
		if wrong == nil {
			wrong = long
		}
		if err := fn(huiyin.RegisterLine{Line: line, Cells: cells}, wrong); err != nil {
			return err
		}
	}
}

// textLine is a line of a text as it stands there.
type textLine struct {
	text string
	n    int
}

// textLines hands on the lines of a text, whatever they end with, and takes some of them back.
type textLines struct {
	in   *bufio.Reader
	n    int
	back []textLine // to be handed on again, the last first
}

func (l *textLines) next() (textLine, error) {
	if n := len(l.back); n > 0 {
		line := l.back[n-1]
		l.back = l.back[:n-1]
		return line, nil
	}
	var b []byte
	for {
		c, err := l.in.ReadByte()
		switch {
		case errors.Is(err, io.EOF) && len(b) > 0:
			l.n++
			return textLine{string(b), l.n}, nil
		case err != nil:
			return textLine{}, err
		case c == '\r':
			if more, err := l.in.Peek(1); err == nil && more[0] == '\n' {
				_, _ = l.in.Discard(1)
			}
			l.n++
			return textLine{string(b), l.n}, nil
		case c == '\n':
			l.n++
			return textLine{string(b), l.n}, nil
		case len(b) >= mostRecord:
			return textLine{}, huiyin.Invalid("file", "有一行超过 %d KB，或者引号不成对，无法分开各列。", mostRecord>>10)
		}
		b = append(b, c)
	}
}

// unread takes lines back, to be handed on again in their order.
func (l *textLines) unread(lines []textLine) {
	for i := len(lines) - 1; i >= 0; i-- {
		l.back = append(l.back, lines[i])
	}
}

// csvReader parts lines into fields.
type csvReader struct {
	lines textLines
	comma rune
	wide  int // the most fields of a record so far
}

// record reads the next one, which may go over several lines where they stand in quotes.
func (r *csvReader) record() (n int, cells []string, wrong, err error) {
	first, err := r.lines.next()
	if err != nil {
		return 0, nil, nil, err
	}
	p := csvRecord{comma: r.comma}
	p.feed(first.text)
	var more []textLine
	held := len(first.text)
	for p.quoted && !p.spoilt {
		line, err := r.lines.next()
		if errors.Is(err, io.EOF) || held > mostRecord || len(more) == mostQuoted {
			if err == nil {
				more = append(more, line)
			}
			p.spoilt = true
			break
		}
		if err != nil {
			return 0, nil, nil, err
		}
		more = append(more, line)
		held += len(line.text)
		p.field.WriteByte('\n')
		p.feed(line.text)
		if r.swallows(line.text, &p) {
			p.spoilt = true
		}
	}
	if !p.spoilt {
		r.wide = max(r.wide, len(p.cells))
		return first.n, p.cells, nil, nil
	}
	r.lines.unread(more)
	last := first.n
	if len(more) > 0 {
		last = more[len(more)-1].n
	}
	wrong = huiyin.Invalid("file", "第 %d 列的引号没有成对，从第 %d 行到第 %d 行被读成了一格。这一行没有导入，从下一行起继续读取。",
		p.column+1, first.n, last)
	return first.n, nil, wrong, nil
}

// swallows tells whether a line that was read as a part of a field is a record of its own: it has as many separators
// as the others, and what it was read into has not as many fields as they.
func (r *csvReader) swallows(line string, p *csvRecord) bool {
	if r.wide < 3 || strings.Count(line, string(r.comma)) != r.wide-1 {
		return false
	}
	return p.quoted || len(p.cells) != r.wide
}

// csvRecord is a record being parted.
type csvRecord struct {
	comma  rune
	cells  []string
	field  strings.Builder
	quoted bool // a field in quotes is open
	column int  // in which the last quote was opened
	spoilt bool // a quote was closed within a field
	lines  int
}

// feed parts one more line.
func (p *csvRecord) feed(line string) {
	p.lines++
	for {
		if !p.quoted {
			rest, opened := p.plain(line)
			if !opened {
				return
			}
			line = rest
		}
		rest, ended := p.inQuotes(line)
		if ended || p.spoilt {
			return
		}
		line = rest
	}
}

// plain reads fields that stand in no quotes, up to the first that does: it tells what comes behind its quote.
func (p *csvRecord) plain(line string) (rest string, opened bool) {
	for {
		trimmed := strings.TrimLeft(line, " ")
		if strings.HasPrefix(trimmed, `="`) { // as programs write a number that is to stay a text (I4)
			trimmed = trimmed[1:]
		}
		if strings.HasPrefix(trimmed, `"`) {
			p.quoted, p.column = true, len(p.cells)
			return trimmed[1:], true
		}
		field, more, found := strings.Cut(line, string(p.comma))
		p.end(field)
		if !found {
			return "", false
		}
		line = more
	}
}

// inQuotes reads on in quotes up to the end of their field; ended tells that the line, or the record, ends there.
func (p *csvRecord) inQuotes(line string) (rest string, ended bool) {
	for {
		text, more, found := strings.Cut(line, `"`)
		p.field.WriteString(text)
		if !found {
			return "", true
		}
		if strings.HasPrefix(more, `"`) {
			p.field.WriteByte('"')
			line = more[1:]
			continue
		}
		after := strings.TrimLeft(more, " ")
		switch {
		case after == "":
			p.quoted = false
			p.end(p.field.String())
			return "", true
		case strings.HasPrefix(after, string(p.comma)):
			p.quoted = false
			p.end(p.field.String())
			return p.resume(after[len(string(p.comma)):])
		case p.lines > 1:
			p.spoilt = true
			return "", true
		}
		// A quote within one line's field, as "大门"口: it is a quote, and the field goes on to the separator.
		field, next, parted := strings.Cut(more, string(p.comma))
		p.quoted = false
		p.end(`"` + p.field.String() + `"` + field)
		if !parted {
			return "", true
		}
		return p.resume(next)
	}
}

// resume goes on behind a separator; a record that ends with one has an empty field there.
func (p *csvRecord) resume(line string) (rest string, ended bool) {
	rest, opened := p.plain(line)
	return rest, !opened
}

func (p *csvRecord) end(field string) {
	p.field.Reset()
	if len(p.cells) < mostWide {
		p.cells = append(p.cells, field)
	}
}
