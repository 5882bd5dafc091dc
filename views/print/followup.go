package print

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// FollowUp writes 《回访记录表》 of one complaint, to take along: what it was about and how it ended, the
// calls made so far, and a sheet for the next one (rules W9, F7).
func FollowUp(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newPaper(a4, s, "回访记录表", internal, c, org)
	rows := []gridRow{
		{cells: []cell{label(1.6, "客户姓名"), value(4.4, p.customer()), label(1.6, "联系电话"),
			value(4.4, p.masked("phone", c.Phone))}},
		{cells: []cell{label(1.6, "房号/位置"), value(4.4, c.Unit), label(1.6, "投诉等级"), value(4.4, p.t(c.Grade.Label()))}},
		{cells: []cell{label(1.6, "经办人"), value(4.4, p.who(c.Handler)), label(1.6, "负责人"), value(4.4, p.who(c.Owner))}},
		{cells: []cell{label(1.6, "结案状态"), value(4.4, p.t(c.Outcome.Label())), label(1.6, "结案时间"),
			value(4.4, p.when(c.ClosedAt))}},
		{want: 20, cells: []cell{label(1.6, "投诉事项"), value(10.4, c.Matter)}},
		{want: 20, cells: []cell{label(1.6, "答复和\n处理结果"), value(10.4, p.answers())}},
	}
	for i, f := range c.FollowUps {
		rows = append(rows,
			gridRow{cells: []cell{label(1.6, fmt.Sprintf("第%d次回访", i+1)).sized(9),
				value(4.4, p.when(f.At)+" "+p.who(f.By)), label(1.6, "满意度"), raw(4.4, pleased(f.Satisfaction))}},
			gridRow{cells: []cell{label(1.6, "再次发生"), raw(2, again(f)), label(1.6, "客户所说"), value(6.8, f.Said)}})
	}
	if c.State != huiyin.Archived {
		rows = append(rows,
			gridRow{cells: []cell{label(12, "本次回访（由经办人以外的人进行）")}},
			gridRow{want: 12, cells: []cell{label(1.6, "回访时间"), value(4.4, ""), label(1.6, "回访方式"),
				raw(4.4, choices(option{"电话", false}, option{"上门", false}, option{"其他", false}))}},
			gridRow{want: 12, cells: []cell{label(1.6, "受访人"), value(4.4, ""), label(1.6, "再次发生"),
				raw(4.4, again(huiyin.FollowUp{}))}},
			gridRow{want: 12, cells: []cell{label(1.6, "满意度"), raw(10.4, pleased(""))}},
			gridRow{want: 34, cells: []cell{label(1.6, "客户所说"), value(10.4, "").signed("客户签字")}},
			gridRow{want: 26, cells: []cell{label(1.6, "回访人\n意见"), value(10.4, "").signed("回访人签字")}},
			gridRow{want: 22,
				cells: []cell{label(1.6, "主管意见"),
					raw(10.4, choices(option{"归档", false}, option{"重开", false},
						option{"继续跟进", false})).signed("主管签字")}})
	} else if len(c.FollowUps) == 0 {
		rows = append(rows, gridRow{cells: []cell{label(1.6, "回访"), value(10.4, "/")}})
	}
	p.fill(rows)
	return p.write(w)
}

// pleased are the three words of satisfaction with the one given ticked.
func pleased(s huiyin.Satisfaction) string {
	return choices(of(huiyin.Satisfactions(), huiyin.Satisfaction.Label, s)...)
}

// again says whether it has happened again, to be ticked by hand where no call was made.
func again(f huiyin.FollowUp) string {
	made := !f.At.IsZero()
	return choices(option{"是", made && f.Recurred}, option{"否", made && !f.Recurred})
}

// FollowUps writes 《回访记录表》 of a period: a row for each call in the order given, then one to write by
// hand for each that is still to be made (rules W9, F7). No phone stands in it.
func FollowUps(w io.Writer, s Stamp, of Period, calls []huiyin.FollowUpCall, org *huiyin.Org) error {
	p := newSheet(a4Wide, heading{
		company: org.Company, title: "回访记录表", place: of.Of(org),
		number: of.Number, notes: internal, zone: org.Zone, look: org.Letterhead,
	}, s)
	widths := []float64{20, 38, 21, 22, 22, 17, 76, 20, 29}
	heads := []string{"日期", "编号", "房号", "受访人\n姓名", "反馈意见", "是否\n再次发生", "客户所说", "回访人", "备注"}
	p.columns = 0
	head := make([]cell, len(heads))
	for i := range heads {
		p.columns += widths[i]
		head[i] = label(widths[i], heads[i]).sized(9)
	}
	p.table(head)
	for _, k := range calls {
		row := p.callRow(k, org)
		for i := range row {
			row[i].span, row[i].size = widths[i], 9
		}
		p.row(callHeight, row...)
	}
	if len(calls) == 0 {
		p.row(0, middle(p.columns, "/"))
	}
	p.repeat = nil
	p.callSums(calls)
	return p.write(w)
}

// callHeight is the least height of a call's row in mm, in which one can write.
const callHeight = 15

// callRow writes one call; the spans are the table's.
func (p *sheet) callRow(k huiyin.FollowUpCall, org *huiyin.Org) []cell {
	at := func(t time.Time) string {
		return strings.Replace(t.In(p.zone).Format("2006-01-02 15:04"), " ", "\n", 1)
	}
	day, by, note := "", "", ""
	if k.At.IsZero() {
		note = p.t("应于 ") + k.Due.In(p.zone).Format("2006-01-02 15:04") + p.t(" 前回访")
		if p.stamp.At.After(k.Due) {
			note += p.t("，已超期")
		}
	} else {
		day, by = at(k.At), org.PersonName(k.By)
	}
	return []cell{
		middle(0, day), value(0, k.Number), value(0, k.Unit), value(0, k.Name),
		raw(0, strings.ReplaceAll(pleased(k.Satisfaction), " ", "\n")),
		raw(0, strings.ReplaceAll(again(k.FollowUp), " ", "\n")), value(0, k.Said), middle(0, by), value(0, note),
	}
}

// callSums counts the calls, and leaves room to sign.
func (p *sheet) callSums(calls []huiyin.FollowUpCall) {
	made := slices.DeleteFunc(slices.Clone(calls), func(k huiyin.FollowUpCall) bool { return k.At.IsZero() })
	again, by := 0, map[huiyin.Satisfaction]int{}
	for _, k := range made {
		by[k.Satisfaction]++
		if k.Recurred {
			again++
		}
	}
	p.columns = 12
	p.keep(2*8 + 20)
	p.gap(4)
	heads, sums := []string{p.t("已回访")}, []int{len(made)}
	for _, s := range huiyin.Satisfactions() {
		heads, sums = append(heads, p.t(s.Label())), append(sums, by[s])
	}
	heads, sums = append(heads, p.t("再次发生"), p.t("待回访")), append(sums, again, len(calls)-len(made))
	var names, numbers []cell
	for i, h := range heads {
		names = append(names, label(2, h))
		numbers = append(numbers, middle(2, fmt.Sprint(sums[i])))
	}
	p.row(0, names...)
	p.row(0, numbers...)
	p.row(0, cell{span: 4}.signed("制表"), cell{span: 4}.signed("审核"), cell{span: 4}.signed("批准"))
}
