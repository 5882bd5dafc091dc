package register

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"huiyin/huiyin"
)

// pageSource is a page whose tables are the sheets, as many systems write what they name .xls (I6).
type pageSource struct {
	textFile
	all []Sheet
}

func openPage(text textFile) (source, error) {
	p := &pageSource{textFile: text}
	err := p.read(func(t *pageTable) {
		if len(p.all) < mostSheets {
			p.all = append(p.all, Sheet{})
		}
	}, nil)
	if err == nil && len(p.all) == 0 {
		err = errNoTables
	}
	if len(p.all) > 1 {
		for i := range p.all {
			p.all[i].Name = strconv.Itoa(i + 1)
		}
	}
	return p, err
}

func (p *pageSource) sheets() []Sheet { return p.all }

func (p *pageSource) each(i int, fn lineFunc) error {
	n := -1
	return p.read(func(t *pageTable) { n++ }, func(l huiyin.RegisterLine, wrong error) error {
		if n != i {
			return nil
		}
		l.Sheet = p.all[i].Name
		return fn(l, wrong)
	})
}

// pageTable is a table being read.
type pageTable struct {
	grid
	cell, row, hidden bool
	text              strings.Builder
	across, down      int
}

// read goes through a page; of tables within each other the outer one counts.
func (p *pageSource) read(begin func(*pageTable), fn lineFunc) error {
	in, err := p.open()
	if err != nil {
		return err
	}
	z := html.NewTokenizer(in)
	z.SetMaxBuf(mostPiece)
	var t *pageTable
	deep, silent := 0, ""
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			if errors.Is(z.Err(), io.EOF) {
				return t.endAll(fn)
			}
			if errors.Is(z.Err(), html.ErrBufferExceeded) {
				return errPiece
			}
			return z.Err()
		case html.TextToken:
			if t != nil && t.cell && silent == "" && t.text.Len() <= mostCell {
				t.text.WriteString(strings.NewReplacer("\r", " ", "\n", " ", "\u00a0", " ").Replace(string(z.Text())))
			}
			continue
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
		default:
			continue
		}
		token := z.Token()
		ends := kind == html.EndTagToken
		switch token.Data {
		case "script", "style", "title":
			if silent = token.Data; ends {
				silent = ""
			}
		case "table":
			switch {
			case ends && deep > 0:
				if deep--; deep == 0 {
					if err := t.endAll(fn); err != nil {
						return err
					}
					t = nil
				}
			case !ends:
				if deep++; deep == 1 {
					t = &pageTable{}
					begin(t)
				}
			}
		case "tr", "td", "th", "br", "p":
			if t != nil && deep == 1 {
				if err := t.tag(token, ends, fn); err != nil {
					return err
				}
			}
		}
	}
}

func (t *pageTable) tag(token html.Token, ends bool, fn lineFunc) error {
	switch token.Data {
	case "br":
		if t.cell {
			t.text.WriteByte('\n')
		}
	case "p":
		if t.cell && t.text.Len() > 0 {
			t.text.WriteByte('\n')
		}
	case "td", "th":
		t.endCell()
		if !ends {
			t.cell, t.across, t.down = true, spanOf(token, "colspan"), spanOf(token, "rowspan")
		}
	case "tr":
		if err := t.endRow(fn); err != nil {
			return err
		}
		if !ends {
			t.row, t.hidden = true, hides(token)
			t.begin(t.line + 1)
		}
	}
	return nil
}

// hides tells whether a row is not shown.
func hides(token html.Token) bool {
	return slices.ContainsFunc(token.Attr, func(a html.Attribute) bool {
		return a.Key == "style" && strings.Contains(strings.ReplaceAll(a.Val, " ", ""), "display:none")
	})
}

func spanOf(token html.Token, name string) int {
	for _, a := range token.Attr {
		if n, err := strconv.Atoi(a.Val); a.Key == name && err == nil {
			return max(1, min(n, mostRow))
		}
	}
	return 1
}

func (t *pageTable) endCell() {
	if !t.cell {
		return
	}
	lines := strings.Split(t.text.String(), "\n")
	for i := range lines {
		lines[i] = strings.Join(strings.Fields(lines[i]), " ")
	}
	t.text.Reset()
	t.cell = false
	t.put(0, strings.Trim(strings.Join(lines, "\n"), "\n"), t.across, t.down)
}

func (t *pageTable) endRow(fn lineFunc) error {
	t.endCell()
	if !t.row {
		return nil
	}
	t.row = false
	return t.end(fn, t.hidden)
}

func (t *pageTable) endAll(fn lineFunc) error {
	if t == nil {
		return nil
	}
	return t.endRow(fn)
}

// grid places the cells of rows, some of which go over several rows and columns.
type grid struct {
	line  int
	at    int // the next column, from 0
	cells []string
	odd   []huiyin.CellOddity
	down  []gridFill
	wide  bool // more columns than a register may have
}

type gridFill struct {
	column, from, to int
	value            string
}

func (g *grid) begin(line int) {
	g.line, g.at, g.cells, g.odd = line, 0, g.cells[:0], nil
	g.down = slices.DeleteFunc(g.down, func(f gridFill) bool { return f.to < line })
	for _, f := range g.down {
		g.set(f.column, f.value)
		if f.value != "" {
			g.odd = append(g.odd, huiyin.CellOddity{Column: f.column, Kind: huiyin.OddMerged, From: f.from})
		}
	}
}

func (g *grid) set(column int, text string) {
	if column >= mostColumns {
		g.wide = g.wide || text != ""
		return
	}
	for len(g.cells) <= column {
		g.cells = append(g.cells, "")
	}
	g.cells[column] = text
}

// put places a cell at a column counted from 1, or at the next that is free where it is 0.
func (g *grid) put(column int, text string, across, down int) {
	if column > 0 {
		g.at = column - 1
	}
	for slices.ContainsFunc(g.down, func(f gridFill) bool { return f.column == g.at && f.from < g.line }) {
		g.at++
	}
	g.set(g.at, text)
	if down > 1 && g.at < mostColumns && len(g.down) < mostColumns {
		g.down = append(g.down, gridFill{g.at, g.line, g.line + down - 1, text})
	}
	g.at = min(g.at+across, mostRow)
}

func (g *grid) end(fn lineFunc, hidden bool) error {
	if g.wide {
		return errWide
	}
	cells, wrong := tidy(g.cells)
	if fn == nil || len(cells) == 0 {
		return nil
	}
	return fn(huiyin.RegisterLine{Line: g.line, Cells: cells, Odd: g.odd, Hidden: hidden}, wrong)
}

// xmlBook is a workbook in one XML text, as Excel 2003 and many systems write it (I6).
type xmlBook struct {
	textFile
	all []Sheet
}

func openXMLBook(text textFile) (source, error) {
	b := &xmlBook{textFile: text}
	hidden := false
	err := b.read(func(in []string, piece xml.Token) error {
		switch p := piece.(type) {
		case xml.StartElement:
			if p.Name.Local == "Worksheet" && len(b.all) < mostSheets {
				b.all = append(b.all, Sheet{Name: huiyin.Clean(attribute(p, "Name"))})
			}
			hidden = p.Name.Local == "Visible"
		case xml.CharData:
			if n := len(b.all); hidden && n > 0 && strings.Contains(string(p), "Hidden") {
				b.all[n-1].Hidden = true
			}
		case xml.EndElement:
			hidden = false
		}
		return nil
	})
	if err == nil && len(b.all) == 0 {
		err = errBroken
	}
	return b, err
}

func (b *xmlBook) sheets() []Sheet { return b.all }

func (b *xmlBook) read(fn func(in []string, piece xml.Token) error) error {
	in, err := b.open()
	if err != nil {
		return err
	}
	w := &book{limits: b.lim, left: b.lim.unpacked}
	return eachPiece(&meter{in: bufio.NewReader(in), w: w, part: b.lim.unpacked}, fn)
}

func (b *xmlBook) each(i int, fn lineFunc) error {
	n := -1
	r := &xmlRows{}
	return b.read(func(in []string, piece xml.Token) error {
		if p, ok := piece.(xml.StartElement); ok && p.Name.Local == "Worksheet" {
			n++
		}
		if n != i {
			return nil
		}
		return r.token(in, piece, func(l huiyin.RegisterLine, wrong error) error {
			l.Sheet = b.all[i].Name
			return fn(l, wrong)
		})
	})
}

// xmlRows reads the rows of a sheet of an XML workbook.
type xmlRows struct {
	grid
	hidden               bool
	column, across, down int
	text                 []byte
	kind                 string
}

func (r *xmlRows) token(in []string, piece xml.Token, fn lineFunc) error {
	switch p := piece.(type) {
	case xml.StartElement:
		switch p.Name.Local {
		case "Row":
			line := r.line + 1
			if n, err := strconv.Atoi(attribute(p, "Index")); err == nil && n > r.line {
				line = n
			}
			if line > mostRow {
				return errNoSuchRow
			}
			r.hidden = truth(attribute(p, "Hidden"))
			r.begin(line)
		case "Cell":
			r.column, _ = strconv.Atoi(attribute(p, "Index"))
			across, _ := strconv.Atoi(attribute(p, "MergeAcross"))
			down, _ := strconv.Atoi(attribute(p, "MergeDown"))
			r.across, r.down, r.text, r.kind = max(0, min(across, mostRow))+1, max(0, min(down, mostRow))+1, r.text[:0], ""
		case "Data":
			r.kind = attribute(p, "Type")
		}
	case xml.CharData:
		if slices.Contains(in, "Data") {
			r.text = appendCell(r.text, p)
		}
	case xml.EndElement:
		switch p.Name.Local {
		case "Cell":
			text := string(r.text)
			switch r.kind {
			case "Number":
				text = plainNumber(text)
			case "DateTime":
				text = strings.TrimSuffix(strings.TrimSuffix(text, ".000"), "T00:00:00")
			}
			r.put(max(0, r.column), text, r.across, r.down)
		case "Row":
			return r.end(fn, r.hidden)
		}
	}
	return nil
}
