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
	Number string // of the ledger: TZ-HY-202503
}

// digest is how much of a matter the ledger shows; all of it stands in the form.
const digest = 34

// Ledger writes 《投诉处理记录表》, the ledger of a period (F2): one row a complaint, in the order given,
// and sums at the end. Phones are always masked, also in texts (rule P5).
func Ledger(w io.Writer, s Stamp, of Period, list []*huiyin.Complaint, org *huiyin.Org) error {
	place := inScript(org.Letterhead, "全部项目")
	if of.Site != "" {
		place = org.SiteName(of.Site)
	}
	p := newSheet(a4Wide, heading{
		company: org.Company, title: "投诉处理记录表",
		place: strings.TrimSpace(inScript(org.Letterhead, "项目：") + place + inScript(org.Letterhead, "\u3000期间：") +
			of.Words),
		number: of.Number, notes: internal, zone: org.Zone, look: org.Letterhead,
	}, s)

	widths := []float64{7, 20, 16, 15, 15, 19, 10, 17, 50, 8.5, 16, 13, 16, 8.5, 10, 16, 8}
	heads := []string{"序号", "编号", "日期", "投诉人", "房号", "电话", "方式", "部门/\n被投诉人", "内容摘要", "等级", "承诺时限", "处理结果", "完成日期",
		"是否\n超时", "满意度", "回访", "备注"}
	p.columns = 0
	head := make([]cell, len(heads))
	for i := range heads {
		p.columns += widths[i]
		head[i] = label(widths[i], heads[i]).sized(tableSize)
	}
	p.table(head)
	for i, c := range list {
		row := ledgerRow(p, i+1, c, org)
		for k := range row {
			row[k].span, row[k].size = widths[k], tableSize
		}
		p.row(0, row...)
	}
	p.repeat = nil
	p.ledgerSums(org, list)
	return p.write(w)
}

// ledgerRow writes one complaint; the spans are the table's.
func ledgerRow(p *sheet, n int, c *huiyin.Complaint, org *huiyin.Org) []cell {
	q := &paper{p, c, org}
	who := q.department()
	if a := q.accused(); a != "" {
		who = strings.TrimPrefix(who+"/"+a, "/")
	}
	result, done := c.State.Label(), q.date(c.SettledAt)
	if c.Merged() { // rule K7
		result, done = "已并入其他投诉", ""
	}
	if c.Outcome != "" {
		result, done = c.Outcome.Label(), q.date(c.ClosedAt)
	}
	late := ""
	if d := c.Deadline(huiyin.D5); d != nil {
		switch {
		case c.Merged() && d.Status == huiyin.Running:
		case d.Late(p.stamp.At):
			late = "是"
		case d.Status == huiyin.Met:
			late = "否"
		}
	}
	called := ""
	if k := len(c.FollowUps); k > 0 {
		called = q.who(c.FollowUps[k-1].By) + "\n" + q.date(c.FollowUps[k-1].At)
	}
	remark := ""
	if c.Validity == huiyin.NotValid {
		remark = "无效"
	}
	if n, stood := c.PausedFor(); n > 0 { // rule D9
		remark = strings.TrimPrefix(remark+"\n"+fmt.Sprintf("暂停%d次%.1f天", n, stood.Hours()/24), "\n")
		if d := c.Deadline(huiyin.D5); d != nil && !d.First().Equal(d.Due) {
			remark += "\n原定" + q.date(d.First())
		}
	}
	return []cell{
		middle(0, fmt.Sprint(n)), value(0, foldNumber(c.Number)), middle(0, q.date(c.ReceivedAt)),
		value(0, huiyin.MaskText(c.Name)), value(0, huiyin.MaskText(c.Unit)),
		value(0, huiyin.Mask(c.Phone)), middle(0, p.t(way(c.Channel))), value(0, who),
		value(0, short(huiyin.MaskText(c.Matter), digest)), middle(0, p.t(c.Grade.Label())),
		middle(0, q.date(c.PromisedAt)), middle(0, p.t(result)), middle(0, done), middle(0, late),
		middle(0, p.t(c.Satisfaction().Label())), middle(0, called), middle(0, p.t(remark)),
	}
}

// foldNumber lets a complaint's number break before its date, not anywhere.
func foldNumber(s string) string {
	if i := strings.LastIndexByte(s, '-'); i > 8 {
		return s[:i-8] + "\n" + s[i-8:]
	}
	return s
}

// ledgerSums writes the sums by grade, and the places to sign.
func (p *sheet) ledgerSums(org *huiyin.Org, list []*huiyin.Complaint) {
	type sum struct{ all, valid, invalid, open, done, late int }
	var total sum
	by := map[huiyin.Grade]*sum{}
	for _, g := range huiyin.Grades() {
		by[g] = &sum{}
	}
	for _, c := range list {
		whole := &total
		if c.Internal(org) { // staff's own are no customers' (rule M8)
			whole = nil
		}
		for _, s := range []*sum{by[c.Grade], whole} {
			if s == nil {
				continue
			}
			s.all++
			switch c.Validity {
			case huiyin.Valid:
				s.valid++
			case huiyin.NotValid:
				s.invalid++
			}
			if c.State.Settled() {
				s.done++
			} else {
				s.open++
			}
			if d := c.Deadline(huiyin.D5); d != nil && d.Late(p.stamp.At) {
				s.late++
			}
		}
	}
	p.columns = 12
	p.keep(5*8 + 30)
	p.gap(4)
	heads := []string{"等级", "件数", "有效", "无效", "已办结", "未办结", "办结超时"}
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
	for _, g := range huiyin.Grades() {
		s := by[g]
		row(g.Label(), s.all, s.valid, s.invalid, s.done, s.open, s.late)
	}
	row("合计", total.all, total.valid, total.invalid, total.done, total.open, total.late)
	p.row(0, cell{span: 4}.signed("制表"), cell{span: 4}.signed("审核"), cell{span: 4}.signed("批准"))
}
