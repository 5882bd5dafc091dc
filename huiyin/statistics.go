package huiyin

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Month is a calendar month, 202603 for March 2026.
type Month int

// MonthOf is the month in which an instant lies.
func MonthOf(t time.Time, zone *time.Location) Month {
	l := t.In(zone)
	return Month(l.Year()*100 + int(l.Month()))
}

// ParseMonth reads a month as addresses write it, 2026-03.
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil || t.Year() < 1970 {
		return 0, Invalid("month", "月份须写成 2025-03 的样子。")
	}
	return MonthOf(t, time.UTC), nil
}

// String writes a month as addresses have it, 2026-03.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", int(m)/100, int(m)%100) }

// Add gives the month so many months later.
func (m Month) Add(n int) Month {
	months := int(m)/100*12 + int(m)%100 - 1 + n
	return Month(months/12*100 + months%12 + 1)
}

// Base is the date by which a complaint belongs to a month.
type Base string

// The bases.
const (
	ByReceipt   Base = "received"
	BySettling  Base = "settled"
	ByClosing   Base = "closed"
	ByReopening Base = "reopened"
	ByPayment   Base = "paid"
)

var bases = words[Base]{
	{ByReceipt, "按受理时间归入月份。"},
	{BySettling, "按办结时间归入月份：客户接受方案或结案即为办结，以最近一次为准，重开后没有再办结的不计。"},
	{ByClosing, "按结案时间归入月份，重开的不计。"},
	{ByReopening, "按重开时间归入月份。"},
	{ByPayment, "按付款日期归入月份。"},
}

// Label says on pages what belongs to a month.
func (b Base) Label() string { return bases.label(b) }

// Indicator is one of the figures that are counted per month (rules M2, M6). A complaint counts under one
// value of it, such as its grade, and may add an amount.
type Indicator string

// The indicators.
const (
	CountReceived   Indicator = "received"
	CountGrade      Indicator = "grade"
	CountCategory   Indicator = "category"
	CountChannel    Indicator = "channel"
	CountDepartment Indicator = "department"
	CountHandler    Indicator = "handler"
	CountValidity   Indicator = "validity"
	CountResponse   Indicator = "response" // adds minutes
	CountReminded   Indicator = "reminded" // adds reminders
	CountRepeated   Indicator = "repeated"
	CountOutside    Indicator = "outside"
	CountRegraded   Indicator = "regraded"
	CountSettled    Indicator = "settled"
	CountDays       Indicator = "days" // its values and what it adds are tenths of a day
	CountOnSpot     Indicator = "on_spot"
	CountCause      Indicator = "cause"
	CountWord       Indicator = "satisfaction"
	CountCorrective Indicator = "corrective" // adds measures
	CountDone       Indicator = "corrective_done"
	CountEffective  Indicator = "corrective_effective"
	CountClosed     Indicator = "closed"
	CountOutcome    Indicator = "outcome"
	CountReopened   Indicator = "reopened"
	CountPaid       Indicator = "paid" // adds fen
)

// onTime gives the indicator of a deadline; its values are Met and Missed.
func onTime(k DeadlineKind) Indicator { return Indicator(k) }

// indicator is the one definition of a figure: what it is called, by which date a complaint belongs to a
// month, and what counts (rule M5).
type indicator struct {
	code          Indicator
	base          Base
	label, counts string
}

var indicators = []indicator{
	{CountReceived, ByReceipt, "受理", "登记的投诉，有效和无效都计，每件一次。"},
	{CountGrade, ByReceipt, "等级", "按现在的等级。"},
	{CountCategory, ByReceipt, "类别", "按第一级类别。"},
	{CountChannel, ByReceipt, "投诉方式", "按登记时的投诉方式。"},
	{CountDepartment, ByReceipt, "责任部门", "按现在指定的责任部门。"},
	{CountHandler, ByReceipt, "经办人", "按现在的经办人，包括还没有接收的。"},
	{CountValidity, ByReceipt, "有效性", "按现在认定的有效、无效和待定，分开计算。"},
	{onTime(D2), ByReceipt, "首次响应", "经办人接收或办结，在期限内为按时。还在计时或暂停的不计。"},
	{onTime(D3), ByReceipt, "首次反馈", "受理后第一次与投诉人联系、答复或现场解决，在期限内为按时。还在计时或暂停的不计。"},
	{onTime(D4), ByReceipt, "部门处理意见", "责任部门在期限内提出意见为按时。还在计时、暂停或不再需要意见的不计。"},
	{onTime(D5), ByReceipt, "办结", "客户接受方案或结案，在期限内为按时。还在计时或暂停的不计。"},
	{CountResponse, ByReceipt, "首次响应用时", "从受理到首次响应的自然时间，已经响应的才计。"},
	{CountReminded, ByReceipt, "有催办的投诉", "客户催办过的投诉，两小时内的催办合计一次。"},
	{CountRepeated, ByReceipt, "重复投诉", "登记时关联了以前的投诉，或者有其他投诉并入的。"},
	{CountOutside, ByReceipt, "对外升级", "政府转办、媒体渠道的投诉，以及进入调解、仲裁或诉讼的投诉。"},
	{CountRegraded, ByReceipt, "人工改定等级", "现在的等级由人员认定，与按事实得出的等级不同。"},
	{CountSettled, BySettling, "办结", "已办结的投诉，包括无效和撤诉。"},
	{CountDays, BySettling, "办结用时", "从受理到办结的自然天数，每件保留一位小数；平均数和中位数由此得出。"},
	{CountOnSpot, BySettling, "现场解决", "没有经过方案和审批，当场解决的。"},
	{CountCause, BySettling, "原因", "按最近一次原因分析的分类。"},
	{CountWord, BySettling, "满意度", "按客户最近一次评价，有回访的以回访为准。没有评价的不计入比率。"},
	{CountCorrective, BySettling, "纠正措施", "制定了纠正措施的投诉，数字为措施项数。"},
	{CountDone, BySettling, "已完成的纠正措施", "已经办结的纠正措施，数字为措施项数。"},
	{CountEffective, BySettling, "验证有效的纠正措施", "由他人验证为有效的纠正措施，数字为措施项数。"},
	{CountClosed, ByClosing, "结案", "已结案的投诉，包括无效和撤诉。"},
	{CountOutcome, ByClosing, "结案状态", "按结案时的状态。"},
	{CountReopened, ByReopening, "重开", "结案或归档后重开过的投诉，同一个月重开几次计一件。"},
	{CountPaid, ByPayment, "已付补偿", "已登记的付款合计，按付款日期；礼品不计。"},
}

// NotCounted says what no figure counts, and for whom.
const NotCounted = "已并入其他投诉的不单独计算。您不能查看的投诉不计算在内，所以每个数字都与它打开的列表一致。从旧台账导入时已经结案的，与其他投诉一样计数，只是不计入各项时限。"

func (i Indicator) known() *indicator {
	k := slices.IndexFunc(indicators, func(in indicator) bool { return in.code == i })
	if k < 0 {
		return nil
	}
	return &indicators[k]
}

// Known tells whether there is such an indicator.
func (i Indicator) Known() bool { return i.known() != nil }

// Base is the date by which a complaint belongs to a month.
func (i Indicator) Base() Base {
	if d := i.known(); d != nil {
		return d.base
	}
	return ""
}

// Label is what the indicator is called on pages.
func (i Indicator) Label() string {
	if d := i.known(); d != nil {
		return d.label
	}
	return string(i)
}

// Counts says what counts (rule M5).
func (i Indicator) Counts() string {
	if d := i.known(); d != nil {
		return d.counts
	}
	return ""
}

// Said is what a value of the indicator, or several parted by commas, is called on pages.
func (i Indicator) Said(value string) string {
	switch i {
	case CountGrade:
		return Grade(value).Label()
	case CountChannel:
		return Channel(value).Label()
	case CountValidity:
		return Validity(value).Label()
	case CountCause:
		return CauseClass(value).Label()
	case CountOutcome:
		return Outcome(value).Label()
	case CountWord:
		if strings.Contains(value, ",") {
			return "有评价"
		}
		return Satisfaction(value).Label()
	}
	switch DeadlineStatus(value) {
	case Met:
		return "按时"
	case Missed:
		return "超时"
	}
	return value
}

// Nothing is the value of what is not known or not decided.
const Nothing = "-"

// Mark is what a complaint counts as under an indicator.
type Mark struct {
	Of    Indicator
	Value string // "" where the indicator has no values
	Adds  int64
}

// Counted is what a complaint adds to the figures of one month by one date.
type Counted struct {
	Base  Base
	Month Month
	Marks []Mark
}

// StatisticsEdition counts how often the definitions have changed; figures stored by an earlier one are
// counted anew.
const StatisticsEdition = 1

// Indicators gives what the complaint adds to which months, from the facts and verdicts that it holds
// (rules M2, M6, D13). When it was reopened stands in its journal. One that is merged into another adds
// nothing (rule K7).
func (c *Complaint) Indicators(o *Org, reopened []time.Time) []Counted {
	if c.Merged() {
		return nil
	}
	out := []Counted{{ByReceipt, MonthOf(c.ReceivedAt, o.Zone), c.receivedMarks()}}
	if !c.SettledAt.IsZero() {
		out = append(out, Counted{BySettling, MonthOf(c.SettledAt, o.Zone), c.settledMarks()})
	}
	if !c.ClosedAt.IsZero() {
		out = append(out, Counted{ByClosing, MonthOf(c.ClosedAt, o.Zone), []Mark{{CountClosed, "", 0}, {CountOutcome, cmp.Or(string(c.Outcome), Nothing), 0}}})
	}
	var months []Month
	for _, at := range reopened {
		if m := MonthOf(at, o.Zone); !slices.Contains(months, m) {
			months = append(months, m)
			out = append(out, Counted{ByReopening, m, []Mark{{CountReopened, "", 0}}})
		}
	}
	paid := map[Month]Money{}
	months = nil
	for _, p := range c.Payments {
		m := MonthOf(p.PaidAt, o.Zone)
		if _, known := paid[m]; !known {
			months = append(months, m)
		}
		paid[m] += p.Amount
	}
	for _, m := range months {
		out = append(out, Counted{ByPayment, m, []Mark{{CountPaid, "", int64(paid[m])}}})
	}
	return out
}

func (c *Complaint) receivedMarks() []Mark {
	marks := []Mark{
		{CountReceived, "", 0}, {CountGrade, string(c.Grade), 0}, {CountCategory, c.Category, 0}, {CountChannel, string(c.Channel), 0},
		{CountDepartment, cmp.Or(c.Department, Nothing), 0}, {CountHandler, cmp.Or(c.Handler, Nothing), 0}, {CountValidity, string(c.Validity), 0},
	}
	for _, d := range c.Deadlines {
		if d.Status == Met || d.Status == Missed {
			marks = append(marks, Mark{onTime(d.Kind), string(d.Status), 0})
		}
	}
	if d := c.Deadline(D2); d != nil && !d.MetAt.IsZero() {
		marks = append(marks, Mark{CountResponse, "", int64(max(0, d.MetAt.Sub(c.ReceivedAt)) / time.Minute)})
	}
	if n := c.Counted(); n > 0 {
		marks = append(marks, Mark{CountReminded, "", int64(n)})
	}
	if c.Link != "" || slices.ContainsFunc(c.Mergings, func(m Merging) bool { return m.PartedAt.IsZero() }) {
		marks = append(marks, Mark{CountRepeated, "", 0})
	}
	if c.Channel == ChannelGovernment || c.Channel == "media" || len(c.Disputes) > 0 {
		marks = append(marks, Mark{CountOutside, "", 0})
	}
	if c.GradeRule == "person" {
		marks = append(marks, Mark{CountRegraded, "", 0})
	}
	return marks
}

func (c *Complaint) settledMarks() []Mark {
	days := tenthsOfDay(max(0, c.SettledAt.Sub(c.ReceivedAt)))
	marks := []Mark{{CountSettled, "", 0}, {CountDays, strconv.FormatInt(days, 10), days}, {CountWord, cmp.Or(string(c.Satisfaction()), Nothing), 0}}
	class := CauseClass("")
	if n := len(c.Causes); n > 0 {
		class = c.Causes[n-1].Class
	}
	marks = append(marks, Mark{CountCause, cmp.Or(string(class), Nothing), 0})
	if c.onSpot() {
		marks = append(marks, Mark{CountOnSpot, "", 0})
	}
	var all, done, effective int64
	for _, m := range c.Measures {
		if m.Kind != Corrective {
			continue
		}
		all++
		if !m.DoneAt.IsZero() {
			done++
		}
		if m.Effective == "yes" {
			effective++
		}
	}
	for _, m := range []Mark{{CountCorrective, "", all}, {CountDone, "", done}, {CountEffective, "", effective}} {
		if m.Adds > 0 {
			marks = append(marks, m)
		}
	}
	return marks
}

// onSpot tells whether what settled it was no proposal: only a settlement on the spot is accepted without one.
func (c *Complaint) onSpot() bool {
	for _, a := range slices.Backward(c.Answers) {
		if a.Accepted == "yes" {
			return a.Proposal == 0
		}
	}
	return false
}

// tenthsOfDay rounds a span to tenths of a day.
func tenthsOfDay(d time.Duration) int64 {
	const tenth = 24 * time.Hour / 10
	return int64((max(0, d) + tenth/2) / tenth)
}

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
	Grid   map[string]map[string]int // of the month, by site and category
}

// TrendPoint is one month of the trend.
type TrendPoint struct {
	Month             Month
	Received, Settled int
}

// TrendMonths is how many months a trend shows (rule M2).
const TrendMonths = 13

// NewAnalysis prepares an analysis of a month, with nothing counted.
func NewAnalysis(m Month, site string, sites []string) *Analysis {
	a := &Analysis{Month: m, Site: site, Sites: sites, Months: [3]Month{m, m.Add(-1), m.Add(-12)}, Grid: map[string]map[string]int{}}
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
	a.AddTrend(m, i, n)
	if m == a.Month && i == CountCategory {
		a.AddGrid(site, value, n)
	}
}

// AddTrend counts in the trend only.
func (a *Analysis) AddTrend(m Month, i Indicator, n int) {
	for k := range a.Trend {
		if a.Trend[k].Month == m && i == CountReceived {
			a.Trend[k].Received += n
		}
		if a.Trend[k].Month == m && i == CountSettled {
			a.Trend[k].Settled += n
		}
	}
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
		l.Cells[k] = cell(a.Counts[k])
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
func (a *Analysis) each(of Indicator, order []string, say func(value string) (label string, name bool)) []StatisticsLine {
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
			return cmp.Or(boolOrder(x == Nothing)-boolOrder(y == Nothing), a.Counts[0][of][y].N-a.Counts[0][of][x].N, strings.Compare(x, y))
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
	plain := func(n int64) string { return strconv.FormatInt(n, 10) }
	validity := func(v Validity) StatisticsLine {
		return a.line(v.Label(), CountValidity, string(v), count(CountValidity, string(v)))
	}
	overview := StatisticsPart{Code: "overview", Title: "概况", Lines: []StatisticsLine{
		a.number("受理", CountReceived), validity(Valid), validity(NotValid), validity(Undecided),
		a.number("办结", CountSettled), a.number("结案", CountClosed), a.number("重开", CountReopened),
		adds("已付补偿", CountPaid, func(n int64) string { return Money(n).String() }),
	}, Defines: []Indicator{CountReceived, CountValidity, CountSettled, CountClosed, CountReopened, CountPaid}}

	dates := StatisticsPart{Code: "deadlines", Title: "按时情况"}
	met, missed := string(Met), string(Missed)
	for _, k := range deadlineKinds.all() {
		i := onTime(k)
		dates.Defines = append(dates.Defines, i)
		rate := a.rate(k.Label(), i, []string{met}, nil)
		late := a.line("其中超时", i, missed, count(i, missed))
		dates.Lines = append(dates.Lines, rate, late)
	}
	settled := StatisticsPart{Code: "days", Title: "办结用时", Lines: []StatisticsLine{
		a.line("平均天数", CountDays, "", func(t Tally) Cell { return Cell{t.MeanDays(), t.Of(CountDays).N} }),
		a.line("中位天数", CountDays, "", func(t Tally) Cell { return Cell{t.MedianDays(), t.Of(CountDays).N} }),
	}, Defines: []Indicator{CountDays}}

	spoken := plainly(Satisfactions())
	words := StatisticsPart{Code: "satisfaction", Title: "满意度", Defines: []Indicator{CountWord}, Lines: append([]StatisticsLine{
		a.rate("满意率（仅满意）", CountWord, spoken[:1], spoken),
		a.rate("满意率（满意和基本满意）", CountWord, spoken[:2], spoken),
	}, a.each(CountWord, append(slices.Clone(spoken), Nothing), said[Satisfaction]("没有评价"))...)}

	work := StatisticsPart{Code: "corrective", Title: "纠正措施", Defines: []Indicator{CountCorrective, CountDone, CountEffective}, Lines: []StatisticsLine{
		adds("纠正措施（项）", CountCorrective, plain), adds("已完成（项）", CountDone, plain), adds("验证有效（项）", CountEffective, plain),
	}}
	process := StatisticsPart{Code: "process", Title: "过程质量", Lines: []StatisticsLine{
		a.number("现场解决", CountOnSpot), a.number("人工改定等级", CountRegraded),
		a.line("响应超时", onTime(D2), missed, count(onTime(D2), missed)), a.line("办结超时", onTime(D5), missed, count(onTime(D5), missed)),
		a.number("对外升级", CountOutside), a.number("重复投诉", CountRepeated), a.number("有催办的投诉", CountReminded), adds("催办次数", CountReminded, plain),
		a.line("平均响应用时（小时）", CountResponse, "", func(t Tally) Cell { return Cell{t.MeanResponse(), t.Of(CountResponse).N} }),
	}, Defines: []Indicator{CountOnSpot, CountRegraded, onTime(D2), onTime(D5), CountOutside, CountRepeated, CountReminded, CountResponse}}

	by := func(title string, i Indicator, lines []StatisticsLine) StatisticsPart {
		return StatisticsPart{Code: string(i), Title: title, Lines: lines, Defines: []Indicator{i}}
	}
	return []StatisticsPart{
		overview, dates, settled, words, process,
		by("按等级", CountGrade, a.each(CountGrade, plainly(Grades()), said[Grade](""))),
		by("按类别", CountCategory, a.each(CountCategory, nil, named("", o.CategoryName))),
		by("按投诉方式", CountChannel, a.each(CountChannel, nil, said[Channel](""))),
		by("按原因", CountCause, a.each(CountCause, nil, said[CauseClass](withoutClass))),
		by("按责任部门", CountDepartment, a.each(CountDepartment, nil, named("未指定部门", o.DepartmentName))),
		by("按经办人", CountHandler, a.each(CountHandler, nil, named("尚无经办人", o.PersonName))),
		work, by("按结案状态", CountOutcome, a.each(CountOutcome, nil, said[Outcome](""))),
	}
}

// TopCategory is the category of the first level that one belongs to.
func (o *Org) TopCategory(code string) string {
	if c := o.Category(code); c != nil && c.Parent != "" {
		return c.Parent
	}
	return code
}

// SitesOf lists the sites whose figures a person sees: those they answer for, or stand in for who does
// (rules M2, P3, P6).
func (by Actor) SitesOf() []string {
	if by.Person == nil || by.Role < Supervisor {
		return nil
	}
	people := append([]*Person{by.Person}, by.Org.StandsFor(by.Person)...)
	var out []string
	for _, s := range by.Org.Sites {
		if slices.ContainsFunc(people, func(p *Person) bool { return p.AnswersFor(s.Code) }) {
			out = append(out, s.Code)
		}
	}
	return out
}

func hasSites(by Actor) bool { return len(by.SitesOf()) > 0 }

// Asks tells what is wrong with the figure that a list is asked for (rule M4).
func (f Filter) Asks() error {
	switch {
	case f.Figure == "" && f.Of == "" && f.Month == "":
		return nil
	case !f.Figure.Known():
		return Invalid("figure", "没有这项统计。")
	case len(f.Of) > shortText:
		return Invalid("of", "没有这项统计。")
	}
	_, err := ParseMonth(f.Month)
	return err
}
