package print

import (
	"cmp"
	"fmt"

	"huiyin/huiyin"
)

// BatchLine is one case of a batch of papers.
type BatchLine struct {
	Number, Site string // the site by its name
	Name         string // of the customer, as the paper itself has it
	Category     string
	State        string
	Year         string // of receipt
	Kept         int    // years after closing
	File         string // the archive number 档号, once it has one
}

// Cover writes the list of what a batch holds, on sheets of their own before it.
func (b *Book) Cover(s Stamp, title string, lines []BatchLine, org *huiyin.Org) error {
	s.QR, s.Even = "", true
	p := newSheet(a4, heading{company: org.Company, title: title, number: s.At.In(org.Zone).Format("20060102-1504"),
		notes: internal, zone: org.Zone, look: org.Letterhead}, s)
	p.par(p.t(fmt.Sprintf("本批共 %d 件，每件从正面起，可以双面打印。发出或归档时逐件核对。", len(lines))))
	p.gap(2)
	p.table([]cell{label(0.9, "序号"), label(3.6, "编号"), label(2.2, "项目"), label(2.1, "投诉人"), label(1.4, "状态"),
		label(1.8, "领取人")})
	for i, l := range lines {
		p.row(8, middle(0.9, fmt.Sprint(i+1)), middle(3.6, l.Number), middle(2.2, l.Site), middle(2.1, l.Name),
			middle(1.4, p.t(l.State)), cell{span: 1.8})
	}
	p.repeat = nil
	return p.write(b.binder())
}

// labelsAcross and labelsDown are how many labels a sheet has, labelGap the room between two in mm.
const labelsAcross, labelsDown, labelGap = 2, 5, 4.0

// Labels writes the labels of files to be put on folders and boxes, ten a sheet. They name no customer: they hang where
// everybody passes.
func (b *Book) Labels(s Stamp, lines []BatchLine, org *huiyin.Org) error {
	s.QR = ""
	p := newSheet(a4, heading{company: org.Company, title: "档案标签", number: s.At.In(org.Zone).Format("20060102-1504"),
		notes: "沿线剪下，贴在卷夹和档案盒上", zone: org.Zone, look: org.Letterhead}, s)
	top := p.y + 1
	width := (p.right - p.left - labelGap) / labelsAcross
	height := (p.bottom()-top)/labelsDown - labelGap
	for i, l := range lines {
		n := i % (labelsAcross * labelsDown)
		if i > 0 && n == 0 {
			p.newPage()
		}
		x, y := p.left+float64(n%labelsAcross)*(width+labelGap), top+float64(n/labelsAcross)*(height+labelGap)
		p.box(x, y, width, height)
		p.centred(x+width/2, y+2, 12, true, cmp.Or(l.File, l.Number))
		yy := y + 2 + lead(12) + 1
		for _, f := range [][2]string{{"题名", l.Site + " " + p.t("关于") + "“" + l.Category + "”" + p.t("的投诉")},
			{"年度", l.Year + "　　" + p.t("全宗号") + " " + cmp.Or(org.Letterhead.Fonds, "______") + "　" + p.t("页数") + " ____"},
			{"保管期限", fmt.Sprintf(p.t("结案后 %d 年"), l.Kept)}, {"盒号", "______"}} {
			for k, t := range regular().lines(clean(f[1]), thousandths(width-24, 10)) {
				if k == 0 {
					p.text(x+3, yy+baseline*lead(10), 10, true, p.t(f[0]))
				}
				if k < 2 {
					p.text(x+21, yy+baseline*lead(10), 10, false, t)
					yy += lead(10)
				}
			}
		}
	}
	return p.write(b.binder())
}
