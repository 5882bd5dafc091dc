package print

import (
	"cmp"
	"fmt"
	"strings"

	"huiyin/huiyin"
)

// contents is the 卷内目录 after GB/T 9705: of each part who is answerable for it, its number, title, date, and the page
// on which it begins. A file that is not bound in has no page, and the reason beside it.
func (d *Dossier) contents(org *huiyin.Org, parts []*part, before int) *sheet {
	p := d.sheet("卷内目录", org)
	head := []float64{0.8, 1.8, 2.6, 3.2, 1.5, 0.8, 1.3} // a number stands on one line
	names := []string{"序号", "责任者", "文号", "题名", "日期", "页次", "备注"}
	cells := make([]cell, len(head))
	for i, span := range head {
		cells[i] = label(span, names[i]).sized(9.5)
	}
	p.table(cells)
	for i, t := range parts {
		page, note := "—", p.t(t.note)
		if n := t.pages(); n > 0 {
			page = fmt.Sprint(before + 1)
			note = strings.TrimSpace(p.t(fmt.Sprintf("共 %d 页", n)) + "\n" + note)
			before += n
		}
		texts := []string{fmt.Sprint(i + 1), t.by, t.number, t.title, t.date, page, note}
		row := make([]cell, len(head))
		for k, text := range texts {
			row[k] = middle(head[k], text).sized(9)
		}
		row[3] = value(head[3], t.title).sized(9)
		p.row(9, row...)
	}
	p.repeat = nil
	return p.sheet
}

// back is what stands behind everything: the remarks 备考表 and, for the house, the label of the spine.
func (d *Dossier) back(org *huiyin.Org, parts []*part, all int) []*part {
	out := []*part{{title: "卷内备考表", sheets: []*sheet{d.remarks(org, parts, all)}}}
	if !d.Outside {
		out = append(out, &part{title: "脊背标签", sheets: []*sheet{d.spine(org, all)}})
	}
	return out
}

// remarks is the 备考表: how much the file holds, what of it could not be bound in and why, and who put it together.
func (d *Dossier) remarks(org *huiyin.Org, parts []*part, all int) *sheet {
	p := d.sheet("卷内备考表", org)
	printed, came, pages := 0, 0, 0
	var missing []string
	for _, t := range parts {
		switch {
		case !t.signed:
			printed += t.pages()
		case t.pages() == 0:
			missing = append(missing, t.number+" "+t.title+"，"+p.t(t.note))
		default:
			came, pages = came+1, pages+t.pages()
		}
	}
	p.gap(4)
	said := p.t(fmt.Sprintf("本卷共 %d 页。其中由系统按打印时的记录生成 %d 页，签字件和附件原样装订 %d 件 %d 页，其余为封面、目录、备考表和标签。",
		all, printed, came, pages))
	said += "\n" + p.t("原样装订的每一页下方印有附件序号、归入人和时间、文件的 SHA-256。用系统中的原文件重新计算，两者一致即为同一文件。")
	if d.Outside {
		said = p.t(fmt.Sprintf("本卷共 %d 页。其中由系统按打印时的记录生成 %d 页，签字件原样装订 %d 件 %d 页，其余为封面、目录和备考表。",
			all, printed, came, pages)) + "\n" +
			p.t("原样装订的每一页下方印有附件序号、归入时间和文件的 SHA-256。用原文件重新计算，两者一致即为同一文件。")
	}
	if len(missing) > 0 {
		said += "\n" + p.t(fmt.Sprintf("下列 %d 件未能装订，只列入目录：", len(missing))) + "\n" + strings.Join(missing, "\n")
	}
	p.row(70, label(2.4, "本卷情况说明"), value(9.6, said))
	p.field("日志校验码", halves(d.Hash))
	p.row(28, cell{span: 6, title: "立卷人"}.signed("签字"), cell{span: 6, title: "检查人"}.signed("签字"))
	p.row(14, label(2.4, "立卷时间"), value(9.6, p.day(d.At)))
	return p.sheet
}

// spine is the label to be cut out and glued to the spine, for three thicknesses, in mm.
func (d *Dossier) spine(org *huiyin.Org, all int) *sheet {
	p, c := d.sheet("脊背标签", org), d.C
	p.par(p.t("按案卷厚度选一条，沿线剪下，贴在案卷脊背上。"))
	p.gap(3)
	top := p.y
	fields := []struct {
		name, text string
		height     float64
	}{
		{"全宗号", org.Letterhead.Fonds, 14}, {"年度", p.format(c.ReceivedAt, "2006"), 14}, {"案卷号", cmp.Or(c.FileNumber, c.Number), 26},
		{"题名", c.Name + p.t("投诉"), 96},
		{"页数", fmt.Sprint(all), 14}, {"保管期限", p.t(fmt.Sprintf("%d 年", c.KeptYears(org))), 18},
	}
	x := p.left
	for _, width := range []float64{20, 30, 40} {
		y := top
		for _, f := range fields {
			p.box(x, y, width, f.height)
			p.spineField(x, y, width, f.height, p.t(f.name), f.text)
			y += f.height
		}
		x += width + 12
	}
	p.y, p.fresh = top+182, false
	return p.sheet
}

// parted breaks a text into lines no wider than width, a number that is too wide only behind its dashes.
func parted(text string, width int) (out []string) {
	if regular().width(text) <= width || !strings.Contains(text, "-") {
		return regular().lines(text, width)
	}
	line := ""
	for part := range strings.SplitAfterSeq(text, "-") {
		if line != "" && regular().width(line+part) > width {
			out, line = append(out, line), ""
		}
		line += part
	}
	return append(out, line)
}

// spineField sets a name and below it a text: the title from top to bottom, everything else broken into lines.
func (p *paper) spineField(x, y, width, height float64, name, text string) {
	mid := x + width/2
	p.centred(mid, y+1, 9, true, name)
	y += 1 + lead(9)
	if height > 60 {
		size := min(16.0, width*0.5)
		for _, r := range short(text, int((height-8)/lead(size))) {
			p.centred(mid, y, size, true, string(r))
			y += lead(size)
		}
		return
	}
	for _, l := range parted(clean(text), thousandths(width-2, 9)) {
		p.centred(mid, y, 9, false, l)
		y += lead(9)
	}
}
