package huiyin

import (
	"fmt"
	"slices"
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

// digits writes a month as numbers of papers have it, 202603.
func (m Month) digits() string { return fmt.Sprintf("%06d", int(m)) }

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

	ByHandingOn Base = "transferred_out" // at the site that handed it on
	ByTakingOn  Base = "transferred_in"  // at the site that has it since
)

var bases = words[Base]{
	{ByReceipt, "按受理时间归入月份。"},
	{BySettling, "按办结时间归入月份：客户接受方案或结案即为办结，以最近一次为准，重开后没有再办结的不计。"},
	{ByClosing, "按结案时间归入月份，重开的不计。"},
	{ByReopening, "按重开时间归入月份。"},
	{ByPayment, "按付款日期归入月份。"},
	{ByHandingOn, "按转办时间归入月份，计在转出的项目；退回的不计。"}, {ByTakingOn, "按转办时间归入月份，计在转入的项目；退回的不计。"},
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
	CountAgainst    Indicator = "against"
	CountValidity   Indicator = "validity"
	CountResponse   Indicator = "response" // adds minutes
	CountReminded   Indicator = "reminded" // adds reminders
	CountRisen      Indicator = "risen"
	CountPaused     Indicator = "paused"     // adds pauses
	CountPauseDays  Indicator = "pause_days" // adds tenths of a day
	CountFulfilled  Indicator = "fulfilled"  // adds measures and payments; its values are Met and Missed
	CountAgain      Indicator = "again"      // its values are Met and Missed
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
	CountNoForm     Indicator = "no_form"
	CountReopened   Indicator = "reopened"
	CountPaid       Indicator = "paid" // adds fen
	CountHandedOn   Indicator = "transferred_out"
	CountTakenOn    Indicator = "transferred_in"
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
	{CountAgainst, ByReceipt, "被投诉人", "按被投诉人和责任人，各计一次；与经办的件数并列。"},
	{CountValidity, ByReceipt, "有效性", "按现在认定的有效、无效和待定，分开计算。"},
	{onTime(D2), ByReceipt, "首次响应", "经办人接收或办结，在期限内为按时。还在计时或暂停的不计。"},
	{onTime(D3), ByReceipt, "首次反馈", "受理后第一次与投诉人联系、答复或现场解决，在期限内为按时。还在计时或暂停的不计。"},
	{onTime(D4), ByReceipt, "部门处理意见", "责任部门在期限内提出意见为按时。还在计时、暂停或不再需要意见的不计。"},
	{onTime(D5), ByReceipt, "办结", "客户接受方案或结案，在期限内为按时。还在计时或暂停的不计。"},
	{onTime(D16), ByReceipt, "外部答复", "有外部编号的投诉，在第一次转来的期限内报送最终答复为按时。还没有报送、对方收回和再办的期限不计。"},
	{CountResponse, ByReceipt, "首次响应用时", "从受理到首次响应的自然时间，已经响应的才计。"},
	{CountReminded, ByReceipt, "有催办的投诉", "客户催办过的投诉，两小时内的催办合计一次。"},
	{CountRisen, ByReceipt, "超期升级", "受理满一个月仍未办结的，满月时升为重大或已是重大。"},
	{CountPaused, ByReceipt, "暂停过的投诉", "暂停过计时的投诉，另计暂停次数。是否按时按原定时间判断，与暂停无关。"},
	{CountPauseDays, ByReceipt, "暂停时长", "已经结束的暂停合计，按自然天数，每件保留一位小数。"},
	{CountRepeated, ByReceipt, "重复投诉", "登记时关联了以前的投诉，或者有其他投诉并入的。"},
	{CountOutside, ByReceipt, "外部升级", "政府转办、媒体渠道的投诉，以及进入调解、仲裁或诉讼的投诉。"},
	{CountRegraded, ByReceipt, "人工调整等级", "现在的等级由人员认定，与按事实得出的等级不同。"},
	{CountSettled, BySettling, "办结", "已办结的投诉，包括无效和撤诉。"},
	{CountDays, BySettling, "办结用时", "从受理到办结的自然天数，每件保留一位小数；平均数和中位数由此得出。"},
	{CountFulfilled, BySettling, "履行约定", "客户接受的措施、承诺和补偿，在约定日期之前完成为按时，数字为项数。还没有到期的不计。"},
	{CountOnSpot, BySettling, "现场解决", "没有经过方案和审批，当场解决的。"},
	{CountCause, BySettling, "原因", "按最近一次原因分析的分类。"},
	{CountWord, BySettling, "满意度", "按客户最近一次评价，有回访的以回访为准。未评价的不计入比率。"},
	{CountCorrective, BySettling, "纠正措施", "制定了纠正措施的投诉，数字为措施项数。"},
	{CountDone, BySettling, "已完成的纠正措施", "已经办结的纠正措施，数字为措施项数。"},
	{CountEffective, BySettling, "验证有效的纠正措施", "由他人验证为有效的纠正措施，数字为措施项数。"},
	{CountClosed, ByClosing, "结案", "已结案的投诉，包括无效和撤诉。"},
	{CountOutcome, ByClosing, "结案状态", "按结案时的状态。"},
	{CountNoForm, ByClosing, "没有签字表单的结案", "重要和重大投诉没有客户签字的处理表、以书面原因结案的，按原因。"},
	{CountReopened, ByReopening, "重开", "结案或归档后重开过的投诉，同一个月重开几次计一件。"},
	{CountAgain, ByReopening, "重开后办结", "重开之后再次办结，在重开后的期限内为按时。还在计时的不计。"},
	{CountPaid, ByPayment, "已付补偿", "已放行的付款合计，减去冲正，按放行日期；登记后尚未放行的和礼品不计。"},
	{CountHandedOn, ByHandingOn, "转出", "转办到其他项目的投诉；同一个月转办几次，计在最初的项目。其余各项都计在现在的项目。"},
	{CountTakenOn, ByTakingOn, "转入", "从其他项目转办来的投诉；同一个月转办几次，计在最后的项目。"},
}

// NotCounted says what no figure counts, and for whom.
const NotCounted = "已并入其他投诉的不单独计算，内部投诉不计入客户投诉的统计。您不能查看的投诉不计算在内，所以每个数字都与它打开的列表一致。从旧台账导入时已经结案的，与其他投诉一样计数，只是不计入各项时限。"

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
	case CountNoForm:
		return WhyLacking(value).Label()
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
