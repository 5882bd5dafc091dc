package print

import (
	"fmt"
	"io"
	"strings"

	"huiyin/huiyin"
)

// Emergency writes a site's 应急电话表 for the wall: whom to call for what, in large type, those who lead at
// the site, and rows to add numbers by hand (rules B5, F7).
func Emergency(w io.Writer, s Stamp, site *huiyin.Site, number string, org *huiyin.Org) error {
	p := newSheet(a4, heading{company: org.Company, title: "应急电话表", place: site.Name, number: number, notes: "张贴在值班处",
		zone: org.Zone, look: org.Letterhead}, s)
	rows := []gridRow{{cells: []cell{label(4.2, "什么事").sized(14), label(3.8, "找谁").sized(14),
		label(4, "电话").sized(14)}}}
	lines := org.Emergency(site.Code)
	for range max(3, 8-len(lines)) {
		lines = append(lines[:len(lines):len(lines)], huiyin.DirectoryEntry{})
	}
	for _, l := range lines {
		what, phone := value(4.2, l.What).sized(14), label(4, clean(l.Phone)).sized(16)
		what.kind = asCentre
		rows = append(rows, gridRow{want: 15, cells: []cell{what, middle(3.8, l.Name).sized(14), phone}})
	}
	var leaders []string
	for _, q := range org.SiteManagers(site.Code) {
		leaders = append(leaders, q.Name)
	}
	rows = append(rows,
		gridRow{cells: []cell{label(2, "项目经理"), value(4, strings.Join(leaders, "、")), label(2, "本处电话"),
			value(4, site.Phone)}},
		gridRow{cells: []cell{value(12, p.t("先救人，保护现场，马上报告项目经理。号码有变时请立即更正。")+"\n"+
			p.t("本表自 ")+s.At.In(org.Zone).Format("2006-01-02")+p.t(" 起用，此前的表请撤下。"))}},
		gridRow{cells: []cell{cell{span: 6}.signed("核对人"), cell{span: 6}.signed("项目经理")}})
	p.fill(rows)
	return p.write(w)
}

// Duty writes a site's 值班表 of a month for the wall: a row for each day as the calendar has it, who leads
// at the site, and boxes to write in who is on duty (rules B5, F7).
func Duty(w io.Writer, s Stamp, of Period, days []huiyin.DutyDay, org *huiyin.Org) error {
	p := newSheet(a4, heading{
		company: org.Company, title: "值班表", place: inScript(org.Letterhead, "项目：") + org.SiteName(of.Site) +
			inScript(org.Letterhead, "\u3000期间：") + of.Words,
		number: of.Number, notes: "张贴在值班处", zone: org.Zone, look: org.Letterhead,
	}, s)
	var leaders, heads []string
	for _, q := range org.SiteManagers(of.Site) {
		leaders = append(leaders, q.Name)
	}
	for i := range org.People {
		if q := &org.People[i]; q.Role == huiyin.Supervisor && q.Site == of.Site && !q.Disabled {
			heads = append(heads, q.Name)
		}
	}
	rows := []gridRow{
		{cells: []cell{label(1.6, "项目经理"), value(4.4, strings.Join(leaders, "、")), label(1.6, "主管"),
			value(4.4, strings.Join(heads, "、"))}},
		{cells: []cell{label(1.1, "日期"), label(0.9, "星期"), label(1.4, "日历"), label(2, "值班领导"), label(2, "白班"),
			label(2, "夜班"), label(2.6, "联系电话")}},
	}
	for _, d := range days {
		kind := p.t("工作日")
		switch {
		case d.Special != "":
			kind = p.t(d.Special.Label())
		case d.Rest:
			kind = p.t("休息")
		}
		week := string([]rune(p.t("日一二三四五六"))[d.Day.Weekday()])
		rows = append(rows, gridRow{want: 10, cells: []cell{
			middle(1.1, fmt.Sprint(d.Day.Day())).sized(9), middle(0.9, week).sized(9), middle(1.4, kind).sized(9),
			open(2), open(2), open(2), open(2.6),
		}})
	}
	p.fill(append(rows, gridRow{cells: []cell{cell{span: 6}.signed("排班"), cell{span: 6}.signed("审核")}}))
	return p.write(w)
}

// open is a cell to write in by hand that takes no height of its own.
func open(span float64) cell { return cell{span: span, size: 8.5} }
