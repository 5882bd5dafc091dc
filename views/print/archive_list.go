package print

import (
	"io"
	"strconv"
	"time"

	"huiyin/huiyin"
)

// ArchiveList writes the list by which archived complaints are handed over, after DA/T 22, with the two signatures (rule
// W10). It names no customer.
func ArchiveList(w io.Writer, s Stamp, l *huiyin.ArchiveList, org *huiyin.Org) error {
	p := newSheet(a4, heading{
		company: org.Company, title: huiyin.PaperArchive.Label(), place: l.Place(org), number: l.Number, notes: "永久保存",
		zone: org.Zone, look: org.Letterhead, version: strconv.FormatInt(l.Version, 10),
	}, s)
	day := func(at time.Time) string { return at.In(p.zone).Format("2006-01-02") }
	originals := 0
	for _, x := range l.Lines {
		originals += x.Originals
	}
	p.row(0, label(2, "编制时间"), value(4, day(l.At)), label(2, "结案年度"), value(4, strconv.Itoa(l.Year)))
	p.row(0, label(2, "案卷"), value(4, strconv.Itoa(len(l.Lines))+" 件"), label(2, "纸质原件"),
		value(4, strconv.Itoa(originals)+" 份"))
	p.gap(4)
	p.keep(24)
	p.table([]cell{label(0.8, "序号"), label(3.2, "档号"), label(3, "文号"), label(1, "等级"), label(1.6, "日期"), label(1.2, "保管期限"),
		label(1.2, "原件")})
	for _, x := range l.Lines {
		grade, closed, years, papers := x.Grade.Label(), day(x.ClosedAt), strconv.Itoa(x.Years)+" 年", strconv.Itoa(x.Originals)
		if x.Restricted { // rule P8
			grade, closed, years, papers = "受限", "/", "/", "/"
		}
		p.row(0, middle(0.8, strconv.Itoa(x.N)), value(3.2, x.FileNumber), value(3, x.Number), middle(1, grade), middle(1.6, closed),
			middle(1.2, years), middle(1.2, papers))
	}
	p.repeat = nil
	p.gap(4)
	p.keep(30)
	p.seats(org, l.Seats())
	return p.write(w)
}
