package print

import (
	"fmt"
	"io"
	"strings"

	"huiyin/huiyin"
)

// Period is what a ledger covers: a site, or all where Site is "", and a stretch of time in words.
type Period struct {
	Site   string // code
	Words  string // 2025年3月
	Number string // of the ledger: TZ-HY-202503-S01
	View   string // the name of whose view it is
}

// Of says which site and time a paper is about, and whose view it is: others may see more or fewer.
func (of Period) Of(org *huiyin.Org) string {
	in := func(s string) string { return inScript(org.Letterhead, s) }
	place := in("全部项目")
	if of.Site != "" {
		place = org.SiteName(of.Site)
	}
	out := in("项目：") + place + in("\u3000期间：") + of.Words
	if of.View != "" {
		out += in("\u3000口径：") + of.View + in("所见")
	}
	return strings.TrimSpace(out)
}

// digest is how much of a matter the ledger shows; all of it stands in the form.
const digest = 28

// Ledger writes 《投诉处理记录表》, the ledger of a period (F2): one row a complaint, in the order given,
// and sums at the end. Phones are always masked, also in texts (rule P5).
func Ledger(w io.Writer, s Stamp, of Period, list []*huiyin.Complaint, org *huiyin.Org) error {
	p := newSheet(a4Wide, heading{
		company: org.Company, title: "投诉处理记录表", place: of.Of(org),
		number: of.Number, notes: internal, zone: org.Zone, look: org.Letterhead,
	}, s)

	columns := []struct {
		width float64
		head  string
	}{{8, "序号"}, {38, "编号\n日期"}, {24, "投诉人\n房号"}, {24, "电话\n方式"}, {22, "被投诉\n部门/人"}, {52, "内容摘要"},
		{16, "等级\n满意度"}, {21, "承诺时限\n完成日期"}, {10, "是否\n超时"}, {18, "处理结果"}, {20, "回访人\n日期"}, {14, "备注"}}
	p.columns = 0
	var head []cell
	for _, k := range columns {
		p.columns += k.width
		head = append(head, label(k.width, k.head).sized(tableSize))
	}
	p.table(head)
	for i, c := range list {
		row := ledgerRow(p, i+1, c, org)
		for k := range row {
			row[k].span, row[k].size = columns[k].width, tableSize
		}
		p.row(0, row...)
	}
	p.repeat = nil
	p.ledgerSums(org, list)
	return p.write(w)
}

// ledgerRow writes one complaint; the spans are the table's.
func ledgerRow(p *sheet, n int, c *huiyin.Complaint, org *huiyin.Org) []cell {
	q, r := &paper{p, c, org}, org.LedgerRow(c, p.stamp.At)
	two := func(above, below string) string { return above + "\n" + below }
	return []cell{
		middle(0, fmt.Sprint(n)), value(0, two(c.Number, q.date(r.Received))),
		value(0, two(huiyin.MaskText(c.Name), huiyin.MaskText(c.Unit))),
		value(0, two(huiyin.Mask(c.Phone), p.t(r.Channel))), value(0, r.Against),
		value(0, short(huiyin.MaskText(c.Matter), digest)),
		middle(0, two(p.t(c.Grade.Label()), p.t(r.Satisfaction))),
		middle(0, two(q.date(c.PromisedAt), q.date(r.Done))), middle(0, p.t(r.Late)), middle(0, p.t(r.Result)),
		middle(0, two(r.FollowedUp, q.date(r.FollowedUpAt))), middle(0, p.t(r.Remark)),
	}
}

// ledgerSums writes the sums by grade, and the places to sign.
func (p *sheet) ledgerSums(org *huiyin.Org, list []*huiyin.Complaint) {
	p.columns = 12
	p.keep(6*8 + 30)
	p.gap(4)
	heads := []string{"等级", "件数", "有效", "无效", "已办结", "未办结", "办结逾期"}
	row := func(name string, numbers ...int) {
		cells := []cell{label(12.0/7, name)}
		for _, n := range numbers {
			cells = append(cells, middle(12.0/7, fmt.Sprint(n)))
		}
		p.row(0, cells...)
	}
	var cells []cell
	for _, h := range heads {
		cells = append(cells, label(12.0/7, h))
	}
	p.row(0, cells...)
	for _, k := range org.LedgerSums(list, p.stamp.At) {
		row(k.Name, k.All, k.Valid, k.NotValid, k.Done, k.Open, k.Late)
	}
	p.row(0, cell{span: 4}.signed("制表"), cell{span: 4}.signed("审核"), cell{span: 4}.signed("批准"))
}
