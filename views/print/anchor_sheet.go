package print

import (
	"io"
	"strconv"
	"strings"

	"huiyin/huiyin"
)

// AnchorSheet writes 日志存证月表: what each night of a month noted of the journal, to be signed and sealed outside the
// portal's reach (rule J4). It names no customer.
func AnchorSheet(w io.Writer, s Stamp, v *huiyin.AnchorSheet, org *huiyin.Org) error {
	p := newSheet(a4, heading{
		company: org.Company, title: "日志存证月表", place: v.Month.String(), number: v.Number(), notes: "签字盖章后存放在系统以外",
		zone: org.Zone, look: org.Letterhead,
	}, s)
	newest := v.Newest()
	at := func(n huiyin.AnchorNight) string { return n.At.In(p.zone).Format("2006-01-02 15:04:05") }
	p.row(0, label(2, "本月最新"), value(4, at(newest)), label(2, "日志条数"), value(4, strconv.FormatInt(newest.Entry, 10)))
	p.row(0, label(2, "校验码"), value(10, hashInFours(newest.Hash)))
	p.row(0, label(2, "说明"), value(10, p.t("日志的每一条都带有前一条的校验码，改动任何一条，其后的校验码全部不同。日后运行 huiyin verify --contains 校验码，"+
		"即可核对系统中的日志是否仍是本表所记的日志；对不上的，以本表为准追查。")))
	p.gap(4)
	p.keep(24)
	p.table([]cell{label(2.2, "记录时间"), label(1.3, "条数"), label(5.6, "校验码（SHA-256）"), label(1.2, "时钟偏差"), label(1.7, "另存于")})
	for _, n := range v.Nights {
		var out []string
		if n.Stamped != "" {
			out = append(out, p.t("时间戳"))
		}
		if n.Mailed {
			out = append(out, p.t("邮箱"))
		}
		elsewhere := "/"
		if len(out) > 0 {
			elsewhere = strings.Join(out, "、")
		}
		drift := "/"
		if n.Drift != "" {
			drift = n.Drift
		}
		p.row(0, middle(2.2, at(n)).sized(7.5), middle(1.3, strconv.FormatInt(n.Entry, 10)).sized(8),
			value(5.6, n.Hash).sized(6.5), middle(1.2, drift).sized(7.5), middle(1.7, elsewhere).sized(7.5))
	}
	p.repeat = nil
	p.gap(4)
	p.keep(40)
	p.row(34, cell{span: 4}.signed("打印人"), cell{span: 4}.signed("见证人"), cell{span: 4, title: "公司盖章"}.signed("盖章人"))
	return p.write(w)
}

// hashInFours parts a hash so that people can compare it by eye.
func hashInFours(hash string) string {
	var b strings.Builder
	for i := 0; i < len(hash); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(hash[i:min(i+4, len(hash))])
	}
	return b.String()
}
