package print

import (
	"io"
	"strconv"

	"huiyin/huiyin"
)

// Quarterly writes 《季度服务评估报告》 (F7) as it was released: what was good, what was not, the measures, how
// those of the last quarter stand, and the figures that it rests on (rule M3).
func Quarterly(w io.Writer, s Stamp, q *huiyin.Quarter, e *huiyin.Evaluation, org *huiyin.Org) error {
	p := newSheet(a4, heading{
		company: org.Company, title: "季度服务评估报告", place: inScript(org.Letterhead, "期间："+quarterWords(q.Period)),
		number: q.Number, notes: "内部使用", zone: org.Zone, look: org.Letterhead,
		version: strconv.FormatInt(q.Version, 10),
	}, s)
	p.row(0, label(2, "做得好的"), value(10, q.Strengths))
	p.row(0, label(2, "不足之处"), value(10, q.Weaknesses))
	p.jobs("改进措施", q.Jobs, org)
	p.jobs("上季度措施的进展", e.Last, org)
	p.gap(2)
	p.keep(24)
	p.table([]cell{label(6, "指标"), label(3, "本季度"), label(3, "上季度")})
	for _, k := range e.Keys() {
		p.row(0, value(6, p.t(k.Label)).sized(footSize), amount(3, k.Now).sized(footSize), amount(3, k.Last).sized(footSize))
	}
	p.repeat = nil
	p.row(0, value(12, p.t(huiyin.ReportCounts)).sized(footSize))
	p.gap(2)
	p.keep(30)
	p.row(0, label(2, "完成"), value(10, p.stated(org, "", q.WrittenBy, q.WrittenAt)))
	p.row(0, label(2, "发布"), value(10, p.stated(org, q.Words, q.ReleasedBy, q.ReleasedAt)))
	p.row(0, cell{span: 4}.signed("编制"), cell{span: 4}.signed("审核"), cell{span: 4}.signed("批准"))
	return p.write(w)
}

// jobs sets the work of a document as a table.
func (p *sheet) jobs(title string, list []huiyin.Job, org *huiyin.Org) {
	p.gap(4)
	p.keep(24)
	p.table([]cell{label(5, title), label(1.5, "负责"), label(2, "期限"), label(3.5, "结果")})
	for _, j := range list {
		result := j.Result
		if j.Dropped {
			result = p.t("不再办理：") + result
		}
		p.row(0, value(5, j.What), middle(1.5, org.PersonName(j.Who)), middle(2, j.Due.In(p.zone).Format("2006-01-02")),
			value(3.5, result))
	}
	if len(list) == 0 {
		p.row(0, value(12, p.t("没有。")))
	}
	p.repeat = nil
}

// quarterWords is the quarter as a paper writes it, 2026年第三季度.
func quarterWords(q int) string {
	return strconv.Itoa(q/10) + "年第" + string([]rune("一二三四")[min(max(q%10, 1), 4)-1]) + "季度"
}
