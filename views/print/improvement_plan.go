package print

import (
	"io"
	"strconv"
	"strings"

	"huiyin/huiyin"
)

// ImprovementPlan writes 《专项整改方案》 (rule A2): its cause and aim, the numbers of the complaints that its reader may
// see and nothing else of them (rules P3, P5), its measures with what others found, its effect, and its
// result.
func ImprovementPlan(w io.Writer, s Stamp, v *huiyin.ImprovementPlan, covered []huiyin.Covering, e *huiyin.Effect,
	org *huiyin.Org) error {
	p := newSheet(a4, heading{
		company: org.Company, title: "专项整改方案", place: inScript(org.Letterhead, "项目：") + v.Place(org) +
			inScript(org.Letterhead, "\u3000类别：") + org.CategoryName(v.Category),
		number: v.Number, notes: "内部使用", zone: org.Zone, look: org.Letterhead,
		version: strconv.FormatInt(v.Version, 10),
	}, s)
	var numbers []string
	for _, c := range covered {
		n := c.Number
		if c.Told != nil && c.Told.Why == huiyin.WasTold {
			n += "（已告知）"
		}
		numbers = append(numbers, n)
	}
	p.row(0, label(2, "状态"), value(10, v.State.Label()))
	p.row(0, label(2, "共同的原因"), value(10, v.Cause))
	p.row(0, label(2, "整改目标"), value(10, v.Aim))
	p.row(0, label(2, "涉及的投诉"), value(10, strings.Join(numbers, "  ")))
	p.row(0, value(12, "只列出打印人能查看的投诉。").sized(footSize))
	p.row(0, label(2, "立项"), value(10, p.stated(org, "", v.By, v.At)))
	p.gap(4)
	p.keep(24)
	p.table([]cell{label(3, "整改措施"), label(2, "责任部门、人员"), label(2, "期限"), label(2.5, "结果"), label(2.5, "效果核实")})
	for _, j := range v.Jobs {
		who := org.PersonName(j.Who)
		if j.Unit != "" {
			who = org.DepartmentName(j.Unit) + " " + who
		}
		result, found := j.Result, ""
		if j.Dropped {
			result = "不再办理：" + result
		}
		if !j.CheckedAt.IsZero() {
			found = map[string]string{"yes": "有效果", "no": "没有效果"}[j.Effective] + "：" + j.Found + "（" +
				org.PersonName(j.CheckedBy) + "）"
		}
		p.row(0, value(3, j.What), value(2, who), middle(2, j.Due.In(p.zone).Format("2006-01-02")), value(2.5, result),
			value(2.5, found))
	}
	if len(v.Jobs) == 0 {
		p.row(0, value(12, "没有。"))
	}
	p.repeat = nil
	p.gap(4)
	p.keep(24)
	p.table([]cell{label(4, "月份"), label(4, "阶段"), label(4, "受理")})
	for _, t := range e.Points {
		p.row(0, middle(4, t.Month.String()), middle(4, e.Phase(t.Month)), amount(4, strconv.Itoa(t.Received)))
	}
	p.repeat = nil
	before, since := e.Means()
	p.row(0, value(12, "立项前六个月平均每月 "+before+" 件，立项后（不含当月）平均每月 "+since+" 件。"+huiyin.NotCounted).sized(footSize))
	p.gap(4)
	p.keep(20)
	p.row(0, label(2, "结果"), value(10, p.stated(org, v.Result, v.EndedBy, v.EndedAt)))
	return p.write(w)
}
