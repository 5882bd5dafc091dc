package scan

import (
	"bytes"
	"strconv"
)

// The kinds of PDF objects: numbers and other words as pdfWord, strings as they are written.
type (
	pdfWord   string
	pdfName   string
	pdfString []byte // with its brackets
	pdfRef    [2]int
	pdfArray  []any
	pdfDict   map[pdfName]any
)

// pdfStream is a dictionary with bytes, still encoded.
type pdfStream struct {
	dict pdfDict
	raw  []byte
}

func whole64(v any) int64 {
	w, ok := v.(pdfWord)
	if !ok {
		return -1
	}
	n, err := strconv.ParseInt(string(w), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// bytes are what a string stands for.
func (t pdfString) bytes() (out []byte) {
	if len(t) < 2 {
		return nil
	}
	in := t[1 : len(t)-1]
	if t[0] == '<' {
		var hex []byte
		for _, c := range in {
			if v := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20); v >= 0 && c > ' ' {
				hex = append(hex, byte(v))
			}
		}
		for i := 0; i < len(hex); i += 2 {
			v := hex[i] << 4
			if i+1 < len(hex) {
				v |= hex[i+1]
			}
			out = append(out, v)
		}
		return out
	}
	for i := 0; i < len(in); i++ {
		c := in[i]
		if c != '\\' || i+1 == len(in) {
			out = append(out, c)
			continue
		}
		i++
		switch c = in[i]; {
		case c == 'n':
			out = append(out, '\n')
		case c == 'r':
			out = append(out, '\r')
		case c == 't':
			out = append(out, '\t')
		case c == 'b':
			out = append(out, '\b')
		case c == 'f':
			out = append(out, '\f')
		case c == '\n':
		case c >= '0' && c <= '7':
			v := 0
			for j := 0; j < 3 && i < len(in) && in[i] >= '0' && in[i] <= '7'; j++ {
				v = v*8 + int(in[i]-'0')
				i++
			}
			i--
			out = append(out, byte(v))
		default:
			out = append(out, c)
		}
	}
	return out
}

// pdfParser reads values one after the other.
type pdfParser struct {
	b  []byte
	at int
}

func pdfSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func pdfEnds(c byte) bool { return pdfSpace(c) || bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (p *pdfParser) skip() {
	for p.at < len(p.b) {
		switch c := p.b[p.at]; {
		case pdfSpace(c):
			p.at++
		case c == '%':
			for p.at < len(p.b) && p.b[p.at] != '\n' && p.b[p.at] != '\r' {
				p.at++
			}
		default:
			return
		}
	}
}

// word takes a word where it comes next.
func (p *pdfParser) word(w string) bool {
	p.skip()
	if !bytes.HasPrefix(p.b[p.at:], []byte(w)) {
		return false
	}
	p.at += len(w)
	return true
}

func (p *pdfParser) token() string {
	from := p.at
	for p.at < len(p.b) && !pdfEnds(p.b[p.at]) {
		p.at++
	}
	return string(p.b[from:p.at])
}

// value reads one value, nil where there is none.
func (p *pdfParser) value(depth int) any {
	p.skip()
	if p.at >= len(p.b) || depth > 2*mostDepth {
		return nil
	}
	switch c := p.b[p.at]; {
	case c == '/':
		p.at++
		return pdfName(p.token())
	case bytes.HasPrefix(p.b[p.at:], []byte("<<")):
		p.at += 2
		d := pdfDict{}
		for {
			p.skip()
			if p.at >= len(p.b) || p.word(">>") {
				return d
			}
			k, ok := p.value(depth + 1).(pdfName)
			if !ok {
				return d
			}
			p.skip()
			if bytes.HasPrefix(p.b[p.at:], []byte(">>")) {
				continue
			}
			d[k] = p.value(depth + 1)
		}
	case c == '<':
		return p.until('>')
	case c == '(':
		from, open := p.at, 0
		for p.at < len(p.b) {
			switch p.b[p.at] {
			case '\\':
				p.at++
			case '(':
				open++
			case ')':
				open--
			}
			p.at++
			if open == 0 {
				break
			}
		}
		p.at = min(p.at, len(p.b))
		return pdfString(p.b[from:p.at])
	case c == '[':
		p.at++
		a := pdfArray{}
		for {
			p.skip()
			if p.at >= len(p.b) || p.word("]") {
				return a
			}
			before := p.at
			v := p.value(depth + 1)
			if p.at == before {
				return a
			}
			a = append(a, v)
		}
	}
	w := p.token()
	if w == "" {
		return nil
	}
	if n, err := strconv.Atoi(w); err == nil && n >= 0 { // a reference is two numbers and an R
		back := p.at
		p.skip()
		if g, err := strconv.Atoi(p.token()); err == nil && g >= 0 {
			p.skip()
			if p.token() == "R" {
				return pdfRef{n, g}
			}
		}
		p.at = back
	}
	return pdfWord(w)
}

func (p *pdfParser) until(end byte) pdfString {
	from := p.at
	i := bytes.IndexByte(p.b[from:], end)
	if i < 0 {
		p.at = len(p.b)
		return pdfString(p.b[from:])
	}
	p.at = from + i + 1
	return pdfString(p.b[from:p.at])
}
