package reports

import (
	"slices"
	"strconv"
	"strings"

	"huiyin/huiyin"
)

// The field of a plan's effect, in units of its own, and the room around it.
const (
	plotWidth, plotHeight = 430, 160
	plotLeft, plotTop     = 36, 14
	plotFoot              = 24
)

// The fields of the trend and of the causes.
const (
	trendWidth, trendHeight = 1130, 170
	causeWidth, causeHeight = 400, 130
	causeRight              = 44 // for the second axis
)

const (
	topCategories = 6 // that stand in pictures; all are below
	mostProposals = 3 // of plans
	wantedMonths  = 3 // of history for one
)

// bar is one row of a picture of bars: a name, how long, where it was last month, and what stands beside.
type bar struct {
	name, href  string
	n, most     int
	last        int // -1 for unknown
	text, quiet string
	change      change
}

// width is how much of a hundred an amount takes.
func (b bar) width(n int) string {
	if b.most == 0 {
		return "0"
	}
	return num(100 * float64(n) / float64(b.most))
}

// change is how a figure moved: up or down in words, and whether that is good, bad or neither.
type change struct {
	text, tone string
}

// moved tells how a number moved since last month; tone says what a rise is.
func (v View) moved(n, last int, rise, fall string) change {
	switch {
	case v.A.Unknown(v.A.Months[1]):
		return change{}
	case n > last:
		return change{"↑ " + whole(n-last), rise}
	case n < last:
		return change{"↓ " + whole(last-n), fall}
	}
	return change{v.T("持平"), ""}
}

// points tells how a share moved, in points of a hundred.
func (v View) points(part, all, lastPart, lastAll int) change {
	if all == 0 || lastAll == 0 || v.A.Unknown(v.A.Months[1]) {
		return change{}
	}
	d := share(part, all) - share(lastPart, lastAll)
	size := v.T("%s 点", strconv.FormatFloat(float64(max(d, -d))/10, 'f', 1, 64))
	switch {
	case d > 0:
		return change{"↑ " + size, "is-good"}
	case d < 0:
		return change{"↓ " + size, "is-late"}
	}
	return change{v.T("持平"), ""}
}

// share is a part in thousandths.
func share(part, all int) int { return (part*1000 + all/2) / all }

// stateBars are the open complaints by state, now.
func (v View) stateBars() (out []bar) {
	most := 0
	for _, n := range v.Open {
		most = max(most, n)
	}
	for _, s := range huiyin.States() {
		if n, ok := v.Open[s]; ok {
			out = append(out, bar{name: v.T(s.Label()), href: v.openList(s), n: n, most: most, last: -1, text: whole(n)})
		}
	}
	return out
}

func (v View) openAll() (n int) {
	for _, k := range v.Open {
		n += k
	}
	return n
}

// openList is the list of the open complaints of a state, of all where it is "".
func (v View) openList(s huiyin.State) string {
	href := "/complaints?state=" + string(s)
	if s == "" {
		href = "/complaints?open=1"
	}
	if v.Site != "" {
		href += "&site=" + v.Site
	}
	return href
}

// categoryBars are the most frequent categories of the month with a tick of the last, and the rest in one.
func (v View) categoryBars(parts []huiyin.StatisticsPart) (out []bar) {
	i := slices.IndexFunc(parts, func(p huiyin.StatisticsPart) bool { return p.Code == string(huiyin.CountCategory) })
	if i < 0 {
		return nil
	}
	lines, most, rest, restLast, kinds := parts[i].Lines, 0, 0, 0, 0
	for k, l := range lines {
		if k >= topCategories {
			rest, restLast = rest+l.Cells[0].N, restLast+l.Cells[1].N
			kinds += min(1, l.Cells[0].N+l.Cells[1].N)
			continue
		}
		most = max(most, l.Cells[0].N, l.Cells[1].N)
		out = append(out, bar{name: v.label(l), href: v.list(l.Of, l.Value, v.Month, v.Site), n: l.Cells[0].N,
			last: l.Cells[1].N, text: whole(l.Cells[0].N)})
	}
	if kinds > 0 {
		most = max(most, rest, restLast)
		out = append(out, bar{name: v.T("其余 %d 类", kinds), href: "#figures-category", n: rest, last: restLast,
			text: whole(rest)})
	}
	for k := range out {
		out[k].most = most
		if v.A.Unknown(v.A.Months[1]) {
			out[k].last = -1
		}
	}
	return out
}

// onTimeBars are the deadlines of the month, with a tick of the last.
func (v View) onTimeBars() (out []bar) {
	last := (&huiyin.Analysis{Counts: [3]huiyin.Tally{v.A.Counts[1]}}).OnTime()
	for k, d := range v.A.OnTime() {
		b := bar{name: v.T(d.Kind.Label()), href: v.list(huiyin.Indicator(d.Kind), "", v.Month, v.Site), most: 1000, last: -1,
			text: huiyin.Percent(d.Met, d.All), quiet: whole(d.Met) + "/" + whole(d.All),
			change: v.points(d.Met, d.All, last[k].Met, last[k].All)}
		if d.All > 0 {
			b.n = share(d.Met, d.All)
		}
		if last[k].All > 0 {
			b.last = share(last[k].Met, last[k].All)
		}
		out = append(out, b)
	}
	return out
}

// months are the points of the trend with where they stand.
func (v View) months(p huiyin.Plot) (points []huiyin.TrendPoint, middles []float64, width float64) {
	points, _ = v.A.Known()
	all, unknown := v.A.TrendSlots()
	for i := range points {
		_, middle, w := p.Slot(i+unknown, all)
		middles, width = append(middles, plotLeft+middle), w
	}
	return points, middles, width
}

// unknownWidth is how wide the block without figures is.
func (v View) unknownWidth(p huiyin.Plot) float64 {
	all, unknown := v.A.TrendSlots()
	return p.Width * float64(unknown) / float64(all)
}

// monthWords says what a point of the trend holds.
func (v View) monthWords(t huiyin.TrendPoint) string {
	parts := []string{v.T("受理 %d 件", t.Received)}
	for i, g := range huiyin.Grades() {
		if t.Grades[i] > 0 {
			parts = append(parts, v.T(g.Label())+" "+whole(t.Grades[i]))
		}
	}
	return t.Month.String() + " " + strings.Join(append(parts, v.T("办结 %d 件", t.Settled)), v.T("、"))
}

// block is a part of a stacked bar.
type block struct {
	class   string
	y, tall float64
}

// blocks stack what came in in a month by grade, from below; what has no grade stands on top.
func blocks(p huiyin.Plot, t huiyin.TrendPoint) (out []block) {
	sum := 0
	add := func(class string, n int) {
		if n > 0 {
			out = append(out, block{class, plotTop + p.Y(sum+n), p.Y(sum) - p.Y(sum+n)})
			sum += n
		}
	}
	for i, g := range huiyin.Grades() {
		add("chart-"+string(g), t.Grades[i])
	}
	add("chart-minor", t.Received-sum)
	return out
}

// settledLine gives the points of the line of what was settled.
func settledLine(p huiyin.Plot, points []huiyin.TrendPoint, middles []float64) string {
	var b strings.Builder
	for i, t := range points {
		b.WriteString(num(middles[i]) + "," + num(plotTop+p.Y(t.Settled)) + " ")
	}
	return strings.TrimSpace(b.String())
}

// causeSlots is in how many parts the width of the causes is cut: one more where some have no class.
func (v View) causeSlots(bars []huiyin.Bar) int { return len(bars) + min(1, v.A.Unclassified()) }

// upto gives the points of the line of sums.
func upto(p huiyin.Plot, bars []huiyin.Bar, slots int) string {
	var b strings.Builder
	for i, bar := range bars {
		_, x, _ := p.Slot(i, slots)
		b.WriteString(num(plotLeft+x) + "," + num(plotTop+p.Y(bar.Sum)) + " ")
	}
	return strings.TrimSpace(b.String())
}

func (v View) paretoWords(bars []huiyin.Bar) string {
	var words []string
	for _, b := range bars {
		words = append(words, v.T(b.Label)+" "+whole(b.N)+" ("+huiyin.Percent(b.Upto, 1000)+")")
	}
	if n := v.A.Unclassified(); n > 0 {
		words = append(words, v.T("未分类")+" "+whole(n))
	}
	return v.T("原因排列图，括号内为累计占比：") + " " + strings.Join(words, "; ")
}

// heatCell is a number of the grid; nothing is no number.
func heatCell(n int) huiyin.Cell {
	if n == 0 {
		return huiyin.Cell{Text: "–"}
	}
	return huiyin.Cell{Text: whole(n), N: n}
}

// heatTop are the categories of the grid with the most complaints.
func (v View) heatTop(most int) []string {
	all := v.A.GridCategories(v.By.Org)
	n := func(c string) int { return v.A.Counts[0].Of(huiyin.CountCategory, c).N }
	slices.SortStableFunc(all, func(a, b string) int { return n(b) - n(a) })
	return all[:min(most, len(all))]
}

// figureTile is one number on top of the figures.
type figureTile struct {
	name, href, n string
	change        change
	parts         []block // of its bar, widths in tall, of a hundred
	note          string
}

// figureTiles are the five numbers of the month, each with its list.
func (v View) figureTiles() []figureTile {
	now, last := v.A.Counts[0], v.A.Counts[1]
	received := now.Of(huiyin.CountReceived).N
	out := []figureTile{{name: "受理", href: v.list(huiyin.CountReceived, "", v.Month, v.Site), n: whole(received),
		change: v.moved(received, last.Of(huiyin.CountReceived).N, "", "")}}
	var words []string
	for _, g := range huiyin.Grades() {
		if n := now.Of(huiyin.CountGrade, string(g)).N; n > 0 {
			out[0].parts = append(out[0].parts, block{class: "chart-" + string(g), tall: 100 * float64(n) / float64(received)})
			words = append(words, v.T(g.Label())+" "+whole(n))
		}
	}
	out[0].note = strings.Join(words, " · ")
	open := v.openAll()
	t := figureTile{name: "未办结", href: v.openList(""), n: whole(open)}
	best := bar{}
	for _, b := range v.stateBars() {
		if open > 0 && b.n > 0 {
			t.parts = append(t.parts, block{class: "plot-bar", tall: 100 * float64(b.n) / float64(open)})
		}
		if b.n > best.n {
			best = b
		}
	}
	if best.n > 0 {
		t.note = v.T("最多在%s %d", best.name, best.n)
	}
	out = append(out, t)
	for _, d := range v.A.OnTime() {
		if d.Kind == huiyin.D5 {
			i := huiyin.Indicator(d.Kind)
			t := figureTile{name: "按时解决", href: v.list(i, "", v.Month, v.Site), n: huiyin.Percent(d.Met, d.All),
				note:   v.T("%d / %d 件", d.Met, d.All),
				change: v.points(d.Met, d.All, last.Of(i, string(huiyin.Met)).N, last.Of(i).N)}
			if d.All > 0 {
				t.parts = []block{{class: "plot-bar", tall: 100 * float64(d.Met) / float64(d.All)}}
			}
			out = append(out, t)
		}
	}
	return append(out, v.satisfactionTile(), v.paidTile())
}

func (v View) satisfactionTile() figureTile {
	var spoken []string
	for _, s := range huiyin.Satisfactions() {
		spoken = append(spoken, string(s))
	}
	of := func(k int, values []string) int { return v.A.Counts[k].Of(huiyin.CountWord, values...).N }
	good, all := of(0, spoken[:2]), of(0, spoken)
	t := figureTile{name: "满意率", href: v.list(huiyin.CountWord, strings.Join(spoken, ","), v.Month, v.Site),
		n: huiyin.Percent(good, all), change: v.points(good, all, of(1, spoken[:2]), of(1, spoken)),
		note: v.T("满意 %d、基本满意 %d、未评价 %d", of(0, spoken[:1]), of(0, spoken[1:2]), of(0, []string{huiyin.Nothing}))}
	if all > 0 {
		t.parts = []block{{class: "plot-bar", tall: 100 * float64(good) / float64(all)}}
	}
	return t
}

func (v View) paidTile() figureTile {
	now, last := v.A.Counts[0].Of(huiyin.CountPaid), v.A.Counts[1].Of(huiyin.CountPaid)
	t := figureTile{name: "已付补偿", href: v.list(huiyin.CountPaid, "", v.Month, v.Site), n: huiyin.Money(now.Adds).String()}
	if !v.A.Unknown(v.A.Months[1]) {
		t.note = v.T("上月 %s", huiyin.Money(last.Adds).String())
	}
	if most := max(now.Adds, last.Adds); most > 0 {
		t.parts = []block{{class: "plot-bar", tall: 100 * float64(now.Adds) / float64(most)}}
	}
	return t
}

// offset is where a part of a bar begins.
func offset(parts []block, i int) (x float64) {
	for _, p := range parts[:i] {
		x += p.tall
	}
	return x
}
