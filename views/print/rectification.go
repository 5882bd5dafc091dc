package print

import (
	"fmt"
	"io"

	"huiyin/huiyin"
)

// Rectification writes 《整改通知单》, which orders one corrective or preventive measure: unit, person, what,
// by when and on what ground, with room for the result and for the check by somebody else (rules A1, F7).
// It goes to the unit that carries it out, and names no customer.
func Rectification(w io.Writer, s Stamp, c *huiyin.Complaint, m *huiyin.Measure, org *huiyin.Org) error {
	p := newPaper(a4, s, "整改通知单", "内部使用", c, org)
	n := 0
	for i := range c.Measures {
		if c.Measures[i].ID == m.ID {
			n = i + 1
		}
	}
	result := choices(option{"已完成", !m.DoneAt.IsZero()}, option{"未完成", false})
	if !m.DoneAt.IsZero() {
		result += "\n" + clean(p.entry(m.DoneAt, m.DoneBy, m.Done))
	}
	checked := choices(option{"有效", m.Effective == "yes"}, option{"无效，须重新整改", m.Effective == "no"})
	if !m.VerifiedAt.IsZero() {
		checked += "\n" + clean(p.entry(m.VerifiedAt, m.VerifiedBy, m.Words))
	}
	p.fill([]gridRow{
		{cells: []cell{label(1.6, "通知单号"), value(4.4, fmt.Sprintf("%s 整改 %d", c.Number, n)), label(1.6, "措施种类"),
			raw(4.4, choices(of(huiyin.MeasureKinds(), huiyin.MeasureKind.Label, m.Kind)...))}},
		{cells: []cell{label(1.6, "责任单位"), value(4.4, m.Unit), label(1.6, "责任人"), value(4.4, p.who(m.Person))}},
		{cells: []cell{label(1.6, "下发时间"), value(4.4, p.when(m.At)), label(1.6, "完成期限"), value(4.4, p.when(m.Due))}},
		{cells: []cell{label(1.6, "整改依据"),
			value(10.4, p.t("投诉编号：")+c.Number+"（"+org.CategoryName(c.Category)+"，"+p.t(c.Grade.Label())+"）")}},
		{want: 30, cells: []cell{label(1.6, "原因"), value(10.4, p.cause())}},
		{want: 44, cells: []cell{label(1.6, "整改要求"), value(10.4, m.What).signed("签发人", "责任单位签收")}},
		{want: 46, cells: []cell{label(1.6, "整改结果"), raw(10.4, result).signed("责任人签字")}},
		{want: 40, cells: []cell{label(1.6, "效果验证"), raw(10.4, checked).signed("验证人签字")}},
		{cells: []cell{value(12, p.t("请在期限之前完成整改，写明结果，签字后交回。效果由责任人和执行人以外的人验证。"))}},
	})
	return p.write(w)
}
