package print

import (
	"io"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
)

// Statement writes 公告 or 统一口径单, word for word as it was approved; one that was replaced says so (rule R3).
func Statement(w io.Writer, s Stamp, c *crisis.Crisis, said *crisis.Statement, org *huiyin.Org) error {
	title := map[crisis.StatementKind]string{crisis.WordsForStaff: "统一口径单", crisis.PublicNotice: "公告", crisis.Progress: "进展公告"}[said.Kind]
	h := heading{company: org.PaperName(), title: title, place: org.SiteName(c.Site), number: c.Number, zone: org.Zone,
		look: org.Letterhead, version: strconv.Itoa(said.N), notes: "以最新口径为准"}
	if said.Status == crisis.Replaced || said.Status == crisis.Withdrawn {
		h.title += "（" + said.Status.Label() + "）"
	}
	p := newSheet(a4, h, s)
	at := func(t time.Time) string { return t.In(p.zone).Format("2006-01-02 15:04") }
	p.row(0, label(2, "版本"), value(4, "第 "+strconv.Itoa(said.N)+" 版"), label(2, "发布时间"), value(4, at(said.IssuedAt)))
	p.row(0, label(2, "批准"), value(4, org.PersonName(said.DecidedBy)), label(2, "批准时间"), value(4, at(said.DecidedAt)))
	p.gap(4)
	p.row(60, value(12, said.Text))
	next, answers := "未约定", org.PersonName(said.Answers)
	if !said.NextAt.IsZero() {
		next = at(said.NextAt)
	}
	if said.Answers == "" {
		answers = "前台记录后由专人回复"
	}
	p.row(0, label(2, "下次发布"), value(4, next), label(2, "提问答复"), value(4, answers))
	if !said.EndedAt.IsZero() {
		p.row(0, label(2, said.Status.Label()), value(10, at(said.EndedAt)))
	}
	return p.write(w)
}

// HandOver writes 指挥交接单: the brief and the two who sign (rule R14).
func HandOver(w io.Writer, s Stamp, c *crisis.Crisis, h crisis.HandOver, org *huiyin.Org) error {
	p := newSheet(a4, heading{company: org.PaperName(), title: "指挥交接单", place: org.SiteName(c.Site), number: c.Number,
		zone: org.Zone, look: org.Letterhead, version: strconv.Itoa(h.N)}, s)
	at := func(t time.Time) string {
		if t.IsZero() {
			return "/"
		}
		return t.In(p.zone).Format("2006-01-02 15:04")
	}
	p.row(0, label(2, "席位"), value(4, h.Kind.Label()), label(2, "提出时间"), value(4, at(h.At)))
	p.row(0, label(2, "阶段"), value(4, h.Phase.Label()), label(2, "人数"), value(4, "约 "+strconv.Itoa(h.People)+" 人"))
	force := "没有生效的口径"
	if h.Force > 0 {
		force = "第 " + strconv.Itoa(h.Force) + " 版"
	}
	p.row(0, label(2, "对外口径"), value(4, force), label(2, "下次发布"), value(4, at(h.PromisedNext)))
	p.row(60, label(2, "交接内容"), value(10, h.Brief))
	p.row(14, label(2, "交班"), value(4, org.PersonName(h.From)), label(2, "签字"), value(4, ""))
	p.row(14, label(2, "接班"), value(4, org.PersonName(h.To)), label(2, "签字"), value(4, ""))
	p.row(0, label(2, "接收时间"), value(10, at(h.AcceptedAt)))
	return p.write(w)
}

// CrisisContacts writes 联络表 for the pocket: seats, deputies, parts and whom to call; no owner stands on it (rule R14).
func CrisisContacts(w io.Writer, s Stamp, c *crisis.Crisis, org *huiyin.Org) error {
	p := newSheet(a4, heading{company: org.PaperName(), title: "危机联络表", place: org.SiteName(c.Site), number: c.Number,
		zone: org.Zone, look: org.Letterhead, version: strconv.FormatInt(c.Version, 10)}, s)
	p.table([]cell{label(3, "角色"), label(4, "姓名"), label(5, "单位和电话")})
	for _, seat := range c.Seats {
		who, note := org.PersonName(seat.Who(org)), ""
		if seat.Deputy != "" {
			note = "副手 " + org.PersonName(seat.Deputy)
		}
		p.row(0, value(3, seat.Kind.Label()), value(4, who), value(5, note))
	}
	for _, x := range c.Parts() {
		p.row(0, value(3, x.Kind.Label()), value(4, x.Name(org)), value(5, strings.TrimSpace(x.Firm+" "+x.Phone)))
	}
	for _, site := range c.AtSites() {
		for _, l := range org.Emergency(site) {
			p.row(0, value(3, "应急电话"), value(4, l.What), value(5, l.Phone))
		}
	}
	p.repeat = nil
	p.gap(4)
	p.row(12, label(2, "编制"), value(4, ""), label(2, "日期"), value(4, ""))
	return p.write(w)
}
