package print

import (
	"fmt"
	"io"
	"strings"
	"time"

	"huiyin/huiyin"
)

// wallSize is the type size of what hangs on a wall, in points; a long one is set smaller by fill.
const wallSize = 13

// callCode is the side of the code that customers scan, in mm.
const callCode = 44

// HowTo writes 《投诉须知》 for the wall of a site: how to complain, what happens then, by when, that it costs nothing, and
// where else to turn; with the code by which a customer's phone gets through (rule F7).
func HowTo(w io.Writer, s Stamp, site *huiyin.Site, number string, org *huiyin.Org) error {
	h := heading{company: org.Company, title: huiyin.PaperHowTo.Label(), place: site.Name, number: number,
		notes: "张贴在接待处", zone: org.Zone, look: org.Letterhead}
	h.look.Name = org.LegalPerson(site.Code)
	p := newSheet(a4, h, s)
	target, does := scanTarget(site)
	if target != "" {
		p.row(callCode+5, label(3, "扫码投诉").sized(wallSize), value(5.4, does).sized(wallSize), cell{span: 3.6})
		code, x, y := callCode*1.0, p.right-(3.6/p.columns*(p.right-p.left)-callCode)/2, p.y-callCode-2.5
		if err := p.wallCode(x, y, code, target); err != nil {
			return err
		}
	}
	var rows []gridRow
	for _, l := range p.howTo(site, org) {
		if l[1] != "" {
			rows = append(rows, gridRow{want: 20, cells: []cell{label(3, l[0]).sized(wallSize), value(9, l[1]).sized(wallSize)}})
		}
	}
	p.fill(rows)
	return p.write(w)
}

// scanTarget is what the code holds: the site's own address, else a call of its phone.
func scanTarget(site *huiyin.Site) (target, does string) {
	if site.ComplainURL != "" {
		return site.ComplainURL, "用手机扫描右边的二维码，填写您要反映的事项。"
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, site.Phone)
	if digits == "" {
		return "", ""
	}
	return "tel:" + digits, "用手机扫描右边的二维码，直接拨打投诉电话 " + site.Phone + "。"
}

// howTo are the lines of the notice.
func (p *sheet) howTo(site *huiyin.Site, org *huiyin.Org) [][2]string {
	channels := p.t("到接待处当面反映")
	if site.Phone != "" {
		channels += p.t("；拨打 ") + site.Phone
	}
	if site.LegalAddress != "" {
		channels += p.t("；来信寄至 ") + site.LegalAddress
	}
	hours := func(f huiyin.Parameter) string {
		d := org.Parameters.Span(f)
		if days := d / (24 * time.Hour); d > 48*time.Hour && d%(24*time.Hour) == 0 {
			return fmt.Sprintf("%d 天", days)
		}
		if d < time.Hour {
			return fmt.Sprintf("%d 分钟", d/time.Minute)
		}
		return fmt.Sprintf("%d 小时", d/time.Hour)
	}
	times := "涉及人身安全等紧急事项 " + hours(huiyin.FirstResponseNow) + "内响应，其他 " + hours(huiyin.FirstResponse) +
		"内与您联系，" + hours(huiyin.FirstFeedback) + "内告诉您进展；一般事项 " + hours(huiyin.SettleMinor) + "、重要事项 " +
		hours(huiyin.SettleImportant) + "、重大事项 " + hours(huiyin.SettleMajor) + "内办结。不能按时办结的，事先说明原因和新的时间。"
	times = p.t(times)
	if site.AnswerDays > 0 {
		times += p.t(fmt.Sprintf("按%s，", site.AnswerGround)) + p.t(fmt.Sprintf("%d 天内书面答复。", site.AnswerDays))
	}
	var turns []string
	for _, b := range huiyin.Outsides() {
		l := org.OutsideLine(b)
		if text := strings.TrimSpace(l.Name + " " + l.Phone); text != "" {
			turns = append(turns, text)
		} else {
			turns = append(turns, p.t(b.Label()))
		}
	}
	n := org.DataNoticeOf(site.Code)
	return [][2]string{
		{"怎样投诉", channels + "。"},
		{"请说明", p.t("您的姓名和电话、房号或合同、发生的时间和经过、您的诉求；有照片、合同、收据的请一并提供。匿名也受理，但无法回复您。")},
		{"办理步骤", p.t("当场登记并给您受理回执，编号可以查询进度；专人核实；答复您并听取意见；办结后回访。")},
		{"办理时限", times},
		{"收费", p.t("投诉不收任何费用，也不会影响您应有的服务和权利。")},
		{"对答复不满意", p.t("可以要求上一级复核；也可以向下列机构反映：") + strings.Join(turns, "、") + "。"},
		{"个人信息", p.t("由 ") + n.Who + p.t(" 收集，只用于办理投诉，结案后保存 ") + n.Kept + p.t(" 年。详见《个人信息告知》。")},
	}
}
