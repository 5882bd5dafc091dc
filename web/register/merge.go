package register

import (
	"bufio"
	"bytes"
	"cmp"
	"io"
	"regexp"
	"slices"

	"huiyin/huiyin"
)

// mostMerges is how many merged cells of a sheet are looked at.
const mostMerges = 100_000

// merge is a cell that goes over several rows; columns and rows are counted from 1.
type merge struct{ column, from, to int }

var mergedCell = regexp.MustCompile(`mergeCell\s[^<>]*?ref="([A-Za-z]{1,3}[0-9]{1,7}):([A-Za-z]{1,3}[0-9]{1,7})"`)

// findMerges finds the merged cells of a sheet, which stand behind its rows: by their text alone, for which the rows
// need not be parsed. A sheet that is too large is refused when it is read.
func (w *book) findMerges(part string) []merge {
	out := []merge{}
	f := w.parts[partName(part)]
	if f == nil {
		return out
	}
	in, err := f.Open()
	if err != nil {
		return out
	}
	defer func() { _ = in.Close() }()
	r := bufio.NewReaderSize(io.LimitReader(in, w.unpacked), 64<<10)
	for len(out) < mostMerges {
		piece, err := r.ReadSlice('>')
		if i := bytes.LastIndexByte(piece, '<'); i >= 0 && bytes.Contains(piece[i:], []byte("mergeCell ")) {
			if m := mergedCell.FindSubmatch(piece[i:]); m != nil {
				column, from := cellPlace(string(m[1]))
				_, to := cellPlace(string(m[2]))
				if to > from && column <= mostColumns && to <= mostRow {
					out = append(out, merge{column, from, to})
				}
			}
		}
		if err != nil && err != bufio.ErrBufferFull {
			break
		}
	}
	slices.SortFunc(out, func(a, b merge) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.column, b.column)) })
	return out
}

// filler writes the value of a merged cell into each of its rows (I4).
type filler struct {
	merges []merge // those to come, by their first row
	now    []filling
}

type filling struct {
	merge
	value string
}

// row fills the cells of a row, and notes which it has filled.
func (f *filler) row(line int, cells *[]string, odd []huiyin.CellOddity) []huiyin.CellOddity {
	f.now = slices.DeleteFunc(f.now, func(m filling) bool { return m.to < line })
	for len(f.merges) > 0 && f.merges[0].from <= line {
		m := f.merges[0]
		if f.merges = f.merges[1:]; m.from == line && m.column <= len(*cells) && len(f.now) < mostColumns {
			f.now = append(f.now, filling{m, (*cells)[m.column-1]})
		}
	}
	for _, m := range f.now {
		if m.from == line || m.value == "" {
			continue
		}
		for len(*cells) < m.column {
			*cells = append(*cells, "")
		}
		if (*cells)[m.column-1] == "" {
			(*cells)[m.column-1] = m.value
			odd = append(odd, huiyin.CellOddity{Column: m.column - 1, Kind: huiyin.OddMerged, From: m.from})
		}
	}
	return odd
}
