// Package register reads old complaint registers: text in any encoding that spreadsheets write, Excel workbooks, and the
// pages and XML that other systems name .xls.
package register

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"

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

// Sheet is one of a file's.
type Sheet struct {
	Name   string
	Hidden bool
}

// lineFunc takes the lines of a sheet in their order, with their number in the file. Cells are valid UTF-8 without
// control characters. Where a line cannot be read, wrong says why.
type lineFunc = func(l huiyin.RegisterLine, wrong error) error

// source is a file of a kind that is read.
type source interface {
	sheets() []Sheet
	each(sheet int, fn lineFunc) error
}

// tidy cleans the cells of a line and leaves out the empty ones at its end. It tells where one is too long, of which
// only the beginning is held. Some programs write ="139…" so that a number stays a text (I4).
func tidy(cells []string) (out []string, wrong error) {
	cells = cells[:min(len(cells), mostWide)]
	out = make([]string, len(cells))
	last := 0
	for i, c := range cells {
		if len(c) > mostCell {
			c, wrong = strings.ToValidUTF8(c[:mostCell], ""), huiyin.Invalid("file", "有一格超过 %d KB。", mostCell>>10)
		}
		out[i] = huiyin.Clean(strings.TrimPrefix(c, "\uFEFF"))
		if inner, ok := strings.CutPrefix(out[i], `="`); ok && strings.HasSuffix(inner, `"`) {
			out[i] = strings.TrimSuffix(inner, `"`)
		}
		if out[i] != "" {
			last = i + 1
		}
		if len(c) > longestCell && wrong == nil && utf8.RuneCountInString(out[i]) > longestCell {
			wrong = huiyin.Invalid("file", "有一格超过 %d 个字。", longestCell)
		}
	}
	return out[:last], wrong
}

// Read reads the lines of an old register into cases, as Lines reads lines. A line that cannot be one comes with what is
// wrong with it.
func Read(file File, r *huiyin.Register, most int,
	fn func(c huiyin.OldComplaint, cells []string, wrong *huiyin.Error) error) error {
	return Lines(file, r, most, func(l huiyin.RegisterLine, wrong error) error {
		c := huiyin.OldComplaint{Sheet: l.Sheet, Line: l.Line}
		if wrong == nil {
			c, wrong = r.Read(l)
		}
		var refused *huiyin.Error
		errors.As(wrong, &refused)
		return fn(c, l.Cells, refused)
	})
}

// Lines hands on the lines of a file, after it was looked over once: its sheets, where their titles stand, what numbers
// its lines. One that cannot be read comes with what is wrong with it. No more than most lines are taken. An error that
// r.NotReady gives too says that something has to be chosen first.
func Lines(file File, r *huiyin.Register, most int, fn func(l huiyin.RegisterLine, unread error) error) error {
	fold := r.Fold
	if fold == nil {
		fold = func(s string) string { return s }
	}
	src, err := sniff(file, limitsFor(most), fold)
	if err != nil {
		return err
	}
	if err := look(src, r, most); err != nil {
		return err
	}
	n := 0
	for i, sheet := range r.Sheets {
		if !sheet.Chosen {
			continue
		}
		r.Begin(i)
		err := src.each(i, func(l huiyin.RegisterLine, unread error) error {
			if unread == nil && r.NoCase(l) {
				return nil
			}
			if unread != nil && l.Line <= sheet.HeadLast {
				return nil
			}
			if n++; n > most {
				return huiyin.Invalid("file", "一次最多导入 %d 行，请分成几份。", most)
			}
			return fn(l, unread)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// look looks the sheets of a file over.
func look(src source, r *huiyin.Register, most int) error {
	lines := 0
	for i, sheet := range src.sheets() {
		r.AddSheet(sheet.Name, sheet.Hidden)
		err := src.each(i, func(l huiyin.RegisterLine, unread error) error {
			if lines++; lines > 4*most && most <= fewLines { // even if most of it is not chosen
				return huiyin.Invalid("file", "一次最多导入 %d 行，请分成几份。", most)
			}
			return r.Look(l, unread)
		})
		if err != nil {
			return err
		}
	}
	return r.Choose()
}
