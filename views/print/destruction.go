package print

import (
	"io"
	"strconv"
	"time"

	"huiyin/huiyin"
)

// DestructionList writes a list of what has been kept for its time, with the two signatures (rule B1). It names no
// customer.
func DestructionList(w io.Writer, s Stamp, l *huiyin.DestructionList, org *huiyin.Org) error {
	p := newSheet(a4, heading{
		company: org.Company, title: "个人信息鉴定销毁清册", place: l.Place(org), number: l.Number, notes: "永久保存", zone: org.Zone,
		look: org.Letterhead, version: strconv.FormatInt(l.Version, 10),
	}, s)
	day := func(at time.Time) string {
		if at.IsZero() {
			return "/"
		}
		return at.In(p.zone).Format("2006-01-02")
	}
	p.row(0, label(2, "编制时间"), value(4, day(l.At)), label(2, "最早销毁"), value(4, day(l.StandsUntil())))
	gone, kept := l.Gone()
	p.row(0, label(2, "列入"), value(4, strconv.Itoa(len(l.Lines))+" 件"), label(2, "销毁、保留"),
		value(4, strconv.Itoa(gone)+" 件、"+strconv.Itoa(kept)+" 件"))
	p.gap(4)
	p.keep(24)
	p.table([]cell{label(1, "序号"), label(3, "投诉编号"), label(2, "项目"), label(1, "等级"), label(2, "结案、期满"), label(3, "结果")})
	for _, x := range l.Lines {
		fate := "等待"
		switch {
		case !x.GoneAt.IsZero() && x.Kept == "":
			fate = day(x.GoneAt) + " 已销毁"
		case !x.GoneAt.IsZero():
			fate = day(x.GoneAt) + " " + huiyin.KeptLabel(x.Kept)
		}
		p.row(0, middle(1, strconv.Itoa(x.N)), value(3, x.Number), middle(2, org.SiteName(x.Site)), middle(1, x.Grade.Label()),
			middle(2, day(x.ClosedAt)+"\n"+day(x.DueAt)), value(3, fate))
	}
	p.repeat = nil
	p.gap(4)
	p.keep(30)
	p.seats(org, l.Seats())
	return p.write(w)
}

// seats are the two signatures under a list.
func (p *sheet) seats(org *huiyin.Org, two [2]huiyin.SignedSeat) {
	for _, at := range two {
		who := "待签"
		if at.By != "" {
			who = org.PersonName(at.By) + "（" + at.By + "） " + at.At.In(p.zone).Format("2006-01-02 15:04") + " 已在系统签署"
		}
		p.row(18, label(2, at.For), value(5, who), cell{span: 5}.signed("签字"))
	}
}
