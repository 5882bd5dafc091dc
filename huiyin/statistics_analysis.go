package huiyin

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Sum is how many complaints count under a value, and what they add up to.
type Sum struct {
	N    int
	Adds int64
}

// Tally is what a month counts: by indicator and value.
type Tally map[Indicator]map[string]Sum

// Add counts complaints in, or out where n is negative.
func (t Tally) Add(i Indicator, value string, n int, adds int64) {
	if t[i] == nil {
		t[i] = map[string]Sum{}
	}
	s := t[i][value]
	s.N, s.Adds = s.N+n, s.Adds+adds
	if s == (Sum{}) {
		delete(t[i], value)
		return
	}
	t[i][value] = s
}

// Of sums some values of an indicator, all where none is named.
func (t Tally) Of(i Indicator, values ...string) Sum {
	var all Sum
	for v, s := range t[i] {
		if len(values) == 0 || slices.Contains(values, v) {
			all.N, all.Adds = all.N+s.N, all.Adds+s.Adds
		}
	}
	return all
}

// Analysis is the monthly analysis 月度统计分析 (rule M2): a month beside the last one and the same of
// last year, thirteen months of what came in and what was settled, and categories by site.
type Analysis struct {
	Month  Month
	Site   string   // "" for all sites of the reader
	Sites  []string // that are counted
	Months [3]Month // the month, the last one, the same of last year
	Counts [3]Tally
	Trend  []TrendPoint              // thirteen months, the oldest first
	Since  Month                     // the first of which there is anything, 0 where that is not known
	Grid   map[string]map[string]int // of the month, by site and category
}

// TrendPoint is one month of the trend.
type TrendPoint struct {
	Month             Month
	Received, Settled int
	Grades            [4]int // of what came in, in the order of Grades
}

// TrendMonths is how many months a trend shows (rule M2).
const TrendMonths = 13

// NewAnalysis prepares an analysis of a month, with nothing counted.
func NewAnalysis(m Month, site string, sites []string) *Analysis {
	a := &Analysis{Month: m, Site: site, Sites: sites, Months: [3]Month{m, m.Add(-1), m.Add(-12)},
		Grid: map[string]map[string]int{}}
	for i := range a.Counts {
		a.Counts[i] = Tally{}
	}
	for k := range TrendMonths {
		a.Trend = append(a.Trend, TrendPoint{Month: m.Add(k - TrendMonths + 1)})
	}
	return a
}

// Add counts complaints of a site and month in, or out where n is negative.
func (a *Analysis) Add(m Month, site string, i Indicator, value string, n int, adds int64) {
	for k, month := range a.Months {
		if m == month {
			a.Counts[k].Add(i, value, n, adds)
		}
	}
	a.AddTrend(m, i, value, n)
	if m == a.Month && i == CountCategory {
		a.AddGrid(site, value, n)
	}
}

// AddTrend counts in the trend only.
func (a *Analysis) AddTrend(m Month, i Indicator, value string, n int) {
	k := slices.IndexFunc(a.Trend, func(t TrendPoint) bool { return t.Month == m })
	if k < 0 {
		return
	}
	switch i {
	case CountReceived:
		a.Trend[k].Received += n
	case CountSettled:
		a.Trend[k].Settled += n
	case CountGrade:
		if g := slices.Index(Grades(), Grade(value)); g >= 0 {
			a.Trend[k].Grades[g] += n
		}
	}
}

// Unknown tells whether a month lies before all that is known: it has no figures, not zero.
func (a *Analysis) Unknown(m Month) bool { return m < a.Since }

// Known are the points of the trend that have figures; the first so many have none.
func (a *Analysis) Known() (points []TrendPoint, unknown int) {
	for unknown < len(a.Trend)-1 && a.Unknown(a.Trend[unknown].Month) {
		unknown++
	}
	return a.Trend[unknown:], unknown
}

// WholeMonths is how many whole months lie between the beginning and the month of the analysis, 13 for many.
func (a *Analysis) WholeMonths() int {
	n := 0
	for n < TrendMonths && !a.Unknown(a.Month.Add(-n-1)) {
		n++
	}
	return n
}

// AddGrid counts in categories by site only.
func (a *Analysis) AddGrid(site, category string, n int) {
	if a.Grid[site] == nil {
		a.Grid[site] = map[string]int{}
	}
	a.Grid[site][category] += n
}

// Cell is one number as it is shown, and how many complaints the list behind it has (rule M4).
type Cell struct {
	Text string
	N    int
}

// StatisticsLine is one figure for the three months.
type StatisticsLine struct {
	Label string
	Name  bool      // the label is a name, not a text
	Of    Indicator // the list behind it
	Value string    // "" for all of the indicator
	Cells [3]Cell
}

// StatisticsPart is a part of the analysis: lines under a heading, and the indicators that explain them (rule M5).
type StatisticsPart struct {
	Code, Title string
	Lines       []StatisticsLine
	Defines     []Indicator
}

func (a *Analysis) line(label string, of Indicator, value string, cell func(t Tally) Cell) StatisticsLine {
	l := StatisticsLine{Label: label, Of: of, Value: value}
	for k := range l.Cells {
		l.Cells[k] = Cell{Text: "–"}
		if !a.Unknown(a.Months[k]) {
			l.Cells[k] = cell(a.Counts[k])
		}
	}
	return l
}

func count(of Indicator, values ...string) func(Tally) Cell {
	return func(t Tally) Cell {
		n := t.Of(of, values...).N
		return Cell{strconv.Itoa(n), n}
	}
}

func (a *Analysis) number(label string, of Indicator) StatisticsLine {
	return a.line(label, of, "", count(of))
}

// rate is a share of those that have one of some values: the list behind it are all of these.
func (a *Analysis) rate(label string, of Indicator, part []string, whole []string) StatisticsLine {
	return a.line(label, of, strings.Join(whole, ","), func(t Tally) Cell {
		n := t.Of(of, whole...).N
		return Cell{Percent(t.Of(of, part...).N, n), n}
	})
}

// Percent writes a share with one decimal, "–" of nothing.
func Percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	p := (part*2000 + whole) / (2 * whole)
	return fmt.Sprintf("%d.%d%%", p/10, p%10)
}

// tenths writes tenths with one decimal.
func tenths(n int64) string { return fmt.Sprintf("%d.%d", n/10, n%10) }

// each is a line for every value that one of the months has: in the order given, or the most first.
func (a *Analysis) each(of Indicator, order []string,
	say func(value string) (label string, name bool)) []StatisticsLine {
	values := order
	if values == nil {
		for _, t := range a.Counts {
			for v := range t[of] {
				if !slices.Contains(values, v) {
					values = append(values, v)
				}
			}
		}
		slices.SortFunc(values, func(x, y string) int {
			return cmp.Or(boolOrder(x == Nothing)-boolOrder(y == Nothing), a.Counts[0][of][y].N-a.Counts[0][of][x].N,
				strings.Compare(x, y))
		})
	}
	out := make([]StatisticsLine, len(values))
	for k, v := range values {
		out[k] = a.line("", of, v, count(of, v))
		out[k].Label, out[k].Name = say(v)
	}
	return out
}

// MeanDays and MedianDays are how long it took to settle, in days with one decimal, "–" of nothing.
func (t Tally) MeanDays() string {
	s := t.Of(CountDays)
	if s.N == 0 {
		return "–"
	}
	return tenths((2*s.Adds + int64(s.N)) / (2 * int64(s.N)))
}

// MedianDays is the middle one, of an even number the mean of the middle two.
func (t Tally) MedianDays() string {
	n := t.Of(CountDays).N
	if n == 0 {
		return "–"
	}
	var days []int64
	for v := range t[CountDays] {
		d, _ := strconv.ParseInt(v, 10, 64)
		days = append(days, d)
	}
	slices.Sort(days)
	at := func(k int) int64 { // the k-th, from 0
		for _, d := range days {
			if k -= t[CountDays][strconv.FormatInt(d, 10)].N; k < 0 {
				return d
			}
		}
		return 0
	}
	return tenths((at((n-1)/2) + at(n/2) + 1) / 2)
}

// MeanResponse is how long the first response took, in hours with one decimal, "–" of nothing.
func (t Tally) MeanResponse() string {
	s := t.Of(CountResponse)
	if s.N == 0 {
		return "–"
	}
	return tenths((s.Adds*10*2 + 60*int64(s.N)) / (2 * 60 * int64(s.N)))
}

// plainly gives codes as plain texts.
func plainly[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c)
	}
	return out
}

func said[T interface {
	~string
	Label() string
}](nothing string) func(string) (string, bool) {
	return func(v string) (string, bool) {
		if v == Nothing {
			return nothing, false
		}
		return T(v).Label(), false
	}
}

func named(nothing string, name func(string) string) func(string) (string, bool) {
	return func(v string) (string, bool) {
		if v == Nothing {
			return nothing, false
		}
		return name(v), true
	}
}

// Parts gives all figures of the analysis, as screen, paper and sheet show them (rules M2, M6).
func (a *Analysis) Parts(o *Org) []StatisticsPart {
	adds := func(label string, of Indicator, text func(int64) string) StatisticsLine {
		return a.line(label, of, "", func(t Tally) Cell { s := t.Of(of); return Cell{text(s.Adds), s.N} })
	}
	sums := func(of Indicator, value string) func(Tally) Cell {
		return func(t Tally) Cell { s := t.Of(of, value); return Cell{strconv.FormatInt(s.Adds, 10), s.N} }
	}
	plain := func(n int64) string { return strconv.FormatInt(n, 10) }
	validity := func(v Validity) StatisticsLine {
		return a.line(v.Label(), CountValidity, string(v), count(CountValidity, string(v)))
	}
	overview := StatisticsPart{Code: "overview", Title: "概况", Lines: []StatisticsLine{
		a.number("受理", CountReceived), validity(Valid), validity(NotValid), validity(Undecided),
		a.number("办结", CountSettled), a.number("结案", CountClosed), a.number("重开", CountReopened),
		a.number("转入", CountTakenOn), a.number("转出", CountHandedOn),
		adds("已付补偿", CountPaid, func(n int64) string { return Money(n).String() }),
	}, Defines: []Indicator{CountReceived, CountValidity, CountSettled, CountClosed, CountReopened, CountTakenOn,
		CountHandedOn, CountPaid}}

	dates := StatisticsPart{Code: "deadlines", Title: "按时情况"}
	met, missed := string(Met), string(Missed)
	for _, k := range append(deadlineKinds.all(), D16) {
		i := onTime(k)
		dates.Defines = append(dates.Defines, i)
		rate := a.rate(k.Label(), i, []string{met}, nil)
		late := a.line("其中逾期", i, missed, count(i, missed))
		dates.Lines = append(dates.Lines, rate, late)
	}
	settled := StatisticsPart{Code: "days", Title: "办结用时", Lines: []StatisticsLine{
		a.line("平均天数", CountDays, "", func(t Tally) Cell { return Cell{t.MeanDays(), t.Of(CountDays).N} }),
		a.line("中位天数", CountDays, "", func(t Tally) Cell { return Cell{t.MedianDays(), t.Of(CountDays).N} }),
	}, Defines: []Indicator{CountDays}}

	spoken := plainly(Satisfactions())
	words := StatisticsPart{Code: "satisfaction", Title: "满意度", Defines: []Indicator{CountWord},
		Lines: append([]StatisticsLine{
			a.rate("满意率（仅满意）", CountWord, spoken[:1], spoken),
			a.rate("满意率（满意和基本满意）", CountWord, spoken[:2], spoken),
		}, a.each(CountWord, append(slices.Clone(spoken), Nothing), said[Satisfaction]("未评价"))...)}

	work := StatisticsPart{Code: "corrective", Title: "纠正措施",
		Defines: []Indicator{CountCorrective, CountDone, CountEffective}, Lines: []StatisticsLine{
			adds("纠正措施（项）", CountCorrective, plain), adds("已完成（项）", CountDone, plain),
			adds("验证有效（项）", CountEffective, plain),
		}}
	process := StatisticsPart{Code: "process", Title: "过程质量", Lines: []StatisticsLine{
		a.number("现场解决", CountOnSpot), a.number("人工调整等级", CountRegraded),
		a.line("响应超时", onTime(D2), missed, count(onTime(D2), missed)),
		a.line("办结逾期", onTime(D5), missed, count(onTime(D5), missed)),
		a.number("超期升级", CountRisen), a.number("暂停过的投诉", CountPaused), adds("暂停次数", CountPaused, plain),
		adds("暂停天数", CountPauseDays, tenths),
		a.line("按约履行（项）", CountFulfilled, met, sums(CountFulfilled, met)),
		a.line("逾期履行（项）", CountFulfilled, missed, sums(CountFulfilled, missed)),
		a.line("重开后办结逾期", CountAgain, missed, count(CountAgain, missed)),
		a.number("外部升级", CountOutside), a.number("重复投诉", CountRepeated), a.number("有催办的投诉", CountReminded),
		adds("催办次数", CountReminded, plain),
		a.line("平均响应用时（小时）", CountResponse, "",
			func(t Tally) Cell { return Cell{t.MeanResponse(), t.Of(CountResponse).N} }),
	}, Defines: []Indicator{CountOnSpot, CountRegraded, onTime(D2), onTime(D5), CountRisen, CountPaused, CountPauseDays,
		CountFulfilled, CountAgain, CountOutside, CountRepeated,
		CountReminded, CountResponse}}

	by := func(title string, i Indicator, lines []StatisticsLine) StatisticsPart {
		return StatisticsPart{Code: string(i), Title: title, Lines: lines, Defines: []Indicator{i}}
	}
	return []StatisticsPart{
		overview, dates, settled, words, process,
		by("按等级", CountGrade, a.each(CountGrade, plainly(a.grades()), said[Grade](""))),
		by("按类别", CountCategory, a.each(CountCategory, nil, named("", o.CategoryName))),
		by("按投诉方式", CountChannel, a.each(CountChannel, nil, said[Channel](""))),
		by("按原因", CountCause, a.each(CountCause, nil, said[CauseClass](withoutClass))),
		by("按责任部门", CountDepartment, a.each(CountDepartment, nil, named("未指定部门", o.DepartmentName))),
		by("按经办人", CountHandler, a.each(CountHandler, nil, named("尚无经办人", o.PersonName))),
		by("按被投诉人", CountAgainst, a.each(CountAgainst, nil, named("", o.PersonName))), // rule M8
		work, by("按结案状态", CountOutcome, a.each(CountOutcome, nil, said[Outcome](""))),
		by("没有签字表单的结案", CountNoForm, a.each(CountNoForm, nil, said[WhyLacking](""))),
	}
}

// grades are those of customers' complaints; staff's own count nowhere, but in what was released before (rule M8).
func (a *Analysis) grades() []Grade {
	return slices.DeleteFunc(Grades(), func(g Grade) bool {
		return g == Internal &&
			!slices.ContainsFunc(a.Counts[:], func(t Tally) bool { return t.Of(CountGrade, string(g)).N > 0 })
	})
}
