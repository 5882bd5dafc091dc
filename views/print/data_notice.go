package print

import (
	"io"

	"huiyin/huiyin"
)

// dataNotice puts the notice about the customer's data into words: who takes which data what for, how long they are
// kept, what the customer may ask for, and of whom (rule K13).
func (p *sheet) dataNotice(n huiyin.DataNotice) [][2]string {
	ask := n.Phone
	if n.Officer != "" {
		ask = p.t("个人信息保护负责人") + " " + n.Officer + "  " + n.Phone
	}
	return [][2]string{
		{"谁收集", n.Who},
		{"收集什么", p.t("您的姓名、联系方式、房号和反映的事项。证件号码和收款账号只在和解和付款时收集。")},
		{"用来做什么", p.t("只用于受理、核实、答复和回访。需要开发商、施工单位、保险公司或平台办理的，只提供必要的内容。")},
		{"保存多久", p.t("结案后 ") + n.Kept + p.t(" 年，期满匿名化。")},
		{"您的权利", p.t("您可以要求查阅、复制、更正或删除，也可以撤回同意。")},
		{"向谁提出", ask},
	}
}

// Notice writes 《个人信息告知》 for the wall of a site (rule K13).
func Notice(w io.Writer, s Stamp, site *huiyin.Site, number string, org *huiyin.Org) error {
	p := newSheet(a4, heading{company: org.Company, title: "个人信息告知", place: site.Name, number: number,
		notes: "张贴在接待处", zone: org.Zone, look: org.Letterhead}, s)
	var rows []gridRow
	for _, l := range p.dataNotice(org.DataNoticeOf(site.Code)) {
		rows = append(rows, gridRow{want: 25, cells: []cell{label(3, l[0]).sized(14), value(9, l[1]).sized(14)}})
	}
	p.fill(rows)
	return p.write(w)
}
