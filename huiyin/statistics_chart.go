package huiyin

import (
	"slices"
	"strings"
)

// Plot is the geometry of a picture of figures, the same on screen and paper: a field of Width by Height,
// y downwards, on which amounts from 0 to Top are drawn.
type Plot struct {
	Width, Height float64
	Top           int
	Ticks         []int // at most six, evenly from 0 to Top
}

// NewPlot makes a field high enough for an amount.
func NewPlot(width, height float64, most int) Plot {
	step := 1
	for k := 0; step*5 < most; k++ {
		step = []int{1, 2, 5}[(k+1)%3]
		for range (k + 1) / 3 {
			step *= 10
		}
	}
	p := Plot{Width: width, Height: height}
	for p.Top = step; p.Top < most; {
		p.Top += step
	}
	for n := 0; n <= p.Top; n += step {
		p.Ticks = append(p.Ticks, n)
	}
	return p
}

// Y is how deep an amount lies.
func (p Plot) Y(n int) float64 { return p.Height - p.Height*float64(n)/float64(p.Top) }

// Slot gives the i-th of n equal parts of the width, and the middle of it.
func (p Plot) Slot(i, n int) (left, middle, width float64) {
	width = p.Width / float64(n)
	return width * float64(i), width * (float64(i) + .5), width
}

// mostUnknownSlots is how many parts of the width the months without figures take at most, together.
const mostUnknownSlots = 2

// TrendSlots is in how many parts the width of the trend is cut, and how many of them have no figures.
func (a *Analysis) TrendSlots() (all, unknown int) {
	points, before := a.Known()
	unknown = min(before, mostUnknownSlots)
	return len(points) + unknown, unknown
}

// TrendPlot is the field of the trend.
func (a *Analysis) TrendPlot(width, height float64) Plot {
	most := 0
	for _, t := range a.Trend {
		most = max(most, t.Received, t.Settled)
	}
	return NewPlot(width, height, most)
}

// Bar is one bar of a Pareto chart: the most frequent first, with the sum of all up to here and its share of
// all, in thousandths.
type Bar struct {
	Label string
	Value string
	N     int
	Sum   int
	Upto  int
}

// ParetoPlot is the field of a Pareto chart. Its bars and the line of their sums have one scale, so that the
// line begins at the top of the first bar and never runs through one.
func ParetoPlot(width, height float64, bars []Bar) Plot {
	most := 0
	for _, b := range bars {
		most = max(most, b.Sum)
	}
	return NewPlot(width, height, most)
}

// Unclassified is how many were settled in the month without the class of a cause, which is no cause.
func (a *Analysis) Unclassified() int { return a.Counts[0].Of(CountCause, Nothing).N }

// Pareto orders the causes of what was settled in the month by how often they occur (rule M2).
func (a *Analysis) Pareto() []Bar {
	var out []Bar
	for v, s := range a.Counts[0][CountCause] {
		if v != Nothing {
			out = append(out, Bar{Label: CauseClass(v).Label(), Value: v, N: s.N})
		}
	}
	slices.SortFunc(out, func(x, y Bar) int {
		if x.N != y.N {
			return y.N - x.N
		}
		return strings.Compare(x.Value, y.Value)
	})
	all, upto := a.Counts[0].Of(CountCause).N-a.Unclassified(), 0
	for i := range out {
		upto += out[i].N
		out[i].Sum, out[i].Upto = upto, (upto*1000+all/2)/all
	}
	return out
}

const withoutClass = "未分类"

// OnTime is the share of a deadline kept, of those whose verdict has fallen (rule D13).
type OnTime struct {
	Kind     DeadlineKind
	Met, All int
}

// OnTime gives the deadlines of the month (rule M2).
func (a *Analysis) OnTime() []OnTime {
	var out []OnTime
	for _, k := range deadlineKinds.all() {
		out = append(out, OnTime{k, a.Counts[0].Of(onTime(k), string(Met)).N, a.Counts[0].Of(onTime(k)).N})
	}
	return out
}

// GridCategories are the categories that anything came in under, in the order of the company.
func (a *Analysis) GridCategories(o *Org) []string {
	var out []string
	for _, c := range o.Categories {
		if c.Parent == "" && a.Counts[0].Of(CountCategory, c.Code).N > 0 {
			out = append(out, c.Code)
		}
	}
	return out
}

// Heat is how much a number of the grid stands out, from 0 for none to 5 for the most.
func (a *Analysis) Heat(n int) int {
	most := 0
	for _, row := range a.Grid {
		for _, k := range row {
			most = max(most, k)
		}
	}
	if n == 0 || most == 0 {
		return 0
	}
	return (5*n + most - 1) / most
}
