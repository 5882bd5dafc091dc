package print

import (
	"io"
	"strings"

	"huiyin/huiyin"
)

// paper is which paper it is: as it says, else as its code does.
func (s *Stamp) paper() huiyin.Paper {
	if s.Paper != "" {
		return s.Paper
	}
	code, _ := huiyin.ParsePaperCode(s.QR + "#1/1")
	return code.Paper
}

// edition is the paper's in the company's system of documents, else the layout's.
func (p *sheet) edition() string {
	if p.control != nil {
		return p.control.Edition
	}
	return huiyin.DefaultEdition
}

// controlled is the line at the foot that says how the company's system of documents knows the paper.
func (p *sheet) controlled() string {
	c := p.control
	out := []string{p.t("表单编号 ") + c.Number}
	if c.Effective != "" {
		out = append(out, c.Effective+p.t(" 起用"))
	}
	for _, f := range [][2]string{{"编制 ", c.Drafted}, {"审核 ", c.Reviewed}, {"批准 ", c.Approved}} {
		if f[1] != "" {
			out = append(out, p.t(f[0])+f[1])
		}
	}
	return strings.Join(out, " · ")
}

// markTop and markHeight are where the words stand that say what a print is, above everything else, in mm.
const markTop, markHeight = 3.6, 6.0

// marked sets on the last page so far what the print is beside the paper: one of two copies, a copy, void, kept secret.
// What is void is struck through besides.
func (p *sheet) marked() (x float64) {
	x = p.left
	word := func(s string) {
		s = p.t(s)
		w := mm(bold().width(s), bodySize) + 4
		p.box(x, markTop, w, markHeight)
		p.text(x+2, markTop+0.73*markHeight, bodySize, true, s)
		x += w + 2
	}
	if s := p.stamp.paper().CopyWords(p.stamp.Copy); s != "" {
		word(s)
	}
	if p.stamp.Mark == "" {
		return x
	}
	word(p.stamp.Mark.Label())
	if p.stamp.Mark == huiyin.MarkVoid {
		p.line(p.left, p.footTop(), p.right, top+codeSide, 1)
	}
	return x
}

// seamEdge is how far from the right edge of the sheet the seam is, in mm.
const seamEdge = 6

// seam draws where the pages are signed or sealed across their edges 骑缝: a dashed line beside the right margin, and
// in its middle the word for it, from top to bottom.
func (p *sheet) seam() {
	from, to := float64(top+codeSide+4), p.footTop()
	if p.strip != nil { // nothing is written over a page that is bound in
		from, to = p.height-stripRoom+1, p.height-2
	}
	p.dashed(p.width-seamEdge, from, to, p.strip == nil)
}

func (p *sheet) dashed(x, from, to float64, named bool) {
	words := []rune(p.t("骑缝章"))
	mid, half := (from+to)/2, float64(len(words))*lead(footSize)/2
	for y := from; y < to; y += 3 {
		if named && y+1.5 > mid-half-1 && y < mid+half+1 {
			continue
		}
		p.line(x, y, x, min(y+1.5, to), hairline)
	}
	if !named {
		return
	}
	for i, r := range words {
		p.centred(x, mid-half+float64(i)*lead(footSize), footSize, false, string(r))
	}
}

// Copies writes a paper once, or in two copies behind each other, each with its own pages and its own words.
func Copies(w io.Writer, write func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error, s Stamp,
	c *huiyin.Complaint, org *huiyin.Org, copies []int) error {
	if len(copies) == 1 {
		s.Copy = copies[0]
		return write(w, s, c, org)
	}
	b := NewBook(w, inScript(org.Letterhead, s.paper().Label()), s.At.In(org.Zone))
	for _, n := range copies {
		s.Copy = n
		if err := b.Paper(write, s, c, org); err != nil {
			return err
		}
	}
	return b.Close()
}
