package print

import (
	"io"
	"strconv"

	"huiyin/huiyin"
)

// Minutes writes the minutes of a complaint meeting, with a place to sign for each who took part (rule M7).
// The cases are those that the reader may see.
func Minutes(w io.Writer, s Stamp, m *huiyin.Meeting, cases []huiyin.Listed, org *huiyin.Org) error {
	p := newSheet(a4, heading{
		company: org.Company, title: "投诉分析会纪要", place: inScript(org.Letterhead, "项目：") + m.Place(org),
		number: m.Number, notes: "内部使用", zone: org.Zone, look: org.Letterhead,
		version: strconv.FormatInt(m.Version, 10),
	}, s)
	p.row(0, label(2, "时间"), value(4, m.HeldAt.In(p.zone).Format("2006-01-02 15:04")), label(2, "地点"),
		value(4, m.Venue))
	p.row(0, label(2, "召集"), value(4, org.PersonName(m.By)), label(2, "定稿"),
		value(4, m.ClosedAt.In(p.zone).Format("2006-01-02 15:04")))
	p.row(0, label(2, "议题"), value(10, m.Topics))
	p.row(0, label(2, "会议纪要"), value(10, m.Minutes))
	p.gap(4)
	p.keep(24)
	p.table([]cell{label(4, "讨论的投诉"), label(2, "项目"), label(2, "类别"), label(2, "等级"), label(2, "状态")})
	for _, c := range cases {
		p.row(0, value(4, c.Number), middle(2, org.SiteName(c.Site)), middle(2, org.CategoryName(c.Category)),
			middle(2, p.t(c.Grade.Label())), middle(2, p.t(c.State.Label())))
	}
	p.repeat = nil
	p.row(0, value(12, p.t(huiyin.CasesKept)).sized(footSize))
	p.jobs("会议决定", m.Jobs, org)
	p.gap(4)
	p.keep(30)
	p.row(0, label(12, "参加人员签字"))
	for i := 0; i < len(m.People); i += 2 {
		row := []cell{label(2, org.PersonName(m.People[i])).written(), cell{span: 4}.signed("签字"), label(2, ""), value(4, "")}
		if i+1 < len(m.People) {
			row[2], row[3] = label(2, org.PersonName(m.People[i+1])).written(), cell{span: 4}.signed("签字")
		}
		p.row(18, row...)
	}
	return p.write(w)
}
