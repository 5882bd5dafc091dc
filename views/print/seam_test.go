package print

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"huiyin/huiyin"
)

// controlledOrg is the company with a number of its own for each paper.
func controlledOrg() *huiyin.Org {
	o := company()
	for _, p := range huiyin.ControlledPapers() {
		o.Letterhead.Controls = append(o.Letterhead.Controls, huiyin.FormControl{Paper: p, Number: "CS-" + string(p[:2]),
			Edition: "第3版", Effective: "2025-01-01", Drafted: "张三", Reviewed: "李四", Approved: "王五"})
	}
	return o
}

// Every paper bears the company's own number, edition and names, and stays inside its margins; the receipt stays one
// page (rule F6).
func TestF6_PapersBearTheCompanysOwnNumber(t *testing.T) {
	o := controlledOrg()
	for name, write := range papers {
		var b bytes.Buffer
		st := stamped()
		st.Paper = huiyin.Paper(name)
		if err := write(&b, st, closed(), o); err != nil {
			t.Fatal(name, err)
		}
		got := read(t, b.Bytes())
		if name == "form" { // two papers
			name = "fo"
		}
		for _, want := range []string{"表单编号CS-" + name[:2], "2025-01-01起用", "编制张三", "审核李四", "批准王五", "版次第3版"} {
			if !strings.Contains(squeeze(got), want) {
				t.Errorf("%s lacks %q:\n%s", name, want, got)
			}
		}
		if strings.Contains(got, "A/0") {
			t.Errorf("%s has the layout's edition", name)
		}
		if pages := strings.Count(b.String(), "/Type /Page\n"); name == "receipt" && pages != 1 {
			t.Errorf("the receipt takes %d pages", pages)
		}
	}
}

// What a print is beside the paper stands in its head on each page; what is void bears no code, so that it cannot come
// home; two copies are told apart (rules F4, F6).
func TestF6_MarksAndCopies(t *testing.T) {
	for _, mark := range append(huiyin.PrintMarks(), "") {
		for n, want := range []string{"", "第一联 甲方", "第二联 乙方"} {
			s := stamped()
			s.Mark, s.Copy, s.Paper = mark, n, huiyin.PaperSettlement
			err := Settlement(&binder{bind: func(p *sheet) error {
				if err := p.complete(); err != nil {
					return err
				}
				for i, page := range p.pages {
					codes, words := 0, ""
					for _, o := range page {
						if o.kind == opQR {
							codes++
						}
						words += o.text + "\n"
					}
					if (codes == 0) != (mark == huiyin.MarkVoid) {
						t.Errorf("%q: %d codes on page %d", mark, codes, i+1)
					}
					if mark != "" && !strings.Contains(words, mark.Label()) || !strings.Contains(words, want) ||
						n == 0 && strings.Contains(words, "联 ") {
						t.Errorf("%q, %d: not on page %d", mark, n, i+1)
					}
				}
				return nil
			}}, s, closed(), company())
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	s := stamped()
	s.Paper = "receipt"
	var b bytes.Buffer
	if err := Copies(&b, Receipt, s, closed(), company(), []int{1, 2}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, b.Bytes()); strings.Count(got, "第一联 客户留存") != 1 || strings.Count(got, "第二联 公司存档") != 1 {
		t.Errorf("both copies:\n%s", got)
	}
}

// Agreement and dossier have the place of the seal across the edges on each page, a letter where it has several
// (骑缝章); nothing is drawn over a page that is bound in.
func TestF4_TheSeamIsOnEachPage(t *testing.T) {
	count := func(write func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error, c *huiyin.Complaint) (seams, pages int) {
		err := write(&binder{bind: func(p *sheet) error {
			if err := p.complete(); err != nil {
				return err
			}
			pages += len(p.pages)
			for _, page := range p.pages {
				for _, o := range page {
					if o.kind == opText && o.text == "缝" && o.x1 > p.right {
						seams++
					}
				}
			}
			return nil
		}}, stamped(), c, company())
		if err != nil {
			t.Fatal(err)
		}
		return seams, pages
	}
	if seams, pages := count(Settlement, closed()); seams != pages {
		t.Errorf("agreement: %d of %d", seams, pages)
	}
	if seams, pages := count(Letter, closed()); pages == 1 && seams != 0 {
		t.Errorf("letter of one page: %d", seams)
	}
	long := closed()
	long.Letters = []huiyin.Letter{{N: 1, FrozenAt: day(9, 9, 0), Text: strings.Repeat("很长的一段答复。\n", 120),
		Reference: "海悦客函〔2025〕12号", CopiesTo: "区住建局"}}
	if seams, pages := count(Letter, long); pages < 2 || seams != pages {
		t.Errorf("letter: %d of %d", seams, pages)
	}
	if seams, pages := count(Receipt, closed()); seams != 0 {
		t.Errorf("receipt: %d of %d", seams, pages)
	}
	var b bytes.Buffer
	if err := WriteDossier(&b, Dossier{Stamp: stamped(), C: closed()}, company()); err != nil {
		t.Fatal(err)
	}
	if got := read(t, b.Bytes()); strings.Count(got, "缝") < bytes.Count(b.Bytes(), []byte("/Type/Page/")) {
		t.Errorf("dossier: %d of %d", strings.Count(got, "缝"), bytes.Count(b.Bytes(), []byte("/Type/Page/")))
	}
}
