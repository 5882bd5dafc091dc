package print

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"huiyin/huiyin"
)

// Monthly writes 《月度统计分析》 (F7): the pictures and figures of a month beside the last one and the same
// of last year (rules M2, M6), what counts (rule M5), and places for the supervisor's comment and the
// manager's word.
func Monthly(w io.Writer, s Stamp, of Period, a *huiyin.Analysis, org *huiyin.Org) error {
	return monthly(w, s, of, a, org, nil)
}

// MonthlyReport writes a released one: with the figures and names of that day, the comment, and who signed.
func MonthlyReport(w io.Writer, s Stamp, of Period, r *huiyin.Report, a *huiyin.Analysis, org *huiyin.Org) error {
	return monthly(w, s, of, a, org, r)
}

func monthly(w io.Writer, s Stamp, of Period, a *huiyin.Analysis, org *huiyin.Org, r *huiyin.Report) error {
	place := inScript(org.Letterhead, "所管全部项目")
	if of.Site != "" {
		place = org.SiteName(of.Site)
	}
	h := heading{
		company: org.Company, title: "月度统计分析", place: inScript(org.Letterhead, "项目：") + place +
			inScript(org.Letterhead, "\u3000期间：") + of.Words,
		number: of.Number, notes: "内部使用", zone: org.Zone, look: org.Letterhead,
	}
	if r != nil {
		h.version = strconv.FormatInt(r.Version, 10)
	}
	p := newSheet(a4, h, s)
	p.trend(a)
	for _, part := range a.Parts(org) {
		p.part(a, part)
	}
	if len(a.Sites) > 1 {
		p.grid(a, org)
	}
	p.gap(4)
	p.keep(60)
	if r == nil {
		p.row(28, label(2, "主管点评"), cell{span: 10}.signed("主管"))
		p.row(28, label(2, "经理审阅"), cell{span: 10}.signed("经理"))
	} else {
		p.row(0, label(2, "主管点评"), value(10, p.stated(org, r.Comment, r.CommentedBy, r.CommentedAt)))
		p.row(0, label(2, "经理签发"), value(10, p.stated(org, r.Words, r.SignedBy, r.SignedAt)))
		p.row(0, label(12, huiyin.ReportCounts).sized(footSize))
	}
	p.gap(4)
	p.definitions(a, org, r == nil)
	return p.write(w)
}

// The height of a picture, its title and its foot, in mm.
const (
	bandHeight = 44.0
	bandTitle  = 8.0
	bandFoot   = 11.0

	faint = 0.15 // the width of a line of the axis, in points
)

// axis sets the title and the axis of a picture and gives its left upper corner.
func (p *sheet) axis(title string, plot huiyin.Plot) (x, y float64) {
	p.gap(4)
	p.keep(bandTitle + plot.Height + bandFoot)
	p.text(p.left, p.y+4.5, bodySize, true, p.t(title))
	x, y = p.left+10, p.y+bandTitle
	for _, n := range plot.Ticks {
		at := y + plot.Y(n)
		p.line(x, at, x+plot.Width, at, faint)
		p.textRightOf(x-1.5, at-1.9, footSize, strconv.Itoa(n))
	}
	p.y, p.fresh = y+plot.Height+bandFoot, false
	return x, y
}

func (p *sheet) trend(a *huiyin.Analysis) {
	plot := a.TrendPlot(p.right-p.left-12, bandHeight)
	x, y := p.axis("13 个月趋势（柱为受理，自下而上轻微、重要、重大；折线为办结）", plot)
	points, _ := a.Known()
	slots, unknown := a.TrendSlots()
	if unknown > 0 {
		_, _, width := plot.Slot(0, slots)
		p.hatched(x, y, width*float64(unknown), plot.Height)
		p.centred(x+width*float64(unknown)/2, y+plot.Height+1, footSize, false, p.t("无数据"))
	}
	for i, t := range points {
		left, middle, width := plot.Slot(i+unknown, slots)
		p.centred(x+middle, y+plot.Height+1, footSize, false, t.Month.String()[2:])
		sum := 0
		for _, n := range append(t.Grades[:], t.Received-t.Grades[0]-t.Grades[1]-t.Grades[2]-t.Grades[3]) {
			if n > 0 {
				p.box(x+left+width*.22, y+plot.Y(sum+n), width*.56, plot.Y(sum)-plot.Y(sum+n))
				sum += n
			}
		}
		if i > 0 {
			_, before, _ := plot.Slot(i-1+unknown, slots)
			p.line(x+before, y+plot.Y(points[i-1].Settled), x+middle, y+plot.Y(t.Settled), 1.4)
		}
	}
}

// hatched fills a place with slanting lines: there are no figures.
func (p *sheet) hatched(x, y, w, h float64) {
	const apart = 3.0
	for at := apart; at < w+h; at += apart {
		x1, y1 := x+min(at, w), y+max(0, at-w)
		x2, y2 := x+max(0, at-h), y+min(at, h)
		p.line(x1, y1, x2, y2, faint)
	}
}

func (p *sheet) pareto(a *huiyin.Analysis) {
	bars := a.Pareto()
	if len(bars) == 0 {
		return
	}
	none := a.Unclassified()
	plot := huiyin.ParetoPlot(p.right-p.left-12, bandHeight, append(bars, huiyin.Bar{Sum: none}))
	slots := len(bars) + min(1, none)
	x, y := p.axis("原因排列图（折线为累计占比）", plot)
	if none > 0 { // which is no cause
		left, middle, width := plot.Slot(len(bars), slots)
		p.box(x+left+width*.2, y+plot.Y(none), width*.6, plot.Height-plot.Y(none))
		p.hatched(x+left+width*.2, y+plot.Y(none), width*.6, plot.Height-plot.Y(none))
		p.centred(x+middle, y+plot.Height+1, footSize, false, p.t("未分类"))
	}
	for i, b := range bars {
		left, middle, width := plot.Slot(i, slots)
		p.box(x+left+width*.2, y+plot.Y(b.N), width*.6, plot.Height-plot.Y(b.N))
		p.centred(x+middle, y+plot.Height+1, footSize, false, p.t(b.Label))
		// below, where no line runs through it
		p.centred(x+middle, y+plot.Height+1+lead(footSize), footSize, false, huiyin.Percent(b.Upto, 1000))
		if i > 0 {
			_, before, _ := plot.Slot(i-1, slots)
			p.line(x+before, y+plot.Y(bars[i-1].Sum), x+middle, y+plot.Y(b.Sum), 1)
		}
	}
}

func (p *sheet) part(a *huiyin.Analysis, part huiyin.StatisticsPart) {
	if len(part.Lines) == 0 {
		return
	}
	if part.Code == "cause" {
		p.pareto(a)
	}
	p.gap(4)
	p.keep(24)
	p.columns = 12
	p.table([]cell{label(4.5, part.Title), label(2.5, a.Months[0].String()), label(2.5, a.Months[1].String()+"\n上月"),
		label(2.5, a.Months[2].String()+"\n去年同月")})
	for _, l := range part.Lines {
		name := l.Label
		if !l.Name {
			name = p.t(name)
		}
		p.row(0, value(4.5, name), amount(2.5, l.Cells[0].Text), amount(2.5, l.Cells[1].Text),
			amount(2.5, l.Cells[2].Text))
	}
	p.repeat = nil
}

// mostSites is how many sites stand side by side.
const mostSites = 8

func (p *sheet) grid(a *huiyin.Analysis, org *huiyin.Org) {
	categories := a.GridCategories(org)
	for from := 0; from < len(a.Sites) && len(categories) > 0; from += mostSites {
		sites := a.Sites[from:min(len(a.Sites), from+mostSites)]
		p.gap(4)
		p.keep(24)
		p.columns = 4 + float64(len(sites))*2
		head := []cell{label(4, "类别与项目")}
		for _, s := range sites {
			head = append(head, label(2, org.SiteName(s)).written())
		}
		p.table(head)
		for _, c := range categories {
			row := []cell{value(4, org.CategoryName(c))}
			for _, s := range sites {
				row = append(row, amount(2, strconv.Itoa(a.Grid[s][c])))
			}
			p.row(0, row...)
		}
		p.repeat = nil
		p.columns = 12
	}
}

// definitions says below the figures what counts (rule M5).
func (p *sheet) definitions(a *huiyin.Analysis, org *huiyin.Org, own bool) {
	p.row(0, label(12, "统计口径"))
	if own { // a report says itself what it leaves out
		p.row(0, value(12, p.t(huiyin.NotCounted)).sized(footSize))
	}
	told := map[huiyin.Indicator]bool{}
	for _, part := range a.Parts(org) {
		for _, i := range part.Defines {
			if told[i] {
				continue
			}
			told[i] = true
			p.row(0, value(3, p.t(i.Label())).sized(footSize),
				value(9, p.t(fmt.Sprint(i.Counts(), i.Base().Label()))).sized(footSize))
		}
	}
}

// stated is what somebody said, with their name and the time.
func (p *sheet) stated(org *huiyin.Org, text, by string, at time.Time) string {
	if text = huiyin.MaskText(text); text != "" { // rule P5
		text += "\n"
	}
	return text + org.PersonName(by) + "\u3000" + at.In(org.Zone).Format("2006-01-02 15:04")
}
